#include "central/collector.h"

#include "core/text.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

Error refused(const RowBatch& rows, const OpenedRow& row, std::string_view why) {
    return Error{Errc::kInvalid,
                 cat("node ",
                     rows.node.value(),
                     " stream ",
                     rows.position.stream.value(),
                     " row ",
                     row.seq.value(),
                     ": ",
                     why)};
}

/// Both by rising node.
std::vector<wire::AlertReader> in_both(const std::vector<wire::AlertReader>& left,
                                       const std::vector<wire::AlertReader>& right) {
    std::vector<wire::AlertReader> both;
    std::set_intersection(left.begin(),
                          left.end(),
                          right.begin(),
                          right.end(),
                          std::back_inserter(both),
                          [](const auto& one, const auto& other) { return one.node < other.node; });
    return both;
}

/// An alert's delta: one op, complete by itself, signed by the centre's computer.
NewDelta alert_delta(const wire::StreamPosition& head, wire::Op op, const wire::SigningKey& key) {
    wire::DeltaBody body;
    body.stream = wire::kAlertStream;
    body.name = "alert";
    body.epoch = head.epoch;
    body.seq = core::next(head.seq);
    body.prev_chain = head.chain;
    body.ends_edition = true;
    body.ops.push_back(std::move(op));
    wire::Delta delta;
    delta.body = wire::encode(body);
    delta.signatures.push_back(key.sign(wire::Domain::kAlert, delta.body));
    const wire::Hash256 chain = wire::chain_hash(head.chain, delta.body);
    return {{body.stream, body.epoch, body.seq, chain}, head.chain, wire::encode(delta)};
}

Collected outcome_of(RowBatch rows) {
    Collected collected;
    collected.position = rows.position;
    collected.rows = rows.rows.size();
    for (NewAlert& alert : rows.alerts) {
        const core::Seq seq = alert.delta.position.seq;
        collected.alert_head = alert.delta.position;
        collected.alert_deltas.push_back({seq, std::move(alert.delta.delta)});
        collected.alerts.push_back({seq, std::move(alert.alert), 0, 0});
    }
    collected.acknowledgements = std::move(rows.acknowledgements);
    collected.pairs = std::move(rows.pairs);
    return collected;
}

}  // namespace

Collector::Collector(CentralStore& store,
                     std::vector<wire::BoxKey> keys,
                     const wire::SigningKey& alert_key,
                     const core::Published<wire::TrustStore>& trust,
                     const core::Published<ClosedLists>& closed,
                     core::Random& random,
                     const wire::StreamPosition& alert_head)
    : store_{store},
      opener_{std::move(keys), kKeyEpochsMax},
      alert_key_{alert_key},
      trust_{trust},
      closed_{closed},
      random_{random},
      alert_head_{alert_head} {}

Result<Collected> Collector::collect(const replication::StoreRows& batch,
                                     const core::PortId& port,
                                     core::WallTime now) {
    port_ = port;
    quiet_hits_.clear();
    go_aheads_.clear();
    port_rules_.clear();
    SARHAD_TRY_STATUS(learn_seeds(batch));
    RowBatch rows{.node = batch.node,
                  .prev = batch.batch.prev,
                  .position = batch.position,
                  .rows = {},
                  .alerts = {},
                  .acknowledgements = {},
                  .pairs = {},
                  .inspections = {},
                  .not_travelling = {},
                  .at = now};
    for (const wire::UpRow& sealed : batch.batch.rows) {
        OpenedRow row{sealed.seq,
                      sealed.created,
                      {},
                      {},
                      sealed.key_epoch,
                      sealed.key_index,
                      wire::blake2b(sealed.sealed),
                      {},
                      false};
        SARHAD_TRY(row.body, opener_.open(batch.node, batch.batch.stream, sealed));
        SARHAD_TRY_STATUS(read_row(rows, row));
        rows.rows.push_back(std::move(row));
    }
    SARHAD_TRY_STATUS(store_.append_rows(rows));
    if (!rows.alerts.empty()) {
        alert_head_ = rows.alerts.back().delta.position;
    }
    Collected collected = outcome_of(std::move(rows));
    collected.quiet_hits = std::move(quiet_hits_);
    collected.go_aheads = std::move(go_aheads_);
    collected.port_rules = std::move(port_rules_);
    return collected;
}

Status Collector::learn_seeds(const replication::StoreRows& batch) {
    for (const wire::KeySeed& seed : batch.batch.seeds) {
        if (!opener_.knows(batch.node, seed.key_epoch)) {
            SARHAD_TRY_STATUS(opener_.learn(batch.node, seed));
        }
    }
    return {};
}

Status Collector::read_row(RowBatch& rows, OpenedRow& row) {
    if (rows.position.stream == wire::up::kCrossings) {
        return read_crossing(rows, row);
    }
    if (rows.position.stream == wire::up::kHits) {
        return read_report(rows, row);
    }
    if (rows.position.stream == wire::up::kOfficers) {
        return read_acknowledgement(rows, row);
    }
    if (rows.position.stream == wire::up::kDesk) {
        return read_desk(rows, row);
    }
    if (rows.position.stream == wire::up::kState) {
        return read_statement(rows, row);
    }
    if (rows.position.stream == wire::up::kHealth) {
        return read_port_rules(rows, row);
    }
    if (rows.position.stream == wire::up::kCargo) {
        return read_cargo(rows, row);
    }
    return {};  // A newer node's stream: kept as it is, and read once this software knows it.
}

Status Collector::read_port_rules(const RowBatch& rows, OpenedRow& row) {
    const auto told = wire::decode<facts::PortRules>(row.body);
    if (!told || told->node != rows.node) {
        return refused(rows, row, told ? "rules of another node" : told.error().what);
    }
    port_rules_.push_back(*told);
    return {};
}

Status Collector::read_crossing(RowBatch& rows, OpenedRow& row) {
    const Result<facts::Crossing> crossing = wire::decode<facts::Crossing>(row.body);
    if (!crossing || crossing->node != rows.node) {
        return refused(rows, row, crossing ? "a crossing of another node" : crossing.error().what);
    }
    count_rule_hits(rows.rule_hits, *crossing, rows.at);
    row.id = core::to_bytes(core::ByteView{crossing->id});
    row.passage = crossing->passage;
    row.is_desk = crossing->uid.has_value() || !crossing->officer.empty();
    return {};
}

Status Collector::read_cargo(RowBatch& rows, OpenedRow& row) {
    const auto cargo = wire::decode<facts::CargoScreening>(row.body);
    if (!cargo || cargo->node != rows.node) {
        return refused(rows, row, cargo ? "cargo of another node" : cargo.error().what);
    }
    facts::Crossing counted;  // By its decision and its day alone.
    counted.screened_at = cargo->screened_at;
    counted.decision.rule_hits = cargo->decision.rule_hits;
    counted.decision.shadow_hits = cargo->decision.shadow_hits;
    count_rule_hits(rows.rule_hits, counted, rows.at);
    row.id = core::to_bytes(core::ByteView{cargo->id});
    rows.cargo.push_back(told_of(row.seq, *cargo));
    return {};
}

Status Collector::read_report(RowBatch& rows, OpenedRow& row) {
    const Result<facts::SignedReport> report = wire::decode<facts::SignedReport>(row.body);
    if (!report || report->node != rows.node || report->body.size() > kReportBytesMax) {
        return refused(
            rows, row, report ? "a report of another node, or too long" : report.error().what);
    }
    SARHAD_TRY(const wire::Opened opened, trust_.newest()->open_report(*report));
    const Result<facts::Crossing> crossing = wire::decode<facts::Crossing>(opened);
    if (!crossing || crossing->node != rows.node) {
        return refused(rows, row, crossing ? "a report of another node" : crossing.error().what);
    }
    row.id = core::to_bytes(core::ByteView{crossing->id});
    facts::Alert alert;
    alert.id = crossing->id;
    alert.raised_at = rows.at;
    alert.port = port_;
    alert.screened_at = crossing->screened_at;
    alert.report = *report;
    return raise(rows, std::move(alert), *crossing);
}

/// Open to all, or, where a hit is on a list that not every port has, sealed to the ports that have
/// all such lists among its hits. kConflict: to nobody but the port itself.
Result<wire::Op> Collector::op_of(const facts::Alert& alert, const facts::Crossing& crossing) {
    const auto closed = closed_.newest();
    std::optional<std::vector<wire::AlertReader>> readers;
    for (const facts::Hit& hit : crossing.decision.hits) {
        const auto found = closed->find(hit.list);
        if (found != closed->end()) {
            readers = readers ? in_both(*readers, found->second) : found->second;
        }
    }
    if (!readers) {
        return wire::Op{wire::OpKind::kUpsert, core::to_hex(alert.id), wire::encode(alert)};
    }
    const bool is_anybody_else =
        std::any_of(readers->begin(), readers->end(), [&](const auto& one) {
            return one.node != crossing.node;
        });
    if (!is_anybody_else) {
        return Error{Errc::kConflict, "no other port has the list"};
    }
    return wire::seal_alert(alert, *readers, random_);
}

/// A report that comes again raises nothing: the alert's id is the crossing's. Nor does one of a
/// crossing that was erased, where central was restored from a backup.
Status Collector::raise(RowBatch& rows, facts::Alert alert, const facts::Crossing& crossing) {
    SARHAD_TRY(const bool is_known, store_.has_alert(alert.id));
    SARHAD_TRY(const bool is_erased, store_.is_erased(alert.id));
    if (is_known || is_erased || is_raised_here(rows, alert.id)) {
        return {};
    }
    Result<wire::Op> op = op_of(alert, crossing);
    if (!op) {
        quiet_hits_.push_back({alert.id, op.error().what});
        return {};
    }
    const wire::StreamPosition& head =
        rows.alerts.empty() ? alert_head_ : rows.alerts.back().delta.position;
    NewDelta delta = alert_delta(head, *std::move(op), alert_key_);
    rows.alerts.push_back({std::move(alert), std::move(delta)});
    return {};
}

bool Collector::is_raised_here(const RowBatch& rows, const AlertId& id) {
    return std::any_of(rows.alerts.begin(), rows.alerts.end(), [&](const NewAlert& raised) {
        return raised.alert.id == id;
    });
}

Status Collector::read_acknowledgement(RowBatch& rows, const OpenedRow& row) {
    const auto ack = wire::decode<facts::AlertAcknowledgement>(row.body);
    if (!ack || ack->node != rows.node) {
        return refused(rows, row, ack ? "an acknowledgement of another node" : ack.error().what);
    }
    rows.acknowledgements.push_back(*ack);
    return {};
}

/// Late hits stay in their rows. What a newer node says beside is passed over, not refused.
Status Collector::read_desk(RowBatch& rows, OpenedRow& row) {
    const auto record = wire::decode<facts::DeskRecord>(row.body);
    if (!record) {
        return refused(rows, row, record.error().what);
    }
    for (const facts::LateHit& late : record->late) {
        row.id = core::to_bytes(core::ByteView{late.crossing});
    }
    for (const facts::KnownPair& pair : record->pairs) {
        if (pair.node != rows.node) {
            return refused(rows, row, "a pair of another node");
        }
        rows.pairs.push_back(pair);
    }
    for (const facts::GoAhead& said : record->go_aheads) {
        if (said.node != rows.node) {
            return refused(rows, row, "a supervisor's word of another node");
        }
        go_aheads_.push_back(said);
    }
    for (const facts::Inspection& said : record->inspections) {
        if (said.node != rows.node) {
            return refused(rows, row, "an inspection of another node");
        }
        row.id = core::to_bytes(core::ByteView{said.crossing});
        rows.inspections.push_back(said);
    }
    rows.not_travelling.insert(
        rows.not_travelling.end(), record->not_travelling.begin(), record->not_travelling.end());
    return {};
}

/// It stays in its row, which is found by the row's time: the statement's own.
Status Collector::read_statement(const RowBatch& rows, const OpenedRow& row) const {
    const auto signed_by_node = wire::decode<facts::SignedStatement>(row.body);
    if (!signed_by_node || signed_by_node->node != rows.node) {
        return refused(
            rows,
            row,
            signed_by_node ? "a statement of another node" : signed_by_node.error().what);
    }
    SARHAD_TRY(const wire::Opened opened, trust_.newest()->open_statement(*signed_by_node));
    const auto statement = wire::decode<facts::StateStatement>(opened);
    if (!statement || statement->node != rows.node || statement->at != row.created) {
        return refused(
            rows, row, statement ? "a statement of another node or time" : statement.error().what);
    }
    return {};
}

}  // namespace sarhad::central
