#include "utf8_read.h"

namespace sarhad::watchlists {

char32_t next_character(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(at++);
    if (lead < 0x80) {
        return lead;
    }
    const std::size_t more = lead >= 0xF0 ? 3 : (lead >= 0xE0 ? 2 : 1);
    if (lead < 0xC2 || lead > 0xF4 || at + more > text.size()) {
        return kNoCharacter;
    }
    char32_t code = lead & (0x3FU >> more);
    for (std::size_t i = 0; i < more; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) {
            return kNoCharacter;
        }
        code = (code << 6U) | (byte(at + i) & 0x3FU);
    }
    at += more;
    return code;
}

}  // namespace sarhad::watchlists
