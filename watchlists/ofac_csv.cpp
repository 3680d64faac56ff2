#include "entry_parts.h"
#include "entry_taker.h"
#include "ofac_parts.h"
#include "ofac_remarks.h"
#include "text_forms.h"

#include "core/csv.h"
#include "core/text.h"
#include "watchlists/import.h"

#include <array>
#include <map>
#include <optional>
#include <utility>

namespace sarhad::watchlists {
namespace {

using core::CsvReader;
using core::CsvRecord;
using core::Errc;
using core::Error;

constexpr std::size_t kSdnColumns = 12;
constexpr std::size_t kAltColumns = 5;

/// The columns that a whole row has; of another number it is no row of that file.
constexpr std::size_t kAddressColumns = 6;
constexpr std::size_t kCommentColumns = 2;

constexpr std::string_view kSdn = "sdn.csv";
constexpr std::string_view kAlt = "alt.csv";
constexpr std::string_view kAdd = "add.csv";
constexpr std::string_view kComments = "sdn_comments.csv";

struct SideFiles {
    std::map<std::string, std::vector<ListedName>> aliases;
    std::map<std::string, std::uint64_t> addresses;  ///< How many a record has.
    std::map<std::string, std::vector<std::string>> comments;
    std::map<std::string_view, std::uint64_t> rows;  ///< Of each file, strays among them.
};

/// OFAC writes cp1252; an edition in UTF-8 is taken as it is.
std::string utf8_of(const std::string& field) {
    return core::is_utf8(field) ? field : cp1252_to_utf8(field);
}

std::string value_of(const std::string& field) {
    std::string text = fold_blanks(utf8_of(field));
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
                     core::cat("OFAC ",
                               file,
                               ": larger than ",
                               kMaxOfacSideBytes,
                               " bytes: make it several lists")};
    }
    return {};
}

/// The last record of a file, or what stands there.
struct LastRow {
    std::uint64_t line{0};  ///< 0 where the file has no record.
    bool is_whole{false};
    bool has_line_end{false};
};

LastRow last_row(const CsvRecord& row, std::size_t columns) {
    return {row.line, !row.is_damaged && row.fields.size() == columns, !row.is_last};
}

/// A download that broke off at the end of a line looks whole but for the mark, and so does a file
/// of which an editor took the mark away: that one is taken, and a person looks at it.
core::Status check_end(const CsvReader& reader,
                       std::string_view file,
                       const LastRow& last,
                       EntryTaker& taker) {
    constexpr std::string_view kMark = " has no end mark (the byte 0x1A, with which OFAC ends ";
    if (reader.has_end_mark()) {
        return {};
    }
    if (!last.is_whole || !last.has_line_end) {
        return Error{Errc::kInvalid,
                     core::cat(file,
                               kMark,
                               "each file), and its last record is not whole with its line end: it "
                               "is cut short, fetch it again and keep it byte by byte")};
    }
    taker.warn(core::cat(file, " line ", last.line),
               core::cat(file,
                         kMark,
                         "each file): where it was fetched so, records behind this one may be "
                         "missing; compare the number of records with OFAC's, or fetch it again"));
    return {};
}

void add_strays(ImportReport& report, std::string_view file, std::uint64_t rows) {
    if (rows != 0) {
        report.stray_rows += rows;
        report.strays_by_file[std::string{file}] += rows;
    }
}

/// Reads a side file whole; `take` is false for a row that is a stray by itself.
template <class Take>
core::Status read_side(const ByteSource& from,
                       std::string_view file,
                       std::size_t columns,
                       SideFiles& side,
                       EntryTaker& taker,
                       const Take& take) {
    if (!from) {
        return {};
    }
    CsvReader reader{from};
    CsvRecord row;
    LastRow last;
    while (true) {
        SARHAD_TRY(const bool has_row, reader.next(row));
        SARHAD_TRY_STATUS(bounded(reader, file));
        if (!has_row) {
            return check_end(reader, file, last, taker);
        }
        ++side.rows[file];
        last = last_row(row, columns);
        if (!last.is_whole || !take(row)) {
            add_strays(taker.report(), file, 1);
        }
    }
}

core::Status read_aliases(const ByteSource& from, SideFiles& side, EntryTaker& taker) {
    return read_side(from, kAlt, kAltColumns, side, taker, [&side](const CsvRecord& row) {
        const std::string text = value_of(row.fields[3]);
        if (text.empty()) {
            return false;
        }
        ListedName name = name_of_person(text);
        name.kind = value_of(row.fields[2]) == "fka" ? NameKind::kFormer : NameKind::kAlias;
        side.aliases[row.fields[0]].push_back(std::move(name));
        return true;
    });
}

core::Status read_comments(const ByteSource& from, SideFiles& side, EntryTaker& taker) {
    return read_side(from, kComments, kCommentColumns, side, taker, [&side](const CsvRecord& row) {
        side.comments[row.fields[0]].push_back(utf8_of(row.fields[1]));
        return true;
    });
}

/// Addresses are only counted through: a damaged file is still a finding.
core::Status read_addresses(const ByteSource& from, SideFiles& side, EntryTaker& taker) {
    return read_side(from, kAdd, kAddressColumns, side, taker, [&side](const CsvRecord& row) {
        ++side.addresses[row.fields[0]];
        return true;
    });
}

/// Title and the columns of a ship; what has no field goes to the remarks.
void add_columns(const CsvRecord& row, ListEntry& entry, Remarks& remarks) {
    const auto told = [&](std::size_t column) { return value_of(row.fields[column]); };
    remarks.add("Title", told(4));
    add_number(entry, NumberKind::kCallSign, "Call sign", told(5), "");
    set_field<&ListEntry::craft_type>(entry, "Vessel type", told(6), remarks);
    remarks.add("Tonnage", told(7));
    remarks.add("Gross registered tonnage", told(8));
    set_field<&ListEntry::flag>(entry, "Flag", told(9), remarks);
    remarks.add("Owner", told(10));
}

void drop_parts(ListEntry& entry) {
    for (ListedName& name : entry.names) {
        name.family = {};
        name.given = {};
    }
}

void read_entry(const CsvRecord& row, SideFiles& side, ListEntry& entry, Remarks& remarks) {
    entry.id = value_of(row.fields[0]);
    entry.source = "OFAC";
    set_field<&ListEntry::programme>(entry, "program", value_of(row.fields[3]), remarks);
    entry.names.push_back(name_of_person(value_of(row.fields[1])));
    if (auto aliases = side.aliases.extract(row.fields[0]); !aliases.empty()) {
        for (ListedName& name : aliases.mapped()) {
            entry.names.push_back(std::move(name));
        }
    }
    side.addresses.erase(row.fields[0]);
    // The overflow goes on in the middle of a word: nothing may come between the two.
    std::string text = utf8_of(row.fields[11]);
    if (auto more = side.comments.extract(row.fields[0]); !more.empty()) {
        for (const std::string& part : more.mapped()) {
            text += part;
        }
    }
    remarks.add(text);
    read_ofac_remarks(fold_blanks(text), entry, remarks);
    add_columns(row, entry, remarks);
    if (entry.kind != EntryKind::kPerson) {
        drop_parts(entry);
    }
}

core::Status read_row(const CsvRecord& row, SideFiles& side, EntryTaker& taker) {
    std::string place = core::cat("sdn.csv line ", row.line);
    if (!last_row(row, kSdnColumns).is_whole) {
        return taker.refuse(std::move(place),
                            core::cat("wanted ", kSdnColumns, " columns, got ", row.fields.size()));
    }
    const std::optional<EntryKind> kind = ofac_kind_of(value_of(row.fields[2]));
    if (!kind) {
        return taker.refuse(std::move(place), std::string{kNoOfacKind});
    }
    return taker.take_read(std::move(place), "", [&](ListEntry& entry, Remarks& remarks) {
        entry.kind = *kind;
        read_entry(row, side, entry, remarks);
        return std::string{};
    });
}

core::Status read_sdn(const ByteSource& from, SideFiles& side, EntryTaker& taker) {
    CsvReader reader{from};
    CsvRecord row;
    LastRow last;
    while (true) {
        SARHAD_TRY(const bool has_row, reader.next(row));
        if (!has_row && last.line != 0 && !last.is_whole) {
            return Error{Errc::kInvalid,
                         core::cat("sdn.csv ends in the middle of its last record, line ",
                                   last.line,
                                   ": the file is not whole, fetch it again")};
        }
        if (!has_row) {
            return check_end(reader, kSdn, last, taker);
        }
        last = last_row(row, kSdnColumns);
        SARHAD_TRY_STATUS(read_row(row, side, taker));
    }
}

/// What no record of sdn.csv asked for. kInvalid for a file of which no row met one.
core::Status count_strays(const SideFiles& side, ImportReport& report) {
    for (const auto& [number, names] : side.aliases) {
        add_strays(report, kAlt, names.size());
    }
    for (const auto& [number, rows] : side.addresses) {
        add_strays(report, kAdd, rows);
    }
    for (const auto& [number, texts] : side.comments) {
        add_strays(report, kComments, texts.size());
    }
    if (report.imported == 0) {
        return {};  // That is what is wrong, whatever the side files hold.
    }
    for (const auto& [file, rows] : side.rows) {
        const auto strays = report.strays_by_file.find(std::string{file});
        if (strays != report.strays_by_file.end() && strays->second >= rows) {
            return Error{
                Errc::kInvalid,
                core::cat(
                    file,
                    ": none of its ",
                    rows,
                    " rows belongs to a record of sdn.csv: it is another list's "
                    "or another day's; give the files of one download, or leave this one out")};
        }
    }
    return {};
}

}  // namespace

core::Result<ImportReport> import_ofac_csv(const OfacFiles& from, const EntrySink& sink) {
    References references;
    EntryTaker taker{sink, references};
    ImportReport& report = taker.report();
    SideFiles side;
    SARHAD_TRY_STATUS(read_aliases(from.alt, side, taker));
    SARHAD_TRY_STATUS(read_comments(from.comments, side, taker));
    SARHAD_TRY_STATUS(read_addresses(from.add, side, taker));
    SARHAD_TRY_STATUS(read_sdn(from.sdn, side, taker));
    SARHAD_TRY_STATUS(count_strays(side, report));
    return std::move(report);
}

}  // namespace sarhad::watchlists
