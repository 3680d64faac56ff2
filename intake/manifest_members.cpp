#include "manifest_members.h"

#include "core/text.h"
#include "facts/json_value.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

using facts::Value;

/// Every member that is read, wherever it stands.
constexpr std::array<std::string_view, 84> kKnown{"AdditionalDocument",
                                                  "Address",
                                                  "Agent",
                                                  "Amount",
                                                  "ArrivalDateTime",
                                                  "ArrivalLocation",
                                                  "BorderTransportMeans",
                                                  "CargoDescription",
                                                  "CargoMovementCode",
                                                  "Carrier",
                                                  "CharacteristicCode",
                                                  "CityName",
                                                  "Classification",
                                                  "Commodity",
                                                  "Communication",
                                                  "Consignee",
                                                  "Consignment",
                                                  "ConsignmentItem",
                                                  "Consignor",
                                                  "ConsolidationCode",
                                                  "CountryCode",
                                                  "CurrencyCode",
                                                  "CurrentCode",
                                                  "CustomsValueAmount",
                                                  "DangerousGoods",
                                                  "Declarant",
                                                  "Declaration",
                                                  "DeclarationAmount",
                                                  "DeclarationOfficeID",
                                                  "DeliveryDestination",
                                                  "DepartureDateTime",
                                                  "DepartureLocation",
                                                  "Description",
                                                  "Destination",
                                                  "ExportationCountry",
                                                  "Exporter",
                                                  "Freight",
                                                  "FreightForwarder",
                                                  "FullnessCode",
                                                  "FunctionCode",
                                                  "GoodsMeasure",
                                                  "GoodsReceiptPlace",
                                                  "GoodsShipment",
                                                  "GovernmentAgencyGoodsItem",
                                                  "GovernmentProcedure",
                                                  "GrossMassMeasure",
                                                  "GrossVolumeMeasure",
                                                  "HazardClassificationID",
                                                  "ID",
                                                  "Importer",
                                                  "Invoice",
                                                  "IssueDateTime",
                                                  "JourneyID",
                                                  "Line",
                                                  "LoadingLocation",
                                                  "MarksNumbersID",
                                                  "MasterTransportDocument",
                                                  "ModeCode",
                                                  "Name",
                                                  "NetNetWeightMeasure",
                                                  "NotifyParty",
                                                  "Origin",
                                                  "Packaging",
                                                  "PaymentMethodCode",
                                                  "PostcodeID",
                                                  "PreviousCode",
                                                  "QuantityQuantity",
                                                  "RegistrationNationalityCode",
                                                  "RegulationCode",
                                                  "Seal",
                                                  "SequenceNumeric",
                                                  "TareMassMeasure",
                                                  "TariffQuantity",
                                                  "TotalGrossMassMeasure",
                                                  "TotalPackageQuantity",
                                                  "TransactionNatureCode",
                                                  "TranshipmentLocation",
                                                  "TransitDestination",
                                                  "TransportContractDocument",
                                                  "TransportEquipment",
                                                  "TypeCode",
                                                  "UNDGID",
                                                  "UnitCode",
                                                  "UnloadingLocation"};

}  // namespace

UnknownMembers unknown_in(const Value& root) {
    UnknownMembers unknown;
    std::vector<const Value*> open{&root};
    while (!open.empty()) {
        const Value* const of = open.back();
        open.pop_back();
        if (const auto* const array = std::get_if<Value::Array>(&of->held)) {
            for (const Value& one : *array)
                open.push_back(&one);
        } else if (const auto* const map = std::get_if<Value::Map>(&of->held)) {
            for (const facts::Entry& entry : *map) {
                if (std::binary_search(kKnown.begin(), kKnown.end(), entry.name)) {
                    open.push_back(&entry.value);
                } else if (unknown.count++ == 0) {
                    unknown.first = core::cut_utf8(entry.name, 64);
                }
            }
        }
    }
    return unknown;
}

std::vector<const Value*> list_of(const Value* of, std::string_view name) {
    std::vector<const Value*> all;
    const Value* const held = of == nullptr ? nullptr : facts::member(*of, name);
    if (held == nullptr) return all;
    if (const auto* const array = std::get_if<Value::Array>(&held->held)) {
        for (const Value& one : *array)
            all.push_back(&one);
    } else if (std::holds_alternative<Value::Map>(held->held)) {
        all.push_back(held);
    }
    return all;
}

const Value* object_of(const Value* of, std::string_view name) {
    const auto all = list_of(of, name);
    return all.empty() ? nullptr : all.front();
}

std::string text_of(const Value* of, std::string_view name) {
    return of == nullptr ? std::string{} : core::fold_blanks(facts::text_member(*of, name));
}

std::string lines_of(const Value* address) {
    std::string all;
    if (address == nullptr) return all;
    for (const std::string& line : facts::text_members(*address, "Line"))
        all += core::cat(all.empty() ? "" : ", ", core::fold_blanks(line));
    return all;
}

}  // namespace sarhad::intake
