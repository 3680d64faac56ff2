#pragma once

#include "core/text.h"
#include "rules/gtas/import.h"

#include <string>
#include <string_view>

namespace sarhad::rules::gtas {

using core::cat;

[[nodiscard]] const FactSchema& schema();
/// On 2026-10-01, for customs; they know the codes of three countries.
[[nodiscard]] ImportOptions options();

/// One term in JSON. `field`: "Passenger.age"; `values` in JSON.
[[nodiscard]] std::string term(std::string_view field,
                               std::string_view op,
                               std::string_view values);
/// A group in JSON.
[[nodiscard]] std::string rule_of(std::string_view condition, std::string_view terms);
/// An open fact that decides beside whatever a test is about.
[[nodiscard]] std::string beside();

[[nodiscard]] ImportedRule import_one(const std::string& json);
/// Of a carried rule; "" of one that was refused.
[[nodiscard]] std::string condition_of(const ImportedRule& rule);
/// What a term beside beside() is here; "refused: ..." where it is not carried.
[[nodiscard]] std::string carried(std::string_view field,
                                  std::string_view op,
                                  std::string_view values);
/// A line each.
[[nodiscard]] std::string findings_of(const ImportedRule& rule);
[[nodiscard]] bool has_finding(const ImportedRule& rule, Weight weight, std::string_view what);

}  // namespace sarhad::rules::gtas
