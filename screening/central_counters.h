#pragma once

#include "core/clock.h"
#include "core/ids.h"
#include "facts/counted.h"
#include "screening/local_counters.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sarhad::screening {

/// What the centre counts of a person, as the table of facts has it (PersonHistory, feed CENTRAL).
enum class PersonCounter : std::uint8_t {
    kDistinctPorts,        ///< distinct_ports_365d
    kDocumentsUsed,        ///< docs_used_365d
    kInspections,          ///< inspections_365d
    kInspectionsNegative,  ///< inspections_negative_365d
    kCashDeclarations,     ///< cash_declarations_90d
    kCashCents,            ///< cash_total_365d_ref, in US cents
    kCashOutCents,         ///< cash_out_year_ref, in US cents
    kGoldMilligrams,       ///< gold_grams_365d, in milligrams
};
inline constexpr std::size_t kPersonCounters = 8;

/// One value for each PersonCounter; none: unknown.
using CounterValues = std::array<std::optional<std::int64_t>, kPersonCounters>;

/// What the centre told of the holder of the documents that are shown. Keys of documents are as
/// Passage::documents has them.
struct CentralWord {
    /// By its clock it had told all that it held then; none: it has told nothing.
    std::optional<core::WallTime> as_of{};
    std::vector<facts::CountedHolder> holders{};  ///< One a document that it told of.
    /// There was no room for all that it told, and a document that is shown may be among the rest.
    bool is_cut{false};
    bool has_cash{false};  ///< It tells what was declared to be carried.
};

/// What is on record at this port of the documents that are shown, in any order; the crossing in
/// question may be among it. Part of it is in the centre's word.
struct OwnRecords {
    std::vector<Passage> passages{};
    std::vector<facts::CountedInspection> inspections{};
};

/// They are of so many days, but for declarations of cash.
inline constexpr std::int32_t kCentralWindowDays = 365;
inline constexpr std::int32_t kCashWindowDays = 90;
/// They are unknown once the centre's word is older than this.
inline constexpr core::Duration kCentralWordAgeMax = std::chrono::hours{24 * 3};

/// Counts what lies before the crossing in question, as count_before() does: different ports where
/// he was screened, different documents, visas not among them, that he showed, looks at him, and
/// what he declared to carry: of a journey once, the last word; out of the country since the first
/// of January of the year in question. Both words are sets, so what is in both counts once,
/// whatever the centre has heard by then. What the centre says of this port on the days around this
/// crossing may be this crossing itself: of those days the port's own records tell. Pure, total.
[[nodiscard]] CounterValues central_counts(const CentralWord& told,
                                           const OwnRecords& own,
                                           const Passage& current,
                                           const core::PortId& port);

}  // namespace sarhad::screening
