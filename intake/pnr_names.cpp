#include "pnr_names.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace sarhad::intake {
namespace {

using facts::Sex;

struct Title {
    std::string_view word;
    Sex of;
    bool is_glued;  ///< Cut where nothing stands between it and the name too.
};
/// Those that end in another stand before it. SIR, JR and SR are never cut where they are glued:
/// NASIR, YASIR, NASR.
constexpr std::array<Title, 22> kTitles{{{"PRESIDENT", Sex::kUnknown, false},
                                         {"MASTER", Sex::kMale, false},
                                         {"MADAM", Sex::kFemale, false},
                                         {"INFANT", Sex::kUnknown, false},
                                         {"MAYOR", Sex::kUnknown, false},
                                         {"MSTR", Sex::kMale, true},
                                         {"MISS", Sex::kFemale, true},
                                         {"PROF", Sex::kUnknown, true},
                                         {"ENGR", Sex::kUnknown, false},
                                         {"CAPT", Sex::kUnknown, false},
                                         {"MLLE", Sex::kFemale, true},
                                         {"CHLD", Sex::kUnknown, true},
                                         {"MRS", Sex::kFemale, true},
                                         {"MME", Sex::kFemale, false},
                                         {"CHD", Sex::kUnknown, true},
                                         {"INF", Sex::kUnknown, true},
                                         {"SIR", Sex::kMale, false},
                                         {"REV", Sex::kUnknown, false},
                                         {"MR", Sex::kMale, true},
                                         {"MS", Sex::kFemale, true},
                                         {"DR", Sex::kUnknown, true},
                                         {"SR", Sex::kUnknown, false}}};

/// Given names that end in the letters of a title.
constexpr std::array<std::string_view, 36> kWholeNames{
    "AMR",       "NIMR",      "QAMR",       "SAMR",     "TAMR",    "ZAMR",
    "ALAMR",     "ELAMR",     "ABUAMR",     "SHAMS",    "SHUMS",   "ALSHAMS",
    "NOORSHAMS", "ADAMS",     "ABRAMS",     "WILLIAMS", "SIMS",    "SIMMS",
    "TIMMS",     "THOMS",     "HELMS",      "BADR",     "SADR",    "QADR",
    "NADR",      "KHIDR",     "KHADR",      "HAIDR",    "HYDR",    "ALEXANDR",
    "ALEKSANDR", "OLEKSANDR", "ALIAKSANDR", "SIKANDR",  "ISKANDR", "LEANDR"};

/// The last letters of them all.
constexpr std::string_view kTitleEnds = "RSDFTMEV";
constexpr std::size_t kTitlesTaken = 3;
constexpr std::size_t kShortestStem = 2;
constexpr std::size_t kShortestAlike = 3;

bool has_vowel(std::string_view text) {
    return text.find_first_of("AEIOUY") != std::string_view::npos ||
           std::any_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
}

bool contradicts(Sex title, Sex person) {
    return (title == Sex::kMale && person == Sex::kFemale) ||
           (title == Sex::kFemale && person == Sex::kMale);
}

bool may_cut(std::string_view word, const Title& title, Sex sex) {
    if (!title.is_glued || word.back() != title.word.back() || !word.ends_with(title.word)) {
        return false;
    }
    const std::string_view stem = word.substr(0, word.size() - title.word.size());
    return stem.size() >= kShortestStem && has_vowel(stem) && !contradicts(title.of, sex) &&
           std::find(kWholeNames.begin(), kWholeNames.end(), word) == kWholeNames.end();
}

const Title* title_of(std::string_view word) {
    const auto* const found = std::find_if(
        kTitles.begin(), kTitles.end(), [&](const Title& title) { return title.word == word; });
    return found == kTitles.end() ? nullptr : found;
}

/// How many bytes at the end of `upper` are one title with what separates it; 0 where none is.
std::size_t title_at_end(std::string_view upper, Sex sex) {
    const std::size_t blank = upper.find_last_of(" .");
    const std::string_view word = blank == std::string_view::npos ? upper : upper.substr(blank + 1);
    if (word.empty() || kTitleEnds.find(word.back()) == std::string_view::npos) return 0;
    if (title_of(word) != nullptr) return word.size();
    for (const Title& title : kTitles) {
        if (may_cut(word, title, sex)) return title.word.size();
    }
    return 0;
}

/// The same at its start: a title that stands apart, or "MR" before a consonant ("MRJONATHON"; but
/// MRIDUL, MRUNAL).
std::size_t title_at_start(std::string_view upper, Sex sex) {
    const std::size_t blank = upper.find(' ');
    if (blank != std::string_view::npos) {
        const std::string_view word = upper.substr(0, blank);
        // "MS DHONI" are initials as often as a title.
        const bool is_title = word == "MR" || word == "MRS" || word == "DR" || word == "MISS" ||
                              word == "MSTR" || word == "PROF";
        if (is_title) return blank;
    }
    const bool is_glued = upper.size() > 4 && upper.starts_with("MR") &&
                          std::string_view{"AEIOUYRS"}.find(upper[2]) == std::string_view::npos &&
                          upper[2] != ' ' && sex != Sex::kFemale && has_vowel(upper.substr(2));
    return is_glued ? 2 : 0;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '.' || text.back() == '/'))
        text.remove_suffix(1);
    while (!text.empty() && (text.front() == ' ' || text.front() == '.'))
        text.remove_prefix(1);
    return text;
}

/// Without "(ADT)" and the "-1" that tells two people of one name apart.
std::string_view without_marks(std::string_view name) {
    if (const std::size_t bracket = name.find('('); bracket != std::string_view::npos) {
        name = name.substr(0, bracket);
    }
    if (const std::size_t dash = name.rfind('-');
        dash != std::string_view::npos && core::is_ascii_digits(name.substr(dash + 1))) {
        name = name.substr(0, dash);
    }
    return trimmed(name);
}

void put_before(std::string& titles, std::string_view title) {
    titles = titles.empty() ? std::string{title} : core::cat(title, " ", titles);
}

/// Takes the titles off `name` and puts them into `titles`.
std::string_view cut_titles(std::string_view name, Sex sex, std::string& titles) {
    name = without_marks(name);
    const std::string upper = core::ascii_upper(name);
    std::string_view rest{upper};
    std::size_t start = 0;
    for (std::size_t taken = 0; taken < kTitlesTaken && !rest.empty(); ++taken) {
        const std::size_t size = title_at_end(rest, sex);
        if (size == 0) break;
        put_before(titles, rest.substr(rest.size() - size));
        rest = trimmed(rest.substr(0, rest.size() - size));
    }
    if (const std::size_t size = title_at_start(rest, sex); size > 0) {
        if (titles.empty()) titles = rest.substr(0, size);
        start = size;
        while (start < rest.size() && rest[start] == ' ')
            ++start;
    }
    // `rest` is a piece of `upper` from its start on, unless leading marks were trimmed off.
    const auto offset = static_cast<std::size_t>(rest.data() - upper.data());
    return rest.empty() ? std::string_view{} : name.substr(offset + start, rest.size() - start);
}

/// JR or SR behind a surname; JR where it is glued too, because no surname ends so.
std::string_view cut_suffix(std::string_view surname, std::string& suffix) {
    const std::string upper = core::ascii_upper(surname);
    const std::string_view text{upper};
    const bool is_junior = text.size() > 4 && text.ends_with("JR");
    if (!is_junior && !(text.size() > 4 && text.ends_with(" SR"))) return surname;
    suffix = text.substr(text.size() - 2);
    return trimmed(surname.substr(0, surname.size() - 2));
}

bool is_prefix_of(std::string_view a, std::string_view b) {
    return a.size() <= b.size() && b.substr(0, a.size()) == a;
}

bool surnames_alike(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return a == b;
    return a == b || (std::min(a.size(), b.size()) >= kShortestAlike &&
                      (is_prefix_of(a, b) || is_prefix_of(b, a)));
}

}  // namespace

PnrName read_pnr_name(std::string_view surname, std::string_view given, Sex sex) {
    PnrName name;
    std::string suffix;
    std::string_view family = cut_suffix(without_marks(surname), suffix);
    name.first = cut_titles(given, sex, name.title);
    if (name.first.empty() && name.title.empty()) family = cut_titles(family, sex, name.title);
    name.surname = family;
    if (!suffix.empty()) {
        name.title = name.title.empty() ? suffix : core::cat(name.title, " ", suffix);
    }
    return name;
}

std::string name_letters(std::string_view name) {
    std::string letters;
    for (const char c : name) {
        const bool is_lower = c >= 'a' && c <= 'z';
        if (is_lower || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0) {
            letters.push_back(is_lower ? static_cast<char>(c - 'a' + 'A') : c);
        }
    }
    return letters;
}

NameLikeness likeness(const PnrName& a, const PnrName& b) {
    if (a.surname == b.surname && a.first == b.first && a.middle == b.middle) {
        return NameLikeness::kSame;
    }
    const std::string family_a = name_letters(a.surname);
    const std::string family_b = name_letters(b.surname);
    const std::string given_a = name_letters(a.first) + name_letters(a.middle);
    const std::string given_b = name_letters(b.first) + name_letters(b.middle);
    if (!given_a.empty() && family_a == given_b && family_b == given_a) return NameLikeness::kSame;
    if (!surnames_alike(family_a, family_b)) return NameLikeness::kDifferent;
    const bool alike = is_prefix_of(given_a, given_b) || is_prefix_of(given_b, given_a);
    return alike ? NameLikeness::kSame : NameLikeness::kSameSurname;
}

}  // namespace sarhad::intake
