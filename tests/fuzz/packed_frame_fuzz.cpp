// links: sarhad_rules sarhad_core
#include "core/check.h"
#include "rules/engine/fact_layout.h"
#include "rules/frames/packed_frame.h"

#include <cstddef>
#include <cstdint>

/// The first byte says the kind; the rest is a packed frame or is refused. One that is read is the
/// same once it was packed again, unless it has no room for that.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sarhad::rules;          // NOLINT(google-build-using-namespace): its own target.
    using namespace sarhad::rules::frames;  // NOLINT(google-build-using-namespace): its own target.
    static const FactSchema schema;
    static const engine::FactLayouts layouts{schema};
    if (size == 0) {
        return 0;
    }
    const RuleKind kind = rule_kinds()[data[0] % kRuleKindCount];
    const cel::SlotLayout& layout = layouts.of(kind);
    engine::FrameBuilder builder{layout};
    const auto frame = unpack_frame({data + 1, size - 1}, kind, builder);
    if (!frame) {
        return 0;
    }
    const sarhad::core::Bytes packed = pack_frame(*frame, kind);
    if (packed.empty()) {
        return 0;
    }
    const auto again = unpack_frame(packed, kind, builder);
    SARHAD_CHECK(again && again->to_bytes(layout) == frame->to_bytes(layout));
    return 0;
}
