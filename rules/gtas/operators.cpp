#include "operators.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::rules::gtas {
namespace {

using O = Operator;

constexpr std::array<std::pair<std::string_view, Operator>, 23> kNames{{
    {"EQUAL", O::kEqual},
    {"NOT_EQUAL", O::kNotEqual},
    {"GREATER", O::kGreater},
    {"GREATER_OR_EQUAL", O::kGreaterOrEqual},
    {"LESS", O::kLess},
    {"LESS_OR_EQUAL", O::kLessOrEqual},
    {"IN", O::kIn},
    {"NOT_IN", O::kNotIn},
    {"BETWEEN", O::kBetween},
    {"NOT_BETWEEN", O::kNotBetween},
    {"BEGINS_WITH", O::kBeginsWith},
    {"NOT_BEGINS_WITH", O::kNotBeginsWith},
    {"CONTAINS", O::kContains},
    {"NOT_CONTAINS", O::kNotContains},
    {"ENDS_WITH", O::kEndsWith},
    {"NOT_ENDS_WITH", O::kNotEndsWith},
    {"IS_EMPTY", O::kIsEmpty},
    {"IS_NOT_EMPTY", O::kIsNotEmpty},
    {"IS_NULL", O::kIsNull},
    {"IS_NOT_NULL", O::kIsNotNull},
    {"NOT_IS_NULL", O::kIsNotNull},  // As GTAS's newer screens write it.
    {"MEMBER_OF", O::kMemberOf},
    {"NOT_MEMBER_OF", O::kNotMemberOf},
}};

template <std::size_t kSize>
bool is_one_of(Operator op, const std::array<Operator, kSize>& all) {
    return std::find(all.begin(), all.end(), op) != all.end();
}

}  // namespace

std::optional<Operator> find_operator(std::string_view name) {
    const auto found = std::find_if(
        kNames.begin(), kNames.end(), [name](const auto& row) { return row.first == name; });
    return found == kNames.end() ? std::nullopt : std::optional{found->second};
}

bool is_presence(Operator op) {
    return is_one_of(op, std::array{O::kIsEmpty, O::kIsNotEmpty, O::kIsNull, O::kIsNotNull});
}

bool is_negated(Operator op) {
    return is_one_of(op,
                     std::array{O::kNotEqual,
                                O::kNotIn,
                                O::kNotBetween,
                                O::kNotBeginsWith,
                                O::kNotContains,
                                O::kNotEndsWith,
                                O::kIsEmpty,
                                O::kIsNull,
                                O::kNotMemberOf});
}

bool holds_of_nothing(Operator op) {
    return is_one_of(op, std::array{O::kNotEqual, O::kNotIn, O::kIsEmpty, O::kIsNull});
}

bool is_partial(Operator op) {
    return is_one_of(op,
                     std::array{O::kBeginsWith,
                                O::kNotBeginsWith,
                                O::kContains,
                                O::kNotContains,
                                O::kEndsWith,
                                O::kNotEndsWith});
}

std::size_t values_of(Operator op) {
    if (is_one_of(op, std::array{O::kIn, O::kNotIn})) {
        return 0;
    }
    return is_one_of(op, std::array{O::kBetween, O::kNotBetween}) ? 2 : 1;
}

}  // namespace sarhad::rules::gtas
