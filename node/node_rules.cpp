#include "node_parts.h"

#include <utility>

/// The rules in force at a node, and what they say.
namespace sarhad::node {

void Node::put_rules(std::shared_ptr<const rules::LiveRules> rules) {
    parts_->rules.replace(std::move(rules));
}

void Node::Parts::count_rules(const ScreenedTraveller& one) {
    rule_counts.hits += one.rules;
    rule_counts.shadow_hits += one.shadow_rules;
    rule_counts.errors += one.rule_errors;
    rule_counts.waiting += one.waits ? 1 : 0;
}

}  // namespace sarhad::node
