#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "facts/date.h"
#include "node/lists_store.h"
#include "store/database.h"
#include "store/query_source.h"
#include "watchlists/matcher.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::node {

/// Entries that become due in one go, and more only while fewer are due.
inline constexpr std::size_t kLaterAtOnce = 2'000;

/// Whether somebody whom a list did not tell of under `before` may be told of under `after`, his
/// entry being the same: lower thresholds, other days of its profile.
[[nodiscard]] bool tells_of_more(const watchlists::ListManifest& before,
                                 const watchlists::ListManifest& after);

/// Whether anything that is noted for that day, or a day before, waits.
[[nodiscard]] core::Result<bool> has_later(store::QuerySource from, facts::PartialDate today);

/// What those who passed are to be screened against though no edition brings it: an entry whose
/// order begins on a later day, and all of a list whose thresholds or days changed.
/// Life: noted in the transaction that stores the row; taken, bit by bit, into what is due.
/// Thread: store, in the open transaction. `database` outlives it.
class RescreenLater {
public:
    explicit RescreenLater(store::Database& database) : database_{database} {}

    /// On that day, and no more on another that was noted.
    [[nodiscard]] core::Status note_entry(core::StreamId stream,
                                          const std::string& id,
                                          facts::PartialDate day);
    /// All of it: at once, or on that day, where it is known.
    [[nodiscard]] core::Status note_list(core::StreamId stream, facts::PartialDate day);
    [[nodiscard]] core::Status forget(core::StreamId stream, const std::string& id);
    [[nodiscard]] core::Status forget_list(core::StreamId stream);
    /// Up to kLaterAtOnce entries for today or a day before become due. Their streams.
    [[nodiscard]] core::Result<std::vector<core::StreamId>> take(facts::PartialDate today);

private:
    [[nodiscard]] core::Status take_entries(std::int64_t today,
                                            std::vector<core::StreamId>& streams);
    [[nodiscard]] core::Status take_of_list(std::int64_t today,
                                            std::vector<core::StreamId>& streams);

    store::Database& database_;
};

}  // namespace sarhad::node
