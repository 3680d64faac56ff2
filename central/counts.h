#pragma once

#include "central/values.h"
#include "core/clock.h"
#include "facts/counted.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

/// What central counts of persons, and what of that the ports are told: plain values.
/// docs/decisions/0034-the-centre-counts-in-sets.md.
namespace sarhad::central {

/// Crossings that are counted in one go.
inline constexpr std::size_t kCountedAtOnce = 128;
/// A crossing is counted so long, by the days of rules' windows.
inline constexpr std::int32_t kCountedKeptDays = 366;
/// Crossings of one document that are looked at, the newest: more than twice a day for a year.
inline constexpr std::int64_t kCountedOfOneMax = 1'000;
/// What was told longer ago is told anew where it still holds, and erased.
inline constexpr std::int32_t kCountsKeptDays = 400;
/// Deltas that are erased in one go.
inline constexpr std::size_t kCountsErasedAtOnce = 16;
/// Of one CentralCounts, packed: fewer than the values that a reader takes.
inline constexpr std::size_t kCountsBytesMax = std::size_t{24} * 1024;
/// What changed is told so often, and when it was as of at least so often.
inline constexpr core::Duration kCountsToldEvery = std::chrono::minutes{30};
inline constexpr core::Duration kCountsAsOfEvery = std::chrono::hours{6};

/// A delta of the counters' stream, and whom it tells of.
struct NewCounts {
    StreamHead head;  ///< After it.
    NewDelta delta;
    std::vector<facts::SubjectKey> documents;
    std::int32_t day{0};  ///< Since 1970.
};

/// Where such a delta stands.
struct CountsPlace {
    wire::StreamPosition position;  ///< After it.
    wire::Hash256 prev{};           ///< Chain hash before it.
};

}  // namespace sarhad::central
