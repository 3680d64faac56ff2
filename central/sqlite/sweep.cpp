// What no port needs any more makes room: docs/decisions/0022-what-is-kept-and-how-long.md.
#include "columns.h"
#include "delta_place.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"
#include "wire/msgpack.h"
#include "wire/state_tree.h"
#include "wire/streams.h"

#include <utility>

namespace sarhad::central {

using core::Bytes;
using core::Result;
using core::Status;
using core::StreamId;
using store::Statement;
using store::Step;
using store::Transaction;

namespace {

/// Deltas that one piece of the work reads: 1 MB at most, some milliseconds of the store thread.
constexpr std::int64_t kDeltasAtOnce = 16;
/// Buckets whose changes it looks through: some thousand rows of a list that changes much.
constexpr std::uint32_t kBucketsAtOnce = 256;

}  // namespace

Result<Swept> SqliteStore::sweep(const SweepOrder& order) {
    SARHAD_TRY(const std::optional<Outdated> outdated, this->outdated(order));
    Swept swept;
    if (!outdated) {
        return swept;
    }
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    if (outdated->from.bucket == 0 && outdated->from.after < outdated->upto) {
        SARHAD_TRY_STATUS(sweep_deltas(*outdated, swept));
    } else {
        SARHAD_TRY_STATUS(sweep_changes(*outdated, swept));
    }
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return swept;
}

/// The next list that has an edition which is that old: a port that was last here at `order.before`
/// had it or a newer one.
Result<std::optional<SqliteStore::Outdated>> SqliteStore::outdated(const SweepOrder& order) {
    const StreamId from = std::max(order.from.stream, wire::down::kFirstList);
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT p.stream, p.epoch, p.seq, e.last_seq, e.edition"
                                 " FROM published p JOIN edition e ON e.stream = p.stream"
                                 " WHERE p.stream >= ?1 AND e.published_at <= ?2"
                                 " ORDER BY p.stream, e.edition DESC LIMIT 1"));
    select.bind_all(std::int64_t{from.value()}, order.before.micros);
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<Outdated>{};
    }
    Outdated found;
    found.from.stream = stream_at(select, 0);
    found.epoch = core::Epoch{static_cast<std::uint32_t>(select.int64(1))};
    found.head = seq_at(select, 2);
    found.upto = seq_at(select, 3);
    found.edition = number_at(select, 4);
    if (found.from.stream == order.from.stream) {
        found.from = order.from;
    }
    return std::optional{found};
}

Status SqliteStore::sweep_deltas(const Outdated& outdated, Swept& swept) {
    SARHAD_TRY(Statement mark,
               database_.prepare("UPDATE published SET kept_after = max(kept_after, ?2)"
                                 " WHERE stream = ?1"));
    mark.bind_all(std::int64_t{outdated.from.stream.value()}, number(outdated.upto.value()));
    SARHAD_TRY_STATUS(mark.run());
    std::vector<OldDelta> old;
    {
        SARHAD_TRY(Statement select,
                   database_.prepare("SELECT seq, body FROM delta WHERE stream = ?1 AND epoch = ?2"
                                     " AND seq > ?3 AND seq <= ?4 AND seq < ?5"
                                     " AND length(body) > 0 ORDER BY seq LIMIT ?6"));
        select.bind_all(std::int64_t{outdated.from.stream.value()},
                        std::int64_t{outdated.epoch.value()},
                        number(outdated.from.after.value()),
                        number(outdated.upto.value()),
                        number(outdated.head.value()),
                        kDeltasAtOnce);
        SARHAD_TRY(old, read_all<OldDelta>(select, [](const Statement& row) -> Result<OldDelta> {
                       return OldDelta{seq_at(row, 0), core::to_bytes(row.bytes(1))};
                   }));
    }
    for (const OldDelta& delta : old) {
        SARHAD_TRY_STATUS(shorten(outdated, delta, swept));
    }
    const bool has_more = old.size() == static_cast<std::size_t>(kDeltasAtOnce);
    swept.next = outdated.from;
    swept.next->after = has_more ? old.back().seq : outdated.upto;
    return {};
}

/// Rows that are still the list's stay, for whoever repairs it or gets it whole; and the agency's
/// signatures, for certificates. Number and chain stay, so that a position is known for ever.
Status SqliteStore::shorten(const Outdated& outdated, const OldDelta& old, Swept& swept) {
    const StreamId stream = outdated.from.stream;
    const Bytes place = delta_place(stream, outdated.epoch, old.seq);
    SARHAD_TRY(const Bytes bytes, seal_.open(kDeltaTable, place, old.sealed));
    SARHAD_TRY(wire::Delta delta, wire::decode<wire::Delta>(bytes));
    SARHAD_TRY(wire::DeltaBody body, body_of(delta));
    std::vector<wire::Op> left;
    for (wire::Op& op : body.ops) {
        SARHAD_TRY(const bool is_needed, is_of_use(stream, old.seq, op));
        if (is_needed) {
            left.push_back(std::move(op));
        }
    }
    if (left.size() == body.ops.size()) {
        return {};
    }
    body.ops = std::move(left);
    Bytes sealed;
    if (!body.ops.empty() || !delta.edition_signatures.empty()) {
        delta.signatures.clear();  // They are of the body as it was.
        delta.body = wire::encode(body);
        sealed = seal_.seal(kDeltaTable, place, wire::encode(delta));
    }
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE delta SET body = ?4"
                                 " WHERE stream = ?1 AND epoch = ?2 AND seq = ?3"));
    update.bind_all(std::int64_t{stream.value()},
                    std::int64_t{outdated.epoch.value()},
                    number(old.seq.value()));
    update.bind_borrowed(4, sealed);
    SARHAD_TRY_STATUS(update.run());
    ++swept.deltas;
    swept.bytes += old.sealed.size() - sealed.size();
    return {};
}

Result<bool> SqliteStore::is_of_use(StreamId stream, core::Seq seq, const wire::Op& op) {
    if (op.kind != wire::OpKind::kUpsert) {
        return false;
    }
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT seq FROM list_row"
                                 " WHERE stream = ?1 AND bucket = ?2 AND id = ?3"));
    select.bind_all(std::int64_t{stream.value()},
                    std::int64_t{wire::bucket_of(op.id)},
                    std::string_view{op.id});
    SARHAD_TRY(const std::optional<std::int64_t> brought_by, select.query_int64());
    return brought_by == number(seq.value());
}

/// Of editions before the oldest that was out then, it is not known any more what rows they had.
Status SqliteStore::sweep_changes(const Outdated& outdated, Swept& swept) {
    const std::int64_t stream{outdated.from.stream.value()};
    SARHAD_TRY(Statement forget,
               database_.prepare("UPDATE edition SET has_history = 0"
                                 " WHERE stream = ?1 AND edition < ?2 AND has_history"));
    forget.bind_all(stream, number(outdated.edition));
    SARHAD_TRY_STATUS(forget.run());
    const std::uint32_t end = outdated.from.bucket + kBucketsAtOnce;
    SARHAD_TRY(Statement remove,
               database_.prepare("DELETE FROM row_before WHERE stream = ?1"
                                 " AND bucket >= ?2 AND bucket < ?3 AND edition <= ?4"));
    remove.bind_all(
        stream, std::int64_t{outdated.from.bucket}, std::int64_t{end}, number(outdated.edition));
    SARHAD_TRY_STATUS(remove.run());
    swept.changes += static_cast<std::uint64_t>(database_.changes());
    swept.next = outdated.from;
    swept.next->bucket = end;
    if (end >= wire::kTreeBuckets) {
        swept.next = SweepPlace{StreamId{static_cast<std::uint16_t>(stream + 1)}, core::Seq{0}, 0};
    }
    return {};
}

}  // namespace sarhad::central
