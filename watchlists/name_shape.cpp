#include "reading.h"
#include "script_units.h"

#include "watchlists/key_hash.h"
#include "watchlists/name_form.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kMinJoinedFold = 5;
constexpr std::size_t kMinJoinedSyllables = 3;  ///< Of a given name in Han or Hangul: Enlai, Aiguo.

/// The first letter of the word's Latin reading.
char first_letter(const ShapeWord& word) {
    if (!is_native(word.text) || word.fold.empty()) {
        return word.text[0];
    }
    const char sound = word.fold[0];  // Capitals are sounds: see fold_of().
    return sound == 'X' ? 'k'
                        : (sound >= 'A' && sound <= 'Z' ? static_cast<char>(sound + 32) : sound);
}

/// Pairs of neighbours and the whole name, as one word each. `at`: places of the scored words.
void add_joins(const std::vector<NameToken>& tokens,
               const std::vector<std::size_t>& at,
               NameForm& form) {
    std::vector<std::uint32_t> masks(tokens.size(), 0);
    for (std::size_t place = 0; place < at.size(); ++place) {
        masks[at[place]] = 1U << place;
    }
    std::string joined;
    const auto join = [&](const NameToken& token) {
        is_native(token.text) ? joined += latin_of(token.text) : joined += token.text;
    };
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const std::uint32_t mask = masks[i] | masks[i + 1];
        joined.clear();
        join(tokens[i]);
        join(tokens[i + 1]);
        std::string fold = mask == 0 ? "" : fold_of(joined);
        const bool are_syllables = is_syllable(tokens[i].text) && is_syllable(tokens[i + 1].text);
        if (fold.size() >= (are_syllables ? kMinJoinedSyllables : kMinJoinedFold)) {
            form.pairs.push_back({std::move(fold), mask});
        }
    }
    // "de la Cruz" is written Delacruz.
    for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
        const bool is_bound = masks[i] == 0 && masks[i + 1] == 0 && masks[i + 2] != 0;
        std::string fold =
            is_bound ? fold_of(tokens[i].text + tokens[i + 1].text + tokens[i + 2].text) : "";
        if (fold.size() >= kMinJoinedFold) {
            form.pairs.push_back({std::move(fold), masks[i + 2]});
        }
    }
    joined.clear();
    for (const std::size_t place : at) {
        join(tokens[place]);
    }
    if (std::string fold = fold_of(joined); fold.size() > kMinJoinedFold) {
        form.wholes.push_back(std::move(fold));
    }
}

}  // namespace

std::vector<std::size_t> scored_words(const std::vector<NameToken>& tokens) {
    std::vector<std::size_t> at;
    at.reserve(kMaxScored);
    for (std::size_t i = 0; i < tokens.size() && at.size() < kMaxScored; ++i) {
        if (tokens[i].kind == TokenClass::kPlain || tokens[i].kind == TokenClass::kTitle) {
            at.push_back(i);
        }
    }
    return at;
}

NameShape make_shape(std::span<const ShapeWord> words) {
    NameShape shape;
    std::uint64_t order = 0;
    std::size_t initials = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const ShapeWord& word = words[i];
        order = order * 0x9e3779b97f4a7c15U + key_hash('O', word.text) + word.chain;
        if (word.kind == TokenClass::kInitial && initials < shape.initials.size()) {
            shape.initials[initials++] = first_letter(word);
        }
        const bool is_scored = word.kind == TokenClass::kPlain || word.kind == TokenClass::kTitle;
        if (!is_scored || shape.count == kMaxScored) {
            continue;
        }
        // The same word a second time tells little more.
        const auto before = words.first(i);
        const bool is_repeated = std::any_of(before.begin(), before.end(), [&](const auto& one) {
            return one.text == word.text && one.kind == word.kind;
        });
        shape.weights[shape.count] = is_repeated ? std::min(word.weight, kMinWeight) : word.weight;
        shape.total += shape.weights[shape.count];
        shape.first[shape.count] = first_letter(word);
        shape.chain[shape.count] = word.chain;
        if (word.kind == TokenClass::kTitle) {
            shape.titles = static_cast<std::uint8_t>(shape.titles | (1U << shape.count));
        }
        ++shape.count;
    }
    shape.order = order;
    return shape;
}

NameShape make_shape(const std::vector<NameToken>& tokens) {
    std::vector<ShapeWord> words;
    words.reserve(tokens.size());
    for (const NameToken& token : tokens) {
        words.push_back({token.text, token.fold, word_weight(token), token.chain, token.kind});
    }
    return make_shape(words);
}

NameForm make_form_without_words(const std::vector<NameToken>& tokens) {
    NameForm form;
    form.shape = make_shape(tokens);
    add_joins(tokens, scored_words(tokens), form);
    return form;
}

NameForm make_form(const std::vector<NameToken>& tokens) {
    return make_form(std::vector<NameToken>{tokens});
}

NameForm make_form(std::vector<NameToken>&& tokens) {
    NameForm form;
    form.shape = make_shape(tokens);
    const std::vector<std::size_t> at = scored_words(tokens);
    add_joins(tokens, at, form);
    if (at.size() == tokens.size()) {
        form.words = std::move(tokens);
        return form;
    }
    form.words.reserve(at.size());
    for (const std::size_t i : at) {
        form.words.push_back(std::move(tokens[i]));
    }
    return form;
}

}  // namespace sarhad::watchlists
