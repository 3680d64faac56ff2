#pragma once

#include "core/random.h"
#include "replication/central_session.h"
#include "replication/effects.h"
#include "replication/fragments.h"
#include "replication/frames.h"
#include "replication/node_session.h"
#include "store/outbox.h"
#include "wire/keyring.h"
#include "wire/streams.h"
#include "wire/trust.h"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What the tests of the sessions share: keys, a publisher, a producer, and a look at effects.
namespace sarhad::replication {

inline constexpr core::NodeId kNode{7};
inline constexpr core::NodeId kOtherNode{8};
inline constexpr core::StreamId kList = wire::down::kFirstList;
inline constexpr core::WallTime kWall{1'000'000};
inline constexpr core::MonoTime kStart{std::chrono::seconds{1000}};

/// SplitMix64: the same seed, the same bytes.
class SeededRandom final : public core::Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_{seed} {}
    void fill(std::span<std::uint8_t> bytes) override;
    [[nodiscard]] bool happens(std::uint64_t permille) { return below(1000) < permille; }

private:
    std::uint64_t state_;
};

/// Two nodes, central's two keys, and the trust store that knows them all.
struct Keys {
    wire::SigningKey node;
    wire::SigningKey other_node;
    wire::SigningKey sequencer;
    wire::SigningKey alert;
    wire::TrustStore trust;
};
[[nodiscard]] Keys make_keys();

/// A published stream: signs deltas and keeps them.
class Publisher {
public:
    Publisher(core::StreamId stream, const wire::SigningKey& key, wire::Domain domain);
    const PublishedDelta& publish(std::size_t body_size = 8);
    /// The delta under `seq` with another content, signed all the same.
    [[nodiscard]] core::Bytes fork(std::uint64_t seq) const;
    [[nodiscard]] const std::vector<PublishedDelta>& deltas() const { return deltas_; }
    [[nodiscard]] const wire::StreamPosition& head() const { return positions_.back(); }
    [[nodiscard]] const wire::StreamPosition& at(std::uint64_t seq) const {
        return positions_.at(seq);
    }
    [[nodiscard]] std::vector<PublishedDelta> load(const LoadRequest& request) const;

private:
    [[nodiscard]] core::Bytes sign(std::uint64_t seq, std::size_t size, std::uint8_t fill) const;

    core::StreamId stream_;
    const wire::SigningKey& key_;
    wire::Domain domain_;
    std::vector<PublishedDelta> deltas_;
    std::vector<wire::StreamPosition> positions_;  ///< By seq, 0 included.
};

/// One stream of an outbox, with real chain hashes.
class Producer {
public:
    explicit Producer(core::StreamId stream) : stream_{stream} {}
    void append(std::size_t size = 32, std::uint32_t key_epoch = 1, std::uint8_t fill = 9);
    [[nodiscard]] const std::vector<store::OutboxRow>& rows() const { return rows_; }
    [[nodiscard]] OutboxStream position(std::uint64_t acked = 0) const;
    [[nodiscard]] store::OutboxPosition tail() const;
    [[nodiscard]] wire::StreamPosition at(std::uint64_t seq) const;
    [[nodiscard]] std::vector<store::OutboxRow> load(const LoadRequest& request) const;
    /// The rows `first` to `last` as a batch.
    [[nodiscard]] wire::UpBatch batch(std::uint64_t first, std::uint64_t last) const;

private:
    core::StreamId stream_;
    std::vector<store::OutboxRow> rows_;
};

[[nodiscard]] std::vector<wire::KeySeed> seeds_of(const std::vector<store::OutboxRow>& rows);
[[nodiscard]] core::Bytes batch_frame(const wire::UpBatch& batch, const wire::SigningKey& key);
[[nodiscard]] wire::Hello hello_of(core::NodeId node, std::vector<wire::StreamPosition> down = {});

/// A PONG with one byte of its header altered.
[[nodiscard]] core::Bytes altered_frame(std::size_t at, std::uint8_t byte);

/// The effects of one kind, in order.
template <class Kind, class Effect>
[[nodiscard]] std::vector<Kind> only(const std::vector<Effect>& effects) {
    std::vector<Kind> found;
    for (const Effect& effect : effects) {
        if (const auto* one = std::get_if<Kind>(&effect)) {
            found.push_back(*one);
        }
    }
    return found;
}

/// The messages of one kind that the effects send, in order; frames over the limit are failures.
template <class Kind, class Effect>
[[nodiscard]] std::vector<Kind> sent(const std::vector<Effect>& effects) {
    std::vector<Kind> found;
    for (const SendFrame& frame : only<SendFrame>(effects)) {
        const core::Result<Received> received = from_frame(frame.channel, frame.frame);
        SARHAD_CHECK(received.has_value());
        if (const auto* one = std::get_if<Kind>(&received->message)) {
            found.push_back(*one);
        }
    }
    return found;
}

/// A CREDIT that grants all, as a frame: everything up to `mark` has come.
[[nodiscard]] core::Bytes credit_frame(std::uint32_t mark = 0);
/// The mark of the last bulk frame among the effects; none where there is none.
template <class Effect>
[[nodiscard]] std::optional<std::uint32_t> last_mark(const std::vector<Effect>& effects) {
    std::optional<std::uint32_t> mark;
    for (const SendFrame& frame : only<SendFrame>(effects)) {
        if (frame.channel == wire::Channel::kBulk) {
            mark = from_frame(frame.channel, frame.frame)->mark;
        }
    }
    return mark;
}
/// Frames that came in pieces are put together, in the place of their last piece.
template <class Effect>
[[nodiscard]] std::vector<Effect> whole(const std::vector<Effect>& effects) {
    Fragments fragments;
    std::vector<Effect> found;
    for (const Effect& effect : effects) {
        const auto* send = std::get_if<SendFrame>(&effect);
        if (send == nullptr) {
            found.push_back(effect);
            continue;
        }
        const auto received = from_frame(send->channel, send->frame);
        SARHAD_CHECK(received.has_value());
        const auto* piece = std::get_if<wire::Fragment>(&received->message);
        if (piece == nullptr) {
            found.push_back(effect);
        } else if (const auto frame = *fragments.add(received->lane, *piece)) {
            found.push_back(SendFrame{send->channel, *frame});
        }
    }
    return found;
}
/// What the session sends in the end, where the line carries all of it: `effects` and what follows.
/// Takes some seconds from `now` on.
template <class Session, class Effect>
[[nodiscard]] std::vector<Effect> carried(Session& session,
                                          std::vector<Effect> effects,
                                          core::MonoTime& now) {
    constexpr int kSilentMax = 8;
    std::uint32_t mark = last_mark(effects).value_or(0);
    for (int silent = 0; silent < kSilentMax; ++silent) {
        now = now + std::chrono::milliseconds{20};
        const auto more = session.on_frame(wire::Channel::kBulk, credit_frame(mark), kWall, now);
        const std::uint32_t next = last_mark(more).value_or(mark);
        silent = next == mark ? silent : 0;
        mark = next;
        effects.insert(effects.end(), more.begin(), more.end());
    }
    return whole(effects);
}

}  // namespace sarhad::replication
