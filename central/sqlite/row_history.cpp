// Where an entry stood in an edition that is not the newest any more.
#include "columns.h"

#include "central/sqlite_store.h"
#include "wire/state_tree.h"

#include <map>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using core::StreamId;
using store::Statement;
using store::Step;
using wire::Bucket;

namespace {

/// An edition as it was published.
struct Known {
    StreamId stream{0};
    std::uint64_t edition{0};
    wire::Hash256 root{};
    std::uint64_t rows_now{0};  ///< Of the newest edition, the manifest included.
};

Error not_known(std::string_view list, std::uint64_t edition) {
    return {Errc::kNotFound,
            cat(list,
                " edition ",
                edition,
                ": central does not know its rows any more: it was published before central kept "
                "what editions change")};
}

Result<Known> known_edition(store::QuerySource from, std::string_view list, std::uint64_t edition) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT e.stream, e.root, p.entries FROM published p"
                            " JOIN edition e ON e.stream = p.stream AND e.edition = ?2"
                            " WHERE p.name = ?1 AND e.has_history"));
    select.bind_all(list, number(edition));
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return not_known(list, edition);
    }
    Known known{stream_at(select, 0), edition, {}, number_at(select, 2) + 1};
    SARHAD_TRY_STATUS(copy_at(select, 1, known.root));
    return known;
}

using Rows = std::map<std::string, wire::Hash256, std::less<>>;

Result<Rows> rows_now(store::QuerySource from, StreamId stream, Bucket bucket) {
    SARHAD_TRY(Statement select, from.prepare(tree_sql().of_bucket));
    select.bind_all(std::int64_t{stream.value()}, std::int64_t{bucket});
    Rows rows;
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

/// What one bucket's rows were before later editions changed them; none: there was no such row.
using Before = std::map<std::string, std::optional<wire::Hash256>, std::less<>>;

void undo(Rows& rows, const Before& before) {
    for (const auto& [id, hash] : before) {
        if (hash) {
            rows[id] = *hash;
        } else {
            rows.erase(id);
        }
    }
}

/// A list as it was: its tree, and the bucket in question.
class Past {
public:
    Past(store::QuerySource from, const Known& known, std::string_view id)
        : from_{from}, known_{known}, asked_{wire::bucket_of(id)}, rows_{known.rows_now} {}

    Status read() {
        SARHAD_TRY(tree_, replication::kept_tree(from_, known_.stream));
        SARHAD_TRY(in_question_, rows_now(from_, known_.stream, asked_));
        SARHAD_TRY(Statement select,
                   from_.prepare("SELECT bucket, id, hash FROM row_before WHERE stream = ?1"
                                 " AND edition > ?2 ORDER BY bucket, id, edition"));
        select.bind_all(std::int64_t{known_.stream.value()}, number(known_.edition));
        Before before;
        Bucket open = 0;
        while (true) {
            SARHAD_TRY(const Step step, select.step());
            const auto bucket = step == Step::kDone ? open : static_cast<Bucket>(select.int64(0));
            if (step == Step::kDone || bucket != open) {
                SARHAD_TRY_STATUS(take_back(std::exchange(open, bucket), before));
                before.clear();
            }
            if (step == Step::kDone) {
                return {};
            }
            SARHAD_TRY_STATUS(note(select, before));
        }
    }

    [[nodiscard]] wire::Hash256 root() const { return tree_.root(rows_); }
    [[nodiscard]] wire::RowProof proof(std::string_view list, std::string_view id) const {
        std::vector<wire::ProofRow> bucket;
        for (const auto& [row, hash] : in_question_) {
            bucket.push_back({row, hash});
        }
        wire::RowProof made = wire::make_row_proof(tree_, rows_, id, std::move(bucket));
        made.list = list;
        made.edition = known_.edition;
        return made;
    }

private:
    /// The first change after the edition tells what the edition had.
    static Status note(const Statement& row, Before& before) {
        std::optional<wire::Hash256> hash;
        if (!row.is_null(2)) {
            hash.emplace();
            SARHAD_TRY_STATUS(copy_at(row, 2, *hash));
        }
        before.emplace(row.text(1), hash);
        return {};
    }

    Status take_back(Bucket bucket, const Before& before) {
        if (before.empty()) {
            return {};
        }
        SARHAD_TRY(Rows rows, rows_now(from_, known_.stream, bucket));
        rows_ -= rows.size();
        undo(rows, before);
        rows_ += rows.size();
        wire::LeafHasher leaf;
        for (const auto& [id, hash] : rows) {
            leaf.add(id, hash);
        }
        tree_.set(bucket, leaf.finish());
        if (bucket == asked_) {
            in_question_ = std::move(rows);
        }
        return {};
    }

    store::QuerySource from_;
    const Known& known_;
    Bucket asked_;
    wire::StateTree tree_;
    std::uint64_t rows_;
    Rows in_question_;
};

}  // namespace

Result<wire::RowProof> SqlitePages::row_at(const EntryAsked& asked, std::uint64_t edition) {
    SARHAD_TRY(const Known known, known_edition(from_, asked.list, edition));
    Past past{from_, known, asked.entry};
    SARHAD_TRY_STATUS(past.read());
    if (past.root() != known.root) {
        return Error{Errc::kUnavailable,
                     cat(asked.list,
                         " edition ",
                         edition,
                         ": the list changed while central looked at it: ask again; if it says so "
                         "twice, central's rows of it are damaged")};
    }
    return past.proof(asked.list, asked.entry);
}

Status SqliteStore::put_before(StreamId stream, std::uint64_t edition, const RowChange& change) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO row_before(stream, bucket, id, edition, hash)"
                                 " SELECT ?1, ?2, ?3, ?4, (SELECT hash FROM list_row"
                                 " WHERE stream = ?1 AND bucket = ?2 AND id = ?3)"
                                 " WHERE EXISTS (SELECT 1 FROM published WHERE stream = ?1)"));
    insert.bind_all(std::int64_t{stream.value()},
                    std::int64_t{wire::bucket_of(change.id)},
                    std::string_view{change.id},
                    number(edition));
    return insert.run();
}

Status SqliteStore::put_staged_before(StreamId stream, std::uint64_t edition) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO row_before(stream, bucket, id, edition, hash)"
                                 " SELECT ?1, s.bucket, s.id, ?2, l.hash FROM staged_row s"
                                 " LEFT JOIN list_row l ON l.stream = ?1 AND l.bucket = s.bucket"
                                 " AND l.id = s.id"
                                 " WHERE EXISTS (SELECT 1 FROM published WHERE stream = ?1)"));
    insert.bind_all(std::int64_t{stream.value()}, number(edition));
    return insert.run();
}

}  // namespace sarhad::central
