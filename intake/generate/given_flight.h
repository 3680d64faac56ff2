#pragma once

#include "traffic.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::intake {

/// Messages of a flight whose people are given, with nothing wrong.
[[nodiscard]] std::string paxlst_of(const facts::FlightLeg& leg,
                                    const std::vector<Party>& parties,
                                    std::uint64_t reference);
[[nodiscard]] std::string pnrgov_of(const facts::FlightLeg& leg,
                                    const std::vector<Party>& parties,
                                    std::uint64_t reference,
                                    Chance& chance);

}  // namespace sarhad::intake
