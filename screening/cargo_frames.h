#pragma once

#include "facts/decision.h"
#include "rules/engine/fact_layout.h"
#include "rules/engine/frame.h"
#include "screening/cargo_facts.h"

#include <optional>
#include <vector>

namespace sarhad::screening {

/// Which rules are asked about a piece of cargo: those of consignments, conveyances, declarations.
/// None of containers that no bill holds and of bags: no kind of rule speaks of them.
[[nodiscard]] std::optional<rules::RuleKind> rule_kind_of(std::string_view cargo_kind);

/// What rules of `kind`, one of rule_kind_of(), are told of a piece of cargo. Feeds are MANIFEST,
/// DECL and GATE as they have come, and SCREEN where there are lists; what one of them does not
/// tell is absent, what nothing at a port reads from it is unknown, and so is a value in another
/// currency than kReferenceCurrency. Countries are told as alpha-2 whatever they were sent as.
/// `hits`: those that count(). Pure and total.
[[nodiscard]] rules::engine::Frame cargo_frame(const CargoFacts& facts,
                                               rules::RuleKind kind,
                                               const std::vector<facts::Hit>& hits,
                                               bool has_lists,
                                               const rules::engine::FactLayouts& layouts);

}  // namespace sarhad::screening
