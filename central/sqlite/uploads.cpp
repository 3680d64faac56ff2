// List files that come in pieces, and the editions that are made of them before anybody sees them.
#include "columns.h"
#include "delta_place.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"
#include "wire/state_tree.h"
#include "wire/streams.h"

#include <algorithm>

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

constexpr std::string_view kPieceTable = "upload_piece";
/// Pieces that go in one transaction.
constexpr std::int64_t kPiecesDroppedAtOnce = 16;

core::Bytes piece_place(const UploadId& upload, std::uint64_t number) {
    core::Bytes place = core::to_bytes(upload);
    core::put_u64(place, number);
    return place;
}

Result<Upload> read_upload(const Statement& row) {
    Upload upload;
    SARHAD_TRY_STATUS(copy_at(row, 0, upload.id));
    upload.size = number_at(row, 1);
    upload.received = number_at(row, 2);
    upload.begun_at = time_at(row, 3);
    return upload;
}

Result<HeldRow> read_row(const Statement& row) {
    HeldRow held;
    held.place.bucket = static_cast<wire::Bucket>(row.int64(0));
    held.place.id = row.text(1);
    SARHAD_TRY_STATUS(copy_at(row, 2, held.hash));
    return held;
}

}  // namespace

Result<core::Bytes> SqlitePages::upload_piece(const UploadId& upload, std::uint64_t number_wanted) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT body FROM upload_piece WHERE upload = ?1 AND number = ?2"));
    select.bind_all(core::ByteView{upload}, number(number_wanted));
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return Error{Errc::kConflict, "the list file is not all here: publish it again"};
    }
    return seal_.open(kPieceTable, piece_place(upload, number_wanted), select.bytes(0));
}

Result<std::vector<HeldRow>> SqlitePages::rows_after(StreamId stream,
                                                     const std::optional<editions::Place>& after,
                                                     std::size_t limit) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT bucket, id, hash FROM list_row WHERE stream = ?1"
                             " AND (bucket, id) > (?2, ?3) ORDER BY bucket, id LIMIT ?4"));
    select.bind_all(std::int64_t{stream.value()},
                    after ? std::int64_t{after->bucket} : std::int64_t{-1},
                    after ? std::string_view{after->id} : std::string_view{},
                    number(limit));
    return read_all<HeldRow>(select, read_row);
}

Result<Upload> SqliteStore::upload(const UploadId& id) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT id, size, received, begun_at FROM upload WHERE id = ?1"));
    select.bind_all(core::ByteView{id});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return Error{Errc::kNotFound, "upload: no such list file is coming"};
    }
    return read_upload(select);
}

Result<Upload> SqliteStore::begin_upload(const UploadId& upload,
                                         std::uint64_t size,
                                         const UploadId& busy,
                                         core::WallTime at) {
    core::Result<Upload> held = this->upload(upload);
    if (held || held.error().code != Errc::kNotFound) {
        return held;
    }
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY_STATUS(drop_oldest_upload(busy));
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO upload(id, size, received, begun_at)"
                                 " VALUES(?1, ?2, 0, ?3)"));
    insert.bind_all(core::ByteView{upload}, number(size), at.micros);
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return Upload{upload, size, 0, at};
}

Status SqliteStore::drop_oldest_upload(const UploadId& busy) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT id, size, received, begun_at FROM upload"
                                 " ORDER BY id = ?1 DESC, begun_at DESC"));
    select.bind_all(core::ByteView{busy});
    SARHAD_TRY(const std::vector<Upload> kept, read_all<Upload>(select, read_upload));
    for (std::size_t index = kUploadsMax - 1; index < kept.size(); ++index) {
        SARHAD_TRY(Statement pieces,
                   database_.prepare("DELETE FROM upload_piece WHERE upload = ?1"));
        pieces.bind_all(core::ByteView{kept[index].id});
        SARHAD_TRY_STATUS(pieces.run());
        SARHAD_TRY(Statement erase, database_.prepare("DELETE FROM upload WHERE id = ?1"));
        erase.bind_all(core::ByteView{kept[index].id});
        SARHAD_TRY_STATUS(erase.run());
    }
    return {};
}

Result<Upload> SqliteStore::add_piece(const UploadId& upload,
                                      std::uint64_t offset,
                                      core::ByteView piece) {
    SARHAD_TRY(Upload held, this->upload(upload));
    if (offset < held.received) {
        return held;  // Its sender saw no answer.
    }
    if (offset != held.received || held.received == held.size) {
        return Error{Errc::kConflict,
                     cat("upload: byte ", held.received, " is next, not ", offset)};
    }
    if (piece.size() != std::min<std::uint64_t>(kUploadPiece, held.size - offset)) {
        return Error{Errc::kInvalid,
                     cat("upload: a piece of ", piece.size(), " bytes: wanted ", kUploadPiece)};
    }
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY_STATUS(put_piece(held, piece));
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    held.received += piece.size();
    return held;
}

Status SqliteStore::put_piece(const Upload& upload, core::ByteView piece) {
    const std::uint64_t place = upload.received / kUploadPiece;
    const core::Bytes sealed = seal_.seal(kPieceTable, piece_place(upload.id, place), piece);
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO upload_piece(upload, number, body)"
                                 " VALUES(?1, ?2, ?3)"));
    insert.bind(1, core::ByteView{upload.id});
    insert.bind(2, number(place));
    insert.bind_borrowed(3, sealed);
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE upload SET received = ?2 WHERE id = ?1"));
    update.bind_all(core::ByteView{upload.id}, number(upload.received + piece.size()));
    return update.run();
}

Result<bool> SqliteStore::drop_upload(const UploadId& upload) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY(Statement erase,
               database_.prepare("DELETE FROM upload_piece WHERE rowid IN (SELECT rowid"
                                 " FROM upload_piece WHERE upload = ?1 LIMIT ?2)"));
    erase.bind_all(core::ByteView{upload}, kPiecesDroppedAtOnce);
    SARHAD_TRY_STATUS(erase.run());
    const bool has_more = database_.changes() == kPiecesDroppedAtOnce;
    if (!has_more) {
        SARHAD_TRY(Statement last, database_.prepare("DELETE FROM upload WHERE id = ?1"));
        last.bind_all(core::ByteView{upload});
        SARHAD_TRY_STATUS(last.run());
    }
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return has_more;
}

Status SqliteStore::stage(const StagedDeltas& part) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    for (const NewDelta& delta : part.deltas) {
        SARHAD_TRY_STATUS(put_delta(delta));
    }
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO staged_row(bucket, id, hash, seq)"
                                 " VALUES(?1, ?2, ?3, ?4)"));
    for (const RowChange& change : part.changes) {
        insert.bind(1, std::int64_t{wire::bucket_of(change.id)});
        insert.bind(2, std::string_view{change.id});
        if (change.hash) {
            insert.bind(3, core::ByteView{*change.hash});
        } else {
            insert.bind_null(3);
        }
        insert.bind(4, number(change.seq.value()));
        SARHAD_TRY_STATUS(insert.run());
    }
    return std::move(transaction).commit();
}

Status SqliteStore::move_staged_rows(StreamId stream) {
    SARHAD_TRY(Statement remove,
               database_.prepare("DELETE FROM list_row WHERE stream = ?1 AND (bucket, id) IN"
                                 " (SELECT bucket, id FROM staged_row WHERE hash IS NULL)"));
    remove.bind_all(std::int64_t{stream.value()});
    SARHAD_TRY_STATUS(remove.run());
    SARHAD_TRY(Statement move,
               database_.prepare("INSERT OR REPLACE INTO list_row(stream, bucket, id, hash, seq)"
                                 " SELECT ?1, bucket, id, hash, seq FROM staged_row"
                                 " WHERE hash IS NOT NULL ORDER BY bucket, id"));
    move.bind_all(std::int64_t{stream.value()});
    SARHAD_TRY_STATUS(move.run());
    SARHAD_TRY(Statement clear, database_.prepare("DELETE FROM staged_row"));
    return clear.run();
}

Status SqliteStore::finish_staged(const StreamHead& head) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY_STATUS(put_staged_before(head.position.stream, head.edition));
    SARHAD_TRY_STATUS(move_staged_rows(head.position.stream));
    SARHAD_TRY(const replication::CountedRows counted, tree_.recount(head.position.stream));
    if (counted.root() != head.root || counted.rows != head.entries + 1) {
        return Error{Errc::kCorrupt,
                     cat("list ",
                         head.name,
                         ": its rows here would not be those of edition ",
                         head.edition)};
    }
    SARHAD_TRY_STATUS(put_head(head));
    SARHAD_TRY_STATUS(put_mark(head));
    return std::move(transaction).commit();
}

Status SqliteStore::drop_staged() {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY(Statement rows, database_.prepare("DELETE FROM staged_row"));
    SARHAD_TRY_STATUS(rows.run());
    SARHAD_TRY(Statement deltas,
               database_.prepare("DELETE FROM delta WHERE stream >= ?1 AND seq > coalesce("
                                 "(SELECT p.seq FROM published p WHERE p.stream = delta.stream),"
                                 " 0)"));
    deltas.bind_all(std::int64_t{wire::down::kFirstList.value()});
    SARHAD_TRY_STATUS(deltas.run());
    return std::move(transaction).commit();
}

}  // namespace sarhad::central
