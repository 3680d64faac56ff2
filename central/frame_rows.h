#pragma once

#include "central/values.h"
#include "core/clock.h"
#include "core/result.h"
#include "facts/inspection.h"
#include "store/database.h"
#include "store/query_source.h"
#include "wire/record_seal.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// What frames of crossings are made of: central's rows, taken by segments. docs/decisions/0027.
namespace sarhad::central {

/// Rows of a segment. A segment that grows is made anew with each pass, so a small one costs less;
/// a block of so many frames still has its columns.
inline constexpr std::uint64_t kSegmentRows = 2'048;
/// How long it is known which record of a traveller's journey was the last one so far: an expected
/// journey is told some days before.
inline constexpr core::Duration kPassageKept = std::chrono::hours{24 * 30};
/// Passages that are forgotten in one go.
inline constexpr std::int64_t kPassagesForgottenMax = 2'000;

/// Rows number * kSegmentRows + 1 and on of a node's crossings.
struct FrameSegment {
    core::NodeId node{0};
    core::Epoch epoch{0};
    std::uint64_t number{0};
    friend auto operator<=>(const FrameSegment&, const FrameSegment&) = default;
};
/// Where the row stands.
[[nodiscard]] inline std::uint64_t segment_number(core::Seq seq) {
    return (seq.value() - 1) / kSegmentRows;
}

/// A segment whose frames are to be made anew.
struct FrameDue {
    std::int64_t mark{0};  ///< Another one where something came to it since.
    FrameSegment segment;
};
/// The last row of a node's crossings.
struct FrameTail {
    core::NodeId node{0};
    core::Epoch epoch{0};
    core::Seq last{0};
};
/// A crossing that counts: not erased, no other record of the same journey stands for it, and no
/// later list left him out.
struct FrameRow {
    core::Bytes crossing;  ///< A facts::Crossing; empty where the row cannot be opened.
    /// Told last of this record, or of one that it stands for, by the node that made that record.
    std::optional<facts::Inspection> inspection{};
};

/// Reads them. Errors: the store's. Thread: that of the source.
class FrameRows final {
public:
    /// Both outlive this.
    FrameRows(store::QuerySource from, const wire::RecordSeal& seal) : from_{from}, seal_{seal} {}

    /// Those of erased crossings first, then the longest marked.
    [[nodiscard]] core::Result<std::vector<FrameDue>> due(std::size_t limit);
    [[nodiscard]] core::Result<std::uint64_t> due_count();
    [[nodiscard]] core::Result<std::vector<FrameRow>> rows(const FrameSegment& segment);
    /// Of every node and epoch.
    [[nodiscard]] core::Result<std::vector<FrameTail>> tails();

private:
    store::QuerySource from_;
    const wire::RecordSeal& seal_;
};

/// Keeps in step what is due. Thread: store. Both outlive it.
class FrameMarks final {
public:
    FrameMarks(store::Database& database, const wire::RecordSeal& seal)
        : database_{database}, seal_{seal} {}

    // Within the caller's transaction.
    /// What came of crossings, inspections and lists: their segments are due.
    [[nodiscard]] core::Status add(const RowBatch& batch);
    /// Before its rows are erased, which tell its passage: it will be in no frame any more.
    [[nodiscard]] core::Status erase(const AlertId& crossing);

    // Transactions of their own.
    [[nodiscard]] core::Status want(const std::vector<FrameSegment>& segments);
    /// They are made, unless something came since; and passages of before go, some at a time.
    [[nodiscard]] core::Status done(const std::vector<FrameDue>& made,
                                    core::WallTime passages_before);

private:
    /// A record of a journey. The highest stands for all.
    struct Place {
        bool is_desk{false};  ///< Who stood at a desk was there; a list only tells of him.
        std::int64_t at{0};
        FrameSegment segment;
        core::Seq seq{0};
        friend auto operator<=>(const Place&, const Place&) = default;
    };
    enum class Urgency : std::uint8_t { kUsual, kAtOnce };
    [[nodiscard]] core::Status mark(const FrameSegment& segment, Urgency urgency = Urgency::kUsual);
    [[nodiscard]] core::Status mark_crossing(const AlertId& crossing,
                                             Urgency urgency = Urgency::kUsual);
    [[nodiscard]] core::Status put_passage(const OpenedRow& row, const Place& place);
    [[nodiscard]] core::Status supersede(const Place& other, const Place& standing);
    [[nodiscard]] core::Status forget_passage(const AlertId& crossing);
    [[nodiscard]] core::Status leave_out(core::NodeId node, const AlertId& crossing);
    [[nodiscard]] core::Status uncount(const Place& record);
    [[nodiscard]] core::Status put_inspection(const facts::Inspection& said);

    store::Database& database_;
    const wire::RecordSeal& seal_;
};

}  // namespace sarhad::central
