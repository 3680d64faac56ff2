#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// "AQ Khanzada" as "A Q Khanzada": a Latin word of two letters that is no name and can be none (it
/// has no vowel, or begins with an a before a letter that no such name ends in) is two initials,
/// where another word of the name has three letters at least. `words`: as written, in small
/// letters.
void split_initials(std::vector<std::string>& words);

/// Whether a word of another script is one letter, or two that write one sound of another language
/// (Дж. for J.).
[[nodiscard]] bool is_native_initial(std::string_view word);

/// A letter of NameShape, marked where it is read from another script.
[[nodiscard]] constexpr char native_letter(char letter) {
    return static_cast<char>(static_cast<unsigned char>(letter) | 0x80U);
}
/// Whether two letters may begin one word. Of two scripts they do by sound: the В of Веселкин is a
/// W too, and the Х of Хасан an H.
[[nodiscard]] bool may_begin_alike(char a, char b);

/// Whether the letter of `name` from `at` on, up to `end`, is an izafat or another word of one
/// letter that binds two others (Gul-e-Zorvan, Zorvan e Belmun, Zorvan y Belmun), and no initial:
/// behind a hyphen, or small between capitalised words.
[[nodiscard]] bool is_binding_letter(std::string_view name, std::size_t at, std::size_t end);

}  // namespace sarhad::watchlists
