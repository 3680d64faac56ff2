#pragma once

#include <string_view>

namespace sarhad::rules::cel {

/// How closely an operator binds; greater binds closer.
enum class Level : int {
    kChoice = 1,
    kOr,
    kAnd,
    kRelation,
    kSum,
    kProduct,
    kUnary,
    kMember,
};

/// An operator as it is written.
struct OperatorSign {
    std::string_view function;
    std::string_view sign;
    Level level;
};

/// Of the function's name, `_+_`; null where it is written as a call.
[[nodiscard]] const OperatorSign* operator_sign(std::string_view function);

}  // namespace sarhad::rules::cel
