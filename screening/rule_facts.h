#pragma once

#include "facts/decision.h"
#include "rules/engine/fact_layout.h"
#include "rules/engine/frame.h"
#include "screening/screening_facts.h"

#include <vector>

namespace sarhad::screening {

/// What rules about a traveller are told at this port: each fact that the port's data gives; what a
/// feed that has not arrived would tell stays unknown, though its neighbour may be known already
/// (bags that the carrier's list counts, before departure control has spoken); what an arrived feed
/// does not tell, or tells in a form that the table of facts has not, is absent; what nothing at a
/// port reads from an arrived feed is unknown. `hits`: those that
/// count(): a discreet order and a suppressed hit are not among the hits that a rule sees, so that
/// nothing at a counter hangs on them. Flights are the booking's legs only where booking data has
/// arrived: before, they are the carrier's. Pure and total: bad text is absent, never an error.
[[nodiscard]] rules::engine::Frame traveller_frame(const ScreeningFacts& facts,
                                                   const std::vector<facts::Hit>& hits,
                                                   bool has_lists,
                                                   const rules::engine::FactLayouts& layouts);

/// Whether a channel, a score or a rule may come of the hit: it is neither discreet nor suppressed.
[[nodiscard]] bool counts(const facts::Hit& hit);

/// The code by which rules name a list: the last part of its name in capitals, 16 bytes at most;
/// "TERR" of "wl/nacta/terr".
[[nodiscard]] std::string list_code(const std::string& list);

/// On the day of travel younger than this is a minor.
inline constexpr int kMinorBelowYears = 18;

}  // namespace sarhad::screening
