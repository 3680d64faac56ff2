#include "entry_parts.h"

#include "alias_text.h"
#include "told_birth.h"
#include "told_relation.h"

#include "core/text.h"
#include "watchlists/name_form.h"
#include "watchlists/normalise.h"
#include "watchlists/org_form.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::watchlists {
namespace {

using facts::PartialDate;

/// One more than may be: the entry will be refused, and nothing grows without end.
template <class Part>
bool is_full(const std::vector<Part>& parts) {
    return parts.size() > kMaxListedParts;
}

std::string clean(std::string_view text) {
    std::string folded = fold_blanks(text);
    return is_filler(folded) ? std::string{} : folded;
}

void add_once(std::vector<Redacted<std::string>>& to, std::string text) {
    const bool is_there =
        std::any_of(to.begin(), to.end(), [&](const auto& held) { return held.reveal() == text; });
    if (!text.empty() && !is_there && !is_full(to)) {
        to.emplace_back(std::move(text));
    }
}

std::string joined(std::initializer_list<std::string_view> parts, std::string_view between) {
    std::string whole;
    for (const std::string_view part : parts) {
        const std::string text = clean(part);
        whole += whole.empty() || text.empty() ? text : core::cat(between, text);
    }
    return whole;
}

void add_listed(ListEntry& entry, ListedName name, NameTraits traits) {
    const bool is_there =
        std::any_of(entry.names.begin(), entry.names.end(), [&](const ListedName& held) {
            return held.text.reveal() == name.text.reveal();
        });
    if (name.text.reveal().empty() || is_there || is_full(entry.names)) {
        return;
    }
    name.kind = traits.kind;
    name.quality = traits.quality;
    entry.names.push_back(std::move(name));
}

int small_number(std::string_view text) {
    const auto value = core::parse_int(text);
    const bool is_small = core::is_ascii_digits(text) && text.size() <= 4 && value;
    return is_small ? static_cast<int>(*value) : -1;
}

struct NumberWord {
    std::string_view part;
    NumberKind kind;
};
/// The first part that a word holds decides.
constexpr std::array<NumberWord, 26> kNumberWords{{{"passport", NumberKind::kPassport},
                                                   {"travel doc", NumberKind::kPassport},
                                                   {"cnic", NumberKind::kCnic},
                                                   {"nicop", NumberKind::kCnic},
                                                   {" imo", NumberKind::kImo},
                                                   {"vessel registration", NumberKind::kImo},
                                                   {"mmsi", NumberKind::kMmsi},
                                                   {"call sign", NumberKind::kCallSign},
                                                   {"callsign", NumberKind::kCallSign},
                                                   {"driv", NumberKind::kDrivingLicence},
                                                   {"tail", NumberKind::kTailNumber},
                                                   {"aircraft", NumberKind::kTailNumber},
                                                   {"chassis", NumberKind::kVin},
                                                   {" vin", NumberKind::kVin},
                                                   {"plate", NumberKind::kPlate},
                                                   {"container", NumberKind::kContainer},
                                                   {"phone", NumberKind::kTelephone},
                                                   {"mobile", NumberKind::kTelephone},
                                                   {"tax", NumberKind::kTax},
                                                   {"fiscal", NumberKind::kTax},
                                                   {"social security", NumberKind::kTax},
                                                   {"national", NumberKind::kNationalId},
                                                   {"identi", NumberKind::kNationalId},
                                                   {"id card", NumberKind::kNationalId},
                                                   {"regist", NumberKind::kRegistration},
                                                   {"company", NumberKind::kRegistration}}};

/// Nobody's name, in English: one of them is enough. A trade alone ("Shipping") is not, since a
/// person taken for a company is missed at the counter.
constexpr std::array<std::string_view, 34> kInstitutions{
    "academy",     "agency",       "airlines",    "airways",      "association",  "battalion",
    "brigade",     "bureau",       "college",     "commission",   "committee",    "companies",
    "company",     "consortium",   "corporation", "department",   "directorate",  "electronics",
    "enterprises", "factory",      "foundation",  "holdings",     "industries",   "institute",
    "laboratory",  "ministry",     "office",      "organisation", "organization", "regiment",
    "shipyard",    "technologies", "university",  "works"};

bool names_institution(std::string_view name) {
    std::string words = core::ascii_lower(name);
    std::replace_if(
        words.begin(), words.end(), [](char c) { return c >= 0 && (c < 'a' || c > 'z'); }, ' ');
    const std::vector<std::string_view> split = core::split(words, ' ');
    return std::any_of(split.begin(), split.end(), [](std::string_view word) {
        return std::binary_search(kInstitutions.begin(), kInstitutions.end(), word);
    });
}

std::size_t words_of_name(std::string_view text) {
    return scored_words(normalise(text)).size();
}

/// Whether bin or bint tells a father: behind a whole given name, a whole name; behind bin alone an
/// Arab family may stand ("bin Laden"), and a wrong father would take a hit away. Of a woman none
/// is taken away.
bool is_father_by_name(const RelatedName& told) {
    return told.relation == ToldRelation::kDaughter || told.has_two_whole_names();
}

}  // namespace

bool is_nothing(std::string_view text) {
    const std::string lower = core::ascii_lower(core::trim(text));
    return is_filler(lower) || lower == "nill" || lower == "nil" || lower == "none";
}

void add_name(ListEntry& entry, std::string_view text, NameTraits traits) {
    ListedName name;
    name.text = Redacted<std::string>{clean(text)};
    add_listed(entry, std::move(name), traits);
}

void add_name_of_parts(ListEntry& entry,
                       std::string_view given,
                       std::string_view family,
                       NameTraits traits) {
    ListedName name;
    name.text = Redacted<std::string>{joined({given, family}, " ")};
    if (std::string last = clean(family), first = clean(given); !last.empty() && !first.empty()) {
        name.family = Redacted<std::string>{std::move(last)};
        name.given = Redacted<std::string>{std::move(first)};
    }
    add_listed(entry, std::move(name), traits);
}

void add_original(ListEntry& entry, std::string_view text) {
    std::string original = clean(text);
    if (original.empty() || !has_other_script(original)) {
        return;
    }
    const bool is_there =
        std::any_of(entry.names.begin(), entry.names.end(), [&](const ListedName& name) {
            return name.original.reveal() == original || name.text.reveal() == original;
        });
    if (is_there) {
        return;
    }
    if (entry.names.empty() || !entry.names.back().original.reveal().empty()) {
        add_name(entry, original, {});
        return;
    }
    entry.names.back().original = Redacted<std::string>{std::move(original)};
}

void add_nationality(ListEntry& entry, std::string_view text) {
    std::string country = clean(text);
    auto& held = entry.nationalities;
    if (!country.empty() && !is_full(held) &&
        std::find(held.begin(), held.end(), country) == held.end()) {
        held.push_back(std::move(country));
    }
}

void add_birth_place(ListEntry& entry, std::initializer_list<std::string_view> parts) {
    add_once(entry.birth_places, joined(parts, ", "));
}

void add_father(ListEntry& entry, std::string_view text) {
    std::string father = clean(text);
    if (!is_nothing(father)) {
        add_once(entry.fathers, std::move(father));
    }
}

void take_relations_from_names(ListEntry& entry, Remarks& remarks) {
    const bool has_father = !entry.fathers.empty();
    const bool has_sex = entry.sex != facts::Sex::kUnknown;
    const std::size_t listed = entry.names.size();
    for (std::size_t i = 0; i < listed && !is_full(entry.names); ++i) {
        for (auto part : {&ListedName::text, &ListedName::original}) {
            const std::string text = (entry.names[i].*part).reveal();
            const RelatedName told = read_relation(text);
            if (!told.is_told() || alias_parts(told.behind).size() > 1) {
                continue;  // More than a father: as it is.
            }
            const NameTraits traits{NameKind::kAlias, entry.names[i].quality};
            if (!told.is_of_name) {
                entry.names[i].*part = Redacted<std::string>{told.self};
                add_name(entry, text, traits);
            } else if (has_father || !is_father_by_name(told)) {
                continue;
            } else if (words_of_name(told.self) > 1) {
                add_name(entry, told.self, traits);
            }
            if (told.tells_father() && !has_father) {
                add_father(entry, told.relative);
            } else if (!told.tells_father()) {
                remarks.add_once("husband", told.relative);
            }
            entry.sex = has_sex ? entry.sex : told.sex();
        }
    }
}

void add_district(ListEntry& entry, std::string_view text) {
    add_once(entry.districts, clean(text));
}

void add_birth(ListEntry& entry, const ListedBirth& birth) {
    auto& held = entry.births;
    const bool is_known = birth.from.reveal().is_known() && birth.to.reveal().is_known();
    if (is_known && !is_full(held) && std::find(held.begin(), held.end(), birth) == held.end()) {
        held.push_back(birth);
    }
}

void set_text(std::string& to,
              std::size_t most,
              std::string_view label,
              std::string_view text,
              Remarks& remarks) {
    const std::string told = clean(text);
    if (told.empty() || told == to) {
        return;
    }
    if (!to.empty()) {
        remarks.add_once(label, told);
        return;
    }
    to = cut_utf8(told, most);
    if (to != told) {
        remarks.add_once(label, told);
    }
}

void add_listed_on(ListEntry& entry,
                   std::string_view label,
                   std::string_view text,
                   Remarks& remarks) {
    const PartialDate day = told_day(text);
    if (!day.is_known()) {
        remarks.add_unread(label, text);
    } else if (!entry.listed_on.is_known()) {
        entry.listed_on = day;
    } else if (day != entry.listed_on) {
        remarks.add_once(label, text);
    }
}

void add_sex(ListEntry& entry, std::string_view label, std::string_view text, Remarks& remarks) {
    const facts::Sex sex = parse_sex(text);
    if (sex == facts::Sex::kUnknown) {
        remarks.add_unread(label, text);
    } else if (entry.sex == facts::Sex::kUnknown) {
        entry.sex = sex;
    } else if (sex != entry.sex) {
        remarks.add_once(label, text);
    }
}

void add_told_births(ListEntry& entry,
                     std::string_view label,
                     std::string_view text,
                     Remarks& remarks) {
    const std::vector<ListedBirth> births = told_births(text);
    for (const ListedBirth& birth : births) {
        add_birth(entry, birth);
    }
    if (births.empty()) {
        remarks.add_unread(label, text);
    }
}

void add_number(ListEntry& entry,
                NumberKind type,
                std::string_view kind,
                std::string_view number,
                std::string_view issuer) {
    ListedDocument document;
    document.kind = cut_utf8(clean(kind), facts::max_of(&ListedDocument::kind));
    document.number = Redacted<std::string>{clean(number)};
    document.issuer = cut_utf8(clean(issuer), facts::max_of(&ListedDocument::issuer));
    document.type = type;
    auto& held = entry.documents;
    const bool is_there = std::find(held.begin(), held.end(), document) != held.end();
    if (!document.number.reveal().empty() && !is_there && !is_full(held)) {
        held.push_back(std::move(document));
    }
}

void settle_registrations(ListEntry& entry) {
    const bool is_aircraft = entry.kind == EntryKind::kAircraft;
    if (!is_aircraft && entry.kind != EntryKind::kVehicle) {
        return;
    }
    for (ListedDocument& document : entry.documents) {
        if (document.type == NumberKind::kRegistration) {
            document.type = is_aircraft ? NumberKind::kTailNumber : NumberKind::kPlate;
        }
    }
}

NumberKind number_kind_of(std::string_view word) {
    const std::string lower = core::cat(" ", core::ascii_lower(word));
    const auto* found =
        std::find_if(kNumberWords.begin(), kNumberWords.end(), [&](const NumberWord& listed) {
            return lower.find(listed.part) != std::string::npos;
        });
    return found == kNumberWords.end() ? NumberKind::kOther : found->kind;
}

EntryKind kind_by_name(std::string_view name) {
    if (names_institution(name)) {
        return EntryKind::kOrganisation;
    }
    for (const OrgForm& form : make_org_forms(name, OrgProfile::kOrganisation)) {
        const auto telling =
            std::count_if(form.words.begin(), form.words.end(), [](const OrgWord& word) {
                return word.kind == OrgWordKind::kTrade || word.kind == OrgWordKind::kNumber ||
                       word.kind == OrgWordKind::kBody;
            });
        if (!form.forms.empty() || telling >= 2) {
            return EntryKind::kOrganisation;
        }
    }
    return EntryKind::kPerson;
}

PartialDate iso_date(std::string_view text) {
    std::string whole;
    for (const std::string_view part : core::split(without_time(text), '-')) {
        whole += core::cat(whole.empty() ? "" : "-", part.size() == 1 ? "0" : "", part);
    }
    const auto date = PartialDate::parse(whole);
    return date ? *date : PartialDate{};
}

PartialDate day_first_date(std::string_view text, char separator) {
    const auto parts = core::split(core::trim(text), separator);
    const int year = parts.empty() ? -1 : small_number(parts.back());
    if (year < 1000 || parts.size() == 2 || parts.size() > 3) {
        return {};
    }
    const int month = parts.size() == 3 ? small_number(parts[1]) : 0;
    const int day = parts.size() == 3 ? small_number(parts[0]) : 0;
    // A day in an unknown month says nothing more than the year.
    const auto date = PartialDate::make(year, month, month == 0 ? 0 : day);
    return date ? *date : PartialDate{};
}

std::string made_reference(std::string_view prefix, std::initializer_list<std::string_view> parts) {
    // FNV-1a, 64 bits: it only has to tell the records of one list from each other.
    std::uint64_t hash = 0xCBF29CE484222325U;
    const auto mix = [&](unsigned char byte) { hash = (hash ^ byte) * 0x100000001B3U; };
    for (const std::string_view part : parts) {
        for (const char c : core::ascii_upper(fold_blanks(part))) {
            mix(static_cast<unsigned char>(c));
        }
        mix(0x1F);
    }
    std::string reference{prefix};
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (int shift = 60; shift >= 0; shift -= 4) {
        reference.push_back(kDigits[(hash >> static_cast<unsigned>(shift)) & 0xFU]);
    }
    return reference;
}

std::vector<std::string> values_of(std::string_view text, char separator) {
    std::vector<std::string> values;
    for (const std::string_view part : core::split(text, separator)) {
        if (std::string value = clean(part); !value.empty()) {
            values.push_back(std::move(value));
        }
    }
    return values;
}

}  // namespace sarhad::watchlists
