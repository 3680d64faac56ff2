#pragma once

#include "org_tables.h"

#include "watchlists/org_text.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace sarhad::watchlists {

/// What a phrase of a name is to the tables; `size` 0 where they do not hold one.
struct OrgFormFound {
    std::size_t size{0};
    std::uint16_t exact{0};
    std::uint8_t generic{0};
};
/// See OrgFormFound.
struct OrgWordFound {
    std::size_t size{0};
    char kind{' '};  ///< As OrgWordPhrase::kind.
    std::uint16_t number{0};
};

/// The longest phrase of the tables that begins with the first of `tokens`. The tables are read by
/// org_tokens() once, at the first call: so a name and its table are always read alike. Any thread.
[[nodiscard]] OrgFormFound find_org_form(std::span<const OrgToken> tokens);
[[nodiscard]] OrgWordFound find_org_word(std::span<const OrgToken> tokens);

/// The same for a form of three words or more of which one is written with one wrong letter
/// ("joynt stock company"). The first or the second word must be right.
[[nodiscard]] OrgFormFound find_misspelt_org_form(std::span<const OrgToken> tokens);

/// How many bytes of a word without blanks (Chinese, Japanese, Korean ...) are a legal form in
/// front and behind; 0 where there is none or the word is nothing else.
struct OrgAffix {
    std::size_t front{0};
    std::size_t back{0};
    std::uint16_t exact{0};
    std::uint8_t generic{0};
};
[[nodiscard]] OrgAffix find_org_affix(std::string_view word);

/// A region of the world (Europe, Gulf): it tells less than a country.
[[nodiscard]] bool is_wide_place(std::uint16_t number);
/// A country, not a region or a city.
[[nodiscard]] bool is_country(std::uint16_t number);

}  // namespace sarhad::watchlists
