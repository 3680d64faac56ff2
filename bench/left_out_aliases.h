#pragma once

#include "found_names.h"

namespace sarhad::bench {

/// UN and OFAC persons, each entry of several names without one alias, drawn by `seed`; the aliases
/// left out are looked for, each with the weight of all aliases of its entry: so every alias counts
/// alike.
struct LeftOut {
    std::vector<watchlists::ListEntry> un;
    std::vector<watchlists::ListEntry> ofac;
    std::vector<Wanted> on_names;       ///< The alias alone.
    std::vector<Wanted> with_evidence;  ///< With the entry's birth, sex and nationality.
};
/// An alias that the entry has in the same words a second time is none that can be left out.
[[nodiscard]] LeftOut leave_one_out(std::vector<watchlists::ListEntry> un,
                                    std::vector<watchlists::ListEntry> ofac,
                                    std::uint64_t seed);
/// The same of organisations or vessels, in a list of the entries.
[[nodiscard]] FoundCount count_found_aliases(std::vector<watchlists::ListEntry> entries,
                                             watchlists::EntryKind kind,
                                             std::uint64_t seed);
[[nodiscard]] std::shared_ptr<const watchlists::ListSnapshot> with_left(
    std::shared_ptr<const watchlists::ListSnapshot> base, const LeftOut& left);

}  // namespace sarhad::bench
