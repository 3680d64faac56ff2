// Frames of what ports report: a segment is its rows and nothing else, whatever happened meanwhile.
#include "frames_fixture.h"
#include "support.h"

#include "central/frame_keeper.h"
#include "central/routes.h"

#include <utility>

namespace sarhad::central {
namespace {

TEST_F(FramesOfPorts, HaveWhatWasDecidedAndWhatCameOfIt) {
    take({crossing(1, 0), crossing(2, 1, true)});
    make();
    EXPECT_EQ(entities(), (Ids{1, 2}));
    inspect(2, facts::Finding::kPositive, 5);
    inspect(2, facts::Finding::kNegative, 6);  // The last word counts.
    inspect(2, facts::Finding::kPositive, 4);  // This one came late.
    make();
    EXPECT_EQ(entities(), (Ids{1, 2}));
    const auto files = opened();
    ASSERT_EQ(files.size(), 1U);
    ASSERT_EQ(files[0].labels.size(), 1U);
    const rules::frames::FrameLabel& label = files[0].labels[0];
    EXPECT_EQ(label.place.row, 1);
    EXPECT_EQ(
        label.inspection,
        (rules::frames::Inspection{Selected::kRandom, rules::frames::Finding::kNegative, 26}));
    EXPECT_EQ(label.person[0], 2);
}

TEST_F(FramesOfPorts, AnInspectionThatComesBeforeItsCrossingJoinsIt) {
    inspect(1, facts::Finding::kPositive, 5);
    take({crossing(1, 0)});
    make();
    EXPECT_EQ(opened().at(0).labels.size(), 1U);
}

TEST_F(FramesOfPorts, TheLastRecordOfAJourneyCountsOnceWhicheverComesFirst) {
    facts::Crossing expected = crossing(1, 0);
    facts::Crossing arrived = crossing(2, 90);
    expected.passage = arrived.passage = {9};
    take({expected, crossing(3, 1)});
    make();
    EXPECT_EQ(entities(), (Ids{1, 3}));
    take({arrived});
    make();
    EXPECT_EQ(entities(), (Ids{2, 3}));

    facts::Crossing late = crossing(4, 60);  // Older than what is here.
    late.passage = {9};
    take({late});
    make();
    EXPECT_EQ(entities(), (Ids{2, 3}));
    inspect(4, facts::Finding::kPositive, 5);
    make();
    EXPECT_EQ(labels(), (std::map<int, int>{{2, 25}}));
}

TEST_F(FramesOfPorts, WhatCameOfAnInspectionGoesOverToTheRecordThatStands) {
    facts::Crossing expected = crossing(1, 0);
    facts::Crossing corrected = crossing(2, 30);
    facts::Crossing arrived = crossing(3, 90);
    expected.passage = corrected.passage = arrived.passage = {9};
    take({expected});
    inspect(1, facts::Finding::kPositive, 5);
    make();
    EXPECT_EQ(labels(), (std::map<int, int>{{1, 25}}));
    take({corrected});
    make();
    EXPECT_EQ(labels(), (std::map<int, int>{{2, 25}}));
    take({arrived});  // Over two records.
    make();
    EXPECT_EQ(entities(), (Ids{3}));
    EXPECT_EQ(labels(), (std::map<int, int>{{3, 25}}));
    inspect(1, facts::Finding::kNegative, 7);  // Told of the old record, which is long superseded.
    make();
    EXPECT_EQ(labels(), (std::map<int, int>{{3, 27}}));
    inspect(3, facts::Finding::kNegative, 6);  // Older than that.
    make();
    EXPECT_EQ(labels(), (std::map<int, int>{{3, 27}}));
    inspect(3, facts::Finding::kNegative, 8);
    make();
    EXPECT_EQ(labels(), (std::map<int, int>{{3, 28}}));
    erase(3);
    make();
    EXPECT_EQ(entities(), Ids{});
}

TEST_F(FramesOfPorts, AnErasedRecordsInspectionStaysWithNobody) {
    facts::Crossing expected = crossing(1, 0);
    facts::Crossing arrived = crossing(2, 90);
    expected.passage = arrived.passage = {9};
    take({expected});
    inspect(1, facts::Finding::kPositive, 5);
    take({arrived});
    make();
    EXPECT_EQ(labels(), (std::map<int, int>{{2, 25}}));
    erase(1);
    make();
    EXPECT_EQ(entities(), (Ids{2}));
    EXPECT_EQ(labels(), (std::map<int, int>{}));
}

TEST_F(FramesOfPorts, AListAndTheDeskBehindItAreOneAndTheDesksStands) {
    facts::Crossing listed = crossing(1, 0);
    facts::Crossing desk = crossing(2, 90);
    facts::Crossing late = crossing(3, 120);  // A closed list, after he stood at the desk.
    listed.passage = desk.passage = late.passage = {9};
    desk.uid = 1001;
    take({listed});
    inspect(1, facts::Finding::kPositive, 1);
    take({desk});
    make();
    EXPECT_EQ(entities(), (Ids{2}));
    take({late});
    make();
    EXPECT_EQ(entities(), (Ids{2}));
    EXPECT_EQ(labels(), (std::map<int, int>{{2, 21}}));
    inspect(3, facts::Finding::kNegative, 3);
    make();
    EXPECT_EQ(labels(), (std::map<int, int>{{2, 23}}));
}

TEST_F(FramesOfPorts, WhomALaterListLeavesOutIsInNoFrame) {
    leave_out({{2}});  // It may come before its record.
    take({crossing(1, 0), crossing(2, 1), crossing(3, 2)});
    make();
    EXPECT_EQ(entities(), (Ids{1, 3}));
    leave_out({{3}, {8}});
    leave_out({{3}});
    make();
    EXPECT_EQ(entities(), (Ids{1}));

    facts::Crossing again = crossing(4, 50);  // On a list once more, and told anew.
    again.passage = {9};
    take({again});
    make();
    EXPECT_EQ(entities(), (Ids{1, 4}));
    erase(3);
    EXPECT_EQ(count_of(store::Sql{"SELECT count(*) FROM not_travelling"}), 2);
}

TEST_F(FramesOfPorts, OnlyTheNodeThatMadeACrossingSaysWhatCameOfIt) {
    take({crossing(1, 0), crossing(2, 1)});
    inspect(1, facts::Finding::kPositive, 5);
    const core::NodeId own = node;
    const auto added = store->provision_node(
        {core::PortId{"PKXXB-1"}, wire::PublicKey{3}, wire::PublicKey{4}}, now);
    ASSERT_TRUE(added);
    node = added->id;
    inspect(1, facts::Finding::kNegative, 9);  // Of another node's crossing, and later.
    inspect(2, facts::Finding::kPositive, 9);
    inspect(3, facts::Finding::kPositive, 9);  // Of one that is still to come there.
    leave_out({{1}});
    node = own;
    take({crossing(3, 2)});
    make();
    EXPECT_EQ(entities(), (Ids{1, 2, 3}));
    EXPECT_EQ(labels(), (std::map<int, int>{{1, 25}}));
}

TEST_F(FramesOfPorts, AnErasedCrossingsPassageIsForgottenAtOnce) {
    facts::Crossing first = crossing(1, 0);
    facts::Crossing second = crossing(2, 5);
    first.passage = second.passage = {9};
    take({first, second});
    const auto passages = [&] { return count_of(store::Sql{"SELECT count(*) FROM passage"}); };
    erase(1);
    EXPECT_EQ(passages(), 1) << "it is the other record's";
    erase(2);
    EXPECT_EQ(passages(), 0);
}

TEST_F(FramesOfPorts, WhatIsErasedIsInNoFrame) {
    take({crossing(1, 0), crossing(2, 1)});
    inspect(1, facts::Finding::kPositive, 2);
    make();
    erase(1);
    make();
    EXPECT_EQ(entities(), (Ids{2}));
    EXPECT_TRUE(opened().at(0).labels.empty());
    inspect(1, facts::Finding::kPositive, 3);  // A port that had not heard of it.
    make();
    EXPECT_EQ(entities(), (Ids{2}));
    EXPECT_EQ(count_of(store::Sql{"SELECT count(*) FROM inspection"}), 0);
}

TEST_F(FramesOfPorts, WhatIsLostOrHalfMadeIsMadeAgain) {
    take({crossing(1, 0), crossing(2, 1)});
    make();
    FrameRows rows{store::QuerySource{*database}, seal};
    const auto tails = rows.tails();
    ASSERT_TRUE(tails);
    EXPECT_EQ(*folder.wanted(*tails), std::vector<FrameSegment>{kFirst}) << "it may be a backup";

    // A kill between the frames and their labels, and files of a segment that was being made.
    const std::string segment = top + "/frames/1-1-0/";
    std::filesystem::copy(segment + "traveller-2026-11.frames",
                          top + "/frames/making/traveller-2026-11.frames");
    std::filesystem::remove_all(top + "/frames/1-1-0");
    std::filesystem::create_directory(top + "/frames/2-1-8");
    const auto wanted = folder.wanted(*tails);
    ASSERT_TRUE(wanted);
    EXPECT_EQ(*wanted, (std::vector<FrameSegment>{kFirst, {core::NodeId{2}, core::Epoch{1}, 8}}));
    ASSERT_TRUE(FrameMarks(*database, seal).want(*wanted));
    make();
    EXPECT_EQ(entities(), (Ids{1, 2}));
}

TEST_F(FramesOfPorts, WhatCameWhileASegmentWasMadeIsDueStill) {
    take({crossing(1, 0)});
    FrameRows rows{store::QuerySource{*database}, seal};
    const auto due = rows.due(10);
    ASSERT_EQ(due->size(), 1U);
    take({crossing(2, 1)});
    ASSERT_TRUE(FrameMarks(*database, seal).done(*due, core::WallTime{0}));
    make();
    EXPECT_EQ(entities(), (Ids{1, 2}));
}

TEST_F(FramesOfPorts, AreThrownAwayWhenTheyAreOld) {
    take({crossing(1, 0), crossing(2, 31 * 1440)});
    make();
    EXPECT_EQ(opened().size(), 2U);
    const core::WallTime later{now.micros + 401LL * 86'400'000'000};
    ASSERT_TRUE(folder.drop_old(later));
    EXPECT_EQ(entities(), (Ids{2}));
    ASSERT_TRUE(FrameMarks(*database, seal).want({kFirst}));
    now = later;
    make();
    EXPECT_EQ(entities(), (Ids{2})) << "and are not made again";
}

/// Runs nothing by itself.
class HeldTasks final : public core::Executor {
public:
    [[nodiscard]] bool post(core::Lane lane, core::Task task) override {
        tasks[lane].push_back(std::move(task));
        return true;
    }
    void run(core::Lane lane) {
        for (const core::Task& task : std::exchange(tasks[lane], {})) {
            task();
        }
    }
    std::map<core::Lane, std::vector<core::Task>> tasks;
};

TEST_F(FramesOfPorts, WhatIsAskedOfThemIsReadWhereTheTrialRuns) {
    HeldTasks tasks;
    Lanes lanes{tasks};
    ManualClock clock;
    KeptLog log;
    FrameRows rows{store::QuerySource{*database}, seal};
    FrameMarks marks{*database, seal};
    FrameKeeper keeper{{clock, log, lanes, rows, marks, folder}};
    api::Router router;
    add_backtest_route(router, keeper);
    const auto ask = [&router](const std::string& body, int& status) {
        api::Head head;
        head.method = "POST";
        head.target = "/v1/rules/backtest";
        head.content_type = api::kJsonType;
        head.peer.roles = api::Role::kAnalyst;
        status = 0;
        router.handle(head, body, api::Respond{[&status](const api::Response& answer) {
                          status = answer.status;
                      }});
    };
    int first = 0;
    ask("{\"rules\": [\"" + std::string(3U << 20U, '0') + "\"]}", first);
    EXPECT_EQ(first, 0);
    EXPECT_EQ(tasks.tasks[core::Lane::kBuild].size(), 1U);  // Nothing of it is read on the loop.
    int second = 0;
    ask("{}", second);
    EXPECT_EQ(second, 429);  // One at a time: no other body waits in memory.
    EXPECT_EQ(tasks.tasks[core::Lane::kBuild].size(), 1U);
    tasks.run(core::Lane::kBuild);
    tasks.run(core::Lane::kLoop);
    EXPECT_EQ(first, 422);
    ask("no JSON", second);
    EXPECT_EQ(second, 0);
    tasks.run(core::Lane::kBuild);
    tasks.run(core::Lane::kLoop);
    EXPECT_EQ(second, 422);
}

TEST_F(FramesOfPorts, ACrossingWithoutAFrameIsCounted) {
    facts::Crossing old = crossing(1, 0);
    old.decision.frame.clear();
    facts::Crossing wrong = crossing(2, 0);
    wrong.decision.frame.resize(5);
    take({old, wrong, crossing(3, 0)});
    make();
    EXPECT_EQ(entities(), (Ids{3}));
    EXPECT_EQ(last.without, 1U);
    EXPECT_EQ(last.unread, 1U);
}

}  // namespace
}  // namespace sarhad::central
