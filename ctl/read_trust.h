#pragma once

#include "ctl/context.h"
#include "wire/trust.h"

#include <string>

namespace sarhad::ctl {

/// Whom a trust file, such as a port's trust.toml, believes. kInvalid names the file.
[[nodiscard]] core::Result<wire::TrustStore> read_trust(Context& context, const std::string& path);

}  // namespace sarhad::ctl
