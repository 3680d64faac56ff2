#pragma once

#include "watchlists/org_form.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// What edits between two words cost, in tenths of one letter: a vowel for a vowel, a vowel more or
/// less, a doubled letter and letters that sound alike (s z, c k, c s ...) 5, another letter 10, a
/// digit 40. Swapped neighbours 10. Symmetric; kTooFar where more than two edits are needed.
inline constexpr int kTooFar = 1000;
[[nodiscard]] int edit_cost(std::string_view a, std::string_view b);

/// How far two words of organisations' names are the same, 0 to 1000. Symmetric. Places, numbers
/// and trades that the tables hold are the same or they are not; other words may differ by edits
/// that their length allows: none below 3 letters, one letter below 6, up to two from 10 on.
[[nodiscard]] int org_similarity(const OrgWord& a, const OrgWord& b);

/// Vessels' names are short and chosen to differ: as org_similarity, but below 6 letters equal, or
/// within a short slip.
[[nodiscard]] int vessel_similarity(const OrgWord& a, const OrgWord& b);
/// Words below 6 letters, one of which is the other with a letter doubled, another vowel, two
/// letters exchanged or an s at the end: Happy, Happi.
[[nodiscard]] bool is_short_slip(std::string_view a, std::string_view b);

/// Keys of a word, for an index: similarity > 0 implies that two words share one, or that the sound
/// key under which the one is sought is that under which the other is stored. org_form_keys() adds
/// both, and those of a form's joins, its whole, its acronyms and contractions.
[[nodiscard]] std::vector<std::uint64_t> org_word_keys(const OrgWord& word);
/// Of a word in Arabic script, and of one in Latin letters that may be its writing.
[[nodiscard]] std::optional<std::uint64_t> org_sound_key(const OrgWord& word, bool is_sought);
[[nodiscard]] std::vector<std::uint64_t> org_form_keys(const OrgForm& form);

}  // namespace sarhad::watchlists
