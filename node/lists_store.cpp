#include "node/lists_store.h"

#include "edition_row.h"
#include "list_ops.h"
#include "staged_delta.h"

#include "core/plant.h"
#include "core/text.h"
#include "node/rescreen_later.h"
#include "store/transaction.h"
#include "watchlists/list_file.h"
#include "watchlists/list_root.h"
#include "watchlists/shrink.h"
#include "wire/hash.h"

#include <algorithm>

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using core::StreamId;
using store::Statement;
using store::Step;

namespace {

core::Bytes staged_place(StreamId stream, core::Seq seq) {
    core::Bytes place;
    core::put_u16(place, stream.value());
    core::put_u64(place, seq.value());
    return place;
}

}  // namespace

core::Bytes entry_place(StreamId stream, std::string_view id) {
    core::Bytes place;
    core::put_u16(place, stream.value());
    core::append(place, core::as_bytes(id));
    return place;
}

Result<Applied> ListsStore::apply(const wire::DeltaBody& delta,
                                  const std::vector<wire::Signature>& edition_signatures,
                                  const wire::Hash256& chain,
                                  core::WallTime now,
                                  PositionCommit commit) {
    SARHAD_TRY_STATUS(positions_.check_next(delta, delta.name));
    for (const wire::Op& op : delta.ops) {
        SARHAD_TRY_STATUS(check_op(delta, op));
    }
    SARHAD_TRY(Applied applied, apply_next(delta, edition_signatures, now));
    applied.position = {delta.stream, delta.epoch, delta.seq, chain};
    if (commit == PositionCommit::kTogether) {
        SARHAD_TRY_STATUS(positions_.put(applied.position));
    }
    return applied;
}

Result<Applied> ListsStore::apply_next(const wire::DeltaBody& delta,
                                       const std::vector<wire::Signature>& edition_signatures,
                                       core::WallTime now) {
    SARHAD_TRY(const bool is_again, positions_.has_note(again_note(delta.stream)));
    SARHAD_TRY_STATUS(check_succeeds(delta, is_again));
    SARHAD_TRY(const std::optional<ListState> before, find(delta.stream));
    const bool is_older = is_again && before && delta.edition < before->edition;
    Applied applied;
    Taking how{Noting::kEachRow, facts::day_of(now), before ? before->entries : 0};
    if (core::is_planted(core::Plant::kHalfEdition)) {
        SARHAD_TRY_STATUS(apply_ops(delta, delta.ops, how));
        SARHAD_TRY(applied.completed, state_after(delta, how, now));
        SARHAD_TRY_STATUS(put_state(*applied.completed, std::nullopt));
    } else if (delta.ends_edition && !is_older) {
        // Of a first edition all is new. One that is taken again may bear a number that was in
        // force here with other rows: nothing is known as far as that number.
        const bool is_noted = before && !is_again;
        const std::uint64_t known_since = is_again ? delta.edition + 1 : delta.edition;
        how.noting = is_noted ? Noting::kEachRow : Noting::kNothing;
        SARHAD_TRY_STATUS(end_edition(delta, is_again, how));
        SARHAD_TRY(applied.completed, state_after(delta, how, now));
        const std::uint64_t entries = is_noted && before->entries > 0 ? before->entries - 1 : 0;
        const bool is_many = is_noted && watchlists::removes_many(entries, how.removed);
        SARHAD_TRY_STATUS(check_after(delta,
                                      edition_signatures,
                                      *applied.completed,
                                      is_many ? wire::Removal::kMany : wire::Removal::kFew));
        SARHAD_TRY_STATUS(
            put_state(*applied.completed, is_noted ? std::nullopt : std::optional{known_since}));
        SARHAD_TRY_STATUS(bound_changes(*applied.completed));
    } else {
        SARHAD_TRY_STATUS(stage(delta));
    }
    if (applied.completed) {
        applied.root = applied.completed->root;
    } else if (before && !is_again) {  // What is in force belongs to no place in the stream.
        applied.root = before->root;
    }
    return applied;
}

Status ListsStore::grow_trees() {
    SARHAD_TRY(store::Transaction transaction, store::Transaction::begin(database_));
    SARHAD_TRY(const std::vector<ListState> stored, lists());
    for (const ListState& list : stored) {
        SARHAD_TRY_STATUS(grow_tree(list.stream));
    }
    return std::move(transaction).commit();
}

Status ListsStore::grow_tree(StreamId stream) {
    SARHAD_TRY(const bool has_grown, tree_.place_rows(stream));
    if (!has_grown) {
        return {};
    }
    SARHAD_TRY(const replication::CountedRows counted, tree_.recount(stream));
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE edition SET root = ?2 WHERE stream = ?1"));
    update.bind_all(stream.value(), core::ByteView{counted.root()});
    return update.run();
}

Status ListsStore::end_edition(const wire::DeltaBody& delta, bool is_again, Taking& how) {
    if (is_again) {
        SARHAD_TRY_STATUS(clear_entries(delta.stream));
        SARHAD_TRY_STATUS(tree_.clear(delta.stream));
        how.rows = 0;
        SARHAD_TRY_STATUS(positions_.remove_note(again_note(delta.stream)));
    } else {
        SARHAD_TRY_STATUS(check_before(delta));
    }
    SARHAD_TRY_STATUS(apply_staged(delta, how));
    return apply_ops(delta, delta.ops, how);
}

Status ListsStore::take_again(StreamId stream) {
    SARHAD_TRY_STATUS(positions_.forget(stream));
    SARHAD_TRY_STATUS(clear_staged(stream));
    return positions_.put_note(again_note(stream), "1");
}

Status ListsStore::clear_entries(StreamId stream) {
    SARHAD_TRY(Statement erase, database_.prepare("DELETE FROM list_entry WHERE stream = ?1"));
    erase.bind_all(stream.value());
    SARHAD_TRY_STATUS(erase.run());
    for (const store::Sql sql : {store::Sql{"DELETE FROM rescreen_due WHERE stream = ?1"},
                                 store::Sql{"DELETE FROM list_change WHERE stream = ?1"}}) {
        SARHAD_TRY(Statement clear, database_.prepare(sql));
        clear.bind_all(stream.value());
        SARHAD_TRY_STATUS(clear.run());
    }
    return RescreenLater{database_}.forget_list(stream);
}

Status ListsStore::clear_staged(StreamId stream) {
    SARHAD_TRY(Statement erase, database_.prepare("DELETE FROM staged_delta WHERE stream = ?1"));
    erase.bind_all(stream.value());
    return erase.run();
}

Status ListsStore::check_succeeds(const wire::DeltaBody& delta, bool is_again) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT stream, name, edition, root, entries, applied_at, repairs"
                                 " FROM edition WHERE stream = ?1 OR name = ?2"));
    select.bind_all(delta.stream.value(), std::string_view{delta.name});
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return {};
        }
        SARHAD_TRY(const ListState held, read_state(select));
        if (held.stream != delta.stream || held.name != delta.name) {
            return Error{Errc::kCorrupt,
                         cat(name_of(delta),
                             " in stream ",
                             delta.stream.value(),
                             ": here stream ",
                             held.stream.value(),
                             " is ",
                             held.name)};
        }
        const bool is_old = delta.edition <= held.edition && !is_again;
        if (is_old && !core::is_planted(core::Plant::kOldEdition)) {
            return Error{
                Errc::kCorrupt,
                cat(name_of(delta), ": edition ", delta.edition, " after edition ", held.edition)};
        }
    }
}

Status ListsStore::check_before(const wire::DeltaBody& delta) {
    SARHAD_TRY(const std::optional<ListState> state, find(delta.stream));
    bool is_same =
        state ? delta.pre_root == state->root
              : delta.pre_root == wire::Hash256{} || delta.pre_root == wire::state_root({});
    if (!is_same) {
        SARHAD_TRY(is_same, has_flat_root(delta.stream, delta.pre_root));
    }
    if (!is_same) {
        return Error{Errc::kCorrupt,
                     cat(name_of(delta), ": the list here is not the one that it changes")};
    }
    return {};
}

Status ListsStore::check_after(const wire::DeltaBody& delta,
                               const std::vector<wire::Signature>& edition_signatures,
                               const ListState& state,
                               wire::Removal removal) {
    if (state.root != delta.post_root) {
        SARHAD_TRY(const bool is_older_root, has_flat_root(delta.stream, delta.post_root));
        if (!is_older_root) {
            return Error{
                Errc::kCorrupt,
                cat(name_of(delta), ": edition ", delta.edition, " has another root here")};
        }
    }
    const Status is_signed = trust_.check_edition(
        {delta.name, delta.edition, delta.post_root}, edition_signatures, removal);
    if (!is_signed && !core::is_planted(core::Plant::kUnsignedEdition)) {
        return Error{Errc::kCorrupt,
                     cat(name_of(delta),
                         ": edition ",
                         delta.edition,
                         " is not its agency's: ",
                         is_signed.error().what)};
    }
    return {};
}

Status ListsStore::stage(const wire::DeltaBody& delta) {
    const core::Bytes sealed = seal_.seal(kStagedDeltaTable,
                                          staged_place(delta.stream, delta.seq),
                                          wire::encode(StagedDelta{delta.ops}));
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO staged_delta(stream, seq, body)"
                                 " VALUES(?1, ?2, ?3)"));
    insert.bind_all(
        delta.stream.value(), static_cast<std::int64_t>(delta.seq.value()), core::ByteView{sealed});
    return insert.run();
}

Status ListsStore::apply_staged(const wire::DeltaBody& delta, Taking& how) {
    const StreamId stream = delta.stream;
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT seq, body FROM staged_delta WHERE stream = ?1"
                                 " ORDER BY seq"));
    select.bind_all(stream.value());
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        const core::Seq seq{static_cast<std::uint64_t>(select.int64(0))};
        SARHAD_TRY(const core::Bytes body,
                   seal_.open(kStagedDeltaTable, staged_place(stream, seq), select.bytes(1)));
        SARHAD_TRY(const StagedDelta staged, wire::decode<StagedDelta>(body));
        SARHAD_TRY_STATUS(apply_ops(delta, staged.ops, how));
    }
    return clear_staged(stream);
}

Status ListsStore::apply_ops(const wire::DeltaBody& delta,
                             const std::vector<wire::Op>& ops,
                             Taking& how) {
    for (const wire::Op& op : ops) {
        if (how.noting == Noting::kEachRow) {
            SARHAD_TRY_STATUS(note_change(delta, op.id, how.repair));
        }
        SARHAD_TRY_STATUS(op.kind == wire::OpKind::kRemove ? remove(delta.stream, op.id, how)
                                                           : upsert(delta, op, how));
    }
    return {};
}

Status ListsStore::note_due(const wire::DeltaBody& delta,
                            const std::string& id,
                            const wire::Hash256& hash) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO rescreen_due(stream, id, edition, after)"
                                 " SELECT ?1, ?2, ?3, 0 WHERE NOT EXISTS(SELECT 1 FROM list_entry"
                                 " WHERE stream = ?1 AND id = ?2 AND hash = ?4)"));
    insert.bind_all(delta.stream.value(),
                    std::string_view{id},
                    static_cast<std::int64_t>(delta.edition),
                    core::ByteView{hash});
    return insert.run();
}

Status ListsStore::upsert(const wire::DeltaBody& delta, const wire::Op& op, Taking& how) {
    const StreamId stream = delta.stream;
    const wire::Hash256 hash = wire::blake2b(op.body);
    const wire::Bucket bucket = wire::bucket_of(op.id);
    SARHAD_TRY_STATUS(note_later(delta, op, how.today));
    if (op.id != watchlists::kManifestId) {
        SARHAD_TRY_STATUS(note_due(delta, op.id, hash));
    }
    const core::Bytes sealed = seal_.seal(kListEntryTable, entry_place(stream, op.id), op.body);
    how.touched.insert(bucket);
    const auto bind = [&](Statement& statement) {
        statement.bind(1, stream.value());
        statement.bind(2, std::string_view{op.id});
        statement.bind(3, core::ByteView{hash});
        statement.bind_borrowed(4, sealed);
        statement.bind(5, std::int64_t{bucket});
    };
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE list_entry SET hash = ?3, body = ?4, bucket = ?5"
                                 " WHERE stream = ?1 AND id = ?2"));
    bind(update);
    SARHAD_TRY_STATUS(update.run());
    if (database_.changes() > 0) {
        return {};
    }
    ++how.rows;
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO list_entry(stream, id, hash, body, bucket)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5)"));
    bind(insert);
    return insert.run();
}

Status ListsStore::remove(StreamId stream, const std::string& id, Taking& how) {
    SARHAD_TRY(Statement erase,
               database_.prepare("DELETE FROM list_entry WHERE stream = ?1 AND id = ?2"));
    erase.bind_all(stream.value(), std::string_view{id});
    SARHAD_TRY_STATUS(erase.run());
    if (database_.changes() > 0) {
        --how.rows;
        ++how.removed;
        how.touched.insert(wire::bucket_of(id));
    }
    SARHAD_TRY(Statement clear,
               database_.prepare("DELETE FROM rescreen_due WHERE stream = ?1 AND id = ?2"));
    clear.bind_all(stream.value(), std::string_view{id});
    SARHAD_TRY_STATUS(clear.run());
    return RescreenLater{database_}.forget(stream, id);
}

/// What was kept of the tree may have rotted, unlike the rows: they have the last word.
Result<ListState> ListsStore::state_after(const wire::DeltaBody& delta,
                                          const Taking& how,
                                          core::WallTime now) {
    ListState state;
    SARHAD_TRY(state.root, tree_.update(delta.stream, how.touched, how.rows));
    state.entries = how.rows;
    if (state.root != delta.post_root) {
        SARHAD_TRY(const replication::CountedRows counted, tree_.recount(delta.stream));
        state.root = counted.root();
        state.entries = counted.rows;
    }
    state.stream = delta.stream;
    state.name = delta.name;
    state.edition = delta.edition;
    state.applied_at = now;
    SARHAD_TRY(const std::optional<ListState> before, find(delta.stream));
    state.repairs = before ? before->repairs : 0;
    return state;
}

Result<bool> ListsStore::has_flat_root(StreamId stream, const wire::Hash256& root) {
    SARHAD_TRY(const wire::Hash256 flat, flat_root(store::QuerySource{database_}, stream));
    return flat == root;
}

Status ListsStore::put_state(const ListState& state, std::optional<std::uint64_t> changes_since) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO edition(stream, name, edition, root, entries,"
                                 " applied_at, repairs) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                                 " ON CONFLICT(stream) DO UPDATE SET name = ?2, edition = ?3,"
                                 " root = ?4, entries = ?5, applied_at = ?6, repairs = ?7"));
    insert.bind_all(state.stream.value(),
                    std::string_view{state.name},
                    static_cast<std::int64_t>(state.edition),
                    core::ByteView{state.root},
                    static_cast<std::int64_t>(state.entries),
                    state.applied_at.micros,
                    static_cast<std::int64_t>(state.repairs));
    SARHAD_TRY_STATUS(insert.run());
    if (!changes_since) {
        return {};
    }
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE edition SET changes_since = ?2 WHERE stream = ?1"));
    update.bind_all(state.stream.value(), static_cast<std::int64_t>(*changes_since));
    return update.run();
}

Result<std::optional<ListState>> ListsStore::find(StreamId stream) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT stream, name, edition, root, entries, applied_at, repairs"
                                 " FROM edition WHERE stream = ?1"));
    select.bind_all(stream.value());
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<ListState>{};
    }
    SARHAD_TRY(ListState state, read_state(select));
    return std::optional{std::move(state)};
}

Result<std::vector<ListState>> ListsStore::lists() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT stream, name, edition, root, entries, applied_at, repairs"
                                 " FROM edition ORDER BY name"));
    std::vector<ListState> lists;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return lists;
        }
        SARHAD_TRY(ListState state, read_state(select));
        lists.push_back(std::move(state));
    }
}

// One statement, so that all of it is of one moment: a writer may commit between two.
Result<std::vector<SealedList>> read_lists(store::QuerySource from) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT e.stream, e.name, e.edition, e.root, e.entries, e.applied_at,"
                            " e.repairs, l.id, l.body FROM edition e"
                            " LEFT JOIN list_entry l ON l.stream = e.stream"
                            " ORDER BY e.name, l.id"));
    std::vector<SealedList> lists;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return lists;
        }
        const StreamId stream{static_cast<std::uint16_t>(select.int64(0))};
        if (lists.empty() || lists.back().state.stream != stream) {
            SARHAD_TRY(ListState state, read_state(select));
            lists.push_back({std::move(state), {}});
        }
        if (!select.is_null(7)) {
            lists.back().entries.push_back(
                {std::string{select.text(7)}, core::to_bytes(select.bytes(8))});
        }
    }
}

}  // namespace sarhad::node
