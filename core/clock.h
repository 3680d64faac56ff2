#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>

namespace sarhad::core {

using Duration = std::chrono::nanoseconds;

/// Calendar time in UTC, in microseconds since 1970-01-01. May jump: never subtract two for an
/// interval.
struct WallTime {
    std::int64_t micros{0};
    friend constexpr auto operator<=>(const WallTime&, const WallTime&) = default;
};

/// Time since an arbitrary start of this boot, suspended time included. Never jumps. Only for
/// intervals on one host; means nothing on another.
struct MonoTime {
    Duration since_start{0};
    friend constexpr auto operator<=>(const MonoTime&, const MonoTime&) = default;
};
[[nodiscard]] constexpr MonoTime operator+(MonoTime time, Duration by) {
    return {time.since_start + by};
}
[[nodiscard]] constexpr Duration operator-(MonoTime later, MonoTime earlier) {
    return later.since_start - earlier.since_start;
}

/// The one door to the time. Implementations: SystemClock; the simulator's.
class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;
    [[nodiscard]] virtual WallTime wall() const = 0;
    [[nodiscard]] virtual MonoTime mono() const = 0;
};

/// RFC 3339 in UTC with microseconds: "2026-11-23T09:14:02.000311Z".
[[nodiscard]] std::string to_rfc3339(WallTime time);

}  // namespace sarhad::core
