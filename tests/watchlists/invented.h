#pragma once

#include "support.h"

#include "watchlists/matcher.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::watchlists::testing {

/// Invented names made of syllables, so that near misses and shared words abound.
class Invented final {
public:
    explicit Invented(std::uint64_t seed) : state_{seed} {}
    std::uint64_t below(std::uint64_t bound) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return (state_ >> 33U) % bound;
    }
    std::string word() {
        static constexpr std::array<std::string_view, 20> kSyllables{
            "zor", "van", "bel", "kha", "dim", "ta", "rel", "mun", "do", "si",
            "al",  "lu",  "mi",  "sh",  "ei",  "ou", "din", "far", "gh", "ya"};
        static constexpr std::array<std::string_view, 14> kWhole{"Muhammad",
                                                                 "Mohd",
                                                                 "Abdul",
                                                                 "al",
                                                                 "bin",
                                                                 "Haji",
                                                                 "J.",
                                                                 "ullah",
                                                                 "ud",
                                                                 "din",
                                                                 "Ahmad",
                                                                 "Abd",
                                                                 "ur",
                                                                 "Hussain"};
        if (below(4) == 0) {
            return std::string{kWhole[below(kWhole.size())]};
        }
        std::string text;
        for (std::uint64_t i = 0; i < 1 + below(3); ++i) {
            text += kSyllables[below(kSyllables.size())];
        }
        return text;
    }
    std::string name() {
        std::string text = word();
        for (std::uint64_t i = 0; i < below(5); ++i) {
            text += below(8) == 0 ? "-" : " ";
            text += word();
        }
        return text;
    }
    /// A name with a letter or a blank dropped, doubled or swapped.
    std::string damaged(std::string text) {
        const std::size_t at = below(text.size());
        switch (below(4)) {
            case 0:
                text.erase(at, 1);
                break;
            case 1:
                text.insert(at, 1, text[at]);
                break;
            case 2:
                std::swap(text[at], text[below(text.size())]);
                break;
            case 3:
                text[at] = static_cast<char>('a' + below(26));
                break;
        }
        return text.empty() ? "zor" : text;
    }
    std::string birth() {
        if (below(3) == 0) {
            return "";
        }
        const std::string year = std::to_string(1950 + below(24));
        static constexpr std::array<std::string_view, 8> kDays{
            "", "", "-03-09", "-09-03", "-01-01", "-03-19", "-03", "-12-30"};
        return year + std::string{kDays[below(kDays.size())]};
    }

private:
    std::uint64_t state_;
};

/// One of few, so that travellers and entries share some.
inline std::string invented_number(Invented& invented) {
    return "X10000" + std::to_string(invented.below(60));
}

/// More names, original scripts, documents, dates and a sex, each now and then.
inline void adorn(ListEntry& entry, Invented& invented) {
    if (invented.below(3) == 0) {
        entry.names.push_back(listed(invented.name(), NameQuality::kLow));
    }
    if (invented.below(4) == 0) {
        entry.names.push_back(listed(invented.name()));
        entry.names.back().original = secret(invented.name());
    }
    if (invented.below(3) == 0) {
        const std::string number = invented_number(invented);
        entry.documents.push_back({"ID", secret("No. " + number + " (old)"), ""});
    }
    if (const std::string birth = invented.birth(); !birth.empty() && invented.below(2) == 0) {
        entry.births.push_back(born(birth, DatePrecision::kApproximate));
    }
    if (invented.below(6) == 0) {
        ListedBirth range = born(std::to_string(1950 + invented.below(10)), DatePrecision::kRange);
        range.to = born(std::to_string(1962 + invented.below(10))).from;
        entry.births = {range};
    }
    if (invented.below(3) == 0) {
        entry.fathers.push_back(secret(invented.name()));
    }
    if (invented.below(4) == 0) {
        entry.nationalities = {invented.below(2) == 0 ? "Pakistan" : "Iraq"};
    }
    entry.sex = invented.below(2) == 0 ? facts::Sex::kMale : facts::Sex::kUnknown;
}

/// A second name, documents, a sex, each now and then.
inline void adorn(Subject& who, Invented& invented) {
    if (invented.below(3) == 0) {
        who.names.push_back(secret(invented.name()));
    }
    if (invented.below(3) == 0) {
        who.documents.push_back(secret(invented_number(invented)));
    }
    if (invented.below(2) == 0) {
        who.father_name = secret(invented.name());
    }
    if (invented.below(3) == 0) {
        who.nationality = invented.below(2) == 0 ? "PAK" : "IRQ";
    }
    who.sex = invented.below(2) == 0 ? facts::Sex::kFemale : facts::Sex::kUnknown;
}

inline ListedDocument number(NumberKind kind, std::string_view text, std::string_view issuer = "") {
    return {"", secret(text), std::string{issuer}, kind};
}

/// A number of that kind out of few, now and then with a character misread or another one.
inline std::string invented_number(Invented& invented, NumberKind kind) {
    const std::string low = std::to_string(invented.below(9));
    std::string text;
    switch (kind) {
        case NumberKind::kImo: {
            static constexpr std::array<std::string_view, 4> kImos{
                "9074729", "9319466", "9074792", "9176187"};
            text = kImos[invented.below(kImos.size())];
            break;
        }
        case NumberKind::kMmsi:
            text = "46310001" + low;
            break;
        case NumberKind::kCallSign:
            text = "APB" + low;
            break;
        case NumberKind::kTailNumber:
            text = "AP-BL" + low;
            break;
        case NumberKind::kPlate:
            text = "LEB-10" + low + "8";
            break;
        case NumberKind::kVin:
            text = "1M8GDM9AXKP04278" + low;
            break;
        case NumberKind::kContainer:
            text = "CSQU30543" + low + "3";
            break;
        case NumberKind::kTelephone:
            text = (invented.below(2) == 0 ? "+92 300 12345" : "0300-12345") + low + "7";
            break;
        case NumberKind::kOther:
        case NumberKind::kPassport:
        case NumberKind::kNationalId:
        case NumberKind::kCnic:
        case NumberKind::kTax:
        case NumberKind::kRegistration:
        case NumberKind::kDrivingLicence:
            text = invented_number(invented);
            break;
    }
    return invented.below(4) == 0 ? invented.damaged(text) : text;
}

/// A name of an organisation or a ship, with words that many have.
inline std::string invented_firm(Invented& invented) {
    static constexpr std::array<std::string_view, 16> kWords{"Trading",
                                                             "Bank",
                                                             "of",
                                                             "Iran",
                                                             "Ltd",
                                                             "Co.",
                                                             "Group",
                                                             "International",
                                                             "44",
                                                             "II",
                                                             "(Asia)",
                                                             "Star",
                                                             "MV",
                                                             "LLC",
                                                             "ООО",
                                                             "and"};
    std::string text = invented.word();
    for (std::uint64_t i = invented.below(4); i > 0; --i) {
        text += " ";
        text += invented.below(2) == 0 ? std::string{kWords[invented.below(kWords.size())]}
                                       : invented.word();
    }
    return text;
}

/// The beginnings of most of its words, as one: Alcotrad of "Alpha & Co. Trading".
inline std::string contracted(Invented& invented, std::string_view name) {
    std::string text;
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t end = std::min(name.find(' ', at), name.size());
        const std::uint64_t letters = invented.below(5) == 0 ? 0 : 1 + invented.below(4);
        text += name.substr(at, std::min<std::size_t>(letters, end - at));
        at = end + 1;
    }
    return text;
}

inline constexpr std::array<NumberKind, 11> kInventedNumbers{NumberKind::kImo,
                                                             NumberKind::kMmsi,
                                                             NumberKind::kCallSign,
                                                             NumberKind::kTailNumber,
                                                             NumberKind::kPlate,
                                                             NumberKind::kVin,
                                                             NumberKind::kContainer,
                                                             NumberKind::kTelephone,
                                                             NumberKind::kPassport,
                                                             NumberKind::kRegistration,
                                                             NumberKind::kOther};

/// An entry of any kind but a person's, with numbers that others share.
inline ListEntry thing(std::string_view id, Invented& invented) {
    ListEntry entry;
    entry.id = id;
    entry.source = "TEST";
    entry.kind = static_cast<EntryKind>(1 + invented.below(7));
    const bool is_named = static_cast<int>(entry.kind) <= 3 || invented.below(4) == 0;
    for (std::uint64_t n = is_named ? 1 + invented.below(3) : 0; n > 0; --n) {
        const auto quality = invented.below(4) == 0 ? NameQuality::kWeak : NameQuality::kStrong;
        entry.names.push_back(listed(invented_firm(invented), quality));
        if (invented.below(5) == 0) {
            entry.names.back().original = secret(invented_firm(invented));
        }
    }
    for (std::uint64_t n = invented.below(4); n > 0; --n) {
        const NumberKind kind = kInventedNumbers[invented.below(kInventedNumbers.size())];
        entry.documents.push_back(
            number(kind, invented_number(invented, kind), invented.below(2) == 0 ? "PK" : ""));
    }
    entry.flag = invented.below(3) == 0 ? "Panama" : "";
    entry.craft_type = invented.below(3) == 0 ? "Crude Oil Tanker" : "";
    if (invented.below(4) == 0) {
        entry.nationalities = {invented.below(2) == 0 ? "Pakistan" : "Iraq"};
    }
    return entry;
}

/// A subject of any kind, a person now and then.
inline Subject thing_subject(Invented& invented) {
    Subject who;
    who.kind = static_cast<EntryKind>(invented.below(8));
    if (static_cast<int>(who.kind) <= 3) {
        who.names.push_back(secret(invented_firm(invented)));
    }
    for (std::uint64_t n = invented.below(3); n > 0; --n) {
        const NumberKind kind = kInventedNumbers[invented.below(kInventedNumbers.size())];
        who.numbers.push_back({kind, secret(invented_number(invented, kind)), ""});
    }
    if (invented.below(2) == 0) {
        who.documents.push_back(secret(invented_number(invented)));
        who.issuers.push_back(invented.below(2) == 0 ? "PAK" : "AFG");
    }
    who.flag = invented.below(3) == 0 ? "PA" : "";
    who.craft_type = invented.below(3) == 0 ? "Bulk Carrier" : "";
    who.nationality = invented.below(3) == 0 ? "PAK" : "";
    return who;
}

}  // namespace sarhad::watchlists::testing
