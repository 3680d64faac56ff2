#pragma once

#include "core/result.h"
#include "facts/ledger_entry.h"
#include "node/outbox_row.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/query_source.h"
#include "wire/record_seal.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::node {

inline constexpr std::string_view kLedgerTable = "ledger";
inline constexpr std::size_t kLedgerPageMax = 200;  ///< Entries in one answer.

/// An entry and its place in the order in which they were given.
struct LedgerItem {
    std::int64_t place{0};
    facts::LedgerEntry entry;
};

/// At most kLedgerPageMax behind place `after`, oldest first; `is_open`: of those without a
/// crossing alone.
[[nodiscard]] core::Result<std::vector<LedgerItem>> read_ledger(store::QuerySource from,
                                                                const wire::RecordSeal& seal,
                                                                std::int64_t after,
                                                                bool is_open);

/// The paper ledger of the time when this machine's node was erased, for the crossings to be
/// entered by it. Thread: store. Everything outlives it.
class LedgerStore {
public:
    LedgerStore(store::Database& database, store::Outbox& outbox, const wire::RecordSeal& seal)
        : database_{database}, outbox_{outbox}, seal_{seal} {}

    [[nodiscard]] core::Result<std::optional<facts::LedgerEntry>> find(const std::string& counter,
                                                                       std::uint64_t number);
    /// The entry, in the place of one of its number, and its row for central.
    [[nodiscard]] core::Status put(store::Transaction& transaction,
                                   const facts::LedgerEntry& entry,
                                   const UpwardRow& row);

private:
    store::Database& database_;
    store::Outbox& outbox_;
    const wire::RecordSeal& seal_;
};

}  // namespace sarhad::node
