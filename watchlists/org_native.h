#pragma once

#include "watchlists/org_form.h"
#include "watchlists/org_text.h"

#include <vector>

namespace sarhad::watchlists {

/// Kana and the Han letters behind it are words of their own: ケルボラ丸, ケルボラ商事.
void split_kana(std::vector<OrgToken>& tokens);

/// Takes off what Arabic writes against a word of the tables: "for the trade" is the trade.
void strip_joined_words(std::vector<OrgToken>& tokens);

/// Reads words of scripts that org_tokens() has no reading for as persons' names are read. What the
/// tables know in its own letters stays, and so do Han letters.
void read_native(std::vector<OrgToken>& tokens, OrgProfile profile);

/// Cuts off what stands behind a ship's name in Hangul, and reads what does behind Kana.
void read_ship_ending(std::vector<OrgToken>& tokens);

/// Reads a digit that stands among letters as the letter that it looks like (Kelv0ra, 5tar); false
/// where there is none. Ordinals and units stay.
[[nodiscard]] bool read_digits_as_letters(std::vector<OrgToken>& tokens);

}  // namespace sarhad::watchlists
