#pragma once

#include "core/files.h"
#include "core/result.h"
#include "daemon/config.h"
#include "daemon/credentials.h"

#include <string>
#include <vector>

namespace sarhad::node {

/// That the endpoints of central can be some. kInvalid, at the setting's place.
[[nodiscard]] core::Status check_endpoints(const daemon::ConfigValues& config);

/// What --check-config can tell beyond the settings' own file: endpoints, keys and the trust file.
/// Gives a line for each thing that this user may not look at. Errors: what a start would fail
/// with. After wire::sodium_start().
[[nodiscard]] core::Result<std::vector<std::string>> check_site(
    const daemon::ConfigValues& config,
    const daemon::CredentialFolders& folders,
    core::Files& files);

}  // namespace sarhad::node
