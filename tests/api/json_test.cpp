#include "api/json.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <random>

namespace sarhad::api {
namespace {

using core::Errc;
using Oracle = nlohmann::ordered_json;

std::string refusal(std::string_view text, const JsonLimits& limits = {}) {
    const auto parsed = parse_json(text, limits);
    return parsed ? "taken" : parsed.error().what;
}

TEST(Json, KeepsKeysInInsertionOrder) {
    const Json value = Json::object({{"node", 3}, {"area", nullptr}, {"ok", true}});
    EXPECT_EQ(to_text(value), R"({"node":3,"area":null,"ok":true})");
}

TEST(Json, IndentsByTwoBlanks) {
    const Json value = Json::object({{"a", Json::array({1, "x"})}, {"b", Json::object()}});
    EXPECT_EQ(to_text(value, JsonLayout::kIndented),
              "{\n  \"a\": [\n    1,\n    \"x\"\n  ],\n  \"b\": {}\n}");
}

TEST(Json, WritesControlCharactersAsEscapes) {
    EXPECT_EQ(to_text(Json{"a\"\\\n\x01\x7F"}), R"("a\"\\\n\u0001\u007f")");
}

TEST(Json, WritesBytesThatAreNotUtf8AsReplacement) {
    EXPECT_EQ(to_text(Json{"a\xFFz\xC3"}), "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\"");
}

TEST(Json, KeepsUrduTextAsItIs) {
    EXPECT_EQ(to_text(Json{"سرحد"}), "\"سرحد\"");
}

TEST(Json, TurnsNumbersPastTheSignedRangeIntoText) {
    EXPECT_EQ(to_text(Json{std::numeric_limits<std::uint64_t>::max()}), "\"18446744073709551615\"");
}

TEST(Json, NamesTheMemberThatIsMissingOrOfAnotherKind) {
    const Json value = Json::object({{"reason", 7}});
    EXPECT_EQ(value.text_at("reason").error().what, "member \"reason\" must be a text");
    EXPECT_EQ(value.int_at("count").error().what,
              "member \"count\" is missing: give a whole number");
    EXPECT_EQ(*value.int_at("reason"), 7);
}

TEST(Json, SetReplacesAMemberInItsPlace) {
    Json value = Json::object({{"a", 1}, {"b", 2}});
    value.set("a", "new");
    value.set("c", false);
    EXPECT_EQ(to_text(value), R"({"a":"new","b":2,"c":false})");
}

TEST(JsonReader, ReadsEveryKind) {
    const auto value = parse_json(" [null, true, -5, \"\\u0633\", {\"k\": []}] ");
    ASSERT_TRUE(value);
    EXPECT_EQ(to_text(*value), "[null,true,-5,\"س\",{\"k\":[]}]");
}

TEST(JsonReader, NamesLineAndColumn) {
    EXPECT_EQ(refusal("{\n  \"a\": nope}"), "JSON at 2:9: not JSON in UTF-8 here");
}

TEST(JsonReader, RefusesAKeyGivenTwice) {
    EXPECT_EQ(refusal(R"({"a":1,"a":2})"), "JSON at 1:10: a key given twice in one object");
    EXPECT_EQ(refusal(R"({"a":1,"b":{"a":2}})"), "taken");
}

TEST(JsonReader, RefusesTrailingText) {
    EXPECT_NE(refusal("{} x"), "taken");
    EXPECT_NE(refusal("1 2"), "taken");
}

TEST(JsonReader, RefusesANulInsteadOfStoppingThere) {
    EXPECT_EQ(refusal(std::string_view{"{}\0x", 4}), "JSON at 1:3: a NUL byte");
}

TEST(JsonReader, RefusesBrokenUtf8AndLoneSurrogates) {
    EXPECT_NE(refusal("\"\xC3\""), "taken");
    EXPECT_NE(refusal("\"\xED\xA0\x80\""), "taken");
    EXPECT_NE(refusal(R"("\ud800")"), "taken");
}

TEST(JsonReader, RefusesWhatIsNotJson) {
    for (const char* text :
         {"", " ", "[1,]", "{'a':1}", "NaN", "01", "// x\n1", "[1", "\"a\tb\""}) {
        const auto parsed = parse_json(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, Errc::kInvalid) << text;
    }
}

TEST(JsonReader, NeverQuotesTheContent) {
    EXPECT_EQ(refusal("{\"name\": \"Zarmina Invented\" \"x\"}").find("Zarmina"), std::string::npos);
}

TEST(JsonReader, RefusesFractionsUnlessAskedToKeepThemAsText) {
    EXPECT_EQ(refusal("[1.50]"), "JSON at 1:6: a number with a fraction: give a whole number");
    JsonLimits as_text;
    as_text.floats = JsonFloats::kText;
    EXPECT_EQ(to_text(*parse_json("[1.50, 1e3]", as_text)), R"(["1.50","1e3"])");
}

TEST(JsonReader, RefusesNumbersOutsideTheSignedRange) {
    EXPECT_EQ(refusal("9223372036854775807"), "taken");
    EXPECT_EQ(refusal("-9223372036854775808"), "taken");
    for (const char* text : {"9223372036854775808",
                             "-9223372036854775809",
                             "1e999",
                             "123456789012345678901234567890"}) {
        EXPECT_NE(refusal(text), "taken") << text;
    }
}

TEST(JsonReader, StopsADepthBombAtTheLimit) {
    EXPECT_EQ(refusal(std::string(16, '[') + std::string(16, ']')), "taken");
    const auto parsed = parse_json(std::string(1'000'000, '['));
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, Errc::kExhausted);
    EXPECT_EQ(parsed.error().what, "JSON at 1:17: nested deeper than allowed");
}

TEST(JsonReader, StopsAtTheBoundsOnBytesAndValues) {
    JsonLimits limits;
    limits.bytes = 10;
    limits.elements = 3;
    EXPECT_EQ(refusal("[1,2]", limits), "taken");
    EXPECT_EQ(parse_json("[1,2,3]", limits).error().code, Errc::kExhausted);
    EXPECT_EQ(parse_json("\"0123456789\"", limits).error().code, Errc::kExhausted);
}

/// Random values, as our reader takes them (no fractions).
class Generator {
public:
    explicit Generator(unsigned seed) : random_{seed} {}

    std::size_t below(std::size_t bound) { return random_() % bound; }

    Oracle value(int depth) {
        switch (below(depth > 0 ? 6 : 4)) {
            case 0:
                return nullptr;
            case 1:
                return below(2) == 0;
            case 2:
                return static_cast<std::int64_t>((std::uint64_t{random_()} << 32U) | random_());
            case 3:
                return text();
            case 4:
                return array(depth);
            default:  // Not our enum.
                return object(depth);
        }
    }

private:
    std::string text() {
        static constexpr std::array<std::string_view, 8> kPieces = {
            "a", "\"", "\\", "\n", "س", "\xF0\x9F\x9A\xA2", "\x01", " "};
        std::string made;
        for (std::size_t i = below(6); i > 0; --i)
            made += kPieces.at(below(kPieces.size()));
        return made;
    }
    Oracle array(int depth) {
        Oracle made = Oracle::array();
        for (std::size_t i = below(4); i > 0; --i)
            made.push_back(value(depth - 1));
        return made;
    }
    Oracle object(int depth) {
        Oracle made = Oracle::object();
        for (std::size_t i = below(4); i > 0; --i)
            made[text()] = value(depth - 1);
        return made;
    }

    std::mt19937 random_;
};

TEST(JsonReader, AgreesWithNlohmannOnRandomValues) {
    Generator generator{20261123};
    for (int round = 0; round < 3000; ++round) {
        const Oracle value = generator.value(5);
        const std::string written = value.dump(round % 2 == 0 ? -1 : 3);
        const auto parsed = parse_json(written);
        ASSERT_TRUE(parsed) << written << ": " << parsed.error().what;
        ASSERT_EQ(Oracle::parse(to_text(*parsed)), value) << written;
        ASSERT_EQ(Oracle::parse(to_text(*parsed, JsonLayout::kIndented)), value) << written;
        ASSERT_EQ(*parse_json(to_text(*parsed)), *parsed);
    }
}

TEST(JsonReader, TakesNoDamagedTextThatNlohmannRefuses) {
    Generator generator{7};
    for (int round = 0; round < 5000; ++round) {
        std::string text = generator.value(4).dump();
        text[generator.below(text.size())] = static_cast<char>(generator.below(256));
        const auto parsed = parse_json(text);
        if (parsed) {
            ASSERT_EQ(Oracle::parse(to_text(*parsed)), Oracle::parse(text)) << text;
        } else {
            ASSERT_FALSE(parsed.error().what.empty());
        }
    }
}

}  // namespace
}  // namespace sarhad::api
