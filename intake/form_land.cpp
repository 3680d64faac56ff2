#include "form_land.h"

#include "message_draft.h"

#include "core/text.h"
#include "intake/cargo_values.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::intake {
namespace {

using facts::Conveyance;
using facts::Place;
using facts::PlaceRole;

constexpr std::size_t kCnicDigits = 13;
constexpr std::size_t kCarnetDigits = 8;
constexpr std::size_t kPlateBytes = facts::max_of(&Conveyance::number);  ///< And of a seal.

bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}

/// Papers that a land post takes, as their kinds are written.
constexpr std::array<std::string_view, 6> kLandPapers{
    "CNIC", "TAZKIRA", "POR", "ACC", "RAHDARI", "P"};
/// Those that end on a day, which must be told.
constexpr std::array<std::string_view, 3> kEndingPapers{"RAHDARI", "P", "POR"};
constexpr std::array<std::string_view, 4> kCapacities{
    "pedestrian", "driver", "helper", "passenger"};

/// Why somebody crosses. Treatment and pilgrimage tell of health and belief: they are `other`.
constexpr std::array<std::string_view, 10> kPurposes{"business",
                                                     "family",
                                                     "official",
                                                     "other",
                                                     "personal",
                                                     "return",
                                                     "study",
                                                     "tourism",
                                                     "trade",
                                                     "work"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool has_name(const facts::Traveller& person) {
    return !person.surname.reveal().empty() || !person.first_name.reveal().empty() ||
           !person.full_name.reveal().empty();
}

/// Of one paper of a land post; `field` is its path.
void check_paper(FormDraft& draft,
                 const facts::TravelDocument& paper,
                 const std::string& field,
                 facts::PartialDate day) {
    if (!is_one_of(kLandPapers, paper.kind)) {
        draft.problem("form-field",
                      core::cat(field, ".kind"),
                      "write one of: CNIC, TAZKIRA, POR (proof of registration card), ACC (Afghan "
                      "citizen card), RAHDARI (easement permit), P (passport)");
    }
    draft.require(!paper.number.reveal().empty(), core::cat(field, ".number"), "its number");
    if (paper.kind == "CNIC" && !paper.number.reveal().empty() && !is_cnic(paper.number.reveal())) {
        draft.problem("form-field",
                      core::cat(field, ".number"),
                      "a CNIC has thirteen digits, of which the first is 1 to 8: write it as on "
                      "the card");
    }
    if (is_one_of(kEndingPapers, paper.kind)) {
        draft.require(
            paper.expires.is_full(), core::cat(field, ".expires"), "its last day, as 2026-09-01");
    }
    if (paper.issued.is_known() && paper.expires.is_known() && paper.expires < paper.issued) {
        draft.problem("form-field",
                      core::cat(field, ".expires"),
                      "it ends before it was issued: write both as on the paper");
    } else if (paper.expires.is_full() && day.is_known() && paper.expires < day) {
        draft.problem("paper-expired",
                      core::cat(field, ".expires"),
                      "the paper was over on the day of the crossing: a supervisor decides");
    }
    if (paper.issued.is_full() && day.is_known() && paper.issued > day) {
        draft.problem("form-field",
                      core::cat(field, ".issued"),
                      "it is issued after the crossing: write its own day");
    }
}

void check_papers(FormDraft& draft, const facts::Traveller& person, facts::PartialDate day) {
    const bool has_paper = !person.documents.empty() || !person.national_id.reveal().empty();
    draft.require(
        has_paper, "traveller.documents.1.number", "the number of a document, or national_id");
    for (std::size_t i = 0; i < person.documents.size(); ++i)
        check_paper(draft, person.documents[i], core::cat("traveller.documents.", i + 1), day);
}

/// Upper case without blanks.
std::string plate(std::string_view sent) {
    std::string text = core::ascii_upper(sent);
    std::erase(text, ' ');
    return core::cut_utf8(text, kPlateBytes);
}

void add_place(Conveyance& to, PlaceRole role, std::string_view where) {
    if (where.empty()) return;
    Place place;
    place.role = role;
    const std::string code = read_place_code(where);
    if (is_locode(code)) {
        place.code = code;
    } else {
        place.name = core::cut_utf8(where, facts::max_of(&Place::name));
    }
    to.places.push_back(std::move(place));
}

/// The post, and when: of arrival where somebody comes in, of departure where he goes out.
void add_post(Conveyance& to,
              std::string_view point,
              facts::LocalTime at,
              facts::Direction direction) {
    if (point.empty()) return;
    add_place(to, PlaceRole::kCall, point);
    if (direction == facts::Direction::kOut) {
        to.places.back().departs = at;
    } else {
        to.places.back().arrives = at;
    }
}

/// Two letters and eight digits. Source: IRU, TIR carnets; other numbers are told.
bool is_carnet(std::string_view number) {
    return number.size() == 2 + kCarnetDigits && is_letter(number[0]) && is_letter(number[1]) &&
           core::is_ascii_digits(number.substr(2));
}

std::vector<std::string> missing_in(const std::vector<std::string>& from,
                                    const std::vector<std::string>& in) {
    std::vector<std::string> missing;
    for (const std::string& one : from) {
        if (std::find(in.begin(), in.end(), one) == in.end()) missing.push_back(one);
    }
    return missing;
}

std::string listed(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& one : texts)
        all += core::cat(all.empty() ? "" : ", ", one);
    return all;
}

void check_seals(FormDraft& draft, const facts::TransitMovement& transit) {
    if (transit.seals_exit.empty()) return;
    const auto gone = missing_in(transit.seals_start, transit.seals_exit);
    const auto other = missing_in(transit.seals_exit, transit.seals_start);
    if (gone.empty() && other.empty()) return;
    draft.problem("seal-mismatch",
                  "seals_exit",
                  core::cat("not those of the start",
                            gone.empty() ? "" : "; missing: ",
                            listed(gone),
                            other.empty() ? "" : "; not put on at the start: ",
                            listed(other),
                            "; hold the lorry and tell the office of departure"));
}

void check_transit(FormDraft& draft, const facts::TransitMovement& transit) {
    draft.require(!transit.reference.empty(), "reference", "the number of carnet or declaration");
    draft.require(!transit.vehicle.empty(), "vehicle", "the plate of the lorry");
    draft.require(!transit.office_departure.empty(), "office_departure", "where it was sealed");
    draft.require(!transit.office_destination.empty(), "office_destination", "where it goes");
    draft.require(!transit.seals_start.empty(), "seals_start", "the seals put on at the start");
    const bool is_tir = transit.regime == "TIR";
    if (!is_tir && transit.regime != "ATT") {
        draft.problem("form-field", "regime", "write one of: TIR, ATT (Afghan transit)");
    }
    if (is_tir && !transit.reference.empty() && !is_carnet(transit.reference)) {
        draft.problem("form-field",
                      "reference",
                      "a TIR carnet has two letters and eight digits: write it as on its cover");
    }
    if (is_tir) {
        draft.require(!transit.holder.name.reveal().empty(), "holder.name", "the carnet's holder");
    } else {
        draft.require(!transit.carrier.name.reveal().empty(), "carrier.name", "the bonded carrier");
        draft.require(!transit.tracker.empty(), "tracker", "the number of the tracking device");
    }
    if (transit.office_departure == transit.office_destination &&
        !transit.office_departure.empty()) {
        draft.problem("form-field",
                      "office_destination",
                      "it is the office of departure: write where the goods go");
    }
    const facts::PartialDate day = transit.at.is_known() ? transit.at.date : draft.on;
    if (transit.valid_until.is_full() && day.is_known() && transit.valid_until < day) {
        draft.problem("paper-expired", "valid_until", "it was over on the day on which it is seen");
    }
    if (transit.valid_until.is_known() && transit.opened.is_known() &&
        transit.valid_until < transit.opened) {
        draft.problem("form-field", "valid_until", "it is before the first day: write a later one");
    }
    check_seals(draft, transit);
}

void add_party(std::vector<facts::Party>& to, facts::Party party, facts::PartyRole role) {
    party.role = facts::PartyRole::kOther;
    if (party == facts::Party{}) return;
    party.role = role;
    to.push_back(std::move(party));
}

void number_lines(FormDraft& draft, std::vector<facts::GoodsLine>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        facts::GoodsLine& line = lines[i];
        if (line.number == 0) line.number = static_cast<std::uint32_t>(i + 1);
        if (line.hs.empty()) continue;
        const std::string code = read_hs_code(line.hs);
        if (code.empty()) {
            draft.problem("form-field",
                          core::cat("lines.", i + 1, ".hs"),
                          "write the code of the tariff: six to twelve digits of a chapter 01 to "
                          "97");
        }
        line.hs = code;
    }
}

facts::Declaration declaration_of(FormDraft& draft, facts::TransitMovement& from) {
    facts::Declaration to;
    to.number = from.reference;
    to.regime = from.regime;
    to.office = from.office_departure;
    to.lodged = from.opened;
    add_party(to.parties, std::move(from.holder), facts::PartyRole::kOwner);
    add_party(to.parties, from.carrier, facts::PartyRole::kCarrier);
    add_party(to.parties, std::move(from.consignee), facts::PartyRole::kConsignee);
    number_lines(draft, from.lines);
    to.lines = std::move(from.lines);
    const auto add = [&](std::string_view what, std::string_view number) {
        if (!number.empty()) to.documents.push_back(core::cat(what, " ", number));
    };
    add("TRACKER", from.tracker);
    add("GUARANTEE", from.guarantee);
    add("VALID-UNTIL", facts::to_text(from.valid_until));
    for (const std::string& seal : from.seals_start)
        add("SEAL-START", seal);
    for (const std::string& seal : from.seals_exit)
        add("SEAL-EXIT", seal);
    for (std::size_t i = 0; i < from.containers.size(); ++i) {
        const ContainerNumber number = read_container_number(from.containers[i]);
        if (!number.is_valid) {
            draft.problem("form-field",
                          "containers",
                          core::cat("number ",
                                    i + 1,
                                    " is none of ISO 6346, or its check digit is wrong: compare "
                                    "the box"));
        }
        to.containers.push_back(number.text);
    }
    return to;
}

void read_purpose(FormDraft& draft, std::string_view written) {
    const std::string purpose = core::ascii_lower(core::trim(written));
    if (purpose.empty()) return;
    if (is_one_of(kPurposes, purpose)) {
        draft.message.purpose = purpose;
        return;
    }
    // What was written may tell of health or belief: it is in no text.
    leave_out(draft.message, "free-text");
    draft.problem("form-field",
                  "purpose",
                  "write one of: business, family, official, personal, return, study, tourism, "
                  "trade, work, or other (for treatment and pilgrimage too)");
}

}  // namespace

bool is_cnic(std::string_view number) {
    std::string digits{number};
    std::erase(digits, '-');
    std::erase(digits, ' ');
    if (digits.size() != kCnicDigits || !core::is_ascii_digits(digits)) return false;
    return digits[0] >= '1' && digits[0] <= '8' && digits.substr(1, 4) != "0000";
}

void take_land_crossing(FormDraft& draft,
                        const facts::LandCrossing& crossing,
                        facts::Traveller traveller) {
    draft.require(has_name(traveller), "traveller.surname", "who crosses");
    draft.require(
        crossing.direction == facts::Direction::kIn || crossing.direction == facts::Direction::kOut,
        "direction",
        "in or out");
    draft.require(!crossing.point.empty(), "point", "the post");
    draft.require(crossing.at.is_known(), "at", "when, as 2026-03-01T14:30");
    if (!is_one_of(kCapacities, crossing.capacity)) {
        draft.problem(
            "form-field", "capacity", "write one of: pedestrian, driver, helper, passenger");
    }
    const bool is_on_foot = crossing.capacity == "pedestrian";
    if (is_on_foot && !crossing.vehicle.empty()) {
        draft.problem("form-field", "vehicle", "a pedestrian has none: write who drives it");
    } else if (!is_on_foot && is_one_of(kCapacities, crossing.capacity)) {
        draft.require(!crossing.vehicle.empty(), "vehicle", "the plate");
    }
    const facts::PartialDate day = crossing.at.is_known() ? crossing.at.date : draft.on;
    check_papers(draft, traveller, day);
    facts::Message& message = draft.message;
    message.reference = crossing.reference;
    read_purpose(draft, crossing.purpose);
    if (traveller != facts::Traveller{}) {
        const bool is_crew = crossing.capacity == "driver" || crossing.capacity == "helper";
        if (is_crew) traveller.kind = facts::TravellerKind::kCrew;
        if (traveller.clears_at.empty()) traveller.clears_at = crossing.point;
        message.travellers.push_back(std::move(traveller));
    }
    if (crossing == facts::LandCrossing{}) return;
    Conveyance conveyance;
    conveyance.mode = is_on_foot ? facts::Mode::kFoot : facts::Mode::kRoad;
    conveyance.number = plate(crossing.vehicle);
    conveyance.flag = crossing.vehicle_country;
    add_post(conveyance, crossing.point, crossing.at, crossing.direction);
    message.conveyances.push_back(std::move(conveyance));
}

void take_transit(FormDraft& draft, facts::TransitMovement transit, facts::Traveller driver) {
    std::erase(transit.reference, ' ');
    for (std::vector<std::string>* seals : {&transit.seals_start, &transit.seals_exit}) {
        for (std::string& seal : *seals)
            seal = plate(seal);
    }
    check_transit(draft, transit);
    facts::Message& message = draft.message;
    message.reference = transit.reference;
    if (transit != facts::TransitMovement{}) {
        Conveyance conveyance;
        conveyance.mode = facts::Mode::kRoad;
        conveyance.number = plate(transit.vehicle);
        conveyance.flag = transit.vehicle_country;
        conveyance.carrier =
            core::cut_utf8(transit.carrier.name.reveal(), facts::max_of(&Conveyance::carrier));
        conveyance.name = plate(transit.trailer);
        conveyance.seals = transit.seals_exit.empty() ? transit.seals_start : transit.seals_exit;
        add_place(conveyance, PlaceRole::kOrigin, transit.office_departure);
        add_place(conveyance, PlaceRole::kCustomsOffice, transit.office_entry);
        for (const std::string& stop : transit.itinerary)
            add_place(conveyance, PlaceRole::kOther, stop);
        add_place(conveyance, PlaceRole::kCustomsOffice, transit.office_exit);
        add_place(conveyance, PlaceRole::kFinal, transit.office_destination);
        add_post(conveyance, transit.point, transit.at, facts::Direction::kTransit);
        message.declarations.push_back(declaration_of(draft, transit));
        message.conveyances.push_back(std::move(conveyance));
    }
    if (driver == facts::Traveller{}) return;
    driver.kind = facts::TravellerKind::kCrew;
    if (driver.clears_at.empty()) driver.clears_at = transit.point;
    message.travellers.push_back(std::move(driver));
}

}  // namespace sarhad::intake
