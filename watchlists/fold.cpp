// How a Latin word sounds: its fold and its skeleton.

#include "watchlists/normalise.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace sarhad::watchlists {
namespace {

struct Spelling {
    std::string_view from;
    char to;
};
/// Two and three letters for one sound, longest first; capitals are sounds, not letters. NXX and
/// UXX are what ICAO 9303 allows for the Spanish n with a tilde and u with two dots.
constexpr std::array<Spelling, 17> kSpellings{{{"tsch", 'C'},
                                               {"tch", 'C'},
                                               {"sch", 'S'},
                                               {"dzh", 'j'},
                                               {"ch", 'C'},
                                               {"sh", 'S'},
                                               {"kh", 'X'},
                                               {"gh", 'g'},
                                               {"dh", 'd'},
                                               {"th", 't'},
                                               {"zh", 'j'},
                                               {"dj", 'j'},
                                               {"ph", 'f'},
                                               {"ck", 'k'},
                                               {"ts", 's'},
                                               {"nxx", 'n'},
                                               {"uxx", 'u'}}};

// What a letter may be, of which most are nothing of it: looked up, for every letter of every word
// is asked for all of it.
constexpr std::uint8_t kIsVowel = 1;
constexpr std::uint8_t kIsFirst = 2;   ///< Of a spelling.
constexpr std::uint8_t kIsSecond = 4;  ///< Of a spelling.
constexpr std::uint8_t kIsOther = 8;   ///< Of another sound, or of several.

using LetterKinds = std::array<std::uint8_t, 256>;
constexpr LetterKinds kKinds = [] {
    LetterKinds kinds{};
    const auto add = [&](char c, std::uint8_t kind) {
        std::uint8_t& held = kinds[static_cast<unsigned char>(c)];
        held = static_cast<std::uint8_t>(held | kind);
    };
    for (const char c : std::string_view{"aeiouy"}) {
        add(c, kIsVowel);
    }
    for (const char c : std::string_view{"jxqc"}) {
        add(c, kIsOther);
    }
    for (const Spelling& listed : kSpellings) {
        add(listed.from[0], kIsFirst);
        add(listed.from[1], kIsSecond);
    }
    return kinds;
}();

bool is_of_kind(char c, std::uint8_t kind) {
    return (kKinds[static_cast<unsigned char>(c)] & kind) != 0;
}

bool is_vowel(char c) {
    return is_of_kind(c, kIsVowel);
}

/// The spelling that stands at that place, or kSpellings.end().
const Spelling* spelling_at(std::string_view text, std::size_t at) {
    if (at + 1 >= text.size() || !is_of_kind(text[at + 1], kIsSecond)) {
        return kSpellings.end();
    }
    text.remove_prefix(at);
    return std::find_if(kSpellings.begin(), kSpellings.end(), [&](const Spelling& listed) {
        return text[0] == listed.from[0] && text[1] == listed.from[1] &&
               text.starts_with(listed.from);
    });
}

/// Writes the sounds to `sounds`, which has room for two a letter: none gives more.
std::string_view sounds_of(std::string_view latin, char* sounds) {
    std::size_t size = 0;
    for (std::size_t at = 0; at < latin.size();) {
        const char c = latin[at];
        if (!is_of_kind(c, kIsFirst | kIsOther)) {
            sounds[size++] = c;
            ++at;
            continue;
        }
        const Spelling* const spelling =
            is_of_kind(c, kIsFirst) ? spelling_at(latin, at) : kSpellings.end();
        if (spelling != kSpellings.end()) {
            sounds[size++] = spelling->to;
            at += spelling->from.size();
            continue;
        }
        ++at;
        const bool is_glide =
            c == 'j' && at == latin.size() && at > 2 &&
            std::string_view{"eiyo"}.find(latin[at - 2]) != std::string_view::npos;
        if (is_glide) {
            sounds[size++] = 'y';  // Sergej, Tolstoj.
        } else if (c == 'x') {
            if (at > 1) {
                sounds[size++] = 'k';
            }
            sounds[size++] = 's';  // Xi, Xavier.
        } else {
            sounds[size++] = c == 'q' || c == 'c' ? 'k' : c;
        }
    }
    return {sounds, size};
}

constexpr std::size_t kMinSlavic = 4;  ///< Sounds before the last one of a name in -ow, -ew.
/// 'w' after a vowel or before a consonant is a vowel (Dawood, Mahmwd), otherwise a 'v'.
bool is_vowel_at(std::string_view sounds, std::size_t at) {
    if (sounds[at] != 'w') {
        return is_vowel(sounds[at]);
    }
    const bool is_after_vowel = at > 0 && is_vowel(sounds[at - 1]);
    // German and Polish write -ov and -ev so: Gorbatschow.
    const bool is_slavic_end = at + 1 == sounds.size() && at >= kMinSlavic &&
                               (sounds[at - 1] == 'o' || sounds[at - 1] == 'e');
    if (is_slavic_end) {
        return false;
    }
    const bool is_before_vowel = at + 1 < sounds.size() && is_vowel(sounds[at + 1]);
    return at > 0 && (is_after_vowel || !is_before_vowel);
}

/// A run of vowels is one: i where it holds i or y (or ee), else u where it holds o, u or w.
char vowel_of(std::string_view run) {
    bool has_u = false;
    char before = 0;
    for (const char c : run) {
        if (c == 'i' || c == 'y' || (c == 'e' && before == 'e')) {
            return 'i';
        }
        has_u = has_u || c == 'o' || c == 'u' || c == 'w';
        before = c;
    }
    return has_u ? 'u' : 'a';
}

}  // namespace

namespace {

/// Writes the fold of these sounds to `fold`, which has room for as many.
std::string_view fold_sounds(std::string_view sounds, char* fold) {
    std::size_t size = 0;
    for (std::size_t at = 0; at < sounds.size();) {
        std::size_t end = at;
        while (end < sounds.size() && is_vowel_at(sounds, end)) {
            ++end;
        }
        if (end > at) {
            fold[size++] = vowel_of(sounds.substr(at, end - at));
            at = end;
            continue;
        }
        const char c = sounds[at] == 'w' ? 'v' : sounds[at];
        ++at;
        const bool is_silent = c == 'h' && at == sounds.size() && size > 0;
        const bool is_repeated = size > 0 && fold[size - 1] == c && (c < '0' || c > '9');
        if (!is_silent && !is_repeated) {
            fold[size++] = c;
        }
    }
    if (size > 2 && fold[size - 1] == 'f') {
        fold[size - 1] = 'v';
    }
    return {fold, size};
}

}  // namespace

std::string fold_of(std::string_view latin) {
    // Asked for every word and pair of words that is read: a usual one takes no memory.
    constexpr std::size_t kUsual = 96;
    if (latin.size() <= kUsual) {
        std::array<char, 4 * kUsual> room;  // NOLINT(cppcoreguidelines-pro-type-member-init): read
        char* const fold = room.data() + 2 * kUsual;  // where it was written.
        return std::string{fold_sounds(sounds_of(latin, room.data()), fold)};
    }
    std::string room(4 * latin.size(), '\0');
    return std::string{fold_sounds(sounds_of(latin, room.data()), room.data() + 2 * latin.size())};
}

std::string skeleton_of(std::string_view fold) {
    std::string skeleton;
    static_cast<void>(skeleton_of(fold, skeleton));
    return skeleton;
}

std::string_view skeleton_of(std::string_view fold, std::string& into) {
    into.resize(fold.size());
    std::size_t size = 0;
    for (const char c : fold) {
        // Written in any case, and written over where it is a vowel.
        into[size] = size == 0 && is_vowel(c) ? 'a' : c;
        size += size == 0 || !is_vowel(c) ? 1U : 0U;
    }
    into.resize(size);
    return into;
}

}  // namespace sarhad::watchlists
