#include "pnrgov_xml_segments.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <utility>

namespace sarhad::intake {
namespace {

using Element = XmlTree::Element;

/// Further tags of one bag's owner than a segment has room for start another.
constexpr std::size_t kTagsOfSegment = 50;
constexpr std::int64_t kMostDays = 3;
constexpr std::uint64_t kGramsInPound = 454;

std::string_view port_of(const Element& flight, std::string_view name) {
    return flight.child(name).attribute("LocationCode");
}

/// A time of arrival without its date: of the day of departure, and as many days later as
/// DateChangeNbr says ("+1").
void complete_arrival(const Element& flight, const XmlTime& departs, XmlTime& arrives) {
    const bool is_dated = departs.date.size() == 8 && core::is_ascii_digits(departs.date);
    if (!arrives.date.empty() || arrives.time.empty() || !is_dated) return;
    arrives.date = departs.date;
    std::string_view change = flight.attribute("DateChangeNbr");
    if (change.starts_with('+')) change.remove_prefix(1);
    const auto days = core::parse_int(change);
    if (!days || *days < -kMostDays || *days > kMostDays) return;
    const auto part = [&](std::size_t at, std::size_t count) {
        int number = 0;
        for (const char digit : departs.date.substr(at, count))
            number = number * 10 + (digit - '0');
        return number;
    };
    using std::chrono::year_month_day;
    const year_month_day start{std::chrono::year{part(4, 4)},
                               std::chrono::month{static_cast<unsigned>(part(2, 2))},
                               std::chrono::day{static_cast<unsigned>(part(0, 2))}};
    if (!start.ok()) return;
    const year_month_day day{std::chrono::sys_days{start} +
                             std::chrono::days{static_cast<int>(*days)}};
    const auto two = [](unsigned number) { return core::cat(number < 10 ? "0" : "", number); };
    arrives.date = core::cat(two(static_cast<unsigned>(day.day())),
                             two(static_cast<unsigned>(day.month())),
                             departs.date.substr(4));
    if (day.year() != start.year()) {
        arrives.date = core::cat(arrives.date.substr(0, 4), static_cast<int>(day.year()));
    }
}

enum class Unit : std::uint8_t { kNone, kKilogram, kPound, kPiece };

Unit unit_of(const Element& bag) {
    constexpr std::array<std::pair<std::string_view, Unit>, 15> kUnits{{{"700", Unit::kKilogram},
                                                                        {"K", Unit::kKilogram},
                                                                        {"KG", Unit::kKilogram},
                                                                        {"KGM", Unit::kKilogram},
                                                                        {"KGS", Unit::kKilogram},
                                                                        {"701", Unit::kPound},
                                                                        {"L", Unit::kPound},
                                                                        {"LB", Unit::kPound},
                                                                        {"LBS", Unit::kPound},
                                                                        {"LBR", Unit::kPound},
                                                                        {"N", Unit::kPiece},
                                                                        {"PC", Unit::kPiece},
                                                                        {"PCS", Unit::kPiece},
                                                                        {"C62", Unit::kPiece},
                                                                        {"NMP", Unit::kPiece}}};
    for (const std::string_view name : {"UnitOfMeasureCode", "UnitOfMeasure"}) {
        const std::string code = core::ascii_upper(bag.attribute(name));
        for (const auto& [known, unit] : kUnits) {
            if (known == code) return unit;
        }
    }
    return Unit::kNone;
}

}  // namespace

void PnrgovXmlSegments::put_times(const Element& flight,
                                  std::string_view carrier,
                                  std::string_view operating,
                                  std::string_view number) {
    const XmlTime departs = read_xml_time(flight.attribute("DepartureDateTime"));
    XmlTime arrives = read_xml_time(flight.attribute("ArrivalDateTime"));
    complete_arrival(flight, departs, arrives);
    start("TVL", flight);
    list_.add({list_.keep(departs.date),
               list_.keep(departs.time),
               list_.keep(arrives.date),
               list_.keep(arrives.time)});
    list_.add(port_of(flight, "DepartureAirport"));
    list_.add(port_of(flight, "ArrivalAirport"));
    list_.add({carrier, operating});
    list_.add({number, flight.attribute("ResBookDesigCode")});
}

void PnrgovXmlSegments::put_prime_flight(const Element& leg) {
    static_cast<void>(known_in(leg, {"DepartureAirport", "ArrivalAirport"}));
    const std::string number =
        core::cat(leg.attribute("FlightNumber"), leg.attribute("OperationalSuffix"));
    put_times(leg, leg.attribute("CarrierCode"), {}, list_.keep(number));
}

void PnrgovXmlSegments::put_leg(const Element& flight) {
    const std::string_view number = flight.attribute("FlightNumber");
    const std::string_view marketing = flight.child("MarketingAirline").attribute("Code");
    const Element operating = flight.child("OperatingAirline");
    const std::string_view flown_by = operating.attribute("Code");
    const std::string_view flown_as = operating.attribute("FlightNumber");
    const bool is_other = !flown_by.empty() && !marketing.empty() && flown_by != marketing;
    put_times(flight,
              marketing.empty() ? flown_by : marketing,
              is_other ? flown_by : std::string_view{},
              number.empty() ? flown_as : number);
    if (is_other && !flown_as.empty()) {
        start("TRA", operating);
        list_.add(flown_by);
        list_.add(flown_as);
    }
    if (!flight.attribute("Status").empty() || !flight.attribute("NumberInParty").empty()) {
        start("RPI", flight);
        list_.add(flight.attribute("NumberInParty"));
        list_.add(flight.attribute("Status"));
    }
}

void PnrgovXmlSegments::put_flight(const Element& flight) {
    put_leg(flight);
    const std::vector<Element> parts = known_in(flight,
                                                {"DepartureAirport",
                                                 "ArrivalAirport",
                                                 "OperatingAirline",
                                                 "Equipment",
                                                 "MarketingAirline",
                                                 "SSR",
                                                 "BookingRefID",
                                                 "OSI",
                                                 "CheckInInfo"});
    for (const Element& one : parts) {
        if (one.name() == "SSR") put_service(one);
        if (one.name() == "BookingRefID") put_locator(one, nullptr);
        if (one.name() == "OSI") put_note(one);
    }
    for (const Element& one : parts) {
        if (one.name() != "CheckInInfo") continue;
        for (const Element& boarding : known_in(one, {"BoardingNumber"}))
            put_check_in(boarding);
    }
}

void PnrgovXmlSegments::put_check_in(const Element& boarding) {
    const std::string_view reference = boarding.attribute("RPH");
    start("TRI", boarding);
    list_.add("");
    list_.add({boarding.attribute("Number"), "", "", reference});
    std::vector<Element> bags;
    const std::vector<Element> parts =
        known_in(boarding, {"Passenger", "SeatNumber", "CheckedBag"});
    for (const Element& one : parts) {
        if (one.name() == "Passenger") put_name(one, {}, reference);
    }
    for (const Element& one : parts) {
        if (one.name() == "CheckedBag") bags.push_back(one);
        if (one.name() != "SeatNumber") continue;
        start("SSD", one);
        list_.add(one.text());
        list_.add("");
        list_.add("");
        list_.add("");
        list_.add(one.attribute("CabinClass"));
    }
    if (!bags.empty()) put_bags(bags);
}

namespace {

/// Those that its tag stands for.
std::uint32_t tagged_pieces(const XmlTree::Element& bag) {
    const std::uint32_t tags = read_quantity(bag.attribute("SequenceCount")).value_or(0);
    if (tags > 0) return tags;
    return bag.attribute("SerialNumber").empty() ? 0U : 1U;
}

/// The tags of the bags from `first` on, as many as a segment takes.
void add_tags(const std::vector<XmlTree::Element>& bags, std::size_t first, SegmentList& to) {
    for (std::size_t i = first; i < std::min(first + kTagsOfSegment, bags.size()); ++i) {
        to.add({bags[i].attribute("IssuerCode"),
                bags[i].attribute("SerialNumber"),
                bags[i].attribute("SequenceCount"),
                bags[i].attribute("BagDestination")});
    }
}

}  // namespace

/// The bags of one traveller on one leg, in one segment: there they are added up.
void PnrgovXmlSegments::put_bags(const std::vector<Element>& bags) {
    std::uint64_t pieces = 0;
    std::uint64_t pounds = 0;
    std::uint64_t kilograms = 0;
    for (const Element& bag : bags) {
        const std::string_view sent = bag.attribute("UnitOfMeasureQuantity");
        const auto quantity = read_quantity(sent);
        if (!quantity && !sent.empty()) {
            problem(bag, "bad-quantity", "UnitOfMeasureQuantity: not a number");
        }
        const Unit unit = unit_of(bag);
        const std::uint32_t tagged = tagged_pieces(bag);
        pieces += unit == Unit::kPiece ? quantity.value_or(tagged) : tagged;
        if (unit == Unit::kKilogram) kilograms += quantity.value_or(0);
        if (unit == Unit::kPound) pounds += quantity.value_or(0);
        if (unit == Unit::kNone && quantity) {
            problem(bag, "unknown-code", "a quantity of bags has no unit that is known here");
        }
    }
    const bool is_mixed = kilograms > 0 && pounds > 0;
    if (is_mixed) {
        kilograms += (pounds * kGramsInPound + 500) / 1'000;
        pounds = 0;
    }
    for (std::size_t first = 0; first < bags.size(); first += kTagsOfSegment) {
        start("TBD", bags[first]);
        list_.add("");
        list_.add({list_.keep(core::cat(pieces)),
                   list_.keep(core::cat(pounds > 0 ? pounds : kilograms)),
                   pounds > 0 ? "701" : "700"});
        list_.add("");
        list_.add(bags[first].attribute("BaggagePool"));
        add_tags(bags, first, list_);
        pieces = 0;
    }
}

}  // namespace sarhad::intake
