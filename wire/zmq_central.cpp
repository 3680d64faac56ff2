#include "zap_handler.h"
#include "zmq_socket.h"

#include "core/text.h"
#include "wire/events.h"
#include "wire/zmq_transport.h"

#include <zmq.h>

#include <array>
#include <map>
#include <set>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::NodeId;
using core::Result;
using core::Status;

namespace {

// libzmq compares the encrypted size: CURVE adds 33 bytes. on_message() holds to the exact limit.
constexpr std::uint64_t kCurveOverhead = 64;
constexpr int kZapEnforceDomain = 93;  // ZMQ_ZAP_ENFORCE_DOMAIN, in zmq.h for drafts only.

/// libzmq's own routing ids: a 0 byte, then a number that rises by one with each connection.
using RoutingId = std::uint32_t;

core::Bytes routing_bytes(RoutingId id) {
    core::Bytes bytes{0};
    core::put_u32(bytes, id);
    return bytes;
}

bool is_newer(RoutingId id, RoutingId than) {
    return static_cast<std::int32_t>(id - than) > 0;  // They start anywhere and may wrap.
}

struct Route {
    RoutingId newest{0};
    bool is_forgotten{false};
};

Status configure(ZmqSocket& socket, const BoxKey& key, Channel channel) {
    SARHAD_TRY_STATUS(socket.set_common());
    SARHAD_TRY_STATUS(socket.set(ZMQ_ROUTER_MANDATORY, 1));
    SARHAD_TRY_STATUS(socket.set(ZMQ_CURVE_SERVER, 1));
    SARHAD_TRY_STATUS(socket.set(ZMQ_CURVE_SECRETKEY, key.secret()));
    SARHAD_TRY_STATUS(socket.set(ZMQ_ZAP_DOMAIN, core::as_bytes(kZapDomain)));
    SARHAD_TRY_STATUS(socket.set(kZapEnforceDomain, 1));
    const std::uint64_t largest = limits_of(channel).frame.bytes + kCurveOverhead;
    return socket.set(ZMQ_MAXMSGSIZE, static_cast<std::int64_t>(largest));
}

}  // namespace

struct ZmqCentral::State {
    struct Side {
        ZmqSocket socket;
        std::map<NodeId, Route> routes;
        std::unique_ptr<SocketPump> pump;
    };

    explicit State(core::Log& to) : log{to} {}

    core::Log& log;
    DropCounts drops;
    Receiver receiver;
    std::unique_ptr<ZapHandler> zap;
    std::map<Channel, Side> sides;
    std::map<NodeId, std::uint64_t> drops_by_node;  ///< Of `forgotten`, since it was forgotten.
    /// Who may speak, whatever connections stand: one that was silent until its node was revoked
    /// has no route that could be forgotten.
    std::set<NodeId> admitted;

    Status add_side(ZmqContext& context,
                    Channel channel,
                    const std::string& endpoint,
                    const BoxKey& key,
                    const LoopHooks& hooks);
    void on_message(Channel channel, ZmqParts message);
    void admit(const AllowList& allowed);
    void drop(std::uint64_t& counter, std::string_view reason);
    void drop_forgotten(NodeId node);
    bool learn_route(Side& side, NodeId node, RoutingId from);
};

Status ZmqCentral::State::add_side(ZmqContext& context,
                                   Channel channel,
                                   const std::string& endpoint,
                                   const BoxKey& key,
                                   const LoopHooks& hooks) {
    SARHAD_TRY(ZmqSocket socket, ZmqSocket::open(context, ZMQ_ROUTER));
    SARHAD_TRY_STATUS(configure(socket, key, channel));
    SARHAD_TRY_STATUS(socket.bind(endpoint));
    Side& side = sides.emplace(channel, Side{std::move(socket), {}, nullptr}).first->second;
    side.pump = std::make_unique<SocketPump>(hooks, side.socket, [this, channel](ZmqParts message) {
        on_message(channel, std::move(message));
    });
    return {};
}

void ZmqCentral::State::admit(const AllowList& allowed) {
    admitted.clear();
    for (const auto& [key, entry] : allowed) {
        if (entry.admission != Admission::kRevoked) {
            admitted.insert(entry.node);
            drops_by_node.erase(entry.node);
        }
    }
}

void ZmqCentral::State::drop(std::uint64_t& counter, std::string_view reason) {
    ++counter;
    if ((counter & (counter - 1)) == 0) {  // 1, 2, 4, ...: a peer cannot flood the log.
        log.write(kFramesDropped, {{"reason", reason}, {"count", counter}});
    }
}

/// Each node's first frame is told of, whatever the others have sent.
void ZmqCentral::State::drop_forgotten(NodeId node) {
    ++drops.forgotten;
    const std::uint64_t count = ++drops_by_node[node];
    if ((count & (count - 1)) == 0) {
        log.write(kFramesDropped, {{"reason", "forgotten"}, {"node", node}, {"count", count}});
    }
}

bool ZmqCentral::State::learn_route(Side& side, NodeId node, RoutingId from) {
    const auto [place, is_first] = side.routes.try_emplace(node, Route{from, false});
    Route& route = place->second;
    if (!is_first && is_newer(from, route.newest)) {
        route = Route{from, false};
    }
    return !route.is_forgotten;
}

void ZmqCentral::State::on_message(Channel channel, ZmqParts message) {
    if (message.parts.size() != 2 || message.parts[0].size() != 5 ||
        message.parts[1].size() > limits_of(channel).frame.bytes) {
        drop(drops.malformed, "malformed");
        return;
    }
    const Result<std::uint64_t> number = core::parse_uint(message.user_id);
    if (!number || !std::in_range<std::uint32_t>(*number)) {
        drop(drops.no_identity, "no identity");
        return;
    }
    const NodeId node{static_cast<std::uint32_t>(*number)};
    const RoutingId from = core::get_u32(core::ByteView{message.parts[0]}.subspan(1));
    if (!admitted.contains(node) || !learn_route(sides.at(channel), node, from)) {
        drop_forgotten(node);
        return;
    }
    if (receiver) {
        const std::uint64_t connection = (std::uint64_t{channel == Channel::kBulk} << 32U) | from;
        receiver(Peer{PeerId{connection}, node, channel}, message.parts[1]);
    }
}

ZmqCentral::ZmqCentral(std::unique_ptr<State> state) : state_{std::move(state)} {}

ZmqCentral::~ZmqCentral() {
    state_->sides.clear();  // The servers close before the handler that they would ask.
}

Result<std::unique_ptr<ZmqCentral>> ZmqCentral::open(ZmqContext& context,
                                                     ZmqCentralOptions options,
                                                     LoopHooks hooks,
                                                     core::Log& log) {
    auto state = std::make_unique<State>(log);
    state->admit(options.allowed);
    SARHAD_TRY(state->zap, ZapHandler::start(context, std::move(options.allowed), log));
    SARHAD_TRY_STATUS(
        state->add_side(context, Channel::kControl, options.control_endpoint, options.key, hooks));
    SARHAD_TRY_STATUS(
        state->add_side(context, Channel::kBulk, options.bulk_endpoint, options.key, hooks));
    return std::unique_ptr<ZmqCentral>{new ZmqCentral{std::move(state)}};
}

void ZmqCentral::set_receiver(Receiver receiver) {
    state_->receiver = std::move(receiver);
}

Status ZmqCentral::send(NodeId node, Channel channel, core::Bytes frame) {
    if (frame.size() > limits_of(channel).frame.bytes) {
        return Error{Errc::kInvalid, cat("a frame of ", frame.size(), " bytes is over the limit")};
    }
    State::Side& side = state_->sides.at(channel);
    const auto route = side.routes.find(node);
    if (!state_->admitted.contains(node) || route == side.routes.end() ||
        route->second.is_forgotten) {
        return Error{Errc::kUnavailable, cat("node ", node.value(), " is not connected")};
    }
    Status sent = side.socket.send(routing_bytes(route->second.newest), true);
    if (sent) {
        sent = side.socket.send(frame, false);
    } else if (sent.error().code == Errc::kUnavailable) {
        side.routes.erase(route);
    }
    side.pump->recheck();
    return sent;
}

void ZmqCentral::forget(NodeId node) {
    state_->admitted.erase(node);
    state_->drops_by_node.erase(node);
    for (auto& [channel, side] : state_->sides) {
        const auto route = side.routes.find(node);
        if (route != side.routes.end()) {
            route->second.is_forgotten = true;
        }
    }
}

void ZmqCentral::set_allowed(AllowList allowed) {
    state_->admit(allowed);
    state_->zap->set_allowed(std::move(allowed));
}

void ZmqCentral::stop_admission() {
    state_->zap->stop();
}

DropCounts ZmqCentral::drop_counts() const {
    DropCounts counts = state_->drops;
    counts.refused = state_->zap->refused();
    return counts;
}

}  // namespace sarhad::wire
