#include "central/routes.h"

#include "support.h"

#include "core/posix_files.h"
#include "core/text.h"
#include "support/route_roles.h"
#include "wire/streams.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace sarhad::central {
namespace {

using api::Json;

class Routes : public ::testing::Test {
protected:
    Routes() {
        folder = (std::filesystem::temp_directory_path() / "sarhad-agencies-XXXXXX").string();
        EXPECT_NE(mkdtemp(folder.data()), nullptr);
        agencies =
            std::make_unique<Agencies>(files, folder + "/agencies.toml", daemon::TrustFile{});
        RouteParts parts{*rig.central,
                         lanes,
                         *agencies,
                         metrics,
                         hub,
                         "1.0",
                         "tcp://127.0.0.1:1",
                         "tcp://127.0.0.1:2",
                         [](const std::vector<daemon::TrustedRole>& roles) {
                             return core::cat("agencies ", roles.size());
                         },
                         [] { return std::string{"subject"}; },
                         {},
                         {}};
        add_routes(router, parts);
    }
    ~Routes() override { std::filesystem::remove_all(folder); }

    api::Response ask(std::string method,
                      std::string target,
                      const Json& body = {},
                      api::Roles roles = api::Role::kAdministrator) {
        api::Head head;
        head.method = std::move(method);
        head.target = std::move(target);
        head.content_type = body.is_null() ? "" : std::string{api::kJsonType};
        head.peer.roles = roles;
        api::Response answer;
        router.handle(head, body.is_null() ? "" : api::to_text(body), api::Respond{[&](auto got) {
                          answer = std::move(got);
                      }});
        rig.thread.run_all();
        return answer;
    }
    support::Ask asker() {
        return [this](const auto& method, const auto& target, const auto& body, api::Roles roles) {
            return ask(method, target, body.empty() ? Json{} : Json::object(), roles);
        };
    }

    api::Response trust_agency(const wire::SigningKey& key) {
        return ask("POST",
                   "/v1/trust/agencies",
                   Json::object({{"name", "wl/demo"},
                                 {"keys", Json::array({core::to_hex(key.public_key().bytes())})}}));
    }
    api::Response publish(const core::Bytes& file,
                          const wire::SigningKey& key,
                          const Json& allow_shrink = false) {
        const wire::Signature signature = signed_by(key, file).at(0);
        return ask("POST",
                   "/v1/lists",
                   Json::object({{"file", core::to_hex(file)},
                                 {"key", core::to_hex(signature.key_id)},
                                 {"signature", core::to_hex(signature.value)},
                                 {"allow_shrink", allow_shrink}}));
    }
    api::Response add_node() { return add_node(TestNode{rig.seal_public, "PKXXA-1"}.request()); }
    api::Response add_node(const NewNode& node) {
        return ask("POST",
                   "/v1/nodes",
                   Json::object({{"port", "PKXXA"},
                                 {"site", 1},
                                 {"link_public", core::to_hex(node.link)},
                                 {"sign_public", core::to_hex(node.sign)}}));
    }

    Rig rig;
    core::PosixFiles files;
    std::string folder;
    std::unique_ptr<Agencies> agencies;
    Lanes lanes{rig.thread};
    daemon::Metrics metrics;
    api::EventHub hub{1};
    api::Router router;
};

TEST_F(Routes, AnAddedNodeIsToldWhatToTrustAndIsListed) {
    const api::Response added = add_node();
    EXPECT_EQ(added.status, 201);
    EXPECT_EQ(*added.body.int_at("node"), 1);
    EXPECT_EQ(*added.body.text_at("trust"), "agencies 0");
    EXPECT_EQ(*added.body.text_at("subject_key"), "subject");
    const api::Response nodes = ask("GET", "/v1/nodes");
    EXPECT_EQ(*nodes.body.find("nodes")->elements().at(0).text_at("state"), "never-seen");
    EXPECT_EQ(*nodes.body.find("states")->int_at("never-seen"), 1);
    EXPECT_EQ(rig.allowed.size(), 1U);
}

TEST_F(Routes, ANodeAddedAgainAfterALostAnswerIsTheSameNode) {
    const NewNode node = TestNode{rig.seal_public, "PKXXA-1"}.request();
    ASSERT_EQ(add_node(node).status, 201);
    const api::Response again = add_node(node);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(*again.body.int_at("node"), 1);
    EXPECT_EQ(ask("GET", "/v1/nodes").body.find("nodes")->elements().size(), 1U);
}

TEST_F(Routes, ASecondNodeOfThePortIsAConflictThatNamesTheFirst) {
    ASSERT_EQ(add_node().status, 201);
    const api::Response refused = add_node();
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.body.text_at("detail")->find("port PKXXA-1: node 1 is there since "),
              std::string::npos);
    EXPECT_EQ(rig.allowed.size(), 1U);
}

TEST_F(Routes, ARevokedNodeIsShownAsSuch) {
    ASSERT_EQ(add_node().status, 201);
    EXPECT_EQ(ask("POST", "/v1/nodes/1/revoke").status, 200);
    EXPECT_EQ(*ask("GET", "/v1/nodes/1").body.text_at("state"), "revoked");
    EXPECT_TRUE(ask("GET", "/v1/nodes").body.find("nodes")->elements().empty());
    EXPECT_EQ(ask("POST", "/v1/nodes/9/revoke").status, 404);
}

TEST_F(Routes, AnAgencyOnceTrustedPublishes) {
    const wire::SigningKey key = wire::SigningKey::generate(rig.random);
    const core::Bytes file = demo_list(1, 1, 5);
    EXPECT_EQ(publish(file, key).status, 403);
    EXPECT_EQ(trust_agency(key).status, 200);
    EXPECT_EQ(publish(file, key).status, 200);
    EXPECT_EQ(publish(file, key).status, 409);
    ASSERT_EQ(add_node().status, 201);
    const api::Response status = ask("GET", "/v1/lists/wl%2Fdemo%2Fpersons/status");
    EXPECT_EQ(*status.body.int_at("edition"), 1);
    EXPECT_EQ(*status.body.find("nodes")->elements().at(0).int_at("edition"), 0);
}

TEST_F(Routes, AListThatShrinksIsPublishedOnlyWhereItIsSaidSo) {
    ASSERT_EQ(trust_agency(rig.agency).status, 200);
    ASSERT_EQ(publish(demo_list(1, 1, 20), rig.agency).status, 200);
    const api::Response refused = publish(demo_list(2, 1, 10), rig.agency);
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(api::body_text(refused).find("10 entries where 20 are now"), std::string::npos);
    EXPECT_EQ(publish(demo_list(2, 1, 10), rig.agency, "yes").status, 422);
    EXPECT_EQ(*ask("GET", "/v1/lists").body.find("lists")->elements().at(0).int_at("edition"), 1);
    EXPECT_EQ(publish(demo_list(2, 1, 10), rig.agency, true).status, 200);
}

TEST_F(Routes, ADamagedListFileIsRefusedAndTheListInForceStays) {
    ASSERT_EQ(trust_agency(rig.agency).status, 200);
    ASSERT_EQ(publish(demo_list(1, 1, 5), rig.agency).status, 200);
    const core::Bytes good = demo_list(2, 1, 6);
    const auto refused = [&](const core::Bytes& bad) {
        const wire::Signature signature = signed_by(rig.agency, good).at(0);
        const api::Response answer =
            ask("POST",
                "/v1/lists",
                Json::object({{"file", core::to_hex(bad)},
                              {"key", core::to_hex(signature.key_id)},
                              {"signature", core::to_hex(signature.value)}}));
        EXPECT_EQ(answer.status, 422);
        EXPECT_EQ(*ask("GET", "/v1/lists").body.find("lists")->elements().at(0).int_at("edition"),
                  1);
        return api::body_text(answer);
    };
    const core::Bytes cut{good.begin(), good.end() - 1};
    EXPECT_NE(refused(cut).find("list file: its hash does not agree"), std::string::npos);
    EXPECT_NE(refused({}).find("list file: not a list file"), std::string::npos);
    core::Bytes flipped = good;
    flipped[good.size() / 2] ^= 1U;
    EXPECT_NE(refused(flipped).find("list file: its hash does not agree"), std::string::npos);
    core::Bytes newer = good;
    newer[9] = 2;  // The version, behind the magic.
    EXPECT_NE(refused(newer).find("version 2, this software reads 1"), std::string::npos);
    EXPECT_EQ(publish(good, rig.agency).status, 200);
}

TEST_F(Routes, AnAgencysKeysOutliveTheProcess) {
    ASSERT_EQ(trust_agency(rig.agency).status, 200);
    Agencies again{files, folder + "/agencies.toml", daemon::TrustFile{}};
    ASSERT_TRUE(again.read());
    ASSERT_EQ(again.roles().size(), 1U);
    EXPECT_EQ(again.roles().at(0).name, "wl/demo");
}

TEST_F(Routes, ABodyThatIsNoSubmissionIsRefused) {
    EXPECT_EQ(ask("POST", "/v1/lists", Json::object({{"file", "zz"}})).status, 422);
    EXPECT_EQ(ask("POST", "/v1/nodes", Json::object({{"port", "PKXXA"}})).status, 422);
    EXPECT_EQ(ask("POST", "/v1/trust/agencies", Json::object({{"name", "x"}})).status, 422);
}

TEST_F(Routes, AlertsAndSummaryShowWhatIsHeld) {
    const auto node = rig.add_node("PKXXA-1");
    rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
    const facts::Crossing crossing = node->crossing(1);
    rig.transport.receive(node->id(),
                          wire::Channel::kControl,
                          node->batch(wire::up::kHits, {node->report_row(crossing)}));
    rig.thread.run_all();
    const api::Response alerts = ask("GET", "/v1/alerts");
    const auto page = api::parse_json(api::body_text(alerts));
    ASSERT_TRUE(page);
    const Json& alert = page->find("alerts")->elements().at(0);
    EXPECT_EQ(*alert.text_at("id"), core::to_hex(crossing.id));
    EXPECT_EQ(*alert.int_at("nodes"), 1);
    const api::Response summary = ask("GET", "/v1/crossings/summary");
    const Json& streams = *summary.body.find("nodes")->elements().at(0).find("streams");
    EXPECT_EQ(*streams.elements().at(0).int_at("rows"), 1);
    EXPECT_NE(metrics.render().find("state=\"current\"} 1"), std::string::npos);
}

TEST_F(Routes, PagesOfAlertsStandStillWhileNewOnesArrive) {
    const auto node = rig.add_node("PKXXA-1");
    rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
    const auto arrive = [&](std::uint8_t first, std::uint8_t until) {
        for (std::uint8_t number = first; number <= until; ++number) {
            rig.transport.receive(
                node->id(),
                wire::Channel::kControl,
                node->batch(wire::up::kHits, {node->report_row(node->crossing(number))}));
            rig.thread.run_all();
        }
    };
    const auto page = [&](const std::string& query) {
        const auto body = api::parse_json(api::body_text(ask("GET", "/v1/alerts" + query)));
        std::string text;
        for (const Json& alert : body->find("alerts")->elements()) {
            text += core::cat(*alert.int_at("seq"), " ");
        }
        const Json& next = *body->find("next_before");
        return text + (next.is_null() ? "end" : core::cat("next ", next.as_int()));
    };
    EXPECT_EQ(page(""), "end");
    arrive(1, 5);
    EXPECT_EQ(page("?limit=2"), "5 4 next 4");
    arrive(6, 7);
    EXPECT_EQ(page("?limit=2&before=4"), "3 2 next 2");
    EXPECT_EQ(page("?limit=2&before=2"), "1 end");
    EXPECT_EQ(page(""), "7 6 5 4 3 2 1 end");
    EXPECT_EQ(ask("GET", "/v1/alerts?limit=0").status, 422);
}

TEST_F(Routes, IsNotHealthyOnAFullDiskUntilSomethingIsStoredAgain) {
    const auto node = rig.add_node("PKXXA-1");
    rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
    rig.thread.run_all();
    EXPECT_EQ(ask("GET", "/v1/health").status, 200);
    const auto limit = [&](store::Sql pragma) {
        auto statement = rig.kept.database().prepare(pragma);
        ASSERT_TRUE(statement && statement->query_int64());
    };
    limit("PRAGMA max_page_count = 1");  // As many as there are: SQLite gives SQLITE_FULL.
    const auto frame = node->batch(
        wire::up::kHits, std::vector<core::Bytes>(40, node->report_row(node->crossing(1))));
    rig.transport.receive(node->id(), wire::Channel::kControl, frame);
    rig.thread.run_all();
    EXPECT_TRUE(rig.sent_to<wire::Ack>(node->id()).empty());
    const api::Response full = ask("GET", "/v1/health");
    EXPECT_EQ(full.status, 503);
    EXPECT_NE(api::body_text(full).find("NOT_STORED"), std::string::npos);
    EXPECT_TRUE(ask("GET", "/v1/status").body.text_at("not_stored_because"));
    limit("PRAGMA max_page_count = 1000000");
    rig.transport.receive(node->id(), wire::Channel::kControl, frame);
    rig.thread.run_all();
    EXPECT_EQ(rig.sent_to<wire::Ack>(node->id()).size(), 1U);
    EXPECT_EQ(ask("GET", "/v1/health").status, 200);
}

TEST_F(Routes, AnAdministratorSeesAndReleasesAStoppedStream) {
    const auto node = rig.add_node("PKXXA-1");
    rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
    const wire::ErrorReport report{std::string{replication::kForkedUp}, {}, false};
    rig.transport.receive(
        node->id(), wire::Channel::kControl, replication::to_frame(report, wire::up::kHits));
    rig.thread.run_all();
    const Json before = ask("GET", "/v1/streams").body;
    ASSERT_EQ(before.find("quarantined")->elements().size(), 1U);
    const Json& stopped = before.find("quarantined")->elements()[0];
    EXPECT_EQ(*stopped.text_at("port"), "PKXXA-1");
    EXPECT_EQ(*stopped.text_at("direction"), "up");
    EXPECT_EQ(*stopped.text_at("name"), "hits");
    EXPECT_EQ(*stopped.text_at("reason"), replication::kStoppedByNode);

    const std::string path = core::cat("/v1/nodes/", node->id().value(), "/streams/up/2/release");
    const Json word = Json::object({{"officer", "admin.1"}, {"reason", "the disk was changed"}});
    EXPECT_EQ(ask("POST", path, Json::object({{"officer", "admin.1"}})).status, 422);
    EXPECT_EQ(ask("POST", "/v1/nodes/9/streams/up/2/release", word).status, 404);
    EXPECT_EQ(ask("POST", "/v1/nodes/x/streams/up/2/release", word).status, 422);
    EXPECT_EQ(ask("POST", path, word).status, 200);
    const Json after = ask("GET", "/v1/streams").body;
    EXPECT_TRUE(after.find("quarantined")->elements().empty());
    ASSERT_EQ(after.find("released")->elements().size(), 1U);
    EXPECT_EQ(*after.find("released")->elements()[0].text_at("officer"), "admin.1");
}

using support::RouteRole;

const std::vector<RouteRole>& route_roles() {
    static const std::vector<RouteRole> kRows{
        {{"GET", "/v1", api::Role::kViewer},
         {"GET", "/v1/health", api::Role::kViewer},
         {"GET", "/v1/status", api::Role::kViewer},
         {"GET", "/v1/metrics", api::Role::kViewer},
         {"GET", "/v1/events", api::Role::kViewer},
         {"GET", "/v1/nodes", api::Role::kViewer},
         {"GET", "/v1/nodes/{id}", api::Role::kViewer},
         {"POST", "/v1/nodes", api::Role::kAdministrator},
         {"POST", "/v1/nodes/{id}/revoke", api::Role::kAdministrator},
         {"GET", "/v1/streams", api::Role::kAdministrator},
         {"POST", "/v1/nodes/{id}/streams/{direction}/{stream}/release", api::Role::kAdministrator},
         {"GET", "/v1/crossings/summary", api::Role::kViewer},
         {"GET", "/v1/lists", api::Role::kViewer},
         {"GET", "/v1/lists/{name}/status", api::Role::kViewer},
         {"GET", "/v1/lists/{name}/snapshot", api::Role::kAdministrator},
         {"GET", "/v1/lists/{name}/snapshot/{child}", api::Role::kAdministrator},
         {"POST", "/v1/lists", api::Role::kAnalyst},
         {"POST", "/v1/uploads", api::Role::kAnalyst},
         {"POST", "/v1/uploads/{hash}/{offset}", api::Role::kAnalyst},
         {"POST", "/v1/uploads/{hash}/publish", api::Role::kAnalyst},
         {"GET", "/v1/uploads/{hash}", api::Role::kAnalyst},
         {"POST", "/v1/trust/agencies", api::Role::kAdministrator},
         {"GET", "/v1/expected", api::Role::kViewer},
         {"POST", "/v1/expected", api::Role::kAnalyst},
         {"GET", "/v1/expected/{journey}", api::Role::kViewer},
         {"POST", "/v1/expected/{journey}/cancel", api::Role::kAnalyst},
         {"GET", "/v1/rule-changes", api::Role::kAnalyst},
         {"POST", "/v1/rule-changes", api::Role::kAnalyst},
         {"GET", "/v1/rule-changes/{id}", api::Role::kAnalyst},
         {"POST", "/v1/rule-changes/{id}/approve", api::Role::kAnalyst},
         {"POST", "/v1/rule-changes/{id}/withdraw", api::Role::kAnalyst},
         {"GET", "/v1/rules", api::Role::kAnalyst},
         {"GET", "/v1/rule-sets", api::Role::kAnalyst},
         {"GET", "/v1/rule-sets/{name}", api::Role::kAnalyst},
         {"GET", "/v1/rules/{id}", api::Role::kAnalyst},
         {"GET", "/v1/erasures", api::Role::kAnalyst},
         {"POST", "/v1/erasures", api::Role::kAnalyst},
         {"POST", "/v1/erasures/{id}/approve", api::Role::kAnalyst},
         {"GET", "/v1/chains/{id}/{stream}", api::Role::kViewer},
         {"GET", "/v1/cargo", api::Role::kAnalyst},
         {"GET", "/v1/cargo/{id}", api::Role::kAnalyst},
         {"GET", "/v1/pairs", api::Role::kAnalyst},
         {"GET", "/v1/proof", api::Role::kAdministrator},
         {"POST", "/v1/nodes/{id}/pairs/{pair}/withdraw", api::Role::kAnalyst},
         {"GET", "/v1/alerts", api::Role::kAnalyst}}};
    return kRows;
}

TEST_F(Routes, OpensEachRouteToItsRoleAndToNoOther) {
    support::expect_each_role_opens_its_routes(route_roles(), asker());
}

TEST_F(Routes, HasNoRouteWithoutARowInTheTableOfRoles) {
    support::expect_table_names_every_route(route_roles(), asker());
}

}  // namespace
}  // namespace sarhad::central
