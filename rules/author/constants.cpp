#include "constants.h"

#include "core/text.h"
#include "rules/author/compiled_rule.h"
#include "rules/cel/program.h"
#include "rules/cel/unparser.h"

#include <algorithm>

namespace sarhad::rules {
namespace {

using cel::Expr;
using cel::ExprId;
using cel::ExprKind;
using core::cat;

class ConstantCheck final {
public:
    ConstantCheck(const cel::Checked& checked, const FactSchema& schema)
        : checked_{checked},
          ast_{checked.ast},
          schema_{schema},
          is_constant_(ast_.size(), false),
          values_{kRuleBytesMax} {}

    std::vector<cel::Issue> run() {
        // Children have smaller numbers than what is made of them: the innermost error is told.
        for (ExprId id = 1; id < ast_.size(); ++id) {
            if (!checked_.types[id].is(cel::TypeKind::kError)) {
                look_at(id);
            }
        }
        return std::move(issues_);
    }

private:
    void look_at(ExprId id) {
        const Expr& expr = ast_.at(id);
        if (expr.kind == ExprKind::kLiteral) {
            is_constant_[id] = true;
        } else if (expr.kind == ExprKind::kList) {
            is_constant_[id] = are_constant(id);
        } else if (expr.kind == ExprKind::kCall && are_constant(id)) {
            const bool has_target =
                expr.operand != cel::kNoExpr && !checked_.references[id].namespaced;
            is_constant_[id] = (!has_target || is_constant_[expr.operand]) && has_value(id);
        }
    }

    /// Of an error nothing more is said where it is used.
    bool has_value(ExprId id) {
        const auto program = cel::Program::plan_part(checked_, id, schema_.plan_names());
        const cel::Value value = cel::evaluate(program, {}, kRuleBudget, values_);
        if (!value.is(cel::ValueKind::kError)) {
            return true;
        }
        issues_.push_back({ast_.at(id).range,
                           cat("'",
                               core::cut_utf8(cel::to_text(ast_, id), kRuleNameMax),
                               "' is an error whatever the facts are: ",
                               value.error_text()),
                           {}});
        return false;
    }

    [[nodiscard]] bool are_constant(ExprId id) const {
        const auto args = ast_.args(id);
        return std::all_of(
            args.begin(), args.end(), [this](ExprId arg) { return is_constant_[arg]; });
    }

    const cel::Checked& checked_;
    const cel::Ast& ast_;
    const FactSchema& schema_;
    std::vector<bool> is_constant_;
    cel::Arena values_;
    std::vector<cel::Issue> issues_;
};

}  // namespace

std::vector<cel::Issue> constant_errors(const cel::Checked& checked, const FactSchema& schema) {
    return ConstantCheck{checked, schema}.run();
}

}  // namespace sarhad::rules
