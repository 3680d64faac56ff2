// Sizes, and what macros make maps with.
#include "utf8.h"

#include "rules/cel/collections.h"
#include "rules/cel/functions.h"

#include <array>

namespace sarhad::rules::cel {
namespace {

using Args = std::span<const Value>;
using K = ValueKind;

Value size(Context& context, Args args) {
    const Value& of = args[0];
    if (of.is(K::kList) || of.is(K::kMap)) {
        return Value::of(std::int64_t{of.size()});
    }
    if (of.is(K::kBytes)) {
        return Value::of(static_cast<std::int64_t>(of.text().size()));
    }
    if (!of.is(K::kString)) {
        return Context::no_overload();
    }
    return context.spend_bytes(of.text().size())
               ? Value::of(static_cast<std::int64_t>(character_count(of.text())))
               : Context::over_budget();
}

/// One entry, or all of another map.
Value insert(Context& context, Args args) {
    if (!args[0].is(K::kMap)) {
        return Context::no_overload();
    }
    if (args.size() == 3) {
        return map_insert(context, args[0], args[1], args[2]);
    }
    if (!args[1].is(K::kMap)) {
        return Context::no_overload();
    }
    Value grown = args[0];
    for (const MapItem& item : args[1].items()) {
        if (!context.spend(1)) {
            return Context::over_budget();
        }
        grown = map_insert(context, grown, item.key, item.value);
        if (grown.is_stopped()) {
            break;
        }
    }
    return grown;
}

constexpr std::array<FunctionRow, 2> kRows{{
    {"size", CallStyle::kBoth, 1, 1, size},
    {"cel.@mapInsert", CallStyle::kGlobal, 2, 3, insert},
}};

}  // namespace

std::span<const FunctionRow> collection_functions() {
    return kRows;
}

}  // namespace sarhad::rules::cel
