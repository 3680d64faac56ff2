#pragma once

#include "core/result.h"
#include "facts/date.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::intake {

/// How the century of a two-digit year is found.
enum class Century : std::uint8_t {
    kPast,    ///< The latest that is not after the reference: births, dates of issue.
    kNearest  ///< Within 50 years of the reference: expiry, flights.
};

/// A date as sent, and whether its format says the same of it as its length.
struct DateRead {
    facts::PartialDate date;
    std::size_t digits{0};  ///< Of the text, from its start: the date's.
    bool fits_format{
        true};  ///< False: read by its length, because the format named contradicts it.
};
/// The same of a date with a time of day.
struct TimeRead {
    facts::LocalTime time;
    bool fits_format{true};
};

/// Dates as DTM carries them: YYMMDD, CCYYMMDD, CCYY, CCYYMM (format 610), and the first two with a
/// time behind; month or day 00 is unknown. `format` is C507 2379, "" where not sent: it decides
/// between the two readings of 12 digits, else the length does. `reference`: for two-digit years;
/// 1970 to 2069 where unknown (kPast: 1930 to 2029). kInvalid for anything else, for 12 digits
/// that can be read in two ways, and for years that lie more than a century from the reference (a
/// birth: 130 years before it).
[[nodiscard]] core::Result<DateRead> read_date(std::string_view text,
                                               std::string_view format,
                                               facts::PartialDate reference,
                                               Century century);
/// A full date with HHMM behind it (formats 201 to 205); 0000 where no time is sent; 2400 is 0000
/// of the next day.
[[nodiscard]] core::Result<TimeRead> read_local_time(std::string_view text,
                                                     std::string_view format,
                                                     facts::PartialDate reference);

/// A number of pieces or of whole units, rounded half up; ',' and '.' both mark decimals.
[[nodiscard]] std::optional<std::uint32_t> read_quantity(std::string_view text);
[[nodiscard]] std::uint32_t pounds_to_kilograms(std::uint32_t pounds);

/// What BGM announces ("745", "" -> "passengers"; "266", "CL" -> "flight-close"); "" where unknown.
[[nodiscard]] std::string_view announced(std::string_view code, std::string_view detail);

struct FlightName {
    std::string carrier;  ///< "" where none is sent.
    std::string number;   ///< Zero-filled to four digits, suffix letter kept.
    bool carriers_differ{false};
    bool is_readable{true};  ///< False: `number` is as sent.
};
/// From TDT's conveyance reference ("UA988", "877", "ZX877") and its carrier ("" where not sent).
/// Two designators of one length that differ: the carrier element's is taken.
[[nodiscard]] FlightName read_flight_name(std::string_view reference, std::string_view carrier);

/// "ZZ012345", 3 -> ZZ012345, ZZ012346, ZZ012347. A tag without digits at its end is given once.
[[nodiscard]] std::vector<std::string> expand_bag_tags(std::string_view first, std::uint32_t count);

}  // namespace sarhad::intake
