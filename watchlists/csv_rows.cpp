#include "csv_rows.h"

#include "entry_taker.h"

#include "core/text.h"

#include <utility>

namespace sarhad::watchlists {

void keep_leftovers(const CsvTable& table, Remarks& remarks, ImportReport& report) {
    for (const auto& [column, text] : table.leftovers()) {
        remarks.add_once(column, text);
        count_in_remarks(report, column);
    }
}

namespace {

/// A row with too few fields: taken with what it holds.
void tell_short(const CsvTable& table, EntryTaker& taker) {
    if (table.is_short()) {
        ++taker.report().short_rows;
        taker.warn(table.place(), table.shortness());
    }
}

}  // namespace

core::Result<ImportReport> import_rows(CsvTable& table,
                                       const EntrySink& sink,
                                       References& before,
                                       const RowReader& read_row) {
    EntryTaker taker{sink, before};
    while (true) {
        SARHAD_TRY(const bool has_row, table.next());
        if (!has_row) {
            return std::move(taker.report());
        }
        SARHAD_TRY_STATUS(taker.take_read(
            table.place(), table.refusal(), [&](ListEntry& entry, Remarks& remarks) {
                std::string refusal = read_row(entry, remarks);
                if (refusal.empty()) {
                    tell_short(table, taker);
                    keep_leftovers(table, remarks, taker.report());
                }
                return refusal;
            }));
    }
}

core::Result<ImportReport> import_grouped_rows(CsvTable& table,
                                               std::string_view reference,
                                               std::string_view otherwise,
                                               const EntrySink& sink,
                                               References& before,
                                               const GroupedRowReader& read_row) {
    EntryTaker taker{sink, before};
    EntryGroups groups;
    while (true) {
        SARHAD_TRY(const bool has_row, table.next());
        if (!has_row) {
            break;
        }
        std::string id = table.text(reference);
        id = id.empty() ? table.text(otherwise) : id;
        std::string refusal = table.refusal();
        if (refusal.empty() && id.empty()) {
            refusal = core::cat("no ", otherwise.empty() ? reference : otherwise);
        }
        if (!refusal.empty()) {
            SARHAD_TRY_STATUS(taker.refuse(table.place(), std::move(refusal)));
            continue;
        }
        SARHAD_TRY(EntryGroups::Group* const group, groups.of(id, table.place()));
        read_row(*group);
        tell_short(table, taker);
        keep_leftovers(table, group->remarks, taker.report());
    }
    SARHAD_TRY_STATUS(groups.finish(taker));
    return std::move(taker.report());
}

}  // namespace sarhad::watchlists
