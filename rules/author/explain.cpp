#include "rules/author/explain.h"

#include "leaf_facts.h"
#include "protected_fields.h"

#include "core/text.h"
#include "rules/cel/unparser.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sarhad::rules {
namespace {

using cel::Expr;
using cel::ExprId;
using cel::ExprKind;
using cel::Value;
using core::cat;
using Kind = Explained::Kind;

/// How the names of exceptions begin, as compile() names their texts.
constexpr std::string_view kExcept = "except ";

bool is_quantifier(std::string_view name) {
    return name == "exists" || name == "all";
}

class Explainer final {
public:
    Explainer(const CompiledRule& rule, const FactFrame& facts, const FactSchema& schema)
        : rule_{rule}, ast_{rule.checked.ast}, scope_{rule, facts, schema} {}

    Explained run() { return explain_part(ast_.root()); }

private:
    Explained start(ExprId id, Kind kind) {
        const RuleOutcome outcome = outcome_of(scope_.value(id));
        Explained made;
        made.kind = kind;
        made.verdict = outcome.verdict;
        made.error = outcome.error;
        made.error_kind = outcome.error_kind;
        made.waits_for = source_names(outcome.waits_for);
        return made;
    }

    Explained explain_part(ExprId id) {
        Explained made = explain_node(id);
        if (made.name.empty()) {
            made.name = exception_at(id);
        }
        return made;
    }

    /// "except NAME" where the node is all of an exception's text.
    [[nodiscard]] std::string exception_at(ExprId id) const {
        for (const RulePiece& piece : rule_.pieces) {
            if (piece.name.starts_with(kExcept) && ast_.at(id).range.begin >= piece.begin &&
                ast_.at(id).range.end <= piece.end && ast_.text(id) == core::trim(piece.text)) {
                return piece.name;
            }
        }
        return {};
    }

    Explained explain_node(ExprId id) {
        const Expr& expr = ast_.at(id);
        if (expr.kind == ExprKind::kIdent) {
            // In full where it is met first: names that use each other twice double each time.
            const ExprId bound = scope_.bound(expr.name);
            if (bound != cel::kNoExpr && told_.insert(bound).second) {
                Explained made = explain_part(bound);
                made.name = expr.name;
                return made;
            }
        }
        if (expr.kind == ExprKind::kComprehension) {
            return loop(id);
        }
        if (expr.kind == ExprKind::kCall) {
            if (expr.name == cel::op::kAnd || expr.name == cel::op::kOr) {
                return logic(id);
            }
            if (expr.name == cel::op::kNot && is_logic(ast_.args(id)[0])) {
                Explained made = start(id, Kind::kNot);
                made.children.push_back(explain_part(ast_.args(id)[0]));
                return made;
            }
            if (expr.name == cel::op::kConditional) {
                return choice(id);
            }
        }
        return leaf(id);
    }

    [[nodiscard]] bool is_logic(ExprId id) const {
        const Expr& expr = ast_.at(id);
        if (expr.kind == ExprKind::kIdent) {
            return scope_.bound(expr.name) != cel::kNoExpr;
        }
        return expr.kind == ExprKind::kComprehension ||
               (expr.kind == ExprKind::kCall &&
                (expr.name == cel::op::kAnd || expr.name == cel::op::kOr ||
                 expr.name == cel::op::kNot || expr.name == cel::op::kConditional));
    }

    /// Chains are trees of two: their sides in the order in which they were written.
    void sides(ExprId id, std::string_view op, std::vector<ExprId>& to) const {
        const Expr& expr = ast_.at(id);
        if (expr.kind == ExprKind::kCall && expr.name == op) {
            for (const ExprId arg : ast_.args(id)) {
                sides(arg, op, to);
            }
        } else {
            to.push_back(id);
        }
    }

    Explained logic(ExprId id) {
        const std::string_view op = ast_.at(id).name;
        Explained made = start(id, op == cel::op::kAnd ? Kind::kAll : Kind::kAny);
        std::vector<ExprId> parts;
        sides(id, op, parts);
        for (const ExprId part : parts) {
            if (outcome_of(scope_.value(part)).verdict == made.verdict) {
                made.children.push_back(explain_part(part));
            }
        }
        return made;
    }

    Explained choice(ExprId id) {
        Explained made = start(id, Kind::kChoice);
        const auto args = ast_.args(id);
        const Value condition = scope_.value(args[0]);
        made.children.push_back(explain_part(args[0]));
        if (condition.is(cel::ValueKind::kBool)) {
            made.children.push_back(explain_part(args[condition.as_bool() ? 1 : 2]));
        }
        return made;
    }

    Explained loop(ExprId id) {
        const cel::Comprehension& fold = ast_.comprehension(id);
        if (is_binding(ast_, id)) {
            scope_.bind(fold.accu_var, fold.init);
            return explain_part(fold.result);
        }
        const ExprId written = ast_.macro_call(id);
        const bool is_known = written != cel::kNoExpr && is_quantifier(ast_.at(written).name);
        const Value range = scope_.kept(fold.range);
        Explained made = leaf(id);
        if (!is_known || !range.is(cel::ValueKind::kList)) {
            return made;
        }
        const ExprId test = ast_.args(written).back();
        const LeafScope::Range of = scope_.range_of(fold.range);
        for (std::uint32_t i = 0; i < range.size(); ++i) {
            scope_.enter(fold, of, i, range.elements()[i]);
            // The first whose verdict is that of the whole: what made it so.
            const bool decides = outcome_of(scope_.value(test)).verdict == made.verdict;
            const bool needs_one =
                (ast_.at(written).name == "exists") == (made.verdict == Verdict::kMatch) ||
                made.verdict == Verdict::kUnknown || made.verdict == Verdict::kError;
            if (decides && needs_one) {
                made.kind = Kind::kElement;
                made.facts.clear();
                made.children.push_back(explain_part(test));
                scope_.leave(fold);
                return made;
            }
            scope_.leave(fold);
        }
        return made;
    }

    Explained leaf(ExprId id) {
        Explained made = start(id, Kind::kLeaf);
        made.text = cel::to_text(ast_, id);
        made.facts = scope_.facts_of(id);
        const bool is_named =
            std::any_of(made.facts.begin(), made.facts.end(), [](const auto& fact) {
                return fact.state == ExplainedFact::State::kUnknown;
            });
        if (made.verdict == Verdict::kUnknown && !is_named) {
            std::vector<ExplainedFact> within = scope_.unknown_within(id);
            made.facts = within.empty() ? std::move(made.facts) : std::move(within);
        }
        made.threshold = scope_.threshold_of(id);
        return made;
    }

    const CompiledRule& rule_;
    const cel::Ast& ast_;
    LeafScope scope_;
    std::set<ExprId> told_;  ///< Named values.
};

bool is_personal(const Explained& leaf) {
    return std::any_of(leaf.facts.begin(), leaf.facts.end(), [](const ExplainedFact& fact) {
        return fact.is_personal;
    });
}

/// Whether a leaf of it is.
bool is_on_personal(const Explained& part) {
    return is_personal(part) ||
           std::any_of(part.children.begin(), part.children.end(), is_on_personal);
}

std::string age_text(std::int64_t seconds) {
    constexpr std::int64_t kMinute = 60;
    constexpr std::int64_t kHour = 3600;
    constexpr std::int64_t kDay = 86'400;
    return seconds < 0             ? "later"
           : seconds < 2 * kMinute ? "new"
           : seconds < 2 * kHour   ? cat(seconds / kMinute, " min old")
           : seconds < 2 * kDay    ? cat(seconds / kHour, " h old")
                                   : cat(seconds / kDay, " days old");
}

std::string joined(const std::vector<std::string>& pieces, std::string_view between) {
    std::string text;
    for (const std::string& piece : pieces) {
        text += cat(text.empty() ? "" : between, piece);
    }
    return text;
}

/// Leaves in words, those of one named part behind its label. `whole`: the verdict that they are to
/// explain; a leaf that brought it about by not holding has its limit turned round.
void tell(const Explained& part,
          Verdict whole,
          const ExplainStyle& style,
          std::vector<std::string>& to) {
    const std::string_view label = part.name.starts_with(kExcept) ? part.name
                                   : part.name.empty()            ? std::string_view{}
                                                                  : label_of(part.name, style);
    std::vector<std::string> inner;
    for (const Explained& child : part.children) {
        tell(child, whole, style, inner);
    }
    if (part.kind == Kind::kLeaf) {
        const bool is_turned = whole == Verdict::kMatch && part.verdict == Verdict::kNoMatch;
        const std::string limit =
            part.threshold.empty() || !is_turned ? part.threshold : cat("not ", part.threshold);
        for (const ExplainedFact& fact : part.facts) {
            inner.push_back(fact_text(fact, limit, style));
        }
        if (part.facts.empty()) {
            inner.push_back(leaf_text(part, style));
        }
    }
    // An exception that does not apply is one among what is as it should be.
    if (label.empty() || (part.name.starts_with(kExcept) && part.verdict == Verdict::kNoMatch)) {
        to.insert(to.end(), inner.begin(), inner.end());
    } else {
        to.push_back(cat(label, " [", joined(inner, "; "), "]"));
    }
}

}  // namespace

Explained explain(const CompiledRule& rule, const FactFrame& facts, const FactSchema& schema) {
    return Explainer{rule, facts, schema}.run();
}

std::string_view label_of(std::string_view part, const ExplainStyle& style) {
    std::string_view english;
    for (const RuleLabel& label : style.labels) {
        for (const auto& [language, text] : label.texts) {
            if (label.part == part && language == style.language) {
                return text;
            }
            english = label.part == part && language == "en" ? std::string_view{text} : english;
        }
    }
    return english;
}

std::string_view error_text(const Explained& explained, const ExplainStyle& style) {
    return style.shows_personal || !is_on_personal(explained) ? std::string_view{explained.error}
                                                              : explained.error_kind;
}

std::string leaf_text(const Explained& leaf, const ExplainStyle& style) {
    if (style.shows_personal || !is_personal(leaf)) {
        return leaf.text;
    }
    std::vector<std::string> paths;
    for (const ExplainedFact& fact : leaf.facts) {
        paths.push_back(fact.path);
    }
    return cat("a condition on ", joined(paths, ", "));
}

std::string fact_text(const ExplainedFact& fact,
                      std::string_view threshold,
                      const ExplainStyle& style) {
    const bool is_masked = fact.is_personal && !style.shows_personal;
    std::vector<std::string> behind;
    if (!threshold.empty() && !is_masked) {
        behind.push_back(cat("limit ", threshold));
    }
    if (!fact.feed.empty()) {
        behind.push_back(fact.age_seconds ? cat(fact.feed, ", ", age_text(*fact.age_seconds))
                                          : fact.feed);
    }
    const std::string is = fact.state == ExplainedFact::State::kUnknown ? " is not known yet"
                           : fact.state == ExplainedFact::State::kAbsent
                               ? " is not given"
                               : cat(" is ", is_masked ? "***" : fact.value);
    return cat(fact.path, is, behind.empty() ? "" : cat(" (", joined(behind, "; "), ")"));
}

const Explained& first_leaf(const Explained& explained) {
    return explained.children.empty() ? explained : first_leaf(explained.children.front());
}

std::string explain_line(const Explained& explained, const ExplainStyle& style) {
    std::vector<std::string> told;
    switch (explained.verdict) {
        case Verdict::kMatch:
            tell(explained, explained.verdict, style, told);
            return cat("match: ", joined(told, "; "));
        case Verdict::kUnknown:
            tell(explained, explained.verdict, style, told);
            return cat(
                "unknown: waits for ", joined(explained.waits_for, ", "), ": ", joined(told, "; "));
        case Verdict::kError:
            return cat("error: ",
                       error_text(explained, style),
                       ": ",
                       leaf_text(first_leaf(explained), style));
        case Verdict::kNoMatch:
            break;
    }
    const Explained* failed = &explained;
    while (!failed->children.empty() && !failed->name.starts_with(kExcept)) {
        failed = &failed->children.front();
    }
    tell(*failed, explained.verdict, style, told);
    if (failed->name.starts_with(kExcept)) {
        return cat("no match: ", joined(told, "; "));
    }
    return cat("no match: ",
               leaf_text(*failed, style),
               failed->verdict == Verdict::kMatch ? " holds and should not: " : " does not hold: ",
               joined(told, "; "));
}

bool is_decided_by(const Explained& explained, std::string_view part) {
    return explained.name == part || (!explained.text.empty() && explained.text == part) ||
           std::any_of(explained.children.begin(),
                       explained.children.end(),
                       [part](const Explained& child) { return is_decided_by(child, part); });
}

}  // namespace sarhad::rules
