#include "rules/cel/schema.h"

#include "numbers.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::rules::cel {
namespace {

using core::cat;
using core::Errc;
using Shape = MessageField::Shape;

constexpr std::string_view kNullEnum = "google.protobuf.NullValue";

constexpr std::array<std::pair<std::string_view, Scalar>, 15> kScalars{{
    {"bool", Scalar::kBool},
    {"int32", Scalar::kInt32},
    {"int64", Scalar::kInt64},
    {"sint32", Scalar::kSint32},
    {"sint64", Scalar::kSint64},
    {"sfixed32", Scalar::kSfixed32},
    {"sfixed64", Scalar::kSfixed64},
    {"uint32", Scalar::kUint32},
    {"uint64", Scalar::kUint64},
    {"fixed32", Scalar::kFixed32},
    {"fixed64", Scalar::kFixed64},
    {"float", Scalar::kFloat},
    {"double", Scalar::kDouble},
    {"string", Scalar::kString},
    {"bytes", Scalar::kBytes},
}};

constexpr std::array<std::pair<std::string_view, WellKnown>, 17> kWellKnown{{
    {"BoolValue", WellKnown::kBoolValue},
    {"BytesValue", WellKnown::kBytesValue},
    {"DoubleValue", WellKnown::kDoubleValue},
    {"FloatValue", WellKnown::kFloatValue},
    {"Int32Value", WellKnown::kInt32Value},
    {"Int64Value", WellKnown::kInt64Value},
    {"StringValue", WellKnown::kStringValue},
    {"UInt32Value", WellKnown::kUint32Value},
    {"UInt64Value", WellKnown::kUint64Value},
    {"Any", WellKnown::kAny},
    {"Duration", WellKnown::kDuration},
    {"Timestamp", WellKnown::kTimestamp},
    {"Struct", WellKnown::kStruct},
    {"Value", WellKnown::kValue},
    {"ListValue", WellKnown::kListValue},
    {"FieldMask", WellKnown::kFieldMask},
    {"Empty", WellKnown::kEmpty},
}};

WellKnown well_known(std::string_view name) {
    constexpr std::string_view kPackage = "google.protobuf.";
    if (!name.starts_with(kPackage)) {
        return WellKnown::kNone;
    }
    const auto* found = std::find_if(kWellKnown.begin(), kWellKnown.end(), [&](const auto& entry) {
        return entry.first == name.substr(kPackage.size());
    });
    return found == kWellKnown.end() ? WellKnown::kNone : found->second;
}

FieldKind kind_of(Scalar scalar) {
    switch (scalar) {
        case Scalar::kBool:
            return FieldKind::kBool;
        case Scalar::kInt32:
        case Scalar::kInt64:
        case Scalar::kSint32:
        case Scalar::kSint64:
        case Scalar::kSfixed32:
        case Scalar::kSfixed64:
            return FieldKind::kInt;
        case Scalar::kUint32:
        case Scalar::kUint64:
        case Scalar::kFixed32:
        case Scalar::kFixed64:
            return FieldKind::kUint;
        case Scalar::kFloat:
        case Scalar::kDouble:
            return FieldKind::kDouble;
        case Scalar::kString:
            return FieldKind::kString;
        case Scalar::kBytes:
            return FieldKind::kBytes;
        case Scalar::kEnum:
            return FieldKind::kEnum;
        case Scalar::kMessage:
            break;
    }
    return FieldKind::kMessage;
}

FieldType checked_type(const ScalarType& type, const std::string& name) {
    if (type.null_enum) {
        // Its one value is CEL's null: to the checker what a google.protobuf.Value may hold.
        return {FieldKind::kEnum, name};
    }
    const FieldKind kind = kind_of(type.scalar);
    return {kind, kind == FieldKind::kEnum || kind == FieldKind::kMessage ? name : std::string{}};
}

Value zero(const ScalarType& type) {
    switch (kind_of(type.scalar)) {
        case FieldKind::kBool:
            return Value::of(false);
        case FieldKind::kInt:
            return Value::of(std::int64_t{0});
        case FieldKind::kEnum:
            return type.null_enum ? Value{} : Value::of(std::int64_t{0});
        case FieldKind::kUint:
            return Value::of(std::uint64_t{0});
        case FieldKind::kDouble:
            return Value::of(0.0);
        case FieldKind::kString:
            return Value::string("");
        case FieldKind::kBytes:
            return Value::bytes("");
        case FieldKind::kMessage:
            break;
    }
    return {};
}

const FieldInfo* by_name(const std::vector<std::unique_ptr<FieldInfo>>& sorted,
                         std::string_view name) {
    const auto at =
        std::lower_bound(sorted.begin(), sorted.end(), name, [](const auto& field, auto wanted) {
            return field->name < wanted;
        });
    return at != sorted.end() && (*at)->name == name ? at->get() : nullptr;
}

}  // namespace

const FieldInfo* MessageInfo::find(std::string_view field) const {
    const FieldInfo* own = by_name(fields, field);
    return own != nullptr ? own : by_name(extensions, field);
}

const FieldInfo* MessageInfo::find(std::uint32_t number) const {
    for (const auto* list : {&fields, &extensions}) {
        for (const auto& field : *list) {
            if (field->number == number) {
                return field.get();
            }
        }
    }
    return nullptr;
}

std::span<const FieldValue> MessageBody::set() const {
    return {fields, count};
}

const Value* MessageBody::find(const FieldInfo& field) const {
    for (const FieldValue& held : set()) {
        if (held.field == &field) {
            return &held.value;
        }
    }
    return nullptr;
}

Schema::Schema() = default;

void Schema::add_message(const std::string& full_name) {
    MessageInfo& made = messages_[full_name];
    made.name = full_name;
    made.empty.type = &made;
    made.well_known = well_known(full_name);
    table_.add_message(full_name);
}

void Schema::add_enum(const std::string& full_name) {
    table_.add_enum(full_name);
}

void Schema::add_enum_value(const std::string& enum_name,
                            const std::string& name,
                            std::int64_t value) {
    table_.add_enum_value(enum_name, name, value);
}

void Schema::add_field(const std::string& owner, FieldText field) {
    pending_.push_back({owner, std::move(field), false});
}

void Schema::add_extension(const std::string& owner, FieldText field) {
    pending_.push_back({owner, std::move(field), true});
}

core::Result<ScalarType> Schema::scalar_type(const std::string& name) const {
    const auto* plain = std::find_if(
        kScalars.begin(), kScalars.end(), [&](const auto& entry) { return entry.first == name; });
    if (plain != kScalars.end()) {
        return ScalarType{plain->second, nullptr, false};
    }
    if (const MessageInfo* found = message(name)) {
        return ScalarType{Scalar::kMessage, found, false};
    }
    if (table_.has_enum(name)) {
        return ScalarType{Scalar::kEnum, nullptr, name == kNullEnum};
    }
    return core::Error{Errc::kInvalid,
                       cat("type '", name, "' is neither a scalar nor declared in the schema")};
}

core::Result<Value> Schema::initial(const FieldText& text, const ScalarType& type) {
    if (!text.initial) {
        return zero(type);
    }
    const std::string& given = *text.initial;
    const core::Error wrong{Errc::kInvalid, cat("its default '", given, "' is no ", text.type)};
    switch (kind_of(type.scalar)) {
        case FieldKind::kBool:
            return Value::of(given == "true");
        case FieldKind::kInt: {
            const auto value = core::parse_int(given);
            return value ? core::Result<Value>{Value::of(*value)} : wrong;
        }
        case FieldKind::kUint: {
            const auto value = core::parse_uint(given);
            return value ? core::Result<Value>{Value::of(*value)} : wrong;
        }
        case FieldKind::kDouble: {
            const auto value = parse_double(given);
            return value ? core::Result<Value>{Value::of(*value)} : wrong;
        }
        case FieldKind::kString:
        case FieldKind::kBytes: {
            const std::string& kept = *texts_.emplace_back(std::make_unique<std::string>(given));
            return type.scalar == Scalar::kString ? Value::string(kept) : Value::bytes(kept);
        }
        case FieldKind::kEnum: {
            const auto value = table_.enum_value(cat(text.type, ".", given));
            return value ? core::Result<Value>{Value::of(*value)} : wrong;
        }
        case FieldKind::kMessage:
            break;
    }
    return wrong;
}

core::Status Schema::tie(Pending& pending) {
    FieldText& text = pending.text;
    const auto owner = messages_.find(pending.owner);
    if (owner == messages_.end()) {
        return core::Error{Errc::kInvalid, cat("message '", pending.owner, "' is not declared")};
    }
    auto made = std::make_unique<FieldInfo>();
    const bool is_map = text.type == "map";
    SARHAD_TRY(made->value, scalar_type(is_map ? text.value : text.type));
    if (is_map) {
        SARHAD_TRY(made->key, scalar_type(text.key));
    } else {
        SARHAD_TRY(made->unset, initial(text, made->value));
    }
    made->name = text.name;
    made->number = text.number;
    made->shape = is_map ? Shape::kMap : text.label == "repeated" ? Shape::kList : Shape::kSingle;
    made->has_presence = made->shape == Shape::kSingle &&
                         (text.proto2 || text.label == "optional" || !text.oneof.empty() ||
                          made->value.scalar == Scalar::kMessage);
    MessageField checked{
        made->shape, {}, checked_type(made->value, is_map ? text.value : text.type)};
    if (is_map) {
        checked.key = checked_type(made->key, text.key);
    }
    if (pending.is_extension) {
        table_.add_extension(pending.owner, text.name, std::move(checked));
        owner->second.extensions.push_back(std::move(made));
    } else {
        table_.add_field(pending.owner, text.name, std::move(checked));
        owner->second.fields.push_back(std::move(made));
    }
    return {};
}

core::Status Schema::close() {
    std::map<std::string, std::int32_t> oneofs;
    for (Pending& pending : pending_) {
        if (core::Status tied = tie(pending); !tied) {
            return core::Error{Errc::kInvalid,
                               cat("schema: field '",
                                   pending.text.name,
                                   "' of '",
                                   pending.owner,
                                   "': ",
                                   tied.error().what)};
        }
        if (!pending.text.oneof.empty()) {
            const auto next = static_cast<std::int32_t>(oneofs.size());
            const auto group =
                oneofs.emplace(cat(pending.owner, "/", pending.text.oneof), next).first->second;
            messages_.at(pending.owner).fields.back()->oneof = group;
        }
    }
    pending_.clear();
    for (auto& [name, message] : messages_) {
        for (auto* list : {&message.fields, &message.extensions}) {
            std::sort(list->begin(), list->end(), [](const auto& left, const auto& right) {
                return left->name < right->name;
            });
        }
    }
    return {};
}

const MessageInfo* Schema::message(std::string_view full_name) const {
    const auto found = messages_.find(full_name);
    return found == messages_.end() ? nullptr : &found->second;
}

}  // namespace sarhad::rules::cel
