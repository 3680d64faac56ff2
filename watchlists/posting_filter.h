#pragma once

#include "name_bound.h"
#include "packed.h"

#include <cstdint>
#include <string_view>

namespace sarhad::watchlists {

/// How many postings one call filters at most.
inline constexpr std::uint32_t kFilterBlock = 256;

/// Writes to `kept` those of the names at postings[from, from + count) whose total lies in `range`,
/// in order, and gives their number. `count` at most kFilterBlock; `kept` has room for 8 more.
using PostingFilter = std::uint32_t (*)(const Column24& postings,
                                        std::uint32_t from,
                                        std::uint32_t count,
                                        const Column<std::uint8_t>& totals,
                                        TotalRange range,
                                        std::uint32_t* kept);

/// One by one, on any machine.
[[nodiscard]] std::uint32_t filter_portable(const Column24& postings,
                                            std::uint32_t from,
                                            std::uint32_t count,
                                            const Column<std::uint8_t>& totals,
                                            TotalRange range,
                                            std::uint32_t* kept);

/// The way of this machine and its name, "AVX2" or "portable". Both keep the same.
struct FilterPath {
    PostingFilter filter;
    std::string_view name;
};
[[nodiscard]] FilterPath best_filter();

}  // namespace sarhad::watchlists
