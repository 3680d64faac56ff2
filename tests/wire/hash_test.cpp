#include "wire/hash.h"

#include "facts/decision.h"

#include <gtest/gtest.h>

namespace sarhad::wire {
namespace {

static_assert(std::is_same_v<SubjectKey, facts::SubjectKey>);

TEST(Hash, IsBlake2bWith256Bits) {
    EXPECT_EQ(core::to_hex(blake2b({})),
              "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST(Hash, ChainIsTheHashOfPreviousAndBytes) {
    const Hash256 previous = blake2b(core::as_bytes("a"));
    core::Bytes joined = core::to_bytes(core::ByteView{previous});
    core::append(joined, core::as_bytes("row"));
    EXPECT_EQ(chain_hash(previous, core::as_bytes("row")), blake2b(joined));
}

TEST(Hash, OfPiecesIsThatOfTheWhole) {
    const core::Bytes whole(1000, 7);
    for (const std::size_t cut : {0U, 1U, 128U, 129U, 1000U}) {
        Hasher hasher;
        hasher.add(core::ByteView{whole}.first(cut));
        hasher.add(core::ByteView{whole}.subspan(cut));
        EXPECT_EQ(hasher.finish(), blake2b(whole)) << cut;
    }
}

TEST(Hash, SubjectKeyDependsOnKeyAndText) {
    const Hash256 key = blake2b(core::as_bytes("key"));
    EXPECT_EQ(subject_key(key, "P|XAA|1"), subject_key(key, "P|XAA|1"));
    EXPECT_NE(subject_key(key, "P|XAA|1"), subject_key(key, "P|XAA|2"));
    EXPECT_NE(subject_key(key, "P|XAA|1"), subject_key(Hash256{}, "P|XAA|1"));
}

}  // namespace
}  // namespace sarhad::wire
