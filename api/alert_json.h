#pragma once

#include "api/json.h"
#include "facts/decision.h"

#include <string>

namespace sarhad::api {

/// What an alert is about, for a table: "traveller", or the kind, number and containers of a piece
/// of cargo. Names nobody.
[[nodiscard]] std::string about_line(const facts::Crossing& crossing);

/// Into an alert's object: `about`, `score`, `channel`, the best hit's `list` and `entry`, the
/// strictest `rule`, and the whole report as `crossing`; of cargo, whose `crossing` has no
/// traveller, also `cargo`.
void add_report(Json& alert, const facts::Crossing& crossing);

}  // namespace sarhad::api
