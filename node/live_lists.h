#pragma once

#include "core/log.h"
#include "core/published.h"
#include "node/lanes.h"
#include "node/lists_store.h"
#include "watchlists/matcher.h"
#include "wire/record_seal.h"

#include <functional>
#include <memory>
#include <vector>

namespace sarhad::node {

/// The snapshot of these lists. kCorrupt where a row does not open or cannot be read. Pure.
[[nodiscard]] core::Result<std::shared_ptr<const watchlists::ListSnapshot>> build_snapshot(
    const std::vector<SealedList>& lists, const wire::RecordSeal& seal);

/// Keeps the snapshot that screening uses in step with the store, without pausing screening. One
/// build at a time; editions that arrive during it share the next one.
/// Thread: loop, but for newest snapshot itself, which any thread takes.
class LiveLists {
public:
    LiveLists(Lanes& lanes, ListsStore& store, const wire::RecordSeal& seal, core::Log& log);

    /// Before threads run: builds from what is stored.
    [[nodiscard]] core::Status load();
    /// Builds anew in the background; a failed build is logged and leaves the old snapshot.
    void refresh();
    /// `watcher` hears of each new snapshot.
    void set_watcher(std::function<void()> watcher) { watcher_ = std::move(watcher); }

    [[nodiscard]] const core::Published<watchlists::ListSnapshot>& snapshot() const {
        return snapshot_;
    }

private:
    using Snapshot = std::shared_ptr<const watchlists::ListSnapshot>;
    void build(std::vector<SealedList> lists);
    void finish(core::Result<Snapshot> built);

    Lanes& lanes_;
    ListsStore& store_;
    const wire::RecordSeal& seal_;
    core::Log& log_;
    core::Published<watchlists::ListSnapshot> snapshot_;
    std::function<void()> watcher_;
    bool is_building_{false};
    bool is_outdated_{false};
};

}  // namespace sarhad::node
