#include "pnrgov_part.h"

#include "edifact_bytes.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace sarhad::intake {
namespace {

constexpr std::size_t kTagBytes = 3;
constexpr std::string_view kQuote = "\xE2\x80\x99";  ///< What an office program makes of '.

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool are_digits(std::string_view text, std::size_t least, std::size_t most) {
    return core::is_ascii_digits(text) && text.size() >= least && text.size() <= most;
}

bool is_code(std::string_view text, std::size_t least, std::size_t most) {
    return text.size() >= least && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_upper(c) || (c >= '0' && c <= '9');
           });
}

/// The elements from `at` on are those of a segment with this tag.
bool has_shape(const Segment& segment, std::string_view tag, std::size_t at) {
    const auto text = [&](std::size_t e, std::size_t c) { return segment.at(at + e, c); };
    if (tag == "TIF") {
        const bool has_type = segment.components(at + 1) > 1 && is_person_type(text(1, 1));
        return !text(0, 0).empty() && (has_type || text(0, 1) == "I" || text(0, 1) == "G");
    }
    if (tag == "TVL") {
        const bool is_dated = are_digits(text(0, 0), 6, 6);
        const bool is_number_only =
            text(0, 0).empty() && text(1, 0).empty() && text(3, 0).empty() && !text(4, 0).empty();
        return is_dated || is_number_only;
    }
    if (tag == "SSR") return is_code(text(0, 0), 4, 4) && segment.components(at) >= 3;
    if (tag == "IFT") return are_digits(text(0, 0), 1, 2) && segment.components(at) >= 2;
    if (tag == "RCI") return is_code(text(0, 0), 2, 3) && is_code(text(0, 1), 5, 8);
    if (tag == "TRI") return text(0, 0).empty() && segment.elements() > at + 1;
    if (tag == "DAT") return are_digits(text(0, 0), 1, 3) && are_digits(text(0, 1), 6, 6);
    if (tag == "ABI") return are_digits(text(0, 0), 1, 2);
    return false;
}

constexpr std::array<std::uint32_t, 8> kGlued{packed("TIF"),
                                              packed("TVL"),
                                              packed("SSR"),
                                              packed("IFT"),
                                              packed("RCI"),
                                              packed("TRI"),
                                              packed("ABI"),
                                              packed("DAT")};

/// A name may end so: its own elements are never looked at.
bool holds_name(const Segment& segment, std::size_t element) {
    return segment.tag() == "TIF" && element == 1;
}

/// The tag glued to the end of `element`; "" where there is none.
std::string_view glued_tag(const Segment& segment, std::size_t element) {
    const std::string_view text = segment.at(element, segment.components(element) - 1);
    if (text.size() <= kTagBytes || !is_upper(text.back())) return {};
    const std::string_view tag = text.substr(text.size() - kTagBytes);
    if (std::find(kGlued.begin(), kGlued.end(), packed(tag)) == kGlued.end()) return {};
    const bool is_one = !holds_name(segment, element) && has_shape(segment, tag, element + 1);
    return is_one ? tag : std::string_view{};
}

}  // namespace

bool is_person_type(std::string_view code) {
    constexpr std::array<std::string_view, 9> kTypes{
        "A", "C", "IN", "INF", "INS", "CHD", "ADT", "G", "IS"};
    return std::find(kTypes.begin(), kTypes.end(), code) != kTypes.end();
}

std::string_view Part::at_of_piece(std::size_t element, std::size_t component) const {
    if (element == 0 && component == 0) return tag_;
    const std::size_t own = first_ + element;
    if (own >= last_) return {};
    std::string_view text = segment_.at(own, component);
    const bool is_cut = cut_ > 0 && own + 1 == last_ && component + 1 == segment_.components(own);
    if (is_cut) text.remove_suffix(cut_);
    return text;
}

std::size_t Part::components(std::size_t element) const {
    return first_ + element < last_ ? segment_.components(first_ + element) : 0;
}

std::string Part::written() const {
    std::string text{tag_};
    for (std::size_t e = 1; e < elements(); ++e) {
        text.push_back('+');
        for (std::size_t c = 0; c < components(e); ++c) {
            if (c > 0) text.push_back(':');
            text.append(at(e, c));
        }
    }
    return text;
}

void split_glued(const Segment& segment, std::vector<Part>& parts) {
    parts.clear();
    parts.emplace_back(segment);
    for (std::size_t e = 1; e + 1 < segment.elements(); ++e) {
        const std::string_view tag = glued_tag(segment, e);
        if (tag.empty()) continue;
        Part next{segment};
        next.tag_ = tag;
        next.first_ = e;
        next.is_piece_ = true;
        Part& before = parts.back();
        before.is_piece_ = true;
        before.last_ = e + 1;
        before.cut_ = kTagBytes;
        const std::string_view rest = before.at(e - before.first_, segment.components(e) - 1);
        if (rest.ends_with(kQuote)) before.cut_ += kQuote.size();
        parts.push_back(next);
    }
}

}  // namespace sarhad::intake
