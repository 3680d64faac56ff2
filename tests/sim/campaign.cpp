#include "sim/campaign.h"

#include "core/check.h"
#include "core/text.h"

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
    std::uint64_t values[22];
};

Numbers pack(const Outcome& outcome, bool is_repeatable) {
    const NetworkCounters& network = outcome.network;
    return {{outcome.seed,
             outcome.events,
             outcome.virtual_seconds,
             outcome.crashes,
             outcome.disk_failures,
             outcome.messages,
             outcome.crossings,
             outcome.alerts,
             outcome.editions,
             outcome.checks,
             network.sent,
             network.delivered,
             network.lost,
             network.duplicated,
             network.reordered,
             network.tampered,
             network.late,
             network.connections,
             outcome.broken ? 1U : 0U,
             is_repeatable ? 1U : 0U,
             outcome.restores,
             outcome.looks}};
}

void add(Outcome& sum, const Numbers& numbers) {
    const auto* value = numbers.values;
    sum.events += value[1];
    sum.virtual_seconds += value[2];
    sum.crashes += value[3];
    sum.disk_failures += value[4];
    sum.messages += value[5];
    sum.crossings += value[6];
    sum.alerts += value[7];
    sum.editions += value[8];
    sum.checks += value[9];
    sum.network.sent += value[10];
    sum.network.delivered += value[11];
    sum.network.lost += value[12];
    sum.network.duplicated += value[13];
    sum.network.reordered += value[14];
    sum.network.tampered += value[15];
    sum.network.late += value[16];
    sum.network.connections += value[17];
    sum.restores += value[20];
    sum.looks += value[21];
}

[[noreturn]] void be_child(std::uint64_t seed, const CampaignOptions& options, int to) {
    const Outcome outcome = run_seed(seed, options, Printing::kOff);
    bool is_repeatable = true;
    if (options.runs_twice) {
        is_repeatable = run_seed(seed, options, Printing::kOff).trace_hash == outcome.trace_hash;
    }
    const Numbers numbers = pack(outcome, is_repeatable);
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

void fail(Totals& totals, std::uint64_t seed, std::string line) {
    totals.failures.push_back(std::move(line));
    totals.first_failed = totals.first_failed == 0 ? seed : std::min(totals.first_failed, seed);
}

void take_result(const Child& child, int status, Totals& totals) {
    const std::string text = read_all(child.pipe);
    ++totals.seeds;
    Numbers numbers{};
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || text.size() < sizeof numbers) {
        fail(totals,
             child.seed,
             cat("seed=",
                 child.seed,
                 " event=0 invariant=0 the process died, status ",
                 status,
                 "; run it with --trace"));
        return;
    }
    std::copy_n(text.data(), sizeof numbers, reinterpret_cast<char*>(&numbers));
    add(totals.sum, numbers);
    if (numbers.values[18] != 0) {
        fail(totals, child.seed, text.substr(sizeof numbers));
    } else if (numbers.values[19] == 0) {
        fail(totals, child.seed, cat("seed=", child.seed, " event=0 invariant=0 two runs differ"));
    }
}

/// The sentence without its number.
std::string_view words_of(int invariant) {
    const std::string_view sentence = sentence_of(invariant);
    return sentence.substr(sentence.find(' ') + 1);
}

}  // namespace

std::string failure_line(const Outcome& outcome) {
    const int invariant = outcome.broken ? outcome.broken->invariant : 0;
    return cat("seed=",
               outcome.seed,
               " event=",
               outcome.events,
               " invariant=",
               invariant,
               " ",
               outcome.broken ? outcome.broken->detail : "",
               " (",
               words_of(invariant),
               ")");
}

Outcome run_seed(std::uint64_t seed, const CampaignOptions& options, Printing printing) {
    plant(options.plant);
    World world{{.seed = seed, .chaos = options.chaos, .printing = printing}};
    return world.run();
}

Totals run_campaign(const CampaignOptions& options) {
    Totals totals;
    std::map<pid_t, Child> children;
    std::uint64_t next_seed = options.seeds.first;
    const auto wants_more = [&] {
        return next_seed <= options.seeds.last &&
               !(options.stops_at_failure && !totals.failures.empty());
    };
    while (wants_more() || !children.empty()) {
        while (wants_more() && children.size() < options.jobs) {
            start_child(next_seed, options, children);
            ++next_seed;
        }
        int status = 0;
        const pid_t ended = ::waitpid(-1, &status, 0);
        if (ended < 0) {
            SARHAD_CHECK(errno == EINTR);
            continue;
        }
        const auto found = children.find(ended);
        SARHAD_CHECK(found != children.end());
        take_result(found->second, status, totals);
        children.erase(found);
    }
    std::sort(totals.failures.begin(), totals.failures.end());
    return totals;
}

std::string to_json(const Totals& totals, std::uint64_t real_seconds) {
    const Outcome& sum = totals.sum;
    const NetworkCounters& network = sum.network;
    std::string json = cat("{\n  \"seeds\": ",
                           totals.seeds,
                           ",\n  \"failures\": ",
                           totals.failures.size(),
                           ",\n  \"events\": ",
                           sum.events,
                           ",\n  \"virtual_hours\": ",
                           sum.virtual_seconds / 3600);
    json += cat(",\n  \"real_seconds\": ",
                real_seconds,
                ",\n  \"crashes\": ",
                sum.crashes,
                ",\n  \"restores\": ",
                sum.restores,
                ",\n  \"looks\": ",
                sum.looks,
                ",\n  \"disk_failures\": ",
                sum.disk_failures,
                ",\n  \"messages\": ",
                sum.messages,
                ",\n  \"crossings\": ",
                sum.crossings,
                ",\n  \"alerts\": ",
                sum.alerts,
                ",\n  \"editions\": ",
                sum.editions,
                ",\n  \"checks\": ",
                sum.checks);
    json += cat(",\n  \"frames\": {\"sent\": ",
                network.sent,
                ", \"delivered\": ",
                network.delivered,
                ", \"lost\": ",
                network.lost,
                ", \"duplicated\": ",
                network.duplicated,
                ", \"reordered\": ",
                network.reordered,
                ", \"tampered\": ",
                network.tampered,
                ", \"late\": ",
                network.late,
                ", \"connections\": ",
                network.connections,
                "}\n}\n");
    return json;
}

}  // namespace sarhad::sim
