// From each type to each other that CEL allows.
#include "numbers.h"

#include "core/text.h"
#include "rules/cel/functions.h"
#include "rules/cel/network.h"
#include "rules/cel/times.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace sarhad::rules::cel {
namespace {

using Args = std::span<const Value>;
using K = ValueKind;

Value out_of_range(Context& context, std::string_view what) {
    return context.error(Fault::kOutOfRange, {what, " out of range"});
}

Value invalid(Context& context, std::string_view what) {
    return context.error(Fault::kInvalid, {"the text is no ", what});
}

template <class T>
Value parse_whole(Context& context, std::string_view text, std::string_view what) {
    if (text.starts_with('+') && !text.starts_with("+-")) {
        text.remove_prefix(1);
    }
    T value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec == std::errc::result_out_of_range) {
        return out_of_range(context, what);
    }
    return read.ec != std::errc{} || read.ptr != text.data() + text.size() ? invalid(context, what)
                                                                           : Value::of(value);
}

Value to_int(Context& context, Args args) {
    const Value& from = args[0];
    if (from.is(K::kInt)) {
        return from;
    }
    if (from.is(K::kUint)) {
        return from.as_uint() > std::numeric_limits<std::int64_t>::max()
                   ? out_of_range(context, "int")
                   : Value::of(static_cast<std::int64_t>(from.as_uint()));
    }
    if (from.is(K::kDouble)) {
        // Strictly inside, as CEL has it: the bounds themselves are rounded.
        return from.as_double() > -9223372036854775808.0 && from.as_double() < 9223372036854775808.0
                   ? Value::of(static_cast<std::int64_t>(from.as_double()))
                   : out_of_range(context, "int");
    }
    if (from.is(K::kString)) {
        return parse_whole<std::int64_t>(context, from.text(), "int");
    }
    if (from.is(K::kDuration)) {
        return Value::of(from.as_int());
    }
    if (from.is(K::kTimestamp)) {
        return Value::of(from.seconds());
    }
    return Context::no_overload();
}

Value to_uint(Context& context, Args args) {
    const Value& from = args[0];
    if (from.is(K::kUint)) {
        return from;
    }
    if (from.is(K::kInt)) {
        return from.as_int() < 0 ? out_of_range(context, "uint")
                                 : Value::of(static_cast<std::uint64_t>(from.as_int()));
    }
    if (from.is(K::kDouble)) {
        return from.as_double() >= 0 && from.as_double() < 18446744073709551616.0
                   ? Value::of(static_cast<std::uint64_t>(from.as_double()))
                   : out_of_range(context, "uint");
    }
    if (from.is(K::kString)) {
        return parse_whole<std::uint64_t>(context, from.text(), "uint");
    }
    return Context::no_overload();
}

Value to_double(Context& context, Args args) {
    const Value& from = args[0];
    if (from.is(K::kDouble)) {
        return from;
    }
    if (from.is(K::kInt)) {
        return Value::of(static_cast<double>(from.as_int()));
    }
    if (from.is(K::kUint)) {
        return Value::of(static_cast<double>(from.as_uint()));
    }
    if (from.is(K::kString)) {
        const auto value = parse_double(from.text());
        return value ? Value::of(*value) : invalid(context, "double");
    }
    return Context::no_overload();
}

Value to_string(Context& context, Args args) {
    const Value& from = args[0];
    if (from.is(K::kString)) {
        return from;
    }
    if (from.is(K::kBool)) {
        return Value::string(from.as_bool() ? "true" : "false");
    }
    if (from.is(K::kInt)) {
        return context.string(std::to_string(from.as_int()));
    }
    if (from.is(K::kUint)) {
        return context.string(std::to_string(from.as_uint()));
    }
    if (from.is(K::kDouble)) {
        return context.string(double_text(from.as_double()));
    }
    if (from.is(K::kBytes)) {
        if (!context.spend_bytes(from.text().size())) {
            return Context::over_budget();
        }
        return core::is_utf8(from.text()) ? Value::string(from.text())
                                          : context.error(Fault::kInvalid, {"invalid UTF-8"});
    }
    if (from.is(K::kTimestamp)) {
        return context.string(timestamp_text(from));
    }
    if (from.is(K::kDuration)) {
        return context.string(duration_text(from.as_int()));
    }
    if (from.is(K::kIp)) {
        return context.string(address_text(from.address()));
    }
    if (from.is(K::kCidr)) {
        return context.string(cidr_text(from.address()));
    }
    return Context::no_overload();
}

Value to_bytes(Context& /*context*/, Args args) {
    return args[0].is(K::kBytes)    ? args[0]
           : args[0].is(K::kString) ? Value::bytes(args[0].text())
                                    : Context::no_overload();
}

Value to_bool(Context& context, Args args) {
    if (args[0].is(K::kBool)) {
        return args[0];
    }
    if (!args[0].is(K::kString)) {
        return Context::no_overload();
    }
    const std::string_view text = args[0].text();
    for (const std::string_view word : {"1", "t", "true", "TRUE", "True", "T"}) {
        if (text == word) {
            return Value::of(true);
        }
    }
    for (const std::string_view word : {"0", "f", "false", "FALSE", "False", "F"}) {
        if (text == word) {
            return Value::of(false);
        }
    }
    return invalid(context, "bool");
}

Value to_timestamp(Context& context, Args args) {
    return args[0].is(K::kTimestamp) ? args[0]
           : args[0].is(K::kInt)     ? make_timestamp(context, args[0].as_int(), 0)
           : args[0].is(K::kString)  ? parse_timestamp(context, args[0].text())
                                     : Context::no_overload();
}

Value to_duration(Context& context, Args args) {
    return args[0].is(K::kDuration) ? args[0]
           : args[0].is(K::kInt)    ? Value::duration(args[0].as_int())
           : args[0].is(K::kString) ? parse_duration(context, args[0].text())
                                    : Context::no_overload();
}

Value type_of(Context& /*context*/, Args args) {
    return Value::type(type_name(args[0]));
}

Value dyn(Context& /*context*/, Args args) {
    return args[0];
}

constexpr std::array<FunctionRow, 10> kRows{{
    {"int", CallStyle::kGlobal, 1, 1, to_int},
    {"uint", CallStyle::kGlobal, 1, 1, to_uint},
    {"double", CallStyle::kGlobal, 1, 1, to_double},
    {"string", CallStyle::kGlobal, 1, 1, to_string},
    {"bytes", CallStyle::kGlobal, 1, 1, to_bytes},
    {"bool", CallStyle::kGlobal, 1, 1, to_bool},
    {"timestamp", CallStyle::kGlobal, 1, 1, to_timestamp},
    {"duration", CallStyle::kGlobal, 1, 1, to_duration},
    {"type", CallStyle::kGlobal, 1, 1, type_of},
    {"dyn", CallStyle::kGlobal, 1, 1, dyn},
}};

}  // namespace

std::span<const FunctionRow> conversion_functions() {
    return kRows;
}

}  // namespace sarhad::rules::cel
