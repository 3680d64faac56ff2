#pragma once

#include "csv_table.h"
#include "entry_groups.h"

#include "watchlists/import.h"

#include <functional>
#include <string>

namespace sarhad::watchlists {

/// Reads the table's row. What it did not ask for is put into the remarks by import_rows().
using RowReader = EntryTaker::Reader;
/// Adds the table's row to what its reference has so far.
using GroupedRowReader = std::function<void(EntryGroups::Group& group)>;

/// What the row holds and nobody asked for goes to the remarks, by its column's name.
void keep_leftovers(const CsvTable& table, Remarks& remarks, ImportReport& report);

/// Every row behind the header is an entry of its own, or refused.
[[nodiscard]] core::Result<ImportReport> import_rows(CsvTable& table,
                                                     const EntrySink& sink,
                                                     References& before,
                                                     const RowReader& read_row);

/// Rows with the same text under `reference`, or under `otherwise` where that is empty, are one
/// entry, wherever they stand; a row without is refused.
[[nodiscard]] core::Result<ImportReport> import_grouped_rows(CsvTable& table,
                                                             std::string_view reference,
                                                             std::string_view otherwise,
                                                             const EntrySink& sink,
                                                             References& before,
                                                             const GroupedRowReader& read_row);

}  // namespace sarhad::watchlists
