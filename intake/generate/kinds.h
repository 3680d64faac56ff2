#pragma once

#include "chance.h"

#include "intake/generate/generate.h"

#include <string>

namespace sarhad::intake {

/// One message to make: what it tells of is added to the counts.
struct Making {
    Chance& chance;
    GeneratedCounts& counts;
    std::uint64_t number;  ///< From 1.
    bool is_damaged;
};

/// Each gives the text of one message: its segments, its lines.
[[nodiscard]] std::string make_paxlst(const Making& making);
[[nodiscard]] std::string make_pnrgov(const Making& making);
[[nodiscard]] std::string make_pnrgov_xml(const Making& making);
[[nodiscard]] std::string make_itmatt(const Making& making);
[[nodiscard]] std::string make_cuscar(const Making& making);
[[nodiscard]] std::string make_baplie(const Making& making);
[[nodiscard]] std::string make_bsm(const Making& making);
[[nodiscard]] std::string make_mrz(const Making& making);
[[nodiscard]] std::string make_currency(const Making& making);

}  // namespace sarhad::intake
