#include "node/alerts_store.h"

#include "core/text.h"
#include "node/erasures_store.h"
#include "screening/screen.h"
#include "wire/msgpack.h"
#include "wire/sealed_alert.h"

#include <algorithm>
#include <limits>

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using store::Statement;
using store::Step;

bool is_secret(const facts::Alert& alert) {
    const auto crossing = wire::decode<facts::Crossing>(alert.report.body);
    return crossing && screening::is_secret(crossing->decision);
}

Result<AppliedAlerts> AlertsStore::apply(const wire::DeltaBody& delta,
                                         const wire::Hash256& chain,
                                         core::WallTime now,
                                         PositionCommit commit,
                                         const AlertsReader& us) {
    SARHAD_TRY_STATUS(positions_.check_next(delta, "alerts"));
    AppliedAlerts applied;
    applied.position = {delta.stream, delta.epoch, delta.seq, chain};
    for (const wire::Op& op : delta.ops) {
        if (op.kind == wire::OpKind::kRemove) {
            continue;  // An alert that went out stays on record.
        }
        auto opened = wire::open_alert(op, us.node, us.key);
        if (!opened) {
            return Error{Errc::kCorrupt,
                         cat("alerts seq ", delta.seq.value(), ": ", opened.error().what)};
        }
        if (!*opened) {
            continue;  // Of a list that this node has not.
        }
        facts::Alert& alert = (*opened)->alert;
        const bool is_hidden = is_secret(alert);
        SARHAD_TRY(const Recorded recorded, insert(alert, (*opened)->body, now, is_hidden));
        if (recorded == Recorded::kNew && !is_hidden) {
            applied.received.push_back(std::move(alert));
        }
    }
    if (commit == PositionCommit::kTogether) {
        SARHAD_TRY_STATUS(positions_.put(applied.position));
    }
    return applied;
}

Result<Recorded> AlertsStore::insert(const facts::Alert& alert,
                                     core::ByteView body,
                                     core::WallTime now,
                                     bool is_hidden) {
    SARHAD_TRY(const bool is_gone, is_erased(database_, alert.id));
    const core::Bytes sealed = is_gone ? core::Bytes{} : seal_.seal(kAlertTable, alert.id, body);
    SARHAD_TRY(Statement insert,
               // Two looks at an end of the table each: one SELECT with both ends reads every row.
               database_.prepare("INSERT INTO alert(number, id, raised_at, received_at, body)"
                                 " VALUES (CASE WHEN ?5"
                                 " THEN min(coalesce((SELECT min(number) FROM alert), 0), 0) - 1"
                                 " ELSE max(coalesce((SELECT max(number) FROM alert), 0), 0) + 1"
                                 " END, ?1, ?2, ?3, ?4) ON CONFLICT(id) DO NOTHING"));
    insert.bind_all(core::ByteView{alert.id},
                    alert.raised_at.micros,
                    now.micros,
                    core::ByteView{sealed},
                    std::int64_t{is_hidden});
    SARHAD_TRY_STATUS(insert.run());
    return database_.changes() == 0 || is_gone ? Recorded::kRepeat : Recorded::kNew;
}

Result<Acknowledged> AlertsStore::acknowledge(store::Transaction& transaction,
                                              const facts::AlertAcknowledgement& given,
                                              const UpwardRow& row) {
    const core::Bytes sealed = seal_.seal(kAcknowledgementTable, given.alert, wire::encode(given));
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE alert SET acknowledged_at = ?2, acknowledgement = ?3"
                                 " WHERE id = ?1 AND number > 0 AND acknowledged_at IS NULL"));
    update.bind_all(
        core::ByteView{given.alert}, given.acknowledged_at.micros, core::ByteView{sealed});
    SARHAD_TRY_STATUS(update.run());
    if (database_.changes() > 0) {
        SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
                   append_row(outbox_, transaction, row));
        return Acknowledged{Recorded::kNew, given};
    }
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT acknowledgement FROM alert WHERE id = ?1 AND number > 0"));
    select.bind_all(core::ByteView{given.alert});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return Error{Errc::kNotFound, "no such alert here; GET /v1/alerts lists them"};
    }
    SARHAD_TRY(const core::Bytes body,
               seal_.open(kAcknowledgementTable, given.alert, select.bytes(0)));
    SARHAD_TRY(facts::AlertAcknowledgement stored, wire::decode<facts::AlertAcknowledgement>(body));
    return Acknowledged{Recorded::kRepeat, std::move(stored)};
}

Result<std::vector<StoredAlert>> read_alerts(store::QuerySource from,
                                             std::optional<std::int64_t> before,
                                             std::size_t limit) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT a.number, a.id, a.received_at, a.body, a.acknowledgement,"
                            " e.policy, e.at FROM alert a LEFT JOIN erasure e ON e.id = a.id"
                            " WHERE a.number < ?1 AND a.number > 0 ORDER BY a.number DESC"
                            " LIMIT ?2"));
    select.bind_all(before.value_or(std::numeric_limits<std::int64_t>::max()),
                    static_cast<std::int64_t>(limit));
    std::vector<StoredAlert> alerts;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        StoredAlert alert;
        alert.number = select.int64(0);
        const core::ByteView id = select.bytes(1);
        if (id.size() != alert.id.size()) {
            return Error{Errc::kCorrupt, "alert: an id of a wrong length is stored"};
        }
        std::copy(id.begin(), id.end(), alert.id.begin());
        alert.received_at = core::WallTime{select.int64(2)};
        alert.sealed = core::to_bytes(select.bytes(3));
        alert.sealed_acknowledgement = core::to_bytes(select.bytes(4));
        alert.erased = erasure_at(select, 5, alert.id);
        alerts.push_back(std::move(alert));
    }
    std::reverse(alerts.begin(), alerts.end());
    return alerts;
}

Result<AlertCounts> AlertsStore::counts() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT count(*), count(acknowledged_at) FROM alert"
                                 " WHERE number > 0"));
    SARHAD_TRY([[maybe_unused]] const Step step, select.step());
    return AlertCounts{static_cast<std::uint64_t>(select.int64(0)),
                       static_cast<std::uint64_t>(select.int64(1))};
}

}  // namespace sarhad::node
