#include "facts/inspection.h"

#include <algorithm>

namespace sarhad::facts {

SelectedBy selected_by(const Decision& decision) {
    const auto asked = [&](CauseKind kind) {
        return std::any_of(decision.causes.begin(), decision.causes.end(), [&](const Cause& cause) {
            return cause.kind == kind;
        });
    };
    if (asked(CauseKind::kRandomShare)) {
        return SelectedBy::kRandom;
    }
    return asked(CauseKind::kRule) ? SelectedBy::kRule : SelectedBy::kOfficer;
}

}  // namespace sarhad::facts
