#include "watchlists/person_csv.h"

#include "csv.h"
#include "text_forms.h"

#include "core/text.h"

#include <array>
#include <optional>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;
using facts::Sex;
using facts::Traveller;

constexpr std::array<std::string_view, 11> kColumns{"full_name",
                                                    "first_name",
                                                    "middle_name",
                                                    "last_name",
                                                    "gender",
                                                    "date_of_birth",
                                                    "place_of_birth",
                                                    "nationality",
                                                    "father_name",
                                                    "cnic",
                                                    "document_number"};
/// The longest text of each, as facts::Traveller has it.
constexpr std::array<std::size_t, 11> kLongest{512, 256, 256, 256, 16, 10, 256, 64, 256, 35, 35};
enum Column : std::size_t {
    kFull,
    kFirst,
    kMiddle,
    kLast,
    kGender,
    kBirth,
    kPlace,
    kNation,
    kFather,
    kCnic,
    kDocument
};

Error wrong(std::uint64_t line, std::string_view column, std::string_view why) {
    return Error{Errc::kInvalid, core::cat("line ", line, ", column ", column, ": ", why)};
}

std::optional<Sex> sex_of(const std::string& text) {
    const std::string lower = core::ascii_lower(text);
    if (lower == "other" || lower == "x") {
        return Sex::kOther;
    }
    const Sex sex = parse_sex(lower);
    const bool is_none = lower.empty() || lower == "unknown" || lower == "u";
    if (sex == Sex::kUnknown && !is_none) {
        return std::nullopt;
    }
    return sex;
}

}  // namespace

struct PersonCsvReader::State {
    explicit State(const ByteSource& from) : csv{from, LineBreaks::kEndRecords} {}
    CsvReader csv;
    CsvRecord record;
    std::optional<std::vector<std::size_t>> header;  ///< Column of each field.

    core::Status read_header() {
        SARHAD_TRY(const bool has_row, csv.next(record));
        if (!has_row) {
            return Error{Errc::kInvalid, "line 1: the file is empty; its first row names columns"};
        }
        if (!record.fields.empty() && record.fields[0].starts_with("\xEF\xBB\xBF")) {
            record.fields[0].erase(0, 3);
        }
        std::vector<std::size_t> columns;
        std::array<bool, kColumns.size()> is_seen{};
        for (std::size_t i = 0; i < record.fields.size(); ++i) {
            const std::string name = core::ascii_lower(core::trim(record.fields[i]));
            const auto at = static_cast<std::size_t>(
                std::find(kColumns.begin(), kColumns.end(), name) - kColumns.begin());
            if (at == kColumns.size() || is_seen[at]) {
                return wrong(record.line,
                             core::cat("number ", i + 1),
                             "unknown or repeated column name; see docs/watchlists.md");
            }
            is_seen[at] = true;
            columns.push_back(at);
        }
        if (!is_seen[kFull] && !is_seen[kFirst] && !is_seen[kLast]) {
            return wrong(record.line, "full_name", "no column holds a name");
        }
        header = std::move(columns);
        return {};
    }

    [[nodiscard]] core::Status fill(std::size_t column, std::string text, Traveller& into) const {
        if (text.size() > kLongest[column]) {
            return wrong(record.line, kColumns[column], "longer than its limit");
        }
        if (!core::is_utf8(text)) {
            return wrong(record.line, kColumns[column], "not UTF-8");
        }
        if (column == kBirth) {
            const auto date = facts::PartialDate::parse(text);
            if (!date) {
                return wrong(record.line, kColumns[column], date.error().what);
            }
            into.date_of_birth = core::Redacted<facts::PartialDate>{*date};
        } else if (column == kGender) {
            const auto sex = sex_of(text);
            if (!sex) {
                return wrong(
                    record.line, kColumns[column], "wanted male, female, other or unknown");
            }
            into.sex = *sex;
        } else if (column == kNation) {
            into.nationality = std::move(text);
        } else if (column == kDocument) {
            if (!text.empty()) {
                facts::TravelDocument document;
                document.number = core::Redacted<std::string>{std::move(text)};
                into.documents.push_back(std::move(document));
            }
        } else {
            const std::array<core::Redacted<std::string>*, kColumns.size()> texts{
                &into.full_name,
                &into.first_name,
                &into.middle_name,
                &into.surname,
                nullptr,
                nullptr,
                &into.place_of_birth,
                nullptr,
                &into.father_name,
                &into.national_id,
                nullptr};
            *texts[column] = core::Redacted<std::string>{std::move(text)};
        }
        return {};
    }
};

PersonCsvReader::PersonCsvReader(const ByteSource& from) : state_{std::make_unique<State>(from)} {}
PersonCsvReader::~PersonCsvReader() = default;

bool PersonCsvReader::has_header() const {
    return state_->header.has_value();
}

core::Result<bool> PersonCsvReader::next(PersonRow& row) {
    if (!state_->header) {
        SARHAD_TRY_STATUS(state_->read_header());
    }
    SARHAD_TRY(const bool has_row, state_->csv.next(state_->record));
    if (!has_row) {
        return false;
    }
    const CsvRecord& record = state_->record;
    row = PersonRow{record.line, {}};
    if (record.is_damaged) {
        return Error{
            Errc::kInvalid,
            core::cat("line ",
                      record.line,
                      ": a quote that does not close on its line, text after one, or a limit")};
    }
    if (record.fields.size() != state_->header->size()) {
        const std::size_t at = std::min(record.fields.size(), state_->header->size() - 1);
        return wrong(record.line,
                     kColumns[(*state_->header)[at]],
                     core::cat("the row has ",
                               record.fields.size(),
                               " fields, the header ",
                               state_->header->size()));
    }
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        SARHAD_TRY_STATUS(
            state_->fill((*state_->header)[i], fold_blanks(record.fields[i]), row.traveller));
    }
    return true;
}

}  // namespace sarhad::watchlists
