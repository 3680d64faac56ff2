// Frames of what ports report: a segment is its rows and nothing else, whatever happened meanwhile.
#include "support.h"

#include "central/frame_folder.h"
#include "central/frame_keeper.h"
#include "central/frame_rows.h"
#include "central/routes.h"
#include "central/sqlite_store.h"
#include "core/check.h"
#include "core/posix_files.h"
#include "rules/frames/block_reader.h"
#include "rules/frames/packed_frame.h"
#include "rules/schema/facts.h"
#include "store/database.h"
#include "trial/frame_guard.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::central {
namespace {

using rules::RuleKind;
using rules::frames::LabelledFile;
using rules::frames::Selected;

const FrameSegment kFirst{core::NodeId{1}, core::Epoch{1}, 0};

class FramesOfPorts : public ::testing::Test {
protected:
    FramesOfPorts() {
        auto opened = store::Database::open({top + "/central.db"}, migrations());
        SARHAD_CHECK(opened.has_value());
        database = *std::move(opened);
        store = std::make_unique<SqliteStore>(*database, seal);
        const auto added = store->provision_node(
            {core::PortId{"PKXXA-1"}, wire::PublicKey{1}, wire::PublicKey{2}}, now);
        SARHAD_CHECK(added.has_value());
        node = added->id;
    }
    ~FramesOfPorts() override {
        store.reset();
        database.reset();
        std::filesystem::remove_all(top);
    }
    FramesOfPorts(const FramesOfPorts&) = delete;
    FramesOfPorts& operator=(const FramesOfPorts&) = delete;

    /// A traveller whom a port decided on at `minute`, with what rules were told.
    facts::Crossing crossing(std::uint8_t number, int minute, bool is_crew = false) {
        facts::Crossing made;
        made.id = {number};
        made.node = node;
        made.screened_at = {now.micros + minute * 60'000'000LL};
        made.subject_keys = {{number, 7}};
        made.decision.shadow_hits = {"OLD-001"};
        const rules::cel::SlotLayout& layout = folder.layouts().of(RuleKind::kTraveller);
        rules::engine::FrameBuilder builder{layout};
        builder.begin(rules::source_of(rules::Feed::kApi));
        const auto set = [&](std::string_view path, const rules::engine::Fact& fact) {
            EXPECT_TRUE(builder.set(layout.find(0, path).index, fact).has_value());
        };
        set("now", rules::engine::Micros{made.screened_at.micros});
        set("port.code", std::string_view{"PKXXA"});
        set("traveller.crew", is_crew);
        made.decision.frame = rules::frames::pack_frame(builder.finish(), RuleKind::kTraveller);
        return made;
    }
    void take(const std::vector<facts::Crossing>& crossings) {
        RowBatch batch = next(wire::up::kCrossings, crossings.size());
        for (std::size_t i = 0; i < crossings.size(); ++i) {
            OpenedRow& row = batch.rows[i];
            row.created = crossings[i].screened_at;
            row.id = core::to_bytes(core::ByteView{crossings[i].id});
            row.body = wire::encode(crossings[i]);
            row.passage = crossings[i].passage;
        }
        const auto stored = store->append_rows(batch);
        ASSERT_TRUE(stored) << stored.error().what;
    }
    void inspect(std::uint8_t number, facts::Finding finding, int minute) {
        RowBatch batch = next(wire::up::kDesk, 1);
        facts::Inspection said;
        said.crossing = {number};
        said.node = node;
        said.at = {now.micros + minute * 60'000'000LL};
        said.selected = facts::SelectedBy::kRandom;
        said.finding = finding;
        said.minutes = 25;
        batch.inspections = {said};
        ASSERT_TRUE(store->append_rows(batch));
    }
    /// All that is due is made.
    void make() {
        FrameRows rows{store::QuerySource{*database}, seal};
        FrameMarks marks{*database, seal};
        const auto due = rows.due(100);
        ASSERT_TRUE(due) << due.error().what;
        for (const FrameDue& one : *due) {
            const auto of = rows.rows(one.segment);
            ASSERT_TRUE(of) << of.error().what;
            const auto made = folder.make(one.segment, *of, now);
            ASSERT_TRUE(made) << made.error().what;
            last = *made;
        }
        ASSERT_TRUE(marks.done(*due, core::WallTime{0}));
        EXPECT_TRUE(rows.due(1)->empty());
    }
    std::vector<LabelledFile> opened() {
        auto files = folder.files(RuleKind::kTraveller, 0, 100'000);
        EXPECT_TRUE(files) << (files ? "" : files.error().what);
        return files ? *std::move(files) : std::vector<LabelledFile>{};
    }
    /// First bytes of the entities' ids.
    std::multiset<int> entities() {
        std::multiset<int> found;
        rules::frames::BlockReader reader{posix, guard, folder.layouts()};
        for (const LabelledFile& of : opened()) {
            for (const auto& block : of.file.blocks()) {
                reader.begin(of.file, block);
                for (const auto& id : **reader.entities()) {
                    found.insert(id[0]);
                }
            }
        }
        return found;
    }
    using Ids = std::multiset<int>;

    std::string top = temp_folder();
    wire::OsRandom random;
    wire::RecordSeal seal{store_key(), random};
    std::unique_ptr<store::Database> database;
    std::unique_ptr<SqliteStore> store;
    core::PosixFiles posix;
    trial::CheckedFrames guard;
    FrameFolder folder{posix, top + "/frames", guard};
    core::NodeId node{0};
    core::WallTime now{1'795'392'000'000'000};
    SegmentMade last;

private:
    static std::string temp_folder() {
        SARHAD_CHECK(wire::sodium_start().has_value());
        std::string name = (std::filesystem::temp_directory_path() / "frames-XXXXXX").string();
        SARHAD_CHECK(mkdtemp(name.data()) != nullptr);
        return name;
    }
    static wire::Secret store_key() {
        wire::Secret key{32};
        std::fill(key.bytes().begin(), key.bytes().end(), std::uint8_t{7});
        return key;
    }
    RowBatch next(core::StreamId stream, std::size_t count) {
        wire::StreamPosition& at = tails_[stream];
        RowBatch batch;
        batch.node = node;
        batch.prev = at.chain;
        batch.at = now;
        for (std::size_t i = 0; i < count; ++i) {
            OpenedRow row;
            row.seq = core::Seq{at.seq.value() + i + 1};
            batch.rows.push_back(std::move(row));
        }
        at = {stream, core::Epoch{1}, batch.rows.back().seq, wire::blake2b(batch.prev)};
        batch.position = at;
        return batch;
    }
    std::map<core::StreamId, wire::StreamPosition> tails_;
};

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
        (rules::frames::Inspection{Selected::kRandom, rules::frames::Finding::kNegative, 25}));
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
}

TEST_F(FramesOfPorts, WhatIsErasedIsInNoFrame) {
    take({crossing(1, 0), crossing(2, 1)});
    inspect(1, facts::Finding::kPositive, 2);
    make();
    NewErasure erasure;
    erasure.row.crossing = {1};
    erasure.row.policy = "order/1";
    erasure.row.why = "a test";
    erasure.row.asker = {"desk.1", 1001};
    erasure.row.erased_at = now;
    erasure.row.approver = Speaker{"desk.2", 1002};
    erasure.head.name = "desk";
    erasure.head.position = {core::StreamId{5}, core::Epoch{1}, core::Seq{1}, {}};
    erasure.delta.position = erasure.head.position;
    const auto erased = store->erase(erasure);
    ASSERT_TRUE(erased) << erased.error().what;
    make();
    EXPECT_EQ(entities(), (Ids{2}));
    EXPECT_TRUE(opened().at(0).labels.empty());
    inspect(1, facts::Finding::kPositive, 3);  // A port that had not heard of it.
    make();
    EXPECT_EQ(entities(), (Ids{2}));
    auto kept = database->prepare("SELECT count(*) FROM inspection");
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(kept->query_int64()->value_or(-1), 0);
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
