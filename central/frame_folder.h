#pragma once

#include "central/frame_rows.h"
#include "core/files.h"
#include "rules/engine/fact_layout.h"
#include "rules/engine/frame_builder.h"
#include "rules/frames/frame_store.h"
#include "rules/frames/section_guard.h"
#include "rules/schema/fact_schema.h"
#include "trial/rule_trials.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::central {

/// No frame is older; months that began before are thrown away.
inline constexpr core::Duration kFramesKept = std::chrono::hours{24 * 400};

/// What became of a segment's rows.
struct SegmentMade {
    std::uint64_t frames{0};
    std::uint64_t without{0};  ///< Crossings of software that recorded no frame, or too large ones.
    std::uint64_t unread{0};   ///< Damaged, or of a time that no file is for.
};

/// The frames of all ports in files, a folder a segment: "12-1-3", node, epoch and number. A
/// segment is made of its rows and nothing else, so one that is lost or only begun is made again.
/// Thread: one at a time (build). Everything outlives it.
class FrameFolder final {
public:
    /// `folder`: without a slash at its end; this's alone.
    FrameFolder(core::Files& files, std::string folder, const rules::frames::SectionGuard& guard);

    /// Segments that are not here, or that may be other than the store's rows: the last one of each
    /// node and epoch, and those beyond. For a start. Errors of the disk.
    [[nodiscard]] core::Result<std::vector<FrameSegment>> wanted(
        const std::vector<FrameTail>& tails);
    /// In place of what was there. Errors of the disk.
    [[nodiscard]] core::Result<SegmentMade> make(const FrameSegment& segment,
                                                 const std::vector<FrameRow>& rows,
                                                 core::WallTime now);
    /// Throws away what kFramesKept does not keep. Errors of the disk.
    [[nodiscard]] core::Status drop_old(core::WallTime now);
    /// The files of a kind whose months have one of these days (since 1970); damaged ones, and
    /// those of another version or key, are left out. Errors of the disk.
    [[nodiscard]] core::Result<trial::TrialFiles> files(rules::RuleKind kind,
                                                        std::int64_t first_day,
                                                        std::int64_t last_day);
    /// The segment that a file of files() is of; none for another path.
    [[nodiscard]] std::optional<FrameSegment> segment_of(std::string_view path) const;

    [[nodiscard]] core::Files& disk() { return files_; }
    [[nodiscard]] const rules::frames::SectionGuard& guard() const { return guard_; }
    [[nodiscard]] const rules::FactSchema& schema() const { return schema_; }
    [[nodiscard]] const rules::engine::FactLayouts& layouts() const { return layouts_; }

private:
    [[nodiscard]] core::Result<std::vector<FrameSegment>> segments();
    [[nodiscard]] std::string path(const FrameSegment& segment) const;
    [[nodiscard]] core::Status add(const FrameRow& row,
                                   core::WallTime now,
                                   rules::frames::FrameWriter& writer,
                                   SegmentMade& made);
    [[nodiscard]] core::Status put_in_place(const std::string& from, const std::string& to);

    core::Files& files_;
    std::string folder_;
    const rules::frames::SectionGuard& guard_;
    rules::FactSchema schema_;
    rules::engine::FactLayouts layouts_{schema_};
    rules::engine::FrameBuilder builder_{layouts_.of(rules::RuleKind::kTraveller)};
};

}  // namespace sarhad::central
