#include "intake/spool.h"

#include "spool_names.h"

#include "core/text.h"

#include <algorithm>
#include <cstdlib>

namespace sarhad::intake {
namespace {

using core::Errc;
using core::Error;
using core::Status;

constexpr std::string_view kIncoming = "incoming";
constexpr std::string_view kWorking = "working";
constexpr std::string_view kDone = "done";
constexpr std::string_view kRefused = "refused";
constexpr std::string_view kDiscarded = "discarded";
constexpr std::string_view kReasonSuffix = ".reason.json";
constexpr std::string_view kTooLarge = "too-large";
constexpr std::string_view kUnreadable = "unreadable";
constexpr std::string_view kCrashedTheReader = "crashed-the-reader";
constexpr std::string_view kSealedByAnother = "sealed-by-another-key";
constexpr std::string_view kNotAFile = "not-a-file";
constexpr std::string_view kUnfinished = "unfinished";
constexpr std::size_t kNamesTried = 1'000;

bool contains(const std::vector<std::string>& sorted, const std::string& name) {
    return std::binary_search(sorted.begin(), sorted.end(), name);
}

/// How far apart, whichever comes first: a clock may have been set back since.
core::Duration apart(core::WallTime one, core::WallTime other) {
    return std::chrono::microseconds{std::abs(one.micros - other.micros)};
}

/// Nobody writes to it any more. A rename changes a file after its last writing; what is being
/// written has changed just now.
bool stands_still(const core::FolderEntry& entry, core::WallTime now) {
    const bool was_renamed = entry.size.bytes > 0 && entry.changed > entry.written;
    return was_renamed || apart(now, entry.changed) >= kStillFor;
}

/// The time in front of a name in done/.
core::Result<std::int64_t> finished_at(std::string_view name) {
    const std::size_t dash = name.find('-');
    if (dash == std::string_view::npos) {
        return Error{Errc::kInvalid, "no time in the name"};
    }
    return core::parse_int(name.substr(0, dash));
}

}  // namespace

Spool::Spool(core::Files& files,
             const core::Clock& clock,
             std::string folder,
             DigestFunction digest,
             const RawSeal& seal)
    : files_{files}, clock_{clock}, folder_{std::move(folder)}, digest_{digest}, seal_{seal} {}

std::string Spool::path(std::string_view folder, std::string_view name) const {
    return core::cat(folder_, "/", folder, name.empty() ? "" : "/", name);
}

Status Spool::make_folders() {
    for (const std::string_view folder : kSpoolFolders) {
        SARHAD_TRY_STATUS(files_.make_folder(path(folder, "")));
    }
    return {};
}

Status Spool::recover() {
    SARHAD_TRY_STATUS(make_folders());
    SARHAD_TRY(const auto left, files_.list(path(kWorking, "")));
    for (const std::string& name : left) {
        if (is_being_written(name)) {  // Ours, of a sealing that a crash cut off.
            SARHAD_TRY_STATUS(files_.remove(path(kWorking, name)));
            continue;
        }
        SARHAD_TRY_STATUS(
            give_back(name, with_tries(sent_name(name), std::max(tries_of(name), 1U))));
    }
    recovered_at_ = clock_.mono();
    return seal_all(now());
}

/// Into incoming/ under `name`, or the next that is free there: senders may use it meanwhile.
Status Spool::give_back(const std::string& working, const std::string& name) {
    const unsigned tries = tries_of(name);
    for (std::size_t i = 1; i < kNamesTried; ++i) {
        const std::string next = numbered(sent_name(name), i);
        Status moved =
            files_.rename_new(path(kWorking, working), path(kIncoming, with_tries(next, tries)));
        if (moved || moved.error().code != Errc::kConflict) return moved;
    }
    return Error{Errc::kConflict, "spool: too many files of one name in incoming/"};
}

void Spool::release() {
    for (const auto& [name, bytes] : std::exchange(at_work_, {})) {
        const unsigned tries = tries_of(name);
        // Where this fails, recover() offers it again.
        static_cast<void>(give_back(name, with_tries(sent_name(name), std::max(tries, 1U) - 1)));
    }
}

core::Result<Spool::Incoming> Spool::look() const {
    SARHAD_TRY(auto entries, files_.look(path(kIncoming, "")));
    const core::WallTime now = clock_.wall();
    Incoming incoming;
    for (core::FolderEntry& entry : entries) {
        if (!entry.is_file) {
            incoming.left.emplace_back(std::move(entry.name), kNotAFile);
        } else if (is_being_written(entry.name)) {
            if (apart(now, entry.changed) >= kAbandonedAfter) {
                incoming.left.emplace_back(std::move(entry.name), kUnfinished);
            } else {
                ++incoming.ignored;
            }
        } else if (stands_still(entry, now)) {
            incoming.ready.push_back(std::move(entry));
        } else {
            ++incoming.young;
        }
    }
    return incoming;
}

void Spool::tell_left(const Incoming& incoming, Claim& claim) {
    claim.left_lying = incoming.left.size();
    std::set<std::string> told;
    for (const auto& [name, why] : incoming.left) {
        if (told.size() < kLeftToldMax && told.insert(name).second && left_told_.count(name) == 0) {
            claim.newly_left.push_back(why);
        }
    }
    left_told_ = std::move(told);
}

/// What a file is called in working/: the names that are made from it later must fit the disk, and
/// none may be that of another file's reason.
std::string Spool::working_name(const std::string& name) const {
    std::string kept{sent_name(name)};
    if (kept.size() > kSpoolNameBytes || kept.ends_with(kReasonSuffix)) {
        const Digest digest = digest_(core::as_bytes(kept));
        const std::string hash = core::to_hex(core::ByteView{digest}.first(8));
        kept = core::cat(kept.substr(0, kSpoolNameBytes - hash.size() - 1), "-", hash);
    }
    const unsigned tries = tries_of(name);
    return with_tries(kept, tries == 0 ? 0 : std::min(tries, kReadsAlone + 1) + 1);
}

core::Result<Claim> Spool::claim(std::size_t max) {
    SARHAD_TRY(Incoming incoming, look());
    std::vector<core::FolderEntry>& ready = incoming.ready;
    Claim claim;
    tell_left(incoming, claim);
    std::erase_if(failing_, [&](const auto& failing) {
        return std::none_of(ready.begin(), ready.end(), [&](const auto& entry) {
            return entry.name == failing.first;
        });
    });
    std::size_t most = std::min(max, kClaimFiles);
    if (choose(ready, most)) {
        SARHAD_TRY_STATUS(take_some(ready, most, claim));
    }
    if (!failing_.empty()) {
        claim.trouble =
            Error{failed_.error().code,
                  core::cat(failing_.size(), " files cannot be taken: ", failed_.error().what)};
    }
    return claim;
}

/// False where nothing may be taken now: what crashes the daemon must not take others with it.
bool Spool::choose(std::vector<core::FolderEntry>& ready, std::size_t& most) {
    const auto is_suspect = [](const std::string& name) { return tries_of(name) > 0; };
    if (std::any_of(at_work_.begin(), at_work_.end(), [&](const auto& file) {
            return is_suspect(file.first);
        })) {
        return false;
    }
    const auto suspect = std::find_if(ready.begin(), ready.end(), [&](const auto& entry) {
        return is_suspect(entry.name) && failing_.count(entry.name) == 0;
    });
    if (suspect == ready.end()) {
        return true;
    }
    most = std::min<std::size_t>(most, 1);
    std::swap(*suspect, ready.front());
    return at_work_.empty();
}

Status Spool::take_some(const std::vector<core::FolderEntry>& ready,
                        std::size_t most,
                        Claim& claim) {
    SARHAD_TRY(const auto busy, files_.list(path(kWorking, "")));
    std::uint64_t bytes = 0;
    for (const auto& [name, size] : at_work_)
        bytes += size;
    std::size_t failures = 0;
    for (const core::FolderEntry& entry : ready) {
        const bool is_full = claim.files.size() >= most || failures >= kFailuresMax ||
                             bytes + kSpoolFileBytes.bytes > kClaimBytes.bytes;
        if (is_full) break;
        // At work already, or tried just now: another claim.
        if (contains(busy, working_name(entry.name)) || is_too_early(entry.name)) continue;
        const std::size_t before = claim.files.size();
        // One file that fails keeps none of the others from being taken.
        if (Status taken = take(entry, claim); !taken) {
            failing_.try_emplace(entry.name, Failure{clock_.mono(), {}, reads_});
            failed_ = std::move(taken);
            ++failures;
        }
        if (claim.files.size() > before) bytes += claim.files.back().content.size();
    }
    return {};
}

bool Spool::is_too_early(const std::string& name) const {
    const auto failing = failing_.find(name);
    return failing != failing_.end() && clock_.mono() - failing->second.tried < kTakeAgainAfter;
}

/// Time counts against a file only where others could be read in it: else the fault is ours.
Spool::Failure& Spool::note_failure(const std::string& name) {
    const core::MonoTime now = clock_.mono();
    Failure& failure = failing_.try_emplace(name, Failure{now, {}, reads_}).first->second;
    if (reads_ > failure.reads) {
        failure.counted += std::min(now - failure.tried, 2 * kTakeAgainAfter);
    }
    failure.tried = now;
    failure.reads = reads_;
    return failure;
}

/// Adds the file to `claim`, unless it is gone or was refused. What fails is in failing_.
Status Spool::take(const core::FolderEntry& entry, Claim& claim) {
    const std::string& name = entry.name;
    const std::string working = working_name(name);
    Status moved = files_.rename_new(path(kIncoming, name), path(kWorking, working));
    if (!moved) {
        if (moved.error().code == Errc::kConflict) return {};
        // The move may have happened and its sync failed: in working/ it would wait for a restart.
        const Status back = give_back(working, name);
        const bool is_gone = !back && back.error().code == Errc::kNotFound;
        if (moved.error().code == Errc::kNotFound && is_gone) return {};
        note_failure(name).counted = {};  // What cannot be moved cannot be refused either.
        return moved;
    }
    if (tries_of(working) > kReadsAlone + 1) {
        return refuse_unread(
            working, kCrashedTheReader, "the daemon died each time that it worked on it", claim);
    }
    auto content = files_.read_plain(path(kWorking, working), kSealedFileBytes);
    if (content && content->size() > kSpoolFileBytes.bytes && !sealed_since(*content)) {
        content = Error{Errc::kExhausted, "spool: larger than a file may be"};
    }
    if (!content) {
        return on_unread(name, working, content.error(), claim);
    }
    failing_.erase(name);
    ++reads_;
    SpoolFile file{working, {}, {}, entry.written, now(), content->size()};
    if (sealed_since(*content)) {
        auto opened = open_raw(seal_, *content);
        if (!opened) {
            return refuse_unread(working,
                                 kSealedByAnother,
                                 "it is sealed and its key is not here: ask the sender again",
                                 claim);
        }
        content = std::move(opened->content);
        file.since = opened->since;
    }
    file.digest = digest_(*content);
    file.content = std::move(*content);
    at_work_.emplace(working, file.content.size());
    claim.files.push_back(std::move(file));
    return {};
}

core::Result<Spool::Found> Spool::find_working(const SpoolFile& file) const {
    SARHAD_TRY(const auto working, files_.look(path(kWorking, "")));
    const auto here = std::find_if(
        working.begin(), working.end(), [&](const auto& entry) { return entry.name == file.name; });
    if (here == working.end()) return Found::kNothing;
    const bool has_grown = here->size.bytes != file.bytes_on_disk || here->written != file.written;
    // One that an earlier call sealed is what was read.
    return has_grown && !is_sealed(path(kWorking, file.name)) ? Found::kChanged : Found::kAsRead;
}

/// Whether what is in working/ is what was read. A file that was written to since goes back, for
/// the whole of it to be read. Also where there is nothing any more: an earlier call moved it.
core::Result<bool> Spool::is_settled(const SpoolFile& file) {
    at_work_.erase(file.name);  // Committed: whatever happens to it now, its record stands.
    SARHAD_TRY(const Found found, find_working(file));
    if (found != Found::kChanged) {
        return true;
    }
    SARHAD_TRY_STATUS(give_back(file.name, std::string{sent_name(file.name)}));
    return false;
}

Status Spool::drop(const SpoolFile& file) {
    SARHAD_TRY(const bool is_done_with, is_settled(file));
    return is_done_with ? files_.remove(path(kWorking, file.name)) : Status{};
}

Status Spool::refuse_unread(const std::string& working,
                            std::string_view code,
                            std::string_view remedy,
                            Claim& claim) {
    // What cannot be read cannot be sealed: it goes with all the others, in time.
    static_cast<void>(seal_on_disk(path(kWorking, working), now()));
    Status refused = refuse_named(working,
                                  core::cat(R"({"status":"refused","problems":[{"code":")",
                                            code,
                                            R"(","text":")",
                                            remedy,
                                            R"("}]})"));
    if (refused) {
        claim.refused.push_back(code);
    } else if (Status back = give_back(working, working); !back) {
        return back;  // Else it would stay in working/, and keep its name, until a restart.
    }
    return refused;
}

Status Spool::on_unread(const std::string& name,
                        const std::string& working,
                        const Error& why,
                        Claim& claim) {
    if (why.code == Errc::kNotFound) {
        return {};
    }
    if (why.code == Errc::kExhausted) {
        return refuse_unread(working, kTooLarge, "split the file", claim);
    }
    if (note_failure(name).counted >= kUnreadableFor) {
        return refuse_unread(working,
                             kUnreadable,
                             "it cannot be opened or read: check its mode and the disk",
                             claim);
    }
    SARHAD_TRY_STATUS(give_back(working, name));
    return why;
}

Status Spool::finish(const SpoolFile& file, core::WallTime now) {
    SARHAD_TRY(const bool is_done_with, is_settled(file));
    if (!is_done_with) {
        return {};
    }
    SARHAD_TRY(const auto working, files_.list(path(kWorking, "")));
    if (!contains(working, file.name)) {
        return {};
    }
    SARHAD_TRY_STATUS(seal_in_place(path(kWorking, file.name), file));
    const std::string name = core::cat(now.micros, "-", sent_name(file.name));
    Status moved = files_.rename(path(kWorking, file.name), path(kDone, name));
    const bool is_gone = !moved && moved.error().code == Errc::kNotFound;
    return is_gone ? Status{} : moved;
}

Status Spool::refuse(const SpoolFile& file, std::string_view reason_json) {
    SARHAD_TRY(const bool is_done_with, is_settled(file));
    if (!is_done_with) {
        return {};
    }
    SARHAD_TRY(const auto working, files_.list(path(kWorking, "")));
    if (!contains(working, file.name)) {
        return {};
    }
    SARHAD_TRY_STATUS(seal_in_place(path(kWorking, file.name), file));
    return refuse_named(file.name, reason_json);
}

Status Spool::refuse_named(const std::string& name, std::string_view reason_json) {
    SARHAD_TRY(const auto working, files_.list(path(kWorking, "")));
    if (!contains(working, name)) {
        return {};
    }
    SARHAD_TRY(const auto taken, files_.list(path(kRefused, "")));
    for (std::size_t i = 1; i < kNamesTried; ++i) {
        const std::string kept = numbered(sent_name(name), i);
        if (contains(taken, kept)) continue;
        // The reason first: no refused file is ever without one.
        SARHAD_TRY_STATUS(files_.replace(path(kRefused, core::cat(kept, kReasonSuffix)),
                                         core::as_bytes(reason_json),
                                         core::FileMode::kShared));
        Status moved = files_.rename_new(path(kWorking, name), path(kRefused, kept));
        if (!moved && moved.error().code == Errc::kConflict) continue;
        return moved;
    }
    return Error{Errc::kConflict, "spool: too many files of one name: clear the refused folder"};
}

Status Spool::check_refused(const std::string& name) const {
    if (!is_plain_name(name)) {
        return Error{Errc::kInvalid, "spool: not the name of a refused file"};
    }
    SARHAD_TRY(const auto names, refused());
    if (!contains(names, name)) {
        return Error{Errc::kNotFound, "spool: no refused file of this name"};
    }
    return {};
}

Status Spool::retry(const std::string& name) {
    SARHAD_TRY_STATUS(check_refused(name));
    const Status moved = files_.rename_new(path(kRefused, name), path(kIncoming, name));
    if (!moved && moved.error().code == Errc::kConflict) {
        return Error{Errc::kConflict, "spool: a file of this name waits already: try again later"};
    }
    SARHAD_TRY_STATUS(moved);
    return files_.remove(path(kRefused, core::cat(name, kReasonSuffix)));
}

Status Spool::discard(const std::string& name, std::string_view record_json, core::WallTime now) {
    SARHAD_TRY_STATUS(check_refused(name));
    SARHAD_TRY(const auto records, files_.list(path(kDiscarded, "")));
    if (records.size() >= kDiscardedMax) {
        return Error{
            Errc::kExhausted,
            core::cat("spool: ",
                      records.size(),
                      " records in discarded/: keep them elsewhere and clear that folder")};
    }
    const std::string record =
        path(kDiscarded, core::cat(now.micros, "-", name.substr(0, kSpoolNameBytes), ".json"));
    SARHAD_TRY_STATUS(
        files_.replace(record, core::as_bytes(record_json), core::FileMode::kPrivate));
    if (Status removed = files_.remove(path(kRefused, name)); !removed) {
        const auto left = files_.list(path(kRefused, ""));
        if (left && contains(*left, name)) {
            SARHAD_TRY_STATUS(files_.remove(record));
        }
        return removed;
    }
    return files_.remove(path(kRefused, core::cat(name, kReasonSuffix)));
}

core::Result<std::size_t> Spool::purge(core::WallTime now, core::Duration age) {
    SARHAD_TRY(const auto names, files_.list(path(kDone, "")));
    const std::int64_t age_micros =
        std::chrono::duration_cast<std::chrono::microseconds>(age).count();
    std::size_t removed = 0;
    for (const std::string& name : names) {
        const auto at = finished_at(name);
        if (!at) {
            const std::string dated = core::cat(now.micros, "-", name);
            SARHAD_TRY_STATUS(files_.rename(path(kDone, name), path(kDone, dated)));
        } else if (*at <= now.micros - age_micros) {
            SARHAD_TRY_STATUS(files_.remove(path(kDone, name)));
            ++removed;
        }
    }
    return removed;
}

core::Result<std::vector<std::string>> Spool::refused() const {
    SARHAD_TRY(const auto names, files_.list(path(kRefused, "")));
    std::vector<std::string> refused;
    for (const std::string& name : names) {
        // A reason whose file never came (a crash in between) is no refused file, nor is a reason.
        if (contains(names, core::cat(name, kReasonSuffix))) refused.push_back(name);
    }
    return refused;
}

core::Result<SpoolCounts> Spool::counts() const {
    SARHAD_TRY(const Incoming incoming, look());
    SARHAD_TRY(const auto working, files_.list(path(kWorking, "")));
    SARHAD_TRY(const auto waiting_refused, refused());
    SARHAD_TRY(const auto done, files_.list(path(kDone, "")));
    return SpoolCounts{incoming.ready.size() + incoming.young,
                       incoming.ignored,
                       incoming.left.size(),
                       working.size(),
                       waiting_refused.size(),
                       done.size()};
}

}  // namespace sarhad::intake
