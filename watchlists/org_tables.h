#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sarhad::watchlists {

/// A legal form as somebody writes it. `exact` numbers the form (GmbH), `generic` its family (a
/// limited company), 0 where no family is known. Source: docs/third-party.md.
struct OrgFormPhrase {
    std::string_view text;
    std::uint16_t exact;
    std::uint8_t generic;
};

/// A word or phrase that says less than a name. `kind`: 'B' a word for any body (company, group),
/// 'W' a word for a trade or a kind of body (bank, systems), 'P' a place, 'S' one that says
/// nothing (of, the), 'N' a number. `number`: of words that mean the same, of the place (see
/// is_wide_place), or the number itself.
struct OrgWordPhrase {
    std::string_view text;
    char kind;
    std::uint16_t number;
};

/// Both in the order of their sources; each phrase once, as published: the reader normalises.
[[nodiscard]] std::span<const OrgFormPhrase> org_form_phrases();
[[nodiscard]] std::span<const OrgWordPhrase> org_word_phrases();

}  // namespace sarhad::watchlists
