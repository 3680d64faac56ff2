#pragma once

#include "posting.h"

#include <array>
#include <cstdint>

namespace sarhad::watchlists {

/// What decides from a posting whether its name can have the points that it needs: one whose words
/// give less weight than its total asks for cannot.
struct PostingBounds {
    /// By Posting::low(): the most that the first other word may add to what agrees.
    std::array<std::int32_t, 256> first{};
    /// By Posting::second(): the most that the second may, then, where there is none, nothing.
    std::array<std::array<std::int32_t, 256>, 2> second{};
    /// The weight needed: by the total, where the posting tells it; else the least of all.
    std::array<std::array<std::int32_t, 256>, 2> need{};

    /// Takes in a listed word of that sketch that adds `gain` at most.
    void add(std::uint8_t sketch, std::int32_t gain);
    /// Empties the gains; words that a posting does not tell add `rest` at most.
    void clear_gains(std::int32_t rest);
    /// `needs` by total: needed_gains().
    void set_needs(const std::array<std::int32_t, 256>& needs);
    /// The weight that agrees at most where the word itself gives `gain`.
    [[nodiscard]] std::int32_t most(Posting posting, std::int32_t gain) const {
        return gain + first[posting.low()] + second[posting.has_second()][posting.second()];
    }
};

/// A name that a word leads to.
struct KeptPosting {
    std::uint32_t name;
    std::int32_t most;  ///< The weight that agrees at most.
};

/// How many postings one call filters at most.
inline constexpr std::uint32_t kFilterBlock = 256;
using KeptPostings = std::array<KeptPosting, kFilterBlock>;

/// Writes to `kept` those of the postings [from, from + count) whose names may reach what is
/// needed, in order, and gives their number. `gain`: of the word. `count` at most kFilterBlock.
[[nodiscard]] std::uint32_t filter_postings(const PostingColumn& postings,
                                            std::uint32_t from,
                                            std::uint32_t count,
                                            std::int32_t gain,
                                            const PostingBounds& bounds,
                                            KeptPostings& kept);

}  // namespace sarhad::watchlists
