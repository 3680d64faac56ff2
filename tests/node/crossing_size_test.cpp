// A crossing too large to travel: what is cut, what is said of it, and that the counter's part of
// it tells nothing of discreet hits.
#include "node/crossing_size.h"

#include "core/text.h"
#include "screening/screen.h"
#include "wire/msgpack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace sarhad::node {
namespace {

/// 440 bytes, and 220 a reason.
facts::Hit hit_of(std::size_t number, std::size_t reasons, facts::ListAction action) {
    facts::Hit hit;
    hit.list = "wl/test/one";
    hit.entry = core::cat(action == facts::ListAction::kDiscreet ? "D-" : "T-", number);
    hit.tier = facts::Tier::kAsk;
    hit.score = core::Permille{900};
    hit.order.action = action;
    hit.words = {{core::Redacted<std::string>{std::string(200, 'a')},
                  core::Redacted<std::string>{std::string(200, 'b')},
                  "same",
                  100}};
    for (std::size_t i = 0; i < reasons; ++i) {
        hit.reasons.push_back({"name-token", core::Redacted<std::string>{std::string(200, 'r')}});
    }
    return hit;
}

/// The discreet hits stand in front: they are the better ones.
facts::Crossing crossing_of(std::size_t open, std::size_t discreet, std::size_t reasons) {
    facts::Crossing crossing;
    for (std::size_t i = 0; i < discreet; ++i) {
        crossing.decision.hits.push_back(hit_of(i, reasons, facts::ListAction::kDiscreet));
    }
    for (std::size_t i = 0; i < open; ++i) {
        crossing.decision.hits.push_back(hit_of(i, reasons, facts::ListAction::kSearch));
    }
    crossing.traveller.bag_tags = {"0123456789"};
    crossing.decision.frame = core::Bytes(100, 1);
    return crossing;
}

std::size_t discreet_of(const facts::Crossing& crossing) {
    const auto& hits = crossing.decision.hits;
    return static_cast<std::size_t>(
        std::count_if(hits.begin(), hits.end(), screening::is_discreet));
}

facts::Crossing seen_of(facts::Crossing crossing) {
    crossing.decision = screening::at_counter(std::move(crossing.decision));
    return crossing;
}

TEST(CrossingSize, OneThatFitsStaysAsItIs) {
    facts::Crossing crossing = crossing_of(3, 2, 4);
    const facts::Crossing before = crossing;
    const FittedCrossing fitted = fit_crossing(crossing);
    EXPECT_EQ(crossing, before);
    EXPECT_EQ(fitted.body, wire::encode(before));
    EXPECT_EQ(fitted.open_bytes, 0U);
}

TEST(CrossingSize, DiscreetHitsPushNoOpenHitOut) {
    // 20 discreet hits of 8 KiB; the open ones fit, or have to be cut, by themselves.
    for (const std::size_t open : {std::size_t{0}, std::size_t{4}, std::size_t{12}}) {
        facts::Crossing with = crossing_of(open, 20, 40);
        facts::Crossing without = crossing_of(open, 0, 40);
        ASSERT_GT(wire::encode(with).size(), kCrossingBytesMax);
        const FittedCrossing fitted = fit_crossing(with);
        const FittedCrossing alone = fit_crossing(without);
        EXPECT_EQ(seen_of(with), seen_of(without)) << open;
        EXPECT_EQ(fitted.open_bytes, alone.open_bytes) << open;  // It is in the port's log.
        EXPECT_EQ(fitted.open_bytes > 0, open == 12) << open;
        EXPECT_LE(fitted.body.size(), kCrossingBytesMax) << open;
        EXPECT_EQ(discreet_of(with) + with.decision.discreet_left_out, 20U) << open;
        EXPECT_GE(discreet_of(with), 1U) << open;
        EXPECT_EQ(fitted.body, wire::encode(with)) << open;
    }
}

TEST(CrossingSize, WhatHadNoRoomIsCounted) {
    facts::Crossing crossing = crossing_of(12, 0, 40);
    crossing.decision.rule_hits.resize(6);
    const FittedCrossing fitted = fit_crossing(crossing);
    EXPECT_GT(fitted.open_bytes, kOpenPartMax);
    EXPECT_EQ(crossing.decision.hits.size(), 3U);
    EXPECT_EQ(crossing.decision.hits_left_out, 9U);
    EXPECT_EQ(crossing.decision.discreet_left_out, 0U);
    EXPECT_EQ(crossing.decision.rules_left_out, 2U);
    EXPECT_TRUE(crossing.traveller.bag_tags.empty());
    EXPECT_EQ(crossing.decision.frame.size(), 100U);  // Now there is room for it.
    EXPECT_EQ(screening::at_counter(crossing.decision).hits_left_out, 9U);
}

TEST(CrossingSize, TheFrameGoesBeforeADiscreetHit) {
    facts::Crossing crossing = crossing_of(4, 0, 36);
    crossing.decision.hits.push_back(hit_of(0, 20, facts::ListAction::kDiscreet));
    crossing.decision.frame = core::Bytes(14'000, 1);
    ASSERT_GT(wire::encode(crossing).size(), kCrossingBytesMax);
    const FittedCrossing fitted = fit_crossing(crossing);
    EXPECT_LE(fitted.body.size(), kCrossingBytesMax);
    EXPECT_TRUE(crossing.decision.frame.empty());
    EXPECT_EQ(crossing.decision.hits.back().reasons.size(), 20U);
    EXPECT_EQ(crossing.decision.discreet_left_out, 0U);
}

TEST(CrossingSize, ADiscreetHitLosesItsReasonsBeforeItGoes) {
    facts::Crossing crossing = crossing_of(4, 12, 40);
    const FittedCrossing fitted = fit_crossing(crossing);
    EXPECT_LE(fitted.body.size(), kCrossingBytesMax);
    EXPECT_EQ(discreet_of(crossing), 12U);
    EXPECT_EQ(crossing.decision.discreet_left_out, 0U);
    EXPECT_LE(crossing.decision.hits[0].reasons.size(), 8U);
    EXPECT_EQ(crossing.decision.hits[11].entry, "D-11");
    EXPECT_TRUE(crossing.decision.hits[11].reasons.empty());
}

}  // namespace
}  // namespace sarhad::node
