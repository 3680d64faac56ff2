#include "found_names.h"

#include "invented_people.h"
#include "real_lists.h"

#include "core/check.h"
#include "wire/hash.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <utility>

namespace sarhad::bench {
namespace {

using watchlists::ListChange;
using watchlists::ListEntry;
using watchlists::ListManifest;
using watchlists::ListSnapshot;

bool is_found(const ListSnapshot& lists, const Wanted& one, watchlists::MatchScratch& scratch) {
    const auto hits = lists.match(one.who, kFirst, scratch, watchlists::Least::kAny);
    return std::any_of(hits.begin(), hits.end(), [&](const facts::Hit& hit) {
        return hit.list == one.list && one.entries.count(hit.entry) != 0;
    });
}

}  // namespace

void add_invented(watchlists::ListSnapshotBuilder& builder, std::uint64_t count) {
    InventedPeople people{kFillerSeed};
    SARHAD_CHECK(builder.begin_list(shipped("wl/a-bench/invented", "INVENTED")).has_value());
    for (std::uint64_t made = 0, number = 0; made < count; ++number) {
        const ListEntry entry = people.entry(number);
        made += entry.names.size();
        SARHAD_CHECK(builder.add_entry(entry).has_value());
    }
}

std::shared_ptr<const ListSnapshot> invented_list(std::uint64_t count) {
    watchlists::ListSnapshotBuilder builder;
    add_invented(builder, count);
    return builder.build(wire::blake2b);
}

std::shared_ptr<const ListSnapshot> with_list(std::shared_ptr<const ListSnapshot> base,
                                              const ListManifest& manifest,
                                              const std::vector<ListEntry>& entries) {
    if (base == nullptr) {
        watchlists::ListSnapshotBuilder builder;
        SARHAD_CHECK(builder.add_list(manifest, entries).has_value());
        return builder.build(wire::blake2b);
    }
    std::vector<ListChange> changes;
    changes.reserve(entries.size());
    for (const ListEntry& entry : entries) {
        changes.push_back({entry.id, entry});
    }
    auto made = base->changed(manifest, changes, wire::blake2b);
    SARHAD_CHECK(made.has_value());
    return *made;
}

void FoundCount::add(const FoundCount& other) {
    asked += other.asked;
    found += other.found;
    outranked += other.outranked;
    unlike += other.unlike;
    weight += other.weight;
    weight_found += other.weight_found;
    weight_like += other.weight_like;
}

FoundCount count_found(const ListSnapshot& large,
                       const ListSnapshot& small,
                       const std::vector<Wanted>& wanted,
                       bool is_shown) {
    FoundCount count;
    watchlists::MatchScratch scratch;
    for (const Wanted& one : wanted) {
        ++count.asked;
        count.weight += one.weight;
        count.weight_like += one.has_like_word ? one.weight : 0;
        if (is_found(large, one, scratch)) {
            ++count.found;
            count.weight_found += one.weight;
            continue;
        }
        const bool is_like = is_found(small, one, scratch);
        ++(is_like ? count.outranked : count.unlike);
        if (is_shown) {
            std::cout << "    " << (is_like ? "outranked: " : "unlike: ")
                      << one.who.names[0].reveal() << " | " << one.list << " "
                      << *one.entries.begin() << "\n";
        }
    }
    return count;
}

void print_found(std::string_view what, const FoundCount& count, unsigned least_permille) {
    const double share = count.weight == 0 ? 0
                                           : static_cast<double>(count.weight_found) /
                                                 static_cast<double>(count.weight);
    std::cout << std::left << std::setw(58) << what << std::fixed << std::setprecision(4) << share
              << "  " << count.found << " of " << count.asked << "; outranked " << count.outranked
              << ", unlike " << count.unlike;
    if (count.weight_like != count.weight) {
        std::cout << "; no word alike in "
                  << 1 - static_cast<double>(count.weight_like) / static_cast<double>(count.weight);
    }
    if (least_permille != 0) {
        const bool is_met = count.weight_found * 1000 >= count.weight * least_permille;
        std::cout << "; asked for " << std::setprecision(3) << least_permille / 1000.0
                  << (is_met ? ": met" : ": MISSED");
    }
    std::cout << std::endl;
}

}  // namespace sarhad::bench
