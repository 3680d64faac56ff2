#include "node/snapshot_store.h"

#include "core/plant.h"
#include "core/text.h"
#include "node/list_check.h"
#include "wire/hash.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace sarhad::node {

using core::Bytes;
using core::ByteView;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using core::StreamId;
using editions::CheckedSnapshot;
using store::Statement;
using store::Step;

namespace {

constexpr std::string_view kPartTable = "snapshot_part";
constexpr std::string_view kChunkTable = "snapshot_chunk";

/// What a body is bound to.
Bytes place_at(StreamId stream, std::uint8_t chunk, std::uint32_t at) {
    Bytes place;
    core::put_u16(place, stream.value());
    place.push_back(chunk);
    core::put_u32(place, at);
    return place;
}

wire::TreeHash hash_of(const CheckedSnapshot& edition, std::size_t chunk) {
    return wire::tree_hash_at(edition.children, chunk);
}

/// Whether a row's hash, in `column`, is that of this chunk of the edition.
bool is_of(const CheckedSnapshot& edition, const Statement& row, int chunk, int column) {
    const std::int64_t number = row.int64(chunk);
    if (number < 0 || number >= static_cast<std::int64_t>(editions::kChunks)) {
        return false;
    }
    const wire::TreeHash hash = hash_of(edition, static_cast<std::size_t>(number));
    const ByteView stored = row.bytes(column);
    return std::equal(hash.begin(), hash.end(), stored.begin(), stored.end());
}

Status take_off_kept(store::QuerySource from,
                     const CheckedSnapshot& edition,
                     replication::SnapshotPlan& plan) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT chunk, hash FROM snapshot_chunk WHERE stream = ?1"));
    select.bind_all(edition.position.stream.value());
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return {};
        }
        if (is_of(edition, select, 0, 1)) {
            plan.missing.reset(static_cast<std::size_t>(select.int64(0)));
        }
    }
}

/// How many bytes of the chunk stand in parts that follow one another.
Result<std::uint32_t> bytes_of_parts(store::QuerySource from,
                                     const CheckedSnapshot& edition,
                                     std::size_t chunk) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT chunk, hash, at, size FROM snapshot_part"
                            " WHERE stream = ?1 AND chunk = ?2 ORDER BY at"));
    select.bind_all(edition.position.stream.value(), static_cast<std::int64_t>(chunk));
    std::int64_t here = 0;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone || !is_of(edition, select, 0, 1) || select.int64(2) != here) {
            return static_cast<std::uint32_t>(here);
        }
        here += select.int64(3);
    }
}

}  // namespace

Result<replication::SnapshotPlan> plan_snapshot(store::QuerySource from,
                                                const wire::RecordSeal& seal,
                                                const CheckedSnapshot& edition) {
    replication::SnapshotPlan plan;
    plan.edition = edition.statement.edition;
    plan.position = edition.position;
    SARHAD_TRY(const replication::ListAsItIs here,
               read_as_it_is(from, edition.position.stream, seal));
    if (here.edition > edition.statement.edition) {
        return Error{Errc::kConflict,
                     cat("list ",
                         edition.statement.name,
                         ": edition ",
                         edition.statement.edition,
                         " is older than here")};
    }
    const Bytes children = here.tree.children();
    for (std::size_t chunk = 0; chunk < editions::kChunks; ++chunk) {
        plan.missing.set(chunk, wire::tree_hash_at(children, chunk) != hash_of(edition, chunk));
    }
    SARHAD_TRY_STATUS(take_off_kept(from, edition, plan));
    for (std::size_t chunk = 0; chunk < editions::kChunks; ++chunk) {
        if (plan.missing.test(chunk)) {
            SARHAD_TRY(plan.offset, bytes_of_parts(from, edition, chunk));
            break;
        }
    }
    return plan;
}

Status SnapshotStore::begin(const CheckedSnapshot& edition) {
    const StreamId stream = edition.position.stream;
    std::vector<std::int64_t> useless;
    {
        SARHAD_TRY(Statement select,
                   database_.prepare("SELECT chunk, hash FROM snapshot_chunk WHERE stream = ?1"
                                     " UNION SELECT chunk, hash FROM snapshot_part"
                                     " WHERE stream = ?1"));
        select.bind_all(stream.value());
        while (true) {
            SARHAD_TRY(const Step step, select.step());
            if (step == Step::kDone) {
                break;
            }
            if (!is_of(edition, select, 0, 1)) {
                useless.push_back(select.int64(0));
            }
        }
    }
    for (const std::int64_t chunk : useless) {
        SARHAD_TRY_STATUS(drop_parts(stream, static_cast<std::uint8_t>(chunk), 0));
        SARHAD_TRY_STATUS(drop_chunk(stream, static_cast<std::uint8_t>(chunk)));
    }
    return {};
}

Result<bool> SnapshotStore::keep(const CheckedSnapshot& edition, const wire::ChunkPart& part) {
    const StreamId stream = edition.position.stream;
    const std::uint64_t end = std::uint64_t{part.offset} + part.part.size();
    if (part.chunk >= editions::kChunks || end > part.size ||
        part.size > editions::kChunkBytesMax) {
        return Error{Errc::kInvalid, "snapshot: a part of no chunk"};
    }
    const auto chunk = static_cast<std::uint8_t>(part.chunk);
    if (part.offset == 0 && end == part.size) {  // Most of a small list.
        const Status kept = keep_whole(edition, chunk, part.part);
        if (!kept && kept.error().code != Errc::kCorrupt && kept.error().code != Errc::kInvalid) {
            return kept.error();
        }
        return kept.has_value();
    }
    SARHAD_TRY_STATUS(drop_parts(stream, chunk, part.offset));
    SARHAD_TRY_STATUS(put_part(stream, hash_of(edition, chunk), part));
    if (end < part.size) {
        return true;
    }
    SARHAD_TRY(const Bytes whole, put_together(stream, chunk));
    const Status kept = keep_whole(edition, chunk, whole);
    SARHAD_TRY_STATUS(drop_parts(stream, chunk, 0));
    if (!kept && kept.error().code != Errc::kCorrupt && kept.error().code != Errc::kInvalid) {
        return kept.error();
    }
    return kept.has_value();
}

Status SnapshotStore::keep_whole(const CheckedSnapshot& edition,
                                 std::uint8_t chunk,
                                 ByteView bytes) {
    const StreamId stream = edition.position.stream;
    const wire::TreeHash hash = hash_of(edition, chunk);
    const Result<std::vector<editions::Row>> rows = editions::decode_chunk(bytes, chunk, hash);
    if (!rows && !core::is_planted(core::Plant::kChunkUnchecked)) {
        return rows.error();
    }
    const Bytes sealed = seal_.seal(kChunkTable, place_at(stream, chunk, 0), bytes);
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO snapshot_chunk(stream, chunk, hash, body)"
                                 " VALUES(?1, ?2, ?3, ?4)"));
    insert.bind_all(stream.value(), std::int64_t{chunk}, ByteView{hash}, ByteView{sealed});
    return insert.run();
}

Status SnapshotStore::put_part(StreamId stream,
                               const wire::TreeHash& hash,
                               const wire::ChunkPart& part) {
    const auto chunk = static_cast<std::uint8_t>(part.chunk);
    const Bytes sealed = seal_.seal(kPartTable, place_at(stream, chunk, part.offset), part.part);
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO snapshot_part(stream, chunk, at, hash,"
                                 " size, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"));
    insert.bind_all(stream.value(),
                    std::int64_t{chunk},
                    std::int64_t{part.offset},
                    ByteView{hash},
                    static_cast<std::int64_t>(part.part.size()),
                    ByteView{sealed});
    return insert.run();
}

/// What has a gap, or has rotted, is not the chunk: its hash tells.
Result<Bytes> SnapshotStore::put_together(StreamId stream, std::uint8_t chunk) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT at, body FROM snapshot_part WHERE stream = ?1"
                                 " AND chunk = ?2 ORDER BY at"));
    select.bind_all(stream.value(), std::int64_t{chunk});
    Bytes whole;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return whole;
        }
        const auto at = static_cast<std::uint32_t>(select.int64(0));
        const auto part = seal_.open(kPartTable, place_at(stream, chunk, at), select.bytes(1));
        if (part && at == whole.size()) {
            core::append(whole, *part);
        }
    }
}

Status SnapshotStore::drop_parts(StreamId stream, std::uint8_t chunk, std::uint32_t from) {
    SARHAD_TRY(Statement erase,
               database_.prepare("DELETE FROM snapshot_part WHERE stream = ?1 AND chunk = ?2"
                                 " AND at >= ?3"));
    erase.bind_all(stream.value(), std::int64_t{chunk}, std::int64_t{from});
    return erase.run();
}

Result<std::optional<std::vector<editions::Row>>> SnapshotStore::rows(
    const CheckedSnapshot& edition, std::uint8_t chunk) {
    const StreamId stream = edition.position.stream;
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT chunk, hash, body FROM snapshot_chunk"
                                 " WHERE stream = ?1 AND chunk = ?2"));
    select.bind_all(stream.value(), std::int64_t{chunk});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone || !is_of(edition, select, 0, 1)) {
        return std::optional<std::vector<editions::Row>>{};
    }
    SARHAD_TRY(const Bytes bytes,
               seal_.open(kChunkTable, place_at(stream, chunk, 0), select.bytes(2)));
    SARHAD_TRY(std::vector<editions::Row> rows,
               editions::decode_chunk(bytes, chunk, hash_of(edition, chunk)));
    return std::optional{std::move(rows)};
}

Result<std::optional<std::vector<wire::Op>>> SnapshotStore::changes(const CheckedSnapshot& edition,
                                                                    std::uint8_t chunk) {
    using Changes = std::optional<std::vector<wire::Op>>;
    SARHAD_TRY(std::optional<std::vector<editions::Row>> there, rows(edition, chunk));
    if (!there) {
        return Changes{};
    }
    std::vector<wire::Bucket> buckets;
    for (std::size_t place = 0; place < wire::kTreeFan; ++place) {
        buckets.push_back(static_cast<wire::Bucket>(chunk * wire::kTreeFan + place));
    }
    SARHAD_TRY(const std::vector<replication::RowAsItIs> here,
               read_rows_as_they_are(
                   store::QuerySource{database_}, edition.position.stream, buckets, seal_));
    std::map<std::string_view, const wire::Hash256*> held;
    for (const replication::RowAsItIs& row : here) {
        held.emplace(row.id, &row.hash);
    }
    std::vector<wire::Op> ops;
    for (editions::Row& row : *there) {
        const auto mine = held.find(row.place.id);
        const bool is_same = mine != held.end() && *mine->second == wire::blake2b(row.body);
        if (mine != held.end()) {
            held.erase(mine);
        }
        if (!is_same) {
            ops.push_back({wire::OpKind::kUpsert, std::move(row.place.id), std::move(row.body)});
        }
    }
    for (const auto& [id, hash] : held) {
        ops.push_back({wire::OpKind::kRemove, std::string{id}, {}});
    }
    return Changes{std::move(ops)};
}

Result<std::optional<std::vector<wire::Op>>> ChunkChanges::next() {
    while (chunk_ < editions::kChunks) {
        SARHAD_TRY(std::optional<std::vector<wire::Op>> ops,
                   chunks_.changes(edition_, static_cast<std::uint8_t>(chunk_)));
        ++chunk_;
        if (ops) {
            rows_ += ops->size();
            return ops;
        }
    }
    return std::optional<std::vector<wire::Op>>{};
}

Status SnapshotStore::drop_damaged(const CheckedSnapshot& edition) {
    for (std::size_t chunk = 0; chunk < editions::kChunks; ++chunk) {
        const auto number = static_cast<std::uint8_t>(chunk);
        const auto kept = rows(edition, number);
        const bool is_damaged =
            !kept && (kept.error().code == Errc::kCorrupt || kept.error().code == Errc::kInvalid);
        if (!is_damaged) {
            continue;
        }
        SARHAD_TRY_STATUS(drop_chunk(edition.position.stream, number));
    }
    return {};
}

Status SnapshotStore::drop_chunk(StreamId stream, std::uint8_t chunk) {
    SARHAD_TRY(Statement erase,
               database_.prepare("DELETE FROM snapshot_chunk WHERE stream = ?1 AND chunk = ?2"));
    erase.bind_all(stream.value(), std::int64_t{chunk});
    return erase.run();
}

Status SnapshotStore::clear(StreamId stream) {
    for (const store::Sql sql : {store::Sql{"DELETE FROM snapshot_part WHERE stream = ?1"},
                                 store::Sql{"DELETE FROM snapshot_chunk WHERE stream = ?1"}}) {
        SARHAD_TRY(Statement erase, database_.prepare(sql));
        erase.bind_all(stream.value());
        SARHAD_TRY_STATUS(erase.run());
    }
    return {};
}

}  // namespace sarhad::node
