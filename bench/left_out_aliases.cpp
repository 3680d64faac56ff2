#include "left_out_aliases.h"

#include "invented_people.h"
#include "real_lists.h"

#include <algorithm>
#include <utility>

namespace sarhad::bench {
namespace {

using watchlists::ListEntry;
using watchlists::Subject;

Subject on_name(const watchlists::ListedName& name) {
    facts::Traveller traveller;
    traveller.full_name = core::Redacted<std::string>{as_said(name)};
    return Subject::of(traveller);
}

Subject with_evidence(Subject who, const ListEntry& entry) {
    who.sex = entry.sex;
    if (!entry.births.empty()) {
        who.date_of_birth = entry.births[0].from;
    }
    if (!entry.nationalities.empty()) {
        who.nationality = entry.nationalities[0];
    }
    return who;
}

/// Places of the names that are aliases and stand there once.
std::vector<std::size_t> aliases_of(const ListEntry& entry) {
    std::vector<std::string> words;
    for (const auto& name : entry.names) {
        words.push_back(words_of(as_said(name)));
    }
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool is_alias = entry.names[i].kind != watchlists::NameKind::kPrimary;
        if (is_alias && std::count(words.begin(), words.end(), words[i]) == 1) {
            places.push_back(i);
        }
    }
    return places;
}

void leave_out(std::vector<ListEntry>& entries,
               const std::string& list,
               InventedPeople& chance,
               LeftOut& into) {
    for (ListEntry& entry : entries) {
        const auto places = aliases_of(entry);
        if (entry.kind != watchlists::EntryKind::kPerson || places.empty()) {
            continue;
        }
        const std::size_t at = places[chance.below(places.size())];
        const Subject who = on_name(entry.names[at]);
        into.on_names.push_back({who, {entry.id}, list, places.size()});
        into.with_evidence.push_back({with_evidence(who, entry), {entry.id}, list, places.size()});
        entry.names.erase(entry.names.begin() + static_cast<std::ptrdiff_t>(at));
    }
}

}  // namespace

LeftOut leave_one_out(std::vector<ListEntry> un, std::vector<ListEntry> ofac, std::uint64_t seed) {
    InventedPeople chance{seed};
    LeftOut left;
    left.un = std::move(un);
    left.ofac = std::move(ofac);
    leave_out(left.un, kUnList, chance, left);
    leave_out(left.ofac, kOfacList, chance, left);
    return left;
}

std::shared_ptr<const watchlists::ListSnapshot> with_left(
    std::shared_ptr<const watchlists::ListSnapshot> base, const LeftOut& left) {
    return with_list(with_list(std::move(base), shipped(kUnList, "UN"), left.un),
                     shipped(kOfacList, "OFAC"),
                     left.ofac);
}

}  // namespace sarhad::bench
