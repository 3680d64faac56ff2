#pragma once

#include "core/result.h"
#include "daemon/config.h"
#include "daemon/credentials.h"

#include <string>
#include <vector>

namespace sarhad::central {

/// That central can listen where its settings say. kInvalid, at the setting's place.
[[nodiscard]] core::Status check_endpoints(const daemon::ConfigValues& config);

/// What --check-config can tell beyond the settings' own file: endpoints, keys, and whether they
/// are those that the database was begun with. Gives a line for each thing that this user may not
/// look at. Errors: what a start would fail with; changes nothing. After wire::sodium_start().
[[nodiscard]] core::Result<std::vector<std::string>> check_site(
    const daemon::ConfigValues& config, const daemon::CredentialFolders& folders);

}  // namespace sarhad::central
