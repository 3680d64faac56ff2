#include "posting_filter.h"

namespace sarhad::watchlists {

std::uint32_t filter_portable(const Column24& postings,
                              std::uint32_t from,
                              std::uint32_t count,
                              const Column<std::uint8_t>& totals,
                              TotalRange range,
                              std::uint32_t* kept) {
    std::uint32_t size = 0;
    for (std::uint32_t at = from; at < from + count; ++at) {
        const std::uint32_t name = postings[at];
        kept[size] = name;  // Overwritten by the next one where it is not kept: no branch.
        size += range.has(totals[name]) ? 1U : 0U;
    }
    return size;
}

}  // namespace sarhad::watchlists
