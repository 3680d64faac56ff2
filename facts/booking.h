#pragma once

#include "facts/journey.h"
#include "facts/money.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::facts {

/// By what somebody can be reached.
enum class ContactKind : std::uint8_t { kOther, kPhone, kEmail, kAddress };
template <>
struct EnumNames<ContactKind> {
    static constexpr auto kNames = std::to_array<std::pair<ContactKind, std::string_view>>(
        {{ContactKind::kOther, "other"},
         {ContactKind::kPhone, "phone"},
         {ContactKind::kEmail, "email"},
         {ContactKind::kAddress, "address"}});
};

/// A telephone number, mail address or postal address of a booking.
struct Contact {
    ContactKind kind{ContactKind::kOther};
    Redacted<std::string> value;  ///< In the case in which it was sent; an address: street lines.
    Redacted<std::string> city;   ///< Of an address.
    std::string region;           ///< Of an address, as sent.
    std::string country;          ///< Of an address, as sent.
    std::string postal_code;      ///< Of an address.
    std::uint16_t traveller{0};   ///< Place in the message's travellers, from 1; 0: of the booking.
    friend bool operator==(const Contact&, const Contact&) = default;
};
template <>
struct Schema<Contact> {
    static constexpr std::string_view kName = "contact";
    static constexpr auto kFields =
        FieldList{field(1, "kind", &Contact::kind, 1, Feed::kPnr),
                  field(2, "value", &Contact::value, 512, Feed::kPnr),
                  field(3, "city", &Contact::city, 64, Feed::kPnr),
                  field(4, "region", &Contact::region, 64, Feed::kPnr),
                  field(5, "country", &Contact::country, 35, Feed::kPnr),
                  field(6, "postal_code", &Contact::postal_code, 35, Feed::kPnr),
                  field(7, "traveller", &Contact::traveller, 1, Feed::kPnr)};
};

/// A ticket, or another paper of value of a booking.
struct Ticket {
    Redacted<std::string> number;
    std::string kind;  ///< Code as sent: T, E ...
    Money price;       ///< All of it, taxes included; thousandths 0 where not sent.
    PartialDate issued;
    bool is_ticketless{false};   ///< The booking says that it needs none.
    std::uint16_t traveller{0};  ///< Place in the message's travellers, from 1; 0: not told.
    friend bool operator==(const Ticket&, const Ticket&) = default;
};
template <>
struct Schema<Ticket> {
    static constexpr std::string_view kName = "ticket";
    static constexpr auto kFields =
        FieldList{field(1, "number", &Ticket::number, 35, Feed::kPnr),
                  field(2, "kind", &Ticket::kind, 8, Feed::kPnr),
                  field(3, "price", &Ticket::price, 1, Feed::kPnr),
                  field(4, "issued", &Ticket::issued, 10, Feed::kPnr),
                  field(5, "is_ticketless", &Ticket::is_ticketless, 1, Feed::kPnr),
                  field(6, "traveller", &Ticket::traveller, 1, Feed::kPnr)};
};

/// How a booking was paid. Of a card's number no more is kept than tells two cards apart.
struct Payment {
    std::string form;            ///< CA cash, CC card, CK cheque, MS other, or as sent.
    Money amount;                ///< thousandths 0 where not sent.
    std::string card_kind;       ///< Code of the card's company: VI, CA, AX ...
    Redacted<std::string> card;  ///< First six and last four digits, X for each other one.
    PartialDate card_expires;
    Redacted<std::string> payer;  ///< The card's holder or a sponsor, where told.
    std::uint16_t traveller{0};   ///< Place in the message's travellers, from 1; 0: not told.
    friend bool operator==(const Payment&, const Payment&) = default;
};
template <>
struct Schema<Payment> {
    static constexpr std::string_view kName = "payment";
    static constexpr auto kFields =
        FieldList{field(1, "form", &Payment::form, 8, Feed::kPnr),
                  field(2, "amount", &Payment::amount, 1, Feed::kPnr),
                  field(3, "card_kind", &Payment::card_kind, 8, Feed::kPnr),
                  field(4, "card", &Payment::card, 35, Feed::kPnr),
                  field(5, "card_expires", &Payment::card_expires, 10, Feed::kPnr),
                  field(6, "payer", &Payment::payer, 256, Feed::kPnr),
                  field(7, "traveller", &Payment::traveller, 1, Feed::kPnr)};
};

/// A seat that somebody holds on one leg.
struct Seat {
    std::string number;          ///< "44G".
    std::string cabin;           ///< Code as sent; "" where not sent.
    std::string origin;          ///< Of the leg; "" where not told.
    std::string destination;     ///< Of the leg; "" where not told.
    std::uint16_t traveller{0};  ///< Place in the message's travellers, from 1; 0: not told.
    friend bool operator==(const Seat&, const Seat&) = default;
};
template <>
struct Schema<Seat> {
    static constexpr std::string_view kName = "seat";
    static constexpr auto kFields =
        FieldList{field(1, "number", &Seat::number, 8, Feed::kPnr),
                  field(2, "cabin", &Seat::cabin, 8, Feed::kPnr),
                  field(3, "origin", &Seat::origin, 35, Feed::kPnr),
                  field(4, "destination", &Seat::destination, 35, Feed::kPnr),
                  field(5, "traveller", &Seat::traveller, 1, Feed::kPnr)};
};

/// A number by which a carrier knows a customer who flies often.
struct FrequentFlyer {
    std::string carrier;
    Redacted<std::string> number;
    std::uint16_t traveller{0};  ///< Place in the message's travellers, from 1; 0: not told.
    friend bool operator==(const FrequentFlyer&, const FrequentFlyer&) = default;
};
template <>
struct Schema<FrequentFlyer> {
    static constexpr std::string_view kName = "frequent_flyer";
    static constexpr auto kFields =
        FieldList{field(1, "carrier", &FrequentFlyer::carrier, 8, Feed::kPnr),
                  field(2, "number", &FrequentFlyer::number, 35, Feed::kPnr),
                  field(3, "traveller", &FrequentFlyer::traveller, 1, Feed::kPnr)};
};

/// A flight that a booking holds.
struct BookedLeg {
    FlightLeg flight;       ///< As it is sold.
    std::string operating;  ///< Designator and number of who flies it ("PK0303"), where another.
    std::string booking_class;  ///< One letter.
    std::string status;         ///< Code as sent: HK, HX, XX ...
    bool is_cancelled{false};   ///< The status says that nobody travels by it.
    friend bool operator==(const BookedLeg&, const BookedLeg&) = default;
};
template <>
struct Schema<BookedLeg> {
    static constexpr std::string_view kName = "booked_leg";
    static constexpr auto kFields =
        FieldList{field(1, "flight", &BookedLeg::flight, 1, Feed::kPnr),
                  field(2, "operating", &BookedLeg::operating, 16, Feed::kPnr),
                  field(3, "booking_class", &BookedLeg::booking_class, 8, Feed::kPnr),
                  field(4, "status", &BookedLeg::status, 8, Feed::kPnr),
                  field(5, "is_cancelled", &BookedLeg::is_cancelled, 1, Feed::kPnr)};
};

/// A reservation as a carrier holds it (PNR). Its travellers name it by locator.
struct Booking {
    Redacted<std::string> locator;
    std::string carrier;          ///< Whose locator it is.
    LocalTime made;               ///< When it was made.
    LocalTime changed;            ///< When it was last changed.
    std::uint16_t party_size{0};  ///< As the carrier states it; else how many are named.
    std::vector<Redacted<std::string>> split_from;  ///< Locators of bookings that it was one with.
    bool is_cancelled{false};
    std::string agency;                 ///< Code of the office that made it.
    std::string agency_city;            ///< IATA or UN/LOCODE.
    std::string agency_country;         ///< As sent.
    Redacted<std::string> agency_name;  ///< Name and what else tells who made it.
    std::vector<BookedLeg> legs;        ///< In their order.
    std::vector<Contact> contacts;
    std::vector<Ticket> tickets;
    std::vector<Payment> payments;
    std::vector<Seat> seats;
    std::vector<FrequentFlyer> frequent_flyers;
    std::vector<Redacted<std::string>>
        history;  ///< Its history's segments, without what is dropped.
    std::vector<Redacted<std::string>> remarks;  ///< Free text that tells nothing sensitive.
    std::vector<std::uint16_t> travellers;       ///< Places in the message's travellers, from 1.
    std::vector<Redacted<std::string>>
        other_locators;  ///< The same booking's in other carriers' systems: "AC:P46KA5".
    friend bool operator==(const Booking&, const Booking&) = default;
};
template <>
struct Schema<Booking> {
    static constexpr std::string_view kName = "booking";
    static constexpr auto kFields =
        FieldList{field(1, "locator", &Booking::locator, 35, Feed::kPnr),
                  field(2, "carrier", &Booking::carrier, 8, Feed::kPnr),
                  field(3, "made", &Booking::made, 16, Feed::kPnr),
                  field(4, "changed", &Booking::changed, 16, Feed::kPnr),
                  field(5, "party_size", &Booking::party_size, 1, Feed::kPnr),
                  field(6, "split_from", &Booking::split_from, 32, Feed::kPnr),
                  field(7, "is_cancelled", &Booking::is_cancelled, 1, Feed::kPnr),
                  field(8, "agency", &Booking::agency, 35, Feed::kPnr),
                  field(9, "agency_city", &Booking::agency_city, 35, Feed::kPnr),
                  field(10, "agency_country", &Booking::agency_country, 35, Feed::kPnr),
                  field(11, "agency_name", &Booking::agency_name, 256, Feed::kPnr),
                  field(12, "legs", &Booking::legs, 64, Feed::kPnr),
                  field(13, "contacts", &Booking::contacts, 256, Feed::kPnr),
                  field(14, "tickets", &Booking::tickets, 1000, Feed::kPnr),
                  field(15, "payments", &Booking::payments, 256, Feed::kPnr),
                  field(16, "seats", &Booking::seats, 2000, Feed::kPnr),
                  field(17, "frequent_flyers", &Booking::frequent_flyers, 1000, Feed::kPnr),
                  field(18, "history", &Booking::history, 1000, Feed::kPnr),
                  field(19, "remarks", &Booking::remarks, 256, Feed::kPnr),
                  field(20, "travellers", &Booking::travellers, 1000, Feed::kPnr),
                  field(21, "other_locators", &Booking::other_locators, 32, Feed::kPnr)};
};

}  // namespace sarhad::facts
