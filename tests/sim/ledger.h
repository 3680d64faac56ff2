#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "wire/keyring.h"
#include "wire/trust.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/views.h"

namespace sarhad::sim {

/// A message that a port has accepted: its file is durable in the spool.
struct AcceptedMessage {
    std::string file;
    wire::Hash256 digest{};
    std::uint64_t travellers{0};
    std::uint64_t listed{0};    ///< Of people whom every edition lists.
    bool is_list_known{false};  ///< The port had an edition when it came.
};

/// A list as its agency signed it.
struct SignedState {
    std::map<std::string, core::Bytes> rows;  ///< Hash of each row's body, by its id.
    core::Bytes root;                         ///< Of `rows`, by the slow oracle.
};

/// A journey that carriers tell central of, and whose ports it touches.
struct ToldJourney {
    std::set<core::NodeId> ports;
    std::map<wire::Hash256, std::uint64_t> lists;  ///< Travellers of each list, by its digest.
    std::uint64_t answered{0};                     ///< The newest version that central owned to.
    core::WallTime gone_at;                        ///< Nobody has it from then on.
};

/// What central had published, and lost since: it was restored from an older backup.
struct LostHistory {
    std::map<core::StreamId, std::map<core::Seq, wire::Hash256>> chains;
    std::map<CrossingId, std::uint64_t> alerts;
};

/// What the world saw with its own eyes: what was accepted, signed, and promised in frames. It
/// knows nothing of what the programs believe.
struct Ledger {
    using Stream = std::pair<core::NodeId, core::StreamId>;

    std::map<core::NodeId, std::vector<AcceptedMessage>> accepted;
    std::map<JourneyId, ToldJourney> told;
    /// Every state that the agency signed: list, edition.
    std::map<std::string, std::map<std::uint64_t, SignedState>> signed_lists;
    /// Lists that belong to one port alone.
    std::map<std::string, core::NodeId> belongs;
    std::map<core::StreamId, core::NodeId> belonging_streams;
    /// A port that central hears no more, and what it held of it when that was so.
    struct Barred {
        int invariant{0};  ///< That says why.
        std::map<CentralView::Producer, Mark> held;
    };
    std::map<core::NodeId, Barred> barred;
    [[nodiscard]] bool is_barred(core::NodeId node) const { return barred.contains(node); }
    /// Ports whose keys are in two machines: what one of them says the other knows nothing of.
    std::set<core::NodeId> cloned;
    std::set<CrossingId> clone_reported;   ///< By the clone: it screens ahead before it is found.
    std::set<wire::Hash256> signed_roots;  ///< Of those states.
    /// Ports whose list rotted on the disk: what it holds may be wrong until they have repaired it.
    std::set<core::NodeId> rotten;
    std::map<Stream, core::Seq> central_promised;  ///< Highest in central's ACKs and WELCOMEs.
    std::map<Stream, core::Seq> node_promised;     ///< Highest in a node's ACKs and HELLOs.
    /// Officers' acknowledgements that a node has answered for.
    std::set<std::pair<core::NodeId, CrossingId>> officers;
    /// Who may sign heads, ticks and compartments.
    std::map<wire::DocumentKind, wire::RoleKeys> time_keys;
    bool is_old_agency_revoked{false};  ///< Central has the word of it.
    bool is_time_true{true};            ///< No clock was set, and central's heads never went back.
    std::set<std::int64_t> ticks;       ///< Times of those that central sent, in microseconds.
    core::WallTime now;                 ///< By every clock where time is true.
    /// Ports that have had all they need to be FRESH for long enough: link, central, themselves.
    std::set<core::NodeId> at_ease;
    std::vector<LostHistory> lost;
    /// Chains after the deltas that the thief of the sequencer's key has signed.
    std::map<core::StreamId, std::set<wire::Hash256>> forged;
};

}  // namespace sarhad::sim
