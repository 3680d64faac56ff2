// A list that does not belong to the node: nothing of its rows goes there.
#include "central_session_fixture.h"

namespace sarhad::replication {
namespace {

TEST_F(CentralSessionTest, LoadsAndSendsNothingOfAListThatIsWithheld) {
    publish(3);
    CentralSession session = this->session();
    std::ignore = session.withhold({kList}, kStart);
    const Effects greeted = greet(session, 0);
    std::ignore = session.on_frame(wire::Channel::kBulk, credit_frame(), kWall, kStart);
    EXPECT_TRUE(only<LoadRows>(greeted).empty());
    EXPECT_TRUE(sent<wire::Welcome>(greeted).at(0).down.empty()) << "nor named to who has none";
    publish(1);
    EXPECT_TRUE(only<LoadRows>(session.on_published(list_.head(), kStart)).empty());
    wire::ReconAsk ask;
    ask.stream = kList;
    ask.number = 7;
    EXPECT_TRUE(only<AnswerRecon>(give(session, ask)).empty());
    EXPECT_TRUE(sent<wire::ReconTell>(session.offer_repair(kList)).empty());
}

TEST_F(CentralSessionTest, WhoNamesAWithheldListIsToldPlainly) {
    publish(3);
    CentralSession session = this->session();
    std::ignore = session.withhold({kList}, kStart);
    const Effects greeted = greet(session, 2);
    const auto told = sent<wire::ErrorReport>(greeted);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].code, kNotEntitled);
    EXPECT_FALSE(told[0].is_fatal);
    EXPECT_EQ(sent<wire::Welcome>(greeted).at(0).down, std::vector{list_.head()})
        << "else it would take central for one that was restored";
    EXPECT_TRUE(only<LoadRows>(greeted).empty());
}

/// Whether the rows were asked of the store already, or wait for the line.
TEST_F(CentralSessionTest, WhatIsOnItsWayWhenAListIsWithheldDoesNotLeave) {
    publish(3);
    CentralSession session = live();
    const auto loads = only<LoadRows>(greeted_);
    ASSERT_EQ(loads.size(), 1U);
    std::ignore = session.withhold({kList}, kStart);
    EXPECT_TRUE(sent<wire::Delta>(answer(session, loads[0].request)).empty());
}

TEST_F(CentralSessionTest, AListThatIsGivenAgainGoesFromItsFirstDelta) {
    publish(3);
    CentralSession session = live(0, 3);
    std::ignore = session.withhold({kList}, kStart);
    const auto loads = only<LoadRows>(session.withhold({}, kStart));
    ASSERT_EQ(loads.size(), 1U);
    EXPECT_EQ(loads[0].request.after, core::Seq{0});
}

}  // namespace
}  // namespace sarhad::replication
