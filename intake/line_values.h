#pragma once

#include "facts/journey.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sarhad::intake {

/// A day as teleprinter messages write it. Either `time` is known, or `day` tells what is.
struct SentDay {
    facts::LocalTime time;  ///< Where the year is told.
    /// "--02-05", "--02-05T10:30", "---05": FlightLeg::day.
    std::string day;
};

/// "05FEB", "05FEB1030", "05FEB26", "05" (the day of a month that is not told). Nothing for
/// anything else, such as 30FEB.
[[nodiscard]] std::optional<SentDay> read_sent_day(std::string_view text);
/// Puts it where a leg keeps its departure.
void set_departure(facts::FlightLeg& leg, const SentDay& sent);

/// Grams of "12" or "12.5" kilograms (`unit` K) or pounds (L), as cargo_values.h reads them;
/// nothing for any other text or unit.
[[nodiscard]] std::optional<std::uint64_t> read_grams(std::string_view number, char unit);

/// Three capital letters, or five: an airport or a UN/LOCODE.
[[nodiscard]] bool is_port(std::string_view text);

}  // namespace sarhad::intake
