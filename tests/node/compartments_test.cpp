// A list that does not belong to every port, at a port: keys, rows, what screening uses.
#include "carried.h"
#include "node_fixture.h"

#include "replication/frames.h"
#include "support/trust_office.h"
#include "watchlists/list_file.h"
#include "wire/body_seal.h"
#include "wire/compartment.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/sealed_alert.h"
#include "wire/streams.h"

namespace sarhad::node {
namespace {

using replication::TrustOffice;
using wire::DelegatedRole;

class NodeCompartments : public NodeTest {
protected:
    NodeCompartments() {
        wire::Root root = office_.root();
        TrustOffice::in(root, DelegatedRole::kSequencer)
            .keys.push_back(rig_.central.sequencer.public_key().bytes());
        TrustOffice::in(root, DelegatedRole::kAlert).keys = {
            rig_.central.alert.public_key().bytes()};
        wire::Delegation& agency = TrustOffice::in(root, DelegatedRole::kAgency);
        agency.name = "wl/test";
        agency.bulk_threshold = 0;
        agency.keys = {rig_.central.agency.public_key().bytes(), office_.of("a1")};
        rig_.root = office_.sign(root, {"r1", "r2", "r3"});
    }
    /// The data key of an epoch.
    [[nodiscard]] static wire::Secret data_key(std::uint32_t epoch) {
        wire::Secret key{wire::BodySeal::kKeySize};
        std::fill(key.bytes().begin(), key.bytes().end(), static_cast<std::uint8_t>(epoch));
        return key;
    }
    [[nodiscard]] wire::Compartment open(std::uint64_t version,
                                         const std::vector<std::uint32_t>& nodes) const {
        wire::Compartment one = office_.compartment(version, nodes);
        one.list = kTestList;
        return one;
    }
    /// With the epoch's key for each of the nodes, as if all of them had this node's signing key.
    [[nodiscard]] wire::Compartment sealed(std::uint64_t version,
                                           const std::vector<std::uint32_t>& nodes,
                                           std::uint32_t epoch) {
        wire::Compartment one = open(version, nodes);
        const wire::Secret key = data_key(epoch);
        one.epoch = core::Epoch{epoch};
        one.key_hash = wire::BodySeal::hash_of(key);
        const auto sign = wire::SigningKey::parse(rig_.node_key);
        for (wire::CompartmentMember& member : one.members) {
            member.key = *wire::seal(sign->public_key().box_key(), key.bytes(), rig_.random);
        }
        return one;
    }
    void hear(const wire::Compartment& one, std::string_view by = "a1") {
        const wire::SentCompartment sent{wire::encode(office_.sign(one, {by}))};
        rig_.transport.receive(wire::Channel::kControl, replication::to_frame(sent));
        rig_.settle();
    }
    [[nodiscard]] static std::vector<wire::Op> sealed_ops(const std::vector<wire::Op>& ops,
                                                          std::uint32_t epoch) {
        const wire::BodySeal seal{data_key(epoch), kTestList, core::Epoch{epoch}};
        std::vector<wire::Op> made;
        for (const wire::Op& op : ops) {
            watchlists::ListEntry entry;
            entry.id = op.id;
            entry.sealed = seal.seal(op.id, op.body);
            made.push_back(upsert_of(entry));
        }
        return made;
    }
    void start() {
        rig_.start();
        rig_.bring_link_up();
    }
    [[nodiscard]] std::size_t hits_of(const std::string& reference) {
        rig_.drop_file(
            reference + ".edi",
            paxlst(reference, {{"QORBANTEST", "ZAMIR", "XT7654321"}}, flight_of(reference)));
        rig_.pass(kMoment);
        const auto all = crossings_of(rig_);
        return all.empty() ? 0 : all.back().crossing.decision.hits.size();
    }
    [[nodiscard]] std::size_t rows() {
        const auto lists = read_lists(store::QuerySource{*rig_.reader});
        return lists->empty() ? 0 : lists->at(0).entries.size();
    }

    void give(const wire::Message& message) {
        rig_.transport.receive(wire::Channel::kBulk, replication::to_frame(message));
        rig_.settle();
    }
    /// The last of its kind that the node sent.
    template <class Question>
    [[nodiscard]] Question asked() {
        Question last;
        for (const wire::Message& message : rig_.transport.take_sent()) {
            if (const auto* one = std::get_if<Question>(&message)) {
                last = *one;
            }
        }
        return last;
    }
    [[nodiscard]] std::size_t kept_chunks() {
        auto query = rig_.reader->prepare(
            "SELECT (SELECT count(*) FROM snapshot_chunk) + (SELECT count(*) FROM snapshot_part)");
        return static_cast<std::size_t>(query->query_int64()->value_or(-1));
    }

    TrustOffice office_;
    /// Of the alert that comes next.
    wire::DeltaBody alerts_{.stream = wire::kAlertStream,
                            .name = "alert",
                            .epoch = core::Epoch{1},
                            .ends_edition = true,
                            .ops = {}};
};

TEST_F(NodeCompartments, RefusesTheRowsOfAListThatIsNotItsOwn) {
    start();
    hear(open(1, {4, 5}));
    publish(ops_);
    rig_.pass(kMoment);
    EXPECT_EQ(rows(), 0U);
    EXPECT_EQ(hits_of("A1"), 0U);
}

TEST_F(NodeCompartments, TakesNoListThatIsNotItsOwnWhole) {
    start();
    hear(open(1, {4, 5}));
    const Carried carried =
        carry(rig_.central, ops_, 1, {kTestStream, core::Epoch{1}, core::Seq{0}, {}});
    rig_.node->bundles().begin(carried.head, [](const auto&) {});
    rig_.pass(kMoment);
    for (const auto& [child, chunk] : carried.chunks) {
        rig_.node->bundles().add(child, chunk, [](const auto&) {});
        rig_.pass(kMoment);
    }
    core::Status installed;
    rig_.node->bundles().install(
        [&](const auto& one) { installed = one ? core::Status{} : core::Status{one.error()}; });
    rig_.settle();
    ASSERT_FALSE(installed);
    EXPECT_EQ(installed.error().code, core::Errc::kInvalid);
    EXPECT_EQ(rows(), 0U);
}

TEST_F(NodeCompartments, KeepsNothingOfAListThatItLosesWhileItComes) {
    for (int i = 3; i <= 12; ++i) {
        ops_.push_back(upsert_of(listed_person(
            core::cat("T.", i), core::cat("NADIR SAMPLEVI", i), core::cat("XT33344", i))));
    }
    const Carried carried =
        carry(rig_.central, ops_, 1, {kTestStream, core::Epoch{1}, core::Seq{0}, {}});
    rig_.start();
    const std::vector<wire::StreamPosition> heads{carried.position};
    rig_.bring_link_up(&heads);
    const auto wanted = asked<wire::ManifestReq>();
    give(wire::Manifest{kTestStream, wanted.number, editions::encode(carried.head)});
    const auto chunks = asked<wire::ChunkReq>();
    const auto part = [&](std::uint8_t chunk) {
        const core::Bytes& bytes = carried.chunks.at(chunk);
        const auto size = static_cast<std::uint32_t>(bytes.size());
        return wire::ChunkTell{
            kTestStream, chunks.number, chunks.edition, {{chunk, 0, size, bytes}}};
    };
    std::vector<std::uint8_t> missing;
    for (const auto& [chunk, bytes] : carried.chunks) {
        if ((chunks.chunks.at(chunk / 8) & 1U << chunk % 8) != 0) {
            missing.push_back(chunk);
        }
    }
    ASSERT_GE(missing.size(), 3U);
    give(part(missing[0]));
    ASSERT_EQ(kept_chunks(), 1U);
    hear(open(1, {4, 5}));
    give(part(missing[1]));
    rig_.pass(kMoment);
    EXPECT_EQ(kept_chunks(), 0U);
    EXPECT_EQ(rows(), 0U);
}

TEST_F(NodeCompartments, ReadsAnAlertThatIsSealedToItAndKeepsNothingOfAnother) {
    start();
    facts::Crossing crossing;
    crossing.decision.hits.emplace_back().list = kTestList;
    const auto deliver = [&](std::uint64_t seq, std::uint32_t reader) {
        facts::Alert alert;
        alert.id.fill(static_cast<std::uint8_t>(seq));
        alert.port = core::PortId{"PKXXB-1"};
        alert.report.body = wire::encode(crossing);
        const auto box = wire::SigningKey::parse(rig_.node_key)->public_key().box_key();
        alerts_.ops = {*wire::seal_alert(alert, {{core::NodeId{reader}, box}}, rig_.random)};
        alerts_.seq = core::Seq{seq};
        rig_.deliver(alerts_);
        alerts_.prev_chain = wire::chain_hash(alerts_.prev_chain, wire::encode(alerts_));
    };
    deliver(1, 4);
    EXPECT_EQ(rig_.node->status().alerts.alerts, 0U);
    deliver(2, 3);
    EXPECT_EQ(rig_.node->status().alerts.alerts, 1U);
    rig_.crash();
    start();
    EXPECT_EQ(rig_.node->status().alerts.alerts, 1U);
    for (const wire::StreamPosition& position : rig_.transport.last_hello().down) {
        EXPECT_TRUE(position.stream != wire::kAlertStream || position.seq == core::Seq{2});
    }
}

TEST_F(NodeCompartments, AListThatItLosesIsTakenOutAndScreensNobody) {
    start();
    hear(open(1, {3, 4}));
    publish(ops_);
    rig_.pass(kMoment);
    ASSERT_EQ(rows(), 2U);
    ASSERT_EQ(hits_of("A1"), 1U);
    hear(open(2, {4}));
    rig_.pass(kMoment);
    EXPECT_EQ(rows(), 0U);
    EXPECT_EQ(hits_of("A2"), 0U);
    for (const wire::StreamPosition& position : rig_.transport.last_hello().down) {
        EXPECT_TRUE(position.stream != kTestStream || position.seq == core::Seq{0});
    }
    rig_.crash();
    start();
    EXPECT_EQ(hits_of("A3"), 0U) << "nor after a restart";
}

TEST_F(NodeCompartments, AListThatItIsGivenAgainComesFromItsFirstDelta) {
    start();
    publish(ops_);
    hear(open(1, {4}));
    rig_.pass(kMoment);
    ASSERT_EQ(rows(), 0U);
    rig_.bring_link_up();  // It has greeted anew.
    hear(open(2, {3, 4}));
    publish(ops_);
    rig_.pass(kMoment);
    EXPECT_EQ(rows(), 2U);
    EXPECT_EQ(hits_of("A1"), 1U);
}

TEST_F(NodeCompartments, ScreensBySealedEntriesWithTheKeyThatItWasGiven) {
    start();
    hear(sealed(1, {3, 4}, 1));
    publish(sealed_ops(ops_, 1));
    rig_.pass(kMoment);
    EXPECT_EQ(hits_of("A1"), 1U);
    EXPECT_FALSE(rig_.database_holds("QORBANTEST"));
    rig_.crash();
    start();
    EXPECT_EQ(hits_of("A2"), 1U) << "the key is kept";
}

/// The link may bring the rows first.
TEST_F(NodeCompartments, SealedEntriesComeInForceAsSoonAsTheirKeyIsHere) {
    start();
    publish(sealed_ops(ops_, 1));
    rig_.pass(kMoment);
    EXPECT_EQ(hits_of("A1"), 0U);
    hear(sealed(1, {3}, 1));
    rig_.pass(kMoment);
    EXPECT_EQ(hits_of("A2"), 1U);
}

/// A sealed box says nothing about who sealed it.
TEST_F(NodeCompartments, AGrantThatTheAgencyDidNotSignIsNotTaken) {
    start();
    publish(sealed_ops(ops_, 1));
    hear(sealed(1, {3}, 1), "x1");
    hear(sealed(1, {3}, 1), "q1");
    rig_.pass(kMoment);
    EXPECT_EQ(hits_of("A1"), 0U);
}

TEST_F(NodeCompartments, WhatIsPublishedAfterItWasLeftOutItCannotRead) {
    start();
    hear(sealed(1, {3, 4}, 1));
    publish(sealed_ops(ops_, 1));
    rig_.pass(kMoment);
    ASSERT_EQ(hits_of("A1"), 1U);
    hear(sealed(2, {4}, 2));
    hear(sealed(1, {3, 4}, 1));  // What it was given once comes again.
    publish(sealed_ops(ops_, 2));
    rig_.pass(kMoment);
    EXPECT_EQ(rows(), 0U);
    EXPECT_EQ(hits_of("A2"), 0U);
}

}  // namespace
}  // namespace sarhad::node
