#include "evaluator.h"

#include <algorithm>
#include <array>

namespace sarhad::rules::cel {
namespace {

using K = ValueKind;

}  // namespace

// Recurses as deep as the tree. The ends of it, most of what there is, take no call of their own.
Value Evaluator::eval(std::uint32_t number) {
    if (!context_.spend(1) || depth_ >= kEvaluationDepthMax) {
        return Context::over_budget();
    }
    const Node& node = nodes_[number];
    if (node.op == Op::kTest) {
        return slots_.test(tests_[node.index]);
    }
    if (node.op == Op::kSlot) {
        return slots_.value(uses_[node.index]);
    }
    if (node.op == Op::kConstant) {
        return node.value;
    }
    ++depth_;
    const Value value = node.op == Op::kAnd  ? logic(node, false)
                        : node.op == Op::kOr ? logic(node, true)
                                             : dispatch(node);
    --depth_;
    return value;
}

Value Evaluator::dispatch(const Node& node) {
    switch (node.op) {
        case Op::kTest:
        case Op::kSlot:
        case Op::kConstant:
        case Op::kAnd:
        case Op::kOr:
            break;  // eval() has met them.
        case Op::kFault:
            return node.value;
        case Op::kVariable:
            return variable(node);
        case Op::kLocal:
            return frame_[node.index];
        case Op::kBlockLocal:
            return block_local(node);
        case Op::kSelect:
        case Op::kHas:
        case Op::kOptSelect:
            return selection(node);
        case Op::kIndex:
        case Op::kOptIndex:
            return index(node);
        case Op::kConditional:
            return conditional(node);
        case Op::kNotFalse:
            return not_false(node);
        case Op::kCall:
            return call(node);
        case Op::kMatches:
            return matches(node);
        case Op::kList:
            return list(node);
        case Op::kMap:
            return map(node);
        case Op::kMessage:
            return message(node);
        case Op::kFold:
            return fold(program_.folds_[node.index]);
        case Op::kBlock:
            return block(node);
        case Op::kOptOf:
        case Op::kOptOfNonZero:
            return make_optional(node);
        case Op::kOptNone:
            return Value::optional(nullptr);
        case Op::kOptHasValue:
        case Op::kOptValue:
        case Op::kOptOr:
        case Op::kOptOrValue:
            return of_optional(node);
        case Op::kAnyRow:
            return rows(program_.slots_.loops[node.index], true);
        case Op::kAllRows:
            return rows(program_.slots_.loops[node.index], false);
        case Op::kSlotHas:
        case Op::kInSet:
        case Op::kSet:
        case Op::kRecord:
        case Op::kHasRecord:
        case Op::kRows:
        case Op::kRowAt:
            return of_slots(node);
    }
    return Context::no_overload();
}

Value Evaluator::logic(const Node& node, bool decides) {
    const Value left = eval(child(node, 0));
    if ((left.is(K::kBool) && left.as_bool() == decides) || is_over(left)) {
        return left;
    }
    const Value right = eval(child(node, 1));
    if (right.is(K::kBool) && right.as_bool() == decides) {
        return right;
    }
    if (left.is(K::kBool)) {
        return right.is(K::kBool) || right.is_stopped() ? right : Context::no_overload();
    }
    Stops stops;
    stops.add(left);
    stops.add(right);
    return stops.any() ? stops.value() : Context::no_overload();
}

Value Evaluator::conditional(const Node& node) {
    const Value condition = eval(child(node, 0));
    if (!condition.is(K::kBool)) {
        return condition.is_stopped() ? condition : Context::no_overload();
    }
    return eval(child(node, condition.as_bool() ? 1 : 2));
}

Value Evaluator::rows(const RowLoop& loop, bool decides) {
    const SlotTable& table = slots_.table(loop.table);
    if (table.is_unknown) {
        return Value::unknown(std::uint64_t{1} << loop.source);
    }
    if (!context_.spend_bytes(table.rows)) {
        return Context::over_budget();
    }
    Stops stops;
    bool is_wrong = false;
    for (std::uint32_t row = slots_.next_row(loop, 0); row < table.rows;
         row = slots_.next_row(loop, row + 1)) {
        frame_[loop.place] = Value::of(std::int64_t{row});
        const Value value = eval(loop.body);
        if (value.is(K::kBool)) {
            if (value.as_bool() == decides) {
                return value;
            }
        } else if (stops.add(value)) {
            return value;
        } else {
            is_wrong = is_wrong || !value.is_stopped();
        }
    }
    return stops.any() ? stops.value() : is_wrong ? Context::no_overload() : Value::of(!decides);
}

Value Evaluator::call_of_two(const Node& node) {
    std::array<Value, 2> args;
    args[0] = eval(child(node, 0));
    if (args[0].is_stopped()) {
        return stopped(node, 0, args[0]);
    }
    args[1] = eval(child(node, 1));
    return args[1].is_stopped() ? args[1] : node.function->call(context_, args);
}

Value Evaluator::call(const Node& node) {
    if (node.count == 2) {
        return call_of_two(node);
    }
    std::array<Value, 4> few;
    Value* args = few.data();
    if (node.count > few.size()) {
        args = context_.arena().take<Value>(node.count);
        if (args == nullptr) {
            return Context::over_budget();
        }
    }
    for (std::uint32_t i = 0; i < node.count; ++i) {
        args[i] = eval(child(node, i));
        if (args[i].is_stopped()) {
            return stopped(node, i, args[i]);
        }
    }
    return node.function->call(context_, {args, node.count});
}

Value Evaluator::stopped(const Node& node, std::uint32_t at, const Value& value) {
    Stops stops;
    if (stops.add(value)) {
        return value;
    }
    for (std::uint32_t i = at + 1; i < node.count; ++i) {
        const Value other = eval(child(node, i));
        if (stops.add(other)) {
            return other;
        }
    }
    return stops.value();
}

Value Evaluator::start(const Program& program,
                       std::span<const Value> values,
                       const SlotFacts& facts,
                       Budget& budget,
                       Arena& arena) {
    SARHAD_CHECK(values.size() == program.variables_.size());
    arena.reset(budget.bytes);
    auto* frame = arena.take<Value>(program.frame_);
    if (frame == nullptr || program.nesting_ > budget.nesting) {
        return Context::over_budget();
    }
    Context context{arena, budget.steps, program.schema_};
    const Value value = Evaluator{program, context, values, facts, frame}.eval(program.root_);
    budget.steps = context.left();
    return value;
}

namespace {

/// Asks for the first lines of `items`.
template <class T>
void prefetch_of(const std::vector<T>& items) {
    constexpr std::size_t kLine = 64;
    constexpr std::size_t kBytes = 16 * kLine;  // A rule of some twenty nodes.
    const char* const begin = reinterpret_cast<const char*>(items.data());
    for (std::size_t at = 0; at < std::min(items.size() * sizeof(T), kBytes); at += kLine) {
        __builtin_prefetch(begin + at);
    }
}

}  // namespace

void Program::prefetch() const {
    prefetch_of(nodes_);
    prefetch_of(children_);
    prefetch_of(slots_.tests);
    prefetch_of(slots_.uses);
}

Value evaluate(const Program& program,
               std::span<const Value> values,
               const Budget& budget,
               Arena& arena) {
    Budget left = budget;
    return Evaluator::start(program, values, {}, left, arena);
}

Value evaluate(const Program& program, const SlotFacts& facts, Budget& budget, Arena& arena) {
    return Evaluator::start(program, {}, facts, budget, arena);
}

}  // namespace sarhad::rules::cel
