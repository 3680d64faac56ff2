#pragma once

#include "wire/keyring.h"
#include "wire/messages.h"

#include <map>
#include <vector>

#include "sim/workload.h"

namespace sarhad::sim {

/// A delta that the thief signed, and the chain of who takes it.
struct StolenDelta {
    wire::Delta delta;
    wire::Hash256 chain{};
};

/// An attacker with the sequencer's key, who holds the links, and has no agency's key. It knows
/// what passed by: every delta, every edition, and the agency's signatures of them.
class Thief final {
public:
    Thief(SimRandom& random, const wire::SigningKey& sequencer)
        : random_{random}, sequencer_{sequencer} {}

    void learn(const Edition& edition);
    void see(const wire::Delta& delta, const wire::DeltaBody& body);
    /// One or more deltas in the place of `real`, which follow each other; none where it has no
    /// idea.
    [[nodiscard]] std::vector<StolenDelta> answer(const wire::DeltaBody& real);

private:
    using Bodies = std::vector<wire::DeltaBody>;
    [[nodiscard]] Bodies altered(wire::DeltaBody body);
    [[nodiscard]] Bodies replayed(const wire::DeltaBody& real);
    [[nodiscard]] Bodies unsigned_edition(const wire::DeltaBody& real) const;
    [[nodiscard]] Bodies older_edition(const wire::DeltaBody& real) const;
    [[nodiscard]] bool begins_edition(const wire::DeltaBody& real) const;

    SimRandom& random_;
    const wire::SigningKey& sequencer_;
    std::map<std::uint64_t, Edition> editions_;
    std::map<std::uint64_t, std::vector<wire::Signature>> signatures_;  ///< By edition.
    std::map<core::Seq, std::uint64_t> ends_;  ///< Which edition a delta has ended.
    Bodies seen_;
};

}  // namespace sarhad::sim
