#include "intake/cargo_values.h"

#include <gtest/gtest.h>

namespace sarhad::intake {
namespace {

TEST(CargoValues, AContainersNumberLosesItsMarksAndIsChecked) {
    for (const char* sent : {"CSQU3054383", "csqu 305438-3", "CSQU-305438/3", "CSQU.305438.3"}) {
        EXPECT_EQ(read_container_number(sent).text, "CSQU3054383") << sent;
        EXPECT_TRUE(read_container_number(sent).is_valid) << sent;
    }
    for (const char* sent : {"CSQU3054384", "CSQA3054383", "CSQU305438", "305438", ""}) {
        EXPECT_FALSE(read_container_number(sent).is_valid) << sent;
    }
    EXPECT_EQ(read_container_number("csqu 3054384").text, "CSQU3054384") << "kept all the same";
}

TEST(CargoValues, AShipsNumberIsSevenDigitsWithARightLastOne) {
    EXPECT_EQ(read_imo_number("9074729"), "9074729");
    EXPECT_EQ(read_imo_number("IMO 9074729"), "9074729");
    EXPECT_EQ(read_imo_number("imo9074729"), "9074729");
    for (const char* sent : {"9074728", "907472", "XNOE", "", "90747290"}) {
        EXPECT_EQ(read_imo_number(sent), "") << sent;
    }
}

TEST(CargoValues, AHarmonisedSystemCodeIsDigitsOfAChapter) {
    EXPECT_EQ(read_hs_code("0803.90"), "080390");
    EXPECT_EQ(read_hs_code("0803 90 10"), "08039010");
    EXPECT_EQ(read_hs_code("970600"), "970600");
    for (const char* sent : {"0803", "009010", "980100", "990000", "08039X", "1234567890123", ""}) {
        EXPECT_EQ(read_hs_code(sent), "") << sent;
    }
}

TEST(CargoValues, ACodeIsFoundBehindTheWordHs) {
    EXPECT_EQ(find_hs_code("HS CODE 080390"), "080390");
    EXPECT_EQ(find_hs_code("fresh fruit h.s.code: 0803.90.10, boxed"), "08039010");
    EXPECT_EQ(find_hs_code("HS-CODES:630260 AND MORE"), "630260");
    EXPECT_EQ(find_hs_code("HS 12 THEN HS NO. 320810"), "320810");
    for (const char* text :
         {"CASHS 080390", "080390", "HS CODE", "HS: 99", "THE HS OF GOODS", "H"}) {
        EXPECT_EQ(find_hs_code(text), "") << text;
    }
}

TEST(CargoValues, AnUnNumberIsFourDigits) {
    EXPECT_EQ(read_un_number("1203"), "1203");
    EXPECT_EQ(read_un_number("UN 1203"), "1203");
    for (const char* sent : {"12A", "12033", "", "UN"}) {
        EXPECT_EQ(read_un_number(sent), "") << sent;
    }
}

TEST(CargoValues, PlacesHaveTheShapeOfUnLocode) {
    EXPECT_EQ(read_place_code("pk khi"), "PKKHI");
    EXPECT_TRUE(is_locode("PKKHI"));
    EXPECT_TRUE(is_locode("GBPM2"));
    for (const char* code : {"GBPM1", "PKKH", "P1KHI", "pkkhi", "PKKHIX", ""}) {
        EXPECT_FALSE(is_locode(code)) << code;
    }
}

TEST(CargoValues, NumbersAreRoundedToThousandths) {
    EXPECT_EQ(read_thousandths("11495.14"), 11'495'140U);
    EXPECT_EQ(read_thousandths("0,0005"), 1U);
    EXPECT_EQ(read_thousandths("0.00049"), 0U);
    EXPECT_EQ(read_thousandths(".5"), 500U);
    EXPECT_EQ(read_thousandths("7."), 7'000U);
    EXPECT_EQ(read_thousandths("1000000000"), 1'000'000'000'000U);
    for (const char* text :
         {"", ".", "-1", "1,000.5", "1 000", "1000000001", "99999999999999999999"}) {
        EXPECT_FALSE(read_thousandths(text)) << text;
    }
    EXPECT_EQ(read_whole("2.5"), 3U);
}

TEST(CargoValues, WeightsBecomeGramsAndVolumesLitres) {
    EXPECT_EQ(read_grams("55814", "KGM"), 55'814'000U);
    EXPECT_EQ(read_grams("1.5", "TNE"), 1'500'000U);
    EXPECT_EQ(read_grams("100", "LBR"), 45'359U);
    EXPECT_EQ(read_grams("1000000000", "TNE"), 1'000'000'000'000'000U);
    EXPECT_EQ(read_grams("1", "GRM"), 1U);
    EXPECT_EQ(read_litres("28.25", "MTQ"), 28'250U);
    EXPECT_EQ(read_litres("35.3147", "FTQ"), 1'000U);
    EXPECT_FALSE(read_grams("1", "MTQ"));
    EXPECT_FALSE(read_litres("1", "KGM"));
    EXPECT_FALSE(read_grams("1", "QQQ"));
    EXPECT_FALSE(read_grams("LOTS", "KGM"));
    EXPECT_EQ(unit_kind("NMB"), UnitKind::kOther);
}

TEST(CargoValues, TemperaturesBecomeTenthsOfADegreeCelsius) {
    EXPECT_EQ(read_temperature("-18.0", "CEL"), -180);
    EXPECT_EQ(read_temperature("+4,25", "CEL"), 43);
    EXPECT_EQ(read_temperature("-0.4", "FAH"), -180);
    EXPECT_EQ(read_temperature("32", "FAH"), 0);
    for (const char* text : {"", "-", "COLD", "-301", "1001", "99999999"}) {
        EXPECT_FALSE(read_temperature(text, "CEL")) << text;
    }
    EXPECT_FALSE(read_temperature("4", "KEL"));
}

TEST(CargoValues, MoneyKeepsItsSignAndCurrency) {
    EXPECT_EQ(read_money("1250.50", "usd")->thousandths, 1'250'500);
    EXPECT_EQ(read_money("1250.50", "usd")->currency, "USD");
    EXPECT_EQ(read_money("-3", "PKR")->thousandths, -3'000);
    EXPECT_EQ(read_money("3", "RUPEES")->currency, "");
    EXPECT_FALSE(read_money("LOTS", "USD"));
}

}  // namespace
}  // namespace sarhad::intake
