#pragma once

#include "central/cargo.h"
#include "central/port_rules.h"
#include "core/clock.h"
#include "core/ids.h"
#include "facts/alert.h"
#include "facts/erasure.h"
#include "facts/inspection.h"
#include "facts/known_pair.h"
#include "replication/effects.h"
#include "wire/hash.h"
#include "wire/keyring.h"
#include "wire/messages.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What central's store takes and gives: plain values.
namespace sarhad::central {

using AlertId = std::array<std::uint8_t, 16>;  ///< The id of the crossing that it warns of.

/// A node to be added, with the public halves of the keys that it made for itself.
struct NewNode {
    core::PortId port{""};
    wire::PublicKey link{};  ///< CURVE.
    wire::PublicKey sign{};  ///< Ed25519.
};

/// A node that was added, and when central last heard of it.
struct NodeRow {
    core::NodeId id{0};
    core::PortId port{""};
    wire::PublicKey link{};
    wire::PublicKey sign{};
    core::WallTime added_at;
    std::optional<core::WallTime> revoked_at{};  ///< From then on none of its frames counts.
    std::optional<core::WallTime> heard_at{};    ///< The last authenticated contact known durably.
    std::uint64_t outbox{0};                     ///< Rows that waited there, as of `heard_at`.
    // What it says of itself once it is revoked; whoever has its keys can say it.
    std::optional<core::WallTime> erasing_at{};  ///< By central's clock, as the next.
    std::optional<core::WallTime> erased_at{};
    std::uint64_t lost_rows{0};   ///< Of its outbox, gone with it.
    std::uint64_t lost_files{0};  ///< Carriers' files, the same.
};

/// What a revoked node told of its erasing.
struct Erasure {
    core::NodeId node{0};
    wire::EraseStage stage{wire::EraseStage::kErasing};
    core::WallTime at;
    std::uint64_t rows{0};
    std::uint64_t files{0};
};

/// A revoked node, for whoever keeps the door.
struct RevokedCaller {
    core::NodeId node{0};
    wire::PublicKey link{};
    bool is_let_in{false};  ///< To be shown the proof that it is revoked, and for nothing else.
};

/// An authenticated frame of a node came.
struct Contact {
    core::NodeId node{0};
    core::WallTime at;
    std::uint64_t outbox{0};  ///< Rows that wait there.
};

/// What central holds of one stream of a node's outbox.
struct HeldPosition {
    core::NodeId node{0};
    wire::StreamPosition position;
};

/// A row of a node's outbox, opened.
struct OpenedRow {
    core::Seq seq{0};
    core::WallTime created;
    core::Bytes id;    ///< Of the crossing that it is, or tells of; else empty.
    core::Bytes body;  ///< As the node wrote it; the store seals it at rest.
    std::uint32_t key_epoch{0};
    std::uint32_t key_index{0};
    wire::Hash256 digest{};  ///< Of the row as the node sealed it: what the chain hashes.
    std::array<std::uint8_t, 16> passage{};  ///< Crossing::passage of a crossing; else zeros.
    bool is_desk{false};                     ///< A crossing that an officer entered.
};

/// A delta ready to be appended to the log of its stream.
struct NewDelta {
    wire::StreamPosition position;  ///< After it.
    wire::Hash256 prev{};           ///< Chain hash before it.
    core::Bytes delta;              ///< An encoded wire::Delta, as every node gets it.
};

/// An alert and the delta that tells the nodes of it.
struct NewAlert {
    facts::Alert alert;
    NewDelta delta;
};

/// Rows of one stream of one node, all or none.
struct RowBatch {
    core::NodeId node{0};
    wire::Hash256 prev{};           ///< Chain hash before the first row.
    wire::StreamPosition position;  ///< After the last.
    std::vector<OpenedRow> rows;
    std::vector<NewAlert> alerts;
    std::vector<facts::AlertAcknowledgement> acknowledgements;
    std::vector<facts::KnownPair> pairs;
    std::vector<facts::Inspection> inspections;
    std::vector<AlertId> not_travelling;  ///< Crossings whom a later list of the journey left out.
    core::WallTime at;
    RuleHitsByDay rule_hits{};
    std::vector<CargoTold> cargo{};
};

/// A stream that central publishes: its name, where its log ends, and its list's newest edition.
struct StreamHead {
    std::string name;
    wire::StreamPosition position;
    std::uint64_t edition{0};  ///< 0 for a stream without editions.
    wire::Hash256 root{};
    std::uint64_t entries{0};  ///< Rows of the list, its manifest's not counted.
    core::WallTime published_at;
};

/// When an edition was complete in the log of its stream.
struct EditionMark {
    core::StreamId stream{0};
    std::uint64_t edition{0};
    core::Seq last{0};  ///< The delta that ends it.
    wire::Hash256 root{};
    core::WallTime published_at;
};

/// Where making room goes on: behind a delta of a list, then from a bucket of what editions
/// changed.
struct SweepPlace {
    core::StreamId stream{0};
    core::Seq after{0};
    std::uint32_t bucket{0};
};

/// A piece of the work of making room.
struct SweepOrder {
    SweepPlace from;
    core::WallTime before;  ///< What a port needs that was last here then is kept.
};

/// What a piece of it did.
struct Swept {
    std::optional<SweepPlace> next;  ///< None: all of it is done.
    std::uint64_t deltas{0};         ///< That lost something.
    std::uint64_t bytes{0};          ///< That they lost.
    std::uint64_t changes{0};        ///< Rows of old editions that nobody can ask for any more.
};

/// One change of a list's rows: an empty hash removes.
struct RowChange {
    std::string id;
    std::optional<wire::Hash256> hash;
    core::Seq seq{0};  ///< The delta that brings it.
};

/// The account (uid) by whose word an edition may lose more entries than
/// watchlists::check_shrink() lets go; nobody: such an edition is refused.
using ShrinkLeave = std::optional<std::uint32_t>;

/// An edition that lost that many, and who allowed it.
struct Shrunk {
    std::uint64_t before{0};  ///< Entries of the edition before.
    std::uint32_t by{0};      ///< An account's uid.
};

/// An edition with all its deltas.
struct NewEdition {
    StreamHead head;  ///< After it.
    std::optional<Shrunk> shrunk;
    std::vector<NewDelta> deltas;
    std::vector<RowChange> changes;
};

/// What a node has applied of a stream that central publishes.
struct Applied {
    core::NodeId node{0};
    wire::StreamPosition position;
    wire::Hash256 root{};
    core::WallTime at;
};

/// When a node had an edition in force.
struct AppliedEdition {
    core::NodeId node{0};
    std::uint64_t edition{0};
    core::WallTime at;
};

struct AlertRow {
    core::Seq seq{0};  ///< In the alert stream.
    facts::Alert alert;
    std::uint64_t reached{0};       ///< Nodes, not revoked, that have applied it.
    std::uint64_t acknowledged{0};  ///< Nodes on which an officer has.
    /// Then of `alert` only the id is known, and when it was raised.
    std::optional<facts::Erasure> erased{};
};

/// "Not the same person", as an officer at a port said it: for the list's owner to see.
struct PairRow {
    std::int64_t number{0};  ///< Central's own count of pairs; one that changes keeps its number.
    core::PortId port{""};
    core::WallTime told_at;  ///< When central last heard of it.
    facts::KnownPair pair;   ///< As its owner left it: withdrawn, where he has.
};

/// A pair that its list's owner withdraws, and the delta that tells the nodes.
struct NewWithdrawal {
    facts::PairWithdrawal withdrawal;
    StreamHead head;  ///< Of the desk stream after it.
    NewDelta delta;
};

/// Which pairs are asked for.
struct PairsAsked {
    std::string owner;       ///< "wl/<agency>", or one list "wl/<agency>/<list>"; "" for all.
    std::int64_t before{0};  ///< Only those numbered below; 0: from the newest on.
    std::size_t limit{0};
};

/// An entry of a list.
struct EntryAsked {
    std::string list;
    std::string entry;  ///< Its id.
};

/// What a port had in force at a moment.
struct StateAsked {
    core::PortId port{""};
    core::WallTime at;
    std::optional<EntryAsked> entry{};  ///< And whether it was on its list then.
};

/// What central holds of one stream, counted row by row.
struct HeldRows {
    core::NodeId node{0};
    wire::StreamPosition position;
    std::uint64_t rows{0};
};

/// A stream of a node that nothing moves on until a person has looked.
struct QuarantineRow {
    core::NodeId node{0};
    replication::Direction direction{replication::Direction::kUp};
    core::StreamId stream{0};
    std::string reason;
    core::WallTime at;
};

/// A quarantine that a person lifted.
struct ReleaseRow {
    QuarantineRow quarantine;
    std::string officer;
    std::string why;
    core::WallTime at;
};

}  // namespace sarhad::central
