#pragma once

#include "core/bytes.h"
#include "core/id.h"
#include "core/ids.h"
#include "core/result.h"
#include "wire/frame.h"
#include "wire/keyring.h"

#include <cstdint>
#include <functional>
#include <string>

namespace sarhad::wire {

/// The two connections of a node: bulk never stands before an alert.
enum class Channel : std::uint8_t { kControl, kBulk };

/// What a frame may have there.
[[nodiscard]] constexpr FrameLimits limits_of(Channel channel) {
    return channel == Channel::kControl ? kControlLimits : kBulkLimits;
}

/// Where central answers, and the key that proves that it is central.
struct CentralPlace {
    std::string control;  ///< "tcp://192.0.2.1:5701": an address, never a name.
    std::string bulk;
    PublicKey key{};  ///< Central's link key.
    friend bool operator==(const CentralPlace&, const CentralPlace&) = default;
};

enum class LinkState : std::uint8_t {
    kDown,     ///< Not connected; retried by itself.
    kUp,       ///< Connected, both keys proved.
    kRefused,  ///< Central refused our key, or is not who we think; retried more slowly.
};

/// A node's side. Delivery is never promised by send(): only an ACK is proof. Thread: loop. The
/// callbacks run on the loop, never inside send(), and may call every function but the destructor.
class NodeTransport {
public:
    using Receiver = std::function<void(Channel, core::ByteView frame)>;
    using LinkWatcher = std::function<void(Channel, LinkState)>;

    NodeTransport() = default;
    NodeTransport(const NodeTransport&) = delete;
    NodeTransport& operator=(const NodeTransport&) = delete;
    virtual ~NodeTransport() = default;

    virtual void set_receiver(Receiver receiver) = 0;
    /// Called on each change of a channel's state.
    virtual void set_link_watcher(LinkWatcher watcher) = 0;
    /// kUnavailable: no link. kExhausted: the link's window is full, try again after a frame came
    /// or a second passed. kInvalid: larger than limits_of(channel).
    [[nodiscard]] virtual core::Status send(Channel channel, core::Bytes frame) = 0;
    /// Drops the connection and dials again: after an unanswered HELLO, or once a day for fresh
    /// session keys.
    virtual void reconnect(Channel channel) = 0;
    /// Drops both connections and dials `place`, now and from now on.
    virtual void move_to(const CentralPlace& place) = 0;
};

/// One connection, as long as it lasts; never used twice while the process lives.
using PeerId = core::Id<struct PeerIdTag, std::uint64_t>;

/// Where a frame at central came from. `node` is what the connection's key proved.
struct Peer {
    PeerId connection{0};
    core::NodeId node{0};
    Channel channel{Channel::kControl};
    friend bool operator==(const Peer&, const Peer&) = default;
};

/// Central's side. Thread: loop; callbacks as in NodeTransport.
class CentralTransport {
public:
    using Receiver = std::function<void(const Peer&, core::ByteView frame)>;

    CentralTransport() = default;
    CentralTransport(const CentralTransport&) = delete;
    CentralTransport& operator=(const CentralTransport&) = delete;
    virtual ~CentralTransport() = default;

    virtual void set_receiver(Receiver receiver) = 0;
    /// To the newest connection of `node` on `channel`. kUnavailable: none, or it went away.
    /// kExhausted: its window is full. kInvalid: larger than limits_of(channel).
    [[nodiscard]] virtual core::Status send(core::NodeId node,
                                            Channel channel,
                                            core::Bytes frame) = 0;
    /// The node is revoked: nothing is received from it or sent to it any more, on no connection,
    /// until it is admitted again. Take its key from the allow-list too.
    virtual void forget(core::NodeId node) = 0;
};

}  // namespace sarhad::wire
