#include "rules/author/cost.h"

#include "cost_of_calls.h"
#include "protected_fields.h"

#include "core/text.h"
#include "rules/cel/overload.h"
#include "rules/cel/regex.h"
#include "rules/cel/times.h"
#include "rules/cel/unparser.h"

#include <algorithm>
#include <deque>
#include <set>

namespace sarhad::rules {
namespace {

using cel::Comprehension;
using cel::Expr;
using cel::ExprId;
using cel::ExprKind;
using cel::ReferenceKind;
using cel::Type;
using cel::TypeKind;
using core::cat;

bool has_dyn(Type type) {
    if (type.is(TypeKind::kDyn) || type.is(TypeKind::kAny)) {
        return true;
    }
    return std::any_of(type.params().begin(), type.params().end(), has_dyn);
}

/// Goes over a checked tree, as the evaluator would where everything is as large as it may be.
class CostCounter final {
public:
    CostCounter(const cel::Checked& checked, RuleKind kind)
        : checked_{checked}, ast_{checked.ast}, variables_{variables_of(kind)} {}

    Cost run() {
        cost_.units = visit(ast_.root()).units;
        std::stable_sort(
            cost_.parts.begin(),
            cost_.parts.end(),
            [](const CostPart& left, const CostPart& right) { return left.units > right.units; });
        limits();
        return std::move(cost_);
    }

private:
    struct Found {
        std::uint64_t units{0};
        Extent extent{};
    };
    struct Local {
        std::string_view name;
        Extent extent;
    };

    [[nodiscard]] Type type(ExprId id) const { return checked_.types[id]; }
    void issue(ExprId id, std::string what, std::string instead = {}) {
        const cel::SourceRange where = ast_.at(id).range;
        const bool is_said =
            std::any_of(cost_.issues.begin(), cost_.issues.end(), [&](const cel::Issue& said) {
                return said.range == where && said.what == what;
            });
        if (!is_said && cost_.issues.size() < kIssuesKept) {
            cost_.issues.push_back({where, std::move(what), std::move(instead)});
        }
    }

    Found visit(ExprId id) {
        const Expr& expr = ast_.at(id);
        if (expr.kind != ExprKind::kNone && has_dyn(type(id))) {
            issue(id,
                  cat("'",
                      ast_.text(id),
                      "' has no fixed type: a rule's values have one, say which"));
            return {1, {}};
        }
        switch (expr.kind) {
            case ExprKind::kLiteral:
                return {1, {expr.name.size(), nullptr, "", expr.name.size(), false}};
            case ExprKind::kIdent:
                return ident(id);
            case ExprKind::kSelect:
                return select(id);
            case ExprKind::kCall:
                return call(id);
            case ExprKind::kList:
                return list(id);
            case ExprKind::kComprehension:
                return loop(id);
            case ExprKind::kMap:
            case ExprKind::kStruct:
                issue(id, "a rule makes no maps and no records: compare the fields one by one");
                break;
            case ExprKind::kNone:
                break;
        }
        return {1, {}};
    }

    const Extent* keep(Extent extent) { return &kept_.emplace_back(std::move(extent)); }

    Extent of_field(const FactField& field, const std::string& path) {
        Extent one;
        if (field.kind == FactKind::kText) {
            one = {field.bytes_max, nullptr, path, field.bytes_max, false};
        } else if (field.kind == FactKind::kRecord) {
            one.field = path;
        }
        if (field.shape == FactShape::kOne) {
            return one;
        }
        return {field.count_max, keep(one), path, field.count_max, field.shape == FactShape::kSet};
    }

    Found ident(ExprId id) {
        const Expr& expr = ast_.at(id);
        const cel::Reference& reference = checked_.references[id];
        if (reference.kind == ReferenceKind::kVariable) {
            const FactField* field = variables_.find(reference.name);
            return {1, field == nullptr ? Extent{} : of_field(*field, std::string{field->name})};
        }
        const auto found = std::find_if(locals_.rbegin(), locals_.rend(), [&](const Local& local) {
            return local.name == expr.name;
        });
        return {1, found == locals_.rend() ? Extent{} : found->extent};
    }

    Found select(ExprId id) {
        const Expr& expr = ast_.at(id);
        if (checked_.references[id].kind != ReferenceKind::kNone) {
            return ident(id);
        }
        const Found operand = visit(expr.operand);
        const FactField* field = field_read(checked_, id);
        if (field == nullptr) {
            return {add_cost(operand.units, 1), {}};
        }
        if (expr.test_only) {
            if (field->kind == FactKind::kRecord && field->shape == FactShape::kOne) {
                issue(id,
                      cat("'",
                          expr.name,
                          "' is a record, and always there: ask has() of one of its fields"));
            }
            return {add_cost(operand.units, 1), {}};
        }
        return {add_cost(operand.units, 1),
                of_field(*field, cat(operand.extent.field, ".", field->name))};
    }

    Found list(ExprId id) {
        Found made{1, {}};
        const Extent* element = nullptr;
        for (const ExprId each : ast_.args(id)) {
            const Found found = visit(each);
            made.units = add_cost(made.units, found.units);
            if (element == nullptr || found.extent.count > element->count) {
                element = keep(found.extent);
            }
        }
        made.extent = {ast_.args(id).size(), element, "", ast_.args(id).size(), false};
        return made;
    }

    /// @result + [x], as the macros make lists: the evaluator grows them in place.
    [[nodiscard]] bool is_append(ExprId id) const {
        const auto args = ast_.args(id);
        return ast_.at(id).name == cel::op::kAdd && ast_.at(args[0]).kind == ExprKind::kIdent &&
               ast_.at(args[0]).name == cel::kAccuVar && ast_.at(args[1]).kind == ExprKind::kList;
    }

    Found call(ExprId id) {
        const Expr& expr = ast_.at(id);
        const std::string_view name = function_of(id);
        if (name == cel::op::kAnd || name == cel::op::kOr || name == cel::op::kConditional) {
            return branches(id);
        }
        if ((name == "matches" && !takes_pattern(id)) ||
            (name.starts_with("get") && expr.count == 1 && !takes_zone(id))) {
            return {1, {}};
        }
        if (name == cel::op::kEquals || name == cel::op::kNotEquals) {
            no_null(id);
        }
        Found made{1, {}};
        std::vector<Extent> extents;
        Type first;
        for (const ExprId arg : arguments(id)) {
            first = extents.empty() ? type(arg) : first;
            Found found = visit(arg);
            made.units = add_cost(made.units, found.units);
            extents.push_back(std::move(found.extent));
        }
        if (expr.count > 0 && is_append(id)) {
            made.units = add_cost(made.units, 1);
            const Extent* element =
                ast_.args(ast_.args(id)[1]).empty() ? nullptr : extents[1].element;
            made.extent = {extents[0].count + 1, element, extents[0].field, extents[0].max, false};
            return made;
        }
        const bool is_text = first.is(TypeKind::kString) || first.is(TypeKind::kBytes);
        const auto cost = call_cost(name, extents, is_text, first.is(TypeKind::kList));
        if (!cost) {
            issue(id,
                  cat("rules have no function '",
                      name,
                      "': its cost has no bound; docs/cel.md lists those that have"));
            return made;
        }
        if ((name == cel::op::kEquals || name == cel::op::kNotEquals) && holds_record(first)) {
            issue(id, "records are not compared: compare their fields one by one");
        }
        made.extent = cost->result;
        if (cost->units > kWorthNaming) {
            const Extent& driver = dearest(name, extents);
            note(id, cost->units, driver.field, driver.max);
        }
        made.units = add_cost(made.units, cost->units);
        return made;
    }

    static bool holds_record(Type type) {
        return type.is(TypeKind::kMessage) ||
               std::any_of(type.params().begin(), type.params().end(), holds_record);
    }

    static const Extent& dearest(std::string_view name, const std::vector<Extent>& extents) {
        return name == cel::op::kIn || (extents.size() > 1 && extents[1].count > extents[0].count)
                   ? extents[1]
                   : extents[0];
    }

    [[nodiscard]] std::string_view function_of(ExprId id) const {
        const auto overloads = checked_.overloads(id);
        return overloads.empty() ? ast_.at(id).name : overloads.front()->function;
    }

    /// The target first, where it is a member's.
    [[nodiscard]] std::vector<ExprId> arguments(ExprId id) const {
        std::vector<ExprId> made;
        const Expr& expr = ast_.at(id);
        if (expr.operand != cel::kNoExpr && !checked_.references[id].namespaced) {
            made.push_back(expr.operand);
        }
        made.insert(made.end(), ast_.args(id).begin(), ast_.args(id).end());
        return made;
    }

    bool takes_pattern(ExprId id) {
        const ExprId pattern = ast_.args(id).back();
        const Expr& expr = ast_.at(pattern);
        if (expr.kind != ExprKind::kLiteral) {
            issue(pattern,
                  "a pattern is written out in the rule: it is compiled once, when the rule is "
                  "loaded");
            return false;
        }
        if (expr.name.size() > kRulePatternBytesMax) {
            issue(pattern,
                  cat("a pattern has ",
                      kRulePatternBytesMax,
                      " bytes at most, this one ",
                      expr.name.size()));
            return false;
        }
        const auto compiled = cel::Regex::compile(expr.name);
        if (!compiled) {
            issue(pattern, cat("this is no ", compiled.error().what));  // "pattern: missing ]: [x"
        }
        return compiled.has_value();
    }

    bool takes_zone(ExprId id) {
        const ExprId zone = ast_.args(id)[0];
        const Expr& expr = ast_.at(zone);
        if (expr.kind != ExprKind::kLiteral) {
            issue(zone, "a time zone is written out in the rule, such as 'Asia/Karachi'");
            return false;
        }
        if (!cel::is_zone(expr.name)) {
            issue(zone,
                  cat("there is no time zone '",
                      core::cut_utf8(expr.name, kShownBytesMax),
                      "': write one such as 'Asia/Karachi' or '+05:00'"));
            return false;
        }
        return true;
    }

    /// A fact that is absent reads as a value of its type: it is never null.
    void no_null(ExprId id) {
        const auto args = ast_.args(id);
        for (const std::size_t at : {std::size_t{0}, std::size_t{1}}) {
            if (!type(args[at]).is(TypeKind::kNull)) {
                continue;
            }
            const ExprId other = args[1 - at];
            const bool is_field =
                ast_.at(other).kind == ExprKind::kSelect && !ast_.at(other).test_only;
            const std::string has =
                is_field ? cat(ast_.at(id).name == cel::op::kEquals ? "!has(" : "has(",
                               ast_.text(other),
                               ")")
                         : "";
            issue(id,
                  cat("a fact is never null, an absent one reads as 0, '' or 1970: ",
                      is_field ? cat("write ", has) : "has(a.b) asks whether one was given"),
                  has);
        }
    }

    /// &&, || and ? :, of which all may be looked at but one branch of the last.
    Found branches(ExprId id) {
        const auto args = ast_.args(id);
        const Found first = visit(args[0]);
        const Found second = visit(args[1]);
        if (args.size() == 2) {
            return {add_cost(1, add_cost(first.units, second.units)), {}};
        }
        const Found third = visit(args[2]);
        return {add_cost(1, add_cost(first.units, std::max(second.units, third.units))),
                second.extent.count >= third.extent.count ? second.extent : third.extent};
    }

    /// The names that one round of a loop sees.
    void enter(const Comprehension& fold, const Extent& range) {
        const Extent element = range.element == nullptr ? Extent{} : *range.element;
        const bool is_pair = !fold.iter_var2.empty();
        for (const std::string_view name : {fold.iter_var, fold.iter_var2}) {
            const bool is_outer =
                std::any_of(locals_.begin(), locals_.end(), [name](const Local& local) {
                    return local.name == name;
                });
            if (!name.empty() && (is_outer || is_taken(name))) {
                twice(fold.range, name);
            }
            loop_names_.insert(name);
        }
        locals_.push_back({fold.iter_var, is_pair && !range.is_map ? Extent{} : element});
        if (is_pair) {
            locals_.push_back({fold.iter_var2, range.is_map ? Extent{} : element});
        }
    }

    /// By a fact, or by cel.bind().
    [[nodiscard]] bool is_taken(std::string_view name) const {
        return variables_.find(name) != nullptr || bound_names_.contains(name);
    }
    void twice(ExprId at, std::string_view name) {
        issue(at, cat("the name '", name, "' means something else already: take another"));
    }

    /// cel.bind(): three nodes, the value and what it is used in.
    Found binding(ExprId id) {
        const Comprehension& fold = ast_.comprehension(id);
        // Of its own, also against loops that it does not surround: what looks names up later needs
        // no scopes then.
        if (is_taken(fold.accu_var) || loop_names_.contains(fold.accu_var)) {
            twice(id, fold.accu_var);
        }
        bound_names_.insert(fold.accu_var);
        const Found held = visit(fold.init);
        locals_.push_back({fold.accu_var, held.extent});
        const Found result = visit(fold.result);
        locals_.pop_back();
        return {add_cost(3, add_cost(held.units, result.units)), result.extent};
    }

    Found loop(ExprId id) {
        if (is_binding(ast_, id)) {
            return binding(id);
        }
        const Comprehension& fold = ast_.comprehension(id);
        const Found range = visit(fold.range);
        const std::uint64_t rounds = range.extent.count;
        const Found init = visit(fold.init);
        const std::size_t outside = locals_.size();
        locals_.push_back({fold.accu_var, init.extent});
        enter(fold, range.extent);
        const std::uint64_t around = times_;
        times_ = times_cost(times_, rounds);
        loops_ += rounds > 0 ? 1 : 0;
        cost_.nesting = std::max(cost_.nesting, loops_);
        const Found condition = visit(fold.condition);
        const Found step = visit(fold.step);
        loops_ -= rounds > 0 ? 1 : 0;
        times_ = around;
        locals_.resize(outside);
        const std::uint64_t body = times_cost(rounds, add_cost(condition.units, step.units));
        Extent grown = init.extent;
        if (step.extent.count > init.extent.count) {
            grown = step.extent;
            grown.count = add_cost(init.extent.count,
                                   times_cost(rounds, step.extent.count - init.extent.count));
            grown.field = range.extent.field;
            grown.max = range.extent.max;
        }
        locals_.push_back({fold.accu_var, grown});
        const Found result = visit(fold.result);
        locals_.resize(outside);
        const std::uint64_t units =
            add_cost(add_cost(1, add_cost(range.units, init.units)), add_cost(body, result.units));
        if (rounds > 0) {
            note(id, units, range.extent.field, range.extent.max);
        }
        return {units, result.extent};
    }

    void note(ExprId id, std::uint64_t units, const std::string& field, std::uint64_t max) {
        cost_.parts.push_back({ast_.at(id).range, times_cost(times_, units), field, max});
    }

    void limits() {
        if (cost_.units > kRuleCostMax) {
            const CostPart part = driver();
            const std::string because = part.field.empty() ? std::string{}
                                                           : cat(": '",
                                                                 text_of(part),
                                                                 "' alone costs ",
                                                                 part.units,
                                                                 ", since ",
                                                                 part.field,
                                                                 " may have ",
                                                                 part.max);
            cost_.issues.push_back({part.where,
                                    cat("it costs ",
                                        cost_.units,
                                        " units at worst, a rule at most ",
                                        kRuleCostMax,
                                        because,
                                        "; test less in the loop, or filter first"),
                                    {}});
        }
        if (cost_.nesting > kRuleNestingMax) {
            cost_.issues.push_back({ast_.at(ast_.root()).range,
                                    cat("it has ",
                                        cost_.nesting,
                                        " loops within loops, a rule at most ",
                                        kRuleNestingMax),
                                    {}});
        }
    }

    /// What costs, on one line and with all of its brackets, which its place may leave out.
    [[nodiscard]] std::string text_of(const CostPart& part) const {
        for (ExprId id = static_cast<ExprId>(ast_.size()); id-- > 1;) {
            if (ast_.at(id).range == part.where && !type(id).is(TypeKind::kError)) {
                const std::string text = cel::to_text(ast_, id);
                return text.size() <= kShownBytesMax
                           ? text
                           : cat(core::cut_utf8(text, kShownBytesMax), "...");
            }
        }
        return {};
    }

    /// The innermost part that makes up at least half of the whole.
    [[nodiscard]] CostPart driver() const {
        CostPart found{ast_.at(ast_.root()).range, cost_.units, "", 0};
        for (const CostPart& part : cost_.parts) {
            const bool is_inside =
                part.where.begin >= found.where.begin && part.where.end <= found.where.end;
            if (part.units * 2 >= cost_.units && is_inside) {
                found = part;
            }
        }
        return found;
    }

    static constexpr std::size_t kIssuesKept = 20;  // As the checker.
    static constexpr std::uint64_t kWorthNaming = 8;
    static constexpr std::size_t kShownBytesMax = 80;  // Of an author's text in a message.

    const cel::Checked& checked_;
    const cel::Ast& ast_;
    const FactRecord& variables_;
    std::deque<Extent> kept_;
    std::vector<Local> locals_;
    std::set<std::string_view> bound_names_;
    std::set<std::string_view> loop_names_;
    std::uint32_t loops_{0};
    std::uint64_t times_{1};
    Cost cost_;
};

}  // namespace

Cost worst_cost(const cel::Checked& checked, RuleKind kind) {
    return CostCounter{checked, kind}.run();
}

}  // namespace sarhad::rules
