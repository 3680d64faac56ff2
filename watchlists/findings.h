#pragma once

#include "countries.h"

#include "watchlists/entry.h"
#include "watchlists/name_form.h"
#include "watchlists/subject.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// One finding: what it is worth and the line that an officer reads, which is written only where
/// reasons are wanted. The text is borrowed, most of them from the program.
struct Finding {
    int points{0};
    std::string_view text{};
    int number{0};  ///< Stands behind the text; 0 for none.
};

/// The listed date of birth that speaks most for the match: lists hold several for one person.
[[nodiscard]] Finding birth_finding(const Subject& subject, const ListEntry& entry);
/// Below 0 for another sex, as told or by the last digit of a CNIC; never above.
[[nodiscard]] Finding sex_finding(const Subject& subject, const ListEntry& entry);
[[nodiscard]] Finding nationality_finding(const Subject& subject, const ListEntry& entry);
/// A married woman's paper names her husband in the father's place: no conflict then.
[[nodiscard]] Finding father_finding(const Subject& subject, const ListEntry& entry);
/// The best name_share() of a told father (made ready) with a listed one; kNoFather where either
/// side has none.
[[nodiscard]] int father_share(std::span<const NameForm> told,
                               const std::vector<core::Redacted<std::string>>& listed);
inline constexpr int kNoFather = -1;
/// What such a share is worth, and what is said of it.
[[nodiscard]] int father_points(int share, facts::Sex told, facts::Sex listed);
[[nodiscard]] Finding finding_of_father(int share, facts::Sex told, facts::Sex listed);
/// From here on the share gives the most that it can.
inline constexpr int kFatherAgrees = 850;
/// Points of another sex, of both where they are known; of a nationality where each side has one.
[[nodiscard]] int sex_points(facts::Sex told, facts::Sex listed);
[[nodiscard]] int nation_points(CountryCode told, CountryCode listed);
/// The subject's sex, as told or by the last digit of a CNIC.
[[nodiscard]] facts::Sex sex_of(const Subject& subject);
/// True for "nill", "na", "not known": what clerks write for no name.
[[nodiscard]] bool is_no_name(std::string_view text);
/// A place of birth with a word in common. Another place says nothing.
[[nodiscard]] Finding birth_place_finding(const Subject& subject, const ListEntry& entry);
/// The district that a CNIC tells against the listed ones.
[[nodiscard]] Finding district_finding(const Subject& subject, const ListEntry& entry);

/// The most points that all but the date of birth can give to the subject; `has_father`: the entry
/// lists a father. Never less than the sum of the findings above: tested.
[[nodiscard]] int most_beside_birth(const Subject& subject, bool has_father);

/// The same of any subject, who tells a father or does not.
[[nodiscard]] int most_beside_birth_of_anyone(bool has_father);

/// The parts of the nationality and of the father in it, at most.
inline constexpr int kSameNation = 20;
inline constexpr int kSameFather = 100;

/// Below 0 where both tell a CNIC and the traveller's is none of the listed ones, not even with two
/// digits misread: nobody has two.
[[nodiscard]] Finding cnic_finding(const Subject& subject, const ListEntry& entry);

}  // namespace sarhad::watchlists
