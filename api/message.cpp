#include "api/message.h"

#include "core/text.h"

#include <array>

namespace sarhad::api {

using core::Errc;
using core::Error;

namespace {

struct MethodName {
    Method method;
    std::string_view text;
};
constexpr std::array kMethods = {MethodName{Method::kGet, "GET"},
                                 MethodName{Method::kPost, "POST"},
                                 MethodName{Method::kPut, "PUT"},
                                 MethodName{Method::kPatch, "PATCH"},
                                 MethodName{Method::kDelete, "DELETE"}};

constexpr std::array<std::string_view, kAllRoles.size()> kRoleNames = {
    "viewer", "officer", "analyst", "administrator"};

struct ErrcNames {
    Errc code;
    int status;
    std::string_view name;
    std::string_view title;
};
constexpr std::array kErrcs = {
    ErrcNames{Errc::kInvalid, 422, "invalid", "The input is wrong"},
    ErrcNames{Errc::kNotFound, 404, "not-found", "No such thing here"},
    ErrcNames{Errc::kConflict, 409, "conflict", "The state has moved on"},
    ErrcNames{Errc::kCorrupt, 500, "corrupt", "Stored bytes fail their check"},
    ErrcNames{Errc::kUnauthenticated, 403, "unauthenticated", "Not allowed"},
    ErrcNames{Errc::kUnavailable, 503, "unavailable", "Not available now"},
    ErrcNames{Errc::kExhausted, 429, "exhausted", "A limit is reached"}};

const ErrcNames& names_of(Errc code) noexcept {
    for (const ErrcNames& names : kErrcs) {
        if (names.code == code) return names;
    }
    return kErrcs.front();
}

Errc code_of_status(int status) noexcept {
    if (status == 413 || status == 431 || status == 507) return Errc::kExhausted;
    if (status == 401) return Errc::kUnauthenticated;
    for (const ErrcNames& names : kErrcs) {
        if (names.status == status) return names.code;
    }
    return status >= 500 ? Errc::kUnavailable : Errc::kInvalid;
}

}  // namespace

std::string_view to_text(Method method) noexcept {
    return kMethods.at(static_cast<std::size_t>(method)).text;
}

std::optional<Method> parse_method(std::string_view text) noexcept {
    for (const MethodName& name : kMethods) {
        if (name.text == text) return name.method;
    }
    return std::nullopt;
}

std::string_view to_text(Role role) noexcept {
    return kRoleNames.at(static_cast<std::size_t>(role));
}

std::optional<Role> parse_role(std::string_view text) noexcept {
    for (const Role role : kAllRoles) {
        if (to_text(role) == text) return role;
    }
    return std::nullopt;
}

Response::Response(Json value) : status{200}, body{std::move(value)}, content_type{kJsonType} {}

Response::Response(const Error& error)
    : Response{problem(status_of(error.code), names_of(error.code).title, error)} {}

Response Response::created(Json value, std::string location) {
    Response made{std::move(value)};
    made.status = 201;
    made.headers.emplace_back("Location", std::move(location));
    return made;
}

Response Response::json_text(std::string content) {
    return text(std::move(content), kJsonType);
}

Response Response::text(std::string content, std::string_view type) {
    Response made;
    made.status = 200;
    made.content = std::move(content);
    made.content_type = std::string{type};
    return made;
}

Response Response::problem(int status, std::string_view title, const Error& error) {
    Response made;
    made.status = status;
    made.content_type = std::string{kProblemType};
    made.body = Json::object({{"type", core::cat("urn:sarhad:error:", name_of(error.code))},
                              {"title", title},
                              {"status", status},
                              {"detail", error.what}});
    return made;
}

Response Response::stream(std::shared_ptr<EventStream> events) {
    Response made;
    made.status = 200;
    made.content_type = "text/event-stream";
    made.events = std::move(events);
    return made;
}

int status_of(Errc code) noexcept {
    return names_of(code).status;
}

std::string_view name_of(Errc code) noexcept {
    return names_of(code).name;
}

Error error_of(int status, const Json& problem) {
    Error error{code_of_status(status), core::cat("the daemon answered with status ", status)};
    if (const auto type = problem.text_at("type"); type) {
        for (const ErrcNames& names : kErrcs) {
            if (*type == core::cat("urn:sarhad:error:", names.name)) error.code = names.code;
        }
    }
    if (auto detail = problem.text_at("detail"); detail) error.what = *std::move(detail);
    return error;
}

std::string body_text(const Response& response) {
    const bool is_json =
        response.content_type == kJsonType || response.content_type == kProblemType;
    if (is_json && response.content.empty()) {
        return to_text(response.body) + "\n";
    }
    return response.content;
}

}  // namespace sarhad::api
