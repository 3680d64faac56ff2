#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sarhad::watchlists {

// What a unit of a word of another script writes in Latin letters. Made by
// tools/make_script_sounds.py.

inline constexpr std::size_t kSoundUnits = 781;
inline constexpr std::size_t kSounds = 9046;
inline constexpr std::size_t kSyllables = 426;
inline constexpr std::size_t kHanLetters = 0xA000 - 0x4E00;

/// Numbers of the units, rising: see script_units.h.
extern const std::array<std::uint32_t, kSoundUnits> kSoundUnit;
/// Where the sounds of each unit begin, and the end.
extern const std::array<std::uint16_t, kSoundUnits + 1> kSoundStart;
/// Latin letters, five bits each (a is 1), rising within a unit.
extern const std::array<std::uint32_t, kSounds> kSoundLetters;
/// Quarter bits: what it tells that the unit stands where these letters stand.
extern const std::array<std::int8_t, kSounds> kSoundWorth;
/// Pinyin; the first is none.
extern const std::array<std::string_view, kSyllables> kSyllable;
/// The syllable of U+4E00 and those that follow.
extern const std::array<std::uint16_t, kHanLetters> kHanSyllable;

}  // namespace sarhad::watchlists
