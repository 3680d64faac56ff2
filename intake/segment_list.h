#pragma once

#include "intake/edifact.h"

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace sarhad::intake {

/// Puts segments together from what another syntax says, for the readers of segments. Texts are
/// copied; keep() holds those that stand nowhere until they are.
class SegmentList {
public:
    /// A new segment, for what stands at this place of its file.
    void start(std::string_view tag, std::uint32_t number, std::uint32_t offset);
    /// The next element of it. Empty components at its end are none, nor are empty elements at the
    /// segment's end. Past the limits of edifact.h a component is cut, and an element left out: the
    /// segment's fault says so.
    void add(std::initializer_list<std::string_view> components);
    /// An element whose first component it is.
    void add(std::string_view component) { add({component}); }
    [[nodiscard]] std::string_view keep(std::string text);
    [[nodiscard]] std::size_t size() const { return tokens_.marks_.size(); }
    [[nodiscard]] Tokens take() &&;

private:
    void drop_empty_end();

    Tokens tokens_;
    std::deque<std::string> kept_;
};

}  // namespace sarhad::intake
