#include "watchlists/list_root.h"

#include "core/check.h"

#include <limits>

namespace sarhad::watchlists {

facts::Hash256 list_root(const RowHashes& rows, HashFunction hash) {
    core::Bytes bytes;
    for (const auto& [id, body_hash] : rows) {
        SARHAD_CHECK(id.size() <= std::numeric_limits<std::uint16_t>::max());
        core::put_u16(bytes, static_cast<std::uint16_t>(id.size()));
        core::append(bytes, core::as_bytes(id));
        core::append(bytes, body_hash);
    }
    return hash(bytes);
}

}  // namespace sarhad::watchlists
