#pragma once

#include "central/enrolment_store.h"
#include "central/values.h"
#include "core/clock.h"
#include "core/ids.h"
#include "facts/erasure.h"
#include "wire/hash.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Records that are erased for good, and the chains that hold without them.
namespace sarhad::central {

/// An order to erase what is known of a crossing. It names nobody.
struct ErasureRow {
    std::int64_t number{0};
    AlertId crossing{};
    std::string policy;  ///< facts::is_policy().
    std::string why;     ///< One line, no personal data.
    core::WallTime asked_at;
    Speaker asker;
    std::optional<core::WallTime> erased_at{};  ///< None: a second person must agree.
    std::optional<Speaker> approver{};          ///< Him; from `erased_at` on.
    std::uint64_t rows{0};                      ///< Of ports, that lost their bodies here.
};

/// Where an alert stands in its stream.
struct AlertPlace {
    wire::StreamPosition position;  ///< After it.
    wire::Hash256 prev{};
};

/// An erasure and the deltas that tell the ports.
struct NewErasure {
    ErasureRow row;  ///< With `erased_at` and `approver`; number 0: it is not known here yet.
    std::optional<NewDelta> alert{};  ///< In the place of the alert's.
    StreamHead head;                  ///< Of the desk stream after it.
    NewDelta delta;
};

/// Some rows of a node's chain, walked.
struct ChainAsked {
    core::NodeId node{0};
    core::StreamId stream{0};
    core::Seq after{0};    ///< 0: from where it can be walked.
    wire::Hash256 hash{};  ///< The chain at `after`, as the piece before told.
};

/// Rows that an erasure took the bodies of.
struct ErasedRows {
    facts::Erasure erasure;
    std::uint64_t rows{0};
};

/// What was walked: rows up to `upto`, each following the one before, or why they do not.
struct ChainPiece {
    core::Epoch epoch{0};
    core::Seq first{0};  ///< Where the chain begins here; rows before it have no digest.
    core::Seq upto{0};
    core::Seq held{0};  ///< Its last row.
    wire::Hash256 hash{};
    std::uint64_t rows{0};
    std::vector<ErasedRows> erased;
    std::string fault;  ///< Why it is not whole; empty: it is, up to `upto`.
    [[nodiscard]] bool is_end() const { return upto == held || !fault.empty(); }
};

inline constexpr std::size_t kChainRowsMax = 20'000;  ///< In one piece.
inline constexpr std::size_t kErasuresMax = 20'000;   ///< Orders; central refuses more.
inline constexpr std::size_t kErasuresShownMax = 200;

}  // namespace sarhad::central
