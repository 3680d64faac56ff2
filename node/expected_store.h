#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "facts/expected.h"
#include "intake/journey_roster.h"
#include "node/lists_store.h"
#include "node/positions_store.h"
#include "store/database.h"
#include "store/query_source.h"
#include "wire/expected.h"
#include "wire/keyring.h"
#include "wire/record_seal.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace sarhad::node {

inline constexpr std::string_view kExpectedTable = "expected";
/// Journeys that a port expects at once: a thousand a day for three weeks. Central sends no more.
inline constexpr std::size_t kExpectedJourneysMax = 20'000;

/// A journey as it is stored.
struct StoredJourney {
    facts::JourneyId journey{};
    std::uint64_t version{0};
    bool is_cancelled{false};
    bool is_due{false};  ///< Its travellers wait to be screened.
    core::Bytes sealed;  ///< A facts::ExpectedJourney; empty where it is cancelled.
    /// The journey on which its travellers are on record: lists and bookings of a flight share it.
    facts::JourneyId trip{};
    bool is_booking{false};  ///< It lists bookings: what lists told is not its to take away.
};

/// Up to `limit` journeys behind `after`, or from the first on, in the order of their ids.
[[nodiscard]] core::Result<std::vector<StoredJourney>> read_expected(
    store::QuerySource from, const std::optional<facts::JourneyId>& after, std::size_t limit);
/// None where it is not expected here.
[[nodiscard]] core::Result<std::optional<StoredJourney>> find_expected(
    store::QuerySource from, const facts::JourneyId& journey);
/// Its travellers of whom central was told, but for discreet orders alone.
[[nodiscard]] core::Result<std::uint64_t> count_reported(store::QuerySource from,
                                                         const facts::JourneyId& journey);
/// kCorrupt: it is not what was stored.
[[nodiscard]] core::Result<facts::ExpectedJourney> open_journey(const wire::RecordSeal& seal,
                                                                const StoredJourney& stored);

/// A crossing of a journey's message.
struct JourneyCrossing {
    std::int64_t number{0};
    std::array<std::uint8_t, 16> id{};
    core::Bytes sealed;
    bool is_expected{false};  ///< Screened ahead, by what central told.
    bool is_reported{false};  ///< Central was told of a hit.
    /// By the port's own spool; kNone: of whom only central told.
    intake::Standing standing{intake::Standing::kNone};
};
/// Those of the journey whom central announced; erased ones not. By rising number. Cheap where
/// nobody of it was, however many the spool brought.
[[nodiscard]] core::Result<std::vector<JourneyCrossing>> read_expected_crossings(
    store::QuerySource from, const facts::JourneyId& journey);
/// Those of the journey, whoever told of them; erased ones not. By rising number.
[[nodiscard]] core::Result<std::vector<JourneyCrossing>> read_journey_crossings(
    store::QuerySource from, const facts::JourneyId& journey);

/// Whom the port expects, as central tells it: each journey's newest list, until it is gone.
/// Life of a journey: its pieces come (staged); the last one makes it due, in the transaction of
/// the stream's position; its travellers are screened (screened()), and it is held; a newer list
/// makes it due again, and a cancellation too; at its hour it goes (remove_gone()).
/// Thread: store. Everything outlives it.
class ExpectedStore {
public:
    ExpectedStore(store::Database& database,
                  PositionsStore& positions,
                  const wire::RecordSeal& seal)
        : database_{database}, positions_{positions}, seal_{seal} {}

    /// The delta's piece, and the position after it. `key`: the node's own. A version that is here
    /// already, an older one and one whose hour is past change nothing. kCorrupt: it does not open,
    /// or is no piece. kExhausted: kExpectedJourneysMax are here.
    [[nodiscard]] core::Result<wire::StreamPosition> apply(const wire::DeltaBody& delta,
                                                           const wire::Hash256& chain,
                                                           core::WallTime now,
                                                           PositionCommit commit,
                                                           const wire::BoxKey& key);
    /// The next journey that waits; none where none does.
    [[nodiscard]] core::Result<std::optional<StoredJourney>> next_due();
    /// Its travellers are on record, in the open transaction. kConflict: it is another version now.
    [[nodiscard]] core::Status screened(const StoredJourney& journey);
    [[nodiscard]] core::Result<bool> has_gone(core::WallTime now);
    /// What is past its hour goes, in the open transaction; gives how many journeys there were.
    [[nodiscard]] core::Result<std::uint64_t> remove_gone(core::WallTime now);

private:
    [[nodiscard]] core::Status apply_op(const wire::Op& op,
                                        core::WallTime now,
                                        const wire::BoxKey& key);
    [[nodiscard]] core::Status stage(const wire::ExpectedPiece& piece);
    [[nodiscard]] core::Status unstage(const facts::JourneyId& journey);
    [[nodiscard]] core::Result<std::optional<core::Bytes>> joined(const wire::ExpectedPiece& last);
    [[nodiscard]] core::Status cancel(const wire::ExpectedPiece& last);
    [[nodiscard]] core::Status put(const wire::ExpectedPiece& last,
                                   const facts::ExpectedJourney& journey);

    store::Database& database_;
    PositionsStore& positions_;
    const wire::RecordSeal& seal_;
};

}  // namespace sarhad::node
