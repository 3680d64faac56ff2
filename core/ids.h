#pragma once

#include "core/id.h"

#include <cstdint>
#include <string>

namespace sarhad::core {

/// A daemon at a port, numbered by central when it is added; 0 is central itself.
using NodeId = Id<struct NodeIdTag, std::uint32_t>;
/// UN/LOCODE and site of a border point, such as "PKXXA-1": 5 letters or digits, '-', site.
using PortId = Id<struct PortIdTag, std::string>;
/// A stream of one producer; the numbers are in docs/protocol.md.
using StreamId = Id<struct StreamIdTag, std::uint16_t>;
/// Rises when the numbering of a stream starts anew; only central makes a new one.
using Epoch = Id<struct EpochTag, std::uint32_t>;
/// Position in a stream: contiguous, from 1; 0 is "none yet".
using Seq = Id<struct SeqTag, std::uint64_t>;
/// The first 8 bytes of BLAKE2b of a public key, in hexadecimal: what a person reads out.
using KeyId = Id<struct KeyIdTag, std::string>;

inline constexpr NodeId kCentral{0};

/// The position after `seq`.
[[nodiscard]] constexpr Seq next(Seq seq) {
    return Seq{seq.value() + 1};
}

}  // namespace sarhad::core
