#include "watchlists/pairs_csv.h"

#include "csv.h"

#include "core/text.h"
#include "watchlists/name_compare.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;

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

core::Result<Places> read_header(CsvRecord& record) {
    if (!record.fields.empty() && record.fields[0].starts_with("\xEF\xBB\xBF")) {
        record.fields[0].erase(0, 3);
    }
    const auto& fields = record.fields;
    for (const std::string_view added : {"score", "match"}) {
        if (std::find(fields.begin(), fields.end(), added) != fields.end()) {
            return Error{Errc::kInvalid,
                         core::cat("line 1: column ",
                                   added,
                                   " is there already: leave it out, the answer adds it")};
        }
    }
    Places places{};
    for (std::size_t i = 0; i < kWanted.size(); ++i) {
        const auto at = std::find(fields.begin(), fields.end(), kWanted.at(i));
        if (at == fields.end()) {
            return Error{Errc::kInvalid,
                         core::cat("line 1: no column ",
                                   kWanted.at(i),
                                   ": the first row must name schema, name1 and name2")};
        }
        places.at(i) = static_cast<std::size_t>(at - fields.begin());
    }
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
        return wrong(record.line,
                     "a quote does not close, or text follows one: double the quotes in a field");
    }
    if (record.fields.size() != columns) {
        return wrong(record.line,
                     core::cat(record.fields.size(),
                               " fields, the header has ",
                               columns,
                               ": quote fields that hold a comma"));
    }
    const std::string& schema = record.fields[places[0]];
    const auto sort = parse_name_sort(schema);
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
