#include "posting.h"

#include <algorithm>

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

Posting Posting::make(std::uint32_t name, std::uint8_t total, std::span<const ToldWord> others) {
    const std::size_t kind = others.empty() ? 0 : std::min(others.size(), kKinds) - 1;
    const ToldFields& fields = told::kFields[kind];
    auto tells = static_cast<std::uint32_t>(kind << (kTellBits - kKindBits));
    for (std::size_t i = 0; i < std::min(others.size(), fields.words.size()); ++i) {
        const ToldField& field = fields.words[i];
        if (field.mask != 0) {
            tells |= std::uint32_t{told::mark_of(others[i], field.table)} << field.shift;
        }
    }
    return {name, tells | (total & fields.total_mask), total};
}

}  // namespace sarhad::watchlists
