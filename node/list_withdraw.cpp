// A list that does not belong to this node any more, taken out of the store.
#include "edition_row.h"
#include "list_ops.h"

#include "node/lists_store.h"
#include "node/rescreen_later.h"
#include "wire/streams.h"

namespace sarhad::node {

using core::Result;
using core::Status;
using core::StreamId;
using store::Statement;

Status ListsStore::clear_stream(StreamId stream) {
    SARHAD_TRY_STATUS(clear_entries(stream));
    SARHAD_TRY_STATUS(clear_staged(stream));
    SARHAD_TRY_STATUS(tree_.clear(stream));
    for (const store::Sql sql : {store::Sql{"DELETE FROM list_change WHERE stream = ?1"},
                                 store::Sql{"DELETE FROM rescreen_due WHERE stream = ?1"},
                                 store::Sql{"DELETE FROM snapshot_part WHERE stream = ?1"},
                                 store::Sql{"DELETE FROM snapshot_chunk WHERE stream = ?1"},
                                 store::Sql{"DELETE FROM edition WHERE stream = ?1"}}) {
        SARHAD_TRY(Statement erase, database_.prepare(sql));
        erase.bind_all(stream.value());
        SARHAD_TRY_STATUS(erase.run());
    }
    SARHAD_TRY_STATUS(RescreenLater{database_}.forget_list(stream));
    SARHAD_TRY_STATUS(positions_.remove_note(again_note(stream)));
    return positions_.forget(stream);
}

/// Nobody knows whose list is on its way before it is in force: it comes anew where it is ours.
Status ListsStore::clear_unknown_chunks() {
    for (const store::Sql sql : {store::Sql{"DELETE FROM snapshot_part WHERE stream NOT IN"
                                            " (SELECT stream FROM edition)"},
                                 store::Sql{"DELETE FROM snapshot_chunk WHERE stream NOT IN"
                                            " (SELECT stream FROM edition)"}}) {
        SARHAD_TRY(Statement erase, database_.prepare(sql));
        SARHAD_TRY_STATUS(erase.run());
    }
    return {};
}

Result<std::vector<Withdrawn>> ListsStore::withdraw(const std::set<std::string>& names) {
    std::vector<Withdrawn> gone;
    if (names.empty()) {
        return gone;
    }
    SARHAD_TRY(const std::vector<ListState> held, lists());
    std::set<StreamId> known;
    for (const ListState& list : held) {
        known.insert(list.stream);
        if (names.contains(list.name)) {
            gone.push_back({list.stream, list.name, list.entries});
        }
    }
    SARHAD_TRY(const std::vector<wire::StreamPosition> positions, positions_.all());
    for (const wire::StreamPosition& one : positions) {
        if (wire::is_list_stream(one.stream) && !known.contains(one.stream)) {
            gone.push_back({one.stream, {}, 0});
        }
    }
    for (const Withdrawn& list : gone) {
        SARHAD_TRY_STATUS(clear_stream(list.stream));
    }
    SARHAD_TRY_STATUS(clear_unknown_chunks());
    return gone;
}

}  // namespace sarhad::node
