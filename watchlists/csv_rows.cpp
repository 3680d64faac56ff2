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

/// What the row's columns tell of its entry's kind; why the row is refused, or "".
std::string add_kinds(const CsvTable& table,
                      const GroupedRows& rows,
                      ToldKind& kind,
                      Remarks& remarks) {
    for (const std::string_view column : rows.kinds) {
        const std::string word = column.empty() ? std::string{} : table.text(column);
        if (std::string refusal = kind.add(column, word, remarks); !refusal.empty()) {
            return refusal;
        }
    }
    return {};
}

/// The same of the row alone, before it has a group.
std::string refusal_of_kinds(const CsvTable& table, const GroupedRows& rows) {
    ToldKind kind;
    Remarks remarks;
    return add_kinds(table, rows, kind, remarks);
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
                                               const EntrySink& sink,
                                               References& before,
                                               const GroupedRows& rows) {
    EntryTaker taker{sink, before};
    EntryGroups groups;
    while (true) {
        SARHAD_TRY(const bool has_row, table.next());
        if (!has_row) {
            break;
        }
        std::string id = table.text(rows.reference);
        id = id.empty() ? table.text(rows.otherwise) : id;
        std::string refusal = table.refusal();
        if (refusal.empty() && id.empty()) {
            refusal = core::cat("no ", rows.otherwise.empty() ? rows.reference : rows.otherwise);
        }
        refusal = refusal.empty() ? refusal_of_kinds(table, rows) : refusal;
        if (!refusal.empty()) {
            SARHAD_TRY_STATUS(taker.refuse(table.place(), std::move(refusal)));
            continue;
        }
        SARHAD_TRY(EntryGroups::Group* const group, groups.of(id, table.place()));
        static_cast<void>(add_kinds(table, rows, group->kind, group->remarks));  // "": see above.
        rows.read(*group);
        tell_short(table, taker);
        keep_leftovers(table, group->remarks, taker.report());
    }
    SARHAD_TRY_STATUS(groups.finish(taker));
    return std::move(taker.report());
}

}  // namespace sarhad::watchlists
