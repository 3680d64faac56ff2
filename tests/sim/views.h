#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/ids.h"
#include "wire/hash.h"
#include "wire/trust_documents.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// What is on the disks, read from a copy of each as a power failure at this moment would leave it,
/// with SQL of the simulator's own: no code that is under test reads it.
namespace sarhad::sim {

using CrossingId = std::array<std::uint8_t, 16>;
using JourneyId = std::array<std::uint8_t, 16>;

/// A stream's position and its chain there.
struct Mark {
    core::Epoch epoch{1};
    core::Seq seq{0};
    wire::Hash256 chain{};
    friend bool operator==(const Mark&, const Mark&) = default;
};

struct OutboxView {
    core::Seq acked{0};
    core::Seq tail{0};
    std::vector<core::Seq> rows;                ///< Rising.
    std::map<core::Seq, wire::Hash256> chains;  ///< Chain after each row that is there.
};

struct ListView {
    std::uint64_t edition{0};
    wire::Hash256 root{};                     ///< As the node itself stored it.
    std::map<std::string, core::Bytes> rows;  ///< Hash of each row's body, by its id.
};

/// A journey that a port expects, and whom it has on record of it by central's word.
struct ExpectedView {
    std::uint64_t version{0};
    bool is_cancelled{false};
    bool is_due{false};         ///< Its travellers wait to be screened.
    std::int64_t gone_at{0};    ///< Microseconds.
    std::uint64_t kept{0};      ///< Crossings that are not erased.
    std::uint64_t reported{0};  ///< Of them, those of which central is told.
};

/// A journey as central has it.
struct ToldView {
    std::uint64_t version{0};
    wire::Hash256 digest{};  ///< Of the carrier's list; of one that was cancelled by a word zero.
    bool is_cancelled{false};
    std::int64_t gone_at{0};
    std::map<core::NodeId, std::uint64_t> sent;  ///< The version in each node's stream.
};

struct NodeView {
    core::NodeId node{0};
    std::map<wire::Hash256, std::uint64_t> messages;  ///< Taken in: digest, number of travellers.
    std::set<wire::Hash256> refused;
    std::map<CrossingId, std::uint64_t> crossings;      ///< Each with its number of rows.
    std::set<CrossingId> undecided;                     ///< Crossings without a decision.
    std::set<CrossingId> reported;                      ///< Crossings whose hits central must know.
    std::map<wire::Hash256, std::uint64_t> reports_of;  ///< Of those, how many of each message.
    std::map<core::StreamId, OutboxView> outbox;
    std::map<core::StreamId, Mark> applied;
    std::map<core::StreamId, core::Seq> staged;  ///< The last delta that waits for its edition.
    std::map<std::string, ListView> lists;
    std::map<CrossingId, std::uint64_t> alerts;  ///< Each with its number of rows.
    std::set<CrossingId> acknowledged;           ///< Alerts that its officers acknowledged.
    std::map<JourneyId, ExpectedView> expected;
    /// What it holds of the centre's counters: of each holder the ports with their newest days.
    std::multiset<std::string> counted;
    std::set<std::string> spool_files;  ///< Names in incoming/, working/ and refused/.
    /// Streams that it shows as stopped, by direction, while it runs.
    std::set<core::StreamId> stopped_up;
    std::set<core::StreamId> stopped_down;
    std::vector<wire::SignedDocument> trust;  ///< That hold, the root first; none without one.
    std::optional<bool> is_fresh;             ///< As it shows, while it runs and has a root.
    std::optional<core::WallTime> as_of;      ///< Of the tick that it shows, likewise.
    std::set<core::StreamId> diverged;        ///< Lists that it shows as being repaired, likewise.
};

struct CentralView {
    using Producer = std::pair<core::NodeId, core::StreamId>;
    std::map<Producer, Mark> held;
    std::map<Producer, std::vector<core::Seq>> rows;                        ///< Rising.
    std::map<core::NodeId, std::map<CrossingId, std::uint64_t>> crossings;  ///< Rows of each.
    std::map<CrossingId, std::uint64_t> alerts;                             ///< Rows of each.
    std::set<std::pair<CrossingId, core::NodeId>> acknowledged;
    std::map<JourneyId, ToldView> told;
    /// As NodeView::counted, counted anew from the crossings that it has counted; none while ports
    /// are still to be told of somebody.
    std::optional<std::multiset<std::string>> counted;
    std::map<core::StreamId, Mark> heads;
    std::map<core::StreamId, std::map<core::Seq, wire::Hash256>> chains;  ///< Of what is published.
    std::set<core::NodeId> cloned;  ///< Whose keys it knows to be in two machines.
    std::set<Producer> stopped_up;  ///< Streams that it shows as stopped, while it runs.
    std::set<Producer> stopped_down;
};

}  // namespace sarhad::sim
