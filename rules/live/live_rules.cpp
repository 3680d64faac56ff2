#include "rules/live/live_rules.h"

#include "core/check.h"
#include "core/text.h"
#include "rules/author/days.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

namespace sarhad::rules {
namespace {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

/// Midnight UTC at which a day begins, microseconds since 1970. `date` is full.
std::int64_t midnight(facts::PartialDate date) {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               midnight_of(date).time_since_epoch())
        .count();
}

constexpr std::int64_t kDayMicros = std::int64_t{86'400} * 1'000'000;

facts::Channel channel_of(RuleChannel channel) {
    switch (channel) {
        case RuleChannel::kRed:
            return facts::Channel::kRed;
        case RuleChannel::kYellow:
            return facts::Channel::kYellow;
        case RuleChannel::kGreen:
        case RuleChannel::kNone:
            break;
    }
    return facts::Channel::kGreen;
}

engine::RuleTerms terms_of(const Rule& rule) {
    engine::RuleTerms terms;
    terms.id = rule.id;
    terms.revision = rule.rev;
    terms.kind = asked_of(rule.kind);
    terms.mode = rule.mode == RuleMode::kLive ? engine::RuleMode::kLive : engine::RuleMode::kShadow;
    terms.score = rule.score;
    terms.channel = channel_of(rule.channel);
    terms.group = rule.group;
    // A rule of all ports stands among those for which no name of a port is looked at.
    if (std::find(rule.ports.begin(), rule.ports.end(), "*") == rule.ports.end()) {
        terms.ports = rule.ports;
    }
    terms.on_unknown = rule.on_unknown == Verdict::kMatch ? engine::OnUnknown::kMatch
                                                          : engine::OnUnknown::kNoMatch;
    if (rule.valid_from.is_full()) {
        terms.from = midnight(rule.valid_from);
    }
    if (rule.valid_to.is_full()) {
        terms.until = midnight(rule.valid_to) + kDayMicros;
    }
    return terms;
}

Error refusal(const Rule& rule, const std::vector<RuleProblem>& problems) {
    const RuleProblem& first = problems.front();
    const std::string at = first.place.line == 0
                               ? std::string{}
                               : cat(" at ", first.place.line, ":", first.place.column);
    const std::string more =
        problems.size() == 1 ? std::string{} : cat(" (and ", problems.size() - 1, " more)");
    return {Errc::kInvalid, cat("rule ", rule.id, at, ": ", first.what, more)};
}

Error twice(std::string_view id) {
    return {Errc::kConflict, cat("rules: '", id, "' is there twice")};
}

}  // namespace

LiveRules::LiveRules(std::shared_ptr<const Tables> tables,
                     const engine::RuleVersions& versions,
                     engine::ReferenceLists lists)
    : tables_{std::move(tables)}, versions_{versions}, lists_{std::move(lists)} {
    // All kinds have the same sets; a caller that made them elsewhere would ask the wrong ones.
    SARHAD_CHECK(lists_.sets().size() == layouts().of(RuleKind::kTraveller).sets().size());
}

std::shared_ptr<const LiveRules> LiveRules::none(const facts::Hash256& pack_hash) {
    auto tables = std::make_shared<const Tables>();
    const engine::ReferenceLists lists{tables->layouts.of(RuleKind::kTraveller)};
    const engine::RuleVersions versions{pack_hash, lists.version(), kFactSchemaVersion};
    // NOLINTNEXTLINE: its constructor is private.
    std::shared_ptr<LiveRules> made{new LiveRules{std::move(tables), versions, lists}};
    auto engine = engine::Engine::build({});
    SARHAD_CHECK(engine.has_value());  // No rule, nothing to refuse.
    made->engine_ = *std::move(engine);
    return made;
}

Result<LiveRules::Compiled> LiveRules::compile_one(std::shared_ptr<const Rule> rule) const {
    Compilation compilation = compile(*rule, schema());
    if (compilation.rule == nullptr) {
        return refusal(*rule, compilation.problems);
    }
    Compiled made;
    if (runs(rule->mode)) {
        made.asked = engine::Rule::make(
            terms_of(*rule), compilation.rule->checked, layouts().plan_names(asked_of(rule->kind)));
    }
    made.told = {std::move(rule), std::move(compilation.rule)};
    return made;
}

Result<std::shared_ptr<const LiveRules>> LiveRules::make(const Authored& rules,
                                                         const engine::RuleVersions& versions,
                                                         const engine::ReferenceLists& lists) {
    // NOLINTNEXTLINE: its constructor is private.
    std::shared_ptr<LiveRules> made{
        new LiveRules{std::make_shared<const Tables>(), versions, lists}};
    std::vector<std::shared_ptr<const engine::Rule>> asked;
    std::set<std::string_view> ids;
    for (const std::shared_ptr<const Rule>& rule : rules) {
        if (!ids.insert(rule->id).second) {
            return twice(rule->id);
        }
        SARHAD_TRY(Compiled one, made->compile_one(rule));
        if (one.asked != nullptr) {
            asked.push_back(std::move(one.asked));
            made->rules_.emplace(rule->id, std::move(one.told));
        }
    }
    SARHAD_TRY(made->engine_, engine::Engine::build(std::move(asked)));
    return std::shared_ptr<const LiveRules>{std::move(made)};
}

Result<std::shared_ptr<const LiveRules>> LiveRules::changed(
    const Authored& put,
    const std::vector<std::string>& removed,
    const engine::RuleVersions& versions,
    const engine::ReferenceLists& lists) const {
    // NOLINTNEXTLINE: its constructor is private.
    std::shared_ptr<LiveRules> made{new LiveRules{tables_, versions, lists}};
    made->rules_ = rules_;
    engine::Engine::Change change;
    change.removed = removed;
    for (const std::string& id : removed) {
        made->rules_.erase(id);
    }
    std::set<std::string_view> ids;
    for (const std::shared_ptr<const Rule>& rule : put) {
        if (!ids.insert(rule->id).second) {
            return twice(rule->id);
        }
        const auto held = made->rules_.find(rule->id);
        if (held != made->rules_.end() && held->second.author == rule) {
            continue;
        }
        SARHAD_TRY(Compiled one, compile_one(rule));
        if (one.asked == nullptr) {
            change.removed.push_back(rule->id);
            made->rules_.erase(rule->id);
        } else {
            change.put.push_back(std::move(one.asked));
            made->rules_.insert_or_assign(rule->id, std::move(one.told));
        }
    }
    SARHAD_TRY(made->engine_, engine_->changed(change));
    return std::shared_ptr<const LiveRules>{std::move(made)};
}

const Rule* LiveRules::rule(std::string_view id) const {
    const auto found = rules_.find(id);
    return found == rules_.end() ? nullptr : found->second.author.get();
}

const CompiledRule* LiveRules::compiled(std::string_view id) const {
    const auto found = rules_.find(id);
    return found == rules_.end() ? nullptr : found->second.compiled.get();
}

}  // namespace sarhad::rules
