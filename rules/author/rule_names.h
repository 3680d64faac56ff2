#pragma once

#include "rules/author/rule.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules {

/// The names of one of a rule's choices, by number.
template <class Choice>
[[nodiscard]] const std::vector<std::string_view>& names_of();
template <>
[[nodiscard]] const std::vector<std::string_view>& names_of<Severity>();
template <>
[[nodiscard]] const std::vector<std::string_view>& names_of<RuleChannel>();
template <>
[[nodiscard]] const std::vector<std::string_view>& names_of<RuleMode>();
template <>
[[nodiscard]] const std::vector<std::string_view>& names_of<Verdict>();
template <>
[[nodiscard]] const std::vector<std::string_view>& names_of<Audience>();
template <>
[[nodiscard]] const std::vector<std::string_view>& names_of<RuleKind>();

/// "one of a, b, c".
[[nodiscard]] std::string one_of(const std::vector<std::string_view>& names);

}  // namespace sarhad::rules
