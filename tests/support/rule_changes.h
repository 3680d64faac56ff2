#pragma once

#include "support/authored_rule.h"
#include "wire/rule_change.h"

/// Agencies' rules as tests make and sign them.
namespace sarhad::rule_changes {

/// The change as its author signs it.
[[nodiscard]] inline wire::SignedRuleChange drafted(const wire::RuleChange& change,
                                                    const wire::SigningKey& author) {
    wire::SignedRuleChange made;
    made.change = wire::encode(change);
    made.author = author.sign(wire::Domain::kRuleChange, made.change);
    return made;
}

/// Signed by both, the report of a back-test named.
[[nodiscard]] inline wire::SignedRuleChange approved(const wire::RuleChange& change,
                                                     const wire::SigningKey& author,
                                                     const wire::SigningKey& approver) {
    wire::SignedRuleChange made = drafted(change, author);
    made.approval = wire::encode(wire::RuleApproval{wire::blake2b(made.change), wire::Hash256{7}});
    made.approver = approver.sign(wire::Domain::kRuleApproval, made.approval);
    return made;
}

}  // namespace sarhad::rule_changes
