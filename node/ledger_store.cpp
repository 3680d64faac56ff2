#include "node/ledger_store.h"

#include "core/text.h"
#include "store/statement.h"
#include "wire/msgpack.h"

namespace sarhad::node {

using core::Result;
using core::Status;
using facts::LedgerEntry;
using store::Statement;
using store::Step;

namespace {

core::Bytes key_of(std::string_view counter, std::uint64_t number) {
    core::Bytes key;
    core::put_u64(key, number);
    core::append(key, core::as_bytes(counter));
    return key;
}

/// Columns counter, entry, body from `first` on.
Result<LedgerEntry> open_entry(const wire::RecordSeal& seal, const Statement& row, int first) {
    const core::Bytes key =
        key_of(row.text(first), static_cast<std::uint64_t>(row.int64(first + 1)));
    SARHAD_TRY(const core::Bytes body, seal.open(kLedgerTable, key, row.bytes(first + 2)));
    return wire::decode<LedgerEntry>(body);
}

}  // namespace

Result<std::vector<LedgerItem>> read_ledger(store::QuerySource from,
                                            const wire::RecordSeal& seal,
                                            std::int64_t after,
                                            bool is_open) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT place, counter, entry, body FROM ledger"
                            " WHERE place > ?1 AND (?2 = 0 OR is_entered = 0)"
                            " ORDER BY place LIMIT ?3"));
    select.bind_all(after, std::int64_t{is_open}, static_cast<std::int64_t>(kLedgerPageMax));
    std::vector<LedgerItem> items;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return items;
        }
        SARHAD_TRY(LedgerEntry entry, open_entry(seal, select, 1));
        items.push_back({select.int64(0), std::move(entry)});
    }
}

Result<std::optional<LedgerEntry>> LedgerStore::find(const std::string& counter,
                                                     std::uint64_t number) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT counter, entry, body FROM ledger"
                                 " WHERE counter = ?1 AND entry = ?2"));
    select.bind_all(std::string_view{counter}, static_cast<std::int64_t>(number));
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<LedgerEntry>{};
    }
    SARHAD_TRY(LedgerEntry entry, open_entry(seal_, select, 0));
    return std::optional{std::move(entry)};
}

Status LedgerStore::put(store::Transaction& transaction,
                        const LedgerEntry& entry,
                        const UpwardRow& row) {
    const core::Bytes key = key_of(entry.counter, entry.number);
    const core::Bytes sealed = seal_.seal(kLedgerTable, key, wire::encode(entry));
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO ledger(counter, entry, is_entered, body)"
                                 " VALUES(?1, ?2, ?3, ?4) ON CONFLICT(counter, entry) DO UPDATE"
                                 " SET is_entered = excluded.is_entered, body = excluded.body"));
    insert.bind_all(std::string_view{entry.counter},
                    static_cast<std::int64_t>(entry.number),
                    std::int64_t{!entry.entered_by.empty()},
                    core::ByteView{sealed});
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
               append_row(outbox_, transaction, row));
    return {};
}

}  // namespace sarhad::node
