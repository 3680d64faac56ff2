#include "rules/cel/context.h"

#include <cstring>

namespace sarhad::rules::cel {
namespace {

constexpr ErrorBody kOverBudget{Fault::kBudget, "the budget of the call is spent"};
constexpr ErrorBody kNoOverload{Fault::kNoOverload, "no such overload"};

}  // namespace

Value Context::over_budget() {
    return Value::error(&kOverBudget);
}

Value Context::no_overload() {
    return Value::error(&kNoOverload);
}

Value Context::error(Fault fault, std::initializer_list<std::string_view> pieces) {
    std::size_t size = 0;
    for (const std::string_view piece : pieces) {
        size += piece.size();
    }
    char* text = arena_.take<char>(size);
    auto* body = arena_.take<ErrorBody>(1);
    if (text == nullptr || body == nullptr) {
        return over_budget();
    }
    std::size_t at = 0;
    for (const std::string_view piece : pieces) {
        if (!piece.empty()) {
            std::memcpy(text + at, piece.data(), piece.size());
            at += piece.size();
        }
    }
    *body = {fault, {text, size}};
    return Value::error(body);
}

Value Context::string(std::string_view text) {
    const std::string_view copy = arena_.copy(text);
    return copy.data() == nullptr ? over_budget() : Value::string(copy);
}

Value Context::bytes(std::string_view bytes) {
    const std::string_view copy = arena_.copy(bytes);
    return copy.data() == nullptr ? over_budget() : Value::bytes(copy);
}

Value Context::list(Value* elements, std::size_t count) {
    auto* body = arena_.take<ListBody>(1);
    if (elements == nullptr || body == nullptr) {
        return over_budget();
    }
    const auto size = static_cast<std::uint32_t>(count);
    *body = {elements, size, size};
    return Value::list(body, size);
}

Value Context::optional(const Value& held) {
    auto* copy = arena_.take<Value>(1);
    if (copy == nullptr) {
        return over_budget();
    }
    *copy = held;
    return Value::optional(copy);
}

}  // namespace sarhad::rules::cel
