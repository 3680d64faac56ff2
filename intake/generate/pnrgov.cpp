#include "damaged_writer.h"
#include "given_flight.h"
#include "kinds.h"
#include "traffic.h"

#include "core/text.h"

#include <array>

/// PNRGOV 13.1. Source: IATA's PNRGOV EDIFACT implementation guide.
namespace sarhad::intake {
namespace {

Damage draw_damage(const Making& making) {
    if (!making.is_damaged) return {};
    switch (making.chance.below(6)) {
        case 0:
            return {.skip = "FOP"};
        case 1:
            return {.skip = "TKT"};
        case 2:
            return {.skip = "DAT"};
        case 3:
            return {.is_count_wrong = true};
        case 4:
            return {.is_end_missing = true};
        default:  // Not our enum.
            return {.total_off = 1};
    }
}

/// "010326".
std::string ddmmyy(facts::PartialDate date) {
    const std::string text = yymmdd(date);
    return text.substr(4, 2) + text.substr(2, 2) + text.substr(0, 2);
}

/// "01MAR26".
std::string ddmmmyy(facts::PartialDate date) {
    constexpr std::array<std::string_view, 12> kMonths{
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    return core::cat(padded(date.day, 2), kMonths[date.month - 1U], yymmdd(date).substr(0, 2));
}

/// A booking while it is written.
struct Pnr {
    const facts::FlightLeg& leg;
    const Party& party;
    facts::LocalTime booked;
    std::string seller;  ///< A codeshare's designator, or "".
};

void write_leg(DamagedWriter& to, const facts::FlightLeg& leg, const std::string& booking_class) {
    to.segment(
        "TVL",
        {{ddmmyy(leg.departs.date), hhmm(leg.departs), ddmmyy(leg.arrives.date), hhmm(leg.arrives)},
         {leg.origin},
         {leg.destination},
         {leg.carrier},
         {leg.number, booking_class}});
}

/// "P/PAK/AB1234567/PAK/14FEB90/F/31JAN31/DEHLVI/GULNAR/BANO".
std::string docs_of(const facts::Traveller& one) {
    const facts::TravelDocument& paper = one.documents.front();
    const bool is_infant = one.age_band == facts::AgeBand::kInfant;
    const std::string sex = one.sex == facts::Sex::kFemale ? "F" : "M";
    return core::cat("/",
                     paper.kind,
                     "/",
                     paper.issuer,
                     "/",
                     paper.number.reveal(),
                     "/",
                     one.nationality,
                     "/",
                     ddmmmyy(one.date_of_birth.reveal()),
                     "/",
                     is_infant ? sex + "I" : sex,
                     "/",
                     ddmmmyy(paper.expires),
                     "/",
                     one.surname.reveal(),
                     "/",
                     one.first_name.reveal(),
                     one.middle_name.reveal().empty() ? "" : "/",
                     one.middle_name.reveal());
}

std::string kind_of(const facts::Traveller& one) {
    if (one.age_band == facts::AgeBand::kInfant) return "IN";
    return one.age_band == facts::AgeBand::kChild ? "C" : "A";
}

void write_traveller(DamagedWriter& to, const Pnr& pnr, std::size_t place, Chance& chance) {
    const facts::Traveller& one = pnr.party.people[place];
    const std::string& carrier = pnr.leg.carrier;
    to.segment(
        "TIF",
        {{one.surname.reveal()}, {one.first_name.reveal(), kind_of(one), core::cat(place + 1)}});
    to.segment("SSR", {{"DOCS", "HK", "1", carrier, "", "", "", "", docs_of(one)}});
    to.segment("TKT", {{core::cat("214", chance.digits(10)), "T", "1"}});
    to.segment("MON", {{"T", core::cat(chance.between(90, 900), ".00"), "USD"}});
    if (place == 0) {
        to.segment("FOP",
                   {{"CC",
                     "",
                     core::cat(chance.between(90, 900), ".00"),
                     "VI",
                     core::cat("411111XXXXXX", chance.digits(4)),
                     "1128"}});
    }
}

void write_check_in(DamagedWriter& to, const Pnr& pnr) {
    for (std::size_t i = 0; i < pnr.party.people.size(); ++i) {
        const facts::Traveller& one = pnr.party.people[i];
        if (one.seat.empty()) continue;
        to.segment("TRI", {{}, {core::cat(i + 1), "", "", core::cat(i + 1)}});
        to.segment(
            "TIF",
            {{one.surname.reveal()}, {one.first_name.reveal(), kind_of(one), core::cat(i + 1)}});
        to.segment("SSD", {{one.seat}, {}, {}, {}, {"Y"}});
        if (one.bag_count > 0) {
            to.segment("TBD",
                       {{},
                        {core::cat(one.bag_count), core::cat(one.bag_weight_kg), "700"},
                        {},
                        {},
                        {pnr.leg.carrier,
                         one.bag_tags.front(),
                         core::cat(one.bag_count),
                         pnr.leg.destination}});
        }
    }
}

void write_pnr(DamagedWriter& to, const Pnr& pnr, Chance& chance) {
    const std::string& carrier = pnr.leg.carrier;
    to.segment("SRC", {});
    to.segment("RCI",
               {{carrier, pnr.party.locator, "", ddmmyy(pnr.booked.date), hhmm(pnr.booked)}});
    to.segment("DAT", {{"700", ddmmyy(pnr.booked.date), hhmm(pnr.booked)}});
    to.segment("IFT", {{"4", "28", "", carrier}, {core::cat("CTCM 923", chance.digits(9))}});
    to.segment("ORG", {{carrier, "KHI"}, {chance.digits(8)}, {}, {}, {"T"}, {"PK", "PKR"}});
    to.segment("ADD",
               {{}, {"700", core::cat("HOUSE ", chance.between(1, 400)), "KARACHI", "", "", "PK"}});
    for (std::size_t i = 0; i < pnr.party.people.size(); ++i)
        write_traveller(to, pnr, i, chance);
    write_leg(to, pnr.leg, "Y");
    to.segment("RPI", {{core::cat(pnr.party.people.size())}, {"HK"}});
    if (!pnr.seller.empty()) {
        facts::FlightLeg sold = pnr.leg;
        sold.carrier = pnr.seller;
        sold.number = chance.digits(4);
        write_leg(to, sold, "Y");
    }
    write_check_in(to, pnr);
}

DamagedWriter begin(const facts::FlightLeg& leg, std::uint64_t reference, const Damage& damage) {
    return DamagedWriter{{.syntax = "IATA:1",
                          .sender = leg.carrier,
                          .format = "PNRGOV:13:1:IA",
                          .prepared = minutes_after(leg.departs, -24 * 60 + 1),
                          .reference = reference},
                         damage};
}

}  // namespace

std::string pnrgov_of(const facts::FlightLeg& leg,
                      const std::vector<Party>& parties,
                      std::uint64_t reference,
                      Chance& chance) {
    DamagedWriter to = begin(leg, reference, {});
    to.segment("MSG", {{"", "22"}});
    to.segment("ORG", {{leg.carrier, "KHI"}, {chance.digits(8)}});
    write_leg(to, leg, "");
    to.segment("EQN", {{core::cat(parties.size())}});
    for (const Party& party : parties) {
        const facts::LocalTime booked{
            days_after(leg.departs.date, -chance.between(1, 120)), 10, 15};
        write_pnr(to, {leg, party, booked, {}}, chance);
    }
    return to.finish();
}

std::string make_pnrgov(const Making& making) {
    Chance& chance = making.chance;
    Traffic traffic{chance};
    const facts::FlightLeg leg = traffic.flight();
    const std::string seller = chance.one_in(3) ? traffic.codeshare() : std::string{};
    std::vector<Party> parties;
    for (int count = chance.between(3, 8); count > 0; --count)
        parties.push_back(traffic.party(leg));
    DamagedWriter to = begin(leg, making.number, draw_damage(making));
    to.segment("MSG", {{"", "22"}});
    to.segment("ORG", {{leg.carrier, "KHI"}, {chance.digits(8)}});
    write_leg(to, leg, "");
    to.segment("EQN", {{core::cat(parties.size() + to.damage().total_off)}});
    for (const Party& party : parties) {
        const facts::LocalTime booked{
            days_after(leg.departs.date, -chance.between(1, 120)), 10, 15};
        write_pnr(to, {leg, party, booked, seller}, chance);
        for (const facts::Traveller& one : party.people) {
            making.counts.documents += one.documents.size();
            making.counts.bags += one.bag_count;
        }
        making.counts.travellers += party.people.size();
    }
    making.counts.bookings += parties.size();
    ++making.counts.flights;
    return to.finish();
}

}  // namespace sarhad::intake
