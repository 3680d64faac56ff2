#include "word_spelling.h"

#include <algorithm>

namespace sarhad::watchlists {

void append_spelt(std::string_view spelling, std::string_view word, std::string& to) {
    if (!to.empty()) {
        to.push_back(' ');
    }
    bool is_large = true;
    for (const char c : word) {
        to.push_back(is_large && c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c);
        is_large = spelling == kUpperCase;
    }
}

namespace {

/// Whether append_spelt() of all words gives `text`.
bool is_spelt(std::string_view spelling,
              const std::vector<NameToken>& words,
              std::string_view text) {
    for (const NameToken& word : words) {
        const bool is_first = &word == words.data();
        if (text.size() < word.text.size() + (is_first ? 0 : 1) || (!is_first && text[0] != ' ')) {
            return false;
        }
        text.remove_prefix(is_first ? 0 : 1);
        bool is_large = true;
        for (std::size_t i = 0; i < word.text.size(); ++i) {
            const char c = word.text[i];
            if (text[i] !=
                (is_large && c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c)) {
                return false;
            }
            is_large = spelling == kUpperCase;
        }
        text.remove_prefix(word.text.size());
    }
    return text.empty();
}

}  // namespace

std::string_view spelling_of(const std::vector<NameToken>& words, std::string_view text) {
    for (const std::string_view spelling : {kCapitalised, kUpperCase}) {
        if (!words.empty() && is_spelt(spelling, words, text)) {
            return spelling;
        }
    }
    return {};
}

}  // namespace sarhad::watchlists
