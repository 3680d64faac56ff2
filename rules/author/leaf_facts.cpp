#include "leaf_facts.h"

#include "protected_fields.h"

#include "core/text.h"
#include "rules/cel/numbers.h"
#include "rules/cel/times.h"
#include "rules/cel/unparser.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace sarhad::rules {
namespace {

using cel::Expr;
using cel::ExprId;
using cel::ExprKind;
using cel::Value;
using core::cat;
using K = cel::ValueKind;

struct Comparison {
    std::string_view function;
    std::string_view sign;
};
constexpr std::array<Comparison, 6> kComparisons{{
    {cel::op::kLess, "<"},
    {cel::op::kLessEquals, "<="},
    {cel::op::kGreater, ">"},
    {cel::op::kGreaterEquals, ">="},
    {cel::op::kNotEquals, "!="},
    {cel::op::kIn, "in"},
}};

/// Elements of a list that are told one by one.
constexpr std::uint32_t kElementsTold = 6;

std::string list_text(const Value& list) {
    if (list.size() > kElementsTold) {
        return cat(list.size(), " elements");
    }
    std::string text;
    for (const Value& element : list.elements()) {
        if (element.is(K::kMessage)) {
            return cat(list.size(), " elements");
        }
        text += cat(text.empty() ? "" : ", ", value_text(element));
    }
    return cat("[", text, "]");
}

}  // namespace

std::string value_text(const Value& value) {
    switch (value.kind()) {
        case K::kBool:
            return value.as_bool() ? "true" : "false";
        case K::kInt:
            return std::to_string(value.as_int());
        case K::kUint:
            return std::to_string(value.as_uint());
        case K::kDouble:
            return cel::double_digits(value.as_double());
        case K::kString:
            return cat("'", value.text(), "'");
        case K::kTimestamp:
            return cel::timestamp_text(value);
        case K::kDuration:
            return cel::duration_text(value.as_int());
        case K::kList:
            return list_text(value);
        case K::kMap:
            return cat("a set of ", value.size());
        case K::kNull:
        case K::kBytes:
        case K::kType:
        case K::kOptional:
        case K::kMessage:
        case K::kIp:
        case K::kCidr:
        case K::kError:
        case K::kUnknown:
        case K::kUnset:
            break;
    }
    return std::string{cel::type_name(value)};
}

LeafScope::LeafScope(const CompiledRule& rule, const FactFrame& facts, const FactSchema& schema)
    : rule_{rule},
      ast_{rule.checked.ast},
      facts_{facts},
      names_{schema.plan_names()},
      scratch_{kRuleBytesMax} {}

Value LeafScope::run(ExprId id, cel::Arena& arena) {
    auto planned = programs_.find(id);
    if (planned == programs_.end()) {
        names_.variables.clear();
        for (const auto& [name, value] : locals_) {
            names_.variables.push_back(name);
        }
        planned = programs_.emplace(id, cel::Program::plan_part(rule_.checked, id, names_)).first;
    }
    std::vector<Value> values;
    for (const std::string& name : planned->second.variables()) {
        const auto local = locals_.find(name);
        values.push_back(local == locals_.end() ? facts_.variable(name) : local->second);
    }
    return cel::evaluate(planned->second, values, kRuleBudget, arena);
}

Value LeafScope::value(ExprId id) {
    return run(id, scratch_);
}

Value LeafScope::kept(ExprId id) {
    return run(id, arenas_.emplace_back(kRuleBytesMax));
}

void LeafScope::bind(std::string_view name, ExprId value) {
    locals_.insert_or_assign(std::string{name}, kept(value));
    bound_.insert_or_assign(std::string{name}, value);
}

ExprId LeafScope::bound(std::string_view name) const {
    const auto found = bound_.find(name);
    return found == bound_.end() ? cel::kNoExpr : found->second;
}

void LeafScope::enter(const cel::Comprehension& fold,
                      const Range& range,
                      std::uint32_t index,
                      const Value& element) {
    const bool is_pair = !fold.iter_var2.empty();
    const std::string name{is_pair ? fold.iter_var2 : fold.iter_var};
    if (is_pair) {
        locals_.insert_or_assign(std::string{fold.iter_var}, Value::of(std::int64_t{index}));
    }
    locals_.insert_or_assign(name, element);
    origins_.insert_or_assign(name, range.origin);
    if (!range.path.empty()) {
        paths_.insert_or_assign(name, cat(range.path, "[", index, "]"));
    }
}

void LeafScope::leave(const cel::Comprehension& fold) {
    for (const std::string_view name : {fold.iter_var, fold.iter_var2}) {
        locals_.erase(std::string{name});
        paths_.erase(std::string{name});
        origins_.erase(std::string{name});
    }
}

std::string LeafScope::path(ExprId id) const {
    const Expr& expr = ast_.at(id);
    if (expr.kind == ExprKind::kIdent) {
        const auto local = paths_.find(expr.name);
        const bool is_fact = rule_.checked.references[id].kind == cel::ReferenceKind::kVariable;
        return local != paths_.end() ? local->second : is_fact ? std::string{expr.name} : "";
    }
    if (expr.kind != ExprKind::kSelect) {
        return {};
    }
    const std::string outer = path(expr.operand);
    return outer.empty() ? outer : cat(outer, ".", expr.name);
}

const FactField* LeafScope::field_of(ExprId id) const {
    const Expr& expr = ast_.at(id);
    return expr.kind == ExprKind::kIdent ? variables_of(rule_.kind).find(expr.name)
                                         : field_read(rule_.checked, id);
}

void LeafScope::add_fact(ExprId id, const std::string& path, std::vector<ExplainedFact>& to) {
    const FactField* field = field_of(id);
    const bool is_said = std::any_of(
        to.begin(), to.end(), [&](const ExplainedFact& fact) { return fact.path == path; });
    if (is_said || (field == nullptr && !path.ends_with(']'))) {
        return;
    }
    const Expr& expr = ast_.at(id);
    ExplainedFact made;
    made.path = path;
    made.is_personal = is_of_personal(id);
    if (field != nullptr) {
        made.feed = field->shape == FactShape::kSet ? "" : name_of(field->feed);
        made.age_seconds = facts_.age_seconds(field->feed);
    }
    if (expr.kind == ExprKind::kSelect) {
        const Value operand = value(expr.operand);
        const bool is_single = field != nullptr && field->shape == FactShape::kOne;
        if (operand.is(K::kMessage) && is_single &&
            operand.message_body().find(*operand.message_body().type->find(expr.name)) == nullptr) {
            made.state = ExplainedFact::State::kAbsent;
            to.push_back(std::move(made));
            return;
        }
        if (expr.test_only && operand.is(K::kMessage)) {
            const Value* held =
                operand.message_body().find(*operand.message_body().type->find(expr.name));
            made.value = held == nullptr ? "" : value_text(*held);
            made.state = held != nullptr && held->is(K::kUnknown) ? ExplainedFact::State::kUnknown
                                                                  : ExplainedFact::State::kGiven;
            to.push_back(std::move(made));
            return;
        }
    }
    const Value held = value(id);
    made.state =
        held.is(K::kUnknown) ? ExplainedFact::State::kUnknown : ExplainedFact::State::kGiven;
    made.value = held.is_stopped() ? "" : value_text(held);
    const bool is_known_set = field != nullptr && field->shape == FactShape::kSet &&
                              made.state == ExplainedFact::State::kGiven;
    if (!is_known_set) {
        to.push_back(std::move(made));
    }
}

/// A personal field, or an element of what was made of one.
bool LeafScope::is_of_personal(ExprId id) const {
    const Expr& expr = ast_.at(id);
    const FactField* field = field_of(id);
    if (field != nullptr && field->guard != Guard::kOpen) {
        return true;
    }
    const auto origin = expr.kind == ExprKind::kIdent ? origins_.find(expr.name) : origins_.end();
    return origin != origins_.end() &&
           std::any_of(origin->second.begin(), origin->second.end(), [](const auto& fact) {
               return fact.is_personal;
           });
}

/// Whether it has one value here: no element of a loop that is not gone through.
bool LeafScope::is_here(ExprId id) const {
    const Expr& expr = ast_.at(id);
    return expr.kind == ExprKind::kSelect  ? is_here(expr.operand)
           : expr.kind == ExprKind::kIdent ? locals_.contains(expr.name)
                                           : false;
}

/// A field of no fact that has a path, as an element of a list that was made.
void LeafScope::add_hidden(ExprId id, std::vector<ExplainedFact>& to) {
    const FactField* field = field_read(rule_.checked, id);
    if (field == nullptr || field->guard == Guard::kOpen) {
        return;
    }
    ExplainedFact made;
    made.path = cel::to_text(ast_, id);
    made.is_personal = true;
    made.feed = name_of(field->feed);
    made.age_seconds = facts_.age_seconds(field->feed);
    const Value held = is_here(id) ? value(id) : Value::unset();
    made.value = is_here(id) && !held.is_stopped() ? value_text(held) : "one of several";
    if (std::none_of(
            to.begin(), to.end(), [&](const auto& fact) { return fact.path == made.path; })) {
        to.push_back(std::move(made));
    }
}

/// The facts that an element is made of, or that a bound name is behind. False where it is neither.
bool LeafScope::collect_local(std::string_view name, std::vector<ExplainedFact>& to) {
    if (const auto origin = origins_.find(name); origin != origins_.end()) {
        std::copy_if(origin->second.begin(),
                     origin->second.end(),
                     std::back_inserter(to),
                     [said = to](const ExplainedFact& fact) {
                         return std::none_of(said.begin(), said.end(), [&](const auto& one) {
                             return one.path == fact.path;
                         });
                     });
        return true;
    }
    const ExprId held = bound(name);
    if (held == cel::kNoExpr) {
        return false;
    }
    if (seen_.insert(held).second) {
        collect(held, to);
    }
    return true;
}

void LeafScope::collect(ExprId id, std::vector<ExplainedFact>& to) {
    const Expr& expr = ast_.at(id);
    if (expr.kind == ExprKind::kIdent || expr.kind == ExprKind::kSelect) {
        const std::string chain = path(id);
        if (!chain.empty()) {
            add_fact(id, chain, to);
            return;
        }
        if (expr.kind == ExprKind::kSelect) {
            add_hidden(id, to);
        }
        if (expr.kind == ExprKind::kIdent && collect_local(expr.name, to)) {
            return;
        }
    }
    if (expr.operand != cel::kNoExpr && !rule_.checked.references[id].namespaced) {
        collect(expr.operand, to);
    }
    if (expr.kind == ExprKind::kCall || expr.kind == ExprKind::kList) {
        for (const ExprId arg : ast_.args(id)) {
            collect(arg, to);
        }
    }
    if (expr.kind == ExprKind::kComprehension) {
        const cel::Comprehension& fold = ast_.comprehension(id);
        for (const ExprId part : {fold.range, fold.init, fold.step, fold.result}) {
            collect(part, to);
        }
    }
}

std::vector<ExplainedFact> LeafScope::facts_of(ExprId id) {
    std::vector<ExplainedFact> facts;
    seen_.clear();
    collect(id, facts);
    const bool is_personal = std::any_of(
        facts.begin(), facts.end(), [](const ExplainedFact& fact) { return fact.is_personal; });
    for (ExplainedFact& fact : facts) {
        fact.is_personal = is_personal;
    }
    return facts;
}

void LeafScope::collect_unknown(ExprId id, std::vector<ExplainedFact>& to) {
    const Expr& expr = ast_.at(id);
    if (expr.operand != cel::kNoExpr && !rule_.checked.references[id].namespaced) {
        collect_unknown(expr.operand, to);
    }
    if (expr.kind == ExprKind::kCall || expr.kind == ExprKind::kList) {
        for (const ExprId arg : ast_.args(id)) {
            collect_unknown(arg, to);
        }
    }
    if (expr.kind != ExprKind::kComprehension) {
        return;
    }
    const cel::Comprehension& fold = ast_.comprehension(id);
    collect_unknown(fold.range, to);
    const ExprId written = ast_.macro_call(id);
    const Value range = kept(fold.range);
    if (is_binding(ast_, id) || written == cel::kNoExpr || !range.is(K::kList)) {
        return;
    }
    const Range of = range_of(fold.range);
    const std::size_t names = fold.iter_var2.empty() ? 1 : 2;
    for (std::uint32_t i = 0; i < range.size() && to.empty(); ++i) {
        enter(fold, of, i, range.elements()[i]);
        for (const ExprId part : ast_.args(written).subspan(names)) {
            const std::vector<ExplainedFact> facts = facts_of(part);
            std::copy_if(facts.begin(), facts.end(), std::back_inserter(to), [](const auto& fact) {
                return fact.state == ExplainedFact::State::kUnknown;
            });
            collect_unknown(part, to);
        }
        leave(fold);
    }
}

std::vector<ExplainedFact> LeafScope::unknown_within(ExprId id) {
    std::vector<ExplainedFact> facts;
    collect_unknown(id, facts);
    return facts;
}

std::string LeafScope::threshold_of(ExprId id) {
    const Expr& expr = ast_.at(id);
    if (expr.kind != ExprKind::kCall || expr.count != 2) {
        return {};
    }
    const auto* found =
        std::find_if(kComparisons.begin(), kComparisons.end(), [&](const Comparison& known) {
            return known.function == expr.name;
        });
    const auto args = ast_.args(id);
    if (found == kComparisons.end() || path(args[0]).empty()) {
        return {};
    }
    const std::string other = path(args[1]);
    const Value limit = value(args[1]);
    if (limit.is_stopped()) {
        return {};
    }
    return cat(found->sign, " ", limit.is(K::kMap) ? other : value_text(limit));
}

}  // namespace sarhad::rules
