#include "watchlists/list_root.h"

#include "core/check.h"

#include <limits>

namespace sarhad::watchlists {

void put_row(core::Bytes& to, std::string_view id, const facts::Hash256& body_hash) {
    SARHAD_CHECK(id.size() <= std::numeric_limits<std::uint16_t>::max());
    core::put_u16(to, static_cast<std::uint16_t>(id.size()));
    core::append(to, core::as_bytes(id));
    core::append(to, body_hash);
}

facts::Hash256 list_root(const RowHashes& rows, HashFunction hash) {
    core::Bytes bytes;
    for (const auto& [id, body_hash] : rows) {
        put_row(bytes, id, body_hash);
    }
    return hash(bytes);
}

}  // namespace sarhad::watchlists
