#pragma once

#include "evidence.h"

#include "watchlists/entry.h"
#include "watchlists/subject.h"

namespace sarhad::watchlists {

/// Points that an organisation's or a craft's name gives: what is over kNameMatch counts less, so
/// that no name alone is held.
[[nodiscard]] int thing_name_points(int share);
/// The share of a name from which an entry may reach `score` without a number that is alike: what
/// speaks for a match beside the name counts only from kNameMatch on.
[[nodiscard]] int needed_share(int score);

/// Adds up what a name and numbers say of an entry that is looked for otherwise than by a person's
/// name: an organisation, a craft, and whatever bears a number. `name` is null where none is
/// compared; `share` is its score on the scale of compare_names(). The same for the index and for
/// the exhaustive matcher.
[[nodiscard]] Scored score_thing(const Subject& subject,
                                 const ListEntry& entry,
                                 const ListedName* name,
                                 int share,
                                 Explain explain);

/// Which kinds are looked for by their names, and only among entries of the same kind.
[[nodiscard]] bool is_named_thing(EntryKind kind);

/// As question_of(), of things: to read again what is only like a listed number; else for the name,
/// a listed number, country, flag or type that is not told, or the number that such a thing bears.
[[nodiscard]] facts::Reason thing_question_of(const Subject& subject, const ListEntry& entry);

}  // namespace sarhad::watchlists
