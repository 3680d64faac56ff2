#include "alerted.h"

#include "border_people.h"
#include "found_names.h"
#include "real_lists.h"
#include "spelled_otherwise.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <iomanip>
#include <iostream>
#include <utility>

namespace sarhad::bench {
namespace {

using facts::Tier;
using watchlists::ListEntry;
using watchlists::ListSnapshot;
using watchlists::Subject;

constexpr std::uint64_t kBorderSeed = 20261126;
constexpr std::size_t kTravellers = 50'000;
constexpr std::size_t kProscribed = 5'000;
constexpr std::size_t kPlantsOfEach = 1'000;

/// Persons by their strictest tier; 0 for no hit.
struct Tiers {
    std::uint64_t persons{0};
    std::array<std::uint64_t, 5> by_tier{};

    static std::size_t place(Tier tier) {
        switch (tier) {
            case Tier::kSilent:
                return 1;
            case Tier::kAsk:
                return 2;
            case Tier::kReview:
                return 3;
            case Tier::kHold:
                return 4;
        }
        return 0;
    }
    void add(const std::vector<facts::Hit>& hits) {
        std::size_t best = 0;
        for (const facts::Hit& hit : hits) {
            best = std::max(best, place(hit.tier));
        }
        ++by_tier[best];
        ++persons;
    }
    [[nodiscard]] double share(std::size_t from, std::size_t to) const {
        std::uint64_t sum = 0;
        for (std::size_t i = from; i <= to; ++i) {
            sum += by_tier[i];
        }
        return 100.0 * static_cast<double>(sum) / static_cast<double>(persons);
    }
};

void print(std::string_view what, const Tiers& tiers) {
    std::cout << std::left << std::setw(58) << what << std::fixed << std::setprecision(3)
              << tiers.persons << " persons: seen by an officer " << tiers.share(3, 4)
              << " % (held " << tiers.share(4, 4) << "), asked " << tiers.share(2, 2)
              << " %, silent " << tiers.share(1, 1) << " %" << std::endl;
}

std::shared_ptr<const ListSnapshot> real_lists(const std::vector<ListEntry>& un,
                                               const std::vector<ListEntry>& ofac) {
    return with_list(with_list(nullptr, shipped("wl/un/consolidated", "UN"), un),
                     shipped("wl/ofac/sdn", "OFAC"),
                     ofac);
}

Subject with(const facts::Traveller& row, bool birth, bool rest) {
    facts::Traveller kept = row;
    if (!birth) {
        kept.date_of_birth = {};
        kept.nationality.clear();
    }
    if (!rest) {
        kept.place_of_birth = {};
        kept.sex = facts::Sex::kUnknown;
    }
    return Subject::of(kept);
}

/// A planted person with what a screening must find it by.
struct Plant {
    Subject at_first;
    Subject answered;
    std::string entry;
};

/// The entry's own hit alone: a plant that is alerted for somebody else is not found.
std::vector<facts::Hit> own_hit(const std::vector<facts::Hit>& hits, const std::string& entry) {
    std::vector<facts::Hit> own;
    std::copy_if(hits.begin(), hits.end(), std::back_inserter(own), [&](const facts::Hit& hit) {
        return hit.entry == entry;
    });
    return own;
}

/// As listed in half of the cases, else in another romanisation, order or with a slip.
std::string written(const std::string& name, InventedPeople& chance) {
    static constexpr std::array<Otherwise, 3> kKinds{
        Otherwise::kSpelling, Otherwise::kTypo, Otherwise::kOrder};
    if (chance.below(2) == 0) {
        return name;
    }
    return spelled_otherwise(name, kKinds[chance.below(3)], chance).value_or(name);
}

std::vector<Plant> proscribed_plants(const BorderPeople::Proscribed& list, BorderPeople& people) {
    std::vector<Plant> plants;
    for (std::size_t i = 0; i < kPlantsOfEach; ++i) {
        const std::size_t at = people.chance().below(list.entries.size());
        BorderPerson person = list.persons[at];
        person.name = written(person.name, people.chance());
        person.father = written(person.father, people.chance());
        const std::uint64_t chance = people.chance().below(1'000'000);
        plants.push_back({people.subject(person, Known::kDocument, chance),
                          people.subject(person, Known::kAnswers, chance),
                          list.entries[at].id});
    }
    return plants;
}

std::vector<Plant> sanctioned_plants(const std::vector<ListEntry>& entries, BorderPeople& people) {
    std::vector<const ListEntry*> able;
    for (const ListEntry& entry : entries) {
        if (entry.kind == watchlists::EntryKind::kPerson && !entry.births.empty()) {
            able.push_back(&entry);
        }
    }
    std::vector<Plant> plants;
    for (std::size_t i = 0; i < kPlantsOfEach / 2; ++i) {
        const ListEntry& entry = *able[people.chance().below(able.size())];
        facts::Traveller traveller;
        traveller.full_name = core::Redacted{written(as_said(entry.names[0]), people.chance())};
        traveller.date_of_birth = entry.births[0].from;
        traveller.sex = entry.sex;
        if (!entry.nationalities.empty()) {
            traveller.nationality = entry.nationalities[0];
        }
        const Subject who = Subject::of(traveller);
        plants.push_back({who, who, entry.id});
    }
    return plants;
}

void print_plants(std::string_view what,
                  const ListSnapshot& lists,
                  const std::vector<Plant>& plants,
                  bool is_shown) {
    Tiers at_first;
    Tiers answered;
    for (const Plant& plant : plants) {
        const auto own = own_hit(lists.match(plant.at_first, 200), plant.entry);
        at_first.add(own);
        if (is_shown && (own.empty() || own[0].tier < Tier::kAsk)) {
            std::cout << "    not asked: " << plant.at_first.names[0].reveal() << " | "
                      << plant.entry << "\n";
        }
        answered.add(own_hit(lists.match(plant.answered, 200), plant.entry));
    }
    print(core::cat(what, ", own entry, document"), at_first);
    print(core::cat(what, ", own entry, questions answered"), answered);
}

}  // namespace

void print_alerted_strangers() {
    const auto lists = real_lists(read_un(), read_ofac());
    Tiers alone;
    Tiers dated;
    Tiers all;
    watchlists::MatchScratch scratch;
    for (const facts::Traveller& row : read_persons("negatives_us.csv", 50'000)) {
        alone.add(lists->match(with(row, false, false), kFirst, scratch));
        dated.add(lists->match(with(row, true, false), kFirst, scratch));
        all.add(lists->match(with(row, true, true), kFirst, scratch));
    }
    print("strangers, names alone (asked for: 0.35 % seen)", alone);
    print("strangers, with birth and nationality (0.03 % seen)", dated);
    print("strangers, with sex and place of birth too", all);
}

void print_alerted_travellers(bool is_shown) {
    BorderPeople people{kBorderSeed};
    const auto list = people.proscribed(kProscribed, kProscribed * 2 / 5);
    const auto un = read_un();
    const auto ofac = read_ofac();
    const auto lists =
        with_list(real_lists(un, ofac), shipped("wl/pk/proscribed", "PROSCRIBED"), list.entries);
    Tiers at_first;
    Tiers answered;
    watchlists::MatchScratch scratch;
    for (std::size_t i = 0; i < kTravellers; ++i) {
        const BorderPerson person = people.person();
        const std::uint64_t chance = people.chance().below(1'000'000);
        at_first.add(lists->match(people.subject(person, Known::kDocument, chance), 20, scratch));
        answered.add(lists->match(people.subject(person, Known::kAnswers, chance), 20, scratch));
    }
    print("travellers, document (asked for: 0.1 % seen)", at_first);
    print("travellers, questions answered", answered);
    print_plants("listed: proscribed", *lists, proscribed_plants(list, people), is_shown);
    print_plants("listed: UN", *lists, sanctioned_plants(un, people), is_shown);
    print_plants("listed: OFAC", *lists, sanctioned_plants(ofac, people), is_shown);
}

}  // namespace sarhad::bench
