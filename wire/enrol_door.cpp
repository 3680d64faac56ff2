#include "wire/enrol_door.h"

#include "zap_handler.h"
#include "zmq_socket.h"

#include "core/text.h"
#include "wire/enrolment.h"

#include <zmq.h>

#include <algorithm>
#include <optional>

namespace sarhad::wire {

using core::Bytes;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr std::int64_t kCurveOverhead = 64;  // As in zmq_central.cpp.
constexpr int kZapEnforceDomain = 93;        // ZMQ_ZAP_ENFORCE_DOMAIN, in zmq.h for drafts only.
constexpr std::size_t kRoutingIdSize = 5;    // A 0 byte, then libzmq's number of the connection.

Status configure(ZmqSocket& socket, const BoxKey& key) {
    SARHAD_TRY_STATUS(socket.set_common());
    SARHAD_TRY_STATUS(socket.set(ZMQ_ROUTER_MANDATORY, 1));
    SARHAD_TRY_STATUS(socket.set(ZMQ_CURVE_SERVER, 1));
    SARHAD_TRY_STATUS(socket.set(ZMQ_CURVE_SECRETKEY, key.secret()));
    SARHAD_TRY_STATUS(socket.set(ZMQ_ZAP_DOMAIN, core::as_bytes(kEnrolZapDomain)));
    SARHAD_TRY_STATUS(socket.set(kZapEnforceDomain, 1));
    return socket.set(ZMQ_MAXMSGSIZE, std::int64_t{kEnrolFrameMax} + kCurveOverhead);
}

/// None where the connection proved no key.
std::optional<EnrolCaller> caller_of(const ZmqParts& message) {
    const std::size_t blank = message.user_id.find(' ');
    const auto key = core::from_hex(message.user_id.substr(0, blank));
    EnrolCaller caller;
    if (blank == std::string::npos || !key || key->size() != caller.link.size()) {
        return std::nullopt;
    }
    std::copy(key->begin(), key->end(), caller.link.begin());
    caller.address = message.user_id.substr(blank + 1);
    caller.connection = core::get_u32(core::ByteView{message.parts[0]}.subspan(1));
    return caller;
}

Status configure_client(ZmqSocket& socket, const EnrolDial& dial, const BoxKey& own) {
    SARHAD_TRY_STATUS(socket.set_common());
    SARHAD_TRY_STATUS(socket.set(ZMQ_CURVE_SERVERKEY, core::ByteView{dial.server}));
    SARHAD_TRY_STATUS(socket.set(ZMQ_CURVE_PUBLICKEY, core::ByteView{own.public_key()}));
    SARHAD_TRY_STATUS(socket.set(ZMQ_CURVE_SECRETKEY, own.secret()));
    SARHAD_TRY_STATUS(socket.set(ZMQ_MAXMSGSIZE, std::int64_t{kEnrolAnswerMax} + kCurveOverhead));
    return socket.connect(dial.endpoint);
}

}  // namespace

struct EnrolDoor::State {
    explicit State(ZmqSocket opened) : socket{std::move(opened)} {}

    ZmqSocket socket;
    Receiver receiver;
    std::unique_ptr<SocketPump> pump;

    void on_message(const ZmqParts& message) const {
        if (message.parts.size() != 2 || message.parts[0].size() != kRoutingIdSize ||
            message.parts[1].size() > kEnrolFrameMax || !receiver) {
            return;  // A stranger's: whoever asks well asks again.
        }
        if (const auto caller = caller_of(message)) {
            receiver(*caller, message.parts[1]);
        }
    }
};

EnrolDoor::EnrolDoor(std::unique_ptr<State> state) : state_{std::move(state)} {}
EnrolDoor::~EnrolDoor() = default;

Result<std::unique_ptr<EnrolDoor>> EnrolDoor::open(ZmqContext& context,
                                                   const std::string& endpoint,
                                                   const BoxKey& key,
                                                   LoopHooks hooks) {
    SARHAD_TRY(ZmqSocket socket, ZmqSocket::open(context, ZMQ_ROUTER));
    SARHAD_TRY_STATUS(configure(socket, key));
    SARHAD_TRY_STATUS(socket.bind(endpoint));
    auto state = std::make_unique<State>(std::move(socket));
    state->pump = std::make_unique<SocketPump>(
        std::move(hooks), state->socket, [held = state.get()](const ZmqParts& message) {
            held->on_message(message);
        });
    return std::unique_ptr<EnrolDoor>{new EnrolDoor{std::move(state)}};
}

void EnrolDoor::set_receiver(Receiver receiver) {
    state_->receiver = std::move(receiver);
}

Status EnrolDoor::answer(const EnrolCaller& caller, Bytes frame) {
    Bytes to{0};
    core::put_u32(to, caller.connection);
    SARHAD_TRY_STATUS(state_->socket.send(to, true));
    Status sent = state_->socket.send(frame, false);
    wipe(frame);
    state_->pump->recheck();
    return sent;
}

struct EnrolLine::State {
    State(std::string to, std::unique_ptr<ZmqContext> made, ZmqSocket opened)
        : endpoint{std::move(to)}, context{std::move(made)}, socket{std::move(opened)} {}

    std::string endpoint;
    std::unique_ptr<ZmqContext> context;  // Ends after its socket.
    ZmqSocket socket;
};

EnrolLine::EnrolLine(std::unique_ptr<State> state) : state_{std::move(state)} {}
EnrolLine::~EnrolLine() = default;

Result<std::unique_ptr<EnrolLine>> EnrolLine::open(const EnrolDial& dial, const BoxKey& own) {
    auto context = std::make_unique<ZmqContext>();
    SARHAD_TRY(ZmqSocket socket, ZmqSocket::open(*context, ZMQ_DEALER));
    SARHAD_TRY_STATUS(configure_client(socket, dial, own));
    return std::unique_ptr<EnrolLine>{new EnrolLine{
        std::make_unique<State>(dial.endpoint, std::move(context), std::move(socket))}};
}

Result<Bytes> EnrolLine::ask(core::ByteView frame, std::chrono::milliseconds patience) {
    SARHAD_TRY_STATUS(state_->socket.send(frame, false));
    state_->socket.wait(patience);
    std::optional<ZmqParts> answer = state_->socket.receive();
    if (!answer || answer->parts.size() != 1) {
        return Error{Errc::kUnavailable,
                     cat(state_->endpoint,
                         ": no answer; is central reached from here, and is the invitation its "
                         "own?")};
    }
    return std::move(answer->parts[0]);
}

void EnrolLine::pause(std::chrono::milliseconds time) {
    state_->socket.wait(time);
    while (state_->socket.receive()) {
    }
}

}  // namespace sarhad::wire
