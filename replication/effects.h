#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "replication/repair.h"
#include "replication/snapshot.h"
#include "replication/stream_sender.h"
#include "wire/messages.h"
#include "wire/transport.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sarhad::replication {

/// Of a stream: kUp from a node to central, kDown from central to every node. Both count their
/// streams from 1, so that a number alone does not name one.
enum class Direction : std::uint8_t { kUp, kDown };

/// "up" or "down".
[[nodiscard]] constexpr std::string_view word_of(Direction direction) {
    return direction == Direction::kUp ? "up" : "down";
}

/// Hand a frame to the network. It may be lost: the state machines expect it.
struct SendFrame {
    wire::Channel channel{wire::Channel::kControl};
    core::Bytes frame;
};

/// Read rows of an own stream from the store; answer with on_rows(), on_deltas() or
/// on_deltas_gone().
struct LoadRows {
    core::StreamId stream{0};
    LoadRequest request{};
};

/// Node: store a verified delta and its position in one transaction; answer with on_applied().
struct ApplyDelta {
    wire::DeltaBody body;
    core::Bytes verbatim;   ///< The signed Delta as it came, kept as the proof.
    wire::Hash256 chain{};  ///< The stream's chain after it.
};

/// Node: central holds our rows up to `upto`: mark them so that they can be purged. Where `chain`
/// is not ours there, answer with on_outbox_conflict().
struct MarkAcked {
    core::StreamId stream{0};
    core::Epoch epoch{0};
    core::Seq upto{0};
    wire::Hash256 chain{};
};

/// Node: central has less than it acknowledged (it was restored from a backup): acked rows that
/// are still kept become pending again. Where `chain`, central's, is not ours at `to`, or rows
/// after it are gone, answer with on_outbox_conflict().
struct RewindOutbox {
    core::StreamId stream{0};
    core::Seq to{0};
    wire::Hash256 chain{};
};

/// Central: store rows and the producer's position in one transaction; answer with on_stored().
struct StoreRows {
    core::NodeId node{0};
    wire::UpBatch batch;            ///< Only the rows that are new.
    wire::StreamPosition position;  ///< Of the producer's stream after them.
};

/// Central: `node` has applied and committed a stream up to here.
struct RecordApplied {
    core::NodeId node{0};
    wire::StreamPosition position;
    wire::Hash256 root{};
};

/// Central: the node had said that it stopped sending one of its streams, and sends it again.
struct Resumed {
    core::NodeId node{0};
    core::StreamId stream{0};
};

/// Reason of the Quarantine of an upward stream that the node itself has stopped: its own status
/// says why. One text for all: a node's words are not kept here.
inline constexpr std::string_view kStoppedByNode = "the node has stopped sending it";

/// Node: a trust document came, as an encoded wire::SignedDocument that nobody has looked into.
struct TakeDocument {
    core::Bytes document;
};

/// The link is of no use as it is (no WELCOME, silence): close it and dial again.
struct ResetLink {};

/// Two contents under one number, or a position that cannot be: nothing of this stream moves until
/// a person has looked.
struct Quarantine {
    core::NodeId node{0};
    Direction direction{Direction::kUp};
    core::StreamId stream{0};
    std::string reason;
};

using NodeEffect = std::variant<SendFrame,
                                LoadRows,
                                ApplyDelta,
                                MarkAcked,
                                RewindOutbox,
                                TakeDocument,
                                ResetLink,
                                Quarantine,
                                Diverged,
                                CountList,
                                ReadBuckets,
                                PutRepaired,
                                TakeAgain,
                                PlanSnapshot,
                                KeepChunks,
                                InstallSnapshot>;
using CentralEffect = std::variant<SendFrame,
                                   LoadRows,
                                   StoreRows,
                                   RecordApplied,
                                   Quarantine,
                                   Resumed,
                                   AnswerRecon,
                                   NodeDiverged,
                                   NodeRepaired,
                                   AnswerManifest,
                                   LoadChunks>;

}  // namespace sarhad::replication
