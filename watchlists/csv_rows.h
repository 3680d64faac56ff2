#pragma once

#include "csv_table.h"
#include "entry_groups.h"

#include "watchlists/import.h"

#include <array>
#include <functional>
#include <string_view>

namespace sarhad::watchlists {

/// Reads the table's row. What it did not ask for is put into the remarks by import_rows().
using RowReader = EntryTaker::Reader;
/// How rows make entries: those with the same text under `reference`, or under `otherwise` where
/// that is empty, are one, wherever they stand.
struct GroupedRows {
    std::string_view reference;
    std::string_view otherwise;
    std::array<std::string_view, 2> kinds;  ///< Columns that tell what it is; "" for none.
    /// Adds the table's row to what its reference has so far.
    std::function<void(EntryGroups::Group& group)> read;
};

/// What the row holds and nobody asked for goes to the remarks, by its column's name.
void keep_leftovers(const CsvTable& table, Remarks& remarks, ImportReport& report);

/// Every row behind the header is an entry of its own, or refused.
[[nodiscard]] core::Result<ImportReport> import_rows(CsvTable& table,
                                                     const EntrySink& sink,
                                                     References& before,
                                                     const RowReader& read_row);

/// A row without a reference, or of a kind that is not known, is refused.
[[nodiscard]] core::Result<ImportReport> import_grouped_rows(CsvTable& table,
                                                             const EntrySink& sink,
                                                             References& before,
                                                             const GroupedRows& rows);

}  // namespace sarhad::watchlists
