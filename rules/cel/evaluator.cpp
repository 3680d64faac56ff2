#include "numbers.h"
#include "selection.h"
#include "slot_reader.h"

#include "rules/cel/collections.h"
#include "rules/cel/context.h"
#include "rules/cel/messages.h"
#include "rules/cel/program.h"

#include <algorithm>
#include <array>

namespace sarhad::rules::cel {
namespace {

using K = ValueKind;

/// Nodes within one another while evaluating; the parser's bound on depth is far below.
constexpr std::uint32_t kEvaluationDepthMax = 1000;

bool is_over(const Value& value) {
    return value.is(K::kError) && value.fault() == Fault::kBudget;
}

/// What stops a strict operation: unknown sources before the first error.
class Stops final {
public:
    /// True where nothing more need be looked at.
    bool add(const Value& value) {
        if (value.is(K::kUnknown)) {
            sources_ |= value.sources();
        } else if (value.is(K::kError) && (!is_stopped_ || is_over(value))) {
            first_ = value;
            is_stopped_ = true;
        }
        return is_over(value);
    }
    [[nodiscard]] bool any() const { return is_stopped_ || sources_ != 0; }
    [[nodiscard]] Value value() const {
        return sources_ == 0 || (is_stopped_ && is_over(first_)) ? first_
                                                                 : Value::unknown(sources_);
    }

private:
    Value first_;
    std::uint64_t sources_{0};
    bool is_stopped_{false};
};

}  // namespace

/// Walks a program's nodes for one call.
class Evaluator final {
public:
    Evaluator(const Program& program,
              Context& context,
              std::span<const Value> values,
              const SlotFacts& facts,
              Value* frame)
        : program_{program},
          context_{context},
          values_{values},
          slots_{program.slots_, facts, context, frame},
          frame_{frame} {}

    Value run() { return eval(program_.root_); }

private:
    Value eval(std::uint32_t number) {
        if (!context_.spend(1) || depth_ >= kEvaluationDepthMax) {
            return Context::over_budget();
        }
        ++depth_;
        const Value value = dispatch(program_.nodes_[number]);
        --depth_;
        return value;
    }

    [[nodiscard]] std::uint32_t child(const Node& node, std::uint32_t index) const {
        return program_.children_[node.first + index];
    }

    Value dispatch(const Node& node) {
        switch (node.op) {
            case Op::kConstant:
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
            case Op::kAnd:
                return logic(node, false);
            case Op::kOr:
                return logic(node, true);
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
            case Op::kSlot:
                return slots_.value(program_.slots_.uses[node.index]);
            case Op::kTest:
                return slots_.test(program_.slots_.tests[node.index]);
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

    Value of_slots(const Node& node) {
        const SlotParts& parts = program_.slots_;
        if (node.op == Op::kSlotHas) {
            return slots_.has(parts.uses[node.index]);
        }
        if (node.op == Op::kInSet) {
            return slots_.in_set(eval(child(node, 0)), node.index);
        }
        if (node.op == Op::kSet) {
            return slots_.set(node.index);
        }
        if (node.op == Op::kRows) {
            return slots_.rows(parts.lists[node.index]);
        }
        if (node.op == Op::kRowAt) {
            return slots_.row_at(parts.lists[node.index], eval(child(node, 0)));
        }
        return node.op == Op::kRecord ? slots_.record(parts.records[node.index])
                                      : slots_.has_record(parts.records[node.index]);
    }

    /// exists() and all(), as && and || over the rows: `decides` is what one row alone brings
    /// about.
    Value rows(const RowLoop& loop, bool decides) {
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
        return stops.any() ? stops.value()
               : is_wrong  ? Context::no_overload()
                           : Value::of(!decides);
    }

    Value variable(const Node& node) {
        const Value& value = values_[node.index];
        return value.is(K::kUnset)
                   ? context_.error(Fault::kNoSuchName,
                                    {"nothing is bound to '", program_.variables_[node.index], "'"})
                   : value;
    }

    Value block_local(const Node& node) {
        Value& held = frame_[node.index];
        if (held.is(K::kUnset)) {
            held = eval(node.block);
        }
        return held;
    }

    Value block(const Node& node) {
        std::fill_n(frame_ + node.index, node.count - 1, Value::unset());
        return eval(child(node, node.count - 1));
    }

    Value selection(const Node& node) {
        const Value operand = eval(child(node, 0));
        if (operand.is_stopped()) {
            return operand;
        }
        return node.op == Op::kSelect ? select(context_, operand, node.text)
               : node.op == Op::kHas  ? has(context_, operand, node.text)
                                      : select_optional(context_, operand, node.text);
    }

    Value index(const Node& node) {
        std::array<Value, 2> args;
        Stops stops;
        for (std::uint32_t i = 0; i < 2; ++i) {
            args[i] = eval(child(node, i));
            if (stops.add(args[i])) {
                return args[i];
            }
        }
        return stops.any()             ? stops.value()
               : node.op == Op::kIndex ? element(context_, args[0], args[1])
                                       : element_optional(context_, args[0], args[1]);
    }

    /// && and ||: `decides` is the value that one side alone brings about.
    Value logic(const Node& node, bool decides) {
        Stops stops;
        bool is_wrong = false;
        for (std::uint32_t i = 0; i < 2; ++i) {
            const Value side = eval(child(node, i));
            if (side.is(K::kBool)) {
                if (side.as_bool() == decides) {
                    return side;
                }
            } else if (stops.add(side)) {
                return side;
            } else {
                is_wrong = is_wrong || !side.is_stopped();
            }
        }
        return stops.any() ? stops.value()
               : is_wrong  ? Context::no_overload()
                           : Value::of(!decides);
    }

    Value conditional(const Node& node) {
        const Value condition = eval(child(node, 0));
        if (!condition.is(K::kBool)) {
            return condition.is_stopped() ? condition : Context::no_overload();
        }
        return eval(child(node, condition.as_bool() ? 1 : 2));
    }

    Value not_false(const Node& node) {
        const Value value = eval(child(node, 0));
        return is_over(value) ? value : Value::of(!value.is_false());
    }

    Value call(const Node& node) {
        std::array<Value, 4> few;
        Value* args = few.data();
        if (node.count > few.size()) {
            args = context_.arena().take<Value>(node.count);
            if (args == nullptr) {
                return Context::over_budget();
            }
        }
        Stops stops;
        for (std::uint32_t i = 0; i < node.count; ++i) {
            args[i] = eval(child(node, i));
            if (stops.add(args[i])) {
                return args[i];
            }
        }
        return stops.any() ? stops.value() : node.function->call(context_, {args, node.count});
    }

    Value matches(const Node& node) {
        const Value text = eval(child(node, 0));
        if (!text.is(K::kString)) {
            return text.is_stopped() ? text : Context::no_overload();
        }
        return context_.spend(text.text().size())
                   ? Value::of(program_.regexes_[node.index].matches(text.text()))
                   : Context::over_budget();
    }

    /// The value of an element written `?e`: false where it is left out, or is no optional.
    bool unwrap(Value& value, Stops& stops) {
        if (value.is(K::kOptional)) {
            const Value* held = value.held();
            value = held == nullptr ? Value::unset() : *held;
            return held != nullptr;
        }
        if (!value.is_stopped()) {
            stops.add(Context::no_overload());
        }
        return false;
    }

    /// Each child's value to `keep`, but for optional ones that have none; up to the end of the
    /// budget.
    template <typename Keep>
    void gather(const Node& node, Stops& stops, Keep keep) {
        for (std::uint32_t i = 0; i < node.count; ++i) {
            Value value = eval(child(node, i));
            if (stops.add(value)) {
                return;
            }
            if (!program_.optional_[node.first + i] || unwrap(value, stops)) {
                keep(node.first + i, value);
            }
        }
    }

    Value list(const Node& node) {
        auto* elements = context_.arena().take<Value>(node.count);
        if (elements == nullptr) {
            return Context::over_budget();
        }
        Stops stops;
        std::size_t count = 0;
        gather(node, stops, [&](std::uint32_t, const Value& value) { elements[count++] = value; });
        return stops.any() ? stops.value() : context_.list(elements, count);
    }

    Value map(const Node& node) {
        Value made = map_empty(context_, node.count / 2);
        Stops stops;
        for (std::uint32_t i = 0; i < node.count; i += 2) {
            const Value key = eval(child(node, i));
            Value value = eval(child(node, i + 1));
            if (stops.add(key) || stops.add(value) || is_over(made)) {
                return Context::over_budget();
            }
            const bool is_kept = !program_.optional_[node.first + i] || unwrap(value, stops);
            if (is_kept && !stops.any()) {
                const Value grown = map_insert(context_, made, key, value);
                if (!grown.is_stopped()) {
                    made = grown;
                } else if (stops.add(grown)) {
                    return grown;
                }
            }
        }
        return stops.any() ? stops.value() : made;
    }

    Value message(const Node& node) {
        auto* fields = context_.arena().take<FieldValue>(node.count);
        if (fields == nullptr) {
            return Context::over_budget();
        }
        Stops stops;
        std::size_t count = 0;
        gather(node, stops, [&](std::uint32_t child, const Value& value) {
            fields[count++] = {program_.fields_[child], value};
        });
        return stops.any() ? stops.value() : make_message(context_, *node.message, {fields, count});
    }

    Value fold(const Fold& fold) {
        const Value range = fold.table != 0 ? slots_.row_count(fold.table) : eval(fold.range);
        if (!range.is(K::kList) && !range.is(K::kMap) && (fold.table == 0 || !range.is(K::kInt))) {
            return range.is_stopped() ? range : Context::no_overload();
        }
        Value accu = eval(fold.init);
        const auto size =
            range.is(K::kInt) ? static_cast<std::uint32_t>(range.as_int()) : range.size();
        for (std::uint32_t i = 0; i < size && !is_over(accu); ++i) {
            if (range.is(K::kMap)) {
                frame_[fold.iter2] = range.items()[i].value;
                frame_[fold.iter] = range.items()[i].key;
            } else if (range.is(K::kInt)) {
                frame_[fold.iter2] = Value::of(std::int64_t{i});
                frame_[fold.iter] = Value::of(std::int64_t{i});
            } else {
                frame_[fold.iter2] = range.elements()[i];
                frame_[fold.iter] = fold.is_pair ? Value::of(std::int64_t{i}) : range.elements()[i];
            }
            frame_[fold.accu] = accu;
            const Value goes_on = eval(fold.condition);
            if (is_over(goes_on)) {
                return goes_on;
            }
            if (goes_on.is_false()) {
                break;
            }
            accu = eval(fold.step);
        }
        if (is_over(accu)) {
            return accu;
        }
        frame_[fold.accu] = accu;
        return eval(fold.result);
    }

    Value make_optional(const Node& node) {
        const Value held = eval(child(node, 0));
        if (held.is_stopped()) {
            return held;
        }
        return node.op == Op::kOptOfNonZero && is_zero(held) ? Value::optional(nullptr)
                                                             : context_.optional(held);
    }

    Value of_optional(const Node& node) {
        const Value optional = eval(child(node, 0));
        if (!optional.is(K::kOptional)) {
            return optional.is_stopped() ? optional : Context::no_overload();
        }
        const Value* held = optional.held();
        if (node.op == Op::kOptHasValue) {
            return Value::of(held != nullptr);
        }
        if (node.op == Op::kOptValue) {
            return held != nullptr ? *held
                                   : context_.error(Fault::kInvalid, {"optional.none() has none"});
        }
        if (held != nullptr) {
            return node.op == Op::kOptOr ? optional : *held;
        }
        const Value other = eval(child(node, 1));
        return node.op == Op::kOptOrValue || other.is(K::kOptional) || other.is_stopped()
                   ? other
                   : Context::no_overload();
    }

    const Program& program_;
    Context& context_;
    std::span<const Value> values_;
    SlotReader slots_;
    Value* frame_;
    std::uint32_t depth_{0};

    friend Value evaluate(const Program&, std::span<const Value>, const Budget&, Arena&);
    friend Value evaluate(const Program&, const SlotFacts&, Budget&, Arena&);
    static Value start(const Program& program,
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
        const Value value = Evaluator{program, context, values, facts, frame}.run();
        budget.steps = context.left();
        return value;
    }
};

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
