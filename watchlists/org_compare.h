#pragma once

#include "watchlists/name_compare.h"

#include <string_view>

namespace sarhad::watchlists {

/// compare_names() of every sort but kPerson.
[[nodiscard]] NameComparison compare_organisations(NameSort sort,
                                                   std::string_view a,
                                                   std::string_view b);

}  // namespace sarhad::watchlists
