#pragma once

#include "facts/cargo.h"
#include "facts/cash.h"
#include "facts/journey.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::facts {

/// Of what sort seized goods are: nCEN's product groups.
enum class ProductGroup : std::uint8_t {
    kOther,
    kDrugs,
    kPrecursors,
    kTobacco,
    kAlcohol,
    kWeapons,
    kCurrency,
    kGold,
    kCounterfeit,  ///< Against rights of trade marks and the like.
    kWildlife,     ///< CITES.
    kCulture,
    kFuel,
    kVehicles,
    kTextiles,
    kElectronics,
    kFood
};
template <>
struct EnumNames<ProductGroup> {
    static constexpr auto kNames = std::to_array<std::pair<ProductGroup, std::string_view>>(
        {{ProductGroup::kOther, "other"},
         {ProductGroup::kDrugs, "drugs"},
         {ProductGroup::kPrecursors, "precursors"},
         {ProductGroup::kTobacco, "tobacco"},
         {ProductGroup::kAlcohol, "alcohol"},
         {ProductGroup::kWeapons, "weapons"},
         {ProductGroup::kCurrency, "currency"},
         {ProductGroup::kGold, "gold"},
         {ProductGroup::kCounterfeit, "counterfeit"},
         {ProductGroup::kWildlife, "wildlife"},
         {ProductGroup::kCulture, "culture"},
         {ProductGroup::kFuel, "fuel"},
         {ProductGroup::kVehicles, "vehicles"},
         {ProductGroup::kTextiles, "textiles"},
         {ProductGroup::kElectronics, "electronics"},
         {ProductGroup::kFood, "food"}});
};

/// How something was found.
enum class Detection : std::uint8_t {
    kUnknown,
    kRoutine,
    kProfile,
    kIntelligence,
    kSelectivity,
    kDog,
    kScanner,
    kRandom,
    kInformer
};
template <>
struct EnumNames<Detection> {
    static constexpr auto kNames = std::to_array<std::pair<Detection, std::string_view>>(
        {{Detection::kUnknown, "unknown"},
         {Detection::kRoutine, "routine"},
         {Detection::kProfile, "profile"},
         {Detection::kIntelligence, "intelligence"},
         {Detection::kSelectivity, "selectivity"},
         {Detection::kDog, "dog"},
         {Detection::kScanner, "scanner"},
         {Detection::kRandom, "random"},
         {Detection::kInformer, "informer"}});
};

/// What becomes of seized goods.
enum class Disposal : std::uint8_t {
    kPending,
    kAuction,
    kDestroyed,
    kReleased,
    kReleasedOnFine,
    kReturned
};
template <>
struct EnumNames<Disposal> {
    static constexpr auto kNames = std::to_array<std::pair<Disposal, std::string_view>>(
        {{Disposal::kPending, "pending"},
         {Disposal::kAuction, "auction"},
         {Disposal::kDestroyed, "destroyed"},
         {Disposal::kReleased, "released"},
         {Disposal::kReleasedOnFine, "released_on_fine"},
         {Disposal::kReturned, "returned"}});
};

/// Who somebody was in a seizure.
enum class OffenceRole : std::uint8_t {
    kOther,
    kCarrier,
    kDriver,
    kOwner,
    kReceiver,
    kSender,
    kArranger,
    kPassenger,
    kWitness,
    kVictim
};
template <>
struct EnumNames<OffenceRole> {
    static constexpr auto kNames = std::to_array<std::pair<OffenceRole, std::string_view>>(
        {{OffenceRole::kOther, "other"},
         {OffenceRole::kCarrier, "carrier"},
         {OffenceRole::kDriver, "driver"},
         {OffenceRole::kOwner, "owner"},
         {OffenceRole::kReceiver, "receiver"},
         {OffenceRole::kSender, "sender"},
         {OffenceRole::kArranger, "arranger"},
         {OffenceRole::kPassenger, "passenger"},
         {OffenceRole::kWitness, "witness"},
         {OffenceRole::kVictim, "victim"}});
};

/// Goods of one sort in a seizure.
struct SeizedGoods {
    ProductGroup group{ProductGroup::kOther};
    std::string description;
    std::string hs;                         ///< Digits only, six at least; else "".
    std::string origin;                     ///< Country, as sent.
    std::uint64_t quantity_thousandths{0};  ///< In `unit`.
    std::string unit;                       ///< UN/ECE recommendation 20: KGM, LTR, C62 ...
    Money value;
    Money duty;
    friend bool operator==(const SeizedGoods&, const SeizedGoods&) = default;
};
template <>
struct Schema<SeizedGoods> {
    static constexpr std::string_view kName = "seized_goods";
    static constexpr auto kFields = FieldList{
        field(1, "group", &SeizedGoods::group, 1, Feed::kOfficer),
        field(2, "description", &SeizedGoods::description, 512, Feed::kOfficer),
        field(3, "hs", &SeizedGoods::hs, 16, Feed::kOfficer),
        field(4, "origin", &SeizedGoods::origin, 35, Feed::kOfficer),
        field(5, "quantity_thousandths", &SeizedGoods::quantity_thousandths, 1, Feed::kOfficer),
        field(6, "unit", &SeizedGoods::unit, 8, Feed::kOfficer),
        field(7, "value", &SeizedGoods::value, 1, Feed::kOfficer),
        field(8, "duty", &SeizedGoods::duty, 1, Feed::kOfficer)};
};

/// A person of a seizure: as a traveller, with a role.
struct Offender {
    OffenceRole role{OffenceRole::kOther};
    Traveller person;
    Redacted<std::string> address;
    friend bool operator==(const Offender&, const Offender&) = default;
};
template <>
struct Schema<Offender> {
    static constexpr std::string_view kName = "offender";
    static constexpr auto kFields =
        FieldList{field(1, "role", &Offender::role, 1, Feed::kOfficer),
                  field(2, "person", &Offender::person, 1, Feed::kOfficer),
                  field(3, "address", &Offender::address, 512, Feed::kOfficer)};
};

/// A vehicle of a seizure.
struct SeizedVehicle {
    Redacted<std::string> plate;
    Redacted<std::string> chassis;
    Redacted<std::string> engine;
    std::string make;
    bool is_tampered{false};  ///< Its numbers were changed, or it was cut and welded.
    bool is_duty_unpaid{false};
    bool is_seized{false};  ///< Customs Act 1969, section 157.
    friend bool operator==(const SeizedVehicle&, const SeizedVehicle&) = default;
};
template <>
struct Schema<SeizedVehicle> {
    static constexpr std::string_view kName = "seized_vehicle";
    static constexpr auto kFields =
        FieldList{field(1, "plate", &SeizedVehicle::plate, 35, Feed::kOfficer),
                  field(2, "chassis", &SeizedVehicle::chassis, 35, Feed::kOfficer),
                  field(3, "engine", &SeizedVehicle::engine, 35, Feed::kOfficer),
                  field(4, "make", &SeizedVehicle::make, 70, Feed::kOfficer),
                  field(5, "is_tampered", &SeizedVehicle::is_tampered, 1, Feed::kOfficer),
                  field(6, "is_duty_unpaid", &SeizedVehicle::is_duty_unpaid, 1, Feed::kOfficer),
                  field(7, "is_seized", &SeizedVehicle::is_seized, 1, Feed::kOfficer)};
};

/// A seizure or an interdiction, from the memo to the disposal.
struct Seizure {
    std::string reference;  ///< Number of the case.
    LocalTime at;
    PartialDate memo;    ///< Day of the seizure memo.
    std::string office;  ///< Collectorate or directorate.
    std::string unit;
    std::string place;
    std::int32_t latitude_microdegrees{0};
    std::int32_t longitude_microdegrees{0};
    bool has_position{false};
    Mode mode{Mode::kUnknown};
    Direction direction{Direction::kUnknown};
    std::string procedure;  ///< Of customs, as sent.
    Detection detection{Detection::kUnknown};
    std::string concealed_in;           ///< Where: "fuel tank", "body".
    Redacted<std::string> concealment;  ///< How, in words.
    std::vector<SeizedGoods> goods;
    std::vector<Offender> persons;
    std::vector<Party> companies;
    std::vector<SeizedVehicle> vehicles;
    std::string conveyance;             ///< Flight, voyage, train.
    std::vector<Place> route;           ///< Departure, transit, destination.
    std::vector<std::string> sections;  ///< Of law: "2(s)", "156(1)(8)".
    std::vector<std::string> agencies;  ///< That took part.
    std::string fir;                    ///< Number of the first information report.
    Disposal disposal{Disposal::kPending};
    std::string adjudication;
    bool has_informer{false};  ///< Restricted; who it was is never stored.
    std::string share;         ///< local, national, partner, cen.
    Redacted<std::string> remarks;
    std::string officer;  ///< Account, not a person's name.
    friend bool operator==(const Seizure&, const Seizure&) = default;
};
template <>
struct Schema<Seizure> {
    static constexpr std::string_view kName = "seizure";
    static constexpr auto kFields = FieldList{
        field(1, "reference", &Seizure::reference, 64, Feed::kOfficer),
        field(2, "at", &Seizure::at, 16, Feed::kOfficer),
        field(3, "memo", &Seizure::memo, 10, Feed::kOfficer),
        field(4, "office", &Seizure::office, 128, Feed::kOfficer),
        field(5, "unit", &Seizure::unit, 128, Feed::kOfficer),
        field(6, "place", &Seizure::place, 128, Feed::kOfficer),
        field(7, "latitude_microdegrees", &Seizure::latitude_microdegrees, 1, Feed::kOfficer),
        field(8, "longitude_microdegrees", &Seizure::longitude_microdegrees, 1, Feed::kOfficer),
        field(9, "has_position", &Seizure::has_position, 1, Feed::kOfficer),
        field(10, "mode", &Seizure::mode, 1, Feed::kOfficer),
        field(11, "direction", &Seizure::direction, 1, Feed::kOfficer),
        field(12, "procedure", &Seizure::procedure, 35, Feed::kOfficer),
        field(13, "detection", &Seizure::detection, 1, Feed::kOfficer),
        field(14, "concealed_in", &Seizure::concealed_in, 128, Feed::kOfficer),
        field(15, "concealment", &Seizure::concealment, 1024, Feed::kOfficer),
        field(16, "goods", &Seizure::goods, 256, Feed::kOfficer),
        field(17, "persons", &Seizure::persons, 64, Feed::kOfficer),
        field(18, "companies", &Seizure::companies, 64, Feed::kOfficer),
        field(19, "vehicles", &Seizure::vehicles, 64, Feed::kOfficer),
        field(20, "conveyance", &Seizure::conveyance, 70, Feed::kOfficer),
        field(21, "route", &Seizure::route, 16, Feed::kOfficer),
        field(22, "sections", &Seizure::sections, 32, Feed::kOfficer),
        field(23, "agencies", &Seizure::agencies, 16, Feed::kOfficer),
        field(24, "fir", &Seizure::fir, 64, Feed::kOfficer),
        field(25, "disposal", &Seizure::disposal, 1, Feed::kOfficer),
        field(26, "adjudication", &Seizure::adjudication, 256, Feed::kOfficer),
        field(27, "has_informer", &Seizure::has_informer, 1, Feed::kOfficer),
        field(28, "share", &Seizure::share, 16, Feed::kOfficer),
        field(29, "remarks", &Seizure::remarks, 1024, Feed::kOfficer),
        field(30, "officer", &Seizure::officer, 64, Feed::kOfficer)};
};

/// What came of a look at goods, a container, a vehicle, a bag or a person, as a form tells it. A
/// look at a screened crossing: facts/inspection.h.
struct InspectionReport {
    std::string reference;
    std::string subject;           ///< Kind: traveller, bag, bill, container, vehicle.
    Redacted<std::string> number;  ///< Of the subject: tag, bill, container, plate, crossing.
    LocalTime at;
    std::string office;
    std::string method;  ///< documents, scanner, dog, opened, emptied.
    bool has_finding{false};
    std::string result;        ///< In words, without names.
    std::string seizure;       ///< Case that came of it.
    std::uint16_t minutes{0};  ///< Of officers.
    std::string officer;       ///< Account, not a person's name.
    friend bool operator==(const InspectionReport&, const InspectionReport&) = default;
};
template <>
struct Schema<InspectionReport> {
    static constexpr std::string_view kName = "inspection_report";
    static constexpr auto kFields =
        FieldList{field(1, "reference", &InspectionReport::reference, 64, Feed::kOfficer),
                  field(2, "subject", &InspectionReport::subject, 16, Feed::kOfficer),
                  field(3, "number", &InspectionReport::number, 64, Feed::kOfficer),
                  field(4, "at", &InspectionReport::at, 16, Feed::kOfficer),
                  field(5, "office", &InspectionReport::office, 128, Feed::kOfficer),
                  field(6, "method", &InspectionReport::method, 35, Feed::kOfficer),
                  field(7, "has_finding", &InspectionReport::has_finding, 1, Feed::kOfficer),
                  field(8, "result", &InspectionReport::result, 512, Feed::kOfficer),
                  field(9, "seizure", &InspectionReport::seizure, 64, Feed::kOfficer),
                  field(10, "minutes", &InspectionReport::minutes, 1, Feed::kOfficer),
                  field(11, "officer", &InspectionReport::officer, 64, Feed::kOfficer)};
};

/// Somebody or something that an office asks every port to look out for. It becomes an order only
/// when its owner's list takes it up (docs/watchlists.md).
struct Lookout {
    std::string reference;
    std::string subject;           ///< person, vehicle, container, company.
    Traveller person;              ///< Where it is a person.
    Redacted<std::string> number;  ///< Plate, container, register number.
    Redacted<std::string> name;    ///< Of a company.
    std::string action;  ///< detain, refuse_exit, search, inform, discreet, seize_document.
    Direction direction{Direction::kUnknown};
    std::string owner;  ///< Office that answers for it.
    std::string duty_telephone;
    std::string legal_basis;
    PartialDate from;
    PartialDate until;
    Redacted<std::string> reason;
    friend bool operator==(const Lookout&, const Lookout&) = default;
};
template <>
struct Schema<Lookout> {
    static constexpr std::string_view kName = "lookout";
    static constexpr auto kFields =
        FieldList{field(1, "reference", &Lookout::reference, 64, Feed::kOfficer),
                  field(2, "subject", &Lookout::subject, 16, Feed::kOfficer),
                  field(3, "person", &Lookout::person, 1, Feed::kOfficer),
                  field(4, "number", &Lookout::number, 64, Feed::kOfficer),
                  field(5, "name", &Lookout::name, 256, Feed::kOfficer),
                  field(6, "action", &Lookout::action, 16, Feed::kOfficer),
                  field(7, "direction", &Lookout::direction, 1, Feed::kOfficer),
                  field(8, "owner", &Lookout::owner, 128, Feed::kOfficer),
                  field(9, "duty_telephone", &Lookout::duty_telephone, 64, Feed::kOfficer),
                  field(10, "legal_basis", &Lookout::legal_basis, 256, Feed::kOfficer),
                  field(11, "from", &Lookout::from, 10, Feed::kOfficer),
                  field(12, "until", &Lookout::until, 10, Feed::kOfficer),
                  field(13, "reason", &Lookout::reason, 512, Feed::kOfficer)};
};

}  // namespace sarhad::facts
