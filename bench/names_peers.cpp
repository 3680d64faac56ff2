// The questions that names_peers.py puts to others too, answered here by the product's index and by
// a scan with Jaro-Winkler: names alone, the first 20. usage: names_peers FOLDER NAMES QUESTIONS
// listed|aliases: listed persons, every second one written otherwise, or aliases left out.
// Writes FOLDER/names.tsv and FOLDER/questions.tsv for PostgreSQL's COPY (personal data: the folder
// is the caller's to remove) and prints a line a system: "system<TAB>found<TAB>asked<TAB>mean
// us<TAB>p50 us<TAB>p99 us". The clock is the wall's: PostgreSQL has no other.

#include "jaro_winkler.h"
#include "left_out_aliases.h"
#include "listed_rows.h"
#include "real_lists.h"
#include "spelled_otherwise.h"

#include "core/check.h"
#include "core/system_clock.h"
#include "core/text.h"
#include "wire/hash.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::bench {
namespace {

using watchlists::ListEntry;

constexpr std::uint64_t kFillerSeed = 20261125;
constexpr std::uint64_t kQuestionSeed = 11;

struct Question {
    std::string name;
    Wanted wanted;
    std::set<std::string> keys;  ///< By key_of().
};

/// Lists beside the invented one, and what is asked.
struct World {
    std::vector<std::pair<std::string, std::vector<ListEntry>>> lists;
    std::vector<Question> questions;
};

/// References of two lists may be the same.
std::string key_of(const std::string& list, const std::string& entry) {
    return list + ":" + entry;
}

void add_question(World& world, const std::string& name, const Wanted& wanted) {
    std::set<std::string> keys;
    for (const std::string& entry : wanted.entries) {
        keys.insert(key_of(wanted.list, entry));
    }
    world.questions.push_back({name, wanted, keys});
}

/// Tabs, line ends and backslashes mean something to COPY.
std::string plain(std::string text) {
    for (char& c : text) {
        c = c == '\t' || c == '\n' || c == '\r' || c == '\\' ? ' ' : c;
    }
    return text;
}

/// Every second one as listed, the others in another order or romanisation, with a slip, or with a
/// part missing.
World world_of_listed(std::size_t count) {
    const ListedRows listed = read_listed_rows();
    InventedPeople chance{kQuestionSeed};
    World world{{{kUnList, listed.un}, {kCongressList, listed.congress}}, {}};
    while (world.questions.size() < count) {
        const ListedRow& row = listed.rows[chance.below(listed.rows.size())];
        std::string name = row.name;
        if (world.questions.size() % 2 == 1) {
            const auto other = spelled_otherwise(name, kOtherwise[chance.below(4)].how, chance);
            if (!other) {
                continue;
            }
            name = *other;
        }
        add_question(world, name, wanted(row, name, false));
    }
    return world;
}

/// Every alias as likely.
World world_of_aliases(std::size_t count) {
    const LeftOut left = leave_one_out(read_un(), read_ofac(), 1);
    InventedPeople chance{kQuestionSeed};
    World world{{{kUnList, left.un}, {kOfacList, left.ofac}}, {}};
    std::vector<const Wanted*> all;
    for (const Wanted& one : left.on_names) {
        all.insert(all.end(), one.weight, &one);
    }
    while (world.questions.size() < count) {
        const Wanted& one = *all[chance.below(all.size())];
        add_question(world, one.who.names[0].reveal(), one);
    }
    return world;
}

void print(std::string_view system, std::uint64_t found, std::vector<double>& micros) {
    std::sort(micros.begin(), micros.end());
    double sum = 0;
    for (const double one : micros) {
        sum += one;
    }
    std::cout << system << '\t' << found << '\t' << micros.size() << '\t'
              << sum / static_cast<double>(micros.size()) << '\t' << micros[micros.size() / 2]
              << '\t' << micros[micros.size() * 99 / 100] << std::endl;
}

/// Asks every question once unmeasured where that is quick, then measures.
template <class Ask>
void measure(std::string_view system, const std::vector<Question>& all, bool warm, const Ask& ask) {
    const core::SystemClock clock;
    std::vector<double> micros;
    std::uint64_t found = 0;
    for (std::size_t i = 0; warm && i < all.size(); ++i) {
        static_cast<void>(ask(all[i]));
    }
    for (const Question& one : all) {
        const auto start = clock.mono();
        const bool is_found = ask(one);
        micros.push_back(static_cast<double>((clock.mono() - start).count()) / 1000);
        found += is_found ? 1 : 0;
    }
    print(system, found, micros);
}

void measure_index(std::string_view system,
                   const watchlists::ListSnapshot& lists,
                   const std::vector<Question>& all,
                   watchlists::Least least) {
    watchlists::MatchScratch scratch;
    measure(system, all, true, [&](const Question& one) {
        const auto hits = lists.match(one.wanted.who, kFirst, scratch, least);
        return std::any_of(hits.begin(), hits.end(), [&](const facts::Hit& hit) {
            return hit.list == one.wanted.list && one.wanted.entries.count(hit.entry) != 0;
        });
    });
}

void write_names(const std::string& folder,
                 std::uint64_t count,
                 const World& world,
                 NameScan& scan) {
    std::ofstream file{folder + "/names.tsv"};
    const auto add = [&](const std::string& key, const ListEntry& entry) {
        for (const auto& name : entry.names) {
            file << key << '\t' << plain(as_said(name)) << '\n';
            scan.add(plain(as_said(name)), key);
        }
    };
    InventedPeople people{kFillerSeed};
    for (std::uint64_t made = 0, number = 0; made < count; ++number) {
        const ListEntry entry = people.entry(number);
        made += entry.names.size();
        add(entry.id, entry);
    }
    for (const auto& [list, entries] : world.lists) {
        for (const ListEntry& entry : entries) {
            if (entry.kind == watchlists::EntryKind::kPerson) {
                add(key_of(list, entry.id), entry);
            }
        }
    }
    SARHAD_CHECK(file.good());
}

void write_questions(const std::string& folder, const std::vector<Question>& all) {
    std::ofstream file{folder + "/questions.tsv"};
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::string keys;
        for (const std::string& key : all[i].keys) {
            keys += (keys.empty() ? "" : ",") + key;
        }
        file << i << '\t' << plain(all[i].name) << "\t{" << keys << "}\n";
    }
    SARHAD_CHECK(file.good());
}

int run(const std::string& folder, std::uint64_t names, const World& world) {
    const std::vector<Question>& all = world.questions;
    NameScan scan;
    write_names(folder, names, world, scan);
    write_questions(folder, all);
    watchlists::ListSnapshotBuilder builder;
    for (const auto& [list, entries] : world.lists) {
        SARHAD_CHECK(builder.add_list(shipped(list, "LISTED"), entries).has_value());
    }
    add_invented(builder, names);
    const auto lists = builder.build(wire::blake2b);
    measure_index("index, hits of the shipped tiers", *lists, all, watchlists::Least::kShown);
    measure_index("index, the best whatever their score", *lists, all, watchlists::Least::kAny);
    measure("Jaro-Winkler, every name", all, false, [&](const Question& one) {
        const auto near = scan.nearest(one.name, kFirst);
        return std::any_of(
            near.begin(), near.end(), [&](const auto& key) { return one.keys.count(key) != 0; });
    });
    return 0;
}

}  // namespace
}  // namespace sarhad::bench

int main(int argc, char** argv) {
    using namespace sarhad;  // NOLINT(google-build-using-namespace)
    const std::string_view kind = argc == 5 ? argv[4] : "";
    const auto names = core::parse_uint(argc == 5 ? argv[2] : "");
    const auto questions = core::parse_uint(argc == 5 ? argv[3] : "");
    if ((kind != "listed" && kind != "aliases") || !names || !questions || *questions == 0) {
        std::cerr << "usage: names_peers FOLDER NAMES QUESTIONS listed|aliases\n";
        return 64;
    }
    if (!bench::has_data()) {
        return 1;
    }
    return bench::run(argv[1],
                      *names,
                      kind == "listed" ? bench::world_of_listed(*questions)
                                       : bench::world_of_aliases(*questions));
}
