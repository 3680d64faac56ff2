#pragma once

#include "core/redacted.h"
#include "facts/cargo.h"
#include "facts/cash.h"
#include "facts/journey.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::facts {

/// What an officer at a land post writes of somebody who walks or drives over the border. It
/// becomes a traveller and a conveyance of the message.
struct LandCrossing {
    std::string reference;  ///< Number of the form.
    Direction direction{Direction::kUnknown};
    std::string point;  ///< The post; UN/LOCODE or its name.
    LocalTime at;
    std::string capacity;  ///< pedestrian, driver, helper, passenger.
    std::string vehicle;   ///< Plate; "" of a pedestrian.
    std::string vehicle_country;
    std::string purpose;  ///< Why he crosses, one of the words of docs/intake-forms.md.
    friend bool operator==(const LandCrossing&, const LandCrossing&) = default;
};
template <>
struct Schema<LandCrossing> {
    static constexpr std::string_view kName = "land_crossing";
    static constexpr auto kFields =
        FieldList{field(1, "reference", &LandCrossing::reference, 64, Feed::kOfficer),
                  field(2, "direction", &LandCrossing::direction, 1, Feed::kOfficer),
                  field(3, "point", &LandCrossing::point, 35, Feed::kOfficer),
                  field(4, "at", &LandCrossing::at, 16, Feed::kOfficer),
                  field(5, "capacity", &LandCrossing::capacity, 16, Feed::kOfficer),
                  field(6, "vehicle", &LandCrossing::vehicle, 35, Feed::kOfficer),
                  field(7, "vehicle_country", &LandCrossing::vehicle_country, 35, Feed::kOfficer),
                  field(8, "purpose", &LandCrossing::purpose, 16, Feed::kOfficer)};
};

/// Goods that cross a country under seal, as a post of entry or exit writes them: a TIR carnet, or
/// a declaration of Afghan transit. It becomes a declaration and a conveyance of the message.
struct TransitMovement {
    std::string reference;  ///< Of the carnet, or of the goods declaration.
    std::string regime;     ///< TIR, ATT.
    PartialDate opened;
    PartialDate valid_until;
    std::string vehicle;  ///< Plate.
    std::string trailer;  ///< Plate.
    std::string vehicle_country;
    Party holder;     ///< Of the carnet; of the declaration: whose goods they are.
    Party carrier;    ///< The bonded carrier.
    Party consignee;  ///< Who gets them.
    std::string office_departure;
    std::string office_entry;
    std::string office_exit;
    std::string office_destination;
    std::vector<std::string> itinerary;  ///< Places on the way, in their order.
    std::string tracker;                 ///< Number of the device on the lorry.
    std::string guarantee;               ///< Number of the bond.
    std::vector<std::string> seals_start;
    std::vector<std::string> seals_exit;  ///< As they are seen where they leave.
    std::string point;                    ///< Where it is seen.
    LocalTime at;
    std::vector<std::string> containers;
    std::vector<GoodsLine> lines;
    friend bool operator==(const TransitMovement&, const TransitMovement&) = default;
};
template <>
struct Schema<TransitMovement> {
    static constexpr std::string_view kName = "transit_movement";
    static constexpr auto kFields = FieldList{
        field(1, "reference", &TransitMovement::reference, 35, Feed::kOfficer),
        field(2, "regime", &TransitMovement::regime, 16, Feed::kOfficer),
        field(3, "opened", &TransitMovement::opened, 10, Feed::kOfficer),
        field(4, "valid_until", &TransitMovement::valid_until, 10, Feed::kOfficer),
        field(5, "vehicle", &TransitMovement::vehicle, 35, Feed::kOfficer),
        field(6, "trailer", &TransitMovement::trailer, 35, Feed::kOfficer),
        field(7, "vehicle_country", &TransitMovement::vehicle_country, 35, Feed::kOfficer),
        field(8, "holder", &TransitMovement::holder, 1, Feed::kOfficer),
        field(9, "carrier", &TransitMovement::carrier, 1, Feed::kOfficer),
        field(10, "consignee", &TransitMovement::consignee, 1, Feed::kOfficer),
        field(11, "office_departure", &TransitMovement::office_departure, 35, Feed::kOfficer),
        field(12, "office_entry", &TransitMovement::office_entry, 35, Feed::kOfficer),
        field(13, "office_exit", &TransitMovement::office_exit, 35, Feed::kOfficer),
        field(14, "office_destination", &TransitMovement::office_destination, 35, Feed::kOfficer),
        field(15, "itinerary", &TransitMovement::itinerary, 32, Feed::kOfficer),
        field(16, "tracker", &TransitMovement::tracker, 35, Feed::kOfficer),
        field(17, "guarantee", &TransitMovement::guarantee, 35, Feed::kOfficer),
        field(18, "seals_start", &TransitMovement::seals_start, 32, Feed::kOfficer),
        field(19, "seals_exit", &TransitMovement::seals_exit, 32, Feed::kOfficer),
        field(20, "point", &TransitMovement::point, 35, Feed::kOfficer),
        field(21, "at", &TransitMovement::at, 16, Feed::kOfficer),
        field(22, "containers", &TransitMovement::containers, 64, Feed::kOfficer),
        field(23, "lines", &TransitMovement::lines, 200, Feed::kOfficer)};
};

}  // namespace sarhad::facts
