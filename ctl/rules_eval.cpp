// rules eval and rules explain: one rule or condition over one entity's facts.
#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/rule_files.h"
#include "rules/author/explain.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;
using core::Errc;
using core::Error;
using rules::Verdict;

/// A condition and what it is to be held against.
struct Prepared {
    rules::FactSchema schema{};
    rules::Document facts{};
    rules::Rule rule{};
    rules::Compilation compilation{};
    rules::cel::Arena given{rules::kFactBytesMax};
    std::optional<rules::FactFrame> frame{};
};

/// Whether a kind's rules see all that is given.
bool sees(rules::RuleKind kind, const rules::Document& facts) {
    if (facts.table() == nullptr) {
        return true;  // Said when the facts are read.
    }
    for (const auto& [name, value] : *facts.table()) {
        if (name != "feeds" && rules::variables_of(kind).find(name) == nullptr) {
            return false;
        }
    }
    return true;
}

/// Why no kind of rule sees all that is given.
std::string why_unseen(const rules::Document& facts) {
    for (const auto& [name, value] : *facts.table()) {
        const auto has = [&fact = name](rules::RuleKind kind) {
            return rules::variables_of(kind).find(fact) != nullptr;
        };
        if (name != "feeds" && std::ranges::none_of(rules::rule_kinds(), has)) {
            return cat("'", name, "' is no fact of any kind of rule: see 'sarhadctl rules schema'");
        }
    }
    return "no kind of rule sees all of these facts: name one with --kind";
}

core::Error problems_of(const std::string& what, const std::vector<rules::RuleProblem>& problems) {
    std::string text;
    for (const rules::RuleProblem& problem : problems) {
        text += cat(text.empty() ? "" : "\n",
                    what,
                    ":",
                    problem.place.line,
                    ":",
                    problem.place.column,
                    ": ",
                    problem.what);
    }
    return {Errc::kInvalid, std::move(text)};
}

/// Whether a kind, of which `that` came, is rather what was meant than that of which `other` did:
/// one whose names and types are right, which is when its cost is known, then the one in which more
/// of the text means something.
bool is_nearer(const rules::Compilation& that, const rules::Compilation& other) {
    const auto nearness = [](const rules::Compilation& made) {
        const auto& problems = made.problems;
        const rules::FilePlace place = problems.empty() ? rules::FilePlace{} : problems[0].place;
        return std::tuple{made.cost.has_value(),
                          -static_cast<std::int64_t>(problems.size()),
                          place.line,
                          place.column};
    };
    return nearness(that) > nearness(other);
}

/// A condition whose kind may have to be found: the first that sees all facts and in which it
/// checks.
core::Status compile_text(Prepared& prepared,
                          const std::string& what,
                          const std::string& text,
                          const std::string& kind_name) {
    std::optional<rules::Compilation> nearest;
    const auto wanted = rules::find_kind(kind_name);
    if (!kind_name.empty() && !wanted) {
        return Error{Errc::kInvalid, cat("--kind ", kind_name, ": there is no such kind of rule")};
    }
    for (const rules::RuleKind kind : rules::rule_kinds()) {
        if (wanted ? kind != *wanted : !sees(kind, prepared.facts)) {
            continue;
        }
        rules::Compilation made = rules::compile_expression(text, kind, prepared.schema);
        if (made.rule != nullptr) {
            prepared.rule.kind = kind;
            prepared.compilation = std::move(made);
            return {};
        }
        if (!nearest || is_nearer(made, *nearest)) {
            nearest = std::move(made);
        }
    }
    return nearest ? problems_of(what, nearest->problems)
                   : Error{Errc::kInvalid, why_unseen(prepared.facts)};
}

core::Status compile_source(Prepared& prepared,
                            Context& context,
                            const std::string& source,
                            const std::string& kind) {
    if (!source.ends_with(".toml")) {
        const auto bytes = context.files.read(source, kRuleFileBytes);
        return bytes ? compile_text(prepared, source, std::string{core::as_text(*bytes)}, kind)
                     : compile_text(prepared, "expression", source, kind);
    }
    SARHAD_TRY(std::vector<LoadedRule> loaded, load_rules(context, {source}, prepared.schema));
    LoadedRule& only = loaded.front();
    if (only.compilation.rule == nullptr) {
        return problems_of(source, only.problems);
    }
    prepared.rule = std::move(only.rule);
    prepared.compilation = std::move(only.compilation);
    return {};
}

core::Result<std::unique_ptr<Prepared>> prepare(Context& context, const RulesEval& options) {
    auto made = std::make_unique<Prepared>();
    SARHAD_TRY(made->facts, load_facts(context, options.facts));
    SARHAD_TRY_STATUS(compile_source(*made, context, options.source, options.kind));
    constexpr std::int64_t kMicrosASecond = 1'000'000;
    const std::int64_t now = context.clock.wall().micros / kMicrosASecond;
    auto frame =
        rules::FactFrame::read(made->facts, made->schema, made->rule.kind, now, made->given);
    if (!frame) {
        return Error{Errc::kInvalid, cat(options.facts, ":", frame.error().what)};
    }
    made->frame = *std::move(frame);
    return made;
}

Json names_json(const std::vector<std::string>& names) {
    Json made = Json::array();
    for (const std::string& name : names) {
        made.push(name);
    }
    return made;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += cat(text.empty() ? "" : ", ", name);
    }
    return text;
}

std::string outcome_text(const rules::RuleOutcome& outcome) {
    switch (outcome.verdict) {
        case Verdict::kMatch:
            return "match";
        case Verdict::kNoMatch:
            return "no match";
        case Verdict::kUnknown:
            return cat("unknown: waits for ", joined(rules::source_names(outcome.waits_for)));
        case Verdict::kError:
            break;
    }
    return cat("error: ", outcome.error);
}

std::string_view kind_word(rules::Explained::Kind kind) {
    using Kind = rules::Explained::Kind;
    switch (kind) {
        case Kind::kAll:
            return "all";
        case Kind::kAny:
            return "any";
        case Kind::kNot:
            return "not";
        case Kind::kChoice:
            return "choice";
        case Kind::kElement:
            return "element";
        case Kind::kLeaf:
            break;
    }
    return "leaf";
}

Json fact_json(const rules::ExplainedFact& fact, const rules::ExplainStyle& style) {
    using State = rules::ExplainedFact::State;
    const bool is_masked = fact.is_personal && !style.shows_personal;
    Json made = Json::object({{"path", fact.path},
                              {"state",
                               fact.state == State::kGiven    ? "given"
                               : fact.state == State::kAbsent ? "absent"
                                                              : "unknown"},
                              {"personal", fact.is_personal}});
    if (fact.state == State::kGiven) {
        made.set("value", is_masked ? Json{} : Json{fact.value});
    }
    if (!fact.feed.empty()) {
        made.set("feed", fact.feed);
    }
    if (fact.age_seconds) {
        made.set("age_seconds", *fact.age_seconds);
    }
    return made;
}

Json explained_json(const rules::Explained& part, const rules::ExplainStyle& style) {
    Json made =
        Json::object({{"kind", kind_word(part.kind)}, {"verdict", rules::name_of(part.verdict)}});
    if (!part.name.empty()) {
        made.set("name", part.name);
        made.set("label", rules::label_of(part.name, style));
    }
    if (part.kind == rules::Explained::Kind::kLeaf) {
        made.set("text", rules::leaf_text(part, style));
        Json facts = Json::array();
        for (const rules::ExplainedFact& fact : part.facts) {
            facts.push(fact_json(fact, style));
        }
        made.set("facts", std::move(facts));
    }
    if (!part.waits_for.empty()) {
        made.set("waits_for", names_json(part.waits_for));
    }
    if (!part.error.empty()) {
        made.set("error", rules::error_text(part, style));
    }
    if (!part.children.empty()) {
        Json children = Json::array();
        for (const rules::Explained& child : part.children) {
            children.push(explained_json(child, style));
        }
        made.set("parts", std::move(children));
    }
    return made;
}

daemon::ExitCode exit_of(Verdict verdict) {
    return verdict == Verdict::kError ? daemon::ExitCode::kFailed : daemon::ExitCode::kOk;
}

}  // namespace

Outcome run(const RulesEval& options, Context& context) {
    SARHAD_TRY(const auto prepared, prepare(context, options));
    rules::cel::Arena made{rules::kRuleBytesMax};
    rules::RuleOutcome outcome =
        rules::evaluate_rule(*prepared->compilation.rule, *prepared->frame, made);
    if (outcome.verdict == Verdict::kError) {
        // Of personal facts only the kind: the text may hold a value.
        outcome.error = rules::error_text(
            rules::explain(*prepared->compilation.rule, *prepared->frame, prepared->schema), {});
    }
    if (context.json) {
        print(context.out,
              Json::object({{"verdict", rules::name_of(outcome.verdict)},
                            {"kind", rules::name_of(prepared->rule.kind)},
                            {"waits_for", names_json(rules::source_names(outcome.waits_for))},
                            {"error", outcome.error},
                            {"cost", prepared->compilation.rule->cost.units}}));
    } else {
        context.out << outcome_text(outcome) << '\n';
    }
    return exit_of(outcome.verdict);
}

Outcome run(const RulesExplain& options, Context& context) {
    SARHAD_TRY(const auto prepared,
               prepare(context, RulesEval{options.facts, options.kind, options.source}));
    const rules::Explained explained =
        rules::explain(*prepared->compilation.rule, *prepared->frame, prepared->schema);
    const rules::ExplainStyle style{options.personal, options.language, prepared->rule.labels};
    if (context.json) {
        print(context.out,
              Json::object({{"verdict", rules::name_of(explained.verdict)},
                            {"kind", rules::name_of(prepared->rule.kind)},
                            {"line", rules::explain_line(explained, style)},
                            {"why", explained_json(explained, style)}}));
    } else {
        context.out << rules::explain_line(explained, style) << '\n';
    }
    return exit_of(explained.verdict);
}

}  // namespace sarhad::ctl
