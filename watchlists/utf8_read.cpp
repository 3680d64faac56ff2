#include "utf8_read.h"

#include <array>

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

int digit_value(char32_t code) {
    constexpr std::array<char32_t, 14> kZeros{'0',
                                              0x660,   // Arabic.
                                              0x6F0,   // Urdu and Persian.
                                              0x966,   // Devanagari.
                                              0x9E6,   // Bengali.
                                              0xA66,   // Gurmukhi.
                                              0xAE6,   // Gujarati.
                                              0xBE6,   // Tamil.
                                              0xC66,   // Telugu.
                                              0xD66,   // Malayalam.
                                              0xE50,   // Thai.
                                              0x1040,  // Burmese.
                                              0x17E0,  // Khmer.
                                              0xFF10};
    if (code < kZeros[1]) {
        return code >= kZeros[0] && code < kZeros[0] + 10 ? static_cast<int>(code - kZeros[0]) : -1;
    }
    for (const char32_t zero : kZeros) {
        if (code >= zero && code < zero + 10) {
            return static_cast<int>(code - zero);
        }
    }
    return -1;
}

}  // namespace sarhad::watchlists
