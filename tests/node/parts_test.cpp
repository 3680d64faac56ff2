// Parts of one message that come to a port in several files.
#include "counting_log.h"
#include "node_fixture.h"

#include "core/text.h"
#include "node/part_shelf.h"
#include "node/roster_word.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::node {
namespace {

/// Bookings of one who is named, and with the number 01 the head of the whole message: the flight.
std::string part(std::string_view number,
                 std::string_view name,
                 std::string_view message = "QX612/231126") {
    const bool is_first = number.starts_with("01");
    return core::cat("UNB+IATA:1+QX+PKNTC+261123:0600+B1++PNRGOV'UNH+1+PNRGOV:13:1:IA+",
                     message,
                     "+",
                     number,
                     "'MSG+:22'",
                     is_first ? "TVL+231126:1015:231126:1325+XXA+XXB+QX+612'EQN+2'" : "",
                     "SRC'RCI+QX:",
                     name.substr(0, 6),
                     "'TIF+",
                     name,
                     "+ANNA:A:1'UNT+",
                     is_first ? 8 : 6,
                     "+1'UNZ+1+B1'");
}

class Parts : public NodeTest {
protected:
    void TearDown() override { rig_.crash(); }  // It writes its last line.
    void drop(const std::string& name, const std::string& text) {
        rig_.drop_file(name, text);
        rig_.pass(kMoment);
    }
    /// "EXAMPLOV expected;TESTERSON cancelled;": everybody on the newest message's journey.
    std::string standings() {
        facts::JourneyId journey{};
        rig_.node->journeys({}, 1, [&](const core::Result<std::vector<JourneyItem>>& page) {
            ASSERT_TRUE(page) << page.error().what;
            ASSERT_EQ(page->size(), 1U);
            journey = page->front().journey;
        });
        rig_.settle();
        std::string text;
        rig_.node->roster(
            journey, 0, kPageMax, [&](const core::Result<std::vector<RosterItem>>& page) {
                ASSERT_TRUE(page) << page.error().what;
                for (const RosterItem& item : *page) {
                    text += core::cat(item.crossing.traveller.surname.reveal(),
                                      " ",
                                      facts::name_of(item.standing),
                                      ";");
                }
            });
        rig_.settle();
        return text;
    }
    /// Whether any file of the spool has these bytes.
    bool spool_holds(std::string_view text) {
        for (const char* folder : {"incoming", "working", "done", "refused"}) {
            for (const std::string& name : rig_.names_in(folder)) {
                const auto file =
                    rig_.files.read(core::cat(rig_.folder.path(), "/spool/", folder, "/", name),
                                    core::mebibytes(1));
                if (!file || core::as_text(*file).find(text) != std::string_view::npos) return true;
            }
        }
        return false;
    }

    CountingLog log_;
};

std::string surnames_of(Rig& rig) {
    std::vector<std::string> names;
    for (const CrossingItem& item : crossings_of(rig))
        names.push_back(item.crossing.traveller.surname.reveal());
    std::sort(names.begin(), names.end());
    std::string all;
    for (const std::string& name : names)
        all += name + ";";
    return all;
}

TEST_F(Parts, OfOneMessageAreOneMessageWhateverComesBetweenThem) {
    rig_.log = &log_;
    rig_.start();
    rig_.drop_file("b.edi", part("02:F", "TESTERSON"));
    rig_.pass(kMoment);
    EXPECT_EQ(log_.counts["NODE-056"], 1);
    EXPECT_EQ(rig_.node->status().intake.waiting_for_parts, 1U);
    rig_.drop_file("c.edi", paxlst("A1", {{"ELSEWHERE", "BORIS", "XT1000009"}}));
    rig_.pass(kMoment);
    EXPECT_EQ(surnames_of(rig_), "ELSEWHERE;") << "who waits keeps nobody else waiting";
    rig_.drop_file("a.edi", part("01:C", "EXAMPLOV"));
    rig_.pass(kMoment);
    EXPECT_EQ(surnames_of(rig_), "ELSEWHERE;EXAMPLOV;TESTERSON;");
    for (const CrossingItem& item : crossings_of(rig_))
        EXPECT_EQ(item.crossing.flights.size(), 1U) << "the head's flight is everybody's";
    EXPECT_EQ(rig_.node->status().intake.waiting_for_parts, 0U);
    EXPECT_EQ(rig_.node->status().intake.files_done, 3U);
    EXPECT_TRUE(rig_.names_in("working").empty());
    EXPECT_TRUE(rig_.names_in("refused").empty());
    EXPECT_EQ(log_.counts["NODE-057"], 0);
}

TEST_F(Parts, WhenTheWaitIsOverWhoeverIsThereIsScreenedAndTheFileKept) {
    rig_.log = &log_;
    rig_.start();
    rig_.drop_file("b.edi", part("02:F", "TESTERSON"));
    rig_.pass(kPartsWait - kMoment);
    EXPECT_EQ(surnames_of(rig_), "");
    rig_.pass(2 * kMoment);
    EXPECT_EQ(surnames_of(rig_), "TESTERSON;");
    EXPECT_EQ(log_.counts["NODE-057"], 1);
    EXPECT_EQ(rig_.node->status().intake.files_partial, 1U);
    EXPECT_EQ(rig_.names_in("refused"), (std::vector<std::string>{"b.edi", "b.edi.reason.json"}));
}

TEST_F(Parts, AChangedPartIsNoRepeatOfTheMessageBeforeIt) {
    rig_.start();
    rig_.drop_file("a.edi", part("01:C", "EXAMPLOV"));
    rig_.drop_file("b.edi", part("02:F", "TESTERSON"));
    rig_.pass(kMoment);
    EXPECT_EQ(surnames_of(rig_), "EXAMPLOV;TESTERSON;");
    rig_.drop_file("a2.edi", part("01:C", "EXAMPLOV"));
    rig_.drop_file("b2.edi", part("02:F", "NEWCOMERSON"));
    rig_.pass(kMoment);
    EXPECT_EQ(rig_.node->status().intake.repeats, 0U);
    const std::string names = surnames_of(rig_);
    EXPECT_NE(names.find("NEWCOMERSON"), std::string::npos) << names;
}

TEST_F(Parts, OfAFullPushSayNothingUntilAllOfThemAreThere) {
    rig_.start();
    drop("a.edi", part("01:C", "EXAMPLOV"));
    drop("b.edi", part("02:F", "TESTERSON"));
    EXPECT_EQ(standings(), "EXAMPLOV expected;TESTERSON expected;");
    drop("c.edi", part("02:F", "NEWCOMERSON", "QX612/2"));
    EXPECT_EQ(rig_.node->status().intake.waiting_for_parts, 1U);
    EXPECT_EQ(standings(), "EXAMPLOV expected;TESTERSON expected;");
    EXPECT_FALSE(spool_holds("NEWCOMERSON")) << "what waits does not lie open";
    drop("d.edi", part("01:C", "EXAMPLOV", "QX612/2"));
    EXPECT_EQ(standings(), "EXAMPLOV expected;TESTERSON cancelled;NEWCOMERSON expected;");
    EXPECT_EQ(crossings_of(rig_).size(), 3U) << "who is told of again is no second crossing";
}

TEST_F(Parts, OfAFullPushWithoutTheOthersTakeNobodyOff) {
    rig_.start();
    drop("a.edi", part("01:C", "EXAMPLOV"));
    drop("b.edi", part("02:F", "TESTERSON"));
    drop("d.edi", part("01:C", "NEWCOMERSON", "QX612/2"));
    rig_.pass(kPartsWait + kMoment);
    EXPECT_EQ(standings(), "EXAMPLOV expected;TESTERSON expected;NEWCOMERSON expected;");
    EXPECT_EQ(rig_.node->status().intake.files_partial, 1U);
    EXPECT_FALSE(spool_holds("NEWCOMERSON"));
}

TEST_F(Parts, ThatWaitAtAStopAreTakenUpAgainAndCountAgainstNoFile) {
    rig_.start();
    rig_.drop_file("b.edi", part("02:F", "TESTERSON"));
    rig_.pass(kMoment);
    EXPECT_EQ(rig_.names_in("working").size(), 1U);
    rig_.stop();
    EXPECT_EQ(rig_.names_in("incoming"), std::vector<std::string>{"b.edi"});
    rig_.start();
    rig_.drop_file("a.edi", part("01:C", "EXAMPLOV"));
    rig_.pass(kMoment);
    EXPECT_EQ(surnames_of(rig_), "EXAMPLOV;TESTERSON;");
}

TEST_F(Parts, AfterACrashNobodyIsLost) {
    rig_.start();
    rig_.drop_file("b.edi", part("02:F", "TESTERSON"));
    rig_.pass(kMoment);
    rig_.crash();
    rig_.start();
    rig_.pass(kMoment);
    EXPECT_EQ(surnames_of(rig_), "TESTERSON;");
}

TEST_F(Parts, OneThatIsSentTwiceWhileTheOthersWaitIsNoFaultOfTheMessage) {
    rig_.log = &log_;
    rig_.start();
    drop("a.edi", part("01:C", "EXAMPLOV"));
    drop("a2.edi", part("01:C", "EXAMPLOV"));
    EXPECT_EQ(rig_.node->status().intake.waiting_for_parts, 2U);
    drop("b.edi", part("02:F", "TESTERSON"));
    EXPECT_EQ(surnames_of(rig_), "EXAMPLOV;TESTERSON;");
    EXPECT_EQ(standings(), "EXAMPLOV expected;TESTERSON expected;");
    EXPECT_EQ(rig_.node->status().intake.files_partial, 0U);
    EXPECT_TRUE(rig_.names_in("refused").empty());
    EXPECT_TRUE(rig_.names_in("working").empty());
    EXPECT_EQ(log_.counts["NODE-057"], 0);
}

TEST_F(Parts, OneThatIsSentTwiceAndDiffersLosesNobodyAndIsKept) {
    rig_.start();
    drop("a.edi", part("01:C", "EXAMPLOV"));
    drop("a2.edi", part("01:C", "NEWCOMERSON"));
    drop("b.edi", part("02:F", "TESTERSON"));
    EXPECT_EQ(surnames_of(rig_), "EXAMPLOV;NEWCOMERSON;TESTERSON;");
    EXPECT_GT(rig_.node->status().intake.files_partial, 0U);
    EXPECT_FALSE(rig_.names_in("refused").empty());
}

}  // namespace
}  // namespace sarhad::node
