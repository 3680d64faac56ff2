#pragma once

#include "core/redacted.h"
#include "facts/date.h"
#include "facts/fields.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::facts {

using core::Redacted;

/// As a document or a message states it. It may narrow a match, never decide one.
enum class Sex : std::uint8_t { kUnknown, kFemale, kMale, kOther };
template <>
struct EnumNames<Sex> {
    static constexpr auto kNames =
        std::to_array<std::pair<Sex, std::string_view>>({{Sex::kUnknown, "unknown"},
                                                         {Sex::kFemale, "female"},
                                                         {Sex::kMale, "male"},
                                                         {Sex::kOther, "other"}});
};

/// As what somebody travels.
enum class TravellerKind : std::uint8_t { kPassenger, kCrew, kInTransit };
template <>
struct EnumNames<TravellerKind> {
    static constexpr auto kNames = std::to_array<std::pair<TravellerKind, std::string_view>>(
        {{TravellerKind::kPassenger, "passenger"},
         {TravellerKind::kCrew, "crew"},
         {TravellerKind::kInTransit, "in_transit"}});
};

/// How old a carrier takes somebody to be. It may narrow a match, never decide one.
enum class AgeBand : std::uint8_t { kUnknown, kAdult, kChild, kInfant };
template <>
struct EnumNames<AgeBand> {
    static constexpr auto kNames =
        std::to_array<std::pair<AgeBand, std::string_view>>({{AgeBand::kUnknown, "unknown"},
                                                             {AgeBand::kAdult, "adult"},
                                                             {AgeBand::kChild, "child"},
                                                             {AgeBand::kInfant, "infant"}});
};

/// A passport, visa, identity card or other paper that a traveller shows.
struct TravelDocument {
    std::string kind;              ///< Code as sent: P, V, I, C, A, F, IP ...; "" where not sent.
    Redacted<std::string> number;  ///< As sent, blanks removed, upper case.
    std::string issuer;            ///< Country code as sent, mostly ISO 3166 alpha-3.
    PartialDate issued;
    PartialDate expires;
    friend bool operator==(const TravelDocument&, const TravelDocument&) = default;
};
template <>
struct Schema<TravelDocument> {
    static constexpr std::string_view kName = "travel_document";
    static constexpr auto kFields =
        FieldList{field(1, "kind", &TravelDocument::kind, 8, Feed::kApi),
                  field(2, "number", &TravelDocument::number, 35, Feed::kApi),
                  field(3, "issuer", &TravelDocument::issuer, 35, Feed::kApi),
                  field(4, "issued", &TravelDocument::issued, 10, Feed::kApi),
                  field(5, "expires", &TravelDocument::expires, 10, Feed::kApi)};
};

/// A person who travels, as one message tells it.
struct Traveller {
    Redacted<std::string> surname;      ///< As sent, blanks folded.
    Redacted<std::string> first_name;   ///< First given name(s).
    Redacted<std::string> middle_name;  ///< Second given name(s).
    Redacted<std::string> full_name;    ///< Where the source has one text only.
    Sex sex{Sex::kUnknown};
    Redacted<PartialDate> date_of_birth;
    Redacted<std::string> place_of_birth;
    std::string nationality;  ///< As sent, mostly ISO 3166 alpha-3.
    std::string residence;    ///< As sent.
    TravellerKind kind{TravellerKind::kPassenger};
    std::vector<TravelDocument> documents;
    std::string embarks;                ///< IATA or UN/LOCODE.
    std::string disembarks;             ///< IATA or UN/LOCODE.
    std::string clears_at;              ///< Port where the border is crossed.
    Redacted<std::string> booking;      ///< Locator of the reservation (RFF+AVF).
    Redacted<std::string> carrier_id;   ///< The carrier's unique passenger reference (RFF+ABO).
    std::string seat;                   ///< "44G".
    std::uint16_t bag_count{0};         ///< Pieces of checked baggage.
    std::uint32_t bag_weight_kg{0};     ///< Of all of them.
    std::vector<std::string> bag_tags;  ///< Expanded: one text a bag.
    Redacted<std::string> father_name;  ///< Where a form or a document says it.
    Redacted<std::string> national_id;  ///< CNIC or another personal number.
    std::string transit_to;             ///< Where an in-transit traveller goes on to.
    AgeBand age_band{AgeBand::kUnknown};
    std::string title;         ///< "MR", "DR", as sent; it is no part of the name.
    std::string reference;     ///< Of the person within the message that named him.
    bool is_cancelled{false};  ///< The booking says that he does not travel.
    friend bool operator==(const Traveller&, const Traveller&) = default;
};
template <>
struct Schema<Traveller> {
    static constexpr std::string_view kName = "traveller";
    static constexpr auto kFields =
        FieldList{field(1, "surname", &Traveller::surname, 256, Feed::kApi),
                  field(2, "first_name", &Traveller::first_name, 256, Feed::kApi),
                  field(3, "middle_name", &Traveller::middle_name, 256, Feed::kApi),
                  field(4, "full_name", &Traveller::full_name, 512, Feed::kApi),
                  field(5, "sex", &Traveller::sex, 1, Feed::kApi),
                  field(6, "date_of_birth", &Traveller::date_of_birth, 10, Feed::kApi),
                  field(7, "place_of_birth", &Traveller::place_of_birth, 256, Feed::kApi),
                  field(8, "nationality", &Traveller::nationality, 64, Feed::kApi),
                  field(9, "residence", &Traveller::residence, 64, Feed::kApi),
                  field(10, "kind", &Traveller::kind, 1, Feed::kApi),
                  field(11, "documents", &Traveller::documents, 16, Feed::kApi),
                  field(12, "embarks", &Traveller::embarks, 35, Feed::kApi),
                  field(13, "disembarks", &Traveller::disembarks, 35, Feed::kApi),
                  field(14, "clears_at", &Traveller::clears_at, 35, Feed::kApi),
                  field(15, "booking", &Traveller::booking, 70, Feed::kApi),
                  field(16, "carrier_id", &Traveller::carrier_id, 70, Feed::kApi),
                  field(17, "seat", &Traveller::seat, 70, Feed::kApi),
                  field(18, "bag_count", &Traveller::bag_count, 1, Feed::kApi),
                  field(19, "bag_weight_kg", &Traveller::bag_weight_kg, 1, Feed::kApi),
                  field(20, "bag_tags", &Traveller::bag_tags, 999, Feed::kApi),
                  field(21, "father_name", &Traveller::father_name, 256, Feed::kOfficer),
                  field(22, "national_id", &Traveller::national_id, 35, Feed::kOfficer),
                  field(23, "transit_to", &Traveller::transit_to, 35, Feed::kApi),
                  field(24, "age_band", &Traveller::age_band, 1, Feed::kPnr),
                  field(25, "title", &Traveller::title, 35, Feed::kPnr),
                  field(26, "reference", &Traveller::reference, 35, Feed::kPnr),
                  field(27, "is_cancelled", &Traveller::is_cancelled, 1, Feed::kPnr)};
};

/// One leg of a flight, from take-off to landing.
struct FlightLeg {
    std::string carrier;      ///< IATA or ICAO designator.
    std::string number;       ///< Four digits at least, zero-filled, with a suffix letter if sent.
    std::string origin;       ///< IATA or UN/LOCODE, as sent.
    std::string destination;  ///< IATA or UN/LOCODE, as sent.
    LocalTime departs;
    LocalTime arrives;
    /// Of the departure where the message tells no year: "--02-05" month and day, "---05" the day
    /// alone (as XML Schema writes them), a time of day behind it where told: "--02-05T10:30".
    std::string day{};
    friend bool operator==(const FlightLeg&, const FlightLeg&) = default;
};
template <>
struct Schema<FlightLeg> {
    static constexpr std::string_view kName = "flight_leg";
    static constexpr auto kFields =
        FieldList{field(1, "carrier", &FlightLeg::carrier, 8, Feed::kApi),
                  field(2, "number", &FlightLeg::number, 35, Feed::kApi),
                  field(3, "origin", &FlightLeg::origin, 35, Feed::kApi),
                  field(4, "destination", &FlightLeg::destination, 35, Feed::kApi),
                  field(5, "departs", &FlightLeg::departs, 16, Feed::kApi),
                  field(6, "arrives", &FlightLeg::arrives, 16, Feed::kApi),
                  field(7, "day", &FlightLeg::day, 16, Feed::kApi)};
};

}  // namespace sarhad::facts
