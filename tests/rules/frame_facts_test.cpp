// The facts of a frame as explanations read them: what the engine says of the slots, the ordinary
// program says of them.
#include "rules/live/frame_facts.h"

#include "random_rules.h"

#include "core/text.h"
#include "rules/author/explain.h"
#include "rules/engine/engine.h"
#include "rules/engine/frame_builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace sarhad::rules {
namespace {

using core::cat;

const engine::RuleWorld& world() {
    static const engine::RuleWorld made;
    return made;
}

/// What both ways say of the same facts: "match", "unknown 5" ...
std::string said(Verdict verdict, std::uint64_t waits_for) {
    return std::string{name_of(verdict)} + " " + std::to_string(waits_for);
}

std::string said_by(const engine::Evaluation& evaluation) {
    if (!evaluation.matches.empty()) {
        return said(Verdict::kMatch, 0);
    }
    if (!evaluation.unknown.empty()) {
        return said(Verdict::kUnknown, evaluation.unknown[0].waits_for);
    }
    return said(evaluation.errors.empty() ? Verdict::kNoMatch : Verdict::kError, 0);
}

/// What of an explanation cannot be: a part that is not as its whole, a reason that says nothing.
// NOLINTNEXTLINE(misc-no-recursion): as deep as a condition is nested.
std::string wrong_in(const Explained& part) {
    using Kind = Explained::Kind;
    if (part.kind == Kind::kLeaf) {
        // An element by its number is named as its list.
        const bool is_indexed = part.text.find("].") != std::string::npos;
        const bool has_unknown =
            std::any_of(part.facts.begin(), part.facts.end(), [](const ExplainedFact& fact) {
                return fact.state == ExplainedFact::State::kUnknown;
            });
        return part.text.empty() ? "a leaf without its text"
               : part.verdict == Verdict::kUnknown && !has_unknown && !is_indexed
                   ? "nothing unknown: " + part.text
               : part.verdict == Verdict::kError && part.error.empty() ? "no error: " + part.text
                                                                       : "";
    }
    if (part.children.empty()) {
        return "a whole without parts";
    }
    for (const Explained& child : part.children) {
        const bool is_one_side = part.kind == Kind::kChoice || part.kind == Kind::kNot;
        if (!is_one_side && child.verdict != part.verdict) {
            return "a part is another: " + child.text;
        }
        if (std::string wrong = wrong_in(child); !wrong.empty()) {
            return wrong;
        }
    }
    return "";
}

/// Compares one random condition over ten random entities; gives whether it could be asked.
bool is_compared(std::uint64_t seed, cel::Arena& given, cel::Arena& made) {
    const RuleKind kind = rule_kinds()[seed % kRuleKindCount];
    const RuleKind asked = asked_of(kind);
    const cel::SlotLayout& own = world().layouts.of(kind);
    const cel::SlotLayout& layout = world().layouts.of(asked);
    engine::RandomRules random{layout, seed};
    const std::string condition = engine::RandomRules{own, seed}.condition();
    const Compilation compiled = compile_expression(condition, kind, world().schema);
    if (compiled.rule == nullptr) {  // Costs more than a rule may, or compares records.
        return false;
    }
    // Beside another rule it sees the same, whatever sets that one names.
    const Compilation other =
        compile_expression(engine::RandomRules{own, seed + 1000}.condition(), kind, world().schema);
    std::vector<const CompiledRule*> both{compiled.rule.get()};
    if (other.rule != nullptr) {
        both.insert(both.begin(), other.rule.get());
    }
    engine::RuleTerms terms;
    terms.id = "R-1";
    terms.kind = asked;
    const auto built = engine::Engine::build({world().rule(terms, condition)}, 1ULL << 40U);
    EXPECT_TRUE(built.has_value()) << condition;
    engine::FrameBuilder builder{layout};
    engine::Workspace work;
    engine::Evaluation evaluation;
    for (int entity = 0; entity < 10; ++entity) {
        const engine::Frame frame = random.frame(builder);
        const engine::ReferenceLists lists = random.lists();
        (*built)->evaluate(asked, frame, lists, work, evaluation);
        const auto facts = frame_facts({frame, layout, lists, world().schema}, both, given);
        EXPECT_TRUE(facts.has_value()) << condition;
        const RuleOutcome outcome = evaluate_rule(*compiled.rule, *facts, made);
        EXPECT_EQ(said(outcome.verdict, outcome.waits_for), said_by(evaluation))
            << "seed " << seed << ", entity " << entity << ": " << condition;
        const Explained why = explain(*compiled.rule, *facts, world().schema);
        const std::string at = cat("seed ", seed, ", entity ", entity, ": ", condition);
        EXPECT_EQ(why.verdict, outcome.verdict) << at;
        EXPECT_EQ(why.waits_for, source_names(outcome.waits_for)) << at;
        EXPECT_EQ(wrong_in(why), "") << at << "\n" << explain_line(why, {});
        EXPECT_FALSE(explain_line(why, {}).ends_with(": ")) << at;
    }
    return true;
}

TEST(FrameFacts, ARuleSaysOfThemWhatTheEngineSaysOfTheFrame) {
    cel::Arena given{kFactBytesMax};
    cel::Arena made{kRuleBytesMax};
    int compared = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        compared += is_compared(seed, given, made) ? 1 : 0;
    }
    EXPECT_GT(compared, 150);
}

TEST(FrameFacts, TooLittleMemoryIsSaid) {
    const cel::SlotLayout& layout = world().layouts.of(RuleKind::kTraveller);
    engine::FrameBuilder builder{layout};
    const engine::Frame frame = builder.finish();
    const engine::ReferenceLists lists{layout};
    const Compilation compiled =
        compile_expression("booking.one_way", RuleKind::kTraveller, world().schema);
    ASSERT_NE(compiled.rule, nullptr);
    cel::Arena little{64};
    const CompiledRule* const rule = compiled.rule.get();
    const auto facts = frame_facts({frame, layout, lists, world().schema}, {&rule, 1}, little);
    ASSERT_FALSE(facts.has_value());
    EXPECT_EQ(facts.error().code, core::Errc::kExhausted);
}

}  // namespace
}  // namespace sarhad::rules
