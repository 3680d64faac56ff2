#pragma once

#include <cstdint>

namespace sarhad::core {

/// Bugs that the simulator can plant, to prove that its invariants see them: docs/simulation.md.
enum class Plant : std::uint8_t {
    kAckBeforeCommit,   ///< Central acknowledges rows when they arrive, not when they are durable.
    kAcceptGap,         ///< A receiver takes a sequence number that leaves a gap.
    kRepeatIsNew,       ///< A receiver stores a repeated batch again.
    kResumeAfterSent,   ///< A sender resumes after what it sent, not after what was acknowledged.
    kNeverResend,       ///< A sender does not send again what stays unacknowledged.
    kHalfEdition,       ///< A node shows a list's edition before all of it has arrived.
    kPositionApart,     ///< A node commits a delta and its position in two transactions.
    kPurgeUnacked,      ///< The outbox forgets its oldest row before central has it.
    kOldEdition,        ///< A node takes an edition that is not newer than the one in force.
    kUnsignedEdition,   ///< A node takes an edition that its agency did not sign.
    kCreditIgnored,     ///< A sender puts on the line what it has, whatever was granted.
    kForkUnseen,        ///< Nobody compares what a port has applied with what central published.
    kRepairUnchecked,   ///< A node puts in force what central says of a list, whatever was signed.
    kRepairLeavesRows,  ///< A repair leaves rows in a list that its edition does not have.
    kSnapshotUnsigned,  ///< A node puts a list in force that came whole, whoever signed it.
    kChunkUnchecked,    ///< A node keeps a chunk of a list whatever its rows are.
    kOldHead,           ///< A node believes an older head than it has believed before.
    kUnsignedTick,      ///< A node believes a tick that the tick's key did not sign.
    kForeignRow,        ///< Central sends a list, and a node keeps it, whoever it belongs to.
    kUnsignedGrant,     ///< A node takes a compartment that the list's agency did not sign.
    kRevokedHeard,      ///< Central goes on with a node that it has revoked.
    kCloneUnseen,       ///< Central does not look whose process greets with a node's keys.
    kEverFresh,         ///< A node's data stays FRESH however long no tick comes.
    kAgeOfNow,          ///< A node says its data is as of now, not as of the last tick.
    kToldElsewhere,     ///< Central tells every port whom one of them expects.
    kDueForgotten,      ///< A node notes whom it expects as screened before he is.
    kLeftKept,          ///< A node keeps who is on no list of his journey any more.
};

/// False in every program but the simulator, which links a definition of its own.
[[nodiscard]] bool is_planted(Plant bug) noexcept;

}  // namespace sarhad::core
