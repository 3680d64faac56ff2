#include "watchlists/similarity.h"

#include "heard_names.h"
#include "script_units.h"
#include "sought_word.h"

#include "watchlists/cross_script.h"
#include "watchlists/variants.h"

#include <algorithm>
#include <optional>

namespace sarhad::watchlists {
namespace {

constexpr int kSameGroup = 970;
constexpr int kSameFold = 950;
constexpr int kRelated = 800;
constexpr int kSameSkeleton = 730;
constexpr int kNearSkeleton = 660;
constexpr int kOtherGroup = 380;
constexpr int kServant = 800;
constexpr int kShortText = 600;  ///< A letter left out of four, or another vowel of three.
constexpr int kHeard = 760;
constexpr int kBackwards = 700;
constexpr int kOnlyText = 20;  ///< Less than for an edit of the sounds.
constexpr int kCut = 560;
constexpr std::size_t kMinSexed = 5;  ///< Letters of names that tell man and woman by the last.
constexpr int kOtherFirstSound = 60;

bool is_vowel(char c) {
    return c == 'a' || c == 'i' || c == 'u';
}

bool is_text_vowel(char c) {
    return is_vowel(c) || c == 'e' || c == 'o' || c == 'y';
}

/// One edit between folds of `size` letters, the shorter one counted.
int one_edit_value(std::string_view a, std::string_view b) {
    const std::size_t size = std::min(a.size(), b.size());
    if (size == 3) {
        // Of the shortest words only another vowel, or a letter more, may be a slip.
        const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
        const bool is_vowel_other = a.size() == b.size() && differ.first != a.end() &&
                                    is_vowel(*differ.first) && is_vowel(*differ.second);
        return is_vowel_other ? 650 : (a.size() != b.size() ? 640 : 0);
    }
    const int value = size >= 7 ? 890 : (size == 6 ? 830 : (size == 5 ? 790 : 750));
    return a.front() == b.front() ? value : value - kOtherFirstSound;
}

/// The same for two edits.
int two_edits_value(std::string_view a, std::string_view b) {
    const std::size_t less = std::min(a.size(), b.size());
    const std::size_t more = std::max(a.size(), b.size());
    if (less < kMinTwoEditsFold || more > kTwoEditsLetters || a.front() != b.front()) {
        return 0;
    }
    return less >= 8 ? 710 : (less == 7 ? 670 : (less == 6 ? 640 : 620));
}

/// The same for one edit between texts whose sounds differ by more.
int one_text_edit_value(std::string_view a, std::string_view b) {
    const std::size_t less = std::min(a.size(), b.size());
    if (less > kMinEditedText) {
        return one_edit_value(a, b) - kOnlyText;
    }
    // Of three letters: one left out of four, or another vowel.
    const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    const bool is_vowel_other = a.size() == b.size() && differ.first != a.end() &&
                                is_text_vowel(*differ.first) && is_text_vowel(*differ.second);
    return a.size() != b.size() || is_vowel_other ? kShortText : 0;
}

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'z'; });
}

bool has_common(std::span<const std::uint16_t> a, std::span<const std::uint16_t> b) {
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j]) {
            return true;
        }
        (a[i] < b[j] ? i : j) += 1;
    }
    return false;
}

/// A name that a table holds: Mark, and so is Maria.
bool is_known(const WordView& word) {
    return word.group != 0 || word.related != 0;
}

/// Names of their own, whatever their letters.
bool are_two_names(const WordView& a, const WordView& b, bool is_related) {
    return (a.group != 0 && b.group != 0) || (is_known(a) && is_known(b) && !is_related);
}

/// Two names of one second half, of which the first ones are two: Safiullah and Saifullah, Khalil
/// ur-Rahman and Jalil ur-Rahman.
bool are_two_compounds(std::string_view a, std::string_view b) {
    constexpr std::size_t kLeastHalf = 3;
    const auto are_two = [](std::string_view one, std::string_view other) {
        const std::uint16_t group = name_word(one).group;
        return group != 0 && name_word(other).group != 0 && name_word(other).group != group;
    };
    for (const std::string_view noun :
         {"ullah", "rahman", "din", "haq", "zaman", "islam", "nisa", "mulk"}) {
        if (a.ends_with(noun) && b.ends_with(noun)) {
            a.remove_suffix(noun.size());
            b.remove_suffix(noun.size());
            return std::min(a.size(), b.size()) >= kLeastHalf && are_two(a, b);
        }
    }
    return false;
}

/// Either of it. `value`: of their letters; what is no more than a slip need not be looked at.
bool are_two(const WordView& a, const WordView& b, bool is_related, int value) {
    return are_two_names(a, b, is_related) ||
           (value > kOtherGroup && are_two_compounds(a.text, b.text));
}

/// One is the beginning of the other: a machine-readable zone ends a name at its 39th character.
bool is_cut(std::string_view a, std::string_view b) {
    return std::min(a.size(), b.size()) >= kMinCut && !is_native(a) &&
           (a.starts_with(b) || b.starts_with(a));
}

/// "abd" and the other word: a clerk left one of the two out.
bool is_servant_of(std::string_view word, std::string_view noun) {
    return noun.size() >= kMinServed && word.size() == noun.size() + 3 && word.starts_with("abd") &&
           word.ends_with(noun);
}

/// Counts the edits between two words as they come.
struct PlainEdits {
    const WordView& word;
    [[nodiscard]] int text_edits(const WordView& other) const {
        return edits_within_two(word.text, other.text);
    }
    [[nodiscard]] int fold_edits(const WordView& other) const {
        return edits_within_two(word.fold, other.fold);
    }
    [[nodiscard]] int skeleton_edits(const WordView& other) const {
        return edits_within_two(word.skeleton, other.skeleton);
    }
};

/// By edits of the fold, and of the text: a letter left out between vowels changes two sounds.
/// `edits`: of `a`.
template <class Edits>
int by_edits_of(const WordView& a, const WordView& b, const Edits& edits) {
    const bool has_texts = !is_native(a.text) && !is_native(b.text);
    const int of_text = has_texts ? edits.text_edits(b) : 0;
    int value = 0;
    if (of_text == 1 && std::min(a.text.size(), b.text.size()) >= kMinEditedText) {
        value = one_text_edit_value(a.text, b.text);
    }
    if (std::min(a.fold.size(), b.fold.size()) < kMinEditedFold) {
        return value;
    }
    const int of_fold = edits.fold_edits(b);
    if (of_fold == 1) {
        value = std::max(value, one_edit_value(a.fold, b.fold));
    }
    const bool is_long = std::max(a.text.size(), b.text.size()) >= kMinTwoEditsText;
    if (of_fold == 2 && of_text <= 2 && is_long) {
        value = std::max(value, two_edits_value(a.fold, b.fold));
    }
    return value;
}

/// Mario and Maria: a man's name and a woman's.
bool is_other_sex(std::string_view a, std::string_view b) {
    return a.size() == b.size() && a.size() >= kMinSexed &&
           ((a.back() == 'o' && b.back() == 'a') || (a.back() == 'a' && b.back() == 'o')) &&
           a.substr(0, a.size() - 1) == b.substr(0, b.size() - 1);
}

/// Jamil and Jamila, Shahid and Shahida: of a known name a woman's. What nobody knows may end in a
/// letter more, and of a family Ivanov and Ivanova are one.
bool is_with_a(const WordView& shorter, const WordView& longer) {
    return shorter.group != 0 && longer.fold.size() == shorter.fold.size() + 1 &&
           longer.fold.back() == 'a' && longer.fold.starts_with(shorter.fold) &&
           shorter.fold.size() >= kMinSexed && !is_vowel(shorter.fold.back()) &&
           !shorter.fold.ends_with('v') && !shorter.fold.ends_with("in");
}

/// How far a man's and a woman's name are one; nothing where they are not such a pair.
std::optional<Likeness> of_two_sexes(const WordView& a, const WordView& b) {
    if (is_other_sex(a.text, b.text)) {
        return Likeness{};
    }
    return is_with_a(a, b) || is_with_a(b, a)
               ? std::optional{Likeness{WordRelation::kEdit, kOtherGroup}}
               : std::nullopt;
}

bool is_backwards(std::string_view a, std::string_view b) {
    return a.size() == b.size() && a.size() >= kMinBackwards && a.front() == b.back() &&
           !is_native(a) && std::equal(a.begin(), a.end(), b.rbegin());
}

template <class Edits>
Likeness by_letters(const WordView& a, const WordView& b, const Edits& edits) {
    const int by_edits = by_edits_of(a, b, edits);
    const std::size_t sounds = std::min(a.skeleton.size(), b.skeleton.size());
    int by_consonants = sounds >= kMinSkeleton && a.skeleton == b.skeleton ? kSameSkeleton : 0;
    if (by_consonants == 0 && sounds >= kMinEditedSkeleton && by_edits < kNearSkeleton &&
        edits.skeleton_edits(b) <= 1) {
        by_consonants = kNearSkeleton;
    }
    if (by_edits == 0 && by_consonants == 0) {
        return {};
    }
    return by_edits >= by_consonants ? Likeness{WordRelation::kEdit, by_edits}
                                     : Likeness{WordRelation::kConsonants, by_consonants};
}

/// Words of which one or both are kept in their own script, and whose readings differ.
template <class Edits>
Likeness between_scripts(const WordView& a, const WordView& b, const Edits& edits) {
    const Script script_a = script_of(a.text);
    const Script script_b = script_of(b.text);
    const bool has_syllable = script_a == Script::kHan || script_a == Script::kHangul ||
                              script_b == Script::kHan || script_b == Script::kHangul;
    const bool is_between = (script_a == Script::kLatin) != (script_b == Script::kLatin);
    // Another syllable is another name, and the learned sounds tell more than a plain reading.
    if (has_syllable && !is_between) {
        return {};
    }
    if (!is_between || !has_sounds(script_a == Script::kLatin ? script_b : script_a)) {
        return by_letters(a, b, edits);
    }
    if (a.is_beside_latin || b.is_beside_latin) {
        return {};
    }
    const bool is_a = script_b == Script::kLatin;
    const bool is_heard =
        a.skeleton == b.skeleton && is_heard_as(is_a ? a.fold : b.fold, is_a ? b.fold : a.fold);
    const int sound = std::max(is_heard ? kHeard : 0,
                               sound_likeness(is_a ? a.text : b.text, is_a ? b.text : a.text));
    return sound > 0 ? Likeness{WordRelation::kReading, sound} : Likeness{};
}

template <class Edits>
Likeness likeness_of(const WordView& a, const WordView& b, const Edits& edits) {
    if (a.text == b.text) {
        return {WordRelation::kSame, 1000};
    }
    if (a.group != 0 && a.group == b.group) {
        return {WordRelation::kVariant, kSameGroup};
    }
    if (!is_plain_ascii(a.fold) || !is_plain_ascii(b.fold)) {
        return {};
    }
    if (is_servant_of(a.fold, b.fold) || is_servant_of(b.fold, a.fold)) {
        return {WordRelation::kEdit, kServant};
    }
    if (const auto sexes = of_two_sexes(a, b)) {
        return *sexes;
    }
    if (is_backwards(a.text, b.text)) {
        return {WordRelation::kEdit, kBackwards};
    }
    const bool is_other_group = a.group != 0 && b.group != 0;
    const bool is_related = has_common(relatives_of(a.related), relatives_of(b.related));
    if (a.fold == b.fold) {
        return is_other_group
                   ? Likeness{WordRelation::kEdit, kOtherGroup}
                   : Likeness{is_native(a.text) != is_native(b.text) ? WordRelation::kReading
                                                                     : WordRelation::kSound,
                              kSameFold};
    }
    const bool is_cross = is_native(a.text) || is_native(b.text);
    Likeness letters = is_cross ? between_scripts(a, b, edits) : by_letters(a, b, edits);
    if (are_two(a, b, is_related, letters.value)) {
        // A slip of the pen at most.
        letters.value =
            letters.relation == WordRelation::kEdit ? std::min(letters.value, kOtherGroup) : 0;
    }
    if (letters.value < kRelated && is_related) {
        return {WordRelation::kNickname, kRelated};
    }
    return letters.value >= kCut || !is_cut(a.text, b.text) ? letters
                                                            : Likeness{WordRelation::kCut, kCut};
}

constexpr int kManyEdits = 3;

void trim_common_begin(std::string_view& a, std::string_view& b) {
    std::size_t same = 0;
    while (same < a.size() && same < b.size() && a[same] == b[same]) {
        ++same;
    }
    a.remove_prefix(same);
    b.remove_prefix(same);
}

void trim_common_end(std::string_view& a, std::string_view& b) {
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
        a.remove_suffix(1);
        b.remove_suffix(1);
    }
}

bool begins_with_swap(std::string_view a, std::string_view b) {
    return a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0];
}

/// One edit at most between texts whose ends may be alike.
bool is_within_one(std::string_view a, std::string_view b) {
    trim_common_begin(a, b);
    trim_common_end(a, b);
    return (a.size() <= 1 && b.size() <= 1) ||
           (a.size() == 2 && b.size() == 2 && begins_with_swap(a, b));
}

}  // namespace

int edits_within_two(std::string_view a, std::string_view b) {
    trim_common_begin(a, b);
    trim_common_end(a, b);
    const std::size_t less = std::min(a.size(), b.size());
    const std::size_t more = std::max(a.size(), b.size());
    if (less == 0 || more - less > 2) {
        return more > 2 ? kManyEdits : static_cast<int>(more);
    }
    if (more == 1 || (a.size() == 2 && b.size() == 2 && begins_with_swap(a, b))) {
        return 1;
    }
    // The first letters differ, so that one edit is there; one more may follow.
    const bool is_two = is_within_one(a.substr(1), b.substr(1)) || is_within_one(a, b.substr(1)) ||
                        is_within_one(a.substr(1), b) ||
                        (begins_with_swap(a, b) && is_within_one(a.substr(2), b.substr(2)));
    return is_two ? 2 : kManyEdits;
}

bool may_sound_alike(const NameToken& a, const NameToken& b) {
    if (a.is_beside_latin || b.is_beside_latin || is_native(a.text) == is_native(b.text)) {
        return false;
    }
    const Coarse one = is_native(a.text) ? coarse_of_native(a.text) : coarse_of_latin(a.text);
    const Coarse other = is_native(b.text) ? coarse_of_native(b.text) : coarse_of_latin(b.text);
    return are_near(one, other);
}

Likeness likeness(const WordView& a, const WordView& b) {
    return likeness_of(a, b, PlainEdits{a});
}

Likeness likeness(const SoughtWord& sought, const WordView& other) {
    return likeness_of(sought.word(), other, sought);
}

}  // namespace sarhad::watchlists
