#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "facts/expected.h"

#include <cstddef>

namespace sarhad::wire {

/// Values of one journey, keys included: 10,000 travellers with 20 members have some 400,000.
/// A frame has fewer (UnpackLimits).
inline constexpr std::size_t kExpectedElementsMax = 500'000;

/// The journey in the bytes that encode() made. Total: kInvalid or kExhausted, as decode() says,
/// within kExpectedElementsMax.
[[nodiscard]] core::Result<facts::ExpectedJourney> decode_journey(core::ByteView packed);

}  // namespace sarhad::wire
