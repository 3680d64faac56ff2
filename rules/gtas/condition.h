#pragma once

#include "rules/gtas/fields.h"
#include "rules/gtas/query.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::gtas {

/// What translating a term takes besides the term.
struct Surroundings {
    /// The alpha-2 code of a country's alpha-2 or alpha-3 code in capitals; "" where there is none.
    std::function<std::string(std::string_view)> alpha2;
    std::int64_t year{0};  ///< Of the rule's first day: tests of ages count from it.
};

/// A term as a condition of CEL over our facts.
struct Condition {
    std::string text;  ///< Of an element of list_of(bearer) by its name_of(bearer).
    const Counterpart* counterpart{nullptr};
    std::string object;         ///< Of bags and documents the term's uuid.
    bool can_decide{false};     ///< It asks for more than who somebody is or which way he goes.
    bool has_direction{false};  ///< It says that the leg touches the port's country.
    /// Values of the fact that tell the condition's sides apart; nothing held: not given.
    std::vector<Document> trials;
};

/// A condition, or none where the term cannot be carried; then the last finding says why.
struct MadeCondition {
    std::optional<Condition> condition;
    std::vector<Finding> findings;
};

/// What a term is here.
[[nodiscard]] MadeCondition make_condition(const Term& term, const Surroundings& surroundings);

}  // namespace sarhad::rules::gtas
