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

TEST(RulePack, RefusesAPackWithRules) {
    core::Bytes bytes = RulePack::empty(&first_bytes).canonical_bytes();
    bytes.back() = 1;
    const auto read = RulePack::parse(bytes, &first_bytes);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().code, core::Errc::kInvalid);
}

TEST(RulePack, RefusesEveryShorterOrLongerForm) {
    core::Bytes bytes = RulePack::empty(&first_bytes).canonical_bytes();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(RulePack::parse(core::ByteView{bytes}.first(size), &first_bytes).has_value());
    }
    bytes.push_back(0);
    EXPECT_FALSE(RulePack::parse(bytes, &first_bytes).has_value());
}

}  // namespace
}  // namespace sarhad::rules
