#include "columns.h"
#include "node_rows.h"
#include "speakers.h"

#include "central/enrolment_store.h"
#include "central/sqlite_store.h"
#include "store/transaction.h"

#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using store::Statement;
using store::Transaction;

namespace {

Result<EnrolmentRow> read_row(const Statement& row) {
    EnrolmentRow made;
    made.number = row.int64(0);
    made.port = core::PortId{std::string{row.text(1)}};
    made.stage = static_cast<EnrolStage>(row.int64(2));
    SARHAD_TRY_STATUS(copy_at(row, 3, made.token));
    made.invited_at = time_at(row, 4);
    made.expires = time_at(row, 5);
    made.inviter = speaker_at(row, 6).value_or(Speaker{});
    if (!row.is_null(8)) {
        wire::EnrolRequest request;
        request.port = made.port.value();
        SARHAD_TRY_STATUS(copy_at(row, 8, request.link));
        SARHAD_TRY_STATUS(copy_at(row, 9, request.sign));
        SARHAD_TRY_STATUS(copy_at(row, 10, request.hardware));
        SARHAD_TRY_STATUS(copy_at(row, 11, request.nonce));
        made.request = request;
    }
    made.address = row.text(12);
    made.asked_at = time_or_none(row, 13);
    made.first = speaker_at(row, 14);
    made.second = speaker_at(row, 16);
    made.node = row.is_null(18) ? core::NodeId{0} : node_at(row, 18);
    return made;
}

Error not_known(std::string_view why) {
    return {Errc::kUnauthenticated, std::string{why}};
}

bool is_same_machine(const wire::EnrolRequest& held, const wire::EnrolRequest& asked) {
    return held.link == asked.link && held.sign == asked.sign && held.nonce == asked.nonce;
}

Error no_row(std::int64_t number) {
    return {Errc::kNotFound, cat("enrolment ", number, ": no such invitation")};
}

}  // namespace

std::string_view to_text(EnrolStage stage) noexcept {
    switch (stage) {
        case EnrolStage::kInvited:
            return "invited";
        case EnrolStage::kPending:
            return "pending";
        case EnrolStage::kApproved:
            return "approved";
        case EnrolStage::kRefused:
            return "refused";
    }
    return "refused";
}

Result<std::uint64_t> EnrolmentStore::count(EnrolStage stage, core::WallTime expiring) {
    SARHAD_TRY(
        Statement select,
        database_.prepare("SELECT count(*) FROM enrolment WHERE stage = ?1 AND expires > ?2"));
    select.bind_all(std::int64_t{static_cast<std::uint8_t>(stage)}, expiring.micros);
    SARHAD_TRY(const std::optional<std::int64_t> counted, select.query_int64());
    return static_cast<std::uint64_t>(counted.value_or(0));
}

Result<std::optional<EnrolmentRow>> EnrolmentStore::by_token(const wire::Hash256& token) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT number FROM enrolment WHERE token = ?1"));
    select.bind_all(core::ByteView{token});
    SARHAD_TRY(const std::optional<std::int64_t> found, select.query_int64());
    if (!found) {
        return std::optional<EnrolmentRow>{};
    }
    SARHAD_TRY(EnrolmentRow held, row(*found));
    return std::optional{std::move(held)};
}

Result<EnrolmentRow> EnrolmentStore::invite(const core::PortId& port,
                                            const wire::Hash256& token,
                                            core::Duration lives,
                                            const Speaker& by,
                                            core::WallTime at) {
    SARHAD_TRY(const std::uint64_t out, count(EnrolStage::kInvited, at));
    if (out >= kInvitationsMax) {
        return Error{Errc::kExhausted,
                     cat(out, " invitations are out: refuse some (sarhadctl enrol refuse)")};
    }
    const std::int64_t micros =
        std::chrono::duration_cast<std::chrono::microseconds>(lives).count();
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    {
        SARHAD_TRY(Statement insert,
                   database_.prepare("INSERT INTO enrolment(port, stage, token, invited_at,"
                                     " expires, inviter, inviter_uid)"
                                     " VALUES(?1, 0, ?2, ?3, ?4, ?5, ?6)"));
        insert.bind_all(std::string_view{port.value()},
                        core::ByteView{token},
                        at.micros,
                        at.micros + micros,
                        std::string_view{by.account});
        bind_uid(insert, 6, by);
        SARHAD_TRY_STATUS(insert.run());
    }
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    SARHAD_TRY(const std::optional<EnrolmentRow> made, by_token(token));
    return made ? Result<EnrolmentRow>{*made} : no_row(0);
}

Result<bool> EnrolmentStore::is_revoked(core::NodeId node) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT count(*) FROM node WHERE id = ?1"
                                 " AND revoked_at IS NOT NULL"));
    select.bind_all(std::int64_t{node.value()});
    SARHAD_TRY(const std::optional<std::int64_t> revoked, select.query_int64());
    return revoked.value_or(0) != 0;
}

/// A key that a node has, or had, or that another machine asks with, would be two machines' own.
Status EnrolmentStore::check_keys(const wire::EnrolRequest& request) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT count(*) FROM ("
                                 "SELECT 1 FROM node WHERE link IN (?1, ?2) OR sign IN (?1, ?2)"
                                 " UNION ALL SELECT 1 FROM enrolment"
                                 " WHERE link IN (?1, ?2) OR sign IN (?1, ?2))"));
    select.bind_all(core::ByteView{request.link}, core::ByteView{request.sign});
    SARHAD_TRY(const std::optional<std::int64_t> held, select.query_int64());
    if (held.value_or(0) != 0) {
        return Error{Errc::kConflict, "another machine has one of these keys: make new ones"};
    }
    return {};
}

Status EnrolmentStore::put_request(const EnrolmentRow& row) {
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE enrolment SET stage = 1, link = ?2, sign = ?3,"
                                 " hardware = ?4, nonce = ?5, address = ?6, asked_at = ?7"
                                 " WHERE number = ?1 AND stage = 0"));
    update.bind_all(row.number,
                    core::ByteView{row.request->link},
                    core::ByteView{row.request->sign},
                    core::ByteView{row.request->hardware},
                    core::ByteView{row.request->nonce},
                    std::string_view{row.address},
                    row.asked_at->micros);
    return update.run();
}

Result<EnrolmentRow> EnrolmentStore::redeem(const wire::EnrolRequest& request,
                                            const std::string& address,
                                            core::WallTime at) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY(std::optional<EnrolmentRow> row, by_token(wire::token_hash(request.token)));
    if (!row || row->port.value() != request.port) {
        return not_known("no such token for this port");
    }
    if (row->request && is_same_machine(*row->request, request)) {
        SARHAD_TRY(const bool is_out, is_revoked(row->node));
        if (is_out) {
            return not_known("the node that came of it is revoked");
        }
        return *std::move(row);  // It asks how it stands.
    }
    if (row->stage != EnrolStage::kInvited) {
        return not_known("the token was used by another machine, or refused");
    }
    if (row->expires <= at) {
        return not_known("the token has run out");
    }
    SARHAD_TRY(const std::uint64_t waiting, count(EnrolStage::kPending, core::WallTime{}));
    if (waiting >= kEnrolPendingMax) {
        return Error{Errc::kExhausted, "too many requests wait for people"};
    }
    SARHAD_TRY_STATUS(check_keys(request));
    row->stage = EnrolStage::kPending;
    row->request = request;
    row->request->token = {};
    row->address = address;
    row->asked_at = at;
    SARHAD_TRY_STATUS(put_request(*row));
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return *std::move(row);
}

/// The stage, and who said what.
Status EnrolmentStore::put_word(const EnrolmentRow& row) {
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE enrolment SET stage = ?2, first = ?3, first_uid = ?4,"
                                 " second = ?5, second_uid = ?6, node = nullif(?7, 0)"
                                 " WHERE number = ?1"));
    update.bind(1, row.number);
    update.bind(2, std::int64_t{static_cast<std::uint8_t>(row.stage)});
    bind_account(update, 3, row.first);
    bind_uid(update, 4, row.first);
    bind_account(update, 5, row.second);
    bind_uid(update, 6, row.second);
    update.bind(7, std::int64_t{row.node.value()});
    return update.run();
}

/// Inside the transaction: the port's nodes go, the new one comes.
Status EnrolmentStore::replace_node(Approved& approved, core::WallTime at) {
    SARHAD_TRY(std::vector<NodeRow> held, read_nodes(database_));
    for (NodeRow& node : held) {
        if (!node.revoked_at && node.port == approved.row.port) {
            SARHAD_TRY_STATUS(revoke_in(database_, node.id, at));
            node.revoked_at = at;
            approved.replaced.push_back(node);
        }
    }
    SARHAD_TRY(
        approved.added,
        insert_node(database_,
                    {approved.row.port, approved.row.request->link, approved.row.request->sign},
                    at));
    approved.row.node = approved.added->id;
    return {};
}

Result<Approved> EnrolmentStore::approve(const Approval& approval) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    Approved approved;
    SARHAD_TRY(approved.row, row(approval.number));
    EnrolmentRow& held = approved.row;
    if (held.stage != EnrolStage::kPending) {
        return Error{Errc::kConflict,
                     cat("enrolment ", held.number, ": is ", to_text(held.stage), ", not pending")};
    }
    if (held.request->link != approval.link || held.request->sign != approval.sign) {
        return Error{Errc::kConflict, cat("enrolment ", held.number, ": its keys are others now")};
    }
    if (!held.first) {
        held.first = approval.by;
    } else if (held.first->may_be(approval.by)) {
        return Error{Errc::kConflict,
                     cat("enrolment ",
                         held.number,
                         ": ",
                         held.first->account,
                         " has agreed; a second person must, by another account")};
    } else {
        held.second = approval.by;
        held.stage = EnrolStage::kApproved;
        SARHAD_TRY_STATUS(replace_node(approved, approval.at));
    }
    SARHAD_TRY_STATUS(put_word(held));
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return approved;
}

Result<EnrolmentRow> EnrolmentStore::refuse(std::int64_t number, const Speaker& by) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY(EnrolmentRow held, row(number));
    if (held.stage == EnrolStage::kApproved) {
        return Error{Errc::kConflict,
                     cat("enrolment ",
                         number,
                         ": node ",
                         held.node.value(),
                         " came of it: revoke that (sarhadctl node revoke ",
                         held.node.value(),
                         ")")};
    }
    held.stage = EnrolStage::kRefused;
    held.second = by;
    SARHAD_TRY_STATUS(put_word(held));
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return held;
}

Result<EnrolmentRow> EnrolmentStore::row(std::int64_t number) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT number, port, stage, token, invited_at, expires, inviter,"
                                 " inviter_uid, link, sign, hardware, nonce, address, asked_at,"
                                 " first, first_uid, second, second_uid, node"
                                 " FROM enrolment WHERE number = ?1"));
    select.bind_all(number);
    SARHAD_TRY(std::vector<EnrolmentRow> found, read_all<EnrolmentRow>(select, read_row));
    return found.empty() ? Result<EnrolmentRow>{no_row(number)}
                         : Result<EnrolmentRow>{std::move(found.front())};
}

Result<std::vector<EnrolmentRow>> EnrolmentStore::newest(std::size_t limit) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT number FROM enrolment ORDER BY number DESC LIMIT ?1"));
    select.bind_all(number(limit));
    SARHAD_TRY(const std::vector<std::int64_t> numbers,
               read_all<std::int64_t>(select, [](const Statement& found) {
                   return Result<std::int64_t>{found.int64(0)};
               }));
    std::vector<EnrolmentRow> rows;
    for (const std::int64_t one : numbers) {
        SARHAD_TRY(EnrolmentRow held, row(one));
        rows.push_back(std::move(held));
    }
    return rows;
}

}  // namespace sarhad::central
