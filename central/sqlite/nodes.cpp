#include "columns.h"
#include "node_rows.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"

#include <algorithm>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using store::Statement;
using store::Transaction;

namespace {

Result<NodeRow> read_node(const Statement& row) {
    NodeRow node;
    node.id = node_at(row, 0);
    node.port = core::PortId{std::string{row.text(1)}};
    SARHAD_TRY_STATUS(copy_at(row, 2, node.link));
    SARHAD_TRY_STATUS(copy_at(row, 3, node.sign));
    node.added_at = time_at(row, 4);
    node.revoked_at = time_or_none(row, 5);
    node.heard_at = time_or_none(row, 6);
    node.outbox = number_at(row, 7);
    node.erasing_at = time_or_none(row, 8);
    node.erased_at = time_or_none(row, 9);
    node.lost_rows = number_at(row, 10);
    node.lost_files = number_at(row, 11);
    return node;
}

bool is_same(const NodeRow& held, const NewNode& asked) {
    return !held.revoked_at && held.port == asked.port && held.link == asked.link &&
           held.sign == asked.sign;
}

/// Two nodes of one port would each have half of its crossings, and nobody would know which.
Error port_is_taken(const NodeRow& by) {
    return {Errc::kConflict,
            cat("port ",
                by.port.value(),
                ": node ",
                by.id.value(),
                " is there since ",
                core::to_rfc3339(by.added_at),
                ": revoke it first (sarhadctl node revoke ",
                by.id.value(),
                "), or give the new one another site")};
}

}  // namespace

Result<std::vector<NodeRow>> read_nodes(store::Database& database) {
    SARHAD_TRY(Statement select,
               database.prepare("SELECT id, port, link, sign, added_at, revoked_at, heard_at,"
                                " outbox, erasing_at, erased_at, lost_rows, lost_files"
                                " FROM node ORDER BY id"));
    return read_all<NodeRow>(select, read_node);
}

Result<NodeRow> insert_node(store::Database& database, const NewNode& node, core::WallTime at) {
    NodeRow row{.port = node.port, .link = node.link, .sign = node.sign, .added_at = at};
    SARHAD_TRY(Statement last, database.prepare("SELECT coalesce(max(id), 0) FROM node"));
    SARHAD_TRY(const std::optional<std::int64_t> id, last.query_int64());
    row.id = core::NodeId{static_cast<std::uint32_t>(id.value_or(0) + 1)};
    SARHAD_TRY(Statement insert,
               database.prepare("INSERT INTO node(id, port, link, sign, added_at)"
                                " VALUES(?1, ?2, ?3, ?4, ?5)"));
    insert.bind_all(std::int64_t{row.id.value()},
                    std::string_view{node.port.value()},
                    core::ByteView{node.link},
                    core::ByteView{node.sign},
                    at.micros);
    const Status inserted = insert.run();
    if (!inserted && inserted.error().code == Errc::kConflict) {
        return Error{Errc::kConflict,
                     "node: another node has one of these keys: make new ones for this node"};
    }
    SARHAD_TRY_STATUS(inserted);
    return row;
}

Status revoke_in(store::Database& database, core::NodeId node, core::WallTime at) {
    SARHAD_TRY(Statement update,
               database.prepare("UPDATE node SET revoked_at = ?2"
                                " WHERE id = ?1 AND revoked_at IS NULL"));
    update.bind_all(std::int64_t{node.value()}, at.micros);
    return update.run();
}

Result<NodeRow> SqliteStore::provision_node(const NewNode& node, core::WallTime at) {
    SARHAD_TRY(const std::vector<NodeRow> held, nodes());
    const auto same = std::find_if(
        held.begin(), held.end(), [&node](const NodeRow& row) { return is_same(row, node); });
    if (same != held.end()) {
        return *same;
    }
    const auto other = std::find_if(held.begin(), held.end(), [&node](const NodeRow& row) {
        return !row.revoked_at && row.port == node.port;
    });
    if (other != held.end()) {
        return port_is_taken(*other);
    }
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY(NodeRow row, insert_node(database_, node, at));
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return row;
}

Result<std::vector<NodeRow>> SqliteStore::nodes() {
    return read_nodes(database_);
}

Result<NodeRow> SqliteStore::revoke_node(core::NodeId node, core::WallTime at) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY_STATUS(revoke_in(database_, node, at));
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT id, port, link, sign, added_at, revoked_at, heard_at,"
                                 " outbox, erasing_at, erased_at, lost_rows, lost_files"
                                 " FROM node WHERE id = ?1"));
    select.bind_all(std::int64_t{node.value()});
    SARHAD_TRY(const std::vector<NodeRow> found, read_all<NodeRow>(select, read_node));
    if (found.empty()) {
        return Error{Errc::kNotFound, cat("node ", node.value(), ": no such node")};
    }
    return found.front();
}

Status SqliteStore::record_contacts(const std::vector<Contact>& contacts) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    for (const Contact& contact : contacts) {
        SARHAD_TRY(Statement update,
                   database_.prepare("UPDATE node SET heard_at = ?2, outbox = ?3"
                                     " WHERE id = ?1 AND coalesce(heard_at, 0) < ?2"));
        update.bind_all(
            std::int64_t{contact.node.value()}, contact.at.micros, number(contact.outbox));
        SARHAD_TRY_STATUS(update.run());
    }
    return std::move(transaction).commit();
}

/// What it lost it says for good with the last word.
Status SqliteStore::record_erasure(const Erasure& told) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    const bool is_erased = told.stage == wire::EraseStage::kErased;
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE node SET erasing_at = coalesce(erasing_at, ?2),"
                                 " erased_at = CASE WHEN ?3 THEN ?2 END,"
                                 " lost_rows = ?4, lost_files = ?5"
                                 " WHERE id = ?1 AND revoked_at IS NOT NULL"
                                 " AND erased_at IS NULL"));
    update.bind_all(std::int64_t{told.node.value()},
                    told.at.micros,
                    std::int64_t{is_erased},
                    number(told.rows),
                    number(told.files));
    SARHAD_TRY_STATUS(update.run());
    return std::move(transaction).commit();
}

}  // namespace sarhad::central
