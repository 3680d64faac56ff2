#pragma once

#include "watchlists/entry.h"

#include <optional>
#include <string_view>

namespace sarhad::watchlists {

/// told_kind(); "" is an entity, as OFAC means it. Nothing for a word that OFAC has not used yet.
[[nodiscard]] std::optional<EntryKind> ofac_kind_of(std::string_view word);

/// What OFAC's `word` for a number means: number_kind_of(), but a number that begins with "IMO" is
/// a ship's, or the one that the IMO gave to a company, which is no ship's.
[[nodiscard]] NumberKind ofac_number_kind(std::string_view word,
                                          std::string_view number,
                                          EntryKind holder);

inline constexpr std::string_view kNoOfacKind =
    "its type is none of individual, entity, vessel and aircraft";

/// True for the kinds of "identity" that OFAC lists and that identify nobody: websites, notices
/// about sanctions, dates.
[[nodiscard]] bool is_ofac_note(std::string_view kind);

}  // namespace sarhad::watchlists
