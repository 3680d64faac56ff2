// Arithmetic and order. Equality, logic and selection are the evaluator's own.
#include "numbers.h"

#include "rules/cel/collections.h"
#include "rules/cel/equality.h"
#include "rules/cel/functions.h"
#include "rules/cel/times.h"

#include <array>
#include <cstring>
#include <limits>

namespace sarhad::rules::cel {
namespace {

using Args = std::span<const Value>;
using K = ValueKind;

Value overflow(Context& context) {
    return context.error(Fault::kOutOfRange, {"integer overflow"});
}

template <class T>
Value checked(Context& context, bool over, T result) {
    return over ? overflow(context) : Value::of(result);
}

Value joined_text(Context& context, const Value& left, const Value& right) {
    const std::size_t size = left.text().size() + right.text().size();
    char* text = context.arena().take<char>(size);
    if (text == nullptr || size > std::numeric_limits<std::uint32_t>::max() ||
        !context.spend_bytes(size)) {
        return Context::over_budget();
    }
    if (!left.text().empty()) {
        std::memcpy(text, left.text().data(), left.text().size());
    }
    if (!right.text().empty()) {
        std::memcpy(text + left.text().size(), right.text().data(), right.text().size());
    }
    return left.is(K::kString) ? Value::string({text, size}) : Value::bytes({text, size});
}

Value sum_of_ints(Context& context, const Value& left, const Value& right) {
    std::int64_t sum = 0;
    const bool over = __builtin_add_overflow(left.as_int(), right.as_int(), &sum);
    return checked(context, over, sum);
}

Value add(Context& context, Args args) {
    const Value& left = args[0];
    const Value& right = args[1];
    if (left.is(K::kInt) && right.is(K::kInt)) {
        return sum_of_ints(context, left, right);
    }
    if (left.is(K::kTimestamp) && right.is(K::kDuration)) {
        return timestamp_plus(context, left, right.as_int());
    }
    if (left.is(K::kDuration) && right.is(K::kTimestamp)) {
        return timestamp_plus(context, right, left.as_int());
    }
    if (left.kind() != right.kind()) {
        return Context::no_overload();
    }
    if (left.is(K::kDuration)) {
        std::int64_t sum = 0;
        return __builtin_add_overflow(left.as_int(), right.as_int(), &sum) ? overflow(context)
                                                                           : Value::duration(sum);
    }
    if (left.is(K::kUint)) {
        std::uint64_t sum = 0;
        const bool over = __builtin_add_overflow(left.as_uint(), right.as_uint(), &sum);
        return checked(context, over, sum);
    }
    if (left.is(K::kDouble)) {
        return Value::of(left.as_double() + right.as_double());
    }
    if (left.is(K::kString) || left.is(K::kBytes)) {
        return joined_text(context, left, right);
    }
    return left.is(K::kList) ? list_join(context, left, right) : Context::no_overload();
}

Value subtract(Context& context, Args args) {
    const Value& left = args[0];
    const Value& right = args[1];
    if (left.is(K::kTimestamp) && right.is(K::kDuration)) {
        std::int64_t negative = 0;
        return __builtin_sub_overflow(std::int64_t{0}, right.as_int(), &negative)
                   ? overflow(context)
                   : timestamp_plus(context, left, negative);
    }
    if (left.kind() != right.kind()) {
        return Context::no_overload();
    }
    if (left.is(K::kTimestamp)) {
        return timestamp_difference(context, left, right);
    }
    if (left.is(K::kInt) || left.is(K::kDuration)) {
        std::int64_t rest = 0;
        const bool over = __builtin_sub_overflow(left.as_int(), right.as_int(), &rest);
        return left.is(K::kInt) ? checked(context, over, rest)
               : over           ? overflow(context)
                                : Value::duration(rest);
    }
    if (left.is(K::kUint)) {
        std::uint64_t rest = 0;
        const bool over = __builtin_sub_overflow(left.as_uint(), right.as_uint(), &rest);
        return checked(context, over, rest);
    }
    return left.is(K::kDouble) ? Value::of(left.as_double() - right.as_double())
                               : Context::no_overload();
}

Value multiply(Context& context, Args args) {
    if (all_are(args, K::kInt)) {
        std::int64_t product = 0;
        const bool over = __builtin_mul_overflow(args[0].as_int(), args[1].as_int(), &product);
        return checked(context, over, product);
    }
    if (all_are(args, K::kUint)) {
        std::uint64_t product = 0;
        const bool over = __builtin_mul_overflow(args[0].as_uint(), args[1].as_uint(), &product);
        return checked(context, over, product);
    }
    return all_are(args, K::kDouble) ? Value::of(args[0].as_double() * args[1].as_double())
                                     : Context::no_overload();
}

Value divide_by_zero(Context& context, std::string_view what) {
    return context.error(Fault::kDivideByZero, {what, " by zero"});
}

constexpr std::int64_t kLeastInt = std::numeric_limits<std::int64_t>::min();

Value divide(Context& context, Args args) {
    if (all_are(args, K::kDouble)) {
        return Value::of(args[0].as_double() / args[1].as_double());
    }
    if (all_are(args, K::kInt)) {
        const std::int64_t by = args[1].as_int();
        return by == 0                                     ? divide_by_zero(context, "divide")
               : by == -1 && args[0].as_int() == kLeastInt ? overflow(context)
                                                           : Value::of(args[0].as_int() / by);
    }
    if (all_are(args, K::kUint)) {
        const std::uint64_t by = args[1].as_uint();
        return by == 0 ? divide_by_zero(context, "divide") : Value::of(args[0].as_uint() / by);
    }
    return Context::no_overload();
}

Value modulo(Context& context, Args args) {
    if (all_are(args, K::kInt)) {
        const std::int64_t by = args[1].as_int();
        return by == 0                                     ? divide_by_zero(context, "modulus")
               : by == -1 && args[0].as_int() == kLeastInt ? overflow(context)
                                                           : Value::of(args[0].as_int() % by);
    }
    if (all_are(args, K::kUint)) {
        const std::uint64_t by = args[1].as_uint();
        return by == 0 ? divide_by_zero(context, "modulus") : Value::of(args[0].as_uint() % by);
    }
    return Context::no_overload();
}

Value negate(Context& context, Args args) {
    if (args[0].is(K::kInt)) {
        std::int64_t negative = 0;
        const bool over = __builtin_sub_overflow(std::int64_t{0}, args[0].as_int(), &negative);
        return checked(context, over, negative);
    }
    return args[0].is(K::kDouble) ? Value::of(-args[0].as_double()) : Context::no_overload();
}

Value negation(Context& /*context*/, Args args) {
    return args[0].is(K::kBool) ? Value::of(!args[0].as_bool()) : Context::no_overload();
}

template <class T>
int sign(T left, T right) {
    return left < right ? -1 : left > right ? 1 : 0;
}

Order of_sign(int sign) {
    return sign < 0 ? Order::kLess : sign > 0 ? Order::kGreater : Order::kEqual;
}

/// Fills `order`; gives no_overload() or over_budget() where there is none.
Value order_of(Context& context, Args args, Order& order) {
    const Value& left = args[0];
    const Value& right = args[1];
    if (left.is_number() && right.is_number()) {
        order = compare_numbers(left, right);
        return {};
    }
    if (left.kind() != right.kind()) {
        return Context::no_overload();
    }
    int found = 0;
    if (left.is(K::kString) || left.is(K::kBytes)) {
        if (!context.spend_bytes(std::min(left.text().size(), right.text().size()))) {
            return Context::over_budget();
        }
        found = left.text().compare(right.text());
    } else if (left.is(K::kBool) || left.is(K::kDuration)) {
        found = sign(left.as_int(), right.as_int());
    } else if (left.is(K::kTimestamp)) {
        found = left.seconds() == right.seconds() ? sign(left.nanos(), right.nanos())
                                                  : sign(left.seconds(), right.seconds());
    } else {
        return Context::no_overload();
    }
    order = of_sign(found);
    return {};
}

template <bool (*Holds)(Order)>
Value ordered(Context& context, Args args) {
    if (args[0].is(K::kInt) && args[1].is(K::kInt)) {
        return Value::of(Holds(of_sign(sign(args[0].as_int(), args[1].as_int()))));
    }
    Order order = Order::kNone;
    const Value failed = order_of(context, args, order);
    return failed.is_stopped() ? failed : Value::of(Holds(order));
}

bool less(Order order) {
    return order == Order::kLess;
}
bool less_equal(Order order) {
    return order == Order::kLess || order == Order::kEqual;
}
bool greater(Order order) {
    return order == Order::kGreater;
}
bool greater_equal(Order order) {
    return order == Order::kGreater || order == Order::kEqual;
}

Value same(Context& context, Args args) {
    return equals(context, args[0], args[1]);
}

Value different(Context& context, Args args) {
    const Value equal = equals(context, args[0], args[1]);
    return equal.is(K::kBool) ? Value::of(!equal.as_bool()) : equal;
}

Value in(Context& context, Args args) {
    return contains(context, args[0], args[1]);
}

constexpr std::array<FunctionRow, 14> kRows{{
    {"_+_", CallStyle::kGlobal, 2, 2, add},
    {"_-_", CallStyle::kGlobal, 2, 2, subtract},
    {"_*_", CallStyle::kGlobal, 2, 2, multiply},
    {"_/_", CallStyle::kGlobal, 2, 2, divide},
    {"_%_", CallStyle::kGlobal, 2, 2, modulo},
    {"-_", CallStyle::kGlobal, 1, 1, negate},
    {"!_", CallStyle::kGlobal, 1, 1, negation},
    {"_<_", CallStyle::kGlobal, 2, 2, ordered<less>},
    {"_<=_", CallStyle::kGlobal, 2, 2, ordered<less_equal>},
    {"_>_", CallStyle::kGlobal, 2, 2, ordered<greater>},
    {"_>=_", CallStyle::kGlobal, 2, 2, ordered<greater_equal>},
    {"_==_", CallStyle::kGlobal, 2, 2, same},
    {"_!=_", CallStyle::kGlobal, 2, 2, different},
    {"@in", CallStyle::kGlobal, 2, 2, in},
}};

}  // namespace

std::span<const FunctionRow> operator_functions() {
    return kRows;
}

}  // namespace sarhad::rules::cel
