#pragma once

#include "watchlists/entry.h"

#include <optional>
#include <string_view>

namespace sarhad::watchlists {

/// told_kind(); "" is an entity, as OFAC means it. Nothing for a word that OFAC has not used yet.
[[nodiscard]] std::optional<EntryKind> ofac_kind_of(std::string_view word);

inline constexpr std::string_view kNoOfacKind =
    "its type is none of individual, entity, vessel and aircraft";

/// True for the kinds of "identity" that OFAC lists and that identify nobody: websites, notices
/// about sanctions, dates.
[[nodiscard]] bool is_ofac_note(std::string_view kind);

}  // namespace sarhad::watchlists
