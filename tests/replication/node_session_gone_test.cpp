// What central does not keep any more, as a node's session takes it.
#include "node_session_fixture.h"

#include "replication/node_session.h"

#include <gtest/gtest.h>

namespace sarhad::replication {
namespace {

using core::Seq;

TEST_F(NodeSessionTest, AsksForAListWholeWhereCentralKeepsItsDeltasNoMore) {
    NodeSession session = live();
    std::ignore = give_delta(session, kList, list_.publish().delta);
    std::ignore = applied(session, list_.at(1));
    wire::ReconTell tell;
    tell.stream = kList;
    tell.what = wire::ReconWhat::kWhole;
    const auto asked = sent<wire::ManifestReq>(give(session, tell));
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].stream, kList);
    EXPECT_EQ(asked[0].seq, Seq{1}) << "no older edition";
    EXPECT_TRUE(sent<wire::ManifestReq>(give(session, tell)).empty()) << "it is at it";
    tell.stream = core::StreamId{777};
    EXPECT_TRUE(sent<wire::ManifestReq>(give(session, tell)).empty()) << "never published";
    tell.stream = wire::kAlertStream;
    EXPECT_TRUE(sent<wire::ManifestReq>(give(session, tell)).empty()) << "no list";
}

TEST_F(NodeSessionTest, AnErasedAlertKeepsItsPlaceInTheChain) {
    NodeSession session = live();
    const PublishedDelta first = alerts_.publish();
    wire::DeltaBody gap;
    gap.stream = wire::kAlertStream;
    gap.name = "alert";
    gap.epoch = alerts_.at(1).epoch;
    gap.seq = first.seq;
    gap.ends_edition = true;
    gap.erased_chain = alerts_.at(1).chain;
    wire::Delta delta;
    delta.body = wire::encode(gap);
    delta.signatures.push_back(keys_.alert.sign(wire::Domain::kAlert, delta.body));
    const Effects effects = give_delta(session, wire::kAlertStream, wire::encode(delta));
    ASSERT_EQ(only<ApplyDelta>(effects).size(), 1U);
    EXPECT_EQ(only<ApplyDelta>(effects)[0].chain, alerts_.at(1).chain);
    std::ignore = applied(session, alerts_.at(1));
    const Effects next = give_delta(session, wire::kAlertStream, alerts_.publish().delta);
    EXPECT_EQ(only<ApplyDelta>(next).size(), 1U) << "what comes behind it fits";
}

}  // namespace
}  // namespace sarhad::replication
