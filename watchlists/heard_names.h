#pragma once

#include <cstdint>
#include <string_view>

namespace sarhad::watchlists {

/// Whether a word of another script, of fold `heard`, may be the Latin word of fold `latin`: the
/// consonants are the same, three at least, and each vowel that is written is the Latin one. A
/// vowel that is not written may be any.
[[nodiscard]] bool is_heard_as(std::string_view heard, std::string_view latin);

/// The variant group of a common name that somebody wrote in another script as it sounds, with
/// vowels that its own spelling leaves out: of the words with such a sound the one of which most
/// vowels are written. 0 where no word sounds so, or words of several groups sound so as well.
/// `fold`: of the letters' reading.
[[nodiscard]] std::uint16_t heard_group(std::string_view fold);

}  // namespace sarhad::watchlists
