#include "node_parts.h"

#include "node/events.h"
#include "node/held_rules_store.h"

#include <chrono>
#include <utility>

/// The rules in force at a node, and those among them that hit too often here.
namespace sarhad::node {

using core::Status;

namespace {

constexpr core::Duration kRulesTriedEvery = std::chrono::hours{24};
constexpr core::Duration kRulesSettledEvery = std::chrono::minutes{1};

}  // namespace

void Node::Parts::put_rules(std::shared_ptr<const rules::LiveRules> newest) {
    const std::vector<std::string> released = guard.begin(*newest, outside.clock.wall());
    for (const std::string& id : released) {
        outside.log.write(kRuleReleased, {{"rule", id}});
    }
    rules.replace(std::move(newest));  // First: what is held is so by its revision.
    if (!released.empty()) {
        keep_held_rules();
    }
}

/// What could not be taken is tried again each day, and at once where other trust holds; what is on
/// its way waits for its last delta, and is looked at where none is to come. A try that failed is
/// made again a minute later: what it was made for comes only once.
void Node::Parts::look_at_rules() {
    const RulesInForce& held = rules_keeper->in_force();
    if (!is_stopped) {
        rules_teller->tick(settings.id, held_rules.newest(), held);
    }
    const core::MonoTime now = outside.clock.mono();
    replication::TrustVersions by =
        trust == nullptr ? replication::TrustVersions{} : trust->versions();
    by.tick = 0;  // Comes each minute and brings no key; nor do heads.
    by.head = 0;
    const bool has_trust_changed = by != rules_settled_by;
    const bool is_daily = now - rules_settled_at >= kRulesTriedEvery;
    const bool has_refused = !held.refused.empty() && (has_trust_changed || is_daily);
    const bool has_all = held.is_on_the_way && uplink->has_all_rules();
    const bool is_rested = now - rules_settled_at >= kRulesSettledEvery;
    if (has_refused || ((has_all || is_settle_due) && is_rested)) {
        rules_settled_at = now;
        is_settle_due = true;
        uplink->settle_rules();
    }
    rules_settled_by = by;
}

void Node::Parts::count_rules(const ScreenedTraveller& one) {
    rule_counts.hits += one.rules;
    rule_counts.shadow_hits += one.shadow_rules;
    rule_counts.errors += one.rule_errors;
    rule_counts.waiting += one.waits ? 1 : 0;
}

Status Node::Parts::load_rules() {
    SARHAD_TRY(screening::HeldRules::Map stored,
               read_held_rules(store::QuerySource{outside.database}));
    guard = screening::RuleGuard{stored};
    held_rules.replace(std::make_shared<const screening::HeldRules>(std::move(stored)));
    rules_keeper.emplace(outside.log, [this](std::shared_ptr<const rules::LiveRules> live) {
        put_rules(std::move(live));
    });
    SARHAD_TRY(LoadedRules stored_rules, stores->rules.load());
    rules_keeper->load(std::move(stored_rules));
    return {};
}

void Node::Parts::guard_rules(const std::vector<screening::GuardedDecision>& decisions) {
    bool has_changed = false;
    const core::WallTime now = outside.clock.wall();
    for (const screening::GuardedDecision& decision : decisions) {
        for (const screening::NewlyHeld& one : guard.note(decision, now)) {
            const bool is_limited = one.rule.how == screening::Held::kLimited;
            outside.log.write(is_limited ? kRuleThrottled : kRuleHeld,
                              {{"rule", one.id},
                               {"revision", one.rule.revision},
                               {"hits", one.hits},
                               {"asked", one.asked}});
            has_changed = true;
        }
    }
    if (has_changed) {
        keep_held_rules();
    }
}

/// In force at once; on the disk as soon as may be. Where that fails the rule is held until the
/// next start, which counts it again.
void Node::Parts::keep_held_rules() {
    held_rules.replace(std::make_shared<const screening::HeldRules>(guard.held()));
    if (!is_loaded) {
        is_held_due = true;
        return;
    }
    lanes->commit(
        [this, map = guard.held()](store::Transaction& /*transaction*/) {
            return write_held_rules(outside.database, map);
        },
        [this](const Status& status) {
            if (!status) {
                outside.log.write(kHeldNotKept, {{"why", status.error().what}});
            }
        });
}

void Node::Parts::keep_held_since_load() {
    is_loaded = true;
    if (std::exchange(is_held_due, false)) {
        keep_held_rules();
    }
}

}  // namespace sarhad::node
