#pragma once

#include "core/result.h"
#include "facts/journey.h"
#include "watchlists/import.h"
#include "watchlists/subject.h"

#include <memory>
#include <string>
#include <vector>

namespace sarhad::watchlists {

/// One row of a screening file.
struct PersonRow {
    std::uint64_t line{0};  ///< Of the file, from 1; the header is line 1.
    facts::Traveller traveller;
    EntryKind kind{EntryKind::kPerson};
    /// FollowTheMoney's LegalEntity: an organisation (`kind`) or a person, nobody knows which.
    bool may_be_person{false};
    std::vector<SubjectNumber> numbers;  ///< Other than the traveller's documents.
    std::string flag;                    ///< Of a vessel or an aircraft.
    std::string craft_type;
    /// What could not be read: "line 3, column date_of_birth: ..." each. The rest is looked for.
    std::vector<std::string> unread;
    /// Who or what the row looks for.
    [[nodiscard]] Subject subject() const { return subject_as(kind); }
    /// The same where the row may be of another kind.
    [[nodiscard]] Subject subject_as(EntryKind as) const;
    /// Whether no name and no number has a letter or a digit: there is nothing to look for.
    [[nodiscard]] bool has_nothing() const;
};

/// Reads a CSV of whom to screen (RFC 4180, UTF-8). A header row names the columns, in any
/// order, of full_name, first_name, middle_name, last_name, gender, date_of_birth, place_of_birth,
/// nationality, father_name, cnic, document_number, and of schema (Person where empty; Company,
/// Organization, LegalEntity, Vessel, Airplane, Vehicle, Container, Document, Telephone),
/// document_issuer, identifier, registration, imo, mmsi, call_sign, vin, container, telephone,
/// flag, craft_type; at least one with a name or a number must be there. Any field may be empty; a
/// date is one day, month or year, in any form of told_births(); gender is male, female, m, f,
/// other, unknown in any case. A field that cannot be read costs the row no more than that field.
/// Memory is bounded by one row. Thread: one.
class PersonCsvReader final {
public:
    /// `from` outlives the reader.
    explicit PersonCsvReader(const ByteSource& from);
    PersonCsvReader(const PersonCsvReader&) = delete;
    PersonCsvReader& operator=(const PersonCsvReader&) = delete;
    ~PersonCsvReader();

    /// The next row; false at the end. kInvalid names line and column; the reader can go on with
    /// the row after it, except where the header itself is wrong.
    [[nodiscard]] core::Result<bool> next(PersonRow& row);
    /// False until the header was read and is right.
    [[nodiscard]] bool has_header() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace sarhad::watchlists
