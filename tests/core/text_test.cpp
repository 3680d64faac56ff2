#include "core/text.h"

#include <gtest/gtest.h>

#include <limits>

namespace sarhad::core {
namespace {

using Pieces = std::vector<std::string_view>;

TEST(Text, CatJoinsStringsAndNumbers) {
    const std::string lane = "urgent";
    EXPECT_EQ(cat("edition ", 41, ": ", lane, " ", std::int64_t{-7}, std::string_view{"!"}),
              "edition 41: urgent -7!");
}

TEST(Text, CatOfNothingIsEmpty) {
    EXPECT_EQ(cat(), "");
}

TEST(Text, SplitKeepsEmptyPieces) {
    EXPECT_EQ(split("a,,b,", ','), (Pieces{"a", "", "b", ""}));
}

TEST(Text, SplitOfNothingIsOneEmptyPiece) {
    EXPECT_EQ(split("", ','), (Pieces{""}));
}

TEST(Text, SplitWithoutSeparatorIsTheWhole) {
    EXPECT_EQ(split("abc", ','), (Pieces{"abc"}));
}

TEST(Text, TrimTakesBlanksFromBothEndsOnly) {
    EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
    EXPECT_EQ(trim("a"), "a");
    EXPECT_EQ(trim(" \t"), "");
    EXPECT_EQ(trim(""), "");
}

TEST(Text, TrimLeavesOtherBlanks) {
    EXPECT_EQ(trim("\v\xC2\xA0"), "\v\xC2\xA0");
}

TEST(Text, ParsesTheWholeRange) {
    EXPECT_EQ(*parse_int("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(*parse_int("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(*parse_uint("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(*parse_uint("007"), 7U);
}

TEST(Text, RefusesWhatIsNoWholeNumber) {
    for (const std::string_view text : {"",
                                        " 1",
                                        "1 ",
                                        "+1",
                                        "1.0",
                                        "0x10",
                                        "1e3",
                                        "--1",
                                        "-",
                                        "18446744073709551616",
                                        "\xD9\xA1"}) {
        EXPECT_FALSE(parse_int(text)) << text;
        EXPECT_FALSE(parse_uint(text)) << text;
    }
    EXPECT_EQ(parse_uint("-1").error().code, Errc::kInvalid);
    EXPECT_FALSE(parse_int("9223372036854775808"));
}

TEST(Text, RefusesADigitAfterAZeroByte) {
    EXPECT_FALSE(parse_uint(std::string_view{"1\0", 2}));
}

TEST(Text, ChangesCaseOfAsciiOnly) {
    EXPECT_EQ(ascii_upper("az\xC3\xA9{`09"), "AZ\xC3\xA9{`09");
    EXPECT_EQ(ascii_lower("AZ\xC3\x89[@09"), "az\xC3\x89[@09");
}

TEST(Text, DigitsAreAsciiAndAtLeastOne) {
    EXPECT_TRUE(is_ascii_digits("0123456789"));
    EXPECT_FALSE(is_ascii_digits(""));
    EXPECT_FALSE(is_ascii_digits("12a"));
    EXPECT_FALSE(is_ascii_digits("\xD9\xA1"));  // Arabic-Indic one.
}

TEST(Utf8, TakesTheFirstAndLastOfEachLength) {
    for (const std::string_view text : {std::string_view{"\0", 1},
                                        std::string_view{"\x7F"},
                                        std::string_view{"\xC2\x80"},
                                        std::string_view{"\xDF\xBF"},
                                        std::string_view{"\xE0\xA0\x80"},
                                        std::string_view{"\xED\x9F\xBF"},
                                        std::string_view{"\xEE\x80\x80"},
                                        std::string_view{"\xEF\xBF\xBF"},
                                        std::string_view{"\xF0\x90\x80\x80"},
                                        std::string_view{"\xF4\x8F\xBF\xBF"}}) {
        EXPECT_TRUE(is_utf8(text)) << testing::PrintToString(text);
    }
    EXPECT_TRUE(is_utf8(""));
}

TEST(Utf8, RefusesOverlongForms) {
    EXPECT_FALSE(is_utf8("\xC0\x80"));
    EXPECT_FALSE(is_utf8("\xC1\xBF"));
    EXPECT_FALSE(is_utf8("\xE0\x9F\xBF"));
    EXPECT_FALSE(is_utf8("\xF0\x8F\xBF\xBF"));
}

TEST(Utf8, RefusesSurrogatesAndWhatIsPastTheLastCodePoint) {
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
    EXPECT_FALSE(is_utf8("\xED\xBF\xBF"));
    EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));
    EXPECT_FALSE(is_utf8("\xF5\x80\x80\x80"));
}

TEST(Utf8, RefusesCutAndStrayBytes) {
    EXPECT_FALSE(is_utf8("\x80"));
    EXPECT_FALSE(is_utf8("a\xC3"));
    EXPECT_FALSE(is_utf8("\xE2\x82"));
    EXPECT_FALSE(is_utf8("\xF0\x90\x80"));
    EXPECT_FALSE(is_utf8("\xC3("));
    EXPECT_FALSE(is_utf8("\xE2\x82("));
    EXPECT_FALSE(is_utf8("\xFF"));
}

/// The slow obvious encoder: every code point, alone, must be taken exactly when it is a scalar.
TEST(Utf8, AgreesWithAnEncoderOnEveryCodePoint) {
    for (std::uint32_t point = 0x800; point <= 0xFFFF; ++point) {
        const std::string text{static_cast<char>(0xE0U | point >> 12U),
                               static_cast<char>(0x80U | (point >> 6U & 0x3FU)),
                               static_cast<char>(0x80U | (point & 0x3FU))};
        ASSERT_EQ(is_utf8(text), point < 0xD800 || point > 0xDFFF) << point;
    }
}

TEST(EditDistance, CountsInsertionsDeletionsAndSubstitutions) {
    EXPECT_EQ(edit_distance("", ""), 0U);
    EXPECT_EQ(edit_distance("abc", ""), 3U);
    EXPECT_EQ(edit_distance("", "abc"), 3U);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
    EXPECT_EQ(edit_distance("ab", "ba"), 2U);
}

TEST(Nearest, NamesTheClosestWord) {
    const Pieces words{"node", "list", "alert"};
    EXPECT_EQ(nearest("nodes", words), "node");
    EXPECT_EQ(nearest("lits", words), "list");
}

TEST(Nearest, IsSilentWhereNothingIsNear) {
    EXPECT_EQ(nearest("xyzzy", {"node", "list"}), "");
    EXPECT_EQ(nearest("node", {}), "");
}

TEST(Nearest, AllowsTwoEditsInAShortWordAndAThirdInALongOne) {
    EXPECT_EQ(nearest("ls", {"list"}), "list");
    EXPECT_EQ(nearest("abcdefghi", {"abcdefXYZ"}), "abcdefXYZ");
    EXPECT_EQ(nearest("abcdefghi", {"abcdeWXYZ"}), "");
}

TEST(Nearest, PrefersTheFirstOfEquals) {
    EXPECT_EQ(nearest("bat", {"cat", "hat"}), "cat");
}

TEST(Text, FoldsBlanksToOneSpaceAndNoneAtTheEnds) {
    EXPECT_EQ(fold_blanks(" \tA \r\n B\t"), "A B");
    EXPECT_EQ(fold_blanks(" \n"), "");
}

TEST(Text, CutsUtf8BetweenCharacters) {
    EXPECT_EQ(cut_utf8("abc", 3), "abc");
    EXPECT_EQ(cut_utf8("ab\xC3\xBC", 3), "ab");
    EXPECT_EQ(cut_utf8("\xC3\xBC", 1), "");
}

}  // namespace
}  // namespace sarhad::core
