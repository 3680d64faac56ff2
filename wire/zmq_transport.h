#pragma once

#include "core/ids.h"
#include "core/log.h"
#include "core/random.h"
#include "core/result.h"
#include "core/scheduler.h"
#include "wire/keyring.h"
#include "wire/transport.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace sarhad::wire {

/// A file descriptor is watched until the last copy of its Watch dies.
using Watch = std::shared_ptr<void>;

/// How the transports join the process's event loop.
struct LoopHooks {
    /// Calls the task on the loop each time the descriptor is readable. The descriptor stays ours:
    /// it is neither read nor closed by the watch.
    std::function<Watch(int fd, core::Task)> watch_readable;
    core::Scheduler& scheduler;
};

/// libzmq's context. One a process: a second one that dies takes the first one's randomness away.
/// It outlives every transport. Signals must be blocked before it is made.
class ZmqContext {
public:
    ZmqContext();
    ZmqContext(const ZmqContext&) = delete;
    ZmqContext& operator=(const ZmqContext&) = delete;
    ~ZmqContext();
    [[nodiscard]] void* handle() const noexcept { return handle_; }

private:
    void* handle_;
};

/// What a new connection is told.
enum class Admission : std::uint8_t {
    kAdmit,
    kLater,    ///< Not now: it keeps trying, every 30 s.
    kRevoked,  ///< Never again, as an unknown key; each try is told of with its node.
};
/// Whose link key it is.
struct AllowedKey {
    core::NodeId node{0};
    Admission admission{Admission::kAdmit};
};
/// Link keys that may connect. A key that is not in it is refused for good.
using AllowList = std::map<PublicKey, AllowedKey>;

struct ZmqCentralOptions {
    std::string control_endpoint;  ///< "tcp://0.0.0.0:5701": an address, never a name.
    std::string bulk_endpoint;
    BoxKey key;  ///< kLinkSecret.
    AllowList allowed;
};

/// What was dropped since the start, for the metrics.
struct DropCounts {
    std::uint64_t no_identity{0};  ///< Without a proved node.
    std::uint64_t forgotten{0};    ///< Of a node that is not admitted, or not any more.
    std::uint64_t malformed{0};    ///< Not one part, or over the channel's limit.
    std::uint64_t refused{0};      ///< Connections that the allow-list did not admit.
};

/// ROUTER sockets behind CURVE and an allow-list that fails closed.
class ZmqCentral final : public CentralTransport {
public:
    /// kUnavailable: an endpoint cannot be bound, or the context has a central already.
    [[nodiscard]] static core::Result<std::unique_ptr<ZmqCentral>> open(ZmqContext& context,
                                                                        ZmqCentralOptions options,
                                                                        LoopHooks hooks,
                                                                        core::Log& log);
    ~ZmqCentral() override;

    void set_receiver(Receiver receiver) override;
    [[nodiscard]] core::Status send(core::NodeId node, Channel channel, core::Bytes frame) override;
    void forget(core::NodeId node) override;

    /// Who may connect from now on. Frames of nodes that are not in it are dropped, also on
    /// connections that stand.
    void set_allowed(AllowList allowed);
    /// Every new connection is refused from now on; live ones go on. Before a shutdown.
    void stop_admission();
    [[nodiscard]] DropCounts drop_counts() const;

private:
    struct State;
    explicit ZmqCentral(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Where a node dials first, and as whom.
struct ZmqNodeOptions {
    CentralPlace central;
    BoxKey key;  ///< kLinkSecret.
};

/// DEALER sockets that dial central, with a backoff of our own after a refused key.
class ZmqNode final : public NodeTransport {
public:
    /// kUnavailable: an endpoint is malformed or libzmq has no sockets left.
    [[nodiscard]] static core::Result<std::unique_ptr<ZmqNode>> open(ZmqContext& context,
                                                                     ZmqNodeOptions options,
                                                                     LoopHooks hooks,
                                                                     core::Random& random,
                                                                     core::Log& log);
    ~ZmqNode() override;

    void set_receiver(Receiver receiver) override;
    void set_link_watcher(LinkWatcher watcher) override;
    [[nodiscard]] core::Status send(Channel channel, core::Bytes frame) override;
    void reconnect(Channel channel) override;
    void move_to(const CentralPlace& place) override;

private:
    struct State;
    explicit ZmqNode(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace sarhad::wire
