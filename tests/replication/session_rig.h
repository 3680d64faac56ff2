#pragma once

#include "core/random.h"
#include "replication/central_session.h"
#include "replication/effects.h"
#include "replication/frames.h"
#include "replication/node_session.h"
#include "store/outbox.h"
#include "wire/keyring.h"
#include "wire/streams.h"
#include "wire/trust.h"

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

}  // namespace sarhad::replication
