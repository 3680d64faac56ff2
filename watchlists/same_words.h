#pragma once

#include "watchlists/name_form.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sarhad::watchlists {

/// What one search knows of all listed names of the same words.
struct SameWords {
    std::uint32_t search{0};  ///< Which one.
    std::uint32_t count{0};   ///< Of the words.
    std::array<std::uint32_t, 6> words{};
    std::uint32_t matched{0};  ///< Mask of the query's words that some of them are like.
    int most{kNotKnown};       ///< Points at most, where none are written as one.
    int most_joined{kNotKnown};
    int points{kNotKnown};  ///< Of the agreement.
    Agreement agreement;
    static constexpr int kNotKnown = -1;
    [[nodiscard]] bool is_compared() const { return points != kNotKnown; }
};

/// Lists hold many people of one name: a sequence of words is compared with the query once, and
/// found again here. One that comes later takes the place of another.
class KnownNames final {
public:
    /// Nothing is known of the next query.
    void begin() {
        places_.resize(kPlaces);
        if (++search_ == 0) {
            places_.assign(kPlaces, {});
            search_ = 1;
        }
    }
    /// Of a name of these words as they are stored. Good until the next call.
    [[nodiscard]] SameWords& of(std::span<const std::uint32_t> words) {
        std::uint32_t hash = 0;
        for (const std::uint32_t word : words) {
            hash = (hash ^ word) * 0x9E37'79B1U;
            hash ^= hash >> 15U;
        }
        SameWords& place = places_[hash % kPlaces];
        const bool is_same = place.search == search_ && place.count == words.size() &&
                             std::equal(words.begin(), words.end(), place.words.begin());
        if (!is_same) {
            place = {};
            place.count = static_cast<std::uint32_t>(words.size());
            if (words.size() <= place.words.size()) {  // A longer one is not found again.
                place.search = search_;
                std::copy(words.begin(), words.end(), place.words.begin());
            }
        }
        return place;
    }

private:
    static constexpr std::size_t kPlaces = 256;
    std::vector<SameWords> places_;
    std::uint32_t search_{0};
};

}  // namespace sarhad::watchlists
