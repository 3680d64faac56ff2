#include "pnr_messages.h"

#include <gtest/gtest.h>

#include <string>

namespace sarhad::intake {
namespace {

/// What is left out of a remark of a booking of Christian and Aisha White.
std::string left_out_of_text(const std::string& text) {
    const auto message = read_pnr_booking(
        core::cat("IFT+4:28::QX+", text, "'TIF+WHITE+CHRISTIANMR:A:1'TIF+WHITE+AISHAMRS:A:2'"));
    EXPECT_EQ(remarks_of(message).empty(), !message.left_out.empty()) << text;
    return left_out_of(message);
}

std::string left_out_of_service(const std::string& code) {
    const auto message = read_pnr_booking(
        core::cat("TIF+FAMILY+GIVEN:A:1'SSR+", code, ":HK:1:QX:::DXB:KHI:SOME WORDS+::1'"));
    EXPECT_EQ(remarks_of(message).empty(), !message.left_out.empty()) << code;
    return left_out_of(message);
}

TEST(PnrPrivacy, EverySpecialMealIsLeftOut) {
    for (const char* code :
         {"AVML", "BBML", "BLML", "CHML", "DBML", "FPML", "GFML", "HNML", "KSML", "LCML",
          "LFML", "LSML", "MOML", "NLML", "RVML", "SPML", "VGML", "VJML", "VLML", "VOML"}) {
        EXPECT_EQ(left_out_of_service(code), "meal 1;") << code;
    }
}

TEST(PnrPrivacy, ServicesThatTellOfHealthAreLeftOut) {
    for (const char* code :
         {"WCHR", "WCHS", "WCHC", "WCBD", "WCBW", "WCMP", "WCLB", "WCOB", "MEDA", "BLND", "DEAF",
          "STCR", "OXYG", "DPNA", "MAAS", "LEGL", "LEGR", "SVAN", "ESAN", "PPOC", "PREG"}) {
        EXPECT_EQ(left_out_of_service(code), "health 1;") << code;
    }
}

TEST(PnrPrivacy, HarmlessServicesAreKept) {
    for (const char* code : {"PETC", "AVIH", "EXST", "SPEQ", "XBAG", "BSCT", "CKIN", "GPST"}) {
        EXPECT_EQ(left_out_of_service(code), "") << code;
    }
}

TEST(PnrPrivacy, WordsThatMeanNothingElseAreLeftOut) {
    EXPECT_EQ(left_out_of_text("PAX IS DIABETIC"), "health 1;");
    EXPECT_EQ(left_out_of_text("NEEDS WHEELCHAIR AT KHI"), "health 1;");
    EXPECT_EQ(left_out_of_text("NEEDS WHEEL CHAIR"), "health 1;");
    EXPECT_EQ(left_out_of_text("MOTHER PREGNANT 32 WEEKS"), "health 1;");
    EXPECT_EQ(left_out_of_text("PLS KOSHER"), "meal 1;");
    EXPECT_EQ(left_out_of_text("NO PORK PLEASE"), "meal 1;");
    EXPECT_EQ(left_out_of_text("TRADE UNION DELEGATE"), "union 1;");
    EXPECT_EQ(left_out_of_text("POLITICAL REFUGEE"), "politics 1;");
    EXPECT_EQ(left_out_of_text("TRANSGENDER TRAVELLER"), "sexual-life 1;");
    EXPECT_EQ(left_out_of_text("CAUCASIAN"), "origin 1;");
    EXPECT_EQ(left_out_of_text("SSR WCHRQXHK1 DXBKHI"), "health 1;");
    EXPECT_EQ(left_out_of_text("SR VGML QX NN1"), "meal 1;");
}

TEST(PnrPrivacy, WordsOfOtherLanguagesAreLeftOut) {
    EXPECT_EQ(left_out_of_text("PASSAGERE ENCEINTE"), "health 1;");
    EXPECT_EQ(left_out_of_text("Passager handicapé"), "health 1;");
    EXPECT_EQ(left_out_of_text("BRAUCHT ROLLSTUHL"), "health 1;");
    EXPECT_EQ(left_out_of_text("SILLA DE RUEDAS"), "health 1;");
    EXPECT_EQ(left_out_of_text("PASSAGEIRA GRAVIDA"), "health 1;");
    EXPECT_EQ(left_out_of_text("YOLCU HAMILE"), "health 1;");
    EXPECT_EQ(left_out_of_text("MUSAFIR MAZOOR HAI"), "health 1;");
    EXPECT_EQ(left_out_of_text("مسافر معذور"), "health 1;");
}

/// CHRISTIAN is a name, BLACK a colour, CHURCH a street: only what stands beside them tells.
TEST(PnrPrivacy, AWordThatIsANameTooCountsOnlyBesideAPersonOrFood) {
    EXPECT_EQ(left_out_of_text("MUSLIM MEAL"), "religion 1;");
    EXPECT_EQ(left_out_of_text("PAX IS BLIND"), "health 1;");
    EXPECT_EQ(left_out_of_text("BLACK MALE"), "origin 1;");
    EXPECT_EQ(left_out_of_text("UNION MEMBER"), "union 1;");
    EXPECT_EQ(left_out_of_text("MEET MR ISLAM AT GATE"), "");
    EXPECT_EQ(left_out_of_text("ONE BLACK SUITCASE"), "");
    EXPECT_EQ(left_out_of_text("12 CHURCH ROAD"), "");
    EXPECT_EQ(left_out_of_text("DRIVER MAAS WAITS"), "");
    EXPECT_EQ(left_out_of_text("UNION COUNCIL 12"), "");
}

TEST(PnrPrivacy, AWordThatSomebodyOfTheBookingBearsAsANameIsKept) {
    EXPECT_EQ(left_out_of_text("PAX CHRISTIAN WHITE VIP"), "");
    EXPECT_EQ(left_out_of_text("PAX WHITE IS CATHOLIC"), "religion 1;");
}

TEST(PnrPrivacy, AWrappedTextIsReadAsOne) {
    const auto message =
        read_pnr_booking("IFT+4:28::QX+PASSENGER NEEDS A+WHEEL+CHAIR'TIF+FAMILY+GIVEN:A:1'");
    EXPECT_EQ(left_out_of(message), "health 1;");
}

TEST(PnrPrivacy, AContactBesideASensitiveWordIsKept) {
    const auto message =
        read_pnr_booking("TIF+FAMILY+GIVEN:A:1'IFT+4:28::QX+CTCM 923001234567 DIABETIC'");
    EXPECT_EQ(contacts_of(message), "923001234567;");
    EXPECT_EQ(left_out_of(message), "health 1;");
    EXPECT_EQ(remarks_of(message), "");
}

TEST(PnrPrivacy, TheHistoryPassesTheSameFilter) {
    const auto message = read_pnr_booking(
        "TIF+FAMILY+GIVEN:A:1'ABI+1+:KHIRR+KHI++QX'SAC+++X'SSR+AVML:HK:2:QX'SAC+++A'"
        "IFT+4:28+PAX EPILEPTIC'SAC+++A'IFT+4:28+LATE ARRIVAL'LTS+0/A/SR/SSR WCHCQXHK1'");
    EXPECT_EQ(left_out_of(message), "meal 1;health 2;");
    std::string history;
    for (const auto& segment : message.bookings.at(0).history)
        history += segment.reveal() + ";";
    EXPECT_EQ(history, "ABI+1+:KHIRR+KHI++QX;SAC+++X;SAC+++A;SAC+++A;IFT+4:28+LATE ARRIVAL;");
}

TEST(PnrPrivacy, OfACardTheFirstSixAndLastFourDigitsAreKept) {
    const auto message = read_pnr_booking(
        "TIF+FAMILY+GIVEN:A:1'TKT+0062120234533:T:1'FOP+CC::100.00:VI:4111111111111111:0227'");
    const facts::Payment& payment = message.bookings.at(0).payments.at(0);
    EXPECT_EQ(payment.card.reveal(), "411111XXXXXX1111");
    EXPECT_EQ(facts::to_text(payment.card_expires), "2027-02");
    EXPECT_EQ(left_out_of(message), "card 1;");
}

TEST(PnrPrivacy, CardNumbersAndSecurityCodesInFreeTextAreMasked) {
    const auto message = read_pnr_booking(
        "IFT+4:28+PAID VI4111 1111 1111 1111 CVV 123'IFT+4:28+REF 4111111111111112'"
        "TIF+FAMILY+GIVEN:A:1'");
    EXPECT_EQ(remarks_of(message),
              "PAID VI4111 11XX XXXX 1111 CVV X"
              "XX;REF 4111111111111112;");
    EXPECT_EQ(left_out_of(message), "card 2;");
}

TEST(PnrPrivacy, ACardAsIdentificationIsLeftOut) {
    const auto message = read_pnr_booking(
        "TIF+FAMILY+GIVEN:A:1'SSR+FOID:HK:1:QX:::::CC4111111111111111+::1'"
        "SSR+FOID:HK:1:QX:::::NI3740512345671+::1'");
    EXPECT_EQ(left_out_of(message), "card 1;");
    EXPECT_EQ(message.travellers.at(0).national_id.reveal(), "3740512345671");
}

}  // namespace
}  // namespace sarhad::intake
