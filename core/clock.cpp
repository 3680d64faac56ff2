#include "core/clock.h"

#include <array>
#include <cstdio>

namespace sarhad::core {

std::string to_rfc3339(WallTime time) {
    using std::chrono::floor;
    const std::chrono::sys_time<std::chrono::microseconds> at{
        std::chrono::microseconds{time.micros}};
    const auto day = floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{at - day};
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(),
                                   text.size(),
                                   "%04d-%02u-%02uT%02ld:%02ld:%02ld.%06ldZ",
                                   static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()),
                                   static_cast<unsigned>(date.day()),
                                   static_cast<long>(clock.hours().count()),
                                   static_cast<long>(clock.minutes().count()),
                                   static_cast<long>(clock.seconds().count()),
                                   static_cast<long>(clock.subseconds().count()));
    return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace sarhad::core
