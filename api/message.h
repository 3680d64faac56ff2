#pragma once

#include "api/json.h"
#include "api/params.h"
#include "api/roles.h"
#include "core/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::api {

class EventStream;

/// The methods that routes may use.
enum class Method : std::uint8_t { kGet, kPost, kPut, kPatch, kDelete };
/// "GET" and so on.
[[nodiscard]] std::string_view to_text(Method method) noexcept;
[[nodiscard]] std::optional<Method> parse_method(std::string_view text) noexcept;

/// A request that its route has taken: authorised, its body read and, where it is JSON, parsed.
struct Request {
    Method method{Method::kGet};
    std::string path{};  ///< As sent, without the query.
    Params query{};
    Json body{};            ///< Null unless the route takes JSON and some was sent.
    std::string content{};  ///< The raw body of a route that takes bytes.
    std::string content_type{};
    std::optional<std::uint64_t> last_event_id{};  ///< Of a client that resumes an event stream.
    Peer peer{};
    std::string request_id{};  ///< Unique while the daemon runs; also in the log.
};

constexpr std::string_view kJsonType = "application/json";
constexpr std::string_view kProblemType = "application/problem+json";
constexpr std::string_view kTextType = "text/plain; charset=utf-8";
/// What Prometheus reads.
constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

/// An answer. A handler may return a Json (200) or a core::Error (a problem, status_of() its
/// code), so that SARHAD_TRY works inside handlers.
struct Response {
    Response() = default;                ///< 204, no body.
    Response(Json value);                // NOLINT(google-explicit-constructor)
    Response(const core::Error& error);  // NOLINT(google-explicit-constructor)

    /// 201 with the new thing's path.
    [[nodiscard]] static Response created(Json value, std::string location);
    /// 200 with JSON that was made into text already, as by to_text().
    [[nodiscard]] static Response json_text(std::string content);
    [[nodiscard]] static Response text(std::string content, std::string_view type = kTextType);
    /// A problem under a status of its own; `title` says what this status means.
    [[nodiscard]] static Response problem(int status,
                                          std::string_view title,
                                          const core::Error& error);
    /// An event stream that stays open until it is closed.
    [[nodiscard]] static Response stream(std::shared_ptr<EventStream> events);

    int status{204};
    Json body{};            ///< Sent where content_type is JSON or a problem, unless content is.
    std::string content{};  ///< Sent otherwise.
    std::string content_type{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::shared_ptr<EventStream> events{};
};

/// RFC 9457: kInvalid 422, kNotFound 404, kConflict 409, kCorrupt 500, kUnauthenticated 403,
/// kUnavailable 503, kExhausted 429. (What is no HTTP, no JSON or no such route is the router's
/// to refuse: 400, 404, 405, 413, 415.)
[[nodiscard]] int status_of(core::Errc code) noexcept;
/// "invalid", "not-found": the last piece of a problem's type, urn:sarhad:error:<name>.
[[nodiscard]] std::string_view name_of(core::Errc code) noexcept;
/// The error that a problem document, or without one the bare status, stands for.
[[nodiscard]] core::Error error_of(int status, const Json& problem);

/// The bytes of the answer's body.
[[nodiscard]] std::string body_text(const Response& response);

}  // namespace sarhad::api
