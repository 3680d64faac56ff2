#pragma once

#include "core/result.h"
#include "facts/port_rules.h"
#include "node/lanes.h"
#include "node/outbox_row.h"
#include "node/parts.h"
#include "node/rules_keeper.h"
#include "node/stores.h"
#include "screening/rule_guard.h"
#include "wire/hash.h"

#include <cstddef>
#include <functional>
#include <memory>

namespace sarhad::node {

/// What differs here from the rules as they are published: those that are held, and what has come
/// and is not in force, with the reason. `at` is left open.
[[nodiscard]] facts::PortRules told_rules(core::NodeId node,
                                          const screening::HeldRules& held,
                                          const RulesInForce& rules);

/// Tells central what differs here from the rules as they are published, each time that it changes:
/// the owner of a rule learns from there that a port holds it. A report and the note of it are one
/// transaction. Thread: loop. Everything outlives it.
class RulesTeller {
public:
    RulesTeller(const NodeParts& parts,
                OutboxSealer& sealer,
                NodeStores& stores,
                Lanes& lanes,
                std::function<void(const Tails&)> on_committed);

    /// Which report was the last. Before threads run. kCorrupt where its note is none.
    [[nodiscard]] core::Status load();
    /// Every second or so: a report goes where it is not what was told last.
    void tick(core::NodeId node,
              const std::shared_ptr<const screening::HeldRules>& held,
              const RulesInForce& rules);

private:
    void tell(facts::PortRules now);

    NodeParts parts_;
    OutboxSealer& sealer_;
    NodeStores& stores_;
    Lanes& lanes_;
    std::function<void(const Tails&)> on_committed_;
    wire::Hash256 last_{};  ///< Of the report that is stored, without its time; zeros: none.
    std::shared_ptr<const screening::HeldRules> held_;  ///< As they were looked at last.
    std::shared_ptr<const rules::RuleBook> book_;
    std::size_t refused_{0};
    bool is_busy_{false};
};

}  // namespace sarhad::node
