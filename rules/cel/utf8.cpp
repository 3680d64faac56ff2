#include "utf8.h"

namespace sarhad::rules::cel {

std::size_t character_size(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t wanted = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    std::size_t size = 1;
    while (size < wanted && at + size < text.size() &&
           (static_cast<unsigned char>(text[at + size]) & 0xc0U) == 0x80U) {
        ++size;
    }
    return size == wanted ? size : 1;
}

std::uint32_t character_at(std::string_view text, std::size_t at) {
    const std::size_t size = character_size(text, at);
    const auto lead = static_cast<unsigned char>(text[at]);
    if (size == 1) {
        return lead;
    }
    std::uint32_t point = lead & (0xffU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        point = point << 6U | (static_cast<unsigned char>(text[at + i]) & 0x3fU);
    }
    return point;
}

std::size_t character_count(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += character_size(text, at)) {
        ++count;
    }
    return count;
}

std::size_t character_offset(std::string_view text, std::size_t index) {
    std::size_t at = 0;
    for (; index > 0 && at < text.size(); --index) {
        at += character_size(text, at);
    }
    return index == 0 ? at : std::string_view::npos;
}

bool is_blank(std::uint32_t code_point) {
    return (code_point >= 0x09 && code_point <= 0x0d) || code_point == 0x20 || code_point == 0x85 ||
           code_point == 0xa0 || code_point == 0x1680 ||
           (code_point >= 0x2000 && code_point <= 0x200a) || code_point == 0x2028 ||
           code_point == 0x2029 || code_point == 0x202f || code_point == 0x205f ||
           code_point == 0x3000;
}

}  // namespace sarhad::rules::cel
