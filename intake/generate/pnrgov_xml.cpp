#include "kinds.h"
#include "traffic.h"

#include "core/text.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

/// PNRGOV as XML. Source: IATA's schema IATA_PNRGOV_NotifRQ; docs/intake-generate.md.
namespace sarhad::intake {
namespace {

using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;

/// What is made wrong with a message on purpose: everybody is still named in it.
enum class XmlDamage : std::uint8_t {
    kNone,
    kNoTickets,
    kWrongTotal,
    kUnknownElement,
    kBadPrice,
    kNoFunction
};

XmlDamage draw_damage(const Making& making) {
    if (!making.is_damaged) return XmlDamage::kNone;
    switch (making.chance.below(5)) {
        case 0:
            return XmlDamage::kNoTickets;
        case 1:
            return XmlDamage::kWrongTotal;
        case 2:
            return XmlDamage::kUnknownElement;
        case 3:
            return XmlDamage::kBadPrice;
        default:  // Not our enum.
            return XmlDamage::kNoFunction;
    }
}

/// Names and codes that are put together here need no escapes.
class XmlWriter {
public:
    void open(std::string_view name, Attributes attributes = {}) { start(name, attributes, ">"); }
    void leaf(std::string_view name, Attributes attributes) { start(name, attributes, "/>"); }
    void text(std::string_view name, std::string_view text) {
        out_ += core::cat("<", name, ">", text, "</", name, ">\n");
    }
    void close(std::string_view name) { out_ += core::cat("</", name, ">\n"); }
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    void start(std::string_view name, Attributes attributes, std::string_view end) {
        out_ += core::cat("<", name);
        for (const auto& [key, value] : attributes) {
            if (!value.empty()) out_ += core::cat(" ", key, "=\"", value, "\"");
        }
        out_ += core::cat(end, "\n");
    }
    std::string out_{};
};

std::string iso(facts::LocalTime time) {
    return core::cat(facts::to_text(time), ":00");
}

void write_airports(XmlWriter& to, const facts::FlightLeg& leg) {
    to.leaf("DepartureAirport", {{"LocationCode", leg.origin}});
    to.leaf("ArrivalAirport", {{"LocationCode", leg.destination}});
}

std::string type_of(const facts::Traveller& one) {
    if (one.age_band == facts::AgeBand::kInfant) return "INF";
    return one.age_band == facts::AgeBand::kChild ? "CHD" : "ADT";
}

void write_name(XmlWriter& to, const facts::Traveller& one) {
    to.text("GivenName", one.first_name.reveal());
    to.text("Surname", one.surname.reveal());
}

void write_docs(XmlWriter& to, const facts::Traveller& one, const std::string& rph) {
    const facts::TravelDocument& paper = one.documents.front();
    const std::string sex = one.sex == facts::Sex::kFemale ? "F" : "M";
    to.open("DOC_SSR",
            {{"SSRCode", "DOCS"}, {"ServiceQuantity", "1"}, {"Status", "HK"}, {"RPH", rph}});
    to.leaf("DOCS",
            {{"TravelDocType", paper.kind},
             {"TravelDocNbr", paper.number.reveal()},
             {"IssuingLoc", paper.issuer},
             {"PaxNationality", one.nationality},
             {"DateOfBirth", facts::to_text(one.date_of_birth.reveal())},
             {"Gender", one.age_band == facts::AgeBand::kInfant ? sex + "I" : sex},
             {"ExpiryDate", facts::to_text(paper.expires)},
             {"Surname", one.surname.reveal()},
             {"FirstGivenName", one.first_name.reveal()},
             {"SecondGivenName", one.middle_name.reveal()}});
    to.close("DOC_SSR");
}

void write_traveller(
    XmlWriter& to, const Party& party, std::size_t place, Chance& chance, XmlDamage damage) {
    const facts::Traveller& one = party.people[place];
    const std::string rph = core::cat(place + 1);
    const std::string ticket = core::cat("214", chance.digits(10));
    const int price = chance.between(90, 900);
    to.open("Passenger", {{"RPH", rph}, {"SurnameRefNumber", "1"}});
    write_name(to, one);
    to.leaf("FareInfo", {{"PTC_Code", type_of(one)}});
    if (damage != XmlDamage::kNoTickets) {
        const bool is_bad = damage == XmlDamage::kBadPrice && place == 0;
        to.open("TicketDocument", {{"TicketDocumentNbr", ticket}, {"Type", "T"}});
        to.leaf("TotalFare",
                {{"Amount", core::cat(price, is_bad ? ".O0" : ".00")}, {"CurrencyCode", "USD"}});
        to.close("TicketDocument");
    }
    write_docs(to, one, rph);
    to.close("Passenger");
}

void write_check_in(XmlWriter& to, const facts::FlightLeg& leg, const Party& party) {
    to.open("CheckInInfo", {{"Time", iso(minutes_after(leg.departs, -90))}});
    for (std::size_t i = 0; i < party.people.size(); ++i) {
        const facts::Traveller& one = party.people[i];
        if (one.seat.empty()) continue;
        const std::string rph = core::cat(i + 1);
        to.open("BoardingNumber", {{"Number", rph}, {"RPH", rph}});
        to.open("Passenger");
        write_name(to, one);
        to.close("Passenger");
        to.text("SeatNumber", one.seat);
        if (one.bag_count > 0) {
            to.leaf("CheckedBag",
                    {{"IssuerCode", leg.carrier},
                     {"SerialNumber", one.bag_tags.front()},
                     {"SequenceCount", core::cat(one.bag_count)},
                     {"UnitOfMeasureQuantity", core::cat(one.bag_weight_kg)},
                     {"UnitOfMeasureCode", "700"},
                     {"BagDestination", leg.destination}});
        }
        to.close("BoardingNumber");
    }
    to.close("CheckInInfo");
}

void write_pnr(XmlWriter& to,
               const facts::FlightLeg& leg,
               const Party& party,
               Chance& chance,
               XmlDamage damage) {
    const facts::LocalTime booked{days_after(leg.departs.date, -chance.between(1, 120)), 10, 15};
    const std::string phone = core::cat("923", chance.digits(9));
    const std::string office = chance.digits(8);
    to.open("PNR",
            {{"NumberOfPassengers", core::cat(party.people.size())},
             {"PNR_TransDate", iso(booked)},
             {"PNR_CreationDate", iso(booked)}});
    to.open("BookingRefID", {{"ID", party.locator}});
    to.leaf("CompanyName", {{"Code", leg.carrier}});
    to.close("BookingRefID");
    to.open("POS");
    to.open("Source",
            {{"AirlineVendorID", leg.carrier}, {"AirportCode", "KHI"}, {"ISOCountry", "PK"}});
    to.leaf("RequestorID", {{"Type", "5"}, {"ID", office}});
    to.close("Source");
    to.close("POS");
    to.open("ContactInfo", {{"PhoneNumber", phone}});
    to.text("CityName", "KARACHI");
    to.leaf("CountryName", {{"Code", "PK"}});
    to.close("ContactInfo");
    for (std::size_t i = 0; i < party.people.size(); ++i)
        write_traveller(to, party, i, chance, damage);
    if (damage == XmlDamage::kUnknownElement) to.leaf("Loyalty", {{"Level", "3"}});
    to.open("Flight",
            {{"DepartureDateTime", iso(leg.departs)},
             {"ArrivalDateTime", iso(leg.arrives)},
             {"ResBookDesigCode", "Y"},
             {"NumberInParty", core::cat(party.people.size())},
             {"Status", "HK"},
             {"FlightNumber", leg.number}});
    write_airports(to, leg);
    to.leaf("MarketingAirline", {{"Code", leg.carrier}});
    write_check_in(to, leg, party);
    to.close("Flight");
    to.close("PNR");
}

}  // namespace

std::string make_pnrgov_xml(const Making& making) {
    Chance& chance = making.chance;
    Traffic traffic{chance};
    const XmlDamage damage = draw_damage(making);
    const facts::FlightLeg leg = traffic.flight();
    const int parties = chance.between(3, 8);
    XmlWriter to;
    to.open("IATA_PNRGOV_NotifRQ",
            {{"Version", "13.1"},
             {"EchoToken", core::cat(leg.carrier, leg.number, "/", making.number)},
             {"TimeStamp", iso(minutes_after(leg.departs, -24 * 60 + 1))},
             {"Function", damage == XmlDamage::kNoFunction ? "" : "22"}});
    to.leaf("Originator", {{"AirlineCode", leg.carrier}});
    to.open("FlightLeg",
            {{"CarrierCode", leg.carrier},
             {"FlightNumber", leg.number},
             {"DepartureDateTime", iso(leg.departs)},
             {"ArrivalDateTime", iso(leg.arrives)}});
    write_airports(to, leg);
    to.close("FlightLeg");
    to.open("PNRs",
            {{"NumberOfPnrs", core::cat(parties + (damage == XmlDamage::kWrongTotal ? 99 : 0))}});
    for (int i = 0; i < parties; ++i) {
        const Party party = traffic.party(leg);
        write_pnr(to, leg, party, chance, damage);
        for (const facts::Traveller& one : party.people) {
            making.counts.documents += one.documents.size();
            making.counts.bags += one.bag_count;
        }
        making.counts.travellers += party.people.size();
    }
    to.close("PNRs");
    to.close("IATA_PNRGOV_NotifRQ");
    making.counts.bookings += static_cast<std::size_t>(parties);
    ++making.counts.flights;
    return to.take();
}

}  // namespace sarhad::intake
