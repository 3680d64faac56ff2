#include "passenger_names.h"

#include "charset.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

/// Longest first, so that MRS is not read as S behind MR.
constexpr std::array<std::string_view, 12> kTitles{
    "MASTER", "MSTR", "MISS", "PROF", "MRS", "MSS", "CHD", "INF", "MR", "MS", "DR", "SIR"};
/// Given names that end like a title.
constexpr std::array<std::string_view, 8> kWholeNames{
    "ADAMS", "WILLIAMS", "ABRAMS", "SIMS", "HELMS", "SAMS", "ALEXANDR", "PJOTR"};
/// These end many names: a blank must stand before them.
constexpr std::array<std::string_view, 5> kOnlyApart{"DR", "SIR", "INF", "PROF", "MASTER"};
constexpr std::size_t kStatedDigits = 3;

template <class List>
bool holds(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_title(std::string_view word) {
    return holds(kTitles, word);
}

std::uint32_t take_number(std::string_view& text) {
    std::size_t digits = 0;
    std::uint32_t number = 0;
    while (digits < text.size() && digits < kStatedDigits && text[digits] >= '0' &&
           text[digits] <= '9') {
        number = number * 10 + static_cast<std::uint32_t>(text[digits] - '0');
        ++digits;
    }
    text.remove_prefix(digits);
    return number;
}

void add_person(NamedParty& party, const GivenName& given) {
    if (given.name.empty() && !party.persons.empty() && party.persons.back().first.title.empty()) {
        party.persons.back().first.title = given.title;  // "SMITH/JOHN/MR".
    } else if (party.stated == 1 && !party.persons.empty()) {
        NamedParty::Person& person = party.persons.back();
        person.middle += person.middle.empty() ? given.name : core::cat(" ", given.name);
        if (person.first.title.empty()) person.first.title = given.title;
    } else {
        party.persons.push_back({given, {}});
    }
}

}  // namespace

GivenName split_title(std::string_view given) {
    const std::string_view sent = core::trim(given);
    const std::string upper = core::ascii_upper(sent);
    if (is_title(upper)) return {{}, upper};
    const std::size_t blank = upper.rfind(' ');
    if (blank != std::string::npos && is_title(std::string_view{upper}.substr(blank + 1))) {
        return {std::string{core::trim(sent.substr(0, blank))}, upper.substr(blank + 1)};
    }
    for (const std::string_view title : kTitles) {
        const bool fits = upper.size() > title.size() && upper.ends_with(title);
        if (fits && !holds(kOnlyApart, title) && !holds(kWholeNames, upper)) {
            return {std::string{sent.substr(0, sent.size() - title.size())}, std::string{title}};
        }
    }
    return {std::string{sent}, {}};
}

facts::AgeBand age_of_title(std::string_view title) {
    if (title == "CHD") return facts::AgeBand::kChild;
    if (title == "INF") return facts::AgeBand::kInfant;
    return facts::AgeBand::kUnknown;
}

NamedParty read_named_party(const std::vector<std::string_view>& fields) {
    NamedParty party;
    std::size_t at = 0;
    for (; at < fields.size() && party.surname.empty(); ++at) {
        std::string_view surname = core::trim(fields[at]);
        if (party.stated == 0) party.stated = take_number(surname);
        party.surname = to_utf8(surname);
    }
    for (; at < fields.size(); ++at) {
        const std::string given = to_utf8(fields[at]);
        if (!given.empty()) add_person(party, split_title(given));
    }
    if (party.persons.empty()) party.persons.emplace_back();
    return party;
}

}  // namespace sarhad::intake
