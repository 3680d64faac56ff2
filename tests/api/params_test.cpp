#include "api/params.h"

#include <gtest/gtest.h>

namespace sarhad::api {
namespace {

using core::Errc;

TEST(Target, DecodesPathAndQuery) {
    const auto target = parse_target("/v1/nodes/PK%20KHI?open=1&q=a%26b&flag");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments, (std::vector<std::string>{"v1", "nodes", "PK KHI"}));
    EXPECT_EQ(*target->query.number("open"), 1U);
    EXPECT_EQ(*target->query.text("q"), "a&b");
    EXPECT_EQ(*target->query.find("flag"), "");
}

TEST(Target, DecodesASlashInsideAPieceWithoutSplittingIt) {
    EXPECT_EQ(parse_target("/v1/a%2Fb")->segments.back(), "a/b");
}

TEST(Target, RefusesBrokenEscapesNulAndBrokenUtf8) {
    for (const char* text : {"", "v1", "*", "/%", "/%1", "/%zz", "/%00", "/%ff", "/a?b=%4"}) {
        const auto target = parse_target(text);
        ASSERT_FALSE(target) << text;
        EXPECT_EQ(target.error().code, Errc::kInvalid);
    }
}

TEST(Target, BoundsPiecesAndParameters) {
    std::string deep;
    for (std::size_t i = 0; i <= kMaxSegments; ++i)
        deep += "/a";
    EXPECT_EQ(parse_target(deep).error().code, Errc::kExhausted);
    EXPECT_EQ(parse_target("/?" + std::string(kMaxQueryParams, '&')).error().code,
              Errc::kExhausted);
}

TEST(Params, NamesWhatIsMissingOrNoNumber) {
    Params params;
    params.add("limit", "many");
    EXPECT_EQ(params.number("limit").error().what,
              "parameter \"limit\" must be a whole number from 0");
    EXPECT_EQ(params.number("after").error().what, "parameter \"after\" is missing");
    EXPECT_EQ(*params.number_or("after", 5), 5U);
}

TEST(Params, EncodingIsUndoneByDecoding) {
    std::string every;
    for (int code = 1; code < 128; ++code)
        every += static_cast<char>(code);
    every += "سرحد";
    EXPECT_EQ(*percent_decode(percent_encode(every)), every);
}

}  // namespace
}  // namespace sarhad::api
