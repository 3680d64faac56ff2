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

std::string_view spelling_of(const std::vector<NameToken>& words, std::string_view text) {
    for (const std::string_view spelling : {kCapitalised, kUpperCase}) {
        std::string spelt;
        for (const NameToken& word : words) {
            append_spelt(spelling, word.text, spelt);
        }
        if (!words.empty() && spelt == text) {
            return spelling;
        }
    }
    return {};
}

}  // namespace sarhad::watchlists
