#pragma once

#include <span>
#include <string_view>

namespace sarhad::watchlists {

/// A code or a name in capitals, words one blank apart, and its country's two letters.
struct CountryRow {
    std::string_view text;
    std::string_view code;
};
/// By rising text.
[[nodiscard]] std::span<const CountryRow> country_rows();

}  // namespace sarhad::watchlists
