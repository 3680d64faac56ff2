#pragma once

#include "watchlists/entry.h"

#include <optional>
#include <string_view>

namespace sarhad::watchlists {

/// A date of birth as people write it, whatever the source: a day, a month or a year in any of the
/// forms 1965-07-01, 01/07/1965, 01.07.1965, 00/00/1965, dd/mm/1965, 1 Jul 1965, July 1, 1965,
/// Jul 1965, 1965; "circa", "c.", "about", "approximately", "~" or "(approximately)" with it; two
/// of them as a range: 1958-1963, 1958 to 1963, between 1958 and 1963, 1958/1963; a decade: 1960s.
/// Nothing where it is none of these, or the range does not rise.
[[nodiscard]] std::optional<ListedBirth> told_birth(std::string_view told);

}  // namespace sarhad::watchlists
