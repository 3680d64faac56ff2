#pragma once

#include <string>
#include <vector>

namespace sarhad::watchlists {

/// Makes one word of what is one name in scripts that are read sound by sound (Devanagari, Bengali,
/// Gurmukhi, Greek, Armenian, Georgian, Thai, Kana, Hangul), as join_compounds() does in Latin
/// letters. Such a word is then the Latin one: its parts vary as they do there. Others stay in
/// their own script.
void join_sounded(std::vector<std::string>& words);

}  // namespace sarhad::watchlists
