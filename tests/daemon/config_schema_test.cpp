#include "daemon/config_schema.h"

#include <gtest/gtest.h>

namespace sarhad::daemon {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(ParseDuration, TakesAWholeNumberAndOneUnit) {
    EXPECT_EQ(*parse_duration("250ms"), milliseconds{250});
    EXPECT_EQ(*parse_duration("5s"), seconds{5});
    EXPECT_EQ(*parse_duration("10m"), minutes{10});
    EXPECT_EQ(*parse_duration("2h"), hours{2});
    EXPECT_EQ(*parse_duration("30d"), hours{720});
    EXPECT_EQ(*parse_duration("0s"), seconds{0});
    EXPECT_EQ(*parse_duration("106751d"), hours{24} * 106'751);
}

TEST(ParseDuration, RefusesEverythingElse) {
    for (const char* text : {"",
                             "5",
                             "s",
                             " 5s",
                             "5 s",
                             "5s ",
                             "-5s",
                             "+5s",
                             "1.5s",
                             "5sec",
                             "5S",
                             "1h30m",
                             "106752d",
                             "99999999999999999999s",
                             "5ns",
                             "5us",
                             "0x5s"}) {
        EXPECT_FALSE(parse_duration(text)) << text;
    }
}

TEST(ParseSize, TakesAWholeNumberAndOneUnit) {
    EXPECT_EQ(parse_size("512B")->bytes, 512U);
    EXPECT_EQ(parse_size("4KiB")->bytes, 4096U);
    EXPECT_EQ(parse_size("64MiB")->bytes, 67'108'864U);
    EXPECT_EQ(parse_size("2GiB")->bytes, 2'147'483'648U);
    EXPECT_EQ(parse_size("1TiB")->bytes, 1'099'511'627'776U);
    EXPECT_EQ(parse_size("8388607TiB")->bytes, 8'388'607U * 1'099'511'627'776U);
}

TEST(ParseSize, RefusesEverythingElse) {
    for (const char* text : {"",
                             "64",
                             "MiB",
                             "64MB",
                             "64M",
                             "64mib",
                             "-1B",
                             "1.5GiB",
                             "64 MiB",
                             "8388608TiB",
                             "99999999999999999999B"}) {
        EXPECT_FALSE(parse_size(text)) << text;
    }
}

TEST(ToToml, WritesTheLargestWholeUnit) {
    EXPECT_EQ(to_toml(core::Duration{hours{48}}), "\"2d\"");
    EXPECT_EQ(to_toml(core::Duration{seconds{90}}), "\"90s\"");
    EXPECT_EQ(to_toml(core::Duration{0}), "\"0ms\"");
    EXPECT_EQ(to_toml(core::mebibytes(64)), "\"64MiB\"");
    EXPECT_EQ(to_toml(core::ByteSize{1000}), "\"1000B\"");
    EXPECT_EQ(to_toml(std::vector<std::string>{"a", "b\"c"}), R"(["a", "b\"c"])");
}

TEST(ToToml, GivesBackWhatWasParsed) {
    for (const char* text : {"1ms", "59s", "61s", "60m", "25h", "400d"}) {
        const core::Duration duration = *parse_duration(text);
        const std::string toml = to_toml(duration);
        EXPECT_EQ(*parse_duration(toml.substr(1, toml.size() - 2)), duration) << text;
    }
}

TEST(CheckRange, TakesBothEndsAndNothingBeyond) {
    const ConfigKey key{.path = "age",
                        .type = ConfigType::kDuration,
                        .initial = "5s",
                        .doc = "d",
                        .min = "1s",
                        .max = "1h"};
    EXPECT_TRUE(parse_config_value(key, "1s"));
    EXPECT_TRUE(parse_config_value(key, "1h"));
    EXPECT_FALSE(parse_config_value(key, "999ms"));
    EXPECT_FALSE(parse_config_value(key, "3601s"));
    EXPECT_EQ(parse_config_value(key, "0s").error().what,
              "wanted a duration from 1s to 1h, as \"5s\"");
}

TEST(CheckRange, RefusesControlCharactersAndLongTexts) {
    const ConfigKey key{.path = "name", .doc = "d"};
    EXPECT_TRUE(parse_config_value(key, std::string(kConfigTextMax, 'x')));
    EXPECT_FALSE(parse_config_value(key, std::string(kConfigTextMax + 1, 'x')));
    EXPECT_FALSE(parse_config_value(key, "a\nb"));
    EXPECT_FALSE(parse_config_value(key, "\xFF"));
}

TEST(ConfigSchemaDeathTest, RefusesADefaultOutOfRange) {
    EXPECT_DEATH(
        ConfigSchema(
            {{.path = "n", .type = ConfigType::kInteger, .initial = "9", .doc = "d", .max = "8"}}),
        "parse_config_value");
}

TEST(ConfigSchemaDeathTest, RefusesAPathListedTwice) {
    EXPECT_DEATH(ConfigSchema({{.path = "n", .doc = "d"}, {.path = "n", .doc = "d"}}), "insert");
}

}  // namespace
}  // namespace sarhad::daemon
