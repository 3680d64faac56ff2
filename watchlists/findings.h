#pragma once

#include "watchlists/entry.h"
#include "watchlists/subject.h"

#include <string>

namespace sarhad::watchlists {

/// One finding: what it is worth and the line that an officer reads.
struct Finding {
    int points{0};
    std::string text;
};

/// The listed date of birth that speaks most for the match: lists hold several for one person.
[[nodiscard]] Finding birth_finding(const Subject& subject, const ListEntry& entry);
/// Below 0 for another sex, as told or by the last digit of a CNIC; never above.
[[nodiscard]] Finding sex_finding(const Subject& subject, const ListEntry& entry);
[[nodiscard]] Finding nationality_finding(const Subject& subject, const ListEntry& entry);
/// A married woman's paper names her husband in the father's place: no conflict then.
[[nodiscard]] Finding father_finding(const Subject& subject, const ListEntry& entry);
/// A place of birth with a word in common. Another place says nothing.
[[nodiscard]] Finding birth_place_finding(const Subject& subject, const ListEntry& entry);
/// The district that a CNIC tells against the listed ones.
[[nodiscard]] Finding district_finding(const Subject& subject, const ListEntry& entry);

/// The most points that all but the date of birth can give to the subject; `has_father`: the entry
/// lists a father. Never less than the sum of the findings above: tested.
[[nodiscard]] int most_beside_birth(const Subject& subject, bool has_father);

/// The same of any subject, who tells a father or does not.
[[nodiscard]] int most_beside_birth_of_anyone(bool has_father);

/// The part of the nationality in it.
[[nodiscard]] int most_nation(const Subject& subject);

/// How a document number agrees with a listed one.
enum class NumberMatch : std::uint8_t { kNone, kConfusable, kEqual };
[[nodiscard]] NumberMatch number_match(const Subject& subject, const ListEntry& entry);

}  // namespace sarhad::watchlists
