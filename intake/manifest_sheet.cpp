#include "manifest_sheet.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

using core::Errc;
using core::Error;

struct Name {
    std::string_view key;  ///< As column_key() makes it.
    Column column;
};
/// The first of each column is the name of the WCO Data Model; the others are those of plain lists.
constexpr std::array kNames{Name{"transportcontractdocumentid", Column::kBill},
                            Name{"bill", Column::kBill},
                            Name{"billnumber", Column::kBill},
                            Name{"billoflading", Column::kBill},
                            Name{"blnumber", Column::kBill},
                            Name{"blno", Column::kBill},
                            Name{"awb", Column::kBill},
                            Name{"awbnumber", Column::kBill},
                            Name{"itemid", Column::kBill},
                            Name{"itemnumber", Column::kBill},
                            Name{"barcode", Column::kBill},
                            Name{"parcelid", Column::kBill},
                            Name{"trackingnumber", Column::kBill},
                            Name{"trackingno", Column::kBill},
                            Name{"hawb", Column::kBill},
                            Name{"mastertransportdocumentid", Column::kMaster},
                            Name{"master", Column::kMaster},
                            Name{"masterbill", Column::kMaster},
                            Name{"mbl", Column::kMaster},
                            Name{"mawb", Column::kMaster},
                            Name{"declarationid", Column::kDeclaration},
                            Name{"gdnumber", Column::kDeclaration},
                            Name{"gdno", Column::kDeclaration},
                            Name{"sequencenumeric", Column::kLine},
                            Name{"line", Column::kLine},
                            Name{"lineno", Column::kLine},
                            Name{"indexno", Column::kLine},
                            Name{"itemno", Column::kLine},
                            Name{"typecode", Column::kRegime},
                            Name{"gdtype", Column::kRegime},
                            Name{"regime", Column::kRegime},
                            Name{"declarationofficeid", Column::kOffice},
                            Name{"office", Column::kOffice},
                            Name{"collectorate", Column::kOffice},
                            Name{"issuedatetime", Column::kIssued},
                            Name{"gddate", Column::kIssued},
                            Name{"journeyid", Column::kVoyage},
                            Name{"voyage", Column::kVoyage},
                            Name{"voyageno", Column::kVoyage},
                            Name{"flight", Column::kVoyage},
                            Name{"flightno", Column::kVoyage},
                            Name{"bordertransportmeansname", Column::kVesselName},
                            Name{"vessel", Column::kVesselName},
                            Name{"vesselname", Column::kVesselName},
                            Name{"bordertransportmeansid", Column::kVesselNumber},
                            Name{"imo", Column::kVesselNumber},
                            Name{"registration", Column::kVesselNumber},
                            Name{"vehicleno", Column::kVesselNumber},
                            Name{"modecode", Column::kMode},
                            Name{"mode", Column::kMode},
                            Name{"arrivaldatetime", Column::kArrives},
                            Name{"eta", Column::kArrives},
                            Name{"arrivaldate", Column::kArrives},
                            Name{"departuredatetime", Column::kDeparts},
                            Name{"etd", Column::kDeparts},
                            Name{"loadinglocationid", Column::kLoading},
                            Name{"portofloading", Column::kLoading},
                            Name{"pol", Column::kLoading},
                            Name{"unloadinglocationid", Column::kUnloading},
                            Name{"portofdischarge", Column::kUnloading},
                            Name{"pod", Column::kUnloading},
                            Name{"originlocationid", Column::kOrigin},
                            Name{"placeofreceipt", Column::kOrigin},
                            Name{"deliverydestinationid", Column::kFinal},
                            Name{"placeofdelivery", Column::kFinal},
                            Name{"finaldestination", Column::kFinal},
                            Name{"consignorname", Column::kShipper},
                            Name{"shipper", Column::kShipper},
                            Name{"shippername", Column::kShipper},
                            Name{"consignor", Column::kShipper},
                            Name{"exportername", Column::kShipper},
                            Name{"sender", Column::kShipper},
                            Name{"sendername", Column::kShipper},
                            Name{"consignorcountrycode", Column::kShipperCountry},
                            Name{"sendercountry", Column::kShipperCountry},
                            Name{"shippercountry", Column::kShipperCountry},
                            Name{"consignorcommunicationid", Column::kShipperContact},
                            Name{"sendertelephone", Column::kShipperContact},
                            Name{"senderphone", Column::kShipperContact},
                            Name{"shipperphone", Column::kShipperContact},
                            Name{"consignoraddress", Column::kShipperAddress},
                            Name{"shipperaddress", Column::kShipperAddress},
                            Name{"senderaddress", Column::kShipperAddress},
                            Name{"consigneename", Column::kConsignee},
                            Name{"consignee", Column::kConsignee},
                            Name{"importername", Column::kConsignee},
                            Name{"recipient", Column::kConsignee},
                            Name{"recipientname", Column::kConsignee},
                            Name{"receiver", Column::kConsignee},
                            Name{"receivername", Column::kConsignee},
                            Name{"addressee", Column::kConsignee},
                            Name{"addresseename", Column::kConsignee},
                            Name{"consigneecountrycode", Column::kConsigneeCountry},
                            Name{"recipientcountry", Column::kConsigneeCountry},
                            Name{"receivercountry", Column::kConsigneeCountry},
                            Name{"consigneecommunicationid", Column::kConsigneeContact},
                            Name{"recipienttelephone", Column::kConsigneeContact},
                            Name{"recipientphone", Column::kConsigneeContact},
                            Name{"receiverphone", Column::kConsigneeContact},
                            Name{"consigneephone", Column::kConsigneeContact},
                            Name{"consigneeaddress", Column::kConsigneeAddress},
                            Name{"recipientaddress", Column::kConsigneeAddress},
                            Name{"receiveraddress", Column::kConsigneeAddress},
                            Name{"addresseeaddress", Column::kConsigneeAddress},
                            Name{"consigneeid", Column::kConsigneeNumber},
                            Name{"consigneentn", Column::kConsigneeNumber},
                            Name{"importerid", Column::kConsigneeNumber},
                            Name{"ntn", Column::kConsigneeNumber},
                            Name{"notifypartyname", Column::kNotify},
                            Name{"notifyparty", Column::kNotify},
                            Name{"notify", Column::kNotify},
                            Name{"notifypartyaddress", Column::kNotifyAddress},
                            Name{"declarantname", Column::kDeclarant},
                            Name{"agentname", Column::kDeclarant},
                            Name{"declarantid", Column::kDeclarantNumber},
                            Name{"agentid", Column::kDeclarantNumber},
                            Name{"cargodescription", Column::kGoods},
                            Name{"goods", Column::kGoods},
                            Name{"goodsdescription", Column::kGoods},
                            Name{"description", Column::kGoods},
                            Name{"descriptionofgoods", Column::kGoods},
                            Name{"contents", Column::kGoods},
                            Name{"contentdescription", Column::kGoods},
                            Name{"classificationid", Column::kHs},
                            Name{"hs", Column::kHs},
                            Name{"hscode", Column::kHs},
                            Name{"packagequantity", Column::kPackages},
                            Name{"packages", Column::kPackages},
                            Name{"noofpackages", Column::kPackages},
                            Name{"packagetypecode", Column::kPackageKind},
                            Name{"packagetype", Column::kPackageKind},
                            Name{"grossmassmeasure", Column::kGrossKilograms},
                            Name{"grossweight", Column::kGrossKilograms},
                            Name{"grossweightkg", Column::kGrossKilograms},
                            Name{"grosskg", Column::kGrossKilograms},
                            Name{"weight", Column::kGrossKilograms},
                            Name{"weightkg", Column::kGrossKilograms},
                            Name{"netweightmeasure", Column::kNetKilograms},
                            Name{"netweight", Column::kNetKilograms},
                            Name{"netweightkg", Column::kNetKilograms},
                            Name{"grossvolumemeasure", Column::kVolume},
                            Name{"volume", Column::kVolume},
                            Name{"volumem3", Column::kVolume},
                            Name{"cbm", Column::kVolume},
                            Name{"tariffquantity", Column::kQuantity},
                            Name{"quantity", Column::kQuantity},
                            Name{"unitcode", Column::kUnit},
                            Name{"unit", Column::kUnit},
                            Name{"uom", Column::kUnit},
                            Name{"marksnumbersid", Column::kMarks},
                            Name{"marks", Column::kMarks},
                            Name{"marksandnumbers", Column::kMarks},
                            Name{"customsvalueamount", Column::kValue},
                            Name{"value", Column::kValue},
                            Name{"declaredvalue", Column::kValue},
                            Name{"currencycode", Column::kCurrency},
                            Name{"currency", Column::kCurrency},
                            Name{"origincountrycode", Column::kOriginCountry},
                            Name{"countryoforigin", Column::kOriginCountry},
                            Name{"governmentprocedurecode", Column::kProcedure},
                            Name{"procedure", Column::kProcedure},
                            Name{"transportequipmentid", Column::kContainer},
                            Name{"container", Column::kContainer},
                            Name{"containers", Column::kContainer},
                            Name{"containerno", Column::kContainer},
                            Name{"containernumber", Column::kContainer},
                            Name{"equipmentcharacteristiccode", Column::kSizeType},
                            Name{"sizetype", Column::kSizeType},
                            Name{"containersize", Column::kSizeType},
                            Name{"sealid", Column::kSeals},
                            Name{"seal", Column::kSeals},
                            Name{"seals", Column::kSeals},
                            Name{"sealno", Column::kSeals},
                            Name{"undgid", Column::kUnNumber},
                            Name{"unnumber", Column::kUnNumber},
                            Name{"hazardclassificationid", Column::kHazard},
                            Name{"dgclass", Column::kHazard},
                            Name{"cargomovementcode", Column::kTraffic},
                            Name{"traffic", Column::kTraffic},
                            Name{"transactionnaturecode", Column::kCategory},
                            Name{"category", Column::kCategory},
                            Name{"categoryofitem", Column::kCategory},
                            Name{"natureoftransaction", Column::kCategory},
                            Name{"freightamount", Column::kPostage},
                            Name{"postage", Column::kPostage},
                            Name{"postalcharges", Column::kPostage}};

std::optional<Column> column_of(std::string_view name) {
    const std::string key = core::column_key(name);
    const auto* const found = std::find_if(
        kNames.begin(), kNames.end(), [&](const Name& known) { return known.key == key; });
    return found == kNames.end() ? std::nullopt : std::optional{found->column};
}

}  // namespace

std::size_t known_columns(core::ByteView file) {
    const std::vector<std::string> names = csv_header(file);
    return static_cast<std::size_t>(
        std::count_if(names.begin(), names.end(), [](std::string_view name) {
            return column_of(name).has_value();
        }));
}

ManifestSheet::ManifestSheet(core::ByteView file) : rows_{file} {}

core::Status ManifestSheet::read_header() {
    if (rows_.next()) {
        width_ = rows_.row().fields.size();
        for (std::size_t i = 0; i < width_; ++i) {
            const std::string& name = rows_.row().fields[i];
            const auto column = column_of(name);
            if (!column) {
                if (!core::trim(name).empty()) unknown_.push_back(name);
                continue;
            }
            std::optional<std::size_t>& place = places_[static_cast<std::size_t>(*column)];
            if (place) {
                return Error{Errc::kInvalid,
                             core::cat("columns ",
                                       *place + 1,
                                       " and ",
                                       i + 1,
                                       " of the header mean the same: leave one out")};
            }
            place = i;
        }
    }
    if (has(Column::kBill) || has(Column::kDeclaration)) return {};
    return Error{
        Errc::kInvalid,
        core::cat("the header names neither a bill (bill_number) nor a declaration (gd_number)",
                  core::header_hint(rows_.row()))};
}

std::string_view ManifestSheet::refusal() const {
    const core::CsvRecord& row = rows_.row();
    if (row.is_damaged) return core::damage_of(row);
    if (row.fields.size() > width_) {
        return "the row has more fields than the header: quote fields that hold the separator";
    }
    if (row.fields.size() < width_) {
        return "the row has fewer fields than the header: it may be cut off";
    }
    return {};
}

bool ManifestSheet::has(Column column) const {
    return places_[static_cast<std::size_t>(column)].has_value();
}

std::string_view ManifestSheet::text(Column column) const {
    const auto place = places_[static_cast<std::size_t>(column)];
    if (!place || *place >= rows_.row().fields.size()) return {};
    return core::trim(rows_.row().fields[*place]);
}

}  // namespace sarhad::intake
