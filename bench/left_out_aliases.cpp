#include "left_out_aliases.h"

#include "invented_people.h"
#include "real_lists.h"

#include "watchlists/name_form.h"
#include "watchlists/normalise.h"
#include "watchlists/org_agree.h"

#include <algorithm>
#include <optional>
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

/// Whether a word of the name, or two as one, is like one of another name of the entry.
bool has_like_word(const ListEntry& entry, std::size_t place) {
    const auto form = watchlists::make_form(watchlists::normalise(as_said(entry.names[place])));
    const auto is_like = [&](const std::string& other) {
        const auto agreement =
            watchlists::agree(form, watchlists::make_form(watchlists::normalise(other)));
        return watchlists::name_share(agreement) > 0;
    };
    for (std::size_t i = 0; i < entry.names.size(); ++i) {
        const std::string& original = entry.names[i].original.reveal();
        if (i != place && (is_like(as_said(entry.names[i])) || is_like(original))) {
            return true;
        }
    }
    return false;
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
        const bool is_like = has_like_word(entry, at);
        into.on_names.push_back({who, {entry.id}, list, places.size(), is_like});
        into.with_evidence.push_back(
            {with_evidence(who, entry), {entry.id}, list, places.size(), is_like});
        entry.names.erase(entry.names.begin() + static_cast<std::ptrdiff_t>(at));
    }
}

/// An alias of an organisation or a vessel, taken out of the list.
struct LeftOutOrg {
    std::string name;
    std::size_t owner{0};
    std::uint64_t weight{1};
    bool is_like{false};  ///< To a name that is left of its entry.
};

std::optional<LeftOutOrg> leave_org_out(ListEntry& entry,
                                        std::size_t owner,
                                        watchlists::OrgProfile profile,
                                        InventedPeople& chance) {
    const auto places = aliases_of(entry);
    if (places.empty()) {
        return std::nullopt;
    }
    const std::size_t at = places[chance.below(places.size())];
    LeftOutOrg left{entry.names[at].text.reveal(), owner, places.size(), false};
    entry.names.erase(entry.names.begin() + static_cast<std::ptrdiff_t>(at));
    left.is_like = std::any_of(entry.names.begin(), entry.names.end(), [&](const auto& name) {
        return watchlists::compare_org_names(left.name, name.text.reveal(), profile).score > 0;
    });
    return left;
}

/// Whether the entry is one of the first kFirst, whatever their score.
bool is_among_first(const watchlists::ListSnapshot& lists,
                    watchlists::EntryKind kind,
                    const std::string& name,
                    const std::string& owner) {
    Subject who;
    who.kind = kind;
    who.names.emplace_back(name);
    watchlists::MatchScratch scratch;
    const auto hits = lists.match(who, kFirst, scratch, watchlists::Least::kAny);
    return std::any_of(
        hits.begin(), hits.end(), [&](const facts::Hit& hit) { return hit.entry == owner; });
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

FoundCount count_found_aliases(std::vector<ListEntry> entries,
                               watchlists::EntryKind kind,
                               std::uint64_t seed) {
    const auto profile = kind == watchlists::EntryKind::kVessel
                             ? watchlists::OrgProfile::kVessel
                             : watchlists::OrgProfile::kOrganisation;
    InventedPeople chance{seed};
    std::vector<LeftOutOrg> left;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].kind != kind) {
            continue;
        }
        auto out = leave_org_out(entries[i], i, profile, chance);
        if (out.has_value()) {
            left.push_back(*std::move(out));
        }
    }
    const auto lists = with_list(nullptr, shipped(kOfacList, "OFAC"), entries);
    FoundCount count;
    for (const LeftOutOrg& one : left) {
        const bool is_found = is_among_first(*lists, kind, one.name, entries[one.owner].id);
        ++count.asked;
        ++(is_found ? count.found : (one.is_like ? count.outranked : count.unlike));
        count.weight += one.weight;
        count.weight_found += is_found ? one.weight : 0;
        count.weight_like += one.is_like ? one.weight : 0;
    }
    return count;
}

std::shared_ptr<const watchlists::ListSnapshot> with_left(
    std::shared_ptr<const watchlists::ListSnapshot> base, const LeftOut& left) {
    return with_list(with_list(std::move(base), shipped(kUnList, "UN"), left.un),
                     shipped(kOfacList, "OFAC"),
                     left.ofac);
}

}  // namespace sarhad::bench
