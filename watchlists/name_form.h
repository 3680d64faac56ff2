#pragma once

#include "watchlists/name_compare.h"
#include "watchlists/normalise.h"
#include "watchlists/word_weights.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Words of a name that are scored: the first kMaxScored of those that have a weight.
inline constexpr std::size_t kMaxScored = 8;

/// Two neighbouring words written as one.
struct JoinedPair {
    std::string fold;
    std::uint32_t mask{0};  ///< Of the scored words that it stands for.
    std::string letters{};  ///< Of the shortest, which a word of the same sounds is not: "lina".
    std::string text{};     ///< As they stand, where one is a particle: "van derberg"; else "".
};

/// What the scorer needs of a name besides the likeness of its words. No text, so that an index can
/// keep one a name.
struct NameShape {
    std::uint64_t order{0};                    ///< Of all words' texts: which name is "a".
    std::array<Weight, kMaxScored> weights{};  ///< One a scored word.
    std::array<char, kMaxScored> first{};      ///< Of the word's reading: initials.h.
    /// Of Abd and its noun the noun's: "A. Q." stands for Abdul Qadir. 0 for other words.
    std::array<char, kMaxScored> second{};
    std::array<std::uint8_t, kMaxScored> chain{};
    std::array<char, 4> initials{};  ///< Letters alone; 0 for none.
    Weight total{0};
    std::uint8_t count{0};
    std::uint8_t titles{0};  ///< Mask: these never conflict.
    /// By a word behind the name: 1 senior, 2 junior or the second, 3, 4; 0 where none is told.
    std::uint8_t generation{0};
};

/// A name made ready for scoring.
struct NameForm {
    std::vector<NameToken> words;  ///< Scored ones only, in order.
    NameShape shape;
    std::vector<JoinedPair> pairs;
    std::vector<std::string> wholes;  ///< Folds of the whole name as one word.
};

/// Of the scored words in `mask`.
[[nodiscard]] Weight weight_of_mask(const NameShape& shape, std::uint32_t mask);

/// What a shape is made of, word by word. Borrowed.
struct ShapeWord {
    std::string_view text;
    std::string_view fold;
    Weight weight{0};  ///< word_weight(), of a scored word.
    std::uint8_t chain{0};
    TokenClass kind{TokenClass::kPlain};
};
[[nodiscard]] NameShape make_shape(std::span<const ShapeWord> words);
/// The shape and the form of what normalise() gave.
[[nodiscard]] NameShape make_shape(const std::vector<NameToken>& tokens);
[[nodiscard]] NameForm make_form(const std::vector<NameToken>& tokens);
[[nodiscard]] NameForm make_form(std::vector<NameToken>&& tokens);
/// The same for who has the words.
[[nodiscard]] NameForm make_form_without_words(const std::vector<NameToken>& tokens);
/// The words that make_form would score, as places in `tokens`.
[[nodiscard]] std::vector<std::size_t> scored_words(const std::vector<NameToken>& tokens);

/// p[i][j]: similarity of word i and word j times the smaller of their weights, / 1000.
using PairTable = std::array<std::array<Weight, kMaxScored>, kMaxScored>;

/// How two names agree.
struct Agreement {
    Weight matched{0};  ///< At most the smaller of the two totals.
    Weight total_a{0};
    Weight total_b{0};
    int words{0};  ///< That agree.
    int words_a{0};
    int words_b{0};
    int conflicts{0};  ///< Places where both have a word, and they differ.
    int initials{0};   ///< Letters that stand for a word of the other side.
    int initial_conflicts{0};
    int extra_initials{0};            ///< Letters of one side that nothing of the other speaks to.
    bool is_swapped{false};           ///< Who is a son in the one is a father in the other.
    bool is_other_generation{false};  ///< Senior and junior: father and son of one name.
    friend bool operator==(const Agreement&, const Agreement&) = default;
};

/// Words of `a` that stand for words of `b`.
struct WordMatch {
    std::uint8_t mask_a{0};
    std::uint8_t mask_b{0};
    WordRelation relation{WordRelation::kSame};
    Weight gain{0};
    friend bool operator==(const WordMatch&, const WordMatch&) = default;
};
/// A letter of one name that stands for a word of the other; two may stand for Abd and its noun.
struct InitialMatch {
    char letter{0};
    std::uint8_t word{0};  ///< Its place among the scored words of the other name.
    bool is_of_a{false};   ///< Whose letter.
};
/// The agreement with the words that it rests on.
struct Alignment {
    Agreement agreement;
    std::array<WordMatch, kMaxScored> matches{};
    std::array<InitialMatch, 8> initials{};  ///< Of either name as many as a shape keeps.
    std::uint8_t count{0};
    std::uint8_t initial_count{0};
};

/// Compares from the words themselves: slow and obvious, and the one way that joins are compared.
[[nodiscard]] Agreement agree(const NameForm& a, const NameForm& b);
/// The same, with what it rests on.
[[nodiscard]] Alignment align(const NameForm& a, const NameForm& b);
/// The same where no pair and no whole can agree, with the table already made. Symmetric (with the
/// table transposed), and allocates nothing.
[[nodiscard]] Agreement agree(const PairTable& table, const NameShape& a, const NameShape& b);

inline constexpr int kConflictCost = 160;  ///< Per cent of the weight both sides leave unexplained.
inline constexpr int kExtraCost = 45;      ///< Per cent of the weight one side has more.
/// How far two names are one, 0 to 1000. At most share_bound() of the same weights: what else is
/// known of the agreement only lowers it.
[[nodiscard]] int name_share(const Agreement& agreement);
/// The share of names that differ in weight alone; rises with `matched`.
[[nodiscard]] int share_bound(Weight matched, Weight total_a, Weight total_b);

/// Points of an agreement, 0 to kMaxNamePoints: the share of what a name of its rarity is worth. A
/// common name that agrees whole asks a question, of the shipped thresholds one of 30 bits is
/// reviewed (two words that nobody else bears have 28), none is held. Below kLeastNamePoints two
/// names are not one: such an entry is never a hit, and of those that are only ranked the ones with
/// more bits in common come first, whatever else differs: kMostUnlike points at most.
inline constexpr int kMinNamePoints = 620;  ///< Of a name that everybody bears.
inline constexpr int kMaxNamePoints = 840;  ///< Of a name of kRareName bits or more.
inline constexpr Weight kRareName = 36 * 256;
inline constexpr int kLeastNamePoints = 420;
inline constexpr int kMostUnlike = 219;
inline constexpr int kOrderOfUnlike = 10;  ///< Of them, what tells names of equal bits apart.
[[nodiscard]] int name_points(const Agreement& agreement);

}  // namespace sarhad::watchlists
