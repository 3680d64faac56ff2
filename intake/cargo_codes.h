#pragma once

#include "edifact_bytes.h"

#include "facts/cargo.h"

#include <string_view>

namespace sarhad::intake {

// What codes of UN/EDIFACT say of cargo. Source: UNTDID code lists, D.95B to D.16A.

/// NAD 3035: "CN" is the consignee.
[[nodiscard]] facts::PartyRole party_role(std::string_view code);

/// LOC 3227: "9" is the place of loading. `is_known` is false for a code that is not listed here.
struct PlaceMeaning {
    facts::PlaceRole role{facts::PlaceRole::kOther};
    bool is_known{true};
};
/// Of a bill, goods or a container.
[[nodiscard]] PlaceMeaning place_of_goods(std::string_view code);
/// Of a ship, a lorry ...
[[nodiscard]] PlaceMeaning place_of_conveyance(std::string_view code);

/// TDT 8067 and, where that tells nothing, 8179.
[[nodiscard]] facts::Mode transport_mode(std::string_view mode, std::string_view means);

/// GIS or GEI 7365.
[[nodiscard]] facts::Traffic traffic(std::string_view code);

/// EQD 8169.
[[nodiscard]] facts::Fullness fullness(std::string_view code);

/// RFF 1153: whose number it is.
enum class Reference : std::uint8_t { kOther, kBill, kHouse, kMaster, kBooking };
[[nodiscard]] Reference reference_kind(std::string_view code);

/// 1001 of a transport document: 704 master bill, 714 house bill ...
[[nodiscard]] facts::BillLevel document_level(std::string_view code);

}  // namespace sarhad::intake
