#include "watchlists/list_root.h"

#include "support/golden.h"

#include <gtest/gtest.h>

namespace sarhad::watchlists {
namespace {

/// Keeps what it is given: the bytes under the hash are what the test is about.
core::Bytes hashed;
facts::Hash256 keep(core::ByteView bytes) {
    hashed = core::to_bytes(bytes);
    return {};
}

TEST(ListRoot, CoversIdAndBodyOfEachRowInOrderOfId) {
    RowHashes rows;
    rows["B"].fill(2);
    rows["A1"].fill(1);
    EXPECT_EQ(list_root(rows, &keep), facts::Hash256{});
    const std::string ones = "0101010101010101010101010101010101010101010101010101010101010101";
    const std::string twos = "0202020202020202020202020202020202020202020202020202020202020202";
    EXPECT_EQ(core::to_hex(hashed), "00024131" + ones + "000142" + twos);
}

/// What the root of a list with a manifest and references of several scripts is taken over.
TEST(ListRoot, KeepsItsBytes) {
    RowHashes rows;
    rows[std::string{kManifestId}].fill(1);
    rows["QDi.001"].fill(2);
    rows["QDi.0010"].fill(3);
    rows["\xD0\x9B-7"].fill(4);
    rows[std::string(200, 'x')].fill(5);
    EXPECT_EQ(list_root(rows, &keep), facts::Hash256{});
    EXPECT_EQ(core::to_hex(hashed), core::to_hex(golden::kept("formats/v1/list_root.bin", hashed)));
}

TEST(ListRoot, ManifestComesBeforeEveryReference) {
    EXPECT_LT(kManifestId, std::string_view{"0"});
    EXPECT_LT(kManifestId, std::string_view{"A"});
}

}  // namespace
}  // namespace sarhad::watchlists
