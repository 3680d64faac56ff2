#pragma once

#include "central/counts.h"
#include "central/store.h"
#include "wire/keyring.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sarhad::central {

inline constexpr std::string_view kCountsStreamName = "counters";

/// What a step did.
struct CountsStep {
    bool has_more{false};
    std::optional<StreamHead> head{};  ///< Of the counters' stream, where it moved.
    std::uint64_t holders{0};          ///< Told.
    std::uint64_t erased{0};           ///< Deltas.
};

/// Counts what ports have told, and tells the ports of it, in steps that leave room for their rows.
/// Where it stands is on the disk with what it has done: a step that was cut short is made again.
/// Thread: store. Both outlive it.
class CountsMaker final {
public:
    CountsMaker(CentralStore& store, const wire::SigningKey& sequencer)
        : store_{store}, sequencer_{sequencer} {}

    /// What came is counted. Then, with `may_tell`: what has changed is told, and when it was as of
    /// where that was long ago; what was to be erased is, once those whom it tells of as well are
    /// told anew. Errors: the store's.
    [[nodiscard]] core::Result<CountsStep> step(core::WallTime now, bool may_tell);

private:
    [[nodiscard]] core::Result<CountsStep> tell(core::WallTime now);
    [[nodiscard]] core::Result<CountsStep> make_room(core::WallTime now);

    CentralStore& store_;
    const wire::SigningKey& sequencer_;
};

/// Of the counters' stream; of one that is not begun, where it begins.
[[nodiscard]] StreamHead counts_head(const std::vector<StreamHead>& heads);

}  // namespace sarhad::central
