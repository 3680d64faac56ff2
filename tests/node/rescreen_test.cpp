// Those who passed before they were listed.
#include "node_fixture.h"

#include "node/routes.h"
#include "wire/streams.h"

namespace sarhad::node {
namespace {

class Rescreening : public NodeTest {
protected:
    std::vector<LateHitItem> late_hits() {
        std::vector<LateHitItem> items;
        rig_.node->late_hits(
            std::nullopt, kPageMax, [&](core::Result<std::vector<LateHitItem>> page) {
                ASSERT_TRUE(page) << page.error().what;
                items = *std::move(page);
            });
        rig_.settle();
        return items;
    }
    void pass_by(const std::string& reference, const std::vector<Passenger>& who) {
        rig_.drop_file(reference + ".edi", paxlst(reference, who));
        rig_.pass(kMoment);
    }
};

TEST_F(Rescreening, FindsWhoPassedBeforeHeWasListed) {
    rig_.start();
    rig_.bring_link_up();
    pass_by("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}, {"QUIETTEST", "ANA", "XT5"}});
    EXPECT_TRUE(late_hits().empty());
    publish(ops_);
    rig_.pass(std::chrono::seconds{1});
    const auto found = late_hits();
    ASSERT_EQ(found.size(), 1U);
    const facts::LateHit& late = found[0].late;
    EXPECT_EQ(late.hit.entry, "T.1");
    EXPECT_EQ(late.hit.tier, facts::Tier::kHold);
    EXPECT_EQ(late.hit.edition, 1U);
    const auto crossings = crossings_of(rig_);
    EXPECT_EQ(late.crossing, crossings.at(0).crossing.id);
    EXPECT_EQ(late.passed_at, crossings.at(0).crossing.screened_at);
    EXPECT_GT(late.found_at, late.passed_at);
    // Never at a counter: no alert, no event that a counter's page shows.
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kHitRaised), 0U);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kAlertReceived), 0U);
    EXPECT_EQ(rig_.node->status().rescreen.due, 0U);
    EXPECT_EQ(rig_.node->status().outbox[wire::up::kDesk].rows, 1U);
}

TEST_F(Rescreening, WhoWasToldWhenHePassedIsNoLateHit) {
    rig_.start();
    rig_.bring_link_up();
    publish(ops_);
    pass_by("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}});
    rig_.pass(std::chrono::seconds{2});
    EXPECT_TRUE(late_hits().empty());
    EXPECT_EQ(rig_.node->status().rescreen.due, 0U);
}

TEST_F(Rescreening, FindsWhoWasScreenedBeforeAndRecordedAfter) {
    rig_.start();
    rig_.bring_link_up();
    rig_.drop_file("A1.edi", paxlst("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}}));
    rig_.executor.set_full(core::Lane::kStore, true);  // Screened, and nothing can be recorded.
    rig_.pass(kMoment);
    EXPECT_TRUE(crossings_of(rig_).empty());
    rig_.executor.set_full(core::Lane::kStore, false);
    publish(ops_);
    rig_.pass(std::chrono::minutes{2});
    ASSERT_EQ(crossings_of(rig_).size(), 1U);
    EXPECT_TRUE(crossings_of(rig_).at(0).crossing.decision.hits.empty());
    EXPECT_EQ(late_hits().size(), 1U);
    EXPECT_EQ(rig_.node->status().rescreen.due, 0U);
}

TEST_F(Rescreening, AnOrderThatHasEndedFindsNobody) {
    rig_.start();
    rig_.bring_link_up();
    pass_by("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}});
    watchlists::ListEntry entry = listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321");
    entry.order.valid_until = facts::day_of(rig_.time.wall());
    rig_.time.step_wall(std::chrono::hours{24});
    publish({upsert_of(entry)});
    rig_.pass(std::chrono::seconds{2});
    EXPECT_TRUE(late_hits().empty());
    EXPECT_EQ(rig_.node->status().rescreen.due, 0U);
}

TEST_F(Rescreening, ADiscreetLateHitIsForCentralAlone) {
    rig_.start();
    rig_.bring_link_up();
    pass_by("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}});
    watchlists::ListEntry entry = listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321");
    entry.order.action = facts::ListAction::kDiscreet;
    publish({upsert_of(entry)});
    rig_.pass(std::chrono::seconds{2});
    ASSERT_EQ(late_hits().size(), 1U);
    EXPECT_EQ(rig_.node->status().outbox[wire::up::kDesk].rows, 1U);
    api::Router router;
    add_late_routes(router, *rig_.node);
    api::Head head;
    head.method = "GET";
    head.target = "/v1/late-hits";
    head.peer.roles = api::Role::kAdministrator;
    std::optional<api::Response> answer;
    router.handle(
        head, {}, api::Respond{[&](api::Response response) { answer = std::move(response); }});
    rig_.settle();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(api::body_text(*answer), "{\"groups\":[],\"next_before\":null}\n");
}

TEST_F(Rescreening, GoesOnAfterACrashAndFindsEachOnce) {
    rig_.start();
    rig_.bring_link_up();
    pass_by("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}, {"EXAMPLOV", "BOLAT", "XT1112223"}});
    rig_.executor.set_full(core::Lane::kMatch, true);  // In force only after the crash.
    publish(ops_);
    rig_.crash();
    rig_.executor.set_full(core::Lane::kMatch, false);
    rig_.start();
    EXPECT_EQ(rig_.node->status().rescreen.due, 2U);
    rig_.pass(std::chrono::seconds{3});
    EXPECT_EQ(late_hits().size(), 2U);
    EXPECT_EQ(rig_.node->status().rescreen.due, 0U);
    rig_.crash();
    rig_.start();
    rig_.pass(std::chrono::seconds{3});
    EXPECT_EQ(late_hits().size(), 2U);
    EXPECT_EQ(rig_.node->status().rescreen.late_hits, 2U);
}

}  // namespace
}  // namespace sarhad::node
