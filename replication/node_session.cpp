#include "replication/node_session.h"

#include "core/text.h"
#include "replication/events.h"
#include "replication/frames.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::Seq;
using core::StreamId;
using core::WallTime;

namespace {

/// Urgent streams may fill less than bulk: the link must stay free for the next alert.
constexpr Window kUrgentWindow{256, 16 * 1024};
constexpr Window kBulkWindow{4096, 512 * 1024};
/// A time that does not come.
constexpr MonoTime kNever{std::chrono::hours{24 * 365 * 100}};

Window window_of(StreamId stream) {
    return up_channel(stream) == wire::Channel::kControl ? kUrgentWindow : kBulkWindow;
}

/// What central says that it holds of `stream`; nothing, where it does not name it.
wire::StreamPosition held_of(const wire::Welcome& welcome, StreamId stream, core::Epoch epoch) {
    for (const wire::StreamPosition& position : welcome.up) {
        if (position.stream == stream) {
            return position;
        }
    }
    return {stream, epoch, Seq{0}, {}};
}

std::uint64_t first_greeting(const NodeIdentity& identity) {
    constexpr std::size_t kRandomBytes = 4;
    constexpr unsigned kCounterBits = 24;
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < kRandomBytes; ++i) {
        number = number << 8U | identity.boot_id[i];
    }
    return number << kCounterBits;
}

}  // namespace

NodeSession::NodeSession(const NodeIdentity& identity,
                         const wire::SigningKey& key,
                         const wire::TrustStore& trust,
                         std::vector<wire::StreamPosition> applied,
                         std::vector<OutboxStream> outbox,
                         core::Log& log)
    : identity_{identity},
      key_{key},
      trust_{trust},
      log_{log},
      repair_{trust, log},
      snapshots_{log},
      line_{identity.bulk_credit},
      greeting_{first_greeting(identity)} {
    for (const OutboxStream& stream : outbox) {
        up_.emplace(
            stream.stream,
            Upward{
                stream, StreamSender{window_of(stream.stream), stream.acked, stream.tail}, false});
    }
    for (const wire::StreamPosition& position : applied) {
        down_.emplace(position.stream, Downward{StreamReceiver{position}});
    }
}

NodeSession::Effects NodeSession::on_link_up(WallTime wall, MonoTime now) {
    Effects effects;
    greet(effects, wall, now);
    return effects;
}

void NodeSession::on_link_down() {
    state_ = State::kDown;
    repair_.on_link_down();
    snapshots_.on_link_down();
    for (auto& [stream, up] : up_) {
        up.sender.suspend();
    }
}

NodeSession::Effects NodeSession::greet_anew(WallTime wall, MonoTime now) {
    Effects effects;
    if (state_ != State::kDown) {
        greet(effects, wall, now);
    }
    return effects;
}

void NodeSession::greet(Effects& effects, WallTime wall, MonoTime now) {
    on_link_down();
    line_.begin_session();
    state_ = State::kGreeting;
    greeted_at_ = now;
    heard_at_.reset();
    ++greeting_;
    const wire::Hello greeting = hello(wall);
    // The bulk connection says it too, so that central knows whose it is.
    send(effects, wire::Channel::kControl, greeting);
    send(effects, wire::Channel::kBulk, greeting);
}

wire::Hello NodeSession::hello(WallTime wall) const {
    wire::Hello hello;
    hello.node = identity_.node;
    hello.boot_id = identity_.boot_id;
    hello.proto_min = wire::kProtocol;
    hello.proto_max = wire::kProtocol;
    hello.schema_version = identity_.schema_version;
    hello.wall = wall;
    for (const auto& [stream, down] : down_) {
        hello.down.push_back(down.receiver.held());
    }
    for (const auto& [stream, up] : up_) {
        hello.up.push_back({stream, up.outbox.epoch, up.sender.tail(), up.outbox.tail_chain});
    }
    hello.greeting = greeting_;
    hello.root_version = trust_held_.root;
    hello.revocations_version = trust_held_.revocations;
    hello.head_version = trust_held_.head;
    hello.compartments = trust_held_.compartments;
    return hello;
}

NodeSession::Effects NodeSession::on_frame(wire::Channel channel,
                                           core::ByteView frame,
                                           WallTime wall,
                                           MonoTime now) {
    Effects effects;
    core::Result<Received> received = from_frame(channel, frame);
    if (!received) {
        log_.write(kFrameRefused, {{"why", received.error().what}});
        if (const auto report = reports_.answer(received.error(), now)) {
            send(effects, wire::Channel::kControl, *report);
        }
        return effects;
    }
    if (channel == wire::Channel::kControl) {
        heard_at_ = now;  // A bulk connection that lives says nothing of the other one.
    }
    if (channel == wire::Channel::kBulk) {
        core::Result<std::optional<Received>> opened = line_.on_received(*std::move(received), now);
        if (!opened) {
            log_.write(kFrameRefused, {{"why", opened.error().what}});
        }
        if (!opened || !*opened) {
            pump(effects, now);
            return effects;
        }
        received = **std::move(opened);
    }
    on_message(effects, *received, wall, now);
    pump(effects, now);
    return effects;
}

void NodeSession::on_message(Effects& effects,
                             const Received& received,
                             WallTime wall,
                             MonoTime now) {
    const wire::Message& message = received.message;
    if (const auto* welcome = std::get_if<wire::Welcome>(&message)) {
        on_welcome(effects, *welcome, now);
        return;
    }
    const auto* error = std::get_if<wire::ErrorReport>(&message);
    if (error != nullptr) {
        on_error(effects, *error, received.stream, wall, now);
        return;
    }
    if (const auto* proof = std::get_if<wire::Revoke>(&message)) {
        effects.emplace_back(TakeDocument{proof->document});  // In place of a WELCOME too.
        return;
    }
    if (state_ != State::kLive) {
        return;  // A frame of an older session: nothing counts before WELCOME.
    }
    if (const auto* delta = std::get_if<wire::Delta>(&message)) {
        on_delta(effects, received, *delta);
    } else if (const auto* ack = std::get_if<wire::Ack>(&message)) {
        on_ack(effects, *ack, now);
    } else if (const auto* nack = std::get_if<wire::Nack>(&message)) {
        on_nack(effects, *nack, now);
    } else if (const auto* tell = std::get_if<wire::ReconTell>(&message)) {
        on_tell(effects, *tell, now);
    } else if (const auto* manifest = std::get_if<wire::Manifest>(&message)) {
        on_manifest(effects, *manifest, now);
    } else if (const auto* chunks = std::get_if<wire::ChunkTell>(&message)) {
        Effects steps;
        snapshots_.on_chunks(steps, *chunks, now);
        after_snapshot(effects, std::move(steps));
    } else if (const auto* tick = std::get_if<wire::SentTick>(&message)) {
        effects.emplace_back(TakeDocument{tick->document});
    } else if (const auto* head = std::get_if<wire::SentHead>(&message)) {
        effects.emplace_back(TakeDocument{head->document});
    } else if (const auto* whose = std::get_if<wire::SentCompartment>(&message)) {
        effects.emplace_back(TakeDocument{whose->document});
    }
}

void NodeSession::on_welcome(Effects& effects, const wire::Welcome& welcome, MonoTime now) {
    if (state_ != State::kGreeting || welcome.greeting != greeting_) {
        return;  // A repeat of one that was taken, or late: what it says of central is old.
    }
    state_ = State::kLive;
    pinged_at_ = now;
    log_.write(kSessionLive, {{"session", welcome.session}});
    welcomed_.clear();
    for (const wire::StreamPosition& head : welcome.down) {
        welcomed_.insert_or_assign(head.stream, head.seq);
    }
    compare_down(effects, welcome);
    resume_repair(effects, now);
    want_snapshots(effects, welcome, now);
    tell_root(effects, wire::kRuleStream);  // It may have changed since, or its ACK was lost.
    for (auto& [stream, up] : up_) {
        if (up.is_quarantined) {
            send_forked(effects, stream);  // Central may have restarted since it was said.
        } else {
            resume_outbox(effects, held_of(welcome, stream, up.outbox.epoch));
        }
    }
}

bool NodeSession::is_caught_up() const {
    return state_ == State::kLive &&
           std::all_of(welcomed_.begin(), welcomed_.end(), [this](const auto& head) {
               const auto found = down_.find(head.first);
               const Seq held = found == down_.end() ? Seq{0} : found->second.receiver.held().seq;
               return held >= head.second || ignored_.contains(head.first);
           });
}

void NodeSession::keep_quarantined(Direction direction, StreamId stream) {
    if (direction == Direction::kDown) {
        downward(stream).is_quarantined = true;
    } else if (const auto up = up_.find(stream); up != up_.end()) {
        up->second.is_quarantined = true;
    }
}

NodeSession::Effects NodeSession::release(Direction direction,
                                          StreamId stream,
                                          WallTime wall,
                                          MonoTime now) {
    Effects effects;
    if (direction == Direction::kDown) {
        repair_.drop(stream);
        snapshots_.drop(stream);
        down_.erase(stream);
        downward(stream);  // From its first delta on.
        roots_.erase(stream);
    } else if (const auto up = up_.find(stream); up != up_.end()) {
        up->second.is_quarantined = false;
    }
    if (state_ != State::kDown) {
        greet(effects, wall, now);
    }
    return effects;
}

void NodeSession::on_error(Effects& effects,
                           const wire::ErrorReport& error,
                           StreamId stream,
                           WallTime wall,
                           MonoTime now) {
    if (state_ == State::kLive && error.code == kForkedDown) {
        on_stopped(effects, stream);
        return;
    }
    log_.write(kPeerReported, {{"code", error.code}, {"fatal", int{error.is_fatal}}});
    if (error.code == kRevoked && state_ != State::kDown) {
        // Central is deaf to this connection from now on; whether it admits us, a new one shows.
        on_link_down();
        effects.emplace_back(ResetLink{});
        return;
    }
    // Central has restarted and knows no session. One greeting a second at most: every frame that
    // was under way brings one such answer.
    if (state_ == State::kLive && error.code == kNotWelcomed &&
        now - greeted_at_ >= std::chrono::seconds{1}) {
        greet(effects, wall, now);
    }
}

/// Answered each time: central says it until it hears that this node knows.
void NodeSession::on_stopped(Effects& effects, StreamId stream) {
    const auto down = down_.find(stream);
    if (down == down_.end()) {
        log_.write(kPeerReported, {{"code", kForkedDown}, {"fatal", 0}});
        return;
    }
    send_nack(effects, down->second.receiver.held(), wire::NackReason::kFork);
    if (!down->second.is_quarantined) {
        quarantine_down(
            effects, stream, "central has stopped it: another history was applied here");
    }
}

NodeSession::Effects NodeSession::on_timer(WallTime wall, MonoTime now) {
    Effects effects;
    if (state_ == State::kDown || now < deadline()) {
        return effects;
    }
    const core::Duration silence = now - heard_at_.value_or(greeted_at_);
    const bool is_unanswered = state_ == State::kGreeting && now - greeted_at_ >= kHelloTimeout;
    const bool is_dead =
        state_ == State::kLive && silence >= identity_.ping_every * kPingsMissedMax;
    if (is_unanswered || is_dead) {
        log_.write(kLinkSilent);
        effects.emplace_back(ResetLink{});
        greet(effects, wall, now);
        return effects;
    }
    for (auto& [stream, up] : up_) {
        up.sender.on_timer(now);
    }
    Effects steps;
    repair_.on_timer(steps, now);
    after_repair(effects, std::exchange(steps, {}), now);
    snapshots_.on_timer(steps, now);
    after_snapshot(effects, std::move(steps));
    if (state_ == State::kLive && now - pinged_at_ >= identity_.ping_every) {
        pinged_at_ = now;
        std::uint64_t depth = 0;
        for (const auto& [stream, up] : up_) {
            depth += up.sender.tail().value() - up.sender.acked().value();
        }
        const wire::Ping ping{++ping_counter_, depth};
        send(effects, wire::Channel::kControl, ping);
        // Central learns from it whose the bulk connection is, should its HELLO have been lost.
        send(effects, wire::Channel::kBulk, ping);
    }
    pump(effects, now);
    return effects;
}

MonoTime NodeSession::deadline() const {
    if (state_ == State::kGreeting) {
        return greeted_at_ + kHelloTimeout;
    }
    if (state_ == State::kDown) {
        return kNever;
    }
    MonoTime due = pinged_at_ + identity_.ping_every;
    due = std::min(due, line_.deadline().value_or(due));
    for (const auto& [stream, up] : up_) {
        due = std::min(due, up.sender.deadline().value_or(due));
    }
    due = std::min(due, snapshots_.deadline().value_or(due));
    return std::min(due, repair_.deadline().value_or(due));
}

void NodeSession::send(Effects& effects,
                       wire::Channel channel,
                       const wire::Message& message) const {
    SendFrame send{channel, to_frame(message)};
    if (channel == wire::Channel::kBulk) {
        line_.mark(send.frame);
    }
    effects.emplace_back(std::move(send));
}

void NodeSession::send_ack(Effects& effects,
                           const wire::StreamPosition& held,
                           const wire::Hash256& root) {
    send_ack(effects, down_channel(held.stream), held, root);
}

void NodeSession::send_ack(Effects& effects,
                           wire::Channel channel,
                           const wire::StreamPosition& held,
                           const wire::Hash256& root) {
    send(effects, channel, wire::Ack{held.stream, held.epoch, held.seq, held.chain, root});
}

void NodeSession::send_nack(Effects& effects,
                            const wire::StreamPosition& held,
                            wire::NackReason reason) {
    send(effects,
         down_channel(held.stream),
         wire::Nack{held.stream, held.epoch, next(held.seq), reason});
}

}  // namespace sarhad::replication
