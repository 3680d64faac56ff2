#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace sarhad::intake {

/// What a carrier sends of one flight.
struct FlightMessages {
    std::string paxlst;  ///< Function 745.
    std::string pnrgov;  ///< Function 22: the same people's bookings.
    std::size_t bookings{0};
};
/// A flight with exactly so many passengers, 1 to kFlightTravellersMax (checked), in both messages:
/// families and single travellers as generate() invents them. The same seed, the same bytes.
inline constexpr std::size_t kFlightTravellersMax = 1'000;
[[nodiscard]] FlightMessages generate_flight(std::uint64_t seed, std::size_t travellers);

}  // namespace sarhad::intake
