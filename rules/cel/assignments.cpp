// What a message's field takes, and as what.
#include "base64.h"
#include "text_builder.h"

#include "rules/cel/collections.h"
#include "rules/cel/messages.h"
#include "rules/cel/times.h"

#include <array>
#include <cmath>
#include <limits>

namespace sarhad::rules::cel {
namespace {

using K = ValueKind;
using Shape = MessageField::Shape;

Value wrong_type(Context& context, const Value& value) {
    return context.error(Fault::kInvalid, {"takes no ", type_name(value)});
}

Value out_of_range(Context& context) {
    return context.error(Fault::kOutOfRange, {"out of the field's range"});
}

Value int32_of(Context& context, const Value& value) {
    return !value.is(K::kInt) ? wrong_type(context, value)
           : value.as_int() < std::numeric_limits<std::int32_t>::min() ||
                   value.as_int() > std::numeric_limits<std::int32_t>::max()
               ? out_of_range(context)
               : value;
}

Value uint32_of(Context& context, const Value& value) {
    return !value.is(K::kUint) ? wrong_type(context, value)
           : value.as_uint() > std::numeric_limits<std::uint32_t>::max() ? out_of_range(context)
                                                                         : value;
}

Value only(Context& context, const Value& value, ValueKind kind) {
    return value.is(kind) ? value : wrong_type(context, value);
}

/// Rounded to what a float holds; too great a number becomes infinite.
Value float_of(Context& context, const Value& value) {
    if (!value.is(K::kDouble)) {
        return wrong_type(context, value);
    }
    const double number = value.as_double();
    // Past it the nearest float is infinity; converting would not be defined.
    constexpr double kEdge = 3.4028235677973366e38;
    return std::fabs(number) >= kEdge
               ? Value::of(std::copysign(std::numeric_limits<double>::infinity(), number))
               : Value::of(double{static_cast<float>(number)});
}

Value message_of(Context& context, const MessageInfo& type, const Value& value, bool& is_left_out) {
    const bool is_null = value.is(K::kNull);
    const auto or_unset = [&](ValueKind kind) {
        is_left_out = is_null;
        return is_null ? value : only(context, value, kind);
    };
    switch (type.well_known) {
        case WellKnown::kBoolValue:
            return or_unset(K::kBool);
        case WellKnown::kBytesValue:
            return or_unset(K::kBytes);
        case WellKnown::kDoubleValue:
            return or_unset(K::kDouble);
        case WellKnown::kInt64Value:
            return or_unset(K::kInt);
        case WellKnown::kStringValue:
            return or_unset(K::kString);
        case WellKnown::kUint64Value:
            return or_unset(K::kUint);
        case WellKnown::kDuration:
            return or_unset(K::kDuration);
        case WellKnown::kTimestamp:
            return or_unset(K::kTimestamp);
        case WellKnown::kFloatValue:
            is_left_out = is_null;
            return is_null ? value : float_of(context, value);
        case WellKnown::kInt32Value:
            is_left_out = is_null;
            return is_null ? value : int32_of(context, value);
        case WellKnown::kUint32Value:
            is_left_out = is_null;
            return is_null ? value : uint32_of(context, value);
        case WellKnown::kStruct:
            return value.is(K::kMap) ? to_json(context, value) : wrong_type(context, value);
        case WellKnown::kListValue:
            return value.is(K::kList) ? to_json(context, value) : wrong_type(context, value);
        case WellKnown::kValue:
            return to_json(context, value);
        case WellKnown::kAny:
            return value.is(K::kList) || value.is(K::kMap) ? to_json(context, value) : value;
        case WellKnown::kNone:
        case WellKnown::kFieldMask:
        case WellKnown::kEmpty:
            break;
    }
    is_left_out = is_null;
    return is_null || (value.is(K::kMessage) && value.message_body().type == &type)
               ? value
               : wrong_type(context, value);
}

Value list_of(Context& context, const FieldInfo& field, const Value& value) {
    auto* elements = context.arena().take<Value>(value.size());
    if (elements == nullptr || !context.spend(value.size())) {
        return Context::over_budget();
    }
    std::size_t count = 0;
    for (const Value& element : value.elements()) {
        bool is_left_out = false;
        const Value taken = assigned(context, field.value, element, is_left_out);
        if (taken.is(K::kError)) {
            return taken;
        }
        if (!is_left_out) {
            elements[count++] = taken;
        }
    }
    return context.list(elements, count);
}

Value map_of(Context& context, const FieldInfo& field, const Value& value) {
    Value made = map_empty(context, value.size());
    for (const MapItem& item : value.items()) {
        bool is_left_out = false;
        const Value key = assigned(context, field.key, item.key, is_left_out);
        const Value taken = assigned(context, field.value, item.value, is_left_out);
        if (key.is(K::kError) || taken.is(K::kError)) {
            return key.is(K::kError) ? key : taken;
        }
        if (!is_left_out) {
            made = map_insert(context, made, key, taken);
        }
        if (made.is(K::kError) || !context.spend(1)) {
            return made.is(K::kError) ? made : Context::over_budget();
        }
    }
    return made;
}

/// A double holds every whole number up to here.
constexpr std::int64_t kJsonExact = (std::int64_t{1} << 53U) - 1;

Value json_list(Context& context, const Value& value, std::uint32_t depth) {
    auto* elements = context.arena().take<Value>(value.size());
    if (elements == nullptr) {
        return Context::over_budget();
    }
    for (std::uint32_t i = 0; i < value.size(); ++i) {
        elements[i] = to_json(context, value.elements()[i], depth + 1);
        if (elements[i].is(K::kError)) {
            return elements[i];
        }
    }
    return context.list(elements, value.size());
}

Value json_map(Context& context, const Value& value, std::uint32_t depth) {
    Value made = map_empty(context, value.size());
    for (const MapItem& item : value.items()) {
        if (!item.key.is(K::kString)) {
            return context.error(Fault::kInvalid,
                                 {"JSON keys are strings, not ", type_name(item.key)});
        }
        const Value held = to_json(context, item.value, depth + 1);
        if (made.is(K::kError) || held.is(K::kError)) {
            return made.is(K::kError) ? made : held;
        }
        made = map_insert(context, made, item.key, held);
    }
    return made;
}

/// Paths in lowerCamelCase between commas, as proto3's JSON has them.
Value json_mask(Context& context, const MessageBody& body) {
    TextBuilder built{context};
    if (body.count != 0) {
        bool is_first = true;
        for (const Value& path : body.fields[0].value.elements()) {
            built.add(is_first ? "" : ",");
            is_first = false;
            bool is_upper = false;
            for (const char c : path.text()) {
                if (c != '_') {
                    built.add(is_upper && c >= 'a' && c <= 'z' ? static_cast<char>(c ^ ' ') : c);
                }
                is_upper = c == '_';
            }
        }
    }
    return built.view().empty() && !built.is_over() ? Value::string("") : built.string();
}

Value json_number(Context& context, const Value& value) {
    if (value.is(K::kInt)) {
        const bool fits = value.as_int() >= -kJsonExact && value.as_int() <= kJsonExact;
        return fits ? Value::of(static_cast<double>(value.as_int()))
                    : context.string(std::to_string(value.as_int()));
    }
    return value.as_uint() <= static_cast<std::uint64_t>(kJsonExact)
               ? Value::of(static_cast<double>(value.as_uint()))
               : context.string(std::to_string(value.as_uint()));
}

}  // namespace

Value assigned(Context& context, const ScalarType& type, const Value& value, bool& is_left_out) {
    if (value.is(K::kUnknown)) {
        return value;
    }
    switch (type.scalar) {
        case Scalar::kBool:
            return only(context, value, K::kBool);
        case Scalar::kInt32:
        case Scalar::kSint32:
        case Scalar::kSfixed32:
            return int32_of(context, value);
        case Scalar::kInt64:
        case Scalar::kSint64:
        case Scalar::kSfixed64:
            return only(context, value, K::kInt);
        case Scalar::kUint32:
        case Scalar::kFixed32:
            return uint32_of(context, value);
        case Scalar::kUint64:
        case Scalar::kFixed64:
            return only(context, value, K::kUint);
        case Scalar::kFloat:
            return float_of(context, value);
        case Scalar::kDouble:
            return only(context, value, K::kDouble);
        case Scalar::kString:
            return only(context, value, K::kString);
        case Scalar::kBytes:
            return only(context, value, K::kBytes);
        case Scalar::kEnum:
            if (type.null_enum) {
                return value.is(K::kNull) || value.is(K::kInt) ? Value{}
                                                               : wrong_type(context, value);
            }
            return int32_of(context, value);
        case Scalar::kMessage:
            break;
    }
    return message_of(context, *type.message, value, is_left_out);
}

Value field_value(Context& context, const FieldInfo& field, const Value& value, bool& is_left_out) {
    if (field.shape == Shape::kSingle || value.is(K::kUnknown)) {
        return assigned(context, field.value, value, is_left_out);
    }
    if (field.shape == Shape::kList) {
        return value.is(K::kList) ? list_of(context, field, value) : wrong_type(context, value);
    }
    return value.is(K::kMap) ? map_of(context, field, value) : wrong_type(context, value);
}

Value to_json(Context& context, const Value& value, std::uint32_t depth) {
    if (depth > kValueDepthMax || !context.spend(1)) {
        return Context::over_budget();
    }
    switch (value.kind()) {
        case K::kNull:
        case K::kBool:
        case K::kDouble:
        case K::kString:
        case K::kUnknown:
            return value;
        case K::kInt:
        case K::kUint:
            return json_number(context, value);
        case K::kBytes:
            return to_base64(context, value.text());
        case K::kTimestamp:
            return context.string(timestamp_text(value));
        case K::kDuration:
            return context.string(duration_text(value.as_int()));
        case K::kList:
            return json_list(context, value, depth);
        case K::kMap:
            return json_map(context, value, depth);
        case K::kMessage:
            if (value.message_body().type->well_known == WellKnown::kFieldMask) {
                return json_mask(context, value.message_body());
            }
            if (value.message_body().type->well_known == WellKnown::kEmpty) {
                return empty_map();
            }
            break;
        case K::kType:
        case K::kOptional:
        case K::kIp:
        case K::kCidr:
        case K::kError:
        case K::kUnset:
            break;
    }
    return context.error(Fault::kInvalid, {"JSON cannot say a ", type_name(value)});
}

}  // namespace sarhad::rules::cel
