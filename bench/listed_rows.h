#pragma once

#include "found_names.h"

#include <string>
#include <vector>

namespace sarhad::bench {

/// A person of a screening file that a list holds.
struct ListedRow {
    std::string name;
    core::Redacted<facts::PartialDate> born;
    std::set<std::string> entries;
    std::string list;
};

/// Persons drawn from the UN's list and the US Congress, and the lists that hold them.
struct ListedRows {
    std::vector<watchlists::ListEntry> un;
    std::vector<watchlists::ListEntry> congress;
    std::vector<ListedRow> rows;
    std::size_t not_listed{0};  ///< UN rows whose words no UN name has: no longer listed.
};
/// Whom a UN row means is told by its words, in any order, and its year of birth where several
/// entries have them. Prints the numbers of the rows that are not listed (from 1).
[[nodiscard]] ListedRows read_listed_rows();

/// On the name alone, or with the date of birth too.
[[nodiscard]] Wanted wanted(const ListedRow& row, const std::string& name, bool with_date);

/// `base` (nothing for null) with the UN's list and the Congress.
[[nodiscard]] std::shared_ptr<const watchlists::ListSnapshot> with_listed(
    std::shared_ptr<const watchlists::ListSnapshot> base, const ListedRows& listed);

}  // namespace sarhad::bench
