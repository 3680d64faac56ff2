#include "json_dump.h"
#include "paxlst_bodies.h"

#include "core/text.h"
#include "intake/messages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using facts::Message;
using facts::MessageStatus;

constexpr facts::PartialDate kDay{2026, 3, 1};

std::vector<Message> read(core::ByteView file) {
    return read_messages(file, kDay);
}

/// SARHAD_WRITE_GOLDEN=1 writes the file anew: read the difference before committing it.
TEST(SheetFile, GivesTheFactsWrittenBesideIt) {
    const std::string facts = dump(read(sample("manifest.xlsx")));
    if (std::getenv("SARHAD_WRITE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
        std::ofstream{places::test_data("intake/manifest_xlsx.json")} << facts;
    }
    const core::Bytes expected = sample("manifest_xlsx.json");
    EXPECT_EQ(facts, core::as_text(expected));
}

TEST(SheetFile, EachSheetThatIsKnownIsReadAndAnotherIsTold) {
    const auto all = read(sample("manifest.xlsx"));
    ASSERT_EQ(all.size(), 2U);
    const Message& manifest = all[0];
    ASSERT_EQ(manifest.bills.size(), 2U) << "the hidden sheet is not read";
    const facts::Bill& bill = manifest.bills[0];
    EXPECT_EQ(bill.parties.at(0).name.reveal(), "Test \"Importers\", Karachi");
    ASSERT_EQ(bill.goods.size(), 2U);
    EXPECT_EQ(bill.goods[0].hs, "610510") << "6.1051E5";
    EXPECT_EQ(bill.goods[1].description, "Buttons");
    EXPECT_EQ(bill.gross_grams, 1'007'500U);
    EXPECT_EQ(bill.value.thousandths, 12'500'000) << "1.25E4";
    EXPECT_EQ(manifest.bills[1].parties.at(0).name.reveal(), "Invented Traders") << "two runs";
    const facts::Place& call = manifest.conveyances.at(0).places.at(0);
    EXPECT_EQ(facts::to_text(call.arrives), "2026-01-14T10:30");
    EXPECT_TRUE(has_problem(manifest, "unknown-sheet"));
    EXPECT_FALSE(has_problem(manifest, "damaged-row")) << "empty cells at its end are not there";
    EXPECT_EQ(all[1].seizures.at(0).reference, "S-1");
    EXPECT_EQ(facts::to_text(all[1].seizures[0].at), "2026-02-27T03:40");
    EXPECT_EQ(all[1].status, MessageStatus::kOk);
}

TEST(SheetFile, AProblemNamesItsRow) {
    const auto all = read(sample("manifest.xlsx"));
    const auto& problems = all.at(0).problems;
    const auto found = std::find_if(
        problems.begin(), problems.end(), [](const auto& one) { return one.code == "bad-hs"; });
    ASSERT_NE(found, problems.end());
    EXPECT_EQ(found->segment, 5U) << "a row without cells counts";
}

TEST(SheetFile, EveryCutAndEveryFlippedByteEndsWithAWord) {
    const core::Bytes whole = sample("manifest.xlsx");
    std::size_t refused = 0;
    for (std::size_t cut = 30; cut < whole.size(); ++cut) {
        const auto all = read(core::ByteView{whole}.first(cut));
        ASSERT_EQ(all.size(), 1U);
        ASSERT_EQ(all[0].status, MessageStatus::kRefused) << cut;
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        core::Bytes damaged = whole;
        damaged[at] = static_cast<std::uint8_t>(~damaged[at]);
        const auto all = read(damaged);
        ASSERT_FALSE(all.empty());
        const bool is_read = all[0].bills.size() == 2;
        ASSERT_TRUE(is_read || all[0].status == MessageStatus::kRefused) << at;
        refused += is_read ? 0 : 1;
    }
    EXPECT_GT(refused, whole.size() / 2);
}

/// The sample with the unpacked size of a part as its directory states it changed.
core::Bytes with_size(std::string_view part, std::uint32_t size) {
    core::Bytes file = sample("manifest.xlsx");
    constexpr std::size_t kNameAt = 46;
    constexpr std::size_t kSizeAt = 24;
    const std::size_t name = core::as_text(file).rfind(part);
    for (std::size_t i = 0; i < 4; ++i)
        file[name - kNameAt + kSizeAt + i] = static_cast<std::uint8_t>(size >> (8 * i));
    return file;
}

TEST(SheetFile, APartThatUnpacksToMoreThanItsDirectorySaysIsRefused) {
    const auto all = read(with_size("xl/worksheets/sheet1.xml", 10));
    EXPECT_EQ(all.at(0).problems.at(0).code, "bad-sheet");
}

TEST(SheetFile, APartThatWouldBeHugeIsNotUnpacked) {
    for (const std::uint32_t size : {0xFFFF'FFFFU, 33U * 1024 * 1024, 2U * 1024 * 1024}) {
        const auto all = read(with_size("xl/worksheets/sheet1.xml", size));
        ASSERT_EQ(all.at(0).status, MessageStatus::kRefused);
        EXPECT_NE(all[0].problems[0].text.find("too large unpacked"), std::string::npos) << size;
    }
}

TEST(SheetFile, AZipFileThatIsNoWorkbookIsRefusedWithTheRemedy) {
    core::Bytes file = sample("manifest.xlsx");
    for (std::size_t at = 0; at + 15 < file.size(); ++at) {
        if (core::as_text(file).substr(at, 15) == "xl/workbook.xml") file[at + 3] = 'W';
    }
    const auto all = read(file);
    EXPECT_NE(all.at(0).problems.at(0).text.find("send the files in it"), std::string::npos);
}

}  // namespace
}  // namespace sarhad::intake
