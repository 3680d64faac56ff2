#pragma once

#include "facts/journey.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// A given name and the title that stands behind it.
struct GivenName {
    std::string name;   ///< "" where only a title was sent.
    std::string title;  ///< "MR", "CHD" ...; "" where there is none.
};
/// "JOHN MR", "JOHNMR", "MR", "JOHN". A title is taken off only where a name is left, or nothing
/// else was sent.
[[nodiscard]] GivenName split_title(std::string_view given);
/// CHD is a child and INF an infant; any other title tells nothing of an age.
[[nodiscard]] facts::AgeBand age_of_title(std::string_view title);

/// A name element of a baggage message.
struct NamedParty {
    struct Person {
        GivenName first;
        std::string middle;
    };
    std::string surname;
    std::uint32_t stated{0};  ///< How many bear it, where told.
    std::vector<Person> persons;
};
/// Of "2SMITH", "JOHNMR", "MARY": the number of people in front, the surname, and a given name
/// each. Where the number is 1, further given names are of the same person. Without a given name
/// it is one person with a surname alone.
[[nodiscard]] NamedParty read_named_party(const std::vector<std::string_view>& fields);

}  // namespace sarhad::intake
