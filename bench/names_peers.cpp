// The questions that names_peers.py puts to others too, answered here by the product's index and by
// a scan with Jaro-Winkler: names alone, the first 20. usage: names_peers FOLDER NAMES QUESTIONS.
// Writes FOLDER/names.tsv and FOLDER/questions.tsv for PostgreSQL's COPY (personal data: the folder
// is the caller's to remove) and prints a line a system: "system<TAB>found<TAB>asked<TAB>mean
// us<TAB>p50 us<TAB>p99 us". The clock is the wall's: PostgreSQL has no other.

#include "jaro_winkler.h"
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
#include <vector>

namespace sarhad::bench {
namespace {

using watchlists::ListEntry;

constexpr std::uint64_t kFillerSeed = 20261125;
constexpr std::uint64_t kQuestionSeed = 11;

struct Question {
    std::string name;
    Wanted wanted;
    /// "UN-" or "US-" and the reference: references of two lists may be the same.
    std::set<std::string> keys;
};

std::string key_of(const std::string& list, const std::string& entry) {
    return (list.starts_with("wl/un/") ? "UN-" : "US-") + entry;
}

/// Tabs, line ends and backslashes mean something to COPY.
std::string plain(std::string text) {
    for (char& c : text) {
        c = c == '\t' || c == '\n' || c == '\r' || c == '\\' ? ' ' : c;
    }
    return text;
}

/// Every second one as listed, the others in another order or romanisation, with a slip, or with a
/// word missing.
std::vector<Question> questions_of(const ListedRows& listed, std::size_t count) {
    InventedPeople chance{kQuestionSeed};
    std::vector<Question> all;
    while (all.size() < count) {
        const ListedRow& row = listed.rows[chance.below(listed.rows.size())];
        std::string name = row.name;
        if (all.size() % 2 == 1) {
            const auto other = spelled_otherwise(name, kOtherwise[chance.below(4)].how, chance);
            if (!other) {
                continue;
            }
            name = *other;
        }
        std::set<std::string> keys;
        for (const std::string& entry : row.entries) {
            keys.insert(key_of(row.list, entry));
        }
        all.push_back({name, wanted(row, name, false), keys});
    }
    return all;
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
                 const ListedRows& listed,
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
    for (const ListEntry& entry : listed.un) {
        if (entry.kind == watchlists::EntryKind::kPerson) {
            add("UN-" + entry.id, entry);
        }
    }
    for (const ListEntry& entry : listed.congress) {
        add("US-" + entry.id, entry);
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

int run(const std::string& folder, std::uint64_t names, std::uint64_t questions) {
    if (!has_data()) {
        return 1;
    }
    const ListedRows listed = read_listed_rows();
    const auto all = questions_of(listed, questions);
    NameScan scan;
    write_names(folder, names, listed, scan);
    write_questions(folder, all);
    watchlists::ListSnapshotBuilder builder;
    SARHAD_CHECK(builder.add_list(shipped(kUnList, "UN"), listed.un).has_value());
    SARHAD_CHECK(builder.add_list(shipped(kCongressList, "US"), listed.congress).has_value());
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
    const auto number = [&](int at) {
        const auto read = sarhad::core::parse_uint(argc > at ? argv[at] : "");
        return read.has_value() ? *read : 0;
    };
    if (argc != 4 || number(2) == 0 || number(3) == 0) {
        std::cerr << "usage: names_peers FOLDER NAMES QUESTIONS\n";
        return 64;
    }
    return sarhad::bench::run(argv[1], number(2), number(3));
}
