#pragma once

#include "core/ids.h"
#include "facts/decision.h"
#include "facts/journey.h"
#include "screening/central_counters.h"
#include "screening/known_pairs.h"
#include "screening/local_counters.h"
#include "screening/matched_before.h"
#include "screening/rule_guard.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::screening {

/// Told by the node, which has a clock.
using TrustAge = facts::TrustAge;

/// How old the node's data is.
struct DataAge {
    TrustAge state{TrustAge::kFresh};
    core::WallTime as_of;  ///< Central's time of it; 0: never heard.
    /// From DEGRADED on: of all crossings, how many a second person looks at.
    core::Permille second_checks{0};
};

/// What a site adds to every decision. Part of its signed configuration.
struct SitePolicy {
    /// Of all crossings, how many are looked at without a reason.
    core::Permille random_share{0};
    /// Keys the choice, so that nobody outside can foretell it.
    std::uint64_t random_key{0};
    facts::Channel random_channel{facts::Channel::kYellow};
    /// The least strict channel at each age of the trust data.
    facts::Channel floor_stale{facts::Channel::kGreen};
    facts::Channel floor_degraded{facts::Channel::kGreen};
    facts::Channel floor_expired{facts::Channel::kYellow};
};

/// What a traveller declares to carry over the border.
struct CarriedCash {
    facts::CashDeclaration declared;
    /// From what foreign money on he has to, thousandths of US dollars; none: no limit is known.
    std::optional<std::int64_t> threshold;
    /// What he may take out in a calendar year, in the same; 0: as much as he declares.
    std::optional<std::int64_t> year_limit{};
};

/// Everything about one crossing that screening may look at.
struct ScreeningFacts {
    std::array<std::uint8_t, 16> crossing{};  ///< Its id, known before it is screened.
    facts::Traveller traveller;
    std::vector<facts::FlightLeg> flights;
    std::vector<facts::Feed> arrived;  ///< Feeds that have; in any order.
    DataAge data;
    SitePolicy policy;
    facts::PartialDate on;  ///< Day of the node's clock, UTC: orders that are not valid end by it.
    std::vector<facts::SubjectKey> subjects;  ///< One a document: whom a known pair speaks of.
    std::shared_ptr<const KnownPairs> pairs;  ///< Null for none.
    core::WallTime now;                       ///< By which pairs expire; the rules' `now`.
    core::PortId port{""};                    ///< "PKXXA-1"
    std::string port_kind;                    ///< AIR SEA LAND RAIL POST; "" where not told.
    /// The traveller stands at the counter: a rule that still waits for a feed is taken for what
    /// its author says (on_unknown).
    bool is_due{false};
    std::shared_ptr<const HeldRules> held;    ///< Rules that hit too often here; null for none.
    std::optional<LocalCounts> counted{};     ///< Of his earlier crossings here; none: not known.
    CounterValues central{};                  ///< By the centre's word; none: not known.
    std::optional<facts::Booking> booking{};  ///< What of his booking is his; none: not told.
    std::optional<CarriedCash> cash{};        ///< By his form; none: he declared nothing.
    std::vector<facts::FeedDifference> differences{};  ///< Between the feeds that told of him.
    /// Spares looking through the lists where nothing is asked otherwise; null for none.
    std::shared_ptr<const MatchedBefore> matched{};
};

}  // namespace sarhad::screening
