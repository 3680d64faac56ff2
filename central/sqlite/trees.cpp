// The state trees of the lists that central publishes, kept beside their rows.
#include "columns.h"
#include "delta_place.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <set>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Seq;
using core::Status;
using core::StreamId;
using store::Statement;

namespace {

constexpr replication::LoadRequest kFirstDeltas{Seq{0}, 64, 1024 * 1024};

}  // namespace

Result<wire::DeltaBody> body_of(const wire::Delta& delta) {
    SARHAD_TRY(const facts::Value tree, wire::unpack(delta.body));
    return facts::from_value<wire::DeltaBody>(tree);
}

Result<std::vector<wire::Op>> ops_of(const wire::Delta& delta) {
    SARHAD_TRY(wire::DeltaBody body, body_of(delta));
    return std::move(body.ops);
}

const replication::TreeSql& tree_sql() {
    static const replication::TreeSql sql{
        "SELECT bucket, id, hash FROM list_row WHERE stream = ?1 ORDER BY bucket, id",
        "SELECT id, hash FROM list_row WHERE stream = ?1 AND bucket = ?2 ORDER BY id",
        "SELECT id FROM list_row WHERE stream = ?1 AND bucket = -1 LIMIT ?2",
        "UPDATE list_row SET bucket = ?3 WHERE stream = ?1 AND bucket = -1 AND id = ?2"};
    return sql;
}

/// What was kept of the tree may have rotted, unlike the rows: they have the last word.
Status SqliteStore::put_changes(const NewEdition& edition) {
    const StreamId stream = edition.head.position.stream;
    std::set<wire::Bucket> touched;
    for (const RowChange& change : edition.changes) {
        SARHAD_TRY_STATUS(put_before(stream, edition.head.edition, change));
        SARHAD_TRY_STATUS(put_change(stream, change));
        touched.insert(wire::bucket_of(change.id));
    }
    const std::uint64_t rows = edition.head.entries + 1;  // The manifest.
    SARHAD_TRY(wire::Hash256 root, tree_.update(stream, touched, rows));
    if (root != edition.head.root) {
        SARHAD_TRY(const replication::CountedRows counted, tree_.recount(stream));
        root = counted.root();
    }
    if (root != edition.head.root) {
        return Error{Errc::kCorrupt,
                     cat("list ",
                         edition.head.name,
                         ": its rows here would not be those of edition ",
                         edition.head.edition)};
    }
    return {};
}

Status SqliteStore::grow_trees() {
    SARHAD_TRY(store::Transaction transaction, store::Transaction::begin(database_));
    SARHAD_TRY(const std::vector<StreamHead> heads, published_heads());
    for (const StreamHead& head : heads) {
        SARHAD_TRY_STATUS(grow_tree(head));
    }
    return std::move(transaction).commit();
}

Status SqliteStore::grow_tree(const StreamHead& head) {
    const StreamId stream = head.position.stream;
    SARHAD_TRY(const bool has_grown, tree_.place_rows(stream));
    if (!has_grown) {
        return {};
    }
    SARHAD_TRY_STATUS(find_sources(stream));
    SARHAD_TRY(const replication::CountedRows counted, tree_.recount(stream));
    const wire::Hash256 root = counted.root();
    SARHAD_TRY(Statement published,
               database_.prepare("UPDATE published SET root = ?2 WHERE stream = ?1"));
    published.bind_all(std::int64_t{stream.value()}, core::ByteView{root});
    SARHAD_TRY_STATUS(published.run());
    SARHAD_TRY(
        Statement edition,
        database_.prepare("UPDATE edition SET root = ?3 WHERE stream = ?1 AND edition = ?2"));
    edition.bind_all(std::int64_t{stream.value()}, number(head.edition), core::ByteView{root});
    return edition.run();
}

/// Which delta brought each row, from the whole log of the stream. A delta that is none is passed
/// over: its rows have no source, and a node that wants one takes the list again.
Status SqliteStore::find_sources(StreamId stream) {
    replication::LoadRequest request = kFirstDeltas;
    while (true) {
        SARHAD_TRY(const std::vector<replication::PublishedDelta> deltas,
                   deltas_after(stream, request));
        if (deltas.empty()) {
            return {};
        }
        for (const replication::PublishedDelta& delta : deltas) {
            request.after = delta.seq;
            const auto sent = wire::decode<wire::Delta>(delta.delta);
            const auto ops = sent ? ops_of(*sent) : Result<std::vector<wire::Op>>{sent.error()};
            for (const wire::Op& op : ops ? *ops : std::vector<wire::Op>{}) {
                SARHAD_TRY_STATUS(put_source(stream, delta.seq, op));
            }
        }
    }
}

Status SqliteStore::put_source(StreamId stream, Seq seq, const wire::Op& op) {
    if (op.kind == wire::OpKind::kRemove) {
        return {};
    }
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE list_row SET seq = ?3"
                                 " WHERE stream = ?1 AND bucket = ?5 AND id = ?2 AND hash = ?4"));
    update.bind_all(std::int64_t{stream.value()},
                    std::string_view{op.id},
                    number(seq.value()),
                    core::ByteView{wire::blake2b(op.body)},
                    std::int64_t{wire::bucket_of(op.id)});
    return update.run();
}

}  // namespace sarhad::central
