#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "facts/alert.h"
#include "facts/erasure.h"
#include "node/lists_store.h"
#include "node/positions_store.h"
#include "node/records_store.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/query_source.h"
#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/record_seal.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace sarhad::node {

using AlertId = std::array<std::uint8_t, 16>;

inline constexpr std::string_view kAlertTable = "alert";
inline constexpr std::string_view kAcknowledgementTable = "alert_acknowledgement";

/// An alert as it is stored, newest last.
struct StoredAlert {
    std::int64_t number{0};  ///< The node's own count; rises from 1.
    AlertId id{};
    core::WallTime received_at;
    core::Bytes sealed;                      ///< A facts::Alert, under (kAlertTable, id).
    core::Bytes sealed_acknowledgement;      ///< Empty: nobody here has acknowledged it.
    std::optional<facts::Erasure> erased{};  ///< Then `sealed` is empty.
};

/// What became of an acknowledgement.
struct Acknowledged {
    Recorded recorded{Recorded::kNew};
    facts::AlertAcknowledgement stored;  ///< Where it is a repeat, the first one.
};

/// Totals since the first start.
struct AlertCounts {
    std::uint64_t alerts{0};
    std::uint64_t acknowledged{0};
};

/// What a delta of the alert stream led to.
struct AppliedAlerts {
    wire::StreamPosition position;
    std::vector<facts::Alert> received;  ///< Those that were not here before; no secret ones.
};

/// Whether it warns of a discreet order's person alone. Such an alert is kept, numbered below zero
/// so that no gap tells of it, and shown to nobody here: it is for its owner's desk, at central.
[[nodiscard]] bool is_secret(const facts::Alert& alert);

/// The newest `limit` of those numbered below `before`, of all without it; newest last. Without
/// secret ones.
[[nodiscard]] core::Result<std::vector<StoredAlert>> read_alerts(store::QuerySource from,
                                                                 std::optional<std::int64_t> before,
                                                                 std::size_t limit);

/// This node, as alerts are sealed to it. `key` outlives it.
struct AlertsReader {
    core::NodeId node{0};
    const wire::BoxKey& key;
};

/// Alerts from central and who acknowledged them here. Thread: store. Everything outlives it.
class AlertsStore {
public:
    AlertsStore(store::Database& database,
                store::Outbox& outbox,
                PositionsStore& positions,
                const wire::RecordSeal& seal)
        : database_{database}, outbox_{outbox}, positions_{positions}, seal_{seal} {}

    /// An alert that is sealed, and not to `us`, leaves nothing. Errors as ListsStore::apply().
    [[nodiscard]] core::Result<AppliedAlerts> apply(const wire::DeltaBody& delta,
                                                    const wire::Hash256& chain,
                                                    core::WallTime now,
                                                    PositionCommit commit,
                                                    const AlertsReader& us);
    /// Notes the acknowledgement and appends its row for central, in `transaction`. kRepeat where
    /// it was acknowledged here before: nothing is done. kNotFound where there is no such alert, or
    /// a secret one.
    [[nodiscard]] core::Result<Acknowledged> acknowledge(store::Transaction& transaction,
                                                         const facts::AlertAcknowledgement& given,
                                                         const UpwardRow& row);
    [[nodiscard]] core::Result<AlertCounts> counts();

private:
    [[nodiscard]] core::Result<Recorded> insert(const facts::Alert& alert,
                                                core::ByteView body,
                                                core::WallTime now,
                                                bool is_hidden);

    store::Database& database_;
    store::Outbox& outbox_;
    PositionsStore& positions_;
    const wire::RecordSeal& seal_;
};

}  // namespace sarhad::node
