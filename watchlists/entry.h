#pragma once

#include "core/bytes.h"
#include "core/redacted.h"
#include "facts/date.h"
#include "facts/fields.h"
#include "facts/journey.h"
#include "facts/order.h"

#include <array>
#include <string>
#include <vector>

namespace sarhad::watchlists {

using core::Redacted;
using facts::ListAction;
using facts::ListDirection;
using facts::ListedOrder;

/// What is listed. A vehicle, a container, a document or a telephone may have no name: its number
/// is what identifies it.
enum class EntryKind : std::uint8_t {
    kPerson,
    kOrganisation,
    kVessel,
    kAircraft,
    kVehicle,
    kContainer,
    kDocument,
    kTelephone
};
/// How far a listed name can be relied on. Weak (the source doubts it) and low (the UN's word for
/// the same) names need corroboration before they count.
enum class NameQuality : std::uint8_t { kStrong, kWeak, kLow };
/// The name that a source lists first, another one, or one given up.
enum class NameKind : std::uint8_t { kPrimary, kAlias, kFormer };
/// How a source states a date of birth.
enum class DatePrecision : std::uint8_t { kExact, kApproximate, kRange };
/// What a listed number is, as far as an importer can tell; its own word stands beside it.
enum class NumberKind : std::uint8_t {
    kOther,
    kPassport,
    kNationalId,
    kCnic,
    kTax,
    kRegistration,
    kImo,
    kMmsi,
    kCallSign,
    kTailNumber,
    kPlate,
    kVin,
    kContainer,
    kTelephone,
    kDrivingLicence
};

}  // namespace sarhad::watchlists

namespace sarhad::facts {

template <>
struct EnumNames<watchlists::EntryKind> {
    static constexpr auto kNames =
        std::to_array<std::pair<watchlists::EntryKind, std::string_view>>(
            {{watchlists::EntryKind::kPerson, "person"},
             {watchlists::EntryKind::kOrganisation, "organisation"},
             {watchlists::EntryKind::kVessel, "vessel"},
             {watchlists::EntryKind::kAircraft, "aircraft"},
             {watchlists::EntryKind::kVehicle, "vehicle"},
             {watchlists::EntryKind::kContainer, "container"},
             {watchlists::EntryKind::kDocument, "document"},
             {watchlists::EntryKind::kTelephone, "telephone"}});
};
template <>
struct EnumNames<watchlists::NumberKind> {
    static constexpr auto kNames =
        std::to_array<std::pair<watchlists::NumberKind, std::string_view>>(
            {{watchlists::NumberKind::kOther, "other"},
             {watchlists::NumberKind::kPassport, "passport"},
             {watchlists::NumberKind::kNationalId, "national-id"},
             {watchlists::NumberKind::kCnic, "cnic"},
             {watchlists::NumberKind::kTax, "tax"},
             {watchlists::NumberKind::kRegistration, "registration"},
             {watchlists::NumberKind::kImo, "imo"},
             {watchlists::NumberKind::kMmsi, "mmsi"},
             {watchlists::NumberKind::kCallSign, "call-sign"},
             {watchlists::NumberKind::kTailNumber, "tail-number"},
             {watchlists::NumberKind::kPlate, "plate"},
             {watchlists::NumberKind::kVin, "vin"},
             {watchlists::NumberKind::kContainer, "container"},
             {watchlists::NumberKind::kTelephone, "telephone"},
             {watchlists::NumberKind::kDrivingLicence, "driving-licence"}});
};
template <>
struct EnumNames<watchlists::NameQuality> {
    static constexpr auto kNames =
        std::to_array<std::pair<watchlists::NameQuality, std::string_view>>(
            {{watchlists::NameQuality::kStrong, "strong"},
             {watchlists::NameQuality::kWeak, "weak"},
             {watchlists::NameQuality::kLow, "low"}});
};
template <>
struct EnumNames<watchlists::NameKind> {
    static constexpr auto kNames = std::to_array<std::pair<watchlists::NameKind, std::string_view>>(
        {{watchlists::NameKind::kPrimary, "primary"},
         {watchlists::NameKind::kAlias, "alias"},
         {watchlists::NameKind::kFormer, "former"}});
};
template <>
struct EnumNames<watchlists::DatePrecision> {
    static constexpr auto kNames =
        std::to_array<std::pair<watchlists::DatePrecision, std::string_view>>(
            {{watchlists::DatePrecision::kExact, "exact"},
             {watchlists::DatePrecision::kApproximate, "approximate"},
             {watchlists::DatePrecision::kRange, "range"}});
};

}  // namespace sarhad::facts

namespace sarhad::watchlists {

/// One name of an entry, as its source lists it.
struct ListedName {
    Redacted<std::string> text;      ///< As listed, UTF-8, blanks folded.
    Redacted<std::string> family;    ///< Where the source tells the parts ("LAST, First").
    Redacted<std::string> given;     ///< The rest of it.
    Redacted<std::string> original;  ///< In its original script, where the source has it.
    NameQuality quality{NameQuality::kStrong};
    NameKind kind{NameKind::kPrimary};
    friend bool operator==(const ListedName&, const ListedName&) = default;
};

/// A date of birth: `from` to `to`, both included; the same twice for one date.
struct ListedBirth {
    Redacted<facts::PartialDate> from;
    Redacted<facts::PartialDate> to;
    DatePrecision precision{DatePrecision::kExact};
    friend bool operator==(const ListedBirth&, const ListedBirth&) = default;
};

/// A number that identifies: of a paper, a vessel, a vehicle, a container, a telephone.
struct ListedDocument {
    std::string kind;              ///< The source's own word: "Passport", "Cedula No." ...
    Redacted<std::string> number;  ///< As listed.
    std::string issuer;            ///< Country as listed; "" where not told.
    NumberKind type{NumberKind::kOther};
    friend bool operator==(const ListedDocument&, const ListedDocument&) = default;
};

/// One listed person, organisation, vessel, aircraft, vehicle, container, document or telephone.
struct ListEntry {
    std::string id;  ///< The source's reference, unique in its list.
    EntryKind kind{EntryKind::kPerson};
    std::string source;  ///< "UN", "OFAC", or the agency's own word.
    std::vector<ListedName> names;
    std::vector<ListedBirth> births;
    std::vector<ListedDocument> documents;
    std::vector<std::string> nationalities;  ///< As listed.
    std::vector<Redacted<std::string>> birth_places;
    facts::Sex sex{facts::Sex::kUnknown};
    facts::PartialDate listed_on;
    Redacted<std::string> remarks;               ///< Whole, raw.
    std::string programme;                       ///< Sanctions programme or committee.
    ListedOrder order;                           ///< What it does not say, the list's profile says.
    std::vector<Redacted<std::string>> fathers;  ///< Names of the father, as listed.
    std::vector<Redacted<std::string>> districts;  ///< Home districts or provinces, as listed.
    std::string flag;                              ///< Of a vessel or an aircraft: country.
    std::string craft_type;                        ///< Of a vessel, an aircraft, a vehicle.
    /// Not empty: all but the id is in here, under a key that only the list's ports have
    /// (wire/body_seal.h), and the other members are empty.
    core::Bytes sealed;
    friend bool operator==(const ListEntry&, const ListEntry&) = default;
};

/// At most so many names, dates, documents ... an entry; an importer refuses an entry with more.
inline constexpr std::size_t kMaxListedParts = 512;
inline constexpr std::size_t kMaxListedText = 1024;       ///< Bytes of a name or a place.
inline constexpr std::size_t kMaxListedRemarks = 32'768;  ///< Bytes of the remarks.
inline constexpr std::size_t kMaxListedSealed = 49'152;   ///< Bytes of a sealed entry.

}  // namespace sarhad::watchlists

namespace sarhad::facts {

template <>
struct Schema<watchlists::ListedName> {
    using Fact = watchlists::ListedName;
    static constexpr std::string_view kName = "listed_name";
    static constexpr auto kFields =
        FieldList{field(1, "text", &Fact::text, watchlists::kMaxListedText, Feed::kList),
                  field(2, "family", &Fact::family, watchlists::kMaxListedText, Feed::kList),
                  field(3, "given", &Fact::given, watchlists::kMaxListedText, Feed::kList),
                  field(4, "original", &Fact::original, watchlists::kMaxListedText, Feed::kList),
                  field(5, "quality", &Fact::quality, 1, Feed::kList),
                  field(6, "kind", &Fact::kind, 1, Feed::kList)};
};
template <>
struct Schema<watchlists::ListedBirth> {
    using Fact = watchlists::ListedBirth;
    static constexpr std::string_view kName = "listed_birth";
    static constexpr auto kFields =
        FieldList{field(1, "from", &Fact::from, 10, Feed::kList),
                  field(2, "to", &Fact::to, 10, Feed::kList),
                  field(3, "precision", &Fact::precision, 1, Feed::kList)};
};
template <>
struct Schema<watchlists::ListedDocument> {
    using Fact = watchlists::ListedDocument;
    static constexpr std::string_view kName = "listed_document";
    static constexpr auto kFields = FieldList{field(1, "kind", &Fact::kind, 128, Feed::kList),
                                              field(2, "number", &Fact::number, 256, Feed::kList),
                                              field(3, "issuer", &Fact::issuer, 128, Feed::kList),
                                              field(4, "type", &Fact::type, 1, Feed::kList)};
};
template <>
struct Schema<watchlists::ListEntry> {
    using Fact = watchlists::ListEntry;
    static constexpr std::string_view kName = "list_entry";
    static constexpr std::size_t kParts = watchlists::kMaxListedParts;
    static constexpr auto kFields =
        FieldList{field(1, "id", &Fact::id, 128, Feed::kList),
                  field(2, "kind", &Fact::kind, 1, Feed::kList),
                  field(3, "source", &Fact::source, 64, Feed::kList),
                  field(4, "names", &Fact::names, kParts, Feed::kList),
                  field(5, "births", &Fact::births, kParts, Feed::kList),
                  field(6, "documents", &Fact::documents, kParts, Feed::kList),
                  field(7, "nationalities", &Fact::nationalities, kParts, Feed::kList),
                  field(8, "birth_places", &Fact::birth_places, kParts, Feed::kList),
                  field(9, "sex", &Fact::sex, 1, Feed::kList),
                  field(10, "listed_on", &Fact::listed_on, 10, Feed::kList),
                  field(11, "remarks", &Fact::remarks, watchlists::kMaxListedRemarks, Feed::kList),
                  field(12, "programme", &Fact::programme, 256, Feed::kList),
                  field(13, "order", &Fact::order, 1, Feed::kList),
                  field(14, "fathers", &Fact::fathers, kParts, Feed::kList),
                  field(15, "districts", &Fact::districts, kParts, Feed::kList),
                  field(16, "flag", &Fact::flag, 128, Feed::kList),
                  field(17, "craft_type", &Fact::craft_type, 128, Feed::kList),
                  field(18, "sealed", &Fact::sealed, watchlists::kMaxListedSealed, Feed::kList)};
};

}  // namespace sarhad::facts
