#include "wire/state_tree.h"

#include "seeded_random.h"

#include "core/text.h"
#include "support/golden.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <functional>
#include <set>

namespace sarhad::wire {
namespace {

using Rows = std::map<std::string, Hash256, std::less<>>;

/// The definition, written down word by word: for each of the 65,536 buckets all rows are asked.
core::Bytes slow(const core::Bytes& bytes, std::size_t size) {
    core::Bytes hash(size);
    crypto_generichash(hash.data(), size, bytes.data(), bytes.size(), nullptr, 0);
    return hash;
}

core::Bytes slow_root(const Rows& rows) {
    std::map<unsigned, core::Bytes> buckets;
    for (const auto& [id, hash] : rows) {  // In order of id.
        const core::Bytes place = slow(core::to_bytes(id), 32);
        core::Bytes& bucket = buckets[place[0] * 256U + place[1]];
        bucket.push_back(static_cast<std::uint8_t>(id.size() / 256));
        bucket.push_back(static_cast<std::uint8_t>(id.size() % 256));
        bucket.insert(bucket.end(), id.begin(), id.end());
        bucket.insert(bucket.end(), hash.begin(), hash.end());
    }
    core::Bytes root = core::to_bytes(std::string_view{"sarhad/state/v1"});
    root.push_back(0);
    for (unsigned shift = 64; shift > 0; shift -= 8) {
        root.push_back(static_cast<std::uint8_t>(rows.size() >> (shift - 8)));
    }
    for (unsigned child = 0; child < 256; ++child) {
        core::Bytes group;
        for (unsigned index = 0; index < 256; ++index) {
            const auto found = buckets.find(child * 256 + index);
            const core::Bytes leaf =
                found == buckets.end() ? core::Bytes(16) : slow(found->second, 16);
            group.insert(group.end(), leaf.begin(), leaf.end());
        }
        const core::Bytes hash = slow(group, 16);
        root.insert(root.end(), hash.begin(), hash.end());
    }
    return slow(root, 32);
}

Rows random_rows(SeededRandom& random, std::size_t count) {
    Rows rows;
    while (rows.size() < count) {
        std::array<std::uint8_t, 3> name{};
        random.fill(name);
        random.fill(rows[core::cat("T.", core::to_hex(name))]);
    }
    return rows;
}

TEST(StateTree, HasTheRootThatTheDefinitionGives) {
    SeededRandom random{7};
    for (const std::size_t count : {0U, 1U, 2U, 40U, 3000U}) {
        const Rows rows = random_rows(random, count);
        EXPECT_EQ(core::to_hex(state_root(rows)), core::to_hex(slow_root(rows))) << count;
    }
}

TEST(StateTree, FollowsChangesBucketByBucket) {
    SeededRandom random{8};
    Rows rows = random_rows(random, 2000);
    StateTree tree = state_tree_of(rows);
    std::set<Bucket> touched;
    for (int round = 0; round < 50; ++round) {
        const auto gone = std::next(rows.begin(), 13 * round);
        touched.insert(bucket_of(gone->first));
        rows.erase(gone);
        const auto changed = std::next(rows.begin(), 7 * round);
        random.fill(changed->second);
        touched.insert(bucket_of(changed->first));
    }
    for (const Bucket bucket : touched) {
        LeafHasher leaf;
        for (const auto& [id, hash] : rows) {
            if (bucket_of(id) == bucket) {
                leaf.add(id, hash);
            }
        }
        tree.set(bucket, leaf.finish());
    }
    EXPECT_EQ(tree, state_tree_of(rows));
    EXPECT_EQ(core::to_hex(tree.root(rows.size())), core::to_hex(slow_root(rows)));
}

TEST(StateTree, TellsIdFromHashAndRowFromRow) {
    LeafHasher leaf;
    Hash256 zeros{};
    leaf.add("AB", zeros);
    const TreeHash one = leaf.finish();
    leaf.add("A", zeros);
    EXPECT_NE(leaf.finish(), one);
    leaf.add("", zeros);
    leaf.add("AB", zeros);
    EXPECT_NE(leaf.finish(), one);
    EXPECT_EQ(leaf.finish(), TreeHash{});  // Nothing was added since.
}

TEST(StateTree, CountsItsRows) {
    const StateTree tree;
    EXPECT_NE(tree.root(0), tree.root(1));
}

TEST(StateTree, GivesAndTakesItsGroups) {
    SeededRandom random{9};
    const StateTree tree = state_tree_of(random_rows(random, 500));
    StateTree copy;
    for (std::size_t child = 0; child < kTreeFan; ++child) {
        const auto number = static_cast<std::uint8_t>(child);
        copy.set_group(number, tree.group(number));
        EXPECT_EQ(tree_hash_at(tree.children(), child), blake2b_128(tree.group(number)));
    }
    EXPECT_EQ(copy, tree);
}

/// The root of a list with a manifest and references of several scripts, and of no list at all.
TEST(StateTree, KeepsItsBytes) {
    Rows rows;
    rows["#manifest"].fill(1);
    rows["QDi.001"].fill(2);
    rows["QDi.0010"].fill(3);
    rows["\xD0\x9B-7"].fill(4);
    rows[std::string(200, 'x')].fill(5);
    core::Bytes roots;
    core::append(roots, state_root(rows));
    core::append(roots, state_root({}));
    EXPECT_EQ(core::to_hex(roots), core::to_hex(golden::kept("formats/v1/state_root.bin", roots)));
}

}  // namespace
}  // namespace sarhad::wire
