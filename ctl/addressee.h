#pragma once

#include "ctl/options.h"

#include <string_view>

namespace sarhad::ctl {

/// The daemon that alone has what the command asks for: "central" or "node", as `daemon` in its
/// status says; empty where either has it, or no daemon is asked.
[[nodiscard]] std::string_view addressee_of(const Command& command);

}  // namespace sarhad::ctl
