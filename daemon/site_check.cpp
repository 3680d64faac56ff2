#include "daemon/site_check.h"

#include "core/text.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace sarhad::daemon {

core::Status check_endpoint_of(const ConfigValues& config,
                               std::string_view path,
                               wire::EndpointUse use) {
    if (const core::Status checked = wire::check_endpoint(config.text(path), use); !checked) {
        return config.fault(path, checked.error().what);
    }
    return {};
}

core::Result<KeyFolder> check_key_folder(const ConfigValues& config,
                                         std::string_view path,
                                         const CredentialFolders& folders) {
    if (!folders.systemd.empty()) {
        return KeyFolder::kReadable;
    }
    const std::string& folder = config.text(path);
    struct stat status {};
    const bool is_there = ::stat(folder.c_str(), &status) == 0;
    if (!is_there && errno == EACCES) {
        return KeyFolder::kClosed;
    }
    if (!is_there) {
        return config.fault(
            path,
            core::cat(folder, ": ", std::generic_category().message(errno), ": no key files"));
    }
    if (!S_ISDIR(status.st_mode)) {
        return config.fault(path, core::cat(folder, ": not a folder"));
    }
    return ::access(folder.c_str(), R_OK | X_OK) == 0 ? KeyFolder::kReadable : KeyFolder::kClosed;
}

}  // namespace sarhad::daemon
