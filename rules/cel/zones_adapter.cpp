// IANA time zones, by the date library; it throws where it does not know a name.
#include "rules/cel/times.h"

#include <date/tz.h>

#include <chrono>
#include <stdexcept>
#include <string>

namespace sarhad::rules::cel {

std::optional<std::int32_t> zone_offset(std::string_view zone, std::int64_t seconds) {
    try {
        const date::time_zone* found = date::locate_zone(std::string{zone});
        const date::sys_seconds moment{std::chrono::seconds{seconds}};
        return static_cast<std::int32_t>(found->get_info(moment).offset.count());
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

}  // namespace sarhad::rules::cel
