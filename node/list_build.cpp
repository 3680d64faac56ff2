#include "node/list_build.h"

#include "row_opener.h"

#include "watchlists/list_root.h"
#include "wire/hash.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

using Snapshot = std::shared_ptr<const watchlists::ListSnapshot>;

/// What is in force is told by the store: the manifest says only what the list is like.
watchlists::ListManifest in_force(watchlists::ListManifest manifest, const ListState& state) {
    manifest.edition = state.edition;
    manifest.hash = state.root;
    return manifest;
}

/// `is_begun`: the builder has part of the list, whatever came of it.
Status add_list(watchlists::ListSnapshotBuilder& builder,
                const SealedList& list,
                const RowOpener& rows,
                bool& is_begun) {
    is_begun = false;
    watchlists::ListManifest manifest;
    manifest.name = list.state.name;
    const auto stated =
        std::find_if(list.entries.begin(), list.entries.end(), [](const SealedEntry& row) {
            return row.id == watchlists::kManifestId;
        });
    const auto at = static_cast<std::size_t>(stated - list.entries.begin());
    if (stated != list.entries.end()) {
        SARHAD_TRY(manifest, rows.manifest(stated->sealed));
    }
    const auto entry_at = [&](std::size_t i) {
        const SealedEntry& row = list.entries[i < at ? i : i + 1];
        return rows.entry(row.id, row.sealed);
    };
    const std::size_t count = list.entries.size() - (at < list.entries.size() ? 1 : 0);
    if (count != 0) {  // A list without its key is told by its first row.
        SARHAD_TRY_STATUS(entry_at(0));
    }
    is_begun = true;
    return builder.add_list(in_force(std::move(manifest), list.state), count, entry_at);
}

watchlists::ListManifest manifest_of(const watchlists::ListSnapshot& lists,
                                     const std::string& name) {
    for (const watchlists::ListManifest& one : lists.manifests()) {
        if (one.name == name) {
            return one;
        }
    }
    watchlists::ListManifest none;
    none.name = name;
    return none;
}

Result<Snapshot> with_difference(const Snapshot& before,
                                 const ListDifference& list,
                                 const wire::RecordSeal& seal,
                                 const ListKeys& keys) {
    const RowOpener rows{list.state, seal, keys};
    watchlists::ListManifest manifest = manifest_of(*before, list.state.name);
    std::vector<watchlists::ListChange> changes;
    changes.reserve(list.rows.size());
    for (const ChangedRow& row : list.rows) {
        if (!row.sealed) {
            if (row.id == watchlists::kManifestId) {
                manifest = {};
                manifest.name = list.state.name;
            } else {
                changes.push_back({row.id, std::nullopt});
            }
            continue;
        }
        if (row.id == watchlists::kManifestId) {
            SARHAD_TRY(manifest, rows.manifest(*row.sealed));
            continue;
        }
        SARHAD_TRY(watchlists::ListEntry entry, rows.entry(row.id, *row.sealed));
        changes.push_back({row.id, std::move(entry)});
    }
    return before->changed(in_force(std::move(manifest), list.state), changes, wire::blake2b);
}

}  // namespace

BuiltLists no_lists() {
    return {watchlists::ListSnapshotBuilder{}.build(wire::blake2b), {}, {}};
}

BuiltLists build_lists(const std::vector<SealedList>& lists,
                       const wire::RecordSeal& seal,
                       const ListKeys& keys) {
    BuiltLists built;
    std::vector<bool> is_out(lists.size(), false);
    for (;;) {
        watchlists::ListSnapshotBuilder builder{kListBuildThreads};
        built.lists.clear();
        bool is_spoilt = false;
        for (std::size_t i = 0; i < lists.size() && !is_spoilt; ++i) {
            if (is_out[i]) {
                continue;
            }
            if (const Status added =
                    add_list(builder, lists[i], RowOpener{lists[i].state, seal, keys}, is_spoilt)) {
                is_spoilt = false;
                built.lists.push_back(lists[i].state);
            } else {
                is_out[i] = true;
                built.left_out.push_back({lists[i].state, added.error().what});
            }
        }
        if (!is_spoilt) {
            built.snapshot = builder.build(wire::blake2b);
            return built;
        }
    }
}

CaughtUp catch_up(const BuiltLists& held,
                  const ListDifferences& stored,
                  const wire::RecordSeal& seal,
                  const ListKeys& keys) {
    CaughtUp now;
    now.built.snapshot = held.snapshot;
    for (const ListDifference& list : stored.lists) {
        const auto mine =
            std::find_if(held.lists.begin(), held.lists.end(), [&](const ListState& one) {
                return one.stream == list.state.stream;
            });
        const bool is_held = mine != held.lists.end();
        if (list.is_known && is_held && mine->edition == list.state.edition &&
            mine->repairs == list.state.repairs) {
            now.built.lists.push_back(list.state);
            continue;
        }
        if (!list.is_known) {
            now.wanted_whole.push_back(list.state);
        } else if (auto next = with_difference(now.built.snapshot, list, seal, keys)) {
            now.built.snapshot = *std::move(next);
            now.built.lists.push_back(list.state);
            continue;
        } else {
            now.built.left_out.push_back({list.state, next.error().what});
        }
        if (is_held) {
            now.built.lists.push_back(*mine);
        }
    }
    return now;
}

}  // namespace sarhad::node
