#pragma once

#include "facts/cargo_screening.h"
#include "node/cargo_joins.h"
#include "screening/screen_cargo.h"

#include <string>

namespace sarhad::node {

/// What a piece tells, and what others told of the same, into what is screened and what is recorded
/// of it. Each gives what the piece's subject is known by at this port. The piece holds an item of
/// its sort. Pure.
[[nodiscard]] std::string tell_bill(const JoinedCargo& piece,
                                    screening::CargoFacts& facts,
                                    facts::CargoScreening& record);
[[nodiscard]] std::string tell_declaration(const JoinedCargo& piece,
                                           screening::CargoFacts& facts,
                                           facts::CargoScreening& record);
/// With what the stow plan and the manifests of its voyage disagree on.
[[nodiscard]] std::string tell_conveyance(const JoinedCargo& piece,
                                          screening::CargoFacts& facts,
                                          facts::CargoScreening& record);

}  // namespace sarhad::node
