// links: sarhad_rules sarhad_facts sarhad_core
// words: rules/pack/set_change.cpp
#include "core/check.h"
#include "rules/pack/set_change.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// Bytes are a step of a reference set in its one form, or are refused with a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sarhad::rules;  // NOLINT(google-build-using-namespace): its own target.
    const sarhad::core::ByteView bytes{data, size};
    const auto change = parse_set_change(bytes);
    if (change) {
        const auto again = set_change_bytes(*change);
        SARHAD_CHECK(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()));
    } else {
        SARHAD_CHECK(!change.error().what.empty());
    }
    return 0;
}
