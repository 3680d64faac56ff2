#pragma once

#include "rules/cel/context.h"

#include <string_view>

namespace sarhad::rules::cel {

/// RFC 4648, standard alphabet, padded.
[[nodiscard]] Value to_base64(Context& context, std::string_view bytes);
/// The bytes of a text with its padding or without, whatever lines it is broken into; kInvalid for
/// anything else.
[[nodiscard]] Value from_base64(Context& context, std::string_view text);

}  // namespace sarhad::rules::cel
