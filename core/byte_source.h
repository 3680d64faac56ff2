#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace sarhad::core {

/// Where bytes come from: fills `into` from its start and tells how many; 0 at the end. Called
/// until it gives 0 or an error.
using ByteSource = std::function<Result<std::size_t>(std::span<std::uint8_t> into)>;

/// A ByteSource over bytes already in memory, borrowed: they outlive it.
[[nodiscard]] ByteSource source_of(ByteView bytes);

}  // namespace sarhad::core
