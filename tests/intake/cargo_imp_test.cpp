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

/// A manifest of one port of unloading and `lines` under it.
Message ffm(const std::string& lines) {
    return read(core::cat("FFM/8\r\n1/QX612/14JAN1015/DXB/APTST\r\nKHI\r\n", lines, "LAST\r\n"))
        .front();
}

Message fwb(const std::string& lines) {
    return read(core::cat("FWB/16\n999-12345675DXBKHI/T10K250.5\n", lines)).front();
}

std::vector<std::string> numbers_in(const std::vector<Message>& messages) {
    std::vector<std::string> numbers;
    for (const Message& message : messages) {
        for (const Bill& bill : message.bills)
            numbers.push_back(bill.number);
    }
    return numbers;
}

class CargoImpGolden : public testing::TestWithParam<std::string> {};

/// SARHAD_WRITE_GOLDEN=1 writes the files anew: read the difference before committing it.
TEST_P(CargoImpGolden, GivesTheFactsWrittenBesideTheMessage) {
    const std::string facts = dump(read_messages(sample(GetParam() + ".txt")));
    if (std::getenv("SARHAD_WRITE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
        std::ofstream{places::test_data(core::cat("intake/", GetParam(), ".json"))} << facts;
    }
    const core::Bytes expected = sample(GetParam() + ".json");
    EXPECT_EQ(facts, core::as_text(expected));
}

INSTANTIATE_TEST_SUITE_P(Samples,
                         CargoImpGolden,
                         testing::Values("air_cargo", "air_cargo_damaged"),
                         [](const auto& named) { return named.param; });

TEST(CargoImp, AManifestsFlightIsAFlightAndAConveyance) {
    const Message message = ffm("999-12345675DXBKHI/T10K250.5/PHONES\r\n");
    EXPECT_EQ(message.status, facts::MessageStatus::kOk);
    EXPECT_EQ(message.function, "flight-manifest");
    ASSERT_EQ(message.flights.size(), 1U);
    EXPECT_EQ(message.flights[0].day, "--01-14T10:15");
    EXPECT_EQ(message.flights[0].origin + message.flights[0].destination, "DXBKHI");
    ASSERT_EQ(message.conveyances.size(), 1U);
    EXPECT_EQ(message.conveyances[0].voyage, "QX0612");
    EXPECT_EQ(message.conveyances[0].number, "APTST");
    EXPECT_FALSE(message.conveyances[0].is_empty);
    EXPECT_TRUE(
        read("FFM/8\n1/QX612/14JAN1015/DXB\nKHI/NIL\nLAST\n").at(0).conveyances.at(0).is_empty);
}

TEST(CargoImp, QuantitiesAreInGramsAndLitres) {
    const Bill kilograms = ffm("999-12345675DXBKHI/T10K250.5MC1.2DG209/PHONES\r\n").bills.at(0);
    EXPECT_EQ(kilograms.packages, 10U);
    EXPECT_EQ(kilograms.gross_grams, 250'500U);
    EXPECT_EQ(kilograms.volume_litres, 1'200U);
    const Bill pounds = ffm("999-12345675DXBKHI/P5L100CF10T12/PHONES\r\n").bills.at(0);
    EXPECT_EQ(pounds.packages, 5U);
    EXPECT_EQ(pounds.total_packages, 12U);
    EXPECT_EQ(pounds.gross_grams, 45'359U);
    EXPECT_EQ(pounds.volume_litres, 283U);
}

TEST(CargoImp, TheCheckDigitIsTheSerialModuloSeven) {
    EXPECT_FALSE(has_problem(ffm("999-12345675DXBKHI/T1K1/X\r\n"), "bad-check-digit"));
    const Message wrong = ffm("999-12345676DXBKHI/T1K1/X\r\n");
    EXPECT_TRUE(has_problem(wrong, "bad-check-digit"));
    EXPECT_EQ(wrong.bills.at(0).number, "99912345676");
}

TEST(CargoImp, AWaybillWithADamagedNumberIsKeptAsSent) {
    for (const char* sent : {"999-1234567DXBKHI", "99912345675DXBKHI", "9X9-12345675DXBKHI"}) {
        const Message message = ffm(core::cat(sent, "/T1K1/PUMPS\r\n"));
        ASSERT_EQ(message.bills.size(), 1U) << sent;
        EXPECT_EQ(message.bills[0].gross_grams, 1'000U);
        EXPECT_EQ(message.bills[0].places.front().code, "DXB");
        EXPECT_EQ(message.bills[0].goods.at(0).description, "PUMPS");
        EXPECT_EQ(message.status != facts::MessageStatus::kOk,
                  message.bills[0].number != "99912345675");
    }
    const auto waybill = read("FWB/16\n999-1234567DXBKHI/T1K1\n");
    EXPECT_EQ(waybill.at(0).bills.at(0).number, "9991234567");
}

TEST(CargoImp, GoodsInAUnitNameIt) {
    const Message message =
        ffm("999-12345675DXBKHI/T1K1/X\r\nULD/AKE12345QX-1\r\n999-10000012DXBKHI/T2K40/PAINT\r\n");
    EXPECT_TRUE(message.bills.at(0).containers.empty());
    EXPECT_EQ(message.bills.at(1).containers, std::vector<std::string>{"AKE12345QX"});
    ASSERT_EQ(message.containers.size(), 1U);
    EXPECT_EQ(message.containers[0].number, "AKE12345QX");
    EXPECT_EQ(message.containers[0].size_type, "AKE");
}

TEST(CargoImp, CodesOfDangerAreDangers) {
    const Message message = ffm("999-12345675DXBKHI/T1K1/PAINT\r\n/RFL/ECC/ICE\r\n");
    const Bill& bill = message.bills.at(0);
    EXPECT_EQ(bill.handling, (std::vector<std::string>{"RFL", "ECC", "ICE"}));
    ASSERT_EQ(bill.goods.at(0).dangerous.size(), 2U);
    EXPECT_EQ(bill.goods[0].dangerous[0].hazard, "3");
    EXPECT_EQ(bill.goods[0].dangerous[1].un_number, "1845");
}

TEST(CargoImp, AConsolidationWithoutItsHousesIsSaidToMissThem) {
    const std::string manifest =
        "FFM/8\n1/QX612/14JAN/DXB\nKHI\n"
        "999-12345675DXBKHI/T10K250/CONSOLIDATION\nLAST\n";
    const std::string houses =
        "FHL/4\nMBI/999-12345675DXBKHI/T10K250\n"
        "HBS/HB1/DXBKHI/10/K250//SHIRTS\n";
    EXPECT_TRUE(read(manifest).at(0).bills.at(0).is_house_level_missing);
    const auto both = read(manifest + houses);
    EXPECT_FALSE(both.at(0).bills.at(0).is_house_level_missing);
    EXPECT_EQ(both.at(0).bills[0].level, facts::BillLevel::kMaster);
    EXPECT_EQ(both.at(1).bills.at(1).master, "99912345675");
    EXPECT_EQ(both[1].bills[1].level, facts::BillLevel::kHouse);
}

TEST(CargoImp, AMasterWithoutAnyHouseMissesThem) {
    const auto all = read("FHL/4\nMBI/999-12345675DXBKHI/T10K250\n");
    EXPECT_TRUE(all.at(0).bills.at(0).is_house_level_missing);
}

TEST(CargoImp, AWaybillsPartiesComeInTwoForms) {
    const Message old = fwb("SHP/123\n/TEST LTD\n/1 ROAD\n/LONDON/X\n/GB/XX1/TE/44\nCNE\n/OTHER\n");
    const Message young =
        fwb("SHP/123\nNAM/TEST LTD\nADR/1 ROAD\nLOC/LONDON/X\n/GB/XX1/TE/44\nCNE\nNAM/OTHER\n");
    ASSERT_EQ(old.bills.at(0).parties.size(), 2U);
    EXPECT_EQ(old.bills[0].parties, young.bills.at(0).parties);
    const facts::Party& shipper = old.bills[0].parties[0];
    EXPECT_EQ(shipper.role, facts::PartyRole::kShipper);
    EXPECT_EQ(shipper.name.reveal(), "TEST LTD");
    EXPECT_EQ(shipper.address.reveal(), "1 ROAD, X");
    EXPECT_EQ(shipper.city.reveal(), "LONDON");
    EXPECT_EQ(shipper.country + shipper.postal_code, "GBXX1");
    EXPECT_EQ(shipper.contact.reveal(), "44");
}

TEST(CargoImp, TheRouteJoinsFlightsAndPorts) {
    EXPECT_EQ(legs_of(fwb("FLT/QX1/13/QX612/14\nRTG/LHRQX/KHIQX\n")), "DXB  LHR ;LHR  KHI ;");
    EXPECT_EQ(fwb("FLT/QX1/13\n").flights.at(0).day, "---13");
}

TEST(CargoImp, RatesDescribeTheGoods) {
    const Message message =
        fwb("CVD/GBP//PP/NVD/1500.00/100.00\nRTD/1/P10/K250.5/CQ/W250.5/R1/T250\n"
            "/NG/MOBILE\n/NG/PHONES\n/2/NV/MC0.9\n/NH/8517.13\n/NO/CN\n"
            "PPD/WT360.00\n/CT370.00\n");
    const Bill& bill = message.bills.at(0);
    ASSERT_EQ(bill.goods.size(), 1U);
    const facts::GoodsLine& goods = bill.goods[0];
    EXPECT_EQ(goods.description, "MOBILE PHONES");
    EXPECT_EQ(goods.hs, "851713");
    EXPECT_EQ(goods.origin, "CN");
    EXPECT_EQ(goods.packages, 10U);
    EXPECT_EQ(goods.gross_grams, 250'500U);
    EXPECT_EQ(goods.volume_litres, 900U);
    EXPECT_EQ(bill.value, (facts::Money{1'500'000, "GBP"}));
    EXPECT_EQ(bill.freight, (facts::Money{370'000, "GBP"}));
    EXPECT_TRUE(bill.is_freight_prepaid);
    EXPECT_EQ(bill.level, facts::BillLevel::kStraight);
}

TEST(CargoImp, FreeTextIsLeftOutAndCounted) {
    const Message message =
        ffm("999-12345675DXBKHI/T1K1/X\r\nOSI/TEXT\r\n/MORE\r\n999-10000012DXBKHI/T1K1/Y\r\n");
    EXPECT_EQ(message.left_out.at(0).sort, "free-text");
    EXPECT_EQ(message.left_out[0].count, 2U);
    EXPECT_EQ(message.bills.size(), 2U);
    EXPECT_EQ(message.status, facts::MessageStatus::kOk);
}

TEST(CargoImp, BillsOfATooLargeFileAreCountedInAProblem) {
    std::string lines;
    for (int i = 0; i < 10'003; ++i)
        lines += "999-12345675DXBKHI/T1K1/X\r\n";
    const Message message = ffm(lines);
    EXPECT_EQ(message.bills.size(), 10'000U);
    EXPECT_TRUE(has_problem(message, "too-many-bills"));
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

TEST(CargoImp, CutAnywhereItKeepsTheWaybillsBeforeTheCut) {
    const std::string whole{core::as_text(sample("air_cargo.txt"))};
    const auto all = numbers_in(read(whole));
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        const auto messages = read(whole.substr(0, cut));
        expect_sound(messages, cut);
        std::size_t waybills = 0;
        const std::size_t lines = cut == 0 ? 0 : whole.rfind('\n', cut - 1) + 1;
        for (const char* start : {"\n999-", "\nMBI/", "\nHBS/"}) {
            for (std::size_t at = whole.find(start); at < lines && at + 1 < lines;
                 at = whole.find(start, at + 1))
                ++waybills;
        }
        ASSERT_GE(numbers_in(messages).size(), waybills) << cut;
    }
    EXPECT_EQ(all.size(), 8U);
}

TEST(CargoImp, OneDamagedByteCostsAtMostOneWaybill) {
    const std::string whole{core::as_text(sample("air_cargo.txt"))};
    const std::size_t before = numbers_in(read(whole)).size();
    for (std::size_t at = whole.find("FFM/8") + 5; at < whole.size(); ++at) {
        for (const char c : std::string{"X/-0 \n\xC3"}) {
            std::string damaged = whole;
            damaged[at] = c;
            const auto messages = read(damaged);
            expect_sound(messages, whole.size());
            ASSERT_GE(numbers_in(messages).size() + 1, before) << at << " " << c;
            const bool is_lost = numbers_in(messages).size() < before;
            const bool is_told = std::any_of(messages.begin(), messages.end(), [](const auto& one) {
                return one.status != facts::MessageStatus::kOk;
            });
            ASSERT_TRUE(!is_lost || is_told) << at;
        }
    }
}

TEST(CargoImp, EveryFlippedByteEndsSoundly) {
    const std::string whole{core::as_text(sample("air_cargo.txt"))};
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(~static_cast<unsigned char>(damaged[at]));
        expect_sound(read(damaged), whole.size());
    }
}

TEST(CargoImp, APartyWithItsLabelsInOneLineIsReadAsUnderThem) {
    const Message message = fwb(
        "SHP/NAM/INVENTED EXPORTERS/ADR/5 EXAMPLE STREET/LOC/DUBAI//AE/12345/TE/9711234\n"
        "CNE/ACC1\n/NAM/INVENTED TRADERS\n/ADR/7 SAMPLE ROAD\n/LOC/KARACHI\n/PK/75000/TE/9221000\n"
        "NFY/NAM/TEST NOTIFY/ADR/1 ROAD\n"
        "AGT//9999999/1234\n/NAM/TEST AGENCY/LOC/DXB\n");
    const std::vector<facts::Party>& all = message.bills.at(0).parties;
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0].name.reveal(), "INVENTED EXPORTERS");
    EXPECT_EQ(all[0].address.reveal(), "5 EXAMPLE STREET");
    EXPECT_EQ(all[0].city.reveal(), "DUBAI");
    EXPECT_EQ(all[0].country, "AE");
    EXPECT_EQ(all[0].postal_code, "12345");
    EXPECT_EQ(all[0].contact.reveal(), "9711234");
    EXPECT_EQ(all[1].name.reveal(), "INVENTED TRADERS");
    EXPECT_EQ(all[1].address.reveal(), "7 SAMPLE ROAD");
    EXPECT_EQ(all[1].city.reveal(), "KARACHI");
    EXPECT_EQ(all[1].country, "PK");
    EXPECT_EQ(all[1].contact.reveal(), "9221000");
    EXPECT_EQ(all[2].name.reveal(), "TEST NOTIFY");
    EXPECT_EQ(all[2].address.reveal(), "1 ROAD");
    EXPECT_EQ(all[3].name.reveal(), "TEST AGENCY");
    EXPECT_EQ(all[3].city.reveal(), "DXB");
    EXPECT_EQ(message.status, facts::MessageStatus::kOk);
}

TEST(CargoImp, AnAccountBeforeTheLabelsOfAHouseIsNoName) {
    const auto all = read(
        "FHL/4\nMBI/999-12345675DXBKHI/T10K250.5\nHBS/HB1/DXBKHI/4/K100/4/TEXTILES\n"
        "SHP/NAM/INVENTED EXPORTERS\n/ADR/5 EXAMPLE STREET\nCNE/ACC1\n/NAM/INVENTED TRADERS\n");
    const std::vector<facts::Party>& parties = all.at(0).bills.at(1).parties;
    ASSERT_EQ(parties.size(), 2U);
    EXPECT_EQ(parties[0].name.reveal(), "INVENTED EXPORTERS");
    EXPECT_EQ(parties[0].address.reveal(), "5 EXAMPLE STREET");
    EXPECT_EQ(parties[1].name.reveal(), "INVENTED TRADERS");
}

}  // namespace
}  // namespace sarhad::intake
