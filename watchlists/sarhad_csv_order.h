#pragma once

#include "csv_table.h"

#include "watchlists/entry.h"

#include <string>
#include <string_view>

namespace sarhad::watchlists {

/// The enumerator of a word; false where it is none, `to` is then untouched.
template <class Enum>
[[nodiscard]] bool read_enum(std::string_view word, Enum& to) {
    for (const auto& [listed, name] : facts::EnumNames<Enum>::kNames) {
        if (name == word) {
            to = listed;
            return true;
        }
    }
    return false;
}

/// "person, organisation, vessel ..."; "none" is not told.
template <class Enum>
[[nodiscard]] std::string enum_words() {
    std::string words;
    for (const auto& [listed, name] : facts::EnumNames<Enum>::kNames) {
        words += name == "none" ? "" : core::cat(words.empty() ? "" : ", ", name);
    }
    return words;
}

/// The order of a sarhad-csv row: action, direction, owner, duty_telephone, legal_basis,
/// valid_from, valid_until, grading, handling. The reason why it is refused, or "".
[[nodiscard]] std::string read_order(const CsvTable& table, ListedOrder& order);

}  // namespace sarhad::watchlists
