#pragma once

#include "core/result.h"
#include "facts/decision.h"
#include "watchlists/list_file.h"

#include <vector>

namespace sarhad::ctl {

/// Hits that the lists give of the traveller on the decision's day and that the record has not,
/// best first. Hits of discreet orders are left out, since a counter's record has none; so is what
/// a record with as many hits as it holds may have had no room for, and as many of the weakest as a
/// record that was cut to its best says went (hits_left_out).
[[nodiscard]] core::Result<std::vector<facts::Hit>> unrecorded_hits(
    const facts::Traveller& traveller,
    const facts::Decision& decision,
    const std::vector<watchlists::ListFile>& lists);

}  // namespace sarhad::ctl
