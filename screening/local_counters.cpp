#include "screening/local_counters.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <utility>

namespace sarhad::screening {
namespace {

constexpr std::int64_t kMinutesADay = 1440;
constexpr std::int64_t kMicrosAMinute = 60'000'000;
constexpr std::int32_t kShortWindow = 30;
constexpr std::int32_t kLongWindow = 90;

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

/// Minutes since 1970; 0 where it is not known.
std::int64_t minutes_of(facts::LocalTime time) {
    if (!time.is_known()) {
        return 0;
    }
    const std::chrono::sys_days day{std::chrono::year_month_day{std::chrono::year{time.date.year},
                                                                std::chrono::month{time.date.month},
                                                                std::chrono::day{time.date.day}}};
    return std::int64_t{day.time_since_epoch().count()} * kMinutesADay + time.hour * 60 +
           time.minute;
}

/// "PKKHI" is "KHI" to carriers.
bool is_here(std::string_view place, std::string_view locode) {
    constexpr std::size_t kLocode = 5;
    constexpr std::size_t kIata = 3;
    return locode.size() == kLocode &&
           (place == locode || (place.size() == kIata && locode.ends_with(place)));
}

/// Which way, and when he is at this port.
void add_way(const Travels& travels, Passage& passage) {
    const std::string_view port = travels.port.value();
    const std::string_view locode = port.substr(0, port.find('-'));
    const facts::FlightLeg* in = nullptr;
    const facts::FlightLeg* out = nullptr;
    for (const facts::FlightLeg& leg : travels.flights) {
        in = is_here(leg.destination, locode) ? &leg : in;
        out = out == nullptr && is_here(leg.origin, locode) ? &leg : out;
    }
    if (in != nullptr && out != nullptr) {  // The flight goes on: his own ends tell.
        in = is_here(travels.traveller.disembarks, locode) ? in : nullptr;
        out = is_here(travels.traveller.embarks, locode) ? out : nullptr;
    }
    if ((in == nullptr) == (out == nullptr)) {
        return;
    }
    passage.direction = in != nullptr ? Direction::kIn : Direction::kOut;
    passage.touches = minutes_of(in != nullptr ? in->arrives : out->departs);
}

/// Records at desks soon behind one another: he stood there once.
struct Desk {
    std::vector<Passage> records;  ///< The first of them tells when.
    bool is_current{false};        ///< `current` is among them.
};

std::vector<Desk> desks_of(const std::vector<Passage>& all, const Passage& current) {
    std::vector<Desk> desks;
    for (const Passage& each : all) {  // Rising by `at`.
        if (each.trip != Trip{}) {
            continue;
        }
        if (desks.empty() || each.at - desks.back().records.front().at > kSameDeskMinutes) {
            desks.emplace_back();
        }
        desks.back().records.push_back(each);
        desks.back().is_current |= each.crossing == current.crossing;
    }
    return desks;
}

/// A journey that messages told of.
struct Told {
    Passage newest;
    bool has_desk{false};  ///< He stood at a desk too.
    bool is_current{false};
};
using Trips = std::map<Trip, Told>;

/// The newest journey of that day, or of the day before, that nobody stood at a desk for; end()
/// where there is none.
Trips::iterator behind_desk(Trips& trips, const Passage& desk) {
    auto best = trips.end();
    for (auto each = trips.begin(); each != trips.end(); ++each) {
        const std::int32_t since = desk.day - each->second.newest.day;
        if (!each->second.has_desk && (since == 0 || since == 1) &&
            (best == trips.end() || since < desk.day - best->second.newest.day)) {
            best = each;
        }
    }
    return best;
}

/// What is on record of a person, each crossing once.
struct Seen {
    Trips trips;
    std::vector<std::int32_t> desks_alone;  ///< Days of desks behind no journey, but the current's.
    std::optional<Passage> behind;          ///< Newest of the journey that the current desk is of.
    std::vector<Passage> before;            ///< passages_before().
};

Seen seen_of(std::vector<Passage> earlier, const Passage& current) {
    std::erase_if(earlier, [&](const Passage& each) { return each.crossing == current.crossing; });
    earlier.push_back(current);
    std::sort(earlier.begin(), earlier.end(), [](const Passage& left, const Passage& right) {
        return left.at != right.at ? left.at < right.at : left.crossing < right.crossing;
    });
    Seen seen;
    for (const Passage& each : earlier) {
        if (each.trip != Trip{}) {
            Told& told = seen.trips[each.trip];
            told.newest = each;
            told.is_current |= each.crossing == current.crossing;
        }
    }
    std::vector<std::pair<Desk, const Told*>> desks;  // Null: behind no journey.
    for (const Desk& desk : desks_of(earlier, current)) {
        const Passage& first = desk.records.front();
        const auto told = behind_desk(seen.trips, first);
        if (told == seen.trips.end()) {
            if (!desk.is_current) {
                seen.desks_alone.push_back(first.day);
            }
            desks.emplace_back(desk, nullptr);
            continue;
        }
        told->second.has_desk = true;
        told->second.is_current |= desk.is_current;
        if (desk.is_current) {
            seen.behind = told->second.newest;
        }
        desks.emplace_back(desk, &told->second);
    }
    for (const auto& [desk, told] : desks) {
        if (!desk.is_current && (told == nullptr || !told->is_current)) {
            seen.before.insert(seen.before.end(), desk.records.begin(), desk.records.end());
        }
    }
    for (const Passage& each : earlier) {
        if (each.trip != Trip{} && !seen.trips.at(each.trip).is_current) {
            seen.before.push_back(each);
        }
    }
    return seen;
}

std::optional<double> average_stay(const Trips& trips, std::int32_t today) {
    std::vector<const Passage*> seen;
    for (const auto& [trip, told] : trips) {
        if (!told.is_current && told.newest.touches != 0) {
            seen.push_back(&told.newest);
        }
    }
    std::sort(seen.begin(), seen.end(), [](const Passage* left, const Passage* right) {
        return left->touches != right->touches ? left->touches < right->touches
                                               : left->crossing < right->crossing;
    });
    std::int64_t minutes = 0;
    std::int64_t stays = 0;
    for (std::size_t i = 1; i < seen.size(); ++i) {
        if (seen[i - 1]->direction == Direction::kIn && seen[i]->direction == Direction::kOut &&
            is_within(seen[i]->day, today, kLongWindow)) {
            minutes += seen[i]->touches - seen[i - 1]->touches;
            ++stays;
        }
    }
    constexpr double kMinutesAnHour = 60.0;
    return stays == 0 ? std::nullopt
                      : std::optional{static_cast<double>(minutes) /
                                      (kMinutesAnHour * static_cast<double>(stays))};
}

}  // namespace

std::int32_t day_of(std::int64_t minutes) {
    return static_cast<std::int32_t>(floor_div(minutes, kMinutesADay));
}

bool is_within(std::int32_t day, std::int32_t today, std::int32_t window) {
    return day > today - window && day <= today;
}

Passage passage_of(const std::array<std::uint8_t, 16>& crossing,
                   const Trip& trip,
                   const Travels& travels,
                   core::WallTime now) {
    Passage passage;
    passage.crossing = crossing;
    passage.trip = trip;
    passage.at = floor_div(now.micros, kMicrosAMinute);
    passage.day = day_of(passage.at);
    add_way(travels, passage);
    const auto apart = passage.touches == 0 ? 0 : std::abs(day_of(passage.touches) - passage.day);
    // A schedule further off has a wrong year, and its row would never be old enough to go.
    if (apart > 1 && apart <= kPassageKeptDays) {
        passage.day = day_of(passage.touches);
    }
    return passage;
}

LocalCounts count_before(std::vector<Passage> earlier, const Passage& current) {
    const Seen seen = seen_of(std::move(earlier), current);
    const std::int32_t today = day_of(current.at);
    LocalCounts counts;
    const auto count = [&](std::int32_t day) {
        counts.crossings_30d += is_within(day, today, kShortWindow) ? 1 : 0;
        counts.crossings_90d += is_within(day, today, kLongWindow) ? 1 : 0;
    };
    for (const std::int32_t day : seen.desks_alone) {
        count(day);
    }
    for (const auto& [trip, told] : seen.trips) {
        if (!told.is_current) {
            count(told.newest.day);
        }
    }
    counts.avg_stay_hours_90d = average_stay(seen.trips, today);
    return counts;
}

std::vector<Passage> passages_before(std::vector<Passage> earlier, const Passage& current) {
    return seen_of(std::move(earlier), current).before;
}

std::optional<Passage> told_before(std::vector<Passage> earlier, const Passage& current) {
    return seen_of(std::move(earlier), current).behind;
}

}  // namespace sarhad::screening
