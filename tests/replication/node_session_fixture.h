#pragma once

#include "session_rig.h"

#include <gtest/gtest.h>

#include <tuple>

namespace sarhad::replication {

inline constexpr core::StreamId kCrossings = wire::up::kCrossings;
inline constexpr auto kLive = NodeSession::State::kLive;
inline constexpr auto kGreeting = NodeSession::State::kGreeting;

/// A node session with an outbox stream of its own, and what is published to it.
class NodeSessionTest : public ::testing::Test {
protected:
    using Effects = NodeSession::Effects;

    NodeSession session(std::uint64_t acked = 0) {
        return {{.node = kNode}, keys_.node, keys_.trust, {}, {rows_.position(acked)}, log_};
    }
    NodeSession live(std::uint64_t acked = 0) {
        NodeSession made = session(acked);
        greeting_ = made.on_link_up(kWall, kStart);
        welcomed_ = welcome(made, acked);
        std::ignore = made.on_frame(wire::Channel::kBulk, credit_frame(), kWall, kStart);
        return made;
    }
    Effects welcome(NodeSession& to, std::uint64_t held, core::MonoTime now = kStart) {
        wire::Welcome message;
        message.proto = wire::kProtocol;
        message.greeting = greeting_number_;
        message.up.push_back(rows_.at(held));
        return give(to, message, now);
    }
    static Effects give(NodeSession& to,
                        const wire::Message& message,
                        core::MonoTime now = kStart) {
        return to.on_frame(wire::Channel::kControl, to_frame(message), kWall, now);
    }
    static Effects give_delta(NodeSession& to, core::StreamId stream, core::ByteView delta) {
        return to.on_frame(down_channel(stream), to_delta_frame(stream, delta), kWall, kStart);
    }
    static Effects applied(NodeSession& to, const wire::StreamPosition& position) {
        return to.on_applied(position, wire::Hash256{}, kStart);
    }
    Effects answer(NodeSession& to, const LoadRequest& request, core::MonoTime now = kStart) {
        const std::vector<store::OutboxRow> loaded = rows_.load(request);
        return to.on_rows(kCrossings, loaded, seeds_of(loaded), now);
    }
    void append(int count, std::size_t size = 32) {
        for (int i = 0; i < count; ++i) {
            rows_.append(size);
        }
    }

    Keys keys_ = make_keys();
    core::NullLog log_;
    Producer rows_{kCrossings};
    Publisher list_{kList, keys_.sequencer, wire::Domain::kDelta};
    Publisher alerts_{wire::kAlertStream, keys_.alert, wire::Domain::kAlert};
    Effects greeting_;
    std::uint64_t greeting_number_{1};
    Effects welcomed_;
};

}  // namespace sarhad::replication
