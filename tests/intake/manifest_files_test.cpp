#include "json_dump.h"
#include "paxlst_bodies.h"

#include "core/text.h"
#include "intake/messages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using facts::Bill;
using facts::Message;

std::vector<Message> read(const std::string& text) {
    return read_messages(core::as_bytes(text));
}

std::string text_of_sample(const std::string& name) {
    return std::string{core::as_text(sample(name))};
}

/// A sample, and the name of the file beside it that holds its facts.
struct Sample {
    std::string file;
    std::string name;
};

class ManifestGolden : public testing::TestWithParam<Sample> {};

/// SARHAD_WRITE_GOLDEN=1 writes the files anew: read the difference before committing it.
TEST_P(ManifestGolden, GivesTheFactsWrittenBesideTheFile) {
    const std::string facts = dump(read_messages(sample(GetParam().file)));
    const std::string golden = GetParam().name + ".json";
    if (std::getenv("SARHAD_WRITE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
        std::ofstream{places::test_data("intake/" + golden)} << facts;
    }
    const core::Bytes expected = sample(golden);
    EXPECT_EQ(facts, core::as_text(expected));
}

INSTANTIATE_TEST_SUITE_P(Samples,
                         ManifestGolden,
                         testing::Values(Sample{"asycuda_manifest.xml", "asycuda_manifest"},
                                         Sample{"asycuda_houses.xml", "asycuda_houses"},
                                         Sample{"asycuda_declaration.xml", "asycuda_declaration"},
                                         Sample{"asycuda_pack.xml", "asycuda_pack"},
                                         Sample{"manifest_plain.csv", "manifest_plain"},
                                         Sample{"declaration_wco.csv", "declaration_wco"},
                                         Sample{"manifest_wco.in.json", "manifest_wco"}),
                         [](const auto& named) { return named.param.name; });

TEST(Asycuda, HousesAreTiedToTheirMaster) {
    const Message message = read(text_of_sample("asycuda_manifest.xml")).at(0);
    ASSERT_EQ(message.bills.size(), 3U);
    EXPECT_EQ(message.bills[0].number, "TSTL0001");
    EXPECT_EQ(message.bills[0].level, facts::BillLevel::kMaster);
    EXPECT_FALSE(message.bills[0].is_house_level_missing);
    EXPECT_EQ(message.bills[1].master, "TSTL0001");
    EXPECT_EQ(message.bills[1].level, facts::BillLevel::kHouse);
    EXPECT_EQ(message.bills[2].level, facts::BillLevel::kStraight);
}

TEST(Asycuda, AConsolidationWithoutHousesMissesThem) {
    const Message message = read(
                                "<Awmds><Bol_segment><Bol_reference>B1</Bol_reference>"
                                "<Consolidated_Cargo>1</Consolidated_Cargo></Bol_segment></Awmds>")
                                .at(0);
    EXPECT_TRUE(message.bills.at(0).is_house_level_missing);
}

TEST(Asycuda, DegroupageNamesItsMaster) {
    const Message message = read(text_of_sample("asycuda_houses.xml")).at(0);
    EXPECT_EQ(message.format, "AWBOLDS");
    EXPECT_EQ(message.bills.at(0).master, "TSTL0001");
    EXPECT_EQ(message.bills.at(1).master, "TSTL0001");
    const Message without = read(
                                "<Awbolds><Bol_segment><Bol_reference>B1</Bol_reference>"
                                "</Bol_segment></Awbolds>")
                                .at(0);
    EXPECT_TRUE(has_problem(without, "no-master"));
    EXPECT_EQ(without.bills.at(0).number, "B1");
    EXPECT_EQ(without.bills[0].master, "");
}

TEST(Asycuda, ADoctypeIsRefusedAndNoEntityIsExpanded) {
    const Message refused = read(
                                "<!DOCTYPE Awmds [<!ENTITY a \"BBBB\">]><Awmds><Bol_segment>"
                                "<Bol_reference>&a;</Bol_reference></Bol_segment></Awmds>")
                                .at(0);
    EXPECT_EQ(refused.status, facts::MessageStatus::kRefused);
    EXPECT_TRUE(has_problem(refused, "bad-xml"));
    const Message entity = read(
                               "<Awmds><Bol_segment><Bol_reference>&a;</Bol_reference>"
                               "</Bol_segment></Awmds>")
                               .at(0);
    EXPECT_EQ(entity.bills.at(0).number, "&A;");
}

TEST(Asycuda, DepthAndSizeAreBounded) {
    std::string deep = "<Awmds>";
    for (int i = 0; i < 100'000; ++i)
        deep += "<a>";
    EXPECT_TRUE(has_problem(read(deep).at(0), "bad-xml"));
    std::string wide = "<Awmds>";
    for (int i = 0; i < 400'001; ++i)
        wide += "<a/>";
    EXPECT_TRUE(has_problem(read(wide + "</Awmds>").at(0), "bad-xml"));
}

TEST(Asycuda, TotalsThatContradictAreAProblem) {
    const std::string whole = text_of_sample("asycuda_manifest.xml");
    EXPECT_FALSE(has_problem(read(whole).at(0), "count-mismatch"));
    std::string other = whole;
    other.replace(other.find("<Total_number_of_bols>3"), 23, "<Total_number_of_bols>4");
    EXPECT_TRUE(has_problem(read(other).at(0), "count-mismatch"));
}

TEST(ManifestCsv, RowsOfOneBillAreItsGoods) {
    const Message message = read(text_of_sample("manifest_plain.csv")).at(0);
    ASSERT_GE(message.bills.size(), 3U);
    const Bill& house = message.bills[1];
    EXPECT_EQ(house.number, "HOUSE1");
    ASSERT_EQ(house.goods.size(), 2U);
    EXPECT_EQ(house.goods[0].description, "SHIRTS OF COTTON");
    EXPECT_EQ(house.goods[0].hs, "620520");
    EXPECT_EQ(house.packages, 15U);
    EXPECT_EQ(house.gross_grams, 1'400'000U);
    EXPECT_EQ(house.containers, (std::vector<std::string>{"TSTU1234568", "TSTU7654320"}));
    EXPECT_EQ(message.conveyances.size(), 1U);
    EXPECT_TRUE(message.containers.at(0).is_number_valid);
    EXPECT_TRUE(has_problem(message, "unknown-column"));
}

TEST(ManifestCsv, ColumnsMayStandInAnyOrderAndBeSetApartByAnything) {
    const std::string comma = "bill_number,goods,gross_kg\nB1,PUMPS,10\n";
    const std::string tab = "gross_kg\tbill_number\tgoods\n10\tB1\tPUMPS\n";
    EXPECT_EQ(read(comma).at(0), read(tab).at(0));
    EXPECT_EQ(read(comma)[0].bills.at(0).gross_grams, 10'000U);
    EXPECT_EQ(read(comma)[0].status, facts::MessageStatus::kOk);
}

TEST(ManifestCsv, TheHeaderIsReadStrictly) {
    const Message twice = read("bill_number,bl_no,goods\nB1,B1,PUMPS\n").at(0);
    EXPECT_EQ(twice.status, facts::MessageStatus::kRefused);
    EXPECT_TRUE(has_problem(twice, "bad-header"));
    const Message none = read("goods,packages,hs_code\nPUMPS,1,841381\n").at(0);
    EXPECT_TRUE(has_problem(none, "bad-header"));
}

TEST(ManifestCsv, ARowWithoutABillIsKeptAlone) {
    const Message message = read("bill_number,goods,packages\n,A,1\n,B,2\n").at(0);
    EXPECT_EQ(message.bills.size(), 2U);
    EXPECT_EQ(message.status, facts::MessageStatus::kPartial);
}

TEST(ManifestCsv, ADateWithTwoReadingsStaysUnknown) {
    const auto lodged = [](const std::string& date) {
        const auto all =
            read(core::cat("gd_number,gd_type,gd_date,goods\nG1,IM,", date, ",PUMPS\n"));
        return facts::to_text(all.at(0).declarations.at(0).lodged);
    };
    EXPECT_EQ(lodged("15/01/2026"), "2026-01-15");
    EXPECT_EQ(lodged("1/15/26"), "2026-01-15");
    EXPECT_EQ(lodged("01/01/2026"), "2026-01-01");
    EXPECT_EQ(lodged("02/01/2026"), "");
    EXPECT_EQ(lodged("2026-01-02 10:30"), "2026-01-02");
    EXPECT_EQ(lodged("20260230"), "");
}

TEST(ManifestJson, ManifestAndDeclarationAreTwoMessages) {
    const auto all = read(text_of_sample("manifest_wco.in.json"));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].function, "manifest");
    EXPECT_EQ(all[0].bills.at(1).master, "TSTL0001");
    EXPECT_EQ(all[0].bills.at(0).goods.at(0).dangerous.at(0).un_number, "1263");
    EXPECT_EQ(all[0].bills[0].parties.at(0).address.reveal(), "1 EXAMPLE STREET, FLOOR 2");
    EXPECT_EQ(all[1].function, "declaration");
    EXPECT_EQ(all[1].declarations.at(0).lines.at(0).procedure, "4000");
    EXPECT_EQ(all[1].status, facts::MessageStatus::kOk);
    EXPECT_TRUE(has_problem(all[0], "unknown-member")) << "Colour";
}

TEST(ManifestJson, WhatIsNoJsonIsRefusedWithItsByte) {
    const std::string whole = text_of_sample("manifest_wco.in.json");
    const Message cut = read(whole.substr(0, 400)).at(0);
    EXPECT_EQ(cut.status, facts::MessageStatus::kRefused);
    EXPECT_EQ(cut.problems.at(0).code, "bad-json");
    EXPECT_GT(cut.problems[0].offset, 390U);
}

TEST(ManifestJson, ACancelledManifestCancelsItsBills) {
    const Message message = read(
                                "{\"Declaration\":{\"FunctionCode\":\"1\",\"Consignment\":[{"
                                "\"TransportContractDocument\":{\"ID\":\"B1\"}}]}}")
                                .at(0);
    EXPECT_EQ(message.function, "manifest-cancelled");
    EXPECT_TRUE(message.bills.at(0).is_cancelled);
}

TEST(ManifestFiles, OtherFilesStillGoToEdifact) {
    for (const char* text : {"<html></html>", "{\"other\": 1}", "[1, 2]", "name,born\nA,B\n", ""}) {
        EXPECT_EQ(read(text).at(0).problems.at(0).code, "not-edifact") << text;
    }
}

void expect_sound(const std::vector<Message>& messages, std::size_t size) {
    ASSERT_FALSE(messages.empty());
    for (const Message& message : messages) {
        ASSERT_TRUE(message.status == facts::MessageStatus::kOk || !message.problems.empty());
        for (const facts::Problem& found : message.problems) {
            ASSERT_FALSE(found.text.empty());
            ASSERT_LE(found.offset, size);
        }
    }
}

class ManifestMutation : public testing::TestWithParam<std::string> {};

TEST_P(ManifestMutation, CutAndFlippedAnywhereItEndsSoundly) {
    const std::string whole = text_of_sample(GetParam());
    for (std::size_t at = 0; at < whole.size(); ++at) {
        expect_sound(read(whole.substr(0, at)), at);
        std::string damaged = whole;
        damaged[at] = static_cast<char>(~static_cast<unsigned char>(damaged[at]));
        expect_sound(read(damaged), whole.size());
    }
}

INSTANTIATE_TEST_SUITE_P(Samples,
                         ManifestMutation,
                         testing::Values("asycuda_manifest.xml",
                                         "asycuda_declaration.xml",
                                         "asycuda_pack.xml",
                                         "manifest_plain.csv",
                                         "manifest_wco.in.json"),
                         [](const auto& named) {
                             std::string name = named.param;
                             std::replace(name.begin(), name.end(), '.', '_');
                             return name;
                         });

/// Up to the cut, every whole bill is there: XML that breaks off is read as far as it goes.
TEST(Asycuda, CutOffItKeepsTheBillsBeforeTheCut) {
    const std::string whole = text_of_sample("asycuda_manifest.xml");
    for (std::size_t cut = whole.find("<Bol_segment>"); cut < whole.size(); cut += 7) {
        const Message message = read(whole.substr(0, cut)).at(0);
        std::size_t bills = 0;
        for (std::size_t at = whole.find("</Bol_segment>"); at < cut && at + 14 <= cut;
             at = whole.find("</Bol_segment>", at + 1))
            ++bills;
        ASSERT_GE(message.bills.size(), bills) << cut;
        ASSERT_NE(message.status, facts::MessageStatus::kOk) << cut;
    }
}

TEST(Asycuda, APackHoldsDocumentsAMessageEach) {
    const auto all = read(text_of_sample("asycuda_pack.xml"));
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0].format, "AWMDS");
    EXPECT_EQ(all[1].format, "AWBOLEGMDS");
    EXPECT_EQ(all[1].function, "manifest-changed");
    EXPECT_EQ(all[1].conveyances.at(0).voyage, "V026");
    EXPECT_EQ(all[1].bills.at(0).number, "QXB2");
    EXPECT_EQ(all[2].format, "AWAPPEND");
    EXPECT_EQ(all[2].bills.at(0).number, "QXB3");
    EXPECT_EQ(all[3].declarations.at(0).number, "C77");
}

TEST(Asycuda, AnEmptyPackIsRefusedAndNothingInIt) {
    EXPECT_TRUE(
        has_problem(read("<AsycudaWorldPack><Other/></AsycudaWorldPack>").at(0), "no-message"));
    std::string many = "<AsycudaWorldPack>";
    for (int i = 0; i < 3'000; ++i)
        many += "<Awappend><Bol_reference>B</Bol_reference></Awappend>";
    const auto all = read(many + "</AsycudaWorldPack>");
    EXPECT_TRUE(has_problem(all.back(), "too-many-messages"));
}

TEST(Asycuda, HousesNameTheVoyageOfTheirMaster) {
    const Message message = read(text_of_sample("asycuda_houses.xml")).at(0);
    EXPECT_EQ(message.conveyances.at(0).voyage, "V026");
}

TEST(ManifestCsv, RowsOfASpreadsheetWithNothingInThemAreNoBills) {
    const Message message = read("bill,goods,packages\nB1,SHIRTS,5\n,,\n , ,\n").at(0);
    EXPECT_EQ(message.bills.size(), 1U);
    EXPECT_EQ(message.status, facts::MessageStatus::kOk);
}

}  // namespace
}  // namespace sarhad::intake
