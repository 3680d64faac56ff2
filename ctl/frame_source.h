#pragma once

#include "ctl/context.h"
#include "rules/frames/section_guard.h"

#include <memory>
#include <string>

namespace sarhad::ctl {

/// How frames in a folder are kept: sealed with the key of `key_file`, or checked where that is "".
/// kInvalid: no file of a store key. Lives as long as the context's randomness.
[[nodiscard]] core::Result<std::unique_ptr<rules::frames::SectionGuard>> frame_guard(
    Context& context, const std::string& key_file);

}  // namespace sarhad::ctl
