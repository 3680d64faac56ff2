#pragma once

#include "condition.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sarhad::rules::gtas {

/// A fact that conditions ask for, and the values to try for it; nothing held: not given.
struct Choice {
    const Counterpart* counterpart{nullptr};
    std::string object;
    std::vector<const Condition*> conditions;
    std::vector<Document> trials;
    std::size_t chosen{0};
};

/// What facts hold besides the chosen values.
struct Setting {
    Document feeds{};        ///< That have arrived.
    bool has_flight{false};  ///< A leg touches the port's country,
    bool goes_out{false};    ///< from there, not to there.
};

/// The facts of an entity, as rules' tests have them.
[[nodiscard]] Document facts_of(const std::vector<Choice>& choices, const Setting& setting);
/// The feeds that tell of all these conditions.
[[nodiscard]] Document feeds_of(const std::vector<Condition>& conditions);

}  // namespace sarhad::rules::gtas
