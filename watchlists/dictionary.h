#pragma once

#include "hash_index.h"
#include "name_form.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::watchlists {

/// A word of the dictionary that is like the one asked for.
struct Neighbour {
    std::uint32_t token;
    int similarity;
};

/// log2(value) x 256, rounded down; 0 for 0 and 1. Integers only.
[[nodiscard]] Weight log2_x256(std::uint64_t value);

/// Every word of the listed names, once, with its weight and the keys that find it. Immutable once
/// frozen.
class TokenDictionary final {
public:
    static constexpr Weight kMaxWeight = 14 * 256;
    static constexpr Weight kMinWeight = 256;
    static constexpr Weight kTitleWeight = 256;
    static constexpr Weight kMuhammadWeight = 640;        ///< 2.5 bits, however short the list is.
    static constexpr std::uint64_t kLeastNames = 16'384;  ///< Names a frequency is taken over.

    /// The number of `token`'s text, given at first sight.
    [[nodiscard]] std::uint32_t intern(const NameToken& token);
    /// Counts one listed name that holds the word.
    void count(std::uint32_t token);
    /// Ends the building: weights over `names` listed names, and the keys.
    void freeze(std::uint64_t names);

    [[nodiscard]] const NameToken& token(std::uint32_t number) const { return tokens_[number]; }
    [[nodiscard]] Weight weight(std::uint32_t number) const { return weights_[number]; }
    [[nodiscard]] std::size_t size() const { return tokens_.size(); }

    /// Every word with similarity above 0, by rising number. Complete: see all_neighbours().
    [[nodiscard]] std::vector<Neighbour> neighbours(const NameToken& token) const;
    /// The same without any key, word by word: what the tests compare with.
    [[nodiscard]] std::vector<Neighbour> all_neighbours(const NameToken& token) const;
    /// Bits x 256 of a word that may not be listed: the commonest spelling that it is like.
    [[nodiscard]] Weight weight_of(const NameToken& token,
                                   const std::vector<Neighbour>& neighbours) const;
    /// Calls `take` for each word whose fold may be `fold`.
    template <class Take>
    void with_fold(std::string_view fold, const Take& take) const {
        keys_.find(key_hash('F', fold), [&](std::uint32_t number) {
            if (tokens_[number].fold == fold) {
                take(number);
            }
        });
    }
    [[nodiscard]] std::size_t size_bytes() const;

private:
    void add_keys(std::uint32_t number);
    [[nodiscard]] Weight capped(const NameToken& token, Weight weight) const;

    std::vector<NameToken> tokens_;
    std::vector<std::uint32_t> counts_;
    std::vector<Weight> weights_;
    HashIndex keys_;
    std::vector<std::vector<std::uint32_t>> buckets_;  ///< Of intern(); emptied by freeze().
};

}  // namespace sarhad::watchlists
