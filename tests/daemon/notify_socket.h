#pragma once

#include "fakes.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace sarhad::daemon {

/// Plays systemd: the socket that sd_notify(3) writes to.
class NotifySocket final {
public:
    NotifySocket() : socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = folder_.file("notify");
        std::memcpy(address.sun_path, path.data(), path.size());
        const void* raw = &address;
        EXPECT_EQ(::bind(socket_, static_cast<const sockaddr*>(raw), sizeof(address)), 0);
        ::setenv("NOTIFY_SOCKET", path.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    }
    ~NotifySocket() {
        ::unsetenv("NOTIFY_SOCKET");  // NOLINT(concurrency-mt-unsafe)
        ::close(socket_);
    }
    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;

    /// The messages that have come since the last call.
    [[nodiscard]] std::vector<std::string> take() const {
        std::vector<std::string> messages;
        std::array<char, 4096> buffer{};
        while (true) {
            const ssize_t got = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (got < 0) {
                return messages;
            }
            messages.emplace_back(buffer.data(), static_cast<std::size_t>(got));
        }
    }

private:
    TemporaryFolder folder_;
    int socket_;
};

}  // namespace sarhad::daemon
