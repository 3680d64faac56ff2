#include "api/client.h"

#include "api/socket.h"
#include "core/text.h"

#include <utility>
// Boost 1.74's asio uses std::exchange without including <utility>.
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <chrono>

namespace sarhad::api {

using core::cat;
using core::Errc;
using core::Error;

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;
using Local = net::local::stream_protocol;

namespace {

constexpr std::string_view kEventStreamType = "text/event-stream";

std::string to_string(beast::string_view text) {
    return {text.data(), text.size()};
}

/// A connection whose every operation blocks, at most for a given time.
class Connection {
public:
    explicit Connection(const std::string& path) : path_{path} {}

    core::Status connect(core::Duration timeout);
    core::Status send(http::request<http::string_body>& request, core::Duration timeout);
    core::Status read_head(core::Duration timeout);
    core::Status read_body(core::Duration timeout);
    /// The bytes that came; none at the end of the stream. The error code says why not.
    std::pair<std::string_view, ErrorCode> read_some(core::Duration timeout);

    [[nodiscard]] const http::response<http::string_body>& response() const {
        return parser_.get();
    }
    /// What was read behind the head.
    std::string take_rest() {
        std::string rest{static_cast<const char*>(buffer_.data().data()), buffer_.size()};
        buffer_.consume(buffer_.size());
        return rest;
    }

private:
    /// Runs the loop until the one operation on it is done.
    void run() {
        loop_.restart();
        loop_.run();
    }
    [[nodiscard]] core::Status status(const ErrorCode& failure) const;

    std::string path_;
    net::io_context loop_{1};
    beast::basic_stream<Local> stream_{loop_};
    beast::flat_buffer buffer_{};
    http::response_parser<http::string_body> parser_{};
    std::array<char, 16384> piece_{};
};

core::Status Connection::status(const ErrorCode& failure) const {
    if (!failure) return {};
    if (failure == http::error::body_limit) {
        return Error{Errc::kExhausted, cat("an answer of over ", kMaxAnswerBytes, " bytes")};
    }
    return Error{Errc::kUnavailable,
                 cat("the daemon at ",
                     path_,
                     " did not answer: ",
                     failure.message(),
                     ": see its log, then try again")};
}

core::Status Connection::connect(core::Duration timeout) {
    if (path_.empty() || path_.size() > kMaxSocketPath) {
        return Error{Errc::kInvalid,
                     cat("socket path \"", path_, "\": give 1 to ", kMaxSocketPath, " bytes")};
    }
    ErrorCode failure;
    stream_.expires_after(timeout);
    stream_.async_connect(Local::endpoint{path_}, [&failure](ErrorCode ended) { failure = ended; });
    run();
    if (!failure) return {};
    const bool denied = failure == boost::system::errc::permission_denied;
    const std::string_view remedy =
        denied ? "may this user use it? Ask the administrator for a group that may"
               : "is the daemon running? Start it, or name its socket";
    return Error{Errc::kUnavailable,
                 cat("no daemon at ", path_, " (", failure.message(), "): ", remedy)};
}

core::Status Connection::send(http::request<http::string_body>& request, core::Duration timeout) {
    request.set(http::field::host, "localhost");
    request.prepare_payload();
    stream_.expires_after(timeout);
    // A daemon that refuses early closes its end while we still send: its answer says why, so a
    // failure here is left to reading.
    http::async_write(stream_, request, [](ErrorCode, std::size_t) {});
    run();
    return {};
}

core::Status Connection::read_head(core::Duration timeout) {
    ErrorCode failure;
    parser_.body_limit(kMaxAnswerBytes);
    stream_.expires_after(timeout);
    http::async_read_header(
        stream_, buffer_, parser_, [&failure](ErrorCode ended, std::size_t) { failure = ended; });
    run();
    return status(failure);
}

core::Status Connection::read_body(core::Duration timeout) {
    if (parser_.is_done()) return {};
    ErrorCode failure;
    stream_.expires_after(timeout);
    http::async_read(
        stream_, buffer_, parser_, [&failure](ErrorCode ended, std::size_t) { failure = ended; });
    run();
    return status(failure);
}

std::pair<std::string_view, ErrorCode> Connection::read_some(core::Duration timeout) {
    ErrorCode failure;
    std::size_t got = 0;
    stream_.expires_after(timeout);
    stream_.async_read_some(net::buffer(piece_), [&failure, &got](ErrorCode ended, std::size_t n) {
        failure = ended;
        got = n;
    });
    run();
    return {std::string_view{piece_.data(), got}, failure};
}

http::request<http::string_body> to_http(const Call& call) {
    http::request<http::string_body> request;
    request.version(11);
    request.method_string(
        beast::string_view{to_text(call.method).data(), to_text(call.method).size()});
    request.target(call.path);
    request.keep_alive(false);
    if (!call.content_type.empty()) {
        request.set(http::field::content_type, call.content_type);
        request.body() = call.content;
    } else if (!call.body.is_null()) {
        request.set(http::field::content_type, "application/json");
        request.body() = to_text(call.body);
    }
    return request;
}

/// The answer as a value, or the error that it stands for.
core::Result<Json> read_answer(const http::response<http::string_body>& response) {
    const std::string type = to_string(response[http::field::content_type]);
    const auto status = static_cast<int>(response.result_int());
    const bool json = type == kJsonType || type == kProblemType;
    Json value;
    if (json) {
        JsonLimits limits;
        limits.depth = 32;
        limits.bytes = kMaxAnswerBytes;
        limits.elements = 4'000'000;
        SARHAD_TRY(value, parse_json(response.body(), limits));
    } else if (!response.body().empty()) {
        value = Json{response.body()};
    }
    if (status >= 400) return error_of(status, value);
    return value;
}

core::Status receive_events(Connection& connection,
                            const std::function<Follow(const Event&)>& on_event,
                            std::chrono::steady_clock::time_point until,
                            FollowEnd& end) {
    EventReader reader;
    const std::string rest = connection.take_rest();
    std::string_view bytes = rest;
    while (true) {
        SARHAD_TRY(const std::vector<Event> events, reader.feed(bytes));
        for (const Event& event : events) {
            end = FollowEnd::kStopped;
            if (on_event(event) == Follow::kStop) return {};
        }
        const core::Duration left = until - std::chrono::steady_clock::now();
        end = FollowEnd::kTimedOut;
        if (left <= core::Duration{0}) return {};
        const auto [came, failure] = connection.read_some(left);
        if (failure == beast::error::timeout) return {};
        end = FollowEnd::kClosed;
        if (failure) return {};
        bytes = came;
    }
}

core::Result<FollowEnd> follow_over(Connection& connection,
                                    const Call& call,
                                    std::optional<std::uint64_t> last_event_id,
                                    const std::function<Follow(const Event&)>& on_event,
                                    core::Duration timeout) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    SARHAD_TRY_STATUS(connection.connect(timeout));
    auto request = to_http(call);
    if (last_event_id) request.set("Last-Event-ID", std::to_string(*last_event_id));
    SARHAD_TRY_STATUS(connection.send(request, timeout));
    SARHAD_TRY_STATUS(connection.read_head(timeout));
    const auto& response = connection.response();
    if (to_string(response[http::field::content_type]) != kEventStreamType) {
        SARHAD_TRY_STATUS(connection.read_body(timeout));
        SARHAD_TRY(const Json answer, read_answer(response));
        return Error{Errc::kInvalid, cat(call.path, " is no event stream")};
    }
    FollowEnd end = FollowEnd::kClosed;
    SARHAD_TRY_STATUS(receive_events(connection, on_event, until, end));
    return end;
}

Error failed(const boost::system::system_error& failure) {
    return {Errc::kUnavailable, cat("unix socket: ", failure.code().message())};
}

}  // namespace

core::Result<Json> call(const std::string& socket_path, const Call& call, core::Duration timeout) {
    try {
        Connection connection{socket_path};
        SARHAD_TRY_STATUS(connection.connect(timeout));
        auto request = to_http(call);
        SARHAD_TRY_STATUS(connection.send(request, timeout));
        SARHAD_TRY_STATUS(connection.read_head(timeout));
        SARHAD_TRY_STATUS(connection.read_body(timeout));
        return read_answer(connection.response());
    } catch (const boost::system::system_error& failure) {
        return failed(failure);
    }
}

core::Result<Json> call(const std::string& socket_path,
                        Method method,
                        std::string_view path,
                        Json body,
                        core::Duration timeout) {
    return call(socket_path, Call{method, std::string{path}, std::move(body), {}, {}}, timeout);
}

core::Result<FollowEnd> follow(const std::string& socket_path,
                               std::string_view path,
                               std::optional<std::uint64_t> last_event_id,
                               const std::function<Follow(const Event&)>& on_event,
                               core::Duration timeout) {
    try {
        Connection connection{socket_path};
        const Call request{Method::kGet, std::string{path}, {}, {}, {}};
        return follow_over(connection, request, last_event_id, on_event, timeout);
    } catch (const boost::system::system_error& failure) {
        return failed(failure);
    }
}

}  // namespace sarhad::api
