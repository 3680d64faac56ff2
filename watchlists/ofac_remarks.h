#pragma once

#include "remarks.h"

#include "watchlists/entry.h"

#include <string_view>

namespace sarhad::watchlists {

/// Takes what OFAC's remarks ("DOB 01 Jan 1965; Passport A123 (Iran); a.k.a. 'X'.") say about
/// births, numbers, nationality, sex, birth places and weak aliases into `entry`. Pieces that it
/// does not know stay in the remarks alone, as all of `text` does; dates of birth that it cannot
/// read are counted there.
void read_ofac_remarks(std::string_view text, ListEntry& entry, Remarks& remarks);

}  // namespace sarhad::watchlists
