// What makes values and opens them, names that are no slots, and loops over what is not stored as
// rows.
#include "evaluator.h"
#include "numbers.h"
#include "selection.h"

#include "rules/cel/collections.h"
#include "rules/cel/messages.h"

#include <algorithm>
#include <array>

namespace sarhad::rules::cel {
namespace {

using K = ValueKind;

}  // namespace

Value Evaluator::of_slots(const Node& node) {
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

Value Evaluator::variable(const Node& node) {
    const Value& value = values_[node.index];
    return value.is(K::kUnset)
               ? context_.error(Fault::kNoSuchName,
                                {"nothing is bound to '", program_.variables_[node.index], "'"})
               : value;
}

Value Evaluator::block_local(const Node& node) {
    Value& held = frame_[node.index];
    if (held.is(K::kUnset)) {
        held = eval(node.block);
    }
    return held;
}

Value Evaluator::block(const Node& node) {
    std::fill_n(frame_ + node.index, node.count - 1, Value::unset());
    return eval(child(node, node.count - 1));
}

Value Evaluator::selection(const Node& node) {
    const Value operand = eval(child(node, 0));
    if (operand.is_stopped()) {
        return operand;
    }
    return node.op == Op::kSelect ? select(context_, operand, node.value.text())
           : node.op == Op::kHas  ? has(context_, operand, node.value.text())
                                  : select_optional(context_, operand, node.value.text());
}

Value Evaluator::index(const Node& node) {
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

Value Evaluator::matches(const Node& node) {
    const Value text = eval(child(node, 0));
    if (!text.is(K::kString)) {
        return text.is_stopped() ? text : Context::no_overload();
    }
    return context_.spend(text.text().size())
               ? Value::of(program_.regexes_[node.index].matches(text.text()))
               : Context::over_budget();
}

bool Evaluator::unwrap(Value& value, Stops& stops) {
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

template <typename Keep>
void Evaluator::gather(const Node& node, Stops& stops, Keep keep) {
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

Value Evaluator::list(const Node& node) {
    auto* elements = context_.arena().take<Value>(node.count);
    if (elements == nullptr) {
        return Context::over_budget();
    }
    Stops stops;
    std::size_t count = 0;
    gather(node, stops, [&](std::uint32_t, const Value& value) { elements[count++] = value; });
    return stops.any() ? stops.value() : context_.list(elements, count);
}

Value Evaluator::map(const Node& node) {
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

Value Evaluator::message(const Node& node) {
    auto* fields = context_.arena().take<FieldValue>(node.count);
    if (fields == nullptr) {
        return Context::over_budget();
    }
    Stops stops;
    std::size_t count = 0;
    gather(node, stops, [&](std::uint32_t child, const Value& value) {
        fields[count++] = {program_.fields_[child], value};
    });
    return stops.any() ? stops.value()
                       : make_message(context_, *program_.messages_[node.index], {fields, count});
}

Value Evaluator::fold(const Fold& fold) {
    const Value range = fold.table != 0 ? slots_.row_count(fold.table) : eval(fold.range);
    if (!range.is(K::kList) && !range.is(K::kMap) && (fold.table == 0 || !range.is(K::kInt))) {
        return range.is_stopped() ? range : Context::no_overload();
    }
    Value accu = eval(fold.init);
    const auto size = range.is(K::kInt) ? static_cast<std::uint32_t>(range.as_int()) : range.size();
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

Value Evaluator::make_optional(const Node& node) {
    const Value held = eval(child(node, 0));
    if (held.is_stopped()) {
        return held;
    }
    return node.op == Op::kOptOfNonZero && is_zero(held) ? Value::optional(nullptr)
                                                         : context_.optional(held);
}

Value Evaluator::of_optional(const Node& node) {
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

Value Evaluator::not_false(const Node& node) {
    const Value value = eval(child(node, 0));
    return is_over(value) ? value : Value::of(!value.is_false());
}

}  // namespace sarhad::rules::cel
