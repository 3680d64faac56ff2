#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "facts/expected.h"
#include "intake/journey_roster.h"
#include "node/records_store.h"
#include "store/query_source.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace sarhad::node {

/// Of the newest messages so many are looked through for journeys in one go.
inline constexpr std::size_t kJourneyMessagesMax = 2'000;

/// A journey of which messages told at this port.
struct StoredRoster {
    facts::JourneyId journey{};
    std::int64_t message{0};    ///< Number of the newest message of it.
    wire::Hash256 digest{};     ///< Of that message.
    core::Bytes sealed_header;  ///< Of it: a facts::Message without travellers.
    std::uint64_t messages{0};  ///< Of those that were looked through.
    std::map<intake::Standing, std::uint64_t> records;  ///< How many stand where.
};

/// The current record of a traveller of a journey.
struct StoredStanding {
    StoredCrossing crossing;
    intake::Standing standing{intake::Standing::kNone};
    bool is_announced{false};  ///< Central told of it.
};

/// Up to `limit` journeys of the kJourneyMessagesMax newest messages numbered below `before`, of
/// all without it; that of the newest message first.
[[nodiscard]] core::Result<std::vector<StoredRoster>> read_rosters(
    store::QuerySource from, std::optional<std::int64_t> before, std::size_t limit);
/// Up to `limit` records of the journey numbered above `after`, rising; none that a newer telling
/// of the same traveller has superseded, and none that was erased.
[[nodiscard]] core::Result<std::vector<StoredStanding>> read_roster(store::QuerySource from,
                                                                    const facts::JourneyId& journey,
                                                                    std::int64_t after,
                                                                    std::size_t limit);

}  // namespace sarhad::node
