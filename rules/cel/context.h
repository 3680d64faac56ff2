#pragma once

#include "rules/cel/value.h"

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace sarhad::rules::cel {

class Schema;

/// What one call may use, and what it has used: functions take their memory and their steps here.
class Context final {
public:
    /// `schema`: may be null. All outlive this.
    Context(Arena& arena, std::uint64_t steps, const Schema* schema)
        : arena_{arena}, left_{steps}, schema_{schema} {}

    /// False once the budget is spent: the caller then gives over_budget().
    [[nodiscard]] bool spend(std::uint64_t steps) {
        if (steps > left_) {
            left_ = 0;
            return false;
        }
        left_ -= steps;
        return true;
    }
    /// For `bytes` looked at: a step for every 16.
    [[nodiscard]] bool spend_bytes(std::uint64_t bytes) { return spend(bytes / 16 + 1); }
    [[nodiscard]] std::uint64_t left() const { return left_; }
    [[nodiscard]] Arena& arena() { return arena_; }
    [[nodiscard]] const Schema* schema() const { return schema_; }

    [[nodiscard]] static Value over_budget();
    /// No overload of the function takes these types.
    [[nodiscard]] static Value no_overload();
    /// The pieces joined are the text.
    [[nodiscard]] Value error(Fault fault, std::initializer_list<std::string_view> pieces);
    /// Copies of what is not yet in the arena; over_budget() where they do not fit.
    [[nodiscard]] Value string(std::string_view text);
    [[nodiscard]] Value bytes(std::string_view bytes);
    /// A list of `elements`, which are in the arena.
    [[nodiscard]] Value list(Value* elements, std::size_t count);
    [[nodiscard]] Value optional(const Value& held);

private:
    Arena& arena_;
    std::uint64_t left_;
    const Schema* schema_;
};

/// Lists and maps within one another at most, where a function goes into all of them.
inline constexpr std::uint32_t kValueDepthMax = 100;

}  // namespace sarhad::rules::cel
