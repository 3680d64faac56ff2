#include "findings.h"

#include "cnic.h"
#include "evidence.h"
#include "implied_father.h"

#include "core/text.h"
#include "watchlists/name_form.h"
#include "watchlists/normalise.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace sarhad::watchlists {
namespace {

using facts::Sex;

constexpr int kSexClash = -80;
constexpr int kSameCommonNation = 5;  ///< Of the country itself: nearly everybody at its borders.
constexpr int kOtherNation = -15;
constexpr int kLikeFather = 50;
constexpr int kOtherFather = -120;  ///< A name that 1 in 100,000 bears is below a question then.
constexpr int kOtherCnic = -120;
constexpr std::size_t kCnicSlips = 2;  ///< Digits that a hand or a scanner gets wrong.
constexpr int kFatherIsLike = kNameMatch;
constexpr int kFatherDiffers = 350;
constexpr int kSamePlace = 10;
constexpr int kSameDistrict = 20;
constexpr int kSameProvince = 8;
constexpr int kOtherProvince = -8;

/// The traveller's CNIC: the personal number, else a document of that form. "" for none.
std::string cnic_digits(const Subject& subject) {
    for (const auto& document : subject.documents) {
        std::string number = normalise_document(document.reveal());
        if (read_cnic(number)) {
            return number;
        }
    }
    return {};
}

std::optional<Cnic> cnic_of(const Subject& subject) {
    return read_cnic(cnic_digits(subject));
}

std::size_t digits_apart(std::string_view a, std::string_view b) {
    std::size_t apart = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        apart += a[i] == b[i] ? 0U : 1U;
    }
    return apart;
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

bool is_no_name(std::string_view text) {
    constexpr std::string_view kNone = " nil nill null na n/a none not known unknown - . x xx xxx ";
    constexpr std::string_view kFirst = "nNkKuUxX-.";
    text = core::trim(text);
    if (text.size() < 2 || kFirst.find(text.front()) == std::string_view::npos) {
        return text.size() < 2;
    }
    const std::string lower = core::ascii_lower(text);
    return kNone.find(" " + lower + " ") != std::string_view::npos;
}

Sex sex_of(const Subject& subject) {
    const auto cnic = subject.sex == Sex::kUnknown ? cnic_of(subject) : std::nullopt;
    return cnic ? cnic->sex : subject.sex;
}

int sex_points(Sex told, Sex listed) {
    const bool is_told = told == Sex::kFemale || told == Sex::kMale;
    const bool is_listed = listed == Sex::kFemale || listed == Sex::kMale;
    return is_told && is_listed && told != listed ? kSexClash : 0;
}

Finding sex_finding(const Subject& subject, const ListEntry& entry) {
    const int points = sex_points(sex_of(subject), entry.sex);
    return points == 0 ? Finding{} : Finding{points, "sex differs from the list's"};
}

int nation_points(CountryCode told, CountryCode listed) {
    if (told == 0 || listed == 0) {
        return 0;
    }
    constexpr CountryCode kCommon = 'P' * 256 + 'K';
    return told != listed ? kOtherNation : (told == kCommon ? kSameCommonNation : kSameNation);
}

Finding nationality_finding(const Subject& subject, const ListEntry& entry) {
    const CountryCode told = country_of(subject.nationality);
    bool is_other = false;
    for (const std::string& listed : entry.nationalities) {
        const int points = nation_points(told, country_of(listed));
        if (points > 0) {
            return {points, "the listed nationality"};
        }
        is_other = is_other || points < 0;
    }
    return is_other ? Finding{kOtherNation, "another nationality"} : Finding{};
}

int father_share(std::span<const NameForm> told,
                 const std::vector<core::Redacted<std::string>>& listed) {
    int best = kNoFather;
    for (const auto& father : listed) {
        if (told.empty() || is_no_name(father.reveal())) {
            continue;
        }
        const NameForm form = make_form(normalise(father.reveal()));
        for (const NameForm& one : told) {
            best = std::max(best, name_share(agree(one, form)));
        }
    }
    return best;
}

int father_points(int share, Sex told, Sex listed) {
    if (share >= kFatherIsLike) {
        return share >= kFatherAgrees ? kSameFather : kLikeFather;
    }
    const bool may_be_husband = told == Sex::kFemale || listed == Sex::kFemale;
    return share != kNoFather && share < kFatherDiffers && !may_be_husband ? kOtherFather : 0;
}

Finding finding_of_father(int share, Sex told, Sex listed) {
    switch (const int points = father_points(share, told, listed)) {
        case kSameFather:
            return {points, "the father's name agrees"};
        case kLikeFather:
            return {points, "the father's name is like the listed one"};
        case kOtherFather:
            return {points, "the father's name differs"};
        default:  // Not our enum.
            return {};
    }
}

Finding father_finding(const Subject& subject, const ListEntry& entry) {
    const std::string& told = subject.father_name.reveal();
    if (entry.fathers.empty() || is_no_name(told)) {
        return {};
    }
    const std::array<NameForm, 1> form{make_form(normalise(told))};
    return finding_of_father(father_share(form, entry.fathers), subject.sex, entry.sex);
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

Finding cnic_finding(const Subject& subject, const ListEntry& entry) {
    if (entry.documents.empty()) {
        return {};
    }
    const std::string told = cnic_digits(subject);
    bool is_other = false;
    for (const ListedDocument& document : entry.documents) {
        const std::string listed = normalise_document(document.number.reveal());
        if (told.empty() || !read_cnic(listed)) {
            continue;
        }
        if (digits_apart(told, listed) <= kCnicSlips) {
            return {};
        }
        is_other = true;
    }
    return is_other ? Finding{kOtherCnic, "another identity number than the listed one"}
                    : Finding{};
}

int most_beside_birth(const Subject& subject, bool has_father) {
    const bool is_father =
        has_father && (!is_no_name(subject.father_name.reveal()) || may_imply_father(subject));
    const CountryCode nation = country_of(subject.nationality);
    return nation_points(nation, nation) +
           (subject.place_of_birth.reveal().empty() ? 0 : kSamePlace) +
           (cnic_of(subject) ? kSameDistrict : 0) + (is_father ? kSameFather : 0);
}

int most_beside_birth_of_anyone(bool has_father) {
    return kSameNation + kSamePlace + kSameDistrict + (has_father ? kSameFather : 0);
}

}  // namespace sarhad::watchlists
