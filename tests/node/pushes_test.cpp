// Full and update pushes, lists, changes, cancellations, late and repeated ones: who travels.
#include "pushes.h"

#include "expected_port.h"
#include "node_fixture.h"
#include "shown.h"

#include "core/text.h"
#include "intake/journeys.h"
#include "node/merged_traveller.h"
#include "wire/hash.h"

#include <gtest/gtest.h>

#include <string>

namespace sarhad::node {
namespace {

using intake::Standing;

std::string two_digits(std::size_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

class PushesAtPort : public NodeTest {
protected:
    std::vector<Shown> shown(const facts::JourneyId& journey, std::string_view feed) {
        std::vector<Shown> all;
        rig_.node->roster(
            journey, 0, kPageMax, [&](const core::Result<std::vector<RosterItem>>& page) {
                ASSERT_TRUE(page) << page.error().what;
                for (const RosterItem& item : *page) {
                    if (feed_of(item.crossing) == feed) {
                        all.push_back({item.standing, item.crossing.traveller});
                    }
                }
            });
        rig_.settle();
        return all;
    }
    static facts::JourneyId journey_of(const PushScript& script) {
        return wire::blake2b_128(
            core::as_bytes(core::cat("passengers|QX|", script.flight(), "|XXA|2026-11-26|XXB")));
    }
    std::int64_t count(store::Sql sql) {
        auto statement = rig_.database->prepare(sql);
        return statement->query_int64()->value_or(-1);
    }
    /// "QORBANTEST expected, NOBODYTEST cancelled": everybody on the flight of paxlst().
    std::string standings() {
        std::string text;
        rig_.node->journeys({}, 1, [&](const core::Result<std::vector<JourneyItem>>& page) {
            ASSERT_TRUE(page) << page.error().what;
            ASSERT_EQ(page->size(), 1U);
            journey_ = page->front().journey;
        });
        rig_.settle();
        for (const Shown& one : shown(journey_, "api")) {
            text += core::cat(text.empty() ? "" : ", ",
                              one.traveller.surname.reveal(),
                              " ",
                              facts::name_of(one.standing));
        }
        return text;
    }
    void drop(const std::string& name, const std::string& text) {
        rig_.drop_file(name, text);
        rig_.pass(kMoment);
    }

    facts::JourneyId journey_{};
    Passenger listed_{"QORBANTEST", "ZAMIR", "XT7654321"};
    Passenger other_{"NOBODYTEST", "ALBAR", "XT0000001"};
};

TEST_F(PushesAtPort, TheStoreSaysWhatTheOracleSays) {
    rig_.start();
    std::size_t tellings = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const PushScript script{seed * 7919, static_cast<int>(2000 + seed)};
        const std::string where = core::cat("seed=", seed);
        for (std::size_t at = 0; at < script.arrivals().size(); ++at) {
            rig_.drop_file(core::cat(two_digits(at), ".edi"),
                           script.text_of(script.arrivals()[at]));
            // Some come one by one, some all at once.
            if (seed % 2 == 0) rig_.pass(kMoment);
        }
        rig_.pass(std::chrono::seconds{10});
        const std::size_t all = script.arrivals().size();
        expect_same(script, script.lists_after(all), shown(journey_of(script), "api"), where);
        expect_same(script, script.bookings_after(all), shown(journey_of(script), "pnr"), where);
        if (HasFailure()) return;
        tellings += script.different_tellings();
        if (seed % 20 == 0) {
            rig_.crash();
            rig_.start();
        }
    }
    EXPECT_LE(static_cast<std::size_t>(count("SELECT count(*) FROM crossing")), tellings);
    EXPECT_GT(count("SELECT count(*) FROM crossing WHERE standing = 2"), 20)
        << "cancelled ones stay";
}

TEST_F(PushesAtPort, TheSameUnderOtherNumbersIsCountedAndNothingElse) {
    rig_.start();
    rig_.bring_link_up();
    publish(ops_);
    drop("a.edi", paxlst("A1", {listed_, other_}));
    rig_.pass(std::chrono::seconds{1});
    const auto outbox = count("SELECT count(*) FROM outbox");
    drop("b.edi", paxlst("B1", {other_, listed_}));
    drop("a2.edi", paxlst("A1", {listed_, other_}));
    EXPECT_EQ(crossings_of(rig_).size(), 2U);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kHitRaised), 1U);
    EXPECT_EQ(count("SELECT count(*) FROM outbox"), outbox);
    EXPECT_EQ(rig_.node->status().records.hits, 1U);
    EXPECT_EQ(rig_.node->status().intake.said_before, 1U);
    EXPECT_EQ(rig_.node->status().intake.repeats, 1U);
    EXPECT_EQ(standings(), "QORBANTEST expected, NOBODYTEST expected");
}

TEST_F(PushesAtPort, WhoIsDroppedStaysOnRecordAsCancelledAndComesBack) {
    rig_.start();
    drop("a.edi", paxlst("A1", {listed_, other_}));
    drop("b.edi", paxlst("B1", {listed_}));
    EXPECT_EQ(standings(), "QORBANTEST expected, NOBODYTEST cancelled");
    EXPECT_EQ(crossings_of(rig_).at(1).standing, Standing::kCancelled);
    EXPECT_FALSE(crossings_of(rig_).at(1).erased);
    drop("c.edi", paxlst("C1", {other_, listed_}));
    EXPECT_EQ(standings(), "QORBANTEST expected, NOBODYTEST expected");
    EXPECT_EQ(crossings_of(rig_).size(), 2U);
}

TEST_F(PushesAtPort, ACorrectedNameIsTheSamePassage) {
    rig_.start();
    drop("a.edi", paxlst("A1", {other_}));
    drop("b.edi", paxlst("B1", {{"NOBODDYTEST", "ALBAR", "XT0000001"}}));
    const auto items = crossings_of(rig_);
    ASSERT_EQ(items.size(), 2U) << "the new name is screened";
    EXPECT_EQ(items[0].crossing.passage, items[1].crossing.passage);
    EXPECT_EQ(items[0].standing, Standing::kSuperseded);
    EXPECT_EQ(standings(), "NOBODDYTEST expected");
}

TEST_F(PushesAtPort, AListThatIsCutOffTakesNobodyOff) {
    rig_.start();
    drop("a.edi", paxlst("A1", {listed_, other_}));
    const std::string whole = paxlst("B1", {listed_, other_});
    drop("b.edi", whole.substr(0, whole.rfind("NAD+FL")));
    EXPECT_EQ(standings(), "QORBANTEST expected, NOBODYTEST expected");
}

TEST_F(PushesAtPort, AListThatLostSegmentsInItsMiddleTakesNobodyOff) {
    rig_.start();
    drop("a.edi", paxlst("A1", {listed_, other_}));
    std::string holed = paxlst("B1", {listed_, other_});
    const std::size_t from = holed.rfind("NAD+FL");
    holed.erase(from, holed.find("CNT", from) - from);
    // Its own count of travellers agrees with what is left: only UNT tells of the hole.
    const std::size_t counted = holed.find("CNT+42:2");
    ASSERT_NE(counted, std::string::npos);
    holed[counted + 7] = '1';
    drop("b.edi", holed);
    EXPECT_EQ(standings(), "QORBANTEST expected, NOBODYTEST expected");
}

TEST_F(PushesAtPort, TwoMessagesOfOneFileSeeEachOther) {
    rig_.start();
    std::string both = paxlst("A1", {listed_, other_});
    both += paxlst("B1", {listed_});
    drop("a.edi", both);
    EXPECT_EQ(crossings_of(rig_).size(), 2U);
    EXPECT_EQ(standings(), "QORBANTEST expected, NOBODYTEST cancelled");
}

TEST_F(PushesAtPort, WhomCentralAnnouncedAndTheSpoolToldOfStays) {
    rig_.start();
    rig_.bring_link_up();
    ExpectedPort central{rig_};
    central.tell(central.ops_of(central.journey(paxlst("A1", {other_}))));
    drop("b.edi", paxlst("B1", {other_}));
    central.tell(central.ops_of(central.journey(paxlst("A2", {listed_}))));
    EXPECT_FALSE(crossings_of(rig_).at(0).erased) << "the port's own carrier still says so";
    EXPECT_EQ(crossings_of(rig_).at(0).standing, Standing::kExpected);
}

}  // namespace
}  // namespace sarhad::node
