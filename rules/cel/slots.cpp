#include "rules/cel/slots.h"

#include <algorithm>

namespace sarhad::rules::cel {

TextSet::TextSet(std::vector<std::string> texts) : texts_{std::move(texts)} {
    std::sort(texts_.begin(), texts_.end());
    texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
    table_.resize(std::bit_ceil(texts_.size() * 2 + 2));
    for (const std::string& text : texts_) {
        if (text.size() > SlotText::kInline) {
            continue;
        }
        has_empty_ = has_empty_ || text.empty();
        const std::uint64_t slot = SlotText::of(text);
        const std::size_t mask = table_.size() - 1;
        std::size_t at = slot_hash(slot) >> 32U & mask;
        while (table_[at] != 0) {
            at = (at + 1) & mask;
        }
        table_[at] = slot;
    }
}

bool TextSet::contains_inline(std::uint64_t slot) const {
    if (slot == 0) {
        return has_empty_;
    }
    const std::size_t mask = table_.size() - 1;
    for (std::size_t at = slot_hash(slot) >> 32U & mask; table_[at] != 0; at = (at + 1) & mask) {
        if (table_[at] == slot) {
            return true;
        }
    }
    return false;
}

bool TextSet::contains_long(std::string_view text) const {
    return std::binary_search(texts_.begin(), texts_.end(), text);
}

bool TextSet::contains(std::string_view text) const {
    return text.size() <= SlotText::kInline ? contains_inline(SlotText::of(text))
                                            : contains_long(text);
}

}  // namespace sarhad::rules::cel
