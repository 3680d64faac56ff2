#include "row_opener.h"

#include "watchlists/list_file.h"
#include "watchlists/list_root.h"
#include "wire/msgpack.h"

#include <utility>

namespace sarhad::node {

core::Result<watchlists::ListManifest> RowOpener::manifest(core::ByteView sealed) const {
    SARHAD_TRY(const core::Bytes bytes, body(watchlists::kManifestId, sealed));
    return wire::decode<watchlists::ListManifest>(bytes);
}

core::Result<watchlists::ListEntry> RowOpener::entry(std::string_view id,
                                                     core::ByteView sealed) const {
    SARHAD_TRY(const core::Bytes bytes, body(id, sealed));
    SARHAD_TRY(watchlists::ListEntry listed, watchlists::read_entry(bytes));
    return keys_.open(list_.name, std::move(listed));
}

core::Result<core::Bytes> RowOpener::body(std::string_view id, core::ByteView sealed) const {
    return seal_.open(kListEntryTable, entry_place(list_.stream, id), sealed);
}

}  // namespace sarhad::node
