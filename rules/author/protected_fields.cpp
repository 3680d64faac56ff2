#include "protected_fields.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::rules {
namespace {

using cel::Expr;
using cel::ExprId;
using cel::ExprKind;

const FactRecord* record_named(std::string_view name) {
    const auto all = fact_records();
    const auto found = std::find_if(
        all.begin(), all.end(), [name](const FactRecord* record) { return record->name == name; });
    return found == all.end() ? nullptr : *found;
}

/// Looks for a condition that an open fact must meet on every way to a match.
class ProtectedCheck final {
public:
    ProtectedCheck(const cel::Checked& checked, RuleKind kind)
        : checked_{checked}, ast_{checked.ast}, variables_{variables_of(kind)} {}

    /// Whether `id` cannot be `wanted` without an open fact's saying so.
    bool needs_open_fact(ExprId id, bool wanted) {
        const Expr& expr = ast_.at(id);
        if (expr.kind == ExprKind::kIdent) {
            const auto bound = bound_.find(expr.name);
            return bound != bound_.end() ? needs_bound(bound->second, wanted) : leaf(id);
        }
        if (expr.kind == ExprKind::kComprehension) {
            return loop(id, wanted);
        }
        if (expr.kind != ExprKind::kCall) {
            return leaf(id);
        }
        const auto args = ast_.args(id);
        if (expr.name == cel::op::kNot) {
            return needs_open_fact(args[0], !wanted);
        }
        if (expr.name == cel::op::kAnd || expr.name == cel::op::kOr) {
            const bool left = needs_open_fact(args[0], wanted);
            const bool right = needs_open_fact(args[1], wanted);
            const bool all_must_hold = (expr.name == cel::op::kAnd) == wanted;
            return all_must_hold ? left || right : left && right;
        }
        return expr.name == cel::op::kConditional ? choice(args, wanted) : leaf(id);
    }

private:
    struct Read {
        bool open{false};
        bool guarded{false};
    };

    /// Which way is taken may hang on an open fact; where both ways come to `wanted` without one,
    /// that fact decides nothing.
    bool choice(std::span<const ExprId> args, bool wanted) {
        const bool first = needs_open_fact(args[1], wanted);
        const bool second = needs_open_fact(args[2], wanted);
        return (first || second) && (first || needs_open_fact(args[0], true)) &&
               (second || needs_open_fact(args[0], false));
    }

    /// Looked at once: a chain of names that use each other twice would double each time.
    bool needs_bound(ExprId id, bool wanted) {
        const std::pair key{id, wanted};
        const auto known = known_.find(key);
        return known != known_.end()
                   ? known->second
                   : known_.emplace(key, needs_open_fact(id, wanted)).first->second;
    }

    bool leaf(ExprId id) {
        Read read;
        seen_.clear();
        collect(id, read);
        return read.open && !read.guarded;
    }

    bool loop(ExprId id, bool wanted) {
        const cel::Comprehension& fold = ast_.comprehension(id);
        if (is_binding(ast_, id)) {
            bound_[fold.accu_var] = fold.init;
            return needs_open_fact(fold.result, wanted);
        }
        const ExprId written = ast_.macro_call(id);
        const std::string_view name = written == cel::kNoExpr ? "" : ast_.at(written).name;
        const bool is_one = name == "exists_one" || name == "existsOne";
        // Of `not exactly one` two elements that meet the test are as good as none.
        if ((name != "exists" && name != "all" && !is_one) || (is_one && !wanted)) {
            return leaf(id);
        }
        Read range;
        seen_.clear();
        collect(fold.range, range);
        // An empty list will do: then it is the list that has to hang on an open fact, too.
        const bool is_met_by_none = (name == "all") == wanted;
        if (is_met_by_none && (range.guarded || !(range.open || is_written_out(fold.range)))) {
            return false;
        }
        const auto outer = elements_;
        elements_[fold.iter_var] = range;
        elements_[fold.iter_var2] = range;
        const bool needs = needs_open_fact(ast_.args(written).back(), wanted);
        elements_ = outer;
        return needs;
    }

    /// A list of one element or more, whatever the facts are.
    [[nodiscard]] bool is_written_out(ExprId range) const {
        const Expr& expr = ast_.at(range);
        return expr.kind == ExprKind::kList && expr.count != 0;
    }

    void note(const FactField& field, Read& read) const {
        const bool is_of_entity = source_of(field) != 0 && field.shape != FactShape::kSet;
        read.guarded = read.guarded || field.guard == Guard::kProtected;
        read.open = read.open || (is_of_entity && field.guard != Guard::kProtected);
    }

    void collect(ExprId id, Read& read) {
        const Expr& expr = ast_.at(id);
        if (expr.kind == ExprKind::kIdent) {
            if (const auto bound = bound_.find(expr.name); bound != bound_.end()) {
                if (seen_.insert(bound->second).second) {
                    collect(bound->second, read);
                }
            } else if (const auto element = elements_.find(expr.name); element != elements_.end()) {
                // What was made of who a person is says who he is.
                read.open = read.open || element->second.open;
                read.guarded = read.guarded || element->second.guarded;
            } else if (const FactField* variable = variables_.find(expr.name);
                       variable != nullptr &&
                       checked_.references[id].kind == cel::ReferenceKind::kVariable) {
                note(*variable, read);
            }
            return;
        }
        if (const FactField* field = field_read(checked_, id)) {
            note(*field, read);
        }
        if (expr.operand != cel::kNoExpr && !checked_.references[id].namespaced) {
            collect(expr.operand, read);
        }
        if (expr.kind == ExprKind::kCall || expr.kind == ExprKind::kList) {
            for (const ExprId arg : ast_.args(id)) {
                collect(arg, read);
            }
        }
        if (expr.kind == ExprKind::kComprehension) {
            const cel::Comprehension& fold = ast_.comprehension(id);
            if (is_binding(ast_, id)) {
                bound_[fold.accu_var] = fold.init;
            }
            for (const ExprId part : {fold.range, fold.init, fold.step, fold.result}) {
                collect(part, read);
            }
        }
    }

    const cel::Checked& checked_;
    const cel::Ast& ast_;
    const FactRecord& variables_;
    std::map<std::string_view, ExprId> bound_;
    std::map<std::string_view, Read> elements_;  ///< Of the loops around, what their list read.
    std::map<std::pair<ExprId, bool>, bool> known_;
    std::set<ExprId> seen_;  ///< Named values that this leaf has read.
};

}  // namespace

const FactField* field_read(const cel::Checked& checked, ExprId id) {
    const Expr& expr = checked.ast.at(id);
    if (expr.kind != ExprKind::kSelect ||
        checked.references[id].kind != cel::ReferenceKind::kNone) {
        return nullptr;
    }
    const cel::Type of = checked.types[expr.operand];
    const FactRecord* record = of.is(cel::TypeKind::kMessage) ? record_named(of.name()) : nullptr;
    return record == nullptr ? nullptr : record->find(expr.name);
}

namespace {

template <class Holds>
bool reads_any(const cel::Checked& checked, const Holds& holds) {
    for (ExprId id = 0; id < checked.ast.size(); ++id) {
        const FactField* field = field_read(checked, id);
        if (field != nullptr && holds(*field)) {
            return true;
        }
    }
    return false;
}

}  // namespace

bool reads_feed(const cel::Checked& checked, Feed feed) {
    return reads_any(checked, [feed](const FactField& field) { return field.feed == feed; });
}

bool reads_protected(const cel::Checked& checked) {
    return reads_any(checked,
                     [](const FactField& field) { return field.guard == Guard::kProtected; });
}

bool is_binding(const cel::Ast& ast, ExprId id) {
    // The macros of loops accumulate under a name that no author can write.
    return ast.comprehension(id).accu_var != cel::kAccuVar;
}

bool decides_on_protected(const cel::Checked& checked, RuleKind kind) {
    return !ProtectedCheck{checked, kind}.needs_open_fact(checked.ast.root(), true);
}

}  // namespace sarhad::rules
