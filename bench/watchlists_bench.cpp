// How fast one traveller with all evidence is looked for in invented lists of 100,000, 1 million
// and 5 million names on one core, warm and with cold caches, what the index takes and how long it
// takes to build on two (build_s passes, build_cpu_s is of both). Percentiles stand in the
// counters; they are of processor time. usage: watchlists_bench [--benchmark_filter=...] (see
// --help)

#include "invented_people.h"

#include "core/check.h"
#include "watchlists/matcher.h"
#include "wire/hash.h"

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::bench {
namespace {

/// The processor time of this thread: what else the machine does is not counted, and on an idle one
/// it is the time that passes.
double processor_seconds() {
    timespec now{};
    SARHAD_CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}
/// The same of all threads of the process.
double processor_seconds_of_all() {
    timespec now{};
    SARHAD_CHECK(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == 0);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}
double wall_seconds() {
    timespec now{};
    SARHAD_CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}
using watchlists::ListSnapshot;
using watchlists::Subject;

constexpr std::uint64_t kListSeed = 20261125;
constexpr std::size_t kHits = 20;
constexpr std::size_t kColdBytes = 256U << 20U;
constexpr std::size_t kBuildThreads = 2;

/// Resident memory of this process in bytes.
double resident() {
    std::ifstream file{"/proc/self/statm"};
    double pages = 0;
    file >> pages >> pages;
    return pages * 4096;
}

/// One list of so many names, built once and kept.
struct Listed {
    std::shared_ptr<const ListSnapshot> snapshot;
    std::vector<watchlists::ListEntry> some;  ///< Every 997th entry: travellers to be found.
    double build_seconds{0};
    double build_processor_seconds{0};
    double resident_bytes{0};
};

Listed make_list(std::uint64_t names) {
    InventedPeople people{kListSeed};
    Listed listed;
    std::vector<watchlists::ListEntry> entries;
    std::uint64_t made = 0;
    const double before = resident();
    while (made < names) {
        entries.push_back(people.entry(entries.size()));
        made += entries.back().names.size();
        if (entries.size() % 97 == 0 && listed.some.size() < 2'000) {
            listed.some.push_back(entries.back());
        }
    }
    watchlists::ListManifest manifest;
    manifest.name = "wl/bench/invented";
    manifest.source = "INVENTED";
    manifest.edition = 1;
    const double start = wall_seconds();
    const double processor_start = processor_seconds_of_all();
    watchlists::ListSnapshotBuilder builder{kBuildThreads};
    SARHAD_CHECK(builder.add_list(manifest, std::move(entries)).has_value());
    listed.snapshot = builder.build(wire::blake2b);
    listed.build_seconds = wall_seconds() - start;
    listed.build_processor_seconds = processor_seconds_of_all() - processor_start;
    malloc_trim(0);
    listed.resident_bytes = resident() - before;
    return listed;
}

const Listed& list_of(std::uint64_t names) {
    static std::map<std::uint64_t, Listed> lists;
    if (lists.find(names) == lists.end()) {
        lists[names] = make_list(names);
    }
    return lists[names];
}

/// Nine of ten are not listed.
std::vector<Subject> travellers(const Listed& listed, std::size_t count) {
    InventedPeople people{kListSeed + 1};
    std::vector<Subject> all;
    while (all.size() < count) {
        const bool is_listed = people.below(10) == 0;
        all.push_back(is_listed ? people.disguised(listed.some[people.below(listed.some.size())])
                                : people.traveller());
    }
    return all;
}

/// Reads and writes more than any cache holds.
void flush_caches(std::vector<char>& buffer) {
    for (std::size_t i = 0; i < buffer.size(); i += 64) {
        buffer[i] = static_cast<char>(buffer[i] + 1);
    }
    benchmark::DoNotOptimize(buffer.data());
}

void count(benchmark::State& state, std::vector<double>& micros, std::uint64_t hits) {
    std::sort(micros.begin(), micros.end());
    const auto at = [&](std::size_t per_mille) {
        return micros[std::min(micros.size() - 1, micros.size() * per_mille / 1000)];
    };
    double sum = 0;
    for (const double one : micros) {
        sum += one;
    }
    const double runs = static_cast<double>(micros.size());
    state.counters["p50_us"] = at(500);
    state.counters["p99_us"] = at(990);
    state.counters["mean_us"] = sum / runs;
    state.counters["per_s"] = runs / sum * 1e6;
    state.counters["hits"] = static_cast<double>(hits) / runs;
}

void match(benchmark::State& state, bool is_cold) {
    const Listed& listed = list_of(static_cast<std::uint64_t>(state.range(0)));
    const std::vector<Subject> all = travellers(listed, is_cold ? 400 : 10'000);
    std::vector<char> buffer(is_cold ? kColdBytes : 0);
    std::vector<double> micros;
    std::uint64_t hits = 0;
    watchlists::MatchScratch scratch;
    if (!is_cold) {  // Once round, so that what is timed is warm.
        for (std::size_t i = 0; i < all.size() / 10; ++i) {
            benchmark::DoNotOptimize(listed.snapshot->match(all[i], kHits));
        }
    }
    for ([[maybe_unused]] const auto _ : state) {
        for (const Subject& who : all) {
            flush_caches(buffer);
            const double start = processor_seconds();
            const auto found = listed.snapshot->match(who, kHits, scratch);
            micros.push_back((processor_seconds() - start) * 1e6);
            hits += found.size();
        }
    }
    count(state, micros, hits);
}

void warm(benchmark::State& state) {
    match(state, false);
}
void cold(benchmark::State& state) {
    match(state, true);
}

/// Not timed again: tells of the building of the list in use.
void memory_and_build(benchmark::State& state) {
    const Listed& listed = list_of(static_cast<std::uint64_t>(state.range(0)));
    const watchlists::SnapshotSize size = listed.snapshot->size();
    for ([[maybe_unused]] const auto _ : state) {
        benchmark::DoNotOptimize(listed.snapshot.get());
    }
    state.counters["build_s"] = listed.build_seconds;
    state.counters["build_cpu_s"] = listed.build_processor_seconds;
    state.counters["index_MB"] = static_cast<double>(size.index_bytes) / 1e6;
    state.counters["resident_MB"] = listed.resident_bytes / 1e6;
    state.counters["names"] = static_cast<double>(size.names);
    state.counters["words"] = static_cast<double>(size.words);
}

/// 1,000 entries changed, a third of them taken off, live in a list of that size.
void change(benchmark::State& state) {
    const Listed& listed = list_of(static_cast<std::uint64_t>(state.range(0)));
    InventedPeople people{kListSeed + 2};
    std::vector<watchlists::ListChange> changes;
    for (std::uint64_t i = 0; i < 1'000; ++i) {
        watchlists::ListEntry entry = people.entry(people.below(listed.snapshot->size().entries));
        const bool is_gone = i % 3 == 0;
        changes.push_back({entry.id, std::nullopt});
        if (!is_gone) {
            changes.back().entry = std::move(entry);
        }
    }
    const double start = processor_seconds();
    for ([[maybe_unused]] const auto _ : state) {
        const auto next =
            listed.snapshot->changed(listed.snapshot->manifests()[0], changes, wire::blake2b);
        SARHAD_CHECK(next.has_value() && (*next)->size().parts == 2);
    }
    state.counters["live_ms"] = (processor_seconds() - start) * 1e3;
}

/// A segment's bytes, as they lie unsealed in memory, to a snapshot that matches.
void open(benchmark::State& state) {
    const Listed& listed = list_of(static_cast<std::uint64_t>(state.range(0)));
    const auto bytes = listed.snapshot->segment_bytes();
    SARHAD_CHECK(bytes.has_value());
    const double start = processor_seconds();
    for ([[maybe_unused]] const auto _ : state) {
        SARHAD_CHECK(ListSnapshot::from_segment(
                         *bytes, listed.snapshot, listed.snapshot->manifests(), wire::blake2b)
                         .has_value());
    }
    state.counters["open_ms"] = (processor_seconds() - start) * 1e3;
}

void sizes(benchmark::internal::Benchmark* bench) {
    for (const std::int64_t names : {100'000, 1'000'000, 5'000'000}) {
        bench->Arg(names);
    }
    bench->Iterations(1)->Unit(benchmark::kMillisecond);
}

BENCHMARK(memory_and_build)->Apply(sizes);
BENCHMARK(warm)->Name("match_warm")->Apply(sizes);
BENCHMARK(cold)->Name("match_cold")->Apply(sizes);
BENCHMARK(change)->Name("change_1000")->Apply(sizes);
BENCHMARK(open)->Apply(sizes);

}  // namespace
}  // namespace sarhad::bench

int main(int argc, char** argv) {
    benchmark::AddCustomContext("search_path",
                                std::string{sarhad::watchlists::ListSnapshot::search_path()});
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
