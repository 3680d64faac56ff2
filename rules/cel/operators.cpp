#include "operators.h"

#include "rules/cel/ast.h"

#include <algorithm>
#include <array>

namespace sarhad::rules::cel {
namespace {

constexpr std::array<OperatorSign, 20> kSigns{{
    {op::kConditional, "? :", Level::kChoice},
    {op::kOr, "||", Level::kOr},
    {op::kAnd, "&&", Level::kAnd},
    {op::kEquals, "==", Level::kRelation},
    {op::kNotEquals, "!=", Level::kRelation},
    {op::kLess, "<", Level::kRelation},
    {op::kLessEquals, "<=", Level::kRelation},
    {op::kGreater, ">", Level::kRelation},
    {op::kGreaterEquals, ">=", Level::kRelation},
    {op::kIn, "in", Level::kRelation},
    {op::kAdd, "+", Level::kSum},
    {op::kSubtract, "-", Level::kSum},
    {op::kMultiply, "*", Level::kProduct},
    {op::kDivide, "/", Level::kProduct},
    {op::kModulo, "%", Level::kProduct},
    {op::kNot, "!", Level::kUnary},
    {op::kNegate, "-", Level::kUnary},
    {op::kIndex, "[]", Level::kMember},
    {op::kOptIndex, "[?]", Level::kMember},
    {op::kOptSelect, ".?", Level::kMember},
}};

}  // namespace

const OperatorSign* operator_sign(std::string_view function) {
    const auto found =
        std::find_if(kSigns.begin(), kSigns.end(), [function](const OperatorSign& known) {
            return known.function == function;
        });
    return found == kSigns.end() ? nullptr : &*found;
}

}  // namespace sarhad::rules::cel
