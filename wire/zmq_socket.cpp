#include "zmq_socket.h"

#include "core/text.h"

#include <zmq.h>

#include <array>
#include <chrono>
#include <utility>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr int kHandshakeMs = 30'000;   // At least four round trips by satellite.
constexpr int kHeartbeatMs = 30'000;   // Cuts a frame that takes longer: 64 KiB at 17 kbit/s.
constexpr int kHeartbeatTtl = 60'000;  // Over 65,535 it wraps in libzmq 4.3.4.
constexpr int kQueuedFrames = 64;      // 4 MiB a connection: flow control is the session's.
constexpr int kBacklog = 1024;
constexpr std::size_t kMaxParts = 8;
constexpr int kDrainCap = 256;
constexpr std::chrono::seconds kSafetyPump{1};

Error failed(std::string_view what) {
    const int code = zmq_errno();
    const Errc errc = code == EAGAIN ? Errc::kExhausted : Errc::kUnavailable;
    return Error{errc, cat("ZeroMQ: ", what, ": ", zmq_strerror(code))};
}

Status checked(int result, std::string_view what) {
    if (result != 0) {
        return failed(what);
    }
    return {};
}

/// zmq_msg_t that closes itself.
class Part {
public:
    Part() { zmq_msg_init(&message_); }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    ~Part() { zmq_msg_close(&message_); }
    zmq_msg_t* get() { return &message_; }
    core::ByteView bytes() {
        return {static_cast<const std::uint8_t*>(zmq_msg_data(&message_)), zmq_msg_size(&message_)};
    }

private:
    zmq_msg_t message_{};
};

}  // namespace

ZmqContext::ZmqContext() : handle_{zmq_ctx_new()} {
    SARHAD_CHECK(handle_ != nullptr);
}

ZmqContext::~ZmqContext() {
    zmq_ctx_term(handle_);
}

Result<ZmqSocket> ZmqSocket::open(ZmqContext& context, int type) {
    void* handle = zmq_socket(context.handle(), type);
    if (handle == nullptr) {
        return failed("no socket");
    }
    return ZmqSocket{handle};
}

ZmqSocket::ZmqSocket(ZmqSocket&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}

ZmqSocket& ZmqSocket::operator=(ZmqSocket&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
}

ZmqSocket::~ZmqSocket() {
    if (handle_ != nullptr) {
        zmq_close(handle_);
    }
}

Status ZmqSocket::set(int option, int value) {
    return checked(zmq_setsockopt(handle_, option, &value, sizeof value), cat("option ", option));
}

Status ZmqSocket::set(int option, std::int64_t value) {
    return checked(zmq_setsockopt(handle_, option, &value, sizeof value), cat("option ", option));
}

Status ZmqSocket::set(int option, core::ByteView value) {
    return checked(zmq_setsockopt(handle_, option, value.data(), value.size()),
                   cat("option ", option));
}

Status ZmqSocket::set_common() {
    constexpr std::array<std::pair<int, int>, 12> kOptions{{{ZMQ_LINGER, 0},
                                                            {ZMQ_HANDSHAKE_IVL, kHandshakeMs},
                                                            {ZMQ_HEARTBEAT_IVL, kHeartbeatMs},
                                                            {ZMQ_HEARTBEAT_TIMEOUT, kHeartbeatMs},
                                                            {ZMQ_HEARTBEAT_TTL, kHeartbeatTtl},
                                                            {ZMQ_TCP_KEEPALIVE, 1},
                                                            {ZMQ_TCP_KEEPALIVE_IDLE, 60},
                                                            {ZMQ_TCP_KEEPALIVE_INTVL, 15},
                                                            {ZMQ_TCP_KEEPALIVE_CNT, 4},
                                                            {ZMQ_SNDHWM, kQueuedFrames},
                                                            {ZMQ_RCVHWM, kQueuedFrames},
                                                            {ZMQ_BACKLOG, kBacklog}}};
    for (const auto& [option, value] : kOptions) {
        SARHAD_TRY_STATUS(set(option, value));
    }
    return {};
}

Status ZmqSocket::bind(const std::string& endpoint) {
    return checked(zmq_bind(handle_, endpoint.c_str()), cat("cannot bind ", endpoint));
}

Status ZmqSocket::connect(const std::string& endpoint) {
    return checked(zmq_connect(handle_, endpoint.c_str()), cat("cannot dial ", endpoint));
}

Status ZmqSocket::monitor(const std::string& endpoint, int events) {
    return checked(zmq_socket_monitor(handle_, endpoint.c_str(), events), "cannot monitor");
}

int ZmqSocket::fd() const {
    int fd = -1;
    std::size_t size = sizeof fd;
    const int result = zmq_getsockopt(handle_, ZMQ_FD, &fd, &size);
    SARHAD_CHECK(result == 0);
    return fd;
}

bool ZmqSocket::can_receive() const {
    int events = 0;
    std::size_t size = sizeof events;
    return zmq_getsockopt(handle_, ZMQ_EVENTS, &events, &size) == 0 && (events & ZMQ_POLLIN) != 0;
}

Status ZmqSocket::send(core::ByteView part, bool has_more) {
    const int flags = ZMQ_DONTWAIT | (has_more ? ZMQ_SNDMORE : 0);
    if (zmq_send(handle_, part.data(), part.size(), flags) < 0) {
        return failed("not sent");
    }
    return {};
}

std::optional<ZmqParts> ZmqSocket::receive() {
    ZmqParts received;
    while (true) {
        Part part;
        if (zmq_msg_recv(part.get(), handle_, ZMQ_DONTWAIT) < 0) {
            return std::nullopt;  // Later parts of a message are there when its first one is.
        }
        const bool is_last = zmq_msg_more(part.get()) == 0;
        if (received.parts.size() < kMaxParts) {
            received.parts.push_back(core::to_bytes(part.bytes()));
        }
        if (is_last) {
            const char* user = zmq_msg_gets(part.get(), "User-Id");
            received.user_id = user == nullptr ? "" : user;
            return received;
        }
    }
}

void ZmqSocket::wait_for_either(const ZmqSocket& one, const ZmqSocket& other) {
    std::array<zmq_pollitem_t, 2> items{
        {{one.handle_, 0, ZMQ_POLLIN, 0}, {other.handle_, 0, ZMQ_POLLIN, 0}}};
    zmq_poll(items.data(), static_cast<int>(items.size()), -1);  // EINTR: the caller looks again.
}

void ZmqSocket::wait(std::chrono::milliseconds patience) const {
    zmq_pollitem_t item{handle_, 0, ZMQ_POLLIN, 0};
    zmq_poll(&item, 1, static_cast<long>(patience.count()));  // EINTR: nothing has come.
}

SocketPump::SocketPump(LoopHooks hooks, ZmqSocket& socket, OnMessage on_message)
    : hooks_{std::move(hooks)}, socket_{socket}, on_message_{std::move(on_message)} {
    watch_ = hooks_.watch_readable(socket_.fd(), [this] { pump(); });
    arm_safety();
    recheck();
}

SocketPump::~SocketPump() {
    watch_.reset();
    if (again_) {
        hooks_.scheduler.cancel(*again_);
    }
    if (safety_) {
        hooks_.scheduler.cancel(*safety_);
    }
}

void SocketPump::arm_safety() {
    safety_ = hooks_.scheduler.after(kSafetyPump, [this] {
        arm_safety();
        pump();
    });
}

void SocketPump::recheck() {
    if (!again_ && socket_.can_receive()) {
        again_ = hooks_.scheduler.after(core::Duration::zero(), [this] {
            again_.reset();
            pump();
        });
    }
}

void SocketPump::pump() {
    for (int i = 0; i < kDrainCap && socket_.can_receive(); ++i) {
        std::optional<ZmqParts> message = socket_.receive();
        if (!message) {
            break;
        }
        on_message_(*std::move(message));
    }
    recheck();
}

}  // namespace sarhad::wire
