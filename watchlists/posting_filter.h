#pragma once

#include "posting.h"

#include <array>
#include <cstdint>

namespace sarhad::watchlists {

/// What decides from a posting whether its name can have the points that it needs: one whose words
/// give less weight than its total asks for cannot.
struct PostingBounds {
    /// By the mark of another word of the name, table by table: the most that it may add.
    std::array<std::uint16_t, told::kGains> gains{};
    /// The weight needed at least, by the total; behind that, by what the total is at least.
    std::array<std::int32_t, 512> needs{};

    /// Takes in a listed word that adds `gain` at most; below 2^16.
    void add(ToldWord word, std::int32_t gain);
    /// Empties the gains; words that a posting does not tell add `rest` at most.
    void clear_gains(std::int32_t rest);
    /// `by_total`: needed_gains().
    void set_needs(const std::array<std::int32_t, 256>& by_total);
};

/// A name that a word leads to.
struct KeptPosting {
    std::uint32_t name;
    std::int32_t most;   ///< The weight that agrees at most.
    std::uint8_t total;  ///< Of the name, as Segment::total() gives it; or less.
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
