// What ports screened of cargo, found by channel, kind and subject.
#include "central/cargo.h"

#include "columns.h"
#include "row_place.h"

#include "central/sqlite_store.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <utility>

namespace sarhad::central {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;

namespace {

constexpr core::StreamId kStream = wire::up::kCargo;

/// Of the same thing at the same node only the last one stands.
Status put_told(store::Database& database,
                core::NodeId node,
                core::Epoch epoch,
                const CargoTold& told) {
    SARHAD_TRY(Statement older,
               database.prepare("UPDATE cargo SET newest = 0"
                                " WHERE subject = ?1 AND node = ?2 AND newest != 0"));
    older.bind_all(core::ByteView{told.subject}, std::int64_t{node.value()});
    SARHAD_TRY_STATUS(older.run());
    SARHAD_TRY(Statement insert,
               database.prepare("INSERT OR IGNORE INTO cargo(id, subject, node, epoch, seq, kind,"
                                " channel, findings, newest)"
                                " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)"));
    insert.bind_all(core::ByteView{told.id},
                    core::ByteView{told.subject},
                    std::int64_t{node.value()},
                    std::int64_t{epoch.value()},
                    number(told.seq.value()),
                    std::string_view{told.kind},
                    static_cast<std::int64_t>(told.channel),
                    std::int64_t{told.findings});
    return insert.run();
}

}  // namespace

CargoTold told_of(core::Seq seq, const facts::CargoScreening& cargo) {
    return {seq,
            cargo.id,
            cargo.subject,
            cargo.kind,
            cargo.decision.channel,
            static_cast<std::uint32_t>(cargo.findings.size())};
}

Status SqliteStore::put_cargo(const RowBatch& batch) {
    for (const CargoTold& told : batch.cargo) {
        SARHAD_TRY_STATUS(put_told(database_, batch.node, batch.position.epoch, told));
    }
    return {};
}

/// The first row that waits, in the order in which its node wrote it; false: none does.
Result<bool> SqliteStore::read_cargo_backlog_row() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT b.node, b.epoch, b.seq, r.body FROM cargo_backlog b"
                                 " JOIN up_row r ON r.node = b.node AND r.stream = ?1"
                                 " AND r.epoch = b.epoch AND r.seq = b.seq"
                                 " ORDER BY b.node, b.epoch, b.seq LIMIT 1"));
    select.bind_all(std::int64_t{kStream.value()});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return false;
    }
    const core::NodeId node = node_at(select, 0);
    const core::Epoch epoch{static_cast<std::uint32_t>(select.int64(1))};
    const core::Seq seq = seq_at(select, 2);
    const auto body = seal_.open(kRowTable, row_place(node, kStream, epoch, seq), select.bytes(3));
    const auto cargo = body ? wire::decode<facts::CargoScreening>(*body)
                            : Result<facts::CargoScreening>{body.error()};
    if (cargo && cargo->node == node) {  // Nobody checked these rows when they came.
        SARHAD_TRY_STATUS(put_told(database_, node, epoch, told_of(seq, *cargo)));
        SARHAD_TRY(Statement named,
                   database_.prepare("UPDATE up_row SET id = ?1 WHERE node = ?2 AND stream = ?3"
                                     " AND epoch = ?4 AND seq = ?5"));
        named.bind_all(core::ByteView{cargo->id},
                       std::int64_t{node.value()},
                       std::int64_t{kStream.value()},
                       std::int64_t{epoch.value()},
                       number(seq.value()));
        SARHAD_TRY_STATUS(named.run());
    }
    SARHAD_TRY(Statement erase,
               database_.prepare("DELETE FROM cargo_backlog"
                                 " WHERE node = ?1 AND epoch = ?2 AND seq = ?3"));
    erase.bind_all(std::int64_t{node.value()}, std::int64_t{epoch.value()}, number(seq.value()));
    SARHAD_TRY_STATUS(erase.run());
    return true;
}

Result<CargoRow> SqlitePages::read_cargo_row(const Statement& row) {
    CargoRow read;
    read.number = row.int64(0);
    SARHAD_TRY_STATUS(copy_at(row, 1, read.id));
    read.node = node_at(row, 2);
    read.received_at = time_at(row, 5);
    read.port = core::PortId{std::string{row.text(7)}};
    read.channel = static_cast<facts::Channel>(row.int64(8));
    if (row.bytes(6).empty()) {
        return read;
    }
    const core::Epoch epoch{static_cast<std::uint32_t>(row.int64(3))};
    SARHAD_TRY(
        const core::Bytes body,
        seal_.open(kRowTable, row_place(read.node, kStream, epoch, seq_at(row, 4)), row.bytes(6)));
    SARHAD_TRY(read.cargo, wire::decode<facts::CargoScreening>(body));
    return read;
}

Result<std::vector<CargoRow>> SqlitePages::cargo(const CargoAsked& asked) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT c.number, c.id, c.node, c.epoch, c.seq, r.received_at, r.body,"
                             " n.port, c.channel FROM cargo c JOIN up_row r ON r.node = c.node"
                             " AND r.stream = ?1 AND r.epoch = c.epoch AND r.seq = c.seq"
                             " JOIN node n ON n.id = c.node"
                             " WHERE (?2 = 0 OR c.node = ?2) AND (?3 OR c.id = ?4)"
                             " AND (?5 OR c.subject = ?6) AND (?7 = '' OR c.kind = ?7)"
                             " AND (?8 < 0 OR c.channel = ?8) AND (?9 = 0 OR c.findings > 0)"
                             " AND (?10 OR c.newest != 0)"
                             " AND (?11 < 0 OR c.channel < ?11"
                             "  OR (c.channel = ?11 AND c.number < ?12))"
                             " ORDER BY c.channel DESC, c.number DESC LIMIT ?13"));
    const CargoId id = asked.id.value_or(CargoId{});
    const CargoId subject = asked.subject.value_or(CargoId{});
    select.bind(1, std::int64_t{kStream.value()});
    select.bind(2, std::int64_t{asked.node.value_or(core::NodeId{0}).value()});
    select.bind(3, std::int64_t{!asked.id.has_value()});
    select.bind(4, core::ByteView{id});
    select.bind(5, std::int64_t{!asked.subject.has_value()});
    select.bind(6, core::ByteView{subject});
    select.bind(7, std::string_view{asked.kind});
    select.bind(8, asked.channel ? static_cast<std::int64_t>(*asked.channel) : std::int64_t{-1});
    select.bind(9, std::int64_t{asked.with_findings});
    select.bind(10, std::int64_t{asked.has_history || asked.id.has_value()});
    select.bind(11, asked.after ? static_cast<std::int64_t>(asked.after->first) : std::int64_t{-1});
    select.bind(12, asked.after ? asked.after->second : std::int64_t{0});
    select.bind(13, number(asked.limit));
    return read_all<CargoRow>(select, [this](const Statement& row) { return read_cargo_row(row); });
}

}  // namespace sarhad::central
