#pragma once

#include "core/result.h"
#include "facts/message.h"
#include "node/records_store.h"
#include "screening/matched_before.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::node {

/// The feed of bookings, and that of officers; "api" and "mrz" are the others.
inline constexpr std::string_view kBookingFeed = "pnr";
inline constexpr std::string_view kDeskFeed = "desk";
[[nodiscard]] std::string_view feed_of(const facts::Message& message);
[[nodiscard]] std::string_view feed_of(const facts::Crossing& crossing);

/// A traveller of a message with what other feeds told of him.
struct MergedTraveller {
    facts::Traveller traveller;  ///< The message's own values, and what it leaves out.
    std::optional<facts::Booking> booking;
    std::optional<facts::CashDeclaration> cash{};
    std::vector<facts::FeedDifference> differences;
    std::vector<std::string> feeds;       ///< As facts::Crossing::feeds.
    std::vector<facts::Feed> arrived;     ///< The same, for rules.
    std::optional<CrossingId> passage{};  ///< Of what was told before; none: nothing was.
    /// What lists said of him when another feed told of him; null for none.
    std::shared_ptr<const screening::MatchedBefore> matched{};
};

/// One of `message` of whom nothing else was told. Pure.
[[nodiscard]] MergedTraveller merge_one(const facts::Message& message, std::size_t place);
/// Everybody of `message`, in its order, held against `told` of the same journey: of other feeds
/// for what they add, of its own for whose passage it is. Pure.
[[nodiscard]] std::vector<MergedTraveller> merge(const facts::Message& message,
                                                 const std::vector<const facts::Crossing*>& told);

}  // namespace sarhad::node
