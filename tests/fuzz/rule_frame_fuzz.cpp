// links: sarhad_rules sarhad_core
#include "core/check.h"
#include "rules/engine/fact_layout.h"
#include "rules/engine/frame.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// The first byte says the kind; the rest is a frame or is refused. One that is read is written as
/// the same bytes again, and every field of it can be read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sarhad::rules;          // NOLINT(google-build-using-namespace): its own target.
    using namespace sarhad::rules::engine;  // NOLINT(google-build-using-namespace): its own target.
    static const FactSchema schema;
    static const FactLayouts layouts{schema};
    if (size == 0) {
        return 0;
    }
    const cel::SlotLayout& layout = layouts.of(rule_kinds()[data[0] % kRuleKindCount]);
    const sarhad::core::ByteView bytes{data + 1, size - 1};
    const auto frame = Frame::parse(bytes, layout);
    if (!frame) {
        return 0;
    }
    const sarhad::core::Bytes again = frame->to_bytes(layout);
    SARHAD_CHECK(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()));
    std::size_t read = frame->port().size();
    for (std::size_t t = 0; t < frame->tables().size(); ++t) {
        const cel::SlotTable& table = frame->tables()[t];
        const auto& fields = layout.tables()[t].fields;
        for (std::size_t i = 0; i < fields.size() * table.rows; ++i) {
            if (fields[i / table.rows].type == cel::SlotType::kString) {
                for (const char c : cel::SlotText::read(table.words[i], frame->text().data())) {
                    read += static_cast<unsigned char>(c);
                }
            }
        }
    }
    SARHAD_CHECK(read < SIZE_MAX);
    return 0;
}
