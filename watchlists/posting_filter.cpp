#include "posting_filter.h"

#include <algorithm>

namespace sarhad::watchlists {

void PostingBounds::clear_gains(std::int32_t rest) {
    first.fill(0);
    second[0].fill(0);
    second[1].fill(0);
    second[1][Posting::kMoreSketch] = rest;
}

void PostingBounds::add(std::uint8_t sketch, std::int32_t gain) {
    const std::uint8_t low = Posting::first_of(sketch);
    first[low] = std::max(first[low], gain);
    first[low + Posting::kFirsts] = first[low];
    second[1][sketch] = std::max(second[1][sketch], gain);
}

void PostingBounds::set_needs(const std::array<std::int32_t, 256>& needs) {
    need[0] = needs;
    need[1].fill(*std::min_element(needs.begin(), needs.end()));
}

std::uint32_t filter_postings(const PostingColumn& postings,
                              std::uint32_t from,
                              std::uint32_t count,
                              std::int32_t gain,
                              const PostingBounds& bounds,
                              KeptPostings& kept) {
    std::uint32_t size = 0;
    for (std::uint32_t at = from; at < from + count; ++at) {
        const Posting posting = postings[at];
        const std::int32_t most = bounds.most(posting, gain);
        // Overwritten by the next one where it is not kept: no branch.
        kept[size] = {posting.name(), most};
        size += most >= bounds.need[posting.has_second()][posting.second()] ? 1U : 0U;
    }
    return size;
}

}  // namespace sarhad::watchlists
