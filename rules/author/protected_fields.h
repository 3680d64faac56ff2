#pragma once

#include "rules/cel/checked.h"
#include "rules/schema/facts.h"

namespace sarhad::rules {

/// Whether protected fields alone can make the condition true: then some way to a match asks
/// nothing else of the entity. Lists, the time and the place are no facts of an entity. `checked`:
/// without an issue of worst_cost(): no name means two things.
[[nodiscard]] bool decides_on_protected(const cel::Checked& checked, RuleKind kind);

/// Whether it asks for anything that a feed tells.
[[nodiscard]] bool reads_feed(const cel::Checked& checked, Feed feed);

/// Whether it asks for who a person is.
[[nodiscard]] bool reads_protected(const cel::Checked& checked);

/// The field that a select node reads; null where it reads none.
[[nodiscard]] const FactField* field_read(const cel::Checked& checked, cel::ExprId id);

/// Whether a loop is cel.bind(): a name for a value, and no loop.
[[nodiscard]] bool is_binding(const cel::Ast& ast, cel::ExprId id);

}  // namespace sarhad::rules
