// A list that was found to differ from its signed edition, and is made that edition again.
#include "list_ops.h"

#include "core/plant.h"
#include "core/text.h"
#include "node/lists_store.h"
#include "watchlists/shrink.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using core::StreamId;
using replication::PutRepaired;
using replication::RepairTarget;
using store::Statement;

namespace {

/// As a delta would say it.
wire::DeltaBody body_of(const RepairTarget& target) {
    wire::DeltaBody body;
    body.stream = target.position.stream;
    body.name = target.statement.name;
    body.edition = target.statement.edition;
    body.post_root = target.statement.post_root;
    body.seq = target.position.seq;
    return body;
}

}  // namespace

Result<ListState> ListsStore::repair(const PutRepaired& put, core::WallTime now) {
    std::vector<wire::Op> ops;
    for (const std::string& id : put.gone) {
        ops.push_back({wire::OpKind::kRemove, id, {}});
    }
    for (const replication::RepairedRow& row : put.rows) {
        ops.push_back({wire::OpKind::kUpsert, row.id, row.body});
    }
    std::optional<std::vector<wire::Op>> all{std::move(ops)};
    RepairTarget target = put.target;
    target.position.stream = put.stream;
    return take_edition(
        target,
        [&]() -> Result<std::optional<std::vector<wire::Op>>> {
            return std::exchange(all, std::nullopt);
        },
        now);
}

// NOLINTNEXTLINE(readability-function-size): one step after the other, each with its reason.
Result<ListState> ListsStore::take_edition(const RepairTarget& target,
                                           const RowChanges& next_changes,
                                           core::WallTime now) {
    const wire::DeltaBody body = body_of(target);
    SARHAD_TRY(const std::optional<ListState> before, find(body.stream));
    SARHAD_TRY_STATUS(check_repairs(body, before));
    SARHAD_TRY(const wire::StreamPosition held, positions_.of(body.stream));
    if (target.position.epoch == held.epoch && target.position.seq < held.seq) {
        return Error{Errc::kConflict, cat("list ", body.name, ": central stands behind this node")};
    }
    const Status is_signed = trust_.check_edition(target.statement, target.signatures);
    if (!is_signed && !core::is_planted(core::Plant::kRepairUnchecked) &&
        !core::is_planted(core::Plant::kSnapshotUnsigned)) {
        return is_signed.error();
    }
    Taking how{Noting::kNothing, facts::day_of(now), before ? before->entries : 0};
    how.repair = (before ? before->repairs : 0) + 1;
    how.noting = before ? Noting::kEachRow : Noting::kNothing;
    SARHAD_TRY_STATUS(clear_staged(body.stream));
    SARHAD_TRY_STATUS(clear_unplaced(body.stream));
    SARHAD_TRY_STATUS(apply_changes(body, next_changes, how));
    // Not where it is the set that was in force: what goes then is what rotted.
    const std::uint64_t entries = before && before->entries > 0 ? before->entries - 1 : 0;
    if (before && before->root != body.post_root &&
        watchlists::removes_many(entries, how.removed)) {
        SARHAD_TRY_STATUS(
            trust_.check_edition(target.statement, target.signatures, wire::Removal::kMany));
    }
    SARHAD_TRY(const replication::CountedRows counted, tree_.recount(body.stream));
    if (counted.root() != body.post_root && !core::is_planted(core::Plant::kRepairUnchecked)) {
        return Error{Errc::kCorrupt,
                     cat("list ", body.name, ": what was repaired has not the signed root")};
    }
    ListState state;
    state.stream = body.stream;
    state.name = body.name;
    state.edition = body.edition;
    state.root = counted.root();
    state.entries = counted.rows;
    state.applied_at = now;
    state.repairs = how.repair;
    // Where the rows are not noted, an index of these very rows' edition has to be built anew.
    const bool is_known = how.noting == Noting::kEachRow;
    const std::uint64_t known_since = before ? body.edition + 1 : body.edition;
    SARHAD_TRY_STATUS(put_state(state, is_known ? std::nullopt : std::optional{known_since}));
    SARHAD_TRY_STATUS(positions_.put(target.position));
    SARHAD_TRY_STATUS(positions_.remove_note(again_note(body.stream)));
    return state;
}

/// Past kNotedChangesMax no more is noted: an index is then built anew.
Status ListsStore::apply_changes(const wire::DeltaBody& body,
                                 const RowChanges& next_changes,
                                 Taking& how) {
    while (true) {
        SARHAD_TRY(const std::optional<std::vector<wire::Op>> ops, next_changes());
        if (!ops) {
            return {};
        }
        for (const wire::Op& op : *ops) {
            SARHAD_TRY_STATUS(check_op(body, op));
        }
        how.changed += ops->size();
        if (how.changed > kNotedChangesMax) {
            how.noting = Noting::kNothing;
        }
        SARHAD_TRY_STATUS(apply_ops(body, *ops, how));
    }
}

/// The store has the last word on what a repair may do, as on a delta.
Status ListsStore::check_repairs(const wire::DeltaBody& body,
                                 const std::optional<ListState>& before) {
    if (!wire::is_list_stream(body.stream) || body.edition == 0) {
        return Error{Errc::kInvalid, "repair: no edition of a list"};
    }
    if (before && body.edition < before->edition) {
        return Error{Errc::kConflict,
                     cat("list ", body.name, ": edition ", body.edition, " is older than here")};
    }
    SARHAD_TRY(const std::vector<ListState> held, lists());
    const bool is_other = std::any_of(held.begin(), held.end(), [&](const ListState& one) {
        return (one.stream == body.stream) != (one.name == body.name);
    });
    if (is_other) {
        return Error{Errc::kConflict, cat("list ", body.name, ": its stream is another list here")};
    }
    return {};
}

/// Rows that stand in no bucket are in no tree.
Status ListsStore::clear_unplaced(StreamId stream) {
    SARHAD_TRY(Statement erase,
               database_.prepare("DELETE FROM list_entry WHERE stream = ?1"
                                 " AND (bucket < 0 OR bucket >= ?2)"));
    erase.bind_all(stream.value(), static_cast<std::int64_t>(wire::kTreeBuckets));
    return erase.run();
}

Result<std::vector<StreamId>> ListsStore::differing() {
    SARHAD_TRY(const std::vector<ListState> stored, lists());
    std::vector<StreamId> streams;
    for (const ListState& list : stored) {
        const auto counted =
            replication::count_rows(store::QuerySource{database_}, tree_sql().all, list.stream);
        if (!counted && counted.error().code != Errc::kCorrupt) {
            return counted.error();
        }
        if (!counted || counted->root() != list.root || counted->rows != list.entries) {
            streams.push_back(list.stream);
        }
    }
    return streams;
}

}  // namespace sarhad::node
