#include "rules/pack.h"

#include <gtest/gtest.h>

namespace sarhad::rules {
namespace {

facts::Hash256 first_bytes(core::ByteView bytes) {
    facts::Hash256 hash{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        hash[i % hash.size()] = static_cast<std::uint8_t>(hash[i % hash.size()] + bytes[i] + i);
    }
    return hash;
}

TEST(RulePack, EmptyPackHasBytesThatNeverChange) {
    EXPECT_EQ(core::to_hex(RulePack::empty(&first_bytes).canonical_bytes()),
              "5341524841445250000100000000000000000000"
              "0000");
}

TEST(RulePack, EmptyPackHasAHashOfItsOwn) {
    const RulePack pack = RulePack::empty(&first_bytes);
    EXPECT_EQ(pack.hash(), first_bytes(pack.canonical_bytes()));
    EXPECT_NE(pack.hash(), facts::Hash256{});
}

TEST(RulePack, ComesBackFromItsBytes) {
    const RulePack pack = RulePack::empty(&first_bytes);
    const auto read = RulePack::parse(pack.canonical_bytes(), &first_bytes);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(*read, pack);
}

TEST(RulePack, NamesItsEditionAndItsRules) {
    const facts::Hash256 one{1};
    const facts::Hash256 other{2};
    const RulePack pack = RulePack::of(7, {one, other}, &first_bytes);
    EXPECT_EQ(pack.rule_count(), 2U);
    EXPECT_NE(pack.canonical_bytes(),
              RulePack::of(8, {one, other}, &first_bytes).canonical_bytes());
    EXPECT_NE(pack.canonical_bytes(),
              RulePack::of(7, {other, one}, &first_bytes).canonical_bytes());
    const auto read = RulePack::parse(pack.canonical_bytes(), &first_bytes);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(*read, pack);
}

TEST(RulePack, RefusesANewerVersionAndATooLargeOne) {
    core::Bytes bytes = RulePack::empty(&first_bytes).canonical_bytes();
    bytes[9] = 3;
    EXPECT_EQ(RulePack::parse(bytes, &first_bytes).error().code, core::Errc::kInvalid);
    bytes[9] = 1;
    bytes[18] = 0xFF;  // The count's first byte: four thousand million rules.
    EXPECT_EQ(RulePack::parse(bytes, &first_bytes).error().code, core::Errc::kExhausted);
}

TEST(RulePack, RefusesEveryShorterOrLongerForm) {
    for (const std::vector<facts::Hash256>& sets :
         {std::vector<facts::Hash256>{}, std::vector<facts::Hash256>{{4}, {5}}}) {
        core::Bytes bytes =
            RulePack::of(3, {facts::Hash256{9}}, &first_bytes, sets).canonical_bytes();
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            EXPECT_FALSE(
                RulePack::parse(core::ByteView{bytes}.first(size), &first_bytes).has_value());
        }
        bytes.push_back(0);
        EXPECT_FALSE(RulePack::parse(bytes, &first_bytes).has_value());
    }
}

TEST(RulePack, NamesItsReferenceSets) {
    const facts::Hash256 rule{1};
    const RulePack with = RulePack::of(7, {rule}, &first_bytes, {facts::Hash256{2}});
    const RulePack other = RulePack::of(7, {rule}, &first_bytes, {facts::Hash256{3}});
    EXPECT_NE(with.canonical_bytes(), other.canonical_bytes());
    EXPECT_EQ(with.rule_count(), 1U);
    const auto read = RulePack::parse(with.canonical_bytes(), &first_bytes);
    ASSERT_TRUE(read.has_value()) << read.error().what;
    EXPECT_EQ(*read, with);
    core::Bytes none = with.canonical_bytes();  // Version 2 that counts none.
    none.resize(none.size() - sizeof(facts::Hash256));
    none.back() = 0;
    EXPECT_EQ(RulePack::parse(none, &first_bytes).error().code, core::Errc::kCorrupt);
}

}  // namespace
}  // namespace sarhad::rules
