#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "node/list_keys.h"
#include "node/lists_store.h"
#include "watchlists/entry.h"
#include "watchlists/matcher.h"
#include "wire/record_seal.h"

#include <string_view>

namespace sarhad::node {

/// Opens rows of one list, as they are stored. Thread: any. Everything outlives it.
class RowOpener {
public:
    RowOpener(const ListState& list, const wire::RecordSeal& seal, const ListKeys& keys)
        : list_{list}, seal_{seal}, keys_{keys} {}

    [[nodiscard]] core::Result<watchlists::ListManifest> manifest(core::ByteView sealed) const;
    /// Errors as ListKeys::open(), too.
    [[nodiscard]] core::Result<watchlists::ListEntry> entry(std::string_view id,
                                                            core::ByteView sealed) const;

private:
    [[nodiscard]] core::Result<core::Bytes> body(std::string_view id, core::ByteView sealed) const;

    const ListState& list_;
    const wire::RecordSeal& seal_;
    const ListKeys& keys_;
};

}  // namespace sarhad::node
