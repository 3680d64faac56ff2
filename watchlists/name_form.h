#pragma once

#include "watchlists/normalise.h"
#include "watchlists/word_weights.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sarhad::watchlists {

/// Words of a name that are scored: the first kMaxScored of those that have a weight.
inline constexpr std::size_t kMaxScored = 8;

/// Two neighbouring words written as one.
struct JoinedPair {
    std::string fold;
    std::uint32_t mask{0};  ///< Of the scored words that it stands for.
};

/// A name made ready for scoring.
struct NameForm {
    std::vector<NameToken> words;  ///< Scored ones only, in order.
    std::vector<Weight> weights;   ///< One a word.
    std::vector<JoinedPair> pairs;
    std::vector<std::string> wholes;  ///< Folds of the whole name as one word.
    Weight total{0};
};

/// The form of what normalise() gave.
[[nodiscard]] NameForm make_form(const std::vector<NameToken>& tokens);
/// The words that make_form would score, as places in `tokens`.
[[nodiscard]] std::vector<std::size_t> scored_words(const std::vector<NameToken>& tokens);
/// Adds pairs and wholes. `at` is what scored_words gave.
void add_joins(const std::vector<NameToken>& tokens,
               const std::vector<std::size_t>& at,
               NameForm& form);

/// p[i][j]: similarity of word i and word j times the smaller of their weights, / 1000.
using PairTable = std::array<std::array<Weight, kMaxScored>, kMaxScored>;

/// How two names agree. Symmetric but for the swap of the two sides.
struct Agreement {
    Weight matched{0};  ///< At most the smaller of the two totals.
    Weight total_a{0};
    Weight total_b{0};
    int words{0};  ///< That agree.
    int words_a{0};
    int words_b{0};
};

/// The best assignment of words to words. `open_a`, `open_b`: masks of the words that take part.
struct Assigned {
    Weight matched{0};
    int words{0};
};
[[nodiscard]] Assigned assign(const PairTable& table, std::uint32_t open_a, std::uint32_t open_b);

/// Compares from the words themselves: slow and obvious, and the one way that joins are compared.
[[nodiscard]] Agreement agree(const NameForm& a, const NameForm& b);
/// The same where no pair and no whole can agree, with the table already made.
[[nodiscard]] Agreement agree(const PairTable& table,
                              std::span<const Weight> a,
                              std::span<const Weight> b);

/// Points of an agreement, 0 to kMaxNamePoints.
inline constexpr int kMinNamePoints =
    700;  ///< Of a name that agrees whole, were it ever so common.
inline constexpr int kMaxNamePoints = 760;  ///< The same where it is rare.
inline constexpr int kConflictCost = 200;  ///< Per cent of the weight both sides leave unexplained.
inline constexpr int kExtraCost = 35;      ///< Per cent of the weight one side has more.
[[nodiscard]] int name_points(const Agreement& agreement);

}  // namespace sarhad::watchlists
