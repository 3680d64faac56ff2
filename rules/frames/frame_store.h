#pragma once

#include "rules/frames/frame_file.h"
#include "rules/frames/frame_labels.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::rules::frames {

/// Frames of a kind and month, with their inspections by place.
struct LabelledFile {
    FrameFile file;
    std::vector<FrameLabel> labels;
};

/// Of these the inspections whose blocks are not there: the file was cut short.
[[nodiscard]] std::uint64_t lost_labels(const LabelledFile& of);

/// One file of a folder, `size` bytes, with its inspections. kCorrupt: damaged; kInvalid: of
/// another version or guard; errors of the disk.
[[nodiscard]] core::Result<LabelledFile> open_month(core::Files& files,
                                                    const std::string& folder,
                                                    const FrameMonth& month,
                                                    std::uint64_t size,
                                                    const SectionGuard& guard,
                                                    const engine::FactLayouts& layouts);
/// The files of a folder, by kind and month, of `kind` only. Other names are let pass.
[[nodiscard]] core::Result<std::vector<LabelledFile>> open_frames(
    core::Files& files,
    const std::string& folder,
    RuleKind kind,
    const SectionGuard& guard,
    const engine::FactLayouts& layouts);

/// What a FrameWriter has done.
struct FramesWritten {
    std::uint64_t frames{0};
    std::uint64_t there_already{0};  ///< Frames whose entity was there: left as it was.
    std::uint64_t labels{0};
    std::uint64_t unjoined{0};  ///< Inspections of entities that are not there.
    std::uint64_t files{0};     ///< Months that were written.
    // Left out of these, with CutFiles::kDrop.
    std::uint64_t cut_bytes{0};
    std::uint64_t lost_labels{0};
};

/// What becomes of a month that has bytes behind its last whole block, or inspections of blocks
/// that are not there. An altered byte looks so too.
enum class CutFiles : std::uint8_t { kRefuse, kDrop };

/// Adds frames and inspections to a folder. An entity is there once a kind and month: the same
/// frames given again change nothing, so that a run that failed is simply run again. Each file is
/// written all or nothing by commit(), frames before labels, but labels of frames that are lost go
/// first; until then new blocks lie in drafts.
/// One writer a folder.
class FrameWriter final {
public:
    /// All outlive this.
    FrameWriter(core::Files& files,
                std::string folder,
                const SectionGuard& guard,
                const engine::FactLayouts& layouts,
                CutFiles cut_files = CutFiles::kRefuse);
    FrameWriter(const FrameWriter&) = delete;
    FrameWriter& operator=(const FrameWriter&) = delete;
    /// Drafts that were not committed go.
    ~FrameWriter();

    /// kInvalid: a frame before the year 1000, too many or too long hits; kExhausted: frames of
    /// more than kFrameMonthsMax months, more than kFramesWrittenMax frames; kCorrupt: the month is
    /// cut and CutFiles::kRefuse; else as FrameFile::open().
    core::Status add(RuleKind kind,
                     const engine::Frame& frame,
                     const FrameNote& note,
                     const std::optional<Inspection>& inspection);
    /// Of an entity that is there or comes before commit(); a later one takes an earlier one's
    /// place. kExhausted past kFrameLabelsMax.
    core::Status label(RuleKind kind, const Opaque& entity, const Inspection& inspection);
    /// Once, at the end. Errors as add()'s.
    core::Result<FramesWritten> commit();

private:
    struct Month;
    core::Result<Month*> month(const FrameMonth& wanted);
    [[nodiscard]] core::Status check_whole(const Month& month) const;
    core::Status flush(Month& month);
    core::Status join(Month& month);
    core::Status write_frames(Month& month);
    /// The labels of the first `blocks` blocks.
    core::Status write_joined(const Month& month, std::uint32_t blocks);
    [[nodiscard]] std::string path(const FrameMonth& month, std::string_view ending) const;

    core::Files& files_;
    std::string folder_;
    const SectionGuard& guard_;
    const engine::FactLayouts& layouts_;
    CutFiles cut_files_;
    std::map<FrameMonth, std::unique_ptr<Month>> months_;
    std::map<std::pair<RuleKind, Opaque>, Inspection> pending_;
    std::set<std::pair<RuleKind, Opaque>> joined_;
    FramesWritten written_;
};

/// Months that one FrameWriter writes: each holds a block, some 10 MiB.
inline constexpr std::size_t kFrameMonthsMax = 40;
/// New frames of one FrameWriter, whose ids it holds: some 200 bytes each.
inline constexpr std::uint64_t kFramesWrittenMax = 5'000'000;

}  // namespace sarhad::rules::frames
