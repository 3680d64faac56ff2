#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// One written word of an organisation's or a vessel's name, read into a-z or digits.
struct OrgToken {
    std::string text;          ///< Latin reading; a script without one keeps its own bytes.
    std::string native{};      ///< Of a word in Arabic script its letters, without the article.
    std::uint16_t case_at{0};  ///< Where the last change from small to capital letters is; 0: none.
    bool is_bracketed{false};  ///< Written in ( ) or [ ].
    bool is_dotted{false};     ///< A single letter with a full stop behind it.
    bool is_joined{false};     ///< Written against the word before it: a change to or from digits.
    friend bool operator==(const OrgToken&, const OrgToken&) = default;
};

/// Words of one name that are read; what follows is left out. The same on both sides.
inline constexpr std::size_t kMaxOrgTokens = 32;

/// `name` (UTF-8 in any script; bytes that are not UTF-8 separate words) as words in order: marks
/// above letters and apostrophes go, "&" and "+" are "and", digits and letters are words of their
/// own, letters with full stops between them are one word (S.A.R.L.), so are single letters with
/// blanks between them. Total: any bytes give some words or none.
[[nodiscard]] std::vector<OrgToken> org_tokens(std::string_view written);

/// One of the names that a text holds. Borrowed.
struct OrgAlternative {
    std::string_view text;
    bool is_part{false};  ///< A slash parts it from the rest, which may be of the same name.
};
/// The names that `name` holds: itself, and where a slash stands between words of four letters or
/// more, or "a.k.a." or "(ex" between any, each side of it; of a vessel "ex" alone too. At most 4.
[[nodiscard]] std::vector<OrgAlternative> org_alternatives(std::string_view name,
                                                           bool is_vessel = false);

/// A Latin word of a-z only.
[[nodiscard]] bool is_latin_word(std::string_view text);

}  // namespace sarhad::watchlists
