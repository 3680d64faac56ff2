#pragma once

#include "random_rules.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::rules::engine {

/// A pack of 20 random rules and `entities` random entities of the same kind: what the engine says
/// of each by every search path against what MessageOracle says. A line for each difference, which
/// names seed, entity, path and condition; empty where there is none. The same seed, the same
/// pairs.
[[nodiscard]] std::vector<std::string> pair_differences(const RuleWorld& world,
                                                        std::uint64_t seed,
                                                        std::size_t entities);

}  // namespace sarhad::rules::engine
