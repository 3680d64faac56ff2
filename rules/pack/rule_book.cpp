#include "rules/pack/rule_book.h"

#include "core/check.h"
#include "core/text.h"
#include "rules/author/rule_tests.h"
#include "rules/pack/rule_bytes.h"

#include <set>
#include <utility>

namespace sarhad::rules {
namespace {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

Error about(std::string_view id, Errc code, std::string_view what) {
    return {code, cat("rule ", id, ": ", what)};
}

/// All kinds of entities have the same reference sets.
constexpr RuleKind kAnyKind = RuleKind::kTraveller;

Error about(std::string_view id, const Error& why) {
    return about(id, why.code, why.what);
}

/// What is to be said against a rule that goes from `known` (null: it is new) to `rule`.
Status check_way(const KnownRule* known, const Rule& rule, const WantedChange& wanted) {
    if (!runs(rule.mode) && rule.mode != RuleMode::kRetired) {
        return about(rule.id,
                     Errc::kInvalid,
                     "mode 'draft' runs nowhere: make it shadow to publish it, later live");
    }
    if (rule.mode == RuleMode::kLive && !wanted.has_backtest) {
        return about(rule.id,
                     Errc::kInvalid,
                     "it goes live, and its approver names no report of a back-test: --backtest");
    }
    if (known == nullptr) {
        if (wanted.judge == RuleJudge::kPort) {
            return {};
        }
        if (rule.mode == RuleMode::kRetired) {
            return about(rule.id, Errc::kInvalid, "it was never published, so it cannot retire");
        }
        if (rule.mode == RuleMode::kLive && !wanted.may_go_straight) {
            return about(rule.id,
                         Errc::kInvalid,
                         "it was never in shadow: publish it as shadow first, or say why it "
                         "cannot wait with --straight-to-live WHY");
        }
        return {};
    }
    if (known->owner != rule.owner) {
        return about(rule.id,
                     Errc::kConflict,
                     cat("the id belongs to '", known->owner, "' for good: choose another"));
    }
    if (known->mode == RuleMode::kRetired) {
        return about(rule.id, Errc::kConflict, "it is retired, and its id is never used again");
    }
    if (rule.rev <= known->rev) {
        return about(rule.id,
                     Errc::kConflict,
                     cat("rev ",
                         known->rev,
                         " is published: this one is rev ",
                         rule.rev,
                         ", make it ",
                         known->rev + 1));
    }
    // Else a rule that hits nobody would go the way in place of the one that is meant.
    if (rule.mode == RuleMode::kLive && wanted.judge == RuleJudge::kCentral &&
        !wanted.may_go_straight &&
        (known->rule == nullptr || rule_effect(*known->rule) != rule_effect(rule))) {
        return about(rule.id,
                     Errc::kInvalid,
                     cat("it goes live, and rev ",
                         known->rev,
                         " hits others or does something else: publish this as shadow first, or "
                         "say why it cannot wait with --straight-to-live WHY"));
    }
    return {};
}

KnownRule known_of(std::shared_ptr<const Rule> rule, const facts::Hash256& hash) {
    KnownRule known;
    known.owner = rule->owner;
    known.rev = rule->rev;
    known.mode = rule->mode;
    known.hash = hash;
    known.is_asked = runs(rule->mode);
    known.rule = std::move(rule);
    return known;
}

}  // namespace

RuleBook::RuleBook(RulePack pack, std::shared_ptr<const LiveRules> live, HashFunction hash_function)
    : pack_{std::move(pack)}, live_{std::move(live)}, hash_function_{hash_function} {}

std::shared_ptr<const RuleBook> RuleBook::empty(HashFunction hash_function) {
    RulePack pack = RulePack::empty(hash_function);
    auto live = LiveRules::none(pack.hash());
    // NOLINTNEXTLINE: its constructor is private.
    return std::shared_ptr<const RuleBook>{
        new RuleBook{std::move(pack), std::move(live), hash_function}};
}

void RuleBook::pack(std::uint64_t edition) {
    std::vector<facts::Hash256> hashes;
    for (const auto& [id, known] : rules_) {
        if (known.mode != RuleMode::kRetired) {
            hashes.push_back(known.hash);
        }
    }
    pack_ = RulePack::of(edition, std::move(hashes), hash_function_, sets_.hashes());
}

RuleBook::Loaded RuleBook::load(std::uint64_t edition,
                                const std::vector<StoredRule>& stored,
                                HashFunction hash_function,
                                const std::vector<StoredSet>& sets) {
    const std::shared_ptr<const RuleBook> nothing = empty(hash_function);
    Loaded loaded;
    // NOLINTNEXTLINE: its constructor is private.
    std::shared_ptr<RuleBook> made{new RuleBook{*nothing}};
    LiveRules::Authored running;
    for (const StoredRule& one : stored) {
        KnownRule known{one.owner, one.rev, one.mode, hash_function(one.bytes), nullptr};
        if (!one.bytes.empty()) {
            auto rule = parse_rule_bytes(one.bytes);
            const Status usable = rule ? made->compiles(*rule) : about(one.id, rule.error());
            known.is_asked = usable && runs(one.mode);
            if (!usable && runs(one.mode)) {
                loaded.left_out.push_back(usable.error());
            }
            if (rule) {
                known.rule = std::make_shared<const Rule>(std::move(*rule));
            }
            if (known.is_asked) {
                running.push_back(known.rule);
            }
        }
        made->rules_.emplace(one.id, std::move(known));
    }
    made->sets_ = SetBook::load(sets, hash_function, loaded.left_out);
    made->pack(edition);
    auto live = LiveRules::make(running, made->versions(), made->lists());
    if (live) {
        made->live_ = *std::move(live);
    } else {
        loaded.left_out.push_back(live.error());
        for (auto& [id, known] : made->rules_) {
            known.is_asked = false;
        }
        made->live_ = LiveRules::none(made->versions().pack);
    }
    loaded.book = std::move(made);
    return loaded;
}

const KnownRule* RuleBook::find(std::string_view id) const {
    const auto found = rules_.find(id);
    return found == rules_.end() ? nullptr : &found->second;
}

std::shared_ptr<const RuleBook> RuleBook::at_edition(std::uint64_t edition) const {
    // NOLINTNEXTLINE: its constructors are private.
    std::shared_ptr<RuleBook> made{new RuleBook{*this}};
    made->pack(edition);
    auto live = live_->changed({}, {}, made->versions(), lists());
    SARHAD_CHECK(live.has_value());  // Nothing is new in it.
    made->live_ = *std::move(live);
    return made;
}

/// Of what is asked: a decision names no rule that could not decide.
engine::RuleVersions RuleBook::versions() const {
    std::vector<facts::Hash256> hashes;
    for (const auto& [id, known] : rules_) {
        if (known.is_asked) {
            hashes.push_back(known.hash);
        }
    }
    const RulePack asked =
        RulePack::of(pack_.edition(), std::move(hashes), hash_function_, sets_.readable());
    return {asked.hash(), sets_.version(), kFactSchemaVersion};
}

engine::ReferenceLists RuleBook::lists() const {
    return sets_.lists(live_->layouts().of(kAnyKind));
}

Status RuleBook::compiles(const Rule& rule) const {
    const Compilation compilation = compile(rule, live_->schema());
    if (compilation.rule == nullptr) {
        return about(rule.id, Errc::kInvalid, compilation.problems.front().what);
    }
    return {};
}

/// A later change, which was taken before this one, has the rule at this revision or behind it.
bool RuleBook::is_passed(const WantedChange& wanted, const Rule& rule) const {
    const KnownRule* known = wanted.is_late ? find(rule.id) : nullptr;
    return known != nullptr && known->owner == rule.owner && rule.owner == wanted.owner &&
           (known->rev >= rule.rev || known->mode == RuleMode::kRetired);
}

/// One rule of the change by itself: who may publish it, its way, its types, cost and tests. Null:
/// it is passed over.
Result<std::shared_ptr<const Rule>> RuleBook::checked(const WantedChange& wanted,
                                                      const core::Bytes& bytes) const {
    SARHAD_TRY(Rule rule, parse_rule_bytes(bytes));
    if (is_passed(wanted, rule)) {
        return std::shared_ptr<const Rule>{};
    }
    if (rule.owner != wanted.owner) {
        return about(rule.id,
                     Errc::kConflict,
                     cat("its owner is '", rule.owner, "', and '", wanted.owner, "' has signed"));
    }
    SARHAD_TRY_STATUS(check_way(find(rule.id), rule, wanted));
    const Compilation compilation = compile(rule, live_->schema());
    if (compilation.rule == nullptr) {
        return about(rule.id, Errc::kInvalid, compilation.problems.front().what);
    }
    for (const RuleTestResult& test : run_rule_tests(rule, *compilation.rule, live_->schema())) {
        if (!test.failure.empty()) {
            return about(rule.id,
                         Errc::kInvalid,
                         cat("its test '", test.name, "' fails: sarhadctl rules test says why"));
        }
    }
    return std::make_shared<const Rule>(std::move(rule));
}

Status RuleBook::retire(const WantedChange& wanted, const std::string& id) {
    const auto found = rules_.find(id);
    if (found == rules_.end()) {
        if (wanted.judge == RuleJudge::kCentral || id.size() > kRuleNameMax) {
            return about(
                core::cut_utf8(id, kRuleNameMax), Errc::kNotFound, "it was never published");
        }
        rules_.emplace(id,
                       KnownRule{wanted.owner, 0, RuleMode::kRetired, hash_function_({}), nullptr});
        return {};
    }
    if (found->second.owner != wanted.owner) {
        return about(id,
                     Errc::kConflict,
                     cat("it belongs to '", found->second.owner, "', not to '", wanted.owner, "'"));
    }
    if (found->second.mode == RuleMode::kRetired) {
        return wanted.is_late ? Status{} : about(id, Errc::kConflict, "it is retired already");
    }
    found->second.mode = RuleMode::kRetired;
    found->second.is_asked = false;
    return {};
}

/// Rules are shared, whatever they ask: a set is looked up when they are asked.
Status RuleBook::change_sets(const WantedChange& wanted, std::uint64_t edition) {
    SARHAD_TRY(sets_,
               sets_.changed({wanted.owner, wanted.sets, edition, wanted.is_late}, hash_function_));
    pack(edition);
    SARHAD_TRY(live_, live_->changed({}, {}, versions(), lists()));
    return {};
}

Result<std::shared_ptr<const RuleBook>> RuleBook::changed(const WantedChange& wanted,
                                                          std::uint64_t edition) const {
    const bool has_rules = !wanted.put.empty() || !wanted.retired.empty();
    if (!has_rules && wanted.sets.empty()) {
        return Error{Errc::kInvalid, "rules: the change changes nothing"};
    }
    if (has_rules && !wanted.sets.empty()) {  // Older software would take half of it.
        return Error{Errc::kInvalid, "rules: a change has rules or reference sets, not both"};
    }
    // NOLINTNEXTLINE: its constructors are private.
    std::shared_ptr<RuleBook> made{new RuleBook{*this}};
    SARHAD_TRY_STATUS(has_rules ? made->change_rules(*this, wanted, edition)
                                : made->change_sets(wanted, edition));
    return std::shared_ptr<const RuleBook>{std::move(made)};
}

Status RuleBook::change_rules(const RuleBook& from,
                              const WantedChange& wanted,
                              std::uint64_t edition) {
    LiveRules::Authored put;
    std::set<std::string> ids;
    for (const core::Bytes& bytes : wanted.put) {
        SARHAD_TRY(const std::shared_ptr<const Rule> rule, from.checked(wanted, bytes));
        if (rule == nullptr) {
            continue;
        }
        if (!ids.insert(rule->id).second) {
            return about(rule->id, Errc::kConflict, "it is there twice");
        }
        rules_.insert_or_assign(rule->id, known_of(rule, hash_function_(bytes)));
        put.push_back(rule);
    }
    for (const std::string& id : wanted.retired) {
        if (!ids.insert(id).second) {
            return about(core::cut_utf8(id, kRuleNameMax), Errc::kConflict, "it is there twice");
        }
        SARHAD_TRY_STATUS(retire(wanted, id));
    }
    if (rules_.size() > kRulePackMax) {
        return Error{Errc::kExhausted,
                     cat("rules: more than ", kRulePackMax, " ids were ever published")};
    }
    pack(edition);
    SARHAD_TRY(live_, live_->changed(put, wanted.retired, versions(), lists()));
    return {};
}

}  // namespace sarhad::rules
