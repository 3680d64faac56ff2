#pragma once

#include "core/files.h"
#include "daemon/trust_file.h"

#include <string>
#include <vector>

namespace sarhad::central {

/// How many words follow "wl/": 1 for an agency's name ("wl/un"), 2 for a list's
/// ("wl/un/consolidated"). 0 where it is no such name: each word has 1 to 32 of a-z, 0-9 and '-'.
[[nodiscard]] std::size_t words_of_list_name(std::string_view name);

/// Whose lists central takes: a trust file with roles of kind "list" and "rules", kept on disk.
/// Thread: one at a time.
class Agencies {
public:
    /// `own`: central's public keys, which a new file names. `files` outlives it.
    Agencies(core::Files& files, std::string path, const daemon::TrustFile& own)
        : files_{files}, path_{std::move(path)}, file_{own} {}

    /// Reads the file anew; none means no agencies. Errors as parse_trust_file(); kInvalid also for
    /// a role that an agency cannot hold. On an error what was read before stays.
    [[nodiscard]] core::Status read();
    /// Adds or replaces the agency's keys and writes the file. kInvalid: a bad key, a threshold
    /// that cannot be reached, or a name that is no "wl/<agency>".
    [[nodiscard]] core::Status put(const daemon::TrustedRole& role);

    [[nodiscard]] core::Result<wire::TrustStore> trust() const;
    [[nodiscard]] const std::vector<daemon::TrustedRole>& roles() const { return file_.roles; }

private:
    core::Files& files_;
    std::string path_;
    daemon::TrustFile file_;
};

}  // namespace sarhad::central
