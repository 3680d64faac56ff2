#include "heard_names.h"

#include "name_words_table.h"

#include "watchlists/normalise.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kMaxConsonants = 12;
constexpr std::size_t kMinConsonants = 3;

/// A fold as its consonants and the vowel before each of them and behind the last; 0 for none.
struct Sounds {
    std::array<char, kMaxConsonants> consonants{};
    std::array<char, kMaxConsonants + 1> vowels{};
    std::size_t size{0};
    int written{0};  ///< Vowels.
    [[nodiscard]] std::string_view view() const { return {consonants.data(), size}; }
};

bool is_vowel(char c) {
    return c == 'a' || c == 'i' || c == 'u';
}

/// kh and h are one: who hears does not tell them apart.
Sounds sounds_of(std::string_view fold) {
    Sounds sounds;
    for (std::size_t i = 0; i < fold.size() && sounds.size < kMaxConsonants; ++i) {
        if (is_vowel(fold[i])) {
            sounds.vowels[sounds.size] = fold[i];
            ++sounds.written;
        } else {
            sounds.consonants[sounds.size++] = fold[i] == 'X' ? 'h' : fold[i];
        }
    }
    return sounds;
}

/// Alef begins a word whatever its first vowel is.
bool has_same_vowels(const Sounds& heard, const Sounds& latin) {
    for (std::size_t i = 0; i <= heard.size; ++i) {
        const char vowel = heard.vowels[i];
        const bool is_any = vowel == 0 || (i == 0 && vowel == 'a' && latin.vowels[0] != 0);
        if (!is_any && vowel != latin.vowels[i]) {
            return false;
        }
    }
    return heard.vowels[0] != 0 || latin.vowels[0] == 0;
}

struct KnownSounds {
    Sounds sounds;
    std::uint16_t group{0};
};

/// Every word that has a variant group, by its consonants. Made once, before the first look-up.
std::vector<KnownSounds> make_known() {
    std::vector<KnownSounds> known;
    for (const NameWordRow& row : name_word_rows()) {
        const Sounds sounds = sounds_of(fold_of(row.word));
        if (row.group != 0 && sounds.size >= kMinConsonants) {
            known.push_back({sounds, row.group});
        }
    }
    std::stable_sort(known.begin(), known.end(), [](const KnownSounds& a, const KnownSounds& b) {
        return a.sounds.view() < b.sounds.view();
    });
    return known;
}

}  // namespace

bool is_heard_as(std::string_view heard, std::string_view latin) {
    const Sounds a = sounds_of(heard);
    const Sounds b = sounds_of(latin);
    return a.size >= kMinConsonants && a.view() == b.view() && has_same_vowels(a, b);
}

std::uint16_t heard_group(std::string_view fold) {
    static const std::vector<KnownSounds> known = make_known();
    const Sounds heard = sounds_of(fold);
    if (heard.size < kMinConsonants) {
        return 0;
    }
    auto at = std::lower_bound(
        known.begin(), known.end(), heard.view(), [](const auto& one, auto wanted) {
            return one.sounds.view() < wanted;
        });
    std::uint16_t group = 0;
    int least = static_cast<int>(kMaxConsonants) + 2;  // Vowels that are not written.
    bool is_one = false;
    for (; at != known.end() && at->sounds.view() == heard.view(); ++at) {
        const int left_out = at->sounds.written - heard.written;
        if (!has_same_vowels(heard, at->sounds) || left_out > least) {
            continue;
        }
        is_one = left_out < least || (is_one && at->group == group);
        group = at->group;
        least = left_out;
    }
    return is_one ? group : 0;
}

}  // namespace sarhad::watchlists
