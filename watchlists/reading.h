#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// How the native word reads in Latin letters: the common writing of a known name, else letter by
/// letter (syllable by syllable), the Arabic article left out. A Latin word is its own reading;
/// what no table knows keeps its bytes.
[[nodiscard]] std::string latin_of(std::string_view word);

/// A name of one word that is a Chinese or Korean name without blanks becomes its surname and the
/// syllables of its given name; others stay one word.
void split_native(std::vector<std::string>& words);

/// Joins what Arabic script writes apart: Abd and its noun, X al-Din, X Allah, X al-Rahman.
void join_native(std::vector<std::string>& words);

}  // namespace sarhad::watchlists
