#include "watchlists/normalise.h"

#include "compound_names.h"
#include "heard_names.h"
#include "initials.h"
#include "letter_forms.h"
#include "reading.h"
#include "script_units.h"
#include "sounded_names.h"
#include "utf8_read.h"

#include "core/latin_reading.h"
#include "core/text.h"
#include "watchlists/variants.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kMaxTokenBytes = 48;
constexpr std::size_t kUsualWords = 8;  ///< Of a name: room for so many is made at once.

constexpr char32_t kGeresh = 0x5F3;

/// Latin letters with and without marks; what is none of them is native.
bool is_latin_letter(char32_t code) {
    return code < 0x370 || (code >= 0x1E00 && code < 0x1F00);
}

/// Marks that stand inside a word and mean nothing for matching.
bool is_joining_mark(char32_t code) {
    return code == '\'' || code == '`' || code == 0xB4 || (code >= 0x2B0 && code <= 0x36F) ||
           code == kGeresh || code == 0x2018 || code == 0x2019 || code == 0x201B ||
           (code >= 0x5B0 && code <= 0x5C7) || (code >= 0x610 && code <= 0x61A) ||
           (code >= 0x640 && code <= 0x640) || (code >= 0x64B && code <= 0x65F) || code == 0x670;
}

/// Signs that nobody sees: directions, joiners, variants of a glyph, soft hyphens. Whoever hides
/// puts them inside words. The blank without width parts words where scripts have no other one.
bool is_unseen(char32_t code, bool is_in_latin) {
    return code == 0xAD || code == 0x61C || (code >= 0x200D && code <= 0x200F) ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) ||
           code == 0xFEFF || (code >= 0xFE00 && code <= 0xFE0F) ||
           (code >= 0xE0000 && code <= 0xE01EF) || (code == 0x200B && is_in_latin);
}

/// A word as it was read: its Latin reading and, while no Latin letter is among them, its letters.
struct RawWord {
    std::string latin;
    std::string native;
    bool has_latin{false};
};

bool is_native_letter(char32_t code) {
    return code >= 0x2E80 || (code >= 0x700 && code < 0x1E00) || (code >= 0x530 && code < 0x600);
}

bool is_general_mark(char32_t code) {
    return code == kNoCharacter || (code >= 0x2000 && code < 0x2E80) ||
           (code >= 0x3000 && code < 0x3040) || code == 0x30A0 || code == 0x30FB ||
           (code >= 0xFF00 && code < 0xFF10) ||
           (code >= 0x1F000 && code < 0x1FC00);  // Little pictures.
}

/// Appends what `code` reads as; false where it separates words.
bool append_reading(RawWord& word, char32_t code, std::string_view native) {
    if (code < 0x80) {
        const char c = static_cast<char>(code);
        const bool is_upper = c >= 'A' && c <= 'Z';
        if (!is_upper && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
            return false;
        }
        word.latin.push_back(is_upper ? static_cast<char>(c + ('a' - 'A')) : c);
        word.native.push_back(word.latin.back());
        word.has_latin = word.has_latin || !(c >= '0' && c <= '9');
        return true;
    }
    const auto reading = core::latin_reading(code);
    if (!reading && (!is_native_letter(code) || is_general_mark(code))) {
        return false;
    }
    word.latin += reading ? *reading : native;
    const bool is_digit = reading && reading->size() == 1 && reading->front() <= '9';
    if (is_digit) {
        word.native += *reading;
    } else {
        append_character(word.native, small_letter(code));
    }
    word.has_latin = word.has_latin || is_latin_letter(code);
    return true;
}

bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// How many letters and digits without marks `name` goes on with from there: nearly all that names
/// are made of, and no sign among them means anything else.
std::size_t plain_run(std::string_view name, std::size_t at) {
    std::size_t end = at;
    while (end < name.size() &&
           (is_small(name[end]) || is_capital(name[end]) || is_digit(name[end]))) {
        ++end;
    }
    return end - at;
}

/// The same as append_reading() of each of them.
void append_plain(RawWord& word, std::string_view run) {
    const std::size_t from = word.latin.size();
    word.latin += run;
    for (std::size_t i = from; i < word.latin.size(); ++i) {
        char& c = word.latin[i];
        c = is_capital(c) ? static_cast<char>(c + ('a' - 'A')) : c;
        word.has_latin = word.has_latin || !is_digit(c);
    }
    word.native.append(word.latin, from);
}

/// Takes the run that stands there into the word, which begins with it where it is empty; false for
/// none.
bool take_plain(RawWord& word, std::string_view name, std::size_t& at, std::size_t& begin) {
    const std::size_t run = plain_run(name, at);
    if (run == 0) {
        return false;
    }
    begin = word.latin.empty() ? at : begin;
    append_plain(word, name.substr(at, run));
    at += run;
    return true;
}

/// What stands for a comma among the words.
constexpr std::string_view kComma = ",";

/// What stands behind a name for the second or third who bears it.
bool is_ordinal(std::string_view word) {
    return word == "2nd" || word == "3rd" || word == "4th";
}

/// Digits that a scanner, or somebody who hides, puts for letters: "Ig0r". Words of letters only in
/// the main; a number stays a number.
void read_digits_as_letters(std::string& word) {
    const auto digits = static_cast<std::size_t>(std::count_if(word.begin(), word.end(), is_digit));
    if (digits == 0 || word.size() < 3 || 2 * digits >= word.size() || is_ordinal(word)) {
        return;
    }
    constexpr std::string_view kLetters = "oizeasgtbg";
    for (char& c : word) {
        c = is_digit(c) ? kLetters[static_cast<std::size_t>(c - '0')] : c;
    }
}

/// "Last, First" as people say it; other commas mean nothing.
void order_by_comma(std::vector<std::string>& words) {
    constexpr std::ptrdiff_t kMaxBefore = 5;
    const auto comma = std::find(words.begin(), words.end(), kComma);
    if (comma == words.end()) {
        return;
    }
    const bool is_one = std::find(comma + 1, words.end(), kComma) == words.end();
    if (is_one && comma - words.begin() <= kMaxBefore) {
        std::rotate(words.begin(), comma + 1, words.end());
    }
    words.erase(std::remove(words.begin(), words.end(), kComma), words.end());
}

/// S/O, D/O, W/O, C/O: the slash before `at` stands in one.
bool is_relation_slash(std::string_view name, std::size_t at, const std::string& word) {
    const bool has_letter = word == "s" || word == "d" || word == "w" || word == "c";
    const bool has_o = at < name.size() && (name[at] == 'o' || name[at] == 'O');
    const bool is_end = at + 1 >= name.size() || name[at + 1] == ' ' || name[at + 1] == '.';
    return has_letter && has_o && is_end;
}

/// Behind a Hebrew letter the mark makes another one of it.
void keep_geresh(RawWord& word, char32_t mark) {
    if (script_of(word.native) == Script::kHebrew && (mark == '\'' || mark == kGeresh)) {
        word.native.push_back('\'');
    }
}

/// Of a sign inside a word the letter that it stands for; `rest`: what follows.
char32_t letter_of_sign(char32_t sign, std::string_view rest) {
    const char next = rest.empty() ? '\0' : rest.front();
    const bool is_inside = is_small(next) || is_capital(next);
    if (!is_inside || (sign != '@' && sign != '$')) {
        return sign;
    }
    return sign == '@' ? 'a' : 's';
}

/// Between the parts of a foreign name in Chinese or Japanese.
bool is_dot_of_foreign_name(char32_t code) {
    return code == 0xB7 || code == 0x30FB || code == 0x2027;
}

bool is_comma(char32_t code) {
    return code == ',' || code == 0x60C || code == 0xFF0C;
}

/// The word that begins at `begin`, as it is kept; empty for one that only binds two others.
std::string kept_word(RawWord&& word, std::string_view name, std::size_t begin, std::size_t end) {
    if (word.latin.size() == 1 && is_binding_letter(name, begin, end)) {
        return {};
    }
    if (!word.has_latin && is_native(word.native)) {
        return std::move(word.native);
    }
    read_digits_as_letters(word.latin);
    return std::move(word.latin);
}

/// Pashto writes gaf as a letter of its own.
char32_t gaf_of_pashto(char32_t code) {
    constexpr char32_t kPashtoGaf = 0x6AB;
    constexpr char32_t kGaf = 0x6AF;
    return code == kPashtoGaf ? kGaf : code;
}

std::vector<std::string> words_of(std::string_view written) {
    std::string plain;
    const std::string_view name = with_plain_letters(written, plain);
    std::vector<std::string> words;
    words.reserve(kUsualWords);
    RawWord word;
    std::size_t begin = 0;  // Of the word.
    bool has_dot = false;
    const auto close = [&](std::size_t end) {
        if (std::string kept = kept_word(std::move(word), name, begin, end); !kept.empty()) {
            words.push_back(std::move(kept));
        }
        word = {};
    };
    for (std::size_t at = 0; at < name.size() && words.size() < 4 * kMaxNameTokens;) {
        const std::size_t from = at;
        if (take_plain(word, name, at, begin)) {
            continue;
        }
        const char32_t sign = gaf_of_pashto(next_character(name, at));
        const char32_t code = word.latin.empty() ? sign : letter_of_sign(sign, name.substr(at));
        if (is_unseen(code, word.has_latin)) {
            continue;
        }
        if (is_joining_mark(code)) {
            keep_geresh(word, code);
            continue;
        }
        begin = word.latin.empty() ? from : begin;
        if (code == '/' && is_relation_slash(name, at, word.latin)) {
            word.latin += "/o";
            ++at;
        } else if (!append_reading(word, code, name.substr(from, at - from))) {
            close(from);
            has_dot = is_dot_of_foreign_name(code) || has_dot;
            if (is_comma(code)) {
                words.emplace_back(kComma);
            }
        }
    }
    close(name.size());
    order_by_comma(words);
    if (words.size() == 1 && !has_dot) {
        split_native(words);
    }
    join_native(words);
    return words;
}

/// "Rahman Abdul", "Majid Khan Abdul": the name was turned round in the middle of a compound. Abd
/// and its noun are put side by side again.
void bring_servant_home(std::vector<std::string>& words) {
    const bool is_apart = words.size() > 1 && words.back().size() > 3 && is_servant(words.back()) &&
                          words.front().size() > 2 && !is_native(words.front()) &&
                          !is_servant(words.front()) && !words.front().starts_with("abd") &&
                          !is_title(words.front()) && !is_particle(words.front()) &&
                          !is_marker(words.front());
    if (is_apart) {
        std::rotate(words.begin(), words.end() - 1, words.end());
    }
}

/// "Vice" of Vice Admiral, "Air" of Air Vice Marshal.
bool is_modifier(std::string_view word, std::string_view next) {
    return is_title_modifier(word) &&
           (is_title(next) || is_leading_title(next) || is_title_modifier(next));
}

/// `at`: its place; `plain`: words of its own before it; `words`: of the name.
TokenClass class_of(std::string_view word,
                    std::string_view next,
                    std::size_t at,
                    std::size_t plain,
                    std::size_t words) {
    if (word.size() == 1) {
        return TokenClass::kInitial;
    }
    // "Ben" before one word is Benjamin.
    const bool is_binding = is_marker(word) && (at > 0 || words > 2);
    const bool is_behind = is_marker_behind(word) && plain > 1;
    if (is_particle(word) || is_binding || is_behind || (at > 0 && is_article_before(word, next))) {
        return TokenClass::kParticle;
    }
    const bool is_leading =
        plain == 0 && !next.empty() && (is_leading_title(word) || is_modifier(word, next));
    const bool is_fourth = word == "iv" && plain > 1 && next.empty();
    return is_title(word) || is_leading || is_fourth ? TokenClass::kTitle : TokenClass::kPlain;
}

/// Scripts in which vowels may be left out, or written as they sound.
bool is_written_by_ear(std::string_view word) {
    const Script script = is_native(word) ? script_of(word) : Script::kLatin;
    return script == Script::kArabic || script == Script::kCyrillic;
}

/// What papers write where there is no given name or no surname.
bool is_no_word(std::string_view word) {
    if (word.size() != 3 && word.size() != 7) {
        return false;
    }
    static constexpr std::array<std::string_view, 7> kNoWords{
        "fnu", "lnu", "nfn", "nln", "nmn", "xxx", "unknown"};
    return std::find(kNoWords.begin(), kNoWords.end(), word) != kNoWords.end();
}

/// A name of nothing but particles and initials is taken word for word.
void give_weight_to_some(std::vector<NameToken>& tokens) {
    for (const NameToken& token : tokens) {
        if (token.kind == TokenClass::kPlain || token.kind == TokenClass::kTitle) {
            return;
        }
    }
    for (NameToken& token : tokens) {
        token.kind = TokenClass::kPlain;
    }
}

/// All of a word that does not depend on the others; `latin`: its reading.
NameToken token_of(const std::string& word, std::string_view latin) {
    NameToken token;
    token.text = word;
    token.fold = fold_of(latin.substr(0, kMaxTokenBytes));
    token.skeleton = skeleton_of(token.fold);
    const NameWord known = name_word(latin);
    const bool is_heard = known.group == 0 && is_written_by_ear(word);
    token.group = is_heard ? heard_group(token.fold) : known.group;
    token.related = known.related;
    return token;
}

}  // namespace

std::vector<NameToken> normalise(std::string_view name) {
    std::vector<std::string> written = words_of(name);
    std::erase_if(written, is_no_word);
    split_initials(written);
    bring_servant_home(written);
    join_sounded(written);
    std::vector<std::string> words = join_compounds(written);
    std::vector<std::string> readings;  // Of what is kept: all of a token follows from its text.
    readings.reserve(words.size() + 1);
    for (std::string& word : words) {
        if (word.size() > kMaxTokenBytes) {
            word = core::cut_utf8(word, kMaxTokenBytes);
        }
        readings.push_back(is_native(word) ? latin_of(word) : std::string{});
    }
    // A Latin word is its own.
    const auto reading = [&](std::size_t i) {
        return i < words.size() ? std::string_view{is_native(words[i]) ? readings[i] : words[i]}
                                : std::string_view{};
    };
    std::vector<NameToken> tokens;
    tokens.reserve(std::min(words.size(), kMaxNameTokens));
    std::size_t plain = 0;
    std::uint8_t chain = 0;
    for (std::size_t i = 0; i < words.size() && tokens.size() < kMaxNameTokens; ++i) {
        const std::string_view latin = reading(i);
        NameToken& token = tokens.emplace_back(token_of(words[i], latin));
        token.kind =
            is_native_initial(words[i])
                ? TokenClass::kInitial
                : (is_syllable(words[i]) ? TokenClass::kPlain
                                         : class_of(latin, reading(i + 1), i, plain, words.size()));
        plain += token.kind == TokenClass::kPlain ? 1U : 0U;
        chain = static_cast<std::uint8_t>(chain + (plain > 0 && is_marker(latin) ? 1 : 0));
        token.chain = chain;
        if (token.kind == TokenClass::kParticle && is_marker_behind(latin)) {
            NameToken& father = tokens[tokens.size() - 2];
            father.chain = static_cast<std::uint8_t>(father.chain + 1);
        }
    }
    give_weight_to_some(tokens);
    return tokens;
}

std::string normalise_document(std::string_view number) {
    std::string kept;
    for (std::size_t at = 0; at < number.size();) {
        const char32_t code = next_character(number, at);
        if (const int digit = digit_value(code); digit >= 0) {
            kept.push_back(static_cast<char>('0' + digit));
        } else if ((code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z')) {
            kept.push_back(static_cast<char>(code & ~char32_t{0x20}));
        }
    }
    return kept;
}

}  // namespace sarhad::watchlists
