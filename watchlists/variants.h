#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sarhad::watchlists {

/// What is known of a word.
struct NameWord {
    std::uint16_t group{0};    ///< Of its spellings (Muhammad, Mohd, Md ...), from 1; 0 for none.
    std::uint16_t related{0};  ///< For relatives_of(); 0 for none.
};
[[nodiscard]] NameWord name_word(std::string_view latin);
/// The spelling that stands for a group: "muhammad". `group`: of a NameWord, not 0.
[[nodiscard]] std::string_view group_head(std::uint16_t group);
/// Numbers, rising; two words with a common one are related: a short form, another language.
[[nodiscard]] std::span<const std::uint16_t> relatives_of(std::uint16_t related);
[[nodiscard]] bool is_title(std::string_view latin);
/// mister, president ...: titles where they come before the name.
[[nodiscard]] bool is_leading_title(std::string_view latin);
/// vice, rear, deputy ...: one title with the title behind it.
[[nodiscard]] bool is_title_modifier(std::string_view latin);
/// bin, ibn, bint, s/o ...: what follows is the father, the husband, the mother.
[[nodiscard]] bool is_marker(std::string_view latin);
/// oglu, kizi ...: what stands before is the father.
[[nodiscard]] bool is_marker_behind(std::string_view latin);
/// al, ul, von, de ...: words that bind others.
[[nodiscard]] bool is_particle(std::string_view latin);
/// The assimilated article (ash-Sh.., ur-R..) before the word `next`.
[[nodiscard]] bool is_article_before(std::string_view latin, std::string_view next);

}  // namespace sarhad::watchlists
