#include "node/list_build.h"

#include "watchlists/list_file.h"
#include "watchlists/list_root.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

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

Status add_list(watchlists::ListSnapshotBuilder& builder,
                const SealedList& list,
                const wire::RecordSeal& seal,
                const ListKeys& keys) {
    watchlists::ListManifest manifest;
    manifest.name = list.state.name;
    std::vector<watchlists::ListEntry> entries;
    entries.reserve(list.entries.size());
    for (const SealedEntry& row : list.entries) {
        SARHAD_TRY(const core::Bytes body,
                   seal.open(kListEntryTable, entry_place(list.state.stream, row.id), row.sealed));
        if (row.id == watchlists::kManifestId) {
            SARHAD_TRY(manifest, wire::decode<watchlists::ListManifest>(body));
            continue;
        }
        SARHAD_TRY(watchlists::ListEntry listed, watchlists::read_entry(body));
        SARHAD_TRY(watchlists::ListEntry entry, keys.open(list.state.name, std::move(listed)));
        entries.push_back(std::move(entry));
    }
    return builder.add_list(in_force(std::move(manifest), list.state), std::move(entries));
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
        SARHAD_TRY(const core::Bytes body,
                   seal.open(kListEntryTable, entry_place(list.state.stream, row.id), *row.sealed));
        if (row.id == watchlists::kManifestId) {
            SARHAD_TRY(manifest, wire::decode<watchlists::ListManifest>(body));
            continue;
        }
        SARHAD_TRY(watchlists::ListEntry listed, watchlists::read_entry(body));
        SARHAD_TRY(watchlists::ListEntry entry, keys.open(list.state.name, std::move(listed)));
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
    watchlists::ListSnapshotBuilder builder;
    BuiltLists built;
    for (const SealedList& list : lists) {
        const Status added = add_list(builder, list, seal, keys);
        if (added) {
            built.lists.push_back(list.state);
        } else {
            built.left_out.push_back({list.state, added.error().what});
        }
    }
    built.snapshot = builder.build(wire::blake2b);
    return built;
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
