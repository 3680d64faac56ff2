#include "rules/cel/messages.h"

#include "rules/cel/times.h"

#include <algorithm>
#include <cmath>

namespace sarhad::rules::cel {
namespace {

using K = ValueKind;
using Shape = MessageField::Shape;

constexpr ListBody kNoElements{nullptr, 0, 0};
constexpr MapBody kNoItems{nullptr, 0, 0, nullptr, 0};

/// Puts `made` in its place among `count` fields sorted by number; a later value replaces.
void put(FieldValue* fields, std::uint32_t& count, const FieldValue& made) {
    // A oneof has one field at a time.
    if (made.field->oneof >= 0) {
        const auto* end = std::remove_if(fields, fields + count, [&](const FieldValue& held) {
            return held.field->oneof == made.field->oneof;
        });
        count = static_cast<std::uint32_t>(end - fields);
    }
    std::uint32_t at = count;
    while (at > 0 && fields[at - 1].field->number > made.field->number) {
        --at;
    }
    if (at > 0 && fields[at - 1].field == made.field) {
        fields[at - 1] = made;
        return;
    }
    std::move_backward(fields + at, fields + count, fields + count + 1);
    fields[at] = made;
    ++count;
}

const Value* named(const MessageBody& body, std::string_view field) {
    const FieldInfo* found = body.type->find(field);
    return found == nullptr ? nullptr : body.find(*found);
}

std::int64_t int_field(const MessageBody& body, std::string_view field) {
    const Value* value = named(body, field);
    return value == nullptr ? 0 : value->as_int();
}

std::string_view text_field(const MessageBody& body, std::string_view field) {
    const Value* value = named(body, field);
    return value == nullptr ? std::string_view{} : value->text();
}

/// What a message of a well-known type stands for.
Value unwrapped(Context& context, const MessageBody& body) {
    switch (body.type->well_known) {
        case WellKnown::kBoolValue:
        case WellKnown::kBytesValue:
        case WellKnown::kDoubleValue:
        case WellKnown::kFloatValue:
        case WellKnown::kInt32Value:
        case WellKnown::kInt64Value:
        case WellKnown::kStringValue:
        case WellKnown::kUint32Value:
        case WellKnown::kUint64Value: {
            const FieldInfo* field = body.type->find("value");
            const Value* set = field == nullptr ? nullptr : body.find(*field);
            return set != nullptr ? *set : field == nullptr ? Value{} : field->unset;
        }
        case WellKnown::kAny:
            return unpack_any(context, text_field(body, "type_url"), text_field(body, "value"));
        case WellKnown::kDuration:
            return make_duration(context, int_field(body, "seconds"), int_field(body, "nanos"));
        case WellKnown::kTimestamp:
            return make_timestamp(context, int_field(body, "seconds"), int_field(body, "nanos"));
        case WellKnown::kStruct: {
            const Value* fields = named(body, "fields");
            return fields == nullptr ? empty_map() : *fields;
        }
        case WellKnown::kListValue: {
            const Value* values = named(body, "values");
            return values == nullptr ? empty_list() : *values;
        }
        case WellKnown::kValue:
            return body.count == 0 ? Value{} : body.fields[0].value;
        case WellKnown::kNone:
        case WellKnown::kFieldMask:
        case WellKnown::kEmpty:
            break;
    }
    auto* kept = context.arena().take<MessageBody>(1);
    if (kept == nullptr) {
        return Context::over_budget();
    }
    *kept = body;
    return Value::message(kept);
}

}  // namespace

Value empty_list() {
    return Value::list(&kNoElements, 0);
}

Value empty_map() {
    return Value::map(&kNoItems, 0);
}

Value unset_message(const MessageInfo& type) {
    switch (type.well_known) {
        case WellKnown::kBoolValue:
        case WellKnown::kBytesValue:
        case WellKnown::kDoubleValue:
        case WellKnown::kFloatValue:
        case WellKnown::kInt32Value:
        case WellKnown::kInt64Value:
        case WellKnown::kStringValue:
        case WellKnown::kUint32Value:
        case WellKnown::kUint64Value:
        case WellKnown::kAny:
        case WellKnown::kValue:
            return {};
        case WellKnown::kDuration:
            return Value::duration(0);
        case WellKnown::kTimestamp:
            return Value::timestamp(0, 0);
        case WellKnown::kStruct:
            return empty_map();
        case WellKnown::kListValue:
            return empty_list();
        case WellKnown::kNone:
        case WellKnown::kFieldMask:
        case WellKnown::kEmpty:
            break;
    }
    return Value::message(&type.empty);
}

Value make_message(Context& context, const MessageInfo& type, std::span<const FieldValue> fields) {
    auto* made = context.arena().take<FieldValue>(fields.size() + 1);
    if (made == nullptr || !context.spend(fields.size())) {
        return Context::over_budget();
    }
    std::uint32_t count = 0;
    for (const FieldValue& given : fields) {
        bool is_left_out = false;
        const FieldInfo& field = *given.field;
        const Value value = field_value(context, field, given.value, is_left_out);
        if (value.is(K::kError)) {
            return value.fault() == Fault::kBudget
                       ? value
                       : context.error(value.fault(),
                                       {"field '", field.name, "': ", value.error_text()});
        }
        const bool is_default =
            !field.has_presence && !value.is(K::kUnknown) &&
            (field.shape == Shape::kSingle ? is_zero(value) : value.size() == 0);
        if (!is_left_out && !is_default) {
            put(made, count, {given.field, value});
        }
    }
    return unwrapped(context, {&type, made, count});
}

Value select_field(Context& context, const Value& message, std::string_view name) {
    if (!message.is(K::kMessage)) {
        return context.error(Fault::kNoOverload,
                             {"type ", type_name(message), " has no field '", name, "'"});
    }
    const MessageBody& body = message.message_body();
    const FieldInfo* field = body.type->find(name);
    if (field == nullptr) {
        return context.error(Fault::kNoSuchField, {"no such field '", name, "'"});
    }
    if (const Value* set = body.find(*field)) {
        return *set;
    }
    return field->shape == Shape::kList              ? empty_list()
           : field->shape == Shape::kMap             ? empty_map()
           : field->value.scalar == Scalar::kMessage ? unset_message(*field->value.message)
                                                     : field->unset;
}

Value has_field(Context& context, const Value& message, std::string_view name) {
    const Value value = select_field(context, message, name);
    if (value.is_stopped()) {
        return value;
    }
    return Value::of(message.message_body().find(*message.message_body().type->find(name)) !=
                     nullptr);
}

bool is_zero(const Value& value) {
    switch (value.kind()) {
        case K::kNull:
            return true;
        case K::kBool:
        case K::kInt:
        case K::kDuration:
            return value.as_int() == 0;
        case K::kUint:
            return value.as_uint() == 0;
        case K::kDouble:
            return value.as_double() == 0 && !std::signbit(value.as_double());
        case K::kString:
        case K::kBytes:
            return value.text().empty();
        case K::kList:
        case K::kMap:
            return value.size() == 0;
        case K::kTimestamp:
            return value.seconds() == 0 && value.nanos() == 0;
        case K::kOptional:
            return value.held() == nullptr;
        case K::kMessage:
            return value.message_body().count == 0;
        case K::kType:
        case K::kIp:
        case K::kCidr:
        case K::kError:
        case K::kUnknown:
        case K::kUnset:
            break;
    }
    return false;
}

}  // namespace sarhad::rules::cel
