#pragma once

#include "core/redacted.h"
#include "facts/journey.h"
#include "watchlists/entry.h"

#include <string>
#include <vector>

namespace sarhad::watchlists {

/// A number that a subject bears, other than a traveller's documents.
struct SubjectNumber {
    NumberKind kind{NumberKind::kOther};
    core::Redacted<std::string> number;  ///< As sent.
    std::string issuer;                  ///< Of a document: a country; "" where not told.
};

/// Who or what is looked for: names and the evidence beside them. docs/matching.md tells what is
/// looked up for which kind.
struct Subject {
    std::vector<core::Redacted<std::string>> names;  ///< Each a whole name; any order of its parts.
    core::Redacted<facts::PartialDate> date_of_birth;
    facts::Sex sex{facts::Sex::kUnknown};
    std::vector<core::Redacted<std::string>> documents;  ///< Numbers, as sent.
    std::string nationality;                             ///< As sent: a code or a name.
    core::Redacted<std::string> father_name;
    core::Redacted<std::string> place_of_birth;
    /// Day of the decision: an order that is not valid then is not matched. Not known: all are.
    facts::PartialDate on;
    EntryKind kind{EntryKind::kPerson};  ///< Names are looked for among entries of this kind only.
    std::vector<std::string> issuers;    ///< Of `documents`, country by country; may be shorter.
    std::vector<SubjectNumber> numbers;  ///< Telephones, plates, IMO numbers ...
    std::string flag;                    ///< Of a vessel or an aircraft.
    std::string craft_type;              ///< The same.

    /// From first, middle and surname, and from the full name where that says something else. A
    /// second reading leaves out a title that is glued to the given names ("JOHNMR"), as
    /// reservation systems write it; of a name with many words another one begins with the surname.
    /// "Zorvan S/O Belmun" is looked for as Zorvan too, and tells a father and a sex where the
    /// traveller has none.
    [[nodiscard]] static Subject of(const facts::Traveller& traveller);
};

/// Names of one subject that are looked at; the rest is left out.
inline constexpr std::size_t kMaxSubjectNames = 4;
/// Document numbers shorter than this (normalised) are no evidence: too many papers share them.
inline constexpr std::size_t kMinDocumentNumber = 6;

}  // namespace sarhad::watchlists
