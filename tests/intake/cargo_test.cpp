#include "json_dump.h"
#include "paxlst_bodies.h"

#include "core/bytes.h"
#include "core/text.h"
#include "intake/messages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using facts::BillLevel;
using facts::Message;
using facts::PartyRole;
using facts::PlaceRole;
using facts::Traffic;

/// A message of one interchange around `segments`.
Message read_cargo(const std::string& type, const std::string& segments) {
    const std::string text = core::cat(
        "UNB+UNOA:2+QXLINE+PKNTC+260114:0600+1'UNH+1+", type, ":UN'", segments, "UNT+1+1'UNZ+1+1'");
    return read_messages(core::as_bytes(text)).front();
}

Message read_cuscar(const std::string& segments) {
    return read_cargo("CUSCAR:D:95B", "BGM+785+M1+9'" + segments);
}

facts::Bill read_bill(const std::string& segments) {
    const Message message = read_cuscar("CNI+1+B1'" + segments);
    SARHAD_CHECK(message.bills.size() == 1);
    return message.bills.front();
}

/// Each place as "role code;".
std::string places_of(const std::vector<facts::Place>& places) {
    std::string text;
    for (const facts::Place& place : places)
        text += core::cat(facts::name_of(place.role), " ", place.code, ";");
    return text;
}

/// Each as "number<master;".
std::string bills_of(const Message& message) {
    std::string text;
    for (const facts::Bill& bill : message.bills)
        text += core::cat(bill.number, "<", bill.master, ";");
    return text;
}

std::string numbers_of(const Message& message) {
    std::string text;
    for (const facts::Container& container : message.containers)
        text += container.number + "@" + container.stowed_at + ";";
    return text;
}

TEST(Cargo, NamesStandInTheirOwnElementOrInTheUnstructuredOne) {
    const facts::Bill bill = read_bill(
        "NAD+CZ+++FIRST NAME:SECOND NAME+1 STREET:2 STREET+CITY+REGION+20001+CN'"
        "NAD+CN+NTN1+ONE LINE OF A NAME:STREET 5:TOWN'"
        "NAD+NI++THIRTY FIVE LETTERS OF A NAME GO ON:IN THE NEXT LINE:STREET'"
        "NAD+FW++OLD STREET+A FORWARDER'");
    ASSERT_EQ(bill.parties.size(), 4U);
    EXPECT_EQ(bill.parties[0].role, PartyRole::kShipper);
    EXPECT_EQ(bill.parties[0].name.reveal(), "FIRST NAME SECOND NAME");
    EXPECT_EQ(bill.parties[0].address.reveal(), "1 STREET, 2 STREET, REGION");
    EXPECT_EQ(bill.parties[0].city.reveal(), "CITY");
    EXPECT_EQ(bill.parties[0].postal_code, "20001");
    EXPECT_EQ(bill.parties[0].country, "CN");
    EXPECT_EQ(bill.parties[1].role, PartyRole::kConsignee);
    EXPECT_EQ(bill.parties[1].number.reveal(), "NTN1");
    EXPECT_EQ(bill.parties[1].name.reveal(), "ONE LINE OF A NAME");
    EXPECT_EQ(bill.parties[1].address.reveal(), "STREET 5, TOWN");
    EXPECT_EQ(bill.parties[2].name.reveal(),
              "THIRTY FIVE LETTERS OF A NAME GO ON IN THE NEXT LINE");
    EXPECT_EQ(bill.parties[2].address.reveal(), "STREET");
    EXPECT_EQ(bill.parties[3].name.reveal(), "A FORWARDER");
    EXPECT_EQ(bill.parties[3].address.reveal(), "OLD STREET");
}

TEST(Cargo, AnUnknownPartyIsKeptWithItsCode) {
    const facts::Bill bill = read_bill("NAD+QQ+++SOMEBODY'CTA+IC+:A CLERK'COM+123:TE+A@B.C:EM'");
    ASSERT_EQ(bill.parties.size(), 1U);
    EXPECT_EQ(bill.parties[0].role, PartyRole::kOther);
    EXPECT_EQ(bill.parties[0].role_code, "QQ");
    EXPECT_EQ(bill.parties[0].contact.reveal(), "A CLERK, 123, A@B.C");
}

TEST(Cargo, PlacesAreReadByTheirCodes) {
    const facts::Bill bill = read_bill(
        "LOC+9+CNSHA'LOC+76+CNNGB'LOC+13+LKCMB'LOC+11+PKKHI'LOC+7+PKLHE'LOC+20+AFKBL'LOC+88+CNSZH'"
        "LOC+27+CN'LOC+41+PKKHI-AP'LOC+14+:::SHED 4'");
    EXPECT_EQ(places_of(bill.places),
              "loading CNSHA;loading CNNGB;transhipment LKCMB;discharge PKKHI;delivery PKLHE;"
              "final AFKBL;receipt CNSZH;origin CN;customs_office PKKHI-AP;other ;");
    EXPECT_EQ(bill.places.back().name, "SHED 4");
}

TEST(Cargo, APlaceOfAnUnknownCodeIsKeptAndNamed) {
    const Message message = read_cuscar("CNI+1+B1'LOC+777+PKKHI'");
    EXPECT_EQ(places_of(message.bills.at(0).places), "other PKKHI;");
    EXPECT_TRUE(has_problem(message, "unknown-code"));
}

TEST(Cargo, ACodeThatIsSaidToBeALocodeAndIsNoneIsNamed) {
    EXPECT_TRUE(has_problem(read_cuscar("CNI+1+B1'LOC+9+GBPM1:139:6'"), "bad-place-code"));
    EXPECT_FALSE(has_problem(read_cuscar("CNI+1+B1'LOC+9+GBPM2:139:6'"), "bad-place-code"));
    EXPECT_FALSE(has_problem(read_cuscar("CNI+1+B1'LOC+9+PIER 7::95'"), "bad-place-code"));
    EXPECT_EQ(read_bill("LOC+9+pk khi:139:6'").places.at(0).code, "PKKHI");
}

TEST(Cargo, TheVoyagesTimesGoToTheirPlaces) {
    const Message message =
        read_cargo("BAPLIE:D:95B",
                   "BGM++1'TDT+20+042+++QXL'LOC+5+LKCMB'LOC+61+PKKHI'DTM+178:202601090600:203'"
                   "DTM+133:202601100300:203'DTM+136:202601100400:203'DTM+132:202601160200:203'");
    ASSERT_EQ(message.conveyances.size(), 1U);
    const auto& places = message.conveyances[0].places;
    ASSERT_EQ(places.size(), 2U);
    EXPECT_EQ(facts::to_text(places[0].arrives), "2026-01-09T06:00");
    EXPECT_EQ(facts::to_text(places[0].departs), "2026-01-10T04:00") << "what happened wins";
    EXPECT_EQ(facts::to_text(places[1].arrives), "2026-01-16T02:00");
    EXPECT_FALSE(places[1].departs.is_known());
}

TEST(Cargo, ATimeThatComesBeforeAnyPlaceWaitsForIt) {
    const Message message = read_cargo(
        "CUSREP:D:99B", "BGM+124+1+9'DTM+136:20260127:102'DTM+136:0715:401'LOC+5+PKKHI'");
    ASSERT_EQ(message.conveyances.size(), 1U);
    EXPECT_EQ(message.function, "conveyance-report");
    EXPECT_EQ(facts::to_text(message.conveyances[0].places.at(0).departs), "2026-01-27T07:15");
    const Message without =
        read_cargo("CUSREP:D:99B", "BGM+124+1+9'DTM+132:202601270715:203'TDT+20+V1+1'");
    EXPECT_EQ(facts::to_text(without.conveyances.at(0).places.at(0).arrives), "2026-01-27T07:15");
}

TEST(Cargo, AShipIsCalledByItsNumberSignOrName) {
    const auto ship = [](const std::string& means) {
        return read_cuscar(core::cat("TDT+20+V1+1++QXL+++", means, "'")).conveyances.at(0);
    };
    EXPECT_EQ(ship("9074729:146:11:NAME:PA").number, "9074729");
    EXPECT_EQ(ship("IMO9074729:146").number, "9074729");
    EXPECT_EQ(ship("9074729:146:11:NAME:PA").flag, "PA");
    EXPECT_EQ(ship("9074729:146:11:NAME").name, "NAME");
    EXPECT_EQ(ship("3erx3:103::NAME").call_sign, "3ERX3");
    EXPECT_EQ(ship("TWO WORDS").name, "TWO WORDS");
    const Message wrong = read_cuscar("TDT+20+V1+1+++++9074728:146:11'");
    EXPECT_EQ(wrong.conveyances.at(0).number, "9074728");
    EXPECT_TRUE(has_problem(wrong, "bad-imo-number"));
}

TEST(Cargo, WeightsAreGramsWhateverTheirUnit) {
    const facts::Bill bill =
        read_bill("GID+1+5:CT'MEA+AAE+G+TNE:1.5'MEA+AAE+N+LBR:100'MEA+VOL++MTQ:2'MEA+AAF++NMB:40'");
    const facts::GoodsLine& line = bill.goods.at(0);
    EXPECT_EQ(line.gross_grams, 1'500'000U);
    EXPECT_EQ(line.net_grams, 45'359U);
    EXPECT_EQ(line.volume_litres, 2'000U);
    EXPECT_EQ(line.quantity_thousandths, 40'000U);
    EXPECT_EQ(line.unit, "NMB");
    EXPECT_EQ(bill.packages, 5U);
    EXPECT_EQ(bill.gross_grams, 1'500'000U) << "their sum";
}

TEST(Cargo, AWeightWithoutItsUnitIsTakenAsKilograms) {
    const Message message = read_cuscar("CNI+1+B1'GID+1+5:CT'MEA+WT++26000'");
    EXPECT_EQ(message.bills.at(0).goods.at(0).gross_grams, 26'000'000U);
    EXPECT_TRUE(has_problem(message, "unit-missing"));
}

TEST(Cargo, StatedTotalsOfABillWinOverTheSumOfItsGoods) {
    const facts::Bill bill =
        read_bill("CNT+7:22:TNE'CNT+11:410'CNT+8:7'GID+1+400:CT'MEA+AAE+G+KGM:5'");
    EXPECT_EQ(bill.gross_grams, 22'000'000U);
    EXPECT_EQ(bill.packages, 410U);
    EXPECT_EQ(read_bill("CNT+8:60'").packages, 60U) << "pieces where no packages are told";
    EXPECT_EQ(read_bill("CNT+8:60'GID+1+2880:UNT'").packages, 2880U);
}

TEST(Cargo, TheCodeOfTheGoodsIsFoundWhereverItStands) {
    for (const char* segment : {"PIA+5+0803.90:HS",
                                "PIA+5+080390",
                                "CST++080390:122",
                                "CST+1+4000:112+080390:122",
                                "PCI+24+HS CODE 080390",
                                "FTX+AAA+++BANANAS HS 080390",
                                "RFF+HS:080390"}) {
        const facts::Bill bill = read_bill(core::cat("GID+1+5:CT'", segment, "'"));
        EXPECT_EQ(bill.goods.at(0).hs, "080390") << segment;
    }
}

TEST(Cargo, DescriptionsAreJoinedAndOtherTextsCounted) {
    const Message message = read_cuscar(
        "CNI+1+B1'GID+1+5:CT'FTX+AAA+++COTTON:TOWELS'FTX+AAI+++CALL SOMEBODY'FTX+AAA+++WHITE'");
    EXPECT_EQ(message.bills.at(0).goods.at(0).description, "COTTON TOWELS WHITE");
    EXPECT_EQ(message.problems.back().code, "not-kept");
    EXPECT_EQ(message.problems.back().text, "1 free texts are not kept");
}

TEST(Cargo, DangerousGoodsAreReadWithTheirBook) {
    const facts::Bill bill = read_bill("GID+1+5:CT'DGS+IMD+3.2+UN1203'DGS+ADR+8+17A'");
    const auto& dangerous = bill.goods.at(0).dangerous;
    ASSERT_EQ(dangerous.size(), 2U);
    EXPECT_EQ(dangerous[0].code + dangerous[0].hazard + dangerous[0].un_number, "IMD3.21203");
    EXPECT_EQ(dangerous[1].un_number, "17A") << "kept as sent";
}

TEST(Cargo, AWrongCheckDigitIsNamedAndTheNumberKept) {
    const Message message = read_cuscar("EQD+CN+CSQU 305438-4+22G1+++5'EQD+CN+CSQU3054383+22G1'");
    ASSERT_EQ(message.containers.size(), 2U);
    EXPECT_EQ(message.containers[0].number, "CSQU3054384");
    EXPECT_FALSE(message.containers[0].is_number_valid);
    EXPECT_TRUE(message.containers[1].is_number_valid);
    EXPECT_EQ(std::count_if(message.problems.begin(),
                            message.problems.end(),
                            [](const auto& found) { return found.code == "bad-container-number"; }),
              1);
}

TEST(Cargo, ContainersAndBillsAreTiedBothWays) {
    const Message message = read_cuscar(
        "EQD+CN+CSQU3054383+22G1+++5'SEL+S1+CA'CNI+1+B1'GID+1+5:CT'SGP+CSQU 305438-3+3'"
        "SGP+QXZU1000012+2'GID+2+1:CT'SGP+CSQU3054383+1'");
    ASSERT_EQ(message.bills.size(), 1U);
    EXPECT_EQ(message.bills[0].containers,
              (std::vector<std::string>{"CSQU3054383", "QXZU1000012"}));
    EXPECT_EQ(message.bills[0].goods.at(1).containers, std::vector<std::string>{"CSQU3054383"});
    ASSERT_EQ(message.containers.size(), 2U) << "one that only its goods name is there too";
    EXPECT_EQ(message.containers[0].bill, "B1");
    EXPECT_EQ(message.containers[0].seals, std::vector<std::string>{"S1"});
    EXPECT_EQ(message.containers[1].number, "QXZU1000012");
    EXPECT_EQ(message.containers[1].bill, "B1");
}

TEST(Cargo, EachReferenceOfAConsignmentIsABillOfItsOwn) {
    const Message message = read_cuscar(
        "CNI+1'RFF+BM:A1'LOC+9+CNSHA'NAD+CN+++FIRST'GID+1+1:CT'RFF+BM:A2'LOC+9+CNSHA'"
        "NAD+CN+++SECOND'GID+1+2:CT'CNI+2+A3'RFF+BM:A3'RFF+ABT:D7'NAD+CN+++THIRD'");
    EXPECT_EQ(bills_of(message), "A1<;A2<;A3<;");
    EXPECT_EQ(message.bills[1].parties.at(0).name.reveal(), "SECOND");
    EXPECT_EQ(message.bills[1].packages, 2U);
    EXPECT_EQ(message.bills[2].references, std::vector<std::string>{"ABT D7"});
}

TEST(Cargo, HousesNameTheirMaster) {
    EXPECT_EQ(bills_of(read_cuscar("CNI+1+H1'RFF+HWB:H1'RFF+MB:M1'NAD+CN+++A'")), "H1<M1;");
    EXPECT_EQ(bills_of(read_cuscar("CNI+1+M1'RFF+BH:H1'RFF+BH:H2'NAD+CN+++A'")), "H1<M1;H2<M1;");
    EXPECT_EQ(bills_of(read_cuscar("CNI+1+H1'RFF+MB:M1'")), "H1<M1;");
    EXPECT_EQ(bills_of(read_cuscar("CNI+1+M1'RFF+MB:M1'")), "M1<;");
    EXPECT_EQ(bills_of(read_cuscar("CNI+1+X1'RFF+BM:B1'")), "B1<;") << "of one consignment";
    EXPECT_EQ(bills_of(read_cuscar("CNI+1+X1'RFF+BM:B1'CNI+2+X2'RFF+BM:B1'")), "X1<B1;X2<B1;");
    EXPECT_EQ(read_cuscar("CNI+1+X1'RFF+BM:B1'").bills.at(0).references,
              std::vector<std::string>{"CNI X1"});
}

TEST(Cargo, AMasterWhoseHousesNobodyNamesIsMarked) {
    const auto bills = [](const std::string& segments) {
        std::string text;
        for (const facts::Bill& bill : read_cuscar(segments).bills) {
            text += core::cat(facts::name_of(bill.level),
                              bill.is_house_level_missing ? " missing;" : ";");
        }
        return text;
    };
    EXPECT_EQ(bills("CNI+1+M1'NAD+CN+++QUICK FREIGHT LTD'"), "master missing;");
    EXPECT_EQ(bills("CNI+1+M1'NAD+NI+++ALPHA LOGISTICS'"), "master missing;");
    EXPECT_EQ(bills("CNI+1+M1'NAD+FW+++ALPHA'NAD+CN+++ALPHA'"), "master missing;");
    EXPECT_EQ(bills("CNI+1+M1'GID+1+1:PK'FTX+AAA+++CONSOLIDATED CARGO'"), "master missing;");
    EXPECT_EQ(bills("CNI+1+M1'NAD+CN+++QUICK FREIGHT LTD'CNI+2+H1'RFF+MB:M1'"), "master;house;");
    EXPECT_EQ(bills("CNI+1+M1'NAD+CN+++A SHOP'NAD+CZ+++QUICK FREIGHT LTD'"), "unknown;");
    EXPECT_EQ(bills("CNI+1+M1'NAD+CN+++AIRFREIGHTERS UNION CAFE'"), "unknown;") << "inside a word";
    EXPECT_EQ(bills("CNI+1+H1'RFF+HWB:H1'NAD+CN+++QUICK FREIGHT LTD'"), "house;");
}

TEST(Cargo, TrafficOfTheHeadIsThatOfBillsWhichTellNone) {
    const Message message = read_cuscar("GIS+23'CNI+1+B1'GIS+24'CNI+2+B2'CNI+3+B3'GEI+4+28'");
    EXPECT_EQ(message.bills.at(0).traffic, Traffic::kTransit);
    EXPECT_EQ(message.bills.at(1).traffic, Traffic::kImport);
    EXPECT_EQ(message.bills.at(2).traffic, Traffic::kTranshipment);
}

TEST(Cargo, ACancelledManifestSaysSoOfItsBills) {
    const Message message = read_cargo("CUSCAR:D:95B", "BGM+785+M1+1'CNI+1+B1'");
    EXPECT_EQ(message.function, "manifest-cancelled");
    EXPECT_TRUE(message.bills.at(0).is_cancelled);
    EXPECT_EQ(read_cargo("CUSCAR:D:95B", "BGM+785+M1+4'CNI+1+B1'").function, "manifest-changed");
}

TEST(Cargo, GoodsOfNoBillAreKeptUnderOneThatIsNamedInAProblem) {
    const Message message = read_cuscar("GID+1+5:CT'FTX+AAA+++LOST GOODS'");
    ASSERT_EQ(message.bills.size(), 1U);
    EXPECT_EQ(message.bills[0].goods.at(0).description, "LOST GOODS");
    EXPECT_TRUE(has_problem(message, "misplaced-segment"));
    EXPECT_TRUE(has_problem(message, "bill-without-number"));
}

TEST(Cargo, FreightAndValueAreRead) {
    const facts::Bill bill = read_bill("MOA+64:1250.50:USD'MOA+44:9000:EUR'CPI+4++P'");
    EXPECT_EQ(bill.freight.thousandths, 1'250'500);
    EXPECT_EQ(bill.freight.currency, "USD");
    EXPECT_EQ(bill.value.thousandths, 9'000'000);
    EXPECT_TRUE(bill.is_freight_prepaid);
    EXPECT_FALSE(read_bill("CPI+4++C'").is_freight_prepaid);
    EXPECT_TRUE(read_bill("TOD+6+PP'").is_freight_prepaid);
}

TEST(Cargo, APositionLeadsItsContainerAndALostOneCostsNoOther) {
    const std::string head = "BGM++1'TDT+20+V1'LOC+5+LKCMB'";
    EXPECT_EQ(
        numbers_of(read_cargo("BAPLIE:D:95B",
                              head + "LOC+147+0010282'EQD+CN+CSQU3054383+22G1'LOC+147+0010284'"
                                     "MEA+WT++KGM:5'EQD+CN+QXZU1000012+22G1'")),
        "CSQU3054383@0010282;QXZU1000012@0010284;");
    const Message lost =
        read_cargo("BAPLIE:D:95B",
                   head +
                       "LOC+147+0010282'EQD+CN+CSQU3054383+22G1'LQC+147+0010284'"
                       "EQD+CN+QXZU1000012+22G1'LOC+147+0010286'EQD+CN+QXZU1000178+22G1'");
    EXPECT_EQ(numbers_of(lost), "CSQU3054383@0010282;QXZU1000012@;QXZU1000178@0010286;");
    EXPECT_TRUE(has_problem(lost, "misplaced-segment"));
}

TEST(Cargo, AContainerThatLeadsTakesThePositionBehindIt) {
    EXPECT_EQ(numbers_of(read_cargo("BAPLIE:D:15A",
                                    "BGM++1'EQD+CN+CSQU3054383+22G1'LOC+147+0010282'"
                                    "EQD+CN+QXZU1000012+22G1'LOC+147+0010284'")),
              "CSQU3054383@0010282;QXZU1000012@0010284;");
}

TEST(Cargo, ATakenPositionWithoutAContainerIsKept) {
    const Message message = read_cargo("BAPLIE:D:13B",
                                       "BGM++1'LOC+147+0010282'FTX+AAY+++BLOCKED'LOC+147+0010284'"
                                       "EQD+CN+CSQU3054383+22G1'EQA+CN+QXZU1000012'");
    EXPECT_EQ(numbers_of(message), "@0010282;CSQU3054383@0010284;QXZU1000012@0010284;");
    EXPECT_TRUE(has_problem(message, "container-without-number"));
}

TEST(Cargo, TheDummyBillOfAStowPlanIsNoBill) {
    const Message message =
        read_cargo("BAPLIE:D:95B",
                   "BGM++1'LOC+147+0010282'RFF+BM:1'EQD+CN+CSQU3054383'LOC+147+0010284'"
                   "RFF+BM:B77'EQD+CN+QXZU1000012'");
    EXPECT_EQ(message.containers.at(0).bill, "");
    EXPECT_EQ(message.containers.at(1).bill, "B77");
}

TEST(Cargo, ABookingAtTheHeadIsThatOfAllContainers) {
    const Message message = read_cargo("COPARN:D:00B",
                                       "BGM+126+1+9'RFF+BN:K1'EQD+CN++22G1'EQN+4'"
                                       "EQD+CN+CSQU3054383+22G1'RFF+BN:K2'");
    ASSERT_EQ(message.containers.size(), 2U);
    EXPECT_EQ(message.containers[0].booking, "K1");
    EXPECT_EQ(message.containers[1].booking, "K2");
    EXPECT_FALSE(has_problem(message, "container-without-number")) << "one is asked for";
    EXPECT_FALSE(has_problem(message, "repeated-segment"));
}

TEST(Cargo, TheTimeOfTheMoveItselfWins) {
    const auto moved = [](const std::string& times) {
        const Message message =
            read_cargo("COARRI:D:95B", core::cat("BGM+44+1+9'EQD+CN+CSQU3054383'", times));
        SARHAD_CHECK(message.function == "discharged");
        return facts::to_text(message.containers.at(0).moved);
    };
    EXPECT_EQ(moved("DTM+7:202601180100:203'DTM+203:202601180200:203'"), "2026-01-18T02:00");
    EXPECT_EQ(moved("DTM+203:202601180200:203'DTM+7:202601180100:203'"), "2026-01-18T02:00");
    EXPECT_EQ(moved("DTM+137:202601180100:203'"), "");
}

TEST(Cargo, AVerifiedWeightNamesWhoWeighedAndHow) {
    const Message message = read_cargo(
        "VERMAS:D:16A",
        "BGM+749+1+9'EQD+CN+CSQU3054383+22G1'MEA+AAE+VGM+KGM:24310.4'DTM+798:202601101015:203'"
        "DOC+SM1:VGM:306+X'NAD+WPA+++THE WEIGHBRIDGE'NAD+SPC+++THE SHIPPER'CTA+RP+:A CLERK'");
    const facts::Container& container = message.containers.at(0);
    EXPECT_EQ(message.function, "weighed");
    EXPECT_EQ(container.verified_gross_grams, 24'310'400U);
    EXPECT_EQ(container.weighing, "SM1");
    EXPECT_EQ(facts::to_text(container.moved), "2026-01-10T10:15");
    ASSERT_EQ(container.parties.size(), 2U);
    EXPECT_EQ(container.parties[0].role_code, "WPA");
    EXPECT_EQ(container.parties[1].contact.reveal(), "A CLERK");
}

TEST(Cargo, ALorryAtTheGateIsAConveyanceOnce) {
    const Message message =
        read_cargo("CODECO:D:95B",
                   "BGM+36+1+9'TDT+20+V1+1'EQD+CN+CSQU3054383'TDT+1++3+31++++TKX-901:146'"
                   "EQD+CN+QXZU1000012'TDT+1++3+31++++TKX-901:146'EQD+CN+QXZU1000178'TDT+1++3'");
    ASSERT_EQ(message.conveyances.size(), 2U);
    EXPECT_EQ(message.conveyances[1].mode, facts::Mode::kRoad);
    EXPECT_EQ(message.conveyances[1].number, "TKX-901");
    EXPECT_EQ(message.function, "gate-out");
}

TEST(Cargo, ACountThatDiffersIsNamed) {
    EXPECT_TRUE(has_problem(read_cuscar("EQD+CN+CSQU3054383'CNT+16:2'"), "count-mismatch"));
    EXPECT_FALSE(has_problem(read_cuscar("EQD+CN+CSQU3054383'CNT+16:1'"), "count-mismatch"));
}

TEST(Cargo, ADeclarationTellsItsLines) {
    const Message message = read_messages(sample("cusdec_d96b.edi")).front();
    ASSERT_EQ(message.declarations.size(), 1U);
    const facts::Declaration& declaration = message.declarations[0];
    EXPECT_EQ(declaration.number, "PKGD260001");
    EXPECT_EQ(declaration.office, "PKKHI-AP");
    EXPECT_EQ(declaration.bill, "QXMB0001");
    EXPECT_EQ(declaration.total.thousandths, 24'500'000);
    ASSERT_EQ(declaration.lines.size(), 2U);
    EXPECT_EQ(declaration.lines[0].hs, "63026000");
    EXPECT_EQ(declaration.lines[0].procedure, "4000");
    EXPECT_EQ(declaration.lines[0].origin, "CN");
    EXPECT_EQ(declaration.lines[1].value.thousandths, 4'500'000);
    EXPECT_EQ(message.status, facts::MessageStatus::kOk);
}

TEST(Cargo, ADeclarationOfNothingIsRefused) {
    const Message message = read_cargo("CUSDEC:D:96B", "UNS+D'UNS+S'");
    EXPECT_EQ(message.status, facts::MessageStatus::kRefused);
    EXPECT_EQ(message.problems.at(0).code, "nothing-usable");
}

TEST(Cargo, WhatHasNoRoomIsCounted) {
    std::string segments = "CNI+1+B1'";
    for (int i = 0; i < 40; ++i)
        segments += core::cat("NAD+N", i % 2 + 1, "+++PARTY ", i, "'");
    const Message message = read_cuscar(segments);
    EXPECT_EQ(message.bills.at(0).parties.size(), facts::max_of(&facts::Bill::parties));
    ASSERT_TRUE(has_problem(message, "too-many-parties"));
    EXPECT_EQ(message.problems.back().text,
              "8 parties are left out: no more than 32 are kept together; split the message");
}

TEST(Cargo, MoreBillsThanTheTableHoldsAreCounted) {
    std::string segments;
    for (std::size_t i = 0; i < facts::max_of(&Message::bills) + 3; ++i)
        segments += core::cat("CNI+", i + 1, "+B", i, "'NAD+CN+++A'GID+1+1:CT'");
    const Message message = read_cuscar(segments);
    EXPECT_EQ(message.bills.size(), facts::max_of(&Message::bills));
    EXPECT_EQ(message.problems.back().code, "too-many-bills");
    EXPECT_EQ(message.problems.back().text.substr(0, 23), "3 bills are left out: n");
}

TEST(Cargo, AFileThatAsksForMoreMemoryThanAManifestNeedsIsRefused) {
    std::string hostile = "UNB+UNOA:2+A+B+260114:0600+1'";
    while (hostile.size() < 12U * 1024 * 1024) {
        hostile += "UNH+1+CUSCAR:D:95B:UN'";
        for (int bill = 0; bill < 20; ++bill) {
            hostile += "CNI+1+B'";
            for (int line = 1; line <= 1'500; ++line)
                hostile += core::cat("GID+", line, "'");
        }
        hostile += "UNT+1+1'";
    }
    const auto messages = read_messages(core::as_bytes(hostile));
    EXPECT_EQ(messages.back().status, facts::MessageStatus::kRefused);
    EXPECT_EQ(messages.back().problems.at(0).code, "too-large");
    EXPECT_TRUE(messages.back().bills.empty());
    EXPECT_GT(messages.size(), 1U) << "those before it are kept";
}

}  // namespace
}  // namespace sarhad::intake
