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
#include <map>
#include <string>
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

bool has_question(const facts::Hit& hit) {
    return std::any_of(hit.reasons.begin(), hit.reasons.end(), [](const facts::Reason& reason) {
        return reason.kind == "question" && reason.message != "ask.remarks";
    });
}

/// Persons by their strictest tier; 0 for no hit.
struct Tiers {
    std::uint64_t persons{0};
    std::array<std::uint64_t, 5> by_tier{};
    std::uint64_t unasked{0};  ///< Asked at the strictest, by nothing but remarks.

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
        bool is_question = false;
        for (const facts::Hit& hit : hits) {
            best = std::max(best, place(hit.tier));
            is_question = is_question || has_question(hit);
        }
        unasked += best == place(Tier::kAsk) && !is_question ? 1U : 0U;
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
              << " % (by remarks alone "
              << 100.0 * static_cast<double>(tiers.unasked) / static_cast<double>(tiers.persons)
              << "), silent " << tiers.share(1, 1) << " %" << std::endl;
}

std::shared_ptr<const ListSnapshot> real_lists(const std::vector<ListEntry>& un,
                                               const std::vector<ListEntry>& ofac) {
    return with_list(
        with_list(nullptr, shipped(kUnList, "UN"), un), shipped(kOfacList, "OFAC"), ofac);
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

/// How the planted are written.
enum class Writing : std::uint8_t { kAsListed, kOtherwise };

/// As listed, or in another romanisation, order or with a slip.
std::string written(const std::string& name, Writing writing, InventedPeople& chance) {
    static constexpr std::array<Otherwise, 3> kKinds{
        Otherwise::kSpelling, Otherwise::kTypo, Otherwise::kOrder};
    if (writing == Writing::kAsListed) {
        return name;
    }
    return spelled_otherwise(name, kKinds[chance.below(3)], chance).value_or(name);
}

std::vector<Plant> proscribed_plants(const BorderPeople::Proscribed& list,
                                     Writing writing,
                                     BorderPeople& people) {
    std::vector<Plant> plants;
    for (std::size_t i = 0; i < kPlantsOfEach; ++i) {
        const std::size_t at = people.chance().below(list.entries.size());
        BorderPerson person = list.persons[at];
        person.name = written(person.name, writing, people.chance());
        person.father = written(person.father, writing, people.chance());
        const std::uint64_t chance = people.chance().below(1'000'000);
        plants.push_back({people.subject(person, Known::kDocument, chance),
                          people.subject(person, Known::kAnswers, chance),
                          list.entries[at].id});
    }
    return plants;
}

std::vector<Plant> sanctioned_plants(const std::vector<ListEntry>& entries,
                                     Writing writing,
                                     BorderPeople& people) {
    std::vector<const ListEntry*> able;
    for (const ListEntry& entry : entries) {
        if (entry.kind == watchlists::EntryKind::kPerson && !entry.births.empty()) {
            able.push_back(&entry);
        }
    }
    std::vector<Plant> plants;
    for (std::size_t i = 0; i < kPlantsOfEach; ++i) {
        const ListEntry& entry = *able[people.chance().below(able.size())];
        facts::Traveller traveller;
        traveller.full_name =
            core::Redacted{written(as_said(entry.names[0]), writing, people.chance())};
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

/// Of the hits, those of one list.
std::vector<facts::Hit> of_list(const std::vector<facts::Hit>& hits, std::string_view source) {
    std::vector<facts::Hit> own;
    std::copy_if(hits.begin(), hits.end(), std::back_inserter(own), [&](const facts::Hit& hit) {
        return hit.source == source;
    });
    return own;
}

/// What made a score: kinds and points, no text.
std::string summary(const facts::Hit& hit) {
    std::string told = core::cat(" ", hit.score.value(), ":");
    for (const facts::Reason& reason : hit.reasons) {
        told += core::cat(" ", reason.kind, " ", reason.points);
    }
    return told;
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
                      << plant.entry << (own.empty() ? "" : summary(own[0])) << "\n";
        }
        answered.add(own_hit(lists.match(plant.answered, 200), plant.entry));
    }
    print(core::cat(what, ", document"), at_first);
    print(core::cat(what, ", questions answered"), answered);
}

void print_travellers(const ListSnapshot& lists, BorderPeople& people, bool is_shown) {
    Tiers at_first;
    Tiers answered;
    std::map<std::string, Tiers> by_source;
    watchlists::MatchScratch scratch;
    for (std::size_t i = 0; i < kTravellers; ++i) {
        const BorderPerson person = people.person();
        const std::uint64_t chance = people.chance().below(1'000'000);
        const auto hits =
            lists.match(people.subject(person, Known::kDocument, chance), 200, scratch);
        at_first.add(hits);
        if (is_shown && !hits.empty() && hits[0].tier >= Tier::kReview) {
            std::cout << "    seen: " << hits[0].source << summary(hits[0]) << " | " << person.name
                      << " | " << hits[0].name.reveal() << "\n";
        }
        for (const std::string source : {"PROSCRIBED", "UN", "OFAC"}) {
            by_source[source].add(of_list(hits, source));
        }
        answered.add(lists.match(people.subject(person, Known::kAnswers, chance), kFirst, scratch));
    }
    print("travellers, document (asked for: 0.1 % seen)", at_first);
    for (const auto& [source, tiers] : by_source) {
        print(core::cat("  for entries of ", source), tiers);
    }
    print("travellers, questions answered", answered);
}

}  // namespace

void print_alerted_strangers(bool is_shown) {
    const auto lists = real_lists(read_un(), read_ofac());
    Tiers alone;
    Tiers dated;
    Tiers all;
    watchlists::MatchScratch scratch;
    for (const facts::Traveller& row : read_persons("negatives_us.csv", 50'000)) {
        alone.add(lists->match(with(row, false, false), kFirst, scratch));
        const auto hits = lists->match(with(row, true, false), kFirst, scratch);
        dated.add(hits);
        if (is_shown && !hits.empty() && hits.front().tier >= Tier::kAsk) {
            std::cout << "    " << hits.front().score.value() << " " << row.full_name.reveal()
                      << " | " << hits.front().name.reveal() << " | " << hits.front().why.reveal()
                      << "\n";
        }
        all.add(lists->match(with(row, true, true), kFirst, scratch));
    }
    print("strangers, names alone (asked for: 0.35 % seen)", alone);
    print("strangers, with birth and nationality (0.03 % seen)", dated);
    print("strangers, with sex and place of birth too", all);
}

void print_alerted_travellers(bool is_shown) {
    const auto un = read_un();
    const auto ofac = read_ofac();
    const int review = watchlists::Thresholds::shipped().review.value();
    std::cout << "reviewed from " << review << "\n";
    BorderPeople people{kBorderSeed};
    const auto list = people.proscribed(kProscribed, kProscribed * 2 / 5);
    const auto lists =
        with_list(real_lists(un, ofac), shipped("wl/pk/proscribed", "PROSCRIBED"), list.entries);
    print_travellers(*lists, people, is_shown);
    for (const auto& [writing, text] : {std::pair{Writing::kAsListed, " as listed"},
                                        std::pair{Writing::kOtherwise, " otherwise"}}) {
        const auto proscribed = proscribed_plants(list, writing, people);
        print_plants(core::cat("proscribed", text), *lists, proscribed, is_shown);
        auto sanctioned = sanctioned_plants(un, writing, people);
        const auto more = sanctioned_plants(ofac, writing, people);
        sanctioned.insert(sanctioned.end(), more.begin(), more.end());
        print_plants(core::cat("UN and OFAC", text), *lists, sanctioned, is_shown);
    }
}

}  // namespace sarhad::bench
