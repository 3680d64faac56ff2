#include "wire/messages.h"

#include "core/text.h"
#include "wire/packed.h"
#include "wire/streams.h"

#include <optional>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

struct TypeOf {
    core::StreamId stream;
    MessageType operator()(const Hello& /*m*/) const { return MessageType::kHello; }
    MessageType operator()(const Welcome& /*m*/) const { return MessageType::kWelcome; }
    MessageType operator()(const Delta& /*m*/) const {
        return stream == kAlertStream ? MessageType::kAlert : MessageType::kDelta;
    }
    MessageType operator()(const SignedUpBatch& /*m*/) const { return MessageType::kUpBatch; }
    MessageType operator()(const Ack& /*m*/) const { return MessageType::kAck; }
    MessageType operator()(const Nack& /*m*/) const { return MessageType::kNack; }
    MessageType operator()(const Ping& /*m*/) const { return MessageType::kPing; }
    MessageType operator()(const Pong& /*m*/) const { return MessageType::kPong; }
    MessageType operator()(const SentTick& /*m*/) const { return MessageType::kTick; }
    MessageType operator()(const SentHead& /*m*/) const { return MessageType::kHead; }
    MessageType operator()(const SentCompartment& /*m*/) const { return MessageType::kCompartment; }
    MessageType operator()(const Revoke& /*m*/) const { return MessageType::kRevoke; }
    MessageType operator()(const EraseTell& /*m*/) const { return MessageType::kEraseTell; }
    MessageType operator()(const ErrorReport& /*m*/) const { return MessageType::kError; }
    MessageType operator()(const ReconAsk& /*m*/) const { return MessageType::kReconAsk; }
    MessageType operator()(const ReconTell& /*m*/) const { return MessageType::kReconTell; }
    MessageType operator()(const ManifestReq& /*m*/) const { return MessageType::kManifestReq; }
    MessageType operator()(const Manifest& /*m*/) const { return MessageType::kManifest; }
    MessageType operator()(const ChunkReq& /*m*/) const { return MessageType::kChunkReq; }
    MessageType operator()(const ChunkTell& /*m*/) const { return MessageType::kChunk; }
    MessageType operator()(const Credit& /*m*/) const { return MessageType::kCredit; }
    MessageType operator()(const Fragment& /*m*/) const { return MessageType::kFragment; }
};

/// What a body of one type may hold: bytes, and elements of its tree.
struct BodyLimit {
    std::size_t size;
    std::size_t elements;
};

BodyLimit limit_of(MessageType type) {
    switch (type) {
        case MessageType::kHello:
        case MessageType::kWelcome:
            return {32768, 8192};
        case MessageType::kAck:
        case MessageType::kNack:
        case MessageType::kPing:
        case MessageType::kPong:
        case MessageType::kError:
        case MessageType::kCredit:
        case MessageType::kEraseTell:
            return {1024, 64};
        case MessageType::kTick:
            return {4112, 8};
        case MessageType::kHead:
        case MessageType::kCompartment:
        case MessageType::kRevoke:
            return {65520, 8};
        case MessageType::kDelta:
        case MessageType::kUpBatch:
        case MessageType::kAlert:
        case MessageType::kFragment:
        case MessageType::kManifest:
            return {65520, 256};
        case MessageType::kManifestReq:
        case MessageType::kChunkReq:
            return {1024, 64};
        case MessageType::kChunk:
            return {65520, 4096};
        case MessageType::kReconAsk:
        case MessageType::kReconTell:
            return {kReconBody, 8192};
    }
    return {0, 0};
}

template <class T>
Result<Message> decode_body(core::ByteView body, const BodyLimit& limit) {
    UnpackLimits limits;
    limits.elements = limit.elements;
    Result<T> decoded = decode<T>(body, limits);
    if (!decoded) {
        return Error{decoded.error().code,
                     cat(facts::Schema<T>::kName, ": ", decoded.error().what)};
    }
    return Message{*std::move(decoded)};
}

Result<Message> decode_known(MessageType type, core::ByteView body) {
    const BodyLimit limit = limit_of(type);
    if (body.size() > limit.size) {
        return Error{Errc::kExhausted, cat("a body of ", body.size(), " bytes is over its limit")};
    }
    switch (type) {
        case MessageType::kHello:
            return decode_body<Hello>(body, limit);
        case MessageType::kWelcome:
            return decode_body<Welcome>(body, limit);
        case MessageType::kAck:
            return decode_body<Ack>(body, limit);
        case MessageType::kNack:
            return decode_body<Nack>(body, limit);
        case MessageType::kPing:
            return decode_body<Ping>(body, limit);
        case MessageType::kPong:
            return decode_body<Pong>(body, limit);
        case MessageType::kError:
            return decode_body<ErrorReport>(body, limit);
        case MessageType::kCredit:
            return decode_body<Credit>(body, limit);
        case MessageType::kFragment:
            return decode_body<Fragment>(body, limit);
        case MessageType::kTick:
            return decode_body<SentTick>(body, limit);
        case MessageType::kHead:
            return decode_body<SentHead>(body, limit);
        case MessageType::kCompartment:
            return decode_body<SentCompartment>(body, limit);
        case MessageType::kRevoke:
            return decode_body<Revoke>(body, limit);
        case MessageType::kEraseTell:
            return decode_body<EraseTell>(body, limit);
        case MessageType::kDelta:
        case MessageType::kAlert:
            return decode_body<Delta>(body, limit);
        case MessageType::kReconAsk:
            return decode_body<ReconAsk>(body, limit);
        case MessageType::kReconTell:
            return decode_body<ReconTell>(body, limit);
        case MessageType::kManifestReq:
            return decode_body<ManifestReq>(body, limit);
        case MessageType::kManifest:
            return decode_body<Manifest>(body, limit);
        case MessageType::kChunkReq:
            return decode_body<ChunkReq>(body, limit);
        case MessageType::kChunk:
            return decode_body<ChunkTell>(body, limit);
        case MessageType::kUpBatch:
            return decode_body<SignedUpBatch>(body, limit);
    }
    return Error{Errc::kInvalid, std::string{kUnknownCriticalType}};
}

}  // namespace

core::Bytes encode_frame(const Message& message, Lane lane, core::StreamId stream) {
    SARHAD_CHECK(!std::holds_alternative<Ignorable>(message));
    FrameHeader header;
    header.flags = frame_flags::kCritical;
    header.lane = lane;
    header.stream = stream;
    core::Bytes body;
    std::visit(
        [&](const auto& one) {
            if constexpr (!std::is_same_v<std::decay_t<decltype(one)>, Ignorable>) {
                header.type = static_cast<std::uint8_t>(TypeOf{stream}(one));
                body = encode(one);
            }
        },
        message);
    return make_frame(header, body);
}

Result<Message> decode_message(const Frame& frame) {
    const std::uint8_t flags = frame.header.flags;
    if (!is_known_type(frame.header.type)) {
        if ((flags & frame_flags::kCritical) != 0) {
            return Error{Errc::kInvalid, std::string{kUnknownCriticalType}};
        }
        return Message{Ignorable{frame.header.type}};
    }
    const auto type = static_cast<MessageType>(frame.header.type);
    const bool is_packed = (flags & frame_flags::kZstd) != 0;
    if ((flags & frame_flags::kSealed) != 0 || (is_packed && type != MessageType::kDelta)) {
        return Error{Errc::kInvalid, "a body is sealed, or packed though it is no DELTA's"};
    }
    const bool is_alert_stream = frame.header.stream == kAlertStream;
    if ((type == MessageType::kAlert && !is_alert_stream) ||
        (type == MessageType::kDelta && is_alert_stream)) {
        return Error{Errc::kInvalid, "an alert must be an ALERT frame of the alert stream"};
    }
    if (!is_packed) {
        return decode_known(type, frame.body);
    }
    SARHAD_TRY(const core::Bytes body, unpacked(frame.body, limit_of(type).size));
    return decode_known(type, body);
}

Result<DeltaBody> decode_delta(const Opened& opened) {
    SARHAD_TRY(DeltaBody body, decode<DeltaBody>(opened));
    for (const Op& op : body.ops) {
        if (op.id.empty() || (op.kind == OpKind::kRemove && !op.body.empty())) {
            return Error{Errc::kInvalid, cat("delta ", body.seq.value(), ": malformed operation")};
        }
    }
    if (body.seq.value() == 0) {
        return Error{Errc::kInvalid, "delta: seq is missing"};
    }
    if (!opened.stream_name().empty() && body.name != opened.stream_name()) {
        return Error{Errc::kInvalid, cat("delta ", body.seq.value(), ": it names another stream")};
    }
    return body;
}

Result<UpBatch> decode_up_batch(const Opened& opened) {
    SARHAD_TRY(UpBatch batch, decode<UpBatch>(opened));
    if (batch.rows.empty() || batch.rows.front().seq.value() == 0) {
        return Error{Errc::kInvalid, "up batch: no rows, or a row without a number"};
    }
    for (std::size_t i = 1; i < batch.rows.size(); ++i) {
        if (batch.rows[i].seq != core::next(batch.rows[i - 1].seq)) {
            return Error{Errc::kInvalid, "up batch: the rows are not contiguous"};
        }
    }
    return batch;
}

}  // namespace sarhad::wire
