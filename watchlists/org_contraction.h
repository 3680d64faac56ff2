#pragma once

#include "watchlists/org_form.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// A word that is made of the beginnings of a name's words, in their order and one after the other:
/// Marexco of "Maritime Export Company". Stop words, body words and legal forms may lend letters
/// and may be passed over.
struct OrgContraction {
    std::uint32_t mask{0};   ///< Of the scored words that lend letters,
    std::int32_t weight{0};  ///< and their weight: half of the name's total at least.
    int pieces{0};           ///< Words that lend letters: two at least.
    friend bool operator==(const OrgContraction&, const OrgContraction&) = default;
};

/// The one that lends from the most weight, of those the one of fewest pieces. `word`: of a form,
/// see contraction_of(). O(letters^2 x spelt words), no allocation.
[[nodiscard]] std::optional<OrgContraction> find_contraction(std::string_view word,
                                                             const OrgForm& name);

/// The word of a name that may be a contraction: its only scored one, of letters, that no table
/// knows. "" for none.
[[nodiscard]] std::string_view contraction_of(const OrgForm& form);

/// Letters by which a contraction and the names that may lend it its letters are found: each first
/// kContractionStart letters of it that `name` could lend. Sorted, each once.
inline constexpr std::size_t kContractionStart = 3;
[[nodiscard]] std::vector<std::string> contraction_starts(const OrgForm& name);

}  // namespace sarhad::watchlists
