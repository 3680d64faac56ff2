#include "bits.h"
#include "initials.h"
#include "reading.h"
#include "script_units.h"

#include "core/text.h"
#include "watchlists/key_hash.h"
#include "watchlists/name_form.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kMinJoinedFold = 5;
/// Of a given name in Han or Hangul, or of two syllables of pinyin: Enlai, Aiguo, Lina.
constexpr std::size_t kMinJoinedSyllables = 3;

/// The letter for a sound of a fold, where capitals are sounds of their own: see fold_of().
char letter_of_sound(char sound) {
    return sound == 'X' ? 'k'
                        : (sound >= 'A' && sound <= 'Z' ? static_cast<char>(sound + 32) : sound);
}

/// The first letter of the word's Latin reading.
char first_letter(const ShapeWord& word) {
    return !is_native(word.text) || word.fold.empty()
               ? word.text[0]
               : native_letter(letter_of_sound(word.fold[0]));
}

/// The first letter of the noun behind Abd, however it is written; 0 for other words.
char second_letter(const ShapeWord& word) {
    constexpr std::string_view kServant = "abd";
    constexpr std::size_t kLeastNoun = 3;
    const bool is_read = is_native(word.text);
    const std::string_view spelt = is_read ? word.fold : word.text;
    if (!spelt.starts_with(kServant) || spelt.size() < kServant.size() + kLeastNoun) {
        return 0;
    }
    // Of Abdullah nobody tells two letters.
    const std::string_view noun = spelt.substr(kServant.size());
    if (noun.starts_with("ul") || noun.starts_with("al")) {
        return 0;
    }
    // By sound: the noun may be in the one spelling of its group, and not as it was written.
    const char letter = is_read ? letter_of_sound(noun[0]) : noun[0];
    return native_letter(letter == 'q' ? 'k' : letter);
}

/// Which bearer of the name a title behind it tells; 0 for other titles.
std::uint8_t generation_of(std::string_view title) {
    struct Generation {
        std::string_view title;
        std::uint8_t number;
    };
    static constexpr std::array<Generation, 11> kGenerations{{{"sr", 1},
                                                              {"senior", 1},
                                                              {"jr", 2},
                                                              {"junior", 2},
                                                              {"ii", 2},
                                                              {"2nd", 2},
                                                              {"iii", 3},
                                                              {"3rd", 3},
                                                              {"third", 3},
                                                              {"iv", 4},
                                                              {"4th", 4}}};
    const auto* found = std::find_if(kGenerations.begin(),
                                     kGenerations.end(),
                                     [&](const Generation& one) { return one.title == title; });
    return found == kGenerations.end() ? std::uint8_t{0} : found->number;
}

/// Two syllables of a given name, in their script or in pinyin.
bool are_syllables(const NameToken& a, const NameToken& b) {
    return (is_syllable(a.text) && is_syllable(b.text)) || (is_pinyin(a.text) && is_pinyin(b.text));
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
        const bool is_short = fold.size() < kMinJoinedFold;
        if (!is_short ||
            (fold.size() >= kMinJoinedSyllables && are_syllables(tokens[i], tokens[i + 1]))) {
            const bool is_bound = masks[i] == 0 || masks[i + 1] == 0;
            std::string text = is_bound ? core::cat(tokens[i].text, " ", tokens[i + 1].text) : "";
            form.pairs.push_back(
                {std::move(fold), mask, is_short ? joined : std::string{}, std::move(text)});
        }
    }
    // "de la Cruz" is written Delacruz.
    for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
        const bool is_bound = masks[i] == 0 && masks[i + 1] == 0 && masks[i + 2] != 0;
        std::string fold =
            is_bound ? fold_of(tokens[i].text + tokens[i + 1].text + tokens[i + 2].text) : "";
        if (fold.size() >= kMinJoinedFold) {
            std::string text =
                core::cat(tokens[i].text, " ", tokens[i + 1].text, " ", tokens[i + 2].text);
            form.pairs.push_back({std::move(fold), masks[i + 2], {}, std::move(text)});
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
        shape.second[shape.count] = second_letter(word);
        shape.chain[shape.count] = word.chain;
        if (word.kind == TokenClass::kTitle) {
            // "Sr." before a name is a gentleman.
            const bool is_behind = shape.count > count_bits(shape.titles);
            shape.generation =
                is_behind && shape.generation == 0 ? generation_of(word.text) : shape.generation;
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
