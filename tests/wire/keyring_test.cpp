#include "wire/keyring.h"

#include "seeded_random.h"

#include <gtest/gtest.h>

namespace sarhad::wire {
namespace {

using core::Bytes;
using core::Errc;

class Keyring : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(sodium_start()); }
    SeededRandom random_{1};
    const Bytes text_{1, 2, 3};
};

TEST_F(Keyring, ASignatureVerifiesInItsOwnDomainOnly) {
    const SigningKey key = SigningKey::generate(random_);
    const Signature signature = key.sign(Domain::kDelta, text_);
    EXPECT_TRUE(key.public_key().verifies(Domain::kDelta, text_, signature));
    for (const Domain other : {Domain::kAlert,
                               Domain::kUpBatch,
                               Domain::kReport,
                               Domain::kRules,
                               Domain::kEdition,
                               Domain::kRoot,
                               Domain::kRevocations,
                               Domain::kCertificate,
                               Domain::kHead,
                               Domain::kTick,
                               Domain::kPolicy,
                               Domain::kState,
                               Domain::kCompartment,
                               Domain::kRuleChange,
                               Domain::kRuleApproval,
                               Domain::kRuleWithdrawal}) {
        EXPECT_FALSE(key.public_key().verifies(other, text_, signature));
    }
}

TEST_F(Keyring, AnAlteredByteOrSignatureDoesNotVerify) {
    const SigningKey key = SigningKey::generate(random_);
    Signature signature = key.sign(Domain::kDelta, text_);
    EXPECT_FALSE(key.public_key().verifies(Domain::kDelta, Bytes{1, 2, 4}, signature));
    signature.value[0] ^= 1U;
    EXPECT_FALSE(key.public_key().verifies(Domain::kDelta, text_, signature));
}

TEST_F(Keyring, ASignatureWithASecondFormOfItsScalarDoesNotVerify) {
    const SigningKey key = SigningKey::generate(random_);
    Signature signature = key.sign(Domain::kDelta, text_);
    const Bytes order =
        *core::from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    unsigned carry = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {  // S + L: the same scalar, not canonical.
        const unsigned sum = signature.value[32 + i] + unsigned{order[i]} + carry;
        signature.value[32 + i] = static_cast<std::uint8_t>(sum);
        carry = sum >> 8U;
    }
    EXPECT_FALSE(key.public_key().verifies(Domain::kDelta, text_, signature));
}

TEST_F(Keyring, RefusesPublicKeysOfSmallOrderOrNotCanonical) {
    PublicKey identity{};
    identity[0] = 1;
    EXPECT_FALSE(VerifyKey::from(identity));
    EXPECT_FALSE(VerifyKey::from(PublicKey{}));
    PublicKey above_prime{};
    above_prime.fill(0xFF);
    EXPECT_FALSE(VerifyKey::from(above_prime));
}

TEST_F(Keyring, KeyFilesReadBackAndKeepTheirKind) {
    const SigningKey key = SigningKey::generate(random_);
    const Bytes file = key.to_file();
    const auto again = SigningKey::parse(file);
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(again->public_key(), key.public_key());
    EXPECT_EQ(BoxKey::parse(file, KeyKind::kSealSecret).error().code, Errc::kInvalid);
    const BoxKey box = BoxKey::generate(random_);
    EXPECT_EQ(BoxKey::parse(box.to_file(KeyKind::kLinkSecret), KeyKind::kLinkSecret)->public_key(),
              box.public_key());
    const Bytes shared = write_key_file(KeyKind::kSealPublic, box.public_key());
    EXPECT_EQ(*parse_public_key_file(shared, KeyKind::kSealPublic), box.public_key());
}

TEST_F(Keyring, RefusesKeyFilesThatAreCutOrNotOurs) {
    const Bytes file = SigningKey::generate(random_).to_file();
    for (std::size_t size = 0; size + 1 < file.size(); ++size) {
        EXPECT_FALSE(SigningKey::parse(core::ByteView{file}.first(size))) << size;
    }
    EXPECT_FALSE(SigningKey::parse(core::as_bytes("-----BEGIN KEY-----\n")));
}

TEST_F(Keyring, KeyIdIsTheFirstEightBytesOfTheHash) {
    const PublicKey key = SigningKey::generate(random_).public_key().bytes();
    EXPECT_EQ(key_id(key).value(), core::to_hex(blake2b(key)).substr(0, 16));
}

TEST_F(Keyring, ASealedBoxOpensWithItsOwnKeyOnly) {
    const BoxKey box = BoxKey::generate(random_);
    const BoxKey other = BoxKey::generate(random_);
    Bytes sealed = *seal(box.public_key(), text_, random_);
    EXPECT_EQ(core::to_bytes(box.open(sealed)->bytes()), text_);
    EXPECT_EQ(other.open(sealed).error().code, Errc::kUnauthenticated);
    sealed.back() ^= 1U;
    EXPECT_FALSE(box.open(sealed));
    EXPECT_FALSE(box.open(Bytes(48)));
}

TEST_F(Keyring, SealingToAPointOfSmallOrderIsRefused) {
    EXPECT_FALSE(seal(PublicKey{}, text_, random_));
}

TEST_F(Keyring, RandomnessOfTheSystemIsNotConstant) {
    OsRandom random;
    Bytes one(32);
    Bytes two(32);
    random.fill(one);
    random.fill(two);
    EXPECT_NE(one, two);
}

}  // namespace
}  // namespace sarhad::wire
