#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "core/result.h"
#include "core/units.h"

#include <cstddef>
#include <cstdint>

namespace sarhad::wire {

inline constexpr std::size_t kFrameHeaderSize = 16;
inline constexpr std::uint16_t kFrameMagic = 0x5352;  ///< "SR".
inline constexpr std::uint8_t kProtocol = 1;

/// What a frame's body is. The numbers never change meaning; docs/protocol.md lists them.
enum class MessageType : std::uint8_t {
    kHello = 1,
    kWelcome = 2,
    kAck = 3,
    kNack = 4,
    kPing = 5,
    kPong = 6,
    kError = 7,
    kTick = 8,
    kHead = 9,
    kCredit = 10,
    kDelta = 16,
    kAlert = 17,
    kReconAsk = 18,
    kReconTell = 19,
    kManifestReq = 20,
    kManifest = 21,
    kChunkReq = 22,
    kChunk = 23,
    kCompartment = 24,
    kRevoke = 27,
    kEraseTell = 28,
    kUpBatch = 32,
    kFragment = 48,
};
/// True for the types listed above.
[[nodiscard]] bool is_known_type(std::uint8_t type);

/// Urgency: a lower number goes first.
enum class Lane : std::uint8_t { kUrgent = 0, kDelta = 1, kUplink = 2, kBulk = 3 };

/// Bits of the flags byte; the others must be 0.
namespace frame_flags {
inline constexpr std::uint8_t kCritical = 1;  ///< Who does not know the type must say so.
inline constexpr std::uint8_t kZstd = 2;      ///< Body packed (wire/packed.h): a DELTA's.
inline constexpr std::uint8_t kSealed = 4;    ///< Body sealed. Not spoken in protocol 1.
}  // namespace frame_flags

struct FrameHeader {
    std::uint8_t type{0};  ///< A MessageType, or one that a newer peer speaks.
    std::uint8_t flags{0};
    Lane lane{Lane::kUrgent};
    core::StreamId stream{0};  ///< 0 where the message belongs to no stream.
    /// On the bulk connection: bytes of lanes 1 to 3 sent up to this frame's end, modulo 2^32.
    std::uint32_t mark{0};
    friend bool operator==(const FrameHeader&, const FrameHeader&) = default;
};

/// A frame as received. `body` points into the bytes that were parsed.
struct Frame {
    FrameHeader header;
    core::ByteView body;
};

/// Largest whole frame, header included, on each connection.
struct FrameLimits {
    core::ByteSize frame{65536};
};
inline constexpr FrameLimits kControlLimits{core::kibibytes(64)};
inline constexpr FrameLimits kBulkLimits{core::kibibytes(64)};

/// Total. kExhausted: over `limits`. kInvalid: shorter than the header, wrong magic or length,
/// unknown lane or flags. kUnavailable: another protocol number, so that the
/// peer must be told which one we speak. An unknown type is not an error here.
[[nodiscard]] core::Result<Frame> parse_frame(core::ByteView bytes, const FrameLimits& limits);

/// Header and body as they travel.
[[nodiscard]] core::Bytes make_frame(const FrameHeader& header, core::ByteView body);

/// Writes the header's mark into a whole frame (checked).
void set_mark(core::Bytes& frame, std::uint32_t mark);

}  // namespace sarhad::wire
