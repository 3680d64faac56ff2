#pragma once

#include "facts/decision.h"

#include <string>
#include <vector>

namespace sarhad::screening {

/// What a hit of that tier asks for.
[[nodiscard]] facts::Channel channel_of(facts::Tier tier);
/// The cause that a hit of such a tier is.
[[nodiscard]] facts::Cause cause_of(const facts::Hit& hit);
/// 1000 - r: what the rules leave, less the best hit that counts. `hits`: best first.
[[nodiscard]] core::Permille group_score(core::Permille by_rules,
                                         const std::vector<facts::Hit>& hits);

/// Where a decision that was made by screen() contradicts itself: hits without their cause, a cause
/// without its hit, a channel that is not the strictest of the causes, a score that its hits and
/// rules do not give (of rules only its bounds are known: which are of one group is not recorded).
/// One line; "" where it does not.
[[nodiscard]] std::string contradiction_of(const facts::Decision& decision);

}  // namespace sarhad::screening
