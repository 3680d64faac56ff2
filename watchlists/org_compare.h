#pragma once

#include "watchlists/name_compare.h"

#include <string_view>

namespace sarhad::watchlists {

/// A score of agree_org() on the scale of compare_names().
[[nodiscard]] int org_share(int score);
/// The least score of agree_org() that is `share` or more on that scale. `share`: 1 to kNameMatch.
[[nodiscard]] int least_org_score(int share);

/// compare_names() of every sort but kPerson.
[[nodiscard]] NameComparison compare_organisations(NameSort sort,
                                                   std::string_view a,
                                                   std::string_view b);

}  // namespace sarhad::watchlists
