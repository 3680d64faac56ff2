// Which nodes a list belongs to: what its agency alone may say, and in which order.
#include "replication/trust/trust_state.h"
#include "support/trust_office.h"
#include "wire/body_seal.h"

#include <gtest/gtest.h>

namespace sarhad::replication {
namespace {

using enum TrustReason;
using core::NodeId;

class Compartments : public testing::Test {
protected:
    Compartments()
        : state_{*TrustState::begin(office_.sign(office_.root(), {"r1", "r2", "r3"}),
                                    SecureTime::believed(now_))} {}

    [[nodiscard]] TrustVerdict offer(const wire::Compartment& one,
                                     const std::vector<std::string_view>& names) {
        return state_.offer(office_.sign(one, names), now_);
    }
    /// Sealed in `epoch`, with a key of that epoch.
    [[nodiscard]] wire::Compartment sealed(std::uint64_t version,
                                           std::vector<std::uint32_t> nodes,
                                           std::uint32_t epoch) const {
        wire::Compartment one = office_.compartment(version, nodes);
        one.epoch = core::Epoch{epoch};
        one.key_hash.fill(static_cast<std::uint8_t>(epoch));
        for (wire::CompartmentMember& member : one.members) {
            member.key.assign(wire::kBoxedKeySize, 0x5A);
        }
        return one;
    }

    TrustOffice office_;
    Clocks now_{TrustOffice::kIssued, {}};
    TrustState state_;
};

TEST_F(Compartments, AListWithoutOneBelongsToEveryNode) {
    EXPECT_TRUE(state_.is_entitled(NodeId{9}, "wl/demo/watch"));
    ASSERT_EQ(offer(office_.compartment(1, {7, 8}), {"a1", "a2"}).reason, kInstalled);
    EXPECT_TRUE(state_.is_entitled(NodeId{7}, "wl/demo/watch"));
    EXPECT_FALSE(state_.is_entitled(NodeId{9}, "wl/demo/watch"));
    EXPECT_TRUE(state_.is_entitled(NodeId{9}, "wl/demo/other"));
}

/// It can take a list away from every port.
TEST_F(Compartments, WantAsManyKeysAsAnEditionThatTakesMuchAway) {
    const wire::Compartment one = office_.compartment(1, {7});
    EXPECT_EQ(offer(one, {"a1"}).reason, kSignatures);
    EXPECT_EQ(offer(one, {"a1", "a1"}).reason, kSignatures);
    EXPECT_EQ(offer(one, {"a1", "a3"}).reason, kInstalled);
}

/// What central holds, and what another agency does: the list is neither's.
TEST_F(Compartments, AGrantThatCentralForgedIsRefused) {
    const wire::Compartment one = sealed(1, {7}, 1);
    for (const std::string_view key : {"q1", "t1", "l1", "e1", "s1", "u1", "x1"}) {
        EXPECT_EQ(offer(one, {key, "a1"}).reason, kSignatures) << key;
    }
    EXPECT_TRUE(state_.compartments().empty());
}

TEST_F(Compartments, OneAgencysKeysGrantNothingOfAnothers) {
    wire::Root root = office_.root(2);
    root.roles.push_back({wire::DelegatedRole::kAgency,
                          "wl/other",
                          1,
                          0,
                          office_.all({"x1"}),
                          TrustOffice::after(TrustOffice::days(365))});
    ASSERT_TRUE(state_.offer(office_.sign(root, {"r1", "r2", "r3"}), now_).holds());
    EXPECT_EQ(offer(office_.compartment(1, {7}), {"x1"}).reason, kSignatures);
    wire::Compartment own = office_.compartment(1, {7});
    own.list = "wl/other/watch";
    EXPECT_EQ(offer(own, {"a1", "a2"}).reason, kSignatures);
    EXPECT_EQ(offer(own, {"x1"}).reason, kInstalled);
    own.list = "wl/otherwise/watch";
    EXPECT_EQ(offer(own, {"x1"}).reason, kSignatures) << "a prefix ends at a slash";
}

TEST_F(Compartments, AnOldGrantThatComesAgainIsRefused) {
    const wire::Compartment first = sealed(1, {7, 9}, 1);
    ASSERT_EQ(offer(first, {"a1", "a2"}).reason, kInstalled);
    ASSERT_EQ(offer(sealed(2, {7}, 2), {"a1", "a2"}).reason, kInstalled);
    EXPECT_EQ(offer(first, {"a1", "a2"}).reason, kRollback);
    EXPECT_FALSE(state_.is_entitled(NodeId{9}, "wl/demo/watch"));
    EXPECT_EQ(offer(sealed(2, {7, 9}, 2), {"a1", "a2"}).reason, kFork);
    EXPECT_EQ(offer(sealed(3, {7}, 1), {"a1", "a2"}).reason, kRollback) << "its epoch falls";
}

TEST_F(Compartments, WhoIsLeftOutHasNotTheNextKey) {
    ASSERT_EQ(offer(sealed(1, {7, 9}, 1), {"a1", "a2"}).reason, kInstalled);
    EXPECT_EQ(offer(sealed(2, {7}, 1), {"a1", "a2"}).reason, kMalformed);
    wire::Compartment same_key = sealed(2, {7}, 2);
    same_key.key_hash.fill(1);
    EXPECT_EQ(offer(same_key, {"a1", "a2"}).reason, kMalformed);
    EXPECT_EQ(offer(sealed(2, {7, 8, 9}, 1), {"a1", "a2"}).reason, kInstalled) << "one more";
    EXPECT_EQ(offer(sealed(3, {7, 8}, 2), {"a1", "a2"}).reason, kInstalled);
}

TEST_F(Compartments, RefuseWhatMakesNoSense) {
    wire::Compartment twice = office_.compartment(1, {7});
    twice.members.push_back(twice.members.front());
    wire::Compartment key_without_epoch = office_.compartment(1, {7});
    key_without_epoch.members[0].key.assign(wire::kBoxedKeySize, 1);
    wire::Compartment epoch_without_key = sealed(1, {7}, 1);
    epoch_without_key.members[0].key.clear();
    for (const wire::Compartment& one : {twice, key_without_epoch, epoch_without_key}) {
        EXPECT_EQ(offer(one, {"a1", "a2"}).reason, kMalformed);
    }
}

/// Else the theft of an agency's key, once cured, would open its lists to every port.
TEST_F(Compartments, StayClosedWhenTheirSignersHoldTheRoleNoMore) {
    ASSERT_EQ(offer(office_.compartment(9, {7}), {"a1", "a2"}).reason, kInstalled);
    wire::Root root = office_.root(2);
    TrustOffice::in(root, wire::DelegatedRole::kAgency).keys = office_.all({"a3", "x1"});
    ASSERT_TRUE(state_.offer(office_.sign(root, {"r1", "r2", "r3"}), now_).holds());
    EXPECT_FALSE(state_.is_entitled(NodeId{9}, "wl/demo/watch"));
    EXPECT_EQ(offer(office_.compartment(1, {7, 9}), {"a3", "x1"}).reason, kInstalled)
        << "the new holders' numbers begin anew";
    EXPECT_TRUE(state_.is_entitled(NodeId{9}, "wl/demo/watch"));
}

TEST_F(Compartments, AreKeptAndNamedByOneNumber) {
    EXPECT_EQ(state_.versions().compartments, 0U);
    ASSERT_TRUE(offer(office_.compartment(1, {7}), {"a1", "a2"}).holds());
    const std::uint64_t first = state_.versions().compartments;
    EXPECT_NE(first, 0U);
    const auto again =
        TrustState::restore(state_.kept_documents(), state_.versions(), SecureTime::believed(now_));
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(again->versions(), state_.versions());
    EXPECT_FALSE(again->is_entitled(NodeId{9}, "wl/demo/watch"));
    EXPECT_FALSE(again->is_behind());
    ASSERT_TRUE(offer(office_.compartment(2, {7}), {"a1", "a2"}).holds());
    EXPECT_NE(state_.versions().compartments, first);
}

}  // namespace
}  // namespace sarhad::replication
