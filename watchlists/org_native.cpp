#include "org_native.h"

#include "org_lexicon.h"
#include "reading.h"
#include "script_units.h"
#include "utf8_read.h"

#include <algorithm>
#include <span>

namespace sarhad::watchlists {
namespace {

constexpr std::string_view kKoreanShip = "호";
constexpr std::size_t kMinKoreanShip = 9;  // Bytes of three syllables, the ending's too.
constexpr std::string_view kJapaneseShip = "丸";
constexpr std::size_t kMinNoun = 3;         // Letters behind a joined word.
constexpr std::size_t kMinBehindDigit = 3;  // Letters: 5tar, not 5th, 4WD or 12V.
constexpr std::size_t kMinAroundDigit = 3;  // Letters of a word with a digit inside.

bool is_han(char32_t code) {
    return code >= 0x3400 && code <= 0x9FFF;
}
bool is_kana(char32_t code) {
    return code >= 0x3040 && code <= 0x30FF;
}

/// Bytes of the kana in front of Han letters; 0 where the word is not both.
std::size_t kana_before_han(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t from = at;
        const char32_t code = next_character(text, at);
        if (is_han(code)) {
            return from;
        }
        if (!is_kana(code)) {
            break;
        }
    }
    return 0;
}

bool has_han(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (is_han(next_character(text, at))) {
            return true;
        }
    }
    return false;
}

/// How many tokens from `at` on the tables know.
std::size_t known_size(const std::vector<OrgToken>& tokens, std::size_t at, OrgProfile profile) {
    const std::span rest = std::span{tokens}.subspan(at);
    const OrgWordFound word = find_org_word(rest);
    if (profile == OrgProfile::kVessel) {
        return word.kind == 'N' || word.kind == 'S' ? word.size : 0;
    }
    return std::max(word.size, find_org_form(rest).size);
}

/// The word of the tables that `native` is behind one of the words that are written against it.
OrgToken behind_joined_word(std::string_view native) {
    for (const std::string_view joined : {"وال", "لل", "بال", "ل", "و"}) {
        if (!native.starts_with(joined)) {
            continue;
        }
        std::vector<OrgToken> rest = org_tokens(native.substr(joined.size()));
        const bool is_word = rest.size() == 1 && rest[0].text.size() >= kMinNoun;
        const char kind = is_word ? find_org_word({rest.data(), 1}).kind : ' ';
        if (kind == 'W' || kind == 'B' || kind == 'P') {
            return std::move(rest[0]);
        }
    }
    return {};
}

bool is_digit(const OrgToken& token) {
    return token.text.size() == 1 && token.text[0] >= '0' && token.text[0] <= '9';
}

/// Whether the digit at `at` may be a letter: of a word that goes on behind it.
bool may_be_letter(const std::vector<OrgToken>& tokens, std::size_t at) {
    constexpr std::string_view kNoLetters = "2679";  // What people write to say a number.
    if (!is_digit(tokens[at]) || at + 1 == tokens.size() || !tokens[at + 1].is_joined ||
        !is_latin_word(tokens[at + 1].text)) {
        return false;
    }
    const std::size_t behind = tokens[at + 1].text.size();
    if (!tokens[at].is_joined) {
        return behind >= kMinBehindDigit &&
               kNoLetters.find(tokens[at].text[0]) == std::string::npos;
    }
    return at > 0 && is_latin_word(tokens[at - 1].text) &&
           tokens[at - 1].text.size() + behind >= kMinAroundDigit;
}

}  // namespace

void split_kana(std::vector<OrgToken>& tokens) {
    for (std::size_t at = 0; at < tokens.size() && tokens.size() < kMaxOrgTokens; ++at) {
        const std::size_t kana = kana_before_han(tokens[at].text);
        if (kana != 0 && find_org_word({&tokens[at], 1}).size == 0) {
            OrgToken rest = tokens[at];
            rest.text.erase(0, kana);
            tokens[at].text.resize(kana);
            tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(rest));
        }
    }
}

void strip_joined_words(std::vector<OrgToken>& tokens) {
    for (OrgToken& token : tokens) {
        if (token.native.empty() || find_org_word({&token, 1}).size != 0) {
            continue;
        }
        if (OrgToken word = behind_joined_word(token.native); !word.text.empty()) {
            token.text = std::move(word.text);
            token.native = std::move(word.native);
        }
    }
}

void read_native(std::vector<OrgToken>& tokens, OrgProfile profile) {
    for (std::size_t at = 0; at < tokens.size();) {
        OrgToken& token = tokens[at];
        if (!is_native(token.text)) {
            ++at;
            continue;
        }
        const std::size_t known = known_size(tokens, at, profile);
        if (known == 0 && !has_han(token.text)) {
            std::string latin = latin_of(token.text);
            if (is_latin_word(latin)) {
                token.native = has_sounds(script_of(token.text)) ? token.text : std::string{};
                token.text = std::move(latin);
            }
        }
        at += std::max<std::size_t>(1, known);
    }
}

void read_ship_ending(std::vector<OrgToken>& tokens) {
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        std::string& text = tokens[at].text;
        const bool is_korean = script_of(text) == Script::kHangul && text.size() >= kMinKoreanShip;
        if (is_korean && text.ends_with(kKoreanShip)) {
            text.resize(text.size() - kKoreanShip.size());
        } else if (at > 0 && text == kJapaneseShip) {
            text = "maru";
        }
    }
}

bool read_digits_as_letters(std::vector<OrgToken>& tokens) {
    constexpr std::string_view kLetters = "oizeasgtbg";  // As in names of persons.
    bool is_any = false;
    for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
        while (at + 1 < tokens.size() && may_be_letter(tokens, at)) {
            const std::size_t from = tokens[at].is_joined ? at - 1 : at;
            std::string word = from < at ? tokens[from].text : std::string{};
            word.push_back(kLetters[static_cast<std::size_t>(tokens[at].text[0] - '0')]);
            word += tokens[at + 1].text;
            tokens[from].text = std::move(word);
            tokens[from].case_at = 0;
            tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(from) + 1,
                         tokens.begin() + static_cast<std::ptrdiff_t>(at) + 2);
            at = from + 1;  // The word may hold another.
            is_any = true;
        }
    }
    return is_any;
}

}  // namespace sarhad::watchlists
