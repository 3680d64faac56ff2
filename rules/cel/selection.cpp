#include "selection.h"

#include "numbers.h"

#include "rules/cel/collections.h"
#include "rules/cel/messages.h"

#include <optional>

namespace sarhad::rules::cel {
namespace {

using K = ValueKind;

/// An optional of what was found; of nothing where it was not there.
Value wrapped(Context& context, const Value& found) {
    const bool is_missing = found.is(K::kError) && (found.fault() == Fault::kNoSuchKey ||
                                                    found.fault() == Fault::kOutOfRange);
    return is_missing           ? Value::optional(nullptr)
           : found.is_stopped() ? found
                                : context.optional(found);
}

std::optional<std::uint64_t> list_index(const Value& key) {
    if (key.is(K::kUint)) {
        return key.as_uint();
    }
    if (key.is(K::kDouble)) {
        const auto whole = exact_int(key.as_double());
        return whole ? std::optional{static_cast<std::uint64_t>(*whole)} : std::nullopt;
    }
    return key.is(K::kInt) ? std::optional{static_cast<std::uint64_t>(key.as_int())} : std::nullopt;
}

}  // namespace

Value select(Context& context, const Value& value, std::string_view field) {
    if (value.is(K::kMap)) {
        const Value* found = map_find(value, Value::string(field));
        return found != nullptr ? *found
                                : context.error(Fault::kNoSuchKey, {"no such key: '", field, "'"});
    }
    return value.is(K::kOptional) ? select_optional(context, value, field)
                                  : select_field(context, value, field);
}

Value select_optional(Context& context, const Value& value, std::string_view field) {
    if (value.is(K::kOptional)) {
        return value.held() == nullptr ? value : select_optional(context, *value.held(), field);
    }
    if (value.is(K::kMessage)) {
        const Value is_there = has_field(context, value, field);
        if (!is_there.is_true()) {
            return is_there.is_stopped() ? is_there : Value::optional(nullptr);
        }
    }
    return value.is(K::kUnknown) ? value : wrapped(context, select(context, value, field));
}

Value has(Context& context, const Value& value, std::string_view field) {
    if (value.is(K::kOptional)) {
        return value.held() == nullptr ? Value::of(false) : has(context, *value.held(), field);
    }
    if (value.is(K::kMap)) {
        return Value::of(map_find(value, Value::string(field)) != nullptr);
    }
    return value.is(K::kUnknown) ? value : has_field(context, value, field);
}

Value element(Context& context, const Value& value, const Value& key) {
    if (value.is(K::kOptional)) {
        return element_optional(context, value, key);
    }
    if (value.is(K::kMap)) {
        const Value* found = map_find(value, key);
        return found != nullptr ? *found : context.error(Fault::kNoSuchKey, {"no such key"});
    }
    if (!value.is(K::kList)) {
        return Context::no_overload();
    }
    const auto index = list_index(key);
    if (!index) {
        return context.error(Fault::kInvalid, {"an index is a whole number"});
    }
    return *index < value.size() ? value.elements()[*index]
                                 : context.error(Fault::kOutOfRange, {"index out of range"});
}

Value element_optional(Context& context, const Value& value, const Value& key) {
    if (value.is(K::kOptional)) {
        return value.held() == nullptr ? value : element_optional(context, *value.held(), key);
    }
    return value.is(K::kUnknown) ? value : wrapped(context, element(context, value, key));
}

}  // namespace sarhad::rules::cel
