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

std::string text_or_empty(const json& value) {
    return value.is_string() ? value.get<std::string>() : "";
}

// ---- field by field against the reference ------------------------------------------------

/// A field in which we differ from the reference parser.
struct Difference {
    std::string field;
    std::string ours;
    std::string theirs;
};

/// A reviewed reason to differ; each must be met, and each is an improvement.
struct Reason {
    std::string field;
    bool (*fits)(const Difference&);
    std::string why;
};

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

const std::vector<Reason>& reviewed_reasons() {
    static const std::vector<Reason> kReasons{
        {"made",
         [](const Difference& d) { return d.theirs.empty(); },
         "RCI with its date one place early (UA:7C789A:230818:1220) is read"},
        {"party",
         [](const Difference& d) { return !d.ours.empty() && d.theirs != d.ours; },
         "travellers without DOCS, infants of TIF and INFT, and former people are there"},
        {"last",
         [](const Difference& d) { return contains(d.theirs, " "); },
         "the blank that a line's end left in a surname is taken out"},
        {"first",
         [](const Difference& d) { return contains(d.theirs, " "); },
         "the same in a given name"},
        {"carrier",
         [](const Difference& d) { return d.ours == "1A"; },
         "a locator is of the system that RCI names, not of the message's carrier"},
        {"born",
         [](const Difference& d) { return d.ours.starts_with("191"); },
         "nobody in a message of 2010 was born in 2012 or 2015"},
        {"sex",
         [](const Difference& d) { return d.theirs == "MI" && d.ours == "M"; },
         "an infant's MI is male, and the infant is in the age band"},
        {"nationality",
         [](const Difference& d) { return d.ours.empty() && !d.theirs.empty(); },
         "it takes the passport's issuer where no nationality is sent"},
        {"documents",
         [](const Difference& d) { return contains(d.theirs, "VV/") || contains(d.theirs, ";"); },
         "no kind VV is made up for a document without kind; an infant's document is the infant's"},
        {"seats",
         [](const Difference& d) { return d.ours.size() < d.theirs.size(); },
         "SSR and SSD of one seat are one, three X are none, 039G is 39G"},
        {"tickets",
         [](const Difference& d) { return d.ours.size() < d.theirs.size(); },
         "tickets of people without DOCS are not piled up on who has one"},
        {"tickets",
         [](const Difference& d) { return d.ours.size() > d.theirs.size(); },
         "TKNE tickets are read"},
        {"flights",
         [](const Difference& d) {
             return contains(d.ours, "SQ0609") && contains(d.theirs, "SQ0");
         },
         "the flight of the message is SQ609, whichever number stands first"},
        {"phones",
         [](const Difference& d) { return d.ours.size() != d.theirs.size(); },
         "numbers are told apart, none is cut at a dash, payers' numbers are read, a repeat is "
         "one"},
        {"addresses",
         [](const Difference& d) { return d.ours != d.theirs; },
         "a payer's address is read, a repeat is one, a postal code behind its place is read"},
        {"bags",
         [](const Difference& d) { return d.theirs == "4" || d.theirs == "2"; },
         "pieces of excess baggage (EBD) that somebody paid for are no bags"},
    };
    return kReasons;
}

class Review {
public:
    void compare(const std::string& field, const std::string& ours, const std::string& theirs) {
        ++fields_;
        if (ours == theirs) return;
        const Difference difference{field, ours, theirs};
        const auto& all = reviewed_reasons();
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i].field == field && all[i].fits(difference)) {
                met_.insert(i);
                return;
            }
        }
        ADD_FAILURE() << field << ": ours \"" << ours << "\", theirs \"" << theirs << "\"";
    }
    void check_all_met() const {
        for (std::size_t i = 0; i < reviewed_reasons().size(); ++i) {
            EXPECT_TRUE(met_.contains(i))
                << "no difference is for the reason that " << reviewed_reasons()[i].why;
        }
    }
    [[nodiscard]] std::size_t fields() const { return fields_; }

private:
    std::set<std::size_t> met_{};
    std::size_t fields_{0};
};

std::string sex_letter(facts::Sex sex) {
    if (sex == facts::Sex::kMale) return "M";
    return sex == facts::Sex::kFemale ? "F" : "";
}

std::string documents_of(const facts::Traveller& one) {
    std::string all;
    for (const facts::TravelDocument& paper : one.documents) {
        all += core::cat(paper.kind,
                         "/",
                         paper.number.reveal(),
                         "/",
                         paper.issuer,
                         "/",
                         facts::to_text(paper.expires),
                         ";");
    }
    return all;
}

std::string their_documents(const json& person) {
    std::string all;
    for (const json& paper : person.at("docs")) {
        all += core::cat(text_or_empty(paper.at("type")),
                         "/",
                         text_or_empty(paper.at("number")),
                         "/",
                         text_or_empty(paper.at("issuer")),
                         "/",
                         text_or_empty(paper.at("expires")),
                         ";");
    }
    return all;
}

std::string money_text(const facts::Money& money) {
    if (money.thousandths == 0) return "";
    const std::string cents = std::to_string(money.thousandths % 1000 / 10);
    return core::cat(money.thousandths / 1000, ".", cents.size() < 2 ? "0" : "", cents);
}

/// What the lists of a booking hold of one traveller.
void compare_possessions(Review& review,
                         const facts::Booking& booking,
                         std::uint16_t place,
                         const json& theirs) {
    std::string seats;
    for (const facts::Seat& seat : booking.seats) {
        if (seat.traveller == place && !seat.number.empty()) {
            seats += core::cat(seat.number, " ", seat.origin, " ", seat.cabin, ";");
        }
    }
    std::string their_seats;
    for (const json& seat : theirs.at("seats")) {
        their_seats += core::cat(text_or_empty(seat.at("number")),
                                 " ",
                                 text_or_empty(seat.at("origin")),
                                 " ",
                                 text_or_empty(seat.at("cabin")),
                                 ";");
    }
    review.compare("seats", seats, their_seats);
    std::string tickets;
    for (const facts::Ticket& ticket : booking.tickets) {
        if (ticket.traveller == place) {
            tickets += core::cat(ticket.number.reveal(), " ", money_text(ticket.price), ";");
        }
    }
    std::string their_tickets;
    for (const json& ticket : theirs.at("tickets")) {
        their_tickets += core::cat(
            text_or_empty(ticket.at("number")), " ", text_or_empty(ticket.at("amount")), ";");
    }
    review.compare("tickets", tickets, their_tickets);
}

void compare_person(Review& review, const facts::Traveller& ours, const json& theirs) {
    review.compare("last", ours.surname.reveal(), text_or_empty(theirs.at("last")));
    review.compare("first", ours.first_name.reveal(), text_or_empty(theirs.at("first")));
    review.compare("middle", ours.middle_name.reveal(), text_or_empty(theirs.at("middle")));
    const std::string suffix = text_or_empty(theirs.at("suffix"));
    review.compare("title",
                   ours.title,
                   text_or_empty(theirs.at("title")) + (suffix.empty() ? "" : " " + suffix));
    review.compare("sex", sex_letter(ours.sex), text_or_empty(theirs.at("gender")));
    review.compare(
        "born", facts::to_text(ours.date_of_birth.reveal()), text_or_empty(theirs.at("dob")));
    review.compare("nationality", ours.nationality, text_or_empty(theirs.at("nationality")));
    review.compare("reference", ours.reference, text_or_empty(theirs.at("traveler_ref")));
    const std::string their_id = text_or_empty(theirs.at("pnr_ref"));
    review.compare("carrier id", ours.carrier_id.reveal(), their_id);
    review.compare("documents", documents_of(ours), their_documents(theirs));
}

std::string flights_of(const facts::Booking& booking) {
    std::string all;
    for (const facts::BookedLeg& leg : booking.legs) {
        const std::string name =
            leg.operating.empty() ? leg.flight.carrier + leg.flight.number : leg.operating;
        all += core::cat(name,
                         " ",
                         leg.flight.origin,
                         leg.flight.destination,
                         " ",
                         minutes_of(leg.flight.departs),
                         " ",
                         minutes_of(leg.flight.arrives),
                         ";");
    }
    return all;
}

std::string their_flights(const json& result) {
    std::string all;
    for (const json& leg : result.at("flights")) {
        all += core::cat(text_or_empty(leg.at("carrier")),
                         text_or_empty(leg.at("number")),
                         " ",
                         text_or_empty(leg.at("origin")),
                         text_or_empty(leg.at("destination")),
                         " ",
                         text_or_empty(leg.at("etd")).substr(0, 16),
                         " ",
                         text_or_empty(leg.at("eta")).substr(0, 16),
                         ";");
    }
    return all;
}

void compare_contacts(Review& review, const facts::Booking& booking, const json& result) {
    std::string phones;
    std::string mails;
    std::string addresses;
    for (const facts::Contact& contact : booking.contacts) {
        const std::string& value = contact.value.reveal();
        if (contact.kind == facts::ContactKind::kPhone) phones += value + ";";
        if (contact.kind == facts::ContactKind::kEmail) mails += core::ascii_upper(value) + ";";
        if (contact.kind == facts::ContactKind::kAddress) {
            addresses += core::cat(value,
                                   "/",
                                   contact.city.reveal(),
                                   "/",
                                   contact.region,
                                   "/",
                                   contact.country,
                                   "/",
                                   contact.postal_code,
                                   ";");
        }
    }
    std::string other;
    for (const json& phone : result.at("phones"))
        other += phone.get<std::string>() + ";";
    review.compare("phones", phones, other);
    other.clear();
    for (const json& mail : result.at("emails"))
        other += std::string{core::trim(mail.get<std::string>())} + ";";
    review.compare("mails", mails, other);
    other.clear();
    for (const json& address : result.at("addresses")) {
        other += core::cat(text_or_empty(address.at("line1")),
                           "/",
                           text_or_empty(address.at("city")),
                           "/",
                           text_or_empty(address.at("state")),
                           "/",
                           text_or_empty(address.at("country")),
                           "/",
                           text_or_empty(address.at("postal")),
                           ";");
    }
    review.compare("addresses", addresses, other);
}

void compare_money(Review& review, const facts::Booking& booking, const json& result) {
    std::string ours;
    for (const facts::Payment& payment : booking.payments) {
        if (payment.card.reveal().empty()) continue;
        ours += core::cat(payment.card_kind,
                          "/",
                          payment.card.reveal(),
                          "/",
                          payment.payer.reveal(),
                          "/",
                          facts::to_text(payment.card_expires),
                          ";");
    }
    std::string theirs;
    for (const json& card : result.at("cards")) {
        // The month is what a card says; it puts the month's last day behind it.
        theirs += core::cat(text_or_empty(card.at("type")),
                            "/",
                            text_or_empty(card.at("number")),
                            "/",
                            text_or_empty(card.at("holder")),
                            "/",
                            text_or_empty(card.at("expires")).substr(0, 7),
                            ";");
    }
    review.compare("cards", ours, theirs);
    ours.clear();
    for (const facts::Payment& payment : booking.payments)
        ours += core::cat(payment.form, " ", money_text(payment.amount), ";");
    theirs.clear();
    for (const json& payment : result.at("payments"))
        theirs += core::cat(
            text_or_empty(payment.at("type")), " ", text_or_empty(payment.at("amount")), ";");
    review.compare("payments", ours, theirs);
    ours.clear();
    for (const facts::FrequentFlyer& flyer : booking.frequent_flyers)
        ours += core::cat(flyer.carrier, flyer.number.reveal(), ";");
    theirs.clear();
    for (const json& flyer : result.at("frequent_flyer"))
        theirs +=
            core::cat(text_or_empty(flyer.at("carrier")), text_or_empty(flyer.at("number")), ";");
    review.compare("flyers", ours, theirs);
}

/// Ours with that reference, or that name.
std::uint16_t find_theirs(const facts::Message& message,
                          const facts::Booking& booking,
                          const json& person) {
    const std::string reference = text_or_empty(person.at("traveler_ref"));
    const std::string last = letters_of(text_or_empty(person.at("last")));
    for (const std::uint16_t place : booking.travellers) {
        const facts::Traveller& one = message.travellers.at(place - 1U);
        const bool is_named = letters_of(one.surname.reveal()) == last && !one.is_cancelled;
        if (is_named && (reference.empty() || one.reference == reference)) return place;
    }
    return 0;
}

void compare_booking(Review& review,
                     const facts::Message& message,
                     const facts::Booking& booking,
                     const json& result) {
    SCOPED_TRACE(text_or_empty(result.at("locator")));
    review.compare("locator", booking.locator.reveal(), text_or_empty(result.at("locator")));
    review.compare("carrier", booking.carrier, text_or_empty(result.at("carrier")));
    review.compare("made",
                   minutes_of(booking.made),
                   text_or_empty(result.at("reservation_created")).substr(0, 16));
    review.compare(
        "changed", minutes_of(booking.changed), text_or_empty(result.at("received")).substr(0, 16));
    review.compare("flights", flights_of(booking), their_flights(result));
    review.compare("party",
                   std::to_string(booking.travellers.size()),
                   std::to_string(result.at("passengers").size()));
    std::size_t bags = 0;
    for (const facts::Bag& bag : message.bags)
        bags += bag.booking == booking.locator ? 1U : 0U;
    review.compare(
        "bags", std::to_string(bags), std::to_string(result.at("total_bag_count").get<int>()));
    compare_contacts(review, booking, result);
    compare_money(review, booking, result);
    for (const json& person : result.at("passengers")) {
        const std::uint16_t place = find_theirs(message, booking, person);
        ASSERT_NE(place, 0) << "somebody whom the reference has is lost";
        compare_person(review, message.travellers.at(place - 1U), person);
        compare_possessions(review, booking, place, person);
    }
}

TEST_F(SharedBookings, EveryDifferenceFromTheReferenceIsReviewed) {
    Review review;
    std::size_t bookings = 0;
    for (const std::string& text : lines_of("reference_parse.jsonl")) {
        const json line = json::parse(text);
        if (line.at("kind") != "PNR") continue;
        const std::string path = line.at("file");
        SCOPED_TRACE(path);
        const facts::Message message = message_of(path);
        const json& results = line.at("results");
        ASSERT_EQ(message.bookings.size(), results.size());
        for (std::size_t i = 0; i < results.size(); ++i, ++bookings) {
            // It refuses the guide's page 75; we read both of its bookings.
            if (results[i].at("ok").get<bool>()) {
                compare_booking(review, message, message.bookings[i], results[i]);
            }
        }
    }
    EXPECT_GE(bookings, 150U);
    EXPECT_GE(review.fields(), 5'000U);
    review.check_all_met();
}

}  // namespace
}  // namespace sarhad::intake
