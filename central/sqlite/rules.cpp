// Agencies' rules, and their changes that wait for a second person.
#include "columns.h"
#include "row_place.h"

#include "central/sqlite_store.h"
#include "store/transaction.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using store::Statement;
using store::Step;
using store::Transaction;

namespace {

constexpr std::string_view kRuleTable = "rule";
constexpr std::string_view kSetTable = "rule_set";
constexpr std::string_view kDraftTable = "rule_draft";
constexpr std::string_view kWithdrawalPlace = "rule_draft/withdrawal";

/// Before it, what waits has gone.
std::int64_t waits_since(core::WallTime now) {
    return now.micros -
           std::chrono::duration_cast<std::chrono::microseconds>(kRuleDraftKept).count();
}

Result<RuleDraft> read_draft(const wire::RecordSeal& seal, const Statement& row) {
    RuleDraft draft;
    draft.number = row.int64(0);
    draft.owner = row.text(1);
    draft.at = time_at(row, 2);
    SARHAD_TRY_STATUS(copy_at(row, 3, draft.hash));
    SARHAD_TRY(const core::Bytes body, seal.open(kDraftTable, draft.hash, row.bytes(4)));
    SARHAD_TRY(draft.change, wire::decode<wire::SignedRuleChange>(body));
    return draft;
}

}  // namespace

Result<std::vector<RuleRow>> SqliteStore::published_rules() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT id, owner, rev, mode, body FROM rule ORDER BY id"));
    return read_all<RuleRow>(select, [this](const Statement& row) -> Result<RuleRow> {
        RuleRow read{std::string{row.text(0)},
                     std::string{row.text(1)},
                     static_cast<std::uint32_t>(row.int64(2)),
                     static_cast<std::uint8_t>(row.int64(3)),
                     {}};
        SARHAD_TRY(read.bytes, seal_.open(kRuleTable, core::as_bytes(read.id), row.bytes(4)));
        return read;
    });
}

Result<std::vector<RuleSetRow>> SqliteStore::published_sets() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT name, owner, version, edition, body FROM rule_set"
                                 " ORDER BY name"));
    return read_all<RuleSetRow>(select, [this](const Statement& row) -> Result<RuleSetRow> {
        RuleSetRow read{std::string{row.text(0)},
                        std::string{row.text(1)},
                        static_cast<std::uint32_t>(row.int64(2)),
                        static_cast<std::uint64_t>(row.int64(3)),
                        {}};
        SARHAD_TRY(read.bytes, seal_.open(kSetTable, core::as_bytes(read.name), row.bytes(4)));
        return read;
    });
}

Result<std::vector<facts::PortRules>> SqliteStore::port_rules(core::NodeId node) {
    constexpr core::StreamId kStream = wire::up::kHealth;
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT epoch, seq, body FROM up_row WHERE node = ?1"
                                 " AND stream = ?2 ORDER BY epoch DESC, seq DESC LIMIT ?3"));
    select.bind_all(
        std::int64_t{node.value()}, std::int64_t{kStream.value()}, number(kPortReportsMax));
    std::vector<facts::PortRules> read;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        const core::Epoch epoch{static_cast<std::uint32_t>(select.int64(0))};
        SARHAD_TRY(
            const core::Bytes body,
            seal_.open(
                kRowTable, row_place(node, kStream, epoch, seq_at(select, 1)), select.bytes(2)));
        auto report = wire::decode<facts::PortRules>(body);
        if (report) {  // One of a newer node, taken unread by an older program, may be none.
            read.push_back(*std::move(report));
        }
    }
    std::reverse(read.begin(), read.end());
    return read;
}

/// Of rules that were published: no port makes others up, so that the table is bounded.
Status SqliteStore::add_rule_hits(const RowBatch& batch) {
    for (const auto& [place, count] : batch.rule_hits) {
        SARHAD_TRY(Statement add,
                   database_.prepare("INSERT INTO rule_day(rule, day, live, shadow)"
                                     " SELECT id, ?2, ?3, ?4 FROM rule WHERE id = ?1"
                                     " ON CONFLICT(rule, day) DO UPDATE SET"
                                     " live = live + excluded.live,"
                                     " shadow = shadow + excluded.shadow"));
        add.bind_all(
            std::string_view{place.first}, place.second, number(count.live), number(count.shadow));
        SARHAD_TRY_STATUS(add.run());
    }
    if (batch.rule_hits.empty()) {
        return {};
    }
    SARHAD_TRY(Statement drop, database_.prepare("DELETE FROM rule_day WHERE day <= ?1"));
    drop.bind_all(hit_day(batch.at) - kRuleHitDaysKept);
    return drop.run();
}

Result<RuleHits> SqliteStore::rule_hits(core::WallTime now) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT rule, sum(live), sum(shadow) FROM rule_day"
                                 " WHERE day > ?1 GROUP BY rule"));
    select.bind_all(hit_day(now) - kRuleHitDays);
    RuleHits hits;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return hits;
        }
        hits.emplace(std::string{select.text(0)},
                     RuleHitCount{static_cast<std::uint64_t>(select.int64(1)),
                                  static_cast<std::uint64_t>(select.int64(2))});
    }
}

Result<std::vector<RuleDraft>> SqliteStore::rule_drafts(core::WallTime now) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT number, owner, at, digest, body FROM rule_draft"
                                 " WHERE at > ?1 AND withdrawn = 0 ORDER BY number"));
    select.bind_all(waits_since(now));
    return read_all<RuleDraft>(select,
                               [this](const Statement& row) { return read_draft(seal_, row); });
}

Result<RuleDraft> SqliteStore::rule_draft(std::int64_t wanted, core::WallTime now) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT number, owner, at, digest, body FROM rule_draft"
                                 " WHERE number = ?1 AND at > ?2 AND withdrawn = 0"));
    select.bind_all(wanted, waits_since(now));
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return Error{Errc::kNotFound,
                     cat("change ", wanted, ": no such one waits; sarhadctl rules list --drafts")};
    }
    return read_draft(seal_, select);
}

Result<RuleDraft> SqliteStore::put_rule_draft(const RuleDraft& draft) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    {
        SARHAD_TRY(Statement gone, database_.prepare("DELETE FROM rule_draft WHERE at <= ?1"));
        gone.bind_all(waits_since(draft.at));
        SARHAD_TRY_STATUS(gone.run());
    }
    SARHAD_TRY(std::optional<RuleDraft> known, same_draft(draft));
    if (!known) {
        SARHAD_TRY_STATUS(check_room(draft));
        const core::Bytes sealed = seal_.seal(kDraftTable, draft.hash, wire::encode(draft.change));
        SARHAD_TRY(Statement insert,
                   database_.prepare("INSERT INTO rule_draft(owner, at, digest, body, author,"
                                     " substance) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"));
        insert.bind_all(std::string_view{draft.owner},
                        draft.at.micros,
                        core::ByteView{draft.hash},
                        core::ByteView{sealed},
                        core::ByteView{draft.change.author.key_id},
                        core::ByteView{draft.substance});
        SARHAD_TRY_STATUS(insert.run());
        SARHAD_TRY(known, same_draft(draft));
    }
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return *std::move(known);
}

/// That waits: the very change, or its author's word for the same at another time.
Result<std::optional<RuleDraft>> SqliteStore::same_draft(const RuleDraft& draft) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT number, owner, at, digest, body, withdrawn FROM rule_draft"
                                 " WHERE digest = ?1 OR (author = ?2 AND substance = ?3"
                                 " AND withdrawn = 0) ORDER BY digest = ?1 DESC LIMIT 1"));
    select.bind_all(core::ByteView{draft.hash},
                    core::ByteView{draft.change.author.key_id},
                    core::ByteView{draft.substance});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<RuleDraft>{};
    }
    if (select.int64(5) != 0) {
        return Error{Errc::kConflict,
                     cat("rules: this is change ",
                         select.int64(0),
                         ", which was withdrawn: its author may sign the same anew")};
    }
    SARHAD_TRY(RuleDraft read, read_draft(seal_, select));
    return std::optional{std::move(read)};
}

Status SqliteStore::check_room(const RuleDraft& draft) {
    SARHAD_TRY(Statement count,
               database_.prepare("SELECT count(*), coalesce(sum(author = ?1), 0) FROM rule_draft"
                                 " WHERE withdrawn = 0"));
    count.bind_all(core::ByteView{draft.change.author.key_id});
    SARHAD_TRY([[maybe_unused]] const Step step, count.step());
    const auto all = static_cast<std::size_t>(count.int64(0));
    const auto his = static_cast<std::size_t>(count.int64(1));
    if (his >= kAuthorDraftsMax) {
        return Error{Errc::kConflict,
                     cat("rules: ",
                         kAuthorDraftsMax,
                         " changes of this author wait for a second person: approve or withdraw "
                         "some first")};
    }
    if (all >= kRuleDraftsMax) {
        return Error{Errc::kConflict,
                     cat("rules: ",
                         kRuleDraftsMax,
                         " changes wait for a second person: approve or withdraw some first; one "
                         "that nobody approves goes after 30 days")};
    }
    return {};
}

Status SqliteStore::withdraw_rule_draft(const WithdrawnDraft& withdrawn) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    {
        const core::Bytes sealed =
            seal_.seal(kWithdrawalPlace, withdrawn.hash, wire::encode(withdrawn.said));
        SARHAD_TRY(Statement update,
                   database_.prepare("UPDATE rule_draft SET withdrawn = ?2, withdrawal = ?3"
                                     " WHERE number = ?1 AND digest = ?4 AND withdrawn = 0"));
        update.bind_all(withdrawn.number,
                        withdrawn.at.micros,
                        core::ByteView{sealed},
                        core::ByteView{withdrawn.hash});
        SARHAD_TRY_STATUS(update.run());
        SARHAD_TRY(Statement drop,
                   database_.prepare("DELETE FROM rule_draft WHERE withdrawn != 0 AND number NOT IN"
                                     " (SELECT number FROM rule_draft WHERE withdrawn != 0"
                                     " ORDER BY withdrawn DESC LIMIT ?1)"));
        drop.bind_all(number(kWithdrawnDraftsMax));
        SARHAD_TRY_STATUS(drop.run());
    }
    return std::move(transaction).commit();
}

Status SqliteStore::publish_rules(const NewRules& made) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    for (const RuleRow& row : made.put) {
        const core::Bytes sealed = seal_.seal(kRuleTable, core::as_bytes(row.id), row.bytes);
        SARHAD_TRY(Statement upsert,
                   database_.prepare("INSERT INTO rule(id, owner, rev, mode, body)"
                                     " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(id)"
                                     " DO UPDATE SET rev = ?3, mode = ?4, body = ?5"));
        upsert.bind_all(std::string_view{row.id},
                        std::string_view{row.owner},
                        std::int64_t{row.rev},
                        std::int64_t{row.mode},
                        core::ByteView{sealed});
        SARHAD_TRY_STATUS(upsert.run());
    }
    for (const std::string& id : made.retired) {
        SARHAD_TRY(Statement retire, database_.prepare("UPDATE rule SET mode = 3 WHERE id = ?1"));
        retire.bind_all(std::string_view{id});
        SARHAD_TRY_STATUS(retire.run());
    }
    for (const RuleSetRow& row : made.sets) {
        const core::Bytes sealed = seal_.seal(kSetTable, core::as_bytes(row.name), row.bytes);
        SARHAD_TRY(Statement upsert,
                   database_.prepare("INSERT INTO rule_set(name, owner, version, edition, body)"
                                     " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(name)"
                                     " DO UPDATE SET version = ?3, edition = ?4, body = ?5"));
        upsert.bind_all(std::string_view{row.name},
                        std::string_view{row.owner},
                        std::int64_t{row.version},
                        number(row.edition),
                        core::ByteView{sealed});
        SARHAD_TRY_STATUS(upsert.run());
    }
    SARHAD_TRY(Statement drop, database_.prepare("DELETE FROM rule_draft WHERE number = ?1"));
    drop.bind_all(made.draft);
    SARHAD_TRY_STATUS(drop.run());
    SARHAD_TRY_STATUS(put_delta(made.delta));
    SARHAD_TRY_STATUS(put_head(made.head));
    return std::move(transaction).commit();
}

}  // namespace sarhad::central
