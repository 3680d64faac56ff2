#include "planner.h"

#include "core/text.h"
#include "rules/cel/collections.h"
#include "rules/cel/overload.h"

#include <algorithm>
#include <array>

namespace sarhad::rules::cel {
namespace {

using core::cat;

/// list + [element], as the macros make their lists: in place where nobody else looks.
Value append(Context& context, std::span<const Value> args) {
    return args[0].is(ValueKind::kList) ? list_append(context, args[0], args[1])
                                        : Context::no_overload();
}

Node call_of(ExprId id, const FunctionRow* function) {
    Node node;
    node.op = Op::kCall;
    node.source = id;
    node.function = function;
    return node;
}

constexpr FunctionRow kAppend{"@append", CallStyle::kGlobal, 2, 2, append};

struct Special {
    std::string_view name;
    bool is_member;
    std::size_t args;  ///< With the target.
    Op op;
};

constexpr std::array<Special, 14> kSpecials{{
    {op::kAnd, false, 2, Op::kAnd},
    {op::kOr, false, 2, Op::kOr},
    {op::kConditional, false, 3, Op::kConditional},
    {op::kNotStrictlyFalse, false, 1, Op::kNotFalse},
    {op::kIndex, false, 2, Op::kIndex},
    {op::kOptIndex, false, 2, Op::kOptIndex},
    {"optional.of", false, 1, Op::kOptOf},
    {"optional.ofNonZeroValue", false, 1, Op::kOptOfNonZero},
    {"optional.none", false, 0, Op::kOptNone},
    {"hasValue", true, 1, Op::kOptHasValue},
    {"value", true, 1, Op::kOptValue},
    {"or", true, 2, Op::kOptOr},
    {"orValue", true, 2, Op::kOptOrValue},
    {op::kOptSelect, false, 2, Op::kOptSelect},
}};

}  // namespace

Program Program::plan(const Checked& checked, const PlanNames& names) {
    return Planner{checked.ast, &checked, names}.run(checked.ast.root());
}

Program Program::plan_part(const Checked& checked, ExprId part, const PlanNames& names) {
    return Planner{checked.ast, &checked, names}.run(part);
}

Program Program::plan(const Ast& ast, const PlanNames& names) {
    return Planner{ast, nullptr, names}.run(ast.root());
}

Planner::Planner(const Ast& ast, const Checked* checked, const PlanNames& names)
    : ast_{ast}, checked_{checked}, names_{names} {}

Program Planner::run(ExprId root) {
    program_.schema_ = names_.schema;
    program_.slots_.layout = names_.slots;
    program_.nodes_.reserve(ast_.size());
    program_.children_.reserve(ast_.size());
    program_.root_ = plan(root);
    // A program lives long, and most have fewer nodes than their trees.
    program_.nodes_.shrink_to_fit();
    program_.children_.shrink_to_fit();
    return std::move(program_);
}

std::uint32_t Planner::add(const Node& node, std::span<const std::uint32_t> children) {
    Node made = node;
    made.first = static_cast<std::uint32_t>(program_.children_.size());
    made.count = static_cast<std::uint32_t>(children.size());
    program_.children_.insert(program_.children_.end(), children.begin(), children.end());
    program_.nodes_.push_back(made);
    return static_cast<std::uint32_t>(program_.nodes_.size() - 1);
}

std::uint32_t Planner::constant(ExprId id, const Value& value) {
    Node node;
    node.source = id;
    node.value = value;
    return add(node);
}

std::uint32_t Planner::fault(ExprId id, Fault fault, std::string text) {
    auto& body = *program_.errors_.emplace_back(std::make_unique<ErrorBody>());
    body = {fault, keep(text)};
    Node node;
    node.op = Op::kFault;
    node.source = id;
    node.value = Value::error(&body);
    return add(node);
}

std::string_view Planner::keep(std::string_view text) {
    return *program_.texts_.emplace_back(std::make_unique<std::string>(text));
}

std::uint32_t Planner::plan(ExprId id) {
    switch (ast_.at(id).kind) {
        case ExprKind::kLiteral:
            return literal(id);
        case ExprKind::kIdent:
            return ident(id);
        case ExprKind::kSelect:
            return select(id);
        case ExprKind::kCall:
            return call(id);
        case ExprKind::kList:
            return list(id);
        case ExprKind::kMap:
            return map(id);
        case ExprKind::kStruct:
            return message(id);
        case ExprKind::kComprehension:
            return fold(id);
        case ExprKind::kNone:
            break;
    }
    return fault(id, Fault::kInvalid, "the expression did not parse");
}

std::uint32_t Planner::literal(ExprId id) {
    const Expr& expr = ast_.at(id);
    switch (expr.literal) {
        case LiteralKind::kBool:
            return constant(id, Value::of(expr.as_bool()));
        case LiteralKind::kInt:
            return constant(id, Value::of(expr.as_int()));
        case LiteralKind::kUint:
            return constant(id, Value::of(expr.as_uint()));
        case LiteralKind::kDouble:
            return constant(id, Value::of(expr.as_double()));
        case LiteralKind::kString:
            return constant(id, Value::string(keep(expr.name)));
        case LiteralKind::kBytes:
            return constant(id, Value::bytes(keep(expr.name)));
        case LiteralKind::kNull:
            break;
    }
    return constant(id, Value{});
}

std::uint32_t Planner::select(ExprId id) {
    const Expr& expr = ast_.at(id);
    if (const auto found = slot(id)) {
        return *found;
    }
    if (!expr.test_only) {
        if (const auto found = referenced(id)) {
            return *found;
        }
        const auto name = checked_ == nullptr ? qualified(id) : std::nullopt;
        if (const auto found = name ? resolved(id, *name) : std::nullopt) {
            return *found;
        }
    }
    const std::array<std::uint32_t, 1> operand{plan(expr.operand)};
    Node node;
    node.op = expr.test_only ? Op::kHas : Op::kSelect;
    node.source = id;
    node.value = Value::string(keep(expr.name));
    return add(node, operand);
}

std::uint32_t Planner::constant_list(ExprId id, std::span<const std::uint32_t> elements) {
    auto& values =
        program_.elements_.emplace_back(std::make_unique<Value[]>(elements.size()));  // NOLINT
    std::transform(elements.begin(), elements.end(), values.get(), [&](std::uint32_t element) {
        return program_.nodes_[element].value;
    });
    const auto size = static_cast<std::uint32_t>(elements.size());
    auto& body = program_.lists_.emplace_back(std::make_unique<ListBody>());
    *body = {values.get(), size, size};
    return constant(id, Value::list(body.get(), size));
}

std::uint32_t Planner::list(ExprId id) {
    std::vector<std::uint32_t> elements;
    bool is_constant = true;
    const auto args = ast_.args(id);
    for (std::size_t i = 0; i < args.size(); ++i) {
        elements.push_back(plan(args[i]));
        is_constant = is_constant && !ast_.is_optional(id, i) &&
                      program_.nodes_[elements.back()].op == Op::kConstant;
    }
    if (is_constant) {
        return constant_list(id, elements);
    }
    Node node;
    node.op = Op::kList;
    node.source = id;
    const std::uint32_t made = add(node, elements);
    program_.optional_.resize(program_.children_.size());
    for (std::size_t i = 0; i < args.size(); ++i) {
        program_.optional_[program_.nodes_[made].first + i] = ast_.is_optional(id, i);
    }
    return made;
}

std::uint32_t Planner::map(ExprId id) {
    std::vector<std::uint32_t> halves;
    const auto entries = ast_.entries(id);
    for (const MapEntry& entry : entries) {
        halves.push_back(plan(entry.key));
        halves.push_back(plan(entry.value));
    }
    Node node;
    node.op = Op::kMap;
    node.source = id;
    const std::uint32_t made = add(node, halves);
    program_.optional_.resize(program_.children_.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        program_.optional_[program_.nodes_[made].first + 2 * i] = entries[i].optional;
    }
    return made;
}

std::uint32_t Planner::message(ExprId id) {
    const MessageInfo* type = message_type(id);
    if (type == nullptr) {
        return fault(id, Fault::kNoSuchName, cat("unknown type '", ast_.at(id).name, "'"));
    }
    std::vector<std::uint32_t> values;
    const auto entries = ast_.entries(id);
    for (const MapEntry& entry : entries) {
        if (type->find(entry.field) == nullptr) {
            return fault(id, Fault::kNoSuchField, cat("no such field '", entry.field, "'"));
        }
        values.push_back(plan(entry.value));
    }
    Node node;
    node.op = Op::kMessage;
    node.source = id;
    node.index = static_cast<std::uint32_t>(program_.messages_.size());
    program_.messages_.push_back(type);
    const std::uint32_t made = add(node, values);
    program_.optional_.resize(program_.children_.size());
    program_.fields_.resize(program_.children_.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        program_.fields_[program_.nodes_[made].first + i] = type->find(entries[i].field);
        program_.optional_[program_.nodes_[made].first + i] = entries[i].optional;
    }
    return made;
}

std::uint32_t Planner::fold(ExprId id) {
    if (const auto made = row_loop(id)) {
        return *made;
    }
    const Comprehension& loop = ast_.comprehension(id);
    Fold made;
    const SlotPath rows = slot_path(loop.range);
    if (rows.place.kind == SlotLayout::PlaceKind::kList) {
        made.table = rows.place.index;
    } else {
        made.range = plan(loop.range);
    }
    made.init = plan(loop.init);
    made.is_pair = !loop.iter_var2.empty();
    made.accu = program_.frame_++;
    made.iter = program_.frame_++;
    made.iter2 = made.is_pair ? program_.frame_++ : made.iter;
    const std::size_t outside = locals_.size();
    locals_.push_back({loop.accu_var, made.accu, kNoNode});
    made.result = plan(loop.result);
    locals_.push_back({loop.iter_var, made.iter, kNoNode, made.is_pair ? 0 : made.table});
    if (made.is_pair) {
        locals_.push_back({loop.iter_var2, made.iter2, kNoNode, made.table});
    }
    // A loop over a list that is written empty only binds a name.
    const bool is_loop = made.table != 0 || program_.nodes_[made.range].op != Op::kConstant ||
                         program_.nodes_[made.range].value.size() != 0;
    loops_ += is_loop ? 1 : 0;
    program_.nesting_ = std::max(program_.nesting_, loops_);
    made.condition = plan(loop.condition);
    made.step = plan(loop.step);
    loops_ -= is_loop ? 1 : 0;
    locals_.resize(outside);
    Node node;
    node.op = Op::kFold;
    node.source = id;
    node.index = static_cast<std::uint32_t>(program_.folds_.size());
    program_.folds_.push_back(made);
    return add(node);
}

std::uint32_t Planner::block(ExprId id) {
    const auto args = ast_.args(id);
    if (args.size() != 2 || ast_.at(args[0]).kind != ExprKind::kList) {
        return fault(id, Fault::kNoOverload, "cel.@block takes a list and an expression");
    }
    const std::size_t outside = locals_.size();
    Node node;
    node.op = Op::kBlock;
    node.source = id;
    node.index = program_.frame_;
    const auto slots = ast_.args(args[0]);
    program_.frame_ += static_cast<std::uint32_t>(slots.size());
    std::vector<std::uint32_t> children;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        // Each sees those before it: no circle.
        children.push_back(plan(slots[i]));
        locals_.push_back(
            {keep(cat("@index", i)), node.index + static_cast<std::uint32_t>(i), children.back()});
    }
    children.push_back(plan(args[1]));
    locals_.resize(outside);
    return add(node, children);
}

std::size_t Planner::plan_arguments(ExprId id, bool is_member) {
    const std::size_t base = arguments_.size();
    if (is_member) {
        arguments_.push_back(plan(ast_.at(id).operand));
    }
    for (const ExprId arg : ast_.args(id)) {
        arguments_.push_back(plan(arg));
    }
    return base;
}

std::uint32_t Planner::call(ExprId id) {
    const Expr& expr = ast_.at(id);
    if (expr.operand == kNoExpr) {
        return function(id, expr.name.starts_with('.') ? expr.name.substr(1) : expr.name, false);
    }
    if (const auto name = qualified_function(id)) {
        return function(id, keep(*name), false);
    }
    return function(id, expr.name, true);
}

std::optional<std::uint32_t> Planner::special(ExprId id, std::string_view name, bool is_member) {
    const std::size_t count = ast_.args(id).size() + (is_member ? 1 : 0);
    const auto* found =
        std::find_if(kSpecials.begin(), kSpecials.end(), [&](const Special& special) {
            return special.name == name && special.is_member == is_member && special.args == count;
        });
    if (found == kSpecials.end()) {
        return std::nullopt;
    }
    const std::size_t base = plan_arguments(id, is_member);
    Node node;
    node.op = found->op;
    node.source = id;
    if (found->op == Op::kOptSelect) {
        node.value = Value::string(keep(ast_.at(ast_.args(id)[1]).name));
        arguments_.pop_back();
    }
    const std::uint32_t made = add(node, std::span{arguments_}.subspan(base));
    arguments_.resize(base);
    return made;
}

std::optional<std::uint32_t> Planner::matches(ExprId id, std::span<const std::uint32_t> args) {
    const Node& pattern = program_.nodes_[args[1]];
    if (pattern.op != Op::kConstant || !pattern.value.is(ValueKind::kString)) {
        return std::nullopt;
    }
    core::Result<Regex> regex = Regex::compile(pattern.value.text());
    if (!regex) {
        return std::nullopt;  // Said when it runs.
    }
    Node node;
    node.op = Op::kMatches;
    node.source = id;
    node.index = static_cast<std::uint32_t>(program_.regexes_.size());
    program_.regexes_.push_back(*std::move(regex));
    return add(node, args.first(1));
}

const FunctionRow* Planner::implementation(ExprId id,
                                           std::string_view name,
                                           bool is_member,
                                           std::size_t args) const {
    for (const DeclaredFunction& own : names_.functions) {
        const bool is_called_so = own.row.name == name &&
                                  (own.row.style != CallStyle::kGlobal) == is_member &&
                                  args >= own.row.args_least && args <= own.row.args_most;
        const auto chosen =
            checked_ == nullptr ? std::span<const Overload* const>{} : checked_->overloads(id);
        if (is_called_so && (chosen.empty() || chosen.front()->id == own.overload)) {
            return &own.row;
        }
    }
    return find_function(name, is_member, args);
}

std::uint32_t Planner::function(ExprId id, std::string_view name, bool is_member) {
    if (name == "cel.@block" && !is_member) {
        return block(id);
    }
    if (const auto made = slot_function(id, name, is_member)) {
        return *made;
    }
    if (const auto made = special(id, name, is_member)) {
        return *made;
    }
    const auto written = ast_.args(id);
    if (name == op::kAdd && ast_.at(written[0]).kind == ExprKind::kIdent &&
        ast_.at(written[0]).name == kAccuVar && ast_.at(written[1]).kind == ExprKind::kList &&
        ast_.args(written[1]).size() == 1 && !ast_.is_optional(written[1], 0)) {
        const std::array<std::uint32_t, 2> args{plan(written[0]), plan(ast_.args(written[1])[0])};
        return add(call_of(id, &kAppend), args);
    }
    const std::size_t base = plan_arguments(id, is_member);
    const std::uint32_t made = applied(id, name, is_member, std::span{arguments_}.subspan(base));
    arguments_.resize(base);
    return made;
}

std::uint32_t Planner::applied(ExprId id,
                               std::string_view name,
                               bool is_member,
                               std::span<const std::uint32_t> args) {
    if (name == "matches" && args.size() == 2) {
        if (const auto made = matches(id, args)) {
            return *made;
        }
    }
    if (const auto made = slot_test(id, name, args)) {
        return *made;
    }
    const FunctionRow* const function = implementation(id, name, is_member, args.size());
    if (function == nullptr) {
        return fault(id, Fault::kNoOverload, cat("no function '", name, "' with these arguments"));
    }
    return add(call_of(id, function), args);
}

}  // namespace sarhad::rules::cel
