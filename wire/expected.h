#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "core/random.h"
#include "core/result.h"
#include "facts/expected.h"
#include "wire/keyring.h"
#include "wire/messages.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Whom a port expects, as central tells its nodes: one stream a node, each journey packed, sealed
/// to the node's own key and cut into pieces. docs/protocol.md, "Expected traffic".
namespace sarhad::wire {

/// Sealed bytes of a journey in one op; with what is around them they fill a frame.
inline constexpr std::size_t kExpectedPieceBytesMax = std::size_t{48} * 1024;
/// Pieces of one journey: 6 MiB, more than a carrier's file of 4 MiB becomes.
inline constexpr std::uint32_t kExpectedPiecesMax = 128;
/// Of a journey before it is packed: a carrier's file has 4 MiB, and its facts are not twice that.
inline constexpr std::size_t kExpectedBytesMax = std::size_t{8} * 1024 * 1024;

/// A part of a journey; of one that is cancelled all that is said.
struct ExpectedPiece {
    facts::JourneyId journey{};
    std::uint64_t version{0};  ///< As ExpectedJourney's.
    core::WallTime gone_at;   ///< As ExpectedJourney's: also who cannot open it knows when it goes.
    std::uint32_t piece{0};   ///< From 0.
    std::uint32_t pieces{0};  ///< Of this version; 0: the journey is cancelled.
    core::Bytes sealed;
    friend bool operator==(const ExpectedPiece&, const ExpectedPiece&) = default;
};

/// The ops that carry it, one a delta, with up to `piece_bytes` (1 to kExpectedPieceBytesMax) of it
/// each. kExhausted: it is larger than kExpectedPiecesMax pieces. kInvalid: `to` is no key.
/// Thread: any.
[[nodiscard]] core::Result<std::vector<Op>> seal_expected(
    const facts::ExpectedJourney& journey,
    const PublicKey& to,
    core::Random& random,
    std::size_t piece_bytes = kExpectedPieceBytesMax);
/// The op that cancels it.
[[nodiscard]] Op cancel_expected(const facts::JourneyId& journey,
                                 std::uint64_t version,
                                 core::WallTime gone_at);
/// The piece in an op of such a stream. Total. kCorrupt: it is none, or not of the op's journey.
/// Verified bytes only.
[[nodiscard]] core::Result<ExpectedPiece> read_expected(const Op& op);
/// The journey in `sealed`, the pieces' bytes joined in order. Total. kCorrupt: it does not open by
/// `key`, or is not that journey and version.
[[nodiscard]] core::Result<facts::ExpectedJourney> open_expected(const ExpectedPiece& last,
                                                                 core::ByteView sealed,
                                                                 const BoxKey& key);

/// "expected/<port>/<node>": two machines that a port had one after the other have two streams.
[[nodiscard]] std::string expected_name(const core::PortId& port, core::NodeId node);

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct Schema<wire::ExpectedPiece> {
    static constexpr std::string_view kName = "expected_piece";
    static constexpr auto kFields = FieldList{
        field(1, "journey", &wire::ExpectedPiece::journey, 16, Feed::kSystem),
        field(2, "version", &wire::ExpectedPiece::version, 1, Feed::kSystem),
        field(3, "gone_at", &wire::ExpectedPiece::gone_at, 1, Feed::kSystem),
        field(4, "piece", &wire::ExpectedPiece::piece, 1, Feed::kSystem),
        field(5, "pieces", &wire::ExpectedPiece::pieces, 1, Feed::kSystem),
        field(6, "sealed", &wire::ExpectedPiece::sealed, wire::kExpectedPieceBytesMax, Feed::kApi)};
};

}  // namespace sarhad::facts
