#pragma once

#include "watchlists/entry.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// What the UK's list writes into one field: "(1) Pashmul (2) Kalanko" is two values, and so is
/// what a ';' separates.
[[nodiscard]] std::vector<std::string> uk_values(std::string_view text);
/// The same of numbers, which '/' and '&' separate too, where each side has five figures.
[[nodiscard]] std::vector<std::string> uk_numbers(std::string_view text);

/// "Passport no: G4506013" and the like, "IMO number: 9074729. Flag: Panama": what the column for
/// other information tells of numbers and of a flag.
void add_other_information(std::string_view text, ListEntry& entry);

}  // namespace sarhad::watchlists
