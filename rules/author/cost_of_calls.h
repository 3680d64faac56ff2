#pragma once

#include "rules/schema/facts.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sarhad::rules {

/// How large a value can be.
struct Extent {
    std::uint64_t count{0};          ///< Bytes of a text, elements of a list or map.
    const Extent* element{nullptr};  ///< The greatest of a list.
    std::string field{};             ///< Where the count's maximum is from; "" for a literal.
    std::uint64_t max{0};            ///< That maximum.
    bool is_map{false};
};

/// Numbers past it are "too much" all the same.
inline constexpr std::uint64_t kCostCap = 1'000'000'000'000;
[[nodiscard]] std::uint64_t add_cost(std::uint64_t left, std::uint64_t right);
[[nodiscard]] std::uint64_t times_cost(std::uint64_t left, std::uint64_t right);

/// What one call costs beyond its node and its arguments, and how large its result is.
struct CallCost {
    std::uint64_t units{0};
    Extent result{};
};

/// Of a call whose arguments are `args`, the target first; nothing for a function that has no bound
/// here. `is_text`, `is_list`: what the first argument is.
[[nodiscard]] std::optional<CallCost> call_cost(std::string_view function,
                                                std::span<const Extent> args,
                                                bool is_text,
                                                bool is_list);

}  // namespace sarhad::rules
