#include "watchlists/org_similarity.h"

#include "org_contraction.h"
#include "org_numbers.h"

#include "watchlists/cross_script.h"
#include "watchlists/key_hash.h"
#include "watchlists/normalise.h"
#include "watchlists/variants.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

constexpr int kSameMeaning = 950;
constexpr int kSameSeries = 780;
constexpr int kDerived = 850;
constexpr int kOneSound = 880;
constexpr std::size_t kMinSounds = 5;  // Letters of words that may sound the same.
constexpr std::size_t kMinWord = 3;    // Letters of words that agree otherwise than whole.
constexpr std::size_t kMostEdited = 48;
constexpr std::size_t kTwoEdits = 6;  // Letters from which two edits are allowed.
constexpr int kHalf = 5;
constexpr int kWhole = 10;
constexpr int kDigit = 40;

bool is_vowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_alike(char a, char b) {
    constexpr std::array<std::string_view, 10> kAlike{
        "sz", "ck", "cs", "kq", "vw", "gj", "jy", "fv", "uw", "cq"};
    return std::any_of(kAlike.begin(), kAlike.end(), [&](std::string_view pair) {
        return (pair[0] == a && pair[1] == b) || (pair[0] == b && pair[1] == a);
    });
}

int replace_cost(char a, char b) {
    if (a == b) {
        return 0;
    }
    if (is_digit(a) || is_digit(b)) {
        return kDigit;
    }
    return (is_vowel(a) && is_vowel(b)) || is_alike(a, b) ? kHalf : kWhole;
}

/// Of one letter more: text[at].
int gap_cost(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (is_digit(c)) {
        return kDigit;
    }
    const bool is_doubled =
        (at > 0 && text[at - 1] == c) || (at + 1 < text.size() && text[at + 1] == c);
    return is_vowel(c) || is_doubled || c == 'h' ? kHalf : kWhole;
}

bool is_swap(std::string_view a, std::size_t i, std::string_view b, std::size_t j) {
    return i >= 2 && j >= 2 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && a[i - 1] != a[i - 2];
}

using Row = std::array<int, kMostEdited + 1>;

/// Optimal string alignment over rows; `unit` counts edits, otherwise costs.
int aligned(std::string_view a, std::string_view b, bool unit) {
    std::array<Row, 3> rows{};
    const auto gap = [&](std::string_view text, std::size_t at) {
        return unit ? 1 : gap_cost(text, at);
    };
    for (std::size_t i = 0; i <= a.size(); ++i) {
        Row& row = rows[i % 3];
        const Row& above = rows[(i + 2) % 3];
        const Row& before = rows[(i + 1) % 3];
        row[0] = i == 0 ? 0 : above[0] + gap(a, i - 1);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int left = row[j - 1] + gap(b, j - 1);
            if (i == 0) {
                row[j] = left;
                continue;
            }
            const int replaced =
                unit ? static_cast<int>(a[i - 1] != b[j - 1]) : replace_cost(a[i - 1], b[j - 1]);
            row[j] = std::min({left, above[j] + gap(a, i - 1), above[j - 1] + replaced});
            if (is_swap(a, i, b, j)) {
                row[j] = std::min(row[j], before[j - 2] + (unit ? 1 : kWhole));
            }
        }
    }
    return rows[a.size() % 3][b.size()];
}

/// What edits a word of this many letters may cost.
int budget_of(std::size_t letters) {
    return letters < 3 ? 0 : (letters < 6 ? kWhole : (letters < 10 ? kWhole + kHalf : 2 * kWhole));
}

int edited_similarity(std::string_view a, std::string_view b) {
    const std::size_t letters = std::min(a.size(), b.size());
    const bool is_plain = is_latin_word(a) && is_latin_word(b);
    const int cost = is_plain && letters >= 3 ? edit_cost(a, b) : kTooFar;
    // Two cheap edits are still two: short words have no keys for them.
    const bool is_short = std::max(a.size(), b.size()) < kTwoEdits;
    if (cost <= kWhole && is_short && aligned(a, b, true) > 1) {
        return 0;
    }
    // Three letters may hold another letter, not another length: abc and abcd are two companies.
    if (letters == 3 && a.size() != b.size() && cost > kHalf) {
        return 0;
    }
    if (cost > budget_of(letters)) {
        return 0;
    }
    return letters == 3 ? 700 - 8 * cost : (letters < 6 ? 960 - 18 * cost : 980 - 12 * cost);
}

/// "muromskiy" is of "murom".
bool is_derived(std::string_view longer, std::string_view shorter) {
    if (shorter.size() < 4 || !longer.starts_with(shorter)) {
        return false;
    }
    constexpr std::array<std::string_view, 14> kEndings{"skiy",
                                                        "skii",
                                                        "skij",
                                                        "skaya",
                                                        "skaia",
                                                        "skaja",
                                                        "skoe",
                                                        "skoye",
                                                        "sky",
                                                        "ski",
                                                        "ska",
                                                        "skogo",
                                                        "skoy",
                                                        "skyi"};
    return std::find(kEndings.begin(), kEndings.end(), longer.substr(shorter.size())) !=
           kEndings.end();
}

bool is_derived_either(std::string_view a, std::string_view b) {
    return a.size() > b.size() ? is_derived(a, b) : is_derived(b, a);
}

/// The fold, with gh read as q: both write the Persian letter of Qom and Ghom.
std::string org_sound(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        if (c == 'h' && !plain.empty() && plain.back() == 'g') {
            plain.back() = 'q';
        } else {
            plain.push_back(c);
        }
    }
    return fold_of(plain);
}

/// Spellings of one person's name: nur and noor, Mohd and Muhammad.
bool are_of_one_group(std::string_view a, std::string_view b) {
    const bool is_word = std::min(a.size(), b.size()) >= kMinWord;
    const std::uint16_t group = is_word ? name_word(a).group : std::uint16_t{0};
    return group != 0 && group == name_word(b).group;
}

/// Alpha as Alfa.
std::string with_f(std::string_view text) {
    std::string plain{text};
    for (std::size_t at = plain.find("ph"); at != std::string::npos; at = plain.find("ph", at)) {
        plain.replace(at, 2, 1, 'f');
    }
    return plain;
}

/// Spellings of one sound: kestreks and kestrex, alfa and alpha; of one person's name.
bool is_one_sound(std::string_view a, std::string_view b) {
    const std::size_t letters = std::min(a.size(), b.size());
    return is_latin_word(a) && is_latin_word(b) &&
           (are_of_one_group(a, b) || (letters >= kMinSounds && org_sound(a) == org_sound(b)) ||
            (letters > kMinWord && with_f(a) == with_f(b)));
}

bool is_fixed(const OrgWord& word) {
    return word.kind == OrgWordKind::kPlace || word.kind == OrgWordKind::kNumber;
}

/// In digits or Roman numerals.
bool is_written_number(const OrgWord& word) {
    return word.kind == OrgWordKind::kNumber && (word.is_roman || is_digit(word.text[0]));
}

/// Of words of which one at least is a place or a number.
int fixed_similarity(const OrgWord& a, const OrgWord& b) {
    if (a.kind != b.kind) {
        return 0;
    }
    if (a.number == b.number) {
        return kSameMeaning;
    }
    // VIII for IX is no slip of the pen, XII for XIII is.
    const bool is_slip = !a.is_roman || !b.is_roman || edit_cost(a.text, b.text) != kTooFar;
    // Nor is second for first.
    const bool is_number = is_written_number(a) && is_written_number(b);
    return is_number && is_slip && is_near_number(a.number, b.number) ? kSameSeries : 0;
}

void add_deletions(std::string_view text, std::size_t most, std::vector<std::uint64_t>& keys) {
    keys.push_back(key_hash('w', text));
    for (std::size_t i = 0; most > 0 && i < text.size(); ++i) {
        std::string less{text};
        less.erase(i, 1);
        add_deletions(less, most - 1, keys);
    }
}

void add_stems(std::string_view text, std::vector<std::uint64_t>& keys) {
    for (std::size_t cut = 3; cut <= 5 && text.size() >= cut + 4; ++cut) {
        keys.push_back(key_hash('w', text.substr(0, text.size() - cut)));
    }
}

void sort_unique(std::vector<std::uint64_t>& keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

bool is_heard(const OrgWord& word) {
    return word.kind == OrgWordKind::kName && is_latin_word(word.text) &&
           word.text.size() >= kMinWord;
}

Coarse coarse_of(const OrgWord& word) {
    return word.native.empty() ? coarse_of_latin(word.text) : coarse_of_native(word.native);
}

/// Of a word in Arabic script, which leaves vowels out, and one in Latin letters.
int heard_similarity(const OrgWord& a, const OrgWord& b) {
    if (a.native.empty() == b.native.empty() || !is_heard(a) || !is_heard(b) ||
        coarse_of(a).view() != coarse_of(b).view() || coarse_of(a).size < 2) {
        return 0;
    }
    return a.native.empty() ? sound_likeness(b.native, a.text) : sound_likeness(a.native, b.text);
}

}  // namespace

int edit_cost(std::string_view a, std::string_view b) {
    const std::size_t less = std::min(a.size(), b.size());
    const std::size_t more = std::max(a.size(), b.size());
    if (more > kMostEdited || more - less > 2 || aligned(a, b, true) > 2) {
        return kTooFar;
    }
    return aligned(a, b, false);
}

int org_similarity(const OrgWord& a, const OrgWord& b) {
    if (is_fixed(a) || is_fixed(b)) {
        return a.text == b.text && a.kind == b.kind ? 1000 : fixed_similarity(a, b);
    }
    if (a.text == b.text) {
        return 1000;
    }
    if (a.kind == OrgWordKind::kTrade && b.kind == OrgWordKind::kTrade) {
        return a.number == b.number ? kSameMeaning : 0;
    }
    if (is_derived_either(a.text, b.text)) {
        return kDerived;
    }
    const int edited = std::max(edited_similarity(a.text, b.text), heard_similarity(a, b));
    return is_one_sound(a.text, b.text) ? std::max(edited, kOneSound) : edited;
}

bool is_short_slip(std::string_view a, std::string_view b) {
    const std::string_view less = a.size() <= b.size() ? a : b;
    const std::string_view more = a.size() <= b.size() ? b : a;
    const bool is_short = less.size() >= kMinWord && less.size() < kTwoEdits;
    if (a == b || !is_short || more.size() - less.size() > 1) {
        return false;
    }
    const auto differ = std::mismatch(less.begin(), less.end(), more.begin());
    const auto at = static_cast<std::size_t>(differ.first - less.begin());
    if (more.size() > less.size()) {
        const bool is_gap = less.substr(at) == more.substr(at + 1);
        const bool is_doubled = at > 0 && more[at] == more[at - 1];
        return is_gap && (is_doubled || (at == less.size() && more[at] == 's'));
    }
    const bool is_vowel_other = is_vowel(less[at]) && is_vowel(more[at]);
    const bool is_swapped =
        at + 1 < less.size() && less[at] == more[at + 1] && less[at + 1] == more[at];
    return (is_vowel_other && less.substr(at + 1) == more.substr(at + 1)) ||
           (is_swapped && less.substr(at + 2) == more.substr(at + 2));
}

int vessel_similarity(const OrgWord& a, const OrgWord& b) {
    const int similarity = org_similarity(a, b);
    const bool is_short = std::min(a.text.size(), b.text.size()) < kTwoEdits;
    const bool is_kept = !is_short || similarity >= kSameMeaning ||
                         are_of_one_group(a.text, b.text) ||
                         (!is_fixed(a) && is_short_slip(a.text, b.text));
    return is_kept ? similarity : 0;
}

std::vector<std::uint64_t> org_word_keys(const OrgWord& word) {
    std::vector<std::uint64_t> keys{key_hash('w', word.text)};
    if (word.kind == OrgWordKind::kNumber) {
        keys.push_back(key_hash('n', std::to_string(word.number)));
        keys.push_back(key_hash('n', std::to_string(word.number + 1)));
        keys.push_back(key_hash('v', std::to_string(word.number)));
    } else if (word.number != 0) {
        const char kind = word.kind == OrgWordKind::kPlace ? 'p' : 't';
        keys.push_back(key_hash(kind, std::to_string(word.number)));
    }
    if (!is_fixed(word) && is_latin_word(word.text) && word.text.size() >= kMinWord) {
        // The shorter of two words sets the budget, so a word of 5 may meet one of 7.
        add_deletions(word.text, word.text.size() >= kTwoEdits ? 2 : 1, keys);
        add_stems(word.text, keys);
        keys.push_back(key_hash('f', org_sound(word.text)));
        if (const std::uint16_t group = name_word(word.text).group; group != 0) {
            keys.push_back(key_hash('g', std::to_string(group)));
        }
    }
    sort_unique(keys);
    return keys;
}

std::optional<std::uint64_t> org_sound_key(const OrgWord& word, bool is_sought) {
    if (!is_heard(word)) {
        return std::nullopt;
    }
    const Coarse coarse = coarse_of(word);
    const char script = word.native.empty() == is_sought ? 'a' : 'l';
    return coarse.size < 2 ? std::nullopt : std::optional{key_hash(script, coarse.view())};
}

std::vector<std::uint64_t> org_form_keys(const OrgForm& form) {
    std::vector<std::uint64_t> keys;
    for (const OrgWord& word : form.words) {
        const std::vector<std::uint64_t> more = org_word_keys(word);
        keys.insert(keys.end(), more.begin(), more.end());
        for (const bool is_sought : {false, true}) {
            if (const auto key = org_sound_key(word, is_sought)) {
                keys.push_back(*key);
            }
        }
    }
    for (const OrgJoin& join : form.joins) {
        keys.push_back(key_hash('w', join.text));
    }
    for (const std::string& initials : form.initials) {
        keys.push_back(key_hash('w', initials));
    }
    keys.push_back(key_hash('w', form.whole));
    if (const std::string_view word = contraction_of(form); !word.empty()) {
        keys.push_back(key_hash('c', word.substr(0, kContractionStart)));
    }
    for (const std::string& start : contraction_starts(form)) {
        keys.push_back(key_hash('c', start));
    }
    sort_unique(keys);
    return keys;
}

}  // namespace sarhad::watchlists
