#include "replication/frames.h"

#include "core/text.h"
#include "wire/frame.h"
#include "wire/packed.h"
#include "wire/streams.h"

#include <utility>
#include <variant>

namespace sarhad::replication {
namespace {

/// Shorter ones fill no packet, packed or not.
constexpr std::size_t kPackedFrom = 512;

/// None where it is not about a snapshot.
std::optional<core::StreamId> snapshot_stream(const wire::Message& message) {
    if (const auto* wanted = std::get_if<wire::ManifestReq>(&message)) {
        return wanted->stream;
    }
    if (const auto* manifest = std::get_if<wire::Manifest>(&message)) {
        return manifest->stream;
    }
    if (const auto* wanted = std::get_if<wire::ChunkReq>(&message)) {
        return wanted->stream;
    }
    if (const auto* chunk = std::get_if<wire::ChunkTell>(&message)) {
        return chunk->stream;
    }
    return std::nullopt;
}

core::StreamId stream_of(const wire::Message& message) {
    if (const auto* ack = std::get_if<wire::Ack>(&message)) {
        return ack->stream;
    }
    if (const auto* nack = std::get_if<wire::Nack>(&message)) {
        return nack->stream;
    }
    if (const auto* ask = std::get_if<wire::ReconAsk>(&message)) {
        return ask->stream;
    }
    if (const auto* tell = std::get_if<wire::ReconTell>(&message)) {
        return tell->stream;
    }
    return snapshot_stream(message).value_or(core::StreamId{0});
}

}  // namespace

wire::ErrorReport stopped(std::string_view code, core::StreamId stream) {
    return {std::string{code}, core::cat("stream ", stream.value()), false};
}

core::Bytes to_frame(const wire::Message& message) {
    const bool is_repair = std::holds_alternative<wire::ReconAsk>(message) ||
                           std::holds_alternative<wire::ReconTell>(message);
    const wire::Lane lane = is_repair                  ? wire::Lane::kUplink
                            : snapshot_stream(message) ? wire::Lane::kBulk
                                                       : wire::Lane::kUrgent;
    return wire::encode_frame(message, lane, stream_of(message));
}

core::Bytes to_frame(const wire::ErrorReport& report, core::StreamId stream) {
    return wire::encode_frame(report, wire::Lane::kUrgent, stream);
}

core::Bytes to_frame(const wire::SignedUpBatch& batch, core::StreamId stream) {
    return wire::encode_frame(batch, up_lane(stream), stream);
}

core::Bytes to_delta_frame(core::StreamId stream, core::ByteView delta, wire::Lane lane) {
    const bool is_alert = stream == wire::kAlertStream;
    wire::FrameHeader header{.type = static_cast<std::uint8_t>(
                                 is_alert ? wire::MessageType::kAlert : wire::MessageType::kDelta),
                             .flags = wire::frame_flags::kCritical,
                             .lane = is_alert ? wire::Lane::kUrgent : lane,
                             .stream = stream};
    if (!is_alert && delta.size() >= kPackedFrom) {
        if (const core::Bytes packed = wire::pack(delta); packed.size() < delta.size()) {
            header.flags |= wire::frame_flags::kZstd;
            return wire::make_frame(header, packed);
        }
    }
    return wire::make_frame(header, delta);
}

core::Result<Received> from_frame(wire::Channel channel, core::ByteView frame) {
    const bool is_control = channel == wire::Channel::kControl;
    SARHAD_TRY(const wire::Frame parsed,
               wire::parse_frame(frame, is_control ? wire::kControlLimits : wire::kBulkLimits));
    SARHAD_TRY(wire::Message message, wire::decode_message(parsed));
    return Received{
        parsed.header.stream, parsed.header.lane, parsed.header.mark, std::move(message), channel};
}

std::optional<wire::ErrorReport> ReportPace::answer(const core::Error& why, core::MonoTime now) {
    constexpr core::Duration kPace = std::chrono::seconds{1};
    const bool is_other_protocol = why.code == core::Errc::kUnavailable;  // As parse_frame() says.
    const bool is_told = is_other_protocol || why.what == wire::kUnknownCriticalType;
    if (!is_told || (answered_at_ && now - *answered_at_ < kPace)) {
        return std::nullopt;
    }
    answered_at_ = now;
    const std::string_view code = is_other_protocol ? kOtherProtocol : wire::kUnknownCriticalType;
    return wire::ErrorReport{std::string{code}, {}, false};
}

bool is_refusal(wire::NackReason reason) {
    switch (reason) {
        case wire::NackReason::kBadPre:
        case wire::NackReason::kBadSignature:
        case wire::NackReason::kFork:
            return true;
        case wire::NackReason::kGap:
        case wire::NackReason::kQuota:
        case wire::NackReason::kNotWelcomed:
            return false;
    }
    return false;
}

wire::Channel up_channel(core::StreamId stream) {
    return up_lane(stream) == wire::Lane::kUrgent ? wire::Channel::kControl : wire::Channel::kBulk;
}

/// Late hits and pairs are for the desk: nobody at a counter waits for them. A ship's cargo is
/// thousands of rows, and travellers go before it.
wire::Lane up_lane(core::StreamId stream) {
    if (stream == wire::up::kCrossings) {
        return wire::Lane::kUplink;
    }
    const bool is_bulk =
        stream == wire::up::kDesk || stream == wire::up::kHealth || stream == wire::up::kCargo;
    return is_bulk ? wire::Lane::kBulk : wire::Lane::kUrgent;
}

wire::Channel down_channel(core::StreamId stream) {
    return wire::is_list_stream(stream) || wire::is_expected_stream(stream) ||
                   stream == wire::down::kCounters
               ? wire::Channel::kBulk
               : wire::Channel::kControl;
}

}  // namespace sarhad::replication
