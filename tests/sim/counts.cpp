#include "sim/counts.h"

namespace sarhad::sim {
namespace {

constexpr std::array<std::string_view, kCounts> kNames{"events",       "virtual_seconds",
                                                       "messages",     "crossings",
                                                       "alerts",       "editions",
                                                       "journeys",     "checks",
                                                       "looks",        "crashes",
                                                       "power_losses", "sectors_lost",
                                                       "sectors_torn", "disk_errors",
                                                       "clock_steps",  "cuts",
                                                       "slow_lines",   "outages",
                                                       "rots",         "restores",
                                                       "late_ports",   "revocations",
                                                       "clones",       "rotations",
                                                       "key_thefts",   "sent",
                                                       "delivered",    "lost",
                                                       "duplicated",   "reordered",
                                                       "tampered",     "late",
                                                       "connections"};

}  // namespace

void Counts::add(const Counts& other) {
    for (std::size_t i = 0; i < values_.size(); ++i) {
        values_.at(i) += other.values_.at(i);
    }
}

std::string_view name_of(Count count) {
    return kNames.at(static_cast<std::size_t>(count));
}

}  // namespace sarhad::sim
