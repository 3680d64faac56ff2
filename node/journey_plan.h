#pragma once

#include "core/executor.h"
#include "core/result.h"
#include "facts/decision.h"
#include "facts/message.h"
#include "intake/journey_roster.h"
#include "node/expected_store.h"
#include "node/records_store.h"
#include "store/query_source.h"
#include "wire/record_seal.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace sarhad::node {

/// Records of a journey that a new message's travellers are held against; the newest. Twice the
/// largest aircraft's, in several feeds.
inline constexpr std::size_t kToldReadMax = 4'000;
/// Messages of a journey whose words are held against a new one's; the newest.
inline constexpr std::size_t kWordsReadMax = 1'000;

/// What is on record of a journey.
struct ToldJourney {
    std::vector<facts::Crossing> crossings;  ///< The oldest first.
    std::vector<JourneyCrossing> rows;       ///< Of the same places; without their bodies.
    std::vector<RosterWord> words;           ///< What its messages said, the first first.
};

/// What other messages told at this port of the journey, opened with the help of match threads. A
/// damaged row is left out: it must not keep who arrives from being screened. Thread: store.
[[nodiscard]] core::Result<ToldJourney> read_told(store::QuerySource from,
                                                  const wire::RecordSeal& seal,
                                                  const facts::JourneyId& journey,
                                                  core::Executor& helpers);
/// Without tellings that newer ones have superseded.
[[nodiscard]] std::vector<const facts::Crossing*> current_of(const ToldJourney& told);

/// All that one telling says of a traveller, by hash. What only counts within its message (which
/// number he has there) is no part of it, nor is whether he travels: that is his standing. Bookings
/// are part of what bookings tell.
using FactsKey = std::array<std::uint8_t, 16>;
[[nodiscard]] FactsKey facts_key(const facts::Message& message, std::size_t place);
[[nodiscard]] FactsKey facts_key(const facts::Crossing& crossing);

/// What of a message is on record already, and what it says of who travels.
struct JourneyPlan {
    std::vector<std::size_t> places;  ///< Of its travellers who are to be screened.
    /// `told` by place: of those in `places` still zeros.
    RosterWord word;
    bool is_said_before{false};  ///< Another message said exactly this, in whatever order.
};

/// `prepared`: as the message's interchange says; `now`: when it came. Who is on record by the same
/// feed with the same facts, and who is told of as not travelling, is not screened once more. Pure.
[[nodiscard]] JourneyPlan plan_of(const facts::Message& message,
                                  facts::LocalTime prepared,
                                  core::WallTime now,
                                  const ToldJourney& told);
/// Where everybody stands once the message with `word` is on record, whose travellers are
/// `message`'s: those that stand otherwise than before, or are new. Pure.
[[nodiscard]] std::map<CrossingId, intake::Standing> standings_after(const facts::Message& message,
                                                                     const RosterWord& word,
                                                                     const ToldJourney& told);

}  // namespace sarhad::node
