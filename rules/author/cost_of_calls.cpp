// The table of docs/cel.md, Budget, as bounds.
#include "cost_of_calls.h"

#include "rules/cel/ast.h"

#include <algorithm>
#include <array>

namespace sarhad::rules {
namespace {

namespace op = cel::op;

/// What a function looks at.
enum class Looks : std::uint8_t {
    kNothing,
    kBytes,       ///< Of its first argument, a step for every 16.
    kBytesTwice,  ///< The same, going over it twice.
    kEachByte,    ///< A step for each byte.
    kElements,    ///< Of a list, or its arguments.
};
/// What it gives.
enum class Gives : std::uint8_t { kPlain, kSame, kTwice, kShort };

struct Row {
    std::string_view function;
    Looks looks;
    Gives gives;
};

/// Texts of numbers and times.
constexpr std::uint64_t kShortText = 64;

constexpr std::array<Row, 61> kRows{{
    {op::kNot, Looks::kNothing, Gives::kPlain},
    {op::kNegate, Looks::kNothing, Gives::kPlain},
    {op::kSubtract, Looks::kNothing, Gives::kPlain},
    {op::kMultiply, Looks::kNothing, Gives::kPlain},
    {op::kDivide, Looks::kNothing, Gives::kPlain},
    {op::kModulo, Looks::kNothing, Gives::kPlain},
    {op::kLess, Looks::kBytes, Gives::kPlain},
    {op::kLessEquals, Looks::kBytes, Gives::kPlain},
    {op::kGreater, Looks::kBytes, Gives::kPlain},
    {op::kGreaterEquals, Looks::kBytes, Gives::kPlain},
    {op::kNotStrictlyFalse, Looks::kNothing, Gives::kPlain},
    {"size", Looks::kBytes, Gives::kPlain},
    {"contains", Looks::kBytes, Gives::kPlain},
    {"startsWith", Looks::kBytes, Gives::kPlain},
    {"endsWith", Looks::kBytes, Gives::kPlain},
    {"indexOf", Looks::kBytes, Gives::kPlain},
    {"lastIndexOf", Looks::kBytes, Gives::kPlain},
    {"charAt", Looks::kBytes, Gives::kShort},
    {"substring", Looks::kBytesTwice, Gives::kSame},
    {"trim", Looks::kBytes, Gives::kSame},
    {"lowerAscii", Looks::kBytes, Gives::kSame},
    {"upperAscii", Looks::kBytes, Gives::kSame},
    {"reverse", Looks::kBytes, Gives::kSame},
    {"int", Looks::kNothing, Gives::kPlain},
    {"uint", Looks::kNothing, Gives::kPlain},
    {"double", Looks::kNothing, Gives::kPlain},
    {"string", Looks::kBytes, Gives::kShort},
    {"timestamp", Looks::kNothing, Gives::kPlain},
    {"duration", Looks::kNothing, Gives::kPlain},
    {"getFullYear", Looks::kNothing, Gives::kPlain},
    {"getMonth", Looks::kNothing, Gives::kPlain},
    {"getDate", Looks::kNothing, Gives::kPlain},
    {"getDayOfMonth", Looks::kNothing, Gives::kPlain},
    {"getDayOfWeek", Looks::kNothing, Gives::kPlain},
    {"getDayOfYear", Looks::kNothing, Gives::kPlain},
    {"getHours", Looks::kNothing, Gives::kPlain},
    {"getMinutes", Looks::kNothing, Gives::kPlain},
    {"getSeconds", Looks::kNothing, Gives::kPlain},
    {"getMilliseconds", Looks::kNothing, Gives::kPlain},
    {"math.ceil", Looks::kNothing, Gives::kPlain},
    {"math.floor", Looks::kNothing, Gives::kPlain},
    {"math.round", Looks::kNothing, Gives::kPlain},
    {"math.trunc", Looks::kNothing, Gives::kPlain},
    {"math.abs", Looks::kNothing, Gives::kPlain},
    {"math.sign", Looks::kNothing, Gives::kPlain},
    {"math.sqrt", Looks::kNothing, Gives::kPlain},
    {"math.isNaN", Looks::kNothing, Gives::kPlain},
    {"math.isInf", Looks::kNothing, Gives::kPlain},
    {"math.isFinite", Looks::kNothing, Gives::kPlain},
    {"math.@max", Looks::kElements, Gives::kPlain},
    {"math.@min", Looks::kElements, Gives::kPlain},
    {"matches", Looks::kEachByte, Gives::kPlain},
    {"iso6346_valid", Looks::kBytes, Gives::kPlain},
    {"imo_valid", Looks::kBytes, Gives::kPlain},
    {"days", Looks::kNothing, Gives::kPlain},
    {"near", Looks::kNothing, Gives::kPlain},
    {"fold", Looks::kBytes, Gives::kTwice},
    {"sum", Looks::kElements, Gives::kPlain},
    {"min", Looks::kElements, Gives::kPlain},
    {"max", Looks::kElements, Gives::kPlain},
    {op::kIndex, Looks::kNothing, Gives::kPlain},
}};

std::uint64_t bytes_cost(std::uint64_t bytes) {
    return bytes / 16 + 1;
}

/// Of two values of one type, part by part.
std::uint64_t equality(const Extent& left, const Extent& right, bool is_text) {
    const std::uint64_t count = std::min(left.count, right.count);
    if (is_text) {
        return add_cost(1, bytes_cost(count));
    }
    if (left.element == nullptr || right.element == nullptr) {
        // Numbers, or elements that are: texts of lists have an extent.
        return add_cost(1, times_cost(count, 2));
    }
    return add_cost(
        1, times_cost(count, equality(*left.element, *right.element, left.element->count > 0)));
}

CallCost joined(std::span<const Extent> args, bool is_list) {
    const std::uint64_t count = add_cost(args[0].count, args[1].count);
    const Extent& larger = args[0].count >= args[1].count ? args[0] : args[1];
    CallCost made{is_list ? count / 4 + 1 : bytes_cost(count), larger};
    made.result.count = count;
    const Extent* left = args[0].element;
    const Extent* right = args[1].element;
    made.result.element =
        left == nullptr || (right != nullptr && right->count > left->count) ? right : left;
    return made;
}

std::uint64_t membership(const Extent& value, const Extent& where) {
    if (where.is_map) {
        return 1;
    }
    const Extent element = where.element == nullptr ? Extent{} : *where.element;
    return times_cost(where.count, equality(value, element, value.count > 0 || element.count > 0));
}

Extent result_of(Gives gives, const Extent& from) {
    Extent made = from;
    switch (gives) {
        case Gives::kPlain:
            return {};
        case Gives::kShort:
            made.count = std::max(kShortText, from.count);
            break;
        case Gives::kTwice:
            made.count = times_cost(from.count, 2);
            break;
        case Gives::kSame:
            break;
    }
    return made;
}

std::uint64_t cost_of(Looks looks, std::span<const Extent> args, bool is_text, bool is_list) {
    const std::uint64_t count = args.empty() ? 0 : args[0].count;
    switch (looks) {
        case Looks::kBytes:
            return is_text ? bytes_cost(count) : 0;
        case Looks::kBytesTwice:
            return bytes_cost(times_cost(count, 2));
        case Looks::kEachByte:
            return count;
        case Looks::kElements:
            return is_list ? count : args.size();
        case Looks::kNothing:
            break;
    }
    return 0;
}

}  // namespace

std::uint64_t add_cost(std::uint64_t left, std::uint64_t right) {
    return std::min(kCostCap, left + right);
}

std::uint64_t times_cost(std::uint64_t left, std::uint64_t right) {
    return left != 0 && right > kCostCap / left ? kCostCap : left * right;
}

std::optional<CallCost> call_cost(std::string_view function,
                                  std::span<const Extent> args,
                                  bool is_text,
                                  bool is_list) {
    if (function == op::kEquals || function == op::kNotEquals) {
        return CallCost{equality(args[0], args[1], is_text), {}};
    }
    if (function == op::kIn) {
        return CallCost{membership(args[0], args[1]), {}};
    }
    if (function == op::kAdd) {
        return is_text || is_list ? joined(args, is_list) : CallCost{};
    }
    const auto* found = std::find_if(
        kRows.begin(), kRows.end(), [&](const Row& row) { return row.function == function; });
    if (found == kRows.end()) {
        return std::nullopt;
    }
    CallCost made{cost_of(found->looks, args, is_text, is_list),
                  args.empty() ? Extent{} : result_of(found->gives, args[0])};
    if (function == op::kIndex && args[0].element != nullptr) {
        made.result = *args[0].element;
    }
    return made;
}

}  // namespace sarhad::rules
