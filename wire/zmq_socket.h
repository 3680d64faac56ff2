#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "wire/zmq_transport.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::wire {

/// A message as received: its parts, and the User-Id that CURVE and the allow-list gave to the
/// connection of its last part (on the routing id's part libzmq 4.3.4 loses it).
struct ZmqParts {
    std::vector<core::Bytes> parts;
    std::string user_id;
};

/// A libzmq socket that never blocks and never lingers. Thread: the one that made it.
class ZmqSocket {
public:
    /// kUnavailable: libzmq has no sockets left.
    [[nodiscard]] static core::Result<ZmqSocket> open(ZmqContext& context, int type);
    ZmqSocket(ZmqSocket&& other) noexcept;
    ZmqSocket& operator=(ZmqSocket&& other) noexcept;
    ~ZmqSocket();

    [[nodiscard]] core::Status set(int option, int value);
    [[nodiscard]] core::Status set(int option, std::int64_t value);
    [[nodiscard]] core::Status set(int option, core::ByteView value);
    /// What both sides set: no linger, keep-alive, heartbeats, handshake time, queue sizes.
    [[nodiscard]] core::Status set_common();
    [[nodiscard]] core::Status bind(const std::string& endpoint);
    [[nodiscard]] core::Status connect(const std::string& endpoint);
    /// Reports the socket's own events at `endpoint`, an inproc one.
    [[nodiscard]] core::Status monitor(const std::string& endpoint, int events);

    [[nodiscard]] int fd() const;
    [[nodiscard]] bool can_receive() const;
    /// kExhausted: full. kUnavailable: no such peer, or no connection.
    [[nodiscard]] core::Status send(core::ByteView part, bool has_more);
    /// None where nothing waits. At most 8 parts are kept of a message.
    [[nodiscard]] std::optional<ZmqParts> receive();
    /// Blocks until there is something to receive here or at `other`. For the admission thread.
    static void wait_for_either(const ZmqSocket& one, const ZmqSocket& other);
    /// Blocks until there is something to receive, or `patience` has passed. For one-shot commands.
    void wait(std::chrono::milliseconds patience) const;

private:
    explicit ZmqSocket(void* handle) : handle_{handle} {}
    void* handle_;
};

/// Joins a socket to the loop: calls `on_message` for each message, at most 256 a turn.
class SocketPump {
public:
    using OnMessage = std::function<void(ZmqParts)>;

    SocketPump(LoopHooks hooks, ZmqSocket& socket, OnMessage on_message);
    SocketPump(const SocketPump&) = delete;
    SocketPump& operator=(const SocketPump&) = delete;
    ~SocketPump();

    /// After every send: sending swallows the descriptor's edge.
    void recheck();

private:
    void pump();
    void arm_safety();

    LoopHooks hooks_;
    ZmqSocket& socket_;
    OnMessage on_message_;
    Watch watch_;
    std::optional<core::TimerId> again_;
    std::optional<core::TimerId> safety_;
};

}  // namespace sarhad::wire
