// Whom the port expects, as central tells it before they come.
#include "expected_port.h"
#include "node_fixture.h"

#include <gtest/gtest.h>

namespace sarhad::node {
namespace {

const Passenger kListed{"QORBANTEST", "ZAMIR", "XT7654321"};
const Passenger kOther{"NOBODYTEST", "ALBAR", "XT0000001"};
const Passenger kThird{"FILLERTEST", "CIRA", "XT0000002"};

class Expected : public NodeTest {
protected:
    void SetUp() override {
        rig_.start();
        rig_.bring_link_up();
        publish(ops_);
        rig_.pass(kMoment);
    }
    [[nodiscard]] facts::ExpectedJourney journey(const std::string& reference,
                                                 const std::vector<Passenger>& passengers) {
        return port_.journey(paxlst(reference, passengers));
    }
    [[nodiscard]] std::vector<wire::Op> ops_of(const facts::ExpectedJourney& made) {
        return port_.ops_of(made);
    }
    void tell(const std::vector<wire::Op>& ops) { port_.tell(ops); }
    facts::ExpectedJourney expect(const std::string& reference,
                                  const std::vector<Passenger>& passengers) {
        facts::ExpectedJourney made = journey(reference, passengers);
        tell(ops_of(made));
        return made;
    }
    std::vector<ExpectedItem> held() { return port_.held(); }
    /// "QORBANTEST, NOBODYTEST": those who are not erased, in the order of their record.
    std::string on_record() {
        std::string names;
        for (const CrossingItem& item : crossings_of(rig_)) {
            if (!item.erased) {
                names += (names.empty() ? "" : ", ") + item.crossing.traveller.surname.reveal();
            }
        }
        return names;
    }
    /// Days go by in which nothing comes; the session of before is gone.
    void let_pass(core::Duration span) {
        rig_.time.jump(core::MonoTime{rig_.time.mono().since_start + span});
        rig_.pass(std::chrono::minutes{2});
        rig_.transport.become(wire::LinkState::kDown);
        rig_.bring_link_up();
    }
    std::int64_t count(store::Sql sql) {
        auto statement = rig_.database->prepare(sql);
        return statement->query_int64()->value_or(-1);
    }

    ExpectedPort port_{rig_};
};

TEST_F(Expected, WhoIsExpectedIsScreenedAheadAndAHitIsTold) {
    expect("A1", {kListed, kOther});
    EXPECT_EQ(on_record(), "QORBANTEST, NOBODYTEST");
    EXPECT_EQ(rig_.node->status().records.hits, 1U);
    EXPECT_EQ(count("SELECT count(*) FROM outbox WHERE stream = 2"), 1) << "central is told";
    EXPECT_EQ(count("SELECT count(*) FROM outbox WHERE stream = 1"), 2);
    const auto items = held();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_TRUE(items[0].is_screened);
    EXPECT_EQ(items[0].title, "QX0612 XXA-XXB 2026-11-23");
    EXPECT_EQ(items[0].travellers, 2U);
    EXPECT_EQ(items[0].hits, 1U);
}

TEST_F(Expected, NothingOfItIsReadableAtRest) {
    expect("A1", {kOther});
    rig_.stop();
    rig_.crash();
    EXPECT_FALSE(rig_.database_holds("NOBODYTEST"));
    EXPECT_FALSE(rig_.database_holds("XT0000001"));
}

TEST_F(Expected, AListThatChangesFindsWhoIsExpected) {
    expect("A1", {kOther});
    const auto more = upsert_of(listed_person("T.3", "ALBAR NOBODYTEST", "XT0000001"));
    std::vector<wire::Op> all = ops_;
    all.push_back(more);
    wire::DeltaBody delta =
        edition_deltas({more}, 2, root_of(ops_), {kTestStream, core::Epoch{1}, core::Seq{2}, {}})
            .front();
    const auto first =
        edition_deltas(ops_, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}});
    delta.prev_chain = wire::chain_hash(first.back().prev_chain, wire::encode(first.back()));
    delta.post_root = root_of(all);
    rig_.deliver(delta);
    rig_.pass(std::chrono::seconds{5});
    EXPECT_EQ(rig_.node->status().rescreen.late_hits, 1U);
}

TEST_F(Expected, TheSameJourneyByTheSpoolIsOneJourney) {
    expect("A1", {kListed, kOther});
    const auto outbox = count("SELECT count(*) FROM outbox");
    const auto raised = count_of(rig_.events, NodeEventKind::kHitRaised);
    rig_.drop_file("b.edi", paxlst("B1", {kThird, kOther, kListed}));
    rig_.pass(kMoment);
    EXPECT_EQ(on_record(), "QORBANTEST, NOBODYTEST, FILLERTEST") << "only who is new";
    EXPECT_EQ(count("SELECT count(*) FROM outbox"), outbox + 1);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kHitRaised), raised) << "told once";
    EXPECT_EQ(rig_.node->status().records.crossings, 3U);
    rig_.drop_file("a.edi", paxlst("A1", {kListed, kOther}));
    rig_.pass(kMoment);
    EXPECT_EQ(on_record(), "QORBANTEST, NOBODYTEST, FILLERTEST") << "the very bytes";
}

TEST_F(Expected, AJourneyThatTheSpoolBroughtFirstIsNotDoubled) {
    rig_.drop_file("b.edi", paxlst("B1", {kListed, kOther}));
    rig_.pass(kMoment);
    expect("A1", {kOther, kListed, kThird});
    EXPECT_EQ(on_record(), "QORBANTEST, NOBODYTEST, FILLERTEST");
    EXPECT_EQ(rig_.node->status().records.hits, 1U);
    expect("A2", {kThird});
    EXPECT_EQ(on_record(), "QORBANTEST, NOBODYTEST, FILLERTEST") << "the port's own record stays";
}

/// Bookings of these people on the flight of paxlst(), each his own.
std::string bookings(const std::string& reference, const std::vector<Passenger>& passengers) {
    const std::string leg = "TVL+231126:1015:231126:1325+XXA+XXB+QX+612";
    std::string body =
        core::cat("UNH+1+PNRGOV:13:1:IA'MSG+:22'ORG+QX:XXA'", leg, "'EQN+", passengers.size(), "'");
    for (const Passenger& one : passengers) {
        body += core::cat("SRC'RCI+QX:", one.surname.substr(0, 6), "'TIF+", one.surname, "+");
        body += core::cat(one.given, ":A:1'", leg, ":Y'RPI+1+HK'");
    }
    return core::cat("UNB+IATA:1+QX+PKNTC+261117:0600+",
                     reference,
                     "++PNRGOV'",
                     body,
                     "UNT+",
                     std::count(body.begin(), body.end(), '\'') + 1,
                     "+1'UNZ+1+",
                     reference,
                     "'");
}

TEST_F(Expected, AnnouncedBookingsAndTheListAreOneJourneyAndNeitherTakesTheOther) {
    expect("A1", {kOther, kThird});
    auto booked = port_.journey(bookings("B1", {kOther}));
    tell(ops_of(booked));
    EXPECT_EQ(on_record(), "NOBODYTEST, FILLERTEST, NOBODYTEST");
    const auto items = crossings_of(rig_);
    ASSERT_EQ(items.size(), 3U);
    EXPECT_EQ(items[2].crossing.feeds, (std::vector<std::string>{"pnr", "api"}));
    EXPECT_EQ(items[2].crossing.passage, items[0].crossing.passage);
    EXPECT_EQ(held().size(), 2U);
    tell(ops_of(port_.journey(bookings("B2", {kThird}))));
    EXPECT_EQ(on_record(), "NOBODYTEST, FILLERTEST, FILLERTEST") << "the list stays as it is";
    tell({wire::cancel_expected(booked.journey, port_.next_version(), booked.gone_at)});
    EXPECT_EQ(on_record(), "NOBODYTEST, FILLERTEST");
}

TEST_F(Expected, ANewerListTakesThePlaceOfTheOneBefore) {
    expect("A1", {kListed, kOther});
    expect("A2", {kThird, kOther});
    EXPECT_EQ(held().size(), 1U);
    EXPECT_EQ(held()[0].travellers, 2U);
    EXPECT_EQ(on_record(), "QORBANTEST, NOBODYTEST, FILLERTEST") << "a hit that was told stays";
    expect("A3", {kThird});
    EXPECT_EQ(on_record(), "QORBANTEST, FILLERTEST") << "who does not come is not kept";
    expect("A4", {kThird, kOther});
    EXPECT_EQ(on_record(), "QORBANTEST, FILLERTEST, NOBODYTEST") << "and may come after all";
    EXPECT_EQ(count("SELECT count(*) FROM outbox WHERE stream = 2"), 1);
}

TEST_F(Expected, CentralIsToldWhoDidNotCome) {
    const auto told = [&] { return count("SELECT count(*) FROM outbox WHERE stream = 5"); };
    expect("A1", {kListed, kOther, kThird});
    EXPECT_EQ(told(), 0);
    expect("A2", {kListed, kOther});
    EXPECT_EQ(told(), 1);
    expect("A3", {});
    EXPECT_EQ(told(), 2) << "of him who had a hit nothing is said: that is evidence";
    expect("A4", {});
    EXPECT_EQ(told(), 2);
}

TEST_F(Expected, AnOlderListAndOneThatIsHereAlreadyChangeNothing) {
    const auto old = journey("A1", {kOther});
    expect("A2", {kThird});
    tell(ops_of(old));
    EXPECT_EQ(on_record(), "FILLERTEST");
    const auto before = count("SELECT count(*) FROM outbox");
    auto same = expect("A3", {kThird});
    tell(ops_of(same));
    EXPECT_EQ(count("SELECT count(*) FROM outbox"), before);
}

TEST_F(Expected, ACancelledJourneyIsTakenAway) {
    const auto made = expect("A1", {kOther, kListed});
    tell({wire::cancel_expected(made.journey, port_.next_version(), made.gone_at)});
    EXPECT_EQ(on_record(), "QORBANTEST") << "the hit that was told stays";
    ASSERT_EQ(held().size(), 1U);
    EXPECT_TRUE(held()[0].is_cancelled);
    EXPECT_EQ(count("SELECT sum(length(body)) FROM expected"), 0);
    expect("A2", {kOther});
    EXPECT_EQ(on_record(), "QORBANTEST, NOBODYTEST") << "it is made after all";
}

TEST_F(Expected, AtItsHourItIsGoneAndTheChainGoesOn) {
    expect("A1", {kOther});
    let_pass(std::chrono::hours{6 * 24 - 1});
    EXPECT_EQ(held().size(), 1U);
    let_pass(std::chrono::hours{1});
    EXPECT_EQ(held().size(), 0U);
    EXPECT_EQ(count("SELECT count(*) FROM expected"), 0);
    expect("A2", {kOther});
    EXPECT_EQ(held().size(), 1U);
}

TEST_F(Expected, OneWhoseHourIsPastIsNotTakenInAgain) {
    auto made = journey("A1", {kOther});
    made.gone_at = rig_.time.wall();
    tell(ops_of(made));
    EXPECT_EQ(held().size(), 0U);
    EXPECT_TRUE(rig_.node->status().uplink.quarantines.empty());
}

TEST_F(Expected, APieceThatWasErasedMovesTheChainAndNoMore) {
    const wire::DeltaBody first = port_.next(ops_of(journey("A1", {kOther})));
    wire::DeltaBody erased = first;
    erased.ops.clear();
    erased.erased_chain = port_.chain();
    rig_.deliver(erased);
    rig_.pass(kMoment);
    EXPECT_EQ(held().size(), 0U);
    expect("A2", {kThird});
    EXPECT_EQ(on_record(), "FILLERTEST");
    EXPECT_TRUE(rig_.node->status().uplink.quarantines.empty());
}

TEST_F(Expected, APieceWithoutThoseBeforeItIsNoJourney) {
    auto ops = ops_of(journey("A1", {kOther}));
    auto piece = *wire::read_expected(ops.front());
    piece.pieces = 2;
    piece.piece = 1;
    ops.front().body = wire::encode(piece);
    tell(ops);
    EXPECT_EQ(held().size(), 0U);
    EXPECT_EQ(count("SELECT count(*) FROM expected_piece"), 0);
    EXPECT_TRUE(rig_.node->status().uplink.quarantines.empty());
}

TEST_F(Expected, AJourneyOfManyPiecesIsHeldOnceAllAreHere) {
    std::vector<Passenger> many;
    for (int at = 0; at < 3000; ++at) {
        core::Bytes noise(30);
        rig_.random.fill(noise);  // Names that do not pack.
        std::string name;
        for (const std::uint8_t byte : noise) {
            name += static_cast<char>('A' + byte % 26);
        }
        many.push_back({name, name.substr(0, 12), core::cat("XT", 1'000'000 + at)});
    }
    const auto made = journey("A1", many);
    const auto ops = ops_of(made);
    ASSERT_GE(ops.size(), 2U);
    tell({ops.begin(), ops.end() - 1});
    EXPECT_EQ(held().size(), 0U);
    rig_.crash();
    rig_.start();
    rig_.bring_link_up();
    tell({ops.back()});
    ASSERT_EQ(held().size(), 1U);
    EXPECT_EQ(held()[0].travellers, 3000U);
    EXPECT_EQ(count("SELECT count(*) FROM expected_piece"), 0);
}

TEST_F(Expected, AnotherNodesJourneyStopsTheStream) {
    const auto stranger = wire::SigningKey::generate(rig_.random);
    tell(*wire::seal_expected(
        journey("A1", {kOther}), stranger.public_key().box_key(), rig_.random));
    EXPECT_EQ(held().size(), 0U);
    EXPECT_EQ(rig_.node->status().uplink.quarantines.size(), 1U);
}

TEST_F(Expected, AnotherNodesStreamIsPassedOver) {
    port_.speak_in(*wire::expected_stream(core::NodeId{4}));
    expect("A1", {kOther});
    EXPECT_EQ(held().size(), 0U);
    EXPECT_TRUE(rig_.node->status().uplink.quarantines.empty());
}

TEST_F(Expected, WhatWasToldBeforeACrashIsScreenedAfterIt) {
    rig_.executor.set_full(core::Lane::kMatch, true);
    tell(ops_of(journey("A1", {kListed})));
    EXPECT_EQ(on_record(), "");
    EXPECT_FALSE(held().at(0).is_screened);
    rig_.crash();
    rig_.executor.set_full(core::Lane::kMatch, false);
    rig_.start();
    rig_.pass(std::chrono::seconds{3});
    EXPECT_EQ(on_record(), "QORBANTEST");
    EXPECT_TRUE(held().at(0).is_screened);
}

TEST_F(Expected, WithoutALinkThePortScreensFromWhatItHolds) {
    expect("A1", {kListed, kOther});
    rig_.transport.become(wire::LinkState::kDown);
    rig_.time.jump(core::MonoTime{rig_.time.mono().since_start + std::chrono::hours{72}});
    rig_.drop_file("b.edi", paxlst("B1", {kListed, kThird}));
    rig_.pass(std::chrono::seconds{5});
    ASSERT_EQ(held().size(), 1U);
    EXPECT_EQ(held()[0].hits, 1U);
    EXPECT_EQ(on_record(), "QORBANTEST, NOBODYTEST, FILLERTEST");
    EXPECT_EQ(rig_.node->status().records.hits, 1U);
}

}  // namespace
}  // namespace sarhad::node
