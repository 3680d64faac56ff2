#pragma once

#include "api/message.h"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sarhad::api {

/// Answers a deferred request, once: later calls are ignored. Copies share that one answer. When
/// the last copy goes unused, the request is answered 503, so that a task dropped by a full queue
/// does not leave its client waiting. Thread: loop.
class Respond {
public:
    explicit Respond(std::function<void(Response)> answer);
    void operator()(Response response) const;

private:
    struct Pending;
    std::shared_ptr<Pending> pending_;
};

/// What answers a deferred request with what `write` makes of the outcome, or with its error.
template <class T, class Write>
[[nodiscard]] std::function<void(core::Result<T>)> respond_with(Respond respond, Write write) {
    return [respond = std::move(respond), write = std::move(write)](core::Result<T> outcome) {
        respond(outcome ? Response{write(*outcome)} : Response{outcome.error()});
    };
}

/// The same for a page, whose text is made on a thread of `owner`'s: owner.off_loop(work, done).
template <class T, class Owner, class Write>
[[nodiscard]] std::function<void(core::Result<T>)> respond_with_page(Owner& owner,
                                                                     Respond respond,
                                                                     Write write) {
    return [&owner, respond = std::move(respond), write = std::move(write)](core::Result<T> got) {
        if (!got) {
            respond(got.error());
            return;
        }
        // Shared only because a std::function is copyable.
        auto page = std::make_shared<const T>(*std::move(got));
        owner.off_loop(
            [page, write] { return to_text(write(*page)) + "\n"; },
            [respond](core::Result<std::string> text) {
                respond(text ? Response::json_text(*std::move(text)) : Response{text.error()});
            });
    };
}

using Handler = std::function<Response(const Request&, const Params&)>;
/// For work that is answered later: store work answers after COMMIT. The request and the
/// parameters live for the call only: copy what is kept.
using DeferredHandler = std::function<void(const Request&, const Params&, Respond)>;

/// What a route takes as body.
enum class BodyKind : std::uint8_t {
    kJson,   ///< application/json, or nothing. GET and DELETE take none.
    kBytes,  ///< Any type, given to the handler as it is.
};

constexpr std::size_t kDefaultBodyBytes = 1U << 20U;
constexpr std::size_t kMaxBodyBytes = 64U << 20U;  ///< The most that a route may ask for.

/// How a route takes its body.
struct RouteOptions {
    BodyKind body{BodyKind::kJson};
    std::size_t max_body_bytes{kDefaultBodyBytes};  ///< At most kMaxBodyBytes (checked).
};

/// What is known before the body is read.
struct Head {
    std::string method{};
    std::string target{};
    std::string content_type{};
    std::optional<std::uint64_t> last_event_id{};
    Peer peer{};
    std::string request_id{};
};

/// The routes of a daemon and what each needs. Pure: no IO, no threads of its own. Filled before
/// the server starts; read-only from then on.
class Router {
public:
    Router();  ///< With GET /v1, which lists the routes.
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;
    ~Router();

    /// `pattern`: "/v1/alerts/{id}/ack". The same method and pattern twice is a bug (checked).
    /// A fixed piece wins over a {name}.
    void add(Method method,
             std::string_view pattern,
             Role role,
             Handler handler,
             std::string_view doc,
             RouteOptions options = {});
    void add(Method method,
             std::string_view pattern,
             Role role,
             DeferredHandler handler,
             std::string_view doc,
             RouteOptions options = {});

    struct Route;
    /// A request on its way: refused already, or waiting for its body.
    struct Admission {
        std::optional<Response> refusal{};
        const Route* route{nullptr};  ///< Lives as the router does.
        std::size_t max_body_bytes{0};
        Params params{};
        Request request{};
    };

    /// Finds the route and checks the role before any body is read. Refuses with 400, 403 (naming
    /// the role), 404 (with the nearest path), 405 (with Allow) or 415.
    [[nodiscard]] Admission admit(const Head& head) const;
    /// Runs the handler of an admission that is no refusal (checked); `body` over its limit is
    /// answered 413, a broken one 400.
    void run(Admission admission, std::string body, Respond respond) const;
    /// admit() and run(): the whole way of a request, for tests and in-process callers.
    void handle(const Head& head, std::string body, Respond respond) const;

private:
    void insert(std::unique_ptr<Route> route);
    [[nodiscard]] Response not_found(const Target& target) const;
    [[nodiscard]] Json listing() const;

    std::vector<std::unique_ptr<Route>> routes_;
};

/// 413, naming the limit: for the server, which sees the length before the body.
[[nodiscard]] Response too_large(std::size_t max_body_bytes);

/// A problem gets the request's id as its "instance".
[[nodiscard]] Response with_instance(Response response, std::string_view request_id);

}  // namespace sarhad::api
