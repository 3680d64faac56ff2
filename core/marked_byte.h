#pragma once

#include <cstddef>
#include <iterator>

namespace sarhad::core {

/// An input iterator over a text that leaves a mark of how far it got: for a reader that says how
/// it went, but not where. Both the text and the mark outlive it; the mark is behind the last byte
/// that was stepped over.
struct MarkedByte {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    const char* at;
    const char** mark;

    reference operator*() const { return *at; }
    MarkedByte& operator++() {
        ++at;
        *mark = at;
        return *this;
    }
    friend bool operator==(const MarkedByte& left, const MarkedByte& right) {
        return left.at == right.at;
    }
};

}  // namespace sarhad::core
