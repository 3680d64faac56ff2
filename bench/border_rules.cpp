#include "border_rules.h"

#include "core/text.h"

#include <array>
#include <cstdio>
#include <string_view>

namespace sarhad::rules::engine {
namespace {

using core::cat;

/// Two digits behind the point, as CEL wants a double.
std::string real(double value) {
    const auto hundredths = static_cast<std::int64_t>(value * 100);
    const std::int64_t rest = hundredths % 100;
    return cat(hundredths / 100, ".", rest < 10 ? "0" : "", rest);
}

std::string quoted(std::string_view text) {
    return cat("'", text, "'");
}

/// Writes conditions, one shape after the other.
class Author final {
public:
    explicit Author(std::uint64_t seed) : values_{seed} {}

    std::string condition(RuleKind kind) {
        switch (kind) {
            case RuleKind::kTraveller:
                return cat(traveller(), " && ", traveller_only());
            case RuleKind::kBooking:
                return cat("booking.party_size >= ", 1 + values_.below(5), " && ", agency());
            case RuleKind::kCash:
                return cash();
            case RuleKind::kConsignment:
                return consignment();
            case RuleKind::kDeclaration:
                return declaration();
            case RuleKind::kConveyance:
                break;
        }
        return conveyance();
    }
    bool one_in(std::uint64_t many) { return values_.one_in(many); }
    std::uint64_t below(std::uint64_t bound) { return values_.below(bound); }

private:
    std::string country() { return quoted(BorderValues::country(values_.below(200))); }
    std::string country3() { return quoted(BorderValues::country3(values_.below(200))); }
    std::string airport() { return quoted(BorderValues::airport(values_.below(900))); }
    std::string countries(std::size_t count) {
        std::string list = country();
        for (std::size_t i = 1; i < count; ++i) {
            list += cat(", ", country());
        }
        return cat("[", list, "]");
    }
    std::string agency() {
        const std::string one = quoted(BorderValues::agency(values_.below(4000)));
        return values_.one_in(3) ? cat("booking.agency in [",
                                       one,
                                       ", ",
                                       quoted(BorderValues::agency(values_.below(4000))),
                                       "]")
                                 : cat("booking.agency == ", one);
    }

    /// What a traveller's rule asks, as in the example pack.
    std::string traveller() {
        switch (values_.below(8)) {
            case 0:
                return cat("booking.payment_form == '",
                           values_.one_in(4) ? "MS" : "CA",
                           "' && booking.one_way && booking.days_before_departure <= ",
                           1 + values_.below(5),
                           " && traveller.bags_checked == 0");
            case 1:
                return cat("hist.crossings_90d >= ",
                           3 + values_.below(10),
                           " && hist.avg_stay_hours_90d < ",
                           real(12 + values_.share() * 60),
                           " && !traveller.crew && !traveller.resident_border_zone");
            case 2:
                return cat("booking.legs.size() >= ",
                           2 + values_.below(3),
                           " && booking.detour_ratio > ",
                           real(1.2 + values_.share()),
                           " && booking.legs.exists(l, l.to_country in lists.transit_of_concern)");
            case 3:
                return cat("traveller.doc.days_since_issue < ",
                           10 + values_.below(60),
                           " && hist.docs_used_365d >= ",
                           2 + values_.below(3));
            case 4:
                return "traveller.visa.present && has(traveller.stay_until) && "
                       "traveller.stay_until > traveller.visa.valid_until";
            case 5:
                return cat("booking.phone_shared_bookings_30d >= ",
                           2 + values_.below(8),
                           " && booking.party_size <= ",
                           1 + values_.below(3));
            case 6:
                return cat("hits.exists(w, w.list in ['TERR', 'NARC'] && w.score >= 0.",
                           70 + values_.below(29),
                           ") && hist.crossings_90d == 0");
            default:  // Not our enum.
                return cat("((traveller.bags_weight_kg > ",
                           real(30 + values_.share() * 60),
                           " && traveller.stay_days >= 0 && traveller.stay_days <= ",
                           1 + values_.below(6),
                           ") || bags.exists(b, !b.with_owner && b.weight_kg > ",
                           real(3 + values_.share() * 10),
                           "))");
        }
    }

    /// Whom it is about.
    std::string traveller_only() {
        switch (values_.below(7)) {
            case 0:
            case 1:
                return agency();
            case 2:
                return cat("booking.legs.exists(l, l.from == ", airport(), ")");
            case 3:
                return cat("booking.legs.exists(l, l.carrier == ",
                           quoted(BorderValues::carrier(values_.below(300))),
                           " && l.to_country == ",
                           country(),
                           ")");
            case 4:
                return cat("booking.legs.exists(l, l.from_country == ",
                           country(),
                           ") && booking.agency in lists.agencies_watch");
            case 5:
                return cat("booking.agency.startsWith(",
                           quoted(BorderValues::agency(values_.below(4000)).substr(0, 5)),
                           ")");
            default:  // Not our enum.
                return cat("traveller.doc.issuer == ",
                           country3(),
                           " && booking.legs.exists(l, l.from == ",
                           airport(),
                           ")");
        }
    }

    std::string cash() {
        switch (values_.below(3)) {
            case 0:
                return cat(
                    "!cash.declared && cash.found_ref > cash.threshold_ref && cash.currency == ",
                    country3());
            case 1:
                return cat("cash.amount_ref >= 0.",
                           70 + values_.below(29),
                           " * cash.threshold_ref && cash.amount_ref <= cash.threshold_ref && "
                           "hist.cash_declarations_90d >= ",
                           2 + values_.below(5),
                           " && traveller.doc.issuer == ",
                           country3());
            default:  // Not our enum.
                return cat("cash.amount >= ",
                           1000 * (1 + values_.below(9)),
                           " && cash.amount % 1000 == 0 && cash.bearer == 'COURIER' && "
                           "hist.cash_total_365d_ref > ",
                           real(20'000 + values_.share() * 80'000),
                           " && traveller.nationality in [",
                           country3(),
                           ", ",
                           country3(),
                           "]");
        }
    }

    std::string hs6() { return quoted(BorderValues::hs6(values_.below(5000))); }
    std::string hs4() { return quoted(BorderValues::hs6(values_.below(5000)).substr(0, 4)); }

    std::string declaration() {
        switch (values_.below(7)) {
            case 0:
                return cat("declaration.lines.exists(l, l.hs6 == ",
                           hs6(),
                           " && l.band.samples >= ",
                           10 + values_.below(40),
                           " && l.unit_value > 0.0 && l.unit_value < 0.",
                           10 + values_.below(60),
                           " * l.band.p10) && !consignment.consignee.aeo");
            case 1:
                return cat("declaration.lines.exists(l, l.hs4 == ",
                           hs4(),
                           " && l.net_kg > ",
                           real(values_.share() * 200),
                           " && l.value_per_kg < ",
                           real(values_.share() * 4),
                           " && l.origin_country == ",
                           country(),
                           ")");
            case 2:
                return cat("consignment.origin_country == ",
                           country(),
                           " && declaration.lines.exists(l, l.hs6 in lists.precursor_hs6) && "
                           "!declaration.permits.exists(p, p.kind == 'PREC' && p.valid)");
            case 3:
                return cat(
                    "consignment.final_country in lists.countries_controlled && "
                    "declaration.lines.exists(l, l.hs6 == ",
                    hs6(),
                    " && l.origin_country == ",
                    country(),
                    ") && !declaration.permits.exists(p, p.kind == 'DUAL' && p.valid)");
            case 4:
                return cat(
                    "consignment.consignee.country == ",
                    country(),
                    " && declaration.lines.size() >= ",
                    2 + values_.below(5),
                    " && declaration.lines.all(l, l.value_int >= 100 && l.value_int % 100 == 0)");
            case 5:
                return cat("consignee_hist.shipments_730d <= ",
                           values_.below(3),
                           " && consignment.value_ref > ",
                           real(20'000 + values_.share() * 80'000),
                           " && consignment.consignee.country in ",
                           countries(2),
                           " && declaration.lines.exists(l, l.hs4 in [",
                           hs4(),
                           ", ",
                           hs4(),
                           "])");
            default:  // Not our enum.
                return cat("declaration.lines.exists(l, l.hs6 == ",
                           hs6(),
                           " && l.description.contains('PARTS') && l.origin_country in ",
                           countries(3),
                           ")");
        }
    }

    std::string consignment() {
        switch (values_.below(6)) {
            case 0:
                return cat(
                    "consignment.route.exists(c, c.role == 'TRANSSHIP' && c.locode in "
                    "lists.ports_of_concern) && consignment.shipper.country == ",
                    country(),
                    " && consignment.shipper.country != consignment.origin_country");
            case 1:
                return cat(
                    "consignee_hist.shipments_730d == 0 && "
                    "consignment.consignee.registered_days >= 0 && "
                    "consignment.consignee.registered_days < ",
                    60 + values_.below(300),
                    " && consignment.value_ref > ",
                    real(20'000 + values_.share() * 80'000),
                    " && consignment.origin_country in ",
                    countries(4));
            case 2:
                return cat(
                    "consignment.containers.exists(c, c.iso_type.matches('^..R') && "
                    "c.reefer_running) && declaration.lines.size() > 0 && "
                    "consignment.final_country == ",
                    country());
            case 3:
                return cat("consignment.origin_country == ",
                           country(),
                           " && consignment.containers.exists(c, !iso6346_valid(c.number))");
            case 4:
                return cat("consignment.shipper.country == ",
                           country(),
                           " && consignment.containers.exists(c, c.seal_manifest != '' && "
                           "c.seal_observed != '' && c.seal_manifest != c.seal_observed)");
            default:  // Not our enum.
                return cat(
                    "consignment.origin_country in ",
                    countries(3),
                    " && consignment.containers.exists(c, c.vgm_kg > 0.0 && !near(c.vgm_kg - "
                    "c.tare_kg, c.manifest_gross_kg, c.manifest_gross_kg * 0.1 + ",
                    real(100 + values_.share() * 400),
                    "))");
        }
    }

    std::string conveyance() {
        switch (values_.below(3)) {
            case 0:
                return cat("conveyance.mode == 'SEA' && conveyance.flag == ",
                           country(),
                           " && conveyance.flag_changes_365d >= ",
                           1 + values_.below(3),
                           " && conveyance.ais_gap_hours_30d >= ",
                           real(6 + values_.share() * 48));
            case 1:
                return cat("conveyance.detour_ratio > ",
                           real(1.2 + values_.share()),
                           " && conveyance.unscheduled_calls_30d > ",
                           values_.below(3),
                           " && conveyance.last_calls.exists(c, c.locode == ",
                           airport(),
                           ")");
            default:  // Not our enum.
                return cat(
                    "conveyance.mode == 'ROAD' && conveyance.declared_empty && "
                    "conveyance.unladen_kg > 0.0 && conveyance.flag == ",
                    country(),
                    " && conveyance.weigh_kg > conveyance.unladen_kg * 1.",
                    10 + values_.below(20));
        }
    }

    BorderValues values_;
};

}  // namespace

std::uint64_t BorderValues::common(std::uint64_t bound) {
    const double part = share();
    return static_cast<std::uint64_t>(part * part * part * static_cast<double>(bound));
}

std::string BorderValues::country(std::uint64_t number) {
    return {static_cast<char>('A' + number / 20), static_cast<char>('A' + number % 20)};
}

std::string BorderValues::country3(std::uint64_t number) {
    return cat("X", country(number));
}

std::string BorderValues::airport(std::uint64_t number) {
    std::string made = cat(country(number % 200), "A");
    made += static_cast<char>('A' + number / 200);
    made += static_cast<char>('A' + number % 26);
    return made;
}

std::string BorderValues::carrier(std::uint64_t number) {
    std::string made{static_cast<char>('A' + number / 12)};
    made += static_cast<char>('A' + number % 12);
    return made;
}

std::string BorderValues::agency(std::uint64_t number) {
    return cat("AG", 100'000 + number * 17 % 90'000);
}

std::string BorderValues::hs6(std::uint64_t number) {
    return std::to_string(100'000 + number % 96 * 9'000 + number / 96 * 17);
}

std::vector<WrittenRule> border_pack(const std::vector<PackShare>& shares, std::uint64_t seed) {
    constexpr std::array<std::string_view, 3> kPorts{"PKKHI", "PKLHE", "PKQCT"};
    Author author{seed};
    std::vector<WrittenRule> made;
    for (const PackShare& share : shares) {
        for (std::size_t i = 0; i < share.rules; ++i) {
            WrittenRule& rule = made.emplace_back();
            rule.terms.id = cat("R-", made.size());
            rule.terms.kind = rules::asked_of(share.kind);
            rule.terms.mode = made.size() % 11 == 0 ? RuleMode::kShadow : RuleMode::kLive;
            rule.terms.score = static_cast<std::int32_t>(10 + author.below(50));
            rule.terms.channel = author.one_in(5) ? facts::Channel::kRed : facts::Channel::kYellow;
            if (author.one_in(10)) {
                rule.terms.ports = {std::string{kPorts[author.below(kPorts.size())]}};
            }
            rule.condition = author.condition(share.kind);
        }
    }
    return made;
}

}  // namespace sarhad::rules::engine
