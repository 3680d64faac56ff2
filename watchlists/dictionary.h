#pragma once

#include "watchlists/hash_index.h"
#include "watchlists/name_form.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::watchlists {

/// A word of the dictionary that is like the one asked for.
struct Neighbour {
    std::uint32_t token;
    int similarity;
};

/// Every word of the listed names, once, with its weight and the keys that find it. Immutable once
/// frozen.
class TokenDictionary final {
public:
    /// The number of `token`'s text, given at first sight.
    [[nodiscard]] std::uint32_t intern(const NameToken& token);
    /// Ends the building: makes the keys.
    void freeze();

    [[nodiscard]] const NameToken& token(std::uint32_t number) const { return tokens_[number]; }
    /// word_weight() of the word as a plain one and as a title.
    [[nodiscard]] Weight weight(std::uint32_t number, TokenClass kind) const {
        return kind == TokenClass::kTitle ? std::min(weights_[number], kTitleWeight)
                                          : weights_[number];
    }
    [[nodiscard]] std::size_t size() const { return tokens_.size(); }

    /// Every word with similarity above 0, by rising number. Complete: see all_neighbours().
    [[nodiscard]] std::vector<Neighbour> neighbours(const NameToken& token) const;
    /// The same without any key, word by word: what the tests compare with.
    [[nodiscard]] std::vector<Neighbour> all_neighbours(const NameToken& token) const;
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

    std::vector<NameToken> tokens_;
    std::vector<Weight> weights_;  ///< As plain words.
    HashIndex keys_;
    std::vector<std::vector<std::uint32_t>> buckets_;  ///< Of intern(); emptied by freeze().
};

}  // namespace sarhad::watchlists
