#pragma once

#include "watchlists/cross_script.h"
#include "watchlists/key_hash.h"
#include "watchlists/name_compare.h"
#include "watchlists/normalise.h"
#include "watchlists/variants.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace sarhad::watchlists {

/// Insertions, deletions, substitutions and swaps of neighbours that lead from `a` to `b`, 0 to 2;
/// 3 for more (no letter is changed twice).
[[nodiscard]] int edits_within_two(std::string_view a, std::string_view b);

inline constexpr std::size_t kMinEditedFold = 3;     ///< Shorter words agree whole or not at all.
inline constexpr std::size_t kMinEditedText = 4;     ///< The same of a text that is one edit off.
inline constexpr std::size_t kMinTwoEditsFold = 5;   ///< Of the shorter word, where two differ,
inline constexpr std::size_t kMinTwoEditsText = 6;   ///< and letters of the longer one.
inline constexpr std::size_t kTwoEditsLetters = 12;  ///< Longer words agree within two to here.
inline constexpr std::size_t kMinServed = 4;         ///< Sounds of the noun behind "abd".
inline constexpr std::size_t kMinCut = 5;       ///< Letters left of a word that a field cuts short.
inline constexpr std::size_t kMinSkeleton = 3;  ///< Sounds of a skeleton that may agree.
inline constexpr std::size_t kMinEditedSkeleton = 5;  ///< The same with one edit.

/// How two words are related and how far they are the same word, 0 to 1000.
struct Likeness {
    WordRelation relation{WordRelation::kConflict};
    int value{0};
};
/// Symmetric. Words of different variant groups are different words.
[[nodiscard]] Likeness likeness(const NameToken& a, const NameToken& b);
/// likeness().value. Allocates nothing.
[[nodiscard]] inline int similarity(const NameToken& a, const NameToken& b) {
    return likeness(a, b).value;
}

/// Calls take(hash) for every key under which a word like `token` may be found: words with a
/// similarity above 0 share one at least. The index loses nothing because of this.
template <class Take>
void for_each_key(const NameToken& token, const Take& take);
/// The same for a word that is looked for among words stored under for_each_key(): the keys of a
/// word in Latin letters and of one in another script meet only so, so that Latin words are not
/// found for each other by the coarse keys between scripts.
template <class Take>
void for_each_sought_key(const NameToken& token, const Take& take);

// ---- details of the template ---------------------------------------------------------------

namespace detail {

/// Calls take(text without the letter at i) for each i from `from`, without allocating.
template <class Take>
void for_each_deletion(std::string_view text, std::size_t from, const Take& take) {
    std::array<char, 128> shorter{};  // A fold has 96 at most.
    text = text.substr(0, shorter.size());
    for (std::size_t i = from; i < text.size(); ++i) {
        text.copy(shorter.data(), i);
        text.substr(i + 1).copy(shorter.data() + i, text.size() - i - 1);
        take(std::string_view{shorter.data(), text.size() - 1}, i);
    }
}

/// The text and what arises from it by one deletion; by two, both behind the first letter, where
/// `is_twice`. Two words within one edit share one of the former, within two edits and of one first
/// letter one of these.
template <class Take>
void for_each_shorter(char kind, std::string_view text, bool is_twice, const Take& take) {
    take(key_hash(kind, text));
    for_each_deletion(text, 0, [&](std::string_view one, std::size_t at) {
        take(key_hash(kind, one));
        if (is_twice && at > 0) {
            for_each_deletion(one, at, [&](std::string_view two, std::size_t /*at*/) {
                take(key_hash(kind, two));
            });
        }
    });
}

}  // namespace detail

/// Keys of a word in its own script: text, reading, group.
template <class Take>
void for_each_common_key(const NameToken& token, const Take& take) {
    if (token.fold.size() < kMinEditedFold) {
        take(key_hash('F', token.fold));
    } else {
        const bool is_twice =
            token.fold.size() >= kMinTwoEditsFold && token.fold.size() <= kTwoEditsLetters;
        detail::for_each_shorter('F', token.fold, is_twice, take);
    }
    const auto take_number = [&](char kind, std::uint16_t number) {
        const std::array<char, 2> bytes{static_cast<char>(number & 0xFFU),
                                        static_cast<char>(number >> 8U)};
        take(key_hash(kind, {bytes.data(), bytes.size()}));
    };
    if (token.group != 0) {
        take_number('G', token.group);
    }
    for (const std::uint16_t relative : relatives_of(token.related)) {
        take_number('R', relative);
    }
    if (token.text.size() >= kMinCut) {
        take(key_hash('C', std::string_view{token.text}.substr(0, kMinCut)));
    }
    if (token.fold.size() >= kMinServed + 3 && token.fold.starts_with("abd")) {
        take(key_hash('F', std::string_view{token.fold}.substr(3)));
    }
    if (token.text.size() >= kMinEditedText) {
        detail::for_each_shorter('X', token.text, false, take);
    }
    if (token.skeleton.size() >= kMinEditedSkeleton) {
        detail::for_each_shorter('K', token.skeleton, false, take);
    } else if (token.skeleton.size() >= kMinSkeleton) {
        take(key_hash('K', token.skeleton));
    }
}

/// Keys between scripts: stored under their own kind, sought under the other one.
template <class Take>
void for_each_sound_key(const NameToken& token, bool is_sought, const Take& take) {
    if (token.is_beside_latin) {
        return;
    }
    const bool is_native =
        static_cast<unsigned char>(token.text.empty() ? 0 : token.text[0]) >= 0x80U;
    const Coarse coarse = is_native ? coarse_of_native(token.text) : coarse_of_latin(token.text);
    const char kind = is_native != is_sought ? 'n' : 'l';
    for_each_coarse(coarse, [&](std::string_view text) { take(key_hash(kind, text)); });
}

/// See above.
template <class Take>
void for_each_key(const NameToken& token, const Take& take) {
    for_each_common_key(token, take);
    for_each_sound_key(token, false, take);
}

/// See above.
template <class Take>
void for_each_sought_key(const NameToken& token, const Take& take) {
    for_each_common_key(token, take);
    for_each_sound_key(token, true, take);
}

}  // namespace sarhad::watchlists
