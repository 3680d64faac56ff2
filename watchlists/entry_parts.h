#pragma once

#include "remarks.h"
#include "text_forms.h"

#include "watchlists/entry.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// How a name is listed.
struct NameTraits {
    NameKind kind{NameKind::kAlias};
    NameQuality quality{NameQuality::kStrong};
};

/// What importers do alike: each takes text as a source writes it, folds its blanks, and adds
/// nothing for a filler ("na", "-") or for what the entry has already.
void add_name(ListEntry& entry, std::string_view text, NameTraits traits);
/// The parts in the order in which the whole name is written; the last one is the family name.
void add_name_of_parts(ListEntry& entry,
                       std::string_view given,
                       std::string_view family,
                       NameTraits traits);
/// To the last name added, where the text has a letter of another script than Latin; as a name of
/// its own where there is no name yet.
void add_original(ListEntry& entry, std::string_view text);
void add_nationality(ListEntry& entry, std::string_view text);
/// The parts as one line, with commas.
void add_birth_place(ListEntry& entry, std::initializer_list<std::string_view> parts);
/// A filler, or "nil" as Pakistan's lists write it: no name and no number.
[[nodiscard]] bool is_nothing(std::string_view text);
void add_father(ListEntry& entry, std::string_view text);
/// "Zorvan S/O Belmun" among a person's names: Zorvan, whose father is Belmun where the source
/// gives no other, for all of his names; as it was listed it is an alias. A husband ("W/O") goes to
/// the remarks. Where bin, ibn or bint stands, the name stays, and what tells a father by it is
/// one: docs/watchlists.md. The sex is what the marker tells, where the source does not.
void take_relations_from_names(ListEntry& entry, Remarks& remarks);
void add_district(ListEntry& entry, std::string_view text);
void add_birth(ListEntry& entry, const ListedBirth& birth);
/// What a field holds once is the first that is told. Another one goes to the remarks by the
/// source's own word `label`; so does, whole, what is longer than the field, and, with a warning,
/// what cannot be read: nothing is lost.
void set_text(std::string& to,
              std::size_t most,
              std::string_view label,
              std::string_view text,
              Remarks& remarks);
template <auto kMember, class Fact>
void set_field(Fact& fact, std::string_view label, std::string_view text, Remarks& remarks) {
    set_text(fact.*kMember, facts::max_of(kMember), label, text, remarks);
}
/// The day of listing, in any form that told_day() reads.
void add_listed_on(ListEntry& entry,
                   std::string_view label,
                   std::string_view text,
                   Remarks& remarks);
void add_sex(ListEntry& entry, std::string_view label, std::string_view text, Remarks& remarks);
/// The dates that `text` tells (told_birth.h), or the text among the unread, by the source's own
/// word `label`.
void add_told_births(ListEntry& entry,
                     std::string_view label,
                     std::string_view text,
                     Remarks& remarks);
/// `kind`: the source's word, cut to its limit.
void add_number(ListEntry& entry,
                NumberKind type,
                std::string_view kind,
                std::string_view number,
                std::string_view issuer);

/// An aircraft is registered by the number on its tail, a vehicle by that of its plate. Once its
/// kind is known.
void settle_registrations(ListEntry& entry);

/// What the source's word for a number means: "National ID No." and the like, in any case.
[[nodiscard]] NumberKind number_kind_of(std::string_view word);

/// For a source that does not tell persons from organisations: an organisation where the name has
/// a legal form, a word that is nobody's name (company, ministry, institute), or two words for
/// trades, bodies or numbers; else a person, so that no traveller is missed.
[[nodiscard]] EntryKind kind_by_name(std::string_view name);

/// "1965-07-01", "1965-7", "1965", also with a time after it; not known for anything else.
[[nodiscard]] facts::PartialDate iso_date(std::string_view text);
/// "01/07/1965", "00/00/1965", "1/7/1965" or "1965": day first, 00 for not known.
[[nodiscard]] facts::PartialDate day_first_date(std::string_view text, char separator);

/// A reference for a record whose source gives none: the same parts, the same reference.
[[nodiscard]] std::string made_reference(std::string_view prefix,
                                         std::initializer_list<std::string_view> parts);

/// `text` at each `separator`, blanks folded, fillers left out.
[[nodiscard]] std::vector<std::string> values_of(std::string_view text, char separator);

}  // namespace sarhad::watchlists
