#include "zmq_socket.h"

#include "core/text.h"
#include "wire/events.h"
#include "wire/zmq_transport.h"

#include <zmq.h>

#include <algorithm>
#include <chrono>
#include <map>

namespace sarhad::wire {

using core::cat;
using core::Duration;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr int kReconnectMs = 500;      // libzmq's own, after a failure of the network.
constexpr int kReconnectMaxMs = 5000;  // Never longer: the link is what ports wait for.
constexpr std::chrono::milliseconds kBackoffMin{1000};
constexpr std::chrono::milliseconds kBackoffMax{300'000};
constexpr int kVagueFailures = 3;  // A wrong central shows only as failures without a reason,
constexpr std::chrono::milliseconds kVagueBackoffMax{30'000};  // and so does a lossy link.
constexpr int kWatched = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                         ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
                         ZMQ_EVENT_DISCONNECTED;

std::string_view name_of(Channel channel) {
    return channel == Channel::kControl ? "control" : "bulk";
}

/// What the links of a node share.
struct Shared {
    ZmqContext& context;
    ZmqNodeOptions options;
    LoopHooks hooks;
    core::Random& random;
    core::Log& log;
    PublicKey own_public;
    NodeTransport::Receiver receiver;
    NodeTransport::LinkWatcher watcher;
};

/// One connection, dialled again for ever. libzmq redials after a failure of TCP; after a refused
/// handshake it gives its socket up in silence, so the socket is made anew here.
class Link {
public:
    Link(Shared& shared, Channel channel, std::string endpoint)
        : shared_{shared}, channel_{channel}, endpoint_{std::move(endpoint)} {}
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    ~Link() {
        if (redial_) {
            shared_.hooks.scheduler.cancel(*redial_);
        }
        hang_up();
    }

    Status dial();
    Status send(core::ByteView frame);
    void redial_after(Duration delay);
    void move_to(std::string endpoint);

private:
    Status configure(ZmqSocket& socket) const;
    void hang_up();
    void on_frame(ZmqParts message);
    void on_event(const ZmqParts& message);
    void on_refused(std::chrono::milliseconds backoff_max);
    void enter(LinkState state);
    [[nodiscard]] std::string monitor_endpoint() const;

    Shared& shared_;
    Channel channel_;
    std::string endpoint_;
    std::optional<ZmqSocket> socket_;
    std::optional<ZmqSocket> monitor_;
    std::unique_ptr<SocketPump> frames_;
    std::unique_ptr<SocketPump> events_;
    std::optional<core::TimerId> redial_;
    LinkState state_{LinkState::kDown};
    std::uint64_t dials_{0};
    int vague_failures_{0};
    std::chrono::milliseconds backoff_{kBackoffMin};
};

std::string Link::monitor_endpoint() const {
    // The address keeps two nodes of one process apart: the simulator of many nodes, the tests.
    return cat("inproc://sarhad.link.", reinterpret_cast<std::uintptr_t>(this), ".", dials_);
}

Status Link::configure(ZmqSocket& socket) const {
    SARHAD_TRY_STATUS(socket.set_common());
    SARHAD_TRY_STATUS(socket.set(ZMQ_IMMEDIATE, 1));
    SARHAD_TRY_STATUS(socket.set(ZMQ_RECONNECT_IVL, kReconnectMs));
    SARHAD_TRY_STATUS(socket.set(ZMQ_RECONNECT_IVL_MAX, kReconnectMaxMs));
    SARHAD_TRY_STATUS(socket.set(ZMQ_CURVE_SERVERKEY, shared_.options.central.key));
    SARHAD_TRY_STATUS(socket.set(ZMQ_CURVE_PUBLICKEY, shared_.own_public));
    return socket.set(ZMQ_CURVE_SECRETKEY, shared_.options.key.secret());
}

Status Link::dial() {
    hang_up();
    ++dials_;
    SARHAD_TRY(socket_, ZmqSocket::open(shared_.context, ZMQ_DEALER));
    SARHAD_TRY(monitor_, ZmqSocket::open(shared_.context, ZMQ_PAIR));
    SARHAD_TRY_STATUS(configure(*socket_));
    SARHAD_TRY_STATUS(monitor_->set(ZMQ_LINGER, 0));
    SARHAD_TRY_STATUS(socket_->monitor(monitor_endpoint(), kWatched));
    SARHAD_TRY_STATUS(monitor_->connect(monitor_endpoint()));
    SARHAD_TRY_STATUS(socket_->connect(endpoint_));
    events_ = std::make_unique<SocketPump>(
        shared_.hooks, *monitor_, [this](const ZmqParts& message) { on_event(message); });
    frames_ = std::make_unique<SocketPump>(
        shared_.hooks, *socket_, [this](ZmqParts message) { on_frame(std::move(message)); });
    return {};
}

void Link::hang_up() {
    frames_.reset();
    events_.reset();
    socket_.reset();
    monitor_.reset();
}

void Link::redial_after(Duration delay) {
    if (redial_) {
        return;
    }
    // By a timer even where at once: the caller may be inside the pump that dies with the socket.
    redial_ = shared_.hooks.scheduler.after(delay, [this] {
        redial_.reset();
        vague_failures_ = 0;
        if (state_ == LinkState::kUp) {
            enter(LinkState::kDown);  // The socket's own word of it dies with the socket.
        }
        if (!dial()) {
            hang_up();
            redial_after(kBackoffMax);
        }
    });
}

void Link::move_to(std::string endpoint) {
    endpoint_ = std::move(endpoint);
    backoff_ = kBackoffMin;  // What was refused elsewhere says nothing of this place.
    if (redial_) {
        shared_.hooks.scheduler.cancel(*std::exchange(redial_, std::nullopt));
    }
    redial_after(Duration::zero());
}

void Link::enter(LinkState state) {
    if (state == state_) {
        return;
    }
    state_ = state;
    const core::LogEvent& event = state == LinkState::kUp     ? kLinkUp
                                  : state == LinkState::kDown ? kLinkDown
                                                              : kLinkRefused;
    shared_.log.write(event, {{"channel", name_of(channel_)}});
    if (shared_.watcher) {
        shared_.watcher(channel_, state);
    }
}

void Link::on_refused(std::chrono::milliseconds backoff_max) {
    if (redial_) {
        return;
    }
    // The wait is drawn from half to one and a half of this.
    const auto span = static_cast<std::uint64_t>(std::min(backoff_, backoff_max * 2 / 3).count());
    const std::chrono::milliseconds delay{
        static_cast<std::int64_t>(span / 2 + shared_.random.below(span + 1))};
    backoff_ = std::min(backoff_ * 2, kBackoffMax);
    redial_after(delay);
    enter(LinkState::kRefused);
}

void Link::on_event(const ZmqParts& message) {
    std::uint16_t event = 0;  // libzmq writes it in the host's byte order.
    if (message.parts.empty() || message.parts[0].size() < sizeof event) {
        return;
    }
    std::copy_n(message.parts[0].begin(), sizeof event, reinterpret_cast<std::uint8_t*>(&event));
    if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED) {
        vague_failures_ = 0;
        backoff_ = kBackoffMin;
        enter(LinkState::kUp);
    } else if (event == ZMQ_EVENT_DISCONNECTED) {
        if (state_ == LinkState::kUp) {
            enter(LinkState::kDown);
        }
    } else if (event != ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL) {
        on_refused(kBackoffMax);
    } else if (++vague_failures_ >= kVagueFailures) {
        on_refused(kVagueBackoffMax);
    }
}

void Link::on_frame(ZmqParts message) {
    const bool is_frame =
        message.parts.size() == 1 && message.parts[0].size() <= limits_of(channel_).frame.bytes;
    if (is_frame && shared_.receiver) {
        shared_.receiver(channel_, message.parts[0]);
    }
}

Status Link::send(core::ByteView frame) {
    if (frame.size() > limits_of(channel_).frame.bytes) {
        return Error{Errc::kInvalid, cat("a frame of ", frame.size(), " bytes is over the limit")};
    }
    if (!socket_ || state_ != LinkState::kUp || redial_) {
        return Error{Errc::kUnavailable, cat("no link to central: ", name_of(channel_))};
    }
    Status sent = socket_->send(frame, false);
    frames_->recheck();
    return sent;
}

}  // namespace

struct ZmqNode::State {
    Shared shared;
    std::map<Channel, std::unique_ptr<Link>> links;
};

ZmqNode::ZmqNode(std::unique_ptr<State> state) : state_{std::move(state)} {}

ZmqNode::~ZmqNode() = default;

Result<std::unique_ptr<ZmqNode>> ZmqNode::open(ZmqContext& context,
                                               ZmqNodeOptions options,
                                               LoopHooks hooks,
                                               core::Random& random,
                                               core::Log& log) {
    const PublicKey own = options.key.public_key();
    std::unique_ptr<State> state{new State{
        Shared{context, std::move(options), std::move(hooks), random, log, own, {}, {}}, {}}};
    Shared& shared = state->shared;
    state->links[Channel::kControl] =
        std::make_unique<Link>(shared, Channel::kControl, shared.options.central.control);
    state->links[Channel::kBulk] =
        std::make_unique<Link>(shared, Channel::kBulk, shared.options.central.bulk);
    for (auto& [channel, link] : state->links) {
        SARHAD_TRY_STATUS(link->dial());
    }
    return std::unique_ptr<ZmqNode>{new ZmqNode{std::move(state)}};
}

void ZmqNode::set_receiver(Receiver receiver) {
    state_->shared.receiver = std::move(receiver);
}

void ZmqNode::set_link_watcher(LinkWatcher watcher) {
    state_->shared.watcher = std::move(watcher);
}

Status ZmqNode::send(Channel channel, core::Bytes frame) {
    return state_->links.at(channel)->send(frame);
}

void ZmqNode::reconnect(Channel channel) {
    state_->links.at(channel)->redial_after(Duration::zero());
}

void ZmqNode::move_to(const CentralPlace& place) {
    state_->shared.options.central = place;
    state_->links.at(Channel::kControl)->move_to(place.control);
    state_->links.at(Channel::kBulk)->move_to(place.bulk);
}

}  // namespace sarhad::wire
