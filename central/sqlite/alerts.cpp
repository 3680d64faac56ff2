#include "columns.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"
#include "wire/msgpack.h"

#include <limits>

namespace sarhad::central {

using core::Result;
using core::Status;
using store::Statement;

namespace {

constexpr std::string_view kAlertTable = "alert";

}  // namespace

Status SqliteStore::put_alert(const NewAlert& alert, core::NodeId node) {
    SARHAD_TRY_STATUS(put_delta(alert.delta));
    StreamHead head;
    head.name = "alert";
    head.position = alert.delta.position;
    head.published_at = alert.alert.raised_at;
    SARHAD_TRY_STATUS(put_head(head));
    const core::Bytes sealed = seal_.seal(kAlertTable, alert.alert.id, wire::encode(alert.alert));
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO alert(seq, id, node, raised_at, body)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5)"));
    insert.bind_all(number(alert.delta.position.seq.value()),
                    core::ByteView{alert.alert.id},
                    std::int64_t{node.value()},
                    alert.alert.raised_at.micros,
                    core::ByteView{sealed});
    return insert.run();
}

Status SqliteStore::put_acknowledgement(const facts::AlertAcknowledgement& ack) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR IGNORE INTO acknowledgement(alert, node, officer, at)"
                                 " VALUES(?1, ?2, ?3, ?4)"));
    insert.bind_all(core::ByteView{ack.alert},
                    std::int64_t{ack.node.value()},
                    std::string_view{ack.officer},
                    ack.acknowledged_at.micros);
    return insert.run();
}

Result<AlertRow> SqlitePages::read_alert(const Statement& row) {
    AlertRow alert;
    alert.seq = seq_at(row, 0);
    alert.reached = number_at(row, 3);
    alert.acknowledged = number_at(row, 4);
    SARHAD_TRY_STATUS(copy_at(row, 1, alert.alert.id));
    if (!row.is_null(5)) {
        alert.erased = facts::Erasure{alert.alert.id, std::string{row.text(5)}, time_at(row, 6)};
        alert.alert.raised_at = alert.alert.screened_at = time_at(row, 7);
        return alert;
    }
    SARHAD_TRY(const core::Bytes body, seal_.open(kAlertTable, row.bytes(1), row.bytes(2)));
    SARHAD_TRY(alert.alert, wire::decode<facts::Alert>(body));
    return alert;
}

Result<std::vector<AlertRow>> SqlitePages::alerts(core::Seq before, std::size_t limit) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT alert.seq, alert.id, alert.body,"
                             " (SELECT count(*) FROM applied a JOIN node n ON n.id = a.node"
                             "  WHERE a.stream = 2 AND a.seq >= alert.seq"
                             "  AND n.revoked_at IS NULL),"
                             " (SELECT count(*) FROM acknowledgement k JOIN node n"
                             "  ON n.id = k.node WHERE k.alert = alert.id"
                             "  AND n.revoked_at IS NULL),"
                             " e.policy, e.erased_at, alert.raised_at"
                             " FROM alert LEFT JOIN erasure e ON e.crossing = alert.id"
                             "  AND e.erased_at IS NOT NULL"
                             " WHERE alert.seq < ?1 ORDER BY alert.seq DESC LIMIT ?2"));
    select.bind_all(
        before == core::Seq{0} ? std::numeric_limits<std::int64_t>::max() : number(before.value()),
        number(limit));
    return read_all<AlertRow>(select, [this](const Statement& row) { return read_alert(row); });
}

Result<bool> SqliteStore::has_alert(const AlertId& alert) {
    SARHAD_TRY(Statement select, database_.prepare("SELECT seq FROM alert WHERE id = ?1"));
    select.bind_all(core::ByteView{alert});
    SARHAD_TRY(const std::optional<std::int64_t> found, select.query_int64());
    return found.has_value();
}

}  // namespace sarhad::central
