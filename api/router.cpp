#include "api/router.h"

#include "core/check.h"
#include "core/text.h"

#include <algorithm>

namespace sarhad::api {

using core::cat;
using core::Errc;
using core::Error;

struct Respond::Pending {
    explicit Pending(std::function<void(Response)> to) : answer{std::move(to)} {}
    Pending(const Pending&) = delete;
    Pending& operator=(const Pending&) = delete;
    ~Pending() {
        give(Error{Errc::kUnavailable, "the request was dropped before its answer: try again"});
    }
    void give(Response response) {
        if (!answer) return;
        const auto once = std::exchange(answer, nullptr);
        once(std::move(response));
    }
    std::function<void(Response)> answer;
};

Respond::Respond(std::function<void(Response)> answer)
    : pending_{std::make_shared<Pending>(std::move(answer))} {}

void Respond::operator()(Response response) const {
    pending_->give(std::move(response));
}

struct Router::Route {
    Method method;
    std::string pattern;
    std::vector<std::string> segments;  ///< "{id}" stays as it is.
    Role role;
    std::variant<Handler, DeferredHandler> handler;
    std::string doc;
    RouteOptions options;
};

namespace {

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::vector<std::string> segments_of(std::string_view pattern) {
    SARHAD_CHECK(!pattern.empty() && pattern.front() == '/');
    std::vector<std::string> segments;
    for (const std::string_view piece : core::split(pattern.substr(1), '/')) {
        segments.emplace_back(piece);
    }
    return segments;
}

bool matches(const Router::Route& route, const Target& target) {
    return std::ranges::equal(
        route.segments, target.segments, [](const std::string& have, const std::string& sent) {
            return is_parameter(have) ? !sent.empty() : have == sent;
        });
}

/// Fixed pieces first, then the method: so that the first match is the most exact one.
bool comes_before(const Router::Route& left, const Router::Route& right) {
    const auto rank = [](const std::string& segment) {
        return std::pair{is_parameter(segment), std::string_view{segment}};
    };
    const std::size_t shared = std::min(left.segments.size(), right.segments.size());
    for (std::size_t i = 0; i < shared; ++i) {
        const auto a = rank(left.segments[i]);
        const auto b = rank(right.segments[i]);
        if (a != b) return a < b;
    }
    if (left.segments.size() != right.segments.size()) {
        return left.segments.size() < right.segments.size();
    }
    return left.method < right.method;
}

Params params_of(const Router::Route& route, const Target& target) {
    Params params;
    for (std::size_t i = 0; i < route.segments.size(); ++i) {
        const std::string& segment = route.segments[i];
        if (!is_parameter(segment)) continue;
        params.add(segment.substr(1, segment.size() - 2), target.segments[i]);
    }
    return params;
}

/// The pattern with the sent pieces in place of its {names}: what the sender may have meant.
std::string filled_in(const Router::Route& route, const Target& target) {
    std::string path;
    for (std::size_t i = 0; i < route.segments.size(); ++i) {
        const std::string& segment = route.segments[i];
        const bool sent = is_parameter(segment) && i < target.segments.size();
        path += '/';
        path += sent ? target.segments[i] : segment;
    }
    return path;
}

bool is_json(std::string_view content_type) {
    const std::string_view type = core::split(content_type, ';').front();
    return core::ascii_lower(core::trim(type)) == kJsonType;
}

Response bad_request(const Error& error) {
    return Response::problem(400, "The request is malformed", error);
}

Response not_allowed(Method method, const std::vector<const Router::Route*>& routes) {
    std::string allow;
    for (const Router::Route* route : routes) {
        const std::string_view name = to_text(route->method);
        if (allow.find(name) != std::string::npos) continue;
        if (!allow.empty()) allow += ", ";
        allow += name;
    }
    Response refusal = Response::problem(
        405,
        "Method not allowed",
        Error{Errc::kInvalid, cat("this path does not take ", to_text(method), ": use ", allow)});
    refusal.headers.emplace_back("Allow", allow);
    return refusal;
}

Response forbidden(Role needed) {
    return Error{Errc::kUnauthenticated,
                 cat("this needs the role ",
                     to_text(needed),
                     ": ask the administrator to add your group to it")};
}

Response unsupported_type() {
    return Response::problem(
        415,
        "Unsupported media type",
        Error{Errc::kInvalid, cat("this path takes ", kJsonType, ": set Content-Type")});
}

bool takes_body(Method method) {
    return method != Method::kGet && method != Method::kDelete;
}

}  // namespace

Response too_large(std::size_t max_body_bytes) {
    return Response::problem(
        413,
        "The body is too large",
        Error{Errc::kExhausted,
              cat("this path takes a body of at most ", max_body_bytes, " bytes")});
}

Response with_instance(Response response, std::string_view request_id) {
    const bool problem = response.content_type == kProblemType;
    if (problem) response.body.set("instance", request_id);
    return response;
}

Router::Router() {
    add(
        Method::kGet,
        "/v1",
        Role::kViewer,
        [this](const Request&, const Params&) { return Response{listing()}; },
        "Lists every route with the role it needs.");
}

Router::~Router() = default;

void Router::add(Method method,
                 std::string_view pattern,
                 Role role,
                 Handler handler,
                 std::string_view doc,
                 RouteOptions options) {
    insert(std::make_unique<Route>(Route{method,
                                         std::string{pattern},
                                         segments_of(pattern),
                                         role,
                                         std::move(handler),
                                         std::string{doc},
                                         options}));
}

void Router::add(Method method,
                 std::string_view pattern,
                 Role role,
                 DeferredHandler handler,
                 std::string_view doc,
                 RouteOptions options) {
    insert(std::make_unique<Route>(Route{method,
                                         std::string{pattern},
                                         segments_of(pattern),
                                         role,
                                         std::move(handler),
                                         std::string{doc},
                                         options}));
}

void Router::insert(std::unique_ptr<Route> route) {
    SARHAD_CHECK(route->options.max_body_bytes <= kMaxBodyBytes);
    SARHAD_CHECK(route->segments.size() <= kMaxSegments);
    const auto at = std::ranges::find_if(
        routes_, [&route](const auto& held) { return !comes_before(*held, *route); });
    const bool twice = at != routes_.end() && !comes_before(*route, **at);
    SARHAD_CHECK(!twice);
    routes_.insert(at, std::move(route));
}

Response Router::not_found(const Target& target) const {
    std::vector<std::string> paths;
    for (const auto& route : routes_)
        paths.push_back(filled_in(*route, target));
    const std::vector<std::string_view> candidates{paths.begin(), paths.end()};
    const std::string_view near = core::nearest(target.path, candidates);
    const std::string remedy =
        near.empty() ? std::string{"GET /v1 lists the paths"} : cat("did you mean ", near, "?");
    return Error{Errc::kNotFound, cat("no such path: ", remedy)};
}

Json Router::listing() const {
    Json routes = Json::array();
    for (const auto& route : routes_) {
        routes.push(Json::object({{"method", to_text(route->method)},
                                  {"path", route->pattern},
                                  {"role", to_text(route->role)},
                                  {"doc", route->doc}}));
    }
    return Json::object({{"routes", std::move(routes)}});
}

Router::Admission Router::admit(const Head& head) const {
    Admission admission;
    const auto refuse = [&admission, &head](const Response& refusal) {
        admission.refusal = with_instance(refusal, head.request_id);
        return std::move(admission);
    };
    auto target = parse_target(head.target);
    if (!target) return refuse(bad_request(target.error()));
    std::vector<const Route*> here;
    for (const auto& route : routes_) {
        if (matches(*route, *target)) here.push_back(route.get());
    }
    if (here.empty()) {
        // A stranger learns nothing about the paths.
        return refuse(head.peer.roles.empty() ? forbidden(Role::kViewer) : not_found(*target));
    }
    const std::optional<Method> method = parse_method(head.method);
    if (!method) {
        return refuse(Response::problem(
            501, "Unknown method", Error{Errc::kInvalid, "this method is not known here"}));
    }
    const auto found = std::ranges::find_if(
        here, [&method](const Route* route) { return route->method == *method; });
    if (found == here.end()) return refuse(not_allowed(*method, here));
    const Route& route = **found;
    if (!head.peer.roles.may(route.role)) return refuse(forbidden(route.role));
    const bool wants_json = takes_body(*method) && route.options.body == BodyKind::kJson;
    if (wants_json && !head.content_type.empty() && !is_json(head.content_type)) {
        return refuse(unsupported_type());
    }
    admission.route = &route;
    admission.max_body_bytes = takes_body(*method) ? route.options.max_body_bytes : 0;
    admission.params = params_of(route, *target);
    admission.request = Request{*method,
                                std::move(target->path),
                                std::move(target->query),
                                {},
                                {},
                                head.content_type,
                                head.last_event_id,
                                head.peer,
                                head.request_id};
    return admission;
}

void Router::run(Admission admission, std::string body, Respond respond) const {
    SARHAD_CHECK(admission.route != nullptr);
    Request& request = admission.request;
    const auto answer = [respond, id = request.request_id](Response response) {
        respond(with_instance(std::move(response), id));
    };
    if (body.size() > admission.max_body_bytes) return answer(too_large(admission.max_body_bytes));
    if (admission.route->options.body == BodyKind::kBytes) {
        request.content = std::move(body);
    } else if (!body.empty()) {
        if (!is_json(request.content_type)) return answer(unsupported_type());
        JsonLimits limits;
        limits.bytes = admission.max_body_bytes;
        auto parsed = parse_json(body, limits);
        if (!parsed) return answer(bad_request(parsed.error()));
        request.body = *std::move(parsed);
    }
    if (const auto* handler = std::get_if<Handler>(&admission.route->handler)) {
        return answer((*handler)(request, admission.params));
    }
    std::get<DeferredHandler>(admission.route->handler)(request, admission.params, Respond{answer});
}

void Router::handle(const Head& head, std::string body, Respond respond) const {
    Admission admission = admit(head);
    if (admission.refusal) return respond(*std::move(admission.refusal));
    run(std::move(admission), std::move(body), std::move(respond));
}

}  // namespace sarhad::api
