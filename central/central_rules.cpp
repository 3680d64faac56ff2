// Agencies' rules: an author's change, a second person's word, and what the ports make of it.
#include "central/central.h"
#include "central/events.h"
#include "central/port_rules.h"
#include "central/rule_desk.h"
#include "core/text.h"
#include "wire/rule_change.h"
#include "wire/streams.h"

#include <memory>
#include <utility>

namespace sarhad::central {

using core::Result;
using core::Status;

Status Central::load_rules() {
    rule_desk_ =
        std::make_unique<RuleDesk>(RuleDesk::Parts{parts_.store, shared_trust_, sequencer_});
    SARHAD_TRY(const std::vector<core::Error> left_out, rule_desk_->load());
    for (const core::Error& why : left_out) {
        parts_.log.write(kRulesUnusable, {{"why", why.what}});
    }
    port_rules_ = std::make_unique<PortRulesBook>();
    for (const auto& [id, node] : nodes_) {
        SARHAD_TRY(const auto reports, parts_.store.port_rules(id));
        for (const facts::PortRules& report : reports) {
            static_cast<void>(port_rules_->take(report));  // It was told when it came.
        }
    }
    return {};
}

void Central::note_port_rules(const Collected& collected) {
    for (const facts::PortRules& report : collected.port_rules) {
        for (const facts::HeldAtPort& rule : port_rules_->take(report)) {
            parts_.log.write(kRuleHeldAtPort,
                             {{"node", report.node},
                              {"rule", rule.id},
                              {"revision", rule.revision},
                              {"is_limited", rule.is_limited}});
        }
    }
}

void Central::draft_rules(std::string owner,
                          wire::SignedRuleChange change,
                          Done<RuleDraftView> done) {
    lanes_.ask<RuleDraftView>(
        core::Lane::kStore,
        [this, owner, change = std::move(change), now = parts_.clock.wall()] {
            return rule_desk_->draft(owner, change, now);
        },
        [this, owner, done = std::move(done)](const Result<RuleDraftView>& view) {
            note_write(view);
            if (!view) {
                parts_.log.write(kRulesRefused, {{"owner", owner}, {"why", view.error().what}});
            } else {
                parts_.log.write(kRulesDrafted,
                                 {{"owner", owner},
                                  {"change", view->draft.number},
                                  {"put", view->put.size()},
                                  {"retired", view->retired.size()},
                                  {"sets", view->sets.size()}});
            }
            done(view);
        });
}

void Central::approve_rules(std::int64_t number,
                            core::Bytes approval,
                            wire::Signature approver,
                            Done<PublishedRules> done) {
    lanes_.ask<PublishedRules>(
        core::Lane::kStore,
        [this, number, approval = std::move(approval), approver, now = parts_.clock.wall()] {
            return rule_desk_->approve(number, approval, approver, now);
        },
        [this, number, done = std::move(done)](const Result<PublishedRules>& published) {
            note_write(published);
            if (!published) {
                parts_.log.write(kRulesRefused,
                                 {{"change", number}, {"why", published.error().what}});
                done(published.error());
                return;
            }
            const StreamHead& head = published->head;
            set_head(head);
            parts_.log.write(kRulesPublished,
                             {{"owner", published->view.draft.owner},
                              {"change", number},
                              {"put", published->view.put.size()},
                              {"retired", published->view.retired.size()},
                              {"sets", published->view.sets.size()},
                              {"edition", head.edition}});
            sessions_->on_published(head.position);
            done(published);
        });
}

void Central::withdraw_rules(std::int64_t number,
                             wire::SignedRuleWithdrawal said,
                             Done<RuleDraftView> done) {
    const std::string key = core::to_hex(said.signature.key_id);
    lanes_.ask<RuleDraftView>(
        core::Lane::kStore,
        [this, number, said = std::move(said), now = parts_.clock.wall()] {
            return rule_desk_->withdraw(number, said, now);
        },
        [this, number, key, done = std::move(done)](const Result<RuleDraftView>& view) {
            note_write(view);
            if (!view) {
                parts_.log.write(kRulesRefused, {{"change", number}, {"why", view.error().what}});
            } else {
                parts_.log.write(kRulesWithdrawn,
                                 {{"owner", view->draft.owner}, {"change", number}, {"key", key}});
            }
            done(view);
        });
}

void Central::rule_drafts(Done<std::vector<RuleDraftView>> done) {
    lanes_.ask<std::vector<RuleDraftView>>(
        core::Lane::kStore,
        [this, now = parts_.clock.wall()] { return rule_desk_->drafts(now); },
        std::move(done));
}

void Central::rule_hits(Done<RuleHits> done) {
    lanes_.ask<RuleHits>(
        core::Lane::kStore,
        [this, now = parts_.clock.wall()] { return parts_.store.rule_hits(now); },
        std::move(done));
}

std::shared_ptr<const rules::RuleBook> Central::rule_book() const {
    return rule_desk_->book();
}

/// A node that could not take a change has other rules than were published: why stands in its own
/// log, and in its list of rules.
void Central::check_rules(const Applied& applied) {
    const StreamHead head = rules_head(heads_);
    if (applied.position == head.position && applied.root != wire::Hash256{} &&
        applied.root != head.root) {
        parts_.log.write(kRulesDiffer, {{"node", applied.node}, {"edition", head.edition}});
    }
}

RuleSpread Central::rule_spread() const {
    const StreamHead head = rules_head(heads_);
    RuleSpread spread;
    for (const auto& [id, node] : nodes_) {
        if (node.revoked_at) {
            continue;
        }
        const auto applied = applied_.find(id);
        const bool is_told = applied != applied_.end() &&
                             applied->second.contains(wire::kRuleStream) &&
                             applied->second.at(wire::kRuleStream).position == head.position;
        if (head.position.seq == core::Seq{0}) {
            ++spread.have;
        } else if (!is_told) {
            ++spread.behind;
        } else {
            const wire::Hash256& root = applied->second.at(wire::kRuleStream).root;
            const bool is_known = root != wire::Hash256{};  // Else it says so with its next ACK.
            spread.have += root == head.root ? 1U : 0U;
            spread.behind += is_known ? 0U : 1U;
            if (is_known && root != head.root) {
                spread.differ.push_back(id);
            }
        }
    }
    return spread;
}

}  // namespace sarhad::central
