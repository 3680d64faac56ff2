#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "wire/messages.h"
#include "wire/transport.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sarhad::replication {

/// Code of the ErrorReport that asks a node for its HELLO.
inline constexpr std::string_view kNotWelcomed = "not_welcomed";

/// Code of the ErrorReport by which a node says that it has quarantined an upward stream, the one
/// that its header names. Said after each WELCOME for as long as it lasts.
inline constexpr std::string_view kForkedUp = "forked_up";

/// Code of the ErrorReport by which central says that it has quarantined a downward stream.
/// The list does not belong to the node: nothing of it is sent.
inline constexpr std::string_view kNotEntitled = "not_entitled";
inline constexpr std::string_view kForkedDown = "forked_down";
/// Either report; the stream is the one in the frame's header, `detail` is for people.
[[nodiscard]] wire::ErrorReport stopped(std::string_view code, core::StreamId stream);

/// Code of the ErrorReport that answers a frame of another protocol.
inline constexpr std::string_view kOtherProtocol = "protocol";

/// Code of the fatal ErrorReport by which central tells a node that it is revoked.
inline constexpr std::string_view kRevoked = "revoked";

/// Lane and stream of a message that belongs to no stream, or to the one that it names.
[[nodiscard]] core::Bytes to_frame(const wire::Message& message);

/// A report about `stream`.
[[nodiscard]] core::Bytes to_frame(const wire::ErrorReport& report, core::StreamId stream);

/// A batch of an outbox stream, on its lane.
[[nodiscard]] core::Bytes to_frame(const wire::SignedUpBatch& batch, core::StreamId stream);

/// A published delta, verbatim as it was signed. ALERT for the alert stream, else DELTA on `lane`.
[[nodiscard]] core::Bytes to_delta_frame(core::StreamId stream,
                                         core::ByteView delta,
                                         wire::Lane lane = wire::Lane::kDelta);

/// Answers frames of another protocol, or of a critical type that is not known, with an ERROR that
/// ends nothing: at most one a second, whatever comes.
class ReportPace {
public:
    /// None for another error, or too soon after the last one.
    [[nodiscard]] std::optional<wire::ErrorReport> answer(const core::Error& why,
                                                          core::MonoTime now);

private:
    std::optional<core::MonoTime> answered_at_;
};

/// True where sending the stream again does not help; a NACK for another reason asks for it again,
/// or for patience.
[[nodiscard]] bool is_refusal(wire::NackReason reason);

/// A frame taken apart: what its header says, and its message.
struct Received {
    core::StreamId stream;
    wire::Lane lane{wire::Lane::kUrgent};
    std::uint32_t mark{0};
    wire::Message message;
    wire::Channel channel{wire::Channel::kControl};  ///< That it came by.
};

/// Parses and decodes within the channel's limits; total.
[[nodiscard]] core::Result<Received> from_frame(wire::Channel channel, core::ByteView frame);

/// The connection that an outbox stream, or a published stream, travels on.
[[nodiscard]] wire::Channel up_channel(core::StreamId stream);
[[nodiscard]] wire::Lane up_lane(core::StreamId stream);
[[nodiscard]] wire::Channel down_channel(core::StreamId stream);

}  // namespace sarhad::replication
