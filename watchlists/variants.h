#pragma once

#include <cstdint>
#include <string_view>

namespace sarhad::watchlists {

/// The group of spellings that a word belongs to (Muhammad, Mohd, Md ...), from 1; 0 for none.
[[nodiscard]] std::uint16_t variant_group(std::string_view latin);
[[nodiscard]] bool is_title(std::string_view latin);
/// al, bin, ibn, ul ...: words that bind others.
[[nodiscard]] bool is_particle(std::string_view latin);
/// The assimilated article (ash-Sh.., ur-R..) before the word `next`.
[[nodiscard]] bool is_article_before(std::string_view latin, std::string_view next);
/// din for deen, dine ...; rahman for rehman ...; haq for haqq; ullah for allah; else empty:
/// the second half of a compound name.
[[nodiscard]] std::string_view compound_noun(std::string_view latin);

}  // namespace sarhad::watchlists
