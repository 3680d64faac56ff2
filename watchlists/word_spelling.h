#pragma once

#include "watchlists/normalise.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// A text of a record that its words in the segment spell: one of these in its place. No name that
/// has words is such a text.
inline constexpr std::string_view kCapitalised = "\x01";  ///< Muhammad Aslam
inline constexpr std::string_view kUpperCase = "\x02";    ///< MUHAMMAD ASLAM

/// In the place of no source, where the entry's list has one.
inline constexpr std::string_view kNoSource = "\x01";

/// Whether the text is one of the two.
[[nodiscard]] constexpr bool is_spelling(std::string_view text) {
    return text == kCapitalised || text == kUpperCase;
}
/// Appends a word in that spelling.
void append_spelt(std::string_view spelling, std::string_view word, std::string& to);
/// What of the two these words spell `text` in, blanks between them; "" for neither.
[[nodiscard]] std::string_view spelling_of(const std::vector<NameToken>& words,
                                           std::string_view text);

}  // namespace sarhad::watchlists
