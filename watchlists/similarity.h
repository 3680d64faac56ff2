#pragma once

#include "watchlists/cross_script.h"
#include "watchlists/key_hash.h"
#include "watchlists/name_compare.h"
#include "watchlists/normalise.h"
#include "watchlists/variants.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace sarhad::watchlists {

/// Insertions, deletions, substitutions and swaps of neighbours that lead from `a` to `b`, 0 to 2;
/// 3 for more (no letter is changed twice).
[[nodiscard]] int edits_within_two(std::string_view a, std::string_view b);

inline constexpr std::size_t kMinEditedFold = 3;     ///< Shorter words agree whole or not at all.
inline constexpr std::size_t kMinEditedText = 3;     ///< The same of a text that is one edit off.
inline constexpr std::size_t kMinTwoEditsFold = 5;   ///< Of the shorter word, where two differ,
inline constexpr std::size_t kMinTwoEditsText = 6;   ///< and letters of the longer one.
inline constexpr std::size_t kTwoEditsLetters = 12;  ///< Longer words agree within two to here.
inline constexpr std::size_t kMinBackwards = 5;      ///< Letters of a word written backwards.
inline constexpr std::size_t kMinServed = 4;         ///< Sounds of the noun behind "abd".
inline constexpr std::size_t kMinCut = 5;       ///< Letters left of a word that a field cuts short.
inline constexpr std::size_t kMinSkeleton = 3;  ///< Sounds of a skeleton that may agree.
inline constexpr std::size_t kMinEditedSkeleton = 5;  ///< The same with one edit.

/// How two words are related and how far they are the same word, 0 to 1000.
struct Likeness {
    WordRelation relation{WordRelation::kConflict};
    int value{0};
};
/// What of a word it follows from. Borrowed.
struct WordView {
    std::string_view text;
    std::string_view fold;
    std::string_view skeleton;
    std::uint16_t group{0};
    std::uint16_t related{0};
    bool is_beside_latin{false};
};
[[nodiscard]] inline WordView view_of(const NameToken& word) {
    return {word.text, word.fold, word.skeleton, word.group, word.related, word.is_beside_latin};
}
/// Symmetric. Words of different variant groups are different words.
[[nodiscard]] Likeness likeness(const WordView& a, const WordView& b);
[[nodiscard]] inline Likeness likeness(const NameToken& a, const NameToken& b) {
    return likeness(view_of(a), view_of(b));
}
/// likeness().value. Allocates nothing.
[[nodiscard]] inline int similarity(const NameToken& a, const NameToken& b) {
    return likeness(a, b).value;
}

/// Calls take(hash) for every key under which `token` is stored. Words with a similarity above 0
/// share a key of the one with a sought key of the other, or may_be_two_edits() or
/// may_sound_alike() says so. The index loses nothing because of this.
template <class Take>
void for_each_key(const NameToken& token, const Take& take);

/// What of a word two that share the key have within one edit; kBegin: one text begins with the
/// other, where it matters; kWhole: nothing is said.
enum class KeyOf : std::uint8_t { kWhole, kFold, kText, kSkeleton, kBegin };
/// The same for a word that is looked for, with take(hash, KeyOf).
template <class Take>
void for_each_sought_key(const NameToken& token, const Take& take);

/// No key says so: folds of two edits begin alike, which is quicker looked through than written
/// down in keys.
[[nodiscard]] inline bool may_be_two_edits(std::string_view fold) {
    return fold.size() >= kMinTwoEditsFold && fold.size() <= kTwoEditsLetters;
}
[[nodiscard]] inline bool may_be_two_edits(const NameToken& a, const NameToken& b) {
    return may_be_two_edits(a.fold) && may_be_two_edits(b.fold) &&
           a.fold.front() == b.fold.front() && edits_within_two(a.fold, b.fold) <= 2;
}
/// Between a word in Latin letters and one in others, neither of them beside a Latin name.
[[nodiscard]] bool may_sound_alike(const NameToken& a, const NameToken& b);

// ---- details of the template ---------------------------------------------------------------

namespace detail {

/// Texts of up to so many letters are stored with what one deletion leaves of them; of longer ones
/// the beginning and the end, of which an edit leaves one alone.
inline constexpr std::size_t kShortText = 5;

/// The keys of a text of kShortText + 1 letters at most, and of what one deletion leaves of it.
template <class Take>
void for_each_shorter(char kind, std::string_view text, const Take& take) {
    take(key_hash(kind, text));
    std::array<char, kShortText + 1> shorter{};
    for (std::size_t i = 0; i < text.size(); ++i) {
        text.copy(shorter.data(), i);
        text.substr(i + 1).copy(shorter.data() + i, text.size() - i - 1);
        take(key_hash(kind, {shorter.data(), text.size() - 1}));
    }
}

/// Half of a text of `size`, less the letter in the middle: a swap may touch two.
[[nodiscard]] constexpr std::size_t begin_size(std::size_t size) {
    return size / 2;
}
[[nodiscard]] constexpr std::size_t end_size(std::size_t size) {
    return (size - 1) / 2;
}

/// The keys of the halves that `text` has in common with a text of `size` one edit away.
template <class Take>
void for_each_half(char kind, std::string_view text, std::size_t size, const Take& take) {
    const std::uint64_t mark = 0x9E37'79B9'7F4A'7C15U * (2 * size + 1);
    take(key_hash(kind, text.substr(0, begin_size(size))) + mark);
    take(key_hash(kind, text.substr(text.size() - end_size(size))) + 2 * mark);
}

/// Two texts within one edit share a key that one is stored under and the other sought by.
template <class Take>
void for_each_near_key(char kind, std::string_view text, const Take& take) {
    if (text.size() <= kShortText) {
        for_each_shorter(kind, text, take);
    } else {
        for_each_half(kind, text, text.size(), take);
    }
}
template <class Take>
void for_each_sought_near_key(char kind, std::string_view text, const Take& take) {
    if (text.size() <= kShortText + 1) {
        for_each_shorter(kind, text, take);
    }
    for (std::size_t size = text.size() - 1; size <= text.size() + 1; ++size) {
        if (size > kShortText) {
            for_each_half(kind, text, size, take);
        }
    }
}

/// The key of `text` backwards under which that text is stored.
template <class Take>
void for_backwards_key(std::string_view text, const Take& take) {
    constexpr std::size_t kMost = 64;
    std::array<char, kMost> backwards{};
    if (text.size() < kMinBackwards || text.size() > kMost) {
        return;
    }
    std::copy(text.rbegin(), text.rend(), backwards.begin());
    const std::string_view found{backwards.data(), text.size()};
    if (found.size() <= kShortText) {
        take(key_hash('X', found), KeyOf::kWhole);
    } else {
        for_each_half(
            'X', found, found.size(), [&](std::uint64_t key) { take(key, KeyOf::kWhole); });
    }
}

[[nodiscard]] inline std::uint64_t begin_key(const NameToken& token) {
    return key_hash('C', std::string_view{token.text}.substr(0, kMinCut));
}

/// Keys that a word is both stored under and sought by.
template <class Take>
void for_each_whole_key(const NameToken& token, const Take& take) {
    take(key_hash('F', token.fold));
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
    if (token.fold.size() >= kMinServed + 3 && token.fold.starts_with("abd")) {
        take(key_hash('F', std::string_view{token.fold}.substr(3)));
    }
    if (token.skeleton.size() >= kMinSkeleton) {
        take(key_hash('K', token.skeleton));
    }
}

}  // namespace detail

/// See above.
template <class Take>
void for_each_key(const NameToken& token, const Take& take) {
    detail::for_each_whole_key(token, take);
    if (token.text.size() >= kMinCut) {
        take(detail::begin_key(token));
    }
    if (token.fold.size() >= kMinEditedFold) {
        detail::for_each_near_key('f', token.fold, take);
    }
    if (token.text.size() >= kMinEditedText) {
        detail::for_each_near_key('X', token.text, take);
    }
    if (token.skeleton.size() >= kMinEditedSkeleton) {
        detail::for_each_near_key('k', token.skeleton, take);
    }
}

/// See above.
template <class Take>
void for_each_sought_key(const NameToken& token, const Take& take) {
    detail::for_each_whole_key(token, [&](std::uint64_t key) { take(key, KeyOf::kWhole); });
    if (token.text.size() >= kMinCut) {
        take(detail::begin_key(token), KeyOf::kBegin);
    }
    const auto near = [&](char kind, std::string_view text, KeyOf of) {
        detail::for_each_sought_near_key(kind, text, [&](std::uint64_t key) { take(key, of); });
    };
    if (token.fold.size() >= kMinEditedFold) {
        near('f', token.fold, KeyOf::kFold);
    }
    if (token.text.size() >= kMinEditedText) {
        near('X', token.text, KeyOf::kText);
    }
    detail::for_backwards_key(token.text, take);
    if (token.skeleton.size() >= kMinEditedSkeleton) {
        near('k', token.skeleton, KeyOf::kSkeleton);
    }
}

}  // namespace sarhad::watchlists
