#include "posting.h"

namespace sarhad::watchlists {

std::uint8_t word_sketch(std::string_view fold) {
    constexpr std::string_view kVowels = "aeiouy";
    constexpr std::size_t kConsonants = 3;
    constexpr std::uint32_t kSketches = 254;
    std::uint32_t hash = fold.empty() ? 0 : static_cast<unsigned char>(fold.front());
    std::size_t count = 0;
    for (const char c : fold) {
        if (count == kConsonants) {
            break;
        }
        if (kVowels.find(c) == std::string_view::npos) {
            hash = hash * 31 + static_cast<unsigned char>(c);
            ++count;
        }
    }
    const std::uint64_t spread = hash * 0x9E37'79B1U;
    return static_cast<std::uint8_t>(1 + (spread * kSketches >> 32U));
}

}  // namespace sarhad::watchlists
