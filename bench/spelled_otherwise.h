#pragma once

#include "invented_people.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace sarhad::bench {

/// How a name gets written otherwise than it is listed.
enum class Otherwise : std::uint8_t {
    kOrder,     ///< The last word first, in half of the cases with a comma.
    kTypo,      ///< A letter of a word of four or more dropped, doubled, swapped or changed.
    kSpelling,  ///< One word or two by another romanisation: q for k, ou for u ...
    kMissing,   ///< A part left out of three or more; "Abdul X" and "al-X" are one part.
    kCyrillic,  ///< Written letter by letter in Cyrillic.
    kArabic,    ///< Written by sound in Arabic letters; half of the inner a's, and every e,
                ///< unwritten.
};
struct OtherwiseName {
    Otherwise how;
    std::string_view text;
};
inline constexpr std::array<OtherwiseName, 6> kOtherwise{{{Otherwise::kOrder, "order"},
                                                          {Otherwise::kTypo, "typing slip"},
                                                          {Otherwise::kSpelling, "romanisation"},
                                                          {Otherwise::kMissing, "part missing"},
                                                          {Otherwise::kCyrillic, "Cyrillic"},
                                                          {Otherwise::kArabic, "Arabic letters"}}};

/// `name` (ASCII letters are what is changed) written otherwise; nullopt where this cannot be done
/// to it: a word left out of two, another order of one. `chance` is drawn from.
[[nodiscard]] std::optional<std::string> spelled_otherwise(const std::string& name,
                                                           Otherwise how,
                                                           InventedPeople& chance);

}  // namespace sarhad::bench
