#include "intake/spool.h"

#include "core/text.h"

#include <algorithm>

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
constexpr std::string_view kTrySuffix = ".sarhad-try";  // No carrier writes such a name.
constexpr std::size_t kNamesTried = 1'000;

bool is_being_written(std::string_view name) {
    return name.starts_with('.') || name.ends_with(".part") || name.ends_with(".tmp");
}

bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= 255 && !name.starts_with('.') &&
           name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

bool contains(const std::vector<std::string>& sorted, const std::string& name) {
    return std::binary_search(sorted.begin(), sorted.end(), name);
}

/// "name", "name.2", "name.3" and so on: where a folder has the one, the next is tried.
std::string numbered(std::string_view name, std::size_t number) {
    return number == 1 ? std::string{name} : core::cat(name, ".", number);
}

/// N of "name.sarhad-tryN"; 0 where it was not at work at a crash.
unsigned tries_of(std::string_view name) {
    const std::string_view digits = name.substr(sent_name(name).size());
    return digits.empty() ? 0U : static_cast<unsigned>(digits.back() - '0');
}

std::string with_tries(std::string_view name, unsigned tries) {
    return core::cat(name, kTrySuffix, tries);
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

std::string_view sent_name(std::string_view name) {
    const std::size_t size = kTrySuffix.size() + 1;
    const bool has_tries = name.size() > size && name.back() >= '1' && name.back() <= '9' &&
                           name.substr(name.size() - size).starts_with(kTrySuffix);
    return has_tries ? name.substr(0, name.size() - size) : name;
}

Spool::Spool(core::Files& files, std::string folder, DigestFunction digest)
    : files_{files}, folder_{std::move(folder)}, digest_{digest} {}

std::string Spool::path(std::string_view folder, std::string_view name) const {
    return core::cat(folder_, "/", folder, name.empty() ? "" : "/", name);
}

Status Spool::make_folders() {
    for (const std::string_view folder : {kIncoming, kWorking, kDone, kRefused, kDiscarded}) {
        SARHAD_TRY_STATUS(files_.make_folder(path(folder, "")));
    }
    return {};
}

Status Spool::recover() {
    SARHAD_TRY_STATUS(make_folders());
    SARHAD_TRY(const auto left, files_.list(path(kWorking, "")));
    for (const std::string& name : left) {
        SARHAD_TRY_STATUS(
            give_back(name, with_tries(sent_name(name), std::max(tries_of(name), 1U))));
    }
    return {};
}

/// Into incoming/ under `name`, or the next that is free there: senders may use it meanwhile.
Status Spool::give_back(const std::string& working, const std::string& name) {
    const unsigned tries = tries_of(name);
    for (std::size_t i = 1; i < kNamesTried; ++i) {
        const std::string next = numbered(sent_name(name), i);
        Status moved = files_.rename_new(
            path(kWorking, working), path(kIncoming, tries == 0 ? next : with_tries(next, tries)));
        if (moved || moved.error().code != Errc::kConflict) return moved;
    }
    return Error{Errc::kConflict, "spool: too many files of one name in incoming/"};
}

core::Result<std::vector<std::string>> Spool::waiting() const {
    SARHAD_TRY(auto names, files_.list(path(kIncoming, "")));
    names.erase(std::remove_if(names.begin(),
                               names.end(),
                               [](const std::string& name) { return is_being_written(name); }),
                names.end());
    return names;
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
    return tries == 0 ? kept : with_tries(kept, std::min(tries, kReadsAlone + 1) + 1);
}

core::Result<Claim> Spool::claim(std::size_t max) {
    SARHAD_TRY(auto names, waiting());
    SARHAD_TRY(const auto busy, files_.list(path(kWorking, "")));
    const auto is_suspect = [](const std::string& name) { return tries_of(name) > 0; };
    const auto suspect = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
        return is_suspect(name) && untakeable_.count(name) == 0;
    });
    const bool waits_for_suspect = suspect != names.end() && !at_work_.empty();
    if (waits_for_suspect || std::any_of(at_work_.begin(), at_work_.end(), is_suspect)) {
        return Claim{};  // What crashes the reader must not take others with it.
    }
    std::size_t most = std::min(max, kClaimFiles);
    if (suspect != names.end()) {
        most = std::min<std::size_t>(most, 1);
        std::swap(*suspect, names.front());
    }
    std::erase_if(untakeable_, [&](const auto& failed) {
        return std::find(names.begin(), names.end(), failed.first) == names.end();
    });
    Claim claim;
    std::uint64_t bytes = 0;
    for (const std::string& name : names) {
        if (claim.files.size() >= most || bytes + kSpoolFileBytes.bytes > kClaimBytes.bytes) break;
        if (contains(busy, working_name(name))) continue;  // At work already: the next claim.
        const std::size_t before = claim.files.size();
        Status taken = take(name, claim);
        // One file that fails keeps none of the others from being taken.
        if (!taken && claim.trouble) claim.trouble = std::move(taken);
        if (claim.files.size() > before) bytes += claim.files.back().content.size();
    }
    return claim;
}

/// Adds the file to `claim`, unless it is gone or was refused.
Status Spool::take(const std::string& name, Claim& claim) {
    const std::string working = working_name(name);
    const Status moved = files_.rename_new(path(kIncoming, name), path(kWorking, working));
    if (!moved) {
        if (moved.error().code == Errc::kConflict) return {};
        // The move may have happened and its sync failed: in working/ it would wait for a restart.
        const Status back = give_back(working, name);
        const bool is_gone = !back && back.error().code == Errc::kNotFound;
        if (moved.error().code == Errc::kNotFound && is_gone) return {};
        // A file that cannot be moved is in nobody's way: it is reported once.
        return ++untakeable_[name] == 1 ? moved : Status{};
    }
    if (tries_of(working) > kReadsAlone + 1) {
        return refuse_unread(
            working, kCrashedTheReader, "the daemon died each time that it read this file", claim);
    }
    auto content = files_.read(path(kWorking, working), kSpoolFileBytes);
    if (!content) {
        return on_unread(name, working, content.error(), claim);
    }
    const Digest digest = digest_(*content);
    at_work_.insert(working);
    untakeable_.erase(name);
    claim.files.push_back({working, std::move(*content), digest});
    return {};
}

Status Spool::drop(const SpoolFile& file) {
    SARHAD_TRY_STATUS(files_.remove(path(kWorking, file.name)));
    at_work_.erase(file.name);
    return {};
}

Status Spool::refuse_unread(const std::string& working,
                            std::string_view code,
                            std::string_view remedy,
                            Claim& claim) {
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
    if (++untakeable_[name] >= kUnreadableClaims) {
        return refuse_unread(working,
                             kUnreadable,
                             "it cannot be opened or read: check its mode and the disk",
                             claim);
    }
    SARHAD_TRY_STATUS(give_back(working, name));
    return why;
}

void Spool::note_read(SpoolFile& file) {
    const std::string plain{sent_name(file.name)};
    if (plain == file.name) {
        return;
    }
    // Where this fails, a crash before finish() counts against the file: nothing is lost by it.
    const Status renamed = files_.rename_new(path(kWorking, file.name), path(kWorking, plain));
    const auto left = files_.list(path(kWorking, ""));
    if (renamed || (left && !contains(*left, file.name))) {
        at_work_.erase(file.name);
        at_work_.insert(plain);
        file.name = plain;
    }
}

Status Spool::finish(const SpoolFile& file, core::WallTime now) {
    const std::string name = core::cat(now.micros, "-", sent_name(file.name));
    Status moved = files_.rename(path(kWorking, file.name), path(kDone, name));
    if (!moved && moved.error().code == Errc::kNotFound) {
        moved = Status{};
    }
    if (moved) at_work_.erase(file.name);
    return moved;
}

Status Spool::refuse(const SpoolFile& file, std::string_view reason_json) {
    return refuse_named(file.name, reason_json);
}

Status Spool::refuse_named(const std::string& name, std::string_view reason_json) {
    SARHAD_TRY(const auto working, files_.list(path(kWorking, "")));
    if (!contains(working, name)) {
        at_work_.erase(name);
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
        if (moved) at_work_.erase(name);
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
    SARHAD_TRY(const auto incoming, files_.list(path(kIncoming, "")));
    SARHAD_TRY(const auto ready, waiting());
    SARHAD_TRY(const auto working, files_.list(path(kWorking, "")));
    SARHAD_TRY(const auto waiting_refused, refused());
    SARHAD_TRY(const auto done, files_.list(path(kDone, "")));
    return SpoolCounts{ready.size(),
                       incoming.size() - std::min(incoming.size(), ready.size()),
                       working.size(),
                       waiting_refused.size(),
                       done.size()};
}

}  // namespace sarhad::intake
