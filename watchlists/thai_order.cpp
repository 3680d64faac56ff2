#include "thai_order.h"

#include "script_units.h"
#include "utf8_read.h"

#include <cstddef>

namespace sarhad::watchlists {
namespace {

constexpr char32_t kLaoBeyondThai = 0x80;  ///< Lao letters stand so far behind the Thai ones.
constexpr char32_t kE = 0xE40;             ///< เ, of which other vowels are made.
constexpr char32_t kCarrier = 0xE2D;       ///< อ
constexpr char32_t kLongA = 0xE32;         ///< า
constexpr char32_t kShortA = 0xE30;        ///< ะ
constexpr char32_t kShortI = 0xE34;        ///< ิ
constexpr char32_t kLongI = 0xE35;         ///< ี
constexpr char32_t kLongUe = 0xE37;        ///< ื
constexpr char32_t kYo = 0xE22;            ///< ย

bool is_leading(char32_t code) {
    return (code >= kE && code <= 0xE44) ||
           (code >= kE + kLaoBeyondThai && code <= 0xE44 + kLaoBeyondThai);
}

bool is_consonant(char32_t code) {
    return (code >= 0xE01 && code <= 0xE2E) || (code >= 0xE81 && code <= 0xEAE);
}

bool is_tone(char32_t code) {
    return (code >= 0xE47 && code <= 0xE4B) || (code >= 0xEC8 && code <= 0xECB);
}

/// Two consonants that are said together before a vowel: กร, พล.
bool is_cluster(char32_t first, char32_t second) {
    constexpr std::u32string_view kStops = U"กขคตทปผพ";
    return (second == U'ร' || second == U'ล') && kStops.find(first) != std::u32string_view::npos;
}

std::u32string letters_without_tones(std::string_view word) {
    std::u32string letters;
    for (std::size_t at = 0; at < word.size();) {
        if (const char32_t code = next_character(word, at);
            code != kNoCharacter && !is_tone(code)) {
            letters.push_back(code);
        }
    }
    return letters;
}

/// The vowel that เ and the letters from `rest` on make, which are counted in `taken`.
std::u32string vowel_around(std::u32string_view rest, std::size_t& taken) {
    const auto letter = [&](std::size_t i) { return i < rest.size() ? rest[i] : char32_t{0}; };
    taken = 1;
    if (letter(0) == kLongA) {
        return {kLongA, kCarrier};  // ao
    }
    if (letter(0) == kCarrier || letter(0) == kShortI) {
        return {kCarrier, kE};  // oe
    }
    taken = 2;
    if (letter(0) == kLongI && letter(1) == kYo) {
        return {kLongI, kShortA};  // ia
    }
    if (letter(0) == kLongUe && letter(1) == kCarrier) {
        return {kLongUe, kShortA};  // uea
    }
    taken = 0;
    return {kE};
}

}  // namespace

bool has_leading_vowel(std::string_view word) {
    for (std::size_t at = 0; at < word.size();) {
        if (is_leading(next_character(word, at))) {
            return true;
        }
    }
    return false;
}

std::string spoken_order(std::string_view word) {
    const std::u32string letters = letters_without_tones(word);
    std::u32string said;
    for (std::size_t at = 0; at < letters.size(); ++at) {
        const bool is_before =
            is_leading(letters[at]) && at + 1 < letters.size() && is_consonant(letters[at + 1]);
        if (!is_before) {
            said.push_back(letters[at]);
            continue;
        }
        const char32_t vowel = letters[at];
        // The last letter of a word ends its syllable.
        const bool is_double =
            at + 3 < letters.size() && is_cluster(letters[at + 1], letters[at + 2]);
        const std::size_t consonants = is_double ? 2 : 1;
        if (letters[at + 1] != kCarrier) {
            said += letters.substr(at + 1, consonants);
        }
        at += consonants;
        std::size_t taken = 0;
        said += vowel == kE ? vowel_around(std::u32string_view{letters}.substr(at + 1), taken)
                            : std::u32string{vowel};
        at += taken;
    }
    std::string text;
    for (const char32_t code : said) {
        append_character(text, code);
    }
    return text;
}

}  // namespace sarhad::watchlists
