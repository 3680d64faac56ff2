#pragma once

#include "watchlists/org_agree.h"
#include "watchlists/org_form.h"

#include <array>
#include <cstdint>

namespace sarhad::watchlists {

/// t[i][j]: similarity of word i and word j times the smaller of their weights, / 1000.
using OrgTable = std::array<std::array<std::int32_t, kMaxOrgWords>, kMaxOrgWords>;
[[nodiscard]] OrgTable org_table(const OrgForm& a, const OrgForm& b, OrgProfile profile);

/// Of two words that score.
[[nodiscard]] OrgRelation relation_of(const OrgWord& a, const OrgWord& b);
[[nodiscard]] std::int32_t common_weight(const OrgWord& a, const OrgWord& b);

}  // namespace sarhad::watchlists
