#pragma once

#include "api/events.h"
#include "api/role_groups.h"
#include "api/router.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace boost::asio {
class io_context;
}  // namespace boost::asio

namespace sarhad::api {

struct ServerOptions {
    std::string socket_path{};  ///< At most 107 bytes, as the kernel allows.
    /// By primary or supplementary group. The daemon's own user and root are administrators;
    /// everyone else has no role and sees nothing.
    RolesByGroup roles_by_group{};
    std::size_t max_connections{64};
    core::Duration io_timeout{std::chrono::seconds{10}};  ///< To send a request, to read an answer.
    core::Duration answer_timeout{std::chrono::seconds{30}};  ///< For a deferred answer.
    core::Duration heartbeat{std::chrono::seconds{15}};  ///< Between signs of life on a stream.
};

constexpr std::size_t kMaxHeaderBytes = 8U << 10U;

/// Serves a router over HTTP/1.1 on a unix socket of mode 0660. Thread: loop, except where said.
class Server {
public:
    /// Takes the socket over where nobody listens on it any more. kConflict, naming the path, where
    /// somebody does or where it is no socket; kInvalid for a path too long; kUnavailable where it
    /// cannot be made. The loop, the router and the log outlive the server; the loop's thread is
    /// the only one that runs it.
    [[nodiscard]] static core::Result<std::unique_ptr<Server>> listen(boost::asio::io_context& loop,
                                                                      const Router& router,
                                                                      core::Log& log,
                                                                      ServerOptions options);

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    /// Closes every connection and removes the socket. A Respond still held is then ignored.
    ~Server();

    [[nodiscard]] std::size_t connections() const noexcept;

private:
    struct Listener;
    explicit Server(std::shared_ptr<Listener> listener);

    std::shared_ptr<Listener> listener_;
};

/// The daemon answers on its socket.
inline constexpr core::LogEvent kApiListening{
    "API-001", core::LogLevel::kInfo, "listening for requests"};
/// A request was answered with a status from 500.
inline constexpr core::LogEvent kApiFailed{
    "API-002", core::LogLevel::kWarn, "request failed on our side"};
/// Logged once each time that the limit is reached.
inline constexpr core::LogEvent kApiFull{
    "API-003", core::LogLevel::kWarn, "connection limit reached, turning clients away"};
inline constexpr core::LogEvent kApiSlowClient{
    "API-004", core::LogLevel::kDebug, "client too slow, connection closed"};
inline constexpr core::LogEvent kApiForbidden{
    "API-005", core::LogLevel::kDebug, "request refused, role missing"};
inline constexpr core::LogEvent kApiRequest{"API-006", core::LogLevel::kDebug, "request answered"};

}  // namespace sarhad::api
