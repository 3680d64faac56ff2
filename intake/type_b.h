#pragma once

#include "core/bytes.h"

#include <string>
#include <string_view>

namespace sarhad::intake {

/// Type-B lines before a message: priority, addresses, origin; more is something else.
inline constexpr int kEnvelopeLines = 32;

/// The start of a file in which its family shows: whole lines of its first 8 KiB.
[[nodiscard]] std::string_view envelope_of(core::ByteView file);
/// ".DXBKMQX 140611": who sent a Type-B message.
[[nodiscard]] bool is_type_b_origin(std::string_view line);
/// Of such a line, its address.
[[nodiscard]] std::string type_b_sender(std::string_view line);
/// "QU KHIKMQX KHIBSQX", "NNNN": addresses, priorities and marks of a teleprinter, short words of
/// capital letters and digits.
[[nodiscard]] bool is_type_b_words(std::string_view line);
/// The line starts an EDIFACT interchange or message.
[[nodiscard]] bool is_edifact_start(std::string_view line);

}  // namespace sarhad::intake
