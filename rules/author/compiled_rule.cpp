#include "rules/author/compiled_rule.h"

#include "constants.h"
#include "protected_fields.h"

#include "core/text.h"
#include "rules/author/days.h"
#include "rules/cel/environment.h"
#include "rules/cel/parser.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sarhad::rules {
namespace {

using core::cat;

/// Midnight after a day, as CEL reads it.
std::string end_of(facts::PartialDate date) {
    const std::chrono::year_month_day next{midnight_of(date) + std::chrono::days{1}};
    const auto made =
        facts::PartialDate::make(static_cast<int>(next.year()),
                                 static_cast<int>(static_cast<unsigned>(next.month())),
                                 static_cast<int>(static_cast<unsigned>(next.day())));
    return cat(made ? facts::to_text(*made) : "9999-12-31", "T00:00:00Z");
}

/// The texts of a rule in one: named parts are bound, exceptions taken off.
class Composer final {
public:
    explicit Composer(const Rule& rule) {
        for (const RuleVariable& var : rule.vars) {
            text_ += cat("cel.bind(", var.name, ", (");
            add(var.name, var.value);
            text_ += "\n), ";
        }
        text_ += "(";
        add("condition", rule.condition);
        text_ += "\n)";
        for (const RuleExcept& except : rule.excepts) {
            text_ += " && !((";
            add(cat("except ", except.name), except.when);
            text_ += cat("\n) && now < timestamp('", end_of(except.until), "'))");
        }
        text_.append(rule.vars.size(), ')');
    }

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const std::vector<RulePiece>& pieces() const { return pieces_; }

private:
    void add(std::string name, const RuleExpression& expression) {
        const auto begin = static_cast<std::uint32_t>(text_.size());
        text_ += expression.text;
        pieces_.push_back({begin,
                           static_cast<std::uint32_t>(text_.size()),
                           std::move(name),
                           expression.place,
                           expression.is_verbatim,
                           expression.text});
    }

    std::string text_;
    std::vector<RulePiece> pieces_;
};

/// The problem that an issue at `offset` of a piece is.
RuleProblem placed(const RulePiece& piece, std::uint32_t offset, const cel::Issue& issue) {
    const cel::LineColumn inside = cel::line_column(piece.text, offset);
    if (!piece.is_verbatim) {
        return {piece.place,
                cat(piece.name, " at ", inside.line, ":", inside.column, ": ", issue.what),
                issue.instead};
    }
    const FilePlace place{
        piece.place.line + inside.line - 1,
        inside.line == 1 ? piece.place.column + inside.column - 1 : inside.column};
    return {place, issue.what, issue.instead};
}

class RuleCompiler final {
public:
    RuleCompiler(const Rule& rule, const FactSchema& schema) : rule_{rule}, schema_{schema} {}

    Compilation run(bool is_whole_rule) {
        const Composer composed{rule_};
        pieces_ = composed.pieces();
        if (!parse_pieces()) {
            return std::move(made_);
        }
        cel::Parsed parsed = cel::parse(composed.text());
        if (!parsed.ok()) {
            add(parsed.issues);
            return std::move(made_);
        }
        cel::Checked checked = cel::check(std::move(parsed.ast), schema_.environment(rule_.kind));
        add(checked.issues);
        if (!checked.ok()) {
            return std::move(made_);
        }
        made_.cost = worst_cost(checked, rule_.kind);
        add(made_.cost->issues);
        if (!checked.type().is(cel::TypeKind::kBool)) {
            problem(
                cat("a condition is true or false; this one is of type ", checked.type().format()));
        } else if (made_.problems.empty() && is_whole_rule) {
            guards(checked);
            add(constant_errors(checked, schema_));
        }
        if (made_.problems.empty()) {
            finish(std::move(checked), composed.text());
        }
        return std::move(made_);
    }

private:
    /// What a rule may not do with facts of a person.
    void guards(const cel::Checked& checked) {
        if (decides_on_protected(checked, rule_.kind)) {
            problem(
                "who a person is (nationality, sex, birth year, place) may narrow a rule, never "
                "decide: each way to a match needs a condition on another fact");
        } else if (rule_.on_unknown == Verdict::kMatch && reads_protected(checked)) {
            // Until the other facts arrive nothing but these would be left.
            problem(
                "on_unknown = \"match\" lets who a person is (nationality, sex, birth year, place) "
                "decide while the other facts are unknown: leave on_unknown out, or these facts");
        } else if (rule_.audience != Audience::kTrained && reads_feed(checked, Feed::kOfficer)) {
            problem(
                "what a trained officer noted of a person is for trained officers only: "
                "audience = \"trained\"");
        }
    }

    /// Each text by itself: none may close another's brackets.
    bool parse_pieces() {
        for (const RulePiece& piece : pieces_) {
            const cel::Parsed parsed = cel::parse(piece.text);
            for (const cel::Issue& issue : parsed.issues) {
                made_.problems.push_back(placed(piece, issue.range.begin, issue));
            }
        }
        return made_.problems.empty();
    }

    void add(const std::vector<cel::Issue>& issues) {
        for (const cel::Issue& issue : issues) {
            const auto found =
                std::find_if(pieces_.begin(), pieces_.end(), [&](const RulePiece& piece) {
                    return issue.range.begin >= piece.begin && issue.range.begin < piece.end;
                });
            const RulePiece& piece = found == pieces_.end() ? condition() : *found;
            const std::uint32_t offset =
                found == pieces_.end() ? 0 : issue.range.begin - piece.begin;
            made_.problems.push_back(placed(piece, offset, in_order(piece, issue)));
        }
    }

    /// A part that is used above its own line has no name there yet.
    [[nodiscard]] cel::Issue in_order(const RulePiece& piece, const cel::Issue& issue) const {
        for (const RuleVariable& var : rule_.vars) {
            if (issue.what.starts_with(cat("there is no '", var.name, "'"))) {
                return {issue.range,
                        cat("'",
                            var.name,
                            "' is used before it is defined: in [vars] put it above '",
                            piece.name,
                            "'"),
                        {}};
            }
        }
        return issue;
    }

    [[nodiscard]] const RulePiece& condition() const { return pieces_.at(rule_.vars.size()); }

    void problem(std::string what) {
        made_.problems.push_back(placed(condition(), 0, {{}, std::move(what), {}}));
    }

    void finish(cel::Checked checked, std::string text) {
        cel::Program program = cel::Program::plan(checked, schema_.plan_names());
        made_.rule = std::make_unique<const CompiledRule>(CompiledRule{std::move(text),
                                                                       std::move(pieces_),
                                                                       std::move(checked),
                                                                       std::move(program),
                                                                       *made_.cost,
                                                                       rule_.kind});
    }

    const Rule& rule_;
    const FactSchema& schema_;
    std::vector<RulePiece> pieces_;
    Compilation made_;
};

}  // namespace

Compilation compile(const Rule& rule, const FactSchema& schema) {
    return RuleCompiler{rule, schema}.run(true);
}

Compilation compile_expression(std::string_view text, RuleKind kind, const FactSchema& schema) {
    Rule rule;
    rule.kind = kind;
    rule.condition = {std::string{text}, {1, 1}, true};
    return RuleCompiler{rule, schema}.run(false);
}

RuleOutcome outcome_of(const cel::Value& value) {
    if (value.is(cel::ValueKind::kUnknown)) {
        return {Verdict::kUnknown, value.sources(), {}, {}};
    }
    if (value.is(cel::ValueKind::kError)) {
        return {Verdict::kError, 0, std::string{value.error_text()}, cel::name_of(value.fault())};
    }
    return {value.is_true() ? Verdict::kMatch : Verdict::kNoMatch, 0, {}, {}};
}

RuleOutcome evaluate_rule(const CompiledRule& rule, const FactFrame& facts, cel::Arena& arena) {
    const std::vector<cel::Value> values = facts.values_for(rule.program);
    return outcome_of(cel::evaluate(rule.program, values, kRuleBudget, arena));
}

}  // namespace sarhad::rules
