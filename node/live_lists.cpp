#include "node/live_lists.h"

#include "core/text.h"
#include "node/events.h"
#include "watchlists/list_file.h"
#include "watchlists/list_root.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

Status add_list(watchlists::ListSnapshotBuilder& builder,
                const SealedList& list,
                const wire::RecordSeal& seal) {
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
        SARHAD_TRY(watchlists::ListEntry entry, watchlists::read_entry(body));
        entries.push_back(std::move(entry));
    }
    // What is in force is told by the store: the manifest says only what the list is like.
    manifest.edition = list.state.edition;
    manifest.hash = list.state.root;
    return builder.add_list(std::move(manifest), std::move(entries));
}

std::shared_ptr<const watchlists::ListSnapshot> empty_snapshot() {
    return watchlists::ListSnapshotBuilder{}.build(wire::blake2b);
}

}  // namespace

Result<std::shared_ptr<const watchlists::ListSnapshot>> build_snapshot(
    const std::vector<SealedList>& lists, const wire::RecordSeal& seal) {
    watchlists::ListSnapshotBuilder builder;
    for (const SealedList& list : lists) {
        SARHAD_TRY_STATUS(add_list(builder, list, seal));
    }
    return builder.build(wire::blake2b);
}

LiveLists::LiveLists(Lanes& lanes, ListsStore& store, const wire::RecordSeal& seal, core::Log& log)
    : lanes_{lanes}, store_{store}, seal_{seal}, log_{log}, snapshot_{empty_snapshot()} {}

Status LiveLists::load() {
    SARHAD_TRY(const std::vector<SealedList> lists, store_.load());
    SARHAD_TRY(Snapshot built, build_snapshot(lists, seal_));
    snapshot_.replace(std::move(built));
    return {};
}

void LiveLists::refresh() {
    if (is_building_) {
        is_outdated_ = true;
        return;
    }
    is_building_ = true;
    lanes_.ask<std::vector<SealedList>>(
        core::Lane::kStore,
        [this] { return store_.load(); },
        [this](Result<std::vector<SealedList>> loaded) {
            if (!loaded) {
                finish(std::move(loaded).error());
                return;
            }
            build(*std::move(loaded));
        });
}

void LiveLists::build(std::vector<SealedList> lists) {
    // Shared only because a std::function is copyable.
    auto rows = std::make_shared<std::vector<SealedList>>(std::move(lists));
    lanes_.ask<Snapshot>(
        core::Lane::kMatch,
        [this, rows] { return build_snapshot(*rows, seal_); },
        [this](Result<Snapshot> built) { finish(std::move(built)); });
}

void LiveLists::finish(Result<Snapshot> built) {
    is_building_ = false;
    if (built) {
        snapshot_.replace(*std::move(built));
    } else {
        log_.write(kListsNotBuilt, {{"why", built.error().what}});
    }
    if (watcher_) {
        watcher_();
    }
    if (std::exchange(is_outdated_, false)) {
        refresh();
    }
}

}  // namespace sarhad::node
