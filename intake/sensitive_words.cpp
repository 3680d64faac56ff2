#include "sensitive_words.h"

#include "sensitive_codes.h"
#include "sensitive_words_table.h"

#include "core/text.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

constexpr std::size_t kShortestWord = 2;
constexpr std::size_t kCompanionReach = 3;
constexpr std::size_t kPhraseReach = 2;
constexpr std::size_t kCodeLetters = 4;

std::string_view word_of(Sensitive sort) {
    switch (sort) {
        case Sensitive::kMeal:
            return "meal";
        case Sensitive::kHealth:
            return "health";
        case Sensitive::kReligion:
            return "religion";
        case Sensitive::kPolitics:
            return "politics";
        case Sensitive::kUnion:
            return "union";
        case Sensitive::kSexualLife:
            return "sexual-life";
        case Sensitive::kOrigin:
            return "origin";
    }
    return "";
}

/// The Latin letters U+00C0 to U+00FF without their accents; '*' is none.
constexpr std::string_view kPlainLatin =
    "AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTSAAAAAAACEEEEIIIIDNOOOOO*OUUUUYTY";

/// Upper case, without accents, so that one spelling stands for all.
std::string folded(std::string_view text) {
    std::string upper;
    upper.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool is_latin_1 = c == '\xC3' && i + 1 < text.size() && (text[i + 1] & 0xC0) == 0x80;
        if (is_latin_1) {
            ++i;
            upper.push_back(kPlainLatin[static_cast<std::size_t>(text[i] & 0x3F)]);
        } else {
            upper.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
        }
    }
    return upper;
}

bool is_word_byte(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t at = 0;
    while (at < text.size()) {
        while (at < text.size() && !is_word_byte(text[at]))
            ++at;
        const std::size_t start = at;
        while (at < text.size() && is_word_byte(text[at]))
            ++at;
        if (at - start >= kShortestWord) words.push_back(text.substr(start, at - start));
    }
    return words;
}

template <std::size_t N>
const SensitiveWord* find_word(const std::array<SensitiveWord, N>& table, std::string_view word) {
    const auto found = std::lower_bound(
        table.begin(), table.end(), word, [](const SensitiveWord& known, std::string_view wanted) {
            return known.word < wanted;
        });
    return found != table.end() && found->word == word ? &*found : nullptr;
}

bool has_companion(const std::vector<std::string_view>& words, std::size_t at) {
    const std::size_t first = at - std::min(at, kCompanionReach);
    const std::size_t last = std::min(words.size(), at + kCompanionReach + 1);
    for (std::size_t i = first; i < last; ++i) {
        const bool is_one =
            i != at &&
            std::find(kCompanions.begin(), kCompanions.end(), words[i]) != kCompanions.end();
        if (is_one) return true;
    }
    return false;
}

const SensitivePhrase* phrase_at(const std::vector<std::string_view>& words, std::size_t at) {
    for (const SensitivePhrase& phrase : kSensitivePhrases) {
        if (phrase.first != words[at]) continue;
        const std::size_t last = std::min(words.size(), at + kPhraseReach + 1);
        for (std::size_t i = at + 1; i < last; ++i) {
            if (words[i].starts_with(phrase.then)) return &phrase;
        }
    }
    return nullptr;
}

/// "SSR WCHRPKHK1", "SR WCHR", "VGML": a service code written out in a text.
std::string_view code_at(const std::vector<std::string_view>& words, std::size_t at) {
    const std::string_view word = words[at];
    const bool is_announced = at > 0 && (words[at - 1] == "SSR" || words[at - 1] == "SR");
    if (is_announced && word.size() >= kCodeLetters) {
        return sensitive_code(word.substr(0, kCodeLetters));
    }
    return is_code_and_name(word) ? std::string_view{} : sensitive_code(word);
}

std::string_view look_at(const std::vector<std::string_view>& words, std::size_t at) {
    if (const SensitiveWord* word = find_word(kStrongWords, words[at])) return word_of(word->sort);
    if (const std::string_view sort = code_at(words, at); !sort.empty()) return sort;
    if (const SensitivePhrase* phrase = phrase_at(words, at)) return word_of(phrase->sort);
    const SensitiveWord* weak = find_word(kWeakWords, words[at]);
    return weak != nullptr && has_companion(words, at) ? word_of(weak->sort) : std::string_view{};
}

}  // namespace

std::string_view sensitive_text(std::string_view text, const IsName& is_name) {
    const std::string upper = folded(text);
    const std::vector<std::string_view> words = words_of(upper);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view sort = look_at(words, i);
        if (!sort.empty() && !is_name(words[i])) return sort;
    }
    return {};
}

}  // namespace sarhad::intake
