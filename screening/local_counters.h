#pragma once

#include "core/clock.h"
#include "core/ids.h"
#include "facts/counted.h"
#include "facts/journey.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sarhad::screening {

/// Which way somebody goes, as far as his flights tell.
enum class Direction : std::uint8_t { kUnknown, kIn, kOut };

/// A journey, by the first bytes of its id; zeros: nobody told of one, he stands at a desk.
using Trip = std::array<std::uint8_t, 8>;

/// A crossing that is on record here, as counters see it.
struct Passage {
    std::array<std::uint8_t, 16> crossing{};
    Trip trip{};
    /// Days since 1970: of the flight at this port, as its schedule has it, where that is more than
    /// a day from `at` (who is expected next week); else of `at`, UTC.
    std::int32_t day{0};
    std::int64_t at{0};  ///< Minutes since 1970, UTC, when it was screened.
    Direction direction{Direction::kUnknown};
    std::int64_t touches{
        0};  ///< Minutes since 1970, local: he lands or takes off here; 0: unknown.
    /// facts::Crossing::passage; zeros: recorded before that was kept here.
    std::array<std::uint8_t, 16> record{};
    /// Documents that were shown, visas not among them, as this node's store names them.
    std::vector<std::array<std::uint8_t, 16>> documents{};
    std::optional<facts::CountedCash> cash{};  ///< Where he declared what he carries.
    friend bool operator==(const Passage&, const Passage&) = default;
};

/// Who travels and how, for passage_of(). All outlive the call.
struct Travels {
    const std::vector<facts::FlightLeg>& flights;
    const facts::Traveller& traveller;
    const core::PortId& port;
};
/// Pure. A port is known in a flight by its UN/LOCODE, or by the last three letters of it.
[[nodiscard]] Passage passage_of(const std::array<std::uint8_t, 16>& crossing,
                                 const Trip& trip,
                                 const Travels& travels,
                                 core::WallTime now);

/// What this port has counted of a person before the crossing in question.
struct LocalCounts {
    std::int64_t crossings_30d{0};
    std::int64_t crossings_90d{0};
    /// Of stays that ended in the last 90 days; none where no stay was seen from its flight in to
    /// its flight out.
    std::optional<double> avg_stay_hours_90d;
    friend bool operator==(const LocalCounts&, const LocalCounts&) = default;
};

/// Counts each crossing once: a journey that several messages told of is one; who was told of and
/// stands at a desk on that day or the next is one; who stands at desks again within
/// kSameDeskMinutes is one. The one that `current` belongs to is not counted. `earlier` in any
/// order, `current` may be among them. Pure and total.
[[nodiscard]] LocalCounts count_before(std::vector<Passage> earlier, const Passage& current);

/// The newest record of the journey that `current`, a passage at a desk, is the end of, as
/// count_before() sees it; none where nobody told of one, and of another passage. Pure and total.
[[nodiscard]] std::optional<Passage> told_before(std::vector<Passage> earlier,
                                                 const Passage& current);

/// Records of earlier crossings, without those of the one that `current` belongs to, as
/// count_before() sees them. Pure and total.
[[nodiscard]] std::vector<Passage> passages_before(std::vector<Passage> earlier,
                                                   const Passage& current);

/// Days since 1970 of minutes since then.
[[nodiscard]] std::int32_t day_of(std::int64_t minutes);
/// Whether the day is one of the `window` days that end with `today`.
[[nodiscard]] bool is_within(std::int32_t day, std::int32_t today, std::int32_t window);

/// An officer who enters somebody twice has not seen him cross twice.
inline constexpr std::int64_t kSameDeskMinutes = 30;
/// Passages are kept so long: a stay of 90 days that ended 90 days ago is whole.
inline constexpr std::int32_t kPassageKeptDays = 180;

}  // namespace sarhad::screening
