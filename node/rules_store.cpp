#include "node/rules_store.h"

#include "core/text.h"
#include "rules/pack/rule_bytes.h"
#include "store/transaction.h"
#include "wire/hash.h"
#include "wire/rule_change.h"
#include "wire/streams.h"

#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using store::Statement;
using store::Step;

namespace {

constexpr std::string_view kRuleTable = "rule";
constexpr std::string_view kSetTable = "rule_set";
constexpr std::string_view kRefusedTable = "rule_refused";

std::int64_t number(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

core::Bytes place_of(core::Seq seq) {
    core::Bytes place;
    core::put_u64(place, seq.value());
    return place;
}

}  // namespace

Result<std::vector<rules::StoredRule>> RulesStore::read_rules() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT id, owner, rev, mode, body FROM rule ORDER BY id"));
    std::vector<rules::StoredRule> stored;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return stored;
        }
        rules::StoredRule one;
        one.id = select.text(0);
        one.owner = select.text(1);
        one.rev = static_cast<std::uint32_t>(select.int64(2));
        one.mode = static_cast<rules::RuleMode>(select.int64(3));
        SARHAD_TRY(one.bytes, seal_.open(kRuleTable, core::as_bytes(one.id), select.bytes(4)));
        stored.push_back(std::move(one));
    }
}

Result<std::vector<rules::StoredSet>> RulesStore::read_sets() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT name, owner, version, edition, body FROM rule_set"
                                 " ORDER BY name"));
    std::vector<rules::StoredSet> stored;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return stored;
        }
        rules::StoredSet one;
        one.name = select.text(0);
        one.owner = select.text(1);
        one.version = static_cast<std::uint32_t>(select.int64(2));
        one.edition = static_cast<std::uint64_t>(select.int64(3));
        SARHAD_TRY(one.bytes, seal_.open(kSetTable, core::as_bytes(one.name), select.bytes(4)));
        stored.push_back(std::move(one));
    }
}

Result<std::vector<RulesStore::Waiting>> RulesStore::read_waiting() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT seq, at, change, why, body FROM rule_refused"
                                 " ORDER BY seq"));
    std::vector<Waiting> waiting;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return waiting;
        }
        Waiting one;
        one.refused.seq = core::Seq{static_cast<std::uint64_t>(select.int64(0))};
        one.refused.at = core::WallTime{select.int64(1)};
        one.refused.change = select.text(2);
        one.refused.why = select.text(3);
        SARHAD_TRY(one.body, seal_.open(kRefusedTable, place_of(one.refused.seq), select.bytes(4)));
        waiting.push_back(std::move(one));
    }
}

Result<rules::RuleBook::Loaded> RulesStore::read_book(std::uint64_t edition) {
    SARHAD_TRY(const std::vector<rules::StoredRule> stored, read_rules());
    SARHAD_TRY(const std::vector<rules::StoredSet> sets, read_sets());
    if (stored.empty() && edition == 0) {
        return rules::RuleBook::Loaded{rules::RuleBook::empty(wire::blake2b), {}};
    }
    return rules::RuleBook::load(edition, stored, wire::blake2b, sets);
}

Result<LoadedRules> RulesStore::load() {
    SARHAD_TRY(at_, positions_.of(wire::kRuleStream));
    SARHAD_TRY(rules::RuleBook::Loaded read, read_book(at_.seq.value()));
    book_ = std::move(read.book);
    LoadedRules loaded;
    loaded.left_out = std::move(read.left_out);
    SARHAD_TRY(loaded.taken_late, try_again());
    SARHAD_TRY(std::vector<Waiting> waiting, read_waiting());
    for (Waiting& one : waiting) {
        loaded.refused.push_back(std::move(one.refused));
    }
    loaded.book = book_;
    return loaded;
}

/// A newer program may read what an older one could not, and a key may have come since.
Result<std::size_t> RulesStore::try_again() {
    SARHAD_TRY(const std::vector<Waiting> waiting, read_waiting());
    std::size_t taken = 0;
    if (waiting.empty()) {
        return taken;
    }
    SARHAD_TRY(store::Transaction transaction, store::Transaction::begin(database_));
    Book book = book_;
    for (const Waiting& one : waiting) {
        const auto next = take(one.refused.change, one.body, book, at_.seq.value());
        if (!next) {
            continue;
        }
        SARHAD_TRY_STATUS(put(*book, **next));
        SARHAD_TRY(Statement drop, database_.prepare("DELETE FROM rule_refused WHERE seq = ?1"));
        drop.bind_all(number(one.refused.seq.value()));
        SARHAD_TRY_STATUS(drop.run());
        book = *next;
        ++taken;
    }
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    book_ = std::move(book);
    return taken;
}

Status RulesStore::keep_in_step(const wire::StreamPosition& held) {
    if (book_ != nullptr && at_ == held) {
        return {};
    }
    SARHAD_TRY(rules::RuleBook::Loaded read, read_book(held.seq.value()));
    book_ = std::move(read.book);
    at_ = held;
    return {};
}

/// The rules with the change that `body` is; an error is why it cannot be taken.
Result<RulesStore::Book> RulesStore::take(const std::string& id,
                                          core::ByteView body,
                                          const Book& from,
                                          std::uint64_t edition) {
    SARHAD_TRY(const auto change, wire::decode<wire::SignedRuleChange>(body));
    SARHAD_TRY(const wire::ApprovedRuleChange approved,
               wire::open_rule_change(trust_, wire::owner_of_change(id), change));
    const wire::RuleChange& wanted = approved.change;
    return from->changed({wanted.owner,
                          wanted.put,
                          wanted.retired,
                          !wanted.straight_to_live.empty(),
                          approved.approval.backtest != wire::Hash256{},
                          rules::RuleJudge::kPort,
                          wanted.sets},
                         edition);
}

Result<AppliedRules> RulesStore::apply(const wire::DeltaBody& delta,
                                       const wire::Hash256& chain,
                                       core::WallTime now,
                                       PositionCommit commit) {
    SARHAD_TRY_STATUS(positions_.check_next(delta, "rules"));
    SARHAD_TRY(const wire::StreamPosition held, positions_.of(delta.stream));
    if (held.seq == core::Seq{0}) {
        SARHAD_TRY_STATUS(forget_all());
    }
    SARHAD_TRY_STATUS(keep_in_step(held));
    AppliedRules applied{{delta.stream, delta.epoch, delta.seq, chain}, book_, {}};
    const std::uint64_t edition = delta.seq.value();
    const bool is_one = delta.ops.size() == 1 && delta.ops[0].kind == wire::OpKind::kUpsert;
    const wire::Op op = is_one ? delta.ops[0] : wire::Op{};
    Result<Book> next = is_one ? take(op.id, op.body, book_, edition)
                               : Error{Errc::kInvalid, "rules: a delta that is not one change"};
    if (next) {
        SARHAD_TRY_STATUS(put(*book_, **next));
        applied.book = *std::move(next);
    } else {
        applied.refused = next.error().what;
        SARHAD_TRY_STATUS(put_refused({delta.seq, now, op.id, applied.refused}, op.body));
        applied.book = book_->at_edition(edition);
    }
    if (commit == PositionCommit::kTogether) {
        SARHAD_TRY_STATUS(positions_.put(applied.position));
    }
    book_ = applied.book;
    at_ = applied.position;
    return applied;
}

Status RulesStore::put_sets(const rules::SetBook& before, const rules::SetBook& after) {
    for (const auto& [name, known] : after.sets()) {
        const rules::KnownSet* old = before.find(name);
        if (old != nullptr && old->version == known.version) {
            continue;
        }
        const core::Bytes sealed =
            seal_.seal(kSetTable, core::as_bytes(name), rules::stored_bytes(name, known));
        SARHAD_TRY(Statement upsert,
                   database_.prepare("INSERT INTO rule_set(name, owner, version, edition, body)"
                                     " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(name)"
                                     " DO UPDATE SET version = ?3, edition = ?4, body = ?5"));
        upsert.bind_all(std::string_view{name},
                        std::string_view{known.owner},
                        std::int64_t{known.version},
                        number(known.edition),
                        core::ByteView{sealed});
        SARHAD_TRY_STATUS(upsert.run());
    }
    return {};
}

/// What differs.
Status RulesStore::put(const rules::RuleBook& before, const rules::RuleBook& after) {
    for (const auto& [id, known] : after.rules()) {
        const rules::KnownRule* old = before.find(id);
        if (old != nullptr && old->hash == known.hash && old->mode == known.mode) {
            continue;
        }
        if (old != nullptr && old->hash == known.hash) {
            SARHAD_TRY(Statement update,
                       database_.prepare("UPDATE rule SET mode = ?2 WHERE id = ?1"));
            update.bind_all(std::string_view{id}, static_cast<std::int64_t>(known.mode));
            SARHAD_TRY_STATUS(update.run());
            continue;
        }
        core::Bytes bytes;  // None of an id that retired before it was ever seen here.
        if (known.rule != nullptr) {
            SARHAD_TRY(bytes, rules::rule_bytes(*known.rule));
        }
        const core::Bytes sealed = seal_.seal(kRuleTable, core::as_bytes(id), bytes);
        SARHAD_TRY(Statement upsert,
                   database_.prepare("INSERT INTO rule(id, owner, rev, mode, body)"
                                     " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(id)"
                                     " DO UPDATE SET rev = ?3, mode = ?4, body = ?5"));
        upsert.bind_all(std::string_view{id},
                        std::string_view{known.owner},
                        std::int64_t{known.rev},
                        static_cast<std::int64_t>(known.mode),
                        core::ByteView{sealed});
        SARHAD_TRY_STATUS(upsert.run());
    }
    return put_sets(before.sets(), after.sets());
}

Status RulesStore::put_refused(const RefusedRules& refused, core::ByteView body) {
    const core::Bytes sealed = seal_.seal(kRefusedTable, place_of(refused.seq), body);
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO rule_refused(seq, at, change, why, body)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5)"));
    insert.bind_all(number(refused.seq.value()),
                    refused.at.micros,
                    std::string_view{refused.change},
                    std::string_view{refused.why},
                    core::ByteView{sealed});
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY(Statement drop,
               database_.prepare("DELETE FROM rule_refused WHERE seq NOT IN (SELECT seq"
                                 " FROM rule_refused ORDER BY seq DESC LIMIT ?1)"));
    drop.bind_all(number(kRefusedRulesMax));
    return drop.run();
}

Status RulesStore::forget_all() {
    SARHAD_TRY(Statement rules, database_.prepare("DELETE FROM rule"));
    SARHAD_TRY_STATUS(rules.run());
    SARHAD_TRY(Statement sets, database_.prepare("DELETE FROM rule_set"));
    SARHAD_TRY_STATUS(sets.run());
    SARHAD_TRY(Statement refused, database_.prepare("DELETE FROM rule_refused"));
    SARHAD_TRY_STATUS(refused.run());
    book_ = nullptr;
    return {};
}

}  // namespace sarhad::node
