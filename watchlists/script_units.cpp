#include "script_units.h"

#include "script_sounds_table.h"
#include "utf8_read.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr std::uint32_t kFirstUnit = 1U << 24U;
constexpr std::uint32_t kLastUnit = 1U << 25U;
constexpr std::uint32_t kSyllableUnit = 1U << 21U;
constexpr std::uint32_t kGeresh = 0x100;
constexpr std::uint32_t kAlef = 0x627;
constexpr std::uint32_t kLam = 0x644;
constexpr std::uint32_t kArticle = kLam + 0x100;
constexpr char32_t kHangulFirst = 0xAC00;
constexpr char32_t kHangulLast = 0xD7A3;
constexpr char32_t kHanFirst = 0x4E00;

struct SameLetter {
    char32_t from;
    char32_t to;
};
/// Rising. As SAME_LETTER of tools/make_script_sounds.py.
constexpr std::array<SameLetter, 31> kSameLetters{
    {{0x623, 0x627}, {0x625, 0x627}, {0x649, 0x64A}, {0x671, 0x627}, {0x679, 0x62A}, {0x67C, 0x62A},
     {0x681, 0x632}, {0x685, 0x633}, {0x688, 0x62F}, {0x689, 0x62F}, {0x691, 0x631}, {0x693, 0x631},
     {0x696, 0x698}, {0x69A, 0x634}, {0x6A9, 0x643}, {0x6AB, 0x6AF}, {0x6BA, 0x646}, {0x6BC, 0x646},
     {0x6BE, 0x647}, {0x6C0, 0x647}, {0x6C1, 0x647}, {0x6C2, 0x647}, {0x6C3, 0x629}, {0x6C6, 0x648},
     {0x6C7, 0x648}, {0x6CB, 0x648}, {0x6CC, 0x64A}, {0x6CD, 0x64A}, {0x6D0, 0x64A}, {0x6D2, 0x64A},
     {0x6D3, 0x64A}}};

bool is_in(char32_t code, char32_t first, char32_t last) {
    return code >= first && code <= last;
}

char32_t small_cyrillic(char32_t code) {
    if (is_in(code, 0x410, 0x42F)) {
        return code + 0x20;
    }
    if (is_in(code, 0x400, 0x40F)) {
        return code + 0x50;
    }
    const bool is_paired = is_in(code, 0x460, 0x481) || is_in(code, 0x48A, 0x4BF) || code >= 0x4D0;
    return is_paired && code % 2 == 0 ? code + 1 : code;
}

void add(Units& units, std::uint32_t unit) {
    if (units.size < kMaxUnits) {
        units.unit[units.size++] = unit;
    }
}

void add_hangul(Units& units, std::uint32_t code) {
    constexpr std::uint32_t kFinals = 28;
    constexpr std::uint32_t kVowels = 21;
    add(units, 0x1100 + code / (kVowels * kFinals));
    add(units, 0x1161 + code / kFinals % kVowels);
    if (code % kFinals != 0) {
        add(units, 0x11A7 + code % kFinals);
    }
}

void add_letter(Units& units, char32_t code) {
    const bool is_mark = code == '\'' || code == 0x5F3 || code == 0x2019 || code == '`';
    if (is_in(code, kHangulFirst, kHangulLast)) {
        add_hangul(units, code - kHangulFirst);
    } else if (is_in(code, kHanFirst, kHanFirst + kHanLetters - 1)) {
        if (const std::uint16_t syllable = kHanSyllable[code - kHanFirst]; syllable != 0) {
            add(units, kSyllableUnit + syllable);
        }
    } else if (is_mark && units.size > 0 && is_in(units.unit[units.size - 1], 0x5D0, 0x5EA)) {
        units.unit[units.size - 1] += kGeresh;
    } else if (is_in(code, 0x5D0, 0x5EA)) {
        add(units, code);
    } else if (is_in(code, 0x620, 0x6FF)) {
        add(units, plain_arabic(code));
    } else if (is_in(code, 0x400, 0x4FF)) {
        add(units, small_cyrillic(code));
    }
}

}  // namespace

char32_t plain_arabic(char32_t code) {
    constexpr char32_t kFirst = 0x620;
    static constexpr auto kPlain = [] {
        std::array<std::uint16_t, 0x700 - kFirst> table{};
        for (std::size_t i = 0; i < table.size(); ++i) {
            table[i] = static_cast<std::uint16_t>(kFirst + i);
        }
        for (const SameLetter& same : kSameLetters) {
            table[same.from - kFirst] = static_cast<std::uint16_t>(same.to);
        }
        return table;
    }();
    return is_in(code, kFirst, 0x6FF) ? kPlain[code - kFirst] : code;
}

char32_t small_letter(char32_t code) {
    if (is_in(code, 0x400, 0x52F)) {
        return small_cyrillic(code);
    }
    if (is_in(code, 0x391, 0x3A9)) {
        return code + 0x20;
    }
    if (is_in(code, 0x531, 0x556)) {
        return code + 0x30;
    }
    return is_in(code, 0x1C90, 0x1CBF) ? code - 0xBC0 : code;
}

void append_character(std::string& to, char32_t code) {
    const auto tail = [&](unsigned shift) {
        to.push_back(static_cast<char>(0x80U | ((code >> shift) & 0x3FU)));
    };
    if (code < 0x80) {
        to.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
        to.push_back(static_cast<char>(0xC0U | (code >> 6U)));
        tail(0);
    } else if (code < 0x10000) {
        to.push_back(static_cast<char>(0xE0U | (code >> 12U)));
        tail(6);
        tail(0);
    } else {
        to.push_back(static_cast<char>(0xF0U | (code >> 18U)));
        tail(12);
        tail(6);
        tail(0);
    }
}

Script script_of(std::string_view word) {
    if (!is_native(word)) {
        return Script::kLatin;
    }
    std::size_t at = 0;
    const char32_t code = next_character(word, at);
    if (is_in(code, 0x620, 0x6FF)) {
        return Script::kArabic;
    }
    if (is_in(code, 0x400, 0x52F)) {
        return Script::kCyrillic;
    }
    if (is_in(code, 0x5D0, 0x5EA)) {
        return Script::kHebrew;
    }
    if (is_in(code, kHanFirst, kHanFirst + kHanLetters - 1)) {
        return Script::kHan;
    }
    if (is_in(code, kHangulFirst, kHangulLast)) {
        return Script::kHangul;
    }
    return is_in(code, 0x3040, 0x30FF) ? Script::kKana : Script::kOther;
}

Units units_of(std::string_view word) {
    Units units;
    for (std::size_t at = 0; at < word.size();) {
        add_letter(units, next_character(word, at));
    }
    if (units.size > 3 && units.unit[0] == kAlef && units.unit[1] == kLam) {
        std::copy(units.unit.begin() + 2,
                  units.unit.begin() + static_cast<std::ptrdiff_t>(units.size),
                  units.unit.begin() + 1);
        --units.size;
        units.unit[0] = kArticle;
    }
    if (units.size > 0 && (units.unit[0] & kSyllableUnit) == 0) {
        units.unit[0] |= kFirstUnit;
    }
    if (units.size > 1 && (units.unit[units.size - 1] & kSyllableUnit) == 0) {
        units.unit[units.size - 1] |= kLastUnit;
    }
    return units;
}

std::string_view pinyin_of(char32_t code) {
    return is_in(code, kHanFirst, kHanFirst + kHanLetters - 1)
               ? kSyllable[kHanSyllable[code - kHanFirst]]
               : std::string_view{};
}

bool is_pinyin(std::string_view latin) {
    return !latin.empty() &&
           std::find(kSyllable.begin(), kSyllable.end(), latin) != kSyllable.end();
}

std::string hangul_reading(char32_t code) {
    constexpr std::array<std::string_view, 19> kInitials{"g",
                                                         "kk",
                                                         "n",
                                                         "d",
                                                         "tt",
                                                         "r",
                                                         "m",
                                                         "b",
                                                         "pp",
                                                         "s",
                                                         "ss",
                                                         "",
                                                         "j",
                                                         "jj",
                                                         "ch",
                                                         "k",
                                                         "t",
                                                         "p",
                                                         "h"};
    constexpr std::array<std::string_view, 21> kVowels{"a",  "ae", "ya", "yae", "eo", "e",  "yeo",
                                                       "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                                       "wo", "we", "wi", "yu",  "eu", "ui", "i"};
    constexpr std::array<std::string_view, 28> kFinals{
        "",  "k", "k", "k", "n", "n", "n", "t",  "l", "k", "m", "l", "l", "l",
        "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"};
    if (!is_in(code, kHangulFirst, kHangulLast)) {
        return {};
    }
    const std::uint32_t at = code - kHangulFirst;
    std::string text{kInitials[at / (kVowels.size() * kFinals.size())]};
    text += kVowels[at / kFinals.size() % kVowels.size()];
    text += kFinals[at % kFinals.size()];
    return text;
}

}  // namespace sarhad::watchlists
