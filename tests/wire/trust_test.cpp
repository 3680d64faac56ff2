#include "wire/trust.h"

#include "samples.h"
#include "seeded_random.h"

#include <gtest/gtest.h>

namespace sarhad::wire {
namespace {

using core::Bytes;
using core::Errc;

class Trust : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(sodium_start());
        ASSERT_TRUE(store_.set(Role::list("wl/un"), {2, {a_.public_key(), b_.public_key()}}));
        ASSERT_TRUE(store_.set(Role::alert(), {1, {c_.public_key()}}));
        ASSERT_TRUE(store_.set(Role::of_node(core::NodeId{7}), {1, {d_.public_key()}}));
    }

    Delta delta(std::vector<const SigningKey*> signers, Domain domain = Domain::kDelta) {
        Delta delta;
        delta.body = encode(samples::delta_body());
        for (const SigningKey* key : signers) {
            delta.signatures.push_back(key->sign(domain, delta.body));
        }
        return delta;
    }

    SeededRandom random_{2};
    SigningKey a_ = SigningKey::generate(random_);
    SigningKey b_ = SigningKey::generate(random_);
    SigningKey c_ = SigningKey::generate(random_);
    SigningKey d_ = SigningKey::generate(random_);
    TrustStore store_;
    const Role list_ = Role::list("wl/un/consolidated");
};

TEST_F(Trust, OpensWhatEnoughDifferentKeysSigned) {
    const auto opened = store_.open_delta(delta({&a_, &b_}), list_);
    ASSERT_TRUE(opened) << opened.error().what;
    const auto body = decode_delta(*opened);
    ASSERT_TRUE(body) << body.error().what;
    EXPECT_EQ(*body, samples::delta_body());
}

TEST_F(Trust, CountsTheSameKeyOnce) {
    EXPECT_EQ(store_.open_delta(delta({&a_, &a_}), list_).error().code, Errc::kUnauthenticated);
}

TEST_F(Trust, CountsNoKeyOfAnotherRole) {
    EXPECT_FALSE(store_.open_delta(delta({&a_, &c_}), list_));
    EXPECT_FALSE(store_.open_delta(delta({&c_}), list_));
}

TEST_F(Trust, CountsNoSignatureOfAnotherDomain) {
    EXPECT_FALSE(store_.open_delta(delta({&a_, &b_}, Domain::kAlert), list_));
    EXPECT_FALSE(store_.open_delta(delta({&c_}, Domain::kDelta), Role::alert()));
    EXPECT_TRUE(store_.open_delta(delta({&c_}, Domain::kAlert), Role::alert()));
}

TEST_F(Trust, AnInvalidSignatureBesideEnoughValidOnesDoesNotHarm) {
    Delta signed_twice = delta({&c_, &a_, &b_});
    signed_twice.signatures[0].value[3] ^= 1U;
    EXPECT_TRUE(store_.open_delta(signed_twice, list_));
}

TEST_F(Trust, ABodyThatWasAlteredDoesNotOpen) {
    Delta altered = delta({&a_, &b_});
    altered.body.back() ^= 1U;
    EXPECT_FALSE(store_.open_delta(altered, list_));
}

TEST_F(Trust, APrefixEndsAtASlash) {
    EXPECT_FALSE(store_.open_delta(delta({&a_, &b_}), Role::list("wl/unknown")));
    EXPECT_TRUE(store_.open_delta(delta({&a_, &b_}), Role::list("wl/un")));
}

TEST_F(Trust, ABodyThatNamesAnotherStreamDoesNotDecode) {
    const auto opened = store_.open_delta(delta({&a_, &b_}), Role::list("wl/un/other"));
    ASSERT_TRUE(opened);
    EXPECT_FALSE(decode_delta(*opened));
}

TEST_F(Trust, ARemovedRoleOpensNothing) {
    store_.remove(Role::list("wl/un"));
    EXPECT_FALSE(store_.open_delta(delta({&a_, &b_}), list_));
}

TEST_F(Trust, RefusesAThresholdThatNobodyCanReach) {
    EXPECT_FALSE(store_.set(Role::rules(), {2, {a_.public_key(), a_.public_key()}}));
    EXPECT_FALSE(store_.set(Role::rules(), {0, {a_.public_key()}}));
}

TEST_F(Trust, AnUpBatchOpensForItsOwnNodeOnly) {
    const Bytes body = encode(samples::up_batch());
    const SignedUpBatch batch{body, d_.sign(Domain::kUpBatch, body)};
    const auto opened = store_.open_up_batch(batch, core::NodeId{7});
    ASSERT_TRUE(opened);
    EXPECT_EQ(*decode_up_batch(*opened), samples::up_batch());
    EXPECT_FALSE(store_.open_up_batch(batch, core::NodeId{8}));
}

TEST_F(Trust, RowsThatAreNotContiguousDoNotDecode) {
    UpBatch batch = samples::up_batch();
    batch.rows[1].seq = core::Seq{12};
    const Bytes body = encode(batch);
    const auto opened =
        store_.open_up_batch({body, d_.sign(Domain::kUpBatch, body)}, core::NodeId{7});
    ASSERT_TRUE(opened);
    EXPECT_FALSE(decode_up_batch(*opened));
}

TEST_F(Trust, AReportOpensForTheNodeThatItNames) {
    facts::SignedReport report = sign_report(d_, core::NodeId{7}, {4, 5, 6});
    EXPECT_TRUE(store_.open_report(report));
    report.node = core::NodeId{8};
    EXPECT_FALSE(store_.open_report(report));
    EXPECT_FALSE(store_.open_report(sign_report(a_, core::NodeId{7}, {4, 5, 6})));
}

TEST_F(Trust, AnEditionNeedsItsOwnAgency) {
    const EditionStatement statement{"wl/un/consolidated", 7, samples::filled<32>(0xA2)};
    const Bytes bytes = encode(statement);
    const Signature by_a = a_.sign(Domain::kEdition, bytes);
    EXPECT_TRUE(store_.check_edition(statement, {by_a, b_.sign(Domain::kEdition, bytes)}));
    EXPECT_FALSE(store_.check_edition(statement, {by_a, c_.sign(Domain::kEdition, bytes)}));
    EXPECT_FALSE(store_.check_edition(statement, {by_a, b_.sign(Domain::kDelta, bytes)}));
}

}  // namespace
}  // namespace sarhad::wire
