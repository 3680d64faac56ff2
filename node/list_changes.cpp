// What editions changed, row by row: so that neither a running index nor one at rest has to be made
// anew for a few entries.
#include "node/list_changes.h"

#include "edition_row.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;
using core::StreamId;
using store::Statement;
using store::Step;

namespace {

Result<std::vector<StreamId>> read_streams(store::QuerySource from) {
    SARHAD_TRY(Statement select, from.prepare("SELECT stream FROM edition ORDER BY name"));
    std::vector<StreamId> streams;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return streams;
        }
        streams.emplace_back(static_cast<std::uint16_t>(select.int64(0)));
    }
}

/// Fills what the rows of `select` tell: a list's edition beside each row that differs.
Status read_rows(Statement& select, std::size_t limit, ListDifference& into, std::int64_t& since) {
    bool is_first = true;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            into.is_known = !is_first;
            return {};
        }
        if (std::exchange(is_first, false)) {
            SARHAD_TRY(into.state, read_state(select));
            since = select.int64(7);
        }
        if (select.is_null(8)) {
            continue;  // Nothing differs.
        }
        if (into.rows.size() == limit) {
            into.rows.clear();
            return {};
        }
        into.rows.push_back({std::string{select.text(8)}, std::nullopt});
        if (!select.is_null(9)) {
            into.rows.back().sealed = core::to_bytes(select.bytes(9));
        }
    }
}

// One statement each, so that all of a list is of one moment: a writer may commit between two.

Result<ListDifference> read_whole(store::QuerySource from, StreamId stream, std::size_t limit) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT e.stream, e.name, e.edition, e.root, e.entries, e.applied_at,"
                            " e.repairs, e.changes_since, l.id, l.body FROM edition e"
                            " LEFT JOIN list_entry l ON l.stream = e.stream AND e.entries <= ?2"
                            " WHERE e.stream = ?1 ORDER BY l.id"));
    select.bind_all(stream.value(), static_cast<std::int64_t>(limit));
    ListDifference whole;
    std::int64_t since = 0;
    SARHAD_TRY_STATUS(read_rows(select, limit, whole, since));
    whole.is_known = whole.is_known && whole.rows.size() == whole.state.entries;
    return whole;
}

Result<ListDifference> read_changed(store::QuerySource from,
                                    const ListState& held,
                                    std::size_t limit) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT e.stream, e.name, e.edition, e.root, e.entries, e.applied_at,"
                            " e.repairs, e.changes_since, c.id, l.body FROM edition e"
                            " LEFT JOIN list_change c ON c.stream = e.stream"
                            " AND (c.edition > ?2 OR c.repair > ?3)"
                            " LEFT JOIN list_entry l ON l.stream = c.stream AND l.id = c.id"
                            " WHERE e.stream = ?1 ORDER BY c.id"));
    select.bind_all(held.stream.value(),
                    static_cast<std::int64_t>(held.edition),
                    static_cast<std::int64_t>(held.repairs));
    ListDifference changed;
    std::int64_t since = 0;
    SARHAD_TRY_STATUS(read_rows(select, limit, changed, since));
    const ListState& stored = changed.state;
    const bool is_same = stored.edition == held.edition && stored.root == held.root &&
                         stored.repairs == held.repairs;
    const bool is_moved = stored.edition > held.edition ||
                          (stored.edition == held.edition && stored.repairs > held.repairs);
    const bool is_later = is_moved && static_cast<std::int64_t>(held.edition) >= since;
    changed.is_known = changed.is_known && stored.name == held.name && (is_same || is_later);
    if (!changed.is_known || is_same) {
        changed.rows.clear();
    }
    return changed;
}

}  // namespace

Result<ListDifferences> read_differences(store::QuerySource from,
                                         const std::vector<ListState>& held,
                                         const DifferenceLimits& limits) {
    SARHAD_TRY(const std::vector<StreamId> streams, read_streams(from));
    ListDifferences all;
    for (const StreamId stream : streams) {
        const auto mine = std::find_if(
            held.begin(), held.end(), [&](const ListState& one) { return one.stream == stream; });
        SARHAD_TRY(ListDifference one,
                   mine == held.end() ? read_whole(from, stream, limits.new_rows)
                                      : read_changed(from, *mine, limits.changed_rows));
        all.lists.push_back(std::move(one));
    }
    all.has_strangers = std::any_of(held.begin(), held.end(), [&](const ListState& one) {
        return std::find(streams.begin(), streams.end(), one.stream) == streams.end();
    });
    return all;
}

Result<wire::Hash256> hash_at(const Statement& row, int column) {
    const core::ByteView bytes = row.bytes(column);
    wire::Hash256 hash{};
    if (bytes.size() != hash.size()) {
        return core::Error{core::Errc::kCorrupt,
                           core::cat("lists: a hash of ", bytes.size(), " bytes is stored")};
    }
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

Result<ListState> read_state(const Statement& row) {
    ListState state;
    state.stream = StreamId{static_cast<std::uint16_t>(row.int64(0))};
    state.name = row.text(1);
    state.edition = static_cast<std::uint64_t>(row.int64(2));
    SARHAD_TRY(state.root, hash_at(row, 3));
    state.entries = static_cast<std::uint64_t>(row.int64(4));
    state.applied_at = core::WallTime{row.int64(5)};
    state.repairs = static_cast<std::uint64_t>(row.int64(6));
    return state;
}

Status ListsStore::note_change(const wire::DeltaBody& delta,
                               const std::string& id,
                               std::uint64_t repair) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO list_change(stream, id, edition, repair)"
                                 " VALUES(?1, ?2, ?3, ?4)"));
    insert.bind_all(delta.stream.value(),
                    std::string_view{id},
                    static_cast<std::int64_t>(delta.edition),
                    static_cast<std::int64_t>(repair));
    return insert.run();
}

/// Where they are many, to build anew costs no more than to take them in.
Status ListsStore::bound_changes(const ListState& state) {
    SARHAD_TRY(Statement count,
               database_.prepare("SELECT count(*) FROM list_change WHERE stream = ?1"));
    count.bind_all(state.stream.value());
    SARHAD_TRY(const std::optional<std::int64_t> noted, count.query_int64());
    return noted.value_or(0) > static_cast<std::int64_t>(kNotedChangesMax) ? forget_changes(state)
                                                                           : Status{};
}

Status ListsStore::forget_changes(const ListState& up_to) {
    SARHAD_TRY(Statement erase,
               database_.prepare("DELETE FROM list_change WHERE stream = ?1 AND edition <= ?2"
                                 " AND repair <= ?3"));
    erase.bind_all(up_to.stream.value(),
                   static_cast<std::int64_t>(up_to.edition),
                   static_cast<std::int64_t>(up_to.repairs));
    SARHAD_TRY_STATUS(erase.run());
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE edition SET changes_since = max(changes_since, ?2)"
                                 " WHERE stream = ?1"));
    update.bind_all(up_to.stream.value(), static_cast<std::int64_t>(up_to.edition));
    return update.run();
}

}  // namespace sarhad::node
