#pragma once

#include "core/clock.h"
#include "wire/trust_documents.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace sarhad::replication {

/// How old trust data is. Expiry forbids installing, never using: screening goes on in each state.
enum class Freshness : std::uint8_t {
    kFresh,     ///< Nothing is said.
    kStale,     ///< Each answer says "data as of"; what is decided is screened again later.
    kDegraded,  ///< And a supervisor signs once a shift, with sampled second checks.
    kExpired,   ///< And "no hit" is inconclusive.
};

inline constexpr std::array<std::pair<Freshness, std::string_view>, 4> kFreshnessWords{
    {{Freshness::kFresh, "FRESH"},
     {Freshness::kStale, "STALE"},
     {Freshness::kDegraded, "DEGRADED"},
     {Freshness::kExpired, "EXPIRED"}}};

/// The word in kFreshnessWords.
[[nodiscard]] constexpr std::string_view word_of(Freshness state) {
    for (const auto& [listed, word] : kFreshnessWords) {
        if (listed == state) {
            return word;
        }
    }
    return "unknown";
}

/// What every answer carries.
struct TrustAge {
    Freshness state{Freshness::kExpired};
    std::optional<core::WallTime> as_of;  ///< Central's time in the last tick; none before one.
    std::int64_t seconds{0};              ///< Since then; 0 without a tick.
    bool is_proven{false};                ///< A tick has told the time since the last boot.
    friend bool operator==(const TrustAge&, const TrustAge&) = default;
};

/// When the documents that the age stands on end.
struct TrustEnds {
    core::WallTime root;       ///< Root document.
    core::WallTime tick_role;  ///< The tick role in it.
};

/// A pure function of secure time, policy and what was last heard: invariant I10 of the simulator.
/// A state begins exactly at its second: at `fresh_seconds` still FRESH, a second later STALE.
/// Without a tick, or past proven `ends`: EXPIRED.
[[nodiscard]] TrustAge trust_age(core::WallTime now,
                                 bool is_proven,
                                 std::optional<core::WallTime> as_of,
                                 const TrustEnds& ends,
                                 const wire::SitePolicy& policy);

}  // namespace sarhad::replication
