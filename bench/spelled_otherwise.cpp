#include "spelled_otherwise.h"

#include "core/text.h"

#include <algorithm>
#include <span>
#include <vector>

namespace sarhad::bench {
namespace {

using Words = std::vector<std::string>;

struct Letters {
    std::string_view from;
    std::string_view to;
};

/// What romanisations do differently; lower case. General knowledge of Arabic, Persian, Urdu,
/// Russian and English spelling, independent of the product's tables.
constexpr std::array<Letters, 34> kRomanisations{{
    {"ou", "u"}, {"oo", "u"},  {"ee", "i"},  {"kh", "h"},  {"gh", "g"},  {"ph", "f"}, {"dh", "d"},
    {"th", "t"}, {"sh", "ch"}, {"ay", "ai"}, {"ai", "ay"}, {"ei", "ai"}, {"ck", "k"}, {"ss", "s"},
    {"ll", "l"}, {"mm", "m"},  {"dd", "d"},  {"nn", "n"},  {"tt", "t"},  {"aa", "a"}, {"q", "k"},
    {"k", "q"},  {"y", "i"},   {"i", "y"},   {"w", "v"},   {"v", "w"},   {"j", "dj"}, {"x", "ks"},
    {"c", "k"},  {"u", "ou"},  {"u", "o"},   {"o", "u"},   {"e", "i"},   {"i", "ee"},
}};

/// Longer ones first. Latin to Cyrillic as a clerk writes it.
constexpr std::array<Letters, 33> kCyrillic{{
    {"sh", "ш"}, {"ch", "ч"}, {"kh", "х"}, {"zh", "ж"}, {"ts", "ц"}, {"ya", "я"}, {"yu", "ю"},
    {"a", "а"},  {"b", "б"},  {"c", "к"},  {"d", "д"},  {"e", "е"},  {"f", "ф"},  {"g", "г"},
    {"h", "х"},  {"i", "и"},  {"j", "дж"}, {"k", "к"},  {"l", "л"},  {"m", "м"},  {"n", "н"},
    {"o", "о"},  {"p", "п"},  {"q", "к"},  {"r", "р"},  {"s", "с"},  {"t", "т"},  {"u", "у"},
    {"v", "в"},  {"w", "в"},  {"x", "кс"}, {"y", "и"},  {"z", "з"},
}};
constexpr std::array<Letters, 35> kArabic{{
    {"sh", "ش"}, {"ch", "تش"}, {"kh", "خ"}, {"gh", "غ"}, {"th", "ث"}, {"dh", "ذ"}, {"ph", "ف"},
    {"ee", "ي"}, {"oo", "و"},  {"ou", "و"}, {"a", "ا"},  {"b", "ب"},  {"c", "ك"},  {"d", "د"},
    {"e", ""},   {"f", "ف"},   {"g", "ج"},  {"h", "ه"},  {"i", "ي"},  {"j", "ج"},  {"k", "ك"},
    {"l", "ل"},  {"m", "م"},   {"n", "ن"},  {"o", "و"},  {"p", "ب"},  {"q", "ق"},  {"r", "ر"},
    {"s", "س"},  {"t", "ت"},   {"u", "و"},  {"v", "ف"},  {"w", "و"},  {"x", "كس"}, {"y", "ي"},
}};

Words words_in(const std::string& name) {
    Words words;
    for (const std::string_view word : core::split(name, ' ')) {
        if (!word.empty()) {
            words.emplace_back(word);
        }
    }
    return words;
}

std::string joined(const Words& words) {
    std::string name;
    for (const std::string& word : words) {
        name += (name.empty() ? "" : " ") + word;
    }
    return name;
}

std::optional<std::string> in_other_order(Words words, InventedPeople& chance) {
    if (words.size() < 2) {
        return std::nullopt;
    }
    std::rotate(words.begin(), words.end() - 1, words.end());
    if (chance.below(2) == 0) {
        words[0] += ",";
    }
    return joined(words);
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
}

std::optional<std::string> with_a_slip(Words words, InventedPeople& chance) {
    std::vector<std::size_t> long_ones;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].size() >= 4 && is_ascii(words[i])) {
            long_ones.push_back(i);
        }
    }
    if (long_ones.empty()) {
        return std::nullopt;
    }
    std::string& word = words[long_ones[chance.below(long_ones.size())]];
    word = chance.damaged(core::ascii_lower(word));
    return joined(words);
}

/// One place of a word; false where no rule applies.
bool romanise(std::string& word, InventedPeople& chance) {
    std::vector<std::pair<std::size_t, const Letters*>> places;
    for (const Letters& rule : kRomanisations) {
        for (std::size_t at = word.find(rule.from); at != std::string::npos;
             at = word.find(rule.from, at + 1)) {
            places.emplace_back(at, &rule);
        }
    }
    if (places.empty()) {
        return false;
    }
    const auto [at, rule] = places[chance.below(places.size())];
    word.replace(at, rule->from.size(), rule->to);
    return true;
}

/// In one word, or in two.
std::optional<std::string> romanised_otherwise(const std::string& name, InventedPeople& chance) {
    Words words = words_in(core::ascii_lower(name));
    const std::uint64_t wanted = 1 + chance.below(2);
    std::uint64_t done = 0;
    const std::size_t first = chance.below(words.size());
    for (std::size_t i = 0; i < words.size() && done < wanted; ++i) {
        done += romanise(words[(first + i) % words.size()], chance) ? 1U : 0U;
    }
    return done == 0 ? std::nullopt : std::optional{joined(words)};
}

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
    const std::string lower = core::ascii_lower(word);
    return std::find(words.begin(), words.end(), lower) != words.end();
}

/// What stands for a person's name by itself: an article, Abd or a marker goes with the word behind
/// it, a letter or a title with the word before.
Words parts_in(const std::string& name) {
    static constexpr std::array<std::string_view, 20> kWithNext{
        "al",  "el",  "abd", "abdul", "abdel", "abdal", "abdur", "abdol", "abou", "abu",
        "bin", "ben", "ibn", "umm",   "van",   "von",   "de",    "la",    "mc",   "mac"};
    static constexpr std::array<std::string_view, 6> kWithLast{
        "jr", "jr.", "sr.", "iii", "ullah", "na"};
    Words parts;
    bool is_open = false;
    for (const std::string& word : words_in(name)) {
        const bool is_letter = word.size() == 1 || (word.size() == 2 && word[1] == '.');
        if (!parts.empty() && (is_open || is_letter || is_one_of(word, kWithLast))) {
            parts.back() += " " + word;
        } else {
            parts.push_back(word);
        }
        is_open = is_one_of(word, kWithNext);
    }
    return parts;
}

std::optional<std::string> without_a_part(const std::string& name, InventedPeople& chance) {
    Words parts = parts_in(name);
    if (parts.size() < 3) {
        return std::nullopt;
    }
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(chance.below(parts.size())));
    return joined(parts);
}

const Letters* letters_at(std::span<const Letters> table, std::string_view text) {
    const auto found = std::find_if(
        table.begin(), table.end(), [&](const Letters& l) { return text.starts_with(l.from); });
    return found == table.end() ? nullptr : &*found;
}

std::string in_cyrillic(const std::string& name) {
    const std::string text = core::ascii_lower(name);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const Letters* letters = letters_at(kCyrillic, std::string_view{text}.substr(at));
        out += letters == nullptr ? text.substr(at, 1) : std::string{letters->to};
        at += letters == nullptr ? 1 : letters->from.size();
    }
    return out;
}

std::string word_in_arabic(std::string_view word, InventedPeople& chance) {
    std::string out;
    for (std::size_t at = 0; at < word.size();) {
        const Letters* letters = letters_at(kArabic, word.substr(at));
        const bool is_vowel = std::string_view{"aeiou"}.find(word[at]) != std::string_view::npos;
        const bool is_last = at + 1 == word.size();
        const bool is_doubled = at > 0 && word[at] == word[at - 1];
        if (word[at] == 'z') {
            out += "ز";
        } else if (letters == nullptr) {
            out += word[at];
        } else if (is_vowel && at == 0) {
            out += word[at] == 'a' ? "ا" : (word[at] == 'i' || word[at] == 'e' ? "اي" : "او");
        } else if (is_doubled || (word[at] == 'a' && !is_last && chance.below(2) == 0)) {
            // A doubled letter is written once; a short a is not written.
        } else {
            out += letters->to;
        }
        at += letters == nullptr ? 1 : letters->from.size();
    }
    return out;
}

std::string in_arabic(const std::string& name, InventedPeople& chance) {
    Words words = words_in(core::ascii_lower(name));
    for (std::string& word : words) {
        word = word_in_arabic(word, chance);
    }
    return joined(words);
}

}  // namespace

std::optional<std::string> spelled_otherwise(const std::string& name,
                                             Otherwise how,
                                             InventedPeople& chance) {
    switch (how) {
        case Otherwise::kOrder:
            return in_other_order(words_in(name), chance);
        case Otherwise::kTypo:
            return with_a_slip(words_in(name), chance);
        case Otherwise::kSpelling:
            return romanised_otherwise(name, chance);
        case Otherwise::kMissing:
            return without_a_part(name, chance);
        case Otherwise::kCyrillic:
            return in_cyrillic(name);
        case Otherwise::kArabic:
            return in_arabic(name, chance);
    }
    return std::nullopt;
}

}  // namespace sarhad::bench
