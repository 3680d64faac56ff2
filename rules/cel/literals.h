#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sarhad::rules::cel {

/// The contents of a string or bytes literal token (prefix and quotation marks included). Line ends
/// in it become LF, as in the reference implementations. kInvalid for an escape that means nothing;
/// `what` says which.
[[nodiscard]] core::Result<std::string> unquote(std::string_view token);

/// `token`: digits or 0x and hex digits, without sign. kInvalid when out of range of an int, or of
/// -token where `negative`.
[[nodiscard]] core::Result<std::int64_t> parse_int_literal(std::string_view token, bool negative);
/// `token`: as above, then u or U.
[[nodiscard]] core::Result<std::uint64_t> parse_uint_literal(std::string_view token);
[[nodiscard]] core::Result<double> parse_double_literal(std::string_view token);
/// Whether a number that no double holds, without sign, is too near to zero rather than too great:
/// its first digit that is not 0 stands behind the point once the exponent has moved it.
[[nodiscard]] bool is_tiny(std::string_view token);

/// A literal that unquote() turns into `text` again: `"it's \n"`, in the quotation marks that need
/// fewer escapes, ' where both do.
[[nodiscard]] std::string quote_string(std::string_view text);
/// The same for bytes: `b'\xff'`.
[[nodiscard]] std::string quote_bytes(std::string_view bytes);
/// The shortest text that reads as the same double: `2.0`, `1e-07`. `value`: finite.
[[nodiscard]] std::string format_double(double value);

}  // namespace sarhad::rules::cel
