#pragma once

#include "ctl/context.h"

#include <string>

#include "editions/list_reader.h"

namespace sarhad::ctl {

/// Reads a list file piece by piece; kInvalid where the file does. `context` outlives it.
[[nodiscard]] editions::ListReader list_reader(Context& context, const std::string& path);

}  // namespace sarhad::ctl
