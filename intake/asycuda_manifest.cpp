#include "asycuda_reader.h"

#include "core/text.h"
#include "intake/cargo_values.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

using facts::Bill;
using facts::PartyRole;
using facts::PlaceRole;
using Element = XmlTree::Element;

facts::Traffic traffic_of(std::string_view nature) {
    if (nature == "22") return facts::Traffic::kExport;
    if (nature == "23") return facts::Traffic::kImport;
    if (nature == "24") return facts::Traffic::kTransit;
    if (nature == "28") return facts::Traffic::kTranshipment;
    return facts::Traffic::kUnknown;
}

facts::Fullness fullness_of(std::string_view code) {
    // "1/1" is a full container of one bill, "1/2" one of several: Empty_Full as ASYCUDA has it.
    // Some countries send Status instead: ETY, FCL, LCL.
    if (code == "0/0" || code == "4" || code == "E" || code == "ETY")
        return facts::Fullness::kEmpty;
    if (code == "1/1" || code == "5" || code == "F" || code == "FCL") return facts::Fullness::kFull;
    if (code == "1/2" || code == "6" || code == "P" || code == "LCL") return facts::Fullness::kPart;
    return facts::Fullness::kUnknown;
}

/// What the type of a bill says of its level: HSB, HBL, HWB are houses; MSB, MBL, MWB masters.
facts::BillLevel level_of_type(std::string_view type) {
    if (type == "HSB" || type == "HBL" || type == "HWB" || type == "HAW") {
        return facts::BillLevel::kHouse;
    }
    if (type == "MSB" || type == "MBL" || type == "MWB" || type == "MAW") {
        return facts::BillLevel::kMaster;
    }
    return facts::BillLevel::kUnknown;
}

class ManifestReader {
public:
    explicit ManifestReader(ManifestDraft& draft) : draft_{draft} {}

    void read(const Element& root, const AsycudaDocument& document) {
        facts::Message& message = draft_.message();
        const bool is_of_houses = document.function == "house-bills";
        message.format = std::string{document.format};
        message.function = std::string{document.function};
        if (const Element general = root.find("General_segment"); general.exists()) {
            read_general(general);
        } else if (is_told_of_voyage(root)) {
            read_general(root);  // Its parts without the segment around them.
        } else if (!is_of_houses) {
            draft_.draft().problem(
                line_of(root), "no-conveyance", "no General_segment: who carries it is not told");
        }
        if (is_of_houses) read_master(root);
        const std::vector<Element> bills = root.all("Bol_segment");
        for (const Element& bill : bills)
            read_bill(bill);
        // A document of a single bill may have its parts without the segment around them.
        if (bills.empty() && root.find("Bol_reference").exists() && !is_of_houses) read_bill(root);
        check_totals(root.find("Totals_segment"));
    }

private:
    [[nodiscard]] std::string text(const Element& of, std::string_view name, std::size_t max) {
        return draft_.draft().text(line_of(of), of.text_of(name), max);
    }

    /// Before the first bill: a bill may name a voyage of its own.
    [[nodiscard]] static bool is_told_of_voyage(const Element& root) {
        const Element voyage = root.find("Voyage_number");
        const Element bill = root.find("Bol_segment");
        return !voyage.text().empty() && (!bill.exists() || voyage.number() < bill.number());
    }

    void read_general(const Element& general) {
        const Line at = line_of(general);
        facts::Conveyance conveyance;
        const Element transport = general.find("Transport_information");
        conveyance.mode = mode_of(transport.text_of("Mode_of_transport_code"));
        conveyance.voyage = text(general, "Voyage_number", 35);
        conveyance.name = text(transport, "Identity_of_transporter", 70);
        conveyance.number = text(transport, "Registration_number_of_transport_code", 35);
        conveyance.flag = text(transport, "Nationality_of_transporter_code", 35);
        conveyance.carrier = text(transport, "Carrier_code", 70);
        add_party(transport, conveyance.parties, PartyRole::kCarrier, "Carrier");
        add_party(transport, conveyance.parties, PartyRole::kOther, "Shipping_Agent");
        if (const auto master = transport.text_of("Master_information"); !master.empty()) {
            facts::Party party;
            party.role = PartyRole::kMaster;
            party.name = personal(draft_.draft(), at, master, facts::max_of(&facts::Party::name));
            draft_.add_party(at, conveyance.parties, std::move(party));
        }
        const Element places = general.find("Load_unload_place");
        draft_.add_place(at,
                         conveyance.places,
                         PlaceRole::kCustomsOffice,
                         general.text_of("Customs_office_code"));
        add_call(general,
                 conveyance,
                 {PlaceRole::kPrevious, places.text_of("Place_of_departure_code")},
                 "Date_of_departure");
        add_call(general,
                 conveyance,
                 {PlaceRole::kCall, places.text_of("Place_of_destination_code")},
                 "Date_of_arrival");
        draft_.message().reference = conveyance.voyage;
        draft_.message().conveyances.push_back(std::move(conveyance));
    }

    struct Call {
        PlaceRole role;
        std::string_view code;
    };
    void add_call(const Element& general,
                  facts::Conveyance& to,
                  const Call& call,
                  std::string_view date) {
        facts::Place place;
        place.role = call.role;
        place.code = draft_.number(line_of(general), call.code);
        std::string when{general.text_of(date)};
        const std::string_view clock = general.text_of("Time_of_arrival");
        const bool is_arrival = call.role == PlaceRole::kCall;
        if (is_arrival && when.size() == 10 && clock.size() >= 5) {
            when += core::cat("T", clock.substr(0, 5));
        }
        const facts::LocalTime time = draft_.time(line_of(general), when);
        (is_arrival ? place.arrives : place.departs) = time;
        if (!place.code.empty() || time.is_known()) to.places.push_back(std::move(place));
    }

    /// "Exporter": Exporter_code, Exporter_name, Exporter_address.
    void add_party(const Element& in,
                   std::vector<facts::Party>& to,
                   PartyRole role,
                   std::string_view name) {
        const Element found = in.find(name);
        if (!found.exists()) return;
        const Line at = line_of(found);
        const auto part = [&](std::string_view what, std::size_t max) {
            return personal(draft_.draft(), at, found.text_of(core::cat(name, "_", what)), max);
        };
        facts::Party party;
        party.role = role;
        if (role == PartyRole::kOther) party.role_code = "AG";  // The ship's agent.
        party.name = part("name", facts::max_of(&facts::Party::name));
        party.address = part("address", facts::max_of(&facts::Party::address));
        party.number = part("code", facts::max_of(&facts::Party::number));
        draft_.add_party(at, to, std::move(party));
    }

    void read_master(const Element& root) {
        for (const std::string_view name :
             {"Master_bol_ref_number", "Master_reference", "Reference_number", "Bol_reference"}) {
            const Element found = root.find(name);
            // A Bol_reference within the first house is that house's own.
            const Element first = root.find("Bol_segment");
            if (!found.exists() || (first.exists() && found.number() > first.number())) continue;
            master_ = draft_.number(line_of(found), found.text());
            if (!master_.empty()) return;
        }
        draft_.draft().problem(
            line_of(root), "no-master", "the master bill is not named: its houses have none");
    }

    void read_bill(const Element& segment) {
        const Line at = line_of(segment);
        Bill* const bill = draft_.draft().add_bill(at);
        if (bill == nullptr) return;
        Bill read;
        read.number = draft_.number(at, segment.text_of("Bol_reference"));
        if (read.number.empty()) {
            draft_.draft().problem(at, "bill-without-number", "a bill without a number: kept");
        }
        read.line = static_cast<std::uint32_t>(
            std::min<std::uint64_t>(draft_.count(at, segment.text_of("Line_number")), UINT32_MAX));
        read.traffic = traffic_of(segment.text_of("Bol_nature"));
        read.kind = text(segment, "Bol_type_code", facts::max_of(&Bill::kind));
        read.master = draft_.number(at, segment.text_of("Master_bol_ref_number"));
        if (read.master.empty()) read.master = master_;
        const std::string_view consolidated = segment.text_of("Consolidated_Cargo");
        const facts::BillLevel level = level_of_type(read.kind);
        if (!read.master.empty()) {
            read.level = facts::BillLevel::kHouse;
        } else if (level != facts::BillLevel::kUnknown) {
            read.level = level;
        } else if (consolidated == "1" || consolidated == "true") {
            read.level = facts::BillLevel::kMaster;
        } else if (consolidated == "0" || consolidated == "false") {
            read.level = facts::BillLevel::kStraight;
        }
        read_places(segment, read);
        for (const auto& [role, name] : kParties)
            add_party(segment, read.parties, role, name);
        read_values(segment, read);
        for (const Element& unit : segment.all("ctn_segment"))
            read_container(unit, read);
        for (const Element& goods : segment.all("Goods_segment"))
            read_goods(goods, read);
        read_tariff_lines(segment.find("HS_Compliance"), read);
        *bill = std::move(read);
    }

    void read_places(const Element& segment, Bill& to) {
        const Line at = line_of(segment);
        draft_.add_place(at, to.places, PlaceRole::kOrigin, segment.text_of("Port_of_origin_code"));
        draft_.add_place(
            at, to.places, PlaceRole::kLoading, segment.text_of("Place_of_loading_code"));
        draft_.add_place(
            at, to.places, PlaceRole::kDischarge, segment.text_of("Place_of_unloading_code"));
        const Element location = segment.find("Location");
        draft_.add_place(at,
                         to.places,
                         PlaceRole::kOther,
                         location.text_of("Location_code"),
                         location.text_of("Location_info"));
    }

    void read_values(const Element& segment, Bill& to) {
        const Line at = line_of(segment);
        const Element values = segment.find("Value_segment");
        const Element freight = values.find("Freight_segment");
        to.freight =
            draft_.money(at, freight.text_of("Freight_value"), freight.text_of("Freight_currency"));
        const std::string_view paid = freight.text_of("PC_indicator_code");
        to.is_freight_prepaid = paid == "P" || paid == "PP";
        const Element customs = values.find("Customs_segment");
        to.value =
            draft_.money(at, customs.text_of("Customs_value"), customs.text_of("Customs_currency"));
    }

    void read_container(const Element& segment, Bill& to) {
        const Line at = line_of(segment);
        const auto place = draft_.container(at, segment.text_of("Ctn_reference"));
        if (!place) return;
        facts::Container& unit = draft_.message().containers[*place];
        draft_.draft().add(at, to.containers, unit.number, facts::max_of(&Bill::containers));
        if (!unit.bill.empty()) {
            unit.bill.clear();  // In several bills: they name it.
            return;
        }
        unit.bill = to.number;
        unit.size_type = text(segment, "Type_of_container", 16);
        unit.fullness = fullness_of(segment.text_of("Empty_Full"));
        if (unit.fullness == facts::Fullness::kUnknown) {
            unit.fullness = fullness_of(segment.text_of("Status"));
        }
        unit.tare_grams = draft_.grams(at, segment.text_of("Empty_weight"));
        unit.gross_grams = unit.tare_grams + draft_.grams(at, segment.text_of("Goods_weight"));
        if (const auto gross = draft_.grams(at, segment.text_of("Gross_weight")); gross > 0) {
            unit.gross_grams = gross;
        }
        for (const std::string_view name :
             {"Seal1", "Seal2", "Seal3", "Seal_number", "Marks1", "Marks2", "Marks3"}) {
            if (std::string seal = text(segment, name, 35); !seal.empty()) {
                draft_.draft().add(at, unit.seals, std::move(seal), 32);
            }
        }
        read_danger(segment, unit);
    }

    /// IMCO is the class of the IMDG code, UN the number.
    void read_danger(const Element& segment, facts::Container& unit) {
        const Line at = line_of(segment);
        facts::DangerousGoods goods;
        goods.hazard = text(segment, "IMCO", facts::max_of(&facts::DangerousGoods::hazard));
        const std::string_view sent = segment.text_of("UN");
        goods.un_number = read_un_number(sent);
        if (goods.un_number.empty() && !sent.empty()) {
            draft_.draft().problem(at, "bad-un-number", "not four digits: it stays unknown");
        }
        if (goods.hazard.empty() && goods.un_number.empty()) return;
        goods.code = "IMD";
        draft_.draft().add(at, unit.dangerous, std::move(goods), 64);
    }

    /// HS_Compliance holds a code, its goods, their packages and mass, and then the next code, in a
    /// row. A single code is that of the goods told of before; of several each is a line of its
    /// own in their place, where they have the whole mass between them.
    void read_tariff_lines(const Element& compliance, Bill& to) {
        std::vector<facts::GoodsLine> lines;
        for (const Element& part : compliance.children()) {
            if (part.name() == "HS_code") {
                if (part.text().empty()) continue;
                lines.emplace_back().hs = draft_.hs(line_of(part), part.text());
            } else if (!lines.empty()) {
                read_tariff_part(part, lines.back());
            }
        }
        if (lines.empty()) return;
        if (lines.size() == 1 && to.goods.size() == 1) {
            facts::GoodsLine& goods = to.goods.front();
            if (goods.hs.empty()) goods.hs = std::move(lines.front().hs);
            if (goods.origin.empty()) goods.origin = std::move(lines.front().origin);
            return;
        }
        std::uint64_t grams = 0;
        for (facts::GoodsLine& line : lines) {
            grams += line.gross_grams;
            if (line.description.empty() && !to.goods.empty()) {
                line.description = to.goods.front().description;
            }
        }
        if (grams > 0 && grams == to.gross_grams) to.goods.clear();
        for (facts::GoodsLine& line : lines) {
            line.number = static_cast<std::uint32_t>(to.goods.size() + 1);
            draft_.draft().add(
                line_of(compliance), to.goods, std::move(line), facts::max_of(&Bill::goods));
        }
    }

    void read_tariff_part(const Element& part, facts::GoodsLine& to) {
        const Line at = line_of(part);
        const auto sent = [&](std::size_t max) {
            return draft_.draft().text(at, part.text(), max);
        };
        if (part.name() == "Commercial_description") {
            to.description = sent(facts::max_of(&facts::GoodsLine::description));
        } else if (part.name() == "Number_of_packages") {
            to.packages = draft_.count(at, part.text());
        } else if (part.name() == "Gross_mass") {
            to.gross_grams = draft_.grams(at, part.text());
        } else if (part.name() == "Volume_in_cubic_meters") {
            to.volume_litres = draft_.litres(at, part.text());
        } else if (part.name() == "Package_type_code") {
            to.package_kind = sent(16);
        } else if (part.name() == "Country_of_origin") {
            to.origin = sent(facts::max_of(&facts::GoodsLine::origin));
        }
    }

    void read_goods(const Element& segment, Bill& to) {
        const Line at = line_of(segment);
        facts::GoodsLine goods;
        goods.number = static_cast<std::uint32_t>(to.goods.size() + 1);
        goods.packages = draft_.count(at, segment.text_of("Number_of_packages"));
        goods.package_kind = text(segment, "Package_type_code", 16);
        goods.gross_grams = draft_.grams(at, segment.text_of("Gross_mass"));
        goods.volume_litres = draft_.litres(at, segment.text_of("Volume_in_cubic_meters"));
        goods.description =
            text(segment, "Goods_description", facts::max_of(&facts::GoodsLine::description));
        goods.marks = text(segment, "Shipping_marks", facts::max_of(&facts::GoodsLine::marks));
        for (const std::string_view name : {"Commodity_code", "HS_code", "HSCode"}) {
            if (goods.hs.empty()) goods.hs = draft_.hs(at, segment.text_of(name));
        }
        if (std::string seals = text(segment, "Marks_of_seals", 35); !seals.empty()) {
            draft_.draft().add(at, to.seals, std::move(seals), facts::max_of(&Bill::seals));
        }
        to.packages += goods.packages;
        to.gross_grams += goods.gross_grams;
        to.volume_litres += goods.volume_litres;
        draft_.draft().add(at, to.goods, std::move(goods), facts::max_of(&Bill::goods));
    }

    /// A warning where the manifest's own totals differ from what it holds.
    void check_totals(const Element& totals) {
        if (!totals.exists()) return;
        const Line at = line_of(totals);
        std::uint64_t packages = 0;
        for (const Bill& bill : draft_.message().bills)
            packages += bill.packages;
        check_total(at, totals.text_of("Total_number_of_bols"), draft_.message().bills.size());
        check_total(at, totals.text_of("Total_number_of_packages"), packages);
        check_total(
            at, totals.text_of("Total_number_of_containers"), draft_.message().containers.size());
    }

    void check_total(const Line& at, std::string_view sent, std::uint64_t held) {
        if (sent.empty()) return;
        const std::uint64_t stated = draft_.count(at, sent);
        if (stated != held) {
            draft_.draft().problem(
                at,
                "count-mismatch",
                core::cat("the totals state ", stated, ", the manifest holds ", held));
        }
    }

    struct PartyName {
        PartyRole role;
        std::string_view name;
    };
    static constexpr std::array<PartyName, 5> kParties{{{PartyRole::kShipper, "Exporter"},
                                                        {PartyRole::kConsignee, "Consignee"},
                                                        {PartyRole::kNotify, "Notify"},
                                                        {PartyRole::kCarrier, "Carrier"},
                                                        {PartyRole::kOther, "Shipping_Agent"}}};

    ManifestDraft& draft_;
    std::string master_{};
};

}  // namespace

void read_asycuda_manifest(const XmlTree::Element& root,
                           const AsycudaDocument& document,
                           ManifestDraft& draft) {
    ManifestReader{draft}.read(root, document);
}

}  // namespace sarhad::intake
