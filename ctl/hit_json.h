#pragma once

#include "api/json.h"
#include "facts/decision.h"
#include "watchlists/matcher.h"

#include <vector>

namespace sarhad::ctl {

/// A hit as `screen` and `explain` print it. Its tier is "none" below the least score that its list
/// shows; a list that is not among `manifests` shows all.
[[nodiscard]] api::Json hit_json(const facts::Hit& hit,
                                 const std::vector<watchlists::ListManifest>& manifests);

}  // namespace sarhad::ctl
