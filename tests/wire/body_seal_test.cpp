#include "wire/body_seal.h"

#include "seeded_random.h"

#include "wire/keyring.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sarhad::wire {
namespace {

constexpr std::string_view kList = "wl/demo/watch";

BodySeal seal_of(std::uint8_t fill, std::string_view list, std::uint32_t epoch) {
    Secret key{BodySeal::kKeySize};
    std::fill(key.bytes().begin(), key.bytes().end(), fill);
    return {std::move(key), list, core::Epoch{epoch}};
}

TEST(BodySealTest, OpensOnlyWithItsKeyAndInItsPlace) {
    const core::Bytes body = core::to_bytes("an invented entry");
    const core::Bytes sealed = seal_of(7, kList, 2).seal("T.1", body);
    EXPECT_EQ(*seal_of(7, kList, 2).open("T.1", sealed), body);
    EXPECT_FALSE(seal_of(8, kList, 2).open("T.1", sealed)) << "another key";
    EXPECT_FALSE(seal_of(7, kList, 3).open("T.1", sealed)) << "another epoch";
    EXPECT_FALSE(seal_of(7, "wl/demo/other", 2).open("T.1", sealed)) << "another list";
    EXPECT_FALSE(seal_of(7, kList, 2).open("T.2", sealed)) << "another entry";
    EXPECT_EQ(*epoch_of_sealed(sealed), core::Epoch{2});
}

TEST(BodySealTest, RefusesAnyByteChangedAndAnyLength) {
    const BodySeal seal = seal_of(7, kList, 2);
    const core::Bytes sealed = seal.seal("T.1", core::to_bytes("an invented entry"));
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        core::Bytes changed = sealed;
        changed[at] ^= 1U;
        EXPECT_FALSE(seal.open("T.1", changed)) << at;
        EXPECT_FALSE(seal.open("T.1", core::ByteView{sealed}.first(at))) << at;
    }
}

/// Else an edition that changes one entry would send all of them again.
TEST(BodySealTest, GivesTheSameEntryTheSameBytesAndAnotherEntryAnotherNonce) {
    const BodySeal seal = seal_of(7, kList, 2);
    const core::Bytes body = core::to_bytes("an invented entry");
    EXPECT_EQ(seal.seal("T.1", body), seal.seal("T.1", body));
    const auto nonce = [](const core::Bytes& sealed) {
        return core::to_bytes(core::ByteView{sealed}.subspan(5, 24));
    };
    EXPECT_NE(nonce(seal.seal("T.1", body)), nonce(seal.seal("T.2", body)));
    EXPECT_NE(nonce(seal.seal("T.1", body)), nonce(seal.seal("T.1", core::to_bytes("another"))));
    EXPECT_NE(nonce(seal.seal("T.1", body)), nonce(seal_of(7, kList, 3).seal("T.1", body)));
}

TEST(BodySealTest, TheKeyThatSignsOpensWhatIsSealedToItsHolder) {
    SeededRandom random{5};
    const SigningKey holder = SigningKey::generate(random);
    const SigningKey other = SigningKey::generate(random);
    const Secret key = BodySeal::new_key(random);
    const auto boxed = seal(holder.public_key().box_key(), key.bytes(), random);
    ASSERT_TRUE(boxed);
    EXPECT_EQ(holder.box_key().public_key(), holder.public_key().box_key());
    const auto opened = holder.box_key().open(*boxed);
    ASSERT_TRUE(opened);
    EXPECT_EQ(BodySeal::hash_of(*opened), BodySeal::hash_of(key));
    EXPECT_FALSE(other.box_key().open(*boxed));
}

}  // namespace
}  // namespace sarhad::wire
