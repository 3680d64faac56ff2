#pragma once

#include "core/bytes.h"
#include "core/ids.h"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "sim/sim_random.h"
#include "sim/sim_time.h"

namespace sarhad::sim {

/// One connection of one node's channel with central, numbered anew at each dialling: what
/// central's transport calls a peer.
using ConnectionId = std::uint64_t;
/// 0 control, 1 bulk.
using ChannelIndex = std::uint8_t;
inline constexpr std::size_t kChannels = 2;

/// 0, save for a machine that has another's keys.
using MachineIndex = std::uint8_t;

/// Each channel of a node's machine is a connection of its own.
struct LinkName {
    core::NodeId node{0};
    ChannelIndex channel{0};
    MachineIndex machine{0};
    friend auto operator<=>(const LinkName&, const LinkName&) = default;
};

enum class Direction : std::uint8_t { kUp, kDown };

/// Whether frames of one direction arrive.
enum class Passage : std::uint8_t { kOpen, kCut };

/// How a link treats frames.
struct Weather {
    unsigned lost{0};        ///< Permille of frames.
    unsigned duplicated{0};  ///< Permille of frames, each a second time.
    unsigned reordered{0};   ///< Permille of frames that later ones may overtake.
    unsigned tampered{0};    ///< Permille of frames followed by an attacker's altered copy.
    core::Duration delay{std::chrono::milliseconds{20}};
    core::Duration jitter{std::chrono::milliseconds{10}};
    std::uint64_t rate{0};  ///< Bytes a second that each direction of a connection carries; 0: any.
    Passage up{Passage::kOpen};
    Passage down{Passage::kOpen};
};

/// What a node's process hears of its link.
class NodeEnd {
public:
    NodeEnd() = default;
    NodeEnd(const NodeEnd&) = delete;
    NodeEnd& operator=(const NodeEnd&) = delete;
    virtual ~NodeEnd() = default;
    virtual void on_up(ChannelIndex channel) = 0;
    virtual void on_down(ChannelIndex channel) = 0;
    virtual void on_frame(ChannelIndex channel, const core::Bytes& frame) = 0;
};

/// What central's process hears.
class CentralEnd {
public:
    CentralEnd() = default;
    CentralEnd(const CentralEnd&) = delete;
    CentralEnd& operator=(const CentralEnd&) = delete;
    virtual ~CentralEnd() = default;
    virtual void on_frame(LinkName link, ConnectionId connection, const core::Bytes& frame) = 0;
    virtual void on_gone(LinkName link, ConnectionId connection) = 0;
};

struct NetworkCounters {
    std::uint64_t sent{0};
    std::uint64_t delivered{0};
    std::uint64_t lost{0};
    std::uint64_t duplicated{0};
    std::uint64_t reordered{0};
    std::uint64_t tampered{0};
    std::uint64_t late{0};  ///< Delivered to central after their connection had ended.
    std::uint64_t connections{0};
};

/// Frames of an attacker who holds a link.
struct Altered {
    std::vector<core::Bytes> frames;  ///< Sent in this order.
    bool replaces{false};             ///< The frame itself never arrives.
};

/// The links between the nodes and central, each with its own weather.
///
/// A broken link is noticed by its node within seconds, or stays half open until the transport's
/// heartbeat notices, up to a minute later. Frames that were under way when a connection ended
/// still reach central.
class SimNetwork final {
public:
    /// What the attacker makes of a frame, or none where it is left alone. Link encryption covers
    /// whole frames; what is altered here is what only a signature protects.
    using Tamper = std::function<std::optional<Altered>(const core::Bytes& frame)>;
    /// Every frame that a process hands to the network, before its fate is known.
    using Watch = std::function<void(
        LinkName link, ConnectionId connection, Direction direction, const core::Bytes& frame)>;

    SimNetwork(Timeline& timeline, SimRandom& random) : timeline_{timeline}, random_{random} {}

    void set_tamper(Tamper tamper) { tamper_ = std::move(tamper); }
    void set_watch(Watch watch) { watch_ = std::move(watch); }
    void set_weather(core::NodeId node, const Weather& weather);

    /// A process begins or (null) ends to listen. Without one, its frames are lost.
    void attach_node(core::NodeId node, NodeEnd* end, MachineIndex machine = 0);
    void attach_central(CentralEnd* end);

    /// A node dials until it is connected; a connection that stands ends first.
    void dial(LinkName link);
    void send_up(LinkName link, core::Bytes frame);
    void send_down(LinkName link, ConnectionId to, core::Bytes frame);

    [[nodiscard]] const NetworkCounters& counters() const { return counters_; }

private:
    struct Link {
        ConnectionId connection{0};  ///< 0: none.
        std::uint64_t central{0};    ///< Which start of central it leads to.
        std::uint64_t attempt{0};    ///< The newest dialling; older ones are void.
        std::array<core::Duration, 2> last_arrival{};  ///< By direction.
        std::array<core::Duration, 2> free_at{};       ///< When the line has carried all before.
    };
    struct Packet {
        LinkName link;
        ConnectionId connection;
        std::uint64_t central;
        Direction direction;
        core::Bytes frame;
    };

    [[nodiscard]] bool is_open(core::NodeId node) const;
    [[nodiscard]] NodeEnd* node_end(LinkName name) const;
    void hang_up(LinkName name);
    void try_dial(LinkName name, std::uint64_t attempt);
    void try_dial_later(LinkName name);
    void transmit(Packet packet);
    void schedule_as_is(Packet packet);
    void schedule(Packet packet);
    [[nodiscard]] core::Duration carried_at(const Packet& packet);
    void deliver(const Packet& packet);
    void deliver_up(const Packet& packet);
    void deliver_down(const Packet& packet);
    void break_later(LinkName name, ConnectionId connection);
    void break_now(LinkName name, ConnectionId connection);

    Timeline& timeline_;
    SimRandom& random_;
    Tamper tamper_;
    Watch watch_;
    std::map<core::NodeId, Weather> weather_;
    std::map<std::pair<core::NodeId, MachineIndex>, NodeEnd*> node_ends_;
    std::map<LinkName, Link> links_;
    CentralEnd* central_end_{nullptr};
    std::uint64_t central_{0};  ///< Which start of central it is.
    ConnectionId connections_{0};
    NetworkCounters counters_;
};

}  // namespace sarhad::sim
