#include "watchlists/pairs_csv.h"

#include "core/csv.h"
#include "core/text.h"
#include "watchlists/name_compare.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace sarhad::watchlists {
namespace {

using core::CsvReader;
using core::CsvRecord;
using core::damage_of;
using core::Errc;
using core::Error;
using core::header_hint;

constexpr std::array<std::string_view, 3> kWanted{"schema", "name1", "name2"};

/// Columns of the header that are read, in the order of kWanted.
using Places = std::array<std::size_t, 3>;

std::string quoted(std::string_view field) {
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string{field};
    }
    std::string text{"\""};
    for (const char c : field) {
        text += c == '"' ? "\"\"" : std::string(1, c);
    }
    return text + '"';
}

std::string joined(const std::vector<std::string>& fields,
                   std::string_view score,
                   std::string_view match) {
    std::string line;
    for (const std::string& field : fields) {
        line += quoted(field);
        line += ',';
    }
    return core::cat(line, score, ",", match, "\n");
}

/// Where the column is, in any case of letters; the header's length where it is not.
std::size_t place_of(const std::vector<std::string>& header, std::string_view column) {
    const auto at = std::find_if(header.begin(), header.end(), [&](const std::string& name) {
        return core::ascii_lower(core::trim(name)) == column;
    });
    return static_cast<std::size_t>(at - header.begin());
}

/// What the answer adds and the header has already becomes given_score, given_match: the answer of
/// one run is the input of the next, and a reader finds one column of that name.
void rename_given(std::vector<std::string>& header) {
    for (const std::string_view added : {"score", "match"}) {
        std::size_t at = place_of(header, added);
        for (; at < header.size(); at = place_of(header, added)) {
            std::string name = core::cat("given_", added);
            while (place_of(header, name) < header.size()) {
                name = core::cat("given_", name);
            }
            header[at] = name;
        }
    }
}

core::Result<Places> read_header(CsvRecord& record) {
    if (!record.fields.empty() && record.fields[0].starts_with("\xEF\xBB\xBF")) {
        record.fields[0].erase(0, 3);
    }
    Places places{};
    for (std::size_t i = 0; i < kWanted.size(); ++i) {
        places.at(i) = place_of(record.fields, kWanted.at(i));
        if (places.at(i) == record.fields.size()) {
            return Error{Errc::kInvalid,
                         core::cat("line ",
                                   record.line,
                                   ": no column ",
                                   kWanted.at(i),
                                   ": the first row must name schema, name1 and name2",
                                   header_hint(record))};
        }
    }
    rename_given(record.fields);
    return places;
}

Error wrong(std::uint64_t line, std::string_view why) {
    return Error{Errc::kInvalid, core::cat("line ", line, ": ", why)};
}

/// The record's answer, or why there is none.
core::Result<std::string> answer(const CsvRecord& record,
                                 const Places& places,
                                 std::size_t columns) {
    if (record.is_damaged) {
        return wrong(record.line, damage_of(record));
    }
    if (record.fields.size() != columns) {
        return wrong(record.line,
                     core::cat(record.fields.size(),
                               " fields, the header has ",
                               columns,
                               ": quote fields that hold a comma"));
    }
    const std::string& schema = record.fields[places[0]];
    const auto sort = parse_name_sort(core::trim(schema));
    if (!sort) {
        return wrong(record.line,
                     "unknown schema: write Person, Company, Organization, LegalEntity or Vessel");
    }
    const std::string& a = record.fields[places[1]];
    const std::string& b = record.fields[places[2]];
    if (!core::is_utf8(a) || !core::is_utf8(b)) {
        return wrong(record.line, "a name is not UTF-8: save the file as UTF-8");
    }
    const int score = compare_names(*sort, a, b).score;
    return joined(record.fields, core::cat(score), score >= kNameMatch ? "true" : "false");
}

}  // namespace

core::Result<PairsCount> compare_pairs(const ByteSource& from, const PairsOutput& output) {
    CsvReader csv{from};
    CsvRecord record;
    SARHAD_TRY(const bool has_header, csv.next(record));
    if (!has_header) {
        return wrong(1, "the file is empty: the first row must name schema, name1 and name2");
    }
    SARHAD_TRY(const Places places, read_header(record));
    const std::size_t columns = record.fields.size();
    output.line(joined(record.fields, "score", "match"));
    PairsCount count;
    for (;;) {
        SARHAD_TRY(const bool has_row, csv.next(record));
        if (!has_row) {
            return count;
        }
        ++count.rows;
        const auto line = answer(record, places, columns);
        if (line) {
            output.line(*line);
        } else {
            ++count.bad_rows;
            output.bad_row(line.error());
        }
    }
}

}  // namespace sarhad::watchlists
