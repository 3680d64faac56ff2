#include "columns.h"
#include "delta_place.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"
#include "wire/state_tree.h"

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using core::StreamId;
using store::Statement;
using store::Step;
using store::Transaction;

namespace {

Result<StreamHead> read_head(const Statement& row) {
    StreamHead head;
    head.name = row.text(0);
    head.edition = number_at(row, 1);
    SARHAD_TRY_STATUS(copy_at(row, 2, head.root));
    head.entries = number_at(row, 3);
    head.published_at = time_at(row, 4);
    SARHAD_TRY(head.position, position_at(row, 5));
    return head;
}

}  // namespace

core::Bytes delta_place(StreamId stream, core::Epoch epoch, core::Seq seq) {
    core::Bytes place;
    core::put_u16(place, stream.value());
    core::put_u32(place, epoch.value());
    core::put_u64(place, seq.value());
    return place;
}

Result<std::vector<StreamHead>> SqliteStore::published_heads() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT name, edition, root, entries, published_at, stream, epoch,"
                                 " seq, chain FROM published ORDER BY stream"));
    return read_all<StreamHead>(select, read_head);
}

Result<std::vector<replication::PublishedDelta>> SqliteStore::deltas_after(
    StreamId stream, const replication::LoadRequest& request) {
    SARHAD_TRY(Statement kept,
               database_.prepare("SELECT kept_after FROM published WHERE stream = ?1"));
    kept.bind_all(std::int64_t{stream.value()});
    SARHAD_TRY(const std::optional<std::int64_t> kept_after, kept.query_int64());
    if (number(request.after.value()) < kept_after.value_or(0)) {
        return Error{
            Errc::kNotFound,
            cat("stream ", stream.value(), ": no delta is kept up to ", kept_after.value_or(0))};
    }
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT epoch, seq, body FROM delta WHERE stream = ?1"
                                 " AND seq > ?2 AND seq <= (SELECT max(p.seq) FROM published p"
                                 " WHERE p.stream = ?1) ORDER BY epoch, seq LIMIT ?3"));
    select.bind_all(
        std::int64_t{stream.value()}, number(request.after.value()), number(request.rows_max));
    std::vector<replication::PublishedDelta> deltas;
    std::uint64_t bytes = 0;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return deltas;
        }
        const core::Epoch epoch{static_cast<std::uint32_t>(select.int64(0))};
        const core::Seq seq = seq_at(select, 1);
        bytes += select.bytes(2).size();
        if (!deltas.empty() && bytes > request.bytes_max) {
            return deltas;
        }
        SARHAD_TRY(core::Bytes body,
                   seal_.open(kDeltaTable, delta_place(stream, epoch, seq), select.bytes(2)));
        deltas.push_back({seq, std::move(body)});
    }
}

Result<watchlists::RowHashes> SqliteStore::list_rows(StreamId stream) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT id, hash FROM list_row WHERE stream = ?1 ORDER BY id"));
    select.bind_all(std::int64_t{stream.value()});
    watchlists::RowHashes rows;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return rows;
        }
        wire::Hash256 hash{};
        SARHAD_TRY_STATUS(copy_at(select, 1, hash));
        rows.emplace_hint(rows.end(), std::string{select.text(0)}, hash);
    }
}

Status SqliteStore::publish_edition(const NewEdition& edition) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    for (const NewDelta& delta : edition.deltas) {
        SARHAD_TRY_STATUS(put_delta(delta));
    }
    SARHAD_TRY_STATUS(put_changes(edition));
    SARHAD_TRY_STATUS(put_head(edition.head));
    SARHAD_TRY_STATUS(put_mark(edition.head));
    return std::move(transaction).commit();
}

Status SqliteStore::put_delta(const NewDelta& delta) {
    const wire::StreamPosition& position = delta.position;
    {
        SARHAD_TRY(Statement last,
                   database_.prepare("SELECT seq, chain FROM delta WHERE stream = ?1 AND epoch = ?2"
                                     " ORDER BY seq DESC LIMIT 1"));
        last.bind_all(std::int64_t{position.stream.value()}, std::int64_t{position.epoch.value()});
        SARHAD_TRY(const Step step, last.step());
        core::Seq before{0};
        wire::Hash256 chain{};
        if (step == Step::kRow) {
            before = seq_at(last, 0);
            SARHAD_TRY_STATUS(copy_at(last, 1, chain));
        }
        if (core::next(before) != position.seq || chain != delta.prev) {
            return Error{Errc::kConflict,
                         cat("delta ",
                             position.seq.value(),
                             " of stream ",
                             position.stream.value(),
                             ": it does not follow ",
                             before.value())};
        }
    }
    const core::Bytes sealed = seal_.seal(
        kDeltaTable, delta_place(position.stream, position.epoch, position.seq), delta.delta);
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO delta(stream, epoch, seq, chain, body)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5)"));
    insert.bind_all(std::int64_t{position.stream.value()},
                    std::int64_t{position.epoch.value()},
                    number(position.seq.value()),
                    core::ByteView{position.chain});
    insert.bind_borrowed(5, sealed);
    return insert.run();
}

Status SqliteStore::put_change(StreamId stream, const RowChange& change) {
    if (!change.hash) {
        SARHAD_TRY(Statement remove,
                   database_.prepare("DELETE FROM list_row"
                                     " WHERE stream = ?1 AND bucket = ?2 AND id = ?3"));
        remove.bind_all(std::int64_t{stream.value()},
                        std::int64_t{wire::bucket_of(change.id)},
                        std::string_view{change.id});
        return remove.run();
    }
    SARHAD_TRY(Statement replace,
               database_.prepare("INSERT OR REPLACE INTO list_row(stream, id, hash, bucket, seq)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5)"));
    replace.bind_all(std::int64_t{stream.value()},
                     std::string_view{change.id},
                     core::ByteView{*change.hash},
                     std::int64_t{wire::bucket_of(change.id)},
                     number(change.seq.value()));
    return replace.run();
}

Status SqliteStore::put_head(const StreamHead& head) {
    SARHAD_TRY(Statement replace,
               database_.prepare("INSERT INTO published(stream, name, edition, root, entries,"
                                 " published_at, epoch, seq, chain)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                                 " ON CONFLICT(stream) DO UPDATE SET edition = ?3, root = ?4,"
                                 " entries = ?5, published_at = ?6, epoch = ?7, seq = ?8,"
                                 " chain = ?9"));
    replace.bind_all(std::int64_t{head.position.stream.value()},
                     std::string_view{head.name},
                     number(head.edition),
                     core::ByteView{head.root},
                     number(head.entries),
                     head.published_at.micros,
                     std::int64_t{head.position.epoch.value()},
                     number(head.position.seq.value()),
                     core::ByteView{head.position.chain});
    return replace.run();
}

Status SqliteStore::put_mark(const StreamHead& head) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO edition(stream, edition, last_seq, root,"
                                 " published_at) VALUES(?1, ?2, ?3, ?4, ?5)"));
    insert.bind_all(std::int64_t{head.position.stream.value()},
                    number(head.edition),
                    number(head.position.seq.value()),
                    core::ByteView{head.root},
                    head.published_at.micros);
    return insert.run();
}

Result<std::vector<EditionMark>> SqliteStore::editions() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT stream, edition, last_seq, root, published_at"
                                 " FROM edition ORDER BY stream, edition"));
    return read_all<EditionMark>(select, [](const Statement& row) -> Result<EditionMark> {
        EditionMark mark{stream_at(row, 0), number_at(row, 1), seq_at(row, 2), {}, time_at(row, 4)};
        SARHAD_TRY_STATUS(copy_at(row, 3, mark.root));
        return mark;
    });
}

}  // namespace sarhad::central
