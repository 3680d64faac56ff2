#pragma once

#include "core/bytes.h"
#include "core/log.h"
#include "core/random.h"
#include "core/result.h"
#include "wire/keyring.h"
#include "wire/zmq_transport.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

/// The one endpoint of central that strangers reach. ZeroMQ's side of it; wire/enrolment.h says
/// what is spoken there.
namespace sarhad::wire {

/// Who asks there. The connection proved that it holds the key; nothing else is known of it.
struct EnrolCaller {
    PublicKey link{};
    std::string address;          ///< As TCP has it: "192.0.2.7".
    std::uint32_t connection{0};  ///< Where the answer goes.
    friend bool operator==(const EnrolCaller&, const EnrolCaller&) = default;
};

/// A ROUTER socket under a CURVE key and a ZAP domain of its own: it shares nothing with the nodes'
/// endpoints. It passes on frames of at most kEnrolFrameMax bytes. Thread: loop.
class EnrolDoor {
public:
    using Receiver = std::function<void(const EnrolCaller&, core::ByteView frame)>;

    /// After ZmqCentral::open() in the same context, which answers for admission; closed before it.
    /// kUnavailable: the endpoint cannot be bound.
    [[nodiscard]] static core::Result<std::unique_ptr<EnrolDoor>> open(ZmqContext& context,
                                                                       const std::string& endpoint,
                                                                       const BoxKey& key,
                                                                       LoopHooks hooks);
    EnrolDoor(const EnrolDoor&) = delete;
    EnrolDoor& operator=(const EnrolDoor&) = delete;
    ~EnrolDoor();

    void set_receiver(Receiver receiver);
    /// kUnavailable: the caller has gone. kExhausted: it takes nothing.
    [[nodiscard]] core::Status answer(const EnrolCaller& caller, core::Bytes frame);

private:
    struct State;
    explicit EnrolDoor(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Where a new node asks, and with which key.
struct EnrolDial {
    std::string endpoint;
    PublicKey server{};
};

/// A new node's line to the enrolment endpoint. It blocks: for a one-shot command. Thread: any one.
class EnrolLine {
public:
    /// kUnavailable: the endpoint is malformed.
    [[nodiscard]] static core::Result<std::unique_ptr<EnrolLine>> open(const EnrolDial& dial,
                                                                       const BoxKey& own);
    EnrolLine(const EnrolLine&) = delete;
    EnrolLine& operator=(const EnrolLine&) = delete;
    ~EnrolLine();

    /// Sends one frame and waits for an answer. kUnavailable: none came within `patience`.
    [[nodiscard]] core::Result<core::Bytes> ask(core::ByteView frame,
                                                std::chrono::milliseconds patience);
    /// Lets the time pass; answers that come late are dropped.
    void pause(std::chrono::milliseconds time);

private:
    struct State;
    explicit EnrolLine(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace sarhad::wire
