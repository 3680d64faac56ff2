#pragma once

#include "watchlists/org_text.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// A number in a name and how many tokens it takes (0: none).
struct OrgNumber {
    std::size_t size{0};
    std::uint32_t value{0};
    bool is_roman{false};
};

/// The number at `at`: digits (at most 9, with "st", "nd", "rd", "th" behind), a number word, tens
/// and units together ("forty 4"), or a Roman numeral of I, V and X that is not the first word. A
/// single Roman letter counts only as the last word outside brackets.
[[nodiscard]] OrgNumber read_org_number(const std::vector<OrgToken>& tokens, std::size_t at);

/// 1 to 39, written as the rule has it; nothing for other texts.
[[nodiscard]] std::optional<std::uint32_t> parse_roman(std::string_view text);

/// Numbers of a series that are easily mistaken: one apart, as digits or Roman.
[[nodiscard]] bool is_near_number(std::uint32_t a, std::uint32_t b);

}  // namespace sarhad::watchlists
