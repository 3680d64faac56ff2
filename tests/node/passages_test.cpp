// Crossings that a port counts by itself: each once, over a kill, and none that is erased.
#include "port_rules.h"
#include "today.h"

#include "core/text.h"
#include "node/passages_store.h"
#include "store/transaction.h"
#include "wire/hash.h"

#include <functional>

namespace sarhad::node {
namespace {

constexpr std::string_view kPassport = "XT7654321";

class Passages : public PortRules {
protected:
    void SetUp() override {
        start();
        wire::RuleChange made;
        made.owner = "test";
        made.straight_to_live = "a test waits for nobody";
        made.put = {rule_changes::rule({.owner = "test",
                                        .mode = "live",
                                        .condition = "hist.crossings_90d >= 3",
                                        .match = "hist = { crossings_90d = 3 }",
                                        .no_match = "hist = { crossings_90d = 2 }"})};
        deliver(rule_changes::approved(made, rig_.central.agency, rig_.central.deputy));
        ASSERT_EQ(in_force(), 1U);
    }
    void start() {
        rig_.start();
        rig_.bring_link_up();
        rig_.settle();
    }
    /// Whether the rule hits who is told of on this flight.
    bool hits(const std::string& reference,
              const std::string& flight,
              std::string_view document = kPassport) {
        rig_.drop_file(reference + ".edi", paxlst_today(reference, flight, document));
        rig_.pass(kMoment);
        return !crossings_of(rig_).back().crossing.decision.rule_hits.empty();
    }
    bool hits_at_desk(std::string_view document = kPassport) {
        facts::Traveller traveller;
        traveller.full_name = core::Redacted<std::string>{"Ana Quiettest"};
        traveller.documents.push_back(
            {"P", core::Redacted<std::string>{std::string{document}}, "XAA", {}, {}});
        bool has_hit = false;
        rig_.node->screen(traveller, {}, [&](const core::Result<facts::Crossing>& crossing) {
            ASSERT_TRUE(crossing) << crossing.error().what;
            has_hit = !crossing->decision.rule_hits.empty();
        });
        rig_.pass(kMoment);
        return has_hit;
    }
    /// In a transaction of its own.
    void change(const std::function<core::Status()>& work) {
        auto transaction = *store::Transaction::begin(*rig_.database);
        const core::Status done = work();
        ASSERT_TRUE(done) << done.error().what;
        ASSERT_TRUE(std::move(transaction).commit());
    }
    void run(store::Sql sql) {
        change([&] {
            auto statement = *rig_.database->prepare(sql);
            return statement.run();
        });
    }
    std::int64_t rows() {
        auto select = *rig_.database->prepare("SELECT count(*) FROM passage");
        return select.query_int64()->value_or(0);
    }
};

TEST_F(Passages, AFrequentCrosserIsHitAtHisFourthCrossingAndNotBefore) {
    EXPECT_FALSE(hits("A1", "QX601"));
    EXPECT_FALSE(hits("A2", "QX602"));
    rig_.crash();
    start();
    EXPECT_FALSE(hits("A3", "QX603"));
    rig_.crash();
    start();
    EXPECT_TRUE(hits("A4", "QX604"));
    EXPECT_FALSE(hits("B1", "QX604", "XT0000001"));
}

TEST_F(Passages, AJourneyToldAgainWithOtherBytesCountsOnce) {
    EXPECT_FALSE(hits("A1", "QX601"));
    EXPECT_FALSE(hits("A2", "QX601"));
    EXPECT_FALSE(hits("A3", "QX601"));
    EXPECT_FALSE(hits("A4", "QX602"));
    EXPECT_FALSE(hits("A5", "QX603"));
    EXPECT_FALSE(hits("A6", "QX603"));
    EXPECT_TRUE(hits("A7", "QX604"));
    EXPECT_TRUE(hits("A8", "QX604"));  // The same crossing, and the same answer.
}

TEST_F(Passages, AFileThatComesTwiceCountsOnce) {
    for (const char* name : {"a", "b", "c", "d"}) {
        rig_.drop_file(core::cat(name, ".edi"),
                       paxlst("A1", {{"QUIETTEST", "ANA", std::string{kPassport}}}));
        rig_.pass(kMoment);
    }
    EXPECT_EQ(rows(), 1);
}

TEST_F(Passages, WhoStandsAtTheDeskBehindHisFlightIsCountedOnce) {
    EXPECT_FALSE(hits("A1", "QX601"));
    EXPECT_FALSE(hits_at_desk());
    EXPECT_FALSE(hits("A2", "QX602"));
    EXPECT_FALSE(hits("A3", "QX603"));
    EXPECT_FALSE(hits_at_desk());  // Of his second or third: two are before it.
    EXPECT_TRUE(hits("A4", "QX604"));
}

TEST_F(Passages, ARecordAtTheDeskIsOfThePassageThatAListToldOf) {
    const auto last = [&] { return crossings_of(rig_).back().crossing.passage; };
    hits_at_desk("XT0000001");
    EXPECT_EQ(last(), CrossingId{}) << "nobody told of him";
    hits("A1", "QX601");
    const CrossingId told = last();
    EXPECT_NE(told, CrossingId{});
    rig_.crash();
    start();
    hits_at_desk();
    EXPECT_EQ(last(), told);
    hits("A2", "QX601");
    EXPECT_EQ(last(), told);
    hits("A3", "QX602");
    EXPECT_NE(last(), told);
}

TEST_F(Passages, WithoutADocumentNobodyKnowsAndTheRuleWaits) {
    facts::Traveller traveller;
    traveller.full_name = core::Redacted<std::string>{"Ana Quiettest"};
    std::vector<facts::WaitingRules> waiting;
    rig_.node->screen(traveller, {}, [&](const core::Result<facts::Crossing>& crossing) {
        waiting = crossing->decision.waiting;
    });
    rig_.pass(kMoment);
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].feeds, std::vector<std::string>{"LOCAL"});
    EXPECT_EQ(rows(), 0);
}

TEST_F(Passages, ADamagedRowMakesTheCounterUnknownAndNoLower) {
    EXPECT_FALSE(hits("A1", "QX601"));
    run(store::Sql{"UPDATE passage SET body = x'00'"});
    EXPECT_FALSE(hits("A2", "QX602"));
    const auto decision = crossings_of(rig_).back().crossing.decision;
    ASSERT_EQ(decision.waiting.size(), 1U);
    EXPECT_EQ(decision.waiting[0].feeds, std::vector<std::string>{"LOCAL"});
}

TEST_F(Passages, TellNothingWithoutTheStoreKey) {
    EXPECT_FALSE(hits("A1", "QX601"));
    const auto subjects = crossings_of(rig_).back().crossing.subject_keys;
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(rows(), 1);
    EXPECT_FALSE(rig_.database_holds(core::as_text(subjects[0])));
}

/// The rows by themselves.
class PassageRows : public Passages {
protected:
    void put(std::uint8_t number, std::int32_t day) {
        screening::Passage passage;
        passage.crossing = {number};
        passage.trip = {number};
        passage.day = day;
        passage.at = std::int64_t{day} * 1440;
        passage.direction = screening::Direction::kOut;
        passage.touches = passage.at + 7;
        passage.record = {number, 9};
        change([&] {
            return put_passages(*rig_.database,
                                passage.crossing,
                                {{person_, day, sealed_passage(seal_, person_, passage)}});
        });
    }
    std::vector<std::int32_t> days() {
        std::vector<std::int32_t> found;
        const auto histories =
            read_histories(store::QuerySource{*rig_.database}, seal_, {person_, person_});
        for (const screening::Passage& each : histories->at(person_)) {
            EXPECT_EQ(each.touches, each.at + 7);
            EXPECT_EQ(each.direction, screening::Direction::kOut);
            EXPECT_EQ(each.record, (CrossingId{each.crossing[0], 9}));
            found.push_back(each.day);
        }
        return found;
    }

    wire::RecordSeal seal_{wire::Secret{32}, rig_.random};
    PersonKey person_{1, 2, 3};
};

TEST_F(PassageRows, ComeBackAsTheyWerePutUntilTheirTimeIsOver) {
    put(1, 20'000);
    put(2, 20'001);
    put(2, 20'001);
    EXPECT_EQ(days(), (std::vector<std::int32_t>{20'001, 20'000}));
    const auto purged = [&](std::int32_t today) {
        std::size_t gone = 0;
        change([&]() -> core::Status {
            SARHAD_TRY(gone, purge_passages(*rig_.database, today));
            return {};
        });
        return gone;
    };
    EXPECT_EQ(purged(20'000 + screening::kPassageKeptDays), 0U);
    EXPECT_EQ(purged(20'001 + screening::kPassageKeptDays), 1U);
    EXPECT_EQ(days(), std::vector<std::int32_t>{20'001});
}

TEST_F(PassageRows, OfOlderSoftwareAreReadWithoutWhatItDidNotKeep) {
    screening::Passage passage;
    passage.crossing = {2};
    passage.day = 20'001;
    passage.record = {9};
    passage.documents = {{7}, {8}};
    const core::Bytes whole = sealed_passage(seal_, person_, passage);
    core::Bytes place = core::to_bytes(core::ByteView{person_});
    core::append(place, passage.crossing);
    core::put_u32(place, 20'001);
    const core::Bytes plain = *seal_.open("passage", place, whole);
    ASSERT_EQ(plain.size(), 42U + 32U);
    const auto read = [&](std::size_t size) {
        core::Bytes old = plain;
        old.resize(size);
        run(store::Sql{"DELETE FROM passage"});
        change([&] {
            return put_passages(*rig_.database,
                                passage.crossing,
                                {{person_, 20'001, seal_.seal("passage", place, old)}});
        });
        const auto found = read_histories(store::QuerySource{*rig_.database}, seal_, {person_});
        return found && found->contains(person_) ? std::optional{found->at(person_).front()}
                                                 : std::nullopt;
    };
    EXPECT_EQ(read(plain.size())->documents, passage.documents);
    EXPECT_EQ(read(41)->record, passage.record);
    EXPECT_TRUE(read(41)->documents.empty());
    EXPECT_EQ(read(25)->record, CrossingId{});
    EXPECT_EQ(read(25)->crossing, passage.crossing);
    EXPECT_FALSE(read(42)) << "cut short";
}

TEST_F(PassageRows, OfAnErasedCrossingAreGone) {
    put(1, 20'000);
    put(2, 20'001);
    change([&] { return remove_passages(*rig_.database, {2}); });
    EXPECT_EQ(days(), std::vector<std::int32_t>{20'000});
}

TEST_F(PassageRows, AreBoundToTheirPlace) {
    put(1, 20'000);
    const auto is_known = [&] {
        const auto histories = read_histories(store::QuerySource{*rig_.database}, seal_, {person_});
        return histories && histories->contains(person_);
    };
    EXPECT_TRUE(is_known());
    run(store::Sql{"UPDATE passage SET day = day + 1"});
    EXPECT_FALSE(is_known());
    run(store::Sql{"UPDATE passage SET day = day - 1"});
    EXPECT_TRUE(is_known());
    run(store::Sql{"UPDATE passage SET crossing = x'09000000000000000000000000000000'"});
    EXPECT_FALSE(is_known());
}

}  // namespace
}  // namespace sarhad::node
