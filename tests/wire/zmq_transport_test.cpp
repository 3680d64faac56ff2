#include "wire/zmq_transport.h"

#include "loopback.h"
#include "poll_loop.h"
#include "seeded_random.h"

#include "core/text.h"

#include <gtest/gtest.h>
#include <zmq.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <string>
#include <vector>

namespace sarhad::wire {
namespace {

using core::Bytes;
using core::Errc;
using core::NodeId;
using namespace std::chrono_literals;

struct Arrived {
    Peer peer;
    Bytes frame;
};

/// A node with what it saw.
struct Port {
    std::unique_ptr<ZmqNode> node;
    std::vector<std::pair<Channel, Bytes>> frames;
    std::map<Channel, LinkState> links;
    std::map<Channel, int> changes;

    [[nodiscard]] bool is(LinkState state) const {
        return links.size() == 2 && links.at(Channel::kControl) == state &&
               links.at(Channel::kBulk) == state;
    }
};

class ZmqTransport : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(sodium_start());
        ASSERT_NE(ports_.bulk, 0);
    }

    void start_central(AllowList allowed) {
        ZmqCentralOptions options{
            local(ports_.control), local(ports_.bulk), copy_of(central_key_), std::move(allowed)};
        auto central = ZmqCentral::open(context_, std::move(options), loop_.hooks(), log_);
        ASSERT_TRUE(central) << central.error().what;
        central_ = *std::move(central);
        central_->set_receiver([this](const Peer& peer, core::ByteView frame) {
            arrived_.push_back({peer, core::to_bytes(frame)});
        });
    }

    static BoxKey copy_of(const BoxKey& key) {
        return *BoxKey::parse(key.to_file(KeyKind::kLinkSecret), KeyKind::kLinkSecret);
    }

    std::unique_ptr<Port> dial(const BoxKey& key, const PublicKey& central) {
        auto port = std::make_unique<Port>();
        ZmqNodeOptions options{{local(ports_.control), local(ports_.bulk), central}, copy_of(key)};
        auto node = ZmqNode::open(context_, std::move(options), loop_.hooks(), random_, log_);
        EXPECT_TRUE(node);
        port->node = *std::move(node);
        Port* seen = port.get();
        port->node->set_receiver([seen](Channel channel, core::ByteView frame) {
            seen->frames.emplace_back(channel, core::to_bytes(frame));
        });
        port->node->set_link_watcher([seen](Channel channel, LinkState state) {
            seen->links[channel] = state;
            ++seen->changes[channel];
        });
        return port;
    }

    std::unique_ptr<Port> dial(const BoxKey& key) { return dial(key, central_key_.public_key()); }

    bool is_up(const Port& port, std::chrono::milliseconds limit = 4000ms) {
        return loop_.run_until([&] { return port.is(LinkState::kUp); }, limit);
    }

    bool arrives(std::size_t count) {
        return loop_.run_until([&] { return arrived_.size() >= count; });
    }

    AllowList allow_seven() { return {{key_.public_key(), {NodeId{7}, Admission::kAdmit}}}; }

    // Before the context: its threads take the mask over.
    const int blocked_ = [] {
        sigset_t all;
        sigfillset(&all);
        return pthread_sigmask(SIG_BLOCK, &all, nullptr);
    }();
    SeededRandom random_{4};
    KeptLog log_;
    PollLoop loop_;
    Ports ports_ = free_ports();
    BoxKey central_key_ = BoxKey::generate(random_);
    BoxKey key_ = BoxKey::generate(random_);
    BoxKey stranger_ = BoxKey::generate(random_);
    std::vector<Arrived> arrived_;
    ZmqContext context_;
    std::unique_ptr<ZmqCentral> central_;
};

TEST_F(ZmqTransport, AnAllowedKeyExchangesFramesOnBothChannelsUnderItsNode) {
    start_central(allow_seven());
    const auto port = dial(key_);
    ASSERT_TRUE(is_up(*port));
    ASSERT_TRUE(port->node->send(Channel::kControl, {1}));
    ASSERT_TRUE(port->node->send(Channel::kBulk, {2, 2}));
    ASSERT_TRUE(arrives(2));
    for (const Arrived& one : arrived_) {
        EXPECT_EQ(one.peer.node, NodeId{7});
        EXPECT_EQ(one.frame.size(), one.peer.channel == Channel::kControl ? 1U : 2U);
        ASSERT_TRUE(central_->send(NodeId{7}, one.peer.channel, one.frame));
    }
    ASSERT_TRUE(loop_.run_until([&] { return port->frames.size() == 2; }));
}

TEST_F(ZmqTransport, ManyFramesAllArriveInOrder) {
    start_central(allow_seven());
    const auto port = dial(key_);
    ASSERT_TRUE(is_up(*port));
    std::uint16_t next = 0;
    ASSERT_TRUE(loop_.run_until([&] {
        Bytes frame;
        core::put_u16(frame, next);
        while (next < 2000 && port->node->send(Channel::kBulk, frame)) {
            ++next;
            frame.clear();
            core::put_u16(frame, next);
        }
        return arrived_.size() == 2000;
    }));
    for (std::size_t i = 0; i < arrived_.size(); ++i) {
        ASSERT_EQ(core::get_u16(arrived_[i].frame), i);
    }
}

TEST_F(ZmqTransport, AnUnknownKeyIsRefused) {
    start_central(allow_seven());
    const auto port = dial(stranger_);
    ASSERT_TRUE(loop_.run_until([&] { return port->is(LinkState::kRefused); }));
    EXPECT_EQ(port->node->send(Channel::kControl, {1}).error().code, Errc::kUnavailable);
    EXPECT_GE(central_->drop_counts().refused, 2U);
    EXPECT_TRUE(arrived_.empty());
}

TEST_F(ZmqTransport, ARefusedNodeComesInByItselfOnceItsKeyIsAllowed) {
    start_central({});
    const auto port = dial(key_);
    ASSERT_TRUE(loop_.run_until([&] { return port->is(LinkState::kRefused); }));
    central_->set_allowed(allow_seven());
    EXPECT_TRUE(is_up(*port));
}

TEST_F(ZmqTransport, WithoutAdmissionANewClientIsRefusedAndALiveOneGoesOn) {
    start_central(allow_seven());
    const auto port = dial(key_);
    ASSERT_TRUE(is_up(*port));
    central_->stop_admission();
    const auto late = dial(key_);
    EXPECT_FALSE(loop_.run_until(
        [&] {
            return late->links.contains(Channel::kControl) &&
                   late->links[Channel::kControl] == LinkState::kUp;
        },
        700ms));
    ASSERT_TRUE(port->node->send(Channel::kControl, {1}));
    EXPECT_TRUE(arrives(1));
}

TEST_F(ZmqTransport, ACleanStopSaysNothingAtError) {
    start_central(allow_seven());
    const auto port = dial(key_);
    ASSERT_TRUE(is_up(*port));
    central_->stop_admission();
    central_.reset();
    EXPECT_EQ(log_.admission_ended(), 1);
    EXPECT_EQ(log_.errors(), 0);
}

TEST_F(ZmqTransport, ANodeDoesNotTalkToAWrongCentral) {
    start_central(allow_seven());
    const auto port = dial(key_, stranger_.public_key());
    EXPECT_FALSE(is_up(*port, 700ms));
    EXPECT_FALSE(port->node->send(Channel::kControl, {1}));
}

TEST_F(ZmqTransport, MovesFromAPlaceWithoutACentralToOneOfAnotherKey) {
    start_central(allow_seven());
    const auto port = dial(key_, stranger_.public_key());
    EXPECT_FALSE(is_up(*port, 700ms));
    port->node->move_to({local(ports_.control), local(ports_.bulk), central_key_.public_key()});
    ASSERT_TRUE(is_up(*port));
    ASSERT_TRUE(port->node->send(Channel::kControl, {1}));
    ASSERT_TRUE(arrives(1));

    const Ports elsewhere = free_ports();
    port->node->move_to(
        {local(elsewhere.control), local(elsewhere.bulk), central_key_.public_key()});
    ASSERT_TRUE(loop_.run_until([&] { return port->is(LinkState::kDown); }));
    EXPECT_FALSE(is_up(*port, 700ms));
    EXPECT_EQ(port->node->send(Channel::kControl, {2}).error().code, Errc::kUnavailable);
}

TEST_F(ZmqTransport, APlaceThatItMovesToDoesNotWaitForWhatWasRefusedBefore) {
    start_central({});
    const auto port = dial(key_);
    // Refused twice on each channel: the next dial is a second away at least.
    ASSERT_TRUE(loop_.run_until([&] { return central_->drop_counts().refused >= 4; }));
    central_->set_allowed(allow_seven());
    port->node->move_to({local(ports_.control), local(ports_.bulk), central_key_.public_key()});
    EXPECT_TRUE(is_up(*port, 900ms));
}

TEST_F(ZmqTransport, NotNowIsNeitherUpNorRefused) {
    start_central({{key_.public_key(), {NodeId{7}, Admission::kLater}}});
    const auto port = dial(key_);
    EXPECT_FALSE(loop_.run_until([&] { return !port->links.empty(); }, 500ms));
    EXPECT_EQ(central_->drop_counts().refused, 0U);
}

TEST_F(ZmqTransport, AFrameOverTheLimitIsNotSent) {
    start_central(allow_seven());
    const auto port = dial(key_);
    ASSERT_TRUE(is_up(*port));
    EXPECT_EQ(port->node->send(Channel::kControl, Bytes(65537)).error().code, Errc::kInvalid);
    ASSERT_TRUE(port->node->send(Channel::kControl, Bytes(65536)));
    ASSERT_TRUE(arrives(1));
    EXPECT_EQ(central_->send(NodeId{7}, Channel::kControl, Bytes(65537)).error().code,
              Errc::kInvalid);
    EXPECT_TRUE(central_->send(NodeId{7}, Channel::kControl, Bytes(65536)));
}

TEST_F(ZmqTransport, ASecondConnectionThatWasSilentUntilItsNodeWasRevokedIsSilentAfterwards) {
    start_central(allow_seven());
    const auto first = dial(key_);
    const auto second = dial(key_);
    ASSERT_TRUE(is_up(*first));
    ASSERT_TRUE(is_up(*second));
    ASSERT_TRUE(first->node->send(Channel::kControl, {1}));
    ASSERT_TRUE(arrives(1));
    central_->set_allowed({});
    central_->forget(NodeId{7});
    ASSERT_TRUE(second->node->send(Channel::kControl, {2}));
    ASSERT_TRUE(second->node->send(Channel::kBulk, {3}));
    ASSERT_TRUE(loop_.run_until([&] { return central_->drop_counts().forgotten == 2; }));
    EXPECT_EQ(arrived_.size(), 1U);
    EXPECT_EQ(central_->send(NodeId{7}, Channel::kControl, {9}).error().code, Errc::kUnavailable);
    EXPECT_EQ(central_->send(NodeId{7}, Channel::kBulk, {9}).error().code, Errc::kUnavailable);
    EXPECT_TRUE(log_.has("WIRE-005", "reason=forgotten node=7 count=1"));
}

TEST_F(ZmqTransport, TheLastFrameToANodeReachesItThoughItIsForgottenAtOnce) {
    start_central(allow_seven());
    const auto port = dial(key_);
    ASSERT_TRUE(is_up(*port));
    ASSERT_TRUE(port->node->send(Channel::kControl, {1}));
    ASSERT_TRUE(arrives(1));
    ASSERT_TRUE(central_->send(NodeId{7}, Channel::kControl, {9}));
    central_->forget(NodeId{7});
    central_->set_allowed({});
    ASSERT_TRUE(loop_.run_until([&] { return !port->frames.empty(); }));
    port->node->reconnect(Channel::kControl);
    ASSERT_TRUE(
        loop_.run_until([&] { return port->links[Channel::kControl] == LinkState::kRefused; }));
}

TEST_F(ZmqTransport, ARevokedKeyIsRefusedAndEachTryIsToldWithItsNode) {
    start_central({{key_.public_key(), {NodeId{7}, Admission::kRevoked}}});
    const auto port = dial(key_);
    ASSERT_TRUE(
        loop_.run_until([&] { return port->links[Channel::kControl] == LinkState::kRefused; }));
    ASSERT_TRUE(loop_.run_until([&] { return log_.has("ERASE-006", "node=7 count=2"); }));
    EXPECT_TRUE(arrived_.empty());
    EXPECT_EQ(central_->send(NodeId{7}, Channel::kControl, {9}).error().code, Errc::kUnavailable);
}

/// Stands in for a ZAP handler that goes wrong, in the place of the one that was stopped.
class WrongHandler {
public:
    WrongHandler(ZmqContext& context, PollLoop& loop)
        : socket_{zmq_socket(context.handle(), ZMQ_REP)} {
        const int at_once = 0;
        zmq_setsockopt(socket_, ZMQ_LINGER, &at_once, sizeof at_once);
        // libzmq gives the address of the stopped one back on a thread of its own.
        EXPECT_TRUE(
            loop.run_until([this] { return zmq_bind(socket_, "inproc://zeromq.zap.01") == 0; }));
    }
    WrongHandler(const WrongHandler&) = delete;
    WrongHandler& operator=(const WrongHandler&) = delete;
    ~WrongHandler() { zmq_close(socket_); }

    /// True once a request is in hand; `id_` is its number.
    bool takes_one() {
        std::array<char, 256> part{};
        for (int number = 0;; ++number) {
            const int size = zmq_recv(socket_, part.data(), part.size(), ZMQ_DONTWAIT);
            if (size < 0) {
                return false;
            }
            if (number == 1) {
                id_.assign(part.data(), static_cast<std::size_t>(size));
            }
            int has_more = 0;
            std::size_t length = sizeof has_more;
            zmq_getsockopt(socket_, ZMQ_RCVMORE, &has_more, &length);
            if (has_more == 0) {
                return true;
            }
        }
    }
    void admit_without_a_name() {
        for (const std::string& part : {std::string{"1.0"}, id_, std::string{"200"}}) {
            EXPECT_GE(zmq_send(socket_, part.data(), part.size(), ZMQ_SNDMORE), 0);
        }
        for (const int flags : {ZMQ_SNDMORE, ZMQ_SNDMORE, 0}) {  // Text, user id, metadata.
            EXPECT_EQ(zmq_send(socket_, "", 0, flags), 0);
        }
    }

private:
    void* socket_;
    std::string id_;
};

TEST_F(ZmqTransport, AFrameWithoutAProvedNodeIsDroppedAndCounted) {
    start_central(allow_seven());
    central_->stop_admission();
    WrongHandler handler{context_, loop_};
    const auto port = dial(key_);
    ASSERT_TRUE(loop_.run_until([&] {
        if (handler.takes_one()) {
            handler.admit_without_a_name();
        }
        return port->is(LinkState::kUp);
    }));
    ASSERT_TRUE(port->node->send(Channel::kControl, {1}));
    ASSERT_TRUE(loop_.run_until([&] { return central_->drop_counts().no_identity == 1; }));
    EXPECT_TRUE(arrived_.empty());
}

TEST_F(ZmqTransport, AHandlerThatDiesWithARequestInItsHandsAdmitsNobody) {
    start_central(allow_seven());
    central_->stop_admission();
    auto handler = std::make_unique<WrongHandler>(context_, loop_);
    const auto port = dial(key_);
    ASSERT_TRUE(loop_.run_until([&] { return handler->takes_one(); }));
    handler.reset();
    const auto is_any_up = [&] {
        return std::any_of(port->links.begin(), port->links.end(), [](const auto& link) {
            return link.second == LinkState::kUp;
        });
    };
    EXPECT_FALSE(loop_.run_until(is_any_up, 1500ms));
    EXPECT_EQ(port->node->send(Channel::kControl, {1}).error().code, Errc::kUnavailable);
    EXPECT_TRUE(arrived_.empty());
}

TEST_F(ZmqTransport, AForgottenConnectionIsSilentAndALaterOneCountsAgain) {
    start_central(allow_seven());
    const auto port = dial(key_);
    ASSERT_TRUE(is_up(*port));
    ASSERT_TRUE(port->node->send(Channel::kControl, {1}));
    ASSERT_TRUE(arrives(1));
    central_->forget(NodeId{7});
    EXPECT_EQ(central_->send(NodeId{7}, Channel::kControl, {9}).error().code, Errc::kUnavailable);
    ASSERT_TRUE(port->node->send(Channel::kControl, {2}));
    ASSERT_TRUE(loop_.run_until([&] { return central_->drop_counts().forgotten == 1; }));
    EXPECT_EQ(arrived_.size(), 1U);

    central_->set_allowed(allow_seven());
    port->node->reconnect(Channel::kControl);
    ASSERT_TRUE(loop_.run_until([&] { return port->changes[Channel::kControl] == 3; }));
    ASSERT_TRUE(port->node->send(Channel::kControl, {3}));
    ASSERT_TRUE(arrives(2));
    EXPECT_EQ(arrived_.back().frame, Bytes{3});
    EXPECT_NE(arrived_.front().peer.connection, arrived_.back().peer.connection);
}

TEST_F(ZmqTransport, CentralSendsToTheNewestConnectionOfANode) {
    start_central(allow_seven());
    const auto first = dial(key_);
    ASSERT_TRUE(is_up(*first));
    ASSERT_TRUE(first->node->send(Channel::kControl, {1}));
    ASSERT_TRUE(arrives(1));
    const auto second = dial(key_);
    ASSERT_TRUE(is_up(*second));
    ASSERT_TRUE(second->node->send(Channel::kControl, {2}));
    ASSERT_TRUE(arrives(2));
    ASSERT_TRUE(central_->send(NodeId{7}, Channel::kControl, {9}));
    ASSERT_TRUE(loop_.run_until([&] { return !second->frames.empty(); }));
    EXPECT_TRUE(first->frames.empty());
}

TEST_F(ZmqTransport, SendingToANodeThatNeverCameFails) {
    start_central(allow_seven());
    EXPECT_EQ(central_->send(NodeId{7}, Channel::kBulk, {1}).error().code, Errc::kUnavailable);
}

TEST_F(ZmqTransport, ANodeComesBackAfterCentralRestarted) {
    start_central(allow_seven());
    const auto port = dial(key_);
    ASSERT_TRUE(is_up(*port));
    central_.reset();
    ASSERT_TRUE(loop_.run_until([&] { return port->is(LinkState::kDown); }));
    start_central(allow_seven());
    EXPECT_TRUE(is_up(*port));
}

TEST_F(ZmqTransport, GarbageOnThePortDisturbsNobody) {
    start_central(allow_seven());
    const auto port = dial(key_);
    ASSERT_TRUE(is_up(*port));
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(ports_.control);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    const Bytes garbage(4096, 0xF7);
    ASSERT_GT(send(fd, garbage.data(), garbage.size(), MSG_NOSIGNAL), 0);
    ASSERT_TRUE(port->node->send(Channel::kControl, {1}));
    EXPECT_TRUE(arrives(1));
    close(fd);
    ASSERT_TRUE(port->node->send(Channel::kControl, {2}));
    EXPECT_TRUE(arrives(2));
}

TEST_F(ZmqTransport, ASecondCentralInOneProcessIsRefused) {
    start_central(allow_seven());
    ZmqCentralOptions options{local(1), local(2), copy_of(central_key_), {}};
    EXPECT_FALSE(ZmqCentral::open(context_, std::move(options), loop_.hooks(), log_));
}

}  // namespace
}  // namespace sarhad::wire
