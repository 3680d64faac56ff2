#pragma once

#include "core/clock.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace sarhad::screening {

/// What the centre counts of a person, as the table of facts has it (PersonHistory, feed CENTRAL).
/// On the wire and on disk by number: only added to.
enum class PersonCounter : std::uint8_t {
    kDistinctPorts = 0,        ///< distinct_ports_365d
    kDocumentsUsed = 1,        ///< docs_used_365d
    kCashDeclarations = 2,     ///< cash_declarations_90d
    kCashTotal = 3,            ///< cash_total_365d_ref, hundredths of the reference currency
    kSeizures = 4,             ///< seizures_1825d
    kInspections = 5,          ///< inspections_365d
    kInspectionsNegative = 6,  ///< inspections_negative_365d
    kRefusals = 7,             ///< refusals_1825d
    kMinorsEscorted = 8,       ///< minors_escorted_365d
    kGold = 9,                 ///< gold_grams_365d, hundredths of a gram
};
inline constexpr std::size_t kPersonCounters = 10;

/// One value for each PersonCounter, in its unit; none: unknown.
using CounterValues = std::array<std::optional<std::int64_t>, kPersonCounters>;

/// How far the centre's counting goes, of which every snapshot of this node is a part.
struct CountedTo {
    core::WallTime as_of;  ///< The centre's clock: it had counted all that it held then.
    /// The last of this node's own rows among that, by the number of its stream. Not a time: what a
    /// node tells after a day without a line is a day old and not counted yet.
    std::uint64_t row{0};
};

/// What this node has recorded of a person, in a row for the centre.
struct OwnIncrement {
    std::uint64_t row{0};
    PersonCounter counter{PersonCounter::kInspections};
    std::int64_t amount{1};  ///< In the counter's unit, from 0.
    /// Of a counter of different things (ports, documents, minors): whether the centre has counted
    /// this one of him already. Nobody here knows: kUnknown.
    enum class Repeats : std::uint8_t { kNo, kYes, kUnknown } repeats{Repeats::kNo};
};

/// A counter is unknown once the centre's word is older than this. Seizures and refusals of five
/// years do not change by a day; what is counted over 90 days does.
[[nodiscard]] core::Duration counter_age_max(PersonCounter counter);

/// The fields: what the centre has counted, and what this node has recorded since. `snapshot` is
/// what the centre told of the person; null where it told nothing of him, which is 0 of everything
/// it counts. `counted` is none before the centre has told anything: all is unknown. A counter that
/// the snapshot does not know stays unknown. A sum past 64 bits stays at the highest. Pure, total.
[[nodiscard]] CounterValues central_counts(const std::optional<CountedTo>& counted,
                                           const CounterValues* snapshot,
                                           std::span<const OwnIncrement> own,
                                           core::WallTime now);

}  // namespace sarhad::screening
