#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <cstddef>
#include <cstdint>

namespace sarhad::intake {

/// Unpacks a raw deflate stream (RFC 1951). Total. kCorrupt where it is none or breaks off,
/// kExhausted where it would be longer than `max` bytes: no more than those are ever made.
[[nodiscard]] core::Result<core::Bytes> inflate(core::ByteView packed, std::size_t max);

/// CRC-32 as ZIP has it.
[[nodiscard]] std::uint32_t crc32_of(core::ByteView bytes);

}  // namespace sarhad::intake
