// How fast changed entries find those who passed lately: 500 entries against 1 million invented
// travellers, a tenth of the entries somebody's who passed. usage: rescreen_bench [TRAVELLERS]
// [ENTRIES] [LEAST SCORE] [LIMIT]; prints processor time and memory.

#include "invented_people.h"

#include "core/check.h"
#include "watchlists/recent_travellers.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <vector>

namespace sarhad::bench {
namespace {

constexpr std::uint64_t kSeed = 20261126;

double processor_seconds() {
    timespec now{};
    SARHAD_CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Every tenth entry is a listed one whose double has passed.
std::vector<watchlists::ListEntry> fill(watchlists::RecentTravellers& recent,
                                        std::uint64_t travellers,
                                        std::uint64_t entries) {
    InventedPeople people{kSeed};
    std::vector<watchlists::ListEntry> changed;
    for (std::uint64_t number = 0; number < entries; ++number) {
        changed.push_back(people.entry(number));
    }
    for (std::uint64_t number = 1; number <= travellers; ++number) {
        const bool is_double = number % 10 == 0 && number / 10 <= entries / 10;
        const watchlists::Subject who =
            is_double ? people.disguised(changed[number / 10 - 1]) : people.traveller();
        SARHAD_CHECK(recent.add(number, who).has_value());
    }
    return changed;
}

int run(const std::array<std::uint64_t, 4>& given) {
    const auto [travellers, entries, least, limit] = given;
    watchlists::RecentTravellers recent;
    const double start = processor_seconds();
    const auto changed = fill(recent, travellers, entries);
    const double filled = processor_seconds();
    recent.seal();
    const double built = processor_seconds();
    watchlists::MatchScratch scratch;
    std::vector<double> each;
    std::uint64_t found = 0;
    for (const watchlists::ListEntry& entry : changed) {
        const double from = processor_seconds();
        found += recent.find(entry, core::Permille{static_cast<int>(least)}, limit, scratch).size();
        each.push_back(processor_seconds() - from);
    }
    const double done = processor_seconds();
    std::sort(each.begin(), each.end());
    std::cout << "travellers " << travellers << ", entries " << entries << ", least " << least
              << "\nbytes a traveller " << recent.bytes() / std::max<std::uint64_t>(travellers, 1)
              << "\nadded in s (inventing included) " << filled - start << ", made searchable in s "
              << built - filled << "\nall entries in s " << done - built << ", found " << found
              << "\none entry in ms: p50 " << each[each.size() / 2] * 1e3 << ", p99 "
              << each[each.size() * 99 / 100] * 1e3 << ", most " << each.back() * 1e3 << "\n";
    return 0;
}

}  // namespace
}  // namespace sarhad::bench

int main(int argc, char** argv) {
    std::array<std::uint64_t, 4> given{1'000'000, 500, 600, 1'000};
    for (int i = 1; i < std::min(argc, 5); ++i) {
        given[static_cast<std::size_t>(i - 1)] = std::strtoull(argv[i], nullptr, 10);
    }
    return sarhad::bench::run(given);
}
