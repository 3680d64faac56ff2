// A disk that fails at each of its operations in turn, while old deltas make room and a record is
// erased.
#include "central/sqlite_store.h"
#include "replication/up_batch.h"
#include "wire/keyring.h"
#include "wire/msgpack.h"
#include "wire/state_tree.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "sim/sim_disk.h"
#include "sim/sim_random.h"
#include "sim/sim_vfs.h"

namespace sarhad::central {
namespace {

using core::Epoch;
using core::NodeId;
using core::Seq;

constexpr core::StreamId kList{100};
constexpr AlertId kWhose{7, 7, 7};

/// A central's database on a disk of the simulator's.
class KeepFaults : public testing::Test {
protected:
    KeepFaults() : seal_{key(), random_} { open(); }
    ~KeepFaults() override { close(); }

    static wire::Secret key() {
        wire::Secret key{wire::RecordSeal::kKeySize};
        std::fill(key.bytes().begin(), key.bytes().end(), std::uint8_t{9});
        return key;
    }
    void open() {
        store::OpenOptions options;
        options.path = "central.db";
        options.vfs = vfs_.name();
        options.locking = store::Locking::kExclusive;
        auto opened = store::Database::open(options, migrations());
        ASSERT_TRUE(opened) << opened.error().what;
        database_ = *std::move(opened);
        store_.emplace(*database_, seal_);
    }
    void close() {
        store_.reset();
        database_.reset();
    }
    void reopen() {
        disk_.clear_faults();
        close();
        open();
    }
    /// An edition of these rows, one delta for each that changes, and what went.
    void publish(std::uint64_t edition, const std::map<std::string, std::string>& rows) {
        NewEdition made;
        std::map<std::string, wire::Hash256, std::less<>> hashes;
        for (const auto& [id, text] : rows) {
            hashes.emplace(id, wire::blake2b(core::as_bytes(text)));
            if (!rows_.contains(id) || rows_.at(id) != text) {
                add(made, edition, {wire::OpKind::kUpsert, id, core::to_bytes(text)});
            }
        }
        for (const auto& [id, text] : rows_) {
            if (!rows.contains(id)) {
                add(made, edition, {wire::OpKind::kRemove, id, {}});
            }
        }
        made.head = {"wl/demo/persons",
                     made.deltas.back().position,
                     edition,
                     wire::state_root(hashes),
                     rows.size() - 1,
                     {static_cast<std::int64_t>(edition) * 100}};
        const core::Status stored = store_->publish_edition(made);
        ASSERT_TRUE(stored) << stored.error().what;
        rows_ = rows;
    }
    void add(NewEdition& made, std::uint64_t edition, wire::Op op) {
        const wire::Hash256 prev = head_.chain;
        wire::DeltaBody body;
        body.stream = kList;
        body.name = "wl/demo/persons";
        body.epoch = Epoch{1};
        body.seq = core::next(head_.seq);
        body.prev_chain = prev;
        body.edition = edition;
        RowChange change{op.id, {}, body.seq};
        if (op.kind == wire::OpKind::kUpsert) {
            change.hash = wire::blake2b(op.body);
        }
        body.ops.push_back(std::move(op));
        wire::Delta delta;
        delta.body = wire::encode(body);
        head_ = {kList, Epoch{1}, body.seq, wire::chain_hash(prev, delta.body)};
        made.deltas.push_back({head_, prev, wire::encode(delta)});
        made.changes.push_back(std::move(change));
    }
    /// Until it is done, or fails.
    core::Status sweep() {
        SweepOrder order{{}, core::WallTime{250}};
        while (true) {
            SARHAD_TRY(const Swept swept, store_->sweep(order));
            if (!swept.next) {
                return {};
            }
            order.from = *swept.next;
        }
    }
    void expect_every_row() {
        for (const auto& [id, text] : rows_) {
            wire::ReconAsk ask;
            ask.stream = kList;
            ask.what = wire::ReconWhat::kRows;
            ask.edition = 3;
            ask.ids = {id};
            const auto tell = store_->recon(ask);
            ASSERT_TRUE(tell) << tell.error().what;
            ASSERT_EQ(tell->entries.size(), 1U) << id;
            EXPECT_EQ(core::as_text(tell->entries[0].part), text);
        }
    }
    std::int64_t count(store::Sql sql) {
        auto statement = database_->prepare(sql);
        EXPECT_TRUE(statement);
        return statement->query_int64()->value_or(-1);
    }
    void take_rows() {
        wire::UpBatch batch;
        batch.stream = wire::up::kCrossings;
        batch.epoch = Epoch{1};
        RowBatch rows;
        rows.node = NodeId{1};
        for (std::uint64_t seq = 1; seq <= 4; ++seq) {
            batch.rows.push_back({Seq{seq}, 1, 0, {50}, core::Bytes(40, 1)});
            OpenedRow row{Seq{seq}, {50}, {}, core::Bytes(600, 5), 1, 0, {}};
            row.digest = wire::blake2b(batch.rows.back().sealed);
            row.id = seq % 2 == 0 ? core::to_bytes(core::ByteView{kWhose}) : core::Bytes(16, 1);
            rows.rows.push_back(std::move(row));
        }
        const wire::Hash256 last = replication::chain_of(batch, Seq{0})->last;
        rows.position = {batch.stream, Epoch{1}, Seq{4}, last};
        const core::Status stored = store_->append_rows(rows);
        ASSERT_TRUE(stored) << stored.error().what;
    }
    static NewErasure erasure() {
        NewErasure made;
        made.row.crossing = kWhose;
        made.row.policy = "order/1";
        made.row.why = "ordered";
        made.row.asker = {"desk.1", 1};
        made.row.erased_at = core::WallTime{99};
        made.row.approver = Speaker{"desk.2", 2};
        wire::Hash256 chain{};
        chain.fill(3);
        made.head.name = "desk";
        made.head.position = {wire::down::kDesk, Epoch{1}, Seq{1}, chain};
        made.delta = {made.head.position, {}, {1, 2, 3}};
        return made;
    }
    void expect_whole_chain() {
        const auto piece = store_->walk_chain({NodeId{1}, wire::up::kCrossings, Seq{0}, {}});
        ASSERT_TRUE(piece) << piece.error().what;
        EXPECT_EQ(piece->fault, "");
        EXPECT_EQ(piece->rows, 4U);
    }

    bool is_sodium_started_ = wire::sodium_start().has_value();
    sim::SimRandom random_{7};
    sim::SimDisk disk_{random_};
    sim::SimVfs vfs_{"keep-faults-test", disk_};
    wire::RecordSeal seal_;
    std::unique_ptr<store::Database> database_;
    std::optional<SqliteStore> store_;
    std::map<std::string, std::string> rows_;
    wire::StreamPosition head_{kList, Epoch{1}, Seq{0}, {}};
};

TEST_F(KeepFaults, ASweepThatIsCutShortLosesNoRowAndIsDoneAgain) {
    std::map<std::string, std::string> rows{{"#manifest", "m"}};
    for (int i = 0; i < 24; ++i) {
        rows["D" + std::to_string(i)] = "first " + std::to_string(i);
    }
    publish(1, rows);
    rows["D3"] = "second";
    rows.erase("D4");
    publish(2, rows);
    rows["D5"] = "third";
    publish(3, rows);
    std::uint64_t failed = 0;
    for (std::uint64_t at = 1;; ++at) {
        disk_.fail_operation_after(at);
        const core::Status swept = sweep();
        reopen();
        expect_every_row();
        if (swept) {
            break;
        }
        ++failed;
        ASSERT_LT(at, 10'000U);
    }
    EXPECT_GT(failed, 2U);
    EXPECT_EQ(count("SELECT count(*) FROM delta WHERE length(body) = 0"), 4)
        << "of what was replaced, removed, and said to be removed";
    EXPECT_EQ(count("SELECT count(*) FROM row_before WHERE edition <= 2"), 0);
}

TEST_F(KeepFaults, AnErasureIsDoneAsAWholeOrNotAtAll) {
    take_rows();
    std::uint64_t failed = 0;
    for (std::uint64_t at = 1;; ++at) {
        disk_.fail_operation_after(at);
        const auto erased = store_->erase(erasure());
        reopen();
        const bool is_done = *store_->is_erased(kWhose);
        EXPECT_EQ(count("SELECT count(*) FROM up_row WHERE length(body) = 0"), is_done ? 2 : 0);
        EXPECT_EQ(count("SELECT count(*) FROM delta WHERE stream = 4"), is_done ? 1 : 0);
        expect_whole_chain();
        if (is_done) {
            break;
        }
        EXPECT_FALSE(erased);
        ++failed;
        ASSERT_LT(at, 10'000U);
    }
    EXPECT_GT(failed, 2U);
    EXPECT_FALSE(store_->erase(erasure())) << "once";
}

}  // namespace
}  // namespace sarhad::central
