#include "waybill_reader.h"

#include "line_values.h"
#include "type_b.h"
#include "values.h"

#include "core/text.h"
#include "intake/cargo_values.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

using core::Redacted;
using facts::Bill;
using facts::GoodsLine;

std::string_view field_of(const std::vector<std::string_view>& fields, std::size_t at) {
    return at < fields.size() ? core::trim(fields[at]) : std::string_view{};
}

bool is_tag(std::string_view line) {
    return line.size() >= 3 && (line.size() == 3 || line[3] == '/') &&
           std::all_of(line.begin(), line.begin() + 3, [](char c) { return c >= 'A' && c <= 'Z'; });
}

facts::PartyRole role_of(std::string_view tag) {
    if (tag == "SHP") return facts::PartyRole::kShipper;
    if (tag == "CNE") return facts::PartyRole::kConsignee;
    if (tag == "NFY") return facts::PartyRole::kNotify;
    return facts::PartyRole::kForwarder;
}

/// "1500.00"; nothing for NVD, NCV and the like (none declared).
std::optional<std::int64_t> read_amount(std::string_view text) {
    const auto thousandths = read_thousandths(text);
    if (!thousandths || *thousandths > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return static_cast<std::int64_t>(*thousandths);
}

}  // namespace

const std::array<WaybillReader::Section, 32> WaybillReader::kSections{{
    {"MBI", &WaybillReader::read_master},
    {"HBS", &WaybillReader::read_house},
    {"FLT", &WaybillReader::read_flights},
    {"RTG", &WaybillReader::read_routing},
    {"SHP", &WaybillReader::read_party},
    {"CNE", &WaybillReader::read_party},
    {"NFY", &WaybillReader::read_party},
    {"AGT", &WaybillReader::read_party},
    {"NAM", &WaybillReader::read_name},
    {"ADR", &WaybillReader::read_address},
    {"LOC", &WaybillReader::read_location},
    {"CVD", &WaybillReader::read_values},
    {"RTD", &WaybillReader::read_rate},
    {"PPD", &WaybillReader::read_charges},
    {"COL", &WaybillReader::read_charges},
    {"SPH", &WaybillReader::read_handling},
    {"TXT", &WaybillReader::read_description},
    {"HTS", &WaybillReader::read_tariff},
    {"OCI", &WaybillReader::read_customs},
    {"COR", &WaybillReader::read_status},
    {"SCI", &WaybillReader::read_status},
    {"SSR", &WaybillReader::read_free_text},
    {"OSI", &WaybillReader::read_free_text},
    {"ACC", &WaybillReader::read_free_text},
    {"OTH", &WaybillReader::pass},
    {"CER", &WaybillReader::pass},
    {"ISU", &WaybillReader::pass},
    {"REF", &WaybillReader::pass},
    {"NOM", &WaybillReader::pass},
    {"SRI", &WaybillReader::pass},
    {"CDC", &WaybillReader::pass},
    {"DIM", &WaybillReader::pass},
}};

facts::Bill& WaybillReader::bill() {
    return bill_ ? draft_.message.bills[*bill_] : spare_;
}

/// The goods that are being described; the first where there are none yet.
facts::GoodsLine& WaybillReader::goods(const Line& at) {
    std::vector<GoodsLine>& all = bill().goods;
    if (all.empty()) {
        draft_.add(at, all, GoodsLine{}, facts::max_of(&Bill::goods));
        all.back().number = 1;
    }
    return all.back();
}

void WaybillReader::take(const Line& line) {
    if (line.text.front() == '/') {
        if (section_ == nullptr) {
            draft_.problem(line, "unknown-line", "continues nothing that is known here: not read");
            return;
        }
        ++line_in_section_;
        read_section(line, core::split(line.text.substr(1), '/'));
    } else if (const auto waybill = read_air_waybill(line.text)) {
        section_ = nullptr;
        add_waybill(line, *waybill);
    } else if (const auto damaged = guess_air_waybill(line.text); damaged && !is_tag(line.text)) {
        section_ = nullptr;
        add_waybill(line, *damaged);
    } else if (is_tag(line.text)) {
        start_section(line);
    } else if (!is_type_b_words(line.text)) {
        section_ = nullptr;
        draft_.problem(line, "unknown-line", "neither a section nor a waybill: not read");
    }
}

void WaybillReader::start_section(const Line& line) {
    const std::string_view tag = line.text.substr(0, 3);
    const auto* const found = std::find_if(
        kSections.begin(), kSections.end(), [&](const Section& known) { return known.tag == tag; });
    section_ = found == kSections.end() ? nullptr : found;
    tag_ = std::string{tag};
    line_in_section_ = 0;
    if (section_ == nullptr) {
        draft_.problem(line, "unknown-section", core::cat(tag, " is not known here: not read"));
        return;
    }
    read_section(line,
                 core::split(line.text.substr(std::min<std::size_t>(4, line.text.size())), '/'));
}

void WaybillReader::read_section(const Line& at, const Fields& fields) {
    if (!bill_ && section_->read != &WaybillReader::read_master &&
        section_->read != &WaybillReader::read_house && !is_strayed_) {
        draft_.problem(at, "no-waybill", "no waybill before: what follows is of none and not kept");
        is_strayed_ = true;
    }
    (this->*section_->read)(at, fields);
}

void WaybillReader::add_place(const Line& at, facts::PlaceRole role, std::string code) {
    facts::Place place;
    place.role = role;
    place.code = std::move(code);
    draft_.add(at, bill().places, std::move(place), facts::max_of(&Bill::places));
}

void WaybillReader::add_route(const Line& at,
                              std::string_view origin,
                              std::string_view destination) {
    if (!is_port(origin) || !is_port(destination)) {
        draft_.problem(at, "bad-port", "not two airports of three letters: kept as sent");
    }
    const auto code = [&](std::string_view sent) {
        return draft_.text(at, sent, facts::max_of(&facts::Place::code));
    };
    add_place(at, facts::PlaceRole::kOrigin, code(origin));
    add_place(at, facts::PlaceRole::kFinal, code(destination));
    routing_ = {std::string{origin}, std::string{destination}};
}

void WaybillReader::add_waybill(const Line& at, const AirWaybill& waybill) {
    flush_party();
    told_.clear();
    if (draft_.add_bill(at) == nullptr) {
        bill_.reset();
        return;
    }
    bill_ = draft_.message.bills.size() - 1;
    Bill& to = bill();
    to.number = draft_.text(at, waybill.number, facts::max_of(&Bill::number));
    to.kind = "AWB";
    to.level = facts::BillLevel::kStraight;
    if (!is_air_waybill_right(waybill.number)) {
        draft_.problem(at, "bad-check-digit", "the waybill's check digit is wrong: ask the sender");
    }
    add_route(at, waybill.origin, waybill.destination);
    const CargoQuantity quantity = read_cargo_quantity(waybill.rest);
    if (!quantity.is_whole_read) {
        draft_.problem(at, "bad-quantity", "pieces, weight or volume: what is known is kept");
    }
    to.packages = quantity.packages;
    to.total_packages = quantity.total_packages;
    to.gross_grams = quantity.grams;
    to.volume_litres = quantity.litres;
    draft_.message.reference = to.number;
}

/// MBI/999-12345675KHILHR/T10K250.
void WaybillReader::read_master(const Line& at, const Fields&) {
    const std::string_view sent = at.text.substr(std::min<std::size_t>(4, at.text.size()));
    auto waybill = read_air_waybill(sent);
    if (!waybill) waybill = guess_air_waybill(sent);
    if (!waybill) {
        draft_.problem(at, "bad-waybill", "MBI without a waybill's number: its houses have none");
        return;
    }
    add_waybill(at, *waybill);
    bill().level = facts::BillLevel::kMaster;
    master_ = bill().number;
}

/// HBS/HB123/KHILHR/4/K100.5/4/PHONES, and special handling codes in lines behind.
void WaybillReader::read_house(const Line& at, const Fields& fields) {
    if (line_in_section_ > 0) {
        read_handling(at, fields);
        return;
    }
    flush_party();
    told_.clear();
    if (draft_.add_bill(at) == nullptr) {
        bill_.reset();
        return;
    }
    bill_ = draft_.message.bills.size() - 1;
    Bill& to = bill();
    to.number = core::ascii_upper(draft_.text(at, field_of(fields, 0), 35));
    to.number.erase(std::remove(to.number.begin(), to.number.end(), ' '), to.number.end());
    to.master = master_;
    to.kind = "HWB";
    to.level = facts::BillLevel::kHouse;
    if (to.number.empty()) draft_.problem(at, "bill-without-number", "a house without a number");
    const std::string_view route = field_of(fields, 1);
    add_route(at, route.substr(0, 3), route.size() > 3 ? route.substr(3) : std::string_view{});
    const std::string_view weight = field_of(fields, 3);
    const CargoQuantity quantity = read_cargo_quantity(core::cat("T", field_of(fields, 2), weight));
    if (!quantity.is_whole_read || weight.empty()) {
        draft_.problem(at, "bad-quantity", "pieces or weight: what is known is kept");
    }
    to.packages = quantity.packages;
    to.gross_grams = quantity.grams;
    if (const std::string_view told = field_of(fields, 5); !told.empty()) {
        read_goods_part(at, "NG", told);
    }
}

/// FLT/QX612/14/QX300/15.
void WaybillReader::read_flights(const Line& at, const Fields& fields) {
    for (std::size_t i = 0; i < fields.size(); i += 2) {
        if (field_of(fields, i).empty()) continue;
        const FlightName name = read_flight_name(fields[i], {});
        facts::FlightLeg leg;
        leg.carrier = draft_.text(at, name.carrier, facts::max_of(&facts::FlightLeg::carrier));
        leg.number = draft_.text(at, name.number, facts::max_of(&facts::FlightLeg::number));
        const auto day = read_sent_day(field_of(fields, i + 1));
        if (day) set_departure(leg, *day);
        if (!day || !name.is_readable) {
            draft_.problem(at, "bad-flight-number", "not a flight and a day: kept as sent");
        }
        draft_.add(at, draft_.message.flights, std::move(leg), kFlights);
    }
}

/// RTG/LHRQX/JFKQX: the port that each carrier flies to.
void WaybillReader::read_routing(const Line& at, const Fields& fields) {
    if (line_in_section_ == 0 && !routing_.empty()) routing_.resize(1);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string port{field_of(fields, i).substr(0, 3)};
        if (port.empty()) continue;
        draft_.add(at, routing_, port, kFlights);
        if (i + 1 < fields.size()) {
            add_place(at, facts::PlaceRole::kTranshipment, port);
        }
    }
}

void WaybillReader::flush_party() {
    if (!party_) return;
    for (const Told& told : told_) {
        if (told.who == party_->code()) party_->add_customs(told.at, told.what, told.told);
    }
    facts::Party party = std::move(*party_).take();
    party_.reset();
    std::vector<facts::Party>& all = bill().parties;
    if (all.size() < facts::max_of(&Bill::parties)) all.push_back(std::move(party));
}

/// The first line holds an account (FWB) or the name itself (FHL, NFY); the others go on.
void WaybillReader::read_party(const Line& at, const Fields& fields) {
    if (line_in_section_ == 0) {
        flush_party();
        party_.emplace(draft_, role_of(tag_), tag_);
        const bool is_name_here = tag_ == "NFY" || draft_.message.format == "FHL";
        const bool is_told = is_name_here && !field_of(fields, 0).empty();
        if (is_told || CargoParty::has_labels(fields)) party_->add_line(at, fields);
    } else if (party_) {
        party_->add_line(at, fields);
    }
}

void WaybillReader::read_name(const Line& at, const Fields& fields) {
    if (party_) party_->add_name(at, field_of(fields, 0));
}

void WaybillReader::read_address(const Line& at, const Fields& fields) {
    if (party_) party_->add_address(at, field_of(fields, 0));
}

void WaybillReader::read_location(const Line& at, const Fields& fields) {
    if (party_) party_->add_location(at, fields);
}

/// CVD/USD/PP/PP/NVD/900/NVI (FWB), CVD/USD/PP/NVD/900/NVI (FHL): the last three are the values
/// for carriage, customs and insurance.
void WaybillReader::read_values(const Line& at, const Fields& fields) {
    Bill& to = bill();
    const std::string currency{field_of(fields, 0).substr(0, 3)};
    if (fields.size() < 5) {
        draft_.problem(at, "bad-values", "CVD is shorter than five parts: its values stay unknown");
        return;
    }
    to.is_freight_prepaid = field_of(fields, fields.size() - 4).starts_with('P');
    to.freight.currency = currency;
    if (const auto amount = read_amount(field_of(fields, fields.size() - 2))) {
        to.value = {*amount, currency};
    }
}

/// RTD/1/P10/K250.5/CQ/W250.5/R1.5/T375, /NG/PHONES, /2/NV/MC1.2, /NH/851712, /NU/AKE12345QX.
void WaybillReader::read_rate(const Line& at, const Fields& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string_view part = field_of(fields, i);
        if (part.size() == 2 && part[0] == 'N' && part[1] >= 'A' && part[1] <= 'Z') {
            read_goods_part(at, part, field_of(fields, i + 1));
            return;
        }
        if (part.size() < 2 || !core::is_ascii_digits(part.substr(1, 1))) continue;
        if (part[0] == 'P') {
            GoodsLine line;
            line.number = static_cast<std::uint32_t>(bill().goods.size() + 1);
            line.packages = read_cargo_quantity(part).packages;
            draft_.add(at, bill().goods, std::move(line), facts::max_of(&Bill::goods));
        } else if (part[0] == 'K' || part[0] == 'L') {
            goods(at).gross_grams = read_cargo_quantity(part).grams;
        }
    }
}

void WaybillReader::read_goods_part(const Line& at, std::string_view code, std::string_view value) {
    GoodsLine& line = goods(at);
    if (code == "NG" || code == "NC") {
        const std::string text =
            core::cat(line.description, line.description.empty() ? "" : " ", value);
        line.description = draft_.text(at, text, facts::max_of(&GoodsLine::description));
        if (code == "NC" || says_consolidation(value)) {
            Bill& to = bill();
            to.is_house_level_missing = to.level != facts::BillLevel::kHouse;
            if (to.is_house_level_missing) to.level = facts::BillLevel::kMaster;
        }
    } else if (code == "NV") {
        const auto litres = read_air_volume(value);
        if (!litres) draft_.problem(at, "bad-quantity", "not a volume: it stays unknown");
        line.volume_litres = litres.value_or(0);
    } else if (code == "NH") {
        add_tariff(at, value);
    } else if (code == "NO") {
        line.origin = draft_.text(at, value, facts::max_of(&GoodsLine::origin));
    } else if (code == "NU" && !value.empty()) {
        const std::string number = draft_.text(at, value, 35);
        draft_.add(at, line.containers, number, facts::max_of(&GoodsLine::containers));
        draft_.add(at, bill().containers, number, facts::max_of(&Bill::containers));
        if (facts::Container* const unit = draft_.add_container(at)) {
            unit->number = number;
            unit->kind = "ULD";
            unit->size_type = number.substr(0, 3);
            unit->bill = bill().number;
        }
    }
}

/// PPD/WT375.00/CT400.00: the total of what is prepaid or collected.
void WaybillReader::read_charges(const Line&, const Fields& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string_view part = field_of(fields, i);
        if (!part.starts_with("CT")) continue;
        if (const auto amount = read_amount(part.substr(2))) bill().freight.thousandths = *amount;
    }
}

void WaybillReader::read_handling(const Line& at, const Fields& fields) {
    for (const std::string_view sent : fields) {
        const std::string_view code = core::trim(sent);
        if (code.empty()) continue;
        if (!is_handling_code(code)) {
            draft_.problem(at, "bad-handling", "not a special handling code: not kept");
            continue;
        }
        draft_.add(at, bill().handling, std::string{code}, facts::max_of(&Bill::handling));
        if (auto danger = danger_of(code)) {
            draft_.add(
                at, goods(at).dangerous, std::move(*danger), facts::max_of(&GoodsLine::dangerous));
        }
    }
}

void WaybillReader::read_description(const Line& at, const Fields& fields) {
    std::string text;
    for (const std::string_view part : fields)
        text += core::cat(text.empty() ? "" : "/", part);
    read_goods_part(at, "NG", text);
}

void WaybillReader::read_tariff(const Line& at, const Fields& fields) {
    for (const std::string_view sent : fields)
        add_tariff(at, core::trim(sent));
}

/// A code of the goods at hand; a further one is a goods line of its own.
void WaybillReader::add_tariff(const Line& at, std::string_view sent) {
    const std::string hs = read_hs_code(sent);
    if (hs.empty()) {
        draft_.problem(at, "bad-hs", "not a Harmonised System code: not kept");
    } else if (goods(at).hs.empty()) {
        goods(at).hs = hs;
    } else if (goods(at).hs != hs) {
        GoodsLine line;
        line.number = static_cast<std::uint32_t>(bill().goods.size() + 1);
        line.hs = hs;
        draft_.add(at, bill().goods, std::move(line), facts::max_of(&Bill::goods));
    }
}

/// OCI/PK/SHP/T/1234567: the register's number of a party, whom to ask for and under which number;
/// //DNR/D/UN3480: dangerous goods. Other customs information is not kept. A line that names nobody
/// goes on about whom the one before named.
void WaybillReader::read_customs(const Line& at, const Fields& fields) {
    flush_party();
    if (line_in_section_ == 0) customs_of_.clear();
    if (!field_of(fields, 1).empty()) customs_of_ = std::string{field_of(fields, 1)};
    const std::string_view told = field_of(fields, 3);
    if (told.empty()) return;
    if (customs_of_ == "DNR") {
        auto danger = danger_of_un_number(told);
        if (!bill_ || !danger) return;
        draft_.add(
            at, goods(at).dangerous, std::move(*danger), facts::max_of(&GoodsLine::dangerous));
        return;
    }
    tell_customs(at, field_of(fields, 2), told);
}

void WaybillReader::tell_customs(const Line& at, std::string_view what, std::string_view told) {
    if (what != "T" && what != "CP" && what != "CT") return;
    std::vector<facts::Party>& all = bill().parties;
    const auto known = std::find_if(all.begin(), all.end(), [&](const facts::Party& party) {
        return party.role_code == customs_of_;
    });
    if (known == all.end()) {
        draft_.add(at,
                   told_,
                   Told{at, customs_of_, std::string{what}, std::string{told}},
                   facts::max_of(&Bill::references));
        return;
    }
    CargoParty party{draft_, std::move(*known)};
    party.add_customs(at, what, told);
    *known = std::move(party).take();
}

void WaybillReader::read_status(const Line& at, const Fields& fields) {
    bill().customs_status =
        draft_.text(at, field_of(fields, 0), facts::max_of(&Bill::customs_status));
}

void WaybillReader::read_free_text(const Line&, const Fields&) {
    leave_out(draft_.message, "free-text");
}

/// Known, and not kept (docs/intake-cargo-imp.md).
void WaybillReader::pass(const Line&, const Fields&) {}

void WaybillReader::finish() {
    flush_party();
    std::vector<Bill>& all = draft_.message.bills;
    if (all.size() == 1 && all[0].number == master_) all[0].is_house_level_missing = true;
    std::vector<facts::FlightLeg>& legs = draft_.message.flights;
    // Ports stand beside the flights: they belong together where there is one for each.
    if (legs.empty() || routing_.size() != legs.size() + 1) return;
    for (std::size_t i = 0; i < legs.size(); ++i) {
        legs[i].origin = routing_[i];
        legs[i].destination = routing_[i + 1];
    }
}

}  // namespace sarhad::intake
