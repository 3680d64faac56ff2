#include "rules/cel/value.h"

#include "rules/cel/schema.h"

namespace sarhad::rules::cel {

std::span<const Value> Value::elements() const {
    return size_ == 0 ? std::span<const Value>{} : std::span<const Value>{list_->elements, size_};
}

std::span<const MapItem> Value::items() const {
    return size_ == 0 ? std::span<const MapItem>{} : std::span<const MapItem>{map_->items, size_};
}

Value Value::string(std::string_view text) {
    Value made;
    made.kind_ = ValueKind::kString;
    made.size_ = static_cast<std::uint32_t>(text.size());
    made.text_ = text.data();
    return made;
}

Value Value::bytes(std::string_view bytes) {
    Value made = string(bytes);
    made.kind_ = ValueKind::kBytes;
    return made;
}

Value Value::type(std::string_view name) {
    Value made = string(name);
    made.kind_ = ValueKind::kType;
    return made;
}

Value Value::timestamp(std::int64_t seconds, std::uint32_t nanos) {
    Value made = of(seconds);
    made.kind_ = ValueKind::kTimestamp;
    made.size_ = nanos;
    return made;
}

Value Value::duration(std::int64_t nanos) {
    Value made = of(nanos);
    made.kind_ = ValueKind::kDuration;
    return made;
}

Value Value::list(const ListBody* body, std::uint32_t size) {
    Value made;
    made.kind_ = ValueKind::kList;
    made.size_ = size;
    made.list_ = body;
    return made;
}

Value Value::map(const MapBody* body, std::uint32_t size) {
    Value made;
    made.kind_ = ValueKind::kMap;
    made.size_ = size;
    made.map_ = body;
    return made;
}

Value Value::message(const MessageBody* body) {
    Value made;
    made.kind_ = ValueKind::kMessage;
    made.message_ = body;
    return made;
}

Value Value::optional(const Value* held) {
    Value made;
    made.kind_ = ValueKind::kOptional;
    made.held_ = held;
    return made;
}

Value Value::address(const Address* address, bool is_cidr) {
    Value made;
    made.kind_ = is_cidr ? ValueKind::kCidr : ValueKind::kIp;
    made.address_ = address;
    return made;
}

Value Value::error(const ErrorBody* body) {
    Value made;
    made.kind_ = ValueKind::kError;
    made.error_ = body;
    return made;
}

Value Value::unknown(std::uint64_t sources) {
    Value made = of(sources);
    made.kind_ = ValueKind::kUnknown;
    return made;
}

Value Value::unset() {
    Value made;
    made.kind_ = ValueKind::kUnset;
    return made;
}

Fault Value::fault() const {
    return error_->fault;
}

std::string_view Value::error_text() const {
    return error_->text;
}

std::string_view name_of(Fault fault) {
    switch (fault) {
        case Fault::kNoOverload:
            return "no such overload";
        case Fault::kNoSuchName:
            return "no such name";
        case Fault::kNoSuchKey:
            return "no such key";
        case Fault::kNoSuchField:
            return "no such field";
        case Fault::kOutOfRange:
            return "out of range";
        case Fault::kDivideByZero:
            return "division by zero";
        case Fault::kInvalid:
            return "a value that cannot be read";
        case Fault::kBudget:
            break;
    }
    return "the budget of the call is spent";
}

std::string_view type_name(const Value& value) {
    switch (value.kind()) {
        case ValueKind::kNull:
            return "null_type";
        case ValueKind::kBool:
            return "bool";
        case ValueKind::kInt:
            return "int";
        case ValueKind::kUint:
            return "uint";
        case ValueKind::kDouble:
            return "double";
        case ValueKind::kString:
            return "string";
        case ValueKind::kBytes:
            return "bytes";
        case ValueKind::kList:
            return "list";
        case ValueKind::kMap:
            return "map";
        case ValueKind::kType:
            return "type";
        case ValueKind::kTimestamp:
            return kTimestampName;
        case ValueKind::kDuration:
            return kDurationName;
        case ValueKind::kOptional:
            return "optional_type";
        case ValueKind::kMessage:
            return value.message_body().type->name;
        case ValueKind::kIp:
            return "net.IP";
        case ValueKind::kCidr:
            return "net.CIDR";
        case ValueKind::kError:
            return "error";
        case ValueKind::kUnknown:
        case ValueKind::kUnset:
            break;
    }
    return "unknown";
}

}  // namespace sarhad::rules::cel
