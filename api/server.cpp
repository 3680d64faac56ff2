#include "api/server.h"

#include "api/socket.h"
#include "core/check.h"
#include "core/text.h"

#include <utility>
// Boost 1.74's asio uses std::exchange without including <utility>.
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <set>

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

class Session;

/// What a server and its sessions have in common.
struct Shared {
    net::io_context& loop;
    const Router& router;
    core::Log& log;
    ServerOptions options;
    std::set<std::shared_ptr<Session>> sessions{};
    std::uint64_t requests{0};
    bool stopped{false};
};

std::string to_string(beast::string_view text) {
    return {text.data(), text.size()};
}

bool is_http_error(const ErrorCode& failure) {
    return failure.category() == http::make_error_code(http::error::bad_method).category();
}

Response refusal_of(const ErrorCode& failure) {
    if (failure == http::error::header_limit) {
        return Response::problem(
            431,
            "The headers are too large",
            Error{Errc::kExhausted, cat("at most ", kMaxHeaderBytes, " bytes of headers")});
    }
    if (failure == http::error::body_limit) return too_large(kMaxBodyBytes);
    return Response::problem(
        400, "The request is malformed", Error{Errc::kInvalid, "this is not HTTP/1.1"});
}

http::response<http::string_body> to_http(const Response& response) {
    http::response<http::string_body> message;
    message.version(11);
    message.result(static_cast<unsigned>(response.status));
    for (const auto& [name, value] : response.headers)
        message.insert(name, value);
    if (!response.content_type.empty()) {
        message.set(http::field::content_type, response.content_type);
    }
    message.set(http::field::cache_control, "no-store");
    message.set("X-Content-Type-Options", "nosniff");
    message.body() = body_text(response);
    return message;
}

/// One connection: requests one after another, or an event stream until it ends. Lives in
/// Shared::sessions until finish().
class Session final : public std::enable_shared_from_this<Session> {
public:
    Session(Local::socket socket, std::shared_ptr<Shared> shared, Peer peer)
        : stream_{std::move(socket)},
          timer_{stream_.get_executor()},
          shared_{std::move(shared)},
          peer_{peer} {}

    void read_head();
    void finish();

private:
    using Parser = http::request_parser<http::string_body>;

    void on_head(const ErrorCode& failure);
    void on_body(const ErrorCode& failure);
    void refuse_unread(const ErrorCode& failure);
    [[nodiscard]] Head head() const;
    void dispatch();
    void answer(std::uint64_t request, Response response);
    void log_answer(const Response& response) const;
    void write(const Response& response);
    void start_events(std::shared_ptr<EventStream> events);
    void watch_for_end();
    void pump_events();
    void send_frame(EventStream::Frame frame);
    void beat();

    beast::basic_stream<Local> stream_;
    net::steady_timer timer_;
    std::shared_ptr<Shared> shared_;
    Peer peer_;
    beast::flat_buffer buffer_{64U << 10U};
    std::optional<Parser> parser_{};
    Router::Admission admission_{};
    std::string request_id_{};
    std::uint64_t awaited_{0};  ///< The request whose answer is due; 0 for none.
    bool keep_alive_{false};
    http::response<http::string_body> message_{};
    std::shared_ptr<EventStream> events_{};
    EventStream::Frame frame_{};  ///< On its way; null where none is.
};

void Session::read_head() {
    parser_.emplace();
    parser_->header_limit(kMaxHeaderBytes);
    parser_->body_limit(kMaxBodyBytes);
    stream_.expires_after(shared_->options.io_timeout);
    http::async_read_header(
        stream_, buffer_, *parser_, [self = shared_from_this()](ErrorCode failure, std::size_t) {
            self->on_head(failure);
        });
}

void Session::on_head(const ErrorCode& failure) {
    if (shared_->stopped) return;
    const std::uint64_t number = ++shared_->requests;
    request_id_ = cat("req-", number);
    if (failure) return refuse_unread(failure);
    keep_alive_ = parser_->get().keep_alive();
    awaited_ = number;
    admission_ = shared_->router.admit(head());
    const bool has_body = !parser_->is_done();
    if (admission_.refusal) {
        keep_alive_ = keep_alive_ && !has_body;
        return answer(number, *std::move(admission_.refusal));
    }
    if (parser_->content_length().value_or(0) > admission_.max_body_bytes) {
        keep_alive_ = false;
        return answer(number, with_instance(too_large(admission_.max_body_bytes), request_id_));
    }
    // A chunked body shows its size only as it comes; one byte more lets run() say the limit.
    parser_->body_limit(admission_.max_body_bytes + 1);
    stream_.expires_after(shared_->options.io_timeout);
    http::async_read(
        stream_, buffer_, *parser_, [self = shared_from_this()](ErrorCode ended, std::size_t) {
            self->on_body(ended);
        });
}

void Session::on_body(const ErrorCode& failure) {
    if (shared_->stopped) return;
    if (failure == http::error::body_limit) {
        keep_alive_ = false;
        return answer(awaited_, with_instance(too_large(admission_.max_body_bytes), request_id_));
    }
    if (failure) return refuse_unread(failure);
    dispatch();
}

/// The client left, was too slow, or does not speak HTTP.
void Session::refuse_unread(const ErrorCode& failure) {
    const bool malformed = is_http_error(failure) && failure != http::error::end_of_stream &&
                           failure != http::error::partial_message;
    if (malformed) {
        keep_alive_ = false;
        return write(with_instance(refusal_of(failure), request_id_));
    }
    if (failure == beast::error::timeout && parser_->got_some()) {
        shared_->log.write(kApiSlowClient, {{"pid", peer_.pid}});
    }
    finish();
}

Head Session::head() const {
    const auto& sent = parser_->get();
    const auto last = core::parse_uint(to_string(sent["Last-Event-ID"]));
    return {to_string(sent.method_string()),
            to_string(sent.target()),
            to_string(sent[http::field::content_type]),
            last ? std::optional{*last} : std::nullopt,
            peer_,
            request_id_};
}

void Session::dispatch() {
    const std::uint64_t request = awaited_;
    timer_.expires_after(shared_->options.answer_timeout);
    timer_.async_wait([self = shared_from_this(), request](ErrorCode cancelled) {
        if (cancelled) return;
        const Error late{Errc::kUnavailable, "no answer in time: look before trying again"};
        self->answer(request, with_instance(Response{late}, self->request_id_));
    });
    // Weak, and through the loop: the answer may come from any thread and after the client left.
    Respond respond{[loop = &shared_->loop, held = weak_from_this(), request](Response response) {
        net::dispatch(*loop, [held, request, response = std::move(response)]() mutable {
            if (const auto self = held.lock()) self->answer(request, std::move(response));
        });
    }};
    shared_->router.run(std::move(admission_), std::move(parser_->get().body()), respond);
}

void Session::answer(std::uint64_t request, Response response) {
    if (shared_->stopped || request != awaited_) return;
    awaited_ = 0;
    timer_.cancel();
    log_answer(response);
    if (response.events) return start_events(std::move(response.events));
    write(response);
}

void Session::log_answer(const Response& response) const {
    constexpr int kUnknownMethod = 501;  // The client's own word, as 400 is.
    const bool is_ours = response.status >= 500 && response.status != kUnknownMethod;
    const core::LogEvent& event = is_ours                  ? kApiFailed
                                  : response.status == 403 ? kApiForbidden
                                                           : kApiRequest;
    // No path: it may hold an identifier that belongs to a person.
    shared_->log.write(event,
                       {{"request", request_id_},
                        {"status", response.status},
                        {"uid", peer_.uid},
                        {"pid", peer_.pid}});
}

void Session::write(const Response& response) {
    message_ = to_http(response);
    message_.set("X-Request-Id", request_id_);
    message_.keep_alive(keep_alive_);
    message_.prepare_payload();
    stream_.expires_after(shared_->options.io_timeout);
    http::async_write(
        stream_, message_, [self = shared_from_this()](ErrorCode failure, std::size_t) {
            if (self->shared_->stopped) return;
            if (failure == beast::error::timeout) {
                self->shared_->log.write(kApiSlowClient, {{"pid", self->peer_.pid}});
            }
            if (failure || !self->keep_alive_) return self->finish();
            self->read_head();
        });
}

void Session::start_events(std::shared_ptr<EventStream> events) {
    events_ = std::move(events);
    events_->on_change([held = weak_from_this()] {
        if (const auto self = held.lock()) self->pump_events();
    });
    watch_for_end();
    beat();
    send_frame(
        std::make_shared<const std::string>("HTTP/1.1 200 OK\r\n"
                                            "Content-Type: text/event-stream\r\n"
                                            "Cache-Control: no-store\r\n"
                                            "X-Content-Type-Options: nosniff\r\n"
                                            "Connection: close\r\n\r\n"));
}

/// A client of a stream has nothing more to say: whatever arrives is its end.
void Session::watch_for_end() {
    stream_.socket().async_wait(net::socket_base::wait_read,
                                [self = shared_from_this()](ErrorCode cancelled) {
                                    if (!cancelled) self->finish();
                                });
}

void Session::pump_events() {
    if (frame_ || !events_) return;
    if (EventStream::Frame next = events_->take()) return send_frame(std::move(next));
    if (!events_->closed()) return;
    if (events_->overflowed()) shared_->log.write(kApiSlowClient, {{"pid", peer_.pid}});
    finish();
}

void Session::send_frame(EventStream::Frame frame) {
    frame_ = std::move(frame);
    stream_.expires_after(shared_->options.io_timeout);
    net::async_write(
        stream_, net::buffer(*frame_), [self = shared_from_this()](ErrorCode failure, std::size_t) {
            self->frame_ = nullptr;
            if (self->shared_->stopped) return;
            if (failure) return self->finish();
            self->pump_events();
        });
}

/// A comment line now and then: a client can tell a quiet stream from a dead one.
void Session::beat() {
    timer_.expires_after(shared_->options.heartbeat);
    timer_.async_wait([self = shared_from_this()](ErrorCode cancelled) {
        if (cancelled || !self->events_) return;
        if (!self->frame_) self->send_frame(std::make_shared<const std::string>(":\n\n"));
        self->beat();
    });
}

void Session::finish() {
    if (const auto events = std::exchange(events_, nullptr)) {
        events->on_change({});
        events->close();
    }
    awaited_ = 0;
    timer_.cancel();
    ErrorCode ignored;
    stream_.socket().shutdown(Local::socket::shutdown_both, ignored);
    stream_.close();
    shared_->sessions.erase(shared_from_this());
}

/// What a client beyond the limit gets, in one write.
std::string busy_answer(std::size_t limit) {
    const Error full{Errc::kExhausted,
                     cat("all ", limit, " connections are in use: try again shortly")};
    auto message = to_http(full);
    message.keep_alive(false);
    message.prepare_payload();
    std::string text =
        cat("HTTP/1.1 ", message.result_int(), " ", to_string(message.reason()), "\r\n");
    for (const auto& field : message) {
        text += cat(to_string(field.name_string()), ": ", to_string(field.value()), "\r\n");
    }
    return text + "\r\n" + message.body();
}

}  // namespace

struct Server::Listener final : std::enable_shared_from_this<Listener> {
    Listener(net::io_context& loop, const Router& router, core::Log& log, ServerOptions options)
        : shared{std::make_shared<Shared>(Shared{loop, router, log, std::move(options)})},
          acceptor{loop},
          pause{loop} {}

    core::Status open();
    void accept();
    void take(Local::socket socket);
    void turn_away(Local::socket& socket);
    void stop();

    std::shared_ptr<Shared> shared;
    Local::acceptor acceptor;
    net::steady_timer pause;
    bool full{false};
};

core::Status Server::Listener::open() {
    const std::string& path = shared->options.socket_path;
    SARHAD_TRY_STATUS(clear_stale_socket(path));
    ErrorCode failure;
    acceptor.open(Local{}, failure);
    if (!failure) acceptor.bind(Local::endpoint{path}, failure);
    // Until listen() nobody can connect, so nobody gets in before the mode is set.
    if (!failure && ::chmod(path.c_str(), 0660) != 0) {
        failure = ErrorCode{errno, boost::system::system_category()};
    }
    if (!failure) acceptor.listen(net::socket_base::max_listen_connections, failure);
    if (failure) {
        return Error{Errc::kUnavailable,
                     cat("socket ",
                         path,
                         ": ",
                         failure.message(),
                         ": does its folder exist, and may "
                         "this user write to it?")};
    }
    shared->log.write(kApiListening, {{"socket", path}});
    accept();
    return {};
}

void Server::Listener::accept() {
    acceptor.async_accept([self = shared_from_this()](ErrorCode failure, Local::socket socket) {
        if (self->shared->stopped) return;
        if (!failure) {
            self->take(std::move(socket));
            return self->accept();
        }
        // Out of descriptors, most likely: accepting again at once would only spin.
        self->pause.expires_after(std::chrono::milliseconds{200});
        self->pause.async_wait([self](ErrorCode cancelled) {
            if (!cancelled && !self->shared->stopped) self->accept();
        });
    });
}

void Server::Listener::take(Local::socket socket) {
    if (shared->sessions.size() >= shared->options.max_connections) return turn_away(socket);
    full = false;
    const auto peer = peer_of(socket.native_handle(), shared->options.roles_by_group);
    if (!peer) return;
    auto session = std::make_shared<Session>(std::move(socket), shared, *peer);
    shared->sessions.insert(session);
    session->read_head();
}

void Server::Listener::turn_away(Local::socket& socket) {
    const std::size_t limit = shared->options.max_connections;
    if (!std::exchange(full, true)) shared->log.write(kApiFull, {{"limit", limit}});
    ErrorCode ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(net::buffer(busy_answer(limit)), ignored);
}

void Server::Listener::stop() {
    if (std::exchange(shared->stopped, true)) return;
    ErrorCode ignored;
    const bool listening = acceptor.is_open();
    acceptor.close(ignored);
    pause.cancel();
    const auto sessions = shared->sessions;
    for (const auto& session : sessions)
        session->finish();
    if (listening) ::unlink(shared->options.socket_path.c_str());
}

core::Result<std::unique_ptr<Server>> Server::listen(net::io_context& loop,
                                                     const Router& router,
                                                     core::Log& log,
                                                     ServerOptions options) {
    try {
        auto listener = std::make_shared<Listener>(loop, router, log, std::move(options));
        SARHAD_TRY_STATUS(listener->open());
        return std::unique_ptr<Server>{new Server{std::move(listener)}};
    } catch (const boost::system::system_error& failure) {
        return Error{Errc::kUnavailable, cat("unix socket: ", failure.code().message())};
    }
}

Server::Server(std::shared_ptr<Listener> listener) : listener_{std::move(listener)} {}

Server::~Server() {
    listener_->stop();
}

std::size_t Server::connections() const noexcept {
    return listener_->shared->sessions.size();
}

}  // namespace sarhad::api
