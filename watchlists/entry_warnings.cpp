#include "birth_order.h"
#include "evidence.h"
#include "explain.h"
#include "listed_numbers.h"
#include "thing_builder.h"
#include "thing_evidence.h"

#include "core/text.h"
#include "watchlists/countries.h"
#include "watchlists/identifiers.h"
#include "watchlists/import.h"
#include "watchlists/name_form.h"
#include "watchlists/normalise.h"
#include "watchlists/org_form.h"

#include <algorithm>
#include <optional>

namespace sarhad::watchlists {
namespace {

/// Has a word that a name can agree with.
bool may_match(const ListedName& name, EntryKind kind) {
    const bool is_person = kind == EntryKind::kPerson;
    const std::vector<std::string> texts = is_person ? matched_texts(name) : thing_texts(name);
    return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
        return is_person ? !scored_words(normalise(text)).empty()
                         : !make_org_forms(text, profile_of(kind)).empty();
    });
}

std::string_view bad_check(const ListedDocument& document) {
    const auto kind = identifier_kind(document.type);
    if (!kind || (kind != IdentifierKind::kImo && kind != IdentifierKind::kContainer)) {
        return {};
    }
    const auto state = read_identifier(*kind, document.number.reveal()).state;
    if (state != IdentifierState::kBadCheck) {
        return {};
    }
    return kind == IdentifierKind::kImo ? "an IMO number's check digit is wrong"
                                        : "a container number's check digit is wrong (ISO 6346)";
}

/// Why nobody is found by a number of such a text, or "".
std::string_view useless(const ListedDocument& document) {
    const std::string& number = document.number.reveal();
    const bool is_cnic = document.type == NumberKind::kCnic;
    const auto kind =
        is_cnic ? std::optional{IdentifierKind::kCnic} : identifier_kind(document.type);
    if (!kind) {
        return document_keys(number).empty() ? "has less than six characters, or no digit" : "";
    }
    switch (read_identifier(*kind, number).state) {
        case IdentifierState::kBadShape:
            return "has not the form of one";
        case IdentifierState::kPlaceholder:
            return "is what is written where there is none";
        case IdentifierState::kBadCheck:
        case IdentifierState::kChecked:
        case IdentifierState::kPlausible:
            break;
    }
    return {};
}

/// "nationality 1 of 2"; the text itself may be personal.
std::string place(std::string_view what, std::size_t at, std::size_t count) {
    return core::cat(what, " ", at + 1, " of ", count);
}

void warn_of_numbers(const ListEntry& entry, std::vector<std::string>& warnings) {
    for (std::size_t i = 0; i < entry.documents.size(); ++i) {
        const ListedDocument& document = entry.documents[i];
        if (const std::string_view bad = bad_check(document); !bad.empty()) {
            warnings.push_back(
                core::cat(bad, ": it is compared as it stands; ask the list's owner"));
        }
        if (const std::string_view why = useless(document); !why.empty()) {
            warnings.push_back(core::cat(place("number", i, entry.documents.size()),
                                         ", ",
                                         facts::name_of(document.type),
                                         ", ",
                                         why,
                                         ": nobody is found by it"));
        }
    }
}

void warn_of_countries(const ListEntry& entry, std::vector<std::string>& warnings) {
    for (std::size_t i = 0; i < entry.nationalities.size(); ++i) {
        if (country_of(entry.nationalities[i]) == 0) {
            warnings.push_back(core::cat(place("nationality", i, entry.nationalities.size()),
                                         " is no country's code (ISO 3166) or English name: it "
                                         "says nothing"));
        }
    }
}

/// Nobody reads a clock here, so a date in the future is one behind the day of listing, or one that
/// two digits of a year may have made.
void warn_of_births(const ListEntry& entry, std::vector<std::string>& warnings) {
    for (std::size_t i = 0; i < entry.births.size(); ++i) {
        const int year = entry.births[i].from.reveal().year;
        const bool is_late = entry.listed_on.is_known() && year > entry.listed_on.year;
        if (is_late || !is_year_of_birth(year)) {
            warnings.push_back(core::cat(place("date of birth", i, entry.births.size()),
                                         is_late ? " is later than the listing"
                                                 : " is in no year in which people now alive are "
                                                   "born: is its century right?"));
        }
    }
}

}  // namespace

std::vector<std::string> warnings_of(const ListEntry& entry) {
    std::vector<std::string> warnings;
    if (entry.kind == EntryKind::kPerson || is_named_thing(entry.kind)) {
        for (std::size_t i = 0; i < entry.names.size(); ++i) {
            if (!may_match(entry.names[i], entry.kind)) {
                warnings.push_back(core::cat("name ",
                                             i + 1,
                                             " of ",
                                             entry.names.size(),
                                             " has no word to match by: nobody is found by it"));
            }
        }
    }
    warn_of_numbers(entry, warnings);
    warn_of_countries(entry, warnings);
    warn_of_births(entry, warnings);
    return warnings;
}

}  // namespace sarhad::watchlists
