// What central keeps of old deltas, and what a port gets that is behind them.
#include "support.h"

#include "central/snapshots.h"
#include "central/sweeper.h"
#include "wire/msgpack.h"
#include "wire/recon.h"
#include "wire/row_proof.h"

#include <gtest/gtest.h>

#include <map>

#include "editions/edition_rows.h"
#include "editions/snapshot.h"

namespace sarhad::central {
namespace {

using core::Errc;
using core::Seq;
using std::chrono::hours;
using wire::Channel;

constexpr core::StreamId kList{100};
constexpr std::string_view kName = "wl/demo/persons";
constexpr core::Duration kDay = hours{24};

class Sweep : public ::testing::Test {
protected:
    /// Entries 1 to `last`, the first `changed` of them another time.
    StreamHead publish(int last, int changed) {
        const core::Bytes file = demo_list(++edition, 1, last, changed);
        StreamHead published;
        rig.central->publish(
            file, signed_by(rig.agency, file), 1, [&](const core::Result<StreamHead>& head) {
                ASSERT_TRUE(head) << head.error().what;
                published = *head;
            });
        rig.thread.run_all();
        return published;
    }
    /// A whole sweep, by central's own timer.
    void sweep() { rig.thread.pass(std::chrono::minutes{15}); }
    std::int64_t count(store::Sql sql) {
        auto statement = rig.kept.database().prepare(sql);
        return statement->query_int64()->value_or(0);
    }
    std::int64_t bytes_of_deltas() { return count("SELECT sum(length(body)) FROM delta"); }
    core::Result<std::vector<replication::PublishedDelta>> deltas_after(Seq seq) {
        return rig.kept.store().deltas_after(kList, {seq, 1000, 100'000'000});
    }
    void greet(const TestNode& node, const wire::StreamPosition& at) {
        rig.transport.receive(node.id(), Channel::kControl, node.hello({at}));
        rig.thread.run_all();
        rig.carry(node.id());
    }
    std::size_t told_whole(const TestNode& node) {
        std::size_t told = 0;
        for (const wire::ReconTell& tell : rig.sent_to<wire::ReconTell>(node.id())) {
            if (tell.what == wire::ReconWhat::kWhole && tell.stream == kList) {
                ++told;
            }
        }
        return told;
    }
    void give(const TestNode& node, const wire::Message& message) {
        rig.transport.receive(node.id(), Channel::kBulk, replication::to_frame(message));
        rig.thread.run_all();
        rig.carry(node.id());
    }

    Rig rig;
    std::uint64_t edition{0};
};

TEST_F(Sweep, ADeltaKeepsTheRowsThatAreStillTheLists) {
    publish(200, 0);
    publish(200, 50);
    const std::int64_t before = bytes_of_deltas();
    rig.clock.advance(kDeltasKept + kDay);
    const StreamHead head = publish(200, 60);
    sweep();
    EXPECT_LT(bytes_of_deltas(), before) << "fifty rows of the first edition are of no use";
    const auto rows = rig.kept.store().rows_after(kList, std::nullopt, 1000);
    ASSERT_EQ(rows->size(), 201U) << "the manifest too";
    wire::ReconAsk ask;
    ask.stream = kList;
    ask.what = wire::ReconWhat::kRows;
    ask.edition = head.edition;
    for (const HeldRow& row : *rows) {
        ask.ids = {row.place.id};
        const auto tell = rig.kept.store().recon(ask);
        ASSERT_TRUE(tell) << tell.error().what;
        ASSERT_EQ(tell->entries.size(), 1U) << row.place.id;
        EXPECT_EQ(wire::blake2b(tell->entries[0].part), row.hash) << row.place.id;
    }
}

TEST_F(Sweep, APortThatIs401DaysBehindTakesTheListWhole) {
    const wire::StreamPosition long_ago = publish(40, 0).position;
    publish(41, 1);
    rig.clock.advance(kDeltasKept + kDay);
    const StreamHead head = publish(42, 2);
    sweep();
    const auto node = rig.add_node("PKXXA-1");
    greet(*node, long_ago);
    EXPECT_TRUE(rig.sent_to<wire::Delta>(node->id()).empty());
    ASSERT_EQ(told_whole(*node), 1U);
    rig.thread.pass(std::chrono::seconds{5});
    EXPECT_GE(told_whole(*node), 2U) << "the word can be lost";
    EXPECT_TRUE(rig.central->quarantines().empty()) << "its position is known for ever";

    give(*node, wire::ManifestReq{kList, 1, long_ago.seq, false});
    const auto manifests = rig.sent_to<wire::Manifest>(node->id());
    ASSERT_EQ(manifests.size(), 1U);
    ASSERT_TRUE(editions::decode_snapshot_head(manifests[0].head));
    wire::ChunkReq wanted{
        kList, 2, head.edition, core::Bytes(wire::kChunkMapSize, 0xFF), 0, 512UL * 1024};
    give(*node, wanted);
    EXPECT_FALSE(rig.sent_to<wire::ChunkTell>(node->id()).empty());
    const wire::StreamPosition& at = head.position;
    give(*node, wire::Ack{at.stream, at.epoch, at.seq, at.chain, head.root});
    publish(43, 2);
    rig.carry(node->id());
    EXPECT_EQ(rig.sent_to<wire::Delta>(node->id()).size(), 1U) << "it goes on by deltas";
}

TEST_F(Sweep, APortThatIs399DaysBehindCatchesUpByDeltas) {
    publish(40, 0);
    const wire::StreamPosition then = publish(41, 1).position;
    rig.clock.advance(kDay);
    publish(42, 2);
    rig.clock.advance(kDeltasKept - kDay);
    publish(43, 3);
    sweep();
    EXPECT_EQ(deltas_after(Seq{0}).error().code, Errc::kNotFound);
    const auto kept = deltas_after(then.seq);
    ASSERT_TRUE(kept) << kept.error().what;
    wire::Hash256 chain = then.chain;
    for (const replication::PublishedDelta& delta : *kept) {
        chain = wire::chain_hash(chain, wire::decode<wire::Delta>(delta.delta)->body);
    }
    EXPECT_EQ(chain, rig.central->heads().at(0).position.chain) << "as they were signed";
    const auto node = rig.add_node("PKXXA-1");
    greet(*node, then);
    EXPECT_EQ(rig.sent_to<wire::Delta>(node->id()).size(), kept->size());
    EXPECT_EQ(told_whole(*node), 0U);
}

TEST_F(Sweep, AListThatNobodyChangesKeepsItsNewestEditionWhole) {
    const StreamHead head = publish(40, 0);
    const std::int64_t before = bytes_of_deltas();
    rig.clock.advance(2 * kDeltasKept);
    sweep();
    EXPECT_EQ(bytes_of_deltas(), before);
    const auto node = rig.add_node("PKXXA-1");
    greet(*node, {kList, core::Epoch{1}, Seq{0}, {}});
    EXPECT_EQ(told_whole(*node), 1U) << "a new port, of a list of few deltas";
    give(*node, wire::ManifestReq{kList, 1, Seq{0}, false});
    ASSERT_EQ(rig.sent_to<wire::Manifest>(node->id()).size(), 1U);
    EXPECT_FALSE(rig.sent_to<wire::Manifest>(node->id())[0].head.empty());
    EXPECT_EQ(rig.central->heads().at(0).position, head.position);
}

TEST_F(Sweep, WhatEditionsOfTheLast400DaysHadCanBeProved) {
    std::map<std::uint64_t, wire::Hash256> roots;
    roots[1] = publish(30, 0).root;
    rig.clock.advance(10 * kDay);
    roots[2] = publish(31, 5).root;
    rig.clock.advance(kDeltasKept - kDay);
    roots[3] = publish(32, 9).root;
    sweep();
    EXPECT_NE(count("SELECT count(*) FROM row_before"), 0);
    const auto row_at = [&](std::uint64_t of) {
        return rig.kept.store().row_at({std::string{kName}, "D7"}, of);
    };
    for (const std::uint64_t of : {1U, 2U, 3U}) {
        const auto proof = row_at(of);
        ASSERT_TRUE(proof) << of << ": " << proof.error().what;
        EXPECT_TRUE(wire::check_row_proof(*proof, "D7", roots[of])) << of;
    }
    rig.clock.advance(20 * kDay);
    sweep();
    EXPECT_EQ(row_at(1).error().code, Errc::kNotFound);
    for (const std::uint64_t of : {2U, 3U}) {
        const auto proof = row_at(of);
        ASSERT_TRUE(proof) << of << ": " << proof.error().what;
        EXPECT_TRUE(wire::check_row_proof(*proof, "D7", roots[of])) << of;
    }
}

TEST_F(Sweep, TheAgencysSignaturesStayForCertificates) {
    const Seq last = publish(10, 0).position.seq;
    publish(10, 10);
    rig.clock.advance(kDeltasKept + kDay);
    publish(11, 10);
    sweep();
    auto sealed = rig.kept.database().prepare("SELECT length(body) FROM delta WHERE seq = ?1");
    sealed->bind_all(static_cast<std::int64_t>(last.value()));
    EXPECT_GT(sealed->query_int64()->value_or(0), 0) << "no row of it is left, its signature is";
    EXPECT_LT(sealed->query_int64()->value_or(0), 1000);
}

TEST_F(Sweep, AnotherSweepFindsWhatWasReplacedSince) {
    publish(300, 0);
    rig.clock.advance(kDeltasKept + kDay);
    publish(300, 10);
    sweep();
    const std::int64_t first = bytes_of_deltas();
    publish(300, 290);
    const std::int64_t more = bytes_of_deltas() - first;
    rig.thread.pass(Sweeper::kEvery);
    EXPECT_LT(bytes_of_deltas(), first + more - 200 * 400) << "290 rows came anew";
    sweep();
    EXPECT_EQ(rig.log.lines_of("KEEP-001").size(), 2U);
    EXPECT_TRUE(rig.log.lines_of("KEEP-002").empty());
}

/// Printed, for docs/performance.md: a list of 5,000, 0.2 % of it another every day.
TEST_F(Sweep, ThreeWeeksOfDeltasShrinkToWhatIsStillInForce) {
    constexpr int kEntries = 5000;
    publish(kEntries, 0);
    for (int day = 1; day <= 21; ++day) {
        rig.clock.advance(kDay);
        publish(kEntries + day, day * 10);
    }
    const std::int64_t log = count("SELECT sum(length(body)) FROM delta");
    rig.clock.advance(kDeltasKept + kDay);
    publish(kEntries + 22, 220);
    const std::int64_t before = bytes_of_deltas();
    sweep();
    const std::int64_t after = bytes_of_deltas();
    std::printf("deltas of 22 editions: %lld bytes, with one more %lld, swept %lld\n",
                static_cast<long long>(log),
                static_cast<long long>(before),
                static_cast<long long>(after));
    EXPECT_LT(after, before);
    EXPECT_EQ(count("SELECT count(*) FROM row_before WHERE edition <= 22"), 0);
}

}  // namespace
}  // namespace sarhad::central
