#include "screening/matched_before.h"

#include <algorithm>
#include <utility>

namespace sarhad::screening {

std::optional<MatchedBefore> matched_of(const facts::Crossing& crossing) {
    const facts::Decision& decision = crossing.decision;
    const bool is_cut = decision.hits_left_out > 0 || decision.discreet_left_out > 0 ||
                        std::any_of(decision.hits.begin(),
                                    decision.hits.end(),
                                    [](const auto& hit) { return hit.reasons_left_out > 0; });
    if (is_cut) return std::nullopt;
    MatchedBefore before{crossing.screened(),
                         decision.hits,
                         decision.list_hash,
                         decision.on,
                         decision.normalise_version,
                         decision.scoring_version};
    for (facts::Hit& hit : before.hits) {
        hit.suppressed_by.clear();
    }
    return before;
}

}  // namespace sarhad::screening
