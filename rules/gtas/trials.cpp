#include "trials.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sarhad::rules::gtas {
namespace {

using Kind = Node::Kind;

/// One way through the alternatives of `node`; `way` counts them.
void terms_of(const Carried& node, std::size_t& way, std::vector<std::size_t>& to) {
    if (node.kind == Kind::kTerm) {
        to.push_back(node.term);
    } else if (node.kind == Kind::kAll) {
        for (const Carried& part : node.parts) {
            terms_of(part, way, to);
        }
    } else {
        const std::size_t taken = way % node.parts.size();
        way /= node.parts.size();
        terms_of(node.parts[taken], way, to);
    }
}

bool is_new(const std::vector<Document>& all, const Document& value) {
    return std::none_of(
        all.begin(), all.end(), [&](const Document& each) { return each.is_same(value); });
}

std::vector<Choice> choices_of(const Translation& translation,
                               const std::vector<std::size_t>& terms) {
    std::vector<Choice> made;
    for (const std::size_t term : terms) {
        const Condition& condition = translation.conditions[term];
        if (condition.trials.empty()) {
            continue;  // A direction: the setting makes it so.
        }
        const auto same = std::find_if(made.begin(), made.end(), [&](const Choice& choice) {
            return choice.counterpart->bearer == condition.counterpart->bearer &&
                   choice.object == condition.object &&
                   choice.counterpart->fact == condition.counterpart->fact;
        });
        Choice& choice = same == made.end() ? made.emplace_back() : *same;
        choice.counterpart = condition.counterpart;
        choice.object = condition.object;
        choice.conditions.push_back(&condition);
        for (const Document& trial : condition.trials) {
            if (is_new(choice.trials, trial)) {
                choice.trials.push_back(trial);
            }
        }
    }
    return made;
}

}  // namespace

Verdict TrialFinder::verdict(const CompiledRule& rule, const Document& facts) {
    if (left_ == 0) {
        return Verdict::kError;
    }
    --left_;
    const auto frame = FactFrame::read(facts, schema_, rule.kind, now_, given_);
    return frame ? evaluate_rule(rule, *frame, made_).verdict : Verdict::kError;
}

/// Takes the first value that all conditions on the fact agree to.
void TrialFinder::choose(Choice& choice, const Setting& setting) {
    const Compilation compiled =
        compile_expression(text_of_all(choice.conditions), RuleKind::kTraveller, schema_);
    for (std::size_t at = 0; compiled.rule != nullptr && at < choice.trials.size(); ++at) {
        choice.chosen = at;
        if (verdict(*compiled.rule, facts_of({choice}, setting)) == Verdict::kMatch) {
            return;
        }
    }
    choice.chosen = 0;
}

std::optional<TrialFinder::Found> TrialFinder::find_match(const Translation& translation) {
    for (std::size_t way = 0; way < kGtasWaysMax; ++way) {
        std::vector<std::size_t> terms;
        std::size_t taken = way;
        terms_of(*translation.root, taken, terms);
        const bool has_flight = std::any_of(terms.begin(), terms.end(), [&](std::size_t term) {
            return translation.conditions[term].counterpart->bearer == Bearer::kFlight;
        });
        for (const bool goes_out : {false, true}) {
            Found found{choices_of(translation, terms),
                        {feeds_of(translation.conditions), has_flight, goes_out}};
            for (Choice& choice : found.choices) {
                choose(choice, found.setting);
            }
            const Document facts = facts_of(found.choices, found.setting);
            if (verdict(*rule_, facts) == Verdict::kMatch) {
                return found;
            }
            if (!has_flight) {
                break;
            }
        }
    }
    return std::nullopt;
}

/// First nothing but the feeds, then the match with one fact otherwise.
std::optional<Document> TrialFinder::find_other(const Found& found) {
    Document nothing = facts_of({}, {found.setting.feeds, false, false});
    if (verdict(*rule_, nothing) == Verdict::kNoMatch) {
        return nothing;
    }
    for (std::size_t at = 0; at < found.choices.size(); ++at) {
        std::vector<Choice> other = found.choices;
        for (std::size_t trial = 0; trial < other[at].trials.size(); ++trial) {
            other[at].chosen = trial;
            Document facts = facts_of(other, found.setting);
            if (verdict(*rule_, facts) == Verdict::kNoMatch) {
                return facts;
            }
        }
    }
    return std::nullopt;
}

std::optional<FoundTests> TrialFinder::find(const Translation& translation,
                                            const CompiledRule& rule,
                                            std::int64_t now) {
    rule_ = &rule;
    now_ = now;
    left_ = kGtasTrialsMax;
    const auto found = find_match(translation);
    if (!found) {
        return std::nullopt;
    }
    auto other = find_other(*found);
    if (!other) {
        return std::nullopt;
    }
    return FoundTests{facts_of(found->choices, found->setting), *std::move(other)};
}

}  // namespace sarhad::rules::gtas
