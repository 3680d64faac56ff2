#include "indian_reading.h"

#include "block_reading.h"
#include "utf8_read.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace sarhad::watchlists {
namespace {

/// The Indian blocks of Unicode are laid out alike, 0x80 letters each.
constexpr char32_t kFirstBlock = 0x900;
constexpr char32_t kPastBlocks = 0xD80;
constexpr char32_t kInBlock = 0x7F;
constexpr char32_t kBengaliDottedY = 0x9DF;
constexpr char32_t kTippi = 0xA70;  ///< Gurmukhi's second nasal: Singh, Sandhu.
constexpr char32_t kAddak = 0xA71;  ///< Doubles the consonant behind it.

bool is_consonant(char32_t code) {
    const char32_t at = code & kInBlock;
    return (at >= 0x15 && at <= 0x39) || (at >= 0x58 && at <= 0x5F);
}
/// Anusvara, chandrabindu and tippi.
bool is_nasal(char32_t code) {
    return (code & kInBlock) == 0x01 || (code & kInBlock) == 0x02 || code == kTippi;
}
bool is_virama(char32_t code) {
    return (code & kInBlock) == 0x4D;
}
bool is_nukta(char32_t code) {
    return (code & kInBlock) == 0x3C;
}

enum class Sound : std::uint8_t { kConsonant, kNasal, kVowel, kInherent, kSilent };
struct Part {
    Sound sound;
    std::string_view latin;
};

bool is_vowel(const Part& part) {
    return part.sound == Sound::kVowel || part.sound == Sound::kInherent;
}
bool is_consonant(const Part& part) {
    return part.sound == Sound::kConsonant || part.sound == Sound::kNasal;
}

/// What the table of scripts, made for scholars, writes other than people do.
std::string_view letter_reading(char32_t code) {
    switch (code & kInBlock) {
        case 0x1A:
            return "ch";
        case 0x36:
        case 0x37:
            return "sh";
        default:  // Not our enum.
            return block_reading(code);
    }
}

/// Bengali has no w and writes Anwar as "anoyar", with a dot below the y.
void read_dotted_y(std::vector<Part>& parts) {
    const std::size_t size = parts.size();
    if (size >= 2 && parts[size - 1].latin == "y" && parts[size - 2].latin == "o") {
        parts[size - 2].latin = "";
        parts[size - 1].latin = "w";
    }
}

std::vector<Part> parts_of(std::string_view word) {
    std::vector<Part> parts;
    bool is_open = false;  // The last consonant may sound with an a.
    bool is_doubled = false;
    for (std::size_t at = 0; at < word.size();) {
        const char32_t code = next_character(word, at);
        if (is_nukta(code)) {
            read_dotted_y(parts);  // What else it changes the reading does not tell apart.
            continue;
        }
        if (code == kAddak) {
            is_doubled = true;
            continue;
        }
        if (is_open && (is_consonant(code) || is_nasal(code))) {
            parts.push_back({Sound::kInherent, "a"});
        }
        is_open = is_consonant(code);
        const std::string_view latin = letter_reading(code);
        if (std::exchange(is_doubled, false) && is_open && !latin.empty()) {
            parts.push_back({Sound::kConsonant, latin.substr(0, 1)});
        }
        if (is_nasal(code)) {
            parts.push_back({Sound::kNasal, "n"});
        } else if (!is_virama(code) && !latin.empty()) {
            parts.push_back({is_open ? Sound::kConsonant : Sound::kVowel, latin});
            if (code == kBengaliDottedY) {
                read_dotted_y(parts);
            }
        }
    }
    return parts;
}

/// From the end: what falls silent there leaves its neighbour without a vowel.
void silence(std::vector<Part>& parts) {
    for (std::size_t i = parts.size(); i-- > 2;) {
        const bool is_between = parts[i].sound == Sound::kInherent && i + 2 < parts.size() &&
                                is_consonant(parts[i - 1]) && is_vowel(parts[i - 2]) &&
                                is_consonant(parts[i + 1]) && is_vowel(parts[i + 2]);
        if (is_between) {
            parts[i].sound = Sound::kSilent;
        }
    }
}

bool is_of_lips(std::string_view latin) {
    return latin.starts_with('b') || latin.starts_with('p') || latin.starts_with('m');
}

}  // namespace

bool is_indian(std::string_view word) {
    std::size_t at = 0;
    const char32_t code = word.empty() ? 0 : next_character(word, at);
    return code >= kFirstBlock && code < kPastBlocks;
}

std::string indian_reading(std::string_view word) {
    std::vector<Part> parts = parts_of(word);
    silence(parts);
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool is_m = parts[i].sound == Sound::kNasal && i + 1 < parts.size() &&
                          is_of_lips(parts[i + 1].latin);
        if (parts[i].sound != Sound::kSilent) {
            text += is_m ? std::string_view{"m"} : parts[i].latin;
        }
    }
    return text;
}

}  // namespace sarhad::watchlists
