#pragma once

#include "facts/decision.h"

#include <optional>
#include <vector>

namespace sarhad::screening {

/// What lists said of somebody before: of the same words against the same lists they say the same,
/// and nobody looks again.
struct MatchedBefore {
    facts::Traveller traveller;    ///< As he was screened.
    std::vector<facts::Hit> hits;  ///< Without what a known pair said of them.
    facts::Hash256 list_hash{};
    facts::PartialDate on;
    std::uint32_t normalise_version{0};
    std::uint32_t scoring_version{0};
};

/// Of a crossing as it is on record; none where the record had no room for all that lists said.
[[nodiscard]] std::optional<MatchedBefore> matched_of(const facts::Crossing& crossing);

}  // namespace sarhad::screening
