#include "node/live_lists.h"

#include "core/text.h"
#include "node/events.h"
#include "wire/hash.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

/// Whether a list of `before` is older in `after`, or gone though it was not withdrawn.
bool goes_back(const std::vector<ListState>& before,
               const std::set<core::StreamId>& withdrawn,
               const std::vector<ListState>& after) {
    return std::any_of(before.begin(), before.end(), [&](const ListState& held) {
        return !withdrawn.contains(held.stream) &&
               std::none_of(after.begin(), after.end(), [&](const ListState& one) {
                   return one.stream == held.stream && one.edition >= held.edition;
               });
    });
}

Status forget_changes(ListsStore& store, const std::vector<ListState>& lists) {
    for (const ListState& list : lists) {
        SARHAD_TRY_STATUS(store.forget_changes(list));
    }
    return {};
}

}  // namespace

LiveLists::LiveLists(const NodeParts& parts,
                     Lanes& lanes,
                     const wire::RecordSeal& seal,
                     const ListKeys& keys,
                     KeptLists& kept,
                     ListsStore& store,
                     std::function<void(const ListState&)> on_in_force)
    : parts_{parts},
      lanes_{lanes},
      pages_{pages_of(parts)},
      seal_{seal},
      keys_{keys},
      kept_{kept},
      store_{store},
      on_in_force_{std::move(on_in_force)},
      snapshot_{no_lists().snapshot} {}

Status LiveLists::load() {
    SARHAD_TRY(const bool is_loaded, load_kept());
    if (is_loaded) {
        return {};
    }
    SARHAD_TRY(const std::vector<SealedList> lists, read_lists(pages_.source));
    const BuiltLists built = build_lists(lists, seal_, keys_);
    snapshot_.replace(built.snapshot);
    in_force_ = built.lists;
    note_left_out(built.left_out);
    if (!built.lists.empty()) {
        unkept_ = std::make_shared<const Base>(Base{built, Origin::kBuilt});
    }
    return {};
}

/// False where nothing good is kept, or not all that is stored can be made of it.
Result<bool> LiveLists::load_kept() {
    SARHAD_TRY(const std::vector<ListState> stored, store_.lists());
    const std::optional<BuiltLists> kept = kept_.open(stored);
    if (!kept) {
        return false;
    }
    SARHAD_TRY(
        const ListDifferences differences,
        read_differences(pages_.source, kept->lists, {kNotedChangesMax, kOverlayEntriesMax}));
    CaughtUp now = catch_up(*kept, differences, seal_, keys_);
    if (differences.has_strangers || !now.wanted_whole.empty() || !now.built.left_out.empty()) {
        return false;
    }
    snapshot_.replace(now.built.snapshot);
    in_force_ = std::move(now.built.lists);
    return true;
}

void LiveLists::start() {
    is_stopped_ = false;
    if (!waiting_.empty()) {
        retry_later();
    }
    look_behind({});
}

void LiveLists::stop() {
    is_stopped_ = true;
    if (retry_timer_) {
        parts_.scheduler.cancel(*std::exchange(retry_timer_, std::nullopt));
    }
}

void LiveLists::on_keys() {
    failed_.clear();
    if (!waiting_.empty() && !is_stopped_) {
        refresh();
    }
}

void LiveLists::withdraw(core::StreamId stream) {
    failed_.erase(stream);
    waiting_.erase(stream);
    const bool is_in_force = std::any_of(
        in_force_.begin(), in_force_.end(), [&](const auto& one) { return one.stream == stream; });
    if (is_in_force || is_changing_ || is_in_background_) {
        withdrawn_.insert(stream);
        refresh();
    }
}

void LiveLists::on_stored(const ListState& state) {
    failed_.erase(state.stream);
    withdrawn_.erase(state.stream);
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
    if (is_changing_) {
        is_outdated_ = true;
        return;
    }
    is_changing_ = true;
    if (retry_timer_) {
        parts_.scheduler.cancel(*std::exchange(retry_timer_, std::nullopt));
    }
    const BasePtr base = fresh_ != nullptr
                             ? fresh_
                             : std::make_shared<const Base>(
                                   Base{{snapshot_.newest(), in_force_, {}}, Origin::kSnapshot});
    lanes_.ask<ListDifferences>(
        pages_.lane,
        [this, base] {
            return read_differences(
                pages_.source, base->lists.lists, {kNotedChangesMax, kOverlayEntriesMax});
        },
        [this, base](Result<ListDifferences> stored) {
            if (!stored) {
                finish_change(stored.error(), base);
                return;
            }
            change(base, *std::move(stored));
        });
}

void LiveLists::change(const BasePtr& base, ListDifferences stored) {
    lanes_.ask<Outcome>(
        core::Lane::kMatch,
        [this, base, stored = std::move(stored), before = InForce{in_force_, withdrawn_}]()
            -> Result<Outcome> { return change_and_publish(*base, stored, before); },
        [this, base](const Result<Outcome>& outcome) { finish_change(outcome, base); });
}

/// Publishes from the match thread, so that what of the snapshot before is in no other dies there
/// and not on the loop. What was made in the background is given up where it would take a list
/// back: its row may have been damaged since it came in force.
LiveLists::Outcome LiveLists::change_and_publish(const Base& base,
                                                 const ListDifferences& stored,
                                                 const InForce& before) {
    Outcome outcome{catch_up(base.lists, stored, seal_, keys_), false};
    for (const ListState& list : base.lists.lists) {
        const bool is_stored =
            std::any_of(stored.lists.begin(), stored.lists.end(), [&](const ListDifference& one) {
                return one.state.stream == list.stream;
            });
        if (before.withdrawn.contains(list.stream) && !is_stored) {
            outcome.now.wanted_whole.push_back(list);  // It is in the snapshot still.
            return outcome;
        }
    }
    if (!goes_back(before.lists, before.withdrawn, outcome.now.built.lists)) {
        snapshot_.replace(outcome.now.built.snapshot);
        outcome.is_published = true;
    }
    return outcome;
}

void LiveLists::finish_change(const Result<Outcome>& outcome, const BasePtr& base) {
    is_changing_ = false;
    if (outcome) {
        if (base->origin != Origin::kSnapshot) {
            fresh_.reset();
            unkept_ = outcome->is_published ? base : unkept_;
        }
        note(*outcome);
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

void LiveLists::note(const Outcome& outcome) {
    if (outcome.is_published) {
        put_in_force(outcome.now.built.lists);
    }
    note_left_out(outcome.now.built.left_out);
    look_behind(outcome.now.wanted_whole);
}

/// What is to be done in the background, one thing at a time: the end of each looks again.
void LiveLists::look_behind(const std::vector<ListState>& wanted_whole) {
    if (is_in_background_) {
        return;
    }
    if (std::any_of(wanted_whole.begin(), wanted_whole.end(), [&](const ListState& list) {
            return failed_.count(list.stream) == 0;
        })) {
        build_whole();
    } else if (unkept_ != nullptr) {
        keep();
    } else if (snapshot_.newest()->size().overlay_entries > kOverlayEntriesMax) {
        merge();
    }
}

void LiveLists::build_whole() {
    is_in_background_ = true;
    const auto fail = [this](const core::Error& error) {
        is_in_background_ = false;
        parts_.log.write(kListsNotBuilt, {{"why", error.what}});
        wait_because(error.what);
        retry_later();
    };
    lanes_.ask<std::vector<SealedList>>(
        pages_.lane,
        [this] { return read_lists(pages_.source); },
        [this, fail](Result<std::vector<SealedList>> loaded) {
            if (!loaded) {
                fail(loaded.error());
                return;
            }
            // Shared only because a std::function is copyable.
            auto rows = std::make_shared<std::vector<SealedList>>(*std::move(loaded));
            lanes_.ask<BuiltLists>(
                core::Lane::kBuild,
                [this, rows]() -> Result<BuiltLists> { return build_lists(*rows, seal_, keys_); },
                [this, fail](Result<BuiltLists> built) {
                    built ? finish_build(*std::move(built)) : fail(built.error());
                });
        });
}

void LiveLists::finish_build(BuiltLists built) {
    is_in_background_ = false;
    const std::vector<WaitingList> left_out = std::exchange(built.left_out, {});
    note_left_out(left_out);
    for (const WaitingList& missing : left_out) {
        failed_.insert(missing.stored.stream);
        const bool is_in_force =
            std::any_of(in_force_.begin(), in_force_.end(), [&](const ListState& one) {
                return one.stream == missing.stored.stream;
            });
        if (is_in_force) {
            keep_for(missing.stored.name);
            return;
        }
    }
    offer(std::move(built), Origin::kBuilt);
}

/// The list in force does not build: what would be built of the others has to wait for it.
void LiveLists::keep_for(const std::string& name) {
    for (auto& [stream, list] : waiting_) {
        if (list.why.empty()) {
            list.why = core::cat("waits for ", name, ", which does not build");
            failed_.insert(stream);
        }
    }
    retry_later();
}

void LiveLists::merge() {
    is_in_background_ = true;
    lanes_.ask<BuiltLists>(
        core::Lane::kBuild,
        [before = snapshot_.newest(), lists = in_force_]() -> Result<BuiltLists> {
            return BuiltLists{before->merged(wire::blake2b), lists, {}};
        },
        [this](Result<BuiltLists> merged) {
            is_in_background_ = false;
            if (merged) {  // Where the lane is full, the next edition asks again.
                offer(*std::move(merged), Origin::kMerged);
            }
        });
}

/// Then nobody asks any more what changed up to there: whoever is older has been replaced.
void LiveLists::keep() {
    is_in_background_ = true;
    const BasePtr lists = std::exchange(unkept_, nullptr);
    lanes_.ask<std::size_t>(
        core::Lane::kBuild,
        [this, lists]() -> Result<std::size_t> {
            SARHAD_TRY_STATUS(kept_.write(lists->lists));
            return lists->lists.lists.size();
        },
        [this, lists](const Result<std::size_t>& written) {
            is_in_background_ = false;
            if (!written) {
                parts_.log.write(kSegmentNotKept, {{"why", written.error().what}});
            } else {
                lanes_.commit(
                    [this, lists](store::Transaction& /*transaction*/) {
                        return forget_changes(store_, lists->lists.lists);
                    },
                    [](const Status& /*status*/) {});  // They are forgotten with the next file.
            }
            refresh();
        });
}

void LiveLists::offer(BuiltLists fresh, Origin origin) {
    fresh_ = std::make_shared<const Base>(Base{std::move(fresh), origin});
    refresh();
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
            return one.stream == list.stream && one.edition == list.edition &&
                   one.repairs == list.repairs;
        });
        if (held != before.end()) {
            list.applied_at = held->applied_at;
        } else {
            list.applied_at = parts_.clock.wall();
            fresh.push_back(list);
        }
        const auto waiting = waiting_.find(list.stream);
        if (waiting != waiting_.end() && waiting->second.stored.edition <= list.edition &&
            waiting->second.stored.repairs <= list.repairs) {
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
        failed_.clear();
        refresh();
    });
}

}  // namespace sarhad::node
