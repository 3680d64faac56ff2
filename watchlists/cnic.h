#pragma once

#include "facts/journey.h"

#include <optional>
#include <string_view>

namespace sarhad::watchlists {

/// What Pakistan's identity number tells: 5 digits of locality, 7 of a family, 1 that is odd for
/// men. It has no check digit. NADRA's public description of the format.
struct Cnic {
    std::string_view province;  ///< "punjab" ...; never empty.
    std::string_view district;  ///< "lahore" ...; "" where the table has none.
    facts::Sex sex{facts::Sex::kUnknown};
};
/// `number` as normalise_document() gives it. nullopt for anything but 13 digits that begin with a
/// province, and for what clerks write for none: one digit repeated, digits in a row.
[[nodiscard]] std::optional<Cnic> read_cnic(std::string_view number);

/// True where the text of a list ("Distt. Lahore", "KPK") names the place.
[[nodiscard]] bool names_place(std::string_view text, std::string_view place);

}  // namespace sarhad::watchlists
