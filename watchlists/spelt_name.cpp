#include "spelt_name.h"

#include "text_forms.h"

#include "core/text.h"
#include "watchlists/normalise.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

/// The one word that a text is read as, particles aside; "" where it is none or several.
std::string one_word_of(std::string_view text) {
    std::string word;
    for (NameToken& token : normalise(text)) {
        if (token.kind == TokenClass::kParticle) {
            continue;
        }
        if (!word.empty()) {
            return {};
        }
        word = std::move(token.text);
    }
    return word;
}

}  // namespace

SpeltName::SpeltName(std::string_view text) {
    const std::vector<std::string_view> words = core::split(text, ' ');
    pieces_.reserve(words.size() * kMaxRun);
    for (std::size_t first = 0; first < words.size(); ++first) {
        if (words[first].empty()) {
            continue;
        }
        const std::size_t end = std::min(words.size(), first + kMaxRun);
        for (std::size_t last = first; last < end; ++last) {
            const char* const begin = words[first].data();
            const auto size =
                static_cast<std::size_t>(words[last].data() + words[last].size() - begin);
            pieces_.push_back({{begin, size}, {}, false, {}});
        }
        Piece& one = pieces_[pieces_.size() - (end - first)];
        if (is_ascii(one.text)) {
            one.small = core::ascii_lower(one.text);
        }
    }
}

std::string_view SpeltName::find(std::string_view word) {
    const auto same = std::find_if(
        pieces_.begin(), pieces_.end(), [&](const Piece& piece) { return piece.small == word; });
    if (same != pieces_.end()) {
        return same->text;
    }
    for (Piece& piece : pieces_) {
        if (!piece.is_read) {
            piece.is_read = true;
            piece.read = one_word_of(piece.text);
        }
        if (piece.read == word) {
            return piece.text;
        }
    }
    return {};
}

std::string_view SpeltName::spelt_in_text(std::string_view word) {
    if (word.empty()) {
        return {};
    }
    const auto known = std::find_if(
        known_.begin(), known_.end(), [&](const Known& one) { return one.word == word; });
    if (known != known_.end()) {
        return known->spelt;
    }
    known_.push_back({std::string{word}, find(word)});
    return known_.back().spelt;
}

std::string SpeltName::spell(std::string_view words) {
    std::string line;
    while (!words.empty()) {
        const std::string_view word = words.substr(0, words.find(' '));
        const std::string_view spelt = spelt_in_text(word);
        line += line.empty() ? "" : " ";
        spelt.empty() ? line += word : line += without_controls(spelt);
        words.remove_prefix(std::min(word.size() + 1, words.size()));
    }
    return line;
}

}  // namespace sarhad::watchlists
