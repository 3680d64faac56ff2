// What the first released program left on a port's disk: later ones must open it and find all of
// it. The files are made by SARHAD_GOLDEN_WRITE=1 where they are missing; one that stands in the
// way of a change asks for a migration, not for a new file.
#include "support/golden.h"

#include "node_fixture.h"

#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/record_seal.h"
#include "wire/streams.h"

#include <filesystem>

namespace sarhad::node {
namespace {

constexpr const char* kDatabaseFile = "databases/v1/node.db";
constexpr std::uint64_t kEdition = 1;

class NodeDatabaseTest : public NodeTest {
protected:
    void SetUp() override {
        if (golden::is_to_be_written(kDatabaseFile)) {
            write();
        }
        ASSERT_TRUE(std::filesystem::exists(golden::place_of(kDatabaseFile)));
        std::filesystem::copy_file(golden::place_of(kDatabaseFile),
                                   rig_.folder.path() + "/node.db");
    }

    /// An edition in force and the first half of the next, a message with a reported and an
    /// unreported traveller, and an acknowledged alert.
    void write() const {
        Rig rig;
        rig.start();
        rig.bring_link_up();
        wire::StreamPosition held{kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}};
        for (const std::uint64_t edition : {kEdition, kEdition + 1}) {
            const wire::Hash256 before = edition == kEdition ? wire::Hash256{} : root_of(ops_);
            for (const wire::DeltaBody& delta : edition_deltas(ops_, edition, before, held)) {
                if (edition > kEdition && delta.ends_edition) {
                    break;
                }
                rig.deliver(delta);
                held.seq = delta.seq;
                held.chain = wire::chain_hash(held.chain, wire::encode(delta));
            }
        }
        rig.drop_file(
            "a.edi",
            paxlst("100001", {{"QORBANTEST", "ZAMIR", "XT7654321"}, {"QUIETTEST", "ANA", "XT5"}}));
        rig.pass(std::chrono::seconds{10});
        rig.deliver(alert_delta());
        rig.pass(std::chrono::seconds{1});
        rig.node->acknowledge_alert(
            alert().id, "desk.4", [](const core::Result<Acknowledged>& answer) {
                ASSERT_TRUE(answer) << answer.error().what;
            });
        rig.pass(std::chrono::seconds{1});
        rig.crash();
        std::filesystem::create_directories(golden::place_of(kDatabaseFile).parent_path());
        std::filesystem::copy_file(rig.folder.path() + "/node.db", golden::place_of(kDatabaseFile));
    }

    [[nodiscard]] static facts::Alert alert() {
        facts::Alert alert;
        alert.id.fill(5);
        alert.port = core::PortId{"PKXXB-1"};
        return alert;
    }
    [[nodiscard]] static wire::DeltaBody alert_delta() {
        wire::DeltaBody delta;
        delta.stream = wire::down::kAlerts;
        delta.name = "alert";
        delta.epoch = core::Epoch{1};
        delta.seq = core::Seq{1};
        delta.ends_edition = true;
        delta.ops = {{wire::OpKind::kUpsert, core::to_hex(alert().id), wire::encode(alert())}};
        return delta;
    }
};

TEST_F(NodeDatabaseTest, OfTheFirstVersionKeepsItsTravellersAndAlerts) {
    rig_.start();
    rig_.pass(std::chrono::seconds{2});
    const std::vector<CrossingItem> crossings = crossings_of(rig_);
    ASSERT_EQ(crossings.size(), 2U);
    EXPECT_EQ(crossings[0].crossing.traveller.surname.reveal(), "QORBANTEST");
    ASSERT_EQ(crossings[0].crossing.decision.hits.size(), 1U);
    EXPECT_EQ(crossings[0].crossing.decision.hits[0].entry, "T.1");
    EXPECT_EQ(crossings[1].crossing.traveller.surname.reveal(), "QUIETTEST");
    EXPECT_TRUE(crossings[1].crossing.decision.hits.empty());
    std::vector<AlertItem> alerts;
    rig_.node->alerts({}, kPageMax, [&](core::Result<std::vector<AlertItem>> answer) {
        ASSERT_TRUE(answer) << answer.error().what;
        alerts = *std::move(answer);
    });
    rig_.settle();
    ASSERT_EQ(alerts.size(), 1U);
    EXPECT_EQ(alerts[0].alert, alert());
    ASSERT_TRUE(alerts[0].acknowledgement);
    EXPECT_EQ(alerts[0].acknowledgement->officer, "desk.4");
}

TEST_F(NodeDatabaseTest, OfTheFirstVersionKeepsItsListAndItsOutbox) {
    rig_.start();
    rig_.pass(std::chrono::seconds{2});
    const NodeStatus status = rig_.node->status();
    ASSERT_EQ(status.lists.size(), 1U);
    EXPECT_EQ(status.lists[0].edition, kEdition);
    EXPECT_EQ(status.lists[0].root, root_of(ops_));
    EXPECT_EQ(status.outbox.at(wire::up::kCrossings).rows, 2U);
    EXPECT_EQ(status.outbox.at(wire::up::kHits).rows, 1U);
    EXPECT_EQ(status.outbox.at(wire::up::kOfficers).rows, 1U);
    rig_.bring_link_up();
    EXPECT_EQ(rig_.transport.last_hello().down.size(), 2U);
}

TEST_F(NodeDatabaseTest, OfTheFirstVersionCompletesTheEditionThatHadBegun) {
    rig_.start();
    rig_.bring_link_up();
    wire::StreamPosition held;
    for (const wire::StreamPosition& position : rig_.transport.last_hello().down) {
        held = position.stream == kTestStream ? position : held;
    }
    ASSERT_EQ(held.seq, core::Seq{3});
    wire::DeltaBody last = edition_deltas(ops_, kEdition + 1, root_of(ops_), held).back();
    last.seq = core::next(held.seq);
    last.prev_chain = held.chain;
    rig_.deliver(last);
    rig_.pass(std::chrono::seconds{2});
    ASSERT_EQ(rig_.node->status().lists.size(), 1U);
    EXPECT_EQ(rig_.node->status().lists[0].edition, kEdition + 1);
}

/// The bytes of a delta that waits for its edition's end, as they are sealed into the database.
TEST(StagedDeltaFormat, KeepsItsBytes) {
    ASSERT_TRUE(wire::sodium_start());
    TestFolder folder;
    wire::OsRandom random;
    const TestCentral central{random};
    const wire::TrustStore trust = central.trust();
    wire::Secret key{wire::RecordSeal::kKeySize};
    std::fill(key.bytes().begin(), key.bytes().end(), std::uint8_t{1});
    const wire::RecordSeal seal{std::move(key), random};
    auto database = store::Database::open({.path = folder.path() + "/node.db"}, migrations());
    ASSERT_TRUE(database) << database.error().what;
    PositionsStore positions{**database};
    const ListKeys keys;
    ListsStore lists{**database, positions, seal, keys, trust};

    wire::DeltaBody body =
        edition_deltas({upsert_of(listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321"))},
                       kEdition,
                       {},
                       {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}})[0];
    body.ops.push_back({wire::OpKind::kRemove, "T.2", {}});
    body.ends_edition = false;
    auto transaction = store::Transaction::begin(**database);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(lists.apply(body, {}, wire::Hash256{}, {1}, PositionCommit::kTogether));
    ASSERT_TRUE(std::move(*transaction).commit());

    auto row = (*database)->prepare("SELECT body FROM staged_delta WHERE stream = 100 AND seq = 1");
    ASSERT_TRUE(row && *row->step() == store::Step::kRow);
    const core::Bytes place{0, 100, 0, 0, 0, 0, 0, 0, 0, 1};
    const auto opened = seal.open(kStagedDeltaTable, place, row->bytes(0));
    ASSERT_TRUE(opened) << opened.error().what;
    EXPECT_EQ(core::to_hex(*opened),
              core::to_hex(golden::kept("formats/v1/staged_delta.bin", *opened)));
}

}  // namespace
}  // namespace sarhad::node
