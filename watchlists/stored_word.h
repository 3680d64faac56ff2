#pragma once

#include "packed.h"

#include "watchlists/name_form.h"

#include <cstdint>
#include <cstring>

namespace sarhad::watchlists {

/// A word of a name in a segment: its number (24 bits), its class (2), its chain (4).
[[nodiscard]] constexpr std::uint32_t word_number(std::uint32_t stored) {
    return stored & 0xFF'FFFFU;
}
[[nodiscard]] constexpr TokenClass word_class(std::uint32_t stored) {
    return static_cast<TokenClass>(stored >> 24U & 3U);
}
[[nodiscard]] constexpr std::uint8_t word_chain(std::uint32_t stored) {
    return static_cast<std::uint8_t>(stored >> 26U);
}
[[nodiscard]] constexpr std::uint32_t stored_word(std::uint32_t number, const NameToken& token) {
    return number | static_cast<std::uint32_t>(token.kind) << 24U |
           std::uint32_t{token.chain} << 26U;
}

/// Words of such a class are scored: scored_words().
[[nodiscard]] constexpr bool is_scored(TokenClass kind) {
    return kind == TokenClass::kPlain || kind == TokenClass::kTitle;
}

/// The words of names inside a segment: three bytes each where their numbers take 18 bits, else
/// four. At least one more byte stands behind the last.
class StoredWords final {
public:
    StoredWords() = default;
    /// Of a segment with so many words; `bytes` has whole elements.
    StoredWords(core::ByteView bytes, std::uint32_t words)
        : data_{bytes.data()}, size_{bytes.size() / size_of(words)}, width_{size_of(words)} {}
    [[nodiscard]] static constexpr std::size_t size_of(std::uint32_t words) {
        return words <= 1U << kNarrowBits ? 3 : 4;
    }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::uint32_t operator[](std::size_t at) const {
        std::uint32_t value = 0;
        std::memcpy(&value, data_ + at * width_, sizeof(value));
        return width_ == sizeof(value)
                   ? value
                   : (value & kNarrowNumber) | (value & 0xFF'FFFFU) >> kNarrowBits << 24U;
    }
    void prefetch(std::size_t at) const { ask_memory(data_ + at * width_); }
    /// Appends one to the words of such a segment.
    static void put(core::Bytes& to, std::uint32_t stored, std::uint32_t words) {
        if (size_of(words) == 3) {
            put_u24(to, (stored & kNarrowNumber) | stored >> 24U << kNarrowBits);
        } else {
            put_packed(to, stored);
        }
    }

private:
    static constexpr unsigned kNarrowBits = 18;
    static constexpr std::uint32_t kNarrowNumber = (1U << kNarrowBits) - 1;
    const std::uint8_t* data_{nullptr};
    std::size_t size_{0};
    std::size_t width_{4};
};

}  // namespace sarhad::watchlists
