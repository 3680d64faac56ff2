#pragma once

#include "watchlists/entry.h"

#include <cstdint>
#include <string_view>

namespace sarhad::watchlists {

/// Takes what OFAC's remarks ("DOB 01 Jan 1965; Passport A123 (Iran); a.k.a. 'X'.") say about
/// births, documents, nationality, sex, birth places and weak aliases into `entry`. Pieces that it
/// does not know stay in the remarks alone. Gives how many dates of birth it could not read: they
/// are left there too.
[[nodiscard]] std::uint64_t read_ofac_remarks(std::string_view remarks, ListEntry& entry);

}  // namespace sarhad::watchlists
