#include "sim/campaign.h"

#include "core/check.h"
#include "core/text.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>

namespace sarhad::sim {
namespace {

using core::cat;

struct Child {
    std::uint64_t seed;
    int pipe;
};

void write_all(int to, const void* from, std::size_t size) {
    const auto* bytes = static_cast<const char*>(from);
    while (size > 0) {
        const ssize_t written = ::write(to, bytes, size);
        SARHAD_CHECK(written > 0);
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
}

/// An Outcome as it crosses a pipe; the failure's line follows it.
struct Numbers {
    Counts::Values values;
    std::uint64_t is_broken;
    std::uint64_t is_repeatable;
};

[[noreturn]] void be_child(std::uint64_t seed, const CampaignOptions& options, int to) {
    const Outcome outcome = run_seed(seed, options, Printing::kOff);
    bool is_repeatable = true;
    if (options.runs_twice) {
        is_repeatable = run_seed(seed, options, Printing::kOff).trace_hash == outcome.trace_hash;
    }
    const Numbers numbers{
        outcome.counts.values(), outcome.broken ? 1U : 0U, is_repeatable ? 1U : 0U};
    write_all(to, &numbers, sizeof numbers);
    const std::string line = outcome.broken ? failure_line(outcome) : std::string{};
    write_all(to, line.data(), line.size());
    ::_exit(0);
}

void start_child(std::uint64_t seed, const CampaignOptions& options, std::map<pid_t, Child>& all) {
    int ends[2] = {-1, -1};
    SARHAD_CHECK(::pipe(ends) == 0);
    const pid_t child = ::fork();
    SARHAD_CHECK(child >= 0);
    if (child == 0) {
        ::close(ends[0]);
        be_child(seed, options, ends[1]);
    }
    ::close(ends[1]);
    all[child] = Child{seed, ends[0]};
}

std::string read_all(int from) {
    std::string text;
    char buffer[4096];
    ssize_t size = 0;
    while ((size = ::read(from, buffer, sizeof buffer)) > 0) {
        text.append(buffer, static_cast<std::size_t>(size));
    }
    ::close(from);
    return text;
}

/// What the seed came to, of what its process wrote and how it ended.
SeedResult result_of(const Child& child, int status) {
    const std::string text = read_all(child.pipe);
    SeedResult result;
    result.seed = child.seed;
    Numbers numbers{};
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || text.size() < sizeof numbers) {
        result.failure = cat("seed=",
                             child.seed,
                             " event=0 invariant=0 the process died, status ",
                             status,
                             "; run it with --trace");
        return result;
    }
    std::copy_n(text.data(), sizeof numbers, reinterpret_cast<char*>(&numbers));
    result.counts.values() = numbers.values;
    if (numbers.is_broken != 0) {
        result.failure = text.substr(sizeof numbers);
    } else if (numbers.is_repeatable == 0) {
        result.failure = cat("seed=", child.seed, " event=0 invariant=0 two runs differ");
    }
    return result;
}

void count(Totals& totals, const SeedResult& result) {
    ++totals.seeds;
    totals.sum.add(result.counts);
    totals.processor_ms += result.processor_ms;
    if (!result.failure.empty()) {
        totals.failures.push_back(result.failure);
    }
}

/// Of user and system.
std::uint64_t milliseconds_of(const rusage& used) {
    const auto of = [](const timeval& time) {
        return static_cast<std::uint64_t>(time.tv_sec) * 1000 +
               static_cast<std::uint64_t>(time.tv_usec) / 1000;
    };
    return of(used.ru_utime) + of(used.ru_stime);
}

}  // namespace

std::string failure_line(const Outcome& outcome) {
    const int invariant = outcome.broken ? outcome.broken->invariant : 0;
    return cat("seed=",
               outcome.seed,
               " event=",
               outcome.counts[Count::kEvents],
               " invariant=",
               invariant,
               " ",
               outcome.broken ? outcome.broken->detail : "",
               " (",
               sentence_of(invariant),
               ")");
}

Outcome run_seed(std::uint64_t seed, const CampaignOptions& options, Printing printing) {
    plant(options.plant);
    World world{{.seed = seed, .chaos = options.chaos, .pace = options.pace, .printing = printing}};
    return world.run();
}

core::Result<Totals> run_campaign(const CampaignOptions& options, CampaignState* state) {
    Totals totals;
    if (state != nullptr) {
        for (const SeedResult& result : state->results()) {
            const bool is_asked =
                result.seed >= options.seeds.first && result.seed <= options.seeds.last;
            if (is_asked) {
                count(totals, result);
            }
        }
    }
    std::map<pid_t, Child> children;
    core::Status kept;
    std::uint64_t next_seed = options.seeds.first;
    const auto wants_more = [&] {
        while (state != nullptr && next_seed <= options.seeds.last && state->has(next_seed)) {
            ++next_seed;
        }
        return next_seed <= options.seeds.last && kept.has_value() &&
               !(options.stops_at_failure && !totals.failures.empty());
    };
    while (wants_more() || !children.empty()) {
        while (wants_more() && children.size() < options.jobs) {
            start_child(next_seed, options, children);
            ++next_seed;
        }
        int status = 0;
        rusage used{};
        const pid_t ended = ::wait4(-1, &status, 0, &used);
        if (ended < 0) {
            SARHAD_CHECK(errno == EINTR);
            continue;
        }
        const auto found = children.find(ended);
        SARHAD_CHECK(found != children.end());
        SeedResult result = result_of(found->second, status);
        result.processor_ms = milliseconds_of(used);
        count(totals, result);
        if (state != nullptr && kept) {
            kept = state->add(result);
        }
        children.erase(found);
    }
    if (!kept) {
        return kept.error();
    }
    std::sort(totals.failures.begin(), totals.failures.end());
    return totals;
}

std::string title_of(const CampaignOptions& options) {
    return cat("sarhad-sim 2, ",
               options.chaos.count(),
               " s",
               options.pace == Pace::kCalendar ? " by the calendar" : "",
               ", plant ",
               options.plant == nullptr ? "none" : options.plant->name);
}

namespace {

/// `first` to `last` as members of an object, or of a nested one under `name`.
std::string members_of(const Counts& counts, Count first, Count last, std::string_view indent) {
    std::string json;
    for (auto i = static_cast<std::size_t>(first); i <= static_cast<std::size_t>(last); ++i) {
        const auto one = static_cast<Count>(i);
        json += cat(json.empty() ? "" : ",\n", indent, "\"", name_of(one), "\": ", counts[one]);
    }
    return json;
}

/// Thousandths of a whole as a decimal fraction.
std::string decimal_of(std::uint64_t thousandths) {
    const std::string digits = std::to_string(1000 + thousandths % 1000);
    return cat(thousandths / 1000, ".", digits.substr(1));
}

}  // namespace

std::string to_json(const Totals& totals, std::uint64_t real_seconds) {
    constexpr std::uint64_t kYear = 31'557'600;
    const std::uint64_t seconds = totals.sum[Count::kVirtualSeconds];
    return cat("{\n  \"seeds\": ",
               totals.seeds,
               ",\n  \"failures\": ",
               totals.failures.size(),
               ",\n  \"virtual_hours\": ",
               seconds / 3600,
               ",\n  \"node_years\": ",
               decimal_of(seconds * World::kNodes * 1000 / kYear),
               ",\n  \"real_seconds\": ",
               real_seconds,
               ",\n  \"processor_seconds\": ",
               decimal_of(totals.processor_ms),
               ",\n  \"virtual_seconds_a_processor_second\": ",
               seconds * 1000 / std::max<std::uint64_t>(totals.processor_ms, 1),
               ",\n",
               members_of(totals.sum, Count::kEvents, Count::kLooks, "  "),
               ",\n  \"faults\": {\n",
               members_of(totals.sum, Count::kCrashes, Count::kKeyThefts, "    "),
               "\n  },\n  \"frames\": {\n",
               members_of(totals.sum, Count::kSent, Count::kConnections, "    "),
               "\n  }\n}\n");
}

}  // namespace sarhad::sim
