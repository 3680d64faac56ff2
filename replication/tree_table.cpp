#include "replication/tree_table.h"

#include "core/text.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::replication {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using core::StreamId;
using store::Statement;
using store::Step;
using wire::Bucket;

namespace {

/// From so many touched buckets on, one look at all rows costs less than one at each bucket.
constexpr std::size_t kTouchedMax = wire::kTreeBuckets / 8;
constexpr std::int64_t kPlacedAtOnce = 10'000;

std::int64_t number(StreamId stream) {
    return stream.value();
}

Result<Bucket> bucket_at(const Statement& row, int column) {
    const std::int64_t bucket = row.int64(column);
    if (bucket < 0 || bucket >= static_cast<std::int64_t>(wire::kTreeBuckets)) {
        return Error{Errc::kCorrupt, core::cat("lists: a row in bucket ", bucket, " is stored")};
    }
    return static_cast<Bucket>(bucket);
}

Result<wire::Hash256> hash_at(const Statement& row, int column) {
    const core::ByteView bytes = row.bytes(column);
    wire::Hash256 hash{};
    if (bytes.size() != hash.size()) {
        return Error{Errc::kCorrupt,
                     core::cat("lists: a hash of ", bytes.size(), " bytes is stored")};
    }
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

}  // namespace

Result<CountedRows> count_rows(store::QuerySource from, store::Sql all, StreamId stream) {
    SARHAD_TRY(Statement select, from.prepare(all));
    select.bind_all(number(stream));
    CountedRows counted;
    wire::LeafHasher leaf;
    Bucket open = 0;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            counted.tree.set(open, leaf.finish());
            return counted;
        }
        SARHAD_TRY(const Bucket bucket, bucket_at(select, 0));
        if (bucket != open) {
            counted.tree.set(std::exchange(open, bucket), leaf.finish());
        }
        SARHAD_TRY(const wire::Hash256 hash, hash_at(select, 2));
        leaf.add(select.text(1), hash);
        ++counted.rows;
    }
}

Result<wire::StateTree> kept_tree(store::QuerySource from, StreamId stream) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT child, leaves FROM tree_group WHERE stream = ?1"));
    select.bind_all(number(stream));
    wire::StateTree tree;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return tree;
        }
        const core::ByteView leaves = select.bytes(1);
        const std::int64_t child = select.int64(0);
        if (leaves.size() != wire::kTreeGroupSize || child < 0 ||
            child >= static_cast<std::int64_t>(wire::kTreeFan)) {
            return Error{Errc::kCorrupt, "lists: a group of a state tree is unreadable"};
        }
        tree.set_group(static_cast<std::uint8_t>(child), leaves);
    }
}

Result<wire::Hash256> TreeTable::update(StreamId stream,
                                        const std::set<Bucket>& touched,
                                        std::uint64_t rows) {
    auto kept = kept_tree(store::QuerySource{database_}, stream);
    if (!kept && kept.error().code != Errc::kCorrupt) {
        return kept.error();
    }
    if (touched.size() > kTouchedMax || !kept) {
        SARHAD_TRY(const CountedRows counted, recount(stream));
        return counted.root();
    }
    wire::StateTree& tree = *kept;
    std::set<std::uint8_t> groups;
    for (const Bucket bucket : touched) {
        SARHAD_TRY(const wire::TreeHash leaf, leaf_of(stream, bucket));
        tree.set(bucket, leaf);
        groups.insert(wire::group_of(bucket));
    }
    for (const std::uint8_t child : groups) {
        SARHAD_TRY_STATUS(keep(stream, tree, child));
    }
    return tree.root(rows);
}

Result<wire::TreeHash> TreeTable::leaf_of(StreamId stream, Bucket bucket) {
    SARHAD_TRY(Statement select, database_.prepare(sql_.of_bucket));
    select.bind_all(number(stream), std::int64_t{bucket});
    wire::LeafHasher leaf;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return leaf.finish();
        }
        SARHAD_TRY(const wire::Hash256 hash, hash_at(select, 1));
        leaf.add(select.text(0), hash);
    }
}

Status TreeTable::keep(StreamId stream, const wire::StateTree& tree, std::uint8_t child) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO tree_group(stream, child, leaves)"
                                 " VALUES(?1, ?2, ?3)"));
    const core::Bytes leaves = tree.group(child);
    insert.bind_all(number(stream), std::int64_t{child}, core::ByteView{leaves});
    return insert.run();
}

Result<CountedRows> TreeTable::recount(StreamId stream) {
    SARHAD_TRY(CountedRows counted, count_rows(store::QuerySource{database_}, sql_.all, stream));
    for (std::size_t child = 0; child < wire::kTreeFan; ++child) {
        SARHAD_TRY_STATUS(keep(stream, counted.tree, static_cast<std::uint8_t>(child)));
    }
    return counted;
}

Status TreeTable::clear(StreamId stream) {
    SARHAD_TRY(Statement erase, database_.prepare("DELETE FROM tree_group WHERE stream = ?1"));
    erase.bind_all(number(stream));
    return erase.run();
}

/// Where there is a tree already, a row without a bucket has rotted, and must not be counted in.
Result<bool> TreeTable::place_rows(StreamId stream) {
    {
        SARHAD_TRY(Statement select,
                   database_.prepare("SELECT count(*) FROM tree_group WHERE stream = ?1"));
        select.bind_all(number(stream));
        SARHAD_TRY(const std::optional<std::int64_t> groups, select.query_int64());
        if (groups.value_or(0) > 0) {
            return false;
        }
    }
    bool has_placed = false;
    while (true) {
        SARHAD_TRY(const bool has_some, place_some(stream));
        if (!has_some) {
            return has_placed;
        }
        has_placed = true;
    }
}

Result<bool> TreeTable::place_some(StreamId stream) {
    std::vector<std::string> ids;
    {
        SARHAD_TRY(Statement select, database_.prepare(sql_.unplaced));
        select.bind_all(number(stream), kPlacedAtOnce);
        while (true) {
            SARHAD_TRY(const Step step, select.step());
            if (step == Step::kDone) {
                break;
            }
            ids.emplace_back(select.text(0));
        }
    }
    for (const std::string& id : ids) {
        SARHAD_TRY(Statement place, database_.prepare(sql_.place));
        place.bind_all(number(stream), std::string_view{id}, std::int64_t{wire::bucket_of(id)});
        SARHAD_TRY_STATUS(place.run());
    }
    return !ids.empty();
}

}  // namespace sarhad::replication
