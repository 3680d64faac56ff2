#pragma once

#include "central/store.h"
#include "core/published.h"
#include "core/random.h"
#include "replication/effects.h"
#include "wire/keyring.h"
#include "wire/row_seal.h"
#include "wire/sealed_alert.h"
#include "wire/trust.h"

#include <map>
#include <string>
#include <vector>

namespace sarhad::central {

/// Key epochs whose place is remembered: 4,096 rows each, some for every node.
inline constexpr std::size_t kKeyEpochsMax = 4096;
/// Bytes of a signed report that an alert still carries within one frame.
inline constexpr std::size_t kReportBytesMax = 56'000;

/// A hit that raises no alert: nobody but its port has the list, or so many have that it cannot be
/// sealed to them.
struct QuietHit {
    AlertId crossing{};
    std::string why;
};

/// What a batch became.
struct Collected {
    wire::StreamPosition position;  ///< The node's, now durable.
    std::uint64_t rows{0};
    std::vector<AlertRow> alerts;  ///< Raised by it.
    std::vector<replication::PublishedDelta> alert_deltas;
    wire::StreamPosition alert_head;  ///< Seq 0 where none was raised.
    std::vector<facts::AlertAcknowledgement> acknowledgements;
    std::vector<facts::KnownPair> pairs;
    std::vector<QuietHit> quiet_hits;
    std::vector<facts::GoAhead> go_aheads;       ///< What supervisors signed there on old data.
    std::vector<facts::PortRules> port_rules{};  ///< What differs there from the published rules.
};

/// Lists that some port may know nothing of, by name, and the ports that have each, by rising node.
using ClosedLists = std::map<std::string, std::vector<wire::AlertReader>>;

/// Opens the rows that a node sent, verifies what they say, raises alerts, and stores all of it in
/// one transaction. Thread: store. Everything outlives it.
class Collector {
public:
    /// `alert_head`: where the alert stream's log ends. `keys`: the opening keys, current first.
    Collector(CentralStore& store,
              std::vector<wire::BoxKey> keys,
              const wire::SigningKey& alert_key,
              const core::Published<wire::TrustStore>& trust,
              const core::Published<ClosedLists>& closed,
              core::Random& random,
              const wire::StreamPosition& alert_head);

    /// kCorrupt or kUnauthenticated: rows that do not open, are no records, or a report that the
    /// node did not sign; kConflict: they do not follow what is stored; else as the store says.
    [[nodiscard]] core::Result<Collected> collect(const replication::StoreRows& batch,
                                                  const core::PortId& port,
                                                  core::WallTime now);

private:
    [[nodiscard]] core::Status learn_seeds(const replication::StoreRows& batch);
    [[nodiscard]] core::Status read_row(RowBatch& rows, OpenedRow& row);
    [[nodiscard]] core::Status read_crossing(RowBatch& rows, OpenedRow& row);
    [[nodiscard]] core::Status read_cargo(RowBatch& rows, OpenedRow& row);
    [[nodiscard]] core::Status read_report(RowBatch& rows, OpenedRow& row);
    [[nodiscard]] core::Status read_acknowledgement(RowBatch& rows, const OpenedRow& row);
    [[nodiscard]] core::Status read_port_rules(const RowBatch& rows, OpenedRow& row);
    [[nodiscard]] core::Status read_desk(RowBatch& rows, OpenedRow& row);
    [[nodiscard]] core::Status read_statement(const RowBatch& rows, const OpenedRow& row) const;
    [[nodiscard]] core::Result<wire::Op> op_of(const facts::Alert& alert,
                                               const facts::Crossing& crossing);
    [[nodiscard]] core::Status raise(RowBatch& rows,
                                     facts::Alert alert,
                                     const facts::Crossing& crossing);
    [[nodiscard]] static bool is_raised_here(const RowBatch& rows, const AlertId& id);

    CentralStore& store_;
    wire::RowOpener opener_;
    const wire::SigningKey& alert_key_;
    const core::Published<wire::TrustStore>& trust_;
    const core::Published<ClosedLists>& closed_;
    core::Random& random_;              ///< For the keys of sealed alerts.
    wire::StreamPosition alert_head_;   ///< Durable.
    core::PortId port_{""};             ///< Of the batch at hand.
    std::vector<QuietHit> quiet_hits_;  ///< Of it too.
    std::vector<facts::GoAhead> go_aheads_;
    std::vector<facts::PortRules> port_rules_;
};

}  // namespace sarhad::central
