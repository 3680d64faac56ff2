#include "wire/record_seal.h"

#include "wire/keyring.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sarhad::wire {
namespace {

Secret key_of(std::uint8_t value) {
    Secret key{RecordSeal::kKeySize};
    std::fill(key.bytes().begin(), key.bytes().end(), value);
    return key;
}

class RecordSealTest : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(sodium_start()); }

    OsRandom random_;
    RecordSeal seal_{key_of(7), random_};
    core::Bytes id_ = core::to_bytes(std::string_view{"row-1"});
    core::Bytes body_ = core::to_bytes(std::string_view{"ZAMIR TESTWALA"});
};

TEST_F(RecordSealTest, OpensWhatItSealed) {
    const core::Bytes sealed = seal_.seal("crossing", id_, body_);
    const auto opened = seal_.open("crossing", id_, sealed);
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, body_);
}

TEST_F(RecordSealTest, SealsTheSameBodyDifferentlyEachTime) {
    EXPECT_NE(seal_.seal("crossing", id_, body_), seal_.seal("crossing", id_, body_));
}

TEST_F(RecordSealTest, HidesTheBody) {
    const core::Bytes sealed = seal_.seal("crossing", id_, body_);
    EXPECT_EQ(std::search(sealed.begin(), sealed.end(), body_.begin(), body_.end()), sealed.end());
}

TEST_F(RecordSealTest, RefusesAnotherPlace) {
    const core::Bytes sealed = seal_.seal("crossing", id_, body_);
    EXPECT_EQ(seal_.open("alert", id_, sealed).error().code, core::Errc::kCorrupt);
    const core::Bytes other = core::to_bytes(std::string_view{"row-2"});
    EXPECT_EQ(seal_.open("crossing", other, sealed).error().code, core::Errc::kCorrupt);
}

TEST_F(RecordSealTest, RefusesAnotherKey) {
    const RecordSeal other{key_of(8), random_};
    const core::Bytes sealed = seal_.seal("crossing", id_, body_);
    EXPECT_EQ(other.open("crossing", id_, sealed).error().code, core::Errc::kCorrupt);
}

TEST_F(RecordSealTest, RefusesEveryTruncationAndBitFlip) {
    const core::Bytes sealed = seal_.seal("crossing", id_, body_);
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        EXPECT_FALSE(seal_.open("crossing", id_, core::ByteView{sealed}.first(at)));
        core::Bytes flipped = sealed;
        flipped[at] ^= 1U;
        EXPECT_FALSE(seal_.open("crossing", id_, flipped));
    }
}

}  // namespace
}  // namespace sarhad::wire
