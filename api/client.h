#pragma once

#include "api/events.h"
#include "api/message.h"
#include "core/clock.h"
#include "core/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sarhad::api {

/// One request of a client.
struct Call {
    Method method{Method::kGet};
    std::string path{};     ///< With its query, encoded: "/v1/alerts?open=1".
    Json body{};            ///< Sent as JSON unless null.
    std::string content{};  ///< Sent instead where content_type is not empty.
    std::string content_type{};
};

constexpr std::size_t kMaxAnswerBytes = 64U << 20U;

/// Asks the daemon that listens on `socket_path` and waits for its answer. An answer that is no
/// JSON (metrics) comes as one text; no body as null. A problem becomes core::Error with its own
/// code and detail. kUnavailable, naming the path and the remedy, where nobody answers, or not
/// within `timeout` (for each of connecting, sending and receiving); kExhausted for an answer over
/// kMaxAnswerBytes. Blocks; any thread.
[[nodiscard]] core::Result<Json> call(const std::string& socket_path,
                                      const Call& call,
                                      core::Duration timeout);
[[nodiscard]] core::Result<Json> call(const std::string& socket_path,
                                      Method method,
                                      std::string_view path,
                                      Json body,
                                      core::Duration timeout);

/// What follow() is to do with each event, and for how long.
enum class Follow : std::uint8_t { kContinue, kStop };

/// Why following ended without an error.
enum class FollowEnd : std::uint8_t {
    kStopped,   ///< on_event said so.
    kTimedOut,  ///< `timeout` has passed.
    kClosed,    ///< The daemon closed the stream: it ends, or we were too slow. Resume.
};

/// Follows the event stream at `path` ("/v1/events") for at most `timeout`, from after
/// `last_event_id` where given. Errors as call(). Blocks; any thread.
[[nodiscard]] core::Result<FollowEnd> follow(const std::string& socket_path,
                                             std::string_view path,
                                             std::optional<std::uint64_t> last_event_id,
                                             const std::function<Follow(const Event&)>& on_event,
                                             core::Duration timeout);

}  // namespace sarhad::api
