#include "node/rules_keeper.h"

#include "core/text.h"
#include "node/events.h"
#include "wire/hash.h"

#include <utility>

namespace sarhad::node {

RulesKeeper::RulesKeeper(core::Log& log, OnRules on_rules)
    : log_{log},
      on_rules_{std::move(on_rules)},
      in_force_{rules::RuleBook::empty(wire::blake2b), {}, false, {}} {}

void RulesKeeper::load(LoadedRules loaded) {
    for (const core::Error& why : loaded.left_out) {
        log_.write(kRuleUnusable, {{"why", why.what}});
    }
    for (const core::Error& why : loaded.unreadable) {
        log_.write(kRulesUnreadable, {{"why", why.what}});
    }
    if (loaded.taken_late > 0) {
        log_.write(kRulesTakenLate,
                   {{"changes", loaded.taken_late}, {"edition", loaded.book->pack().edition()}});
    }
    in_force_ = {std::move(loaded.book),
                 std::move(loaded.refused),
                 loaded.is_on_the_way,
                 std::move(loaded.left_out)};
    in_force_.left_out.insert(
        in_force_.left_out.end(), loaded.unreadable.begin(), loaded.unreadable.end());
    on_rules_(in_force_.book->live());
}

void RulesKeeper::on_applied(const AppliedRules& applied, core::WallTime now) {
    if (applied.position.seq == core::Seq{1}) {
        in_force_.refused.clear();  // The store began anew.
    }
    const std::uint64_t edition = applied.position.seq.value();
    const bool was_on_the_way = std::exchange(in_force_.is_on_the_way, applied.is_on_the_way);
    if (!applied.refused.empty()) {
        log_.write(kRulesNotTaken, {{"edition", edition}, {"why", applied.refused}});
        in_force_.refused.push_back({applied.position.seq, now, {}, applied.refused});
        if (in_force_.refused.size() > kRefusedRulesMax) {
            in_force_.refused.erase(in_force_.refused.begin());
        }
    }
    if (applied.is_on_the_way) {
        if (!was_on_the_way) {
            log_.write(kRulesOnTheWay, {{"edition", in_force_.book->pack().edition()}});
        }
        return;
    }
    if (applied.refused.empty() || was_on_the_way) {
        put_in_force(applied.book);
    } else {
        in_force_.book = applied.book;
        on_rules_(applied.book->live());
    }
}

void RulesKeeper::on_settled(const SettledRules& settled) {
    in_force_.refused = settled.refused;
    if (settled.taken_late > 0) {
        log_.write(kRulesTakenLate,
                   {{"changes", settled.taken_late}, {"edition", settled.book->pack().edition()}});
    }
    if (settled.has_arrived) {
        in_force_.is_on_the_way = false;
    }
    if (settled.has_arrived || settled.taken_late > 0) {
        put_in_force(settled.book);
    }
}

void RulesKeeper::put_in_force(const std::shared_ptr<const rules::RuleBook>& book) {
    in_force_.book = book;
    on_rules_(book->live());
    log_.write(kRulesTaken,
               {{"edition", book->pack().edition()},
                {"rules", book->live()->size()},
                {"pack", core::to_hex(book->in_force()).substr(0, 16)}});
}

}  // namespace sarhad::node
