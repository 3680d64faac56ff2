#include "pnr_messages.h"

#include <gtest/gtest.h>

#include <string>

namespace sarhad::intake {
namespace {

const std::string kLeg = "TVL+150126:1015:150126:1325+DXB+KHI+QX+612:B'RPI+1+HK'";

std::string legs_of_booking(const facts::Message& message) {
    std::string legs;
    for (const facts::BookedLeg& leg : message.bookings.at(0).legs) {
        legs += core::cat(leg.flight.carrier,
                          leg.flight.number,
                          " ",
                          leg.flight.origin,
                          leg.flight.destination,
                          " by ",
                          leg.operating,
                          ";");
    }
    return legs;
}

// ---- contacts ----------------------------------------------------------------------------

TEST(PnrgovTrip, MailAddressesAreMendedInTheirOwnCase) {
    const auto message = read_pnr_booking(
        "TIF+FAMILY+ONE:A:1'IFT+4:28::YY+CTCE Jane..Doe//Mail.example'"
        "SSR+CTCE:HK:1:QX:::::/J./DOE//MAIL.EXAMPLE+::1'IFT+4:28+YY CTCE a?+b//c.example'");
    EXPECT_EQ(contacts_of(message), "Jane_Doe@Mail.example;J-DOE@MAIL.EXAMPLE;a+b@c.example;");
    EXPECT_EQ(message.bookings[0].contacts[0].kind, facts::ContactKind::kEmail);
    EXPECT_EQ(message.bookings[0].contacts[0].traveller, 1);
}

TEST(PnrgovTrip, TelephoneNumbersAreReadFromEveryPlace) {
    const auto message = read_pnr_booking(
        "ADD++702:8 KIRBY AVENUE:KARACHI:::PK::8675309'ADD++700:::::::EK CTC M 5432109876'"
        "ADD++700:1 ANY STREET:LAKE TOWN:MN::US:55123:H5555555555 W 1 555 555 5555'"
        "IFT+4:28+QX CTCP KHI 021 111 222 333 OFFICE'IFT+4:28::YY+CTCH 1234536789'"
        "TIF+FAMILY+ONE:A:1'SSR+CTCM:HK:1:QX:::::923001234567/EN+::1'");
    EXPECT_EQ(contacts_of(message),
              "8 KIRBY AVENUE;8675309;5432109876;1 ANY STREET;5555555555;15555555555;021111222333;"
              "1234536789;923001234567;");
    EXPECT_EQ(message.bookings[0].contacts[0].country, "PK");
    EXPECT_EQ(remarks_of(message), "QX CTCP KHI 021 111 222 333 OFFICE;");
}

TEST(PnrgovTrip, APostalCodeInThePlaceOfTheTelephoneIsRead) {
    const auto message = read_pnr_booking(
        "ADD++702:351 LANDSDOWN ROAD:SLOUGH:BERKSHIRE::GB::SL1AA'TIF+FAMILY+ONE:A:1'");
    EXPECT_EQ(message.bookings.at(0).contacts.at(0).postal_code, "SL1AA");
    EXPECT_EQ(message.bookings.at(0).contacts.at(0).region, "BERKSHIRE");
}

// ---- tickets and money -------------------------------------------------------------------

TEST(PnrgovTrip, ATicketHasItsTotalAndItsDate) {
    const auto message = read_pnr_booking(
        core::cat("TIF+FAMILY+ONE:A:1'TKT+0062120234533:T:1'MON+B:2888.00:GBP+T:2957.94:GBP'"
                  "DAT+710:061225:1200'FOP+CC:::VI:XXXXXXXX1186:0227'"
                  "IFT+4:43+PAYER NAME+2234 MAIN STREET+7705632891'",
                  kLeg,
                  "SSR+TKNE:HK:1:QX:::DXB:KHI:0062120234533C1'"));
    const facts::Booking& booking = message.bookings.at(0);
    ASSERT_EQ(booking.tickets.size(), 1U) << "TKNE repeats it";
    EXPECT_EQ(booking.tickets[0].price.thousandths, 2'957'940);
    EXPECT_EQ(booking.tickets[0].price.currency, "GBP");
    EXPECT_EQ(facts::to_text(booking.tickets[0].issued), "2025-12-06");
    EXPECT_EQ(booking.tickets[0].traveller, 1);
    ASSERT_EQ(booking.payments.size(), 1U);
    EXPECT_EQ(booking.payments[0].payer.reveal(), "PAYER NAME");
    EXPECT_EQ(booking.payments[0].card.reveal(), "XXXXXXXX1186");
    EXPECT_EQ(contacts_of(message), "2234 MAIN STREET;7705632891;");
    EXPECT_EQ(left_out_of(message), "") << "it came masked";
}

TEST(PnrgovTrip, ABookingWithoutTicketsSaysSo) {
    const auto message =
        read_pnr_booking("TIF+FAMILY+ONE:A:1'TKT+:700'MON+T:999.99:SGD'FOP+CA::999.99'");
    EXPECT_TRUE(message.bookings.at(0).tickets.at(0).is_ticketless);
    EXPECT_EQ(message.bookings.at(0).payments.at(0).form, "CA");
    EXPECT_EQ(message.bookings.at(0).payments.at(0).amount.thousandths, 999'990);
}

TEST(PnrgovTrip, OneNumberOfSeveralPeopleIsATicketForEach) {
    const auto message = read_pnr_booking(
        "TIF+FAMILY+ONE:A:1'SSR+TKNE:HK:1:QX:::DXB:KHI:1393207166000C1+::1'"
        "SSR+TKNE:HK:1:QX:::KHI:DXB:1393207166000C2+::1'"
        "TIF+FAMILY+TWO:A:2'SSR+TKNE:HK:1:QX:::DXB:KHI:1393207166000C1+::2'");
    const auto& tickets = message.bookings.at(0).tickets;
    ASSERT_EQ(tickets.size(), 2U);
    EXPECT_EQ(tickets[1].traveller, 2);
}

// ---- legs, seats, bags -------------------------------------------------------------------

TEST(PnrgovTrip, WhoFliesASoldFlightIsReadFromEitherShape) {
    const std::string people = "TIF+FAMILY+ONE:A:1'";
    EXPECT_EQ(legs_of_booking(read_pnr_booking(
                  people + "TVL+200126:1005::1200+FRA+OSL+UA:LH+9146:B'TVL+++++860:M'")),
              "UA9146 FRAOSL by LH0860;");
    EXPECT_EQ(legs_of_booking(read_pnr_booking(
                  people + "TVL+200126:1005::1200+FRA+OSL+UA:LH+9146:B'TRA+LH+860:M'")),
              "UA9146 FRAOSL by LH0860;");
    EXPECT_EQ(legs_of_booking(read_pnr_booking(
                  people + "TVL+150126:1015:150126:1325+DXB+KHI+KE:QX+612:B'TVL+++++303:Y'")),
              "KE0303 DXBKHI by QX0612;")
        << "the message is about QX612: its number stands first";
    EXPECT_EQ(legs_of_booking(read_pnr_booking(people + kLeg)), "QX0612 DXBKHI by ;");
}

TEST(PnrgovTrip, CancelledLegsAreMarkedAndCancelABookingThatHasNoOther) {
    const auto some = read_pnr_booking(
        core::cat("TIF+FAMILY+ONE:A:1'", kLeg, "TVL+200126:1005::1200+KHI+DXB+QX+613'RPI+1+HX'"));
    EXPECT_FALSE(some.bookings.at(0).is_cancelled);
    EXPECT_FALSE(some.bookings.at(0).legs.at(0).is_cancelled);
    EXPECT_TRUE(some.bookings.at(0).legs.at(1).is_cancelled);
    EXPECT_FALSE(some.travellers.at(0).is_cancelled);
    const auto all = read_pnr_booking(
        "TIF+FAMILY+ONE:A:1'TVL+150126:1015:150126:1325+DXB+KHI+QX+612:B'RPI+1+XX'");
    EXPECT_TRUE(all.bookings.at(0).is_cancelled);
    EXPECT_TRUE(all.travellers.at(0).is_cancelled);
}

TEST(PnrgovTrip, ABookingWhoseHistoryTookItsLegsOffIsCancelled) {
    const auto message = read_pnr(
        "SRC'RCI+QX:QWERTY'TIF+FAMILY+ONE:A:1'ABI+1+:KHIRR+KHI++QX'SAC+++X'"
        "TVL+150126:1015::1325+DXB+KHI+QX+612:B'RPI+1+HK'",
        "MSG+:141'");
    EXPECT_TRUE(message.bookings.at(0).is_cancelled);
    EXPECT_TRUE(message.travellers.at(0).is_cancelled);
}

TEST(PnrgovTrip, ASeatAskedForAndHeldIsOneSeatWithItsCabin) {
    const auto message = read_pnr_booking(core::cat(
        "TIF+FAMILY+ONE:A:1'TIF+FAMILY+TWO:A:2'",
        kLeg,
        "SSR+SEAT:HK:2:QX:::DXB:KHI+15A::1+15B::2:N'TRI++1:::1'TIF+FAMILY+ONE:A:1'SSD+015A++++Y'",
        "TVL+160126:1015::1325+KHI+ISB+QX+700'SSR+SEAT:HK:1:QX:::KHI:ISB+X"
        "XX::1'"
        "SSR+SEAT:DK:2:QX:::KHI:ISB:.03BN04AN'"));
    const auto& seats = message.bookings.at(0).seats;
    ASSERT_EQ(seats.size(), 4U);
    EXPECT_EQ(seats[0].number + seats[0].cabin + seats[0].origin, "15AYDXB");
    EXPECT_EQ(seats[0].traveller, 1);
    EXPECT_EQ(seats[1].number, "15B");
    EXPECT_EQ(seats[2].number + seats[2].destination, "3BISB");
    EXPECT_EQ(seats[3].number, "4A");
    EXPECT_EQ(message.travellers.at(0).seat, "15A");
    EXPECT_EQ(message.travellers.at(1).seat, "15B");
}

TEST(PnrgovTrip, BagsAreThereOnceForEachLegAndTag) {
    const auto message = read_pnr_booking(
        core::cat("TIF+FAMILY+ONE:A:1'TVL+140126:1420::2120+WDH+DXB+ET+834:B'TRI++253:::1'"
                  "TIF+FAMILY+ONE:A:1'TBD++02:37:701+++ET:0852::KHI:006+ET:0853::KHI:006'",
                  kLeg,
                  "TRI++1:::1'TIF+FAMILY+ONE:A:1'TBD++1:20:700++HP+618:0724000450:1:KHI'"));
    ASSERT_EQ(message.bags.size(), 3U);
    EXPECT_EQ(message.bags[0].carrier + message.bags[0].tag + message.bags[0].destination,
              "ET0852KHI");
    EXPECT_EQ(message.bags[0].leg, 1);
    EXPECT_EQ(message.bags[0].weight_grams, 0U) << "of both together";
    EXPECT_EQ(message.bags[2].leg, 2);
    EXPECT_EQ(message.bags[2].weight_grams, 20'000U);
    EXPECT_TRUE(message.bags[2].is_pool_head);
    EXPECT_EQ(message.bags[2].booking.reveal(), "QWERTY");
    const facts::Traveller& one = message.travellers.at(0);
    EXPECT_EQ(one.bag_count, 1) << "on the flight that the message is about";
    EXPECT_EQ(one.bag_weight_kg, 20U);
    EXPECT_EQ(one.bag_tags, std::vector<std::string>{"0724000450"});
}

TEST(PnrgovTrip, TagsAreCountedOnUnlessAsManyAreNamedAsThereAreBags) {
    const auto counted = read_pnr_booking(
        core::cat("TIF+A+B:A:1'", kLeg, "TRI++1:::1'TBD++3:30:700++MP+618:2600390102:3:KHI'"));
    ASSERT_EQ(counted.bags.size(), 3U);
    EXPECT_EQ(counted.bags[2].tag, "2600390104");
    EXPECT_TRUE(counted.bags[2].is_pooled);
    const auto named = read_pnr_booking(
        core::cat("TIF+A+B:A:1'",
                  kLeg,
                  "TRI++1:::1'TBD++2:34:700++MP+618:1026000001:2:MPM+618:1026000002:3:MPM'"));
    ASSERT_EQ(named.bags.size(), 2U);
    EXPECT_EQ(named.bags[1].tag, "1026000002");
    const auto untagged =
        read_pnr_booking(core::cat("TIF+A+B:A:1'", kLeg, "TRI++1:::1'TBD++2:34:700'"));
    EXPECT_EQ(untagged.bags.size(), 2U);
    EXPECT_EQ(untagged.travellers.at(0).bag_weight_kg, 34U);
}

TEST(PnrgovTrip, FrequentFlyersAreReadFromBothPlaces) {
    const auto message = read_pnr_booking(
        "SSR+FQTV:HK:1:QX:::::/QX998877+::1'TIF+FAMILY+ONE:A:1'FTI+LH:992223782028813'");
    const auto& flyers = message.bookings.at(0).frequent_flyers;
    ASSERT_EQ(flyers.size(), 2U);
    EXPECT_EQ(flyers[0].carrier + flyers[0].number.reveal(), "LH992223782028813");
    EXPECT_EQ(flyers[1].carrier + flyers[1].number.reveal(), "QX998877");
    EXPECT_EQ(flyers[1].traveller, 1) << "it stands before him whom it names";
}

TEST(PnrgovTrip, SplitsNameTheBookingsThatThisWasOneWith) {
    const auto message = read_pnr_booking(core::cat("TIF+FAMILY+ONE:A:1'",
                                                    kLeg,
                                                    "EQN+1'RCI+QX:ZLMXXX::110525:114800'"
                                                    "LTS+0/S/PARK/KWANG SOO MR(ADT) -YHD2DT'"));
    const auto& splits = message.bookings.at(0).split_from;
    ASSERT_EQ(splits.size(), 2U);
    EXPECT_EQ(splits[0].reveal(), "ZLMXXX");
    EXPECT_EQ(splits[1].reveal(), "YHD2DT");
    EXPECT_EQ(people_of(message), "FAMILY/ONE;PARK/KWANG SOO (MR);");
    EXPECT_TRUE(message.travellers[1].is_cancelled);
}

TEST(PnrgovTrip, AServiceThatIsNoFlightIsARemark) {
    const auto message =
        read_pnr_booking(core::cat("TIF+FAMILY+ONE:A:1'",
                                   kLeg,
                                   "MSG+8'TVL+121226:1500:151226+KHI:HOTEL SOMEWHERE++VN+6:ROH'"));
    EXPECT_EQ(message.bookings.at(0).legs.size(), 1U);
    EXPECT_EQ(remarks_of(message), "TVL+121226:1500:151226+KHI:HOTEL SOMEWHERE++VN+6:ROH;");
}

// ---- damage ------------------------------------------------------------------------------

TEST(PnrgovTrip, APersonBehindALostTerminatorIsATraveller) {
    const auto message = read_pnr(
        "SRC'RCI+1A:X49V9U'ORG+1A:MUC+32393340:SINSQ08AA+NCE+SQ:NCE+A+SG+HJGS+CFDEA9+9"
        "TIF+KIM:I+KONG CHUN MRS:A:3'REF+:0010350E7830159A'");
    EXPECT_EQ(people_of(message), "KIM/KONG CHUN (MRS);");
    EXPECT_EQ(message.travellers.at(0).carrier_id.reveal(), "0010350E7830159A");
    EXPECT_TRUE(has_problem(message, "damaged-segment"));
}

TEST(PnrgovTrip, ATypographicQuoteInPlaceOfATerminatorIsOne) {
    const auto message = read_pnr_booking(
        "TIF+PARK:I+SEJOONMR::1'"
        "SSR+DOCS:HK:1:QX:::::/P/KR/JR3/KR/10SEP72/M/05JUL36/PARK/SEJOON’\n" +
        kLeg);
    EXPECT_EQ(people_of(message), "PARK/SEJOON (MR);");
    EXPECT_EQ(legs_of_booking(message), "QX0612 DXBKHI by ;");
}

/// "LATIF" ends in the tag of a person's segment.
TEST(PnrgovTrip, NamesThatEndInATagStayWhole) {
    const auto message = read_pnr_booking(
        "TIF+LATIF+AHMEDMR:A:1'FOP+CA::1.00'IFT+4:43+OMAR LATIF+12 SOME ROAD+0211234567'"
        "SSR+DOCS:HK:1:QX:::::/P/PAK/AB1/PAK/01JAN80/M/01JAN30/LATIF/AHMED+::1'");
    EXPECT_EQ(people_of(message), "LATIF/AHMED (MR);");
    EXPECT_EQ(message.bookings.at(0).payments.at(0).payer.reveal(), "OMAR LATIF");
    EXPECT_FALSE(has_problem(message, "damaged-segment"));
}

TEST(PnrgovTrip, APersonUnderADamagedTagIsATraveller) {
    const auto message = read_pnr_booking("TIF+FAMILY+ONE:A:1'TXF+FAMILY+TWOMR:A:2'");
    EXPECT_EQ(people_of(message), "FAMILY/ONE;FAMILY/TWO (MR);");
    EXPECT_TRUE(has_problem(message, "damaged-segment"));
}

TEST(PnrgovTrip, ABookingWithoutItsStartIsRead) {
    const auto message = read_pnr("RCI+QX:QWERTY'TIF+FAMILY+ONE:A:1'");
    EXPECT_EQ(people_of(message), "FAMILY/ONE;");
    EXPECT_EQ(message.travellers.at(0).booking.reveal(), "QWERTY");
    EXPECT_TRUE(has_problem(message, "misplaced-segment"));
}

TEST(PnrgovTrip, ANumberOfBookingsThatDiffersIsAProblem) {
    const std::string two = "SRC'RCI+QX:A1B2C3'TIF+A+B:A:1'SRC'RCI+QX:D1E2F3'TIF+C+D:A:1'";
    EXPECT_TRUE(has_problem(read_pnr(two), "count-mismatch"));
    EXPECT_FALSE(has_problem(read_pnr_booking("TIF+A+B:A:1'"), "count-mismatch"));
}

// ---- parts -------------------------------------------------------------------------------

std::string part(const std::string& number, const std::string& body) {
    return core::cat("UNH+",
                     number.substr(0, 2),
                     "+PNRGOV:13:1:IA+REF9+",
                     number,
                     "'MSG+:22'",
                     body,
                     "UNT+3+",
                     number.substr(0, 2),
                     "'");
}

std::vector<facts::Message> read_parts(const std::string& parts) {
    const std::string text = core::cat("UNB+IATA:1+QX++260114:0630+1'", parts, "UNZ+2+1'");
    return read_messages(core::as_bytes(text));
}

const std::string kPrime = "TVL+150126:1015:150126:1325+DXB+KHI+QX+612'EQN+2'";

TEST(PnrgovTrip, PartsOfAMessageInOneFileAreJoined) {
    const auto messages = read_parts(
        part("01:C", kPrime) + part("02", "SRC'RCI+QX:A1B2C3'TIF+A+BOBMR:A:1'FTI+QX:1'") +
        part("03:F", "SRC'RCI+QX:D1E2F3'TIF+C+DANMR:A:1'FTI+QX:2'TKT+0061234567890'"));
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(people_of(messages[0]), "A/BOB (MR);C/DAN (MR);");
    ASSERT_EQ(messages[0].bookings.size(), 2U);
    EXPECT_EQ(messages[0].bookings[1].travellers, std::vector<std::uint16_t>{2});
    EXPECT_EQ(messages[0].bookings[1].tickets.at(0).traveller, 2);
    EXPECT_EQ(messages[0].flights.size(), 1U);
    EXPECT_FALSE(has_problem(messages[0], "waiting-for-parts"));
}

TEST(PnrgovTrip, APartWhoseOthersAreMissingWaitsAndIsNotRefused) {
    const auto head = read_parts(part("01:C", kPrime));
    ASSERT_EQ(head.size(), 1U);
    EXPECT_EQ(head[0].status, facts::MessageStatus::kPartial);
    EXPECT_TRUE(has_problem(head[0], "waiting-for-parts"));
    const auto bare = read_parts(part("01:C", ""));
    EXPECT_EQ(bare.at(0).status, facts::MessageStatus::kPartial);
    const auto rest = read_parts(part("01:C", kPrime) + part("03:F", "SRC'TIF+C+DMR:A:1'"));
    ASSERT_EQ(rest.size(), 2U);
    EXPECT_TRUE(has_problem(rest[1], "waiting-for-parts"));
    EXPECT_EQ(rest[1].flights.size(), 1U) << "the head's flight is theirs";
}

}  // namespace
}  // namespace sarhad::intake
