#pragma once

#include "zmq_socket.h"

#include "core/ids.h"
#include "core/log.h"
#include "core/published.h"
#include "wire/zmq_transport.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <thread>

namespace sarhad::wire {

inline constexpr std::string_view kZapDomain = "sarhad";
/// Of the enrolment endpoint: any key is let in there, and its User-Id is the key and the address.
inline constexpr std::string_view kEnrolZapDomain = "sarhad-enrol";

/// Answers libzmq's question whether a link key may connect (ZAP, RFC 27), on a thread of its own:
/// libzmq asks from its own thread and waits. Bound before start() returns, so before any server
/// socket; where it is gone, libzmq refuses (ZMQ_ZAP_ENFORCE_DOMAIN).
class ZapHandler {
public:
    /// kUnavailable: another handler is bound in this context.
    [[nodiscard]] static core::Result<std::unique_ptr<ZapHandler>> start(ZmqContext& context,
                                                                         AllowList allowed,
                                                                         core::Log& log);
    ZapHandler(const ZapHandler&) = delete;
    ZapHandler& operator=(const ZapHandler&) = delete;
    ~ZapHandler();

    void set_allowed(AllowList allowed);
    void stop();
    [[nodiscard]] std::uint64_t refused() const { return refused_.load(); }

private:
    ZapHandler(ZmqSocket requests, ZmqSocket stop_in, ZmqSocket stop_out, core::Log& log);
    void run(ZmqSocket requests, ZmqSocket stop_in);
    void answer(ZmqSocket& requests, const ZmqParts& request);
    void count_refusal();
    void tell_revoked(core::NodeId node);

    core::Published<AllowList> allowed_{std::make_shared<const AllowList>()};
    std::atomic<std::uint64_t> refused_{0};
    std::map<core::NodeId, std::uint64_t> tries_;  ///< Of revoked keys; the thread's own.
    core::Log& log_;
    ZmqSocket stop_out_;
    std::thread thread_;
};

}  // namespace sarhad::wire
