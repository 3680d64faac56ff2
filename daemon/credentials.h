#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "core/units.h"

#include <string>
#include <string_view>

namespace sarhad::daemon {

/// Larger key files are refused.
inline constexpr core::ByteSize kCredentialMax = core::kibibytes(64);

/// Where a daemon's keys are. Main() fills it in: from CREDENTIALS_DIRECTORY and from the config.
struct CredentialFolders {
    std::string systemd;     ///< Made by systemd for this service alone; empty where it has none.
    std::string configured;  ///< Looked at second; empty where the config names none.
};

/// The content of key file `name` (a plain file name, checked), unchanged: a trailing line feed is
/// the caller's to judge. The caller wipes it after use.
/// kNotFound where neither folder has it; kUnauthenticated where the file can be read by its group
/// or by others, or is not this user's or root's, with the remedy; kInvalid where it is no regular
/// file, kExhausted where it is larger than kCredentialMax, kUnavailable where it cannot be read.
/// Touches the disk itself: core::Files knows no owners and modes. Thread: any.
[[nodiscard]] core::Result<core::Bytes> read_credential(const CredentialFolders& folders,
                                                        std::string_view name);

/// Where an operator looks for the key files: the folder that the config names, else systemd's.
[[nodiscard]] const std::string& shown_folder(const CredentialFolders& folders);

/// Zeroes `secret`, so that the compiler cannot leave it out, and empties it.
void wipe(core::Bytes& secret);

}  // namespace sarhad::daemon
