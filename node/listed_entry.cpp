#include "node/listed_entry.h"

#include "edition_row.h"
#include "row_opener.h"

#include "watchlists/list_root.h"

#include <string_view>
#include <utility>

namespace sarhad::node {

using core::Result;
using store::Statement;
using store::Step;

namespace {

Result<std::optional<ListState>> state_of(store::QuerySource from, const std::string& list) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT stream, name, edition, root, entries, applied_at, repairs"
                            " FROM edition WHERE name = ?1"));
    select.bind_all(list);
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<ListState>{};
    }
    SARHAD_TRY(ListState state, read_state(select));
    return std::optional{std::move(state)};
}

Result<std::optional<core::Bytes>> row_of(store::QuerySource from,
                                          core::StreamId stream,
                                          std::string_view id) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT body FROM list_entry WHERE stream = ?1 AND id = ?2"));
    select.bind_all(stream.value(), id);
    SARHAD_TRY(const Step step, select.step());
    return step == Step::kDone ? std::optional<core::Bytes>{}
                               : std::optional{core::to_bytes(select.bytes(0))};
}

}  // namespace

Result<std::optional<ListedItem>> read_listed(store::QuerySource from,
                                              const wire::RecordSeal& seal,
                                              const ListKeys& keys,
                                              const std::string& list,
                                              const std::string& entry) {
    SARHAD_TRY(const std::optional<ListState> state, state_of(from, list));
    if (!state || entry == watchlists::kManifestId) {
        return std::optional<ListedItem>{};
    }
    SARHAD_TRY(const std::optional<core::Bytes> row, row_of(from, state->stream, entry));
    if (!row) {
        return std::optional<ListedItem>{};
    }
    const RowOpener rows{*state, seal, keys};
    ListedItem item{list, state->edition, {}};
    SARHAD_TRY(item.entry, rows.entry(entry, *row));
    watchlists::ListManifest manifest;
    SARHAD_TRY(const auto stated, row_of(from, state->stream, watchlists::kManifestId));
    if (stated) {
        SARHAD_TRY(manifest, rows.manifest(*stated));
    }
    item.entry.order = watchlists::order_of(item.entry, manifest);
    return std::optional{std::move(item)};
}

}  // namespace sarhad::node
