#pragma once

#include "session_rig.h"

#include "replication/central_session.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>

namespace sarhad::replication {

inline constexpr core::StreamId kCrossings = wire::up::kCrossings;

/// Central's end of one node's session, a list that it publishes and rows that the node has.
class CentralSessionTest : public ::testing::Test {
protected:
    using Effects = CentralSession::Effects;

    CentralSessionTest() {
        for (int i = 0; i < 8; ++i) {
            rows_.append();
        }
    }
    CentralSession session(std::uint64_t held = 0) {
        return {kNode, keys_.trust, {rows_.at(held)}, {list_.head()}, log_};
    }
    CentralSession live(std::uint64_t held = 0, std::uint64_t applied = 0) {
        CentralSession made = session(held);
        greeted_ = greet(made, applied);
        std::ignore = made.on_frame(wire::Channel::kBulk, credit_frame(), kWall, kStart);
        return made;
    }
    Effects greet(CentralSession& to, std::uint64_t applied) {
        return give(to, hello_of(kNode, {list_.at(applied)}));
    }
    static Effects give(CentralSession& to,
                        const wire::Message& message,
                        core::MonoTime now = kStart) {
        return to.on_frame(wire::Channel::kControl, to_frame(message), kWall, now);
    }
    Effects give_rows(CentralSession& to, std::uint64_t first, std::uint64_t last) {
        return give_batch(to, rows_.batch(first, last), keys_.node);
    }
    static Effects give_batch(CentralSession& to,
                              const wire::UpBatch& batch,
                              const wire::SigningKey& key) {
        return to.on_frame(up_channel(batch.stream), batch_frame(batch, key), kWall, kStart);
    }
    Effects answer(CentralSession& to, const LoadRequest& request, core::MonoTime now = kStart) {
        return to.on_deltas(kList, list_.load(request), now);
    }
    void publish(int count) {
        for (int i = 0; i < count; ++i) {
            list_.publish();
        }
    }

    Keys keys_ = make_keys();
    core::NullLog log_;
    Producer rows_{kCrossings};
    Publisher list_{kList, keys_.sequencer, wire::Domain::kDelta};
    Effects greeted_;
};

}  // namespace sarhad::replication
