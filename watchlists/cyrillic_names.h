#pragma once

#include <string>
#include <vector>

namespace sarhad::watchlists {

/// Makes one word of what is one name in Cyrillic, as normalise() does in Latin letters: Abd with
/// its noun (абдул рахман, абд аль рахман, абдулрахман: абдрахман), and a name with ad-Din,
/// ur-Rahman, ul-Haq or Ullah (шамс уд дин, шамсуддин: шамсдин). Small letters; words of other
/// scripts stay.
void join_cyrillic(std::vector<std::string>& words);

}  // namespace sarhad::watchlists
