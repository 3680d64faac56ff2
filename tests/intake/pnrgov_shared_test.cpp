#include "pnr_messages.h"
#include "shared_bookings.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using nlohmann::json;

std::vector<std::string> phones_of(const facts::Booking& booking) {
    std::vector<std::string> phones;
    for (const facts::Contact& contact : booking.contacts) {
        if (contact.kind == facts::ContactKind::kPhone) phones.push_back(contact.value.reveal());
    }
    return phones;
}

bool is_of_first_leg_and_prime(const facts::Message& message, const facts::Bag& bag) {
    const facts::FlightLeg& leg = message.bookings.at(0).legs.at(bag.leg - 1U).flight;
    const facts::FlightLeg& prime = message.flights.at(0);
    return leg.origin == prime.origin && leg.destination == prime.destination &&
           leg.departs.date == prime.departs.date;
}

/// The seats of the message's first traveller.
std::vector<facts::Seat> first_seats(const facts::Message& message) {
    std::vector<facts::Seat> seats;
    for (const facts::Seat& seat : message.bookings.at(0).seats) {
        if (seat.traveller == 1) seats.push_back(seat);
    }
    return seats;
}

/// What we say where their tests assert a fact; times to the minute.
json our_value(const facts::Message& message, const std::string& fact) {
    const facts::Booking& booking = message.bookings.at(0);
    const facts::Traveller& first = message.travellers.at(0);
    const auto document = [&](const auto& member) { return first.documents.at(1).*member; };
    if (fact == "loads" || fact == "parses") {
        return message.status != facts::MessageStatus::kRefused;
    }
    if (fact == "phones[1].number") return phones_of(booking).at(1);
    if (fact == "pnr.origin") return booking.legs.at(0).flight.origin;
    if (fact == "passengers[0].seats[1].cabin") return first_seats(message).at(1).cabin;
    if (fact == "pnr.total_bag_count") return message.bags.size();
    if (fact == "pnr.reservation_created" || fact == "pnr.booked") return minutes_of(booking.made);
    if (fact == "passengers[0].pnr_locator") return first.booking.reveal();
    if (fact == "passengers[0].pnr_ref") return first.carrier_id.reveal();
    if (fact == "bags[0].airline") return message.bags.at(0).carrier;
    if (fact == "bags[0].dest") return message.bags.at(0).destination;
    if (fact == "bags[0].prime") return is_of_first_leg_and_prime(message, message.bags.at(0));
    if (fact == "passengers[0].docs[1].number") return first.documents.at(1).number.reveal();
    if (fact == "passengers[0].docs[1].type") return document(&facts::TravelDocument::kind);
    if (fact == "passengers[0].docs[1].issuer") return document(&facts::TravelDocument::issuer);
    if (fact == "passengers[0].docs[1].issued") return to_text(first.documents.at(1).issued);
    if (fact == "passengers[0].docs[1].expires") {
        const auto expires = first.documents.at(1).expires;
        return expires.is_known() ? json{to_text(expires)} : json{};
    }
    ADD_FAILURE() << "no check for the asserted fact " << fact;
    return {};
}

TEST_F(SharedBookings, EveryAssertedFactHolds) {
    std::size_t checked = 0;
    for (const std::string& text : lines_of("asserted_facts.jsonl")) {
        const json line = json::parse(text);
        if (line.at("kind") != "PNRGOV") continue;
        const std::string path = line.at("path");
        SCOPED_TRACE(path);
        const facts::Message message = message_of(path);
        EXPECT_NE(message.status, facts::MessageStatus::kRefused);
        for (const json& asserted : line.at("asserts")) {
            const std::string fact = asserted.at("fact");
            json wanted = asserted.at("value");
            const bool is_time = fact == "pnr.booked" || fact == "pnr.reservation_created";
            if (is_time) wanted = wanted.get<std::string>().substr(0, 16);
            EXPECT_EQ(our_value(message, fact), wanted) << fact;
            ++checked;
        }
    }
    EXPECT_GE(checked, 20U);
}

// ---- everybody is there ------------------------------------------------------------------

/// Surname without a glued JR, and the first letters of the given name: enough to tell JON from
/// JOHN.
std::string key_of(const std::string& surname, const std::string& given) {
    std::string family = letters_of(surname);
    if (family.ends_with("JR")) family.resize(family.size() - 2);
    return family + "/" + letters_of(given).substr(0, 3);
}

/// Every "TIF+SURNAME+GIVEN" of a file, by a search that knows nothing of segments. Groups are
/// nobody.
std::set<std::string> named_in(std::string text) {
    text.erase(
        std::remove_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }),
        text.end());
    const char element = text.find("TIF+") != std::string::npos ? '+' : '-';
    std::set<std::string> names;
    const std::string start = std::string{"TIF"} + element;
    for (std::size_t at = text.find(start); at != std::string::npos;
         at = text.find(start, at + 1)) {
        const std::string rest = text.substr(at + 4, 120);
        const std::string surname =
            rest.substr(0, rest.find_first_of(std::string{":'*"} + element));
        const std::size_t given_at = rest.find(element);
        if (rest.substr(surname.size(), 2) == ":G" || given_at == std::string::npos) continue;
        const std::string given = rest.substr(given_at + 1);
        names.insert(key_of(surname, given.substr(0, given.find_first_of(":'*"))));
    }
    return names;
}

/// Our travellers by the same key; a name that its document replaced stands in a remark.
std::set<std::string> ours_in(const core::Bytes& bytes) {
    std::set<std::string> names;
    for (const facts::Message& message : read_messages(bytes)) {
        for (const facts::Traveller& one : message.travellers) {
            names.insert(key_of(one.surname.reveal(), one.first_name.reveal()));
            names.insert(key_of(one.surname.reveal(), one.first_name.reveal() + one.title));
        }
        for (const facts::Booking& booking : message.bookings) {
            for (const auto& remark : booking.remarks) {
                const std::string& text = remark.reveal();
                const std::size_t slash = text.find('/');
                if (!text.starts_with("TIF ") || slash == std::string::npos) continue;
                names.insert(key_of(text.substr(4, slash - 4), text.substr(slash + 1)));
            }
        }
    }
    return names;
}

TEST_F(SharedBookings, EverybodyWhomAFileNamesIsThere) {
    std::size_t people = 0;
    for (const std::string& text : lines_of("asserted_facts.jsonl")) {
        const json line = json::parse(text);
        if (line.at("kind") != "PNRGOV") continue;
        const std::string path = line.at("path");
        SCOPED_TRACE(path);
        const core::Bytes bytes = shared_bytes(path);
        const std::set<std::string> ours = ours_in(bytes);
        for (const std::string& name : named_in(std::string{core::as_text(bytes)})) {
            EXPECT_TRUE(ours.contains(name)) << "somebody is lost";
            ++people;
        }
    }
    EXPECT_GE(people, 290U);
}

}  // namespace
}  // namespace sarhad::intake
