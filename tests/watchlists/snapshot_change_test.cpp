#include "invented.h"
#include "support.h"

#include "watchlists/matcher.h"

#include <gtest/gtest.h>

#include <map>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

using Entries = std::map<std::string, ListEntry>;

ListManifest manifest_of(std::uint64_t edition) {
    ListManifest manifest;
    manifest.name = "wl/test/one";
    manifest.source = "TEST";
    manifest.edition = edition;
    return manifest;
}

std::shared_ptr<const ListSnapshot> built(const Entries& entries, std::uint64_t edition) {
    ListSnapshotBuilder builder;
    std::vector<ListEntry> all;
    for (const auto& [id, entry] : entries) {
        all.push_back(entry);
    }
    SARHAD_CHECK(builder.add_list(manifest_of(edition), std::move(all)).has_value());
    return builder.build(&test_hash);
}

ListEntry invented_entry(const std::string& id, Invented& invented) {
    ListEntry entry = person(id, invented.name(), invented.birth());
    adorn(entry, invented);
    return entry;
}

/// Changes of some ids, done to `entries` too.
std::vector<ListChange> invented_changes(Invented& invented, Entries& entries) {
    std::vector<ListChange> changes;
    for (std::uint64_t i = 1 + invented.below(12); i > 0; --i) {
        const std::string id = std::to_string(invented.below(150));
        if (invented.below(3) == 0) {
            entries.erase(id);
            changes.push_back({id, std::nullopt});
        } else {
            entries[id] = invented_entry(id, invented);
            changes.push_back({id, entries[id]});
        }
    }
    return changes;
}

void expect_same(const ListSnapshot& a, const ListSnapshot& b, Invented& invented) {
    EXPECT_EQ(a.hash(), b.hash());
    EXPECT_EQ(a.sums(), b.sums());
    EXPECT_EQ(a.size().entries, b.size().entries);
    EXPECT_EQ(a.size().persons, b.size().persons);
    for (int i = 0; i < 15; ++i) {
        Subject who = subject(invented.name(), invented.birth());
        adorn(who, invented);
        EXPECT_EQ(a.match(who, 20), b.match(who, 20));
        EXPECT_EQ(a.match(who, 1000), b.match(who, 1000));
    }
}

TEST(ListSnapshot, ChangesGiveWhatAFullBuildGives) {
    Invented invented{41};
    Entries entries;
    for (int i = 0; i < 120; ++i) {
        entries[std::to_string(i)] = invented_entry(std::to_string(i), invented);
    }
    auto changed = built(entries, 1);
    std::size_t most_parts = 0;
    for (std::uint64_t edition = 2; edition < 40; ++edition) {
        const auto next =
            changed->changed(manifest_of(edition), invented_changes(invented, entries), &test_hash);
        ASSERT_TRUE(next.has_value());
        changed = *next;
        most_parts = std::max<std::size_t>(most_parts, changed->size().parts);
        expect_same(*changed, *built(entries, edition), invented);
    }
    EXPECT_GT(most_parts, 2U);
    EXPECT_LE(most_parts, 9U);
    const auto merged = changed->merged(&test_hash);
    EXPECT_EQ(merged->size().parts, 1U);
    EXPECT_EQ(merged->size().overlay_entries, 0U);
    expect_same(*merged, *changed, invented);
}

TEST(ListSnapshot, AChangeLeavesTheOneBeforeAsItWas) {
    const auto before = snapshot({person("1", "Zorvan Belkhadim")});
    const auto after = before->changed(manifest_of(2), {{"1", std::nullopt}}, &test_hash);
    ASSERT_TRUE(after.has_value());
    EXPECT_EQ(before->match(subject("Zorvan Belkhadim"), 5).size(), 1U);
    EXPECT_TRUE((*after)->match(subject("Zorvan Belkhadim"), 5).empty());
    EXPECT_EQ((*after)->size().entries, 0U);
}

TEST(ListSnapshot, AChangeMayBringAListOfItsOwn) {
    ListManifest other = manifest_of(1);
    other.name = "wl/test/another";
    const auto after = snapshot({person("1", "Zorvan Belkhadim")})
                           ->changed(other, {{"1", person("1", "Tarel Mundosi")}}, &test_hash);
    ASSERT_TRUE(after.has_value());
    EXPECT_EQ((*after)->manifests().size(), 2U);
    EXPECT_EQ((*after)->match(subject("Zorvan Belkhadim"), 5).at(0).list, "wl/test/one");
    EXPECT_EQ((*after)->match(subject("Tarel Mundosi"), 5).at(0).list, "wl/test/another");
}

TEST(ListSnapshot, OfSeveralChangesOfAnIdTheLastOneCounts) {
    const auto after = snapshot({})->changed(
        manifest_of(2),
        {{"1", person("1", "Zorvan Belkhadim")}, {"1", person("1", "Tarel Mundosi")}},
        &test_hash);
    ASSERT_TRUE(after.has_value());
    EXPECT_TRUE((*after)->match(subject("Zorvan Belkhadim"), 5).empty());
    EXPECT_EQ((*after)->match(subject("Tarel Mundosi"), 5).size(), 1U);
}

TEST(ListSnapshot, AChangeIsRefusedAsAListIs) {
    ListManifest nameless = manifest_of(1);
    nameless.name.clear();
    EXPECT_EQ(snapshot({})->changed(nameless, {}, &test_hash).error().code, core::Errc::kInvalid);
}

TEST(ListSnapshot, ASumTellsWhatIsKeptOfAnEntry) {
    ListEntry entry = person("1", "Zorvan Belkhadim");
    const auto sum = [&] { return snapshot({entry})->sums().at(0); };
    const ListSum plain = sum();
    entry.names[0].quality = NameQuality::kWeak;
    EXPECT_NE(sum(), plain);
}

}  // namespace
}  // namespace sarhad::watchlists
