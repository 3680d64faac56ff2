#pragma once

#include "core/result.h"
#include "daemon/config.h"
#include "daemon/credentials.h"
#include "wire/endpoint.h"

#include <string_view>

/// What a daemon's settings name outside of their file, looked at before anything starts. Each
/// error is kInvalid and begins with the setting's place.
namespace sarhad::daemon {

/// That the endpoint at `path` can be one.
[[nodiscard]] core::Status check_endpoint_of(const ConfigValues& config,
                                             std::string_view path,
                                             wire::EndpointUse use);

/// Whether the keys can be looked at by who asks.
enum class KeyFolder : std::uint8_t {
    kReadable,  ///< Also where systemd hands over the keys.
    kClosed,    ///< It is there, and this user may not look into it.
};

/// The folder of key files that the setting `path` names, which need not be there where systemd
/// hands over the keys.
[[nodiscard]] core::Result<KeyFolder> check_key_folder(const ConfigValues& config,
                                                       std::string_view path,
                                                       const CredentialFolders& folders);

}  // namespace sarhad::daemon
