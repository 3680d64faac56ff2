#include "intake/generate/flight.h"

#include "given_flight.h"

#include "core/check.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sarhad::intake {

FlightMessages generate_flight(std::uint64_t seed, std::size_t travellers) {
    SARHAD_CHECK(travellers >= 1 && travellers <= kFlightTravellersMax);
    Chance chance{seed};
    Traffic traffic{chance};
    const facts::FlightLeg leg = traffic.flight();
    std::vector<Party> parties;
    for (std::size_t left = travellers; left > 0;) {
        Party party = traffic.party(leg);
        party.people.resize(std::min(party.people.size(), left));
        left -= party.people.size();
        parties.push_back(std::move(party));
    }
    const std::uint64_t reference = seed % 1'000'000 + 1;
    return {paxlst_of(leg, parties, reference),
            pnrgov_of(leg, parties, reference, chance),
            parties.size()};
}

}  // namespace sarhad::intake
