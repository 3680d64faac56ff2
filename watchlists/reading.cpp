#include "reading.h"

#include "block_reading.h"
#include "cyrillic_names.h"
#include "indian_reading.h"
#include "letter_pairs.h"
#include "script_names.h"
#include "script_units.h"
#include "thai_order.h"
#include "utf8_read.h"

#include "core/latin_reading.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kHanBytes = 3;
constexpr std::string_view kArabicArticle = "ال";
constexpr std::string_view kServant = "عبد";
constexpr std::size_t kMinArticleNoun = 4;  ///< Bytes behind the article: two letters.

/// Without hamza and with one letter for its variants: as script_names.cpp writes names.
std::string plain_letters(std::string_view word) {
    std::string plain;
    for (std::size_t at = 0; at < word.size();) {
        const std::size_t from = at;
        const char32_t code = next_character(word, at);
        switch (code) {
            case 0x621:
                break;
            case 0x622:
                append_character(plain, 0x627);
                break;
            case 0x624:
                append_character(plain, 0x648);
                break;
            case 0x626:
                append_character(plain, 0x64A);
                break;
            case 0x629:
            case 0x6C3:
                append_character(plain, 0x647);
                break;
            default:  // Not our enum.
                if (code >= 0x620 && code <= 0x6FF) {
                    append_character(plain, plain_arabic(code));
                } else {
                    plain += word.substr(from, at - from);
                }
        }
    }
    return plain;
}

std::string_view without_article(std::string_view word) {
    const bool has_article =
        word.starts_with(kArabicArticle) && word.size() >= kArabicArticle.size() + kMinArticleNoun;
    return has_article ? word.substr(kArabicArticle.size()) : word;
}

/// Kana: small ya, yu, yo change the syllable before them; small tsu doubles what follows.
void append_kana(std::string& text, char32_t code) {
    const char32_t hiragana = code >= 0x30A0 ? code - 0x60 : code;
    const std::string_view reading = block_reading(code);
    const bool is_small = hiragana == 0x3083 || hiragana == 0x3085 || hiragana == 0x3087;
    if (hiragana == 0x3063 || code == 0x30FC) {
        return;
    }
    if (!is_small || text.empty() || text.back() != 'i') {
        text += reading;
        return;
    }
    text.pop_back();
    const bool is_palatal = text.ends_with("sh") || text.ends_with("ch") || text.ends_with("j");
    text += is_palatal ? reading.substr(std::min<std::size_t>(1, reading.size())) : reading;
}

/// How one letter is read; itself where nobody knows.
std::string letter_reading(char32_t code, std::string_view letter) {
    if (const std::string_view pinyin = pinyin_of(code); !pinyin.empty()) {
        return std::string{pinyin};
    }
    if (std::string hangul = hangul_reading(code); !hangul.empty()) {
        return hangul;
    }
    if (const auto latin = core::latin_reading(code)) {
        return std::string{*latin};
    }
    return std::string{has_block_reading(code) ? block_reading(code) : letter};
}

/// Letter by letter, as they stand.
std::string read_in_order(std::string_view word) {
    std::string text;
    for (std::size_t at = 0; at < word.size();) {
        if (const LetterPair pair = pair_at(word, at, text); pair.bytes != 0) {
            text += pair.latin;
            at += pair.bytes;
            continue;
        }
        const std::size_t from = at;
        const char32_t code = next_character(word, at);
        if (code == '\'') {
            continue;  // A geresh changes a letter that the reading does not tell apart.
        }
        if (code >= 0x3040 && code <= 0x30FF) {
            append_kana(text, code);
        } else {
            text += letter_reading(code, word.substr(from, at - from));
        }
    }
    return text;
}

std::string read_letters(std::string_view word) {
    if (is_indian(word)) {
        return indian_reading(word);
    }
    if (script_of(word) == Script::kOther && has_leading_vowel(word)) {
        return read_in_order(spoken_order(word));
    }
    return read_in_order(word);
}

/// What stands behind a name and makes one name with it.
struct Ending {
    std::string_view native;
    std::string_view latin;
};
constexpr std::array<Ending, 14> kEndings{{{"الدين", "din"},
                                           {"اللدين", "din"},
                                           {"الرحمن", "rahman"},
                                           {"الرحمان", "rahman"},
                                           {"الحق", "haq"},
                                           {"الاسلام", "islam"},
                                           {"الزمان", "zaman"},
                                           {"النسا", "nisa"},
                                           {"النساء", "nisa"},
                                           {"العابدين", "abidin"},
                                           {"العين", "ain"},
                                           {"الهدي", "huda"},
                                           {"الله", "ullah"},
                                           {"للله", "ullah"}}};

std::string arabic_reading(std::string_view word) {
    const std::string plain = plain_letters(word);
    if (const std::string_view known = known_reading(plain); !known.empty()) {
        return std::string{known};
    }
    if (plain.starts_with(kServant) && plain.size() >= kServant.size() + kMinArticleNoun) {
        const std::string noun = arabic_reading(std::string_view{plain}.substr(kServant.size()));
        return noun == "allah" ? "abdullah" : "abd" + noun;
    }
    for (const Ending& ending : kEndings) {
        if (plain.ends_with(ending.native) &&
            plain.size() >= ending.native.size() + kMinArticleNoun) {
            return arabic_reading(
                       std::string_view{plain}.substr(0, plain.size() - ending.native.size())) +
                   std::string{ending.latin};
        }
    }
    const std::string_view noun = without_article(plain);
    const std::string_view known = known_reading(noun);
    return known.empty() ? read_letters(without_article(word)) : std::string{known};
}

/// True where the name is a surname and one or two given syllables; its bytes in `surname`.
bool is_east_asian_name(std::string_view word, std::size_t& surname) {
    const std::size_t letters = word.size() / kHanBytes;
    if (word.size() % kHanBytes != 0 || letters < 2 || letters > 4) {
        return false;
    }
    if (script_of(word) == Script::kHangul) {
        surname = kHanBytes;
        return letters == 3;
    }
    const bool is_double = letters >= 3 && is_han_surname(word.substr(0, 2 * kHanBytes));
    surname = is_double ? 2 * kHanBytes : kHanBytes;
    return is_double || (letters <= 3 && is_han_surname(word.substr(0, kHanBytes)));
}

bool is_ending(std::string_view word) {
    return std::any_of(kEndings.begin(), kEndings.end(), [&](const Ending& ending) {
        return ending.native == word;
    });
}

/// Whether the word is a name that is known by its letters, a compound of Abd, or one with an
/// ending such as ad-Din.
bool is_one_name(std::string_view plain) {
    return !known_reading(plain).empty() || !known_reading(without_article(plain)).empty() ||
           plain.starts_with(kServant) ||
           std::any_of(kEndings.begin(), kEndings.end(), [&](const Ending& ending) {
               return plain.ends_with(ending.native);
           });
}

/// A name that another may be written against: no particle, and nothing that makes a family's name
/// of what stands before it (Zorvan-zada).
bool may_be_part(std::string_view plain) {
    constexpr std::size_t kLeastPart = 6;  // Bytes: three letters.
    constexpr std::array<std::string_view, 6> kNever{"زاده", "ابن", "ابو", "ولد", "بنت", "بيگ"};
    return plain.size() >= kLeastPart && !known_reading(plain).empty() &&
           std::find(kNever.begin(), kNever.end(), plain) == kNever.end();
}

/// Bytes of the first of two known names that Persian and Urdu write as one word; 0 where the word
/// is none of them. The longest first half counts.
std::size_t first_of_two(std::string_view word) {
    constexpr std::size_t kLeast = 12;  // Bytes: twice three letters.
    if (word.size() < kLeast || script_of(word) != Script::kArabic ||
        is_one_name(plain_letters(word))) {
        return 0;
    }
    std::size_t found = 0;
    for (std::size_t at = 0; at < word.size();) {
        static_cast<void>(next_character(word, at));
        if (may_be_part(plain_letters(word.substr(0, at))) &&
            may_be_part(plain_letters(word.substr(at)))) {
            found = at;
        }
    }
    return found;
}

/// "محمدعلی" as the two names that "محمد علی" are.
void part_names(std::vector<std::string>& words) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (const std::size_t first = first_of_two(words[at]); first != 0) {
            std::string second = words[at].substr(first);
            words[at].resize(first);
            words.insert(words.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(second));
            ++at;
        }
    }
}

/// A name that may stand before an ending: no particle (bin Abdallah) and not the article alone.
bool may_have_ending(std::string_view plain) {
    constexpr std::array<std::string_view, 7> kNever{"بن", "ابن", "بنت", "ابو", "ولد", "ال", "و"};
    return plain.size() >= kMinArticleNoun &&
           std::find(kNever.begin(), kNever.end(), plain) == kNever.end();
}

/// Abd as it is written by somebody who heard "Abdul" or read it in Latin letters.
bool is_servant_by_sound(std::string_view plain) {
    constexpr std::array<std::string_view, 9> kWritten{
        "ابد", "ابدل", "ابدول", "ابدور", "ابدال", "عبدل", "عبدول", "عبدور", "عبدال"};
    return std::find(kWritten.begin(), kWritten.end(), plain) != kWritten.end();
}

bool is_article_alone(std::string_view plain) {
    return plain == kArabicArticle || plain == "ايل" || plain == "ول" || plain == "ل";
}

}  // namespace

std::string latin_of(std::string_view word) {
    if (!is_native(word)) {
        return std::string{word};
    }
    return script_of(word) == Script::kArabic ? arabic_reading(word) : read_letters(word);
}

void split_native(std::vector<std::string>& words) {
    const std::string word = words.front();
    const Script script = script_of(word);
    std::size_t surname = 0;
    if ((script != Script::kHan && script != Script::kHangul) ||
        !is_east_asian_name(word, surname)) {
        return;
    }
    words.front() = word.substr(0, surname);
    for (std::size_t at = surname; at < word.size(); at += kHanBytes) {
        words.push_back(word.substr(at, kHanBytes));
    }
}

void join_native(std::vector<std::string>& words) {
    if (std::none_of(words.begin(), words.end(), is_native)) {
        return;
    }
    part_names(words);
    std::vector<std::string> joined;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool has_next = i + 1 < words.size() && script_of(words[i]) == Script::kArabic &&
                              script_of(words[i + 1]) == Script::kArabic;
        const std::string plain = has_next ? plain_letters(words[i]) : std::string{};
        const std::string next = has_next ? plain_letters(words[i + 1]) : std::string{};
        const bool is_sound = is_servant_by_sound(plain);
        const bool is_servant = is_sound || plain == kServant || plain == "بد";
        const bool is_apart = has_next && is_servant && is_article_alone(next) &&
                              i + 2 < words.size() && script_of(words[i + 2]) == Script::kArabic;
        if (is_apart || (has_next && is_sound)) {
            i += is_apart ? 2 : 1;
            joined.push_back(std::string{kServant} + words[i]);
            continue;
        }
        const bool is_bibi = plain == "بي" && next == plain;  // "Bibi", which Urdu writes as two.
        const bool is_pair = has_next && (is_bibi || plain == kServant ||
                                          (is_ending(next) && may_have_ending(plain)));
        if (is_pair) {
            joined.push_back(words[i] + words[i + 1]);
            ++i;
        } else {
            joined.push_back(std::move(words[i]));
        }
    }
    words = std::move(joined);
    join_cyrillic(words);
}

}  // namespace sarhad::watchlists
