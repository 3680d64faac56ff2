#pragma once

#include <functional>
#include <string_view>

namespace sarhad::intake {

/// Whether a word (upper case) is part of the name of somebody of the booking at hand.
using IsName = std::function<bool(std::string_view)>;

/// The sort under which a free text is left out ("meal", "health", "religion", "politics", "union",
/// "sexual-life", "origin"); "" where it may be kept.
/// A word that means nothing else is enough (DIABETIC, KOSHER). One that is a name, a place or an
/// everyday word too (CHRISTIAN, BLACK, UNION) counts only where a word for a person or for food
/// stands within three words of it ("CHRISTIAN MEAL", "PAX IS BLIND"). Service codes
/// (sensitive_code()) count as words. None counts that somebody of the booking bears as a name.
/// Any case; Latin letters with or without accents; Arabic script as it is written.
/// O(bytes). The tables and their reasons: docs/intake-privacy.md.
[[nodiscard]] std::string_view sensitive_text(std::string_view text, const IsName& is_name);

}  // namespace sarhad::intake
