#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/campaign_state.h"
#include "sim/plants.h"
#include "sim/world.h"

namespace sarhad::sim {

/// A range of seeds, both included.
struct Seeds {
    std::uint64_t first{1};
    std::uint64_t last{1};
};

struct CampaignOptions {
    Seeds seeds{};
    const PlantedBug* plant{nullptr};
    std::chrono::seconds chaos{std::chrono::minutes{15}};
    Pace pace{Pace::kDense};
    unsigned jobs{2};
    bool runs_twice{false};  ///< Each seed again, to compare the trace.
    bool stops_at_failure{false};
};

/// What a whole campaign did.
struct Totals {
    std::uint64_t seeds{0};
    Counts sum;
    std::uint64_t processor_ms{0};
    std::vector<std::string> failures;  ///< One line each.
};

/// "seed=8231 event=417 invariant=4 ...".
[[nodiscard]] std::string failure_line(const Outcome& outcome);
/// One seed in this process.
[[nodiscard]] Outcome run_seed(std::uint64_t seed,
                               const CampaignOptions& options,
                               Printing printing);
/// Each seed in a process of its own, `jobs` at once: what kills a run is a failure of its seed.
/// With a state the seeds that it has are not run again, and count.
[[nodiscard]] core::Result<Totals> run_campaign(const CampaignOptions& options,
                                                CampaignState* state = nullptr);
/// What a state file of it is of.
[[nodiscard]] std::string title_of(const CampaignOptions& options);
[[nodiscard]] std::string to_json(const Totals& totals, std::uint64_t real_seconds);

}  // namespace sarhad::sim
