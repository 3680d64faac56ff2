#pragma once

#include "watchlists/name_form.h"

#include <vector>

namespace sarhad::watchlists {

/// An alignment as rows: what agrees, then what is left of either side.
[[nodiscard]] std::vector<NameRow> name_rows(const NameForm& a,
                                             const NameForm& b,
                                             const Alignment& alignment);

}  // namespace sarhad::watchlists
