#pragma once

#include "facts/decision.h"
#include "screening/screening_facts.h"
#include "watchlists/matcher.h"

#include <array>
#include <cstdint>
#include <vector>

namespace sarhad::screening {

/// What a decision about anything at a port is made under.
struct Circumstances {
    const std::array<std::uint8_t, 16>& id;  ///< Of the record that is decided on.
    const DataAge& data;
    const SitePolicy& policy;
    facts::PartialDate on;
};

/// A decision with versions, day and age, and nothing found yet. `unknown_feeds`: by name.
[[nodiscard]] facts::Decision begin_decision(const Circumstances& circumstances,
                                             const watchlists::ListSnapshot& lists,
                                             std::vector<std::string> unknown_feeds);
/// The causes that its hits are.
void add_hit_causes(facts::Decision& decision);
/// What the site adds: the random share, the second look, the floor, and yellow without any list.
void add_site_causes(const Circumstances& circumstances, bool has_lists, facts::Decision& decision);

/// Whether a second person looks at what has that id.
[[nodiscard]] bool is_looked_at_twice(const Circumstances& circumstances);

}  // namespace sarhad::screening
