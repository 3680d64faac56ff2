// Editions are taken in row by row; what comes of it is what building all lists anew gives.
#include "node_fixture.h"

#include "core/text.h"
#include "node/list_build.h"
#include "store/transaction.h"
#include "watchlists/list_file.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <algorithm>

namespace sarhad::node {
namespace {

using watchlists::ListEntry;

class TakenIn : public NodeTest {
protected:
    void SetUp() override {
        rig_.start();
        rig_.bring_link_up();
    }
    static ListEntry person(std::size_t number, const std::string& name) {
        return listed_person(core::cat("T.", number), name, core::cat("XT", 1'000'000 + number));
    }
    static wire::Op removal_of(std::size_t number) {
        return {wire::OpKind::kRemove, core::cat("T.", number), {}};
    }
    static wire::Op manifest_of(watchlists::Thresholds thresholds) {
        watchlists::ListManifest manifest;
        manifest.name = kTestList;
        manifest.thresholds = thresholds;
        return {
            wire::OpKind::kUpsert, std::string{watchlists::kManifestId}, wire::encode(manifest)};
    }
    /// The next edition of the list, 100 rows a delta.
    void publish_next(const std::vector<wire::Op>& ops) {
        const wire::Hash256 before = edition_ == 0 ? wire::Hash256{} : root();
        for (const wire::Op& op : ops) {
            std::erase_if(rows_, [&](const wire::Op& held) { return held.id == op.id; });
            if (op.kind == wire::OpKind::kUpsert) {
                rows_.push_back(op);
            }
        }
        ++edition_;
        for (std::size_t at = 0; at < ops.size(); at += 100) {
            wire::DeltaBody body;
            body.stream = kTestStream;
            body.name = kTestList;
            body.epoch = held_.epoch;
            body.seq = core::next(held_.seq);
            body.prev_chain = held_.chain;
            body.pre_root = before;
            body.post_root = root();
            body.edition = edition_;
            body.ends_edition = at + 100 >= ops.size();
            body.ops.assign(
                ops.begin() + static_cast<std::ptrdiff_t>(at),
                ops.begin() + static_cast<std::ptrdiff_t>(std::min(at + 100, ops.size())));
            held_ = {kTestStream,
                     body.epoch,
                     body.seq,
                     wire::chain_hash(held_.chain, wire::encode(body))};
            rig_.deliver(body);
        }
        rig_.pass(kMoment);
    }
    [[nodiscard]] wire::Hash256 root() const { return root_of(rows_); }
    /// The hash of all that is stored, built anew.
    facts::Hash256 hash_of_the_store() {
        std::fill(key_.bytes().begin(), key_.bytes().end(), std::uint8_t{7});  // As in the rig.
        const wire::RecordSeal seal{std::move(key_), rig_.random};
        key_ = wire::Secret{32};
        const auto lists = read_lists(store::QuerySource{*rig_.reader});
        EXPECT_TRUE(lists);
        const BuiltLists built = build_lists(*lists, seal, ListKeys{});
        EXPECT_TRUE(built.left_out.empty());
        return built.snapshot->hash();
    }
    std::size_t hits_of(const std::string& document) {
        const std::string reference = core::cat("R", ++messages_);
        rig_.drop_file(reference,
                       paxlst(reference, {{"NOBODY", "ELSE", document}}, flight_of(reference)));
        rig_.pass(kMoment);
        return crossings_of(rig_).back().crossing.decision.hits.size();
    }

    wire::Secret key_{32};
    wire::StreamPosition held_{kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}};
    std::vector<wire::Op> rows_;
    std::uint64_t edition_{0};
    std::size_t messages_{0};
};

TEST_F(TakenIn, EachEditionHasTheHashOfAllListsBuiltAnew) {
    watchlists::Thresholds strict;
    strict.ask = core::Permille{650};
    publish_next(
        {upsert_of(person(1, "ZAMIR QORBANTEST")), upsert_of(person(2, "BOLAT EXAMPLOV"))});
    EXPECT_EQ(rig_.node->status().list_hash, hash_of_the_store());
    publish_next({upsert_of(person(3, "CHIARA SAMPLINI")), removal_of(1)});
    EXPECT_EQ(rig_.node->status().list_hash, hash_of_the_store());
    publish_next({manifest_of(strict), upsert_of(person(2, "BOLAT EXAMPLEV"))});
    EXPECT_EQ(rig_.node->status().list_hash, hash_of_the_store());
    publish_next({upsert_of(person(1, "ZAMIR QORBANTEST")), removal_of(7)});
    EXPECT_EQ(rig_.node->status().list_hash, hash_of_the_store());
    publish_next({{wire::OpKind::kRemove, std::string{watchlists::kManifestId}, {}}});
    EXPECT_EQ(rig_.node->status().list_hash, hash_of_the_store());
    EXPECT_EQ(rig_.node->status().lists.at(0).edition, 5U);
    EXPECT_EQ(rig_.node->status().list_size.entries, 3U);
    EXPECT_GT(rig_.node->status().list_size.parts, 1U);  // Nothing was built anew.
}

TEST_F(TakenIn, AnOrderEndsByTheClockInWhatWasTakenInToo) {
    publish_next({upsert_of(person(2, "BOLAT EXAMPLOV"))});
    ListEntry entry = person(1, "ZAMIR QORBANTEST");
    entry.order.valid_until = facts::day_of(rig_.time.wall());
    publish_next({upsert_of(entry)});
    EXPECT_EQ(hits_of("XT1000001"), 1U);
    rig_.time.step_wall(std::chrono::hours{24});
    EXPECT_EQ(hits_of("XT1000001"), 0U);
    EXPECT_EQ(hits_of("XT1000002"), 1U);
}

TEST_F(TakenIn, WhatChangedIsMergedOnceItIsMuch) {
    std::vector<wire::Op> ops;
    for (std::size_t i = 0; i < kOverlayEntriesMax + 100; ++i) {
        ops.push_back(upsert_of(person(i, "SAME TESTNAME")));
    }
    publish_next(ops);  // Too many to be taken in by row.
    EXPECT_EQ(rig_.node->status().list_size.parts, 1U);
    for (wire::Op& op : ops) {
        op.body = watchlists::entry_bytes(listed_person(op.id, "OTHER TESTNAME", op.id + "9"));
    }
    rig_.executor.hold_next(core::Lane::kBuild);
    publish_next(ops);
    EXPECT_EQ(rig_.node->status().list_size.parts, 2U);
    EXPECT_EQ(rig_.node->status().lists.at(0).edition, 2U);  // Nobody waits for the merging.
    publish_next({upsert_of(person(9'999, "CHIARA SAMPLINI"))});
    rig_.executor.release();
    rig_.pass(kMoment);
    EXPECT_EQ(rig_.node->status().lists.at(0).edition, 3U);
    EXPECT_EQ(rig_.node->status().list_size.parts, 2U);  // What came meanwhile.
    EXPECT_LT(rig_.node->status().list_size.overlay_entries, 10U);
    EXPECT_EQ(rig_.node->status().list_hash, hash_of_the_store());
    EXPECT_EQ(hits_of("XT1009999"), 1U);
}

TEST_F(TakenIn, WhereTooMuchChangedAllIsBuiltAnew) {
    publish_next({upsert_of(person(1, "ZAMIR QORBANTEST"))});
    publish_next({upsert_of(person(2, "BOLAT EXAMPLOV"))});
    EXPECT_GT(rig_.node->status().list_size.parts, 1U);
    {
        auto transaction = store::Transaction::begin(*rig_.database);
        ASSERT_TRUE(transaction);
        auto forget = rig_.database->prepare("UPDATE edition SET changes_since = 99");
        ASSERT_TRUE(forget && forget->run());
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    publish_next({upsert_of(person(3, "CHIARA SAMPLINI"))});
    EXPECT_EQ(rig_.node->status().list_size.parts, 1U);
    EXPECT_EQ(rig_.node->status().lists.at(0).edition, 3U);
    EXPECT_EQ(rig_.node->status().list_hash, hash_of_the_store());
}

}  // namespace
}  // namespace sarhad::node
