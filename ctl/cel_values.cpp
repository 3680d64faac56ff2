// Values of the suite, there and back.
#include "core/bytes.h"
#include "core/text.h"
#include "ctl/cel_suite.h"
#include "rules/cel/collections.h"
#include "rules/cel/equality.h"
#include "rules/cel/functions.h"
#include "rules/cel/literals.h"
#include "rules/cel/messages.h"
#include "rules/cel/times.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;
using core::Errc;
namespace cel = rules::cel;
using Value = cel::Value;
using K = cel::ValueKind;

core::Error wrong(std::string text) {
    return {Errc::kInvalid, std::move(text)};
}

/// A library function's value of one text, such as int("5").
core::Result<Value> converted(cel::Context& context, std::string_view name, const Json& json) {
    if (!json.is_text()) {
        return wrong(cat(name, ": wanted its digits as text"));
    }
    const std::array<Value, 1> args{context.string(json.as_text())};
    const Value made = cel::find_function(name, false, 1)->call(context, args);
    return made.is_stopped() ? core::Result<Value>{wrong(std::string{made.error_text()})} : made;
}

core::Result<Value> good(const Value& value) {
    return value.is(K::kError) ? core::Result<Value>{wrong(std::string{value.error_text()})}
                               : value;
}

core::Result<Value> read_list(const Json& json, cel::Context& context) {
    if (!json.is_array()) {
        return wrong("list: no array");
    }
    Value list = cel::empty_list();
    for (const Json& each : json.elements()) {
        SARHAD_TRY(const Value element, read_value(each, context));
        list = cel::list_append(context, list, element);
    }
    return good(list);
}

core::Result<Value> read_map(const Json& json, cel::Context& context) {
    if (!json.is_array()) {
        return wrong("map: no array");
    }
    Value map = cel::empty_map();
    for (const Json& each : json.elements()) {
        if (!each.is_array() || each.elements().size() != 2) {
            return wrong("map: an entry is no pair");
        }
        SARHAD_TRY(const Value key, read_value(each.elements()[0], context));
        SARHAD_TRY(const Value value, read_value(each.elements()[1], context));
        SARHAD_TRY(map, good(cel::map_insert(context, map, key, value)));
    }
    return map;
}

core::Result<Value> read_time(const Json& json, cel::Context& context, bool is_timestamp) {
    SARHAD_TRY(const std::string text, json.text_at("seconds"));
    SARHAD_TRY(const std::int64_t seconds, core::parse_int(text));
    SARHAD_TRY(const std::int64_t nanos, json.int_at("nanos"));
    return good(is_timestamp ? cel::make_timestamp(context, seconds, nanos)
                             : cel::make_duration(context, seconds, nanos));
}

core::Result<Value> read_object(const Json& json, cel::Context& context) {
    SARHAD_TRY(const std::string name, json.text_at("type"));
    const cel::MessageInfo* type =
        context.schema() == nullptr ? nullptr : context.schema()->message(name);
    const Json* given = json.find("fields");
    if (type == nullptr || given == nullptr || !given->is_object()) {
        return wrong(cat("object: '", name, "' is not in the schema, or it has no fields"));
    }
    std::vector<cel::FieldValue> fields;
    for (const auto& [key, value] : given->members()) {
        const bool is_extension = key.starts_with("[") && key.ends_with("]");
        const cel::FieldInfo* field = type->find(
            is_extension ? std::string_view{key}.substr(1, key.size() - 2) : std::string_view{key});
        if (field == nullptr) {
            return wrong(cat("object: '", name, "' has no field '", key, "'"));
        }
        SARHAD_TRY(const Value held, read_value(value, context));
        fields.push_back({field, held});
    }
    return good(cel::make_message(context, *type, fields));
}

bool same_fields(const cel::MessageBody& wanted, const cel::MessageBody& got) {
    return wanted.type == got.type && wanted.count == got.count &&
           std::equal(wanted.set().begin(),
                      wanted.set().end(),
                      got.set().begin(),
                      [](const cel::FieldValue& left, const cel::FieldValue& right) {
                          return left.field == right.field && is_same(left.value, right.value);
                      });
}

bool same_items(const Value& wanted, const Value& got) {
    return wanted.size() == got.size() &&
           std::all_of(wanted.items().begin(), wanted.items().end(), [&](const auto& item) {
               return std::any_of(got.items().begin(), got.items().end(), [&](const auto& other) {
                   return is_same(item.key, other.key) && is_same(item.value, other.value);
               });
           });
}

std::string described(const cel::MessageBody& body) {
    std::string text = cat(body.type->name, "{");
    for (const cel::FieldValue& held : body.set()) {
        text += cat(text.ends_with("{") ? "" : ", ", held.field->name, ": ", describe(held.value));
    }
    return text + "}";
}

std::string sources_text(std::uint64_t sources) {
    std::string text;
    for (unsigned bit = 0; bit < 64; ++bit) {
        if ((sources >> bit & 1U) != 0) {
            text += cat(text.empty() ? "" : ", ", bit);
        }
    }
    return text;
}

/// Of the kinds that are written as a text.
core::Result<Value> read_text_kind(const std::string& kind,
                                   const Json& value,
                                   cel::Context& context) {
    if (!value.is_text()) {
        return wrong(cat("value: '", kind, "' is no kind of value, or is no text"));
    }
    if (kind == "string") {
        return good(context.string(value.as_text()));
    }
    if (kind == "type") {
        SARHAD_TRY(const Value name, good(context.string(value.as_text())));
        return Value::type(name.text());
    }
    if (kind == "bytes") {
        const auto bytes = core::from_hex(value.as_text());
        if (!bytes) {
            return wrong("bytes: no hexadecimal digits");
        }
        return good(context.bytes(std::string(bytes->begin(), bytes->end())));
    }
    return wrong(cat("value: '", kind, "' is no kind of value"));
}

}  // namespace

core::Result<Value> read_value(const Json& json, cel::Context& context) {
    if (!json.is_object() || json.members().size() != 1) {
        return wrong("a value is an object of one member");
    }
    const auto& [kind, value] = json.members()[0];
    if (kind == "null") {
        return Value{};
    }
    if (kind == "bool") {
        return value.is_bool() ? core::Result<Value>{Value::of(value.as_bool())}
                               : wrong("bool: neither true nor false");
    }
    if (kind == "int64" || kind == "uint64" || kind == "double") {
        return converted(context,
                         kind == "int64"    ? "int"
                         : kind == "uint64" ? "uint"
                                            : "double",
                         value);
    }
    if (kind == "list" || kind == "map") {
        return kind == "list" ? read_list(value, context) : read_map(value, context);
    }
    if (kind == "timestamp" || kind == "duration") {
        return read_time(value, context, kind == "timestamp");
    }
    if (kind == "object") {
        return read_object(value, context);
    }
    if (kind == "enum") {
        SARHAD_TRY(const std::int64_t number, value.int_at("value"));
        return Value::of(number);
    }
    return read_text_kind(kind, value, context);
}

bool is_same(const Value& wanted, const Value& got) {
    if (wanted.kind() != got.kind()) {
        return false;
    }
    if (wanted.is(K::kDouble)) {
        // A zero has a sign, which == does not see.
        return (wanted.as_double() == got.as_double() &&
                std::signbit(wanted.as_double()) == std::signbit(got.as_double())) ||
               (std::isnan(wanted.as_double()) && std::isnan(got.as_double()));
    }
    if (wanted.is(K::kList)) {
        return std::equal(wanted.elements().begin(),
                          wanted.elements().end(),
                          got.elements().begin(),
                          got.elements().end(),
                          is_same);
    }
    if (wanted.is(K::kMap)) {
        return same_items(wanted, got);
    }
    if (wanted.is(K::kMessage)) {
        return same_fields(wanted.message_body(), got.message_body());
    }
    cel::Arena none{0};
    cel::Context context{none, 1U << 30U, nullptr};
    return cel::equals(context, wanted, got).is_true();
}

std::string describe(const Value& value) {
    switch (value.kind()) {
        case K::kNull:
            return "null";
        case K::kBool:
            return value.as_bool() ? "true" : "false";
        case K::kInt:
            return std::to_string(value.as_int());
        case K::kUint:
            return cat(std::to_string(value.as_uint()), "u");
        case K::kDouble:
            return std::isfinite(value.as_double()) ? cel::format_double(value.as_double())
                   : std::isnan(value.as_double())  ? "NaN"
                   : value.as_double() < 0          ? "-Infinity"
                                                    : "Infinity";
        case K::kString:
            return cel::quote_string(value.text());
        case K::kBytes:
            return cel::quote_bytes(value.text());
        case K::kType:
            return std::string{value.text()};
        case K::kTimestamp:
            return cat("timestamp('", cel::timestamp_text(value), "')");
        case K::kDuration:
            return cat("duration('", cel::duration_text(value.as_int()), "')");
        case K::kOptional:
            return value.held() == nullptr ? "optional.none()"
                                           : cat("optional.of(", describe(*value.held()), ")");
        case K::kMessage:
            return described(value.message_body());
        case K::kError:
            return cat("error: ", value.error_text());
        case K::kUnknown:
            return cat("unknown: waits for ", sources_text(value.sources()));
        case K::kIp:
        case K::kCidr:
        case K::kUnset:
            return std::string{cel::type_name(value)};
        case K::kList:
        case K::kMap:
            break;
    }
    std::string text;
    for (const Value& element : value.is(K::kList) ? value.elements() : std::span<const Value>{}) {
        text += cat(text.empty() ? "" : ", ", describe(element));
    }
    for (const cel::MapItem& item :
         value.is(K::kMap) ? value.items() : std::span<const cel::MapItem>{}) {
        text += cat(text.empty() ? "" : ", ", describe(item.key), ": ", describe(item.value));
    }
    return value.is(K::kList) ? cat("[", text, "]") : cat("{", text, "}");
}

}  // namespace sarhad::ctl
