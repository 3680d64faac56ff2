#include "wire/packed.h"

#include "core/text.h"
#include "support/golden.h"
#include "wire/messages.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace sarhad::wire {
namespace {

using core::Bytes;
using core::Errc;

Bytes text_of(std::size_t lines) {
    std::string text;
    for (std::size_t line = 0; line < lines; ++line) {
        text += core::cat("entry ", line, " of a list, and what is known of it;");
    }
    return core::to_bytes(text);
}

bool is_refused(core::ByteView bytes) {
    const auto opened = unpacked(bytes, 65536);
    return !opened && opened.error().code == Errc::kInvalid;
}

TEST(Packed, GivesBackWhatWasPacked) {
    const Bytes text = text_of(200);
    EXPECT_LT(pack(text).size() * 5, text.size());
    EXPECT_EQ(*unpacked(pack(text), text.size()), text);
    EXPECT_EQ(*unpacked(pack({}), 0), Bytes{});
}

TEST(Packed, NothingGrowsPastItsLimit) {
    const Bytes bomb = pack(Bytes(60'000, 0));
    EXPECT_LT(bomb.size(), 100U);
    EXPECT_EQ(unpacked(bomb, 59'999).error().code, Errc::kExhausted);
    // Names 2^62 bytes, and has one.
    EXPECT_EQ(
        unpacked(Bytes{0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x09, 0, 0, 0x61},
                 65536)
            .error()
            .code,
        Errc::kExhausted);
}

TEST(Packed, RefusesWhatIsNotOneWholeFrame) {
    const Bytes good = pack(text_of(200));
    EXPECT_TRUE(is_refused({}));
    EXPECT_TRUE(is_refused(Bytes(40, 9)));
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_TRUE(is_refused(core::ByteView{good}.first(size))) << size;
    }
    Bytes trailing = good;
    trailing.push_back(0);
    EXPECT_TRUE(is_refused(trailing));
    Bytes twice = good;
    core::append(twice, good);
    EXPECT_TRUE(is_refused(twice));
}

TEST(Packed, RefusesFramesThatPackNeverMakes) {
    // One byte, as one raw block: the size of it named, then not; a dictionary named; passed over.
    EXPECT_FALSE(is_refused(Bytes{0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x01, 0x09, 0, 0, 0x61}));
    EXPECT_TRUE(is_refused(Bytes{0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58, 0x09, 0, 0, 0x61}));
    EXPECT_TRUE(is_refused(Bytes{0x28, 0xB5, 0x2F, 0xFD, 0x21, 0x07, 0x01, 0x09, 0, 0, 0x61}));
    EXPECT_TRUE(is_refused(Bytes{0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0}));
    // Says two bytes, and has one.
    EXPECT_TRUE(is_refused(Bytes{0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x02, 0x09, 0, 0, 0x61}));
}

Delta golden_delta() {
    Delta delta;
    delta.body = text_of(40);
    delta.signatures.push_back({{1, 2, 3, 4, 5, 6, 7, 8}, {}});
    return delta;
}

/// The bytes are those of one zstd; any reads them.
TEST(Packed, AKeptDeltaIsReadForEver) {
    const Bytes body = encode(golden_delta());
    const Bytes made = make_frame({.type = static_cast<std::uint8_t>(MessageType::kDelta),
                                   .flags = frame_flags::kCritical | frame_flags::kZstd,
                                   .lane = Lane::kDelta,
                                   .stream = core::StreamId{100}},
                                  pack(body));
    const Bytes kept = golden::kept("formats/v1/packed_delta.bin", made);
    const auto frame = parse_frame(kept, kBulkLimits);
    ASSERT_TRUE(frame) << frame.error().what;
    const auto message = decode_message(*frame);
    ASSERT_TRUE(message) << message.error().what;
    EXPECT_EQ(*message, Message{golden_delta()});
}

TEST(Packed, OnlyADeltaMayBe) {
    const Bytes body = pack(encode(golden_delta()));
    for (const auto type : {MessageType::kAlert, MessageType::kUpBatch, MessageType::kFragment}) {
        const FrameHeader header{.type = static_cast<std::uint8_t>(type),
                                 .flags = frame_flags::kCritical | frame_flags::kZstd,
                                 .lane = Lane::kDelta,
                                 .stream = core::StreamId{2}};
        const Bytes frame = make_frame(header, body);
        EXPECT_FALSE(decode_message(*parse_frame(frame, kBulkLimits)));
    }
}

}  // namespace
}  // namespace sarhad::wire
