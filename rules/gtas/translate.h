#pragma once

#include "condition.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::rules::gtas {

/// A condition that was carried over: a term, or a group of such.
struct Carried {
    Node::Kind kind{Node::Kind::kTerm};
    std::size_t term{0};  ///< Of kTerm: which of Translation::conditions.
    std::vector<Carried> parts{};
};

/// A rule's condition over our facts. It never matches more than GTAS's: of OR what cannot be
/// carried is left out, an AND of which a part cannot be carried is not carried at all.
struct Translation {
    std::optional<Carried> root;  ///< None where a finding is kRefused.
    std::vector<Condition> conditions;
    std::vector<Finding> findings;
};

/// What a condition is here.
[[nodiscard]] Translation translate(const Node& root, const Surroundings& surroundings);
/// As CEL.
[[nodiscard]] std::string condition_text(const Translation& translation);
/// Conditions on one thing, all of which must hold: with exists() where it is an element.
[[nodiscard]] std::string text_of_all(const std::vector<const Condition*>& of_one_thing);

/// The rule as alternatives of terms, where what they say of one flight or bag stands apart.
inline constexpr std::size_t kGtasAlternativesMax = 64;

}  // namespace sarhad::rules::gtas
