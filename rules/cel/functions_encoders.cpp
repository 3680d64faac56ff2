// Bytes as text and back.
#include "base64.h"

#include "rules/cel/functions.h"

#include <array>

namespace sarhad::rules::cel {
namespace {

using Args = std::span<const Value>;

Value encode(Context& context, Args args) {
    return args[0].is(ValueKind::kBytes) ? to_base64(context, args[0].text())
                                         : Context::no_overload();
}

Value decode(Context& context, Args args) {
    return args[0].is(ValueKind::kString) ? from_base64(context, args[0].text())
                                          : Context::no_overload();
}

constexpr std::array<FunctionRow, 2> kRows{{
    {"base64.encode", CallStyle::kGlobal, 1, 1, encode},
    {"base64.decode", CallStyle::kGlobal, 1, 1, decode},
}};

}  // namespace

std::span<const FunctionRow> encoder_functions() {
    return kRows;
}

}  // namespace sarhad::rules::cel
