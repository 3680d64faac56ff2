// Looks for travellers in large lists with the index and without, and counts where the two answers
// differ: exit 1 where they do. usage: names_equality QUERIES [SEED] [--names N]: over the UN and
// OFAC lists of the supplied data, with --names over N invented names. Half of the travellers are
// listed, most of them written otherwise; what they tell besides is drawn, and so is how much is
// asked for. Random lists of 100 to 2,000 entries: watchlists_check.

#include "found_names.h"
#include "invented_people.h"
#include "real_lists.h"
#include "spelled_otherwise.h"

#include "core/text.h"

#include <array>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::bench {
namespace {

using watchlists::Least;
using watchlists::ListEntry;
using watchlists::ListSnapshot;
using watchlists::Subject;

struct Options {
    std::uint64_t queries{0};
    std::uint64_t seed{1};
    std::uint64_t names{0};  ///< 0: the supplied lists.
};

/// Lists, and their persons to draw travellers from.
struct World {
    std::shared_ptr<const ListSnapshot> lists;
    std::vector<ListEntry> persons;
};

void keep_persons(const std::vector<ListEntry>& entries, std::vector<ListEntry>& persons) {
    for (const ListEntry& entry : entries) {
        if (entry.kind == watchlists::EntryKind::kPerson && !entry.names.empty()) {
            persons.push_back(entry);
        }
    }
}

World supplied_world() {
    World world;
    const auto un = read_un();
    const auto ofac = read_ofac();
    keep_persons(un, world.persons);
    keep_persons(ofac, world.persons);
    world.lists =
        with_list(with_list(nullptr, shipped(kUnList, "UN"), un), shipped(kOfacList, "OFAC"), ofac);
    return world;
}

World invented_world(std::uint64_t names) {
    constexpr std::size_t kKept = 20'000;  // Persons to draw from; a million would fill the memory.
    World world;
    world.lists = invented_list(names);
    InventedPeople people{kFillerSeed};
    std::uint64_t made = 0;
    for (std::uint64_t number = 0; made < names && world.persons.size() < kKept; ++number) {
        world.persons.push_back(people.entry(number));
        made += world.persons.back().names.size();
    }
    return world;
}

/// A listed name, as it is said or in its own script.
std::string a_name_of(const ListEntry& entry, InventedPeople& chance) {
    const watchlists::ListedName& name = entry.names[chance.below(entry.names.size())];
    const std::string& original = name.original.reveal();
    return !original.empty() && chance.below(4) == 0 ? original : as_said(name);
}

std::string written_otherwise(std::string name, InventedPeople& chance) {
    for (std::uint64_t n = chance.below(3); n > 0; --n) {
        const Otherwise how = kOtherwise[chance.below(kOtherwise.size())].how;
        name = spelled_otherwise(name, how, chance).value_or(name);
    }
    return name;
}

/// What the entry tells, each with a chance; a date of birth off by a few years now and then.
void tell_of(const ListEntry& entry, InventedPeople& chance, facts::Traveller& traveller) {
    if (!entry.births.empty() && chance.below(3) != 0) {
        facts::PartialDate born = entry.births[0].from.reveal();
        const int off = chance.below(4) == 0 ? static_cast<int>(chance.below(9)) - 4 : 0;
        born.year = static_cast<std::int16_t>(born.is_known() ? born.year + off : 0);
        traveller.date_of_birth = core::Redacted{born};
    }
    if (!entry.nationalities.empty() && chance.below(2) == 0) {
        traveller.nationality = entry.nationalities[0];
    }
    if (chance.below(2) == 0) {
        traveller.sex = entry.sex;
    }
    if (!entry.fathers.empty() && chance.below(2) == 0) {
        traveller.father_name = entry.fathers[0];
    }
    if (!entry.birth_places.empty() && chance.below(3) == 0) {
        traveller.place_of_birth = entry.birth_places[0];
    }
}

Subject a_traveller(const World& world, InventedPeople& chance) {
    const ListEntry& entry = world.persons[chance.below(world.persons.size())];
    facts::Traveller traveller;
    const bool is_listed = chance.below(2) == 0;
    traveller.full_name = core::Redacted{
        written_otherwise(is_listed ? a_name_of(entry, chance) : chance.person().name, chance)};
    tell_of(entry, chance, traveller);
    Subject who = Subject::of(traveller);
    if (!entry.documents.empty() && chance.below(8) == 0) {
        who.documents.push_back(entry.documents[0].number);
    }
    return who;
}

int run(const Options& options) {
    if (options.names == 0 && !has_data()) {
        return 1;
    }
    const World world = options.names == 0 ? supplied_world() : invented_world(options.names);
    const watchlists::ExhaustiveMatcher exhaustive{*world.lists};
    InventedPeople chance{options.seed};
    watchlists::MatchScratch scratch;
    std::uint64_t hits = 0;
    std::uint64_t differences = 0;
    static constexpr std::array<std::pair<Least, std::size_t>, 4> kAsked{{{Least::kAny, kFirst},
                                                                          {Least::kShown, kFirst},
                                                                          {Least::kShown, 1'000},
                                                                          {Least::kReview, 5}}};
    for (std::uint64_t i = 0; i < options.queries; ++i) {
        const Subject who = a_traveller(world, chance);
        const auto [least, limit] = kAsked[chance.below(kAsked.size())];
        const auto found = world.lists->match(who, limit, scratch, least);
        hits += found.size();
        if (found != exhaustive.match(who, limit, least)) {
            ++differences;
            std::cout << "query " << i << " of seed " << options.seed << " differs" << std::endl;
        }
    }
    std::cout << options.queries << " queries over " << world.lists->size().names << " names, "
              << hits << " hits, " << differences << " differences\n";
    return differences == 0 ? 0 : 1;
}

}  // namespace
}  // namespace sarhad::bench

int main(int argc, char** argv) {
    sarhad::bench::Options options;
    std::array<std::uint64_t*, 2> places{&options.queries, &options.seed};
    std::size_t place = 0;
    for (int i = 1; i < argc; ++i) {
        const bool is_names = std::string_view{argv[i]} == "--names" && i + 1 < argc;
        const auto number = sarhad::core::parse_uint(argv[is_names ? ++i : i]);
        if (!number.has_value() || (!is_names && place == places.size())) {
            std::cerr << "usage: names_equality QUERIES [SEED] [--names N]\n";
            return 64;
        }
        (is_names ? options.names : *places[place++]) = *number;
    }
    return sarhad::bench::run(options);
}
