#pragma once

#include "central/frame_folder.h"
#include "central/frame_rows.h"
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

using rules::RuleKind;
using rules::frames::LabelledFile;
using rules::frames::Selected;

inline const FrameSegment kFirst{core::NodeId{1}, core::Epoch{1}, 0};

/// A central with a node whose rows come one after the other, and a folder of frames.
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
            row.is_desk = crossings[i].uid.has_value();
        }
        const auto stored = store->append_rows(batch);
        ASSERT_TRUE(stored) << stored.error().what;
    }
    void inspect(std::uint8_t number, facts::Finding finding, int minute) {
        RowBatch batch = next(wire::up::kDesk, 1);
        facts::Inspection said;
        said.crossing = {number};
        said.node = batch.node;
        said.at = {now.micros + minute * 60'000'000LL};
        said.selected = facts::SelectedBy::kRandom;
        said.finding = finding;
        said.minutes = static_cast<std::uint16_t>(20 + minute);
        batch.inspections = {said};
        ASSERT_TRUE(store->append_rows(batch));
    }
    /// A later list of their journey has them no more.
    void leave_out(const std::vector<AlertId>& crossings) {
        RowBatch batch = next(wire::up::kDesk, 1);
        batch.not_travelling = crossings;
        ASSERT_TRUE(store->append_rows(batch));
    }
    void erase(std::uint8_t number) {
        NewErasure erasure;
        erasure.row.crossing = {number};
        erasure.row.policy = "order/1";
        erasure.row.why = "a test";
        erasure.row.asker = {"desk.1", 1001};
        erasure.row.erased_at = now;
        erasure.row.approver = Speaker{"desk.2", 1002};
        erasure.head.name = "desk";
        erasure.head.position = {core::StreamId{5}, core::Epoch{1}, core::Seq{++erasures_}, {}};
        erasure.delta.position = erasure.head.position;
        const auto erased = store->erase(erasure);
        ASSERT_TRUE(erased) << erased.error().what;
    }
    std::int64_t count_of(store::Sql sql) {
        auto select = database->prepare(sql);
        SARHAD_CHECK(select.has_value());
        return select->query_int64()->value_or(-1);
    }
    /// What came of looks: the first bytes of persons, and minutes.
    std::map<int, int> labels() {
        std::map<int, int> found;
        for (const LabelledFile& of : opened()) {
            for (const rules::frames::FrameLabel& label : of.labels) {
                found[label.person[0]] = label.inspection.minutes;
            }
        }
        return found;
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
        if (!files) {
            return {};
        }
        EXPECT_TRUE(files->left_out.empty()) << files->left_out.front().why;
        return std::move(files->files);
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
        wire::StreamPosition& at = tails_[{node, stream}];
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
    std::map<std::pair<core::NodeId, core::StreamId>, wire::StreamPosition> tails_;
    std::uint64_t erasures_{0};
};

}  // namespace sarhad::central
