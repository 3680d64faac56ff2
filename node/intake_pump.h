#pragma once

#include "intake/spool.h"
#include "node/lanes.h"
#include "node/part_shelf.h"
#include "node/parts.h"
#include "node/screener.h"
#include "node/stores.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sarhad::node {

/// Files between claim and finish, each with its facts. Of their bytes intake::kClaimBytes is the
/// bound.
inline constexpr std::size_t kFilesInFlightMax = 16;

/// How intake stands.
struct IntakeStatus {
    std::size_t in_flight{0};
    /// Files, because other parts of their messages are still to come.
    std::size_t waiting_for_parts{0};
    std::uint64_t files_done{0};     ///< Since the start.
    std::uint64_t files_refused{0};  ///< Since the start.
    /// Cut off, or of messages of which parts never came: recorded as far as read, and kept; as
    /// refused.
    std::uint64_t files_partial{0};
    std::size_t left_lying{0};  ///< In incoming/, and nobody takes it.
    std::uint64_t repeats{0};   ///< Messages that were there already, since the start.
    /// Messages that said what another of their journey had said, in other bytes; since the start.
    std::uint64_t said_before{0};
    std::uint64_t swept{0};    ///< Files that were too old to be kept, since the start.
    std::string not_recorded;  ///< Why arrivals wait; empty where they do not.
    std::string spool_fault;   ///< What the spool fails of; empty: nothing.
};

/// Whom the pump tells, and whom it asks. Called on the loop.
struct IntakeListeners {
    std::function<void(const ScreenedMessage&, Recorded)> on_recorded;
    std::function<void(const Tails&)> on_rows;
    std::function<screening::DataAge()> data_age;
    std::function<core::WallTime()> secure_now;  ///< By which raw bytes grow old.
    const intake::RawSeal& raw_seal;
};

/// Takes files out of the spool, has them screened and recorded in their order, and only after
/// COMMIT moves them on. Where the store fails, the files stay in working/ and are tried again.
/// Files with parts of a message wait, sealed, for those with the others, and are recorded as one;
/// until then they tell nothing.
/// Files are read and screened side by side, but for those of one journey: each of them is screened
/// once those before it are on record, so that it sees what they told.
/// Thread: loop. Everything given outlives it.
class IntakePump {
public:
    IntakePump(const NodeParts& parts,
               const NodeSettings& settings,
               const Screener& screener,
               NodeStores& stores,
               Lanes& lanes,
               IntakeListeners listeners);
    IntakePump(const IntakePump&) = delete;
    IntakePump& operator=(const IntakePump&) = delete;

    void start();
    void stop();
    /// After stop(), once no thread works any more: files at work go back, uncounted.
    void release() {
        shelf_.clear();
        spool_.release();
    }
    /// Deletes old files of done/. Each hour.
    void purge();
    /// Deletes what carriers sent and is intake::kRawKept old. Each hour, and at the start.
    void sweep();
    [[nodiscard]] IntakeStatus status() const;
    /// Files taken in so far; is_past() once all those taken before are on record.
    [[nodiscard]] std::uint64_t mark() const { return next_order_; }
    [[nodiscard]] bool is_past(std::uint64_t mark) const;
    /// For questions on lane kSpool alone.
    [[nodiscard]] intake::Spool& spool() { return spool_; }

private:
    enum class Stage : std::uint8_t {
        kUnread,
        kReading,
        kRead,
        kScreening,
        kReady,
        kCommitting,
        kFinishing
    };
    struct File {
        std::vector<intake::SpoolFile> claimed;  ///< Several where they hold parts of a message.
        std::uint64_t order{0};                  ///< Of its claim.
        bool may_wait{true};                     ///< For parts that it has not.
        std::vector<intake::SentMessage> sent;
        std::set<facts::JourneyId> journeys;  ///< Of which `sent` tells.
        std::vector<ScreenedMessage> messages;
        Stage stage{Stage::kUnread};
        core::WallTime committed{};  ///< One for all tries to move the file: its name in done/.
    };
    /// Shared: one file goes from thread to thread, one at a time.
    using FilePtr = std::shared_ptr<File>;
    /// What a transaction did with a file.
    struct Outcome {
        std::vector<RecordedOnce> messages;
        Tails tails;
    };

    void scan_later(core::Duration delay);
    void scan();
    void on_claimed(core::Result<intake::Claim> claimed, std::size_t wanted);
    void add(std::vector<intake::SpoolFile> claimed, bool may_wait);
    void read(const FilePtr& file);
    void hold(const FilePtr& file, std::vector<intake::WaitingPart> parts);
    void seal(const intake::SpoolFile& waiting);
    void take_back(std::vector<PartBundle> bundles);
    void wait_for_parts();
    void screen_ready();
    [[nodiscard]] bool waits_for_another(std::uint64_t order, const File& file) const;
    void look_up(const FilePtr& file);
    void screen(const FilePtr& file, std::shared_ptr<Histories> histories);
    void commit_ready();
    void commit(std::uint64_t order, const FilePtr& file);
    [[nodiscard]] core::Status record(store::Transaction& transaction,
                                      const File& file,
                                      Outcome& outcome);
    void on_committed(std::uint64_t order, const FilePtr& file, const Outcome& outcome);
    void on_failed(const core::Error& why);
    void retry();
    void finish(std::uint64_t order, const FilePtr& file);
    void on_finished(std::uint64_t order, const FilePtr& file, const core::Status& status);
    void tell(const intake::Claim& claim);
    void note(core::Status& step, core::Status now);

    NodeParts parts_;
    core::Duration scan_every_;
    core::Duration kept_;
    const Screener& screener_;
    NodeStores& stores_;
    Lanes& lanes_;
    IntakeListeners listeners_;
    intake::Spool spool_;

    std::map<std::uint64_t, FilePtr> files_;  ///< In flight, by the order of their claim.
    std::uint64_t next_order_{0};
    PartShelf shelf_{};
    IntakeStatus status_;
    core::Status claiming_;  ///< How the last claim went.
    core::Status moving_;    ///< How the last move of a file went, or the last purge.
    core::Duration retry_after_{0};
    bool is_retrying_{false};  ///< A retry is due: only the first file is tried.
    bool is_scanning_{false};
    bool is_stopped_{true};
    bool has_more_{false};  ///< The last scan left files behind.
    std::optional<core::TimerId> scan_timer_;
    std::optional<core::TimerId> retry_timer_;
    std::optional<core::TimerId> parts_timer_;
};

}  // namespace sarhad::node
