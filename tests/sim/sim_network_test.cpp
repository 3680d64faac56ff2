#include "sim/sim_network.h"

#include <gtest/gtest.h>

namespace sarhad::sim {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr core::NodeId kNode{1};
constexpr LinkName kLink{kNode, 0};

class Node final : public NodeEnd {
public:
    void on_up(ChannelIndex /*channel*/) override { ++ups; }
    void on_down(ChannelIndex /*channel*/) override { ++downs; }
    void on_frame(ChannelIndex /*channel*/, const core::Bytes& frame) override {
        got.push_back(frame.at(0));
    }
    int ups{0};
    int downs{0};
    std::vector<int> got;
};

class Central final : public CentralEnd {
public:
    void on_frame(LinkName /*link*/, ConnectionId connection, const core::Bytes& frame) override {
        peers.push_back(connection);
        got.push_back(frame.at(0));
    }
    void on_gone(LinkName /*link*/, ConnectionId connection) override {
        gone.push_back(connection);
    }
    std::vector<ConnectionId> peers;
    std::vector<ConnectionId> gone;
    std::vector<int> got;
};

class SimNetworkTest : public testing::Test {
protected:
    SimNetworkTest() {
        network.attach_node(kNode, &node);
        network.attach_central(&central);
        network.dial(kLink);
        run(seconds{1});
    }
    void run(core::Duration time) {
        const core::Duration end = timeline.now() + time;
        timeline.at(end, kWorld, [] {});
        while (timeline.run_next(end)) {
        }
    }
    void send(int from, int to) {
        for (int i = from; i < to; ++i) {
            network.send_up(kLink, {static_cast<std::uint8_t>(i)});
        }
    }

    Timeline timeline;
    SimRandom random{5};
    SimNetwork network{timeline, random};
    Node node;
    Central central;
};

TEST_F(SimNetworkTest, ASlowLineCarriesOneFrameAfterTheOther) {
    Weather weather;
    weather.rate = 10;
    network.set_weather(kNode, weather);
    send(0, 30);  // A byte each.
    run(milliseconds{1100});
    EXPECT_EQ(central.got.size(), 10U);
    run(seconds{3});
    EXPECT_EQ(central.got.size(), 30U);
}

TEST_F(SimNetworkTest, FairWeatherDeliversAllInOrder) {
    send(0, 100);
    run(seconds{1});
    EXPECT_EQ(central.got.size(), 100U);
    EXPECT_TRUE(std::is_sorted(central.got.begin(), central.got.end()));
    EXPECT_EQ(node.ups, 1);
}

TEST_F(SimNetworkTest, LosesRepeatsAndReordersAsItsWeatherSays) {
    Weather weather;
    weather.lost = 300;
    network.set_weather(kNode, weather);
    send(0, 200);
    run(seconds{2});
    EXPECT_NEAR(static_cast<double>(central.got.size()), 140, 25);

    central.got.clear();
    weather = {};
    weather.duplicated = 500;
    weather.reordered = 300;
    network.set_weather(kNode, weather);
    send(0, 200);
    run(seconds{2});
    EXPECT_NEAR(static_cast<double>(central.got.size()), 300, 30);
    EXPECT_FALSE(std::is_sorted(central.got.begin(), central.got.end()));
}

TEST_F(SimNetworkTest, AOneWayCutLetsTheOtherDirectionPass) {
    Weather weather;
    weather.down = Passage::kCut;
    network.set_weather(kNode, weather);
    send(0, 3);
    network.send_down(kLink, 1, {9});
    run(milliseconds{500});
    EXPECT_EQ(central.got.size(), 3U);
    EXPECT_TRUE(node.got.empty());
}

TEST_F(SimNetworkTest, ANewConnectionIsANewPeerAndFramesOfTheOldOneComeLate) {
    send(0, 1);
    network.dial(kLink);
    run(seconds{1});
    send(1, 2);
    run(seconds{1});
    ASSERT_EQ(central.peers.size(), 2U);
    EXPECT_EQ(central.peers[0], 1U);
    EXPECT_EQ(central.peers[1], 2U);
    EXPECT_EQ(network.counters().late, 1U);
}

TEST_F(SimNetworkTest, NothingReachesTheNodeOnAConnectionThatEnded) {
    network.send_down(kLink, 1, {1});
    network.dial(kLink);
    run(seconds{1});
    network.send_down(kLink, 1, {2});
    network.send_down(kLink, 2, {3});
    run(seconds{1});
    EXPECT_EQ(node.got, std::vector<int>{3});
}

TEST_F(SimNetworkTest, ANodeFindsTheNewCentralAfterItsRestart) {
    network.attach_central(nullptr);
    send(0, 2);
    run(milliseconds{200});
    Central restarted;
    network.attach_central(&restarted);
    send(2, 3);
    run(seconds{15});
    EXPECT_EQ(node.downs, 1);
    EXPECT_EQ(node.ups, 2);
    send(3, 4);
    run(seconds{1});
    EXPECT_EQ(restarted.got, std::vector<int>{3});
}

TEST_F(SimNetworkTest, AnAttackersCopyComesBesideTheFrame) {
    network.set_tamper([](const core::Bytes& frame) {
        return Altered{{core::Bytes{static_cast<std::uint8_t>(frame[0] ^ 0x80U)}}, false};
    });
    Weather weather;
    weather.tampered = 1000;
    network.set_weather(kNode, weather);
    send(1, 2);
    run(seconds{1});
    EXPECT_EQ(central.got, (std::vector<int>{1, 129}));
}

}  // namespace
}  // namespace sarhad::sim
