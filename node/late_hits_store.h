#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "facts/late_hit.h"
#include "node/lists_store.h"
#include "node/outbox_row.h"
#include "node/records_store.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/query_source.h"
#include "wire/record_seal.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::node {

inline constexpr std::string_view kLateHitTable = "late_hit";

/// An entry that those who passed have to be screened against again. Life: written in the
/// transaction that stores the entry; gone in the one that stores what it led to.
struct DueEntry {
    core::StreamId stream{0};
    std::string id;
    std::uint64_t edition{0};  ///< That brought the entry as it is.
    std::int64_t after{0};     ///< Crossings up to this number are done.
    core::Bytes sealed;        ///< By RecordSeal under (kListEntryTable, entry_place()).
};

/// The first `limit` of the stream's due entries of at most `edition` that are not done up to
/// `done`; by id.
[[nodiscard]] core::Result<std::vector<DueEntry>> read_due(store::QuerySource from,
                                                           const ListState& in_force,
                                                           std::int64_t done,
                                                           std::size_t limit);
[[nodiscard]] core::Result<std::uint64_t> count_due(store::QuerySource from);
/// Crossings that were decided on data that was not fresh, and are not settled.
[[nodiscard]] core::Result<std::uint64_t> count_on_old_data(store::QuerySource from);
/// The number before the first crossing screened at `since` or later; the last one's where there
/// is none.
[[nodiscard]] core::Result<std::int64_t> read_number_before(store::QuerySource from,
                                                            core::WallTime since);
/// Those of these crossings that are still held.
[[nodiscard]] core::Result<std::vector<StoredCrossing>> read_numbered(
    store::QuerySource from, const std::vector<std::int64_t>& numbers);

/// A late hit as it is stored.
struct StoredLateHit {
    std::int64_t number{0};
    std::array<std::uint8_t, 16> id{};
    core::Bytes sealed;  ///< A facts::LateHit, under (kLateHitTable, id).
};
/// The newest `limit` of those numbered below `before`, newest first; without discreet ones.
[[nodiscard]] core::Result<std::vector<StoredLateHit>> read_late_hits(store::QuerySource from,
                                                                      std::int64_t before,
                                                                      std::size_t limit);

/// The late hit of that id; nothing where it is not here, or discreet.
[[nodiscard]] core::Result<std::optional<StoredLateHit>> read_late_hit(
    store::QuerySource from, const std::array<std::uint8_t, 16>& id);

/// A late hit with its row for central.
struct LateHitRecord {
    facts::LateHit late;
    core::Bytes sealed;
    UpwardRow row;
};
/// Of the same crossing and entry: each tier has its own.
[[nodiscard]] std::array<std::uint8_t, 16> late_hit_id(const CrossingId& crossing,
                                                       const facts::Hit& hit,
                                                       facts::Tier tier);

/// What was found among those who had passed. Thread: store. Everything outlives it.
class LateHitsStore {
public:
    LateHitsStore(store::Database& database, store::Outbox& outbox)
        : database_{database}, outbox_{outbox} {}

    /// kRepeat where the crossing has a late hit of the entry that is as strong, or is erased:
    /// nothing is done.
    [[nodiscard]] core::Result<Recorded> put(store::Transaction& transaction,
                                             const LateHitRecord& record);
    /// The entry is done up to crossing `done`, or altogether. One that changed meanwhile stays
    /// due. In the open transaction.
    [[nodiscard]] core::Status note_done(const DueEntry& entry, std::int64_t done);
    [[nodiscard]] core::Status remove(const DueEntry& entry);
    /// Those up to crossing `upto` have been screened against all that came since.
    [[nodiscard]] core::Status forget_old_data(std::int64_t upto);
    /// Without discreet ones: the port's people see this number.
    [[nodiscard]] core::Result<std::uint64_t> count();

private:
    [[nodiscard]] core::Result<bool> has(const std::array<std::uint8_t, 16>& id);

    store::Database& database_;
    store::Outbox& outbox_;
};

}  // namespace sarhad::node
