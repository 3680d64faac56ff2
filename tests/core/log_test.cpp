#include "core/log.h"

#include "core/ids.h"

#include <gtest/gtest.h>

namespace sarhad::core {
namespace {

constexpr LogEvent kSample{"SAMPLE", LogLevel::kInfo, "an event of this test"};

std::string line_with(std::string_view value) {
    return to_line(kSample, {{"key", value}});
}

TEST(LogLine, WritesIdTextAndFields) {
    EXPECT_EQ(to_line(kSample, {{"want", 41}, {"got", Seq{44}}, {"port", PortId{"PKXXA-1"}}}),
              "SAMPLE an event of this test want=41 got=44 port=PKXXA-1");
}

TEST(LogLine, WithoutFieldsIsIdAndText) {
    EXPECT_EQ(to_line(kSample, {}), "SAMPLE an event of this test");
}

TEST(LogLine, QuotesWhatWouldLookLikeAnotherField) {
    EXPECT_EQ(line_with("a b=c"), "SAMPLE an event of this test key=\"a b=c\"");
    EXPECT_EQ(line_with(""), "SAMPLE an event of this test key=\"\"");
    EXPECT_EQ(line_with("x\" y=\"z"), R"(SAMPLE an event of this test key="x\" y=\"z")");
    EXPECT_EQ(line_with("x\\"), R"(SAMPLE an event of this test key="x\\")");
}

TEST(LogLine, NoValueCanStartALine) {
    for (int c = 0; c < 256; ++c) {
        const std::string value = std::string{"a"} + static_cast<char>(c) + "b";
        const std::string line = line_with(value);
        for (const char written : line) {
            ASSERT_GE(static_cast<unsigned char>(written), static_cast<unsigned char>(' ')) << c;
        }
    }
}

TEST(LogLine, AForgedLineStaysInsideItsQuotes) {
    const std::string line = line_with("x\r\nSAMPLE-999 all is well key=\"y");
    EXPECT_EQ(line, R"(SAMPLE an event of this test key="x  SAMPLE-999 all is well key=\"y")");
}

TEST(LogLine, KeepsUtf8) {
    EXPECT_EQ(line_with("سرحد"), "SAMPLE an event of this test key=سرحد");
}

}  // namespace
}  // namespace sarhad::core
