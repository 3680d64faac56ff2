#include "manifest_json.h"

#include "manifest_draft.h"
#include "manifest_members.h"
#include "postal.h"

#include "core/text.h"
#include "facts/json_value.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

using facts::Bill;
using facts::Declaration;
using facts::GoodsLine;
using facts::PartyRole;
using facts::PlaceRole;
using facts::Value;

constexpr std::size_t kValues = 400'000;  ///< Of a file of 4 MiB, whose values take ten bytes each.
constexpr std::string_view kRoot = "Declaration";

facts::Fullness fullness_of(std::string_view code) {
    if (code == "4") return facts::Fullness::kEmpty;
    if (code == "5") return facts::Fullness::kFull;
    if (code == "7" || code == "8") return facts::Fullness::kPart;
    return facts::Fullness::kUnknown;
}

facts::Traffic traffic_of(std::string_view code) {
    if (code == "22") return facts::Traffic::kExport;
    if (code == "23") return facts::Traffic::kImport;
    if (code == "24") return facts::Traffic::kTransit;
    if (code == "28") return facts::Traffic::kTranshipment;
    return facts::Traffic::kUnknown;
}

class DeclarationReader {
public:
    explicit DeclarationReader(ManifestDraft& draft) : draft_{draft} {}

    void read(const Value& root) {
        facts::Message& message = draft_.message();
        const Value* const shipment = object_of(&root, "GoodsShipment");
        message.format = "WCO-JSON";
        message.function = shipment != nullptr ? "declaration" : "manifest";
        const std::string change = text_of(&root, "FunctionCode");
        if (change == "1") message.function += "-cancelled";
        if (change == "4" || change == "5") message.function += "-changed";
        message.reference = draft_.number(at_, text_of(&root, "ID"));
        if (const UnknownMembers unknown = unknown_in(root); unknown.count > 0) {
            draft_.draft().problem(at_,
                                   "unknown-member",
                                   core::cat(unknown.count,
                                             " members are not known here and not read, such as ",
                                             unknown.first));
        }
        read_conveyance(root);
        for (const Value* consignment : list_of(&root, "Consignment")) {
            ++at_.number;
            read_consignment(*consignment, change == "1");
        }
        if (shipment != nullptr) read_shipment(root, *shipment);
    }

private:
    [[nodiscard]] std::string text(const Value* of, std::string_view name, std::size_t max) {
        return draft_.draft().text(at_, text_of(of, name), max);
    }

    void read_conveyance(const Value& root) {
        const Value* const means = object_of(&root, "BorderTransportMeans");
        if (means == nullptr) return;
        facts::Conveyance one;
        one.mode = mode_of(text_of(means, "ModeCode"));
        one.voyage = text(means, "JourneyID", facts::max_of(&facts::Conveyance::voyage));
        one.name = text(means, "Name", facts::max_of(&facts::Conveyance::name));
        one.number = text(means, "ID", facts::max_of(&facts::Conveyance::number));
        one.flag =
            text(means, "RegistrationNationalityCode", facts::max_of(&facts::Conveyance::flag));
        one.reference = draft_.message().reference;
        add_party(object_of(&root, "Carrier"), one.parties, PartyRole::kCarrier);
        add_party(object_of(&root, "Agent"), one.parties, PartyRole::kOther);
        if (const auto& parties = one.parties; !parties.empty()) {
            one.carrier = draft_.draft().text(at_,
                                              text_of(object_of(&root, "Carrier"), "ID"),
                                              facts::max_of(&facts::Conveyance::carrier));
        }
        draft_.add_place(
            at_, one.places, PlaceRole::kCustomsOffice, text_of(&root, "DeclarationOfficeID"));
        add_call(means, one, PlaceRole::kPrevious, "DepartureLocation", "DepartureDateTime");
        add_call(means, one, PlaceRole::kCall, "ArrivalLocation", "ArrivalDateTime");
        draft_.message().conveyances.push_back(std::move(one));
    }

    void add_call(const Value* means,
                  facts::Conveyance& to,
                  PlaceRole role,
                  std::string_view location,
                  std::string_view when) {
        facts::Place place;
        place.role = role;
        const Value* const where = object_of(means, location);
        place.code = draft_.number(at_, text_of(where, "ID"));
        place.name = text(where, "Name", facts::max_of(&facts::Place::name));
        (role == PlaceRole::kCall ? place.arrives : place.departs) =
            draft_.time(at_, text_of(means, when));
        const bool is_told = !place.code.empty() || !place.name.empty() ||
                             place.arrives.is_known() || place.departs.is_known();
        if (is_told) to.places.push_back(std::move(place));
    }

    void add_party(const Value* of, std::vector<facts::Party>& to, PartyRole role) {
        if (of == nullptr) return;
        const auto part = [&](const Value* in, std::string_view name, std::size_t max) {
            return personal(draft_.draft(), at_, text_of(in, name), max);
        };
        const Value* const address = object_of(of, "Address");
        facts::Party party;
        party.role = role;
        party.name = part(of, "Name", facts::max_of(&facts::Party::name));
        party.number = part(of, "ID", facts::max_of(&facts::Party::number));
        party.address =
            personal(draft_.draft(), at_, lines_of(address), facts::max_of(&facts::Party::address));
        party.city = part(address, "CityName", facts::max_of(&facts::Party::city));
        party.country = text(address, "CountryCode", facts::max_of(&facts::Party::country));
        party.postal_code = text(address, "PostcodeID", facts::max_of(&facts::Party::postal_code));
        party.contact =
            part(object_of(of, "Communication"), "ID", facts::max_of(&facts::Party::contact));
        draft_.add_party(at_, to, std::move(party));
    }

    struct PartyName {
        std::string_view name;
        PartyRole role;
    };
    static constexpr std::array<PartyName, 8> kParties{{{"Consignor", PartyRole::kShipper},
                                                        {"Exporter", PartyRole::kShipper},
                                                        {"Consignee", PartyRole::kConsignee},
                                                        {"Importer", PartyRole::kConsignee},
                                                        {"NotifyParty", PartyRole::kNotify},
                                                        {"FreightForwarder", PartyRole::kForwarder},
                                                        {"Carrier", PartyRole::kCarrier},
                                                        {"Declarant", PartyRole::kDeclarant}}};

    void add_parties(const Value* of, std::vector<facts::Party>& to) {
        for (const auto& [name, role] : kParties) {
            for (const Value* party : list_of(of, name))
                add_party(party, to, role);
        }
    }

    struct PlaceName {
        std::string_view name;
        PlaceRole role;
    };
    static constexpr std::array<PlaceName, 6> kPlaces{
        {{"GoodsReceiptPlace", PlaceRole::kReceipt},
         {"LoadingLocation", PlaceRole::kLoading},
         {"TranshipmentLocation", PlaceRole::kTranshipment},
         {"UnloadingLocation", PlaceRole::kDischarge},
         {"DeliveryDestination", PlaceRole::kDelivery},
         {"TransitDestination", PlaceRole::kFinal}}};

    void read_consignment(const Value& from, bool is_cancelled) {
        if (draft_.draft().add_bill(at_) == nullptr) return;
        const std::size_t place = draft_.message().bills.size() - 1;
        Bill read;
        const Value* const document = object_of(&from, "TransportContractDocument");
        read.number = draft_.number(at_, text_of(document, "ID"));
        read.kind = text(document, "TypeCode", facts::max_of(&Bill::kind));
        if (read.number.empty()) {
            draft_.draft().problem(
                at_,
                "bill-without-number",
                core::cat("consignment ", at_.number, " names no TransportContractDocument: kept"));
        }
        read.master =
            draft_.number(at_, text_of(object_of(&from, "MasterTransportDocument"), "ID"));
        if (!read.master.empty()) read.level = facts::BillLevel::kHouse;
        if (read.master.empty() && text_of(&from, "ConsolidationCode") == "1") {
            read.level = facts::BillLevel::kMaster;
        }
        read.is_cancelled = is_cancelled;
        read.traffic = traffic_of(text_of(&from, "CargoMovementCode"));
        read_category(from, read);
        read.line = static_cast<std::uint32_t>(std::min<std::uint64_t>(
            draft_.count(at_, text_of(&from, "SequenceNumeric")), UINT32_MAX));
        add_parties(&from, read.parties);
        for (const auto& [name, role] : kPlaces) {
            const Value* const where = object_of(&from, name);
            draft_.add_place(at_, read.places, role, text_of(where, "ID"), text_of(where, "Name"));
        }
        for (const Value* unit : list_of(&from, "TransportEquipment"))
            read_equipment(*unit, read);
        for (const Value* item : list_of(&from, "ConsignmentItem"))
            draft_.draft().add(
                at_, read.goods, read_goods(*item, read.goods.size()), facts::max_of(&Bill::goods));
        read_amounts(from, read);
        draft_.message().bills[place] = std::move(read);
    }

    void read_category(const Value& from, Bill& to) {
        const std::string sent = text_of(&from, "TransactionNatureCode");
        to.customs_status = item_category(sent);
        if (!sent.empty() && to.customs_status.empty()) {
            to.customs_status = text(&from, "TransactionNatureCode", 16);
            draft_.draft().problem(
                at_, "unknown-code", "TransactionNatureCode is none that is known: kept as sent");
        }
        if (check_item_number(to.number) == ItemNumber::kWrongDigit) {
            draft_.draft().problem(
                at_, std::string{kBadItemNumber}, std::string{kBadItemNumberText});
        }
    }

    /// As stated, else the sum of the goods.
    void read_amounts(const Value& from, Bill& to) {
        to.packages = draft_.count(at_, text_of(&from, "TotalPackageQuantity"));
        to.gross_grams = draft_.grams(at_, text_of(&from, "TotalGrossMassMeasure"));
        to.volume_litres = draft_.litres(at_, text_of(&from, "GrossVolumeMeasure"));
        const bool has_packages = to.packages > 0;
        const bool has_weight = to.gross_grams > 0;
        for (const GoodsLine& goods : to.goods) {
            if (!has_packages) to.packages += goods.packages;
            if (!has_weight) to.gross_grams += goods.gross_grams;
        }
        const Value* const freight = object_of(&from, "Freight");
        to.freight =
            draft_.money(at_, text_of(freight, "Amount"), text_of(freight, "CurrencyCode"));
        to.is_freight_prepaid = text_of(freight, "PaymentMethodCode") == "P";
        to.value =
            draft_.money(at_, text_of(&from, "DeclarationAmount"), text_of(&from, "CurrencyCode"));
    }

    void read_equipment(const Value& from, Bill& to) {
        const auto place = draft_.container(at_, text_of(&from, "ID"));
        if (!place) return;
        facts::Container& unit = draft_.message().containers[*place];
        draft_.draft().add(at_, to.containers, unit.number, facts::max_of(&Bill::containers));
        unit.size_type = text(&from, "CharacteristicCode", 16);
        unit.fullness = fullness_of(text_of(&from, "FullnessCode"));
        unit.gross_grams = draft_.grams(at_, text_of(&from, "GrossMassMeasure"));
        unit.tare_grams = draft_.grams(at_, text_of(&from, "TareMassMeasure"));
        for (const Value* seal : list_of(&from, "Seal")) {
            draft_.draft().add(
                at_, unit.seals, text(seal, "ID", 35), facts::max_of(&facts::Container::seals));
        }
    }

    [[nodiscard]] GoodsLine read_goods(const Value& from, std::size_t before) {
        GoodsLine goods;
        const std::uint64_t number = draft_.count(at_, text_of(&from, "SequenceNumeric"));
        goods.number =
            static_cast<std::uint32_t>(number == 0 || number > UINT32_MAX ? before + 1 : number);
        const Value* const commodity = object_of(&from, "Commodity");
        goods.description = text(commodity, "Description", facts::max_of(&GoodsLine::description));
        if (goods.description.empty()) {
            goods.description =
                text(commodity, "CargoDescription", facts::max_of(&GoodsLine::description));
        }
        goods.hs = draft_.hs(at_, text_of(object_of(commodity, "Classification"), "ID"));
        for (const Value* danger : list_of(commodity, "DangerousGoods")) {
            draft_.draft().add(at_,
                               goods.dangerous,
                               facts::DangerousGoods{text(danger, "UNDGID", 8),
                                                     text(danger, "HazardClassificationID", 16),
                                                     text(danger, "RegulationCode", 8)},
                               facts::max_of(&GoodsLine::dangerous));
        }
        const Value* const packaging = object_of(&from, "Packaging");
        goods.packages = draft_.count(at_, text_of(packaging, "QuantityQuantity"));
        goods.package_kind = text(packaging, "TypeCode", facts::max_of(&GoodsLine::package_kind));
        goods.marks = text(packaging, "MarksNumbersID", facts::max_of(&GoodsLine::marks));
        const Value* const measure = object_of(&from, "GoodsMeasure");
        goods.gross_grams = draft_.grams(at_, text_of(measure, "GrossMassMeasure"));
        goods.net_grams = draft_.grams(at_, text_of(measure, "NetNetWeightMeasure"));
        goods.quantity_thousandths = draft_.thousandths(at_, text_of(measure, "TariffQuantity"));
        goods.unit = text(measure, "UnitCode", facts::max_of(&GoodsLine::unit));
        goods.origin =
            text(object_of(&from, "Origin"), "CountryCode", facts::max_of(&GoodsLine::origin));
        goods.value =
            draft_.money(at_, text_of(&from, "CustomsValueAmount"), text_of(&from, "CurrencyCode"));
        const Value* const procedure = object_of(&from, "GovernmentProcedure");
        goods.procedure = draft_.draft().text(
            at_,
            core::cat(text_of(procedure, "CurrentCode"), text_of(procedure, "PreviousCode")),
            facts::max_of(&GoodsLine::procedure));
        for (const Value* unit : list_of(&from, "TransportEquipment")) {
            if (const auto place = draft_.container(at_, text_of(unit, "ID"))) {
                draft_.draft().add(at_,
                                   goods.containers,
                                   draft_.message().containers[*place].number,
                                   facts::max_of(&GoodsLine::containers));
            }
        }
        return goods;
    }

    void read_shipment(const Value& root, const Value& shipment) {
        Declaration to;
        to.number = draft_.number(at_, text_of(&root, "ID"));
        to.regime = text(&root, "TypeCode", facts::max_of(&Declaration::regime));
        to.office = text(&root, "DeclarationOfficeID", facts::max_of(&Declaration::office));
        to.lodged = draft_.time(at_, text_of(&root, "IssueDateTime")).date;
        if (to.number.empty()) {
            draft_.draft().problem(
                at_, "declaration-without-number", "the declaration has no ID: kept");
        }
        add_parties(&root, to.parties);
        add_parties(&shipment, to.parties);
        const Value* const consignment = object_of(&shipment, "Consignment");
        to.bill =
            draft_.number(at_, text_of(object_of(consignment, "TransportContractDocument"), "ID"));
        for (const Value* unit : list_of(consignment, "TransportEquipment")) {
            Bill held;
            read_equipment(*unit, held);
            for (std::string& number : held.containers)
                draft_.draft().add(
                    at_, to.containers, std::move(number), facts::max_of(&Declaration::containers));
        }
        to.export_country = text(object_of(&shipment, "ExportationCountry"), "ID", 35);
        to.destination_country = text(object_of(&shipment, "Destination"), "CountryCode", 35);
        const Value* const invoice = object_of(&shipment, "Invoice");
        to.total = draft_.money(at_, text_of(invoice, "Amount"), text_of(invoice, "CurrencyCode"));
        for (const Value* item : list_of(&shipment, "GovernmentAgencyGoodsItem")) {
            ++at_.number;
            draft_.draft().add(at_,
                               to.lines,
                               read_goods(*item, to.lines.size()),
                               facts::max_of(&Declaration::lines));
            add_documents(*item, to);
        }
        draft_.message().declarations.push_back(std::move(to));
    }

    void add_documents(const Value& from, Declaration& to) {
        for (const Value* paper : list_of(&from, "AdditionalDocument")) {
            const std::string told =
                core::fold_blanks(core::cat(text_of(paper, "TypeCode"), " ", text_of(paper, "ID")));
            if (told.empty()) continue;
            draft_.draft().add(at_,
                               to.documents,
                               draft_.draft().text(at_, told, 70),
                               facts::max_of(&Declaration::documents));
        }
    }

    ManifestDraft& draft_;
    Line at_{};  ///< `number`: of the consignment or the item, from 1.
};

}  // namespace

bool is_manifest_json(core::ByteView file) {
    constexpr std::size_t kLooked = 1'024;
    std::string_view text = core::as_text(file).substr(0, kLooked);
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    text = core::trim(text);
    if (text.empty() || text.front() != '{') return false;
    text = core::trim(text.substr(1));
    return text.starts_with(core::cat("\"", kRoot, "\""));
}

std::vector<facts::Message> read_manifest_json(core::ByteView file) {
    facts::JsonReading reading{kValues};
    std::string_view text = core::as_text(file);
    const bool has_mark = text.starts_with("\xEF\xBB\xBF");
    if (has_mark) text.remove_prefix(3);
    const auto root = facts::parse_json(text, reading);
    if (!root) {
        const std::size_t at = std::min(reading.stopped_at + (has_mark ? 3U : 0U), file.size());
        return {refused_file("bad-json",
                             static_cast<std::uint32_t>(at),
                             core::cat(root.error().what, ": send the whole text again"))};
    }
    LineRoom room;
    std::vector<facts::Message> all;
    for (const Value* declaration : list_of(&*root, kRoot)) {
        if (all.size() >= kMessages) {
            all.push_back(refused_file(
                "too-many-messages",
                0,
                core::cat("only the first ", kMessages, " declarations are read: split it")));
            break;
        }
        ManifestDraft draft{room, {{}, 0, 0}};
        DeclarationReader{draft}.read(*declaration);
        settle_items(draft.message());
        all.push_back(std::move(draft).finish());
    }
    if (all.empty()) {
        all.push_back(
            refused_file("no-message", 0, "Declaration holds no object: nothing to read"));
    }
    return all;
}

}  // namespace sarhad::intake
