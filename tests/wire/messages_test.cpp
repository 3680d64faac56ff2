#include "wire/messages.h"

#include "samples.h"

#include <gtest/gtest.h>

namespace sarhad::wire {
namespace {

using core::Bytes;
using core::Errc;

core::Result<Message> decode_bytes(const Bytes& bytes) {
    SARHAD_TRY(const Frame frame, parse_frame(bytes, kBulkLimits));
    return decode_message(frame);
}

Bytes with_body(MessageType type, const Bytes& body, core::StreamId stream = core::StreamId{100}) {
    const FrameHeader header{
        static_cast<std::uint8_t>(type), frame_flags::kCritical, Lane::kUrgent, stream};
    return make_frame(header, body);
}

TEST(Messages, EncodingADecodedMessageGivesTheSameBytes) {
    for (const samples::Sample& sample : samples::all()) {
        const Bytes bytes = encode_frame(sample.message, sample.lane, sample.stream);
        const auto message = decode_bytes(bytes);
        ASSERT_TRUE(message) << sample.name << message.error().what;
        EXPECT_EQ(encode_frame(*message, sample.lane, sample.stream), bytes) << sample.name;
    }
}

TEST(Messages, RefuseEveryTruncatedBody) {
    for (const samples::Sample& sample : samples::all()) {
        const Bytes bytes = encode_frame(sample.message, sample.lane, sample.stream);
        const Frame frame = *parse_frame(bytes, kControlLimits);
        for (std::size_t size = 0; size < frame.body.size(); ++size) {
            EXPECT_FALSE(decode_message(Frame{frame.header, frame.body.first(size)}))
                << sample.name << size;
        }
    }
}

TEST(Messages, LargestBodyFitsAFrame) {
    const Delta delta{Bytes(kMaxBody, 7),
                      std::vector<Signature>(kMaxSignatures, samples::signature(1)),
                      std::vector<Signature>(kMaxSignatures, samples::signature(2))};
    const Bytes bytes = encode_frame(delta, Lane::kDelta, core::StreamId{100});
    EXPECT_LE(bytes.size(), kBulkLimits.frame.bytes);
    EXPECT_TRUE(decode_bytes(bytes));
}

TEST(Messages, RefuseABodyOverItsFieldsMaximum) {
    const Delta delta{Bytes(kMaxBody + 1, 7), {}, {}};
    EXPECT_FALSE(decode_bytes(encode_frame(delta, Lane::kDelta, core::StreamId{100})));
}

TEST(Messages, RefuseMorePositionsThanTheLimit) {
    Hello hello = samples::hello();
    hello.up.assign(kMaxPositions + 1, samples::position(1, 1));
    EXPECT_FALSE(decode_bytes(encode_frame(hello, Lane::kUrgent, core::StreamId{0})));
    hello.up.assign(kMaxPositions, samples::position(1, 1));
    hello.down = hello.up;
    EXPECT_TRUE(decode_bytes(encode_frame(hello, Lane::kUrgent, core::StreamId{0})));
}

TEST(Messages, RefuseASmallMessageWithALargeBody) {
    EXPECT_EQ(decode_bytes(with_body(MessageType::kPing, Bytes(2000))).error().code,
              Errc::kExhausted);
}

TEST(Messages, AlertsTravelOnTheAlertStreamOnly) {
    const Bytes body = encode(Delta{{1}, {}, {}});
    EXPECT_TRUE(decode_bytes(with_body(MessageType::kAlert, body, kAlertStream)));
    EXPECT_FALSE(decode_bytes(with_body(MessageType::kAlert, body)));
    EXPECT_FALSE(decode_bytes(with_body(MessageType::kDelta, body, kAlertStream)));
}

TEST(Messages, ADeltaOfTheAlertStreamIsAnAlert) {
    const Bytes alert = encode_frame(Delta{}, Lane::kUrgent, kAlertStream);
    EXPECT_EQ(parse_frame(alert, kControlLimits)->header.type,
              static_cast<std::uint8_t>(MessageType::kAlert));
}

TEST(Messages, ACompressedBodyThatIsNoDeltasIsRefused) {
    Bytes bytes = encode_frame(Pong{1}, Lane::kUrgent, core::StreamId{0});
    bytes[4] = frame_flags::kCritical | frame_flags::kZstd;
    EXPECT_FALSE(decode_bytes(bytes));
}

TEST(Messages, FieldsOfANewerPeerArePassedOver) {
    EXPECT_EQ(*decode_bytes(with_body(MessageType::kPong, {0x82, 0x01, 0x05, 0x63, 0xC3})),
              Message{Pong{5}});
}

TEST(Messages, RefuseAReasonThatIsNotListed) {
    EXPECT_FALSE(decode_bytes(with_body(MessageType::kNack, {0x81, 0x04, 0x63})));
}

TEST(Messages, RefuseAKeyTagOfAnotherLength) {
    EXPECT_FALSE(decode<Signature>(Bytes{0x81, 0x01, 0xC4, 0x01, 0x00}));
}

}  // namespace
}  // namespace sarhad::wire
