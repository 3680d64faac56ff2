#pragma once

#include "core/files.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "sim/counts.h"

namespace sarhad::sim {

/// What one seed came to.
struct SeedResult {
    std::uint64_t seed{0};
    std::uint64_t processor_ms{0};
    Counts counts;
    std::string failure;  ///< One line; empty: no invariant broke.
};

/// A file of the seeds that a campaign has behind it, a line each, so that one which is stopped
/// goes on where it was. A line that the stop has torn is cut off: its seed runs again.
class CampaignState final {
public:
    /// `title`: what the campaign is of; a file of another one is kConflict. kInvalid names the
    /// line that is none.
    [[nodiscard]] static core::Result<CampaignState> open(core::Files& files,
                                                          const std::string& path,
                                                          const std::string& title);

    [[nodiscard]] const std::vector<SeedResult>& results() const { return results_; }
    [[nodiscard]] bool has(std::uint64_t seed) const { return seeds_.contains(seed); }
    [[nodiscard]] core::Status add(const SeedResult& result);

private:
    CampaignState(core::Files& files, std::string path) : files_{files}, path_{std::move(path)} {}

    core::Files& files_;
    std::string path_;
    std::vector<SeedResult> results_;
    std::set<std::uint64_t> seeds_;
};

}  // namespace sarhad::sim
