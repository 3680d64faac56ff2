#include "screening/cargo_frames.h"

#include "cargo_words.h"
#include "frame_writer.h"

#include "core/text.h"
#include "screening/cargo_queries.h"
#include "watchlists/identifiers.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

namespace sarhad::screening {
namespace {

using facts::PartyRole;
using facts::PlaceRole;
using rules::RuleKind;

constexpr double kGramsInKilogram = 1000.0;
constexpr double kThousandths = 1000.0;

double kilograms(std::uint64_t grams) {
    return static_cast<double>(grams) / kGramsInKilogram;
}

/// Of feeds that may arrive at a port, what nothing here reads from them. Of the manifest.
constexpr std::array kNoManifestTells{
    std::string_view{"consignment.manifest_hours_before_arrival"}};
/// Of a gate.
constexpr std::array kNoGateTells{std::string_view{"conveyance.weigh_kg"},
                                  std::string_view{"conveyance.structure_altered"},
                                  std::string_view{"conveyance.minutes_in_zone"}};
/// Of a declaration's line.
constexpr std::array kNoLineTells{std::string_view{"brand"},
                                  std::string_view{"age_years"},
                                  std::string_view{"preference_claimed"},
                                  std::string_view{"duty_rate"}};
/// What a conveyance tells, and a bill without one does not.
constexpr std::array kAConveyanceTells{std::string_view{"conveyance.mode"},
                                       std::string_view{"conveyance.id"},
                                       std::string_view{"conveyance.flag"},
                                       std::string_view{"conveyance.declared_empty"}};

/// Writes one piece of cargo into a frame.
class CargoMapper final : private FrameWriter {
public:
    CargoMapper(const CargoFacts& facts, RuleKind kind, const rules::cel::SlotLayout& layout)
        : FrameWriter{layout}, facts_{facts}, kind_{kind} {}

    rules::engine::Frame run(const std::vector<facts::Hit>& hits, bool has_lists) {
        builder().begin(sources(has_lists));
        set_place(facts_.now, facts_.port, facts_.port_kind);
        if (kind_ != RuleKind::kConveyance) {
            consignment();
            declaration();
        }
        if (kind_ != RuleKind::kDeclaration) {
            conveyance();
        }
        if (has_lists) {
            set_hits(hits);
        }
        return builder().finish();
    }

private:
    [[nodiscard]] std::uint64_t sources(bool has_lists) const {
        const auto bit = [](bool is_told, rules::Feed feed) {
            return is_told ? rules::source_of(feed) : 0U;
        };
        return bit(has_lists, rules::Feed::kScreen) |
               bit(facts_.told.manifest, rules::Feed::kManifest) |
               bit(facts_.told.declaration, rules::Feed::kDeclaration) |
               bit(facts_.told.gate, rules::Feed::kGate);
    }

    /// Of a text too long for the table, its beginning.
    void text(std::string_view path, std::string_view told, std::size_t max) {
        if (!told.empty()) {
            const std::string cut = core::cut_utf8(told, max);
            set(path, std::string_view{cut});
        }
    }
    void text_in(std::uint32_t rows,
                 std::string_view path,
                 std::string_view told,
                 std::size_t max) {
        if (!told.empty()) {
            const std::string cut = core::cut_utf8(told, max);
            set_in(rows, path, std::string_view{cut});
        }
    }
    void country(std::string_view path, std::string_view told) {
        if (const std::string code = alpha2(told); !code.empty()) {
            set(path, std::string_view{code});
        }
    }
    /// What is told in another currency is unknown: nobody here can say what it is worth.
    void money(std::string_view path, const facts::Money& told) {
        if (told.thousandths == 0) {
            return;
        }
        if (told.currency == kReferenceCurrency) {
            set(path, static_cast<double>(told.thousandths) / kThousandths);
        } else {
            set_unknown(path);
        }
    }
    void weight(std::string_view path, std::uint64_t grams) {
        if (grams > 0) {
            set(path, kilograms(grams));
        }
    }

    // ---- the consignment ----------------------------------------------------------------------

    void consignment() {
        if (facts_.told.manifest) {
            for (const std::string_view path : kNoManifestTells) {
                set_unknown(path);
            }
        }
        parties();
        if (facts_.conveyance) {
            text("consignment.mode", mode_word(facts_.conveyance->mode), kModeBytes);
        }
        if (facts_.declaration) {
            money("consignment.value_ref", facts_.declaration->total);
        }
        if (!facts_.bill) {
            return;
        }
        const facts::Bill& bill = *facts_.bill;
        text("consignment.bill", bill.number, facts::max_of(&facts::Bill::number));
        if (!facts_.declaration || facts_.declaration->total.thousandths == 0) {
            money("consignment.value_ref", bill.value);
        }
        money("consignment.freight_ref", bill.freight);
        weight("consignment.gross_kg", bill.gross_grams);
        if (bill.packages > 0) {
            set("consignment.packages", static_cast<std::int64_t>(bill.packages));
        }
        if (facts_.amendments) {
            set("consignment.amendments", *facts_.amendments);
        } else {
            set_unknown("consignment.amendments");
        }
        if (bill.traffic == facts::Traffic::kUnknown) {
            set_unknown("consignment.transit");
        } else {
            set("consignment.transit", bill.traffic == facts::Traffic::kTransit);
        }
        set("consignment.house_level_missing", bill.is_house_level_missing);
        route(bill);
        containers();
        un_numbers(bill);
    }

    void parties() {
        struct Told {
            PartyRole role;
            std::string_view path;
        };
        constexpr std::array<Told, 3> kTold{{{PartyRole::kShipper, "consignment.shipper."},
                                             {PartyRole::kConsignee, "consignment.consignee."},
                                             {PartyRole::kNotify, "consignment.notify."}}};
        for (const Told& told : kTold) {
            const facts::Party* party =
                facts_.bill ? find(facts_.bill->parties, told.role) : nullptr;
            if (party == nullptr && facts_.declaration) {
                party = find(facts_.declaration->parties, told.role);
            }
            if (party != nullptr) {
                one_party(*party, told.path);
            }
        }
    }

    static const facts::Party* find(const std::vector<facts::Party>& parties, PartyRole role) {
        const auto found = std::find_if(
            parties.begin(), parties.end(), [&](const auto& party) { return party.role == role; });
        return found == parties.end() ? nullptr : &*found;
    }

    void one_party(const facts::Party& party, std::string_view path) {
        const auto at = [&](std::string_view name) { return core::cat(path, name); };
        text(at("name"), party.name.reveal(), kPartyNameBytes);
        country(at("country"), party.country);
        const std::string& number = party.number.reveal();
        const bool is_person =
            watchlists::read_identifier(watchlists::IdentifierKind::kCnic, number).state ==
            watchlists::IdentifierState::kPlausible;
        if (!is_person) {
            text(at("tax_id"), number, kTaxIdBytes);
        }
        const std::string name = party_name(party.name.reveal());
        if (is_person || is_company_name(name)) {
            set(at("natural_person"), is_person);
        } else {
            set_unknown(at("natural_person"));
        }
    }

    void route(const facts::Bill& bill) {
        const std::uint32_t rows = table("consignment.route");
        for (const facts::Place& place : bill.places) {
            const std::string_view role = call_word(place.role);
            if (place.role == PlaceRole::kOrigin) {
                country("consignment.origin_country", country_in(place));
            }
            if (place.role == PlaceRole::kFinal || place.role == PlaceRole::kDelivery) {
                country("consignment.final_country", country_in(place));
            }
            if (role.empty() || place.code.size() != kLocodeSize || !add_row(rows)) {
                continue;
            }
            code_in(rows, "locode", place.code);
            code_in(rows, "country", std::string_view{place.code}.substr(0, kCountrySize));
            set_in(rows, "role", role);
        }
        if (const std::string_view origin = origin_of(bill); !origin.empty()) {
            country("consignment.origin_country", origin);
        }
    }

    /// A code of three letters, of an airport, does not tell its country.
    static std::string_view country_in(const facts::Place& place) {
        return place.code.size() == kLocodeSize || place.code.size() == kCountrySize
                   ? std::string_view{place.code}.substr(0, kCountrySize)
                   : std::string_view{};
    }

    /// Of the goods where all have one: more exact than the place where they were taken over.
    static std::string_view origin_of(const facts::Bill& bill) {
        std::string_view origin;
        for (const facts::GoodsLine& line : bill.goods) {
            if (line.origin.empty() || (!origin.empty() && line.origin != origin)) {
                return {};
            }
            origin = line.origin;
        }
        return origin;
    }

    void containers() {
        if (!facts_.told.manifest) {
            return;
        }
        const std::uint32_t rows = table("consignment.containers");
        for (const CargoContainer& container : facts_.containers) {
            if (!add_row(rows)) {
                return;
            }
            const facts::Container& told = container.told;
            text_in(rows, "number", told.number, kContainerNumberBytes);
            text_in(rows, "iso_type", told.size_type, kIsoTypeBytes);
            if (!told.seals.empty()) {
                text_in(rows, "seal_manifest", told.seals.front(), kSealBytes);
            }
            if (told.gross_grams > 0) {
                set_in(rows, "manifest_gross_kg", kilograms(told.gross_grams));
            }
            if (told.tare_grams > 0) {
                set_in(rows, "tare_kg", kilograms(told.tare_grams));
            }
            if (container.is_stowed) {
                set_in(rows, "not_stowed", !*container.is_stowed);
            }
            at_the_gate(rows, container);
        }
    }

    /// One container of a bill may have passed the gate, and the next one not yet.
    void at_the_gate(std::uint32_t rows, const CargoContainer& container) {
        if (!container.seals_observed.empty()) {
            text_in(rows, "seal_observed", seal_seen(container), kSealBytes);
        } else if (facts_.told.gate) {
            set_unknown_in(rows, "seal_observed");
        }
        if (container.verified_gross_grams > 0) {
            set_in(rows, "vgm_kg", kilograms(container.verified_gross_grams));
        } else if (facts_.told.gate) {
            set_unknown_in(rows, "vgm_kg");
        }
        if (facts_.told.gate) {
            set_unknown_in(rows, "reefer_running");
            set_unknown_in(rows, "seal_broken");
        }
    }

    /// The manifest's first seal where it was seen among others, else the first seen.
    static std::string_view seal_seen(const CargoContainer& container) {
        const auto& seen = container.seals_observed;
        const auto& told = container.told.seals;
        const bool is_there =
            !told.empty() && std::find(seen.begin(), seen.end(), told.front()) != seen.end();
        return is_there ? told.front() : seen.front();
    }

    void un_numbers(const facts::Bill& bill) {
        std::set<std::string> numbers;
        for (const facts::GoodsLine& line : bill.goods) {
            for (const facts::DangerousGoods& goods : line.dangerous) {
                numbers.insert(goods.un_number);
            }
        }
        for (const CargoContainer& container : facts_.containers) {
            for (const facts::DangerousGoods& goods : container.told.dangerous) {
                numbers.insert(goods.un_number);
            }
        }
        const std::uint32_t rows = table("consignment.un_numbers");
        for (const std::string& number : numbers) {
            if (number.size() == kUnNumberSize && core::is_ascii_digits(number)) {
                if (!add_row(rows)) {
                    return;
                }
                set_in(rows, "", std::string_view{number});
            }
        }
    }

    // ---- the declaration ----------------------------------------------------------------------

    void declaration() {
        if (!facts_.declaration) {
            return;
        }
        const facts::Declaration& told = *facts_.declaration;
        text("declaration.number", told.number, kDeclarationNumberBytes);
        text("declaration.regime", told.regime, kRegimeBytes);
        money("declaration.total_ref", told.total);
        const std::uint32_t lines = table("declaration.lines");
        for (const facts::GoodsLine& line : told.lines) {
            if (!add_row(lines)) {
                break;
            }
            one_line(lines, line);
        }
        const std::uint32_t permits = table("declaration.permits");
        for (const std::string& document : told.documents) {
            const std::string_view kind = std::string_view{document}.substr(0, document.find(' '));
            if (kind.empty()) {
                continue;
            }
            if (!add_row(permits)) {
                break;
            }
            text_in(permits, "kind", kind, kPermitKindBytes);
        }
    }

    void one_line(std::uint32_t lines, const facts::GoodsLine& line) {
        constexpr std::size_t kHeadingSize = 4;
        constexpr std::size_t kSubheadingSize = 6;
        for (const std::string_view path : kNoLineTells) {
            set_unknown_in(lines, path);
        }
        const std::string_view hs = line.hs;
        if (hs.size() >= kSubheadingSize) {
            text_in(lines, "hs", hs, kHsBytes);
            set_in(lines, "hs2", hs.substr(0, 2));
            set_in(lines, "hs4", hs.substr(0, kHeadingSize));
            set_in(lines, "hs6", hs.substr(0, kSubheadingSize));
        }
        text_in(lines, "description", line.description, kDescriptionBytes);
        if (const std::string origin = alpha2(line.origin); !origin.empty()) {
            set_in(lines, "origin_country", std::string_view{origin});
        }
        if (line.net_grams > 0) {
            set_in(lines, "net_kg", kilograms(line.net_grams));
        }
        const double quantity = static_cast<double>(line.quantity_thousandths) / kThousandths;
        if (line.quantity_thousandths > 0) {
            set_in(lines, "quantity", quantity);
        }
        line_value(lines, line, quantity);
    }

    void line_value(std::uint32_t lines, const facts::GoodsLine& line, double quantity) {
        if (line.value.thousandths == 0) {
            return;
        }
        set_in(lines, "value_int", line.value.thousandths / 1000);
        if (line.value.currency != kReferenceCurrency) {
            set_unknown_in(lines, "value_ref");
            set_unknown_in(lines, "unit_value");
            set_unknown_in(lines, "value_per_kg");
            return;
        }
        const double value = static_cast<double>(line.value.thousandths) / kThousandths;
        set_in(lines, "value_ref", value);
        if (line.quantity_thousandths > 0) {
            set_in(lines, "unit_value", value / quantity);
        }
        if (line.net_grams > 0) {
            set_in(lines, "value_per_kg", value / kilograms(line.net_grams));
        }
    }

    // ---- the conveyance -----------------------------------------------------------------------

    void conveyance() {
        if (facts_.told.gate) {
            for (const std::string_view path : kNoGateTells) {
                set_unknown(path);
            }
        }
        if (facts_.gaps) {
            set("conveyance.unmanifested", std::int64_t{facts_.gaps->unmanifested});
            set("conveyance.not_stowed", std::int64_t{facts_.gaps->not_stowed});
        }
        if (!facts_.conveyance) {
            if (facts_.told.manifest) {
                for (const std::string_view path : kAConveyanceTells) {
                    set_unknown(path);
                }
            }
            return;
        }
        const facts::Conveyance& told = *facts_.conveyance;
        text("conveyance.mode", mode_word(told.mode), kModeBytes);
        text("conveyance.id", told.number, kConveyanceIdBytes);
        country("conveyance.flag", told.flag);
        set("conveyance.declared_empty", told.is_empty);
    }

    // Maxima of the table of facts.
    static constexpr std::size_t kModeBytes = 4;
    static constexpr std::size_t kPartyNameBytes = 280;
    static constexpr std::size_t kTaxIdBytes = 20;
    static constexpr std::size_t kContainerNumberBytes = 11;
    static constexpr std::size_t kIsoTypeBytes = 4;
    static constexpr std::size_t kSealBytes = 15;
    static constexpr std::size_t kUnNumberSize = 4;
    static constexpr std::size_t kDeclarationNumberBytes = 18;
    static constexpr std::size_t kRegimeBytes = 4;
    static constexpr std::size_t kPermitKindBytes = 8;
    static constexpr std::size_t kHsBytes = 10;
    static constexpr std::size_t kDescriptionBytes = 560;
    static constexpr std::size_t kConveyanceIdBytes = 20;

    const CargoFacts& facts_;
    RuleKind kind_;
};

}  // namespace

std::optional<RuleKind> rule_kind_of(std::string_view cargo_kind) {
    if (cargo_kind == facts::cargo_kind::kConsignment) {
        return RuleKind::kConsignment;
    }
    if (cargo_kind == facts::cargo_kind::kConveyance) {
        return RuleKind::kConveyance;
    }
    if (cargo_kind == facts::cargo_kind::kDeclaration) {
        return RuleKind::kDeclaration;
    }
    return std::nullopt;
}

rules::engine::Frame cargo_frame(const CargoFacts& facts,
                                 RuleKind kind,
                                 const std::vector<facts::Hit>& hits,
                                 bool has_lists,
                                 const rules::engine::FactLayouts& layouts) {
    return CargoMapper{facts, kind, layouts.of(kind)}.run(hits, has_lists);
}

}  // namespace sarhad::screening
