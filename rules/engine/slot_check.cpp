#include "rules/engine/slot_check.h"

#include "rules/engine/frame.h"

namespace sarhad::rules::engine {
namespace {

using cel::SlotState;
using cel::SlotText;
using cel::SlotType;

bool is_text(const cel::SlotField& field, std::uint64_t word) {
    const std::size_t size = SlotText::size(word);
    if (size > field.bytes_max) {
        return false;
    }
    if (!SlotText::is_inline(word)) {
        return size > SlotText::kInline;
    }
    // Nothing behind the text, so that equal texts are equal slots.
    return size <= SlotText::kInline &&
           (size == SlotText::kInline || (word & ~(std::uint64_t{0xff} << 56U)) >> size * 8 == 0);
}

}  // namespace

bool is_slot(const cel::SlotField& field, std::uint64_t word, SlotState state) {
    if (state != SlotState::kValue) {
        return word == (state == SlotState::kAbsent ? field.absent : 0);
    }
    switch (field.type) {
        case SlotType::kBool:
            return word <= 1;
        case SlotType::kTime: {
            const auto moment = static_cast<std::int64_t>(word);
            return moment >= kMomentFirst && moment <= kMomentLast;
        }
        case SlotType::kString:
            return is_text(field, word);
        case SlotType::kInt:
        case SlotType::kDouble:
            break;
    }
    return true;
}

}  // namespace sarhad::rules::engine
