#pragma once

#include "facts/cargo_screening.h"
#include "rules/live/live_rules.h"
#include "screening/cargo_facts.h"
#include "watchlists/matcher.h"

#include <string_view>
#include <vector>

namespace sarhad::screening {

/// The kind of the first reason of a hit on cargo: whom or what of it the hit is about.
inline constexpr std::string_view kCargoAbout = "cargo";

/// The advice about one piece of cargo, by the same lists, rules, causes, score and channel as
/// screen() gives of a traveller; of an entry that several of its parties match the best match
/// counts, and its first reason says whose it is. Known pairs speak of persons, and of none here.
/// unknown_feeds are those of declaration, gate and manifest that have not arrived, and lists where
/// there is none. Pure and total.
[[nodiscard]] facts::Decision screen_cargo(const CargoFacts& facts,
                                           const watchlists::ListSnapshot& lists,
                                           const rules::LiveRules& rules);

/// What the facts themselves contradict: a container's number that is none, seals and weights that
/// the gate saw otherwise, a container that the stow plan has not, houses that nobody told of. At
/// most kCargoFindingsMax; `left_out` counts the others. Pure.
[[nodiscard]] std::vector<facts::CargoFinding> findings_of(const CargoFacts& facts,
                                                           std::uint32_t& left_out);

/// A weighing that differs by more than that share of what was declared, and by more than
/// kWeightSlackGrams, is a finding: the same bounds as the shipped rule CNT-003.
inline constexpr std::uint64_t kWeightShareLimit = 10;  // A tenth.
inline constexpr std::uint64_t kWeightSlackGrams = 200'000;

/// As at_counter() of a decision, of the whole record.
[[nodiscard]] facts::CargoScreening at_counter(facts::CargoScreening screening);

}  // namespace sarhad::screening
