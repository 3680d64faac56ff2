#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "core/random.h"
#include "core/result.h"
#include "facts/alert.h"
#include "wire/compartment.h"
#include "wire/keyring.h"
#include "wire/messages.h"

#include <optional>
#include <string_view>
#include <vector>

/// An alert on a list that not every port has. The alert stream is one chain for all ports, with
/// the same bytes at each: so such an alert goes to all and opens at those that have the list.
/// docs/protocol.md, "Compartments".
namespace sarhad::wire {

/// What the id of its op begins with; behind it the id as of any alert.
inline constexpr std::string_view kSealedAlertId = "sealed/";
/// Its op's body: with what is around it, it fills one frame.
inline constexpr std::size_t kSealedAlertBytesMax = 60'000;

/// A node that may read it, and its SigningKey's box key.
struct AlertReader {
    core::NodeId node{0};
    PublicKey key{};
};

struct SealedAlert {
    std::vector<CompartmentMember> readers;  ///< By rising node, each with the key of `body`.
    core::Bytes body;  ///< A facts::Alert under that key, bound to the op's id.
    friend bool operator==(const SealedAlert&, const SealedAlert&) = default;
};

/// An alert, and its bytes as central wrote them.
struct OpenedAlert {
    facts::Alert alert;
    core::Bytes body;
};

/// The op that carries it; a new key for each. kExhausted: it would be larger than
/// kSealedAlertBytesMax; kInvalid: a reader's key is none. Thread: any.
[[nodiscard]] core::Result<Op> seal_alert(const facts::Alert& alert,
                                          const std::vector<AlertReader>& readers,
                                          core::Random& random);

/// The alert in an op of the alert stream, sealed or open; none: it is sealed, and not to `node`.
/// `key`: the node's own. kCorrupt: it does not open by that, or is no alert, or another's.
/// Verified bytes only. Thread: any.
[[nodiscard]] core::Result<std::optional<OpenedAlert>> open_alert(const Op& op,
                                                                  core::NodeId node,
                                                                  const BoxKey& key);

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct Schema<wire::SealedAlert> {
    static constexpr std::string_view kName = "sealed_alert";
    static constexpr auto kFields = FieldList{
        field(
            1, "readers", &wire::SealedAlert::readers, wire::kCompartmentMembersMax, Feed::kSystem),
        field(2, "body", &wire::SealedAlert::body, wire::kSealedAlertBytesMax, Feed::kSystem)};
};

}  // namespace sarhad::facts
