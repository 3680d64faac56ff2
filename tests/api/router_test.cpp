#include "api/router.h"

#include "core/text.h"

#include <gtest/gtest.h>

namespace sarhad::api {
namespace {

using core::Errc;
using core::Error;

constexpr Peer peer_with(Roles roles) {
    return {1000, 1000, 42, roles};
}

class RouterTest : public testing::Test {
protected:
    RouterTest() {
        router_.add(
            Method::kGet,
            "/v1/alerts/{id}",
            Role::kViewer,
            [](const Request&, const Params& params) -> Response {
                SARHAD_TRY(const std::uint64_t id, params.number("id"));
                if (id == 404) return Error{Errc::kNotFound, core::cat("no alert ", id)};
                return Json::object({{"id", id}});
            },
            "One alert.");
        router_.add(Method::kPost,
                    "/v1/alerts/{id}/ack",
                    Role::kOfficer,
                    [this](const Request& request, const Params&, Respond respond) {
                        body_ = request.body;
                        respond_.push_back(std::move(respond));
                    },
                    "Takes an alert on.",
                    {BodyKind::kJson, 64});
        router_.add(
            Method::kGet,
            "/v1/alerts/open",
            Role::kViewer,
            [](const Request&, const Params&) { return Response{Json{"open"}}; },
            "Alerts nobody has taken on.");
        router_.add(Method::kPut,
                    "/v1/lists/{list}/draft",
                    Role::kAnalyst,
                    [](const Request& request, const Params&) {
                        return Response{Json{request.content.size()}};
                    },
                    "A new draft of a list, in any format that is read.",
                    {BodyKind::kBytes, 32U << 20U});
    }

    Response ask(Head head, std::string body = {}) {
        std::optional<Response> got;
        head.request_id = "req-7";
        router_.handle(head, std::move(body), Respond{[&got](Response response) {
                           EXPECT_FALSE(got);
                           got = std::move(response);
                       }});
        if (!respond_.empty()) {
            respond_.front()(Json{"done"});
            respond_.front()(Json{"twice"});
            respond_.clear();
        }
        return got.value_or(Response{});
    }
    Response get(std::string target, Roles roles = Role::kViewer) {
        return ask({"GET", std::move(target), {}, {}, peer_with(roles), {}});
    }
    Response post(std::string target, std::string body, std::string type, Roles roles) {
        return ask({"POST", std::move(target), std::move(type), {}, peer_with(roles), {}},
                   std::move(body));
    }

    Router router_;
    Json body_{};
    std::vector<Respond> respond_{};
};

TEST_F(RouterTest, GivesThePathsParametersToTheHandler) {
    const Response response = get("/v1/alerts/17");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(body_text(response), "{\"id\":17}\n");
}

TEST_F(RouterTest, PrefersAFixedPieceOverAParameter) {
    EXPECT_EQ(get("/v1/alerts/open").body, Json{"open"});
}

TEST_F(RouterTest, AnswersAnErrorOfAHandlerAsProblem) {
    const Response response = get("/v1/alerts/404");
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_EQ(body_text(response),
              "{\"type\":\"urn:sarhad:error:not-found\",\"title\":\"No such thing here\","
              "\"status\":404,\"detail\":\"no alert 404\",\"instance\":\"req-7\"}\n");
}

TEST_F(RouterTest, AnswersAWrongParameterWith422) {
    const Response response = get("/v1/alerts/x");
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(*response.body.text_at("detail"), "parameter \"id\" must be a whole number from 0");
}

TEST_F(RouterTest, NamesTheNearestPath) {
    const Response response = get("/v1/alert/17");
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(*response.body.text_at("detail"), "no such path: did you mean /v1/alerts/17?");
}

TEST_F(RouterTest, PointsToTheListWhereNoPathIsNear) {
    EXPECT_EQ(*get("/something/else/entirely").body.text_at("detail"),
              "no such path: GET /v1 lists the paths");
}

TEST_F(RouterTest, NamesTheMethodsOfAPath) {
    const Response response =
        ask({"DELETE", "/v1/alerts/17", {}, {}, peer_with(Role::kViewer), {}});
    EXPECT_EQ(response.status, 405);
    ASSERT_EQ(response.headers.size(), 1U);
    EXPECT_EQ(response.headers[0], (std::pair<std::string, std::string>{"Allow", "GET"}));
}

TEST_F(RouterTest, AnswersAMethodThatDoesNotExistWith501) {
    EXPECT_EQ(ask({"BREW", "/v1", {}, {}, peer_with(Role::kViewer), {}}).status, 501);
}

TEST_F(RouterTest, NamesTheMissingRole) {
    const Response response = post("/v1/alerts/17/ack", "{}", "application/json", Role::kViewer);
    EXPECT_EQ(response.status, 403);
    EXPECT_EQ(*response.body.text_at("detail"),
              "this needs the role officer: ask the administrator to add your group to it");
}

TEST_F(RouterTest, ShowsAStrangerNothing) {
    EXPECT_EQ(get("/v1", Roles{}).status, 403);
    EXPECT_EQ(get("/v1/nowhere", Roles{}).status, 403);
}

TEST_F(RouterTest, GivesEachRoleWhatItMay) {
    const std::string target = "/v1/alerts/17/ack";
    EXPECT_EQ(post(target, "{}", "application/json", Role::kOfficer).status, 200);
    EXPECT_EQ(post(target, "{}", "application/json", Role::kAnalyst).status, 403);
    EXPECT_EQ(post(target, "{}", "application/json", Role::kAdministrator).status, 200);
    for (const Role role : kAllRoles)
        EXPECT_EQ(get("/v1/alerts/1", role).status, 200);
}

TEST_F(RouterTest, AnswersADeferredRequestOnce) {
    const Response response = post("/v1/alerts/17/ack",
                                   R"({"by":"desk 3"})",
                                   "application/json; charset=utf-8",
                                   Role::kOfficer);
    EXPECT_EQ(response.body, Json{"done"});
    EXPECT_EQ(*body_.text_at("by"), "desk 3");
}

TEST_F(RouterTest, AnswersADroppedRequestWith503) {
    router_.add(
        Method::kPost,
        "/v1/dropped",
        Role::kViewer,
        [](const Request&, const Params&, const Respond&) {},
        "Never answers.");
    EXPECT_EQ(post("/v1/dropped", "", "", Role::kViewer).status, 503);
}

TEST_F(RouterTest, RefusesABodyOverTheRoutesLimit) {
    const std::string body = "\"" + std::string(64, 'x') + "\"";
    const Response response = post("/v1/alerts/1/ack", body, "application/json", Role::kOfficer);
    EXPECT_EQ(response.status, 413);
    EXPECT_EQ(*response.body.text_at("detail"), "this path takes a body of at most 64 bytes");
}

TEST_F(RouterTest, RefusesABodyThatIsNotJson) {
    EXPECT_EQ(post("/v1/alerts/1/ack", "{", "application/json", Role::kOfficer).status, 400);
    EXPECT_EQ(
        post("/v1/alerts/1/ack", "a=1", "application/x-www-form-urlencoded", Role::kOfficer).status,
        415);
    EXPECT_EQ(post("/v1/alerts/1/ack", "{}", "", Role::kOfficer).status, 415);
}

TEST_F(RouterTest, GivesBytesAsTheyAreToARouteThatTakesThem) {
    const Response response =
        ask({"PUT", "/v1/lists/un/draft", "application/xml", {}, peer_with(Role::kAnalyst), {}},
            std::string(2U << 20U, 'x'));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, Json{2U << 20U});
}

TEST_F(RouterTest, ListsItsRoutesInOrder) {
    const Response response = get("/v1");
    const Json* routes = response.body.find("routes");
    ASSERT_NE(routes, nullptr);
    ASSERT_EQ(routes->elements().size(), 5U);
    EXPECT_EQ(to_text(routes->elements()[1]),
              R"({"method":"GET","path":"/v1/alerts/open","role":"viewer",)"
              R"("doc":"Alerts nobody has taken on."})");
}

TEST(Problem, ComesBackAsTheSameError) {
    for (const Errc code : {Errc::kInvalid,
                            Errc::kNotFound,
                            Errc::kConflict,
                            Errc::kCorrupt,
                            Errc::kUnauthenticated,
                            Errc::kUnavailable,
                            Errc::kExhausted}) {
        const Response response{Error{code, "why"}};
        const Error back = error_of(response.status, response.body);
        EXPECT_EQ(back.code, code);
        EXPECT_EQ(back.what, "why");
        EXPECT_EQ(error_of(response.status, Json{}).code, code);
    }
}

TEST(Roles, HaveNamesThatReadBack) {
    for (const Role role : kAllRoles)
        EXPECT_EQ(parse_role(to_text(role)), role);
    EXPECT_FALSE(parse_role("king"));
}

TEST(RouterDeathTest, RefusesTheSameRouteTwice) {
    Router router;
    const Handler handler = [](const Request&, const Params&) { return Response{}; };
    router.add(Method::kGet, "/v1/x", Role::kViewer, handler, "x");
    EXPECT_DEATH(router.add(Method::kGet, "/v1/x", Role::kOfficer, handler, "y"), "twice");
}

}  // namespace
}  // namespace sarhad::api
