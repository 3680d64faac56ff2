#include "initials.h"

#include "compound_names.h"
#include "script_units.h"
#include "utf8_read.h"

#include "watchlists/variants.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_vowel(char c) {
    return std::string_view{"aeiouy"}.find(c) != std::string_view::npos;
}

/// What stands for a word by itself: Gh. is Ghulam, St. a saint; Ng is a name.
bool is_known(std::string_view word, std::string_view next) {
    const NameWord known = name_word(word);
    return known.group != 0 || known.related != 0 || is_title(word) || is_leading_title(word) ||
           is_title_modifier(word) || is_particle(word) || is_marker(word) || is_servant(word) ||
           is_article_before(word, next) || word.back() == 'h' || word == "ng" || word == "st";
}

bool are_initials(std::string_view word, std::string_view next) {
    constexpr std::string_view kBehindA = "cfgjkmpqrsvxz";
    const bool is_latin = word.size() == 2 && is_small(word[0]) && is_small(word[1]);
    if (!is_latin || is_vowel(word[1])) {
        return false;
    }
    const bool may_be =
        !is_vowel(word[0]) || (word[0] == 'a' && kBehindA.find(word[1]) != std::string_view::npos);
    return may_be && !is_known(word, next);
}

bool is_marked(char letter) {
    return (static_cast<unsigned char>(letter) & 0x80U) != 0;
}

char unmarked(char letter) {
    return static_cast<char>(static_cast<unsigned char>(letter) & 0x7FU);
}

/// The Latin letters that people write for what reads as the first.
struct WrittenAs {
    char read;
    std::string_view letters;
};
constexpr std::array<WrittenAs, 20> kWrittenAs{
    {{'a', "aeiou"},  {'b', "bpv"},   {'c', "ct"},    {'d', "dzt"},  {'e', "eiyja"},
     {'f', "fpv"},    {'g', "ghjk"},  {'h', "hkgx"},  {'i', "iyej"}, {'j', "jgzdyc"},
     {'k', "kcqxhg"}, {'o', "ouw"},   {'s', "scxtz"}, {'t', "tc"},   {'u', "uwov"},
     {'v', "vwf"},    {'w', "wuvof"}, {'y', "yije"},  {'z', "zsdj"}, {'p', "pbf"}}};

bool may_write(char read, char latin) {
    const auto* found = std::find_if(kWrittenAs.begin(),
                                     kWrittenAs.end(),
                                     [&](const WrittenAs& one) { return one.read == read; });
    return found == kWrittenAs.end() ? read == latin
                                     : found->letters.find(latin) != std::string_view::npos;
}

}  // namespace

bool is_native_initial(std::string_view word) {
    const Script script = script_of(word);
    if (!is_native(word) || script == Script::kKana || is_syllable(word)) {
        return false;
    }
    std::size_t at = 0;
    static_cast<void>(next_character(word, at));
    const std::string_view rest = word.substr(at);
    return rest.empty() || rest == "'" || word == "дж" || word == "дз" || word == "кх";
}

bool may_begin_alike(char a, char b) {
    if (is_marked(a) == is_marked(b)) {
        return a == b;
    }
    return is_marked(a) ? may_write(unmarked(a), b) : may_write(unmarked(b), a);
}

void split_initials(std::vector<std::string>& words) {
    constexpr std::size_t kWholeWord = 3;
    const bool has_word = std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return word.size() >= kWholeWord;
    });
    for (std::size_t at = 0; has_word && at < words.size(); ++at) {
        const std::string_view next = at + 1 < words.size() ? words[at + 1] : std::string_view{};
        if (are_initials(words[at], next)) {
            std::string second{words[at].back()};
            words[at].pop_back();
            words.insert(words.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(second));
            ++at;
        }
    }
}

bool is_binding_letter(std::string_view name, std::size_t at, std::size_t end) {
    if (at == 0 || end != at + 1 || end + 1 >= name.size()) {
        return false;
    }
    const char letter = name[at];
    const char before = name[at - 1];
    const char behind = name[end];
    const bool is_izafat = letter == 'e' || letter == 'i' || letter == 'E' || letter == 'I';
    if (is_izafat && before == '-') {
        return behind == '-' || behind == ' ';
    }
    return (letter == 'e' || letter == 'i' || letter == 'y') && before == ' ' && behind == ' ' &&
           at >= 2 && is_small(name[at - 2]) && is_capital(name[end + 1]);
}

}  // namespace sarhad::watchlists
