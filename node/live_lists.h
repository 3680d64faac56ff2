#pragma once

#include "core/published.h"
#include "node/kept_lists.h"
#include "node/lanes.h"
#include "node/list_build.h"
#include "node/lists_store.h"
#include "node/parts.h"
#include "watchlists/matcher.h"
#include "wire/record_seal.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::node {

inline constexpr core::Duration kBuildRetryMin = std::chrono::seconds{1};
inline constexpr core::Duration kBuildRetryMax = std::chrono::minutes{10};
/// Entries in the small parts of a snapshot and replaced ones, from which on all is merged.
inline constexpr std::size_t kOverlayEntriesMax = 4'000;

/// Keeps the snapshot that screening uses in step with the store, without pausing screening. An
/// edition is *stored* after its COMMIT and *in force* once a snapshot with it is published.
///
/// What an edition changes is taken into the snapshot row by row, one such task at a time; editions
/// stored meanwhile share the next one. Where too much differs, or the store cannot say what, all
/// lists are built anew in the background; where the changes have grown, all is merged there. What
/// comes of that is caught up with what was stored meanwhile, takes the snapshot's place, and is
/// kept at rest: the next start opens it and takes in what was stored since.
///
/// A build that fails is tried again, later each time. A list in force never goes: where its next
/// edition does not build, it stays as it was. One that was not in force is left out, so that it
/// stands in no other's way.
/// Thread: loop, but for the newest snapshot itself, which any thread takes.
class LiveLists {
public:
    /// `on_in_force` hears of each edition once it is in force, on the loop. Everything outlives
    /// it.
    LiveLists(const NodeParts& parts,
              Lanes& lanes,
              const wire::RecordSeal& seal,
              const ListKeys& keys,
              KeptLists& kept,
              ListsStore& store,
              std::function<void(const ListState&)> on_in_force);

    /// Before threads run: opens what was kept, or builds from what is stored. Errors: the store's
    /// only.
    [[nodiscard]] core::Status load();
    /// What load() left out is tried again from now on.
    void start();
    void stop();
    /// There are keys that were not there: what did not build is tried again at once.
    void on_keys();
    /// The list is in the store no more, and must not stay in force: all is built anew without it.
    void withdraw(core::StreamId stream);
    /// This edition is stored.
    void on_stored(const ListState& state);

    [[nodiscard]] const core::Published<watchlists::ListSnapshot>& snapshot() const {
        return snapshot_;
    }
    /// By name; `applied_at` is when it came in force, before a restart when it was stored.
    [[nodiscard]] const std::vector<ListState>& in_force() const { return in_force_; }
    [[nodiscard]] std::vector<WaitingList> waiting() const;

private:
    /// Where the next snapshot comes from.
    enum class Origin : std::uint8_t { kSnapshot, kMerged, kBuilt };
    struct Outcome {
        CaughtUp now;
        bool is_published{false};
    };
    struct InForce {
        std::vector<ListState> lists;
        std::set<core::StreamId> withdrawn;  ///< Of these some; they are to go.
    };
    struct Base {
        BuiltLists lists;
        Origin origin{Origin::kSnapshot};
    };
    using BasePtr = std::shared_ptr<const Base>;

    void refresh();
    void change(const BasePtr& base, ListDifferences stored);
    [[nodiscard]] Outcome change_and_publish(const Base& base,
                                             const ListDifferences& stored,
                                             const InForce& before);
    void finish_change(const core::Result<Outcome>& outcome, const BasePtr& base);
    void note(const Outcome& outcome);
    void look_behind(const std::vector<ListState>& wanted_whole);
    void build_whole();
    void finish_build(BuiltLists built);
    void keep_for(const std::string& name);
    void merge();
    void keep();
    void offer(BuiltLists fresh, Origin origin);
    [[nodiscard]] core::Result<bool> load_kept();

    void note_left_out(const std::vector<WaitingList>& left_out);
    void put_in_force(std::vector<ListState> lists);
    void wait_because(const std::string& why);
    void retry_later();

    NodeParts parts_;
    Lanes& lanes_;
    Pages pages_;
    const wire::RecordSeal& seal_;
    const ListKeys& keys_;
    KeptLists& kept_;
    ListsStore& store_;
    std::function<void(const ListState&)> on_in_force_;
    core::Published<watchlists::ListSnapshot> snapshot_;
    std::vector<ListState> in_force_;
    std::map<core::StreamId, WaitingList> waiting_;
    /// Made in the background, to be caught up with the store.
    BasePtr fresh_;
    BasePtr unkept_;  ///< In force, but for what was taken in since; not at rest yet.
    core::Duration retry_after_{0};
    std::optional<core::TimerId> retry_timer_;
    std::set<core::StreamId> failed_;     ///< Did not build; not tried before the timer.
    std::set<core::StreamId> withdrawn_;  ///< In force until all is built without them.
    bool is_changing_{false};
    bool is_outdated_{false};       ///< Something was stored since the change under way began.
    bool is_in_background_{false};  ///< A building, merging or keeping is under way.
    bool is_stopped_{true};
};

}  // namespace sarhad::node
