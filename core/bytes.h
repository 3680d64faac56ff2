#pragma once

#include "core/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::core {

using Bytes = std::vector<std::uint8_t>;         ///< Owned bytes.
using ByteView = std::span<const std::uint8_t>;  ///< Borrowed bytes; valid for the call only.

/// The bytes of `text`, borrowed.
[[nodiscard]] ByteView as_bytes(std::string_view text) noexcept;
/// The same bytes as text, borrowed. Says nothing about their encoding.
[[nodiscard]] std::string_view as_text(ByteView bytes) noexcept;
[[nodiscard]] Bytes to_bytes(std::string_view text);
[[nodiscard]] Bytes to_bytes(ByteView bytes);
void append(Bytes& to, ByteView bytes);

/// Lower-case hexadecimal, two digits a byte.
[[nodiscard]] std::string to_hex(ByteView bytes);
/// kInvalid for an odd length or a digit outside 0-9, a-f, A-F.
[[nodiscard]] Result<Bytes> from_hex(std::string_view hex);

/// Big-endian integers, as everything of fixed width on the wire is.
void put_u16(Bytes& to, std::uint16_t value);
void put_u32(Bytes& to, std::uint32_t value);
void put_u64(Bytes& to, std::uint64_t value);
/// `from` must hold at least 2, 4 or 8 bytes (checked).
[[nodiscard]] std::uint16_t get_u16(ByteView from);
[[nodiscard]] std::uint32_t get_u32(ByteView from);
[[nodiscard]] std::uint64_t get_u64(ByteView from);

}  // namespace sarhad::core
