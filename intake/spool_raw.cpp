// Raw bytes at rest: sealed, and gone in time.
#include "spool_names.h"

#include "core/text.h"
#include "intake/spool.h"

#include <algorithm>
#include <cstdlib>

namespace sarhad::intake {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kReasonEnd = ".reason.json";
/// In working/: not taken for a file that waits there, and given back to nobody.
constexpr std::string_view kSealingName = ".sealing";

bool is_old(core::WallTime since, core::WallTime now) {
    return std::chrono::microseconds{now.micros - since.micros} >= kRawKept;
}

/// The time in front of a name in done/.
std::optional<core::WallTime> time_in(std::string_view name) {
    const auto micros = core::parse_int(name.substr(0, name.find('-')));
    return micros ? std::optional{core::WallTime{*micros}} : std::nullopt;
}

}  // namespace

bool Spool::is_sealed(const std::string& at) const {
    const auto head = files_.read_part(at, 0, core::ByteSize{kRawHeadMax});
    return head && sealed_since(*head);
}

/// In place of what is there: it may be renamed then, and is sealed wherever it goes.
Status Spool::seal_in_place(const std::string& at, const SpoolFile& file) {
    if (is_sealed(at)) return {};
    return files_.replace(at, seal_raw(seal_, file.content, file.since), core::FileMode::kShared);
}

/// The same of a file that is not held, however large it is.
Status Spool::seal_on_disk(const std::string& at, core::WallTime since) {
    if (is_sealed(at)) return {};
    SARHAD_TRY(core::Bytes ahead, files_.read_part(at, 0, kRawChunk));
    const std::string sealing = path("working", kSealingName);
    RawSealer sealer{seal_, since};
    bool is_begun = false;
    bool is_over = false;
    std::uint64_t offset = ahead.size();
    const auto next = [&]() -> Result<core::Bytes> {
        if (!std::exchange(is_begun, true)) return sealer.head();
        if (is_over) return core::Bytes{};
        core::Bytes more;
        if (ahead.size() == kRawChunk.bytes) {
            SARHAD_TRY(more, files_.read_part(at, offset, kRawChunk));
        }
        offset += more.size();
        is_over = more.empty();
        core::Bytes sealed = sealer.chunk(ahead, is_over);
        ahead = std::move(more);
        return sealed;
    };
    SARHAD_TRY_STATUS(files_.write_parts(sealing, next, core::FileMode::kShared));
    return files_.rename(sealing, at);
}

Status Spool::seal_waiting(const SpoolFile& file) {
    SARHAD_TRY(const Found found, find_working(file));
    return found == Found::kAsRead ? seal_on_disk(path("working", file.name), file.since)
                                   : Status{};
}

core::WallTime Spool::since_of(std::string_view folder, const core::FolderEntry& entry) const {
    const auto head = files_.read_part(path(folder, entry.name), 0, core::ByteSize{kRawHeadMax});
    const auto since = head ? sealed_since(*head) : std::nullopt;
    return since.value_or(time_in(entry.name).value_or(entry.changed));
}

Result<std::size_t> Spool::sweep_folder(std::string_view folder, core::WallTime now) {
    SARHAD_TRY(const auto entries, files_.look(path(folder, "")));
    std::size_t removed = 0;
    for (const core::FolderEntry& entry : entries) {
        const bool is_raw = entry.is_file && !entry.name.ends_with(kReasonEnd);
        if (!is_raw || !is_old(since_of(folder, entry), now)) continue;
        SARHAD_TRY_STATUS(files_.remove(path(folder, entry.name)));
        SARHAD_TRY_STATUS(files_.remove(path(folder, core::cat(entry.name, kReasonEnd))));
        ++removed;
    }
    return removed;
}

/// What nobody has taken for so long that the daemon could have all the time: nobody reads it any
/// more. A machine that was off reads first what came before.
Result<std::size_t> Spool::sweep_waiting(std::string_view folder, core::WallTime now) {
    SARHAD_TRY(const auto entries, files_.look(path(folder, "")));
    const bool was_here = recovered_at_ && clock_.mono() - *recovered_at_ >= kRawKept;
    std::size_t removed = 0;
    for (const core::FolderEntry& entry : entries) {
        const bool is_unfinished = folder == "incoming" && is_being_written(entry.name);
        if (!entry.is_file || !(is_unfinished || was_here) || !is_old(entry.changed, now)) continue;
        SARHAD_TRY_STATUS(files_.remove(path(folder, entry.name)));
        ++removed;
    }
    return removed;
}

Result<SweptRaw> Spool::sweep(core::WallTime now) {
    SweptRaw swept;
    SARHAD_TRY(swept.done, sweep_folder("done", now));
    SARHAD_TRY(swept.refused, sweep_folder("refused", now));
    for (const std::string_view folder : {"incoming", "working"}) {
        SARHAD_TRY(const std::size_t removed, sweep_waiting(folder, now));
        swept.waiting += removed;
    }
    return swept;
}

Status Spool::seal_all(core::WallTime now) {
    for (const std::string_view folder : {"done", "refused"}) {
        SARHAD_TRY(const auto entries, files_.look(path(folder, "")));
        for (const core::FolderEntry& entry : entries) {
            if (!entry.is_file || entry.name.ends_with(kReasonEnd)) continue;
            const core::WallTime since{
                std::clamp(since_of(folder, entry).micros, std::int64_t{0}, now.micros)};
            // What cannot be read is not sealed either: it goes in time, as all of it.
            static_cast<void>(seal_on_disk(path(folder, entry.name), since));
        }
    }
    return {};
}

Result<core::Bytes> Spool::read_refused(const std::string& name) const {
    SARHAD_TRY_STATUS(check_refused(name));
    SARHAD_TRY(core::Bytes file, files_.read_plain(path("refused", name), kSealedFileBytes));
    if (!sealed_since(file)) return file;
    SARHAD_TRY(OpenedRaw opened, open_raw(seal_, file));
    return std::move(opened.content);
}

}  // namespace sarhad::intake
