// The one table of facts. Fields are only added: a key, once given, keeps its meaning.
#include "rules/schema/facts.h"

#include <array>

namespace sarhad::rules {
namespace {

using enum Feed;

constexpr FactField plain(
    std::uint16_t key, std::string_view name, FactKind kind, Feed feed, std::string_view about) {
    FactField field;
    field.key = key;
    field.name = name;
    field.kind = kind;
    field.feed = feed;
    field.about = about;
    return field;
}
constexpr FactField truth(std::uint16_t key,
                          std::string_view name,
                          Feed feed,
                          std::string_view about) {
    return plain(key, name, FactKind::kBool, feed, about);
}
constexpr FactField whole(std::uint16_t key,
                          std::string_view name,
                          Feed feed,
                          std::string_view about) {
    return plain(key, name, FactKind::kInt, feed, about);
}
constexpr FactField real(std::uint16_t key,
                         std::string_view name,
                         Feed feed,
                         std::string_view about) {
    return plain(key, name, FactKind::kDouble, feed, about);
}
constexpr FactField time(std::uint16_t key,
                         std::string_view name,
                         Feed feed,
                         std::string_view about) {
    return plain(key, name, FactKind::kTime, feed, about);
}
constexpr FactField text(std::uint16_t key,
                         std::string_view name,
                         std::uint32_t bytes_max,
                         Feed feed,
                         std::string_view about) {
    FactField field = plain(key, name, FactKind::kText, feed, about);
    field.bytes_max = bytes_max;
    return field;
}
constexpr FactField one(std::uint16_t key,
                        std::string_view name,
                        const FactRecord& record,
                        std::string_view about) {
    FactField field = plain(key, name, FactKind::kRecord, kAlways, about);
    field.record = &record;
    return field;
}
constexpr FactField many(FactField field, std::uint32_t count_max, Feed feed) {
    field.shape = FactShape::kList;
    field.count_max = count_max;
    field.feed = feed;
    return field;
}
constexpr FactField set(std::uint16_t key,
                        std::string_view name,
                        std::uint32_t count_max,
                        std::uint32_t bytes_max,
                        std::string_view about) {
    FactField field = text(key, name, bytes_max, kAlways, about);
    field.shape = FactShape::kSet;
    field.count_max = count_max;
    return field;
}
constexpr FactField personal(FactField field) {
    field.guard = Guard::kPersonal;
    return field;
}
constexpr FactField narrowing(FactField field) {
    field.guard = Guard::kProtected;
    return field;
}
/// An int that reads as -1 where nobody told it.
constexpr FactField or_minus_one(FactField field) {
    field.absent = -1;
    return field;
}

// clang-format off: a field a line.

// ---- every rule ------------------------------------------------------------------------------

constexpr std::array kPortFields{
    text(1, "code", 5, kAlways, "UN/LOCODE of this port or crossing"),
    text(2, "kind", 8, kAlways, "AIR SEA LAND RAIL POST"),
    text(3, "country", 2, kAlways, "ISO 3166-1 alpha-2"),
};
constexpr FactRecord kPort{"Port", "where the event happens", kPortFields};

constexpr std::array kListsFields{
    set(1, "ports_of_concern", 5000, 5, "UN/LOCODEs that a risk bulletin names"),
    set(2,
        "transit_of_concern",
        300,
        2,
        "countries, alpha-2, known as transit of prohibited goods"),
    set(3, "agencies_watch", 5000, 8, "travel agencies under watch, by their codes"),
    set(4, "precursor_hs6", 1000, 6, "HS subheadings of drug and explosives precursors"),
    set(5, "dual_use_hs6", 5000, 6, "HS subheadings that hold dual-use goods"),
    set(6, "countries_controlled", 300, 2, "countries, alpha-2, under export control"),
    set(7, "perishable_hs2", 99, 2, "HS chapters that need cooling"),
    set(8, "cites_hs6", 1000, 6, "HS subheadings under which CITES species are traded"),
    set(9, "cultural_hs4", 200, 4, "HS headings of art, antiques and archaeological pieces"),
    set(10, "countries_cultural", 300, 2, "countries, alpha-2, whose heritage is being looted"),
    set(11,
        "brands_recorded",
        5000,
        40,
        "trade marks recorded for border protection, as fold() writes them"),
    set(12, "waste_hs6", 300, 6, "HS subheadings of waste under the Basel convention"),
    set(13, "ozone_hs6", 200, 6, "HS subheadings of ozone-depleting and fluorinated gases"),
    set(14, "un_explosives", 500, 4, "UN numbers of explosives and their precursors"),
    set(15, "flags_of_concern", 300, 2, "flags, alpha-2, of fleets that hide their owners"),
};
constexpr FactRecord kLists{
    "Lists", "reference sets that the centre pushes, each with a version of its own", kListsFields};

// ---- persons ---------------------------------------------------------------------------------

constexpr std::array kDocFields{
    personal(text(1, "kind", 2, kApi, "P passport, V visa, I identity card")),
    personal(text(2, "number", 20, kApi, "as read")),
    narrowing(text(3, "issuer", 3, kApi, "ISO 3166-1 alpha-3")),
    or_minus_one(whole(4, "days_since_issue", kApi, "-1 not told")),
    or_minus_one(whole(5, "days_to_expiry", kApi, "negative once expired")),
    truth(6, "reported_lost", kCentral, "in the national register of lost and stolen documents"),
};
constexpr FactRecord kDoc{"Doc", "the travel document", kDocFields};

constexpr std::array kVisaFields{
    truth(1, "present", kVisa, "the register has a visa"),
    text(2, "kind", 8, kVisa, "VISIT WORK STUDY TRANSIT ..."),
    time(3, "valid_until", kVisa, "its last moment"),
    whole(4, "refusals_1825d", kVisa, "refusals in 5 years"),
    whole(5, "same_sponsor_30d", kVisa, "visas of the same sponsor in 30 days"),
};
constexpr FactRecord kVisaRecord{"Visa", "the visa, from the register", kVisaFields};

constexpr std::array kSignsFields{
    personal(truth(1, "document_held_by_other", kOfficer, "somebody else keeps the passport")),
    personal(truth(2, "knows_no_destination", kOfficer, "cannot say where the journey ends")),
    personal(
        truth(3, "rehearsed_story", kOfficer, "answers learnt by heart, or given by a companion")),
    personal(truth(4, "signs_of_fear", kOfficer, "afraid of the companion")),
    personal(truth(5, "signs_of_injury", kOfficer, "untreated injuries")),
    personal(truth(6,
                   "debt_for_journey",
                   kOfficer,
                   "owes the price of the journey to the one who arranged it")),
};
constexpr FactRecord kSigns{
    "VictimSigns", "what a trained officer noted; for a trained role only", kSignsFields};

constexpr std::array kTravellerFields{
    narrowing(text(1, "nationality", 3, kApi, "ISO 3166-1 alpha-3")),
    narrowing(whole(2, "birth_year", kApi, "0 not told")),
    narrowing(text(3, "sex", 1, kApi, "F M X")),
    truth(4, "crew", kApi, "of the crew"),
    narrowing(truth(5, "resident_border_zone", kLocal, "lives in the border zone")),
    one(6, "doc", kDoc, "the document of this journey"),
    one(7, "visa", kVisaRecord, "the visa, where one is needed"),
    or_minus_one(whole(8, "stay_days", kPnr, "planned stay, -1 unknown return")),
    time(9, "stay_until", kPnr, "planned departure"),
    whole(10, "bags_checked", kDcs, "checked bags"),
    real(11, "bags_weight_kg", kDcs, "of all checked bags"),
    narrowing(text(12, "birth_country", 3, kApi, "ISO 3166-1 alpha-3")),
    narrowing(text(13, "residence_country", 3, kApi, "ISO 3166-1 alpha-3")),
    narrowing(truth(14, "minor", kApi, "under age on the day of travel")),
    truth(15, "escort_not_family", kApi, "a minor travels with adults of no family tie on record"),
    one(16, "signs", kSigns, "signs of trafficking that a trained officer noted"),
    truth(17, "boarded", kDcs, "on board"),
    truth(18, "name_differs", kLocal, "the carrier's list and the booking name him otherwise"),
    truth(19, "birth_differs", kLocal, "they tell another date of birth"),
    truth(20, "document_differs", kLocal, "they tell another document"),
};
constexpr FactRecord kTraveller{"Traveller", "a person on this journey", kTravellerFields};

constexpr std::array kLegFields{
    text(1, "carrier", 3, kPnr, "IATA or ICAO code"),
    text(2, "from", 5, kPnr, "UN/LOCODE or IATA code"),
    text(3, "to", 5, kPnr, "UN/LOCODE or IATA code"),
    text(4, "from_country", 2, kPnr, "alpha-2"),
    text(5, "to_country", 2, kPnr, "alpha-2"),
    or_minus_one(whole(6, "connect_minutes", kPnr, "until the next leg; -1 for the last")),
};
constexpr FactRecord kLeg{"Leg", "one flight of a booking", kLegFields};

constexpr std::array kBookingFields{
    personal(text(1, "locator", 6, kPnr, "record locator")),
    text(2, "payment_form", 2, kPnr, "CA cash, CC card, CK cheque, MS other"),
    truth(3, "one_way", kPnr, "no return"),
    or_minus_one(whole(4, "days_before_departure", kPnr, "when it was made; -1 not told")),
    whole(5, "party_size", kPnr, "persons of the booking"),
    truth(6, "split", kPnr, "split from another booking"),
    text(7, "agency", 8, kPnr, "code of the travel agency"),
    whole(8, "phone_shared_bookings_30d", kCentral, "other bookings with its telephone"),
    whole(9, "card_shared_bookings_30d", kCentral, "other bookings with its card"),
    many(one(10, "legs", kLeg, "flights in their order"), 12, kPnr),
    real(11, "detour_ratio", kLocal, "flown great-circle length over direct length"),
    truth(12, "paid_by_other", kPnr, "the payer does not travel"),
    whole(13, "changes", kPnr, "changes since it was made"),
    truth(14, "no_show_before", kCentral, "the same party did not appear within 90 days"),
    whole(15,
          "contact_shared_with_hits_365d",
          kCentral,
          "bookings with its contact whose travellers were found with prohibited goods"),
};
constexpr FactRecord kBooking{"Booking", "a reservation", kBookingFields};

constexpr std::array kBagFields{
    text(1, "tag", 10, kDcs, "IATA licence plate"),
    real(2, "weight_kg", kDcs, ""),
    truth(3, "pooled", kDcs, "weighed together with others"),
    truth(4, "with_owner", kDcs, "its owner boarded the same flight"),
    truth(5, "late", kDcs, "checked after the desk had closed"),
    text(6, "first_country", 2, kDcs, "alpha-2: where its tag was issued"),
    real(7, "image_score", kScan, "0 to 1: anomaly of the scanner's image"),
};
constexpr FactRecord kBag{"Bag", "a checked bag", kBagFields};

constexpr std::array kPersonHistoryFields{
    whole(1,
          "crossings_30d",
          kLocal,
          "crossings here in 30 days, today among them, before this one; each once"),
    whole(2, "crossings_90d", kLocal, "the same in 90 days"),
    real(3,
         "avg_stay_hours_90d",
         kLocal,
         "of stays seen here from the flight in to the flight out that ended in 90 days; unknown "
         "without any"),
    whole(4, "distinct_ports_365d", kCentral, ""),
    whole(5, "docs_used_365d", kCentral, "different documents"),
    whole(6, "cash_declarations_90d", kCentral, "forms of journeys before this one"),
    real(7,
         "cash_total_365d_ref",
         kCentral,
         "foreign money declared on journeys before this one, either way, in US dollars"),
    whole(8, "seizures_1825d", kCentral, "in 5 years"),
    whole(9, "inspections_365d", kCentral, ""),
    whole(10, "inspections_negative_365d", kCentral, "that found nothing"),
    whole(11, "refusals_1825d", kCentral, "refused entries in 5 years"),
    whole(12,
          "minors_escorted_365d",
          kCentral,
          "different minors outside the family, travelled with"),
    real(13, "gold_grams_365d", kCentral, "declared on journeys before this one"),
    real(14,
         "cash_out_year_ref",
         kCentral,
         "foreign money declared as taken out on journeys before this one, since 1 January of the "
         "year of this one's day (UTC), in US dollars"),
};
constexpr FactRecord kPersonHistory{
    "PersonHistory", "what is counted of a person", kPersonHistoryFields};

constexpr std::array kHitFields{
    text(1, "list", 16, kScreen, "list code: TERR NARC LOST SANC OVER ..."),
    real(2, "score", kScreen, "0 to 1, from the matcher"),
    truth(3, "confirmed", kScreen, "by an officer; unknown until one has looked"),
};
constexpr FactRecord kHit{
    "Hit", "a match of the watchlist matcher; rules never match names themselves", kHitFields};

constexpr std::array kCashFields{
    truth(1, "declared", kCash, ""),
    whole(2, "amount", kCash, "whole units of the currency carried"),
    text(3, "currency", 3, kCash, "ISO 4217"),
    real(4, "amount_ref", kCash, "reference currency"),
    real(5, "found_ref", kCash, "counted at search, 0 when not searched"),
    real(6, "threshold_ref", kCash, "above it a declaration is due"),
    text(7, "bearer", 12, kCash, "SELF COURIER COMPANY"),
    real(8, "instruments_ref", kCash, "bearer negotiable instruments, reference currency"),
    truth(9, "source_documented", kCash, "papers for its origin were shown"),
    whole(10, "currencies", kCash, "different currencies carried"),
    real(11, "gold_grams", kCash, "precious metal carried"),
    whole(12, "notes_suspect", kCash, "notes that the counter took for false"),
    real(13,
         "year_limit_ref",
         kCash,
         "what may be taken out in a calendar year, in US dollars; 0: as much as is declared"),
};
constexpr FactRecord kCashRecord{"Cash", "money and its like at a crossing", kCashFields};

// ---- goods -----------------------------------------------------------------------------------

constexpr std::array kPartyFields{
    personal(text(1, "name", 280, kManifest, "as in the manifest")),
    text(2, "country", 2, kManifest, "alpha-2"),
    personal(text(3, "tax_id", 20, kDeclaration, "")),
    or_minus_one(whole(4, "registered_days", kCentral, "days since registration, -1 unknown")),
    truth(5, "aeo", kCentral, "authorised economic operator"),
    whole(6, "address_shared_parties", kCentral, "other parties at its address"),
    truth(7, "natural_person", kDeclaration, "no company"),
    truth(8, "sanctioned_owner", kCentral, "owned by a listed party, by the register"),
};
constexpr FactRecord kParty{"Party", "shipper, consignee or whom to notify", kPartyFields};

constexpr std::array kPartyHistoryFields{
    whole(1, "shipments_730d", kCentral, ""),
    whole(2, "shipments_30d", kLocal, ""),
    whole(3, "seizures_1825d", kCentral, ""),
    whole(4, "amendments_365d", kCentral, ""),
    whole(5, "inspections_negative_365d", kCentral, "that found nothing"),
    whole(6, "ipr_seizures_1825d", kCentral, "goods that infringe rights"),
    real(7, "value_365d_ref", kCentral, "reference currency"),
};
constexpr FactRecord kPartyHistory{
    "PartyHistory", "what is counted of a party", kPartyHistoryFields};

constexpr std::array kCallFields{
    text(1, "locode", 5, kManifest, "UN/LOCODE"),
    text(2, "country", 2, kManifest, "alpha-2"),
    text(3, "role", 10, kManifest, "LOAD TRANSSHIP DISCHARGE TRANSIT"),
};
constexpr FactRecord kCall{"Call", "a place on the way of goods", kCallFields};

constexpr std::array kPortCallFields{
    text(1, "locode", 5, kCentral, "UN/LOCODE"),
    text(2, "country", 2, kCentral, "alpha-2"),
    whole(3, "hours", kCentral, "how long it lay there"),
};
constexpr FactRecord kPortCall{"PortCall", "an earlier call of a conveyance", kPortCallFields};

constexpr std::array kContainerFields{
    text(1, "number", 11, kManifest, "ISO 6346"),
    text(2, "iso_type", 4, kManifest, "ISO 6346 size-type, third character R = reefer"),
    text(3, "seal_manifest", 15, kManifest, ""),
    text(4, "seal_observed", 15, kGate, ""),
    real(5, "manifest_gross_kg", kManifest, "goods"),
    real(6, "vgm_kg", kGate, "verified gross mass, container included"),
    real(7, "tare_kg", kManifest, ""),
    truth(8, "reefer_running", kGate, "its cooling runs"),
    real(9, "image_score", kScan, "0 to 1: anomaly of the scanner's image"),
    truth(10, "seal_broken", kGate, ""),
    or_minus_one(whole(11, "days_in_transit", kCentral, "since it was loaded, -1 unknown")),
    real(12, "radiation_cps", kScan, "counts a second above the background"),
    truth(13, "not_stowed", kLocal, "on no stow plan of the voyage, though there is one"),
};
constexpr FactRecord kContainer{"Container", "a container of a consignment", kContainerFields};

constexpr std::array kConsignmentFields{
    text(1, "bill", 35, kManifest, "bill of lading or air waybill"),
    text(2, "mode", 4, kManifest, "SEA AIR ROAD RAIL POST"),
    real(3, "value_ref", kDeclaration, "reference currency"),
    real(4, "gross_kg", kManifest, ""),
    whole(5, "packages", kManifest, ""),
    text(6, "origin_country", 2, kManifest, "alpha-2"),
    text(7, "final_country", 2, kManifest, "alpha-2"),
    one(8, "shipper", kParty, ""),
    one(9, "consignee", kParty, ""),
    one(10, "notify", kParty, "whom to notify"),
    many(one(11, "route", kCall, "places in their order"), 16, kManifest),
    many(one(12, "containers", kContainer, ""), 64, kManifest),
    real(13, "manifest_hours_before_arrival", kManifest, ""),
    whole(14, "amendments", kManifest, "of the manifest"),
    many(text(15, "un_numbers", 4, kManifest, "UN numbers of dangerous goods"), 32, kManifest),
    whole(16, "parcels_same_sender_30d", kCentral, "of the sender, to any consignee"),
    whole(17, "parcels_same_address_30d", kCentral, "to the consignee's address, from any sender"),
    truth(18, "transit", kManifest, "leaves the country again"),
    real(19, "freight_ref", kManifest, "price of the carriage, reference currency"),
    truth(
        20, "house_level_missing", kManifest, "a forwarder's master bill whose houses nobody told"),
};
constexpr FactRecord kConsignment{
    "Consignment", "goods under one transport document", kConsignmentFields};

constexpr std::array kPriceBandFields{
    real(1, "p10", kCentral, "per statistical unit, reference currency"),
    real(2, "median", kCentral, ""),
    real(3, "p90", kCentral, ""),
    whole(4, "samples", kCentral, ""),
};
constexpr FactRecord kPriceBand{"PriceBand", "what comparable imports cost", kPriceBandFields};

constexpr std::array kLineFields{
    text(1, "hs", 10, kDeclaration, "national tariff code"),
    text(2, "hs2", 2, kDeclaration, "chapter"),
    text(3, "hs4", 4, kDeclaration, "heading"),
    text(4, "hs6", 6, kDeclaration, "subheading"),
    text(5, "description", 560, kDeclaration, "as declared"),
    text(6, "origin_country", 2, kDeclaration, "alpha-2"),
    real(7, "net_kg", kDeclaration, ""),
    real(8, "quantity", kDeclaration, "statistical units"),
    real(9, "value_ref", kDeclaration, "reference currency"),
    whole(10, "value_int", kDeclaration, "invoice value, whole invoice currency units"),
    real(11, "unit_value", kDeclaration, "per statistical unit, reference currency"),
    real(12, "value_per_kg", kDeclaration, "reference currency"),
    one(13, "band", kPriceBand, "of its code and origin"),
    text(14, "brand", 40, kDeclaration, "trade mark as declared"),
    truth(15, "importer_authorised", kCentral, "the rights holder named this importer"),
    whole(16, "cites_appendix", kCentral, "1 to 3 of the declared species, 0 none"),
    or_minus_one(whole(17, "age_years", kDeclaration, "declared age of an object, -1 not told")),
    truth(18, "preference_claimed", kDeclaration, "a lower duty for its origin"),
    real(19, "duty_rate", kDeclaration, "percent"),
};
constexpr FactRecord kLine{"Line", "a line of a declaration", kLineFields};

constexpr std::array kPermitFields{
    text(1,
         "kind",
         8,
         kDeclaration,
         "PREC precursor, DUAL dual-use, CITES, VET, CULT, WASTE, OZONE ..."),
    truth(2, "valid", kCentral, "the issuing office confirms it"),
};
constexpr FactRecord kPermit{"Permit", "a licence or certificate", kPermitFields};

constexpr std::array kDeclarationFields{
    text(1, "number", 18, kDeclaration, ""),
    text(2, "regime", 4, kDeclaration, "customs procedure"),
    many(one(3, "lines", kLine, ""), 200, kDeclaration),
    many(one(4, "permits", kPermit, ""), 20, kDeclaration),
    whole(5, "declarant_amendments_365d", kCentral, ""),
    real(6, "total_ref", kDeclaration, "invoice total, reference currency"),
    truth(7, "paid_late", kCentral, "duty of an earlier declaration is overdue"),
};
constexpr FactRecord kDeclarationRecord{"Declaration", "a customs declaration", kDeclarationFields};

constexpr std::array kConveyanceFields{
    text(1, "mode", 4, kManifest, "SEA AIR ROAD RAIL"),
    text(2, "id", 20, kManifest, "IMO number, registration, plate"),
    text(3, "flag", 2, kManifest, "alpha-2"),
    whole(4, "flag_changes_365d", kCentral, ""),
    whole(5, "owner_changes_365d", kCentral, ""),
    real(6, "ais_gap_hours_30d", kCentral, "hours without a position report"),
    whole(7, "unscheduled_calls_30d", kCentral, ""),
    many(one(8, "last_calls", kPortCall, "latest first"), 10, kCentral),
    real(9, "detour_ratio", kCentral, "length of the way over the usual one"),
    truth(10, "declared_empty", kManifest, ""),
    real(11, "weigh_kg", kGate, "on the weighbridge"),
    real(12, "unladen_kg", kCentral, "by the register"),
    whole(13, "crew_changes_30d", kCentral, ""),
    truth(14, "structure_altered", kGate, "tank, floor or wall is not as registered"),
    truth(15, "insurance_valid", kCentral, ""),
    real(16, "draught_change_m", kCentral, "between two reports without a call"),
    whole(17, "crossings_30d", kLocal, ""),
    or_minus_one(whole(
        18, "minutes_in_zone", kGate, "between the two gates of the control zone, -1 unknown")),
    whole(19, "unmanifested", kLocal, "containers on its stow plan that no manifest names"),
    whole(20, "not_stowed", kLocal, "containers on manifests that its stow plan has not"),
};
constexpr FactRecord kConveyance{"Conveyance", "ship, aircraft, lorry or train", kConveyanceFields};

// ---- what a rule of each kind sees -----------------------------------------------------------

constexpr FactField kNow =
    time(101, "now", kAlways, "when the event happened: the rule has no other clock");
constexpr FactField kHere = one(102, "port", kPort, "where the event happens");
constexpr FactField kSets = one(103, "lists", kLists, "pushed reference sets");
constexpr FactField hits(std::uint16_t key) {
    return many(one(key, "hits", kHit, "of the watchlist matcher"), 32, kScreen);
}

constexpr std::array kTravellerSees{
    one(1, "traveller", kTraveller, "the person"),
    one(2, "booking", kBooking, "the reservation"),
    many(one(3, "bags", kBag, "checked bags"), 20, kDcs),
    one(4, "hist", kPersonHistory, "the person's counters"),
    hits(5),
    one(6, "cash", kCashRecord, "what the person declares to carry"),
    kNow,
    kHere,
    kSets,
};
constexpr std::array kBookingSees{
    one(1, "booking", kBooking, "the reservation"), hits(2), kNow, kHere, kSets};
constexpr std::array kCashSees{
    one(1, "cash", kCashRecord, "what is carried"),
    one(2, "traveller", kTraveller, "who carries it"),
    one(3, "hist", kPersonHistory, "the person's counters"),
    hits(4),
    kNow,
    kHere,
    kSets,
};
constexpr std::array kConsignmentSees{
    one(1, "consignment", kConsignment, "the goods on their way"),
    one(2, "declaration", kDeclarationRecord, "what was declared of them"),
    one(3, "consignee_hist", kPartyHistory, "the consignee's counters"),
    one(4, "shipper_hist", kPartyHistory, "the shipper's counters"),
    one(5, "conveyance", kConveyance, "what carries them"),
    hits(6),
    kNow,
    kHere,
    kSets,
};
constexpr std::array kDeclarationSees{
    one(1, "declaration", kDeclarationRecord, "what was declared"),
    one(2, "consignment", kConsignment, "the goods on their way"),
    one(3, "consignee_hist", kPartyHistory, "the consignee's counters"),
    hits(4),
    kNow,
    kHere,
    kSets,
};
constexpr std::array kConveyanceSees{
    one(1, "conveyance", kConveyance, "ship, aircraft, lorry or train"),
    hits(2),
    kNow,
    kHere,
    kSets};

constexpr std::array kKinds{
    FactRecord{"traveller", "a person on a journey", kTravellerSees},
    FactRecord{"booking", "a reservation, before anybody travels", kBookingSees},
    FactRecord{"cash", "money at a crossing", kCashSees},
    FactRecord{"consignment", "goods under one transport document", kConsignmentSees},
    FactRecord{"declaration", "a customs declaration", kDeclarationSees},
    FactRecord{"conveyance", "ship, aircraft, lorry or train", kConveyanceSees},
};
static_assert(kKinds.size() == kRuleKindCount);

constexpr std::array kRecords{
    &kPort,      &kLists,        &kDoc,    &kVisaRecord,        &kSigns,      &kTraveller,
    &kLeg,       &kBooking,      &kBag,    &kPersonHistory,     &kHit,        &kCashRecord,
    &kParty,     &kPartyHistory, &kCall,   &kPortCall,          &kContainer,  &kConsignment,
    &kPriceBand, &kLine,         &kPermit, &kDeclarationRecord, &kConveyance,
};

struct FeedText {
    std::string_view name;
    std::string_view about;
};
constexpr std::array<FeedText, kFeedCount> kFeeds{{
    {"", "known from the first moment"},
    {"API", "advance passenger information"},
    {"PNR", "booking data"},
    {"DCS", "departure control (bags, boarding)"},
    {"VISA", "visa register extract"},
    {"SCREEN", "watchlist matcher"},
    {"CASH", "currency declaration or cash search"},
    {"MANIFEST", "cargo or conveyance manifest"},
    {"DECL", "customs declaration"},
    {"GATE", "gate, weighbridge, seal check"},
    {"SCAN", "scanner image analysis"},
    {"LOCAL", "counters that this port computes"},
    {"CENTRAL", "counters and tables pushed by the central node"},
    {"OFFICER", "what a trained officer noted"},
}};
// clang-format on

constexpr std::array<RuleKind, kRuleKindCount> kKindNumbers{RuleKind::kTraveller,
                                                            RuleKind::kBooking,
                                                            RuleKind::kCash,
                                                            RuleKind::kConsignment,
                                                            RuleKind::kDeclaration,
                                                            RuleKind::kConveyance};

constexpr bool has_rising_keys(const FactRecord& record) {
    std::uint16_t last = 0;
    for (const FactField& field : record.fields) {
        if (field.key <= last || field.name.empty()) {
            return false;
        }
        last = field.key;
    }
    return true;
}
constexpr bool all_keys_rise() {
    for (const FactRecord* record : kRecords) {
        if (!has_rising_keys(*record)) {
            return false;
        }
    }
    for (const FactRecord& kind : kKinds) {
        if (!has_rising_keys(kind)) {
            return false;
        }
    }
    return true;
}
static_assert(all_keys_rise());
static_assert(kFeedCount <= kFirstSetSource);
static_assert(kFirstSetSource - 1 + kListsFields.back().key < 64, "a set of sources has 64 bits");

}  // namespace

std::span<const FactRecord* const> fact_records() {
    return kRecords;
}

const FactRecord& variables_of(RuleKind kind) {
    return kKinds.at(static_cast<std::size_t>(kind) - 1);
}

std::span<const RuleKind> rule_kinds() {
    return kKindNumbers;
}

std::string_view name_of(Feed feed) {
    return kFeeds.at(static_cast<std::size_t>(feed)).name;
}

std::string_view about(Feed feed) {
    return kFeeds.at(static_cast<std::size_t>(feed)).about;
}

const FactRecord& reference_sets() {
    return kLists;
}

}  // namespace sarhad::rules
