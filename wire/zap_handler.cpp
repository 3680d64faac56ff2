#include "zap_handler.h"

#include "core/text.h"
#include "wire/events.h"

#include <zmq.h>

#include <algorithm>
#include <csignal>
#include <optional>

namespace sarhad::wire {

using core::Result;

namespace {

constexpr const char* kZapEndpoint = "inproc://zeromq.zap.01";
constexpr const char* kStopEndpoint = "inproc://sarhad.zap.stop";
constexpr std::size_t kRequestParts = 7;  // Version, id, domain, address, identity, CURVE, key.

struct Verdict {
    std::string_view status;
    std::string_view text;
    std::string user_id;
    std::optional<core::NodeId> revoked{};  ///< Whose key it was.
};

Verdict judge(const ZmqParts& request, const AllowList& allowed) {
    const auto& parts = request.parts;
    const bool is_curve = parts.size() == kRequestParts && core::as_text(parts[5]) == "CURVE";
    PublicKey key{};
    if (!is_curve || parts[6].size() != key.size()) {
        return {"400", "not a CURVE request", {}};
    }
    if (core::as_text(parts[2]) == kEnrolZapDomain) {
        return {"200", "OK", core::cat(core::to_hex(parts[6]), " ", core::as_text(parts[3]))};
    }
    if (core::as_text(parts[2]) != kZapDomain) {
        return {"400", "not of a domain that is served", {}};
    }
    std::copy(parts[6].begin(), parts[6].end(), key.begin());
    const auto found = allowed.find(key);
    if (found == allowed.end()) {
        return {"400", "unknown key", {}};
    }
    if (found->second.admission == Admission::kLater) {
        return {"300", "not now", {}};
    }
    if (found->second.admission == Admission::kRevoked) {
        return {"400", "revoked key", {}, found->second.node};
    }
    return {"200", "OK", std::to_string(found->second.node.value())};
}

}  // namespace

Result<std::unique_ptr<ZapHandler>> ZapHandler::start(ZmqContext& context,
                                                      AllowList allowed,
                                                      core::Log& log) {
    SARHAD_TRY(ZmqSocket requests, ZmqSocket::open(context, ZMQ_REP));
    SARHAD_TRY(ZmqSocket stop_in, ZmqSocket::open(context, ZMQ_PAIR));
    SARHAD_TRY(ZmqSocket stop_out, ZmqSocket::open(context, ZMQ_PAIR));
    SARHAD_TRY_STATUS(requests.set(ZMQ_LINGER, 0));
    SARHAD_TRY_STATUS(requests.bind(kZapEndpoint));
    SARHAD_TRY_STATUS(stop_in.bind(kStopEndpoint));
    SARHAD_TRY_STATUS(stop_out.connect(kStopEndpoint));
    std::unique_ptr<ZapHandler> handler{
        new ZapHandler{std::move(requests), std::move(stop_in), std::move(stop_out), log}};
    handler->set_allowed(std::move(allowed));
    return handler;
}

ZapHandler::ZapHandler(ZmqSocket requests, ZmqSocket stop_in, ZmqSocket stop_out, core::Log& log)
    : log_{log}, stop_out_{std::move(stop_out)} {
    // The sockets move to the thread before it starts and are closed by it: libzmq asks for a full
    // fence between two threads that use a socket, which the thread's start is.
    auto held =
        std::make_shared<std::pair<ZmqSocket, ZmqSocket>>(std::move(requests), std::move(stop_in));
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread{[this, sockets = std::move(held)] {
        run(std::move(sockets->first), std::move(sockets->second));
    }};
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

ZapHandler::~ZapHandler() {
    stop();
}

void ZapHandler::set_allowed(AllowList allowed) {
    allowed_.replace(std::make_shared<const AllowList>(std::move(allowed)));
}

void ZapHandler::stop() {
    if (!thread_.joinable()) {
        return;
    }
    const core::Status sent = stop_out_.send(core::as_bytes("stop"), false);
    SARHAD_CHECK(sent.has_value());  // A pair inside the process with nothing else in it.
    thread_.join();
}

void ZapHandler::run(ZmqSocket requests, ZmqSocket stop_in) {
    while (!stop_in.can_receive()) {
        ZmqSocket::wait_for_either(requests, stop_in);
        while (std::optional<ZmqParts> request = requests.receive()) {
            answer(requests, *request);
        }
    }
    log_.write(kAdmissionEnded);
}

void ZapHandler::answer(ZmqSocket& requests, const ZmqParts& request) {
    const Verdict verdict = judge(request, *allowed_.newest());
    if (verdict.status == "400") {
        count_refusal();
    }
    if (verdict.revoked) {
        tell_revoked(*verdict.revoked);
    }
    const core::Bytes id = request.parts.size() > 1 ? request.parts[1] : core::Bytes{};
    const std::array<core::ByteView, 6> reply{core::as_bytes("1.0"),
                                              id,
                                              core::as_bytes(verdict.status),
                                              core::as_bytes(verdict.text),
                                              core::as_bytes(verdict.user_id),
                                              core::ByteView{}};
    for (std::size_t i = 0; i < reply.size(); ++i) {
        if (!requests.send(reply[i], i + 1 < reply.size())) {
            return;  // libzmq then refuses the connection when its handshake times out.
        }
    }
}

/// At most as many nodes as the allow-list has.
void ZapHandler::tell_revoked(core::NodeId node) {
    const std::uint64_t count = ++tries_[node];
    if ((count & (count - 1)) == 0) {
        log_.write(kRevokedKey, {{"node", node}, {"count", count}});
    }
}

void ZapHandler::count_refusal() {
    const std::uint64_t count = refused_.fetch_add(1) + 1;
    if ((count & (count - 1)) == 0) {  // 1, 2, 4, ...: a peer cannot flood the log.
        log_.write(kConnectionsRefused, {{"count", count}});
    }
}

}  // namespace sarhad::wire
