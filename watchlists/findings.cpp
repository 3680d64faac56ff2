#include "findings.h"

#include "cnic.h"
#include "countries.h"
#include "evidence.h"

#include "core/text.h"
#include "watchlists/name_form.h"
#include "watchlists/normalise.h"

#include <algorithm>
#include <optional>
#include <set>

namespace sarhad::watchlists {
namespace {

using facts::Sex;

constexpr int kSexClash = -80;
constexpr int kSameNation = 20;
constexpr int kSameCommonNation = 5;  ///< Of the country itself: nearly everybody at its borders.
constexpr int kOtherNation = -15;
constexpr int kSameFather = 100;
constexpr int kLikeFather = 50;
constexpr int kOtherFather = -60;
constexpr int kFatherAgrees = 850;
constexpr int kFatherIsLike = kNameMatch;
constexpr int kFatherDiffers = 350;
constexpr int kSamePlace = 10;
constexpr int kSameDistrict = 20;
constexpr int kSameProvince = 8;
constexpr int kOtherProvince = -8;

/// The traveller's CNIC: the personal number, else a document of that form.
std::optional<Cnic> cnic_of(const Subject& subject) {
    for (const auto& document : subject.documents) {
        if (const auto cnic = read_cnic(normalise_document(document.reveal()))) {
            return cnic;
        }
    }
    return std::nullopt;
}

/// "nill", "na", "not known": what clerks write for no name.
bool is_no_name(std::string_view text) {
    const std::string lower = core::ascii_lower(core::trim(text));
    constexpr std::string_view kNone = " nil nill null na n/a none not known unknown - . x xx xxx ";
    return lower.size() < 2 || kNone.find(" " + lower + " ") != std::string_view::npos;
}

/// Words that name a kind of place, or a country: sharing them says nothing.
bool is_common_place_word(const std::string& word) {
    constexpr std::string_view kCommon =
        " district village province region city town area governorate near state republic north "
        "south east west central tehsil agency upper lower ";
    return word.size() < 4 || kCommon.find(" " + word + " ") != std::string_view::npos ||
           country_of(word) != 0;
}

std::set<std::string> place_words(const std::string& text) {
    std::set<std::string> words;
    for (const NameToken& token : normalise(text)) {
        if (!is_common_place_word(token.text)) {
            words.insert(token.fold);
        }
    }
    return words;
}

}  // namespace

Finding sex_finding(const Subject& subject, const ListEntry& entry) {
    const auto cnic = cnic_of(subject);
    const Sex told = subject.sex == Sex::kUnknown && cnic ? cnic->sex : subject.sex;
    const bool is_told = told == Sex::kFemale || told == Sex::kMale;
    const bool is_listed = entry.sex == Sex::kFemale || entry.sex == Sex::kMale;
    if (!is_told || !is_listed || told == entry.sex) {
        return {};
    }
    return {kSexClash, "sex differs from the list's"};
}

Finding nationality_finding(const Subject& subject, const ListEntry& entry) {
    const CountryCode told = country_of(subject.nationality);
    bool is_known = false;
    for (const std::string& listed : entry.nationalities) {
        const CountryCode code = country_of(listed);
        is_known = is_known || code != 0;
        if (code != 0 && code == told) {
            const bool is_common = told == country_of("PK");
            return {is_common ? kSameCommonNation : kSameNation, "the listed nationality"};
        }
    }
    return told != 0 && is_known ? Finding{kOtherNation, "another nationality"} : Finding{};
}

Finding father_finding(const Subject& subject, const ListEntry& entry) {
    const std::string& told = subject.father_name.reveal();
    if (is_no_name(told)) {
        return {};
    }
    int best = -1;
    const NameForm form = make_form(normalise(told));
    for (const auto& father : entry.fathers) {
        if (!is_no_name(father.reveal())) {
            best = std::max(best, name_share(agree(form, make_form(normalise(father.reveal())))));
        }
    }
    if (best >= kFatherAgrees) {
        return {kSameFather, "the father's name agrees"};
    }
    if (best >= kFatherIsLike) {
        return {kLikeFather, "the father's name is like the listed one"};
    }
    const bool may_be_husband = subject.sex == Sex::kFemale || entry.sex == Sex::kFemale;
    if (best >= 0 && best < kFatherDiffers && !may_be_husband) {
        return {kOtherFather, "the father's name differs"};
    }
    return {};
}

Finding birth_place_finding(const Subject& subject, const ListEntry& entry) {
    if (subject.place_of_birth.reveal().empty() || entry.birth_places.empty()) {
        return {};
    }
    const std::set<std::string> told = place_words(subject.place_of_birth.reveal());
    for (const auto& place : entry.birth_places) {
        for (const std::string& word : place_words(place.reveal())) {
            if (told.count(word) > 0) {
                return {kSamePlace, "the place of birth agrees"};
            }
        }
    }
    return {};
}

Finding district_finding(const Subject& subject, const ListEntry& entry) {
    const auto cnic = entry.districts.empty() ? std::nullopt : cnic_of(subject);
    if (!cnic) {
        return {};
    }
    bool is_province = false;
    for (const auto& district : entry.districts) {
        if (names_place(district.reveal(), cnic->district)) {
            return {kSameDistrict, "the identity number is of the listed district"};
        }
        is_province = is_province || names_place(district.reveal(), cnic->province);
    }
    return is_province ? Finding{kSameProvince, "the identity number is of the listed province"}
                       : Finding{kOtherProvince, "the identity number is of another district"};
}

NumberMatch number_match(const Subject& subject, const ListEntry& entry) {
    NumberMatch best = NumberMatch::kNone;
    for (const auto& told : subject.documents) {
        const std::string number = normalise_document(told.reveal());
        if (number.size() < kMinDocumentNumber) {
            continue;
        }
        for (const ListedDocument& listed : entry.documents) {
            for (const std::string& key : document_keys(listed.number.reveal())) {
                if (key == number) {
                    return NumberMatch::kEqual;
                }
                if (confusable_number(key) == confusable_number(number)) {
                    best = NumberMatch::kConfusable;
                }
            }
        }
    }
    return best;
}

int most_nation(const Subject& subject) {
    return country_of(subject.nationality) != 0 ? kSameNation : 0;
}

int most_beside_birth(const Subject& subject, bool has_father) {
    const bool is_father = has_father && !is_no_name(subject.father_name.reveal());
    return most_nation(subject) + (subject.place_of_birth.reveal().empty() ? 0 : kSamePlace) +
           (cnic_of(subject) ? kSameDistrict : 0) + (is_father ? kSameFather : 0);
}

int most_beside_birth_of_anyone(bool has_father) {
    return kSameNation + kSamePlace + kSameDistrict + (has_father ? kSameFather : 0);
}

}  // namespace sarhad::watchlists
