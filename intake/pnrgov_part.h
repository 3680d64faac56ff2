#pragma once

#include "intake/edifact.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// A segment, or the piece of one that holds several because a terminator between them was lost
/// ("...+9TIF+KIM:I+KONG CHUN MRS:A:3'"). Borrowed as Segment is.
class Part {
public:
    explicit Part(const Segment& segment)
        : segment_{segment}, tag_{segment.tag()}, last_{segment.elements()} {}

    [[nodiscard]] std::string_view tag() const { return tag_; }
    [[nodiscard]] std::string_view at(std::size_t element, std::size_t component = 0) const {
        return is_piece_ ? at_of_piece(element, component) : segment_.at(element, component);
    }
    [[nodiscard]] std::size_t elements() const { return last_ - first_; }  ///< With the tag.
    [[nodiscard]] std::size_t components(std::size_t element) const;
    [[nodiscard]] const Segment& segment() const { return segment_; }
    /// As it would be sent: "TVL+101210:0915+LHR+JFK+DL+324:B".
    [[nodiscard]] std::string written() const;

private:
    friend void split_glued(const Segment& segment, std::vector<Part>& parts);
    [[nodiscard]] std::string_view at_of_piece(std::size_t element, std::size_t component) const;
    Segment segment_;
    std::string_view tag_;
    std::size_t first_{0};
    std::size_t last_;
    std::size_t cut_{0};    ///< Bytes at its end that belong to what follows.
    bool is_piece_{false};  ///< Not the whole segment.
};

/// The pieces of a segment: mostly one. A lost terminator is found by the tag of TIF, TVL, SSR,
/// IFT, RCI, TRI, DAT or ABI at the end of an element, where what follows has the shape of that
/// segment: a person whose name ends in those letters (LATIF) has not.
void split_glued(const Segment& segment, std::vector<Part>& parts);

/// TIF's element `given` has the shape of a given name with its type: "JOHNMR:A:1".
[[nodiscard]] bool is_person_type(std::string_view code);

}  // namespace sarhad::intake
