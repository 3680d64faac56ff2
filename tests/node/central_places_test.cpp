#include "node/central_places.h"

#include <gtest/gtest.h>

#include <chrono>

namespace sarhad::node {
namespace {

using std::chrono::seconds;
using wire::CentralPlace;

wire::PublicKey key(std::uint8_t of) {
    wire::PublicKey made{};
    made.fill(of);
    return made;
}

const CentralPlace kConfigured{"tcp://192.0.2.1:5701", "tcp://192.0.2.1:5702", key(1)};
const CentralPlace kMain{"tcp://192.0.2.9:5701", "tcp://192.0.2.9:5702", key(1)};
const CentralPlace kSecond{"tcp://192.0.2.2:5701", "tcp://192.0.2.2:5702", key(1)};

wire::Root root_of(const std::vector<CentralPlace>& sites) {
    wire::Root root;
    root.link_current = key(1);
    for (const CentralPlace& one : sites) {
        root.endpoints.push_back({"site", one.control, one.bulk});
    }
    return root;
}

class Places : public testing::Test {
protected:
    /// Seconds without a session until another place is to be dialled, and which.
    std::optional<CentralPlace> without_session(int for_seconds) {
        for (int second = 0; second < for_seconds; ++second) {
            now_ = now_ + seconds{1};
            if (auto place = places_.next(false, now_)) {
                return place;
            }
        }
        return std::nullopt;
    }
    core::MonoTime now_{};
    CentralPlaces places_{kConfigured, seconds{60}};
};

TEST_F(Places, AloneItIsDialledForEver) {
    EXPECT_EQ(without_session(100'000), std::nullopt);
    places_.heed(root_of({kConfigured}));
    EXPECT_EQ(without_session(100'000), std::nullopt);
    EXPECT_EQ(places_.current(), kConfigured);
}

TEST_F(Places, EachIsTriedForTheTimeOfPatienceRoundAndRound) {
    places_.heed(root_of({kMain, kSecond}));
    EXPECT_EQ(without_session(60), std::nullopt);
    EXPECT_EQ(without_session(1), kMain);
    EXPECT_EQ(without_session(59), std::nullopt);
    EXPECT_EQ(without_session(1), kSecond);
    EXPECT_EQ(without_session(60), kConfigured);
    EXPECT_EQ(places_.current(), kConfigured);
}

TEST_F(Places, ASessionKeepsItThere) {
    places_.heed(root_of({kSecond}));
    EXPECT_EQ(without_session(61), kSecond);
    for (int second = 0; second < 1000; ++second) {
        now_ = now_ + seconds{1};
        EXPECT_EQ(places_.next(true, now_), std::nullopt);
    }
    // The time that counts begins when the session is lost.
    EXPECT_EQ(without_session(60), std::nullopt);
    EXPECT_EQ(without_session(1), kConfigured);
}

TEST_F(Places, TheNextLinkKeyIsTriedAtEachSite) {
    wire::Root root = root_of({kSecond});
    root.link_next = key(2);
    places_.heed(root);
    EXPECT_EQ(without_session(61), kSecond);
    CentralPlace place = kConfigured;
    place.key = key(2);
    EXPECT_EQ(without_session(60), place);
    place = kSecond;
    place.key = key(2);
    EXPECT_EQ(without_session(60), place);
    EXPECT_EQ(without_session(60), kConfigured);
}

TEST_F(Places, OneThatTheRootNamesNoMoreIsLeftAtOnce) {
    places_.heed(root_of({kSecond}));
    EXPECT_EQ(without_session(61), kSecond);
    places_.heed(root_of({kMain}));
    EXPECT_EQ(places_.next(true, now_), kConfigured);
    EXPECT_EQ(places_.next(true, now_), std::nullopt);
}

TEST_F(Places, AnAddressThatCannotBeDialledIsPassedOver) {
    places_.heed(root_of({{"tcp://*:5701", "tcp://192.0.2.2:5702", key(1)},
                          {"ipc://here", "tcp://192.0.2.2:5702", key(1)},
                          kSecond}));
    EXPECT_EQ(without_session(61), kSecond);
    EXPECT_EQ(without_session(60), kConfigured);
}

}  // namespace
}  // namespace sarhad::node
