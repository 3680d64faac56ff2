#pragma once

#include "core/clock.h"
#include "core/files.h"
#include "intake/raw_file.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::intake {

inline constexpr std::size_t kClaimFiles = 256;
inline constexpr core::ByteSize kClaimBytes{std::uint64_t{64} * 1024 * 1024};
inline constexpr core::ByteSize kSpoolFileBytes{std::uint64_t{32} * 1024 * 1024};
inline constexpr std::size_t kSpoolNameBytes = 200;  ///< The names that finish() makes fit in 255.
inline constexpr std::size_t kDiscardedMax = 10'000;
inline constexpr unsigned kReadsAlone = 3;  ///< Of a file that was at work at a crash.
/// A file that cannot be read goes to refused/ after this, counted only while others can be read.
inline constexpr core::Duration kUnreadableFor = std::chrono::minutes{1};
inline constexpr core::Duration kTakeAgainAfter = std::chrono::seconds{5};
inline constexpr std::size_t kFailuresMax = 64;  ///< Of one claim, then it ends.
/// A file that was not renamed into incoming/ is taken this long after its last change.
inline constexpr core::Duration kStillFor = std::chrono::seconds{2};
/// A file that is still being written by its name is left lying after this.
inline constexpr core::Duration kAbandonedAfter = std::chrono::hours{1};
inline constexpr std::size_t kLeftToldMax = 1'000;  ///< Things left lying that are told of.

/// kSpoolFileBytes once it is sealed.
inline constexpr core::ByteSize kSealedFileBytes{kSpoolFileBytes.bytes + kRawHeadMax +
                                                 (kSpoolFileBytes.bytes / kRawChunk.bytes + 1) *
                                                     (kRawSealMax + 4)};

/// Below the spool's folder; all of them hold what carriers sent, or what was said of it.
inline constexpr std::array<std::string_view, 5> kSpoolFolders{
    "incoming", "working", "done", "refused", "discarded"};

using Digest = std::array<std::uint8_t, 32>;
/// BLAKE2b-256 in the product; pure.
using DigestFunction = Digest (*)(core::ByteView);

/// A file that this process alone works on, until drop(), finish() or refuse().
struct SpoolFile {
    std::string name;  ///< Its name in working/: sent_name() of it is the sender's.
    core::Bytes content;
    Digest digest{};  ///< Of the content: the store knows by it what it has already taken in.
    core::WallTime written;  ///< When its content changed last before it was read.
    core::WallTime since{};  ///< When it was taken for the first time: it goes kRawKept later.
    std::uint64_t bytes_on_disk{0};  ///< More than its content where it is tried again: sealed.
};

/// Files that were deleted because they were kRawKept old.
struct SweptRaw {
    std::size_t done{0};
    std::size_t refused{0};
    std::size_t waiting{0};  ///< In incoming/ and working/: nobody has read them.
};

/// What a claim brought.
struct Claim {
    std::vector<SpoolFile> files;
    core::Status trouble;  ///< As long as any file that waits cannot be taken; the others were.
    std::vector<std::string_view> refused;  ///< Why files went to refused/ unread: "too-large" ...
    std::size_t left_lying{0};  ///< In incoming/, and nobody takes it: an operator must look.
    /// Why, of those seen for the first time: "not-a-file", "unfinished".
    std::vector<std::string_view> newly_left;
};

/// Without the ".sarhad-tryN" that recover() puts behind the name of a file that was at work at a
/// crash.
[[nodiscard]] std::string_view sent_name(std::string_view name);

/// How many files are in each of the spool's folders.
struct SpoolCounts {
    std::size_t incoming{0};
    std::size_t ignored{0};     ///< In incoming/, but still being written by their names.
    std::size_t left_lying{0};  ///< In incoming/, as Claim::left_lying.
    std::size_t working{0};
    std::size_t refused{0};
    std::size_t done{0};
};

/// The folder through which messages come to a port. On disk, below the folder given:
///   incoming/  senders rename complete files into it; ".x", "x.part", "x.tmp" are not touched
///   working/   claimed, not yet committed
///   done/      "<microseconds>-<name>": committed, where the site keeps it, sealed; purge()
///              deletes by that time
///   refused/   "<name>", sealed, and "<name>.reason.json": waits for an operator
///   discarded/ "<microseconds>-<name>.json": who threw a refused file away, when and why; stays
/// In no folder is what a carrier sent for longer than kRawKept: sweep(). Where it stays it is
/// sealed in working/, before it is moved or while it waits for others.
/// Every step is one rename within one file system that replaces nothing, so a file is in one place
/// at any moment. A crash before drop() or finish() leaves it in working/: recover() offers it
/// again, and the store drops it by its digest where it was committed already. Such a file may be
/// what crashed the daemon: it is "<name>.sarhad-tryN" until its outcome is committed, and claimed
/// alone; after kReadsAlone reads that were not followed by a commit it goes to refused/ as
/// "crashed-the-reader". Names longer than kSpoolNameBytes are cut at claim(), with a hash of the
/// whole behind.
/// A file stands still, and is taken, where its name is younger than its content (it was renamed)
/// or kStillFor after its last change. One that was written to while it was at work goes back into
/// incoming/ instead of being done with. Nothing but a regular file is ever opened.
/// Thread: one at a time.
class Spool final {
public:
    /// `files`, `clock` and `seal` outlive the spool. `folder` without a slash at its end.
    Spool(core::Files& files,
          const core::Clock& clock,
          std::string folder,
          DigestFunction digest,
          const RawSeal& seal);

    /// Makes the folders, puts what a crash left in working/ back into incoming/, and seals what
    /// older software left open. Once, before the first claim().
    [[nodiscard]] core::Status recover();
    /// The time of which docs/operations.md speaks, where it is another than the clock's: files
    /// that are taken from now on are as old as it says. Before each claim().
    void set_time(core::WallTime now) { now_ = now; }
    /// At most `max` files (kClaimFiles at most, and no more than fit kClaimBytes beside those that
    /// are at work), by name. A file
    /// larger than kSpoolFileBytes goes to refused/ at once, one that cannot be read for
    /// kUnreadableFor, while others can, as "unreadable". kUnavailable where the folder cannot be
    /// read.
    [[nodiscard]] core::Result<Claim> claim(std::size_t max);
    /// At an orderly stop, after the last use: what is at work goes back into incoming/, and the
    /// stop says nothing against it.
    void release();
    /// Seals a file at work where it lies, because it waits there: for other parts of its message,
    /// say. Its `content` is not asked. One that was written to since it was read stays as it is:
    /// it goes back once it is done with.
    [[nodiscard]] core::Status seal_waiting(const SpoolFile& file);
    /// After the node's commit, where nothing of it is kept: the sealed record is the evidence. A
    /// file that is not in working/ any more is done.
    [[nodiscard]] core::Status drop(const SpoolFile& file);
    /// After the node's commit, where it is kept. `now` is written into the name; the same for a
    /// repeated call. A file that is not in working/ any more is done: an earlier call moved it.
    [[nodiscard]] core::Status finish(const SpoolFile& file, core::WallTime now);
    /// `reason_json`: status and problems, for the operator; stored beside the file. As finish()
    /// where it is not in working/ any more.
    [[nodiscard]] core::Status refuse(const SpoolFile& file, std::string_view reason_json);
    /// A refused file back into incoming/. kNotFound where it is not refused, kConflict where a
    /// file of that name waits already, kInvalid for a name that is no plain name.
    [[nodiscard]] core::Status retry(const std::string& name);
    /// That a refused file of this name waits. kNotFound; kInvalid for a name that is no plain
    /// name.
    [[nodiscard]] core::Status check_refused(const std::string& name) const;
    /// Deletes a refused file and its reason; `record_json`, which says who, when and why, is
    /// durable before and stays. Errors as retry(); kExhausted past kDiscardedMax records. Where
    /// the file cannot be deleted, no record says that it was.
    [[nodiscard]] core::Status discard(const std::string& name,
                                       std::string_view record_json,
                                       core::WallTime now);
    /// What is kRawKept old by `now` goes, wherever it lies. A file of incoming/ or working/ only
    /// where this process was here all that time, or its sender never finished it.
    [[nodiscard]] core::Result<SweptRaw> sweep(core::WallTime now);
    /// What a refused file held. Errors as check_refused(); kCorrupt: it is of another key.
    [[nodiscard]] core::Result<core::Bytes> read_refused(const std::string& name) const;
    /// Deletes what was finished `age` ago or earlier; how many. A file in done/ without a time in
    /// its name gets `now`, so that it goes as well.
    [[nodiscard]] core::Result<std::size_t> purge(core::WallTime now, core::Duration age);
    /// The refused files that wait for an operator, sorted.
    [[nodiscard]] core::Result<std::vector<std::string>> refused() const;
    [[nodiscard]] core::Result<SpoolCounts> counts() const;

private:
    /// What is in incoming/.
    struct Incoming {
        std::vector<core::FolderEntry> ready;
        std::size_t young{0};
        std::size_t ignored{0};
        std::vector<std::pair<std::string, std::string_view>> left;  ///< Name and why.
    };
    /// A file that could not be taken.
    struct Failure {
        core::MonoTime tried;
        core::Duration counted{0};
        std::uint64_t reads{0};  ///< Files read by then.
    };

    [[nodiscard]] std::string path(std::string_view folder, std::string_view name) const;
    [[nodiscard]] core::Status make_folders();
    [[nodiscard]] core::WallTime now() const { return now_.value_or(clock_.wall()); }
    [[nodiscard]] bool is_sealed(const std::string& at) const;
    [[nodiscard]] core::Status seal_in_place(const std::string& at, const SpoolFile& file);
    [[nodiscard]] core::Status seal_on_disk(const std::string& at, core::WallTime since);
    [[nodiscard]] core::Status seal_all(core::WallTime now);
    [[nodiscard]] core::WallTime since_of(std::string_view folder,
                                          const core::FolderEntry& entry) const;
    [[nodiscard]] core::Result<std::size_t> sweep_folder(std::string_view folder,
                                                         core::WallTime now);
    [[nodiscard]] core::Result<std::size_t> sweep_waiting(std::string_view folder,
                                                          core::WallTime now);
    [[nodiscard]] core::Result<Incoming> look() const;
    void tell_left(const Incoming& incoming, Claim& claim);
    [[nodiscard]] bool choose(std::vector<core::FolderEntry>& ready, std::size_t& most);
    [[nodiscard]] core::Status take_some(const std::vector<core::FolderEntry>& ready,
                                         std::size_t most,
                                         Claim& claim);
    [[nodiscard]] std::string working_name(const std::string& name) const;
    [[nodiscard]] core::Status take(const core::FolderEntry& entry, Claim& claim);
    [[nodiscard]] core::Status on_unread(const std::string& name,
                                         const std::string& working,
                                         const core::Error& why,
                                         Claim& claim);
    [[nodiscard]] core::Status refuse_unread(const std::string& working,
                                             std::string_view code,
                                             std::string_view remedy,
                                             Claim& claim);
    [[nodiscard]] Failure& note_failure(const std::string& name);
    [[nodiscard]] bool is_too_early(const std::string& name) const;
    [[nodiscard]] core::Status give_back(const std::string& working, const std::string& name);
    /// What is in working/ of a file that this process has read.
    enum class Found : std::uint8_t { kNothing, kAsRead, kChanged };
    [[nodiscard]] core::Result<Found> find_working(const SpoolFile& file) const;
    [[nodiscard]] core::Result<bool> is_settled(const SpoolFile& file);
    [[nodiscard]] core::Status refuse_named(const std::string& name, std::string_view reason_json);

    core::Files& files_;
    const core::Clock& clock_;
    std::string folder_;
    DigestFunction digest_;
    const RawSeal& seal_;
    std::optional<core::WallTime> now_{};
    std::optional<core::MonoTime> recovered_at_{};
    std::map<std::string, std::uint64_t> at_work_{};  ///< Claimed and not committed: their bytes.
    std::map<std::string, Failure> failing_{};        ///< Files of incoming/ that cannot be taken.
    core::Status failed_{};                           ///< What the last of them failed of.
    std::uint64_t reads_{0};
    std::set<std::string> left_told_{};
};

}  // namespace sarhad::intake
