#include "invented_people.h"

#include "core/check.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>
#include <vector>

namespace sarhad::bench {
namespace {

using core::Redacted;
using facts::PartialDate;
using facts::Sex;

/// Different rarer words that a people has for a place in its names.
constexpr std::uint64_t kRareBits = 16;

Redacted<std::string> secret(std::string text) {
    return Redacted<std::string>{std::move(text)};
}

std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

std::string capitalised(std::string word) {
    if (!word.empty() && word[0] >= 'a' && word[0] <= 'z') {
        word[0] = static_cast<char>(word[0] - 'a' + 'A');
    }
    return word;
}

PartialDate date(int year, int month, int day) {
    const auto made = PartialDate::make(year, month, day);
    SARHAD_CHECK(made.has_value());
    return *made;
}

}  // namespace

std::uint64_t InventedPeople::below(std::uint64_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    return mixed(state_) % bound;
}

/// Rarer words follow Zipf's law with exponent 1: a place drawn evenly in its logarithm.
std::string InventedPeople::rare_word(const NameCulture& culture) {
    const std::uint64_t bits = below(kRareBits);
    const std::uint64_t rank = (std::uint64_t{1} << bits) + below(std::uint64_t{1} << bits);
    const auto begins = core::split(culture.begins, ' ');
    const auto middles = core::split(culture.middles, ' ');
    const auto ends = core::split(culture.ends, ' ');
    std::uint64_t hash = mixed(rank * 31 + culture.nationality.size() * 977 +
                               static_cast<unsigned char>(culture.nationality[0]));
    const auto draw = [&](const std::vector<std::string_view>& from) {
        const std::string_view drawn = from[hash % from.size()];
        hash = mixed(hash);
        return std::string{drawn};
    };
    std::string word = draw(begins);
    for (std::uint64_t more = bits < 7 ? 0 : (bits < 14 ? 1 : 2); more > 0; --more) {
        word += draw(middles);
    }
    return capitalised(word + draw(ends));
}

std::string InventedPeople::word_of(std::string_view common, const NameCulture& culture, int rare) {
    if (below(100) < static_cast<std::uint64_t>(rare)) {
        return rare_word(culture);
    }
    const auto words = core::split(common, ' ');
    // The square of an even draw: the first of 64 words takes an eighth of all.
    const std::uint64_t draw = below(1'000'000);
    return capitalised(std::string{words[draw * draw / 1'000'000 * words.size() / 1'000'000]});
}

/// A pattern is written with m (given name), f (family name), the rest stands for itself; '_' is a
/// blank, since blanks separate the patterns.
std::string InventedPeople::name_of(const NameCulture& culture, Sex sex) {
    const auto patterns = core::split(culture.patterns, ' ');
    const std::uint64_t draw = below(1'000);
    const std::string_view pattern = patterns[draw * draw / 1'000 * patterns.size() / 1'000];
    const bool is_female = sex == Sex::kFemale;
    std::string name;
    for (const char c : pattern) {
        if (c == 'm') {
            // Further names are the father's: a man's.
            const bool is_first = name.empty();
            name += word_of(
                is_female && is_first ? culture.female : culture.male, culture, culture.rare_given);
        } else if (c == 'f') {
            name += word_of(culture.family, culture, culture.rare_family);
        } else {
            name.push_back(c == '_' ? ' ' : c);
        }
    }
    return name;
}

PartialDate InventedPeople::birth(const NameCulture& culture) {
    const int year = 1940 + static_cast<int>(below(34) + below(34));
    if (culture.share >= 20 && below(4) == 0) {
        return date(year, 1, 1);  // Where a day of birth was never written down.
    }
    return date(year, static_cast<int>(1 + below(12)), static_cast<int>(1 + below(28)));
}

InventedPerson InventedPeople::person() {
    InventedPerson one{};
    one.culture = &culture_of(below(100));
    one.sex = below(10) < 3 ? Sex::kFemale : Sex::kMale;
    one.name = name_of(*one.culture, one.sex);
    one.father = name_of(*one.culture, Sex::kMale);
    one.born = birth(*one.culture);
    if (below(2) == 0) {
        const std::uint64_t digits = 1'000'000'000'000U + below(8'999'999'999'999U);
        one.number = below(2) == 0 ? core::cat(digits) : core::cat("K", digits % 100'000'000U);
    }
    return one;
}

watchlists::ListEntry InventedPeople::entry(std::uint64_t number) {
    const InventedPerson one = person();
    watchlists::ListEntry entry;
    entry.id = core::cat("INV-", number);
    entry.source = "INVENTED";
    entry.names.push_back({secret(one.name), {}, {}, {}, {}, {}});
    if (below(5) == 0) {
        const bool is_weak = below(4) == 0;
        const std::string alias =
            below(2) == 0 ? name_of(*one.culture, one.sex) : damaged(one.name);
        entry.names.push_back(
            {secret(alias),
             {},
             {},
             {},
             is_weak ? watchlists::NameQuality::kWeak : watchlists::NameQuality::kStrong,
             watchlists::NameKind::kAlias});
    }
    const std::uint64_t how = below(100);
    if (how < 70) {
        entry.births.push_back({Redacted{one.born}, Redacted{one.born}, {}});
    } else if (how < 92) {
        const PartialDate year = date(one.born.year, 0, 0);
        entry.births.push_back(
            {Redacted{year}, Redacted{year}, watchlists::DatePrecision::kApproximate});
    } else if (how < 96) {
        entry.births.push_back({Redacted{date(one.born.year - 2, 0, 0)},
                                Redacted{date(one.born.year + 2, 0, 0)},
                                watchlists::DatePrecision::kRange});
    }
    entry.sex = below(10) < 8 ? one.sex : Sex::kUnknown;
    entry.nationalities.emplace_back(one.culture->nationality);
    if (one.culture->share >= 20 && below(10) < 6) {
        entry.fathers.push_back(secret(one.father));
    }
    if (!one.number.empty()) {
        entry.documents.push_back(
            {"Passport", secret(one.number), std::string{one.culture->nationality}});
    }
    return entry;
}

watchlists::Subject InventedPeople::traveller() {
    const InventedPerson one = person();
    watchlists::Subject who;
    who.names.push_back(secret(one.name));
    who.date_of_birth = Redacted{one.born};
    who.sex = one.sex;
    who.nationality = one.culture->nationality;
    who.father_name = secret(one.father);
    who.documents.push_back(
        secret(one.number.empty() ? core::cat("P", below(99'999'999)) : one.number));
    return who;
}

watchlists::Subject InventedPeople::disguised(const watchlists::ListEntry& entry) {
    watchlists::Subject who;
    std::string name = entry.names[below(entry.names.size())].text.reveal();
    if (below(2) == 0) {
        name = damaged(name);
    }
    if (const std::size_t blank = name.find(' '); blank != std::string::npos && below(3) == 0) {
        name = name.substr(blank + 1) + " " + name.substr(0, blank);
    }
    who.names.push_back(secret(name));
    if (!entry.births.empty() && below(4) != 0) {
        who.date_of_birth = entry.births[0].from;
    } else {
        who.date_of_birth = Redacted{birth(culture_of(below(100)))};
    }
    who.sex = entry.sex;
    who.nationality = entry.nationalities[0];
    if (!entry.fathers.empty()) {
        who.father_name = entry.fathers[0];
    }
    if (!entry.documents.empty() && below(2) == 0) {
        who.documents.push_back(entry.documents[0].number);
    }
    return who;
}

std::string InventedPeople::damaged(std::string text) {
    const std::size_t at = below(text.size());
    switch (below(4)) {
        case 0:
            text.erase(at, 1);
            break;
        case 1:
            text.insert(at, 1, text[at]);
            break;
        case 2:
            std::swap(text[at], text[std::min(at + 1, text.size() - 1)]);
            break;
        case 3:
            text[at] = static_cast<char>('a' + below(26));
            break;
    }
    return text.empty() ? "x" : text;
}

}  // namespace sarhad::bench
