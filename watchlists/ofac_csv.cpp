#include "csv.h"
#include "ofac_remarks.h"
#include "text_forms.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <map>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;

constexpr std::size_t kSdnColumns = 12;
constexpr std::size_t kAltColumns = 5;

struct SideFiles {
    std::map<std::string, std::vector<ListedName>> aliases;
    std::map<std::string, std::string> comments;
};

std::string value_of(const std::string& field) {
    std::string text = fold_blanks(cp1252_to_utf8(field));
    return text == "-0-" ? std::string{} : text;
}

/// "LAST, First" of a person gives its parts; the text stays as listed.
ListedName name_of_person(const std::string& listed) {
    ListedName name;
    name.text = Redacted<std::string>{listed};
    if (const std::size_t comma = listed.find(','); comma != std::string::npos) {
        name.family = Redacted<std::string>{fold_blanks(listed.substr(0, comma))};
        name.given = Redacted<std::string>{fold_blanks(listed.substr(comma + 1))};
    }
    return name;
}

core::Status bounded(const CsvReader& reader, std::string_view file) {
    if (reader.bytes_read() > kMaxOfacSideBytes) {
        return Error{Errc::kExhausted,
                     core::cat("OFAC ", file, ": larger than ", kMaxOfacSideBytes, " bytes")};
    }
    return {};
}

core::Status read_aliases(const ByteSource& from, SideFiles& side, ImportReport& report) {
    CsvReader reader{from};
    CsvRecord row;
    while (true) {
        SARHAD_TRY(const bool has_row, reader.next(row));
        SARHAD_TRY_STATUS(bounded(reader, "alt.csv"));
        if (!has_row) {
            return {};
        }
        const std::string text = row.fields.size() < kAltColumns ? "" : value_of(row.fields[3]);
        if (row.is_damaged || text.empty()) {
            ++report.stray_rows;
            continue;
        }
        ListedName name = name_of_person(text);
        name.kind = value_of(row.fields[2]) == "fka" ? NameKind::kFormer : NameKind::kAlias;
        side.aliases[row.fields[0]].push_back(std::move(name));
    }
}

core::Status read_comments(const ByteSource& from, SideFiles& side, ImportReport& report) {
    CsvReader reader{from};
    CsvRecord row;
    while (true) {
        SARHAD_TRY(const bool has_row, reader.next(row));
        SARHAD_TRY_STATUS(bounded(reader, "sdn_comments.csv"));
        if (!has_row) {
            return {};
        }
        if (row.is_damaged || row.fields.size() < 2) {
            ++report.stray_rows;
            continue;
        }
        side.comments[row.fields[0]] += cp1252_to_utf8(row.fields[1]);
    }
}

/// Addresses are only counted through: a damaged file is still a finding.
core::Status read_addresses(const ByteSource& from, ImportReport& report) {
    CsvReader reader{from};
    CsvRecord row;
    while (true) {
        SARHAD_TRY(const bool has_row, reader.next(row));
        SARHAD_TRY_STATUS(bounded(reader, "add.csv"));
        if (!has_row) {
            return {};
        }
        report.stray_rows += row.is_damaged || row.fields.size() < 2 ? 1U : 0U;
    }
}

EntryKind kind_of(const std::string& word) {
    if (word == "individual") {
        return EntryKind::kPerson;
    }
    if (word == "vessel") {
        return EntryKind::kVessel;
    }
    return word == "aircraft" ? EntryKind::kAircraft : EntryKind::kOrganisation;
}

void drop_parts(ListEntry& entry) {
    for (ListedName& name : entry.names) {
        name.family = {};
        name.given = {};
    }
}

ListEntry to_entry(const CsvRecord& row, SideFiles& side) {
    ListEntry entry;
    entry.id = value_of(row.fields[0]);
    entry.kind = kind_of(value_of(row.fields[2]));
    entry.source = "OFAC";
    entry.programme = cut_utf8(value_of(row.fields[3]), 256);
    entry.names.push_back(name_of_person(value_of(row.fields[1])));
    if (auto aliases = side.aliases.extract(row.fields[0]); !aliases.empty()) {
        for (ListedName& name : aliases.mapped()) {
            entry.names.push_back(std::move(name));
        }
    }
    // The overflow goes on in the middle of a word: nothing may come between the two.
    std::string remarks = cp1252_to_utf8(row.fields[11]);
    if (auto more = side.comments.extract(row.fields[0]); !more.empty()) {
        remarks += more.mapped();
    }
    remarks = fold_blanks(remarks);
    if (remarks == "-0-") {
        remarks.clear();
    }
    read_ofac_remarks(remarks, entry);
    entry.remarks = Redacted<std::string>{cut_utf8(remarks, kMaxListedRemarks)};
    if (entry.kind != EntryKind::kPerson) {
        drop_parts(entry);
    }
    return entry;
}

core::Status read_sdn(const OfacFiles& from,
                      SideFiles& side,
                      const EntrySink& sink,
                      ImportReport& report) {
    CsvReader reader{from.sdn};
    CsvRecord row;
    while (true) {
        SARHAD_TRY(const bool has_row, reader.next(row));
        if (!has_row) {
            return {};
        }
        if (++report.records_seen > kMaxRecords) {
            return Error{Errc::kExhausted, core::cat("more than ", kMaxRecords, " records")};
        }
        std::string place = core::cat("sdn.csv line ", row.line);
        if (row.is_damaged || row.fields.size() != kSdnColumns) {
            count_refused(report,
                          std::move(place),
                          core::cat("wanted ", kSdnColumns, " columns, got ", row.fields.size()));
            continue;
        }
        ListEntry entry = to_entry(row, side);
        if (std::string refusal = refusal_of(entry); !refusal.empty()) {
            count_refused(report, std::move(place), std::move(refusal));
            continue;
        }
        count_entry(report, entry);
        SARHAD_TRY_STATUS(sink(std::move(entry)));
    }
}

}  // namespace

core::Result<ImportReport> import_ofac_csv(const OfacFiles& from, const EntrySink& sink) {
    ImportReport report;
    SideFiles side;
    SARHAD_TRY_STATUS(read_aliases(from.alt, side, report));
    SARHAD_TRY_STATUS(read_comments(from.comments, side, report));
    SARHAD_TRY_STATUS(read_addresses(from.add, report));
    SARHAD_TRY_STATUS(read_sdn(from, side, sink, report));
    for (const auto& [number, names] : side.aliases) {
        report.stray_rows += names.size();
    }
    report.stray_rows += side.comments.size();
    return report;
}

}  // namespace sarhad::watchlists
