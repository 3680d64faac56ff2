#pragma once

#include "core/redacted.h"
#include "facts/date.h"
#include "facts/fields.h"
#include "facts/money.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::facts {

using core::Redacted;

/// Who somebody is to a consignment.
enum class PartyRole : std::uint8_t {
    kOther,
    kShipper,
    kConsignee,
    kNotify,
    kForwarder,
    kCarrier,
    kDeclarant,
    kOwner,
    kDriver,
    kMaster
};
template <>
struct EnumNames<PartyRole> {
    static constexpr auto kNames =
        std::to_array<std::pair<PartyRole, std::string_view>>({{PartyRole::kOther, "other"},
                                                               {PartyRole::kShipper, "shipper"},
                                                               {PartyRole::kConsignee, "consignee"},
                                                               {PartyRole::kNotify, "notify"},
                                                               {PartyRole::kForwarder, "forwarder"},
                                                               {PartyRole::kCarrier, "carrier"},
                                                               {PartyRole::kDeclarant, "declarant"},
                                                               {PartyRole::kOwner, "owner"},
                                                               {PartyRole::kDriver, "driver"},
                                                               {PartyRole::kMaster, "master"}});
};

/// A person or a company that a manifest or a declaration names.
struct Party {
    PartyRole role{PartyRole::kOther};
    std::string role_code;          ///< As sent: CZ, CN, NI, SU ...
    Redacted<std::string> name;     ///< As sent, lines joined by a blank.
    Redacted<std::string> address;  ///< As sent, lines joined by ", ".
    Redacted<std::string> city;
    std::string country;  ///< As sent.
    std::string postal_code;
    Redacted<std::string> number;   ///< A register's or tax number of it (NTN, EORI), or a CNIC.
    Redacted<std::string> contact;  ///< Telephone or mail address.
    friend bool operator==(const Party&, const Party&) = default;
};
template <>
struct Schema<Party> {
    static constexpr std::string_view kName = "party";
    static constexpr auto kFields =
        FieldList{field(1, "role", &Party::role, 1, Feed::kManifest),
                  field(2, "role_code", &Party::role_code, 8, Feed::kManifest),
                  field(3, "name", &Party::name, 256, Feed::kManifest),
                  field(4, "address", &Party::address, 512, Feed::kManifest),
                  field(5, "city", &Party::city, 64, Feed::kManifest),
                  field(6, "country", &Party::country, 35, Feed::kManifest),
                  field(7, "postal_code", &Party::postal_code, 35, Feed::kManifest),
                  field(8, "number", &Party::number, 35, Feed::kManifest),
                  field(9, "contact", &Party::contact, 256, Feed::kManifest)};
};

/// What a place is to a bill, a container or a conveyance.
enum class PlaceRole : std::uint8_t {
    kOther,
    kReceipt,  ///< Where the carrier takes the goods over.
    kLoading,
    kTranshipment,
    kDischarge,
    kDelivery,  ///< Where the carrier hands them over.
    kOrigin,    ///< Where the goods come from.
    kFinal,     ///< Where they go in the end.
    kCall,      ///< Where the conveyance stands or calls.
    kPrevious,  ///< Its last call before.
    kNext,      ///< Its next call.
    kCustomsOffice
};
template <>
struct EnumNames<PlaceRole> {
    static constexpr auto kNames = std::to_array<std::pair<PlaceRole, std::string_view>>(
        {{PlaceRole::kOther, "other"},
         {PlaceRole::kReceipt, "receipt"},
         {PlaceRole::kLoading, "loading"},
         {PlaceRole::kTranshipment, "transhipment"},
         {PlaceRole::kDischarge, "discharge"},
         {PlaceRole::kDelivery, "delivery"},
         {PlaceRole::kOrigin, "origin"},
         {PlaceRole::kFinal, "final"},
         {PlaceRole::kCall, "call"},
         {PlaceRole::kPrevious, "previous"},
         {PlaceRole::kNext, "next"},
         {PlaceRole::kCustomsOffice, "customs_office"}});
};

/// A place on the way, and when something is there.
struct Place {
    PlaceRole role{PlaceRole::kOther};
    std::string code;      ///< UN/LOCODE or IATA, upper case, blanks removed; "" where only named.
    std::string name;      ///< As sent.
    std::string terminal;  ///< Or berth, shed, yard; as sent.
    LocalTime arrives;
    LocalTime departs;
    friend bool operator==(const Place&, const Place&) = default;
};
template <>
struct Schema<Place> {
    static constexpr std::string_view kName = "place";
    static constexpr auto kFields =
        FieldList{field(1, "role", &Place::role, 1, Feed::kManifest),
                  field(2, "code", &Place::code, 35, Feed::kManifest),
                  field(3, "name", &Place::name, 256, Feed::kManifest),
                  field(4, "terminal", &Place::terminal, 70, Feed::kManifest),
                  field(5, "arrives", &Place::arrives, 16, Feed::kManifest),
                  field(6, "departs", &Place::departs, 16, Feed::kManifest)};
};

/// How somebody or something travels.
enum class Mode : std::uint8_t { kUnknown, kSea, kAir, kRoad, kRail, kPost, kInland, kFoot };
template <>
struct EnumNames<Mode> {
    static constexpr auto kNames =
        std::to_array<std::pair<Mode, std::string_view>>({{Mode::kUnknown, "unknown"},
                                                          {Mode::kSea, "sea"},
                                                          {Mode::kAir, "air"},
                                                          {Mode::kRoad, "road"},
                                                          {Mode::kRail, "rail"},
                                                          {Mode::kPost, "post"},
                                                          {Mode::kInland, "inland"},
                                                          {Mode::kFoot, "foot"}});
};

/// A ship, aircraft, lorry or train on one voyage.
struct Conveyance {
    Mode mode{Mode::kUnknown};
    std::string voyage;          ///< Voyage, flight or train number.
    std::string name;            ///< Of a ship.
    std::string number;          ///< IMO number (seven digits), registration or plate, as sent.
    std::string call_sign;       ///< Of a ship.
    std::string flag;            ///< As sent.
    std::string carrier;         ///< Code or name of who runs it.
    std::vector<Place> places;   ///< Its calls, and where this message is about.
    std::vector<Party> parties;  ///< Carrier, master, driver, agent.
    std::string reference;  ///< The carrier's or customs' own number of the voyage or manifest.
    std::vector<std::string> seals;
    bool is_empty{false};  ///< Declared to carry nothing.
    friend bool operator==(const Conveyance&, const Conveyance&) = default;
};
template <>
struct Schema<Conveyance> {
    static constexpr std::string_view kName = "conveyance";
    static constexpr auto kFields =
        FieldList{field(1, "mode", &Conveyance::mode, 1, Feed::kManifest),
                  field(2, "voyage", &Conveyance::voyage, 35, Feed::kManifest),
                  field(3, "name", &Conveyance::name, 70, Feed::kManifest),
                  field(4, "number", &Conveyance::number, 35, Feed::kManifest),
                  field(5, "call_sign", &Conveyance::call_sign, 16, Feed::kManifest),
                  field(6, "flag", &Conveyance::flag, 35, Feed::kManifest),
                  field(7, "carrier", &Conveyance::carrier, 70, Feed::kManifest),
                  field(8, "places", &Conveyance::places, 64, Feed::kManifest),
                  field(9, "parties", &Conveyance::parties, 32, Feed::kManifest),
                  field(10, "reference", &Conveyance::reference, 70, Feed::kManifest),
                  field(11, "seals", &Conveyance::seals, 32, Feed::kManifest),
                  field(12, "is_empty", &Conveyance::is_empty, 1, Feed::kManifest)};
};

/// Goods that are dangerous to carry.
struct DangerousGoods {
    std::string un_number;  ///< Four digits.
    std::string hazard;     ///< Class of the code, "3", "2.1".
    std::string code;       ///< Of which book: IMD (IMDG), ADR, ICA ... as sent.
    friend bool operator==(const DangerousGoods&, const DangerousGoods&) = default;
};
template <>
struct Schema<DangerousGoods> {
    static constexpr std::string_view kName = "dangerous_goods";
    static constexpr auto kFields =
        FieldList{field(1, "un_number", &DangerousGoods::un_number, 8, Feed::kManifest),
                  field(2, "hazard", &DangerousGoods::hazard, 16, Feed::kManifest),
                  field(3, "code", &DangerousGoods::code, 8, Feed::kManifest)};
};

/// Whether a container has something in it.
enum class Fullness : std::uint8_t { kUnknown, kEmpty, kFull, kPart };
template <>
struct EnumNames<Fullness> {
    static constexpr auto kNames =
        std::to_array<std::pair<Fullness, std::string_view>>({{Fullness::kUnknown, "unknown"},
                                                              {Fullness::kEmpty, "empty"},
                                                              {Fullness::kFull, "full"},
                                                              {Fullness::kPart, "part"}});
};

/// A container, trailer or other unit, as one message tells of it.
struct Container {
    std::string number;           ///< Four letters and seven digits, or as sent, blanks removed.
    bool is_number_valid{false};  ///< By ISO 6346, check digit included.
    std::string kind;             ///< CN container, BL bulk, TE trailer ... as sent.
    std::string size_type;        ///< ISO 6346 code, "22G1".
    Fullness fullness{Fullness::kUnknown};
    std::string status;  ///< Of the move, code as sent: import, export, transhipment.
    std::vector<std::string> seals;
    std::uint64_t gross_grams{0};  ///< As declared; 0 where not told.
    std::uint64_t tare_grams{0};
    std::uint64_t verified_gross_grams{0};  ///< Weighed (SOLAS VGM).
    std::string stowed_at;                  ///< Bay, row and tier.
    std::int32_t temperature_tenths{0};     ///< Of a degree Celsius, to be kept.
    bool has_temperature{false};
    std::vector<DangerousGoods> dangerous;
    std::vector<Place> places;
    std::string bill;            ///< Of the goods in it, where told beside it.
    std::string booking;         ///< Number of the carriage that was booked.
    std::string carrier;         ///< Who runs it.
    LocalTime moved;             ///< When it was loaded, discharged, weighed or passed.
    std::vector<Party> parties;  ///< Who weighed it, takes it over, has booked it.
    std::string goods;           ///< What it is said to hold, as sent.
    std::string weighing;        ///< Method of the verified weight, code as sent: SM1, SM2.
    friend bool operator==(const Container&, const Container&) = default;
};
template <>
struct Schema<Container> {
    static constexpr std::string_view kName = "container";
    static constexpr auto kFields = FieldList{
        field(1, "number", &Container::number, 35, Feed::kManifest),
        field(2, "is_number_valid", &Container::is_number_valid, 1, Feed::kManifest),
        field(3, "kind", &Container::kind, 8, Feed::kManifest),
        field(4, "size_type", &Container::size_type, 16, Feed::kManifest),
        field(5, "fullness", &Container::fullness, 1, Feed::kManifest),
        field(6, "status", &Container::status, 8, Feed::kManifest),
        field(7, "seals", &Container::seals, 32, Feed::kManifest),
        field(8, "gross_grams", &Container::gross_grams, 1, Feed::kManifest),
        field(9, "tare_grams", &Container::tare_grams, 1, Feed::kManifest),
        field(10, "verified_gross_grams", &Container::verified_gross_grams, 1, Feed::kManifest),
        field(11, "stowed_at", &Container::stowed_at, 16, Feed::kManifest),
        field(12, "temperature_tenths", &Container::temperature_tenths, 1, Feed::kManifest),
        field(13, "has_temperature", &Container::has_temperature, 1, Feed::kManifest),
        field(14, "dangerous", &Container::dangerous, 64, Feed::kManifest),
        field(15, "places", &Container::places, 16, Feed::kManifest),
        field(16, "bill", &Container::bill, 35, Feed::kManifest),
        field(17, "booking", &Container::booking, 35, Feed::kManifest),
        field(18, "carrier", &Container::carrier, 70, Feed::kManifest),
        field(19, "moved", &Container::moved, 16, Feed::kManifest),
        field(20, "parties", &Container::parties, 16, Feed::kManifest),
        field(21, "goods", &Container::goods, 512, Feed::kManifest),
        field(22, "weighing", &Container::weighing, 8, Feed::kManifest)};
};

/// Goods of one kind under a bill or in a declaration.
struct GoodsLine {
    std::uint32_t number{0};  ///< Of the line, as sent; else its place, from 1.
    std::string description;  ///< As sent, texts joined by a blank.
    std::string hs;           ///< Harmonised System code, digits only, six at least; else "".
    std::uint64_t packages{0};
    std::string package_kind;  ///< Code as sent (UN/ECE recommendation 21) or a word.
    std::uint64_t gross_grams{0};
    std::uint64_t net_grams{0};
    std::uint64_t volume_litres{0};
    std::uint64_t quantity_thousandths{0};  ///< In `unit`.
    std::string unit;                       ///< UN/ECE recommendation 20 code, as sent.
    std::string origin;                     ///< Country, as sent.
    Money value;
    std::string marks;  ///< On the packages.
    std::vector<DangerousGoods> dangerous;
    std::vector<std::string> containers;  ///< Their numbers.
    std::string procedure;                ///< Customs procedure of a declaration's line.
    friend bool operator==(const GoodsLine&, const GoodsLine&) = default;
};
template <>
struct Schema<GoodsLine> {
    static constexpr std::string_view kName = "goods_line";
    static constexpr auto kFields = FieldList{
        field(1, "number", &GoodsLine::number, 1, Feed::kManifest),
        field(2, "description", &GoodsLine::description, 2048, Feed::kManifest),
        field(3, "hs", &GoodsLine::hs, 16, Feed::kManifest),
        field(4, "packages", &GoodsLine::packages, 1, Feed::kManifest),
        field(5, "package_kind", &GoodsLine::package_kind, 35, Feed::kManifest),
        field(6, "gross_grams", &GoodsLine::gross_grams, 1, Feed::kManifest),
        field(7, "net_grams", &GoodsLine::net_grams, 1, Feed::kManifest),
        field(8, "volume_litres", &GoodsLine::volume_litres, 1, Feed::kManifest),
        field(9, "quantity_thousandths", &GoodsLine::quantity_thousandths, 1, Feed::kManifest),
        field(10, "unit", &GoodsLine::unit, 8, Feed::kManifest),
        field(11, "origin", &GoodsLine::origin, 35, Feed::kManifest),
        field(12, "value", &GoodsLine::value, 1, Feed::kManifest),
        field(13, "marks", &GoodsLine::marks, 512, Feed::kManifest),
        field(14, "dangerous", &GoodsLine::dangerous, 32, Feed::kManifest),
        field(15, "containers", &GoodsLine::containers, 500, Feed::kManifest),
        field(16, "procedure", &GoodsLine::procedure, 16, Feed::kManifest)};
};

/// What a bill is to others.
enum class BillLevel : std::uint8_t { kUnknown, kStraight, kMaster, kHouse };
template <>
struct EnumNames<BillLevel> {
    static constexpr auto kNames =
        std::to_array<std::pair<BillLevel, std::string_view>>({{BillLevel::kUnknown, "unknown"},
                                                               {BillLevel::kStraight, "straight"},
                                                               {BillLevel::kMaster, "master"},
                                                               {BillLevel::kHouse, "house"}});
};

/// What is done with the goods at this border.
enum class Traffic : std::uint8_t {
    kUnknown,
    kImport,
    kExport,
    kTransit,
    kTranshipment,
    kStaysOnBoard
};
template <>
struct EnumNames<Traffic> {
    static constexpr auto kNames = std::to_array<std::pair<Traffic, std::string_view>>(
        {{Traffic::kUnknown, "unknown"},
         {Traffic::kImport, "import"},
         {Traffic::kExport, "export"},
         {Traffic::kTransit, "transit"},
         {Traffic::kTranshipment, "transhipment"},
         {Traffic::kStaysOnBoard, "stays_on_board"}});
};

/// A bill of lading, air waybill, consignment note or parcel: goods under one transport document.
struct Bill {
    std::string number;  ///< Upper case, blanks removed.
    std::string master;  ///< The bill that holds this one; "" where none is told.
    BillLevel level{BillLevel::kUnknown};
    Traffic traffic{Traffic::kUnknown};
    std::string kind;       ///< Code of the document, as sent.
    std::uint32_t line{0};  ///< Its line on the manifest, as sent.
    std::vector<Party> parties;
    std::vector<Place> places;
    std::vector<std::string> containers;  ///< Numbers of those that its goods are in.
    std::vector<GoodsLine> goods;
    std::uint64_t packages{0};     ///< Of all goods, as stated; else their sum.
    std::uint64_t gross_grams{0};  ///< The same.
    std::uint64_t volume_litres{0};
    Money freight;
    bool is_freight_prepaid{false};
    Money value;
    bool is_house_level_missing{false};  ///< A master bill of a forwarder whose houses nobody told.
    bool is_cancelled{false};
    std::vector<std::string> seals;
    std::vector<std::string> references;  ///< Further numbers of it: "code number".
    std::vector<std::string> handling;    ///< Special handling codes, as sent: PER, VAL, AVI ...
    std::string customs_status;           ///< Of the goods, code as sent: T1, X ...
    std::uint64_t total_packages{0};      ///< Of all of it where only a part is carried; else 0.
    friend bool operator==(const Bill&, const Bill&) = default;
};
template <>
struct Schema<Bill> {
    static constexpr std::string_view kName = "bill";
    static constexpr auto kFields = FieldList{
        field(1, "number", &Bill::number, 35, Feed::kManifest),
        field(2, "master", &Bill::master, 35, Feed::kManifest),
        field(3, "level", &Bill::level, 1, Feed::kManifest),
        field(4, "traffic", &Bill::traffic, 1, Feed::kManifest),
        field(5, "kind", &Bill::kind, 16, Feed::kManifest),
        field(6, "line", &Bill::line, 1, Feed::kManifest),
        field(7, "parties", &Bill::parties, 32, Feed::kManifest),
        field(8, "places", &Bill::places, 32, Feed::kManifest),
        field(9, "containers", &Bill::containers, 1000, Feed::kManifest),
        field(10, "goods", &Bill::goods, 2000, Feed::kManifest),
        field(11, "packages", &Bill::packages, 1, Feed::kManifest),
        field(12, "gross_grams", &Bill::gross_grams, 1, Feed::kManifest),
        field(13, "volume_litres", &Bill::volume_litres, 1, Feed::kManifest),
        field(14, "freight", &Bill::freight, 1, Feed::kManifest),
        field(15, "is_freight_prepaid", &Bill::is_freight_prepaid, 1, Feed::kManifest),
        field(16, "value", &Bill::value, 1, Feed::kManifest),
        field(17, "is_house_level_missing", &Bill::is_house_level_missing, 1, Feed::kManifest),
        field(18, "is_cancelled", &Bill::is_cancelled, 1, Feed::kManifest),
        field(19, "seals", &Bill::seals, 64, Feed::kManifest),
        field(20, "references", &Bill::references, 64, Feed::kManifest),
        field(21, "handling", &Bill::handling, 64, Feed::kManifest),
        field(22, "customs_status", &Bill::customs_status, 16, Feed::kManifest),
        field(23, "total_packages", &Bill::total_packages, 1, Feed::kManifest)};
};

/// A customs declaration of goods.
struct Declaration {
    std::string number;
    std::string regime;  ///< Kind of declaration and procedure, as sent.
    std::string office;  ///< Customs office, code as sent.
    PartialDate lodged;
    std::string bill;  ///< Transport document that it refers to.
    std::vector<Party> parties;
    std::vector<GoodsLine> lines;
    std::vector<std::string> documents;  ///< Licences and certificates: "code number".
    std::string export_country;          ///< As sent.
    std::string destination_country;     ///< As sent.
    Money total;
    std::vector<std::string> containers;
    std::uint64_t gross_grams{0};  ///< Of all of it, where the declaration says so itself.
    friend bool operator==(const Declaration&, const Declaration&) = default;
};
template <>
struct Schema<Declaration> {
    static constexpr std::string_view kName = "declaration";
    static constexpr auto kFields = FieldList{
        field(1, "number", &Declaration::number, 35, Feed::kManifest),
        field(2, "regime", &Declaration::regime, 16, Feed::kManifest),
        field(3, "office", &Declaration::office, 35, Feed::kManifest),
        field(4, "lodged", &Declaration::lodged, 10, Feed::kManifest),
        field(5, "bill", &Declaration::bill, 35, Feed::kManifest),
        field(6, "parties", &Declaration::parties, 32, Feed::kManifest),
        field(7, "lines", &Declaration::lines, 2000, Feed::kManifest),
        field(8, "documents", &Declaration::documents, 256, Feed::kManifest),
        field(9, "export_country", &Declaration::export_country, 35, Feed::kManifest),
        field(10, "destination_country", &Declaration::destination_country, 35, Feed::kManifest),
        field(11, "total", &Declaration::total, 1, Feed::kManifest),
        field(12, "containers", &Declaration::containers, 1000, Feed::kManifest),
        field(13, "gross_grams", &Declaration::gross_grams, 1, Feed::kManifest)};
};

}  // namespace sarhad::facts
