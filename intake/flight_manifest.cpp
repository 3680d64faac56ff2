#include "flight_manifest.h"

#include "line_values.h"
#include "type_b.h"
#include "values.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

using facts::Bill;
using facts::PlaceRole;

std::string_view field_of(const std::vector<std::string_view>& fields, std::size_t at) {
    return at < fields.size() ? core::trim(fields[at]) : std::string_view{};
}

}  // namespace

void FlightManifestReader::take(const Line& line) {
    const std::string_view text = line.text;
    if (text == "LAST" || text == "CONT") {
        is_ended_ = true;
        return;
    }
    if (text.front() == '/') return read_continuation(line);
    if (const auto waybill = read_air_waybill(text)) return read_consignment(line, *waybill);
    const bool is_numbered =
        text.size() > 2 && text[0] >= '0' && text[0] <= '9' && text.find('/') < 3;
    if (is_numbered && !has_flight_) {
        return read_flight(line, core::split(text.substr(text.find('/') + 1), '/'));
    }
    if (text.starts_with("ULD/")) return read_unit(line, core::split(text.substr(4), '/'));
    if (read_unloading(line)) return;
    if (const auto waybill = guess_air_waybill(text)) return read_consignment(line, *waybill);
    read_tagged(line);
}

/// QX612/14JAN1015/DXB/APXXX: flight, departure, port of loading, registration.
void FlightManifestReader::read_flight(const Line& at, const Fields& fields) {
    has_flight_ = true;
    context_ = Context::kFlight;
    const FlightName name = read_flight_name(field_of(fields, 0), {});
    flight_.carrier = draft_.text(at, name.carrier, facts::max_of(&facts::FlightLeg::carrier));
    flight_.number = draft_.text(at, name.number, facts::max_of(&facts::FlightLeg::number));
    if (!name.is_readable || name.carrier.empty()) {
        draft_.problem(at, "bad-flight-number", "not a carrier and a number: kept as sent");
    }
    if (const auto day = read_sent_day(field_of(fields, 1))) {
        set_departure(flight_, *day);
    } else {
        draft_.problem(at, "bad-date", "not a day such as 14JAN1015: it stays unknown");
    }
    from_ = draft_.text(at, field_of(fields, 2), facts::max_of(&facts::Place::code));
    if (!is_port(from_)) draft_.problem(at, "bad-port", "the port of loading: kept as sent");
    registration_ = draft_.text(at, field_of(fields, 3), facts::max_of(&facts::Conveyance::number));
    flight_.origin = from_;
}

/// "KHI", "KHI/NIL", "KHI/14JAN1325", "KHI//14JAN1325", "KHI/NIL/14JAN1325/14JAN1500". Other lines
/// of three letters have other things behind.
bool FlightManifestReader::read_unloading(const Line& at) {
    const Fields fields = core::split(at.text, '/');
    const std::string_view port = field_of(fields, 0);
    const std::string_view behind = field_of(fields, 1);
    const bool is_nil = behind == "NIL";
    if (!has_flight_ || port.size() != 3 || !is_port(port)) return false;
    const std::string_view when = behind.empty() ? field_of(fields, 2) : behind;
    if (!is_nil && fields.size() > 1 && !read_sent_day(when)) return false;
    unit_.clear();
    bill_.reset();
    context_ = Context::kNothing;
    is_all_nil_ = is_all_nil_ && is_nil;
    facts::FlightLeg leg = flight_;
    leg.destination = std::string{port};
    if (!unloads_at_.empty()) {  // A further stop: its departure is told in no line.
        leg.departs = {};
        leg.day.clear();
        leg.origin = unloads_at_;
    }
    unloads_at_ = leg.destination;
    draft_.add(at, draft_.message.flights, std::move(leg), kFlights);
    return true;
}

/// ULD/AKE12345QX-1/REMARK.
void FlightManifestReader::read_unit(const Line& at, const Fields& fields) {
    bill_.reset();
    context_ = Context::kNothing;
    const std::string_view sent = field_of(fields, 0);
    unit_ = draft_.text(at, sent.substr(0, sent.find('-')), 35);
    facts::Container* const unit = unit_.empty() ? nullptr : draft_.add_container(at);
    if (unit == nullptr) {
        if (unit_.empty()) draft_.problem(at, "unit-without-number", "a ULD without its number");
        return;
    }
    unit->number = unit_;
    unit->kind = "ULD";
    unit->size_type = unit_.substr(0, 3);
    unit->fullness = facts::Fullness::kFull;
    add_place(at, unit->places, PlaceRole::kLoading, from_);
    add_place(at, unit->places, PlaceRole::kDischarge, unloads_at_);
}

/// 999-12345675DXBKHI/T10K250.5MC1.2/MOBILE PHONES.
void FlightManifestReader::read_consignment(const Line& at, const AirWaybill& waybill) {
    context_ = Context::kConsignment;
    is_all_nil_ = false;
    bill_.reset();
    if (unloads_at_.empty()) {
        draft_.problem(at, "no-unloading", "no port of unloading before: it stays unknown");
    }
    Bill* const bill = draft_.add_bill(at);
    if (bill == nullptr) return;
    bill_ = draft_.message.bills.size() - 1;
    bill->number = draft_.text(at, waybill.number, facts::max_of(&Bill::number));
    bill->kind = "AWB";
    if (!is_air_waybill_right(waybill.number)) {
        draft_.problem(at, "bad-check-digit", "the waybill's check digit is wrong: ask the sender");
    }
    const std::size_t slash = waybill.rest.find('/');
    const CargoQuantity quantity = read_cargo_quantity(waybill.rest.substr(0, slash));
    if (!quantity.is_whole_read || quantity.packages == 0) {
        draft_.problem(at, "bad-quantity", "pieces, weight or volume: what is known is kept");
    }
    bill->packages = quantity.packages;
    bill->total_packages = quantity.total_packages;
    bill->gross_grams = quantity.grams;
    bill->volume_litres = quantity.litres;
    add_place(at, bill->places, PlaceRole::kOrigin, waybill.origin);
    add_place(at, bill->places, PlaceRole::kLoading, from_);
    add_place(at, bill->places, PlaceRole::kDischarge, unloads_at_);
    add_place(at, bill->places, PlaceRole::kFinal, waybill.destination);
    facts::GoodsLine& goods = bill->goods.emplace_back();
    goods.number = 1;
    goods.packages = quantity.packages;
    goods.gross_grams = quantity.grams;
    goods.volume_litres = quantity.litres;
    if (!unit_.empty()) {
        bill->containers.push_back(unit_);
        goods.containers.push_back(unit_);
    }
    if (slash != std::string_view::npos) add_text(at, waybill.rest.substr(slash + 1));
}

void FlightManifestReader::add_place(const Line& at,
                                     std::vector<facts::Place>& to,
                                     PlaceRole role,
                                     const std::string& code) {
    if (code.empty()) return;
    facts::Place place;
    place.role = role;
    place.code = code;
    draft_.add(at, to, std::move(place), facts::max_of(&facts::Container::places));
}

void FlightManifestReader::add_handling(const Line& at, std::string_view code) {
    Bill& bill = draft_.message.bills[*bill_];
    draft_.add(at, bill.handling, std::string{code}, facts::max_of(&Bill::handling));
    if (auto danger = danger_of(code)) {
        draft_.add(at,
                   bill.goods[0].dangerous,
                   std::move(*danger),
                   facts::max_of(&facts::GoodsLine::dangerous));
    }
}

void FlightManifestReader::add_text(const Line& at, std::string_view text) {
    if (text.empty()) return;
    Bill& bill = draft_.message.bills[*bill_];
    std::string& to = bill.goods[0].description;
    to = draft_.text(at,
                     core::cat(to, to.empty() ? "" : " ", text),
                     facts::max_of(&facts::GoodsLine::description));
    if (says_consolidation(to)) {
        bill.level = facts::BillLevel::kMaster;
        bill.is_house_level_missing = true;
    }
}

/// "/PER/ECC" special handling codes, "/PK/14JAN1325/KHI" of the flight, else a text that goes on.
void FlightManifestReader::read_continuation(const Line& at) {
    const Fields fields = core::split(at.text.substr(1), '/');
    if (context_ == Context::kFlight) return;  // First port of arrival: the ports below tell it.
    // A waybill whose first byte is damaged is none of these.
    const bool is_waybill = guess_air_waybill(at.text.substr(1)).has_value();
    if (context_ == Context::kSizes && !is_waybill) return;
    if (context_ == Context::kCustoms && !is_waybill) return read_customs(at, fields);
    if (context_ == Context::kText) {
        leave_out(draft_.message, "free-text");
        return;
    }
    if (context_ != Context::kConsignment || !bill_) {
        draft_.problem(at, "unknown-line", "continues nothing that is known here: not read");
        return;
    }
    const bool are_codes = std::all_of(fields.begin(), fields.end(), [](std::string_view part) {
        return is_handling_code(core::trim(part));
    });
    if (!are_codes) return add_text(at, at.text.substr(1));
    for (const std::string_view code : fields)
        add_handling(at, core::trim(code));
}

/// PK/DNR/D/UN3480: dangerous goods. Other customs information is not kept; a line that names
/// nobody goes on about whom the one before named.
void FlightManifestReader::read_customs(const Line& at, const Fields& fields) {
    if (const auto who = field_of(fields, 1); !who.empty()) customs_of_ = std::string{who};
    auto danger = customs_of_ == "DNR" ? danger_of_un_number(field_of(fields, 3)) : std::nullopt;
    if (!bill_ || !danger) return;
    draft_.add(at,
               draft_.message.bills[*bill_].goods[0].dangerous,
               std::move(*danger),
               facts::max_of(&facts::GoodsLine::dangerous));
}

/// COR, SCI: customs status. DIM: sizes, not kept. OCI: customs information. OSI: free text.
void FlightManifestReader::read_tagged(const Line& at) {
    const std::string_view tag = at.text.substr(0, 4);
    if ((tag == "COR/" || tag == "SCI/") && bill_) {
        draft_.message.bills[*bill_].customs_status =
            draft_.text(at, at.text.substr(4), facts::max_of(&Bill::customs_status));
    } else if (tag == "OSI/") {
        context_ = Context::kText;
        leave_out(draft_.message, "free-text");
    } else if (tag == "DIM/") {
        context_ = Context::kSizes;
    } else if (tag == "OCI/") {
        context_ = Context::kCustoms;
        customs_of_.clear();
        read_customs(at, core::split(at.text.substr(4), '/'));
    } else if (!is_type_b_words(at.text) || is_port(at.text)) {
        draft_.problem(at, "unknown-line", "neither a port, a unit nor a waybill: not read");
    }
}

void FlightManifestReader::finish(const Line& last) {
    if (!is_ended_) {
        draft_.problem(last, "no-end", "no LAST or CONT: the manifest may be cut off");
    }
    if (!has_flight_) {
        draft_.problem(last, "no-flight", "the manifest's flight is missing or cannot be read");
        return;
    }
    facts::Conveyance& aircraft = draft_.message.conveyances.emplace_back();
    aircraft.mode = facts::Mode::kAir;
    aircraft.voyage = core::cat(flight_.carrier, flight_.number);
    aircraft.number = registration_;
    aircraft.carrier = flight_.carrier;
    aircraft.is_empty = is_all_nil_ && !draft_.message.flights.empty();
    add_place(last, aircraft.places, PlaceRole::kLoading, from_);
    for (const facts::FlightLeg& leg : draft_.message.flights)
        add_place(last, aircraft.places, PlaceRole::kDischarge, leg.destination);
}

}  // namespace sarhad::intake
