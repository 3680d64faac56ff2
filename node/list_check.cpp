#include "node/list_check.h"

#include "edition_row.h"

#include "node/lists_store.h"
#include "wire/hash.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::StreamId;
using store::Statement;
using store::Step;
using wire::Bucket;
using wire::Hash256;

namespace {

/// Some 60 ms of opening bodies.
constexpr std::int64_t kRowsAPiece = 20'000;

/// What counts for the row of `hash` and `bucket` as they are stored: zeros where it is damaged.
Hash256 true_hash(const wire::RecordSeal& seal,
                  core::Bytes place,
                  std::string_view id,
                  const Statement& row,
                  int column) {
    const core::ByteView stored = row.bytes(column);
    const auto body = seal.open(kListEntryTable, place, row.bytes(column + 1));
    const bool is_placed = row.int64(column + 2) == wire::bucket_of(id);
    if (!body || !is_placed) {
        return {};
    }
    const Hash256 hash = wire::blake2b(*body);
    return std::equal(hash.begin(), hash.end(), stored.begin(), stored.end()) ? hash : Hash256{};
}

/// A row, small: of a million some 80 MB are held for the moment.
struct Placed {
    Bucket bucket{0};
    std::string id;
    Hash256 hash{};
};

wire::StateTree tree_of(std::vector<Placed> rows) {
    std::sort(rows.begin(), rows.end(), [](const Placed& a, const Placed& b) {
        return std::tie(a.bucket, a.id) < std::tie(b.bucket, b.id);
    });
    wire::StateTree tree;
    wire::LeafHasher leaf;
    for (auto at = rows.begin(); at != rows.end();) {
        const Bucket bucket = at->bucket;
        for (; at != rows.end() && at->bucket == bucket; ++at) {
            leaf.add(at->id, at->hash);
        }
        tree.set(bucket, leaf.finish());
    }
    return tree;
}

Result<std::vector<ListState>> read_states(store::QuerySource from) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT stream, name, edition, root, entries, applied_at, repairs"
                            " FROM edition ORDER BY stream"));
    std::vector<ListState> states;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return states;
        }
        SARHAD_TRY(ListState state, read_state(select));
        states.push_back(std::move(state));
    }
}

}  // namespace

Result<replication::ListAsItIs> read_as_it_is(store::QuerySource from,
                                              StreamId stream,
                                              const wire::RecordSeal& seal) {
    replication::ListAsItIs list;
    SARHAD_TRY(const std::vector<ListState> stored, read_states(from));
    for (const ListState& one : stored) {
        if (one.stream == stream) {
            list.name = one.name;
            list.edition = one.edition;
        }
    }
    std::vector<Placed> rows;
    std::int64_t after = 0;
    std::int64_t read = kRowsAPiece;
    while (read == kRowsAPiece) {
        SARHAD_TRY(Statement select,
                   from.prepare("SELECT rowid, stream, id, hash, body, bucket FROM list_entry"
                                " NOT INDEXED WHERE rowid > ?1 ORDER BY rowid LIMIT ?2"));
        select.bind_all(after, kRowsAPiece);
        for (read = 0;; ++read) {
            SARHAD_TRY(const Step step, select.step());
            if (step == Step::kDone) {
                break;
            }
            after = select.int64(0);
            if (select.int64(1) != std::int64_t{stream.value()}) {
                continue;
            }
            Placed row;
            row.id = select.text(2);
            row.hash = true_hash(seal, entry_place(stream, row.id), row.id, select, 3);
            row.bucket = static_cast<Bucket>(select.int64(5));
            list.damaged += row.hash == Hash256{} ? 1U : 0U;
            rows.push_back(std::move(row));
        }
    }
    list.rows = rows.size();
    list.tree = tree_of(std::move(rows));
    return list;
}

Result<std::vector<replication::RowAsItIs>> read_rows_as_they_are(
    store::QuerySource from,
    StreamId stream,
    const std::vector<Bucket>& buckets,
    const wire::RecordSeal& seal) {
    std::vector<replication::RowAsItIs> rows;
    for (const Bucket bucket : buckets) {
        SARHAD_TRY(Statement select,
                   from.prepare("SELECT l.id, l.hash, l.body, l.bucket FROM list_entry AS l"
                                " INDEXED BY list_entry_bucket"
                                " WHERE l.stream = ?1 AND l.bucket = ?2"));
        select.bind_all(stream.value(), std::int64_t{bucket});
        while (true) {
            SARHAD_TRY(const Step step, select.step());
            if (step == Step::kDone) {
                break;
            }
            const std::string id{select.text(0)};
            rows.push_back({id, true_hash(seal, entry_place(stream, id), id, select, 1)});
        }
    }
    return rows;
}

/// An edition that is stored meanwhile is the next look's.
Result<std::vector<StreamId>> find_differing(store::QuerySource from,
                                             const wire::RecordSeal& seal) {
    SARHAD_TRY(const std::vector<ListState> before, read_states(from));
    std::vector<ListState> suspects;
    for (const ListState& one : before) {
        SARHAD_TRY(const replication::ListAsItIs list, read_as_it_is(from, one.stream, seal));
        if (list.tree.root(list.rows) != one.root) {
            suspects.push_back(one);
        }
    }
    SARHAD_TRY(const std::vector<ListState> after, read_states(from));
    std::vector<StreamId> differing;
    for (const ListState& one : suspects) {
        const bool is_still = std::any_of(after.begin(), after.end(), [&](const ListState& now) {
            return now.stream == one.stream && now.root == one.root && now.repairs == one.repairs;
        });
        if (is_still) {
            differing.push_back(one.stream);
        }
    }
    return differing;
}

}  // namespace sarhad::node
