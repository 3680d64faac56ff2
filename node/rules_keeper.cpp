#include "node/rules_keeper.h"

#include "core/text.h"
#include "node/events.h"
#include "wire/hash.h"

#include <utility>

namespace sarhad::node {

RulesKeeper::RulesKeeper(core::Log& log, OnRules on_rules)
    : log_{log},
      on_rules_{std::move(on_rules)},
      in_force_{rules::RuleBook::empty(wire::blake2b), {}} {}

void RulesKeeper::load(LoadedRules loaded) {
    for (const core::Error& why : loaded.left_out) {
        log_.write(kRuleUnusable, {{"why", why.what}});
    }
    if (loaded.taken_late > 0) {
        log_.write(kRulesTakenLate,
                   {{"changes", loaded.taken_late}, {"edition", loaded.book->pack().edition()}});
    }
    in_force_ = {std::move(loaded.book), std::move(loaded.refused)};
    on_rules_(in_force_.book->live());
}

void RulesKeeper::on_applied(const AppliedRules& applied, core::WallTime now) {
    if (applied.position.seq == core::Seq{1}) {
        in_force_.refused.clear();  // The store began anew.
    }
    in_force_.book = applied.book;
    on_rules_(applied.book->live());
    const std::uint64_t edition = applied.book->pack().edition();
    if (!applied.refused.empty()) {
        log_.write(kRulesNotTaken, {{"edition", edition}, {"why", applied.refused}});
        in_force_.refused.push_back({applied.position.seq, now, {}, applied.refused});
        if (in_force_.refused.size() > kRefusedRulesMax) {
            in_force_.refused.erase(in_force_.refused.begin());
        }
        return;
    }
    log_.write(kRulesTaken,
               {{"edition", edition},
                {"rules", applied.book->live()->size()},
                {"pack", core::to_hex(applied.book->pack().hash()).substr(0, 16)}});
}

}  // namespace sarhad::node
