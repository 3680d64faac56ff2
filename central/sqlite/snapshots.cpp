#include "central/snapshots.h"

#include "columns.h"
#include "delta_place.h"

#include "core/text.h"
#include "replication/tree_table.h"
#include "wire/msgpack.h"

#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Seq;
using core::StreamId;
using store::Statement;
using store::Step;

Result<Snapshots::Published> Snapshots::published(const std::string& list) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT stream, edition, seq, entries FROM published"
                             " WHERE name = ?1 AND edition > 0"));
    select.bind_all(std::string_view{list});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return Error{Errc::kNotFound, "list: no such list is published"};
    }
    return Published{stream_at(select, 0),
                     number_at(select, 1),
                     seq_at(select, 2),
                     number_at(select, 3) + 1};  // The manifest.
}

Result<Snapshots::Newest> Snapshots::newest(StreamId stream) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT name, edition, seq FROM published"
                             " WHERE stream = ?1 AND edition > 0"));
    select.bind_all(std::int64_t{stream.value()});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return Error{Errc::kNotFound, cat("no list is published in stream ", stream.value())};
    }
    return Newest{std::string{select.text(0)}, number_at(select, 1), seq_at(select, 2)};
}

/// As every node gets it.
Result<core::Bytes> Snapshots::delta_at(StreamId stream, Seq seq) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT epoch, body FROM delta WHERE stream = ?1 AND seq = ?2"
                             " ORDER BY epoch DESC LIMIT 1"));
    select.bind_all(std::int64_t{stream.value()}, number(seq.value()));
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return Error{Errc::kUnavailable,
                     cat("delta ", seq.value(), " of stream ", stream.value(), " is not kept")};
    }
    const core::Epoch epoch{static_cast<std::uint32_t>(select.int64(0))};
    return seal_.open(kDeltaTable, delta_place(stream, epoch, seq), select.bytes(1));
}

Result<editions::SnapshotHead> Snapshots::head(const std::string& list) {
    SARHAD_TRY(const Published found, published(list));
    editions::SnapshotHead head;
    SARHAD_TRY(head.delta, delta_at(found.stream, found.last));
    head.rows = found.rows;
    SARHAD_TRY(const wire::StateTree tree, replication::kept_tree(from_, found.stream));
    head.children = tree.children();
    return head;
}

Result<core::Bytes> Snapshots::chunk(const std::string& list,
                                     std::uint64_t edition,
                                     std::uint8_t child) {
    SARHAD_TRY(const Published found, published(list));
    if (found.edition != edition) {
        return Error{Errc::kConflict,
                     cat("list ", list, ": edition ", found.edition, " is out: begin anew")};
    }
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT bucket, id, seq FROM list_row WHERE stream = ?1"
                             " AND bucket >= ?2 AND bucket < ?3 ORDER BY bucket, id"));
    const std::int64_t first = std::int64_t{child} * std::int64_t{wire::kTreeFan};
    select.bind_all(
        std::int64_t{found.stream.value()}, first, first + std::int64_t{wire::kTreeFan});
    std::vector<editions::Row> rows;
    std::map<Seq, std::map<std::string, std::size_t>> brought_by;  // Rows, by their delta.
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        const std::string id{select.text(1)};
        brought_by[seq_at(select, 2)].emplace(id, rows.size());
        rows.push_back({{static_cast<wire::Bucket>(select.int64(0)), id}, {}});
    }
    for (const auto& [seq, wanted] : brought_by) {
        SARHAD_TRY(const core::Bytes bytes, delta_at(found.stream, seq));
        SARHAD_TRY(const auto delta, wire::decode<wire::Delta>(bytes));
        SARHAD_TRY(std::vector<wire::Op> ops, ops_of(delta));
        for (wire::Op& op : ops) {
            if (const auto row = wanted.find(op.id);
                row != wanted.end() && op.kind == wire::OpKind::kUpsert) {
                rows[row->second].body = std::move(op.body);
            }
        }
    }
    for (const editions::Row& row : rows) {
        if (row.body.empty()) {  // Another edition came out meanwhile, and this row is not in it.
            return Error{Errc::kConflict, cat("list ", list, ": it has changed: begin anew")};
        }
    }
    return editions::encode_chunk(rows);
}

}  // namespace sarhad::central
