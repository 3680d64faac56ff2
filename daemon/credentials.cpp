#include "daemon/credentials.h"

#include "core/check.h"
#include "core/text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

namespace sarhad::daemon {
namespace {

using core::cat;
using core::Errc;
using core::Error;

class Descriptor {
public:
    explicit Descriptor(const std::string& path)
        : number_{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)} {}
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

Error from_errno(const std::string& path, const char* doing) {
    const int code = errno;
    return Error{code == ENOENT ? Errc::kNotFound : Errc::kUnavailable,
                 cat(path, ": ", doing, ": ", std::generic_category().message(code))};
}

std::string octal(mode_t mode) {
    std::string digits{"0000"};
    for (std::size_t at = digits.size(); at-- > 0; mode /= 8) {
        digits[at] = static_cast<char>('0' + mode % 8);
    }
    return digits;
}

/// `forbidden`: the mode bits that must be clear.
core::Status check_reach(const std::string& path, const struct stat& file, mode_t forbidden) {
    if (!S_ISREG(file.st_mode)) {
        return Error{Errc::kInvalid, cat(path, ": not a regular file")};
    }
    const mode_t mode = file.st_mode & 07777U;
    if ((mode & forbidden) != 0) {
        return Error{
            Errc::kUnauthenticated,
            cat(path, ": mode ", octal(mode), " lets others reach this key: run chmod 600 ", path)};
    }
    if (file.st_uid != ::geteuid() && file.st_uid != 0) {
        return Error{Errc::kUnauthenticated,
                     cat(path,
                         ": owned by user ",
                         file.st_uid,
                         ", who could replace this key: run chown ",
                         ::geteuid(),
                         " ",
                         path)};
    }
    return {};
}

/// Reads into a buffer that never moves, so that no copy of the secret is left behind.
core::Result<core::Bytes> read_all(int descriptor, const std::string& path) {
    core::Bytes buffer(kCredentialMax.bytes + 1);
    std::size_t size = 0;
    while (size < buffer.size()) {
        const ssize_t got = ::read(descriptor, buffer.data() + size, buffer.size() - size);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            Error fault = from_errno(path, "read");
            wipe(buffer);
            return fault;
        }
        if (got == 0) {
            break;
        }
        size += static_cast<std::size_t>(got);
    }
    if (size > kCredentialMax.bytes) {
        wipe(buffer);
        return Error{Errc::kExhausted,
                     cat(path, ": larger than the limit of ", kCredentialMax.bytes, " bytes")};
    }
    core::Bytes secret(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size));
    wipe(buffer);
    return secret;
}

core::Result<core::Bytes> read_key(const std::string& path, mode_t forbidden) {
    const Descriptor file{path};
    struct stat status {};
    if (file.number() < 0 || ::fstat(file.number(), &status) != 0) {
        return from_errno(path, "open");
    }
    SARHAD_TRY_STATUS(check_reach(path, status, forbidden));
    return read_all(file.number(), path);
}

}  // namespace

core::Result<core::Bytes> read_credential(const CredentialFolders& folders, std::string_view name) {
    SARHAD_CHECK(!name.empty() && name.find('/') == std::string_view::npos);
    // systemd grants the service its credentials by an access list, whose mask stat() shows as the
    // group's read bit: the group itself has no access.
    constexpr mode_t kForbiddenSystemd = 037;
    constexpr mode_t kForbidden = 077;
    if (!folders.systemd.empty()) {
        auto secret = read_key(cat(folders.systemd, "/", name), kForbiddenSystemd);
        if (secret || secret.error().code != Errc::kNotFound || folders.configured.empty()) {
            return secret;
        }
    }
    if (folders.configured.empty()) {
        return Error{Errc::kNotFound,
                     cat("credential ",
                         name,
                         ": no folder to look in: add LoadCredential= to the unit, or name a "
                         "folder of key files in the config")};
    }
    return read_key(cat(folders.configured, "/", name), kForbidden);
}

const std::string& shown_folder(const CredentialFolders& folders) {
    // What systemd hands over are copies of files that LoadCredential= finds in that folder.
    return folders.configured.empty() ? folders.systemd : folders.configured;
}

void wipe(core::Bytes& secret) {
    if (!secret.empty()) {
        ::explicit_bzero(secret.data(), secret.size());
    }
    secret.clear();
}

}  // namespace sarhad::daemon
