#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "core/result.h"

#include <array>
#include <cstdint>
#include <functional>

namespace sarhad::wire {

/// The two connections of a node: alerts, acknowledgements and signs of life never wait behind
/// lists and crossings.
enum class Channel : std::uint8_t { kControl = 0, kBulk = 1 };

/// A connection at central, numbered anew each time that a node dials; never used again.
using PeerId = core::Id<struct PeerIdTag, std::uint64_t>;

/// The node's end of the link to central. Frames may be lost, repeated and reordered; nothing is
/// promised by send(). Implementations: ZmqNodeTransport; the simulator's. Thread: loop.
class NodeTransport {
public:
    /// All are called on the loop.
    struct Receiver {
        std::function<void(Channel, core::ByteView frame)> on_frame;
        std::function<void()> on_up;    ///< A connection stands: greet.
        std::function<void()> on_down;  ///< It ended; the transport dials again by itself.
    };

    NodeTransport() = default;
    NodeTransport(const NodeTransport&) = delete;
    NodeTransport& operator=(const NodeTransport&) = delete;
    virtual ~NodeTransport() = default;

    /// Begins to dial. Once.
    virtual void start(Receiver receiver) = 0;
    /// kUnavailable where there is no connection, kExhausted where its pipe is full: the frame is
    /// dropped.
    [[nodiscard]] virtual core::Status send(Channel channel, core::Bytes frame) = 0;
    /// Closes both connections and dials again: what stands is of no use.
    virtual void reset() = 0;
};

/// Central's end: many nodes, known by the key that their connection proved.
/// Implementations: ZmqCentralTransport; the simulator's. Thread: loop.
class CentralTransport {
public:
    /// All are called on the loop.
    struct Receiver {
        /// `node` is the identity that the link's handshake proved, never what a frame says.
        std::function<void(core::NodeId node, PeerId peer, Channel, core::ByteView frame)> on_frame;
    };

    CentralTransport() = default;
    CentralTransport(const CentralTransport&) = delete;
    CentralTransport& operator=(const CentralTransport&) = delete;
    virtual ~CentralTransport() = default;

    /// Begins to listen. Once. kUnavailable names the endpoint that cannot be bound.
    [[nodiscard]] virtual core::Status start(Receiver receiver) = 0;
    /// kNotFound where that connection is gone, kExhausted where its pipe is full.
    [[nodiscard]] virtual core::Status send(PeerId peer, Channel channel, core::Bytes frame) = 0;
    /// From now on a connection that proves this link key is `node`.
    virtual void allow(core::NodeId node, const std::array<std::uint8_t, 32>& link_key) = 0;
    /// New connections of the node are refused and frames of standing ones dropped.
    virtual void forbid(core::NodeId node) = 0;
};

}  // namespace sarhad::wire
