#include "wire/msgpack.h"

#include <gtest/gtest.h>

#include <limits>

namespace sarhad::wire {
namespace {

using core::Bytes;
using core::Errc;
using facts::Value;

std::string packed(std::int64_t value) {
    MsgpackWriter writer;
    writer.integer(value);
    return core::to_hex(writer.take());
}

Errc refusal(const Bytes& bytes, const UnpackLimits& limits = {}) {
    const auto value = unpack(bytes, limits);
    return value ? Errc{} : value.error().code;
}

TEST(Msgpack, IntegersTakeTheirShortestForm) {
    EXPECT_EQ(packed(0), "00");
    EXPECT_EQ(packed(127), "7f");
    EXPECT_EQ(packed(128), "cc80");
    EXPECT_EQ(packed(256), "cd0100");
    EXPECT_EQ(packed(65536), "ce00010000");
    EXPECT_EQ(packed(std::numeric_limits<std::int64_t>::max()), "cf7fffffffffffffff");
    EXPECT_EQ(packed(-1), "ff");
    EXPECT_EQ(packed(-33), "d0df");
    EXPECT_EQ(packed(-32769), "d2ffff7fff");
}

TEST(Msgpack, TextsAndBytesTakeTheirShortestForm) {
    MsgpackWriter writer;
    writer.text("ab");
    writer.text(std::string(32, 'x'));
    EXPECT_EQ(core::to_hex(writer.take()).substr(0, 10), "a26162d920");
    writer.bytes(Bytes{1});
    EXPECT_EQ(core::to_hex(writer.take()), "c40101");
}

TEST(Msgpack, ReadsBackEachKind) {
    const Bytes bytes{0x82, 0x01, 0x93, 0xC3, 0xC0, 0x05, 0x02, 0xC4, 0x01, 0x09};
    const auto value = unpack(bytes);
    ASSERT_TRUE(value) << value.error().what;
    const auto& map = std::get<Value::Map>(value->held);
    ASSERT_EQ(map.size(), 2U);
    const auto& array = std::get<Value::Array>(map[0].value.held);
    EXPECT_TRUE(std::get<bool>(array[0].held));
    EXPECT_TRUE(std::holds_alternative<std::monostate>(array[1].held));
    EXPECT_EQ(std::get<std::int64_t>(array[2].held), 5);
    EXPECT_EQ(std::get<Bytes>(map[1].value.held), Bytes{9});
}

TEST(Msgpack, RefusesNothingAtAllAndTrailingBytes) {
    EXPECT_EQ(refusal({}), Errc::kInvalid);
    EXPECT_EQ(refusal({0x01, 0x02}), Errc::kInvalid);
}

TEST(Msgpack, RefusesFloatsExtensionsAndHugeIntegers) {
    EXPECT_EQ(refusal({0xCA, 0, 0, 0, 0}), Errc::kInvalid);
    EXPECT_EQ(refusal({0xCB, 0, 0, 0, 0, 0, 0, 0, 0}), Errc::kInvalid);
    EXPECT_EQ(refusal({0xD4, 1, 0}), Errc::kInvalid);
    EXPECT_EQ(refusal({0xCF, 0x80, 0, 0, 0, 0, 0, 0, 0}), Errc::kInvalid);
    EXPECT_EQ(refusal({0xC1}), Errc::kInvalid);
}

TEST(Msgpack, RefusesKeysThatAreNoIntegersOrDoNotRise) {
    EXPECT_EQ(refusal({0x81, 0xA1, 'k', 0x01}), Errc::kInvalid);
    EXPECT_EQ(refusal({0x81, 0x90, 0x01}), Errc::kInvalid);
    EXPECT_EQ(refusal({0x81, 0xC0, 0x01}), Errc::kInvalid);
    EXPECT_EQ(refusal({0x81, 0xFF, 0x01}), Errc::kInvalid);
    EXPECT_EQ(refusal({0x82, 0x01, 0x01, 0x01, 0x02}), Errc::kInvalid);
    EXPECT_EQ(refusal({0x82, 0x02, 0x01, 0x01, 0x02}), Errc::kInvalid);
}

TEST(Msgpack, RefusesAClaimOfBillionsBeforeAllocating) {
    EXPECT_EQ(refusal({0xDD, 0xFF, 0xFF, 0xFF, 0xFF}), Errc::kExhausted);
    EXPECT_EQ(refusal({0xDF, 0xFF, 0xFF, 0xFF, 0xFF}), Errc::kExhausted);
    EXPECT_EQ(refusal({0xDB, 0xFF, 0xFF, 0xFF, 0xFF}), Errc::kInvalid);
    EXPECT_EQ(refusal({0xC6, 0xFF, 0xFF, 0xFF, 0xFF}), Errc::kInvalid);
}

TEST(Msgpack, NestsSixteenDeepAndNoDeeper) {
    Bytes bytes(16, 0x91);
    bytes.push_back(0x01);
    EXPECT_TRUE(unpack(bytes));
    bytes.insert(bytes.begin(), 0x91);
    EXPECT_EQ(refusal(bytes), Errc::kExhausted);
    EXPECT_EQ(refusal(Bytes(1U << 20U, 0x91)), Errc::kExhausted);
}

TEST(Msgpack, CountsElementsOfTheWholeTree) {
    UnpackLimits limits;
    limits.elements = 7;
    EXPECT_TRUE(unpack(Bytes{0x92, 0x92, 1, 2, 0x92, 3, 4}, limits));
    EXPECT_EQ(refusal({0x92, 0x92, 1, 2, 0x93, 3, 4, 5}, limits), Errc::kExhausted);
}

TEST(Msgpack, HoldsTextsAndBytesToTheirLimits) {
    UnpackLimits limits;
    limits.text = 2;
    limits.bytes = 2;
    EXPECT_TRUE(unpack(Bytes{0xA2, 'a', 'b'}, limits));
    EXPECT_EQ(refusal({0xA3, 'a', 'b', 'c'}, limits), Errc::kExhausted);
    EXPECT_EQ(refusal({0xC4, 3, 1, 2, 3}, limits), Errc::kExhausted);
}

}  // namespace
}  // namespace sarhad::wire
