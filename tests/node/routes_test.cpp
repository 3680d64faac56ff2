#include "node/routes.h"

#include "rig.h"

#include "core/text.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sarhad::node {
namespace {

class RoutesTest : public testing::Test {
protected:
    RoutesTest() {
        rig_.start();
        add_routes(router_, {*rig_.node, metrics_, hub_, Demo::kOff, "0.1.0", {}});
    }

    api::Response ask(const std::string& method,
                      const std::string& target,
                      std::string body = {},
                      api::Roles roles = api::Role::kAdministrator) {
        api::Head head;
        head.method = method;
        head.target = target;
        head.content_type = body.empty() ? "" : "application/json";
        head.peer.roles = roles;
        std::optional<api::Response> answer;
        head.peer.uid = 1001;
        router_.handle(head, std::move(body), api::Respond{[&](api::Response response) {
                           answer = std::move(response);
                       }});
        rig_.settle();
        return answer.value_or(api::Response{});
    }

    Rig rig_;
    daemon::Metrics metrics_;
    api::EventHub hub_{1};
    api::Router router_;
};

TEST_F(RoutesTest, ScreensATravellerAndAnswersRecorded) {
    const api::Response answer =
        ask("POST", "/v1/screen", R"({"traveller":{"full_name":"ANNA TESTERSON"}})");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(*answer.body.text_at("recording"), "RECORDED");
    const api::Response page = ask("GET", "/v1/crossings?limit=10");
    const auto crossings = api::parse_json(api::body_text(page));
    ASSERT_TRUE(crossings);
    EXPECT_EQ(crossings->find("crossings")->elements().size(), 1U);
}

TEST_F(RoutesTest, RefusesATravellerWithoutANameOrADocument) {
    EXPECT_EQ(ask("POST", "/v1/screen", R"({"traveller":{}})").status, 422);
    EXPECT_EQ(ask("POST", "/v1/screen", "{}").status, 422);
}

TEST_F(RoutesTest, ASlipInAMembersNameIsRefusedAndNotScreenedWithoutIt) {
    // "firstname" was passed over, and a listed traveller was green.
    const api::Response slip =
        ask("POST", "/v1/screen", R"({"traveller":{"surname":"TESTERSON","firstname":"ANNA"}})");
    EXPECT_EQ(slip.status, 422);
    EXPECT_NE(api::body_text(slip).find("did you mean first_name"), std::string::npos);
    const api::Response inner =
        ask("POST",
            "/v1/screen",
            R"({"traveller":{"surname":"TESTERSON","documents":[{"kind":"P","numbr":"XT1"}]}})");
    EXPECT_EQ(inner.status, 422);
    EXPECT_NE(api::body_text(inner).find("traveller.documents"), std::string::npos);
    EXPECT_EQ(
        ask("POST", "/v1/screen", R"({"traveler":{},"traveller":{"surname":"TESTERSON"}})").status,
        422);
}

TEST_F(RoutesTest, EventsForViewersNameNobody) {
    const auto stream = hub_.subscribe({});
    ask("POST", "/v1/screen", R"({"traveller":{"full_name":"ANNA TESTERSON"}})");
    std::string frames;
    while (const auto frame = stream->take()) {
        frames += *frame;
    }
    EXPECT_NE(frames.find("event: traveller_screened"), std::string::npos) << frames;
    EXPECT_NE(frames.find("\"channel\":"), std::string::npos) << frames;
    EXPECT_EQ(frames.find("TESTERSON"), std::string::npos) << frames;
}

TEST_F(RoutesTest, HasNoLinkSwitchWithoutDemo) {
    EXPECT_EQ(ask("POST", "/v1/link", R"({"state":"cut"})").status, 404);
}

TEST_F(RoutesTest, AnswersForAnUnknownAlert) {
    const std::string id(32, '0');
    EXPECT_EQ(ask("POST", "/v1/alerts/" + id + "/ack", R"({"officer":"desk.4"})").status, 404);
    EXPECT_EQ(ask("POST", "/v1/alerts/xyz/ack", R"({"officer":"desk.4"})").status, 422);
}

TEST_F(RoutesTest, ListsARefusedFileAndTakesItsRetry) {
    rig_.drop_file("junk.edi", "this is no message");
    rig_.pass(std::chrono::seconds{1});
    const api::Response refused = ask("GET", "/v1/intake/refused");
    ASSERT_EQ(refused.body.find("refused")->elements().size(), 1U);
    EXPECT_EQ(ask("POST", "/v1/intake/refused/junk.edi/retry", "{}").status, 200);
    EXPECT_EQ(ask("POST", "/v1/intake/refused/other.edi/retry", "{}").status, 404);
}

TEST_F(RoutesTest, IsHealthyOnceAListIsInForceAndNoneFails) {
    rig_.bring_link_up();
    const auto deltas =
        edition_deltas({upsert_of(listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321"))},
                       1,
                       {},
                       {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}});
    rig_.executor.set_full(core::Lane::kMatch, true);
    rig_.deliver(deltas[0]);
    rig_.executor.set_full(core::Lane::kMatch, false);
    const api::Response waiting = ask("GET", "/v1/lists");
    EXPECT_TRUE(waiting.body.find("lists")->elements().empty());
    const api::Json& list = waiting.body.find("lists_waiting")->elements().at(0);
    EXPECT_EQ(*list.text_at("name"), kTestList);
    EXPECT_NE(list.text_at("failed")->find("busy"), std::string::npos);
    EXPECT_EQ(ask("GET", "/v1/health").status, 503);
    rig_.pass(kBuildRetryMax);
    EXPECT_EQ(ask("GET", "/v1/health").status, 200);
    EXPECT_EQ(ask("GET", "/v1/lists").body.find("lists")->elements().size(), 1U);
}

TEST_F(RoutesTest, ShowsStatusAndMetrics) {
    EXPECT_EQ(*ask("GET", "/v1/status").body.text_at("recording"), "RECORDED");
    EXPECT_EQ(ask("GET", "/v1/health").status, 503);  // No list is in force.
    EXPECT_NE(ask("GET", "/v1/metrics").content.find("sarhad_screened_total 0"), std::string::npos);
}

/// A route and the role that opens it, written here a second time: a change is meant.
struct RouteRole {
    std::string method;
    std::string path;
    api::Role role;
};

const std::vector<RouteRole>& route_roles() {
    static const std::vector<RouteRole> kRows{
        {{"GET", "/v1", api::Role::kViewer},
         {"GET", "/v1/health", api::Role::kViewer},
         {"GET", "/v1/status", api::Role::kViewer},
         {"GET", "/v1/lists", api::Role::kViewer},
         {"GET", "/v1/metrics", api::Role::kViewer},
         {"GET", "/v1/events", api::Role::kViewer},
         {"GET", "/v1/intake", api::Role::kViewer},
         {"GET", "/v1/intake/refused", api::Role::kOfficer},
         {"POST", "/v1/intake/refused/{name}/retry", api::Role::kOfficer},
         {"GET", "/v1/crossings", api::Role::kOfficer},
         {"GET", "/v1/alerts", api::Role::kOfficer},
         {"POST", "/v1/alerts/{id}/ack", api::Role::kOfficer},
         {"POST", "/v1/screen", api::Role::kOfficer}}};
    return kRows;
}

TEST_F(RoutesTest, OpensEachRouteToItsRoleAndToNoOther) {
    for (const RouteRole& row : route_roles()) {
        for (const api::Role role : api::kAllRoles) {
            const std::string body = row.method == "GET" ? std::string{} : std::string{"{}"};
            const int status = ask(row.method, row.path, body, role).status;
            const bool is_open = role == row.role || role == api::Role::kAdministrator ||
                                 row.role == api::Role::kViewer;
            EXPECT_EQ(status != 403, is_open)
                << row.method << " " << row.path << " as " << api::to_text(role) << ": " << status;
        }
        EXPECT_EQ(ask(row.method, row.path, {}, api::Roles{}).status, 403) << row.path;
    }
}

TEST_F(RoutesTest, HasNoRouteWithoutARowInTheTableOfRoles) {
    const api::Response listing = ask("GET", "/v1");
    std::vector<std::string> listed;
    for (const api::Json& route : listing.body.find("routes")->elements()) {
        listed.push_back(core::cat(
            *route.text_at("method"), " ", *route.text_at("path"), " ", *route.text_at("role")));
    }
    std::vector<std::string> expected;
    for (const RouteRole& row : route_roles()) {
        expected.push_back(core::cat(row.method, " ", row.path, " ", api::to_text(row.role)));
    }
    std::sort(listed.begin(), listed.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(listed, expected);
}

}  // namespace
}  // namespace sarhad::node
         {"POST", "/v1/intake/refused/{name}/discard", api::Role::kAdministrator},
