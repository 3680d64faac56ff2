#pragma once

#include "watchlists/identifiers.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::watchlists {

/// What is known of a ship or an aircraft. Empty fields are not known.
struct Craft {
    std::vector<std::string> names;  ///< Present, former and other ones.
    Identifier imo{IdentifierKind::kImo, {}, IdentifierState::kBadShape};
    Identifier mmsi{IdentifierKind::kMmsi, {}, IdentifierState::kBadShape};
    Identifier call_sign{IdentifierKind::kCallSign, {}, IdentifierState::kBadShape};
    Identifier tail{IdentifierKind::kTail, {}, IdentifierState::kBadShape};
    std::string flag;  ///< As a country: any word for it that the tables know, or its text.
    std::string type;  ///< "Crude Oil Tanker"; words of it are compared.
};

/// Names compared on each side; what follows is left out.
inline constexpr std::size_t kMaxCraftNames = 8;

/// What spoke for or against.
enum class CraftField : std::uint8_t { kName, kImo, kMmsi, kCallSign, kTail, kFlag, kType };
/// One piece of evidence. For numbers `relation` says how they stand; points may be negative.
struct CraftRow {
    CraftField field{CraftField::kName};
    IdentifierRelation relation{IdentifierRelation::kUnusable};
    int points{0};
    friend bool operator==(const CraftRow&, const CraftRow&) = default;
};
/// 0 to 1000 on the scale of compare_names(), and why.
struct CraftComparison {
    int score{0};
    std::vector<CraftRow> rows;
    friend bool operator==(const CraftComparison&, const CraftComparison&) = default;
};

/// Symmetric and pure. An equal IMO number decides for, another right one against, whatever the
/// names say: ships are renamed and reflagged, their IMO numbers stay. A tail number decides the
/// same way, but less strongly, for it is given anew. MMSI, call sign, flag and type only move what
/// the names say: they change with an owner.
[[nodiscard]] CraftComparison compare_craft(const Craft& a, const Craft& b);
/// The rows of it but the name's, where the names score `name` (kNoName: a side has none).
[[nodiscard]] std::vector<CraftRow> compare_craft_beside_names(const Craft& a,
                                                               const Craft& b,
                                                               int name);
inline constexpr int kImoScore = 980;       ///< An equal IMO number gives this at least.
inline constexpr int kOtherImoMost = 300;   ///< Another right one leaves this at most.
inline constexpr int kTailScore = 940;      ///< An equal tail number gives this at least.
inline constexpr int kOtherTailMost = 500;  ///< Another one leaves this at most.

}  // namespace sarhad::watchlists
