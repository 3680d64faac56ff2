#include "border_entities.h"

#include "core/text.h"

#include <array>
#include <cmath>
#include <string>

namespace sarhad::rules::engine {
namespace {

using core::cat;

constexpr std::int64_t kDay = 86'400'000'000;
constexpr std::int64_t kToday = 20'000;

}  // namespace

BorderEntities::BorderEntities(const cel::SlotLayout& layout, RuleKind kind, std::uint64_t seed)
    : layout_{layout}, kind_{kind}, values_{seed}, now_{day(0)}, builder_{layout} {}

void BorderEntities::set(std::string_view path, const Fact& fact) {
    const auto place = layout_.find(0, path);
    SARHAD_CHECK(place.kind == cel::SlotLayout::PlaceKind::kSlot);
    SARHAD_CHECK(builder_.set(place.index, fact).has_value());
}

void BorderEntities::set_in(std::string_view list, std::string_view path, const Fact& fact) {
    const std::uint32_t table = layout_.find(0, list).index;
    const auto place = layout_.find(table, path);
    SARHAD_CHECK(place.kind == cel::SlotLayout::PlaceKind::kSlot);
    SARHAD_CHECK(builder_.set_in(table, place.index, fact).has_value());
}

void BorderEntities::add(std::string_view list) {
    SARHAD_CHECK(builder_.add_row(layout_.find(0, list).index).has_value());
}

std::int64_t BorderEntities::count(double usual) {
    return static_cast<std::int64_t>(amount(usual));
}

/// Mostly about `usual`, now and then many times that.
double BorderEntities::amount(double usual) {
    return usual * -std::log(1.0 - values_.share());
}

Micros BorderEntities::day(std::int64_t number) const {
    return {(kToday + number) * kDay};
}

void BorderEntities::place_and_time() {
    constexpr std::array<std::string_view, 4> kPorts{"PKKHI", "PKLHE", "PKISB", "PKQCT"};
    set("now", now_);
    set("port.code", kPorts[values_.below(kPorts.size())]);
    set("port.kind", std::string_view{"AIR"});
    set("port.country", std::string_view{"PK"});
}

void BorderEntities::traveller() {
    const std::string issuer = BorderValues::country3(values_.common(200));
    set("traveller.nationality", issuer);
    set("traveller.doc.issuer", issuer);
    set("traveller.sex", std::string_view{values_.one_in(2) ? "F" : "M"});
    set("traveller.birth_year", std::int64_t{1950} + static_cast<std::int64_t>(values_.below(60)));
    set("traveller.crew", values_.one_in(50));
    set("traveller.resident_border_zone", values_.one_in(30));
    set("traveller.doc.kind", std::string_view{"P"});
    set("traveller.doc.number", cat("N", 1'000'000 + values_.below(9'000'000)));
    set("traveller.doc.days_since_issue", count(900));
    set("traveller.visa.present", values_.one_in(3));
    set("traveller.visa.kind", std::string_view{"VISIT"});
    set("traveller.visa.valid_until", day(static_cast<std::int64_t>(values_.below(200))));
    set("traveller.stay_until", day(count(14)));
    set("traveller.stay_days", count(14));
    const std::int64_t bags = count(1.2);
    set("traveller.bags_checked", bags);
    set("traveller.bags_weight_kg", static_cast<double>(bags) * (10 + values_.share() * 15));
    for (std::int64_t i = 0; i < std::min<std::int64_t>(bags, 20); ++i) {
        add("bags");
        set_in("bags", "tag", cat(1'000'000'000 + values_.below(999'999'999)));
        set_in("bags", "weight_kg", 10 + values_.share() * 15);
        set_in("bags", "pooled", values_.one_in(4));
        set_in("bags", "with_owner", !values_.one_in(100));
    }
    if (values_.one_in(40)) {
        add("hits");
        set_in("hits", "list", std::string_view{values_.one_in(3) ? "NARC" : "LOST"});
        set_in("hits", "score", values_.share());
        set_in("hits", "confirmed", false);
    }
}

void BorderEntities::booking() {
    constexpr std::array<std::string_view, 4> kForms{"CC", "CC", "CA", "MS"};
    set("booking.locator", cat("L", 10'000 + values_.below(89'999)));
    set("booking.payment_form", kForms[values_.below(kForms.size())]);
    set("booking.one_way", values_.one_in(4));
    set("booking.days_before_departure", count(20));
    set("booking.party_size", std::int64_t{1} + count(1));
    set("booking.split", values_.one_in(30));
    set("booking.agency", BorderValues::agency(values_.common(4000)));
    set("booking.phone_shared_bookings_30d", count(0.5));
    set("booking.card_shared_bookings_30d", count(0.3));
    set("booking.detour_ratio", 1 + amount(0.15));
    const std::uint64_t legs = 1 + values_.below(4);
    std::uint64_t from = values_.common(900);
    for (std::uint64_t i = 0; i < legs; ++i) {
        const std::uint64_t to = values_.common(900);
        add("booking.legs");
        set_in("booking.legs", "carrier", BorderValues::carrier(values_.common(300)));
        set_in("booking.legs", "from", BorderValues::airport(from));
        set_in("booking.legs", "to", BorderValues::airport(to));
        set_in("booking.legs", "from_country", BorderValues::country(from % 200));
        set_in("booking.legs", "to_country", BorderValues::country(to % 200));
        set_in("booking.legs", "connect_minutes", count(120));
        from = to;
    }
}

void BorderEntities::history() {
    set("hist.crossings_30d", count(0.5));
    set("hist.crossings_90d", count(1.5));
    set("hist.avg_stay_hours_90d", amount(150));
    set("hist.distinct_ports_365d", count(1));
    set("hist.docs_used_365d", std::int64_t{1} + count(0.3));
    set("hist.cash_declarations_90d", count(0.2));
    set("hist.cash_total_365d_ref", amount(500));
    set("hist.seizures_1825d", std::int64_t{values_.one_in(200) ? 1 : 0});
    set("hist.inspections_365d", count(0.3));
    set("hist.inspections_negative_365d", std::int64_t{0});
}

void BorderEntities::line(std::uint64_t chapter) {
    constexpr std::string_view kLines = "declaration.lines";
    const std::string hs6 = BorderValues::hs6(chapter + 96 * values_.common(52));
    const double net = amount(120);
    const double value = amount(900);
    add(kLines);
    set_in(kLines, "hs", cat(hs6, "0090"));
    set_in(kLines, "hs2", std::string_view{hs6}.substr(0, 2));
    set_in(kLines, "hs4", std::string_view{hs6}.substr(0, 4));
    set_in(kLines, "hs6", hs6);
    set_in(kLines, "description", cat("GOODS OF ", hs6, values_.one_in(5) ? " PARTS" : " NEW"));
    set_in(kLines, "origin_country", BorderValues::country(values_.common(200)));
    set_in(kLines, "net_kg", net);
    set_in(kLines, "quantity", amount(50));
    set_in(kLines, "value_ref", value);
    set_in(kLines, "value_int", static_cast<std::int64_t>(value));
    set_in(kLines, "unit_value", amount(20));
    set_in(kLines, "value_per_kg", net > 0 ? value / net : 0.0);
    set_in(kLines, "band.p10", 4 + amount(4));
    set_in(kLines, "band.median", 14 + amount(4));
    set_in(kLines, "band.p90", 30 + amount(4));
    set_in(kLines, "band.samples", count(60));
}

void BorderEntities::declaration(std::uint32_t lines) {
    set("declaration.number", cat("D", values_.below(1'000'000'000)));
    set("declaration.regime", std::string_view{"4000"});
    set("declaration.declarant_amendments_365d", count(3));
    set("consignment.bill", cat("B", values_.below(1'000'000'000)));
    set("consignment.mode", std::string_view{"SEA"});
    set("consignment.value_ref", amount(30'000));
    set("consignment.gross_kg", amount(9'000));
    set("consignment.packages", count(300));
    set("consignment.origin_country", BorderValues::country(values_.common(200)));
    set("consignment.final_country", std::string_view{"PK"});
    for (const std::string_view party : {"shipper", "consignee", "notify"}) {
        const std::string path = cat("consignment.", party);
        set(cat(path, ".name"), std::string_view{"EXAMPLE TRADING COMPANY (PRIVATE) LIMITED"});
        set(cat(path, ".country"), BorderValues::country(values_.common(200)));
        set(cat(path, ".tax_id"), cat(1'000'000 + values_.below(9'000'000)));
        set(cat(path, ".registered_days"), count(2'000));
        set(cat(path, ".aeo"), values_.one_in(5));
    }
    set("consignee_hist.shipments_730d", count(20));
    set("consignee_hist.seizures_1825d", std::int64_t{0});
    std::array<std::uint64_t, 12> chapters{};
    for (std::uint64_t& chapter : chapters) {
        chapter = values_.below(96);
    }
    for (std::uint32_t i = 0; i < lines; ++i) {
        line(chapters[values_.common(chapters.size())]);
    }
}

Frame BorderEntities::next(std::uint64_t arrived, std::uint32_t lines) {
    builder_.begin(arrived);
    place_and_time();
    if (kind_ == RuleKind::kDeclaration) {
        declaration(lines);
        return builder_.finish();
    }
    traveller();
    if ((arrived & source_of(Feed::kPnr)) != 0) {
        booking();
    }
    history();
    return builder_.finish();
}

ReferenceLists BorderEntities::lists() {
    ReferenceLists made{layout_, 1};
    const auto texts = [&](std::size_t size, auto make) {
        std::vector<std::string> list;
        while (list.size() < size) {
            list.push_back(make());
        }
        return std::make_shared<const cel::TextSet>(std::move(list));
    };
    for (std::uint32_t i = 0; i < layout_.sets().size(); ++i) {
        const std::string& path = layout_.sets()[i].path;
        const auto country = [&] { return BorderValues::country(100 + values_.below(100)); };
        const auto hs6 = [&] { return BorderValues::hs6(4000 + values_.below(1000)); };
        const auto agency = [&] { return BorderValues::agency(3000 + values_.below(1000)); };
        made.put(i,
                 path.find("hs6") != std::string::npos        ? texts(300, hs6)
                 : path.find("agencies") != std::string::npos ? texts(300, agency)
                                                              : texts(20, country));
    }
    return made;
}

}  // namespace sarhad::rules::engine
