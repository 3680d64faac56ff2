#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sarhad::watchlists {

/// Scripts as words of names are written in them; kOther has neither readings nor units.
enum class Script : std::uint8_t {
    kLatin,
    kArabic,
    kCyrillic,
    kHan,
    kHangul,
    kHebrew,
    kKana,
    kOther
};

/// By the first character; kLatin for ASCII and the empty text.
[[nodiscard]] Script script_of(std::string_view word);
/// True where the learned table knows the script's letters.
[[nodiscard]] constexpr bool has_sounds(Script script) {
    return script == Script::kArabic || script == Script::kCyrillic || script == Script::kHan ||
           script == Script::kHangul || script == Script::kHebrew;
}
/// True where the word is kept in its own script. One look at one byte.
[[nodiscard]] inline bool is_native(std::string_view word) {
    return !word.empty() && static_cast<unsigned char>(word.front()) >= 0x80U;
}

/// A part of a Chinese or Korean name: neither a particle nor an initial, whatever it sounds like.
[[nodiscard]] inline bool is_syllable(std::string_view word) {
    const Script script = script_of(word);
    return script == Script::kHan || script == Script::kHangul;
}

/// One letter for the letters that Arabic, Persian, Urdu and Pashto write differently.
[[nodiscard]] char32_t plain_arabic(char32_t code);

/// The small letter of a Cyrillic, Greek, Armenian or Georgian capital; others as they are.
[[nodiscard]] char32_t small_letter(char32_t code);
/// Appends `code` as UTF-8.
void append_character(std::string& to, char32_t code);

inline constexpr std::size_t kMaxUnits = 24;
/// What a word of another script is made of: letters (Cyrillic small ones, Hebrew ones with a
/// geresh + 0x100, the Arabic article one unit 0x744), jamo, syllables of pinyin (0x200000 and
/// more); bit 24 marks the first letter, bit 25 the last. The numbers are those of
/// script_sounds_table.h.
struct Units {
    std::array<std::uint32_t, kMaxUnits> unit{};
    std::size_t size{0};
};
/// The first kMaxUnits. Allocates nothing.
[[nodiscard]] Units units_of(std::string_view word);

/// The pinyin of a Han letter; empty for others.
[[nodiscard]] std::string_view pinyin_of(char32_t code);
/// Whether a Latin word is a syllable of pinyin (without its tone).
[[nodiscard]] bool is_pinyin(std::string_view latin);
/// One syllable of Hangul as the Revised Romanisation writes it; empty for others.
[[nodiscard]] std::string hangul_reading(char32_t code);

}  // namespace sarhad::watchlists
