// A snapshot is the same to the last byte whatever number of threads has built it.

#include "invented.h"
#include "support.h"

#include "watchlists/in_order.h"
#include "watchlists/matcher.h"
#include "watchlists/part_builder.h"

#include <gtest/gtest.h>

#include <atomic>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

constexpr std::size_t kSeveralBatches = 2 * kBatchEntries + 700;

ListManifest manifest_of(std::string_view name) {
    ListManifest manifest;
    manifest.name = name;
    manifest.source = "TEST";
    manifest.edition = 1;
    return manifest;
}

/// Persons, organisations and things with numbers, some of whom say another source or none.
std::vector<ListEntry> mixed_entries(std::size_t count, std::uint64_t seed) {
    Invented invented{seed};
    std::vector<ListEntry> entries;
    for (std::size_t i = 0; i < count; ++i) {
        ListEntry entry = person(std::to_string(i), invented.name(), invented.birth());
        adorn(entry, invented);
        if (invented.below(6) == 0) {
            entry = thing(entry.id, invented);
        }
        if (invented.below(20) == 0) {
            entry.names.push_back(listed("Пётр Зорвандин"));
        }
        if (invented.below(9) == 0) {
            entry.source = invented.below(2) == 0 ? "" : "OTHER";
        }
        entry.remarks = secret("not kept");
        entries.push_back(std::move(entry));
    }
    return entries;
}

core::Bytes bytes_of(ListSnapshotBuilder& builder) {
    return *builder.build(&test_hash)->segment_bytes();
}

TEST(SnapshotBuild, ThreadsMakeTheSameBytesAsEntriesOneByOne) {
    const std::vector<ListEntry> one = mixed_entries(kSeveralBatches, 41);
    const std::vector<ListEntry> other = mixed_entries(900, 42);
    ListSnapshotBuilder single;
    for (const auto& [name, entries] :
         {std::pair{"wl/test/one", &one}, std::pair{"wl/test/other", &other}}) {
        ASSERT_TRUE(single.begin_list(manifest_of(name)));
        for (const ListEntry& entry : *entries) {
            ASSERT_TRUE(single.add_entry(entry));
        }
    }
    const core::Bytes expected = bytes_of(single);
    for (const std::size_t threads : {1U, 2U, 3U}) {
        ListSnapshotBuilder builder{threads};
        ASSERT_TRUE(builder.add_list(manifest_of("wl/test/one"), one));
        ASSERT_TRUE(builder.add_list(manifest_of("wl/test/other"), other));
        EXPECT_TRUE(bytes_of(builder) == expected) << threads << " threads";
    }
}

TEST(SnapshotBuild, EachEntryIsAskedForOnce) {
    const std::vector<ListEntry> entries = mixed_entries(kSeveralBatches, 43);
    std::vector<std::atomic<int>> asked(entries.size());
    ListSnapshotBuilder builder{2};
    ASSERT_TRUE(builder.add_list(
        manifest_of("wl/test/one"), entries.size(), [&](std::size_t i) -> core::Result<ListEntry> {
            ++asked[i];
            return entries[i];
        }));
    EXPECT_EQ(builder.build(&test_hash)->size().entries, entries.size());
    EXPECT_TRUE(std::all_of(asked.begin(), asked.end(), [](const auto& one) { return one == 1; }));
}

TEST(SnapshotBuild, OfSeveralErrorsThatOfTheFirstEntryIsTold) {
    const std::vector<ListEntry> entries = mixed_entries(kSeveralBatches, 44);
    for (const std::size_t threads : {1U, 2U}) {
        ListSnapshotBuilder builder{threads};
        const core::Status added = builder.add_list(
            manifest_of("wl/test/one"),
            entries.size(),
            [&](std::size_t i) -> core::Result<ListEntry> {
                if (i == kBatchEntries + 7 || i == kBatchEntries + 9 || i + 1 == entries.size()) {
                    return core::Error{core::Errc::kCorrupt, std::to_string(i)};
                }
                return entries[i];
            });
        ASSERT_FALSE(added);
        EXPECT_EQ(added.error().what, std::to_string(kBatchEntries + 7));
    }
}

TEST(SnapshotBuild, ASealedEntryInABatchIsRefused) {
    std::vector<ListEntry> entries = mixed_entries(kSeveralBatches, 45);
    entries[kBatchEntries + 20].sealed = {1, 2, 3};
    ListSnapshotBuilder builder{2};
    const core::Status added = builder.add_list(manifest_of("wl/test/one"), entries);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, core::Errc::kInvalid);
}

TEST(SnapshotBuild, WhatIsMadeInAnyOrderIsTakenInItsOwn) {
    for (const std::size_t threads : {1U, 2U, 4U}) {
        std::vector<std::size_t> places(places_of(threads));
        std::vector<std::size_t> taken;
        const auto take_until = [&](std::size_t last) {
            taken.clear();
            make_in_order(
                threads,
                50,
                [&](std::size_t i, std::size_t place) { places[place] = i; },
                [&](std::size_t i, std::size_t place) {
                    EXPECT_EQ(places[place], i);
                    taken.push_back(i);
                    return i < last;
                });
        };
        take_until(1'000);
        ASSERT_EQ(taken.size(), 50U);
        EXPECT_TRUE(std::is_sorted(taken.begin(), taken.end()));
        take_until(7);
        EXPECT_EQ(taken.size(), 8U);
    }
}

}  // namespace
}  // namespace sarhad::watchlists
