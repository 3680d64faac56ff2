// How long a node's start takes from the sealed list index to lists that match, for invented lists:
// read, unseal, verify, open; beside it, how long it takes to be written. usage: start_bench FOLDER
// [NAMES...] (100,000, 1 and 5 million without); FOLDER is made, and holds one sealed file at a
// time, which is in the system's cache when it is read, as after a restart of the daemon.

#include "invented_people.h"

#include "core/check.h"
#include "core/posix_files.h"
#include "core/text.h"
#include "node/kept_lists.h"
#include "wire/hash.h"
#include "wire/keyring.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::bench {
namespace {

constexpr std::uint64_t kSeed = 20261125;
constexpr int kRounds = 5;

struct Moment {
    std::chrono::steady_clock::time_point wall{std::chrono::steady_clock::now()};
    double processor{processor_now()};

    static double processor_now() {
        timespec now{};
        SARHAD_CHECK(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == 0);
        return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
    }
};

std::string since(const Moment& start) {
    const auto wall =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start.wall);
    const double processor = (Moment::processor_now() - start.processor) * 1e3;
    return core::cat(static_cast<long>(wall.count()),
                     " ms (",
                     static_cast<long>(processor),
                     " ms of processor)");
}

node::BuiltLists lists_of(std::uint64_t names) {
    InventedPeople people{kSeed};
    watchlists::ListManifest manifest;
    manifest.name = "wl/bench/invented";
    manifest.edition = 1;
    watchlists::ListSnapshotBuilder builder;
    SARHAD_CHECK(builder.begin_list(manifest).has_value());
    std::uint64_t made = 0;
    for (std::uint64_t number = 0; made < names; ++number) {
        const watchlists::ListEntry entry = people.entry(number);
        made += entry.names.size();
        SARHAD_CHECK(builder.add_entry(entry).has_value());
    }
    node::ListState state;
    state.stream = core::StreamId{100};
    state.name = manifest.name;
    state.edition = 1;
    return {builder.build(wire::blake2b), {state}, {}};
}

void measure(const std::string& folder, std::uint64_t names) {
    core::PosixFiles files;
    wire::OsRandom random;
    core::NullLog log;
    const wire::Secret key{32};
    node::KeptLists kept{files, random, log, key, folder};
    node::BuiltLists built = lists_of(names);
    const std::vector<node::ListState> stored = built.lists;
    const facts::Hash256 hash = built.snapshot->hash();
    const std::uint64_t bytes = built.snapshot->size().index_bytes;
    const Moment writing;
    SARHAD_CHECK(kept.write(built).has_value());
    std::cout << names << " names, " << bytes / 1'000'000 << " MB: written in " << since(writing)
              << '\n';
    built = {};
    for (int round = 0; round < kRounds; ++round) {
        const Moment start;
        const auto opened = kept.open(stored);
        SARHAD_CHECK(opened.has_value() && opened->snapshot->hash() == hash);
        std::cout << "  ready in " << since(start) << '\n';
    }
}

}  // namespace
}  // namespace sarhad::bench

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: start_bench FOLDER [NAMES...]\n";
        return 64;
    }
    SARHAD_CHECK(sarhad::wire::sodium_start().has_value());
    std::vector<std::uint64_t> sizes;
    for (int i = 2; i < argc; ++i) {
        sizes.push_back(std::stoull(argv[i]));
    }
    if (sizes.empty()) {
        sizes = {100'000, 1'000'000, 5'000'000};
    }
    for (const std::uint64_t names : sizes) {
        sarhad::bench::measure(argv[1], names);
    }
    return 0;
}
