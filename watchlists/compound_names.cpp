#include "compound_names.h"

#include "core/text.h"
#include "watchlists/variants.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kStemMin = 3;  ///< Letters of the first half of a compound.

/// How the article before a noun is written where the noun makes one name with what stands before.
enum class Article : std::uint8_t {
    kAny,    ///< "al", "el" and "e" too: Nur al-Din, Saif al-Islam.
    kSouth,  ///< "ul", "ur" only: behind "al" it is a surname of its own (Bashar al-Hasan).
};

/// The second half of a compound.
struct Noun {
    std::string_view written;
    std::string_view kept;  ///< One spelling.
    Article article;
    bool may_lose_sound;  ///< "udin" for "uddin".
};
constexpr std::array<Noun, 50> kNouns{{
    {"din", "din", Article::kAny, true},         {"deen", "din", Article::kAny, true},
    {"dine", "din", Article::kAny, false},       {"dyn", "din", Article::kAny, false},
    {"rahman", "rahman", Article::kAny, true},   {"rehman", "rahman", Article::kAny, true},
    {"rahmaan", "rahman", Article::kAny, false}, {"rahmen", "rahman", Article::kAny, false},
    {"rahmon", "rahman", Article::kAny, false},  {"rohman", "rahman", Article::kAny, false},
    {"rhmn", "rahman", Article::kAny, false},    {"haq", "haq", Article::kAny, false},
    {"haqq", "haq", Article::kAny, false},       {"haque", "haq", Article::kAny, false},
    {"hoque", "haq", Article::kSouth, false},    {"huq", "haq", Article::kSouth, false},
    {"hoq", "haq", Article::kSouth, false},      {"haqe", "haq", Article::kSouth, false},
    {"hak", "haq", Article::kSouth, false},      {"hakk", "haq", Article::kSouth, false},
    {"islam", "islam", Article::kAny, false},    {"islaam", "islam", Article::kAny, false},
    {"eslam", "islam", Article::kAny, false},    {"zaman", "zaman", Article::kAny, true},
    {"zamaan", "zaman", Article::kAny, false},   {"nisa", "nisa", Article::kAny, true},
    {"nissa", "nisa", Article::kAny, true},      {"nisaa", "nisa", Article::kAny, false},
    {"nesa", "nisa", Article::kAny, true},       {"nessa", "nisa", Article::kAny, true},
    {"mulk", "mulk", Article::kAny, false},      {"molk", "mulk", Article::kAny, false},
    {"ain", "ain", Article::kSouth, false},      {"ayn", "ain", Article::kSouth, false},
    {"abidin", "abidin", Article::kAny, false},  {"abideen", "abidin", Article::kAny, false},
    {"abedin", "abidin", Article::kAny, false},  {"huda", "huda", Article::kAny, false},
    {"hoda", "huda", Article::kAny, false},      {"arifin", "arifin", Article::kAny, false},
    {"arefin", "arifin", Article::kAny, false},  {"arifeen", "arifin", Article::kAny, false},
    {"hasan", "hasan", Article::kSouth, false},  {"hassan", "hasan", Article::kSouth, false},
    {"alam", "alam", Article::kSouth, false},    {"amin", "amin", Article::kSouth, false},
    {"ameen", "amin", Article::kSouth, false},   {"karim", "karim", Article::kSouth, false},
    {"kareem", "karim", Article::kSouth, false}, {"rashid", "rashid", Article::kSouth, false},
}};
/// Allah as a second half needs no article.
constexpr std::array<std::string_view, 5> kAllah{"ullah", "allah", "ollah", "oullah", "ullha"};

/// For each last letter the nouns that end in it, as bits: nearly every word is told apart by it.
constexpr auto kByLastLetter = [] {
    std::array<std::uint64_t, 26> nouns{};
    for (std::size_t number = 0; number < kNouns.size(); ++number) {
        nouns[static_cast<std::size_t>(kNouns[number].written.back() - 'a')] |= 1ULL << number;
    }
    return nouns;
}();
static_assert(kNouns.size() <= 64);

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

/// Calls take(noun) with each noun that `word` ends with, until it returns true.
template <typename Take>
void for_each_noun_at_end(std::string_view word, const Take& take) {
    if (word.empty() || !is_letter(word.back())) {
        return;
    }
    std::uint64_t left = kByLastLetter[static_cast<std::size_t>(word.back() - 'a')];
    while (left != 0) {
        const auto number = static_cast<std::size_t>(__builtin_ctzll(left));
        left &= left - 1;
        if (word.ends_with(kNouns[number].written) && take(kNouns[number])) {
            return;
        }
    }
}

const Noun* noun_of(std::string_view word) {
    const Noun* found = nullptr;
    for_each_noun_at_end(word, [&](const Noun& noun) {
        found = noun.written == word ? &noun : nullptr;
        return found != nullptr;
    });
    return found;
}

bool is_sun_letter(char c) {
    return std::string_view{"rdzn"}.find(c) != std::string_view::npos;
}

/// Letters of the article at the end of `before` that belongs to the noun; 0 for none.
std::size_t article_at_end(std::string_view before, const Noun& noun) {
    if (before.size() < 2) {
        return before == "u" && noun.may_lose_sound ? 1 : 0;
    }
    const char vowel = before[before.size() - 2];
    const char last = before.back();
    const bool is_south = vowel == 'u' || vowel == 'o';
    const bool is_vowel = is_south || vowel == 'a' || vowel == 'e' || vowel == 'i';
    const bool is_assimilated = last == noun.written.front() && is_sun_letter(last);
    // "Geraldine" and "Aldine" hold no article.
    const bool may_be_al =
        noun.article == Article::kAny && (noun.written != "dine" || vowel == 'e');
    if (is_assimilated && (is_south || (is_vowel && noun.article == Article::kAny))) {
        return 2;
    }
    if (last == 'l' && (is_south || (may_be_al && (vowel == 'a' || vowel == 'e')))) {
        return 2;
    }
    return last == 'u' && noun.may_lose_sound ? 1 : 0;
}

/// A word that holds an article and a noun.
struct Split {
    std::size_t stem{0};  ///< Letters before the article.
    std::string_view kept;
};
std::optional<Split> split_of(std::string_view word) {
    std::optional<Split> found;
    for_each_noun_at_end(word, [&](const Noun& noun) {
        const std::string_view before = word.substr(0, word.size() - noun.written.size());
        const std::size_t article = article_at_end(before, noun);
        if (article != 0) {
            found = Split{before.size() - article, noun.kept};
        }
        return found.has_value();
    });
    return found;
}

/// Both halves in one word: as they are written where that is known, else by the spelling that
/// stands for the half which varies: "gamal" and din as "jamaldin".
std::string one_word(std::string_view stem, std::string_view noun) {
    std::string text = core::cat(stem, noun);
    const std::uint16_t group = name_word(text).group != 0 ? 0 : name_word(stem).group;
    return group == 0 ? text : core::cat(group_head(group), noun);
}
/// Abd and "maxamed" as "abdmuhammad".
std::string abd_and(std::string_view noun) {
    std::string text = core::cat("abd", noun == "ullah" ? "allah" : noun);
    const std::uint16_t group = name_word(text).group != 0 ? 0 : name_word(noun).group;
    return group == 0 ? text : core::cat("abd", group_head(group));
}

/// "abdiraxmaan", "abduvali": another vowel for the article, before a known name.
std::string abd_with_vowel(const std::string& word) {
    constexpr std::size_t kSize = 4;
    const bool has_vowel =
        word.size() > kSize && std::string_view{"iuo"}.find(word[3]) != std::string_view::npos;
    const std::string_view noun = std::string_view{word}.substr(std::min(word.size(), kSize));
    const bool is_new = has_vowel && name_word(word).group == 0 && name_word(noun).group != 0;
    return is_new ? abd_and(noun) : word;
}

/// "abdulrahman" and "abdurrahman" to "abdrahman"; "abdullah" stays a name of its own. Somali
/// writes the first sound of Abd as a c.
std::string joined_abd(const std::string& word) {
    if (word.starts_with("cabd")) {
        return joined_abd(word.substr(1));
    }
    if (!word.starts_with("abd")) {
        return word;
    }
    for (const std::string_view prefix :
         {"abdul", "abdel", "abdal", "abdol", "abdur", "abdus", "abdud", "abdun", "abduz"}) {
        if (!word.starts_with(prefix) || word.size() < prefix.size() + 3) {
            continue;
        }
        const std::string rest = word.substr(prefix.size());
        const bool is_article = prefix[4] == 'l' || rest[0] == prefix[4];
        if (is_article && !rest.starts_with("lah")) {
            return abd_and(rest);
        }
    }
    return abd_with_vowel(word);
}

/// "shamsuddin" to "shamsdin", "saifollah" to "saifullah", "ziaulhaq" to "ziahaq".
std::string joined_noun(const std::string& word) {
    if (word.starts_with("abd")) {
        return word;
    }
    for (const std::string_view allah : {"ollah", "oullah", "ullha"}) {
        if (word.size() >= allah.size() + kStemMin && word.ends_with(allah)) {
            return one_word(std::string_view{word}.substr(0, word.size() - allah.size()), "ullah");
        }
    }
    const auto split = split_of(word);
    if (!split || split->stem < kStemMin) {
        return word;
    }
    std::string joined = one_word(std::string_view{word}.substr(0, split->stem), split->kept);
    // "Jamaldin" is Jamal and din, not "Jam al-Din".
    return name_word(word).group != 0 && name_word(joined).group == 0 ? word : joined;
}

bool is_article(std::string_view word, std::string_view next) {
    return word == "al" || word == "el" || word == "ul" || word == "ol" || word == "e" ||
           word == "ud" || word == "ur" || is_article_before(word, next);
}

/// The noun that `word` is behind the article before it; empty: they make no compound.
std::string_view noun_behind(std::string_view article, std::string_view word) {
    const Noun* noun = noun_of(word);
    const bool is_south = article.starts_with('u') || article.starts_with('o');
    return noun != nullptr && (is_south || noun->article == Article::kAny) ? noun->kept
                                                                           : std::string_view{};
}

/// "habibur" before "rahman", "sirajul" before "haq": how many letters of `first` are the article.
std::size_t glued_article(std::string_view first, const Noun& noun) {
    const std::size_t article = article_at_end(first, noun);
    const bool is_whole = article == 2 && first.size() >= kStemMin + article;
    // "Maqbul", "Mansur" and "Rasul" end so by themselves.
    return is_whole && name_word(first).group == 0 ? article : 0;
}

bool is_allah(std::string_view word) {
    return std::find(kAllah.begin(), kAllah.end(), word) != kAllah.end();
}

/// Words of a name, by their distance from one of them; "" behind the last.
class WordsFrom final {
public:
    WordsFrom(const std::vector<std::string>& words, std::size_t at) : words_{words}, at_{at} {}
    [[nodiscard]] std::string_view operator()(std::size_t further) const {
        return at_ + further < words_.size() ? std::string_view{words_[at_ + further]}
                                             : std::string_view{};
    }

private:
    const std::vector<std::string>& words_;
    std::size_t at_;
};

/// Words that were taken for one; 0: none were.
struct Joined {
    std::size_t words{0};
    std::string text;
};

Joined servant_at(const WordsFrom& word) {
    const std::size_t gap = is_article(word(1), word(2)) ? 1 : 0;
    const std::string_view noun = word(1 + gap);
    if (noun.size() < 2) {
        return {};
    }
    return {2 + gap, abd_and(noun)};
}

Joined compound_at(const WordsFrom& word) {
    const std::string_view first = word(0);
    if (is_servant(first)) {
        return servant_at(word);
    }
    const std::string_view second = word(1);
    if (first.size() < kStemMin || second.empty() || is_particle(first) || is_marker(first)) {
        return {};
    }
    if (is_article(second, word(2))) {
        if (is_allah(word(2))) {
            return {3, one_word(first, "ullah")};
        }
        const std::string_view noun = noun_behind(second, word(2));
        return noun.empty() ? Joined{} : Joined{3, one_word(first, noun)};
    }
    if (is_allah(second)) {
        return {2, one_word(first, "ullah")};
    }
    if (const auto split = split_of(second); split && split->stem == 0) {
        return {2, one_word(first, split->kept)};
    }
    if (const Noun* noun = noun_of(second); noun != nullptr) {
        if (const std::size_t article = glued_article(first, *noun); article != 0) {
            return {2, one_word(first.substr(0, first.size() - article), noun->kept)};
        }
    }
    return {};
}

}  // namespace

bool is_servant(std::string_view word) {
    static constexpr std::array<std::string_view, 22> kWritten{
        "abd",   "abdul", "abdel",  "abdal",  "abdol",  "abdull", "abdoul", "abdil",
        "adbul", "abudl", "abdl",   "badul",  "abdu",   "abdi",   "cabdi",  "adul",
        "bdul",  "audl",  "abduul", "abddul", "abbdul", "aabdul"};
    const bool may_be = word.starts_with('a') || word.starts_with('b') || word.starts_with("cab");
    return may_be && (std::find(kWritten.begin(), kWritten.end(), word) != kWritten.end() ||
                      (word.size() == 5 && word.starts_with("abdu")));
}

std::vector<CompoundWord> compounds_of(const std::vector<std::string>& words) {
    std::vector<CompoundWord> kept;
    kept.reserve(words.size());
    for (std::size_t at = 0; at < words.size();) {
        Joined joined = compound_at(WordsFrom{words, at});
        if (joined.words == 0) {
            joined = {1, joined_noun(joined_abd(words[at]))};
        }
        kept.push_back({std::move(joined.text), at, joined.words});
        at += joined.words;
    }
    return kept;
}

std::vector<std::string> join_compounds(const std::vector<std::string>& words) {
    std::vector<std::string> kept;
    kept.reserve(words.size());
    for (CompoundWord& word : compounds_of(words)) {
        kept.push_back(std::move(word.text));
    }
    return kept;
}

}  // namespace sarhad::watchlists
