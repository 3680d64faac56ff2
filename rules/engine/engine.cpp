#include "rules/engine/engine.h"

#include "core/text.h"

#include <algorithm>
#include <span>
#include <utility>

namespace sarhad::rules::engine {
namespace {

using core::cat;
using core::Errc;
using core::Error;
using Places = std::vector<std::shared_ptr<const Rule>>;

std::vector<const Necessary*> needs_of(const Places& places) {
    std::vector<const Necessary*> needs;
    needs.reserve(places.size());
    for (const auto& rule : places) {
        needs.push_back(rule == nullptr ? nullptr : &rule->needs);
    }
    return needs;
}

void put(std::vector<RuleBits>& bits, std::uint32_t place) {
    bits[place / kBlockRules].words[place % kBlockRules / 64] |= std::uint64_t{1} << (place % 64);
}

core::Status admit(RuleKind kind, const Places& places, std::uint64_t entity_steps) {
    const std::uint64_t worst = worst_steps(places);
    if (worst <= entity_steps) {
        return {};
    }
    return Error{Errc::kExhausted,
                 cat("rules: those about a ",
                     name_of(kind),
                     " may take ",
                     worst,
                     " steps for one entity, of at most ",
                     entity_steps,
                     ": narrow those over lists by a value, such as a code of goods")};
}

/// A place for each rule, those with the same columns side by side.
Places in_order(const Places& rules) {
    const std::vector<const Necessary*> needs = needs_of(rules);
    Places made;
    made.reserve(rules.size());
    for (const std::uint32_t number : Index::order(needs)) {
        made.push_back(rules[number]);
    }
    return made;
}

/// Rules lie apart in memory: the two after the first of `next` are asked for while it is
/// evaluated, of the second the rule, of the first what the rule points to.
void read_ahead(const Places& places, std::span<const std::uint32_t> next) {
    if (next.size() > 2) {
        const auto* const rule = reinterpret_cast<const char*>(places[next[2]].get());
        constexpr std::size_t kLine = 64;
        for (std::size_t at = 0; at < sizeof(Rule); at += kLine) {
            __builtin_prefetch(rule + at);
        }
    }
    if (next.size() > 1) {
        places[next[1]]->program.prefetch();
    }
}

/// Evaluates one rule after the other within the entity's budget.
class Asking final {
public:
    Asking(const Frame& frame, const ReferenceLists& lists, Workspace& work, Evaluation& to)
        : facts_{frame.facts(lists)}, work_{work}, to_{to}, most_{to.rules->entity_steps()} {}

    void ask(const Rule& rule) {
        ++to_.asked;
        const std::uint64_t left = most_ - to_.steps;
        cel::Budget budget{left - std::min(left, kAskSteps), kRuleArenaBytes, kAskNestingMax};
        const cel::Value value = cel::evaluate(rule.program, facts_, budget, work_.arena);
        to_.steps = most_ - budget.steps;
        if (value.is_true()) {
            to_.matches.push_back({&rule, 0, {}});
        } else if (value.is(cel::ValueKind::kUnknown)) {
            to_.unknown.push_back({&rule, value.sources(), {}});
        } else if (!value.is_false()) {
            const cel::Fault fault =
                value.is(cel::ValueKind::kError) ? value.fault() : cel::Fault::kNoOverload;
            (fault == cel::Fault::kBudget ? to_.unknown : to_.errors).push_back({&rule, 0, fault});
        }
    }

private:
    cel::SlotFacts facts_;
    Workspace& work_;
    Evaluation& to_;
    std::uint64_t most_;
};

}  // namespace

Bucket::Bucket(Places places, std::uint64_t entity_steps, const Bucket* before)
    : places_{std::move(places)},
      index_{needs_of(places_), before == nullptr ? nullptr : &before->index_},
      entity_steps_{entity_steps},
      everywhere_(index_.block_count()) {
    for (std::uint32_t i = 0; i < places_.size(); ++i) {
        if (places_[i] == nullptr || places_[i]->needs.is_never) {
            continue;
        }
        if (places_[i]->terms.ports.empty()) {
            put(everywhere_, i);
        } else {
            somewhere_[places_[i]->terms.ports].push_back(i);
        }
    }
}

void Bucket::allow(std::string_view port, std::vector<RuleBits>& allowed) const {
    allowed = everywhere_;
    for (const auto& [patterns, places] : somewhere_) {
        if (is_named(patterns, port)) {
            for (const std::uint32_t place : places) {
                put(allowed, place);
            }
        }
    }
}

core::Result<std::shared_ptr<const Engine>> Engine::build(Places rules,
                                                          std::uint64_t entity_steps) {
    if (rules.size() > kEngineRulesMax) {
        return Error{Errc::kExhausted,
                     cat("rules: ", rules.size(), " are more than ", kEngineRulesMax)};
    }
    std::shared_ptr<Engine> made{new Engine};  // NOLINT: its constructor is private.
    made->entity_steps_ = entity_steps;
    std::array<Places, kRuleKindCount> by_kind;
    for (auto& rule : rules) {
        if (!made->kinds_of_.emplace(rule->terms.id, rule->terms.kind).second) {
            return Error{Errc::kConflict, cat("rules: '", rule->terms.id, "' is there twice")};
        }
        by_kind.at(static_cast<std::size_t>(rule->terms.kind) - 1).push_back(std::move(rule));
    }
    for (const RuleKind kind : rule_kinds()) {
        const Places& its = by_kind.at(static_cast<std::size_t>(kind) - 1);
        SARHAD_TRY_STATUS(admit(kind, its, entity_steps));
        made->buckets_.at(static_cast<std::size_t>(kind) - 1) =
            std::make_shared<const Bucket>(in_order(its), entity_steps, nullptr);
    }
    return std::shared_ptr<const Engine>{std::move(made)};
}

core::Result<std::shared_ptr<const Engine>> Engine::changed(const Change& change) const {
    std::shared_ptr<Engine> made{new Engine{*this}};  // NOLINT: its constructor is private.
    std::array<std::vector<std::string_view>, kRuleKindCount> gone;
    const auto drop = [&](const std::string& id) {
        const auto found = made->kinds_of_.find(id);
        if (found != made->kinds_of_.end()) {
            gone.at(static_cast<std::size_t>(found->second) - 1).emplace_back(id);
            made->kinds_of_.erase(found);
        }
    };
    std::for_each(change.removed.begin(), change.removed.end(), drop);
    for (const auto& rule : change.put) {
        drop(rule->terms.id);
    }
    for (const auto& rule : change.put) {
        if (!made->kinds_of_.emplace(rule->terms.id, rule->terms.kind).second) {
            return Error{Errc::kConflict, cat("rules: '", rule->terms.id, "' is there twice")};
        }
    }
    if (made->kinds_of_.size() > kEngineRulesMax) {
        return Error{Errc::kExhausted,
                     cat("rules: ", made->kinds_of_.size(), " are more than ", kEngineRulesMax)};
    }
    for (const RuleKind kind : rule_kinds()) {
        const std::size_t at = static_cast<std::size_t>(kind) - 1;
        Places places = buckets_.at(at)->places();
        bool is_same = true;
        for (auto& place : places) {
            if (place != nullptr &&
                std::find(gone[at].begin(), gone[at].end(), place->terms.id) != gone[at].end()) {
                place = nullptr;
                is_same = false;
            }
        }
        auto free = places.begin();
        for (const auto& rule : change.put) {
            if (rule->terms.kind != kind) {
                continue;
            }
            is_same = false;
            free = std::find(free, places.end(), nullptr);
            free = free == places.end() ? places.insert(places.end(), rule) : (*free = rule, free);
        }
        if (!is_same) {
            SARHAD_TRY_STATUS(admit(kind, places, entity_steps_));
            made->buckets_.at(at) = std::make_shared<const Bucket>(
                std::move(places), entity_steps_, buckets_.at(at).get());
        }
    }
    return std::shared_ptr<const Engine>{std::move(made)};
}

void Engine::evaluate(RuleKind kind,
                      const Frame& frame,
                      const ReferenceLists& lists,
                      Workspace& work,
                      Evaluation& evaluation) const {
    evaluation.clear();
    const std::shared_ptr<const Bucket>& bucket = buckets_.at(static_cast<std::size_t>(kind) - 1);
    evaluation.rules = bucket;
    if (bucket->places().empty()) {
        return;
    }
    const std::string_view port = frame.port();
    if (work.bucket != bucket || work.port != port) {
        work.bucket = bucket;
        work.port = port;
        work.places.resize(bucket->places().size());
        bucket->allow(port, work.allowed);
    }
    const Index& index = bucket->index();
    index.find(frame.facts(lists), work.seen, work.findings);
    const std::size_t count =
        work.search.run(index.input(work.allowed, work.findings), work.places.data());
    Asking asking{frame, lists, work, evaluation};
    for (std::size_t i = 0; i < count; ++i) {
        read_ahead(bucket->places(), std::span{work.places}.subspan(i, count - i));
        const Rule& rule = *bucket->places()[work.places[i]];
        if (rule.is_valid(frame.now())) {
            asking.ask(rule);
        }
    }
}

void Evaluation::clear() {
    matches.clear();
    unknown.clear();
    errors.clear();
    steps = 0;
    asked = 0;
}

std::size_t settle(Evaluation& evaluation) {
    const std::size_t before = evaluation.unknown.size();
    std::erase_if(evaluation.unknown, [&](const Outcome& each) {
        if (each.waits_for != 0 && each.rule->terms.on_unknown == OnUnknown::kMatch) {
            evaluation.matches.push_back({each.rule, 0, {}});
        }
        return each.waits_for != 0;
    });
    return before - evaluation.unknown.size();
}

}  // namespace sarhad::rules::engine
