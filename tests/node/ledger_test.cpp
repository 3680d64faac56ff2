// Numbers of the paper ledger: each once, whatever the disk does.
#include "node/ledger.h"

#include "node_fixture.h"

#include "core/text.h"
#include "support/golden.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace sarhad::node {
namespace {

facts::LedgerEntry draft(const std::string& counter) {
    facts::LedgerEntry entry;
    entry.counter = counter;
    entry.at = {1'790'000'000'000'000};
    entry.decision = facts::LedgerDecision::kReferred;
    entry.officer = "desk.4";
    entry.uid = 1001;
    return entry;
}

class LedgerTest : public testing::Test {
protected:
    [[nodiscard]] core::Result<Ledger> open() { return Ledger::open(files_, path()); }
    [[nodiscard]] std::string path() const { return folder_.path() + "/ledger"; }

    core::PosixFiles files_;
    TestFolder folder_;
};

TEST_F(LedgerTest, GivesEachCounterItsOwnNumbersInARow) {
    auto ledger = open();
    ASSERT_TRUE(ledger);
    EXPECT_EQ(ledger->add(draft("HALL-1"))->number, 1U);
    EXPECT_EQ(ledger->add(draft("HALL-1"))->number, 2U);
    EXPECT_EQ(ledger->add(draft("GATE-A"))->number, 1U);
    EXPECT_EQ(ledger->counters().at("HALL-1"), 2U);
    EXPECT_EQ(ledger->entries().size(), 3U);
}

TEST_F(LedgerTest, GoesOnBehindEveryNumberThatWasGivenOverManySheets) {
    constexpr std::size_t kMany = 2 * kLedgerSheetMax + 5;
    auto ledger = open();
    for (std::size_t at = 1; at <= kMany; ++at) {
        if (at % 16 == 1) {
            ledger = open();  // Another process.
            ASSERT_TRUE(ledger) << ledger.error().what;
        }
        ASSERT_EQ(ledger->add(draft("HALL-1"))->number, at);
    }
    EXPECT_EQ(open()->entries().size(), kMany);
    EXPECT_EQ(files_.list(path())->size(), 3U);
}

TEST_F(LedgerTest, GivesNoNumberBesideASheetThatIsLostOrDamaged) {
    auto ledger = open();
    for (std::size_t at = 0; at < kLedgerSheetMax + 1; ++at) {
        ASSERT_TRUE(ledger->add(draft("HALL-1")));
    }
    const std::string first = path() + "/sheet-000001";
    const core::Bytes whole = *files_.read(first, core::kibibytes(80));
    ASSERT_TRUE(files_.remove(first));
    EXPECT_FALSE(open()) << "its numbers were given";
    core::Bytes damaged = whole;
    damaged.pop_back();
    ASSERT_TRUE(files_.replace(first, damaged, core::FileMode::kPrivate));
    const auto refused = open();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, core::Errc::kCorrupt);
    EXPECT_NE(refused.error().what.find("sheet-000001"), std::string::npos);
    ASSERT_TRUE(files_.replace(first, whole, core::FileMode::kPrivate));
    EXPECT_TRUE(open());
}

TEST_F(LedgerTest, ANumberThatCouldNotBeWrittenWasNotGiven) {
    auto ledger = open();
    ASSERT_EQ(ledger->add(draft("HALL-1"))->number, 1U);
    const std::string sheet = path() + "/sheet-000001";
    const std::string aside = folder_.path() + "/aside";
    std::filesystem::rename(sheet, aside);
    std::filesystem::create_directory(sheet);
    EXPECT_FALSE(ledger->add(draft("HALL-1")));
    std::filesystem::remove(sheet);
    std::filesystem::rename(aside, sheet);
    EXPECT_EQ(ledger->add(draft("HALL-1"))->number, 2U);
    EXPECT_EQ(open()->entries().size(), 2U);
}

TEST_F(LedgerTest, RefusesACounterOrAnOfficerThatIsNone) {
    auto ledger = open();
    for (const char* counter : {"", "hall", "HALL 1", "A/B", "ABCDEFGHIJKLMNOPQ"}) {
        EXPECT_EQ(ledger->add(draft(counter)).error().code, core::Errc::kInvalid) << counter;
    }
    facts::LedgerEntry nobody = draft("HALL-1");
    nobody.officer.clear();
    EXPECT_EQ(ledger->add(nobody).error().code, core::Errc::kInvalid);
    for (std::size_t at = 0; at < kLedgerCountersMax; ++at) {
        ASSERT_TRUE(ledger->add(draft(core::cat("C", at))));
    }
    EXPECT_EQ(ledger->add(draft("ONE-MORE")).error().code, core::Errc::kExhausted);
    EXPECT_TRUE(ledger->add(draft("C0"))) << "who has begun goes on";
}

/// A machine that is a node again, with the numbers of before.
class TakenOverLedger : public NodeTest {
protected:
    void give(const std::string& counter) {
        auto ledger = Ledger::open(rig_.files, rig_.folder.path() + "/ledger");
        ASSERT_TRUE(ledger && ledger->add(draft(counter)));
    }
    [[nodiscard]] std::vector<LedgerItem> listed(bool is_open) {
        std::vector<LedgerItem> items;
        rig_.node->ledger(0, is_open, [&](core::Result<std::vector<LedgerItem>> page) {
            ASSERT_TRUE(page) << page.error().what;
            items = *std::move(page);
        });
        rig_.settle();
        return items;
    }
    /// Of the desk's stream, which central is told by.
    [[nodiscard]] std::uint64_t told() {
        rig_.pass(std::chrono::seconds{2});
        return rig_.node->status().outbox.at(core::StreamId{5}).last_seq;
    }
    [[nodiscard]] core::Result<facts::LedgerEntry> enter(std::uint64_t number,
                                                         const CrossingId& crossing) {
        core::Result<facts::LedgerEntry> entered{core::Error{core::Errc::kUnavailable, "none"}};
        rig_.node->enter_ledger(
            {"HALL-1", number, crossing, "desk.5"},
            [&](core::Result<facts::LedgerEntry> answer) { entered = std::move(answer); });
        rig_.settle();
        return entered;
    }
    [[nodiscard]] CrossingId crossing(const std::string& reference) {
        rig_.drop_file(reference + ".edi",
                       paxlst(reference, {{"QUIETTEST", "ANA", "XT5"}}, flight_of(reference)));
        rig_.pass(kMoment);
        return crossings_of(rig_).back().crossing.id;
    }
};

TEST_F(TakenOverLedger, IsToldToCentralOnceThoughTheNodeStartsAgain) {
    give("HALL-1");
    give("HALL-1");
    rig_.start();
    EXPECT_EQ(listed(true).size(), 2U);
    EXPECT_EQ(told(), 2U);
    rig_.crash();
    ASSERT_TRUE(rig_.files.remove(rig_.folder.path() + "/ledger/told"));  // As if it were lost.
    rig_.start();
    EXPECT_EQ(told(), 2U);
    rig_.crash();
    std::filesystem::remove(rig_.folder.path() + "/node.db");  // Erased once more: another node.
    give("HALL-1");
    rig_.start();
    ASSERT_EQ(listed(true).size(), 1U) << "the others were told by the node before";
    EXPECT_EQ(listed(true)[0].entry.number, 3U);
}

TEST_F(TakenOverLedger, ANumberHasOneCrossingThatIsOnRecord) {
    give("HALL-1");
    give("HALL-1");
    rig_.start();
    const CrossingId first = crossing("100");
    EXPECT_EQ(enter(1, CrossingId{}).error().code, core::Errc::kNotFound) << "no such crossing";
    EXPECT_EQ(enter(3, first).error().code, core::Errc::kNotFound) << "no such number";
    const auto entered = enter(1, first);
    ASSERT_TRUE(entered) << entered.error().what;
    EXPECT_EQ(entered->entered_by, "desk.5");
    EXPECT_EQ(told(), 3U) << "central hears of it";
    EXPECT_TRUE(enter(1, first)) << "whoever saw no answer asks again";
    EXPECT_EQ(enter(1, crossing("200")).error().code, core::Errc::kConflict);
    ASSERT_EQ(listed(true).size(), 1U);
    EXPECT_EQ(listed(true)[0].entry.number, 2U);
    EXPECT_EQ(listed(false).size(), 2U);
}

TEST_F(TakenOverLedger, ADamagedSheetKeepsNoBorderShut) {
    give("HALL-1");
    ASSERT_TRUE(rig_.files.replace(rig_.folder.path() + "/ledger/sheet-000001",
                                   core::as_bytes("nothing"),
                                   core::FileMode::kPrivate));
    rig_.start();
    EXPECT_TRUE(listed(false).empty());
    static_cast<void>(crossing("300"));
    EXPECT_EQ(crossings_of(rig_).size(), 1U);
}

TEST(LedgerSheet, KeepsItsBytesAndRefusesEveryTruncation) {
    facts::LedgerEntry first = draft("HALL-1");
    first.number = 7;
    facts::LedgerEntry second = draft("GATE-A");
    second.number = 1;
    second.kind = facts::LedgerKind::kConveyance;
    second.crossing.fill(0xC5);
    second.entered_by = "desk.5";
    second.entered_at = {1'790'000'002'000'000};
    const std::vector<facts::LedgerEntry> both{first, second};
    const core::Bytes bytes = encode_sheet(both);
    EXPECT_EQ(golden::kept("formats/v1/ledger_sheet.bin", bytes), bytes);
    EXPECT_EQ(*decode_sheet(bytes), both);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(decode_sheet(core::ByteView{bytes}.first(size))) << size;
    }
    core::Bytes longer = bytes;
    longer.push_back(0);
    EXPECT_FALSE(decode_sheet(longer));
}

}  // namespace
}  // namespace sarhad::node
