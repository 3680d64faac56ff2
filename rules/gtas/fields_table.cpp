// What each field of GTAS's query builder is among our facts, or what to do where it is none.
#include "rules/gtas/fields.h"

#include <array>

namespace sarhad::rules::gtas {
namespace {

using B = Bearer;
using R = Reading;

constexpr std::array<Code, 5> kGenders{{{"F", "F"}, {"M", "M"}, {"U", ""}, {"FI", ""}, {"MI", ""}}};
constexpr std::array<Code, 7> kDocumentKinds{
    {{"P", "P"}, {"V", "V"}, {"I", "I"}, {"A", ""}, {"C", ""}, {"IP", ""}, {"F", ""}}};
constexpr std::array<Code, 8> kPayments{{{"CA", "CA"},
                                         {"CC", "CC"},
                                         {"CK", "CK"},
                                         {"MS", "MS"},
                                         {"VOC", ""},
                                         {"DP", ""},
                                         {"GR", ""},
                                         {"AGT", ""}}};
constexpr std::array<Code, 3> kTravellerTypes{{{"C", "true"}, {"P", "false"}, {"I", "false"}}};
constexpr std::array<Code, 5> kTripTypes{{{"ONE-WAY", "true"},
                                          {"ROUND-TRIP", "false"},
                                          {"MULTI-CITY", "false"},
                                          {"NON-CONTIGUOUS", "false"},
                                          {"OPEN JAW", "false"}}};
constexpr std::array<Code, 2> kDirections{{{"I", "I"}, {"O", "O"}}};

constexpr std::string_view kNames = "rules never match names: put the person on a watchlist";
constexpr std::string_view kOfCalendar =
    "a rule of one date is over with it: give the rule its 'valid' dates instead";
constexpr std::string_view kFlight =
    "GTAS's flight is read as a leg of the booking between the port's country and another place";
constexpr std::string_view kAnyLeg = "read as any leg of the booking, those at the port too";
constexpr std::string_view kOnePayment = "facts know one form of payment, GTAS several";
constexpr std::string_view kOneDocument = "facts know the document of this journey, GTAS all";
constexpr std::string_view kNumber =
    "facts know the document of this journey, GTAS all; a number of one person's belongs on a "
    "watchlist";
constexpr std::string_view kSeats = "facts hold no seats";
constexpr std::string_view kWholeBooking =
    "facts count the traveller's bags, not the booking's: see traveller.bags_checked, "
    "traveller.bags_weight_kg";

constexpr std::array kRows{
    Counterpart{"Passenger", "age", R::kAge, B::kJourney, "traveller.birth_year"},
    Counterpart{"Passenger", "dob", R::kBirth, B::kJourney, "traveller.birth_year"},
    Counterpart{"Passenger", "nationality", R::kCountry3, B::kJourney, "traveller.nationality"},
    Counterpart{
        "Passenger", "citizenshipCountry", R::kCountry3, B::kJourney, "traveller.nationality"},
    Counterpart{
        "Passenger", "residencyCountry", R::kCountry3, B::kJourney, "traveller.residence_country"},
    Counterpart{"Passenger", "gender", R::kCode, B::kJourney, "traveller.sex", kGenders},
    Counterpart{
        "Passenger", "passengerType", R::kChoice, B::kJourney, "traveller.crew", kTravellerTypes},
    Counterpart{"Passenger",
                "coTravelerCount",
                R::kOthers,
                B::kJourney,
                "booking.party_size",
                {},
                "counted in the booking, where GTAS counts in advance passenger information"},
    Counterpart{"Passenger", "embarkation", R::kCode, B::kFlight, "from", {}, kFlight},
    Counterpart{"Passenger", "debarkation", R::kCode, B::kFlight, "to", {}, kFlight},
    Counterpart{
        "Passenger", "embarkCountry", R::kCountry2, B::kFlight, "from_country", {}, kFlight},
    Counterpart{"Passenger", "debarkCountry", R::kCountry2, B::kFlight, "to_country", {}, kFlight},
    Counterpart{"Passenger", "firstName", R::kNone, B::kJourney, {}, {}, kNames},
    Counterpart{"Passenger", "middleName", R::kNone, B::kJourney, {}, {}, kNames},
    Counterpart{"Passenger", "lastName", R::kNone, B::kJourney, {}, {}, kNames},
    Counterpart{"Passenger", "seat", R::kNone, B::kJourney, {}, {}, kSeats},
    Counterpart{"Passenger",
                "travelFrequency",
                R::kNone,
                B::kJourney,
                {},
                {},
                "GTAS counts every journey that it has: choose a time with hist.crossings_30d or "
                "hist.crossings_90d"},
    Counterpart{"Passenger",
                "hoursBeforeTakeOff",
                R::kNone,
                B::kJourney,
                {},
                {},
                "see booking.days_before_departure"},
    Counterpart{"Passenger", "*", R::kNone, B::kJourney, {}, {}, "facts do not hold it"},

    Counterpart{
        "FlightPax", "residenceCountry", R::kCountry3, B::kJourney, "traveller.residence_country"},
    Counterpart{"FlightPax", "embarkation", R::kCode, B::kFlight, "from", {}, kFlight},
    Counterpart{"FlightPax", "debarkation", R::kCode, B::kFlight, "to", {}, kFlight},
    Counterpart{
        "FlightPax", "embarkationCountry", R::kCountry2, B::kFlight, "from_country", {}, kFlight},
    Counterpart{
        "FlightPax", "debarkationCountry", R::kCountry2, B::kFlight, "to_country", {}, kFlight},
    Counterpart{"FlightPax",
                "reservationReferenceNumber",
                R::kText,
                B::kJourney,
                "booking.locator",
                {},
                "read from the booking, where GTAS reads advance passenger information"},
    Counterpart{"FlightPax", "bagCount", R::kWhole, B::kJourney, "traveller.bags_checked"},
    Counterpart{"FlightPax", "bagWeight", R::kReal, B::kJourney, "traveller.bags_weight_kg"},
    Counterpart{"FlightPax",
                "averageBagWeight",
                R::kNone,
                B::kJourney,
                {},
                {},
                "divide traveller.bags_weight_kg by double(traveller.bags_checked)"},
    Counterpart{"FlightPax", "headOfPool", R::kNone, B::kJourney, {}, {}, "see bags' pooled"},
    Counterpart{"FlightPax", "*", R::kNone, B::kJourney, {}, {}, "facts do not hold it"},

    Counterpart{"Flight", "origin", R::kCode, B::kFlight, "from", {}, kFlight},
    Counterpart{"Flight", "destination", R::kCode, B::kFlight, "to", {}, kFlight},
    Counterpart{"Flight", "carrier", R::kCode, B::kFlight, "carrier", {}, kFlight},
    Counterpart{"Flight", "originCountry", R::kCountry2, B::kFlight, "from_country", {}, kFlight},
    Counterpart{
        "Flight", "destinationCountry", R::kCountry2, B::kFlight, "to_country", {}, kFlight},
    Counterpart{
        "Flight", "direction", R::kDirection, B::kFlight, "to_country", kDirections, kFlight},
    Counterpart{"Flight", "etaDate", R::kNone, B::kFlight, {}, {}, kOfCalendar},
    Counterpart{"Flight", "eta", R::kNone, B::kFlight, {}, {}, kOfCalendar},
    Counterpart{"Flight", "etdDate", R::kNone, B::kFlight, {}, {}, kOfCalendar},
    Counterpart{"Flight", "flightDate", R::kNone, B::kFlight, {}, {}, kOfCalendar},
    Counterpart{"Flight",
                "*",
                R::kNone,
                B::kFlight,
                {},
                {},
                "facts hold a leg's carrier, places and countries only"},

    Counterpart{"BookingDetail", "origin", R::kCode, B::kLeg, "from", {}, kAnyLeg},
    Counterpart{"BookingDetail", "destination", R::kCode, B::kLeg, "to", {}, kAnyLeg},
    Counterpart{"BookingDetail", "*", R::kNone, B::kLeg, {}, {}, "facts do not hold it"},

    Counterpart{"DwellTime", "location", R::kCode, B::kStop, "to"},
    Counterpart{"DwellTime", "dwellTime", R::kHours, B::kStop, "connect_minutes"},
    Counterpart{"DwellTime", "*", R::kNone, B::kStop, {}, {}, "facts do not hold it"},

    Counterpart{"Document",
                "issuanceCountry",
                R::kCountry3,
                B::kDocument,
                "traveller.doc.issuer",
                {},
                kOneDocument},
    Counterpart{"Document", "documentNumber", R::kText, B::kDocument, kDocumentNumber, {}, kNumber},
    Counterpart{"Document",
                "documentType",
                R::kCode,
                B::kDocument,
                "traveller.doc.kind",
                kDocumentKinds,
                kOneDocument},
    Counterpart{"Document",
                "expirationDate",
                R::kPresence,
                B::kDocument,
                "traveller.doc.days_to_expiry",
                {},
                "count from the journey with traveller.doc.days_to_expiry"},
    Counterpart{"Document",
                "issuanceDate",
                R::kPresence,
                B::kDocument,
                "traveller.doc.days_since_issue",
                {},
                "count from the journey with traveller.doc.days_since_issue"},
    Counterpart{"Document", "*", R::kNone, B::kDocument, {}, {}, "facts do not hold it"},

    Counterpart{"Bag", "bagId", R::kText, B::kBag, "tag"},
    Counterpart{"Bag", "weight", R::kReal, B::kBag, "weight_kg"},
    Counterpart{"Bag",
                "headPool",
                R::kNone,
                B::kBag,
                {},
                {},
                "facts tell only whether a bag was pooled: see bags' pooled"},
    Counterpart{"Bag",
                "*",
                R::kNone,
                B::kBag,
                {},
                {},
                "facts hold a bag's tag, weight, pooling and first country"},

    Counterpart{
        "Pnr", "daysBookedBeforeTravel", R::kWhole, B::kJourney, "booking.days_before_departure"},
    Counterpart{"Pnr", "passengerCount", R::kWhole, B::kJourney, "booking.party_size"},
    Counterpart{"Pnr", "recordLocator", R::kText, B::kJourney, "booking.locator"},
    Counterpart{"Pnr", "origin", R::kCode, B::kFirstLeg, "from"},
    Counterpart{"Pnr", "originCountry", R::kCountry2, B::kFirstLeg, "from_country"},
    Counterpart{"Pnr", "tripType", R::kChoice, B::kJourney, "booking.one_way", kTripTypes},
    Counterpart{"Pnr",
                "paymentForms",
                R::kCode,
                B::kJourney,
                "booking.payment_form",
                kPayments,
                kOnePayment},
    Counterpart{"Pnr",
                "formOfPayment",
                R::kCode,
                B::kJourney,
                "booking.payment_form",
                kPayments,
                kOnePayment},
    Counterpart{"Pnr", "bagCount", R::kNone, B::kJourney, {}, {}, kWholeBooking},
    Counterpart{"Pnr", "baggageWeight", R::kNone, B::kJourney, {}, {}, kWholeBooking},
    Counterpart{"Pnr", "dateBooked", R::kNone, B::kJourney, {}, {}, kOfCalendar},
    Counterpart{"Pnr", "dateReceived", R::kNone, B::kJourney, {}, {}, kOfCalendar},
    Counterpart{"Pnr", "departureDate", R::kNone, B::kJourney, {}, {}, kOfCalendar},
    Counterpart{"Pnr", "tripDuration", R::kNone, B::kJourney, {}, {}, "see traveller.stay_days"},
    Counterpart{"Pnr", "carrier", R::kNone, B::kJourney, {}, {}, "see booking.legs' carrier"},
    Counterpart{"Pnr", "seat", R::kNone, B::kJourney, {}, {}, kSeats},
    Counterpart{"Pnr", "*", R::kNone, B::kJourney, {}, {}, "facts do not hold it"},

    Counterpart{"PaymentForm",
                "paymentType",
                R::kCode,
                B::kJourney,
                "booking.payment_form",
                kPayments,
                kOnePayment},
    Counterpart{"PaymentForm", "*", R::kNone, B::kJourney, {}, {}, "facts hold no fares"},

    Counterpart{"Agency", "identifier", R::kText, B::kJourney, "booking.agency"},
    Counterpart{"Agency", "*", R::kNone, B::kJourney, {}, {}, "facts hold an agency's code only"},

    Counterpart{"Address", "*", R::kNone, B::kJourney, {}, {}, "facts hold no addresses"},
    Counterpart{"CreditCard",
                "*",
                R::kNone,
                B::kJourney,
                {},
                {},
                "facts hold no cards: see booking.card_shared_bookings_30d"},
    Counterpart{"Email", "*", R::kNone, B::kJourney, {}, {}, "facts hold no mail addresses"},
    Counterpart{
        "FrequentFlyer", "*", R::kNone, B::kJourney, {}, {}, "facts hold no frequent flyers"},
    Counterpart{"HitsSummary",
                "*",
                R::kNone,
                B::kJourney,
                {},
                {},
                "GTAS takes it in queries only: see hits and their score"},
    Counterpart{"Phone",
                "*",
                R::kNone,
                B::kJourney,
                {},
                {},
                "facts hold no telephones: see booking.phone_shared_bookings_30d"},
    Counterpart{"Seat", "*", R::kNone, B::kJourney, {}, {}, kSeats},
};

}  // namespace

std::span<const Counterpart> counterparts() {
    return kRows;
}

}  // namespace sarhad::rules::gtas
