#include "pnr_messages.h"

#include <gtest/gtest.h>

#include <string>

namespace sarhad::intake {
namespace {

const std::string kLeg = "TVL+150126:1015:150126:1325+DXB+KHI+QX+612:B'RPI+1+HK'";

TEST(Pnrgov, TheHeaderTellsTheFlightAndWhetherAllOfItIsSent) {
    const auto full = read_pnr_booking("TIF+FAMILY+GIVEN:A:1'");
    EXPECT_EQ(full.format, "PNRGOV");
    EXPECT_EQ(full.version, "13:1");
    EXPECT_EQ(full.function, "bookings-full");
    ASSERT_EQ(full.flights.size(), 1U);
    EXPECT_EQ(full.flights[0].carrier + full.flights[0].number, "QX0612");
    EXPECT_EQ(facts::to_text(full.flights[0].departs), "2026-01-15T10:15");
    EXPECT_EQ(facts::to_text(full.flights[0].arrives), "2026-01-15T13:25");
    EXPECT_EQ(full.travellers.at(0).booking.reveal(), "QWERTY");
    EXPECT_EQ(read_pnr("SRC'RCI+QX:A1B2C3'TIF+A+B:A:1'", "MSG+:141'").function, "bookings-update");
    EXPECT_TRUE(has_problem(read_pnr("SRC'RCI+QX:A1B2C3'TIF+A+B:A:1'", ""), "no-function"));
}

TEST(Pnrgov, AnArrivalWithoutItsDateIsOfTheSameDay) {
    const auto message = read_pnr_booking(
        "TIF+FAMILY+GIVEN:A:1'TVL+150126:0915::1230+LHR+JFK+QX+1'TVL+160126:0915:1230+JFK+LHR+QX+"
        "2'");
    const auto& legs = message.bookings.at(0).legs;
    ASSERT_EQ(legs.size(), 2U);
    EXPECT_EQ(facts::to_text(legs[0].flight.arrives), "2026-01-15T12:30");
    EXPECT_EQ(facts::to_text(legs[1].flight.arrives), "2026-01-16T12:30");
}

TEST(Pnrgov, ABookingKeepsItsDatesOfficeAndOtherLocators) {
    const auto message = read_pnr(
        "SRC'RCI+1A:3MZVP2::210525:1526+AC:P46KA5'DAT+700:010126:1354'"
        "ORG+1A:MUC+12345678:F31+LON++T+GB:GBP+A78987'TIF+FAMILY+GIVEN:A:1'" +
        kLeg + "RCI+1A:3MZVP2::210525:1526+AC:P46KA5'");
    const facts::Booking& booking = message.bookings.at(0);
    EXPECT_EQ(booking.locator.reveal(), "3MZVP2");
    EXPECT_EQ(booking.carrier, "1A");
    EXPECT_EQ(facts::to_text(booking.made), "2025-05-21T15:26");
    EXPECT_EQ(facts::to_text(booking.changed), "2026-01-01T13:54");
    ASSERT_EQ(booking.other_locators.size(), 1U);
    EXPECT_EQ(booking.other_locators[0].reveal(), "AC:P46KA5");
    EXPECT_EQ(booking.agency, "12345678");
    EXPECT_EQ(booking.agency_city, "LON");
    EXPECT_EQ(booking.agency_country, "GB");
    EXPECT_EQ(booking.agency_name.reveal(), "1A F31 T A78987");
    EXPECT_EQ(booking.party_size, 1);
}

// ---- everybody is there ------------------------------------------------------------------

TEST(Pnrgov, AnAdultWithoutPapersIsATraveller) {
    const auto message = read_pnr_booking("TIF+FAMILY+ONEMR:A:1'TIF+FAMILY+TWO:C:2'");
    EXPECT_EQ(people_of(message), "FAMILY/ONE (MR);FAMILY/TWO;");
    EXPECT_EQ(message.travellers[0].age_band, facts::AgeBand::kAdult);
    EXPECT_EQ(message.travellers[1].age_band, facts::AgeBand::kChild);
    EXPECT_EQ(message.travellers[1].reference, "2");
}

TEST(Pnrgov, AnInfantWhomOnlyTifNamesIsATraveller) {
    const auto message = read_pnr_booking("TIF+FAMILY+ONE:A:1:1'TIF+FAMILY+TWO:IN:1I'");
    ASSERT_EQ(message.travellers.size(), 2U);
    EXPECT_EQ(message.travellers[1].age_band, facts::AgeBand::kInfant);
}

TEST(Pnrgov, AnInfantWhomOnlyInftNamesIsATraveller) {
    const auto message = read_pnr_booking(
        core::cat("TIF+FAMILY+ONE:A:1'SSR+INFT:HK:1:QX:::DXB:KHI:FAMILY/TWO 10AUG25+::1'",
                  kLeg,
                  "SSR+INFT:HK:1:QX:::DXB:KHI:FAMILY/TWO/10AUG25'"));
    EXPECT_EQ(people_of(message), "FAMILY/ONE;FAMILY/TWO;");
    EXPECT_EQ(message.travellers[1].age_band, facts::AgeBand::kInfant);
    EXPECT_EQ(facts::to_text(message.travellers[1].date_of_birth.reveal()), "2025-08-10");
}

TEST(Pnrgov, AnInfantNamedInThreeWaysIsOneTraveller) {
    const auto message = read_pnr_booking(
        "TIF+FAMILY+ONE:A:1'SSR+INFT:HK:1:QX:::::FAMILY/TWO 10AUG25+::1'"
        "SSR+DOCS:HK:1:QX:::::/P/PAK/AB2/PAK/10AUG25/FI/01JAN30/FAMILY/TWO+::1'"
        "TIF+FAMILY+TWO:IN:2'");
    EXPECT_EQ(people_of(message), "FAMILY/ONE;FAMILY/TWO;");
    EXPECT_EQ(message.travellers[0].documents.size(), 0U);
    ASSERT_EQ(message.travellers[1].documents.size(), 1U);
    EXPECT_EQ(message.travellers[1].sex, facts::Sex::kFemale);
    EXPECT_EQ(message.travellers[1].reference, "2");
}

TEST(Pnrgov, SomebodyWhomOnlyDocsNamesIsATraveller) {
    const auto message = read_pnr_booking(
        "TIF+FAMILY+ONE:A:1'SSR+DOCS:HK:1:QX:::::/P/PAK/AB1/PAK/01JAN80/M/01JAN30/FAMILY/ONE+::1'"
        "SSR+DOCS:HK:1:QX:::::/P/PAK/AB2/PAK/02JAN81/F/01JAN30/OTHER/PERSON'");
    EXPECT_EQ(people_of(message), "FAMILY/ONE;OTHER/PERSON;");
    EXPECT_EQ(message.travellers[1].documents.at(0).number.reveal(), "AB2");
    EXPECT_EQ(message.bookings.at(0).travellers.size(), 2U);
}

TEST(Pnrgov, TwoPeopleOfOneNameAreTwoTravellers) {
    const auto message = read_pnr_booking("TIF+KHAN+ALI:A:1'TIF+KHAN+ALI:A:2'");
    EXPECT_EQ(message.travellers.size(), 2U);
}

TEST(Pnrgov, SeveralGivenNamesBehindOneSurnameAreAsManyTravellers) {
    const auto message = read_pnr_booking("TIF+FAMILY+ONEMR:A:1+TWOMRS:A:2'");
    EXPECT_EQ(people_of(message), "FAMILY/ONE (MR);FAMILY/TWO (MRS);");
}

TEST(Pnrgov, AGroupsNameIsNobody) {
    const auto message = read_pnr_booking("TIF+ACME TEAM PARTY:G'TIF+FAMILY+ONE:A:1'");
    EXPECT_EQ(people_of(message), "FAMILY/ONE;");
    EXPECT_EQ(remarks_of(message), "ACME TEAM PARTY;");
}

TEST(Pnrgov, SomebodyWhomOnlyTheHistoryNamesIsACancelledTraveller) {
    const auto message = read_pnr_booking(
        "TIF+WAYNE+JOHNMR:A:1'ABI+1+:KHIRR+KHI++QX'SAC+++X'TIF+WAYNE+MARYMRS:A:2'SAC+++A'"
        "TIF+WAYNE+JOHNMR:A:1'");
    EXPECT_EQ(people_of(message), "WAYNE/JOHN (MR);WAYNE/MARY (MRS);");
    EXPECT_FALSE(message.travellers[0].is_cancelled);
    EXPECT_TRUE(message.travellers[1].is_cancelled);
}

TEST(Pnrgov, SomebodyWhomTheCheckInAloneNamesIsATraveller) {
    const auto message = read_pnr_booking(core::cat("TIF+FAMILY+ONE:A:1'",
                                                    kLeg,
                                                    "TRI++21:::1'TIF+FAMILY+ONEMR:A:1'TRI++22:::2'"
                                                    "TIF+LATE+COMERMR:A:2'SSD+15A++++Y'"));
    EXPECT_EQ(people_of(message), "FAMILY/ONE;LATE/COMER (MR);");
    EXPECT_EQ(message.bookings.at(0).seats.at(0).traveller, 2);
}

// ---- papers ------------------------------------------------------------------------------

TEST(Pnrgov, DocsGivesNameBirthSexNationalityAndDocument) {
    const auto message = read_pnr_booking(
        "TIF+SMITH+JOHNMR:A:1'"
        "SSR+DOCS:HK::QX:::::/P/GBR/ab123 456/GBR/12JUL64/M/23AUG29/SMITH/JOHN/PAUL'");
    const facts::Traveller& one = message.travellers.at(0);
    EXPECT_EQ(people_of(message), "SMITH/JOHN PAUL (MR);");
    EXPECT_EQ(facts::to_text(one.date_of_birth.reveal()), "1964-07-12");
    EXPECT_EQ(one.sex, facts::Sex::kMale);
    EXPECT_EQ(one.nationality, "GBR");
    ASSERT_EQ(one.documents.size(), 1U);
    EXPECT_EQ(one.documents[0].kind, "P");
    EXPECT_EQ(one.documents[0].number.reveal(), "AB123456");
    EXPECT_EQ(one.documents[0].issuer, "GBR");
    EXPECT_EQ(facts::to_text(one.documents[0].expires), "2029-08-23");
}

TEST(Pnrgov, DocsShiftedByAFieldIsRead) {
    for (const char* docs : {"/P/GBR/AB1/GBR/X/12JUL64/M/23AUG29/SMITH/JOHN",
                             "P/GBR/AB1/GBR/12JUL64/M/23AUG29/SMITH/JOHN",
                             "/GBR/AB1/GBR/12JUL64/M/23AUG29/SMITH/JOHN"}) {
        const auto message =
            read_pnr_booking(core::cat("TIF+SMITH+JOHNMR:A:1'SSR+DOCS:HK:1:QX:::::", docs, "'"));
        EXPECT_EQ(people_of(message), "SMITH/JOHN (MR);") << docs;
        EXPECT_EQ(facts::to_text(message.travellers[0].date_of_birth.reveal()), "1964-07-12");
    }
}

TEST(Pnrgov, DocsWithoutDocumentMakesNone) {
    const auto message = read_pnr_booking(
        "TIF+JONES+WILLIAMMR:A:2'SSR+DOCS:HK::QX:::::////GBR/12JUL64/M//JONES/WILLIAM'");
    EXPECT_TRUE(message.travellers.at(0).documents.empty());
    EXPECT_EQ(message.travellers.at(0).nationality, "GBR");
}

TEST(Pnrgov, ADocumentStatedTwiceIsOne) {
    const std::string docs =
        "SSR+DOCS:HK:1:QX:::::/P/KOR/M1/KOR/15FEB57/F/23MAR29/KIM/KONG CHUN+::3'";
    const auto message =
        read_pnr_booking(core::cat("TIF+KIM:I+KONG CHUN MRS:A:3'", docs, kLeg, docs));
    EXPECT_EQ(people_of(message), "KIM/KONG CHUN (MRS);");
    EXPECT_EQ(message.travellers.at(0).documents.size(), 1U);
}

TEST(Pnrgov, ANameThatDiffersFromTheDocumentsIsKeptBesideIt) {
    const auto message = read_pnr_booking(
        "TIF+SMITH+BILLMR:A:1'SSR+DOCS:HK::QX:::::/P/GBR/A1/GBR/12JUL64/M/23AUG29/SMITH/WILLIAM'");
    EXPECT_EQ(people_of(message), "SMITH/WILLIAM (MR);");
    EXPECT_TRUE(has_problem(message, "names-differ"));
    EXPECT_EQ(remarks_of(message), "TIF SMITH/BILL;");
}

/// The reservation's line ended inside the name; a blank was left where it was joined again.
TEST(Pnrgov, ABlankThatALineEndLeftInASurnameIsTakenOut) {
    const auto message = read_pnr_booking(
        "TIF+TESTSURNAMEONE+GIVEN MRS:A:1'"
        "SSR+DOCS:HK:1:AM:::::/P/CO/52263000/CO/30MAY76/F/31OCT35/TESTSURNA MEONE/GIVEN MRS'"
        "TIF+VANDENBERG+KEVIN:A:2'"
        "SSR+DOCS:HK:1:AM:::::/P/CO/52263001/CO/30MAY76/M/31OCT35/VAN DEN BERG/KEVIN'");
    EXPECT_EQ(people_of(message), "TESTSURNAMEONE/GIVEN (MRS);VAN DEN BERG/KEVIN;");
}

TEST(Pnrgov, VisasAddressesAndIdentitiesAreOfTheirHolder) {
    const auto message = read_pnr_booking(
        "TIF+FAMILY+ONE:A:1'TIF+FAMILY+TWO:A:2'"
        "SSR+DOCO:HK:1:QX:::::LAHORE/V/8675309/DUBAI/22DEC25/PAK+::1'"
        "SSR+DOCA:HK:1:QX:::::/R/ARE/13 SHORE AVENUE/DUBAI/DU/4215+::2'"
        "SSR+FOID:HK:1:QX:::::NI3740512345671+::2'SSR+CHLD:HK:1:QX:::::10AUG15+::2'");
    const facts::Traveller& one = message.travellers.at(0);
    EXPECT_EQ(one.place_of_birth.reveal(), "LAHORE");
    ASSERT_EQ(one.documents.size(), 1U);
    EXPECT_EQ(one.documents[0].kind, "V");
    EXPECT_EQ(one.documents[0].number.reveal(), "8675309");
    EXPECT_EQ(one.documents[0].issuer, "DUBAI");
    EXPECT_EQ(facts::to_text(one.documents[0].issued), "2025-12-22");
    const facts::Traveller& two = message.travellers.at(1);
    EXPECT_EQ(two.residence, "ARE");
    EXPECT_EQ(two.national_id.reveal(), "3740512345671");
    EXPECT_EQ(two.age_band, facts::AgeBand::kChild);
    EXPECT_EQ(facts::to_text(two.date_of_birth.reveal()), "2015-08-10");
    const facts::Contact& contact = message.bookings.at(0).contacts.at(0);
    EXPECT_EQ(contact.value.reveal(), "13 SHORE AVENUE");
    EXPECT_EQ(contact.postal_code, "4215");
    EXPECT_EQ(contact.traveller, 2);
}

}  // namespace
}  // namespace sarhad::intake
