#include "watchlists/person_csv.h"

#include "text_forms.h"
#include "told_birth.h"

#include "core/csv.h"
#include "core/text.h"
#include "watchlists/countries.h"
#include "watchlists/identifiers.h"

#include <algorithm>
#include <array>
#include <optional>

namespace sarhad::watchlists {
namespace {

using core::CsvReader;
using core::CsvRecord;
using core::damage_of;
using core::Errc;
using core::Error;
using core::header_hint;
using core::LineBreaks;
using facts::Sex;
using facts::Traveller;

/// A column and its longest text, as facts::Traveller has it.
struct ColumnRule {
    std::string_view name;
    std::size_t longest;
};
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
    kDocument,
    kIssuer,
    kSchema,
    kIdentifier,
    kRegistration,
    kImo,
    kMmsi,
    kCallSign,
    kVin,
    kContainer,
    kTelephone,
    kFlag,
    kCraftType
};
constexpr std::array<ColumnRule, 23> kColumns{{{"full_name", 512},
                                               {"first_name", 256},
                                               {"middle_name", 256},
                                               {"last_name", 256},
                                               {"gender", 16},
                                               {"date_of_birth", 32},
                                               {"place_of_birth", 256},
                                               {"nationality", 64},
                                               {"father_name", 256},
                                               {"cnic", 35},
                                               {"document_number", 35},
                                               {"document_issuer", 35},
                                               {"schema", 32},
                                               {"identifier", 64},
                                               {"registration", 64},
                                               {"imo", 64},
                                               {"mmsi", 64},
                                               {"call_sign", 64},
                                               {"vin", 64},
                                               {"container", 64},
                                               {"telephone", 64},
                                               {"flag", 64},
                                               {"craft_type", 128}}};
using Texts = std::array<std::string, kColumns.size()>;

/// FollowTheMoney's words, as in names compare, and plain ones where it has none.
struct SchemaWord {
    std::string_view word;
    EntryKind kind;
};
constexpr std::array<SchemaWord, 11> kSchemas{{{"person", EntryKind::kPerson},
                                               {"company", EntryKind::kOrganisation},
                                               {"organization", EntryKind::kOrganisation},
                                               {"legalentity", EntryKind::kOrganisation},
                                               {"vessel", EntryKind::kVessel},
                                               {"airplane", EntryKind::kAircraft},
                                               {"aircraft", EntryKind::kAircraft},
                                               {"vehicle", EntryKind::kVehicle},
                                               {"container", EntryKind::kContainer},
                                               {"document", EntryKind::kDocument},
                                               {"telephone", EntryKind::kTelephone}}};

std::optional<EntryKind> kind_of(const std::string& schema) {
    const std::string lower = core::ascii_lower(schema);
    const auto found =
        std::find_if(kSchemas.begin(), kSchemas.end(), [&](const SchemaWord& schema_word) {
            return schema_word.word == lower;
        });
    if (lower.empty()) {
        return EntryKind::kPerson;
    }
    return found == kSchemas.end() ? std::nullopt : std::optional{found->kind};
}

bool reads_as(IdentifierKind kind, const std::string& text) {
    return !read_identifier(kind, text).text.empty();
}

/// What a number is that only its bearer tells of.
NumberKind identifier_of(EntryKind kind, const std::string& text) {
    switch (kind) {
        case EntryKind::kVessel:
            if (reads_as(IdentifierKind::kImo, text)) {
                return NumberKind::kImo;
            }
            return reads_as(IdentifierKind::kMmsi, text) ? NumberKind::kMmsi
                                                         : NumberKind::kCallSign;
        case EntryKind::kAircraft:
            return NumberKind::kTailNumber;
        case EntryKind::kVehicle:
            return reads_as(IdentifierKind::kVin, text) ? NumberKind::kVin : NumberKind::kPlate;
        case EntryKind::kContainer:
            return NumberKind::kContainer;
        case EntryKind::kTelephone:
            return NumberKind::kTelephone;
        case EntryKind::kPerson:
        case EntryKind::kOrganisation:
        case EntryKind::kDocument:
            break;
    }
    return NumberKind::kOther;
}

NumberKind registration_of(EntryKind kind) {
    if (kind == EntryKind::kAircraft) {
        return NumberKind::kTailNumber;
    }
    return kind == EntryKind::kPerson || kind == EntryKind::kVehicle ? NumberKind::kPlate
                                                                     : NumberKind::kRegistration;
}

void add_number(PersonRow& row, NumberKind kind, std::string& text) {
    if (!text.empty()) {
        row.numbers.push_back({kind, core::Redacted<std::string>{std::move(text)}, {}});
    }
}

void add_document(PersonRow& row, const std::string& number, std::string issuer) {
    if (!number.empty()) {
        facts::TravelDocument document;
        document.number = core::Redacted<std::string>{number};
        document.issuer = std::move(issuer);
        row.traveller.documents.push_back(std::move(document));
    }
}

/// The numbers and what else tells of the row's kind.
void add_numbers(Texts& texts, PersonRow& row) {
    add_number(row, NumberKind::kImo, texts[kImo]);
    add_number(row, NumberKind::kMmsi, texts[kMmsi]);
    add_number(row, NumberKind::kCallSign, texts[kCallSign]);
    add_number(row, NumberKind::kVin, texts[kVin]);
    add_number(row, NumberKind::kContainer, texts[kContainer]);
    add_number(row, NumberKind::kTelephone, texts[kTelephone]);
    add_number(row, registration_of(row.kind), texts[kRegistration]);
    // A person bears papers; of a legal entity it may be a paper or a register's number.
    const bool is_person = row.kind == EntryKind::kPerson;
    if (is_person || row.may_be_person) {
        add_document(row, texts[kIdentifier], {});
    }
    if (!is_person) {
        add_number(row, identifier_of(row.kind, texts[kIdentifier]), texts[kIdentifier]);
    }
    row.flag = std::move(texts[kFlag]);
    row.craft_type = std::move(texts[kCraftType]);
    add_document(row, texts[kDocument], std::move(texts[kIssuer]));
}

Error wrong(std::uint64_t line, std::string_view column, std::string_view why) {
    return Error{Errc::kInvalid, core::cat("line ", line, ", column ", column, ": ", why)};
}

/// What other software calls our columns.
struct OtherWord {
    std::string_view word;
    Column column;
};
constexpr std::array<OtherWord, 19> kOtherWords{{{"name", kFull},
                                                 {"fullname", kFull},
                                                 {"surname", kLast},
                                                 {"familyname", kLast},
                                                 {"givenname", kFirst},
                                                 {"givennames", kFirst},
                                                 {"sex", kGender},
                                                 {"dob", kBirth},
                                                 {"birthdate", kBirth},
                                                 {"dateofbirth", kBirth},
                                                 {"birthplace", kPlace},
                                                 {"citizenship", kNation},
                                                 {"father", kFather},
                                                 {"passport", kDocument},
                                                 {"passportnumber", kDocument},
                                                 {"kind", kSchema},
                                                 {"type", kSchema},
                                                 {"plate", kRegistration},
                                                 {"phone", kTelephone}}};

std::string_view meant_by(std::string_view name) {
    const std::string key = core::column_key(name);
    const auto* found = std::find_if(kOtherWords.begin(),
                                     kOtherWords.end(),
                                     [&](const OtherWord& other) { return other.word == key; });
    return found == kOtherWords.end() ? std::string_view{} : kColumns.at(found->column).name;
}

/// Why `name`, in lower case, is none of the columns, and the remedy.
std::string unknown_column(const CsvRecord& header, std::string_view name) {
    const std::string_view hint = header_hint(header);
    if (!hint.empty() || !core::is_utf8(name)) {
        return core::cat("unknown column name", hint.empty() ? "; save the file as UTF-8" : hint);
    }
    std::vector<std::string_view> known;
    std::string all;
    for (const ColumnRule& rule : kColumns) {
        known.push_back(rule.name);
        all += core::cat(all.empty() ? "" : ", ", rule.name);
    }
    // Of three letters every short column is near.
    const std::string_view meant = meant_by(name);
    const std::string_view near =
        meant.empty() && name.size() > 3 ? core::nearest(name, known) : meant;
    return core::cat("unknown column '",
                     cut_utf8(without_controls(name), 64),
                     "'",
                     near.empty() ? std::string{} : core::cat(", is it '", near, "'?"),
                     near.empty() ? core::cat(": leave it out; the columns are ", all) : "");
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

/// Of no country that is known, and none of what papers say of who has none (XXA, XXB, XXC).
bool is_mistyped_country(const std::string& text) {
    const std::string lower = core::ascii_lower(text);
    return !is_filler(text) && country_of(text) == 0 && !lower.starts_with("xx") &&
           lower != "uno" && lower != "una" && lower != "unk" && lower != "stateless" &&
           lower != "refugee" && lower != "none";
}

/// A date of birth: a day, a month or a year in any form that told_births() reads.
core::Result<facts::PartialDate> one_date(const std::string& text) {
    if (const auto date = facts::PartialDate::parse(text)) {
        return *date;
    }
    const std::vector<ListedBirth> told = told_births(text);
    if (told.size() != 1 || told[0].precision == DatePrecision::kRange) {
        return Error{Errc::kInvalid, "wanted one date: YYYY-MM-DD, YYYY-MM or YYYY"};
    }
    return told[0].from.reveal();
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
                std::find_if(kColumns.begin(),
                             kColumns.end(),
                             [&](const ColumnRule& rule) { return rule.name == name; }) -
                kColumns.begin());
            if (at == kColumns.size() || is_seen[at]) {
                const std::string place = core::cat("number ", i + 1);
                return wrong(record.line,
                             place,
                             at == kColumns.size() ? unknown_column(record, name)
                                                   : core::cat(name, " is there twice: keep one"));
            }
            is_seen[at] = true;
            columns.push_back(at);
        }
        constexpr std::array<Column, 13> kTelling{kFull,
                                                  kFirst,
                                                  kLast,
                                                  kCnic,
                                                  kDocument,
                                                  kIdentifier,
                                                  kRegistration,
                                                  kImo,
                                                  kMmsi,
                                                  kCallSign,
                                                  kVin,
                                                  kContainer,
                                                  kTelephone};
        if (std::none_of(
                kTelling.begin(), kTelling.end(), [&](Column at) { return is_seen[at]; })) {
            return wrong(record.line,
                         "full_name",
                         "no column holds a name or a number: name full_name, or first_name and "
                         "last_name, or a number's column (docs/watchlists.md)");
        }
        header = std::move(columns);
        return {};
    }

    void leave_out(std::size_t column, std::string_view why, PersonRow& row) const {
        row.unread.push_back(wrong(record.line, kColumns[column].name, why).what);
    }

    /// The text of a field; "" where it is none that can be looked for.
    [[nodiscard]] std::string text_of(std::size_t column,
                                      std::string_view field,
                                      PersonRow& row) const {
        std::string text = fold_blanks(field);
        const std::string_view why = text.size() > kColumns[column].longest
                                         ? "longer than its limit"
                                     : core::is_utf8(text) ? ""
                                                           : "not UTF-8";
        if (why.empty()) {
            return text;
        }
        leave_out(column, why, row);
        return {};
    }

    [[nodiscard]] core::Status fill(Texts& texts, PersonRow& row) const {
        Traveller& into = row.traveller;
        const auto date = one_date(texts[kBirth]);
        if (!date) {
            leave_out(kBirth, date.error().what, row);
        }
        into.date_of_birth =
            core::Redacted<facts::PartialDate>{date ? *date : facts::PartialDate{}};
        const auto sex = sex_of(texts[kGender]);
        if (!sex) {
            leave_out(kGender, "wanted male, female, other or unknown", row);
        }
        into.sex = sex.value_or(Sex::kUnknown);
        const auto kind = kind_of(texts[kSchema]);
        if (!kind) {
            return wrong(record.line,
                         kColumns[kSchema].name,
                         "wanted Person, Company, Organization, LegalEntity, Vessel, Airplane, "
                         "Vehicle, Container, Document or Telephone");
        }
        row.kind = *kind;
        row.may_be_person = core::ascii_lower(texts[kSchema]) == "legalentity";
        into.nationality = std::move(texts[kNation]);
        if (is_mistyped_country(into.nationality)) {
            leave_out(kNation, "wanted a country's code or name, as FR, FRA or France", row);
        }
        const auto take = [&](Column column, core::Redacted<std::string>& to) {
            to = core::Redacted<std::string>{std::move(texts[column])};
        };
        take(kFull, into.full_name);
        take(kFirst, into.first_name);
        take(kMiddle, into.middle_name);
        take(kLast, into.surname);
        take(kPlace, into.place_of_birth);
        take(kFather, into.father_name);
        take(kCnic, into.national_id);
        add_numbers(texts, row);
        return {};
    }
};

Subject PersonRow::subject_as(EntryKind as) const {
    Subject made = Subject::of(traveller);
    made.kind = as;
    made.numbers = numbers;
    made.flag = flag;
    made.craft_type = craft_type;
    // A person's other readings (titles, aliases, the surname first) are none of a company's name.
    if (as != EntryKind::kPerson && !traveller.full_name.reveal().empty()) {
        made.names = {traveller.full_name};
    }
    return made;
}

bool PersonRow::has_nothing() const {
    const auto tells = [](const core::Redacted<std::string>& text) {
        const std::string& letters = text.reveal();
        return std::any_of(letters.begin(), letters.end(), [](char c) {
            const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            return is_letter || (c >= '0' && c <= '9') || (c & 0x80) != 0;
        });
    };
    const auto tells_number = [&](const auto& paper) { return tells(paper.number); };
    return !tells(traveller.full_name) && !tells(traveller.first_name) &&
           !tells(traveller.middle_name) && !tells(traveller.surname) &&
           !tells(traveller.national_id) &&
           std::none_of(traveller.documents.begin(), traveller.documents.end(), tells_number) &&
           std::none_of(numbers.begin(), numbers.end(), tells_number);
}

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
    row = {};
    row.line = record.line;
    if (record.is_damaged) {
        return Error{Errc::kInvalid,
                     core::cat("line ",
                               record.line,
                               ": ",
                               damage_of(record),
                               record.is_too_large ? "" : "; a field ends with its line")};
    }
    if (record.fields.size() != state_->header->size()) {
        const std::size_t at = std::min(record.fields.size(), state_->header->size() - 1);
        return wrong(record.line,
                     kColumns[(*state_->header)[at]].name,
                     core::cat("the row has ",
                               record.fields.size(),
                               " fields, the header ",
                               state_->header->size()));
    }
    Texts texts;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        const std::size_t column = (*state_->header)[i];
        texts[column] = state_->text_of(column, record.fields[i], row);
    }
    SARHAD_TRY_STATUS(state_->fill(texts, row));
    if (!row.unread.empty() && row.has_nothing()) {
        return Error{Errc::kInvalid, row.unread.front()};
    }
    return true;
}

}  // namespace sarhad::watchlists
