#include "wire/frame.h"

#include "core/text.h"

#include <algorithm>
#include <limits>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;

namespace {

constexpr std::uint8_t kMarkAt = 12;
constexpr std::uint8_t kKnownFlags =
    frame_flags::kCritical | frame_flags::kZstd | frame_flags::kSealed;

Error invalid(std::string_view what) {
    return Error{Errc::kInvalid, cat("frame: ", what)};
}

}  // namespace

bool is_known_type(std::uint8_t type) {
    switch (static_cast<MessageType>(type)) {
        case MessageType::kHello:
        case MessageType::kWelcome:
        case MessageType::kAck:
        case MessageType::kNack:
        case MessageType::kPing:
        case MessageType::kPong:
        case MessageType::kError:
        case MessageType::kCredit:
        case MessageType::kTick:
        case MessageType::kHead:
        case MessageType::kDelta:
        case MessageType::kAlert:
        case MessageType::kReconAsk:
        case MessageType::kReconTell:
        case MessageType::kManifestReq:
        case MessageType::kManifest:
        case MessageType::kChunkReq:
        case MessageType::kChunk:
        case MessageType::kCompartment:
        case MessageType::kRevoke:
        case MessageType::kEraseTell:
        case MessageType::kUpBatch:
        case MessageType::kFragment:
            return true;
    }
    return false;
}

core::Result<Frame> parse_frame(core::ByteView bytes, const FrameLimits& limits) {
    if (bytes.size() > limits.frame.bytes) {
        return Error{Errc::kExhausted, cat("frame: ", bytes.size(), " bytes are over the limit")};
    }
    if (bytes.size() < kFrameHeaderSize) {
        return invalid("shorter than its header");
    }
    if (core::get_u16(bytes) != kFrameMagic) {
        return invalid("wrong magic");
    }
    if (bytes[2] != kProtocol) {
        return Error{Errc::kUnavailable, cat("frame: protocol ", int{bytes[2]}, ", not 1")};
    }
    if ((bytes[4] & ~kKnownFlags) != 0 || bytes[5] > static_cast<std::uint8_t>(Lane::kBulk)) {
        return invalid("unknown flag or lane");
    }
    if (core::get_u32(bytes.subspan(8)) != bytes.size() - kFrameHeaderSize) {
        return invalid("length differs from the bytes received");
    }
    FrameHeader header;
    header.type = bytes[3];
    header.flags = bytes[4];
    header.lane = static_cast<Lane>(bytes[5]);
    header.stream = core::StreamId{core::get_u16(bytes.subspan(6))};
    header.mark = core::get_u32(bytes.subspan(kMarkAt));
    return Frame{header, bytes.subspan(kFrameHeaderSize)};
}

core::Bytes make_frame(const FrameHeader& header, core::ByteView body) {
    SARHAD_CHECK(body.size() <= std::numeric_limits<std::uint32_t>::max());
    core::Bytes frame;
    frame.reserve(kFrameHeaderSize + body.size());
    core::put_u16(frame, kFrameMagic);
    frame.push_back(kProtocol);
    frame.push_back(header.type);
    frame.push_back(header.flags);
    frame.push_back(static_cast<std::uint8_t>(header.lane));
    core::put_u16(frame, header.stream.value());
    core::put_u32(frame, static_cast<std::uint32_t>(body.size()));
    core::put_u32(frame, header.mark);
    core::append(frame, body);
    return frame;
}

void set_mark(core::Bytes& frame, std::uint32_t mark) {
    SARHAD_CHECK(frame.size() >= kFrameHeaderSize);
    core::Bytes bytes;
    core::put_u32(bytes, mark);
    std::copy(bytes.begin(), bytes.end(), frame.begin() + kMarkAt);
}

}  // namespace sarhad::wire
