#pragma once

#include "core/result.h"
#include "core/units.h"

#include <cstdint>

namespace sarhad::watchlists {

/// Of its entries, what a list may lose from one edition to the next without anybody's word. More
/// is rather a file that was cut short, or another one under its name.
inline constexpr core::Permille kShrinkMax{100};

/// Whether a list of `before` entries loses more than kShrinkMax of them with `after`. Exact.
[[nodiscard]] bool shrinks(std::uint64_t before, std::uint64_t after);

/// kConflict where it shrinks(): both counts, and what to do.
[[nodiscard]] core::Status check_shrink(std::uint64_t before, std::uint64_t after);

/// Of its entries, what one signature of the agency may take away in one edition.
inline constexpr std::uint64_t kRemovedFewMax = 500;
inline constexpr core::Permille kRemovedFewShare{10};

/// Whether taking `removed` of a list's `before` entries away is more than one of an agency's keys
/// may ask for: over kRemovedFewMax, or over kRemovedFewShare of them.
[[nodiscard]] bool removes_many(std::uint64_t before, std::uint64_t removed);

}  // namespace sarhad::watchlists
