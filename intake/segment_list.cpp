#include "segment_list.h"

#include <algorithm>

namespace sarhad::intake {

void SegmentList::start(std::string_view tag, std::uint32_t number, std::uint32_t offset) {
    drop_empty_end();
    tokens_.marks_.push_back({static_cast<std::uint32_t>(tokens_.texts_.size()),
                              static_cast<std::uint32_t>(tokens_.ends_.size()),
                              offset,
                              SegmentFault::kNone});
    tokens_.numbers_.push_back(number);
    tokens_.texts_.push_back(tokens_.own(tag));
    tokens_.ends_.push_back(1);
}

void SegmentList::add(std::initializer_list<std::string_view> components) {
    Tokens::Mark& mark = tokens_.marks_.back();
    if (tokens_.ends_.size() - mark.first_element >= kElements) {
        mark.fault = SegmentFault::kTooManyElements;
        return;
    }
    std::size_t count = components.size();
    while (count > 1 && (components.begin() + count - 1)->empty())
        --count;
    if (count > kComponents) {
        mark.fault = SegmentFault::kTooManyComponents;
        count = kComponents;
    }
    for (std::size_t i = 0; i < std::max<std::size_t>(count, 1); ++i) {
        std::string_view text =
            i < components.size() ? *(components.begin() + i) : std::string_view{};
        if (text.size() > kComponentBytes) {
            mark.fault = SegmentFault::kComponentTooLong;
            text = text.substr(0, kComponentBytes);
        }
        tokens_.texts_.push_back(tokens_.own(text));
    }
    tokens_.ends_.push_back(static_cast<std::uint16_t>(tokens_.texts_.size() - mark.first_text));
}

std::string_view SegmentList::keep(std::string text) {
    return kept_.emplace_back(std::move(text));
}

Tokens SegmentList::take() && {
    drop_empty_end();
    return std::move(tokens_);
}

void SegmentList::drop_empty_end() {
    if (tokens_.marks_.empty()) return;
    const std::size_t first = tokens_.marks_.back().first_element;
    const auto is_empty_at_end = [&] {
        const std::size_t texts = tokens_.ends_.back() - tokens_.ends_[tokens_.ends_.size() - 2];
        return texts == 1 && tokens_.texts_.back().size == 0;
    };
    while (tokens_.ends_.size() > first + 1 && is_empty_at_end()) {
        tokens_.ends_.pop_back();
        tokens_.texts_.pop_back();
    }
}

}  // namespace sarhad::intake
