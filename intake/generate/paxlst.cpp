#include "damaged_writer.h"
#include "given_flight.h"
#include "kinds.h"
#include "traffic.h"

#include "core/text.h"

/// PAXLST D.12B. Source: the API Guidelines' implementation guide (WCO, IATA, ICAO), appendix IIA.
namespace sarhad::intake {
namespace {

/// Of the segments that can be missing none names anybody.
Damage draw_damage(const Making& making) {
    if (!making.is_damaged) return {};
    switch (making.chance.below(5)) {
        case 0:
            return {.skip = "DOC"};
        case 1:
            return {.skip = "CNT"};
        case 2:
            return {.is_count_wrong = true};
        case 3:
            return {.is_end_missing = true};
        default:  // Not our enum.
            return {.total_off = 1};
    }
}

void write_flight(DamagedWriter& to, const facts::FlightLeg& leg) {
    to.segment("TDT", {{"20"}, {leg.carrier + leg.number}, {}, {}, {leg.carrier}});
    to.segment("LOC", {{"125"}, {leg.origin}});
    to.segment("DTM", {{"189", yymmdd(leg.departs.date) + hhmm(leg.departs), "201"}});
    to.segment("LOC", {{"87"}, {leg.destination}});
    to.segment("DTM", {{"232", yymmdd(leg.arrives.date) + hhmm(leg.arrives), "201"}});
}

void write_bags(DamagedWriter& to, const facts::Traveller& one) {
    if (one.bag_count == 0) return;
    to.segment("MEA", {{"CT"}, {}, {"", core::cat(one.bag_count)}});
    to.segment("MEA", {{"WT"}, {}, {"KGM", core::cat(one.bag_weight_kg)}});
    to.segment("FTX", {{"BAG"}, {}, {}, {one.bag_tags.front(), core::cat(one.bag_tags.size())}});
}

void write_traveller(DamagedWriter& to, const facts::Traveller& one) {
    const bool is_crew = one.kind == facts::TravellerKind::kCrew;
    to.segment("NAD",
               {{is_crew ? "FM" : "FL"},
                {},
                {},
                {one.surname.reveal(), one.first_name.reveal(), one.middle_name.reveal()}});
    to.segment("ATT", {{"2"}, {}, {one.sex == facts::Sex::kFemale ? "F" : "M"}});
    to.segment("DTM", {{"329", yymmdd(one.date_of_birth.reveal())}});
    write_bags(to, one);
    to.segment("LOC", {{"178"}, {one.embarks}});
    to.segment("LOC", {{"179"}, {one.disembarks}});
    to.segment("NAT", {{"2"}, {one.nationality}});
    if (!one.booking.reveal().empty()) to.segment("RFF", {{"AVF", one.booking.reveal()}});
    if (!one.seat.empty()) to.segment("RFF", {{"SEA", one.seat}});
    for (const facts::TravelDocument& paper : one.documents) {
        to.segment("DOC", {{paper.kind, "110", "111"}, {paper.number.reveal()}});
        to.segment("DTM", {{"36", yymmdd(paper.expires)}});
        to.segment("LOC", {{"91"}, {paper.issuer}});
    }
}

DamagedWriter begin(const facts::FlightLeg& leg, std::uint64_t reference, const Damage& damage) {
    return DamagedWriter{{.sender = leg.carrier,
                          .format = "PAXLST:D:12B:UN:IATA",
                          .prepared = minutes_after(leg.departs, -60),
                          .reference = reference},
                         damage};
}

}  // namespace

std::string paxlst_of(const facts::FlightLeg& leg,
                      const std::vector<Party>& parties,
                      std::uint64_t reference) {
    DamagedWriter to = begin(leg, reference, {});
    to.segment("BGM", {{"745"}});
    to.segment("NAD", {{"MS"}, {}, {}, {"CONTROL DESK"}});
    write_flight(to, leg);
    std::size_t count = 0;
    for (const Party& party : parties) {
        for (const facts::Traveller& one : party.people)
            write_traveller(to, one);
        count += party.people.size();
    }
    to.segment("CNT", {{"42", core::cat(count)}});
    return to.finish();
}

std::string make_paxlst(const Making& making) {
    constexpr std::uint64_t kCrewEach = 5;
    Traffic traffic{making.chance};
    const facts::FlightLeg leg = traffic.flight();
    const bool is_crew = making.number % kCrewEach == 0;
    std::vector<facts::Traveller> people;
    if (is_crew) {
        people = traffic.crew(leg);
    } else {
        for (int parties = making.chance.between(3, 8); parties > 0; --parties) {
            for (facts::Traveller& one : traffic.party(leg).people)
                people.push_back(std::move(one));
        }
    }
    DamagedWriter to = begin(leg, making.number, draw_damage(making));
    to.segment("BGM", {{is_crew ? "250" : "745"}});
    to.segment("NAD", {{"MS"}, {}, {}, {"CONTROL DESK"}});
    write_flight(to, leg);
    for (const facts::Traveller& one : people) {
        write_traveller(to, one);
        making.counts.documents += one.documents.size();
        making.counts.bags += one.bag_count;
    }
    to.segment("CNT", {{is_crew ? "41" : "42", core::cat(people.size() + to.damage().total_off)}});
    if (to.damage().skip == "DOC") --making.counts.documents;
    making.counts.travellers += people.size();
    ++making.counts.flights;
    return to.finish();
}

}  // namespace sarhad::intake
