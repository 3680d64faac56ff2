#include "core/units.h"

#include "core/ids.h"

#include <gtest/gtest.h>

#include <concepts>
#include <limits>
#include <unordered_map>

namespace sarhad::core {
namespace {

static_assert(!std::convertible_to<NodeId, Epoch>, "ids of two kinds do not mix");
static_assert(!std::constructible_from<Epoch, NodeId>);
static_assert(!std::convertible_to<int, Permille>);

TEST(Permille, IsCutToItsRange) {
    EXPECT_EQ(Permille{-1}.value(), 0);
    EXPECT_EQ(Permille{1001}.value(), 1000);
    EXPECT_EQ(Permille{std::numeric_limits<int>::min()}.value(), 0);
    EXPECT_EQ(Permille{617}.value(), 617);
}

TEST(ByteSize, CountsInPowersOfTwo) {
    EXPECT_EQ(kibibytes(64).bytes, 65'536U);
    EXPECT_EQ(mebibytes(1), kibibytes(1024));
}

TEST(Seq, NextIsOneMore) {
    EXPECT_EQ(next(Seq{0}), Seq{1});
}

TEST(Id, IsAKeyOfMaps) {
    const std::unordered_map<NodeId, int> nodes{{NodeId{7}, 1}};
    EXPECT_EQ(nodes.at(NodeId{7}), 1);
}

}  // namespace
}  // namespace sarhad::core
