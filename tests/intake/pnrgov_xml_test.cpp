#include "json_dump.h"
#include "pnr_messages.h"

#include "core/text.h"
#include "intake/journey_roster.h"
#include "intake/messages.h"
#include "intake/sent_messages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {
namespace {

/// A message of one booking, QWERTY, on a flight of an invented carrier.
std::string one_booking(std::string_view inside, std::string_view attributes = R"(Function="22")") {
    return core::cat(
        R"(<IATA_PNRGOV_NotifRQ xmlns="http://www.iata.org/IATA/2007/00" TimeStamp="2026-01-14T06:30:00" )",
        attributes,
        R"(><Originator AirlineCode="QX"/><FlightLeg CarrierCode="QX" FlightNumber="612")"
        R"( DepartureDateTime="2026-01-15T10:15:00" ArrivalDateTime="2026-01-15T13:25:00">)"
        R"(<DepartureAirport LocationCode="DXB"/><ArrivalAirport LocationCode="KHI"/></FlightLeg>)"
        R"(<PNRs NumberOfPnrs="1"><PNR><BookingRefID ID="QWERTY"><CompanyName Code="QX"/>)"
        R"(</BookingRefID>)",
        inside,
        "</PNR></PNRs></IATA_PNRGOV_NotifRQ>");
}

facts::Message read(std::string_view inside, std::string_view attributes = R"(Function="22")") {
    return read_messages(core::as_bytes(one_booking(inside, attributes))).front();
}

std::string passenger(std::string_view given, std::string_view surname, std::string_view rph) {
    return core::cat("<Passenger RPH=\"",
                     rph,
                     "\"><GivenName>",
                     given,
                     "</GivenName><Surname>",
                     surname,
                     "</Surname></Passenger>");
}

/// SARHAD_WRITE_GOLDEN=1 writes the file anew: read the difference before committing it.
TEST(PnrgovXml, GivesTheFactsWrittenBesideTheMessage) {
    const std::string facts = dump(read_messages(sample("pnrgov_full.xml")));
    if (std::getenv("SARHAD_WRITE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
        std::ofstream{places::test_data("intake/pnrgov_full_xml.json")} << facts;
    }
    const core::Bytes expected = sample("pnrgov_full_xml.json");
    EXPECT_EQ(facts, core::as_text(expected));
}

TEST(PnrgovXml, SaysWhenItWasMade) {
    const auto sent = read_sent_messages(sample("pnrgov_full.xml"));
    EXPECT_EQ(to_text(sent.at(0).prepared), "2026-01-14T06:30");
    const std::string text = one_booking(passenger("ANNA", "EXAMPLOV", "1"));
    const std::string undated =
        core::cat(text.substr(0, text.find("T06:30")), text.substr(text.find("T06:30") + 9));
    EXPECT_FALSE(read_sent_messages(core::as_bytes(undated)).at(0).prepared.is_known());
}

TEST(PnrgovXml, ThatBreaksOffTakesNobodyOff) {
    const std::string text = one_booking(passenger("ANNA", "EXAMPLOV", "1"));
    EXPECT_EQ(list_word(read_messages(core::as_bytes(text)).at(0)), ListWord::kAll);
    const std::string cut = text.substr(0, text.find("</PNRs>"));
    EXPECT_EQ(list_word(read_messages(core::as_bytes(cut)).at(0)), ListWord::kSome);
}

/// What each says of whom the booking had once differs: XML has neither his type nor a reference.
std::vector<facts::Traveller> comparable(std::vector<facts::Traveller> travellers) {
    for (facts::Traveller& one : travellers) {
        one.carrier_id = {};
        if (!one.is_cancelled) continue;
        one.age_band = facts::AgeBand::kUnknown;
        one.reference.clear();
    }
    return travellers;
}

TEST(PnrgovXml, TellsWhatTheSameBookingsTellInSegments) {
    const facts::Message xml = read_messages(sample("pnrgov_full.xml")).at(0);
    const facts::Message edifact = read_messages(sample("pnrgov_full.edi")).at(0);
    EXPECT_EQ(xml.flights, edifact.flights);
    EXPECT_EQ(xml.function, edifact.function);
    EXPECT_EQ(people_of(xml), people_of(edifact));
    EXPECT_EQ(comparable(xml.travellers), comparable(edifact.travellers));
    EXPECT_EQ(xml.bags, edifact.bags);
    ASSERT_EQ(xml.bookings.size(), edifact.bookings.size());
    for (std::size_t i = 0; i < xml.bookings.size(); ++i) {
        const facts::Booking& one = xml.bookings[i];
        const facts::Booking& other = edifact.bookings[i];
        EXPECT_EQ(one.locator, other.locator);
        EXPECT_EQ(one.made, other.made);
        EXPECT_EQ(one.changed, other.changed);
        EXPECT_EQ(one.party_size, other.party_size);
        EXPECT_EQ(one.split_from, other.split_from);
        EXPECT_EQ(one.agency, other.agency);
        EXPECT_EQ(one.agency_city, other.agency_city);
        EXPECT_EQ(one.agency_country, other.agency_country);
        EXPECT_EQ(one.legs, other.legs);
        EXPECT_EQ(one.tickets, other.tickets);
        EXPECT_EQ(one.payments, other.payments);
        EXPECT_EQ(one.seats, other.seats);
        EXPECT_EQ(one.frequent_flyers, other.frequent_flyers);
        EXPECT_EQ(one.travellers, other.travellers);
        EXPECT_EQ(one.other_locators, other.other_locators);
        for (const facts::Contact& contact : one.contacts) {
            EXPECT_NE(std::find(other.contacts.begin(), other.contacts.end(), contact),
                      other.contacts.end())
                << contact.value.reveal();
        }
    }
}

TEST(PnrgovXml, DropsWhatTellsOfHealthOrBeliefWhereverItStands) {
    const facts::Message message = read(
        core::cat(R"(<SSR SSRCode="KSML"><Airline Code="QX"/></SSR>)",
                  "<OSI><Airline Code=\"QX\"/><Text>PASSENGER IS A DIABETIC</Text></OSI>",
                  R"(<Passenger RPH="1"><GivenName>ZARA</GivenName><Surname>MALIK</Surname>)",
                  R"(<SSR SSRCode="WCHC" RPH="1"/></Passenger>)",
                  R"(<StructuredPNR_History><Credit TimeStamp="2026-01-02"/><Item Action="A">)",
                  R"(<SSR SSRCode="HNML"/></Item></StructuredPNR_History>)"));
    const std::string facts = dump(message);
    for (const std::string_view gone : {"KSML", "DIABETIC", "WCHC", "HNML"})
        EXPECT_EQ(facts.find(gone), std::string::npos) << gone;
    std::uint32_t dropped = 0;
    for (const facts::LeftOut& left : message.left_out)
        dropped += left.count;
    EXPECT_EQ(dropped, 4U);
}

TEST(PnrgovXml, KeepsNoMoreOfACardThanTellsTwoApart) {
    const facts::Message message = read(
        R"(<Passenger RPH="1"><Surname>MALIK</Surname><TicketDocument TicketDocumentNbr="2142120234533">)"
        R"(<PaymentInfo PaymentType="CC" VendorCode="VI" AccountNbr="4111111111111111" ExpiryDate="0227">)"
        R"(<Sponsor>HINA LATIF 34 MALL ROAD</Sponsor></PaymentInfo></TicketDocument></Passenger>)");
    const facts::Payment& payment = message.bookings.at(0).payments.at(0);
    EXPECT_EQ(payment.card.reveal(), "411111XXXXXX1111");
    EXPECT_EQ(payment.payer.reveal(), "HINA LATIF 34 MALL ROAD");
    EXPECT_EQ(left_out_of(message), "card 1;");
}

TEST(PnrgovXml, NamespacesPrefixesAndEnvelopesDoNotMatter) {
    const std::string bare = one_booking(passenger("ZARA", "MALIK", "1"));
    const facts::Message expected = read_messages(core::as_bytes(bare)).front();
    EXPECT_EQ(people_of(expected), "MALIK/ZARA;");
    const std::string wrapped =
        core::cat("<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"urn:x\"><s:Body>",
                  bare,
                  "</s:Body></s:Envelope>");
    const auto messages = read_messages(core::as_bytes(wrapped));
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].travellers, expected.travellers);
    EXPECT_EQ(messages[0].status, facts::MessageStatus::kOk);
}

TEST(PnrgovXml, AnOsiOfOneTravellerIsHis) {
    const facts::Message message = read(core::cat(
        R"(<OSI><TravelerRefNumber RPH="2"/><Airline Code="YY"/><Text>CTCM 923001112222</Text></OSI>)",
        R"(<OSI><TravelerRefNumber RPH="9"/><Airline Code="YY"/><Text>CTCM 923003334444</Text></OSI>)",
        passenger("ZARA", "MALIK", "1"),
        passenger("OMAR", "MALIK", "2")));
    const auto& contacts = message.bookings.at(0).contacts;
    ASSERT_EQ(contacts.size(), 2U);
    EXPECT_EQ(contacts[0].traveller, 0U);
    EXPECT_EQ(contacts[0].value.reveal(), "923003334444");
    EXPECT_EQ(contacts[1].traveller, 2U);
    EXPECT_EQ(contacts[1].value.reveal(), "923001112222");
}

TEST(PnrgovXml, SeveralBagsOfOneTravellerAreAddedUp) {
    const facts::Message message = read(core::cat(
        passenger("ZARA", "MALIK", "1"),
        R"(<Flight DepartureDateTime="2026-01-15T10:15:00" FlightNumber="612" Status="HK">)",
        R"(<DepartureAirport LocationCode="DXB"/><ArrivalAirport LocationCode="KHI"/>)",
        R"(<MarketingAirline Code="QX"/><CheckInInfo><BoardingNumber Number="7" RPH="1">)",
        R"(<CheckedBag IssuerCode="QX" SerialNumber="0214000450" SequenceCount="1")",
        R"( UnitOfMeasureQuantity="20" UnitOfMeasureCode="KG" BagDestination="KHI"/>)",
        R"(<CheckedBag IssuerCode="QX" SerialNumber="0214000777" SequenceCount="2")",
        R"( UnitOfMeasureQuantity="11" UnitOfMeasure="kgs" BagDestination="ISB"/>)",
        "</BoardingNumber></CheckInInfo></Flight>"));
    ASSERT_EQ(message.bags.size(), 3U);
    EXPECT_EQ(message.bags[2].tag, "0214000778");
    EXPECT_EQ(message.bags[2].destination, "ISB");
    EXPECT_EQ(message.travellers.at(0).bag_count, 3U);
    EXPECT_EQ(message.travellers.at(0).bag_weight_kg, 31U);
}

TEST(PnrgovXml, AnArrivalOfTheNextDayIsCountedFromTheDeparture) {
    const facts::Message message = read(core::cat(
        passenger("ZARA", "MALIK", "1"),
        R"(<Flight DepartureDateTime="2025-12-31T22:40:00" ArrivalDateTime="01:10:00" DateChangeNbr="+1")",
        R"( FlightNumber="612"><DepartureAirport LocationCode="DXB"/><ArrivalAirport LocationCode="KHI"/>)",
        R"(<MarketingAirline Code="QX"/></Flight>)"));
    EXPECT_EQ(facts::to_text(message.bookings.at(0).legs.at(0).flight.arrives), "2026-01-01T01:10");
}

TEST(PnrgovXml, UnknownElementsAreNamedAndWhoStandsInThemIsRead) {
    const facts::Message message =
        read(core::cat("<Group>", passenger("ZARA", "MALIK", "1"), "</Group><Nothing/>"));
    EXPECT_EQ(people_of(message), "MALIK/ZARA;");
    EXPECT_EQ(problems_of(message), "unknown-element;unknown-element;");
    EXPECT_GT(message.problems.at(0).segment, 0U);
    EXPECT_GT(message.problems.at(0).offset, 0U);
}

TEST(PnrgovXml, AProblemNamesTheElementThatItStandsIn) {
    const std::string text = one_booking(
        R"(<Passenger RPH="1"><Surname>MALIK</Surname><TicketDocument TicketDocumentNbr="1234567890">)"
        R"(<TotalFare Amount="12o" CurrencyCode="PKR"/></TicketDocument></Passenger>)");
    const facts::Message message = read_messages(core::as_bytes(text)).front();
    ASSERT_EQ(problems_of(message), "bad-quantity;");
    EXPECT_EQ(text.substr(message.problems[0].offset, 9), "TotalFare");
}

TEST(PnrgovXml, PartsOfATransactionAreJoinedOrWait) {
    const auto part = [](std::string_view number, std::string_view status, std::string_view who) {
        return one_booking(passenger(who, "MALIK", "1"),
                           core::cat("Function=\"22\" TransactionIdentifier=\"T1\" SequenceNmbr=\"",
                                     number,
                                     "\" TransactionStatusCode=\"",
                                     status,
                                     "\""));
    };
    const std::string both =
        core::cat("<Batch>", part("1", "Start", "ZARA"), part("2", "End", "OMAR"), "</Batch>");
    const auto joined = read_messages(core::as_bytes(both));
    ASSERT_EQ(joined.size(), 1U);
    EXPECT_EQ(people_of(joined[0]), "MALIK/ZARA;MALIK/OMAR;");
    const auto alone = read_messages(core::as_bytes(part("2", "End", "OMAR")));
    EXPECT_EQ(problems_of(alone.at(0)), "waiting-for-parts;");
    EXPECT_EQ(people_of(alone.at(0)), "MALIK/OMAR;");
}

TEST(PnrgovXml, ADoctypeIsRefusedAndNoEntityIsExpanded) {
    const std::string text =
        core::cat(R"(<!DOCTYPE x [<!ENTITY a "MALIK">]>)",
                  one_booking("<Passenger><Surname>&a;</Surname></Passenger>"));
    const auto messages = read_messages(core::as_bytes(text));
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].status, facts::MessageStatus::kRefused);
    EXPECT_EQ(problems_of(messages[0]), "bad-xml;");
}

TEST(PnrgovXml, TooManyAttributesAreRefusedWithTheirPlace) {
    std::string text = one_booking("<Passenger ");
    text.resize(text.find("<Passenger ") + 11);
    for (std::size_t i = 0; i <= 800'000; ++i)
        text += "a='' ";
    text += "/>";
    const auto messages = read_messages(core::as_bytes(text));
    EXPECT_EQ(problems_of(messages.at(0)), "bad-xml;");
    EXPECT_NE(messages.at(0).problems.at(0).text.find("byte "), std::string::npos);
}

/// Nobody of `everybody` is lost without a problem, and each problem lies within the file.
void expect_no_silent_loss(core::ByteView damaged, std::size_t everybody, std::size_t at) {
    const auto messages = read_messages(damaged);
    ASSERT_FALSE(messages.empty());
    std::size_t travellers = 0;
    bool has_problem = false;
    for (const facts::Message& message : messages) {
        travellers += message.travellers.size();
        has_problem = has_problem || !message.problems.empty();
        ASSERT_TRUE(message.status == facts::MessageStatus::kOk || !message.problems.empty());
        for (const facts::Problem& problem : message.problems)
            ASSERT_LE(problem.offset, damaged.size()) << at;
    }
    ASSERT_TRUE(travellers >= everybody || has_problem) << at;
}

void cut_and_flip(const core::Bytes& whole, std::size_t everybody, std::size_t step) {
    for (std::size_t at = 0; at < whole.size(); at += step)
        expect_no_silent_loss(core::ByteView{whole}.first(at), everybody, at);
    core::Bytes damaged = whole;
    for (std::size_t at = 0; at < whole.size(); at += step) {
        damaged[at] = static_cast<std::uint8_t>(whole[at] ^ (1U << (at % 8)));
        expect_no_silent_loss(damaged, everybody, at);
        damaged[at] = whole[at];
    }
}

TEST(PnrgovXml, CutOrDamagedAtAnyByteItIsReadOrShown) {
    const std::string text = one_booking(core::cat(
        passenger("ZARA", "MALIK", "1"),
        passenger("OMAR", "MALIK", "2"),
        R"(<DOC_SSR SSRCode="DOCS" RPH="2"><DOCS TravelDocType="P" TravelDocNbr="AB1" Surname="MALIK")",
        R"( DateOfBirth="14AUG84" Gender="M" FirstGivenName="OMAR"/></DOC_SSR>)",
        R"(<Flight DepartureDateTime="2026-01-15T10:15:00" FlightNumber="612" Status="HK">)",
        R"(<DepartureAirport LocationCode="DXB"/><ArrivalAirport LocationCode="KHI"/>)",
        R"(<MarketingAirline Code="QX"/></Flight>)"));
    cut_and_flip(core::to_bytes(text), 2, 1);
}

/// SARHAD_LONG=1 takes every byte, of which else every 61st is taken.
TEST(PnrgovXml, CutOrDamagedAWholeMessageIsReadOrShown) {
    const core::Bytes whole = sample("pnrgov_full.xml");
    // One of them was split off, which a line of the history tells: damaged, it is a remark.
    const std::size_t everybody = read_messages(whole).at(0).travellers.size() - 1;
    const char* is_long = std::getenv("SARHAD_LONG");  // NOLINT(concurrency-mt-unsafe)
    cut_and_flip(whole, everybody, is_long == nullptr ? 61 : 1);
}

}  // namespace
}  // namespace sarhad::intake
