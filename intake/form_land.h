#pragma once

#include "form_draft.h"

#include "facts/land.h"

#include <string>
#include <string_view>

namespace sarhad::intake {

/// Somebody who crosses at a land post: checks, and puts him and his vehicle into the message.
void take_land_crossing(FormDraft& draft,
                        const facts::LandCrossing& crossing,
                        facts::Traveller traveller);

/// Goods in transit: checks, and puts declaration, conveyance and driver into the message. Seals
/// that differ between start and exit are `seal-mismatch`.
void take_transit(FormDraft& draft, facts::TransitMovement transit, facts::Traveller driver);

/// Whether a text is the number of a CNIC or a NICOP: thirteen digits, with dashes or without; the
/// first is that of a province or region (1 to 8), the next four those of division, district,
/// tehsil and council (not all 0). NADRA publishes no list of the districts' digits.
[[nodiscard]] bool is_cnic(std::string_view number);

}  // namespace sarhad::intake
