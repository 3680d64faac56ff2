#pragma once

#include "watchlists/org_text.h"

#include <vector>

namespace sarhad::watchlists {

/// Without the words in front that say what kind of vessel it is (MV, M/V, SS, MT, "motor vessel"),
/// as long as a name is left.
[[nodiscard]] std::vector<OrgToken> without_vessel_prefix(std::vector<OrgToken> tokens);

}  // namespace sarhad::watchlists
