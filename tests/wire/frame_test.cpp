#include "wire/frame.h"

#include "wire/messages.h"

#include <gtest/gtest.h>

namespace sarhad::wire {
namespace {

using core::Bytes;
using core::Errc;

const FrameHeader kHeader{3, frame_flags::kCritical, Lane::kDelta, core::StreamId{0x1234}};

TEST(Frame, HeaderIsSixteenBigEndianBytes) {
    EXPECT_EQ(core::to_hex(make_frame(kHeader, Bytes{0xAA})),
              "5352010301011234"
              "0000000100000000"
              "aa");
}

TEST(Frame, ParsesWhatItMade) {
    const Bytes bytes = make_frame(kHeader, Bytes{1, 2, 3});
    const auto frame = parse_frame(bytes, kControlLimits);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->header, kHeader);
    EXPECT_EQ(core::to_bytes(frame->body), (Bytes{1, 2, 3}));
}

TEST(Frame, RefusesEveryTruncation) {
    const Bytes bytes = make_frame(kHeader, Bytes{1, 2, 3});
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto frame = parse_frame(core::ByteView{bytes}.first(size), kControlLimits);
        ASSERT_FALSE(frame) << size;
        EXPECT_EQ(frame.error().code, Errc::kInvalid);
    }
}

TEST(Frame, RefusesTrailingBytes) {
    Bytes bytes = make_frame(kHeader, Bytes{1});
    bytes.push_back(0);
    EXPECT_FALSE(parse_frame(bytes, kControlLimits));
}

TEST(Frame, AMarkIsTheLastFourBytesOfItsHeader) {
    Bytes bytes = make_frame(kHeader, Bytes{0xAA});
    set_mark(bytes, 0x01020304);
    EXPECT_EQ(core::to_hex(core::ByteView{bytes}.subspan(8)), "0000000101020304aa");
    EXPECT_EQ(parse_frame(bytes, kBulkLimits)->header.mark, 0x01020304U);
}

TEST(Frame, RefusesWrongMagicLaneAndFlag) {
    for (const std::size_t place : {0U, 1U, 5U}) {
        Bytes bytes = make_frame(kHeader, Bytes{1});
        bytes[place] = static_cast<std::uint8_t>(bytes[place] ^ 0x40U);
        EXPECT_FALSE(parse_frame(bytes, kControlLimits)) << place;
    }
    Bytes bytes = make_frame(kHeader, Bytes{1});
    bytes[4] = 8;
    EXPECT_FALSE(parse_frame(bytes, kControlLimits));
}

TEST(Frame, TellsAnotherProtocolFromGarbage) {
    Bytes bytes = make_frame(kHeader, Bytes{1});
    bytes[2] = 2;
    EXPECT_EQ(parse_frame(bytes, kControlLimits).error().code, Errc::kUnavailable);
}

TEST(Frame, RefusesMoreThanItsLimitBeforeAnythingElse) {
    const Bytes largest = make_frame(kHeader, Bytes(65536 - kFrameHeaderSize));
    EXPECT_TRUE(parse_frame(largest, kControlLimits));
    const Bytes bytes(65537);
    EXPECT_EQ(parse_frame(bytes, kControlLimits).error().code, Errc::kExhausted);
}

TEST(Frame, UnknownCriticalTypeIsANamedError) {
    FrameHeader header = kHeader;
    header.type = 99;
    const Bytes bytes = make_frame(header, {});
    const auto message = decode_message(*parse_frame(bytes, kControlLimits));
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().what, kUnknownCriticalType);
}

TEST(Frame, UnknownTypeThatIsNotCriticalIsPassedOver) {
    FrameHeader header = kHeader;
    header.type = 99;
    header.flags = 0;
    const Bytes bytes = make_frame(header, {});
    const auto message = decode_message(*parse_frame(bytes, kControlLimits));
    ASSERT_TRUE(message);
    EXPECT_EQ(*message, Message{Ignorable{99}});
}

}  // namespace
}  // namespace sarhad::wire
