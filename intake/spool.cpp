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
constexpr std::string_view kReasonSuffix = ".reason.json";
constexpr std::string_view kTooLarge =
    R"({"status":"refused","problems":[{"code":"too-large","text":"split the file"}]})";
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

/// `name`, or "name.2" and so on where a folder has it already: a rename must not replace a file.
core::Result<std::string> free_name(const std::vector<std::string>& taken,
                                    const std::string& name) {
    if (!contains(taken, name)) {
        return name;
    }
    for (std::size_t i = 2; i < kNamesTried; ++i) {
        std::string next = core::cat(name, ".", i);
        if (!contains(taken, next)) return next;
    }
    return Error{Errc::kConflict, "spool: too many files of one name: clear the refused folder"};
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

Spool::Spool(core::Files& files, std::string folder, DigestFunction digest)
    : files_{files}, folder_{std::move(folder)}, digest_{digest} {}

std::string Spool::path(std::string_view folder, std::string_view name) const {
    return core::cat(folder_, "/", folder, name.empty() ? "" : "/", name);
}

Status Spool::make_folders() {
    for (const std::string_view folder : {kIncoming, kWorking, kDone, kRefused}) {
        SARHAD_TRY_STATUS(files_.make_folder(path(folder, "")));
    }
    return {};
}

Status Spool::recover() {
    SARHAD_TRY_STATUS(make_folders());
    SARHAD_TRY(const auto left, files_.list(path(kWorking, "")));
    SARHAD_TRY(auto taken, files_.list(path(kIncoming, "")));
    for (const std::string& name : left) {
        SARHAD_TRY(const std::string back, free_name(taken, name));
        SARHAD_TRY_STATUS(files_.rename(path(kWorking, name), path(kIncoming, back)));
        taken.insert(std::upper_bound(taken.begin(), taken.end(), back), back);
    }
    return {};
}

core::Result<std::vector<std::string>> Spool::waiting() const {
    SARHAD_TRY(auto names, files_.list(path(kIncoming, "")));
    names.erase(std::remove_if(names.begin(),
                               names.end(),
                               [](const std::string& name) { return is_being_written(name); }),
                names.end());
    return names;
}

core::Result<std::vector<SpoolFile>> Spool::claim(std::size_t max) {
    SARHAD_TRY(const auto names, waiting());
    SARHAD_TRY(const auto busy, files_.list(path(kWorking, "")));
    const std::size_t most = std::min(max, kClaimFiles);
    std::vector<SpoolFile> claimed;
    std::uint64_t bytes = 0;
    for (const std::string& name : names) {
        if (claimed.size() >= most || bytes + kSpoolFileBytes.bytes > kClaimBytes.bytes) break;
        if (contains(busy, name)) continue;  // A file of this name is at work: the next claim.
        const std::size_t before = claimed.size();
        Status taken = take(name, claimed);
        // What is claimed already must reach the caller: the next claim meets the error again.
        if (!taken && claimed.empty()) return std::move(taken).error();
        if (!taken) break;
        if (claimed.size() > before) bytes += claimed.back().content.size();
    }
    return claimed;
}

/// Adds the file to `claimed`, unless it is gone or too large.
Status Spool::take(const std::string& name, std::vector<SpoolFile>& claimed) {
    const Status moved = files_.rename(path(kIncoming, name), path(kWorking, name));
    if (!moved) {
        // The move may have happened and its sync failed: in working/ it would wait for a restart.
        const Status back = files_.rename(path(kWorking, name), path(kIncoming, name));
        const bool is_gone = !back && back.error().code == Errc::kNotFound;
        return moved.error().code == Errc::kNotFound && is_gone ? Status{} : moved;
    }
    auto content = files_.read(path(kWorking, name), kSpoolFileBytes);
    if (content) {
        const Digest digest = digest_(*content);
        claimed.push_back({name, std::move(*content), digest});
        return {};
    }
    if (content.error().code == Errc::kExhausted) {
        return refuse_named(name, kTooLarge);
    }
    if (content.error().code != Errc::kNotFound) {
        SARHAD_TRY_STATUS(files_.rename(path(kWorking, name), path(kIncoming, name)));
        return content.error();
    }
    return {};
}

Status Spool::drop(const SpoolFile& file) {
    return files_.remove(path(kWorking, file.name));
}

Status Spool::finish(const SpoolFile& file, core::WallTime now) {
    const std::string name = core::cat(now.micros, "-", file.name);
    return files_.rename(path(kWorking, file.name), path(kDone, name));
}

Status Spool::refuse(const SpoolFile& file, std::string_view reason_json) {
    return refuse_named(file.name, reason_json);
}

Status Spool::refuse_named(const std::string& name, std::string_view reason_json) {
    SARHAD_TRY(const auto taken, refused());
    SARHAD_TRY(const std::string kept, free_name(taken, name));
    // The reason first: no refused file is ever without one.
    SARHAD_TRY_STATUS(files_.replace(path(kRefused, core::cat(kept, kReasonSuffix)),
                                     core::as_bytes(reason_json),
                                     core::FileMode::kShared));
    return files_.rename(path(kWorking, name), path(kRefused, kept));
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
    SARHAD_TRY(const auto incoming, files_.list(path(kIncoming, "")));
    if (contains(incoming, name)) {
        return Error{Errc::kConflict, "spool: a file of this name waits already: try again later"};
    }
    SARHAD_TRY_STATUS(files_.rename(path(kRefused, name), path(kIncoming, name)));
    return files_.remove(path(kRefused, core::cat(name, kReasonSuffix)));
}

Status Spool::discard(const std::string& name) {
    SARHAD_TRY_STATUS(check_refused(name));
    SARHAD_TRY_STATUS(files_.remove(path(kRefused, name)));
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
