#include "letter_pairs.h"

#include "utf8_read.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace sarhad::watchlists {
namespace {

constexpr char32_t kThanthakhat = 0xE4C;

/// Where two letters are read together.
enum class Where : std::uint8_t {
    kAnywhere,
    kAtEdge,          ///< At the beginning or the end, or behind a consonant.
    kBeforeVoiced,    ///< Before a vowel or a voiced consonant.
    kBeforeVoiceless  ///< Before others, and at the end.
};
struct Digraph {
    char32_t first;
    char32_t second;
    Where where;
    std::string_view latin;
};
constexpr std::array<Digraph, 17> kDigraphs{{{U'μ', U'π', Where::kAtEdge, "b"},
                                             {U'ν', U'τ', Where::kAtEdge, "d"},
                                             {U'γ', U'κ', Where::kAtEdge, "g"},
                                             {U'γ', U'γ', Where::kAnywhere, "ng"},
                                             {U'γ', U'χ', Where::kAnywhere, "nch"},
                                             {U'γ', U'ξ', Where::kAnywhere, "nx"},
                                             {U'ο', U'υ', Where::kAnywhere, "ou"},
                                             {U'ο', U'ύ', Where::kAnywhere, "ou"},
                                             {U'α', U'υ', Where::kBeforeVoiced, "av"},
                                             {U'α', U'ύ', Where::kBeforeVoiced, "av"},
                                             {U'α', U'υ', Where::kBeforeVoiceless, "af"},
                                             {U'α', U'ύ', Where::kBeforeVoiceless, "af"},
                                             {U'ε', U'υ', Where::kBeforeVoiced, "ev"},
                                             {U'ε', U'ύ', Where::kBeforeVoiced, "ev"},
                                             {U'ε', U'υ', Where::kBeforeVoiceless, "ef"},
                                             {U'ε', U'ύ', Where::kBeforeVoiceless, "ef"},
                                             {U'ո', U'ւ', Where::kAnywhere, "u"}}};

bool is_voiceless(char32_t code) {
    constexpr std::u32string_view kVoiceless = U"θκξπσςτφχψ";
    return kVoiceless.find(code) != std::u32string_view::npos;
}

bool ends_in_consonant(std::string_view latin) {
    return !latin.empty() &&
           std::string_view{"aeiouy"}.find(latin.back()) == std::string_view::npos;
}

/// What follows two letters: 0 at the end.
bool is_there(const Digraph& pair, std::string_view before, char32_t next, char32_t after_next) {
    switch (pair.where) {
        case Where::kAnywhere:
            return true;
        case Where::kAtEdge:  // Before another such pair, too: Αμπντούλ is Abdul.
            return before.empty() || next == 0 || ends_in_consonant(before) ||
                   (next == U'ν' && after_next == U'τ');
        case Where::kBeforeVoiced:
            return next != 0 && !is_voiceless(next);
        case Where::kBeforeVoiceless:
            return next == 0 || is_voiceless(next);
    }
    return false;
}

bool is_thai_vowel_sign(char32_t code) {
    return code >= 0xE34 && code <= 0xE3A;
}

/// The next characters, 0 behind the last, and where each begins.
struct Ahead {
    std::array<char32_t, 4> code{};
    std::array<std::size_t, 5> begins{};
};
Ahead ahead_of(std::string_view word, std::size_t at) {
    Ahead ahead;
    for (std::size_t i = 0; i < ahead.code.size(); ++i) {
        ahead.begins.at(i) = at;
        ahead.code.at(i) = at < word.size() ? next_character(word, at) : 0;
    }
    ahead.begins.back() = at;
    return ahead;
}

}  // namespace

LetterPair pair_at(std::string_view word, std::size_t at, std::string_view before) {
    const Ahead ahead = ahead_of(word, at);
    const auto bytes = [&](std::size_t letters) { return ahead.begins.at(letters) - at; };
    if (ahead.code[1] == kThanthakhat) {
        return {bytes(2), ""};
    }
    if (ahead.code[2] == kThanthakhat && is_thai_vowel_sign(ahead.code[1])) {
        return {bytes(3), ""};
    }
    const auto* pair = std::find_if(kDigraphs.begin(), kDigraphs.end(), [&](const Digraph& one) {
        return one.first == ahead.code[0] && one.second == ahead.code[1] &&
               is_there(one, before, ahead.code[2], ahead.code[3]);
    });
    return pair == kDigraphs.end() ? LetterPair{} : LetterPair{bytes(2), pair->latin};
}

}  // namespace sarhad::watchlists
