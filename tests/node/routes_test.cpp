#include "node/routes.h"

#include "rig.h"

#include "core/text.h"
#include "support/route_roles.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

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
        head.peer.uid = 1001;
        std::optional<api::Response> answer;
        router_.handle(head, std::move(body), api::Respond{[&](api::Response response) {
                           answer = std::move(response);
                       }});
        rig_.settle();
        return answer.value_or(api::Response{});
    }

    support::Ask asker() {
        return [this](const auto& method, const auto& target, const auto& body, api::Roles roles) {
            return ask(method, target, body, roles);
        };
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

TEST_F(RoutesTest, DiscardsARefusedFileAndRecordsWhoWhenAndWhy) {
    rig_.drop_file("junk.edi", "this is no message");
    rig_.pass(std::chrono::seconds{1});
    const std::string path = "/v1/intake/refused/junk.edi/discard";
    EXPECT_EQ(ask("POST", path, "{}").status, 422);
    EXPECT_EQ(ask("POST", path, R"({"why":""})").status, 422);
    EXPECT_EQ(ask("POST", path, R"({"why":"two\nlines"})").status, 422);
    EXPECT_EQ(ask("POST", path, R"({"why":")" + std::string(kWhyMax + 1, 'x') + R"("})").status,
              422);
    EXPECT_EQ(ask("POST", path, R"({"why":"x"})", api::Role::kOfficer).status, 403);
    EXPECT_EQ(ask("POST", "/v1/intake/refused/other/discard", R"({"why":"x"})").status, 404);
    EXPECT_TRUE(rig_.names_in("discarded").empty());
    ASSERT_EQ(ask("GET", "/v1/intake/refused").body.find("refused")->elements().size(), 1U);

    const api::Response done = ask("POST", path, R"({"why":"a \"test\" of the carrier"})");
    EXPECT_EQ(done.status, 200);
    EXPECT_TRUE(ask("GET", "/v1/intake/refused").body.find("refused")->elements().empty());
    EXPECT_TRUE(rig_.names_in("refused").empty());
    const std::vector<std::string> records = rig_.names_in("discarded");
    ASSERT_EQ(records.size(), 1U);
    const auto bytes = rig_.files.read(
        core::cat(rig_.folder.path(), "/spool/discarded/", records[0]), core::kibibytes(4));
    ASSERT_TRUE(bytes) << bytes.error().what;
    const auto record = api::parse_json(core::as_text(*bytes));
    ASSERT_TRUE(record);
    EXPECT_EQ(*record->text_at("file"), "junk.edi");
    EXPECT_EQ(*record->text_at("why"), "a \"test\" of the carrier");
    EXPECT_EQ(*record->text_at("at"), *done.body.text_at("at"));
    EXPECT_EQ(*record->int_at("uid"), 1001);
    EXPECT_EQ(*record->text_at("digest"), *done.body.text_at("digest"));
    EXPECT_EQ(record->text_at("digest")->size(), 64U);
}

/// The next alert of the stream, its id filled with `number`.
wire::DeltaBody alert_delta(std::uint8_t number, const wire::DeltaBody* before) {
    facts::Alert alert;
    alert.id.fill(number);
    alert.port = core::PortId{"PKXXB-1"};
    wire::DeltaBody delta;
    delta.stream = wire::down::kAlerts;
    delta.name = "alert";
    delta.epoch = core::Epoch{1};
    delta.seq = core::Seq{number};
    delta.prev_chain = before == nullptr
                           ? wire::Hash256{}
                           : wire::chain_hash(before->prev_chain, wire::encode(*before));
    delta.ends_edition = true;
    delta.ops = {{wire::OpKind::kUpsert, core::to_hex(alert.id), wire::encode(alert)}};
    return delta;
}

TEST_F(RoutesTest, PagesOfAlertsStandStillWhileNewOnesArrive) {
    rig_.bring_link_up();
    std::optional<wire::DeltaBody> last;
    const auto arrive = [&](int first, int until) {
        for (int number = first; number <= until; ++number) {
            last = alert_delta(static_cast<std::uint8_t>(number), last ? &*last : nullptr);
            rig_.deliver(*last);
        }
    };
    /// The numbers on the page, then before which number the next one begins.
    const auto page = [&](const std::string& query) {
        const auto body = api::parse_json(api::body_text(ask("GET", "/v1/alerts" + query)));
        std::string text;
        for (const api::Json& alert : body->find("alerts")->elements()) {
            text += core::cat(*alert.int_at("number"), " ");
        }
        const api::Json& next = *body->find("next_before");
        return text + (next.is_null() ? "end" : core::cat("next ", next.as_int()));
    };
    EXPECT_EQ(page(""), "end");
    arrive(1, 5);
    EXPECT_EQ(page("?limit=2"), "4 5 next 4");
    arrive(6, 7);
    EXPECT_EQ(page("?limit=2&before=4"), "2 3 next 2");
    EXPECT_EQ(page("?limit=2&before=2"), "1 end");
    EXPECT_EQ(page("?limit=7"), "1 2 3 4 5 6 7 next 1");
    EXPECT_EQ(page("?before=1"), "end");
    EXPECT_EQ(page(""), "1 2 3 4 5 6 7 end");
    EXPECT_EQ(ask("GET", "/v1/alerts?limit=0").status, 422);
    EXPECT_EQ(ask("GET", "/v1/alerts?before=x").status, 422);
    EXPECT_EQ(ask("GET", "/v1/alerts?before=9999999999999999999").status, 422);
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

TEST_F(RoutesTest, AnAdministratorSeesAndReleasesAStoppedStream) {
    rig_.bring_link_up();
    const wire::Nack refused{
        core::StreamId{2}, core::Epoch{1}, core::Seq{1}, wire::NackReason::kFork};
    rig_.transport.receive(wire::Channel::kControl,
                           wire::encode_frame(refused, wire::Lane::kUrgent, refused.stream));
    rig_.settle();
    const api::Json before = ask("GET", "/v1/streams").body;
    ASSERT_EQ(before.find("quarantined")->elements().size(), 1U);
    const api::Json& stopped = before.find("quarantined")->elements()[0];
    EXPECT_EQ(*stopped.text_at("direction"), "up");
    EXPECT_EQ(*stopped.int_at("stream"), 2);
    EXPECT_EQ(*stopped.text_at("name"), "hits");
    EXPECT_EQ(*stopped.text_at("reason"), "central refuses the rows");
    EXPECT_EQ(stopped.text_at("since")->back(), 'Z');

    const std::string path = "/v1/streams/up/2/release";
    const std::string body = R"({"officer":"admin.1","reason":"the disk was changed"})";
    EXPECT_EQ(ask("POST", path, R"({"officer":"admin.1"})").status, 422);
    EXPECT_EQ(ask("POST", path, R"({"officer":"two words","reason":"x"})").status, 422);
    EXPECT_EQ(ask("POST", "/v1/streams/side/2/release", body).status, 422);
    EXPECT_EQ(ask("POST", "/v1/streams/up/1/release", body).status, 404);
    const api::Response released = ask("POST", path, body);
    EXPECT_EQ(released.status, 200);
    EXPECT_EQ(*released.body.text_at("why"), "the disk was changed");
    const api::Json after = ask("GET", "/v1/streams").body;
    EXPECT_TRUE(after.find("quarantined")->elements().empty());
    ASSERT_EQ(after.find("released")->elements().size(), 1U);
    EXPECT_EQ(*after.find("released")->elements()[0].text_at("officer"), "admin.1");
}

TEST_F(RoutesTest, AnAdministratorSeesAListThatComesWhole) {
    const std::vector<wire::StreamPosition> heads{{kTestStream, core::Epoch{1}, core::Seq{9}, {}}};
    rig_.bring_link_up(&heads);
    const api::Json streams = ask("GET", "/v1/streams").body;
    ASSERT_EQ(streams.find("coming")->elements().size(), 1U);
    const api::Json& list = streams.find("coming")->elements()[0];
    EXPECT_EQ(*list.int_at("stream"), kTestStream.value());
    EXPECT_FALSE(list.int_at("edition")) << "central has not said which";
    EXPECT_EQ(*list.int_at("chunks"), 256);
    EXPECT_EQ(*list.text_at("reason"), "");
}

using support::RouteRole;

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
         {"POST", "/v1/intake/refused/{name}/discard", api::Role::kAdministrator},
         {"GET", "/v1/crossings", api::Role::kOfficer},
         {"GET", "/v1/cargo", api::Role::kOfficer},
         {"GET", "/v1/cargo/{id}", api::Role::kOfficer},
         {"GET", "/v1/cargo/{id}/inspection", api::Role::kOfficer},
         {"POST", "/v1/cargo/{id}/inspection", api::Role::kOfficer},
         {"GET", "/v1/crossings/{id}/inspection", api::Role::kOfficer},
         {"POST", "/v1/crossings/{id}/inspection", api::Role::kOfficer},
         {"GET", "/v1/inspections", api::Role::kAnalyst},
         {"GET", "/v1/crossings/{id}/listed", api::Role::kOfficer},
         {"GET", "/v1/alerts", api::Role::kOfficer},
         {"POST", "/v1/alerts/{id}/ack", api::Role::kOfficer},
         {"GET", "/v1/late-hits", api::Role::kAnalyst},
         {"GET", "/v1/pairs", api::Role::kOfficer},
         {"POST", "/v1/pairs", api::Role::kOfficer},
         {"POST", "/v1/pairs/{id}/remove", api::Role::kOfficer},
         {"GET", "/v1/streams", api::Role::kAdministrator},
         {"POST", "/v1/bundle", api::Role::kAdministrator},
         {"POST", "/v1/bundle/chunks/{child}", api::Role::kAdministrator},
         {"POST", "/v1/bundle/install", api::Role::kAdministrator},
         {"POST", "/v1/streams/{direction}/{stream}/release", api::Role::kAdministrator},
         {"POST", "/v1/late-hits/{id}/pair", api::Role::kAnalyst},
         {"GET", "/v1/expected", api::Role::kOfficer},
         {"GET", "/v1/expected/{journey}", api::Role::kOfficer},
         {"GET", "/v1/journeys", api::Role::kOfficer},
         {"GET", "/v1/journeys/{journey}", api::Role::kOfficer},
         {"GET", "/v1/rules", api::Role::kAnalyst},
         {"GET", "/v1/rule-sets", api::Role::kAnalyst},
         {"GET", "/v1/rule-sets/{name}", api::Role::kAnalyst},
         {"GET", "/v1/rules/{id}", api::Role::kAnalyst},
         {"GET", "/v1/go-aheads", api::Role::kOfficer},
         {"POST", "/v1/go-aheads", api::Role::kAnalyst},
         {"GET", "/v1/ledger", api::Role::kOfficer},
         {"POST", "/v1/ledger/{counter}/{number}/enter", api::Role::kOfficer},
         {"POST", "/v1/screen", api::Role::kOfficer}}};
    return kRows;
}

TEST_F(RoutesTest, OpensEachRouteToItsRoleAndToNoOther) {
    support::expect_each_role_opens_its_routes(route_roles(), asker());
}

TEST_F(RoutesTest, HasNoRouteWithoutARowInTheTableOfRoles) {
    support::expect_table_names_every_route(route_roles(), asker());
}

}  // namespace
}  // namespace sarhad::node
