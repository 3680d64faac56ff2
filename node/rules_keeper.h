#pragma once

#include "core/log.h"
#include "node/rules_store.h"
#include "rules/live/live_rules.h"

#include <functional>
#include <memory>
#include <vector>

namespace sarhad::node {

/// Which rules the port has, for whoever shows it.
struct RulesInForce {
    std::shared_ptr<const rules::RuleBook> book;
    std::vector<RefusedRules> refused;  ///< Oldest first.
    /// Others are on their way, and these stay until all of them are here.
    bool is_on_the_way{false};
    /// Why rules that are stored were not in force at the start; some may be since.
    std::vector<core::Error> left_out{};
};

/// Keeps the rules that screening asks in step with the store: what a transaction has stored is
/// published behind its COMMIT, whole and ready to run, so that no screening waits and none sees
/// half of a change. Thread: loop, but load() before threads run.
class RulesKeeper final {
public:
    /// What screening asks from now on.
    using OnRules = std::function<void(std::shared_ptr<const rules::LiveRules>)>;

    /// `log` outlives the keeper.
    RulesKeeper(core::Log& log, OnRules on_rules);

    void load(LoadedRules loaded);
    /// A delta is stored.
    void on_applied(const AppliedRules& applied, core::WallTime now);
    /// What was refused or on its way was looked at again.
    void on_settled(const SettledRules& settled);
    [[nodiscard]] const RulesInForce& in_force() const { return in_force_; }

private:
    void put_in_force(const std::shared_ptr<const rules::RuleBook>& book);

    core::Log& log_;
    OnRules on_rules_;
    RulesInForce in_force_;
};

}  // namespace sarhad::node
