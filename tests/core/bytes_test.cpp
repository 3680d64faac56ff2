#include "core/bytes.h"

#include <gtest/gtest.h>

namespace sarhad::core {
namespace {

TEST(Hex, RoundTripsEveryByte) {
    Bytes every;
    for (unsigned value = 0; value < 256; ++value) {
        every.push_back(static_cast<std::uint8_t>(value));
    }
    const std::string hex = to_hex(every);
    EXPECT_EQ(hex.size(), 512U);
    EXPECT_EQ(*from_hex(hex), every);
}

TEST(Hex, WritesLowerCaseAndReadsBoth) {
    EXPECT_EQ(to_hex(Bytes{0x00, 0xAB, 0xFF}), "00abff");
    EXPECT_EQ(*from_hex("00ABff"), (Bytes{0x00, 0xAB, 0xFF}));
    EXPECT_EQ(*from_hex(""), Bytes{});
}

TEST(Hex, RefusesOddLengthsAndOtherCharacters) {
    for (const std::string_view text : {"a", "0g", "g0", "0x", " 0", "0:", "0/", "0@", "0`"}) {
        ASSERT_FALSE(from_hex(text)) << text;
        EXPECT_EQ(from_hex(text).error().code, Errc::kInvalid);
    }
}

TEST(Bytes, IntegersAreBigEndian) {
    Bytes bytes;
    put_u16(bytes, 0x0102);
    put_u32(bytes, 0x03040506);
    put_u64(bytes, 0x0708090A0B0C0D0EULL);
    EXPECT_EQ(to_hex(bytes), "0102030405060708090a0b0c0d0e");
}

TEST(Bytes, IntegersRoundTripAtTheirEnds) {
    for (const std::uint64_t value : {0ULL, 1ULL, 0x8000000000000000ULL, ~0ULL}) {
        Bytes bytes;
        put_u16(bytes, static_cast<std::uint16_t>(value));
        put_u32(bytes, static_cast<std::uint32_t>(value));
        put_u64(bytes, value);
        const ByteView view{bytes};
        EXPECT_EQ(get_u16(view), static_cast<std::uint16_t>(value));
        EXPECT_EQ(get_u32(view.subspan(2)), static_cast<std::uint32_t>(value));
        EXPECT_EQ(get_u64(view.subspan(6)), value);
    }
}

TEST(BytesDeathTest, ReadingPastTheEndAborts) {
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    const Bytes three{1, 2, 3};
    EXPECT_DEATH(static_cast<void>(get_u32(three)), "CHECK failed");
}

TEST(Bytes, TextAndBytesAreTheSameMemory) {
    const std::string text{"a\0\xFF", 3};
    EXPECT_EQ(as_text(as_bytes(text)), text);
    EXPECT_EQ(to_bytes(text), (Bytes{0x61, 0x00, 0xFF}));
}

TEST(Bytes, AppendKeepsWhatWasThere) {
    Bytes bytes{1};
    append(bytes, Bytes{2, 3});
    append(bytes, {});
    EXPECT_EQ(bytes, (Bytes{1, 2, 3}));
}

}  // namespace
}  // namespace sarhad::core
