#pragma once

#include "rules/cel/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sarhad::rules::cel {

/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z in seconds since 1970: timestamps outside are
/// kOutOfRange.
inline constexpr std::int64_t kTimestampFirst = -62135596800;
inline constexpr std::int64_t kTimestampLast = 253402300799;
inline constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

/// `nanos`: 0 to 999,999,999.
[[nodiscard]] Value make_timestamp(Context& context, std::int64_t seconds, std::int64_t nanos);
/// `nanos` of the sign of `seconds`, or 0; kOutOfRange past 64 bits of nanoseconds (292 years).
[[nodiscard]] Value make_duration(Context& context, std::int64_t seconds, std::int64_t nanos);
[[nodiscard]] Value timestamp_plus(Context& context, const Value& timestamp, std::int64_t nanos);
[[nodiscard]] Value timestamp_difference(Context& context, const Value& left, const Value& right);

/// RFC 3339, any offset, up to nine digits of fraction.
[[nodiscard]] Value parse_timestamp(Context& context, std::string_view text);
/// Numbers with units h, m, s, ms, us, ns after a sign: "-1h30m", "0.5s"; "0".
[[nodiscard]] Value parse_duration(Context& context, std::string_view text);
/// RFC 3339 in UTC, with as much of a fraction as there is.
[[nodiscard]] std::string timestamp_text(const Value& timestamp);
/// Seconds, with as much of a fraction as there is: "90.5s".
[[nodiscard]] std::string duration_text(std::int64_t nanos);

/// Whether the parts of a time are told in it: "", "UTC", "+05:00", "Asia/Karachi".
[[nodiscard]] bool is_zone(std::string_view zone);

/// Seconds that local time is ahead of UTC at a moment, in an IANA zone; none for no such zone.
/// Reads the machine's zone files.
[[nodiscard]] std::optional<std::int32_t> zone_offset(std::string_view zone, std::int64_t seconds);

}  // namespace sarhad::rules::cel
