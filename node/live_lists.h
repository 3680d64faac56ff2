#pragma once

#include "core/published.h"
#include "node/lanes.h"
#include "node/lists_store.h"
#include "node/parts.h"
#include "watchlists/matcher.h"
#include "wire/record_seal.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::node {

inline constexpr core::Duration kBuildRetryMin = std::chrono::seconds{1};
inline constexpr core::Duration kBuildRetryMax = std::chrono::minutes{10};

/// A list whose newest edition is stored here but not what screening uses.
struct WaitingList {
    ListState stored;
    std::string why;  ///< Its build failed; empty while it is being built.
};

/// A snapshot, and what it is made of.
struct BuiltLists {
    std::shared_ptr<const watchlists::ListSnapshot> snapshot;
    std::vector<ListState> lists;       ///< In it; by name.
    std::vector<WaitingList> left_out;  ///< Rows that do not open, a list that no index takes in.
};

/// The snapshot of those of the lists that can be built. Pure.
[[nodiscard]] BuiltLists build_lists(const std::vector<SealedList>& lists,
                                     const wire::RecordSeal& seal);

/// Keeps the snapshot that screening uses in step with the store, without pausing screening. An
/// edition is *stored* after its COMMIT and *in force* once a snapshot with it is published.
/// Builds in the background, one at a time; editions stored during a build share the next one. A
/// build that fails is tried again, later each time. A list in force never goes: where it does not
/// build, the snapshot before stays whole. One that was not in force is left out, so that it stands
/// in no other's way.
/// Thread: loop, but for the newest snapshot itself, which any thread takes.
class LiveLists {
public:
    /// `on_in_force` hears of each edition once it is in force, on the loop. Everything outlives
    /// it.
    LiveLists(const NodeParts& parts,
              Lanes& lanes,
              const wire::RecordSeal& seal,
              std::function<void(const ListState&)> on_in_force);

    /// Before threads run: builds from what is stored. Errors: the store's only.
    [[nodiscard]] core::Status load();
    /// What load() left out is tried again from now on.
    void start();
    void stop();
    /// This edition is stored.
    void on_stored(const ListState& state);

    [[nodiscard]] const core::Published<watchlists::ListSnapshot>& snapshot() const {
        return snapshot_;
    }
    /// By name; `applied_at` is when it came in force, before a restart when it was stored.
    [[nodiscard]] const std::vector<ListState>& in_force() const { return in_force_; }
    [[nodiscard]] std::vector<WaitingList> waiting() const;

private:
    /// What a build led to; an empty `kept_for` says that its snapshot is published.
    struct Outcome {
        std::vector<ListState> lists;
        std::vector<WaitingList> left_out;
        std::string kept_for;  ///< The list in force that did not build.
    };
    void refresh();
    void build(std::vector<SealedList> lists);
    [[nodiscard]] Outcome build_and_publish(const std::vector<SealedList>& lists);
    void finish(core::Result<Outcome> outcome);
    void note(Outcome outcome);
    void note_left_out(const std::vector<WaitingList>& left_out);
    void put_in_force(std::vector<ListState> lists);
    void wait_because(const std::string& why);
    void retry_later();

    NodeParts parts_;
    Lanes& lanes_;
    Pages pages_;
    const wire::RecordSeal& seal_;
    std::function<void(const ListState&)> on_in_force_;
    core::Published<watchlists::ListSnapshot> snapshot_;
    std::vector<ListState> in_force_;
    std::map<core::StreamId, WaitingList> waiting_;
    core::Duration retry_after_{0};
    std::optional<core::TimerId> retry_timer_;
    bool is_building_{false};
    bool is_outdated_{false};  ///< Something was stored since the build under way began.
    bool is_stopped_{true};
};

}  // namespace sarhad::node
