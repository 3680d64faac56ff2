// What the centre counts of persons, at a port: its word and the port's own records together, over
// kills, silence, what is told again from the beginning, and a store that has no room.
#include "facts/counted.h"

#include "port_rules.h"
#include "today.h"

#include "core/text.h"
#include "node/counted_store.h"
#include "rules/frames/packed_frame.h"
#include "rules/live/live_rules.h"
#include "store/transaction.h"
#include "wire/hash.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace sarhad::node {
namespace {

constexpr std::string_view kPassport = "XT7654321";

class Counted : public PortRules {
protected:
    void SetUp() override {
        start();
        wire::RuleChange made;
        made.owner = "test";
        made.straight_to_live = "a test waits for nobody";
        made.put = {rule_changes::rule(
            {.owner = "test",
             .mode = "live",
             .condition = "hist.distinct_ports_365d >= 2 && hist.inspections_negative_365d == 0",
             .match = "hist = { distinct_ports_365d = 2, inspections_negative_365d = 0 }",
             .no_match = "hist = { distinct_ports_365d = 1, inspections_negative_365d = 0 }"})};
        PortRules::deliver(rule_changes::approved(made, rig_.central.agency, rig_.central.deputy));
        ASSERT_EQ(in_force(), 1U);
    }
    void start() {
        rig_.start();
        rig_.bring_link_up();
        rig_.settle();
    }
    [[nodiscard]] std::int32_t today() const {
        return static_cast<std::int32_t>(rig_.time.wall().micros / 86'400'000'000);
    }
    [[nodiscard]] wire::SubjectKey subject(std::string_view document = kPassport) const {
        facts::TravelDocument paper;
        paper.kind = "P";
        paper.number = core::Redacted<std::string>{std::string{document}};
        paper.issuer = "XAA";
        wire::Secret key{32};  // The rig's.
        std::fill(key.bytes().begin(), key.bytes().end(), std::uint8_t{9});
        return wire::subject_key(std::as_const(key).bytes(), facts::subject_text(paper).reveal());
    }
    [[nodiscard]] facts::CountedHolder seen_at(const std::string& port,
                                               std::int32_t ago,
                                               std::string_view document = kPassport) const {
        facts::CountedHolder holder;
        holder.document = subject(document);
        holder.ports = {{port, {today() - ago}}};
        return holder;
    }
    /// The next delta of the counters' stream.
    wire::DeltaBody next(const facts::CentralCounts& counts) {
        wire::DeltaBody body = empty();
        body.ops.push_back(
            {wire::OpKind::kUpsert, std::string{facts::kCountsOp}, wire::encode(counts)});
        told_.chain = wire::chain_hash(body.prev_chain, wire::encode(body));
        return body;
    }
    wire::DeltaBody empty() {
        wire::DeltaBody body;
        body.stream = wire::down::kCounters;
        body.name = "counters";
        body.epoch = core::Epoch{1};
        body.seq = told_.seq = core::next(told_.seq);
        body.prev_chain = told_.chain;
        body.ends_edition = true;
        return body;
    }
    /// Nobody is told of but `holders`, as of now.
    void tell(std::vector<facts::CountedHolder> holders) {
        rig_.deliver(next({rig_.time.wall(), std::move(holders), true}));
        rig_.pass(kMoment);
    }
    /// Who is told of on this flight, as the decision about him says.
    facts::Decision told_of(const std::string& reference,
                            const std::string& flight,
                            std::string_view document = kPassport) {
        rig_.drop_file(reference + ".edi", paxlst_today(reference, flight, document));
        rig_.pass(kMoment);
        return crossings_of(rig_).back().crossing.decision;
    }
    /// Of her who shows kPassport, today, on her way to Afghanistan.
    [[nodiscard]] std::string currency_form(const std::string& reference,
                                            const std::string& amount) const {
        return core::cat(R"({"form":"currency","reference":")",
                         reference,
                         R"(","direction":"out","point":"KHI","destination":"AFG","made":")",
                         core::to_rfc3339(rig_.time.wall()).substr(0, 10),
                         R"(","traveller":{"surname":"Quiettest","first_name":"Ana","documents":)",
                         R"([{"kind":"P","number":")",
                         kPassport,
                         R"(","issuer":"XAA"}]},"lines":[{"instrument":"cash","amount":")",
                         amount,
                         R"("}]})");
    }
    static bool waits(const facts::Decision& decision) {
        return !decision.waiting.empty() &&
               decision.waiting[0].feeds == std::vector<std::string>{"CENTRAL"};
    }
    void inspect(facts::Finding finding) {
        InspectionOrder order;
        order.crossing = crossings_of(rig_).back().crossing.id;
        order.finding = finding;
        order.officer.account = "desk.1";
        rig_.node->inspect(order, [](const core::Result<facts::Inspection>& said) {
            ASSERT_TRUE(said) << said.error().what;
        });
        rig_.pass(kMoment);
    }
    /// hist.distinct_ports_365d as the frame has it that a back-test reads.
    static std::optional<std::int64_t> ports_in(const facts::Decision& decision) {
        const auto rules = rules::LiveRules::none({});
        const auto& layout = rules->layouts().of(rules::RuleKind::kTraveller);
        rules::engine::FrameBuilder builder{layout};
        const auto frame =
            rules::frames::unpack_frame(decision.frame, rules::RuleKind::kTraveller, builder);
        EXPECT_TRUE(frame);
        const auto place = layout.find(0, "hist.distinct_ports_365d");
        const auto& table = frame->tables()[0];
        const std::size_t slot = table.place(place.index, 0);
        return table.states[slot] == rules::cel::SlotState::kValue
                   ? std::optional{static_cast<std::int64_t>(table.words[slot])}
                   : std::nullopt;
    }
    std::int64_t count(store::Sql sql) {
        auto select = *rig_.database->prepare(sql);
        return select.query_int64()->value_or(-1);
    }

    wire::StreamPosition told_{wire::down::kCounters, core::Epoch{1}, core::Seq{0}, {}};
};

TEST_F(Counted, ARuleWaitsForTheCentreAndIsAskedOnceItHasTold) {
    EXPECT_TRUE(waits(told_of("A1", "QX601")));
    tell({seen_at("PKXXB-1", 40), seen_at("PKXXC-1", 40, "XT0000009")});
    EXPECT_EQ(rig_.node->status().uplink.counted_as_of.has_value(), true);
    const facts::Decision told = told_of("A2", "QX602");
    EXPECT_TRUE(told.waiting.empty());
    EXPECT_EQ(told.rule_hits.size(), 1U) << "here, and at B";
    EXPECT_TRUE(told_of("B1", "QX602", "XT0000001").rule_hits.empty());
    EXPECT_TRUE(told_of("B2", "QX602", "XT0000001").waiting.empty()) << "nothing told is 0";
}

TEST_F(Counted, AnAnnouncedTravellerIsAskedOfAgainWithTheNextWordOnHim) {
    EXPECT_TRUE(waits(told_of("A1", "QX601")));
    auto elsewhere = seen_at("PKXXB-1", 40);
    elsewhere.ports.push_back({"PKXXC-1", {today() - 300}});
    tell({elsewhere});
    facts::Traveller traveller;
    traveller.full_name = core::Redacted<std::string>{"Ana Quiettest"};
    traveller.documents.push_back(
        {"P", core::Redacted<std::string>{std::string{kPassport}}, "XAA", {}, {}});
    rig_.node->screen(traveller, {}, [](const core::Result<facts::Crossing>& crossing) {
        ASSERT_TRUE(crossing) << crossing.error().what;
        EXPECT_EQ(crossing->decision.rule_hits.size(), 1U);
    });
    rig_.pass(kMoment);
}

TEST_F(Counted, WhatThePortRecordsItselfCountsBeforeTheCentreHasHeard) {
    tell({seen_at("PKXXB-1", 40)});
    EXPECT_TRUE(told_of("A1", "QX601").rule_hits.empty()) << "here for the first time";
    inspect(facts::Finding::kPositive);
    rig_.crash();
    start();
    EXPECT_EQ(told_of("A2", "QX602").rule_hits.size(), 1U);
    inspect(facts::Finding::kNegative);
    EXPECT_TRUE(told_of("A3", "QX603").rule_hits.empty()) << "a look found nothing";
    // The centre has heard of all that now: it counts as it did.
    auto heard = seen_at("PKXXB-1", 40);
    heard.ports.push_back({"PKXXA-1", {today()}});
    const auto crossings = crossings_of(rig_);
    for (const std::size_t at : {std::size_t{0}, std::size_t{1}}) {
        facts::CountedInspection look;
        std::copy_n(crossings[at].crossing.id.begin(), look.crossing.size(), look.crossing.begin());
        look.at = rig_.time.wall().micros / 60'000'000 - 1;
        look.has_finding = at == 0;
        heard.inspections.push_back(look);
    }
    tell({heard});
    const facts::Decision after = told_of("A4", "QX604");
    EXPECT_TRUE(after.rule_hits.empty());
    EXPECT_EQ(ports_in(after), 2);
}

/// A rule about what somebody declared before waited for ever: nobody counted it.
TEST_F(Counted, WhatSheDeclaredHereAndElsewhereIsASumThatARuleAsksOf) {
    wire::RuleChange made;
    made.owner = "test";
    made.straight_to_live = "a test waits for nobody";
    made.put = {rule_changes::rule(
        {.id = "TST-002",
         .owner = "test",
         .mode = "live",
         .condition = "cash.year_limit_ref > 0.0"
                      " && hist.cash_out_year_ref + cash.amount_ref > cash.year_limit_ref",
         .match = "cash = { amount_ref = 2000.0, year_limit_ref = 6000.0 }, "
                  "hist = { cash_out_year_ref = 5000.0 }",
         .no_match = "cash = { amount_ref = 500.0, year_limit_ref = 6000.0 }, "
                     "hist = { cash_out_year_ref = 5000.0 }",
         .kind = "cash"})};
    PortRules::deliver(rule_changes::approved(made, rig_.central.agency, rig_.central.deputy));
    ASSERT_EQ(in_force(), 2U);
    const auto declare = [&](const std::string& reference, const std::string& amount) {
        rig_.drop_file(reference + ".json", currency_form(reference, amount));
        rig_.pass(kMoment);
        return crossings_of(rig_).back().crossing.decision;
    };
    const auto is_over = [](const facts::Decision& decision) {
        return std::any_of(decision.rule_hits.begin(),
                           decision.rule_hits.end(),
                           [](const facts::RuleHit& hit) { return hit.id == "TST-002"; });
    };
    EXPECT_TRUE(waits(declare("C0", "900 USD")));
    auto elsewhere = seen_at("PKXXB-1", 5);
    const std::int64_t then = rig_.time.wall().micros - std::int64_t{5} * 86'400'000'000;
    elsewhere.cash = {{{0x77}, then, today() - 5, true, 400'000, 0}};
    tell({elsewhere});
    EXPECT_FALSE(is_over(declare("C1", "900 USD"))) << "4,000, then 900 and 900";
    EXPECT_FALSE(is_over(declare("C1", "950 USD"))) << "corrected, no second one";
    rig_.crash();
    start();
    EXPECT_TRUE(is_over(declare("C2", "800 USD"))) << "6,600 are more than 6,000";
}

TEST_F(Counted, ASilentCentreMakesItUnknownAndTheRuleWaits) {
    tell({seen_at("PKXXB-1", 40)});
    told_of("A1", "QX601");
    EXPECT_EQ(told_of("A2", "QX602").rule_hits.size(), 1U);
    rig_.time.step_wall(std::chrono::hours{73});
    EXPECT_TRUE(waits(told_of("A3", "QX603")));
    tell({});
    EXPECT_EQ(told_of("A4", "QX604").rule_hits.size(), 1U);
}

TEST_F(Counted, WhatWasKnownThenStandsInTheFrame) {
    tell({seen_at("PKXXB-1", 40)});
    const facts::Decision before = told_of("A1", "QX601");
    auto other = seen_at("PKXXB-1", 40);
    other.ports.push_back({"PKXXC-1", {today() - 2}});
    tell({other});
    const facts::Decision after = told_of("A2", "QX602");
    EXPECT_EQ(ports_in(before), 1);
    EXPECT_EQ(ports_in(after), 3);
    EXPECT_EQ(ports_in(crossings_of(rig_)[0].crossing.decision), 1) << "as it was asked";
}

TEST_F(Counted, FromTheFirstDeltaOnAllBeginsAnew) {
    auto elsewhere = seen_at("PKXXB-1", 40);
    elsewhere.ports.push_back({"PKXXC-1", {today() - 41}});
    tell({elsewhere});
    EXPECT_EQ(told_of("A1", "QX601").rule_hits.size(), 1U);
    // A person has released the stream: its position is forgotten.
    rig_.crash();
    {
        auto database =
            *store::Database::open({.path = rig_.folder.path() + "/node.db"}, migrations());
        auto transaction = *store::Transaction::begin(*database);
        ASSERT_TRUE(PositionsStore{*database}.forget(wire::down::kCounters));
        ASSERT_TRUE(std::move(transaction).commit());
    }
    start();
    told_ = {wire::down::kCounters, core::Epoch{1}, core::Seq{0}, {}};
    rig_.deliver(next({core::WallTime{}, {}, true}));
    EXPECT_TRUE(waits(told_of("A2", "QX602"))) << "more is on its way";
    tell({seen_at("PKXXB-1", 40)});
    EXPECT_EQ(told_of("A3", "QX603").rule_hits.size(), 1U);
    EXPECT_EQ(count("SELECT count(*) FROM counted"), 1);
}

TEST_F(Counted, ADeltaThatWasErasedTellsNothingAndTheStreamGoesOn) {
    tell({seen_at("PKXXB-1", 40)});
    wire::DeltaBody gone = empty();
    gone.erased_chain.fill(7);
    told_.chain = gone.erased_chain;
    rig_.deliver(gone);
    tell({facts::CountedHolder{subject(), false, {}, {}, {}}});
    EXPECT_EQ(count("SELECT count(*) FROM counted"), 0) << "nothing is counted of her any more";
    EXPECT_EQ(count("SELECT held FROM counted_state"), 0);
    told_of("A1", "QX601");
    EXPECT_TRUE(told_of("A2", "QX602").rule_hits.empty());
}

TEST_F(Counted, NothingOfItTellsWhoItIsWithoutTheStoreKey) {
    tell({seen_at("PKXXB-1", 40)});
    EXPECT_EQ(count("SELECT count(*) FROM counted"), 1);
    EXPECT_FALSE(rig_.database_holds(core::as_text(subject())));
    EXPECT_FALSE(rig_.database_holds("PKXXB-1"));
}

TEST_F(Counted, ADamagedRowMakesItUnknownAndNoLower) {
    tell({seen_at("PKXXB-1", 40)});
    auto transaction = *store::Transaction::begin(*rig_.database);
    ASSERT_TRUE((*rig_.database->prepare("UPDATE counted SET body = x'00'")).run());
    ASSERT_TRUE(std::move(transaction).commit());
    EXPECT_TRUE(waits(told_of("A1", "QX601")));
}

/// The store by itself.
class CountedRows : public Counted {
protected:
    void change(const std::function<core::Status()>& work) {
        auto transaction = *store::Transaction::begin(*rig_.database);
        const core::Status done = work();
        ASSERT_TRUE(done) << done.error().what;
        ASSERT_TRUE(std::move(transaction).commit());
    }
    wire::RecordSeal seal_{wire::Secret{32}, rig_.random};
};

TEST_F(CountedRows, WithoutRoomTheLongestUnseenGoAndOfThemNobodyKnows) {
    PositionsStore positions{*rig_.database};
    CountedStore counted{*rig_.database, positions, seal_, 2'000};
    const wire::Secret key{32};
    std::vector<PersonKey> persons;
    for (int page = 0; page < 5; ++page) {
        facts::CentralCounts counts{rig_.time.wall(), {}};
        for (int i = 0; i < 500; ++i) {
            facts::CountedHolder holder = seen_at("PKXXB-1", 300 - page * 50);
            holder.document = {static_cast<std::uint8_t>(page),
                               static_cast<std::uint8_t>(i / 256),
                               static_cast<std::uint8_t>(i % 256)};
            counts.holders.push_back(std::move(holder));
        }
        persons.push_back(person_key(key.bytes(), counts.holders.front().document));
        const wire::DeltaBody body = next(counts);
        change([&]() -> core::Status {
            SARHAD_TRY([[maybe_unused]] const CountedStore::Applied applied,
                       counted.apply(body, told_.chain, key.bytes(), PositionCommit::kTogether));
            return {};
        });
    }
    const auto word = read_counted(store::QuerySource{*rig_.database}, seal_, persons);
    ASSERT_TRUE(word);
    EXPECT_EQ(word->holders.size(), 3U) << "the oldest thousand went";
    EXPECT_EQ(word->cut_day, today() - 250);
    EXPECT_EQ(count("SELECT held FROM counted_state"), 1'500);
    EXPECT_EQ(count("SELECT count(*) FROM counted"), 1'500);
    std::size_t gone = 0;
    change([&]() -> core::Status {
        SARHAD_TRY(gone, purge_counted(*rig_.database, today() - 200 + 366));
        return {};
    });
    EXPECT_EQ(gone, 500U);
    EXPECT_EQ(count("SELECT held FROM counted_state"), 1'000);
}

TEST_F(CountedRows, WhatIsNoWordOfTheCentreStopsTheStream) {
    PositionsStore positions{*rig_.database};
    CountedStore counted{*rig_.database, positions, seal_};
    wire::DeltaBody body = empty();
    body.ops.push_back({wire::OpKind::kUpsert, std::string{facts::kCountsOp}, {0xC1}});
    auto transaction = *store::Transaction::begin(*rig_.database);
    const auto applied = counted.apply(body, {}, wire::Secret{32}.bytes(), PositionCommit::kLater);
    ASSERT_FALSE(applied);
    EXPECT_EQ(applied.error().code, core::Errc::kCorrupt);
    body.ops.front().id = "of a newer centre";
    EXPECT_TRUE(counted.apply(body, {}, wire::Secret{32}.bytes(), PositionCommit::kLater));
}

/// Until version 24 a port kept nothing of this: what it kept of crossings is read as ever.
TEST_F(CountedRows, APortOfTheVersionBeforeHasItsOwnCrossingsAndLearnsTheRest) {
    told_of("A1", "QX601");
    rig_.crash();
    const std::string path = rig_.folder.path() + "/older.db";
    {
        auto database = *store::Database::open({.path = path}, migrations().first(24));
        auto transaction = *store::Transaction::begin(*database);
        auto insert = *database->prepare(
            "INSERT INTO passage(person, day, crossing, body) VALUES(?1, ?2, ?3, ?4)");
        const PersonKey person{1, 2, 3};
        const CrossingId crossing{4};
        core::Bytes place = core::to_bytes(core::ByteView{person});
        core::append(place, crossing);
        core::put_u32(place, 20'000);
        const core::Bytes sealed = seal_.seal("passage", place, core::Bytes(41));
        insert.bind_all(core::ByteView{person},
                        std::int64_t{20'000},
                        core::ByteView{crossing},
                        core::ByteView{sealed});
        ASSERT_TRUE(insert.run());
        ASSERT_TRUE(std::move(transaction).commit());
    }
    auto database = *store::Database::open({.path = path}, migrations());
    const store::QuerySource source{*database};
    const auto word = read_counted(source, seal_, {{1, 2, 3}});
    ASSERT_TRUE(word);
    EXPECT_FALSE(word->as_of);
    const auto histories = read_histories(source, seal_, {{1, 2, 3}});
    ASSERT_TRUE(histories);
    EXPECT_EQ(histories->at({1, 2, 3}).size(), 1U);
}

/// What software before version 26 took in had lost its cash: 0 of it would be too low.
TEST_F(CountedRows, APortThatKnewNothingOfCashTakesTheStreamAgain) {
    const std::string path = rig_.folder.path() + "/older.db";
    {
        auto database = *store::Database::open({.path = path}, migrations().first(25));
        auto transaction = *store::Transaction::begin(*database);
        for (const store::Sql& sql :
             {store::Sql{"INSERT INTO counted_state(number, as_of, held, cut_day)"
                         " VALUES(1, 1795900000000000, 1, 0)"},
              store::Sql{"INSERT INTO counted(person, day, body) VALUES(x'01', 1, x'02')"}}) {
            ASSERT_TRUE((*database->prepare(sql)).run());
        }
        PositionsStore positions{*database};
        for (const core::StreamId stream : {wire::down::kCounters, kTestStream}) {
            ASSERT_TRUE(positions.put({stream, core::Epoch{1}, core::Seq{7}, {}}));
        }
        ASSERT_TRUE(std::move(transaction).commit());
    }
    auto database = *store::Database::open({.path = path}, migrations());
    const auto word = read_counted(store::QuerySource{*database}, seal_, {});
    ASSERT_TRUE(word);
    EXPECT_FALSE(word->as_of);
    EXPECT_FALSE(word->has_cash);
    auto left = *database->prepare("SELECT stream FROM down_pos");
    EXPECT_EQ(left.query_int64()->value_or(0), kTestStream.value());
    auto rows = *database->prepare("SELECT count(*) FROM counted");
    EXPECT_EQ(rows.query_int64()->value_or(-1), 0);
}

}  // namespace
}  // namespace sarhad::node
