#pragma once

#include "facts/message.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace sarhad::intake {

/// What the traveller in that place (from 0) of the message declares to carry, by the first form
/// that names him; whom he visits, where, and remarks stay with the message.
[[nodiscard]] std::optional<facts::CashDeclaration> cash_of(const facts::Message& message,
                                                            std::size_t place);

/// From what foreign money on he has to declare it (cash_limit() of an adult where `born` is not
/// known), thousandths of US dollars; none where no limit is in force, and where he carries rupees
/// too, of which a limit of their own speaks: no one sum meets both.
[[nodiscard]] std::optional<std::int64_t> cash_threshold(const facts::CashDeclaration& cash,
                                                         facts::PartialDate born);

/// What of foreign money he may take out in a calendar year, thousandths of US dollars; 0: as much
/// as he declares. None as cash_threshold().
[[nodiscard]] std::optional<std::int64_t> cash_year_limit(const facts::CashDeclaration& cash,
                                                          facts::PartialDate born);

}  // namespace sarhad::intake
