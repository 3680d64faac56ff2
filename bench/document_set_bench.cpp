// How fast and how small a set of lost or stolen document numbers is: generated numbers from a
// seed, half passports, half CNICs. Prints one JSON object. usage: document_set_bench [numbers]
// [look-ups]

#include "core/check.h"
#include "core/text.h"
#include "watchlists/document_set.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace sarhad::bench {
namespace {

using Clock = std::chrono::steady_clock;
using watchlists::DocumentMatch;
using watchlists::DocumentSet;

std::int64_t nanoseconds_since(Clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
}

std::string digits(std::mt19937_64& random, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text.push_back(static_cast<char>('0' + random() % 10));
    }
    return text;
}

std::string number(std::mt19937_64& random) {
    if (random() % 2 == 0) {
        return std::string(1, static_cast<char>('1' + random() % 7)) + digits(random, 12);
    }
    std::string text;
    text.push_back(static_cast<char>('A' + random() % 26));
    text.push_back(static_cast<char>('A' + random() % 26));
    return text + digits(random, 7);
}

/// Each digit that a letter is taken for becomes that letter, now and then.
std::string misread(std::string text, std::mt19937_64& random) {
    constexpr std::string_view kFrom = "01852";
    constexpr std::string_view kTo = "OIBSZ";
    for (char& c : text) {
        const std::size_t at = kFrom.find(c);
        c = at != std::string_view::npos && random() % 3 == 0 ? kTo[at] : c;
    }
    return text;
}

struct Figures {
    std::int64_t p50{0};
    std::int64_t p90{0};
    std::int64_t p99{0};
    std::uint64_t hits{0};
};

/// Every look-up timed alone, in random places of the set; the clock's own cost is in it.
Figures measure(const DocumentSet& set, const std::vector<std::string>& queries) {
    Figures figures;
    std::vector<std::int64_t> times;
    times.reserve(queries.size());
    for (const std::string& query : queries) {
        const Clock::time_point before = Clock::now();
        const DocumentMatch match = set.find(query);
        times.push_back(nanoseconds_since(before));
        figures.hits += static_cast<std::uint64_t>(match != DocumentMatch::kNone);
    }
    std::sort(times.begin(), times.end());
    figures.p50 = times[times.size() / 2];
    figures.p90 = times[times.size() * 9 / 10];
    figures.p99 = times[times.size() * 99 / 100];
    return figures;
}

void print(const char* name, const Figures& figures, const char* end) {
    std::printf("\"%s\": {\"p50_ns\": %lld, \"p90_ns\": %lld, \"p99_ns\": %lld, \"hits\": %llu}%s",
                name,
                static_cast<long long>(figures.p50),
                static_cast<long long>(figures.p90),
                static_cast<long long>(figures.p99),
                static_cast<unsigned long long>(figures.hits),
                end);
}

int run(std::size_t numbers, std::size_t look_ups) {
    // NOLINTNEXTLINE(cert-msc51-cpp): the same numbers in each run are the point.
    std::mt19937_64 random{20'260'101};
    std::vector<std::string> listed;
    watchlists::DocumentSetBuilder builder;
    for (std::size_t i = 0; i < numbers; ++i) {
        const std::string text = number(random);
        SARHAD_CHECK(builder.add(text).has_value());
        if (i % std::max<std::size_t>(1, numbers / look_ups) == 0) {
            listed.push_back(text);
        }
    }
    const Clock::time_point build_start = Clock::now();
    const core::Bytes bytes = builder.build();
    const std::int64_t build_ms = nanoseconds_since(build_start) / 1'000'000;
    const Clock::time_point open_start = Clock::now();
    const auto set = DocumentSet::open(bytes);
    SARHAD_CHECK(set.has_value());
    const std::int64_t open_ms = nanoseconds_since(open_start) / 1'000'000;
    std::shuffle(listed.begin(), listed.end(), random);
    std::vector<std::string> misreads;
    std::vector<std::string> others;
    for (const std::string& text : listed) {
        misreads.push_back(misread(text, random));
        others.push_back(number(random));
    }
    std::printf("{\"numbers\": %llu, \"bytes\": %zu, \"build_ms\": %lld, \"open_ms\": %lld, ",
                static_cast<unsigned long long>(set->size()),
                bytes.size(),
                static_cast<long long>(build_ms),
                static_cast<long long>(open_ms));
    print("listed", measure(*set, listed), ", ");
    print("misread", measure(*set, misreads), ", ");
    print("other", measure(*set, others), "}\n");
    return 0;
}

}  // namespace
}  // namespace sarhad::bench

int main(int argc, char** argv) {
    const auto argument = [&](int at, std::uint64_t otherwise) {
        const auto parsed = at < argc ? sarhad::core::parse_uint(argv[at])
                                      : sarhad::core::Result<std::uint64_t>{otherwise};
        return static_cast<std::size_t>(parsed && *parsed > 0 ? *parsed : otherwise);
    };
    return sarhad::bench::run(argument(1, 10'000'000), argument(2, 200'000));
}
