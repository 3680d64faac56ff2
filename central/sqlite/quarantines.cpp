#include "columns.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"

namespace sarhad::central {

using core::Result;
using core::Status;
using replication::Direction;
using store::Statement;
using store::Transaction;

namespace {

std::int64_t is_up(Direction direction) {
    return direction == Direction::kUp ? 1 : 0;
}

}  // namespace

Status SqliteStore::quarantine(const QuarantineRow& row) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    {
        SARHAD_TRY(
            Statement insert,
            database_.prepare("INSERT OR IGNORE INTO quarantine(node, is_up, stream, reason, at)"
                              " VALUES(?1, ?2, ?3, ?4, ?5)"));
        insert.bind_all(std::int64_t{row.node.value()},
                        is_up(row.direction),
                        std::int64_t{row.stream.value()},
                        std::string_view{row.reason},
                        row.at.micros);
        SARHAD_TRY_STATUS(insert.run());
    }
    return std::move(transaction).commit();
}

Result<std::vector<QuarantineRow>> SqliteStore::quarantines() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT node, is_up, stream, reason, at FROM quarantine"
                                 " ORDER BY node, is_up, stream, at"));
    return read_all<QuarantineRow>(select, [](const Statement& row) -> Result<QuarantineRow> {
        return QuarantineRow{node_at(row, 0),
                             row.int64(1) != 0 ? Direction::kUp : Direction::kDown,
                             stream_at(row, 2),
                             std::string{row.text(3)},
                             time_at(row, 4)};
    });
}

Status SqliteStore::end_quarantine(const QuarantineRow& row) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY_STATUS(remove_quarantine(row));
    return std::move(transaction).commit();
}

Status SqliteStore::release(const std::vector<ReleaseRow>& lifted) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    for (const ReleaseRow& row : lifted) {
        SARHAD_TRY_STATUS(put_release(row));
        SARHAD_TRY_STATUS(remove_quarantine(row.quarantine));
        if (row.quarantine.direction == Direction::kDown) {
            SARHAD_TRY(Statement forget,
                       database_.prepare("DELETE FROM applied WHERE node = ?1 AND stream = ?2"));
            forget.bind_all(std::int64_t{row.quarantine.node.value()},
                            std::int64_t{row.quarantine.stream.value()});
            SARHAD_TRY_STATUS(forget.run());
        }
    }
    return std::move(transaction).commit();
}

Status SqliteStore::remove_quarantine(const QuarantineRow& row) {
    SARHAD_TRY(Statement erase,
               database_.prepare("DELETE FROM quarantine WHERE node = ?1 AND is_up = ?2"
                                 " AND stream = ?3 AND reason = ?4"));
    erase.bind_all(std::int64_t{row.node.value()},
                   is_up(row.direction),
                   std::int64_t{row.stream.value()},
                   std::string_view{row.reason});
    return erase.run();
}

Status SqliteStore::put_release(const ReleaseRow& row) {
    const QuarantineRow& quarantine = row.quarantine;
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO stream_release(node, is_up, stream, reason, since,"
                                 " at, officer, why) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
    insert.bind_all(std::int64_t{quarantine.node.value()},
                    is_up(quarantine.direction),
                    std::int64_t{quarantine.stream.value()},
                    std::string_view{quarantine.reason},
                    quarantine.at.micros,
                    row.at.micros,
                    std::string_view{row.officer},
                    std::string_view{row.why});
    return insert.run();
}

Result<std::vector<ReleaseRow>> SqliteStore::releases(std::size_t limit) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT node, is_up, stream, reason, since, at, officer, why"
                                 " FROM stream_release ORDER BY number DESC LIMIT ?1"));
    select.bind_all(number(limit));
    return read_all<ReleaseRow>(select, [](const Statement& row) -> Result<ReleaseRow> {
        return ReleaseRow{{node_at(row, 0),
                           row.int64(1) != 0 ? Direction::kUp : Direction::kDown,
                           stream_at(row, 2),
                           std::string{row.text(3)},
                           time_at(row, 4)},
                          std::string{row.text(6)},
                          std::string{row.text(7)},
                          time_at(row, 5)};
    });
}

}  // namespace sarhad::central
