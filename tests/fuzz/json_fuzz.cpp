// links: sarhad_api
// seeds: tests/data/intake
#include "api/json.h"
#include "core/check.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using sarhad::api::Json;
using sarhad::api::JsonFloats;
using sarhad::api::JsonLayout;
using sarhad::api::JsonLimits;

/// What is taken is written and read back as the same value; what is not has a reason.
void check(std::string_view text, const JsonLimits& limits) {
    const auto parsed = sarhad::api::parse_json(text, limits);
    if (!parsed) {
        SARHAD_CHECK(!parsed.error().what.empty());
        return;
    }
    JsonLimits wide;
    wide.bytes = 64U << 20U;
    for (const JsonLayout layout : {JsonLayout::kCompact, JsonLayout::kIndented}) {
        const std::string written = sarhad::api::to_text(*parsed, layout);
        const auto again = sarhad::api::parse_json(written, wide);
        SARHAD_CHECK(again.has_value());
        SARHAD_CHECK(*again == *parsed);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text{data, data + size};
    check(text, {});
    JsonLimits as_text;
    as_text.floats = JsonFloats::kText;
    check(text, as_text);
    return 0;
}
