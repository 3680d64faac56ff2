#pragma once

#include "facts/inspection.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::node {

/// The place of an inspection in a list that is newest first: when it was told, and of which
/// crossing.
using InspectionPlace = std::pair<core::WallTime, std::array<std::uint8_t, 16>>;

inline constexpr std::size_t kInspectionsPageMax = 500;

/// Which inspections to list.
struct InspectionsAsked {
    std::optional<core::WallTime> since{};    ///< Told then or later.
    std::string officer{};                    ///< His account; "": of all.
    std::optional<facts::Finding> finding{};  ///< None: both.
    std::optional<InspectionPlace> before{};  ///< Only those that follow this place.
    std::size_t limit{kInspectionsPageMax};   ///< From 1 to kInspectionsPageMax.
};

/// Some of them, and what all together come to: `since`, `officer` and `finding` say which,
/// `before` and `limit` do not.
struct InspectionsPage {
    std::vector<facts::Inspection> shown{};  ///< Newest first.
    std::uint64_t count{0};
    std::uint64_t positive{0};
    std::uint64_t minutes{0};  ///< Of officers.
    bool has_more{false};      ///< There are older ones than those shown.
};

}  // namespace sarhad::node
