// What a node believes where its country has signed a root, and how old its data is.
#include "node/trust_keeper.h"

#include "node_fixture.h"

#include "support/trust_office.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <filesystem>

namespace sarhad::node {
namespace {

using replication::Freshness;
using replication::TrustOffice;
using wire::DelegatedRole;
using wire::SignedDocument;

class TrustData : public NodeTest {
protected:
    TrustData() { rig_.root = office_.sign(root(), {"r1", "r2", "r3"}); }

    /// The office's root, with the rig's own keys where they sign what is no trust document.
    [[nodiscard]] wire::Root root(std::uint64_t version = 1) const {
        wire::Root root = office_.root(version);
        TrustOffice::in(root, DelegatedRole::kSequencer)
            .keys.push_back(rig_.central.sequencer.public_key().bytes());
        TrustOffice::in(root, DelegatedRole::kAlert).keys = {
            rig_.central.alert.public_key().bytes()};
        wire::Delegation& agency = TrustOffice::in(root, DelegatedRole::kAgency);
        agency.name = "wl/test";
        agency.keys = {rig_.central.agency.public_key().bytes(), office_.of("a1")};
        return root;
    }
    [[nodiscard]] core::WallTime now() const { return rig_.time.wall(); }
    [[nodiscard]] SignedDocument head(std::uint64_t version) const {
        wire::Head head = office_.head(version);
        head.revocations_version = 0;
        head.streams.clear();
        head.issued = now();
        head.expires = replication::later(now(), TrustOffice::days(7));
        return office_.sign(head, {"q1"});
    }
    [[nodiscard]] SignedDocument tick(const SignedDocument& of, std::uint64_t version) const {
        wire::Tick tick = office_.tick(of, version);
        tick.time = now();
        tick.expires = replication::later(now(), TrustOffice::days(1));
        return office_.sign(tick, {"t1"});
    }
    void hear(const SignedDocument& document) {
        core::Bytes bytes = wire::encode(document);
        const wire::Message message = document.kind == wire::DocumentKind::kTick
                                          ? wire::Message{wire::SentTick{std::move(bytes)}}
                                          : wire::Message{wire::SentHead{std::move(bytes)}};
        rig_.transport.receive(wire::Channel::kControl,
                               wire::encode_frame(message, wire::Lane::kUrgent, core::StreamId{0}));
        rig_.settle();
    }
    /// A head and the tick that names it; one that follows another names none before it.
    void hear_time(std::uint64_t version) {
        const SignedDocument named = head(version);
        hear(named);
        hear(tick(named, version));
    }
    void start() {
        rig_.start();
        rig_.bring_link_up();
    }
    [[nodiscard]] TrustKeeper::Told told() const { return *rig_.node->status().trust; }
    [[nodiscard]] facts::Decision decided(const std::string& reference) {
        rig_.drop_file(reference + ".edi",
                       paxlst(reference, {{"QUIETTEST", "ANA", "XT5"}}, flight_of(reference)));
        rig_.pass(kMoment);
        const auto all = crossings_of(rig_);
        return all.empty() ? facts::Decision{} : all.back().crossing.decision;
    }
    [[nodiscard]] std::size_t hellos() {
        std::size_t count = 0;
        for (const wire::Message& message : rig_.transport.take_sent()) {
            count += std::holds_alternative<wire::Hello>(message) ? 1U : 0U;
        }
        return count;
    }

    [[nodiscard]] core::Result<facts::GoAhead> go_ahead(const std::string& officer,
                                                        const std::string& flight) {
        core::Result<facts::GoAhead> said{core::Error{core::Errc::kUnavailable, "no answer"}};
        rig_.node->go_ahead(officer, flight, [&](core::Result<facts::GoAhead> answer) {
            said = std::move(answer);
        });
        rig_.pass(std::chrono::seconds{1});  // The outbox is counted each second.
        return said;
    }

    TrustOffice office_;
};

TEST_F(TrustData, IsFreshFromTheFirstTickOnAndAgesToTheSecond) {
    start();
    EXPECT_EQ(told().age.state, Freshness::kExpired) << "nobody has told the time yet";
    EXPECT_EQ(decided("A1").trust_age, facts::TrustAge::kExpired);
    const core::WallTime told_at = now();
    hear_time(1);
    EXPECT_EQ(told().age.state, Freshness::kFresh);
    const facts::Decision fresh = decided("A2");
    EXPECT_EQ(fresh.trust_age, facts::TrustAge::kFresh);
    EXPECT_EQ(fresh.data_as_of, told_at);
    rig_.time.step_wall(std::chrono::hours{24 * 3650});
    rig_.pass(std::chrono::minutes{15} - kMoment);
    EXPECT_EQ(told().age.state, Freshness::kFresh) << "whatever the machine's clock says";
    rig_.pass(std::chrono::seconds{1});
    EXPECT_EQ(told().age.state, Freshness::kStale);
    const facts::Decision stale = decided("A3");
    EXPECT_EQ(stale.trust_age, facts::TrustAge::kStale);
    EXPECT_EQ(stale.data_as_of, told_at);
}

TEST_F(TrustData, AnOrderHoldsByTheProvedTimeAndNotByTheMachinesClock) {
    watchlists::ListEntry entry = listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321");
    entry.order.valid_until = facts::day_of(now());
    start();
    hear_time(1);
    publish({upsert_of(entry), ops_[1]});
    const auto decided_of = [this](const std::string& reference) {
        rig_.drop_file(
            reference + ".edi",
            paxlst(reference, {{"QORBANTEST", "ZAMIR", "XT7654321"}}, flight_of(reference)));
        rig_.pass(kMoment);
        return crossings_of(rig_).back().crossing.decision;
    };
    for (const int days : {2, -4}) {  // The machine's clock, ahead and then behind.
        rig_.time.step_wall(std::chrono::hours{24 * days});
        const facts::Decision decision = decided_of(core::cat("A", days + 4));
        EXPECT_EQ(decision.hits.size(), 1U) << days;
        EXPECT_EQ(decision.on, entry.order.valid_until) << days;
    }
    rig_.pass(std::chrono::hours{24});  // To the machine's clock it is the day before still.
    const facts::Decision next = decided_of("B1");
    EXPECT_TRUE(next.hits.empty());
    EXPECT_GT(next.on, entry.order.valid_until);
}

TEST_F(TrustData, WhoHasPassedIsScreenedAgainOnTheProvedDayOnWhichAnOrderBegins) {
    watchlists::ListEntry entry = listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321");
    entry.order.valid_from = facts::day_of(replication::later(now(), TrustOffice::days(2)));
    start();
    hear_time(1);
    publish({upsert_of(entry), ops_[1]});
    rig_.drop_file("A1.edi", paxlst("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}}));
    rig_.pass(kMoment);
    rig_.time.step_wall(std::chrono::hours{24 * 30});
    rig_.pass(std::chrono::seconds{2});
    EXPECT_TRUE(late_hits().empty()) << "the machine's clock alone says that it is so late";
    rig_.time.step_wall(std::chrono::hours{-24 * 40});
    rig_.pass(std::chrono::hours{49});
    ASSERT_EQ(late_hits().size(), 1U);
    EXPECT_EQ(late_hits()[0].late.hit.entry, "T.1");
}

TEST_F(TrustData, OnOldDataASupervisorSignsOnceAShift) {
    start();
    hear_time(1);
    EXPECT_FALSE(rig_.node->status().is_go_ahead_due);
    EXPECT_EQ(go_ahead("sup.1", "").error().code, core::Errc::kConflict) << "nobody has to";
    rig_.pass(std::chrono::hours{25});
    ASSERT_EQ(told().age.state, Freshness::kDegraded);
    EXPECT_TRUE(rig_.node->status().is_go_ahead_due);
    EXPECT_EQ(go_ahead("two words", "").error().code, core::Errc::kInvalid);
    EXPECT_EQ(go_ahead("sup.1", "pk 302").error().code, core::Errc::kInvalid);
    const auto said = go_ahead("sup.1", "PK302");
    ASSERT_TRUE(said) << said.error().what;
    EXPECT_EQ(said->trust_age, facts::TrustAge::kDegraded);
    EXPECT_EQ(said->data_as_of, *told().age.as_of);
    EXPECT_FALSE(rig_.node->status().is_go_ahead_due);
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kDesk).last_seq, 1U) << "central is told";
    rig_.crash();
    rig_.start();
    EXPECT_EQ(rig_.node->status().go_ahead, *said);
    EXPECT_FALSE(rig_.node->status().is_go_ahead_due);
    rig_.pass(std::chrono::hours{12});
    EXPECT_TRUE(rig_.node->status().is_go_ahead_due) << "the next shift";
}

TEST_F(TrustData, WhereTheSiteWantsItAFlightIsSignedForByItsNumber) {
    start();
    wire::SitePolicy policy = office_.policy();
    policy.sign_off = wire::SignOff::kFlight;
    hear(office_.sign(policy, {"u1"}));
    hear_time(1);
    rig_.pass(std::chrono::hours{25});
    const auto shift = go_ahead("sup.1", "");
    ASSERT_FALSE(shift);
    EXPECT_NE(shift.error().what.find("wants the flight named"), std::string::npos);
    EXPECT_TRUE(go_ahead("sup.1", "PK302"));
}

TEST_F(TrustData, KeepsWhatHoldsThroughACrash) {
    start();
    const SignedDocument root2 = office_.sign(root(2), {"r1", "r2", "r3"});
    hear(root2);
    hear_time(4);
    rig_.crash();
    start();
    EXPECT_EQ(told().held, (replication::TrustVersions{2, 0, 4, 4}));
    EXPECT_FALSE(told().is_behind);
    EXPECT_EQ(rig_.transport.last_hello().root_version, 2U);
    EXPECT_EQ(rig_.transport.last_hello().head_version, 4U);
    EXPECT_EQ(told().age.state, Freshness::kFresh);
    EXPECT_FALSE(told().age.is_proven) << "no tick since the machine started";
}

TEST_F(TrustData, KeepsWhatIsProvedOfTheTimeWhereNoDocumentDidSo) {
    const auto kept = [this] {
        return *rig_.files.read(rig_.folder.path() + "/node.db.trust", core::ByteSize{4096});
    };
    start();
    rig_.pass(std::chrono::seconds{1});
    hear_time(1);
    const core::Bytes with_the_tick = kept();
    rig_.pass(std::chrono::seconds{70});
    EXPECT_EQ(kept(), with_the_tick) << "the tick's own commit had it, less than a minute before";
    rig_.pass(std::chrono::seconds{60});
    EXPECT_NE(kept(), with_the_tick);
}

TEST_F(TrustData, ARestoredDatabaseIsFoundOutAndTakesNothingOlder) {
    start();
    hear_time(1);
    rig_.crash();
    const std::string database = rig_.folder.path() + "/node.db";
    const std::string backup = rig_.folder.path() + "/backup";
    std::filesystem::copy_file(database, backup);
    start();
    const SignedDocument head3 = head(3);
    hear(head3);
    hear(tick(head3, 3));
    hear_time(5);
    rig_.crash();
    std::filesystem::copy_file(backup, database, std::filesystem::copy_options::overwrite_existing);
    start();
    EXPECT_TRUE(told().is_behind);
    hear(head3);
    hear(tick(head3, 4));
    EXPECT_TRUE(told().is_behind) << "a head that was followed by another once";
    hear_time(7);
    EXPECT_FALSE(told().is_behind);
    EXPECT_EQ(told().held.head, 7U);
}

TEST_F(TrustData, ATickThatItsKeyDidNotSignTellsNoTime) {
    start();
    const SignedDocument named = head(1);
    hear(named);
    SignedDocument forged = tick(named, 1);
    forged.signatures = {office_.key("q1").sign(wire::Domain::kTick, forged.body)};
    hear(forged);
    forged.signatures.clear();
    hear(forged);
    EXPECT_EQ(told().age.state, Freshness::kExpired);
    EXPECT_EQ(told().held.tick, 0U);
}

TEST_F(TrustData, AsksForAMissingHeadOnceAMinute) {
    start();
    hear_time(1);
    static_cast<void>(hellos());
    const SignedDocument missed = head(3);
    hear(tick(missed, 2));
    EXPECT_EQ(hellos(), 2U) << "one on each connection";
    rig_.bring_link_up();
    static_cast<void>(hellos());
    hear(tick(missed, 3));
    EXPECT_EQ(hellos(), 0U) << "a centre that cannot answer is not asked without end";
    rig_.pass(TrustKeeper::kAskedEvery);
    rig_.bring_link_up();
    static_cast<void>(hellos());
    hear(tick(missed, 4));
    EXPECT_EQ(hellos(), 2U);
}

TEST_F(TrustData, WhatARevokedKeySignsIsNotTaken) {
    start();
    wire::Revocations revoking{1, now(), replication::later(now(), TrustOffice::days(30)), {}, {}};
    revoking.keys = {{rig_.central.sequencer.public_key().bytes(), now(), "copied"}};
    hear(office_.sign(revoking, {"s1", "s2"}));
    EXPECT_EQ(told().held.revocations, 1U);
    publish(ops_);
    EXPECT_TRUE(rig_.node->status().lists.empty());
    rig_.crash();
    start();
    publish(ops_);
    EXPECT_TRUE(rig_.node->status().lists.empty()) << "revoked before the crash";
    revoking.version = 2;
    revoking.keys.clear();
    hear(office_.sign(revoking, {"s1", "s2"}));
    publish(ops_);
    rig_.pass(kMoment);
    EXPECT_EQ(rig_.node->status().lists.size(), 1U) << "an officer was wrong";
}

TEST_F(TrustData, WhoPassedOnOldDataIsScreenedAgainWhenItIsFresh) {
    start();
    hear_time(1);
    rig_.transport.become(wire::LinkState::kDown);
    rig_.pass(std::chrono::minutes{20});
    rig_.drop_file("A1.edi", paxlst("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}}));
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(rig_.node->status().rescreen.on_old_data, 1U);
    rig_.crash();
    rig_.start();
    EXPECT_EQ(rig_.node->status().rescreen.on_old_data, 1U);
    // Central is ahead by the edition's two deltas.
    const auto deltas =
        edition_deltas(ops_, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}});
    const std::vector<wire::StreamPosition> heads{
        {kTestStream, core::Epoch{1}, deltas.back().seq, {}}};
    rig_.bring_link_up(&heads);
    hear_time(3);
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(rig_.node->status().data.state, facts::TrustAge::kFresh);
    EXPECT_EQ(rig_.node->status().rescreen.on_old_data, 1U) << "what central has is not here yet";
    publish(ops_);
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(rig_.node->status().rescreen.on_old_data, 0U);
    EXPECT_EQ(rig_.node->status().rescreen.late_hits, 1U);
}

/// By how many keys the edition is signed.
class BulkRemoval : public TrustData, public testing::WithParamInterface<std::uint64_t> {};

TEST_P(BulkRemoval, WantsMoreSigners) {
    wire::Root strict = root();
    TrustOffice::in(strict, DelegatedRole::kAgency).bulk_threshold = 2;
    rig_.root = office_.sign(strict, {"r1", "r2", "r3"});
    start();
    wire::StreamPosition held{kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}};
    for (const wire::DeltaBody& delta : edition_deltas(ops_, 1, {}, held)) {
        rig_.deliver(delta);
        held.seq = delta.seq;
        held.chain = wire::chain_hash(held.chain, wire::encode(delta));
    }
    rig_.pass(kMoment);
    ASSERT_EQ(rig_.node->status().lists.at(0).edition, 1U);
    wire::DeltaBody body = edition_deltas({ops_[0]}, 2, root_of(ops_), held)[0];
    body.ops = {{wire::OpKind::kRemove, "T.2", {}}};
    wire::Delta by_two = rig_.central.sign(body);
    const wire::EditionStatement statement{body.name, body.edition, body.post_root};
    by_two.edition_signatures.push_back(
        office_.key("a1").sign(wire::Domain::kEdition, wire::encode(statement)));
    if (GetParam() == 1) {
        by_two.edition_signatures.pop_back();
    }
    rig_.transport.receive(wire::Channel::kControl,
                           wire::encode_frame(by_two, wire::Lane::kDelta, body.stream));
    rig_.pass(kMoment);
    EXPECT_EQ(rig_.node->status().lists.at(0).edition, GetParam())
        << "one of two entries goes, by so many keys";
}

INSTANTIATE_TEST_SUITE_P(Signers, BulkRemoval, testing::Values(1U, 2U));

}  // namespace
}  // namespace sarhad::node
