#pragma once

#include "core/log.h"
#include "core/text.h"
#include "wire/events.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>
#include <vector>

/// What tests of the transports listen on, and what they hear of its log.
namespace sarhad::wire {

/// Loopback ports below the ephemeral range, where libzmq 4.3.4 could connect to itself.
struct Ports {
    std::uint16_t control;
    std::uint16_t bulk;
};

inline bool is_free(std::uint16_t port) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool is_bound = bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    close(fd);
    return is_bound;
}

inline Ports free_ports() {
    auto port = static_cast<std::uint16_t>(20000 + static_cast<unsigned>(getpid()) % 10000U);
    std::uint16_t first = 0;
    for (; port < 32000; ++port) {
        if (!is_free(port)) {
            continue;
        }
        if (first != 0) {
            return {first, port};
        }
        first = port;
    }
    return {0, 0};
}

/// The endpoint of a port.
inline std::string local(std::uint16_t port) {
    return core::cat("tcp://127.0.0.1:", port);
}

/// Keeps the lines; the ZAP thread writes some.
class KeptLog final : public core::Log {
public:
    using core::Log::write;
    void write(const core::LogEvent& event, std::initializer_list<core::LogField> fields) override {
        const std::lock_guard lock{mutex_};
        lines_.push_back(core::to_line(event, fields));
        errors_ += event.level == core::LogLevel::kError ? 1 : 0;
        admission_ended_ += event.id == kAdmissionEnded.id ? 1 : 0;
    }
    [[nodiscard]] bool has(std::string_view id, std::string_view part) const {
        const std::lock_guard lock{mutex_};
        return std::any_of(lines_.begin(), lines_.end(), [&](const std::string& line) {
            return line.starts_with(id) && line.find(part) != std::string::npos;
        });
    }
    /// What would wake an operator.
    [[nodiscard]] int errors() const { return errors_; }
    [[nodiscard]] int admission_ended() const { return admission_ended_; }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
    std::atomic<int> errors_{0};
    std::atomic<int> admission_ended_{0};
};

}  // namespace sarhad::wire
