#pragma once

#include "core/result.h"
#include "facts/message.h"
#include "node/records_store.h"
#include "store/query_source.h"
#include "wire/record_seal.h"

#include <optional>
#include <string>
#include <vector>

namespace sarhad::node {

/// Records of a journey that a new message's travellers are held against; the newest. Twice the
/// largest aircraft's, in several feeds.
inline constexpr std::size_t kToldReadMax = 4'000;

/// What other messages told at this port of the journey's travellers, the oldest first. A damaged
/// row is left out: it must not keep who arrives from being screened. Thread: store.
[[nodiscard]] core::Result<std::vector<facts::Crossing>> read_told(store::QuerySource from,
                                                                   const wire::RecordSeal& seal,
                                                                   const facts::JourneyId& journey);

/// A traveller of a message with what other feeds told of him.
struct MergedTraveller {
    facts::Traveller traveller;  ///< The message's own values, and what it leaves out.
    std::optional<facts::Booking> booking;
    std::vector<facts::FeedDifference> differences;
    std::vector<std::string> feeds;       ///< As facts::Crossing::feeds.
    std::vector<facts::Feed> arrived;     ///< The same, for rules.
    std::optional<CrossingId> passage{};  ///< Of what was told before; none: nothing was.
};

/// One of `message` of whom nothing else was told. Pure.
[[nodiscard]] MergedTraveller merge_one(const facts::Message& message, std::size_t place);
/// Everybody of `message`, in its order, held against `told` of the same journey. Pure.
[[nodiscard]] std::vector<MergedTraveller> merge(const facts::Message& message,
                                                 const std::vector<facts::Crossing>& told);

}  // namespace sarhad::node
