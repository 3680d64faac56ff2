// The math extension. Rounding and square roots are exact in IEEE 754: no other libm.
#include "numbers.h"

#include "rules/cel/functions.h"

#include <array>
#include <cmath>
#include <limits>

namespace sarhad::rules::cel {
namespace {

using Args = std::span<const Value>;
using K = ValueKind;

/// The element of `values` that stands in `wanted` to all others; unknown where one of them is.
Value extreme(Context& context, Args values, Order wanted) {
    if (values.empty()) {
        return context.error(Fault::kInvalid, {"the list is empty"});
    }
    if (!context.spend(values.size())) {
        return Context::over_budget();
    }
    std::uint64_t sources = 0;
    for (const Value& value : values) {
        if (value.is(K::kUnknown)) {
            sources |= value.sources();
        } else if (!value.is_number()) {
            return Context::no_overload();
        }
    }
    if (sources != 0) {
        return Value::unknown(sources);
    }
    const Value* best = &values[0];
    for (const Value& value : values) {
        best = compare_numbers(value, *best) == wanted ? &value : best;
    }
    return *best;
}

template <Order Wanted>
Value pick(Context& context, Args args) {
    return args.size() == 1 && args[0].is(K::kList) ? extreme(context, args[0].elements(), Wanted)
                                                    : extreme(context, args, Wanted);
}

template <double (*Round)(double)>
Value rounded(Context& /*context*/, Args args) {
    return args[0].is(K::kDouble) ? Value::of(Round(args[0].as_double())) : Context::no_overload();
}

double ceil_of(double value) {
    return std::ceil(value);
}
double floor_of(double value) {
    return std::floor(value);
}
double round_of(double value) {
    return std::round(value);
}
double trunc_of(double value) {
    return std::trunc(value);
}

template <bool (*Holds)(double)>
Value question(Context& /*context*/, Args args) {
    return args[0].is(K::kDouble) ? Value::of(Holds(args[0].as_double())) : Context::no_overload();
}

bool is_nan(double value) {
    return std::isnan(value);
}
bool is_inf(double value) {
    return std::isinf(value);
}
bool is_finite(double value) {
    return std::isfinite(value);
}

Value abs_of(Context& context, Args args) {
    const Value& of = args[0];
    if (of.is(K::kUint)) {
        return of;
    }
    if (of.is(K::kDouble)) {
        return Value::of(std::fabs(of.as_double()));
    }
    if (!of.is(K::kInt)) {
        return Context::no_overload();
    }
    return of.as_int() == std::numeric_limits<std::int64_t>::min()
               ? context.error(Fault::kOutOfRange, {"integer overflow"})
               : Value::of(of.as_int() < 0 ? -of.as_int() : of.as_int());
}

Value sign_of(Context& /*context*/, Args args) {
    const Value& of = args[0];
    if (of.is(K::kUint)) {
        return Value::of(std::uint64_t{of.as_uint() > 0 ? 1U : 0U});
    }
    if (of.is(K::kInt)) {
        return Value::of(std::int64_t{of.as_int() > 0 ? 1 : of.as_int() < 0 ? -1 : 0});
    }
    if (of.is(K::kDouble)) {
        return of.as_double() > 0 ? Value::of(1.0) : of.as_double() < 0 ? Value::of(-1.0) : of;
    }
    return Context::no_overload();
}

Value sqrt_of(Context& /*context*/, Args args) {
    const Value& of = args[0];
    return of.is(K::kDouble) ? Value::of(std::sqrt(of.as_double()))
           : of.is(K::kInt)  ? Value::of(std::sqrt(static_cast<double>(of.as_int())))
           : of.is(K::kUint) ? Value::of(std::sqrt(static_cast<double>(of.as_uint())))
                             : Context::no_overload();
}

enum class Bits : std::uint8_t { kAnd, kOr, kXor };

template <Bits Operation>
Value bits(Context& /*context*/, Args args) {
    if (!all_are(args, K::kInt) && !all_are(args, K::kUint)) {
        return Context::no_overload();
    }
    const std::uint64_t left = args[0].as_uint();
    const std::uint64_t right = args[1].as_uint();
    const std::uint64_t result = Operation == Bits::kAnd  ? left & right
                                 : Operation == Bits::kOr ? left | right
                                                          : left ^ right;
    return args[0].is(K::kUint) ? Value::of(result) : Value::of(static_cast<std::int64_t>(result));
}

Value bit_not(Context& /*context*/, Args args) {
    return args[0].is(K::kUint)  ? Value::of(~args[0].as_uint())
           : args[0].is(K::kInt) ? Value::of(~args[0].as_int())
                                 : Context::no_overload();
}

template <bool ToLeft>
Value shift(Context& context, Args args) {
    if ((!args[0].is(K::kInt) && !args[0].is(K::kUint)) || !args[1].is(K::kInt)) {
        return Context::no_overload();
    }
    const std::int64_t by = args[1].as_int();
    if (by < 0) {
        return context.error(Fault::kInvalid, {"negative offset of a shift"});
    }
    const std::uint64_t bits_of = args[0].as_uint();
    const std::uint64_t result = by > 63 ? 0 : ToLeft ? bits_of << by : bits_of >> by;
    return args[0].is(K::kUint) ? Value::of(result) : Value::of(static_cast<std::int64_t>(result));
}

constexpr std::array<FunctionRow, 18> kRows{{
    {"math.@max", CallStyle::kGlobal, 1, 255, pick<Order::kGreater>},
    {"math.@min", CallStyle::kGlobal, 1, 255, pick<Order::kLess>},
    {"math.ceil", CallStyle::kGlobal, 1, 1, rounded<ceil_of>},
    {"math.floor", CallStyle::kGlobal, 1, 1, rounded<floor_of>},
    {"math.round", CallStyle::kGlobal, 1, 1, rounded<round_of>},
    {"math.trunc", CallStyle::kGlobal, 1, 1, rounded<trunc_of>},
    {"math.isNaN", CallStyle::kGlobal, 1, 1, question<is_nan>},
    {"math.isInf", CallStyle::kGlobal, 1, 1, question<is_inf>},
    {"math.isFinite", CallStyle::kGlobal, 1, 1, question<is_finite>},
    {"math.abs", CallStyle::kGlobal, 1, 1, abs_of},
    {"math.sign", CallStyle::kGlobal, 1, 1, sign_of},
    {"math.sqrt", CallStyle::kGlobal, 1, 1, sqrt_of},
    {"math.bitAnd", CallStyle::kGlobal, 2, 2, bits<Bits::kAnd>},
    {"math.bitOr", CallStyle::kGlobal, 2, 2, bits<Bits::kOr>},
    {"math.bitXor", CallStyle::kGlobal, 2, 2, bits<Bits::kXor>},
    {"math.bitNot", CallStyle::kGlobal, 1, 1, bit_not},
    {"math.bitShiftLeft", CallStyle::kGlobal, 2, 2, shift<true>},
    {"math.bitShiftRight", CallStyle::kGlobal, 2, 2, shift<false>},
}};

}  // namespace

std::span<const FunctionRow> math_functions() {
    return kRows;
}

}  // namespace sarhad::rules::cel
