#include "org_lexicon.h"

#include "similarity.h"

#include "watchlists/key_hash.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kMostPhraseWords = 8;
constexpr std::size_t kMinMisspeltPhrase = 3;
constexpr std::size_t kMinMisspeltWord = 5;
constexpr std::size_t kMinAffixBytes = 6;  // Two characters of Han, Kana or Hangul.

/// Keys are whole texts, so a look-up is exact; the hash order reaches nothing.
template <class Value>
using PhraseMap = std::unordered_map<std::string, Value>;  // Never iterated.

std::string joined(std::span<const OrgToken> tokens) {
    std::string text;
    for (const OrgToken& token : tokens) {
        text += token.text;
        text.push_back(' ');
    }
    return text;
}

struct Phrase {
    std::vector<std::string> words;
    OrgFormFound found;
};

struct Lexicon {
    PhraseMap<OrgFormFound> forms;
    PhraseMap<OrgWordFound> words;
    std::multimap<std::string, Phrase> long_forms;  ///< By the first and by the second word.
    std::vector<std::pair<std::string, OrgFormFound>> affixes;  ///< Longest first.
};

void add_long_form(Lexicon& lexicon, const std::vector<OrgToken>& tokens, OrgFormFound found) {
    if (tokens.size() < kMinMisspeltPhrase) {
        return;
    }
    Phrase phrase{{}, found};
    for (const OrgToken& token : tokens) {
        phrase.words.push_back(token.text);
    }
    lexicon.long_forms.emplace("1" + phrase.words[0], phrase);
    lexicon.long_forms.emplace("2" + phrase.words[1], phrase);
}

void add_form(Lexicon& lexicon, const OrgFormPhrase& form) {
    const std::vector<OrgToken> tokens = org_tokens(form.text);
    if (tokens.empty() || tokens.size() > kMostPhraseWords) {
        return;
    }
    const OrgFormFound found{tokens.size(), form.exact, form.generic};
    lexicon.forms.emplace(joined(tokens), found);
    add_long_form(lexicon, tokens, found);
    const std::string& word = tokens[0].text;
    if (tokens.size() == 1 && word.size() >= kMinAffixBytes &&
        static_cast<unsigned char>(word[0]) >= 0xE0) {
        lexicon.affixes.emplace_back(word, found);
    }
}

Lexicon made() {
    Lexicon lexicon;
    for (const OrgFormPhrase& form : org_form_phrases()) {
        add_form(lexicon, form);
    }
    for (const OrgWordPhrase& word : org_word_phrases()) {
        const std::vector<OrgToken> tokens = org_tokens(word.text);
        if (!tokens.empty() && tokens.size() <= kMostPhraseWords) {
            lexicon.words.emplace(joined(tokens),
                                  OrgWordFound{tokens.size(), word.kind, word.number});
        }
    }
    std::stable_sort(lexicon.affixes.begin(),
                     lexicon.affixes.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    return lexicon;
}

const Lexicon& lexicon() {
    static const Lexicon kLexicon = made();
    return kLexicon;
}

template <class Value>
Value longest(const PhraseMap<Value>& map, std::span<const OrgToken> tokens) {
    for (std::size_t size = std::min(tokens.size(), kMostPhraseWords); size > 0; --size) {
        if (const auto at = map.find(joined(tokens.first(size))); at != map.end()) {
            return at->second;
        }
    }
    return {};
}

/// True where all words agree but for one, and that one within one letter.
bool is_nearly(const Phrase& phrase, std::span<const OrgToken> tokens) {
    if (tokens.size() < phrase.words.size()) {
        return false;
    }
    int wrong = 0;
    for (std::size_t i = 0; i < phrase.words.size(); ++i) {
        const std::string& word = phrase.words[i];
        if (tokens[i].text == word) {
            continue;
        }
        if (word.size() < kMinMisspeltWord || edits_within_two(tokens[i].text, word) > 1) {
            return false;
        }
        ++wrong;
    }
    return wrong <= 1;
}

}  // namespace

OrgFormFound find_org_form(std::span<const OrgToken> tokens) {
    return longest(lexicon().forms, tokens);
}

OrgWordFound find_org_word(std::span<const OrgToken> tokens) {
    return longest(lexicon().words, tokens);
}

OrgFormFound find_misspelt_org_form(std::span<const OrgToken> tokens) {
    OrgFormFound best;
    if (tokens.size() < kMinMisspeltPhrase) {
        return best;
    }
    for (const std::string& key : {"1" + tokens[0].text, "2" + tokens[1].text}) {
        const auto [first, last] = lexicon().long_forms.equal_range(key);
        for (auto at = first; at != last; ++at) {
            const OrgFormFound& found = at->second.found;
            if (found.size > best.size && is_nearly(at->second, tokens)) {
                best = found;
            }
        }
    }
    return best;
}

OrgAffix find_org_affix(std::string_view word) {
    OrgAffix affix;
    if (word.size() <= kMinAffixBytes || static_cast<unsigned char>(word[0]) < 0xE0) {
        return affix;
    }
    for (const auto& [form, found] : lexicon().affixes) {
        const bool is_front = word.starts_with(form);
        if (word.size() > form.size() && (is_front || word.ends_with(form))) {
            (is_front ? affix.front : affix.back) = form.size();
            affix.exact = found.exact;
            affix.generic = found.generic;
            return affix;
        }
    }
    return affix;
}

bool is_country(std::uint16_t number) {
    return number < 1000;
}

bool is_wide_place(std::uint16_t number) {
    return number >= 1000 && number < 2000;
}

}  // namespace sarhad::watchlists
