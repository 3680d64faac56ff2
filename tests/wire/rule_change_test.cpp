// Two people of an agency sign what its rules become.
#include "wire/rule_change.h"

#include "seeded_random.h"

#include "support/golden.h"

#include <gtest/gtest.h>

namespace sarhad::wire {
namespace {

using core::Errc;

class RuleChangeTest : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(sodium_start());
        ASSERT_TRUE(trust_.set(Role::list("wl/police"),
                               {2, {author_.public_key(), approver_.public_key()}}));
        ASSERT_TRUE(trust_.set(Role::list("wl/customs"), {1, {other_.public_key()}}));
        change_.owner = "police";
        change_.put = {core::Bytes{1, 2, 3}};
        change_.retired = {"PAX-009"};
        change_.made_at = core::WallTime{1'790'000'000'000'000};
    }

    SignedRuleChange signed_by(const SigningKey& author, const SigningKey& approver) {
        SignedRuleChange made;
        made.change = encode(change_);
        made.author = author.sign(Domain::kRuleChange, made.change);
        made.approval = encode(RuleApproval{blake2b(made.change), Hash256{7}});
        made.approver = approver.sign(Domain::kRuleApproval, made.approval);
        return made;
    }
    Errc refusal(const SignedRuleChange& change, const std::string& owner = "police") {
        const auto opened = open_rule_change(trust_, owner, change);
        EXPECT_FALSE(opened.has_value());
        return opened.error().code;
    }

    SeededRandom random_{7};
    SigningKey author_ = SigningKey::generate(random_);
    SigningKey approver_ = SigningKey::generate(random_);
    SigningKey other_ = SigningKey::generate(random_);
    TrustStore trust_;
    RuleChange change_;
};

TEST_F(RuleChangeTest, TwoKeysOfTheAgencyMakeIt) {
    const SignedRuleChange made = signed_by(author_, approver_);
    const auto opened = open_rule_change(trust_, "police", made);
    ASSERT_TRUE(opened.has_value()) << opened.error().what;
    EXPECT_EQ(opened->change, change_);
    EXPECT_EQ(opened->approval.backtest, Hash256{7});
    EXPECT_EQ(opened->hash, blake2b(made.change));
    EXPECT_EQ(owner_of_change(rule_change_id("police", opened->hash)), "police");
}

TEST_F(RuleChangeTest, OneKeyTwiceDoesNot) {
    EXPECT_EQ(refusal(signed_by(author_, author_)), Errc::kUnauthenticated);
}

TEST_F(RuleChangeTest, AKeyOfAnotherAgencyDoesNot) {
    EXPECT_EQ(refusal(signed_by(author_, other_)), Errc::kUnauthenticated);
    EXPECT_EQ(refusal(signed_by(other_, approver_)), Errc::kUnauthenticated);
    EXPECT_EQ(refusal(signed_by(author_, approver_), "customs"), Errc::kUnauthenticated);
    EXPECT_EQ(refusal(signed_by(author_, approver_), "nobody"), Errc::kUnauthenticated);
}

TEST_F(RuleChangeTest, AnAgencyCannotSignForAnother) {
    change_.owner = "customs";
    EXPECT_EQ(refusal(signed_by(author_, approver_)), Errc::kUnauthenticated);
}

TEST_F(RuleChangeTest, AnAuthorsSignatureIsNoApproval) {
    SignedRuleChange made = signed_by(author_, approver_);
    made.approver = approver_.sign(Domain::kRuleChange, made.approval);
    EXPECT_EQ(refusal(made), Errc::kUnauthenticated);
}

TEST_F(RuleChangeTest, AnApprovalIsOfOneChange) {
    const SignedRuleChange before = signed_by(author_, approver_);
    change_.straight_to_live = "now";
    SignedRuleChange made = signed_by(author_, approver_);
    made.approval = before.approval;
    made.approver = before.approver;
    EXPECT_EQ(refusal(made), Errc::kUnauthenticated);
}

TEST_F(RuleChangeTest, ADraftWaitsForItsApproval) {
    SignedRuleChange draft = signed_by(author_, approver_);
    draft.approval.clear();
    EXPECT_TRUE(open_rule_draft(trust_, "police", draft).has_value());
    EXPECT_EQ(refusal(draft), Errc::kUnauthenticated);
    draft.change.back() ^= 1U;
    EXPECT_FALSE(open_rule_draft(trust_, "police", draft).has_value());
}

TEST_F(RuleChangeTest, BytesOfAChangeNeverChange) {
    const core::Bytes bytes = encode(signed_by(author_, approver_));
    EXPECT_EQ(golden::kept("formats/v1/rule_change.bin", bytes), bytes);
    const auto read = decode<SignedRuleChange>(bytes);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(*read, signed_by(author_, approver_));
}

TEST_F(RuleChangeTest, BytesOfAChangeOfSetsNeverChange) {
    change_ = {};
    change_.owner = "police";
    change_.sets = {{1, 2, 3}};
    const core::Bytes bytes = encode(signed_by(author_, approver_));
    EXPECT_EQ(golden::kept("formats/v1/rule_change_sets.bin", bytes), bytes);
    const auto opened = open_rule_change(trust_, "police", signed_by(author_, approver_));
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->change, change_);
}

TEST_F(RuleChangeTest, AWithdrawalIsNoApprovalAndNoApprovalOne) {
    const SignedRuleChange made = signed_by(author_, approver_);
    const Hash256 hash = blake2b(made.change);
    const core::Bytes bytes = encode(RuleWithdrawal{hash, "mistyped"});
    const auto said = [&](const SigningKey& by, Domain domain = Domain::kRuleWithdrawal) {
        return SignedRuleWithdrawal{bytes, by.sign(domain, bytes)};
    };
    EXPECT_EQ(open_rule_withdrawal(trust_, "police", hash, said(author_))->why, "mistyped");
    EXPECT_TRUE(open_rule_withdrawal(trust_, "police", hash, said(approver_)));
    EXPECT_FALSE(open_rule_withdrawal(trust_, "police", hash, said(other_)));
    EXPECT_FALSE(open_rule_withdrawal(trust_, "customs", hash, said(author_)));
    EXPECT_FALSE(open_rule_withdrawal(trust_, "police", Hash256{1}, said(author_)));
    EXPECT_FALSE(
        open_rule_withdrawal(trust_, "police", hash, said(author_, Domain::kRuleApproval)));
    SignedRuleChange approved = made;
    approved.approval = bytes;
    approved.approver = said(approver_).signature;
    EXPECT_EQ(refusal(approved), Errc::kUnauthenticated);
}

TEST_F(RuleChangeTest, BytesOfAWithdrawalNeverChange) {
    const core::Bytes bytes = encode(RuleWithdrawal{Hash256{5}, "order 7/26 is off"});
    const SignedRuleWithdrawal made{bytes, approver_.sign(Domain::kRuleWithdrawal, bytes)};
    const core::Bytes all = encode(made);
    EXPECT_EQ(golden::kept("formats/v1/rule_withdrawal.bin", all), all);
    const auto read = decode<SignedRuleWithdrawal>(all);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(*read, made);
}

TEST_F(RuleChangeTest, TheSameWishAtAnotherTimeIsTheSameWish) {
    RuleChange later = change_;
    later.made_at.micros += 1;
    EXPECT_EQ(rule_change_substance(change_), rule_change_substance(later));
    later.straight_to_live = "now";
    EXPECT_NE(rule_change_substance(change_), rule_change_substance(later));
}

TEST_F(RuleChangeTest, AnIdThatNamesNoAgencyIsNone) {
    EXPECT_EQ(owner_of_change("Police/00"), "");
    EXPECT_EQ(owner_of_change("/00"), "");
    EXPECT_EQ(owner_of_change(std::string(33, 'a') + "/00"), "");
    EXPECT_EQ(owner_of_change("a"), "a");
}

}  // namespace
}  // namespace sarhad::wire
