// Messages as senders write them whom the samples at hand are not from: each test is named after
// what was lost or misread. All names and numbers are invented.

#include "paxlst_bodies.h"
#include "pnr_messages.h"

#include "core/text.h"
#include "intake/messages.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using facts::BillLevel;
using facts::Message;

std::vector<Message> read(const std::string& text) {
    return read_messages(core::as_bytes(text));
}

Message read_cargo(const std::string& type, const std::string& segments) {
    return read(core::cat("UNB+UNOA:2+QXLINE+PKNTC+260114:0600+1'UNH+1+",
                          type,
                          ":UN'",
                          segments,
                          "UNT+1+1'UNZ+1+1'"))
        .front();
}

Message read_land_crew(const std::string& segments) {
    return read_cargo("PAXLST:D:03B", core::cat("BGM+10+TRIP1+2'", segments));
}

TEST(OtherSenders, AnInterchangeWhoseSegmentsEndInQuotationMarksIsRead) {
    const auto all = read(
        "UNB+SIRE:4+QXAIR:ZZ+PKAPI:ZZ+260114:0930+7++IAPI+O\"\n"
        "UNH+1+PAXLST:D:05B:UN:IATA+QX612+01:F\"\nBGM+745\"\nTDT+20+QX612+++QX\"\n"
        "LOC+125+DXB\"\nDTM+189:2601141015:201\"\nLOC+87+KHI\"\nDTM+232:2601141325:201\"\n"
        "NAD+FL+++TESTKHAN:ALI\"\nRFF+YZY:9990001112223C1\"\nCNT+42:1\"\nUNT+11+1\"\nUNZ+1+7\"\n");
    ASSERT_EQ(all.size(), 1U);
    ASSERT_EQ(all[0].travellers.size(), 1U);
    EXPECT_EQ(all[0].travellers[0].surname.reveal(), "TESTKHAN");
    EXPECT_EQ(all[0].flights.at(0).destination, "KHI");
    EXPECT_FALSE(has_problem(all[0], "unknown-code"));
}

TEST(OtherSenders, AnApostropheInTheHeaderKeepsTheDefaultTerminator) {
    const auto all = read(
        "UNB+UNOA:4+QX?'AIR+PK+260114:0930+7'UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'"
        "NAD+FL+++TESTKHAN:ALI'UNT+4+1'UNZ+1+7'");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].travellers.size(), 1U);
}

TEST(OtherSenders, TheDriverOfALandCrewListIsCrew) {
    const Message message = read_land_crew(
        "TDT+11++03++QXTR:172'DTM+132:20260114:102'NAD+VW+0000012345:109++TESTKHAN:ALI::::1'"
        "NAD+FL+1234:8++TESTSHAH:SANA'");
    ASSERT_EQ(message.travellers.size(), 2U);
    EXPECT_EQ(message.travellers[0].kind, facts::TravellerKind::kCrew);
    EXPECT_EQ(message.travellers[1].kind, facts::TravellerKind::kPassenger);
    EXPECT_FALSE(has_problem(message, "unknown-party"));
}

TEST(OtherSenders, ALandCrewListTellsWhenItComesAndNoFlight) {
    const Message message =
        read_land_crew("TDT+11++03++QXTR:172'DTM+132:20260114:102'NAD+VW+++TESTKHAN:ALI'");
    ASSERT_EQ(message.flights.size(), 1U);
    EXPECT_EQ(facts::to_text(message.flights[0].arrives.date), "2026-01-14");
    EXPECT_FALSE(has_problem(message, "unknown-code"));
    EXPECT_FALSE(has_problem(message, "bad-flight-number"));
    EXPECT_FALSE(has_problem(message, "leg-without-ports"));
}

TEST(OtherSenders, TheCountryThatIssuedALicenceWinsOverItsProvince) {
    for (const std::string places :
         {"LOC+91+SD:163'LOC+91+PK:162'", "LOC+91+PK:162'LOC+91+SD:163'"}) {
        const Message message =
            read_land_crew("TDT+11++03'NAD+VW+++TESTKHAN:ALI'DOC+5K+L1234567'" + places);
        EXPECT_EQ(message.travellers.at(0).documents.at(0).issuer, "PK");
        EXPECT_FALSE(has_problem(message, "repeated-segment"));
    }
}

TEST(OtherSenders, TheWordNullIsNoBagTag) {
    EXPECT_TRUE(read_traveller("MEA+CT++:0'FTX+BAG+++NULL'").bag_tags.empty());
    EXPECT_EQ(read_traveller("FTX+BAG+++QX0998:1'").bag_tags.size(), 1U);
}

TEST(OtherSenders, ANameBehindATelephoneIsNoPartOfIt) {
    const Message message = read_pnr_booking(
        "TIF+TESTKHAN+ALI MR:A:1'SSR+CTCM:HK:1:QX:::::/923001234567-1TESTKHAN/ALI'");
    EXPECT_EQ(contacts_of(message), "923001234567;");
}

TEST(OtherSenders, ANameBehindAPaperIsNoPartOfItsHolder) {
    const Message message = read_pnr_booking(
        "TIF+TESTKHAN+ALI MR:A:1'SSR+DOCS:HK:1:QX::::://///14JUL71/M//TESTKHAN/ALI-1TESTKHAN/ALI'");
    EXPECT_EQ(people_of(message), "TESTKHAN/ALI (MR);");
}

TEST(OtherSenders, APaperWithoutIssuerAndNationalityKeepsItsNumber) {
    const Message message = read_pnr_booking(
        "TIF+TESTKHAN+ALI "
        "MR:A:1'SSR+DOCS:HK:1:QX::::://P/AB1234567/14JUL71/M/28MAY33/TESTKHAN/ALI'");
    ASSERT_EQ(message.travellers.size(), 1U);
    EXPECT_EQ(message.travellers[0].nationality, "");
    ASSERT_EQ(message.travellers[0].documents.size(), 1U);
    EXPECT_EQ(message.travellers[0].documents[0].kind, "P");
    EXPECT_EQ(message.travellers[0].documents[0].number.reveal(), "AB1234567");
}

TEST(OtherSenders, ABagThatOnlyItsIrregularityNamesIsABag) {
    const auto all = read(
        "BPM\r\n.V/1LDXB\r\n.F/QX612/14JAN/KHI/Y\r\n.B/NAL/0999000111001\r\n.I/QX300/14JAN/LHR/"
        "Y\r\n"
        ".S/Y/12A/C/012\r\n.P/1TESTKHAN/ALI\r\nENDBPM\r\n");
    ASSERT_EQ(all.size(), 1U);
    ASSERT_EQ(all[0].bags.size(), 1U);
    EXPECT_EQ(all[0].bags[0].tag, "0999000111");
    EXPECT_EQ(all[0].bags[0].traveller, 1U);
    EXPECT_EQ(all[0].bags[0].seat, "12A");
    EXPECT_EQ(all[0].bags[0].handling, std::vector<std::string>{"B/NAL/0999000111001"});
    EXPECT_FALSE(has_problem(all[0], "no-tags"));
}

TEST(OtherSenders, ABagThatIsNamedTwiceStandsOnce) {
    const auto all = read(
        "BPM\r\n.V/1LDXB\r\n.F/QX612/14JAN/KHI/Y\r\n.B/NAL/0999000111001\r\n.N/0999000111001\r\n"
        "ENDBPM\r\n");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].bags.size(), 1U);
}

TEST(OtherSenders, APartOfABaggageMessageEndsWithItsOwnLine) {
    const auto all = read(
        "BTM\r\n.V/1TDXB/PART1\r\n.I/QX612/14JAN/KHI\r\n.F/QX801/14JAN/LHR/Y\r\n.N/"
        "0999000111001\r\n"
        "ENDPART1\r\n");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_TRUE(all[0].problems.empty());
}

TEST(OtherSenders, DaysOfBaggageMessagesMayHaveABlankOrOneDigit) {
    for (const std::string day : {"08 MAY", "8MAY", "8may"}) {
        const auto all = read(core::cat(
            "BSM\r\n.V/1LDXB\r\n.F/QX612/", day, "/KHI/Y\r\n.N/0999000111001\r\nENDBSM\r\n"));
        EXPECT_EQ(all.at(0).flights.at(0).day, "--05-08") << day;
    }
}

TEST(OtherSenders, APortOfUnloadingWithOnlyItsTimeOfArrivalIsRead) {
    const auto all = read(
        "FFM/8\n1/QX612/14JAN1015/DXB\nSHJ/NIL/14JAN1100/14JAN1200\nKHI//14JAN1325\n"
        "999-12345675DXBKHI/T10K250/PHONES\nLAST\n");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_TRUE(all[0].problems.empty());
    ASSERT_EQ(all[0].flights.size(), 2U);
    EXPECT_EQ(all[0].flights[1].destination, "KHI");
    EXPECT_EQ(all[0].bills.at(0).places.at(2).code, "KHI");
}

TEST(OtherSenders, CustomsInformationOfAManifestGoesOnAndTellsOfDanger) {
    const auto all = read(
        "FFM/8\n1/QX612/14JAN1015/DXB\nKHI\n999-12345675DXBKHI/T10K250/PHONES\nCOR/T1\n"
        "OCI/AE/ISS/RA/12345\n///ED/1299\n/AE//KC/142\n//DNR/D/UN3480\nDIM/K10/CMT10-10-10/1\n"
        "/K10/CMT20-20-20/1\nLAST\n");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_TRUE(all[0].problems.empty());
    const facts::GoodsLine& goods = all[0].bills.at(0).goods.at(0);
    EXPECT_EQ(goods.description, "PHONES");
    ASSERT_EQ(goods.dangerous.size(), 1U);
    EXPECT_EQ(goods.dangerous[0].un_number, "3480");
}

TEST(OtherSenders, AHouseBillsPartiesTakeWhatCustomsInformationToldBeforeThem) {
    const auto all = read(
        "FHL/5\nMBI/999-12345675PVGKHI/T31K531\nHBS/QXH1/PVGKHI/31/K531/31/DRESSES\n"
        "OCI/CN/SHP/T/9111\n/PK/CNE/T/1234567\n///CP/SANA TESTSHAH\n//NFY/CT/922100000\n"
        "SHP/INVENTED MILLS\n/1 ROAD\n/SHANGHAI\n/CN/200000\nCNE/INVENTED SHOP\n/2 "
        "ROAD\n/KARACHI\n/PK\n"
        "CVD/USD/PP/NVD/NCV/100.00\n");
    const std::vector<facts::Party>& parties = all.at(0).bills.at(1).parties;
    ASSERT_EQ(parties.size(), 2U);
    EXPECT_EQ(parties[0].number.reveal(), "9111");
    EXPECT_EQ(parties[1].number.reveal(), "1234567");
    EXPECT_EQ(parties[1].contact.reveal(), "SANA TESTSHAH");
}

TEST(OtherSenders, CustomsInformationOfOneHouseIsNotTheNextOnes) {
    const auto all = read(
        "FHL/5\nMBI/999-12345675PVGKHI/T2K2\nHBS/QXH1/PVGKHI/1/K1/1/SHOES\nOCI/CN/SHP/T/9111\n"
        "HBS/QXH2/PVGKHI/1/K1/1/BOOTS\nSHP/OTHER MILLS\n/1 ROAD\n/SHANGHAI\n/CN\n");
    EXPECT_EQ(all.at(0).bills.at(2).parties.at(0).number.reveal(), "");
}

TEST(OtherSenders, AnAgentsSecondLineIsItsPlace) {
    const auto all =
        read("FWB/16\n999-12345675DXBKHI/T10K250\nAGT//1234567/0001\n/INVENTED AGENTS\n/DUBAI\n");
    const facts::Party& agent = all.at(0).bills.at(0).parties.at(0);
    EXPECT_EQ(agent.city.reveal(), "DUBAI");
    EXPECT_EQ(agent.address.reveal(), "");
}

TEST(OtherSenders, SeveralTariffCodesOfAWaybillAreAllKept) {
    const auto all = read(
        "FWB/17\n999-12345675DXBKHI/T6K45\nRTD/1/P6/K45/CQ/W45/R1/T45\n/NG/FLOWERS\n/2/NH/060311\n"
        "/3/NH/060313\n");
    const std::vector<facts::GoodsLine>& goods = all.at(0).bills.at(0).goods;
    ASSERT_EQ(goods.size(), 2U);
    EXPECT_EQ(goods[0].hs, "060311");
    EXPECT_EQ(goods[1].hs, "060313");
}

TEST(OtherSenders, AModeWithAZeroBeforeItIsRead) {
    const Message message = read_cargo("CUSCAR:D:03B", "BGM+785+M1+9'TDT+11++03++QXTR:172'");
    EXPECT_EQ(message.conveyances.at(0).mode, facts::Mode::kRoad);
}

TEST(OtherSenders, AShipThatStandsAnElementOffIsFound) {
    for (const std::string means : {"TDT+20+V1+++QX:172:20++9074729::11:TEST SHIP'",
                                    "TDT+20+V1+1++++++9074729:146:11:TEST SHIP'"}) {
        const Message message = read_cargo("CUSCAR:D:95B", "BGM+785+M1+9'" + means);
        ASSERT_EQ(message.conveyances.size(), 1U);
        EXPECT_EQ(message.conveyances[0].number, "9074729") << means;
        EXPECT_EQ(message.conveyances[0].name, "TEST SHIP") << means;
        EXPECT_TRUE(has_problem(message, "damaged-segment")) << means;
    }
}

TEST(OtherSenders, AnAircraftIsKnownByTheFlightThatStandsForItsName) {
    const Message message = read_cargo("CUSCAR:D:98A", "BGM+785+M1+9'TDT+20++4+++++:::QX612'");
    EXPECT_EQ(message.conveyances.at(0).voyage, "QX0612");
    EXPECT_EQ(message.conveyances.at(0).name, "");
}

TEST(OtherSenders, ALorryWithSeveralIdentifiersIsOneConveyance) {
    const Message message = read_cargo(
        "CUSREP:D:03B",
        "BGM+336+TRIP1+9'TDT+11++03+:::TR++I++:109::64894654'TDT+11++03+:::TR++I++:215::LES1234:PK'"
        "LOC+89+SD:163'");
    ASSERT_EQ(message.conveyances.size(), 1U);
    EXPECT_EQ(message.conveyances[0].number, "LES1234");
    EXPECT_EQ(message.conveyances[0].flag, "PK");
    EXPECT_EQ(message.conveyances[0].name, "64894654");
    EXPECT_FALSE(has_problem(message, "unknown-code"));
}

TEST(OtherSenders, TheBillsThatAConveyanceReportNamesAreKept) {
    const Message message = read_cargo("CUSREP:D:03B",
                                       "BGM+336+TRIP1+9'DOC+700'RFF+AAM:QXB1'DOC+714'RFF+AAM:QXB2'"
                                       "TAX+10'MOA+67:2000'FII+SY++::::::INVENTED INSURERS'");
    ASSERT_EQ(message.bills.size(), 2U);
    EXPECT_EQ(message.bills[0].number, "QXB1");
    EXPECT_EQ(message.bills[1].level, BillLevel::kHouse);
    EXPECT_FALSE(has_problem(message, "unknown-segment"));
}

TEST(OtherSenders, AWeightOfAnUnlistedSortIsTheGrossWeight) {
    const Message message =
        read_cargo("CUSCAR:D:98A", "BGM+785+M1+9'CNI+1+B1'GID+1+4:PK'MEA+WT+AAG+KGM:15.2'");
    EXPECT_EQ(message.bills.at(0).gross_grams, 15'200U);
    EXPECT_TRUE(has_problem(message, "unknown-code"));
}

TEST(OtherSenders, AnItemThatIsStartedAgainBeforeAnythingWasToldIsOneItem) {
    const Message message = read_cargo("CUSCAR:D:99B",
                                       "BGM+1+M1+9'CNI++:::I'RFF+ACU:NIL'GID+1'RFF+BH:QXH1'GID+1'"
                                       "RFF+MB:QXM1'GID+1'PAC+50'FTX+AAA+++SHOES'");
    ASSERT_EQ(message.bills.size(), 1U);
    EXPECT_EQ(message.bills[0].master, "QXM1");
    ASSERT_EQ(message.bills[0].goods.size(), 1U);
    EXPECT_EQ(message.bills[0].goods[0].packages, 50U);
}

TEST(OtherSenders, ATariffCodeMayEndInALetter) {
    const Message message = read_cargo(
        "CUSDEC:D:96B", "BGM+929+R1+9'UNS+D'CST+1+5601210000G:169:143'FTX+AAA+++WADDING'UNS+S'");
    EXPECT_EQ(message.declarations.at(0).lines.at(0).hs, "5601210000");
}

TEST(OtherSenders, AProcedureOfSevenDigitsIsNoTariffCode) {
    const Message message =
        read_cargo("CUSDEC:D:04A", "BGM+IFD+R1+9'UNS+D'CST++4000000+6403911898+A999'UNS+S'");
    EXPECT_EQ(message.declarations.at(0).lines.at(0).hs, "6403911898");
    EXPECT_EQ(message.declarations.at(0).lines.at(0).procedure, "4000000");
}

TEST(OtherSenders, InnerPackagesAndAnAmountThatNamesItsCurrencyAloneAreNoFault) {
    const Message message =
        read_cargo("CUSDEC:D:05B",
                   "BGM+914+R1+9'MOA+39::SGD'UNS+D'CST+1+22019090'PAC+1+3+CTN'PAC+16+2+BOT'UNS+S'");
    EXPECT_EQ(message.declarations.at(0).lines.at(0).packages, 1U);
    EXPECT_FALSE(has_problem(message, "repeated-segment"));
    EXPECT_FALSE(has_problem(message, "bad-quantity"));
}

TEST(OtherSenders, TheGoodsOfAnOrderAreInItsContainers) {
    const Message message =
        read_cargo("COPARN:D:95B",
                   "BGM+11+O1+9'RFF+BN:QXBK1'GID+1'FTX+AAA+++STEEL'SGP+CSQU3054383'"
                   "EQD+CN+CSQU3054383+22G1:102:5++2+5'CNT+16:1'");
    ASSERT_EQ(message.containers.size(), 1U);
    EXPECT_EQ(message.containers[0].goods, "STEEL");
    EXPECT_FALSE(has_problem(message, "unknown-segment"));
}

TEST(OtherSenders, GoodsOfSeveralSortsAreNotTheContainersOwn) {
    const Message message = read_cargo(
        "COPARN:D:95B", "BGM+11+O1+9'GID+1'FTX+AAA+++STEEL'GID+2'FTX+AAA+++WOOD'EQD+CN++22G1'");
    EXPECT_EQ(message.containers.at(0).goods, "");
}

TEST(OtherSenders, AWeighingTellsItsTimeAndAnEmptyReferenceIsNoConveyance) {
    const Message message = read_cargo(
        "VERMAS:D:16A",
        "BGM++O1+9'RFF+SI'EQD+CN+CSQU3054383+22G1'MEA+AAE+VGM+KGM:2230'DTM+WAT:202601141610:203'");
    EXPECT_EQ(facts::to_text(message.containers.at(0).moved.date), "2026-01-14");
    EXPECT_TRUE(message.conveyances.empty());
}

constexpr std::string_view kBolStart =
    "<Awmds><General_segment><Voyage_number>V1</Voyage_number></"
    "General_segment><Bol_segment><Bol_id>"
    "<Bol_reference>QXB1</Bol_reference><Bol_type_code>HSB</Bol_type_code></Bol_id>"
    "<Consolidated_Cargo>0</Consolidated_Cargo>";
constexpr std::string_view kGoods =
    "<Goods_segment><Number_of_packages>100</Number_of_packages><Gross_mass>500</Gross_mass>"
    "<Goods_description>TILES</Goods_description></Goods_segment>";
constexpr std::string_view kBolEnd = "</Bol_segment></Awmds>";

TEST(OtherSenders, AHouseBillByItsTypeIsAHouse) {
    const auto all = read(core::cat(kBolStart, kGoods, kBolEnd));
    EXPECT_EQ(all.at(0).bills.at(0).level, BillLevel::kHouse);
}

TEST(OtherSenders, TariffCodesOfAnAsycudaBillAreKept) {
    const auto one = read(core::cat(
        kBolStart, kGoods, "<HS_Compliance><HS_code>690721</HS_code></HS_Compliance>", kBolEnd));
    ASSERT_EQ(one.at(0).bills.at(0).goods.size(), 1U);
    EXPECT_EQ(one[0].bills[0].goods[0].hs, "690721");
    EXPECT_EQ(one[0].bills[0].goods[0].description, "TILES");

    const auto two = read(core::cat(
        kBolStart,
        kGoods,
        "<HS_Compliance><HS_code>690721</HS_code><Number_of_packages>60</Number_of_packages>"
        "<Gross_mass>300</Gross_mass><HS_code>690722</HS_code><Gross_mass>200</Gross_mass>"
        "<Commercial_description>UNGLAZED</Commercial_description></HS_Compliance>",
        kBolEnd));
    const facts::Bill& bill = two.at(0).bills.at(0);
    ASSERT_EQ(bill.goods.size(), 2U);
    EXPECT_EQ(bill.gross_grams, 500'000U);
    EXPECT_EQ(bill.goods[0].description, "TILES");
    EXPECT_EQ(bill.goods[1].hs, "690722");
    EXPECT_EQ(bill.goods[1].description, "UNGLAZED");
    EXPECT_EQ(bill.goods[1].gross_grams, 200'000U);
}

TEST(OtherSenders, AContainerOfAnAsycudaBillTellsItsStatusSealAndDanger) {
    const auto all =
        read(core::cat(kBolStart,
                       "<ctn_segment><Ctn_reference>CSQU3054383</Ctn_reference><Status>LCL</Status>"
                       "<Seal_number>QX1</Seal_number><IMCO>3</IMCO><UN>1263</"
                       "UN><Gross_weight>1200.5</Gross_weight>"
                       "</ctn_segment>",
                       kGoods,
                       kBolEnd));
    const facts::Container& unit = all.at(0).containers.at(0);
    EXPECT_EQ(unit.fullness, facts::Fullness::kPart);
    EXPECT_EQ(unit.seals, std::vector<std::string>{"QX1"});
    EXPECT_EQ(unit.gross_grams, 1'200'500U);
    ASSERT_EQ(unit.dangerous.size(), 1U);
    EXPECT_EQ(unit.dangerous[0].un_number, "1263");
}

TEST(OtherSenders, APartyOfADeclarationHasItsAddressInFurtherLines) {
    const auto all = read(
        "<ASYCUDA><Declarant><Reference><Number>R1</Number></Reference></"
        "Declarant><Traders><Consignee>"
        "<Consignee_name>Invented Importers\n1 Road\nKarachi</Consignee_name></Consignee></Traders>"
        "<Item><Packages><Number_of_packages>0.06</Number_of_packages></Packages></Item></"
        "ASYCUDA>");
    const facts::Declaration& declaration = all.at(0).declarations.at(0);
    EXPECT_EQ(declaration.parties.at(0).name.reveal(), "Invented Importers");
    EXPECT_EQ(declaration.parties.at(0).address.reveal(), "1 Road Karachi");
    EXPECT_FALSE(has_problem(all[0], "bad-quantity"));
}

TEST(OtherSenders, AManifestOfTwo912WithoutConsignmentsKeepsItsBillAndWhoGetsIt) {
    const Message message =
        read_cargo("CUSCAR:2:912",
                   "BGM+85+M1'TDT+20+V1+1++QXL:172+++9074729:146::INVENTED STAR'LOC+60+PKKHI'"
                   "RFF+BM:QXB1'NAD+CN+++INVENTED TRADERS'LOC+11+PKKHI'GID+1+10:CT'FTX+AAA+++TILES'"
                   "RFF+BM:QXB2'NAD+CN+++TEST IMPORTERS'GID+1+2:CT'FTX+AAA+++BOLTS'");
    ASSERT_EQ(message.bills.size(), 2U);
    EXPECT_EQ(message.bills[0].number, "QXB1");
    EXPECT_EQ(message.bills[0].parties.at(0).name.reveal(), "INVENTED TRADERS");
    EXPECT_EQ(message.bills[0].goods.at(0).description, "TILES");
    EXPECT_EQ(message.bills[1].number, "QXB2");
    EXPECT_EQ(message.bills[1].parties.at(0).name.reveal(), "TEST IMPORTERS");
    EXPECT_EQ(message.conveyances.at(0).name, "INVENTED STAR");
    EXPECT_FALSE(has_problem(message, "misplaced-segment"));
}

TEST(OtherSenders, ABillAtTheHeadOfAManifestWithConsignmentsStartsNone) {
    const Message message = read_cargo("CUSCAR:D:95B", "BGM+785+M1'RFF+BM:QXM1'CNI+1+QXB1'");
    ASSERT_EQ(message.bills.size(), 1U);
    EXPECT_EQ(message.bills[0].number, "QXB1");
}

TEST(OtherSenders, AWeightInAnotherElementOfItsMeasureIsNotLost) {
    const auto line = [](const std::string& measures) {
        const Message message =
            read_cargo("CUSDEC:D:96B", "BGM+929+GD1+9'UNS+D'CST+1+85171200'" + measures);
        EXPECT_TRUE(has_problem(message, "damaged-segment")) << measures;
        return message.declarations.at(0).lines.at(0);
    };
    EXPECT_EQ(line("MEA+G+KGM:1200'").gross_grams, 1'200'000U);
    EXPECT_EQ(line("MEA+N+KGM:1100'").net_grams, 1'100'000U);
    EXPECT_EQ(line("MEA+WT+AAB:KGM:1200'").gross_grams, 1'200'000U);
    EXPECT_EQ(line("MEA+WT:G:KGM:1200'").gross_grams, 1'200'000U);
    EXPECT_EQ(line("MEA+WT+AAA+KGM+1100'").net_grams, 1'100'000U);
}

TEST(OtherSenders, TheMassOfAWholeDeclarationIsKept) {
    const Message message =
        read_cargo("CUSDEC:D:96B", "BGM+929+GD1+9'MEA+WT+G+KGM:1200'UNS+D'CST+1+85171200'UNS+S'");
    EXPECT_EQ(message.declarations.at(0).gross_grams, 1'200'000U);
    EXPECT_EQ(message.declarations.at(0).lines.at(0).gross_grams, 0U);
}

TEST(OtherSenders, AFrequentFlyerInOneLineOfATelexIsOne) {
    const auto flyers = [](const std::string& segments) {
        std::string all;
        const Message message = read_pnr_booking(segments);
        for (const auto& one : message.bookings.at(0).frequent_flyers)
            all += core::cat(one.carrier, " ", one.number.reveal(), " ", one.traveller, ";");
        return all;
    };
    EXPECT_EQ(flyers("TIF+EXAMPLOV+ANNA:A:1'IFT+4:28::QX+SSRFQTVUAHK/UA12345678'"),
              "UA 12345678 1;");
    EXPECT_EQ(flyers("TIF+EXAMPLOV+ANNA:A:1'IFT+4+SSR FQTV UA HK1/12345678.SILVER'"),
              "UA 12345678 1;");
    EXPECT_EQ(flyers("TIF+EXAMPLOV+ANNA:A:1'LTS+SSRFQTVUAHK/UA12345678-1EXAMPLOV/ANNA'"),
              "UA 12345678 0;");
    EXPECT_EQ(flyers("TIF+EXAMPLOV+ANNA:A:1'IFT+4+FQTV/UA/12345678'"), "UA 12345678 1;");
    EXPECT_EQ(flyers("TIF+EXAMPLOV+ANNA:A:1'IFT+4+ASK HIM FOR HIS FQTV CARD'"), "");
}

}  // namespace
}  // namespace sarhad::intake
