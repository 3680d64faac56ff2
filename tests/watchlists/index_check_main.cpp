// Looks for travellers in random lists of 100 to 2,000 entries, with the index and without, and
// counts where the two differ: exit 1 where they do. Many of the travellers are listed under a
// damaged name, so that most queries are near misses. usage: watchlists_check QUERIES [SEED]

#include "invented.h"

#include "core/text.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace sarhad::watchlists::testing {
namespace {

/// Travellers looked for in one list.
constexpr std::uint64_t kQueriesAList = 200;

/// Organisations, craft and numbers looked for in another one.
constexpr std::uint64_t kThingsAList = 25;

/// Small lists are commoner: they take less time to go through, and so more of them are seen.
std::uint64_t list_size(Invented& invented) {
    std::uint64_t size = 1900;
    for (int i = 0; i < 6; ++i) {
        size = size * invented.below(1000) / 600;
    }
    return 100 + std::min<std::uint64_t>(size, 1900);
}

/// The name, or now and then one with a word twice, or a word's letter in its place or beside it.
std::string written(Invented& invented, std::string name) {
    if (invented.below(5) != 0) {
        return name;
    }
    const std::size_t end = name.find(' ');
    const std::string first = name.substr(0, end);
    const std::string rest = end == std::string::npos ? "" : name.substr(end);
    const std::string letter = first.substr(0, 1);
    const std::uint64_t how = invented.below(3);
    return how == 0 ? letter + rest : (how == 1 ? letter + " " + name : name + " " + first);
}

Subject traveller(Invented& invented, const std::vector<std::string>& names) {
    const bool is_listed = invented.below(2) == 0;
    std::string name = is_listed ? names[invented.below(names.size())] : invented.name();
    for (std::uint64_t n = invented.below(3); n > 0; --n) {
        name = invented.damaged(name);
    }
    Subject who = subject(written(invented, name), invented.birth());
    adorn(who, invented);
    return who;
}

struct Count {
    std::uint64_t queries{0};
    std::uint64_t hits{0};
    std::uint64_t differences{0};
};

/// What differs: all is invented.
void tell(const Subject& who,
          const std::vector<facts::Hit>& hits,
          const std::vector<facts::Hit>& wanted) {
    const auto line = [](const std::vector<facts::Hit>& all, std::size_t at) {
        return at < all.size() ? core::cat(all[at].score.value(),
                                           " ",
                                           all[at].name.reveal(),
                                           ": ",
                                           all[at].why.reveal())
                               : std::string{"none"};
    };
    const std::string name = who.names.empty() ? "" : who.names.front().reveal();
    for (std::size_t at = 0; at < std::max(hits.size(), wanted.size()); ++at) {
        if (at >= hits.size() || at >= wanted.size() || hits[at] != wanted[at]) {
            std::printf("%s\n  index: %s\n  all:   %s\n",
                        name.c_str(),
                        line(hits, at).c_str(),
                        line(wanted, at).c_str());
            return;
        }
    }
}

/// A name of an entry as it is listed, or damaged, beside invented numbers.
Subject thing_like(Invented& invented, const std::vector<ListEntry>& entries) {
    Subject who = thing_subject(invented);
    const ListEntry& entry = entries[invented.below(entries.size())];
    if (invented.below(2) == 0 && !entry.names.empty()) {
        std::string name = entry.names[invented.below(entry.names.size())].text.reveal();
        for (std::uint64_t n = invented.below(3); n > 0; --n) {
            name = invented.damaged(name);
        }
        name = invented.below(4) == 0 ? contracted(invented, name) : name;
        who.kind = entry.kind;
        who.names = {secret(name)};
    }
    return who;
}

/// Organisations, craft and numbers of all kinds, some persons among them.
void check_things(Invented& invented, std::uint64_t queries, Count& count) {
    std::vector<ListEntry> entries;
    for (std::uint64_t i = list_size(invented); i > 0; --i) {
        if (invented.below(6) != 0) {
            entries.push_back(thing(std::to_string(i), invented));
            continue;
        }
        entries.push_back(person(std::to_string(i), invented.name(), invented.birth()));
        adorn(entries.back(), invented);
        const NumberKind kind = kInventedNumbers[invented.below(kInventedNumbers.size())];
        entries.back().documents.push_back(number(kind, invented_number(invented, kind)));
    }
    const int ask = invented.below(2) == 0 ? Thresholds::kLeastAsk : 600;
    const auto lists = snapshot(entries, ask);
    const ExhaustiveMatcher exhaustive{*lists};
    MatchScratch scratch;
    for (; queries > 0; --queries) {
        const Subject who = thing_like(invented, entries);
        const std::size_t limit = invented.below(3) == 0 ? 5 : 20;
        const Least least = invented.below(8) == 0 ? Least::kAny : Least::kShown;
        const auto hits = lists->match(who, limit, scratch, least);
        count.queries += 1;
        count.hits += hits.size();
        const auto wanted = exhaustive.match(who, limit, least);
        if (hits != wanted) {
            ++count.differences;
            tell(who, hits, wanted);
        }
    }
}

void check_list(Invented& invented, std::uint64_t queries, Count& count) {
    std::vector<ListEntry> entries;
    std::vector<std::string> names;
    for (std::uint64_t i = list_size(invented); i > 0; --i) {
        names.push_back(written(invented, invented.name()));
        entries.push_back(person(std::to_string(i), names.back(), invented.birth()));
        adorn(entries.back(), invented);
    }
    // Lists that tell from anywhere on, too: bounds are of use at some scores only.
    const int any = Thresholds::kLeastAsk + static_cast<int>(invented.below(500));
    const int ask = invented.below(2) == 0 ? Thresholds::kLeastAsk : any;
    const auto lists = snapshot(std::move(entries), ask, invented.below(2) == 0 ? 500 : ask);
    const ExhaustiveMatcher exhaustive{*lists};
    MatchScratch scratch;
    for (; queries > 0; --queries) {
        const Subject who = traveller(invented, names);
        const std::size_t limit = invented.below(3) == 0 ? 5 : 20;
        const Least least = invented.below(8) == 0 ? Least::kAny : Least::kShown;
        const auto hits = lists->match(who, limit, scratch, least);
        count.queries += 1;
        count.hits += hits.size();
        const auto wanted = exhaustive.match(who, limit, least);
        if (hits != wanted) {
            ++count.differences;
            tell(who, hits, wanted);
        }
    }
}

}  // namespace
}  // namespace sarhad::watchlists::testing

int main(int argc, char** argv) {
    using namespace sarhad::watchlists::testing;  // NOLINT(google-build-using-namespace)
    const std::uint64_t wanted = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000;
    Invented invented{argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1};
    Count count;
    while (count.queries < wanted) {
        check_list(invented, std::min(kQueriesAList, wanted - count.queries), count);
        check_things(invented, std::min(kThingsAList, wanted - count.queries), count);
    }
    std::printf("%llu queries, %llu hits, %llu differences\n",
                static_cast<unsigned long long>(count.queries),
                static_cast<unsigned long long>(count.hits),
                static_cast<unsigned long long>(count.differences));
    return count.differences == 0 ? 0 : 1;
}
