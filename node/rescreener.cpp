#include "node/rescreener.h"

#include "rescreen_entries.h"

#include "node/events.h"
#include "node/rescreen_later.h"
#include "watchlists/list_file.h"
#include "watchlists/matcher.h"
#include "watchlists/normalise.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

constexpr core::Duration kForgetsEvery = std::chrono::hours{1};
struct Nothing {};

}  // namespace

/// What reading some crossings into the index led to.
struct Rescreener::Page {
    std::int64_t last{0};
    Status trouble;  ///< Of a crossing that is passed over.
    std::vector<screening::GuardedDecision> decisions;
};

/// Some due entries on their way.
struct Rescreener::Round {
    struct Entry {
        DueEntry due;
        ListState list;
        bool is_settled{false};
    };
    std::vector<Entry> entries;
    std::int64_t done{0};  ///< Crossings up to it are in the index.
    bool has_later{false};
    std::uint64_t on_old_data{0};
    std::shared_ptr<const watchlists::ListSnapshot> lists;  ///< Of these entries alone.
    watchlists::MatchScratch scratch;
    std::vector<std::int64_t> numbers;  ///< Of crossings that they may find.
    std::vector<StoredCrossing> crossings;
    std::vector<LateHitRecord> late;
    std::vector<Recorded> recorded;  ///< One a late hit; of the transaction that went through.
    std::vector<CargoPlace> cargo;   ///< Pieces that some of the entries match.
    std::optional<core::WallTime> all_cargo_since;  ///< All from then on are screened again.
    std::uint64_t marked{0};                        ///< So many are.
    Tails tails;
    Status trouble;  ///< Of an entry or a crossing that is passed over.
};

// NOLINTNEXTLINE(readability-function-size): what it stands on, one each.
Rescreener::Rescreener(const NodeParts& parts,
                       const NodeSettings& settings,
                       const wire::RecordSeal& seal,
                       const ListKeys& keys,
                       OutboxSealer& sealer,
                       const core::Published<watchlists::ListSnapshot>& lists,
                       const core::Published<screening::KnownPairs>& pairs,
                       NodeStores& stores,
                       Lanes& lanes,
                       RescreenListeners listeners)
    : parts_{parts},
      settings_{settings},
      pages_{pages_of(parts)},
      seal_{seal},
      keys_{keys},
      sealer_{sealer},
      lists_{lists},
      pairs_{pairs},
      stores_{stores},
      lanes_{lanes},
      listeners_{std::move(listeners)},
      cargo_{pages_, seal, lanes} {}

Status Rescreener::load() {
    SARHAD_TRY(status_.late_hits, stores_.late_hits.count());
    SARHAD_TRY(status_.due, count_due(store::QuerySource{parts_.database}));
    SARHAD_TRY(status_.on_old_data, count_on_old_data(store::QuerySource{parts_.database}));
    return {};
}

void Rescreener::on_in_force(const ListState& state) {
    marks_[state.stream] = listeners_.mark();
    is_cargo_marked_ = false;
    idle_at_.reset();
    tick();
}

void Rescreener::tick() {
    if (is_stopped_ || is_busy_) {
        is_wanted_ = is_busy_;
        return;
    }
    is_to_forget_ = is_to_forget_ || parts_.clock.mono() >= forgets_at_;
    begun_ = {
        parts_.database.commits(), facts::day_of(parts_.proved_time()), listeners_.is_current()};
    if (idle_at_ == begun_ && !is_to_forget_) {
        return;
    }
    idle_at_.reset();
    is_busy_ = true;
    settled_.clear();
    for (const ListState& list : listeners_.in_force()) {
        const auto mark = marks_.find(list.stream);
        if (mark == marks_.end() || listeners_.is_past(mark->second)) {
            settled_.insert(list.stream);
        }
    }
    fill();
}

void Rescreener::fill() {
    const core::WallTime since{parts_.clock.wall().micros -
                               kRescreenWindow / std::chrono::microseconds{1}};
    const bool is_first = filled_ < 0;
    forgets_at_ = is_to_forget_ ? parts_.clock.mono() + kForgetsEvery : forgets_at_;
    const bool is_to_forget = std::exchange(is_to_forget_, false) && !is_first;
    using Read = std::pair<std::optional<std::int64_t>, std::vector<StoredCrossing>>;
    lanes_.ask<Read>(
        pages_.lane,
        [source = pages_.source, since, is_first, is_to_forget, from = filled_]() -> Result<Read> {
            Read read;
            std::int64_t after = from;
            if (is_first || is_to_forget) {
                SARHAD_TRY(read.first, read_number_before(source, since));
                after = is_first ? *read.first : after;
            }
            SARHAD_TRY(read.second, read_crossings(source, after, kFillAtOnce));
            return read;
        },
        [this](Result<Read> read) {
            if (!read) {
                rest(read.error());
                return;
            }
            if (read->first) {
                filled_ = std::max(filled_, *read->first);
                travellers_.forget_below(static_cast<std::uint64_t>(*read->first) + 1);
            }
            add(std::move(read->second));
        });
}

void Rescreener::add(std::vector<StoredCrossing> page) {
    if (page.empty()) {
        take_due();
        return;
    }
    const bool is_full = page.size() == kFillAtOnce;
    lanes_.ask<Page>(
        core::Lane::kMatch,
        [this, page = std::move(page)] { return read_in(page); },
        [this, is_full](Result<Page> read) {
            if (!read) {
                rest(read.error());
                return;
            }
            filled_ = read->last;
            status_.travellers = travellers_.size();
            listeners_.on_read(read->decisions);
            if (!read->trouble) {
                parts_.log.write(kRescreenSkips, {{"why", read->trouble.error().what}});
            }
            is_full ? fill() : take_due();
        });
}

/// What cannot be read is passed over: one damaged row must not keep all others from being found.
Result<Rescreener::Page> Rescreener::read_in(const std::vector<StoredCrossing>& page) {
    Page read;
    const auto one = [&](const StoredCrossing& stored) -> Status {
        SARHAD_TRY(const core::Bytes body, seal_.open(kCrossingTable, stored.id, stored.sealed));
        SARHAD_TRY(const facts::Crossing crossing, wire::decode<facts::Crossing>(body));
        read.decisions.push_back(screening::guarded(crossing.decision, crossing.screened_at));
        return travellers_.add(static_cast<std::uint64_t>(stored.number),
                               watchlists::Subject::of(crossing.screened()));
    };
    for (const StoredCrossing& stored : page) {
        if (Status added = stored.erased ? Status{} : one(stored); !added) {
            read.trouble = std::move(added);
        }
        read.last = stored.number;
    }
    return read;
}

void Rescreener::take_due() {
    auto round = std::make_shared<Round>();  // From lane to lane, one at a time.
    round->done = filled_;
    lanes_.ask<std::uint64_t>(
        pages_.lane,
        [source = pages_.source,
         round,
         lists = listeners_.in_force(),
         settled = settled_,
         today = facts::day_of(parts_.proved_time())]() -> Result<std::uint64_t> {
            SARHAD_TRY(round->has_later, has_later(source, today));
            SARHAD_TRY(round->on_old_data, count_on_old_data(source));
            return read_entries(source, lists, settled, *round);
        },
        [this, round](const Result<std::uint64_t>& due) {
            status_.on_old_data = due ? round->on_old_data : status_.on_old_data;
            if (due && round->has_later && *due < kLaterAtOnce) {
                take_later();
                return;
            }
            if (due && *due == 0 && round->on_old_data > 0 && listeners_.is_current()) {
                status_.due = 0;
                settle();
                return;
            }
            if (!due || round->entries.empty()) {
                status_.due = due ? *due : status_.due;
                if (due && *due == 0 && (round->on_old_data == 0 || !begun_.is_current) &&
                    !is_wanted_ && settled_.size() == listeners_.in_force().size()) {
                    idle_at_ = begun_;
                }
                rest(due ? Status{} : Status{due.error()});
                return;
            }
            status_.due = *due;
            search(round);
        });
}

/// Whoever is being screened now may still be screened by yesterday: what becomes due stays so
/// until he is on record.
void Rescreener::take_later() {
    auto streams = std::make_shared<std::vector<core::StreamId>>();  // From store to loop.
    lanes_.commit(
        [this, streams, today = facts::day_of(parts_.proved_time())](
            store::Transaction& /*transaction*/) -> Status {
            SARHAD_TRY(*streams, RescreenLater{parts_.database}.take(today));
            return {};
        },
        [this, streams](const Status& status) {
            if (!status) {
                rest(status);
                return;
            }
            for (const core::StreamId stream : *streams) {
                marks_[stream] = listeners_.mark();
                settled_.erase(stream);
            }
            take_due();
        });
}

void Rescreener::search(const RoundPtr& round) {
    lanes_.ask<Nothing>(
        core::Lane::kMatch,
        [this, round]() -> Result<Nothing> {
            SARHAD_TRY_STATUS(find_travellers(*round));
            return Nothing{};
        },
        [this, round](const Result<Nothing>& found) {
            found ? read_found(round) : rest(found.error());
        });
}

/// Fills `numbers` and `lists`.
Status Rescreener::find_travellers(Round& round) {
    const auto in_force = lists_.newest();
    watchlists::ListSnapshotBuilder builder;
    std::string list;
    for (const Round::Entry& entry : round.entries) {
        const watchlists::ListManifest* manifest = manifest_of(*in_force, entry.list.name);
        if (manifest == nullptr) {
            continue;
        }
        const auto body = seal_.open(
            kListEntryTable, entry_place(entry.due.stream, entry.due.id), entry.due.sealed);
        auto stored =
            body ? watchlists::read_entry(*body) : Result<watchlists::ListEntry>{body.error()};
        const auto listed = stored ? keys_.open(manifest->name, *std::move(stored)) : stored;
        if (!listed) {
            round.trouble = listed.error();
            continue;
        }
        if (list != manifest->name) {
            list = manifest->name;
            SARHAD_TRY_STATUS(builder.begin_list(*manifest));
        }
        SARHAD_TRY_STATUS(builder.add_entry(*listed));
        for (const watchlists::TravellerFind& find :
             travellers_.find(*listed, manifest->thresholds.ask, kLateHitsAnEntry, scratch_)) {
            if (static_cast<std::int64_t>(find.number) > entry.due.after) {
                round.numbers.push_back(static_cast<std::int64_t>(find.number));
            }
        }
    }
    std::sort(round.numbers.begin(), round.numbers.end());
    round.numbers.erase(std::unique(round.numbers.begin(), round.numbers.end()),
                        round.numbers.end());
    round.lists = builder.build(wire::blake2b);
    return {};
}

void Rescreener::read_found(const RoundPtr& round) {
    if (round->numbers.empty()) {
        find_cargo(round);
        return;
    }
    lanes_.ask<Nothing>(
        pages_.lane,
        [source = pages_.source, round]() -> Result<Nothing> {
            SARHAD_TRY(round->crossings, read_numbered(source, round->numbers));
            return Nothing{};
        },
        [this, round](const Result<Nothing>& read) { read ? confirm(round) : rest(read.error()); });
}

void Rescreener::confirm(const RoundPtr& round) {
    lanes_.ask<Nothing>(
        core::Lane::kMatch,
        [this, round, now = parts_.clock.wall()]() -> Result<Nothing> {
            SARHAD_TRY_STATUS(judge(*round, now));
            return Nothing{};
        },
        [this, round](const Result<Nothing>& judged) {
            judged ? find_cargo(round) : rest(judged.error());
        });
}

/// Cargo that has passed is screened again as a whole, by the lists in force. Only once entries are
/// settled, since an entry is looked for again until then.
void Rescreener::find_cargo(const RoundPtr& round) {
    const bool is_settled = std::any_of(round->entries.begin(),
                                        round->entries.end(),
                                        [](const Round::Entry& one) { return one.is_settled; });
    if (!is_settled || is_cargo_marked_) {
        commit(round);
        return;
    }
    const core::WallTime proved = parts_.proved_time();
    const core::WallTime since{parts_.clock.wall().micros -
                               kRescreenWindow / std::chrono::microseconds{1}};
    if (status_.due > kRescanEntriesMax) {
        round->all_cargo_since = since;
        commit(round);
        return;
    }
    cargo_.run(round->lists, since, proved, [this, round](Result<std::vector<CargoPlace>> found) {
        if (!found) {
            rest(found.error());
            return;
        }
        round->cargo = *std::move(found);
        commit(round);
    });
}

/// The matcher that a counter asks has the last word on everybody whom the index found.
Status Rescreener::judge(Round& round, core::WallTime now) const {
    for (const StoredCrossing& stored : round.crossings) {
        if (stored.erased) {  // The index knew the name's words until now.
            continue;
        }
        const auto body = seal_.open(kCrossingTable, stored.id, stored.sealed);
        const auto crossing =
            body ? wire::decode<facts::Crossing>(*body) : Result<facts::Crossing>{body.error()};
        if (!crossing) {
            round.trouble = crossing.error();
            continue;
        }
        SARHAD_TRY_STATUS(judge_one(round, *crossing, now));
    }
    std::stable_sort(
        round.late.begin(), round.late.end(), [](const LateHitRecord& a, const LateHitRecord& b) {
            return std::pair{a.late.hit.tier, a.late.hit.score} >
                   std::pair{b.late.hit.tier, b.late.hit.score};
        });
    return {};
}

Status Rescreener::judge_one(Round& round,
                             const facts::Crossing& crossing,
                             core::WallTime now) const {
    watchlists::Subject who = watchlists::Subject::of(crossing.screened());
    who.on = facts::day_of(parts_.proved_time());  // Of an ended order nobody is asked anything.
    std::vector<facts::Hit> hits = round.lists->match(who, round.entries.size(), round.scratch);
    pairs_.newest()->suppress(crossing.subject_keys, crossing.screened(), now, hits);
    for (facts::Hit& hit : hits) {
        const bool is_reported = hit.tier >= facts::Tier::kAsk && hit.suppressed_by.empty();
        if (!is_reported || was_hit(crossing.decision, hit)) {
            continue;
        }
        facts::LateHit late = late_hit_of(settings_, crossing, std::move(hit), now);
        const core::Bytes body = wire::encode(late);
        SARHAD_TRY(UpwardRow row,
                   sealer_.seal(wire::up::kDesk,
                                wire::Lane::kUrgent,
                                wire::encode(facts::DeskRecord{{late}, {}}),
                                now));
        core::Bytes sealed = seal_.seal(kLateHitTable, late.id, body);
        round.late.push_back({std::move(late), std::move(sealed), std::move(row)});
    }
    return {};
}

void Rescreener::commit(const RoundPtr& round) {
    lanes_.commit(
        [this, round](store::Transaction& transaction) -> Status {
            round->recorded.clear();  // Of a run that was rolled back.
            for (const LateHitRecord& record : round->late) {
                SARHAD_TRY(const Recorded recorded, stores_.late_hits.put(transaction, record));
                round->recorded.push_back(recorded);
            }
            for (const Round::Entry& entry : round->entries) {
                SARHAD_TRY_STATUS(entry.is_settled
                                      ? stores_.late_hits.remove(entry.due)
                                      : stores_.late_hits.note_done(entry.due, round->done));
            }
            SARHAD_TRY_STATUS(mark_cargo_again(parts_.database, round->cargo));
            if (round->all_cargo_since) {
                SARHAD_TRY(round->marked,
                           mark_all_cargo_again(parts_.database, *round->all_cargo_since));
            }
            round->tails = stores_.tails();
            return {};
        },
        [this, round](const Status& status) {
            if (!status) {
                rest(status);
                return;
            }
            committed(*round);
            is_cargo_marked_ = is_cargo_marked_ || round->all_cargo_since.has_value();
            if (!round->cargo.empty() || round->marked > 0) {
                listeners_.on_cargo();
            }
            take_due();
        });
}

/// One line an entry, the strongest first: that is how the desk takes them.
void Rescreener::committed(const Round& round) {
    if (!round.trouble) {
        parts_.log.write(kRescreenSkips, {{"why", round.trouble.error().what}});
    }
    listeners_.on_rows(round.tails);
    std::map<std::pair<std::string, std::string>, std::uint64_t> counts;
    for (std::size_t at = 0; at < round.late.size(); ++at) {
        const facts::Hit& hit = round.late[at].late.hit;
        counts[{hit.list, hit.entry}] += round.recorded[at] == Recorded::kNew ? 1U : 0U;
    }
    for (const LateHitRecord& record : round.late) {
        const facts::Hit& hit = record.late.hit;
        const std::uint64_t count = std::exchange(counts[{hit.list, hit.entry}], 0);
        if (count > 0 && hit.order.action != facts::ListAction::kDiscreet) {
            status_.late_hits += count;
            parts_.log.write(kLateHits,
                             {{"list", hit.list},
                              {"entry", hit.entry},
                              {"edition", hit.edition},
                              {"tier", facts::name_of(hit.tier)},
                              {"count", count}});
        }
    }
}

/// Nothing is due, and everybody up to `filled_` was among those who were looked for.
void Rescreener::settle() {
    lanes_.commit(
        [this, upto = filled_](store::Transaction& /*transaction*/) {
            return stores_.late_hits.forget_old_data(upto);
        },
        [this](const Status& status) {
            if (status) {
                parts_.log.write(kOldDataSettled, {{"crossings", status_.on_old_data}});
                status_.on_old_data = 0;
            }
            rest(status);
        });
}

/// Until the next tick; what is due stays on the disk.
void Rescreener::rest(const Status& status) {
    is_busy_ = false;
    const std::string fault = status ? std::string{} : status.error().what;
    if (!fault.empty() && status_.fault.empty()) {
        parts_.log.write(kRescreenFails, {{"why", fault}});
    }
    status_.fault = fault;
    if (std::exchange(is_wanted_, false) && fault.empty()) {
        tick();
    }
}

}  // namespace sarhad::node
