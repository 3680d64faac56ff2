#include "cargo_segments.h"

#include "values.h"

#include "core/check_digits.h"
#include "core/text.h"
#include "intake/cargo_values.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

using core::Redacted;

constexpr std::size_t kNameParts = 5;      ///< C080, C058: the sixth of C080 is a format.
constexpr std::size_t kFullLine = 35;      ///< A line of C058 that is full goes on in the next.
constexpr std::size_t kTextBytes = 4'096;  ///< Before it is cut to its field.

void append(std::string& to, std::string_view text, std::string_view between) {
    if (text.empty() || to.size() > kTextBytes) return;
    if (!to.empty()) to += between;
    to += text;
}

/// The components [first, last) of an element.
std::string joined(const Segment& segment,
                   std::size_t element,
                   std::size_t first,
                   std::size_t last,
                   std::string_view between) {
    std::string text;
    for (std::size_t c = first; c < std::min(last, segment.components(element)); ++c) {
        append(text, segment.at(element, c), between);
    }
    return text;
}

/// The name, where NAD has no C080: the first line of C058, with those that a full line goes on in.
/// Gives the number of lines that it takes.
std::size_t read_unstructured_name(const Segment& nad, std::string& name) {
    std::size_t lines = 0;
    std::string_view line;
    do {
        line = nad.at(3, lines);
        append(name, line, " ");
        ++lines;
    } while (line.size() == kFullLine && lines < nad.components(3));
    return lines;
}

/// The element of C222. Some senders leave out one before it, or send one too many: the element
/// beside it is taken where it is empty itself and that one has the parts of no other composite.
std::size_t means_element(CargoDraft& draft, const Segment& tdt) {
    constexpr std::size_t kMeans = 8;
    if (!joined(tdt, kMeans, 0, kNameParts, "").empty()) return kMeans;
    for (const std::size_t beside : {kMeans - 1, kMeans + 1}) {
        const bool has_name = tdt.components(beside) > 3 && !tdt.at(beside, 3).empty();
        if (!has_name && read_imo_number(tdt.at(beside)).empty()) continue;
        draft.problem(tdt,
                      "damaged-segment",
                      "TDT: the means of transport stands an element too early or too late");
        return beside;
    }
    return kMeans;
}

/// 8213 with its code list: a call sign, a ship's IMO number, a plate or a name.
void read_means(CargoDraft& draft, const Segment& tdt, facts::Conveyance& to) {
    const std::size_t means = means_element(draft, tdt);
    const std::string_view list = tdt.at(means, 1);
    const std::string_view agency = tdt.at(means, 2);
    // A lorry has a plate and no name: what stands in its place (8212) identifies it.
    const bool is_road = to.mode == facts::Mode::kRoad;
    const bool is_plate_named = is_road && tdt.at(means).empty();
    const std::string_view id = is_plate_named ? tdt.at(means, 3) : tdt.at(means);
    if (!is_plate_named) draft.once<&facts::Conveyance::name>(tdt, to, tdt.at(means, 3));
    draft.once<&facts::Conveyance::flag>(tdt, to, tdt.at(means, 4));
    if (id.empty()) return;
    const std::string imo = read_imo_number(id);
    const bool is_listed = list == "146" || agency == "11";
    const bool is_ship = !imo.empty() || list == "103";
    if (is_ship && to.mode == facts::Mode::kUnknown) to.mode = facts::Mode::kSea;
    if (!imo.empty() && to.mode != facts::Mode::kRoad && to.mode != facts::Mode::kAir) {
        draft.keep_first(tdt, to.number, imo);
    } else if (list == "103") {
        draft.once_code<&facts::Conveyance::call_sign>(tdt, to, id);
    } else if (!is_listed && !is_road && to.name.empty() &&
               id.find(' ') != std::string_view::npos) {
        draft.once<&facts::Conveyance::name>(tdt, to, id);
    } else {
        if (is_listed && id.size() == 7 && core::is_ascii_digits(id)) {
            draft.problem(tdt,
                          "bad-imo-number",
                          "TDT: the check digit of the ship's number is wrong: kept as sent");
        }
        draft.once<&facts::Conveyance::number>(tdt, to, id);
    }
}

/// An aircraft is known by its flight: some send it where a ship has its name.
void take_flight_for_name(facts::Conveyance& to) {
    const FlightName flight = read_flight_name(to.name, {});
    if (!flight.is_readable || flight.carrier.empty()) return;
    to.voyage = core::cat(flight.carrier, flight.number);
    if (to.carrier.empty()) to.carrier = flight.carrier;
    to.name.clear();
}

Measured of_property(std::string_view property) {
    switch (packed(property)) {
        case packed("G"):
        case packed("AAB"):
        case packed("AAD"):
        case packed("AAE"):
        case packed("AET"):
        case packed("EGW"):
            return Measured::kGross;
        case packed("N"):
        case packed("AAA"):
        case packed("AAC"):
        case packed("AAF"):
        case packed("AAL"):
            return Measured::kNet;
        case packed("T"):
            return Measured::kTare;
        case packed("VGM"):
            return Measured::kVerified;
        default:  // Not our enum.
            return Measured::kNothing;
    }
}

bool is_dimension(std::string_view code) {
    switch (packed(code)) {
        case packed("PD"):
        case packed("DT"):
        case packed("LN"):
        case packed("WD"):
        case packed("HT"):
        case packed("TL"):
        case packed("LMT"):
        case packed("TE"):
            return true;
        default:  // Not our enum.
            return false;
    }
}

bool is_weight_or_volume(std::string_view unit) {
    return unit_kind(core::ascii_upper(unit)) != UnitKind::kOther;
}

/// Unit and value where neither stands in its own element: MEA+G+KGM:1000, MEA+WT+G:KGM:1000,
/// MEA+AAE+AAB+KGM+1000.
struct MovedAmount {
    std::string_view unit;
    std::string_view value;
};
std::optional<MovedAmount> moved_amount(const Segment& mea) {
    if (!mea.at(3, 1).empty()) return std::nullopt;
    const auto read = [](std::string_view unit, std::string_view value) {
        return is_weight_or_volume(unit) && read_thousandths(value).has_value();
    };
    if (read(mea.at(3), mea.at(4))) return MovedAmount{mea.at(3), mea.at(4)};
    for (const std::size_t e : {std::size_t{2}, std::size_t{1}}) {
        for (std::size_t c = 0; c + 1 < mea.components(e); ++c) {
            if (read(mea.at(e, c), mea.at(e, c + 1))) {
                return MovedAmount{mea.at(e, c), mea.at(e, c + 1)};
            }
        }
    }
    return std::nullopt;
}

/// What the sort of a measure is where a unit stands in its place: that of the element before it.
std::string_view property_of(const Segment& mea) {
    return is_weight_or_volume(mea.at(2)) ? std::string_view{} : mea.at(2);
}

/// "WT" with nothing in C502 is the gross weight.
Measured of_weight(const Segment& mea) {
    const std::string_view sort = property_of(mea);
    const Measured property = of_property(sort);
    if (property != Measured::kNothing) return property;
    // Some send the sort in the place of the purpose: MEA+N+KGM:1100.
    const Measured purpose = of_property(mea.at(1));
    const bool is_sort = mea.at(1) == "G" || mea.at(1) == "N";
    if (is_sort || purpose == Measured::kTare || purpose == Measured::kVerified) return purpose;
    return sort.empty() || sort == "WT" || sort == "WX" ? Measured::kGross : Measured::kNothing;
}

}  // namespace

facts::Party& read_party(CargoDraft& draft,
                         const Segment& nad,
                         std::vector<facts::Party>& to,
                         std::size_t max) {
    facts::Party& party = draft.add(nad, to, max, "parties");
    party.role = party_role(nad.at(1));
    draft.once<&facts::Party::role_code>(nad, party, nad.at(1));
    party.number = Redacted{draft.text(nad, nad.at(2), facts::max_of(&facts::Party::number))};
    std::string name = joined(nad, 4, 0, kNameParts, " ");
    std::size_t lines = 0;
    if (name.empty()) lines = read_unstructured_name(nad, name);
    std::string address = joined(nad, 3, lines, kNameParts, ", ");
    append(address, joined(nad, 5, 0, kNameParts, ", "), ", ");
    append(address, nad.at(7, 3).empty() ? nad.at(7) : nad.at(7, 3), ", ");
    party.name = Redacted{draft.text(nad, name, facts::max_of(&facts::Party::name))};
    party.address = Redacted{draft.text(nad, address, facts::max_of(&facts::Party::address))};
    party.city = Redacted{draft.text(nad, nad.at(6), facts::max_of(&facts::Party::city))};
    draft.once<&facts::Party::postal_code>(nad, party, nad.at(8));
    draft.once<&facts::Party::country>(nad, party, nad.at(9));
    return party;
}

void read_contact(CargoDraft& draft, const Segment& segment, facts::Party& to) {
    std::string contact = to.contact.reveal();
    if (segment.tag() == "CTA") {
        append(contact, segment.at(2, 1).empty() ? segment.at(2) : segment.at(2, 1), ", ");
    } else {
        for (std::size_t e = 1; e < segment.elements(); ++e)
            append(contact, segment.at(e), ", ");
    }
    to.contact = Redacted{draft.text(segment, contact, facts::max_of(&facts::Party::contact))};
}

facts::Place* read_place(CargoDraft& draft,
                         const Segment& loc,
                         PlaceMeaning meaning,
                         std::vector<facts::Place>& to,
                         std::size_t max) {
    const std::string_view terminal = loc.at(3).empty() ? loc.at(3, 3) : loc.at(3);
    if (loc.at(2).empty() && loc.at(2, 3).empty() && terminal.empty()) return nullptr;
    if (!meaning.is_known) draft.unknown_code(loc, "a code of a place");
    facts::Place& place = draft.add(loc, to, max, "places");
    place.role = meaning.role;
    place.code = draft.text(loc, read_place_code(loc.at(2)), facts::max_of(&facts::Place::code));
    const bool is_said_locode = loc.at(2, 1) == "139" && loc.at(2, 2) != "ZZZ";
    if (is_said_locode && !place.code.empty() && !is_locode(place.code)) {
        draft.problem(loc, "bad-place-code", "LOC: not the shape of a UN/LOCODE: kept as sent");
    }
    draft.once<&facts::Place::name>(loc, place, loc.at(2, 3));
    draft.once<&facts::Place::terminal>(loc, place, terminal);
    return &place;
}

Measure read_measure(CargoDraft& draft, const Segment& mea) {
    std::string unit = core::ascii_upper(mea.at(3));
    std::string_view amount = mea.at(3, 1);
    if (is_dimension(mea.at(1)) || is_dimension(mea.at(2))) return {};
    if (const auto moved = moved_amount(mea)) {
        draft.problem(mea, "damaged-segment", "MEA: unit and value stand in another element");
        unit = core::ascii_upper(moved->unit);
        amount = moved->value;
    } else if (amount.empty()) {
        // Some send the value in the place of the unit: MEA+WT++26000.
        if (!read_thousandths(unit)) return {};
        draft.problem(mea, "unit-missing", "MEA: no unit: taken as kilograms");
        unit = "KGM";
        amount = mea.at(3);
    }
    Measure measure;
    std::optional<std::uint64_t> read;
    const UnitKind kind = unit_kind(unit);
    if (kind == UnitKind::kWeight) {
        measure.what = of_weight(mea);
        read = read_grams(amount, unit);
    } else if (kind == UnitKind::kVolume) {
        measure.what = Measured::kVolume;
        read = read_litres(amount, unit);
    } else {
        measure.what = Measured::kQuantity;
        read = read_thousandths(amount);
    }
    if (!read) {
        draft.problem(mea, "bad-quantity", "MEA: not a number in range");
        return {};
    }
    if (measure.what == Measured::kNothing) {
        draft.unknown_code(mea, "a measure");
        if (mea.at(1) != "WT") return {};
        measure.what = Measured::kGross;  // A weight of a sort that is not listed.
    }
    measure.amount = *read;
    return measure;
}

void read_dangerous(CargoDraft& draft,
                    const Segment& dgs,
                    std::vector<facts::DangerousGoods>& to,
                    std::size_t max) {
    facts::DangerousGoods& goods = draft.add(dgs, to, max, "dangerous-goods");
    draft.once_code<&facts::DangerousGoods::code>(dgs, goods, dgs.at(1));
    draft.once_code<&facts::DangerousGoods::hazard>(dgs, goods, dgs.at(2));
    goods.un_number = read_un_number(dgs.at(3));
    if (goods.un_number.empty() && !dgs.at(3).empty()) {
        draft.problem(dgs, "bad-un-number", "DGS: not four digits: kept as sent");
        draft.once_code<&facts::DangerousGoods::un_number>(dgs, goods, dgs.at(3));
    }
}

void read_transport(CargoDraft& draft, const Segment& tdt, facts::Conveyance& to) {
    to.mode = transport_mode(tdt.at(3), tdt.at(4));
    draft.once_code<&facts::Conveyance::voyage>(tdt, to, tdt.at(2));
    draft.once<&facts::Conveyance::carrier>(tdt, to, tdt.at(5).empty() ? tdt.at(5, 3) : tdt.at(5));
    read_means(draft, tdt, to);
    if (to.mode == facts::Mode::kAir && to.voyage.empty()) take_flight_for_name(to);
}

void read_text(CargoDraft& draft,
               const Segment& segment,
               std::size_t element,
               std::string& to,
               std::size_t max) {
    const std::string sent = joined(segment, element, 0, segment.components(element), " ");
    if (sent.empty()) return;
    if (to.size() + 4 > max) {
        draft.problem(segment, "too-long", core::cat("a text was cut to ", max, " bytes"));
        return;
    }
    if (!to.empty()) to += ' ';
    to += draft.text(segment, sent, max - to.size());
}

bool is_goods_text(std::string_view subject) {
    switch (packed(subject)) {
        case packed("AAA"):
        case packed("AAC"):
        case packed("AAD"):
        case packed("PRD"):
        case packed("LIN"):
            return true;
        default:  // Not our enum.
            return false;
    }
}

facts::Money read_amount(CargoDraft& draft, const Segment& moa) {
    if (moa.at(1, 1).empty()) return {};  // Only its currency is told.
    const auto money = read_money(moa.at(1, 1), moa.at(1, 2));
    if (!money) draft.problem(moa, "bad-quantity", "MOA: not an amount in range");
    return money ? *money : facts::Money{};
}

facts::LocalTime read_time(CargoDraft& draft, const Segment& dtm) {
    const std::string_view sent = dtm.at(1, 1);
    if (sent.empty()) return {};
    const auto read = read_local_time(sent, dtm.at(1, 2), draft.draft().prepared);
    if (!read) {
        draft.problem(dtm, "bad-date", "not a date: the field stays unknown");
        return {};
    }
    if (!read->fits_format) {
        draft.problem(dtm, "date-format", "the format contradicts the time: read by its length");
    }
    return read->time;
}

void read_seal(CargoDraft& draft,
               const Segment& sel,
               std::vector<std::string>& to,
               std::size_t max) {
    constexpr std::size_t kSealBytes = 35;
    draft.add_text(sel, to, max, draft.code(sel, sel.at(1), kSealBytes), "seals");
}

}  // namespace sarhad::intake
