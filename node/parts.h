#pragma once

#include "core/clock.h"
#include "core/executor.h"
#include "core/files.h"
#include "core/ids.h"
#include "core/log.h"
#include "core/random.h"
#include "core/scheduler.h"
#include "node/eraser.h"
#include "replication/credit.h"
#include "screening/screen.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/query_source.h"
#include "wire/keyring.h"
#include "wire/secret.h"
#include "wire/transport.h"
#include "wire/trust.h"
#include "wire/trust_documents.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace sarhad::node {

class TrustKeeper;

/// What a node stands on; all of it outlives the node. `executor` and `scheduler` run no task of a
/// node once it is gone: stop them first, or let them drop what they hold.
struct NodeParts {
    core::Clock& clock;
    core::Scheduler& scheduler;
    core::Executor& executor;
    core::Random& random;  ///< Used from the loop and the match threads.
    core::Files& files;
    wire::NodeTransport& transport;
    core::Log& log;
    store::Database& database;  ///< Opened with migrations().
    /// Of the same file, for pages; the read lane's own. Null where no reader can stand beside the
    /// writer (a VFS without shared memory): the store lane reads them then.
    store::Reader* reader{nullptr};
    /// Set by the node itself; null where the country has signed no root.
    const TrustKeeper* trust_keeper{nullptr};

    /// What has been proved of the time, by which orders and lookouts begin and end; the machine's
    /// clock where nobody proves any. Thread: any one.
    [[nodiscard]] core::WallTime proved_time() const;
};

/// Where pages and whole lists are read.
struct Pages {
    core::Lane lane{core::Lane::kStore};
    store::QuerySource source;
};
/// Of these parts: beside the writer wherever that can be.
[[nodiscard]] inline Pages pages_of(const NodeParts& parts) {
    return parts.reader != nullptr ? Pages{core::Lane::kRead, store::QuerySource{*parts.reader}}
                                   : Pages{core::Lane::kStore, store::QuerySource{parts.database}};
}

/// A node's own keys, and whom it believes.
struct NodeKeys {
    wire::SigningKey sign;
    wire::PublicKey central_seal{};  ///< Outbox rows are sealed to it, until a root names one.
    wire::TrustStore trust;
    wire::Secret store_key{32};    ///< Seals the records at rest.
    wire::Secret subject_key{32};  ///< The same at every node.
    /// The country's root as it came with the keys; none: `trust` is all, and does not age.
    std::optional<wire::SignedDocument> root{};
};

/// What the site decides.
struct NodeSettings {
    core::NodeId id{0};
    core::PortId port{""};
    std::string port_kind{};            ///< As rules name it: AIR SEA LAND RAIL POST; "": not told.
    std::string spool_folder{};         ///< Without a slash at its end.
    std::string trust_versions_file{};  ///< Beside the database.
    std::string lists_folder{};  ///< Of the list index at rest; the same, and this node's alone.
    core::Duration scan_every{std::chrono::milliseconds{200}};
    core::Duration ping_every{std::chrono::seconds{10}};
    core::Duration lists_checked_every{std::chrono::hours{24}};  ///< Row by row.
    /// Bytes that central may have on their way here by bulk.
    std::uint32_t bulk_credit{replication::GivenCredit::kGrantedMax};
    /// A list of which nothing is here comes whole where it has so many deltas: fewer cost no more.
    core::Seq snapshot_from{8};
    core::Duration spool_kept{0};  ///< Of files in done/; intake::kRawKept at most; 0: none stays.
    store::Retention outbox_kept{};
    screening::SitePolicy policy{};
    wire::CentralPlace central{};  ///< Where it is looked for first.
    /// A place of central's that gives no session for so long is left for the next of the root's.
    core::Duration central_patience{std::chrono::minutes{1}};
    wire::PublicKey link{};       ///< Public half of the link key: it may be revoked by itself.
    ErasePlan erase{};            ///< What goes once the node is revoked.
    std::string ledger_folder{};  ///< What stays: numbers that were given while it was erased.
};

}  // namespace sarhad::node
