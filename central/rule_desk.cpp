#include "central/rule_desk.h"

#include "central/stream_delta.h"
#include "core/check.h"
#include "core/text.h"
#include "rules/pack/rule_book.h"
#include "rules/pack/rule_bytes.h"
#include "wire/msgpack.h"
#include "wire/rule_change.h"
#include "wire/streams.h"

#include <chrono>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kRulesStreamName = "rules";

RuleDraftView view_of(RuleDraft draft, const wire::RuleChange& change) {
    RuleDraftView view;
    for (const core::Bytes& bytes : change.put) {
        if (const auto rule = rules::parse_rule_bytes(bytes)) {
            view.put.push_back(
                {rule->id, rule->rev, std::string{rules::name_of(rule->mode)}, rule->title});
        }
    }
    for (const core::Bytes& bytes : change.sets) {
        if (const auto set = rules::parse_set_change(bytes)) {
            view.sets.push_back({set->name,
                                 set->version,
                                 set->added.size(),
                                 set->removed.size(),
                                 set->base == 0,
                                 set->is_open});
        }
    }
    view.retired = change.retired;
    view.straight_to_live = change.straight_to_live;
    view.draft = std::move(draft);
    return view;
}

rules::WantedChange wanted_of(const wire::RuleChange& change, bool has_backtest) {
    return {change.owner,
            change.put,
            change.retired,
            !change.straight_to_live.empty(),
            has_backtest,
            rules::RuleJudge::kCentral,
            false,
            change.sets};
}

/// What is wrong with a change is its sender's: it says nothing of our disk.
Error senders(const Error& why) {
    return why.code == Errc::kCorrupt     ? Error{Errc::kInvalid, why.what}
           : why.code == Errc::kExhausted ? Error{Errc::kConflict, why.what}
                                          : why;
}

/// A change that waited its time out, or was withdrawn, does not come back by whoever kept it.
Status check_made_at(const wire::RuleChange& change, core::WallTime now) {
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    if (change.made_at.micros <= now.micros - duration_cast<microseconds>(kRuleDraftKept).count()) {
        return Error{Errc::kInvalid,
                     cat("rules: the change was signed at ",
                         core::to_rfc3339(change.made_at),
                         ", over 30 days ago: its author signs it anew")};
    }
    if (change.made_at.micros > now.micros + duration_cast<microseconds>(kRuleClockAhead).count()) {
        return Error{Errc::kInvalid,
                     cat("rules: the change was signed at ",
                         core::to_rfc3339(change.made_at),
                         ", which is yet to come: set its author's clock and sign it anew")};
    }
    return {};
}

std::vector<RuleRow> rows_of(const wire::RuleChange& change) {
    std::vector<RuleRow> rows;
    for (const core::Bytes& bytes : change.put) {
        const auto rule = rules::parse_rule_bytes(bytes);
        SARHAD_CHECK(rule.has_value());  // The book has just taken it.
        rows.push_back(
            {rule->id, rule->owner, rule->rev, static_cast<std::uint8_t>(rule->mode), bytes});
    }
    return rows;
}

/// Those that the edition brought.
std::vector<RuleSetRow> set_rows_of(const rules::SetBook& book, std::uint64_t edition) {
    std::vector<RuleSetRow> rows;
    for (const auto& [name, known] : book.sets()) {
        if (known.edition == edition) {
            rows.push_back({name,
                            known.owner,
                            known.version,
                            known.edition,
                            rules::stored_bytes(name, known)});
        }
    }
    return rows;
}

/// The delta that tells of the change, from the book before to that behind it.
NewRules delta_of(const wire::SignedRuleChange& change,
                  const std::string& id,
                  StreamHead head,
                  const wire::Hash256& root,
                  const wire::SigningKey& sequencer) {
    wire::DeltaBody body = next_body(head);
    body.pre_root = head.root;
    body.post_root = root;
    body.edition = body.seq.value();
    body.ends_edition = true;
    body.ops.push_back({wire::OpKind::kUpsert, id, wire::encode(change)});
    NewRules made;
    made.delta = sign_delta(body, sequencer);
    made.head = std::move(head);
    made.head.position = made.delta.position;
    made.head.edition = body.edition;
    made.head.root = root;
    return made;
}

}  // namespace

StreamHead rules_head(const std::vector<StreamHead>& heads) {
    for (const StreamHead& head : heads) {
        if (head.position.stream == wire::kRuleStream) {
            return head;
        }
    }
    StreamHead head;
    head.name = kRulesStreamName;
    head.position = {wire::kRuleStream, core::Epoch{1}, core::Seq{0}, {}};
    head.root = rules::RulePack::empty(wire::blake2b).hash();
    return head;
}

RuleDesk::RuleDesk(const Parts& parts)
    : parts_{parts}, book_{rules::RuleBook::empty(wire::blake2b)} {}

RuleDesk::~RuleDesk() = default;

std::shared_ptr<const rules::RuleBook> RuleDesk::book() const {
    return book_.newest();
}

Result<std::vector<Error>> RuleDesk::load() {
    SARHAD_TRY(const std::vector<StreamHead> heads, parts_.store.published_heads());
    SARHAD_TRY(std::vector<RuleRow> rows, parts_.store.published_rules());
    std::vector<rules::StoredRule> stored;
    stored.reserve(rows.size());
    for (RuleRow& row : rows) {
        stored.push_back({std::move(row.id),
                          std::move(row.owner),
                          row.rev,
                          static_cast<rules::RuleMode>(row.mode),
                          std::move(row.bytes)});
    }
    SARHAD_TRY(std::vector<RuleSetRow> set_rows, parts_.store.published_sets());
    std::vector<rules::StoredSet> sets;
    sets.reserve(set_rows.size());
    for (RuleSetRow& row : set_rows) {
        sets.push_back({std::move(row.name),
                        std::move(row.owner),
                        row.version,
                        row.edition,
                        std::move(row.bytes)});
    }
    if (stored.empty() && sets.empty()) {
        return std::vector<Error>{};
    }
    auto loaded =
        rules::RuleBook::load(rules_head(heads).position.seq.value(), stored, wire::blake2b, sets);
    book_.replace(std::move(loaded.book));
    return std::move(loaded.left_out);
}

Result<RuleDraftView> RuleDesk::draft(const std::string& owner,
                                      const wire::SignedRuleChange& change,
                                      core::WallTime now) {
    const auto opened = wire::open_rule_draft(*parts_.trust.newest(), owner, change);
    if (!opened) {
        return senders(opened.error());
    }
    SARHAD_TRY_STATUS(check_made_at(*opened, now));
    const auto next = book()->changed(wanted_of(*opened, true), book()->pack().edition() + 1);
    if (!next) {
        return senders(next.error());
    }
    RuleDraft draft;
    draft.owner = owner;
    draft.hash = wire::blake2b(change.change);
    draft.at = now;
    draft.change.change = change.change;
    draft.change.author = change.author;
    draft.substance = wire::rule_change_substance(*opened);
    SARHAD_TRY(draft, parts_.store.put_rule_draft(draft));
    return view_of(std::move(draft), *opened);
}

Result<PublishedRules> RuleDesk::approve(std::int64_t number,
                                         core::ByteView approval,
                                         const wire::Signature& approver,
                                         core::WallTime now) {
    SARHAD_TRY(RuleDraft draft, parts_.store.rule_draft(number, now));
    draft.change.approval = core::to_bytes(approval);
    draft.change.approver = approver;
    const auto approved = wire::open_rule_change(*parts_.trust.newest(), draft.owner, draft.change);
    if (!approved) {
        return senders(approved.error());
    }
    SARHAD_TRY(const std::vector<StreamHead> heads, parts_.store.published_heads());
    StreamHead head = rules_head(heads);
    head.published_at = now;
    const bool has_backtest = approved->approval.backtest != wire::Hash256{};
    const auto next = book()->changed(wanted_of(approved->change, has_backtest),
                                      core::next(head.position.seq).value());
    if (!next) {
        return senders(next.error());
    }
    NewRules made = delta_of(draft.change,
                             wire::rule_change_id(draft.owner, approved->hash),
                             std::move(head),
                             (*next)->pack().hash(),
                             parts_.sequencer);
    made.head.entries = (*next)->pack().rule_count();
    made.draft = number;
    made.put = rows_of(approved->change);
    made.retired = approved->change.retired;
    made.sets = set_rows_of((*next)->sets(), made.head.edition);
    SARHAD_TRY_STATUS(parts_.store.publish_rules(made));
    book_.replace(*next);
    return PublishedRules{view_of(std::move(draft), approved->change), std::move(made.head)};
}

Result<RuleDraftView> RuleDesk::withdraw(std::int64_t number,
                                         const wire::SignedRuleWithdrawal& said,
                                         core::WallTime now) {
    SARHAD_TRY(RuleDraft draft, parts_.store.rule_draft(number, now));
    const auto trust = parts_.trust.newest();
    const auto withdrawal = wire::open_rule_withdrawal(*trust, draft.owner, draft.hash, said);
    if (!withdrawal) {
        return senders(withdrawal.error());
    }
    SARHAD_TRY_STATUS(parts_.store.withdraw_rule_draft({number, draft.hash, said, now}));
    // Whose author's key was revoked meanwhile can be taken back too.
    const auto opened = wire::open_rule_draft(*trust, draft.owner, draft.change);
    return view_of(std::move(draft), opened ? *opened : wire::RuleChange{});
}

Result<std::vector<RuleDraftView>> RuleDesk::drafts(core::WallTime now) {
    SARHAD_TRY(std::vector<RuleDraft> waiting, parts_.store.rule_drafts(now));
    std::vector<RuleDraftView> views;
    for (RuleDraft& draft : waiting) {
        // Whose author's key was revoked meanwhile is shown no more, and cannot be approved either.
        const auto opened =
            wire::open_rule_draft(*parts_.trust.newest(), draft.owner, draft.change);
        if (opened) {
            views.push_back(view_of(std::move(draft), *opened));
        }
    }
    return views;
}

}  // namespace sarhad::central
