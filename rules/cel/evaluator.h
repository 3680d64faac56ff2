#pragma once

#include "slot_reader.h"

#include "rules/cel/context.h"
#include "rules/cel/program.h"

#include <cstdint>
#include <span>

namespace sarhad::rules::cel {

/// Nodes within one another while evaluating; the parser's bound on depth is far below.
inline constexpr std::uint32_t kEvaluationDepthMax = 1000;

/// Whether the call's budget is spent: nothing absorbs that.
[[nodiscard]] inline bool is_over(const Value& value) {
    return value.is(ValueKind::kError) && value.fault() == Fault::kBudget;
}

/// What stops a strict operation: unknown sources before the first error.
class Stops final {
public:
    /// True where nothing more need be looked at.
    bool add(const Value& value) {
        if (value.is(ValueKind::kUnknown)) {
            sources_ |= value.sources();
        } else if (value.is(ValueKind::kError) && (!is_stopped_ || is_over(value))) {
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

/// Walks a program's nodes for one call. What nearly every rule asks is in evaluator.cpp, and small
/// there; what makes and opens values in evaluator_values.cpp.
class Evaluator final {
public:
    Evaluator(const Program& program,
              Context& context,
              std::span<const Value> values,
              const SlotFacts& facts,
              Value* frame)
        : program_{program},
          nodes_{program.nodes_},
          children_{program.children_},
          tests_{program.slots_.tests},
          uses_{program.slots_.uses},
          context_{context},
          values_{values},
          slots_{program.slots_, facts, context, frame},
          frame_{frame} {}

    /// The value of `program`; its names stand in `values` or in `facts`.
    [[nodiscard]] static Value start(const Program& program,
                                     std::span<const Value> values,
                                     const SlotFacts& facts,
                                     Budget& budget,
                                     Arena& arena);

private:
    // evaluator.cpp
    Value eval(std::uint32_t number);
    Value dispatch(const Node& node);
    /// && and ||: `decides` is the value that one side alone brings about.
    Value logic(const Node& node, bool decides);
    Value conditional(const Node& node);
    /// exists() and all(), as && and || over the rows: `decides` is what one row alone brings
    /// about.
    Value rows(const RowLoop& loop, bool decides);
    Value call(const Node& node);
    /// Most calls are operators.
    Value call_of_two(const Node& node);
    /// Of a call whose argument `at` has no value: the others are looked at all the same.
    Value stopped(const Node& node, std::uint32_t at, const Value& value);
    [[nodiscard]] std::uint32_t child(const Node& node, std::uint32_t index) const {
        return children_[node.first + index];
    }

    // evaluator_values.cpp
    Value of_slots(const Node& node);
    Value variable(const Node& node);
    Value block_local(const Node& node);
    Value block(const Node& node);
    Value selection(const Node& node);
    Value index(const Node& node);
    Value not_false(const Node& node);
    Value matches(const Node& node);
    /// The value of an element written `?e`: false where it is left out, or is no optional.
    bool unwrap(Value& value, Stops& stops);
    /// Each child's value to `keep`, but for optional ones that have none; up to the end of the
    /// budget.
    template <typename Keep>
    void gather(const Node& node, Stops& stops, Keep keep);
    Value list(const Node& node);
    Value map(const Node& node);
    Value message(const Node& node);
    Value fold(const Fold& fold);
    Value make_optional(const Node& node);
    Value of_optional(const Node& node);

    const Program& program_;
    std::span<const Node> nodes_;
    std::span<const std::uint32_t> children_;
    std::span<const SlotTest> tests_;
    std::span<const SlotUse> uses_;
    Context& context_;
    std::span<const Value> values_;
    SlotReader slots_;
    Value* frame_;
    std::uint32_t depth_{0};
};

}  // namespace sarhad::rules::cel
