#include "core/posix_files.h"
#include "core/system_clock.h"
#include "core/text.h"

#include <CLI/CLI.hpp>
#include <malloc.h>

#include <chrono>
#include <cstdio>
#include <optional>

#include "sim/campaign.h"

namespace sarhad::sim {
namespace {

struct Options {
    std::string seeds;
    std::string plant;
    std::string state;
    std::uint64_t minutes{15};
    std::uint64_t days{0};  ///< By the calendar; 0: minutes, all of them dense.
    unsigned jobs{2};
    bool is_traced{false};
    bool runs_twice{false};
};

/// "7" or "1..300".
core::Result<Seeds> parse_seeds(const std::string& text) {
    const std::size_t dots = text.find("..");
    SARHAD_TRY(const std::uint64_t first, core::parse_uint(text.substr(0, dots)));
    if (dots == std::string::npos) {
        return Seeds{first, first};
    }
    SARHAD_TRY(const std::uint64_t last, core::parse_uint(text.substr(dots + 2)));
    if (last < first) {
        return core::Error{core::Errc::kInvalid, "seeds: the last is before the first"};
    }
    return Seeds{first, last};
}

int say(const core::Error& error) {
    std::fprintf(stderr, "sarhad-sim: %s\n", error.what.c_str());
    return 2;
}

std::uint64_t seconds_since(const core::Clock& clock, core::MonoTime start) {
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::seconds>(clock.mono() - start).count());
}

core::Result<CampaignOptions> campaign_of(const Options& options) {
    CampaignOptions campaign;
    SARHAD_TRY(campaign.seeds, parse_seeds(options.seeds));
    if (!options.plant.empty()) {
        campaign.plant = find_plant(options.plant);
        if (campaign.plant == nullptr) {
            return core::Error{
                core::Errc::kNotFound,
                core::cat("no bug named ", options.plant, "; see sarhad-sim plants")};
        }
    }
    campaign.chaos = std::chrono::minutes{options.minutes};
    if (options.days > 0) {
        campaign.chaos = std::chrono::hours{options.days * 24};
        campaign.pace = Pace::kCalendar;
    }
    campaign.jobs = options.jobs;
    campaign.runs_twice = options.runs_twice;
    return campaign;
}

int run(const Options& options) {
    const core::Result<CampaignOptions> campaign = campaign_of(options);
    if (!campaign) {
        return say(campaign.error());
    }
    if (options.is_traced) {
        const Outcome outcome = run_seed(campaign->seeds.first, *campaign, Printing::kOn);
        std::printf("trace %016llx\n", static_cast<unsigned long long>(outcome.trace_hash));
        if (outcome.broken) {
            std::printf("%s\n", failure_line(outcome).c_str());
        }
        return outcome.broken ? 1 : 0;
    }
    const core::SystemClock clock;
    const core::MonoTime start = clock.mono();
    core::PosixFiles files;
    std::optional<CampaignState> state;
    if (!options.state.empty()) {
        auto opened = CampaignState::open(files, options.state, title_of(*campaign));
        if (!opened) {
            return say(opened.error());
        }
        state.emplace(*std::move(opened));
    }
    const core::Result<Totals> totals = run_campaign(*campaign, state ? &*state : nullptr);
    if (!totals) {
        return say(totals.error());
    }
    for (const std::string& line : totals->failures) {
        std::printf("%s\n", line.c_str());
    }
    std::fputs(to_json(*totals, seconds_since(clock, start)).c_str(), stdout);
    return totals->failures.empty() ? 0 : 1;
}

int list_plants() {
    for (const PlantedBug& bug : planted_bugs()) {
        std::printf("%-18s %s\n", std::string{bug.name}.c_str(), std::string{bug.sentence}.c_str());
    }
    return 0;
}

int check_plants(const Options& options) {
    core::Result<CampaignOptions> campaign = campaign_of(options);
    if (!campaign) {
        return say(campaign.error());
    }
    campaign->stops_at_failure = true;
    int missed = 0;
    int looked_for = 0;
    for (const PlantedBug& bug : planted_bugs()) {
        if (!options.plant.empty() && bug.name != options.plant) {
            continue;
        }
        ++looked_for;
        CampaignOptions one = *campaign;
        one.plant = &bug;
        if (bug.needs == Needs::kDay) {
            one.chaos = std::chrono::hours{24};
            one.pace = Pace::kCalendar;
        }
        const core::Result<Totals> totals = run_campaign(one);
        if (!totals) {
            return say(totals.error());
        }
        const bool is_masked = !bug.masked_by.empty();
        const std::string found = !totals->failures.empty() ? totals->failures.front()
                                  : is_masked               ? core::cat("harmless: ", bug.masked_by)
                                                            : std::string{"NOT FOUND"};
        std::printf("%-18s %s\n", std::string{bug.name}.c_str(), found.c_str());
        std::fflush(stdout);
        // One that a second line masks must stay harmless: found, the second line has a hole.
        missed += totals->failures.empty() == is_masked ? 0 : 1;
    }
    std::printf("%d of %d planted bugs not as expected\n", missed, looked_for);
    return missed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace sarhad::sim

int main(int argc, char** argv) {
    namespace sim = sarhad::sim;
    // Disks are copied at each check: without this the C library gives their memory back each time.
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    sim::Options options;
    CLI::App app{"Runs Sarhad's cores under a seeded clock, network and disk."};
    app.require_subcommand(1);
    CLI::App* run_command = app.add_subcommand("run", "run seeds and check every invariant");
    run_command->add_option("--seeds,--seed", options.seeds, "one seed, or a range: 1..300")
        ->required();
    run_command->add_option("--plant", options.plant, "a bug to plant; see plants");
    run_command->add_option("--minutes", options.minutes, "virtual minutes of faults");
    run_command->add_option_function<std::uint64_t>(
        "--hours", [&](std::uint64_t hours) { options.minutes = hours * 60; }, "the same in hours");
    run_command
        ->add_option("--days",
                     options.days,
                     "virtual days: spells of traffic and faults, and quiet hours between them")
        ->check(CLI::Range(1, 60));
    run_command->add_option(
        "--state", options.state, "a file that each seed is noted in: stopped, it goes on there");
    run_command->add_option("--jobs", options.jobs, "seeds at once")->check(CLI::Range(1, 64));
    run_command->add_flag("--trace", options.is_traced, "print every event of one seed");
    run_command->add_flag("--twice", options.runs_twice, "run each seed twice and compare");
    CLI::App* plants_command = app.add_subcommand("plants", "list the bugs that can be planted");
    CLI::App* check_command =
        app.add_subcommand("check-plants", "plant each bug until an invariant finds it");
    check_command->add_option("--seeds", options.seeds, "how far to look: 1..200")->required();
    check_command->add_option("--plant", options.plant, "this bug alone");
    check_command->add_option("--minutes", options.minutes, "virtual minutes of faults");
    check_command->add_option("--jobs", options.jobs, "seeds at once")->check(CLI::Range(1, 64));
    CLI11_PARSE(app, argc, argv);
    if (plants_command->parsed()) {
        return sim::list_plants();
    }
    return check_command->parsed() ? sim::check_plants(options) : sim::run(options);
}
