#include "rules/frames/frame_store.h"

#include "core/text.h"
#include "rules/frames/block_reader.h"

#include <algorithm>

namespace sarhad::rules::frames {
namespace {

using core::cat;
using core::Errc;
using core::Error;

constexpr std::uint64_t kPart = std::uint64_t{4} << 20U;
constexpr std::string_view kEnding = ".frames";

/// The size of a file of the folder; none where it is not there.
core::Result<std::optional<std::uint64_t>> size_of(core::Files& files,
                                                   const std::string& folder,
                                                   std::string_view name) {
    SARHAD_TRY(const auto entries, files.look(folder));
    for (const core::FolderEntry& entry : entries) {
        if (entry.name == name && entry.is_file) {
            return std::optional{entry.size.bytes};
        }
    }
    return std::optional<std::uint64_t>{};
}

core::Result<std::vector<FrameLabel>> read_labels(core::Files& files,
                                                  const std::string& path,
                                                  const std::string& name,
                                                  const SectionGuard& guard) {
    const auto bytes = files.read(path, {kFrameLabelsBytesMax});
    if (!bytes) {
        return bytes.error().code == Errc::kNotFound
                   ? core::Result<std::vector<FrameLabel>>{std::vector<FrameLabel>{}}
                   : bytes.error();
    }
    return parse_labels(name, *bytes, guard);
}

/// Every label is of a frame that is there. Frames are written before their labels.
core::Status check_places(const LabelledFile& of) {
    for (const FrameLabel& label : of.labels) {
        const auto& blocks = of.file.blocks();
        // Of a file that was cut short the labels of what is lost are lost too.
        if (label.place.block < blocks.size() &&
            label.place.row >= blocks[label.place.block].frames) {
            return Error{Errc::kCorrupt,
                         cat(of.file.name(),
                             ".labels: block ",
                             label.place.block,
                             " has no frame ",
                             label.place.row)};
        }
    }
    return {};
}

}  // namespace

std::uint64_t lost_labels(const LabelledFile& of) {
    const std::size_t blocks = of.file.blocks().size();
    return static_cast<std::uint64_t>(
        std::count_if(of.labels.begin(), of.labels.end(), [blocks](const FrameLabel& label) {
            return label.place.block >= blocks;
        }));
}

core::Result<LabelledFile> open_month(core::Files& files,
                                      const std::string& folder,
                                      const FrameMonth& month,
                                      std::uint64_t size,
                                      const SectionGuard& guard,
                                      const engine::FactLayouts& layouts) {
    SARHAD_TRY(FrameFile file, FrameFile::open(files, folder, month, size, guard, layouts));
    const std::string path = cat(folder, "/", file.name(), ".labels");
    SARHAD_TRY(auto labels, read_labels(files, path, file.name(), guard));
    LabelledFile made{std::move(file), std::move(labels)};
    SARHAD_TRY_STATUS(check_places(made));
    return made;
}

core::Result<std::vector<LabelledFile>> open_frames(core::Files& files,
                                                    const std::string& folder,
                                                    RuleKind kind,
                                                    const SectionGuard& guard,
                                                    const engine::FactLayouts& layouts) {
    SARHAD_TRY(const auto entries, files.look(folder));
    std::vector<LabelledFile> made;
    for (const core::FolderEntry& entry : entries) {
        if (!entry.is_file || !entry.name.ends_with(kEnding)) {
            continue;
        }
        const auto month =
            find_month(std::string_view{entry.name}.substr(0, entry.name.size() - kEnding.size()));
        if (!month || month->kind != kind) {
            continue;
        }
        SARHAD_TRY(LabelledFile file,
                   open_month(files, folder, *month, entry.size.bytes, guard, layouts));
        made.push_back(std::move(file));
    }
    return made;
}

/// A month in the making.
struct FrameWriter::Month {
    Month(const FrameMonth& of, const cel::SlotLayout& layout) : month{of}, builder{layout} {}

    FrameMonth month;
    BlockBuilder builder;
    std::optional<FrameFile> there;  ///< What it had before.
    std::uint32_t blocks{0};         ///< That one's and the draft's.
    std::uint64_t draft{0};          ///< Bytes of the draft.
    std::set<Opaque> entities;
    std::map<FramePlace, FrameLabel> labels;
    bool has_new_labels{false};
    std::uint64_t lost_labels{0};  ///< Of blocks that are no longer there.
    // Beside the builder's frames: what their labels may need.
    std::map<Opaque, FrameLabel> places;

    [[nodiscard]] std::uint64_t cut_bytes() const { return there ? there->cut_bytes() : 0; }
    void put(const FrameLabel& label) {
        labels[label.place] = label;
        has_new_labels = true;
    }
};

FrameWriter::FrameWriter(core::Files& files,
                         std::string folder,
                         const SectionGuard& guard,
                         const engine::FactLayouts& layouts,
                         CutFiles cut_files)
    : files_{files},
      folder_{std::move(folder)},
      guard_{guard},
      layouts_{layouts},
      cut_files_{cut_files} {}

FrameWriter::~FrameWriter() {
    for (const auto& [month, open] : months_) {
        if (open->draft != 0) {
            static_cast<void>(files_.remove(path(month, ".draft")));
        }
    }
}

std::string FrameWriter::path(const FrameMonth& month, std::string_view ending) const {
    return cat(folder_, "/", frames::name_of(month), ending);
}

core::Status FrameWriter::check_whole(const Month& month) const {
    if (cut_files_ == CutFiles::kDrop || (month.cut_bytes() == 0 && month.lost_labels == 0)) {
        return {};
    }
    return Error{Errc::kCorrupt,
                 cat(path(month.month, kEnding),
                     ": ",
                     month.cut_bytes(),
                     " bytes behind its last whole block, ",
                     month.lost_labels,
                     " inspections of blocks that are not there: it was cut short or altered. "
                     "Bring it back from a copy, or leave these out with --drop-cut")};
}

core::Result<FrameWriter::Month*> FrameWriter::month(const FrameMonth& wanted) {
    const auto found = months_.find(wanted);
    if (found != months_.end()) {
        return found->second.get();
    }
    if (months_.size() >= kFrameMonthsMax) {
        return Error{Errc::kExhausted,
                     cat("frames of more than ", kFrameMonthsMax, " months: import fewer at once")};
    }
    auto made = std::make_unique<Month>(wanted, layouts_.of(wanted.kind));
    SARHAD_TRY_STATUS(files_.remove(path(wanted, ".draft")));
    const std::string name = frames::name_of(wanted);
    SARHAD_TRY(const auto size, size_of(files_, folder_, cat(name, kEnding)));
    if (size) {
        SARHAD_TRY(made->there, FrameFile::open(files_, folder_, wanted, *size, guard_, layouts_));
        made->blocks = static_cast<std::uint32_t>(made->there->blocks().size());
        BlockReader reader{files_, guard_, layouts_};
        for (const BlockPlace& block : made->there->blocks()) {
            reader.begin(*made->there, block);
            SARHAD_TRY(const auto* ids, reader.entities());
            made->entities.insert(ids->begin(), ids->end());
        }
    }
    SARHAD_TRY(const auto labels, read_labels(files_, path(wanted, ".labels"), name, guard_));
    for (const FrameLabel& label : labels) {
        if (label.place.block < made->blocks) {
            made->labels[label.place] = label;
        } else {
            ++made->lost_labels;
        }
    }
    SARHAD_TRY_STATUS(check_whole(*made));
    return months_.emplace(wanted, std::move(made)).first->second.get();
}

core::Status FrameWriter::flush(Month& month) {
    if (month.builder.frames() == 0) {
        return {};
    }
    const core::Bytes block =
        month.builder.finish(frames::name_of(month.month), month.blocks, guard_);
    SARHAD_TRY_STATUS(files_.append(path(month.month, ".draft"), block, core::FileMode::kPrivate));
    month.draft += block.size();
    ++month.blocks;
    return {};
}

core::Status FrameWriter::add(RuleKind kind,
                              const engine::Frame& frame,
                              const FrameNote& note,
                              const std::optional<Inspection>& inspection) {
    const FrameMonth of = month_of(kind, frame.now());
    const bool has_long_hit = std::any_of(note.hits.begin(), note.hits.end(), [](const auto& id) {
        return id.size() > kNoteHitBytesMax;
    });
    if (of.year < 1000 || note.hits.size() > kNoteHitsMax || has_long_hit) {
        return Error{Errc::kInvalid,
                     cat("a frame is from the year 1000 on, with at most ",
                         kNoteHitsMax,
                         " hits whose ids have at most ",
                         kNoteHitBytesMax,
                         " bytes")};
    }
    if (written_.frames >= kFramesWrittenMax) {
        return Error{Errc::kExhausted,
                     cat("more than ", kFramesWrittenMax, " frames: import fewer at once")};
    }
    SARHAD_TRY(Month * open, month(of));
    if (!open->entities.insert(note.entity).second) {
        ++written_.there_already;
        return inspection ? label(kind, note.entity, *inspection) : core::Status{};
    }
    if (!open->builder.has_room(frame)) {
        SARHAD_TRY_STATUS(flush(*open));
    }
    const FramePlace place{open->blocks, static_cast<std::uint16_t>(open->builder.frames())};
    open->places[note.entity] = {place, {}, note.person, frame.now()};
    open->builder.add(frame, note);
    ++written_.frames;
    return inspection ? label(kind, note.entity, *inspection) : core::Status{};
}

core::Status FrameWriter::label(RuleKind kind, const Opaque& entity, const Inspection& inspection) {
    if (pending_.size() >= kFrameLabelsMax) {
        return Error{Errc::kExhausted,
                     cat("more than ", kFrameLabelsMax, " inspections: import fewer at once")};
    }
    pending_[{kind, entity}] = inspection;
    return {};
}

/// Joins the pending inspections to the month's frames.
core::Status FrameWriter::join(Month& month) {
    const auto take = [&](const Opaque& entity, FrameLabel label) {
        const auto found = pending_.find({month.month.kind, entity});
        if (found != pending_.end()) {
            label.inspection = found->second;
            month.put(label);
            joined_.insert(found->first);
        }
    };
    for (const auto& [entity, label] : month.places) {
        take(entity, label);
    }
    if (!month.there) {
        return {};
    }
    const std::uint32_t now = layouts_.of(month.month.kind).find(0, "now").index;
    BlockReader reader{files_, guard_, layouts_};
    for (const BlockPlace& block : month.there->blocks()) {
        reader.begin(*month.there, block);
        SARHAD_TRY(const auto* ids, reader.entities());
        const bool is_any = std::any_of(ids->begin(), ids->end(), [&](const Opaque& id) {
            return pending_.count({month.month.kind, id}) != 0;
        });
        if (!is_any) {
            continue;
        }
        SARHAD_TRY(const auto* persons, reader.persons());
        SARHAD_TRY(const FrameColumn* times, reader.column(0, now));
        for (std::size_t row = 0; row < ids->size(); ++row) {
            take((*ids)[row],
                 {{block.number, static_cast<std::uint16_t>(row)},
                  {},
                  (*persons)[row],
                  static_cast<std::int64_t>(times->words[times->codes[row]])});
        }
    }
    return {};
}

core::Status FrameWriter::write_frames(Month& month) {
    SARHAD_TRY_STATUS(flush(month));
    if (month.draft == 0 && month.cut_bytes() == 0) {
        return {};
    }
    const core::Bytes head =
        month.there ? core::Bytes{} : file_head(month.month, layouts_.of(month.month.kind), guard_);
    const std::uint64_t whole = month.there ? month.there->whole_bytes() : head.size();
    std::uint64_t at = 0;
    const std::string draft = path(month.month, ".draft");
    const auto next = [&]() -> core::Result<core::Bytes> {
        const bool is_old = at < whole;
        if (is_old && !month.there) {
            at = whole;
            return head;
        }
        const std::uint64_t left = is_old ? whole - at : whole + month.draft - at;
        const std::uint64_t size = std::min(left, kPart);
        if (size == 0) {
            return core::Bytes{};
        }
        SARHAD_TRY(core::Bytes part,
                   files_.read_part(
                       is_old ? month.there->path() : draft, is_old ? at : at - whole, {size}));
        if (part.size() != size) {
            return Error{Errc::kUnavailable, cat(draft, ": was cut while it was needed")};
        }
        at += size;
        return part;
    };
    const std::string fresh = path(month.month, ".new");
    SARHAD_TRY_STATUS(files_.write_parts(fresh, next, core::FileMode::kPrivate));
    SARHAD_TRY_STATUS(files_.rename(fresh, path(month.month, kEnding)));
    ++written_.files;
    written_.cut_bytes += month.cut_bytes();
    month.draft = 0;
    return files_.remove(draft);
}

core::Status FrameWriter::write_joined(const Month& month, std::uint32_t blocks) {
    std::vector<FrameLabel> labels;
    for (const auto& [place, label] : month.labels) {
        if (place.block < blocks) {
            labels.push_back(label);
        }
    }
    return files_.replace(path(month.month, ".labels"),
                          write_labels(frames::name_of(month.month), labels, guard_),
                          core::FileMode::kPrivate);
}

core::Result<FramesWritten> FrameWriter::commit() {
    if (!pending_.empty()) {
        // Inspections come later than their frames: any month of their kind may have these.
        SARHAD_TRY(const auto names, files_.list(folder_));
        for (const std::string& name : names) {
            const auto found =
                name.ends_with(kEnding)
                    ? find_month(std::string_view{name}.substr(0, name.size() - kEnding.size()))
                    : std::nullopt;
            const bool is_wanted =
                found && std::any_of(pending_.begin(), pending_.end(), [&](const auto& each) {
                    return each.first.first == found->kind;
                });
            if (is_wanted) {
                SARHAD_TRY([[maybe_unused]] Month * open, month(*found));
            }
        }
    }
    for (auto& [name, open] : months_) {
        SARHAD_TRY_STATUS(join(*open));
        if (open->labels.size() > kFrameLabelsMax) {
            return Error{Errc::kExhausted,
                         cat(frames::name_of(name),
                             ": more than ",
                             kFrameLabelsMax,
                             " inspections in one month")};
        }
    }
    for (auto& [name, open] : months_) {
        // A new block takes the number of a lost one: its labels must be gone by then.
        if (open->lost_labels != 0) {
            SARHAD_TRY_STATUS(write_joined(
                *open, open->there ? static_cast<std::uint32_t>(open->there->blocks().size()) : 0));
        }
        written_.lost_labels += open->lost_labels;
        SARHAD_TRY_STATUS(write_frames(*open));
        if (open->has_new_labels) {
            SARHAD_TRY_STATUS(write_joined(*open, open->blocks));
        }
    }
    written_.labels = joined_.size();
    written_.unjoined = pending_.size() - joined_.size();
    return written_;
}

}  // namespace sarhad::rules::frames
