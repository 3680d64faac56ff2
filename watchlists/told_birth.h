#pragma once

#include "watchlists/entry.h"

#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// What is longer is no date.
inline constexpr std::size_t kMaxToldBirth = 128;

/// Dates of birth as people write them, whatever the source: a day, a month or a year in any of the
/// forms 1965-07-01, 1965/07/01, 19650701, 01/07/1965, 01.07.1965, 12/25/1965, 07/1965, 00/00/1965,
/// dd/mm/1965, 1965-XX-XX, 1 Jul 1965, 1st July 1965, 01-JUL-1965, July 1, 1965, Jul 1965, 1965, in
/// ASCII's figures or those of Arabic, Persian, Urdu, Hindi or Bengali, also with a time behind it;
/// "circa", "c.", "about", "approximately", "~", "?" or "(approximately)" with it; two of them as a
/// range: 1958-1963, 1958-63, 1958 to 1963, between 1958 and 1963, 1958/1963; a decade or a half of
/// it: 1960s, late 1960s. Several, where "or" or a comma stands between them. Nothing where any
/// part of the text is none of these, or a range does not rise.
[[nodiscard]] std::vector<ListedBirth> told_births(std::string_view told);

/// One day, month or year in any of these forms; not known for anything else.
[[nodiscard]] facts::PartialDate told_day(std::string_view told);

}  // namespace sarhad::watchlists
