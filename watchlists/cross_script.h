#pragma once

#include "watchlists/key_hash.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sarhad::watchlists {

/// Consonants of a word by the place where they are spoken (K, L, N, P, S, T), the same for a
/// native word and its Latin writing within two edits. At most kMaxCoarse.
struct Coarse {
    static constexpr std::size_t kMaxCoarse = 10;
    std::array<char, kMaxCoarse> letters{};
    std::size_t size{0};
    [[nodiscard]] std::string_view view() const { return {letters.data(), size}; }
};
[[nodiscard]] Coarse coarse_of_latin(std::string_view latin);
[[nodiscard]] Coarse coarse_of_native(std::string_view native);

/// Edits of two coarse forms, the shorter of `less` letters, that leave the words comparable.
[[nodiscard]] constexpr int coarse_edits(std::size_t less) {
    return less < 3 ? 1 : 2;
}

/// Quarter bits above what two words must have in common to be one word: the native word's units
/// against the Latin letters (a-z), by the learned table of its script. kNoSound where they have
/// less, and for scripts without a table. Allocates nothing.
[[nodiscard]] int sound_margin(std::string_view native, std::string_view latin);
inline constexpr int kNoSound = -10'000;

/// How far the two are one word by sound, 0 to 940; 0 where their coarse forms are too far apart.
[[nodiscard]] int sound_likeness(std::string_view native, std::string_view latin);

/// Whether the two are within coarse_edits().
[[nodiscard]] bool are_near(const Coarse& a, const Coarse& b);

/// Three bits a letter, the first one lowest; unpack_coarse() reads any number.
[[nodiscard]] std::uint32_t pack_coarse(const Coarse& coarse);
[[nodiscard]] Coarse unpack_coarse(std::uint32_t packed);

}  // namespace sarhad::watchlists
