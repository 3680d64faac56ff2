#pragma once

#include "core/clock.h"
#include "facts/decision.h"
#include "facts/journey.h"
#include "watchlists/matcher.h"

#include <array>
#include <vector>

namespace sarhad::screening {

using PairId = std::array<std::uint8_t, 16>;

/// Of the document's key, the list's entry as it is listed, and the evidence between them: the
/// words of the traveller's names, his dates, the listed name, each reason's points, the tier and
/// the versions of the code. Whatever of it changes gives another id, so that a pair suppresses
/// only what an officer has seen.
[[nodiscard]] PairId pair_id(const facts::SubjectKey& subject,
                             const facts::Traveller& traveller,
                             const facts::Hit& hit,
                             watchlists::HashFunction hasher);

/// Whether a pair may speak against it: not where a document agrees. Another CNIC is another man.
[[nodiscard]] bool may_be_suppressed(const facts::Hit& hit);

/// "Not the same person", as officers have said. Immutable; any thread may ask.
class KnownPairs final {
public:
    struct Pair {
        PairId id{};
        core::WallTime expires_at;  ///< From then on it suppresses nothing.
    };
    explicit KnownPairs(watchlists::HashFunction hasher, std::vector<Pair> pairs = {});

    [[nodiscard]] bool has(const PairId& id, core::WallTime now) const;
    /// Sets `suppressed_by` of the hits that a pair of any of the documents names. Total.
    void suppress(const std::vector<facts::SubjectKey>& subjects,
                  const facts::Traveller& traveller,
                  core::WallTime now,
                  std::vector<facts::Hit>& hits) const;
    [[nodiscard]] std::size_t size() const { return pairs_.size(); }

private:
    watchlists::HashFunction hasher_;
    std::vector<Pair> pairs_;  ///< By id.
};

}  // namespace sarhad::screening
