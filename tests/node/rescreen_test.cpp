// Those who passed before they were listed.
#include "node_fixture.h"

#include "node/routes.h"
#include "watchlists/list_file.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

namespace sarhad::node {
namespace {

class Rescreening : public NodeTest {
protected:
    static wire::Op manifest_op(const watchlists::ListManifest& manifest) {
        return {
            wire::OpKind::kUpsert, std::string{watchlists::kManifestId}, wire::encode(manifest)};
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

TEST_F(Rescreening, ReadsNothingWhileNothingIsStored) {
    rig_.start();
    rig_.bring_link_up();
    pass_by("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}});
    rig_.pass(std::chrono::seconds{3});
    const auto tasks = [this] {
        return rig_.executor.posted(core::Lane::kRead) + rig_.executor.posted(core::Lane::kStore);
    };
    const std::size_t before = tasks();
    rig_.pass(std::chrono::seconds{15});
    // One a second looks after the log; what happens once a minute may come too.
    EXPECT_LE(tasks() - before, 15U + 10U);
    // And who is listed then is still found.
    publish(ops_);
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(late_hits().size(), 1U);
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
    const std::size_t before = rig_.executor.posted(core::Lane::kMatch);
    while (rig_.executor.posted(core::Lane::kMatch) < before + 2) {  // Read, then screened.
        ASSERT_TRUE(rig_.executor.run_one() ||
                    rig_.time.step(rig_.time.mono() + std::chrono::seconds{1}));
    }
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
    EXPECT_TRUE(late_hits().empty());
    EXPECT_EQ(rig_.node->status().outbox[wire::up::kDesk].rows, 1U);
    EXPECT_EQ(rig_.node->status().rescreen.late_hits, 0U);  // Every viewer sees it.
    rig_.crash();
    rig_.start();
    EXPECT_EQ(rig_.node->status().rescreen.late_hits, 0U);
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

TEST_F(Rescreening, AnOrderFindsThoseWhoPassedOnItsFirstDay) {
    rig_.start();
    rig_.bring_link_up();
    pass_by("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}});
    watchlists::ListEntry entry = listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321");
    const core::WallTime tomorrow{rig_.time.wall().micros + 86'400'000'000};
    entry.order.valid_from = facts::day_of(tomorrow);
    publish({upsert_of(entry), ops_[1]});
    rig_.pass(std::chrono::seconds{2});
    EXPECT_TRUE(late_hits().empty());
    EXPECT_EQ(rig_.node->status().rescreen.due, 0U);
    rig_.crash();  // It is on the disk.
    rig_.start();
    rig_.time.step_wall(std::chrono::hours{24});
    rig_.pass(std::chrono::seconds{2});
    ASSERT_EQ(late_hits().size(), 1U);
    EXPECT_EQ(late_hits().at(0).late.hit.entry, "T.1");
    rig_.time.step_wall(std::chrono::hours{24});
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(late_hits().size(), 1U);
    EXPECT_EQ(rig_.node->status().rescreen.due, 0U);
}

TEST_F(Rescreening, AProfileFindsThoseWhoPassedOnItsFirstDay) {
    rig_.start();
    rig_.bring_link_up();
    pass_by("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}, {"EXAMPLOV", "BOLAT", "XT1112223"}});
    watchlists::ListManifest manifest;
    manifest.name = kTestList;
    const core::WallTime tomorrow{rig_.time.wall().micros + 86'400'000'000};
    manifest.profile.valid_from = facts::day_of(tomorrow);
    std::vector<wire::Op> ops = ops_;
    ops.push_back(manifest_op(manifest));
    publish(ops);
    rig_.pass(std::chrono::seconds{3});
    EXPECT_TRUE(late_hits().empty());
    rig_.time.step_wall(std::chrono::hours{24});
    rig_.pass(std::chrono::seconds{3});
    EXPECT_EQ(late_hits().size(), 2U);
    EXPECT_EQ(rig_.node->status().rescreen.due, 0U);
}

TEST_F(Rescreening, LowerThresholdsFindWhoWasNotToldOf) {
    rig_.start();
    rig_.bring_link_up();
    pass_by("A1", {{"QORBANTEST", "ZAMAR", "XT0000000"}});
    watchlists::ListManifest manifest;
    manifest.name = kTestList;
    manifest.thresholds = {
        core::Permille{1000}, core::Permille{1000}, core::Permille{1000}, core::Permille{1000}};
    std::vector<wire::Op> ops = ops_;
    ops.push_back(manifest_op(manifest));
    publish(ops);
    rig_.pass(std::chrono::seconds{2});
    EXPECT_TRUE(late_hits().empty());
    EXPECT_EQ(rig_.node->status().rescreen.due, 0U);

    const auto first =
        edition_deltas(ops, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}});
    manifest.thresholds = {};
    wire::DeltaBody next = first.back();
    next.seq = core::next(next.seq);
    next.prev_chain = wire::chain_hash(next.prev_chain, wire::encode(first.back()));
    next.edition = 2;
    next.pre_root = root_of(ops);
    ops.back() = manifest_op(manifest);
    next.post_root = root_of(ops);
    next.ops = {ops.back()};
    rig_.deliver(next);
    rig_.pass(std::chrono::seconds{3});
    ASSERT_EQ(late_hits().size(), 1U);
    EXPECT_EQ(late_hits().at(0).late.hit.entry, "T.1");
    EXPECT_EQ(rig_.node->status().rescreen.due, 0U);
}

}  // namespace
}  // namespace sarhad::node
