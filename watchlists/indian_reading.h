#pragma once

#include <string>
#include <string_view>

namespace sarhad::watchlists {

/// Whether the word begins with a letter of an Indian script: Devanagari to Malayalam.
[[nodiscard]] bool is_indian(std::string_view word);
/// How such a word sounds. A consonant sounds with an a where no sign says otherwise; people do not
/// say it at the end, nor where both neighbours have a vowel of their own: रहमान is Rahman.
[[nodiscard]] std::string indian_reading(std::string_view word);

}  // namespace sarhad::watchlists
