#include "node/live_lists.h"

#include "core/text.h"
#include "node/events.h"
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

using Snapshot = std::shared_ptr<const watchlists::ListSnapshot>;

bool has_list(const watchlists::ListSnapshot& snapshot, const std::string& name) {
    return std::any_of(snapshot.manifests().begin(),
                       snapshot.manifests().end(),
                       [&](const watchlists::ListManifest& one) { return one.name == name; });
}

Snapshot empty_snapshot() {
    return watchlists::ListSnapshotBuilder{}.build(wire::blake2b);
}

}  // namespace

BuiltLists build_lists(const std::vector<SealedList>& lists, const wire::RecordSeal& seal) {
    watchlists::ListSnapshotBuilder builder;
    BuiltLists built;
    for (const SealedList& list : lists) {
        const Status added = add_list(builder, list, seal);
        if (added) {
            built.lists.push_back(list.state);
        } else {
            built.left_out.push_back({list.state, added.error().what});
        }
    }
    built.snapshot = builder.build(wire::blake2b);
    return built;
}

LiveLists::LiveLists(const NodeParts& parts,
                     Lanes& lanes,
                     const wire::RecordSeal& seal,
                     std::function<void(const ListState&)> on_in_force)
    : parts_{parts},
      lanes_{lanes},
      pages_{pages_of(parts)},
      seal_{seal},
      on_in_force_{std::move(on_in_force)},
      snapshot_{empty_snapshot()} {}

Status LiveLists::load() {
    SARHAD_TRY(const std::vector<SealedList> lists, read_lists(pages_.source));
    BuiltLists built = build_lists(lists, seal_);
    snapshot_.replace(std::move(built.snapshot));
    in_force_ = std::move(built.lists);
    note_left_out(built.left_out);
    return {};
}

void LiveLists::start() {
    is_stopped_ = false;
    if (!waiting_.empty()) {
        retry_later();
    }
}

void LiveLists::stop() {
    is_stopped_ = true;
    if (retry_timer_) {
        parts_.scheduler.cancel(*std::exchange(retry_timer_, std::nullopt));
    }
}

void LiveLists::on_stored(const ListState& state) {
    waiting_.insert_or_assign(state.stream, WaitingList{state, {}});
    refresh();
}

std::vector<WaitingList> LiveLists::waiting() const {
    std::vector<WaitingList> waiting;
    for (const auto& [stream, list] : waiting_) {
        waiting.push_back(list);
    }
    return waiting;
}

void LiveLists::refresh() {
    if (is_building_) {
        is_outdated_ = true;
        return;
    }
    is_building_ = true;
    if (retry_timer_) {
        parts_.scheduler.cancel(*std::exchange(retry_timer_, std::nullopt));
    }
    lanes_.ask<std::vector<SealedList>>(
        pages_.lane,
        [this] { return read_lists(pages_.source); },
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
    lanes_.ask<Outcome>(
        core::Lane::kMatch,
        [this, rows]() -> Result<Outcome> { return build_and_publish(*rows); },
        [this](Result<Outcome> outcome) { finish(std::move(outcome)); });
}

/// Publishes from the match thread, so that the snapshot before, some hundred megabytes of small
/// pieces, dies there and not on the loop.
LiveLists::Outcome LiveLists::build_and_publish(const std::vector<SealedList>& lists) {
    BuiltLists built = build_lists(lists, seal_);
    Outcome outcome{std::move(built.lists), std::move(built.left_out), {}};
    const Snapshot before = snapshot_.newest();
    for (const WaitingList& missing : outcome.left_out) {
        if (has_list(*before, missing.stored.name)) {
            outcome.kept_for = missing.stored.name;
            return outcome;
        }
    }
    snapshot_.replace(std::move(built.snapshot));
    return outcome;
}

void LiveLists::finish(Result<Outcome> outcome) {
    is_building_ = false;
    if (outcome) {
        note(*std::move(outcome));
    } else {
        parts_.log.write(kListsNotBuilt, {{"why", outcome.error().what}});
        wait_because(outcome.error().what);
    }
    if (std::exchange(is_outdated_, false)) {
        refresh();
        return;
    }
    const bool has_failed = std::any_of(
        waiting_.begin(), waiting_.end(), [](const auto& one) { return !one.second.why.empty(); });
    if (has_failed) {
        retry_later();
    } else {
        retry_after_ = core::Duration{0};
    }
}

void LiveLists::note(Outcome outcome) {
    if (outcome.kept_for.empty()) {
        put_in_force(std::move(outcome.lists));
    } else {
        wait_because(core::cat("waits for ", outcome.kept_for, ", which does not build"));
    }
    note_left_out(outcome.left_out);
}

void LiveLists::note_left_out(const std::vector<WaitingList>& left_out) {
    for (const WaitingList& one : left_out) {
        parts_.log.write(kListsNotBuilt, {{"list", one.stored.name}, {"why", one.why}});
        waiting_.insert_or_assign(one.stored.stream, one);
    }
}

void LiveLists::put_in_force(std::vector<ListState> lists) {
    const std::vector<ListState> before = std::exchange(in_force_, std::move(lists));
    std::vector<ListState> fresh;
    for (ListState& list : in_force_) {
        const auto held = std::find_if(before.begin(), before.end(), [&](const ListState& one) {
            return one.stream == list.stream && one.edition == list.edition;
        });
        if (held != before.end()) {
            list.applied_at = held->applied_at;
        } else {
            list.applied_at = parts_.clock.wall();
            fresh.push_back(list);
        }
        const auto waiting = waiting_.find(list.stream);
        if (waiting != waiting_.end() && waiting->second.stored.edition <= list.edition) {
            waiting_.erase(waiting);
        }
    }
    for (const ListState& list : fresh) {
        on_in_force_(list);
    }
}

void LiveLists::wait_because(const std::string& why) {
    for (auto& [stream, list] : waiting_) {
        list.why = why;
    }
}

void LiveLists::retry_later() {
    if (is_stopped_ || retry_timer_) {
        return;
    }
    retry_after_ = std::clamp(retry_after_ * 2, kBuildRetryMin, kBuildRetryMax);
    retry_timer_ = parts_.scheduler.after(retry_after_, [this] {
        retry_timer_.reset();
        refresh();
    });
}

}  // namespace sarhad::node
