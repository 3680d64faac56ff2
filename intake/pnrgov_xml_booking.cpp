#include "pnrgov_xml_segments.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace sarhad::intake {
namespace {

/// Of an unstructured history, cut between words: a line is kept or left out as a whole.
constexpr std::size_t kHistoryLine = 1'000;
constexpr std::size_t kIsoDate = 10;

bool is_iso_date(std::string_view text) {
    if (text.size() < kIsoDate || text[4] != '-' || text[7] != '-') return false;
    return core::is_ascii_digits(text.substr(0, 4)) && core::is_ascii_digits(text.substr(5, 2)) &&
           core::is_ascii_digits(text.substr(8, 2));
}

/// "10:15", "10:15:00.5Z" -> "1015"; "" for anything else.
std::string time_of(std::string_view text) {
    const bool is_time = text.size() >= 5 && text[2] == ':' &&
                         core::is_ascii_digits(text.substr(0, 2)) &&
                         core::is_ascii_digits(text.substr(3, 2));
    return is_time ? core::cat(text.substr(0, 2), text.substr(3, 2)) : std::string{};
}

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) {
        if (part.empty()) continue;
        if (!text.empty()) text.push_back(' ');
        text.append(part);
    }
    return text;
}

/// An OSI that names travellers of the booking is theirs. False where it names none of them.
bool add_note(const XmlTree::Element& osi, NotesByTraveller& notes) {
    bool is_of_somebody = false;
    for (const XmlTree::Element& one : osi.all("TravelerRefNumber")) {
        const auto traveller = notes.find(one.attribute("RPH"));
        if (traveller == notes.end()) continue;
        traveller->second.push_back(osi);
        is_of_somebody = true;
    }
    return is_of_somebody;
}

/// The text of an address's element, or the code in its attribute.
std::string_view text_or(const XmlTree::Element& of, std::string_view attribute) {
    return of.text().empty() ? of.attribute(attribute) : of.text();
}

}  // namespace

XmlTime read_xml_time(std::string_view text) {
    text = core::trim(text);
    if (std::string time = time_of(text); !time.empty()) return {{}, std::move(time)};
    if (!is_iso_date(text)) return {std::string{text}, {}};
    XmlTime read;
    read.date = core::cat(text.substr(8, 2), text.substr(5, 2), text.substr(0, 4));
    const std::string_view rest = text.substr(kIsoDate);
    if (!rest.empty() && (rest.front() == 'T' || rest.front() == ' ')) {
        read.time = time_of(rest.substr(1));
    }
    return read;
}

std::string paper_date(std::string_view text) {
    constexpr std::string_view kMonths = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    text = core::trim(text);
    if (!is_iso_date(text)) return std::string{text};
    const auto month = core::parse_uint(text.substr(5, 2));
    if (!month || *month < 1 || *month > 12) return std::string{text};
    return core::cat(text.substr(8, 2), kMonths.substr((*month - 1) * 3, 3), text.substr(0, 4));
}

std::vector<XmlTree::Element> PnrgovXmlSegments::known_in(const Element& parent, Names names) {
    std::vector<Element> found;
    collect(parent, names, found);
    return found;
}

/// Recursion is as deep as the tree, kXmlDepthMax.
void PnrgovXmlSegments::collect(const Element& parent, Names names, std::vector<Element>& found) {
    for (const Element& child : parent.children()) {
        if (std::find(names.begin(), names.end(), child.name()) != names.end()) {
            found.push_back(child);
            continue;
        }
        problem(child, "unknown-element", "an element that is not known here");
        collect(child, names, found);
    }
}

Tokens PnrgovXmlSegments::run(const Element& request) && {
    put_header(request);
    return std::move(list_).take();
}

void PnrgovXmlSegments::put_header(const Element& request) {
    start("UNH", request);
    const std::string_view function = request.attribute("Function");
    if (!function.empty()) {
        start("MSG", request);
        list_.add({"", function});
    }
    std::vector<Element> bookings;
    for (const Element& one : known_in(request, {"Originator", "FlightLeg", "PNRs", "PNR"})) {
        if (one.name() == "FlightLeg") put_prime_flight(one);
        if (one.name() == "PNR") bookings.push_back(one);
        if (one.name() != "PNRs") continue;
        start("EQN", one);
        list_.add(one.attribute("NumberOfPnrs"));
        for (const Element& pnr : known_in(one, {"PNR"}))
            bookings.push_back(pnr);
    }
    for (const Element& pnr : bookings)
        put_booking(pnr);
}

void PnrgovXmlSegments::put_booking(const Element& pnr) {
    start("SRC", pnr);
    const std::vector<Element> parts = known_in(pnr,
                                                {"BookingRefID",
                                                 "SSR",
                                                 "OSI",
                                                 "POS",
                                                 "ContactInfo",
                                                 "PrepaidBag",
                                                 "Passenger",
                                                 "DOC_SSR",
                                                 "Flight",
                                                 "SplitPNR",
                                                 "OtherTravelSegment",
                                                 "StructuredPNR_History",
                                                 "UnstructuredPNR_History"});
    const auto each = [&](std::string_view name, const auto& put) {
        for (const Element& one : parts) {
            if (one.name() == name) put(one);
        }
    };
    each("BookingRefID", [&](const Element& one) { put_locator(one, &pnr); });
    const XmlTime changed = read_xml_time(pnr.attribute("PNR_TransDate"));
    if (!changed.date.empty()) {
        start("DAT", pnr);
        list_.add({"700", list_.keep(changed.date), list_.keep(changed.time)});
    }
    each("POS", [&](const Element& one) { put_office(one); });
    // What is of nobody in particular stands before the first of the travellers, as in EDIFACT.
    NotesByTraveller notes;
    each("Passenger", [&](const Element& one) { notes.try_emplace(one.attribute("RPH")); });
    notes.erase("");
    each("OSI", [&](const Element& osi) {
        if (!add_note(osi, notes)) put_note(osi);
    });
    each("ContactInfo", [&](const Element& one) { put_contact(one, {}); });
    each("PrepaidBag", [&](const Element& one) { put_excess(one); });
    each("OtherTravelSegment", [&](const Element& one) { put_other_travel(one); });
    each("SSR", [&](const Element& one) { put_service(one); });
    each("DOC_SSR", [&](const Element& one) { put_paper(one); });
    each("Passenger", [&](const Element& one) { put_person(one, notes); });
    each("Flight", [&](const Element& one) { put_flight(one); });
    each("SplitPNR", [&](const Element& one) {
        start("EQN", one);
        list_.add(one.attribute("NbrOfPassengers"));
        start("RCI", one);
        list_.add({one.attribute("VendorCode"), one.attribute("PNR_ID")});
    });
    each("StructuredPNR_History", [&](const Element& one) { put_history(one); });
    each("UnstructuredPNR_History", [&](const Element& one) { put_history_text(one); });
}

/// `pnr`: whose own locator it may be; null in a leg.
void PnrgovXmlSegments::put_locator(const Element& id, const Element* pnr) {
    const XmlTime made =
        pnr == nullptr ? XmlTime{} : read_xml_time(pnr->attribute("PNR_CreationDate"));
    start("RCI", id);
    list_.add({id.child("CompanyName").attribute("Code"),
               id.attribute("ID"),
               id.attribute("Type"),
               list_.keep(made.date),
               list_.keep(made.time)});
}

void PnrgovXmlSegments::put_office(const Element& pos) {
    for (const Element& source : known_in(pos, {"Source"})) {
        const Element requestor = source.child("RequestorID");
        const std::string_view system = source.attribute("AirlineVendorID");
        const std::string_view place = source.attribute("AirportCode");
        start("ORG", source);
        list_.add(
            {system.empty() ? requestor.child("CompanyName").attribute("Code") : system, place});
        list_.add({requestor.attribute("ID"), source.attribute("PseudoCityCode")});
        list_.add(place);
        list_.add("");
        list_.add(source.attribute("AgentDutyCode"));
        list_.add({source.attribute("ISOCountry"), source.attribute("ISOCurrency")});
        list_.add(source.attribute("AgentSine"));
    }
}

/// `reference`: whose it is; "" of the booking, or of who stands before it.
void PnrgovXmlSegments::put_contact(const Element& contact, std::string_view reference) {
    std::string street = joined({contact.text_of("StreetNmbr"), contact.text_of("BldgRoom")});
    for (const Element& line : contact.all("AddressLine"))
        street = joined({street, line.text()});
    const std::array<std::string_view, 4> place{contact.text_of("CityName"),
                                                text_or(contact.find("StateProv"), "StateCode"),
                                                text_or(contact.find("CountryName"), "Code"),
                                                contact.text_of("PostalCode")};
    const bool is_address =
        !street.empty() ||
        std::any_of(place.begin(), place.end(), [](auto part) { return !part.empty(); });
    if (is_address) {
        start("ADD", contact);
        list_.add("");
        list_.add({"700",
                   list_.keep(std::move(street)),
                   place[0],
                   place[1],
                   contact.text_of("County"),
                   place[2],
                   place[3]});
    }
    const auto put = [&](std::string_view code, std::string_view value) {
        if (value.empty()) return;
        start("SSR", contact);
        list_.add({code, "", "", "", "", "", "", "", value});
        list_.add({"", "", reference});
    };
    put("CTCP", contact.attribute("PhoneNumber"));
    put("CTCE", contact.attribute("EmailAddress"));
}

void PnrgovXmlSegments::put_remark(const Element& at, std::string text) {
    if (text.empty()) return;
    start("IFT", at);
    list_.add({"4", "28"});
    list_.add(list_.keep(std::move(text)));
}

void PnrgovXmlSegments::put_other_travel(const Element& travel) {
    const Element hotel = travel.child("HotelInfo");
    put_remark(travel,
               joined({travel.attribute("ServiceID"),
                       travel.attribute("Status"),
                       travel.attribute("StartDate"),
                       travel.child("StartLocation").attribute("LocationCode"),
                       travel.attribute("EndDate"),
                       travel.child("EndLocation").attribute("LocationCode"),
                       travel.child("Supplier").attribute("Code"),
                       travel.child("Supplier").attribute("CompanyShortName"),
                       travel.text_of("BookingSource"),
                       hotel.attribute("HotelName"),
                       hotel.attribute("CustomerName"),
                       travel.text_of("FreeText")}));
}

void PnrgovXmlSegments::put_history(const Element& history) {
    const Element credit = history.child("Credit");
    start("ABI", credit.exists() ? credit : history);
    list_.add(credit.attribute("Type"));
    list_.add(credit.attribute("ID"));
    list_.add("");
    list_.add("");
    list_.add(credit.child("CompanyName").attribute("Code"));
    const XmlTime when = read_xml_time(credit.attribute("TimeStamp"));
    if (!when.date.empty()) {
        start("DAT", credit);
        list_.add({"ZT", list_.keep(when.date), list_.keep(when.time)});
    }
    for (const Element& item : known_in(history, {"Credit", "Item"})) {
        if (item.name() == "Item") put_history_item(item);
    }
}

void PnrgovXmlSegments::put_history_item(const Element& item) {
    start("SAC", item);
    list_.add("");
    list_.add("");
    list_.add(item.attribute("Action"));
    const std::vector<Element> parts = known_in(
        item,
        {"Flight", "Passenger", "SSR", "OSI", "Seat", "Bag", "DOC_SSR", "OtherTravelSegment"});
    std::vector<Element> bags;
    for (const Element& one : parts) {
        if (one.name() == "Flight") put_leg(one);
        if (one.name() == "Passenger") put_name(one, {}, {});
        if (one.name() == "SSR") put_service(one);
        if (one.name() == "OSI") put_note(one);
        if (one.name() == "DOC_SSR") put_paper(one);
        if (one.name() == "OtherTravelSegment") put_other_travel(one);
        if (one.name() == "Bag") bags.push_back(one);
        if (one.name() == "Seat") put_seat(one);
    }
    if (!bags.empty()) put_bags(bags);
}

void PnrgovXmlSegments::put_seat(const Element& seat) {
    start("SSR", seat);
    list_.add({"SEAT",
               seat.attribute("Status"),
               seat.attribute("ServiceQuantity"),
               seat.attribute("Airline"),
               "",
               "",
               seat.child("DepartureAirport").attribute("LocationCode"),
               seat.child("ArrivalAirport").attribute("LocationCode")});
    for (const Element& one : seat.all("SeatNumber")) {
        list_.add({one.text().empty() ? one.attribute("Number") : one.text(),
                   "",
                   one.attribute("PsgrReference")});
    }
    if (const Element name = seat.child("PassengerName"); name.exists()) put_name(name, {}, {});
}

/// Line by line, because a line that tells something sensitive is left out whole.
void PnrgovXmlSegments::put_history_text(const Element& history) {
    for (std::string_view line : core::split(history.text(), '\n')) {
        while (!line.empty()) {
            std::size_t end = line.size();
            if (end > kHistoryLine) {
                const std::size_t blank = line.rfind(' ', kHistoryLine);
                end = blank == std::string_view::npos || blank == 0 ? kHistoryLine : blank;
            }
            start("LTS", history);
            list_.add(line.substr(0, end));
            line.remove_prefix(end);
            line = core::trim(line);
        }
    }
}

}  // namespace sarhad::intake
