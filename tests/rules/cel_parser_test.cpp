#include "cel_tree.h"

#include "rules/cel/parser.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sarhad::rules::cel {
namespace {

std::string tree(std::string_view source, const ParseOptions& options = {}) {
    const Parsed parsed = parse(source, options);
    return parsed.ok() ? tree_text(parsed.ast, parsed.ast.root()).substr(1)
                       : format(parsed.issues, source);
}

std::string text_value(std::string_view source) {
    const Parsed parsed = parse(source);
    return parsed.ok() ? std::string{parsed.ast.at(parsed.ast.root()).name}
                       : format(parsed.issues, source);
}

TEST(CelParser, BindsOperatorsAsTheLanguageSays) {
    EXPECT_EQ(tree("a + b * c"), "(_+_ a (_*_ b c))");
    EXPECT_EQ(tree("a - b - c"), "(_-_ (_-_ a b) c)");
    EXPECT_EQ(tree("a || b && !c == d"), "(_||_ a (_&&_ b (_==_ (!_ c) d)))");
    EXPECT_EQ(tree("a < b ? c : d ? e : f"), "(_?_:_ (_<_ a b) c (_?_:_ d e f))");
    EXPECT_EQ(tree("-a.b[0]"), "(-_ (_[_] a.b 2=0b''))");
    EXPECT_EQ(tree("x in [1]"), "(@in x [ 2=1b''])");
}

TEST(CelParser, TakesTheSignIntoANumber) {
    EXPECT_EQ(tree("-1"), "2=18446744073709551615b''");
    EXPECT_EQ(tree("-9223372036854775808"), "2=9223372036854775808b''");
    EXPECT_EQ(tree("- -1"), "(-_ 2=18446744073709551615b'')");
}

TEST(CelParser, ReadsTheOptionalSyntax) {
    EXPECT_EQ(tree("a.?b[?0]"), "(_[?_] (_?._ a 5=0b'b') 2=0b'')");
    EXPECT_EQ(tree("[?a, b]"), "[ ? a b]");
    EXPECT_EQ(tree("{?'k': v}"), "{ ? 5=0b'k': v}");
    EXPECT_EQ(tree("a.T{?f: v, `in`: w}"), "{a.T ?f: v in: w}");
}

TEST(CelParser, ExpandsMacrosAndKeepsWhatWasWritten) {
    const Parsed parsed = parse("l.exists(x, x > 1)");
    ASSERT_TRUE(parsed.ok());
    const ExprId root = parsed.ast.root();
    EXPECT_EQ(tree_text(parsed.ast, root),
              " <x,,@result l 1=0b'' (@not_strictly_false (!_ @result)) (_||_ @result (_>_ x "
              "2=1b'')) @result>");
    const ExprId written = parsed.ast.macro_call(root);
    EXPECT_EQ(tree_text(parsed.ast, written), " (exists on l x (_>_ x 2=1b''))");
    EXPECT_EQ(parsed.ast.text(root), "l.exists(x, x > 1)");
}

TEST(CelParser, LeavesCallsAloneWithoutMacros) {
    EXPECT_EQ(tree("has(a.b)", {false, false}), "(has a.b)");
    EXPECT_EQ(tree("has(a.b)"), "a?.b");
}

TEST(CelParser, EvaluatesTheTargetOfAnOptionalMapOnce) {
    // As a chain of twenty, cel-go's own expansion has a million nodes.
    std::string source = "optional.of(1)";
    for (int i = 0; i < 20; ++i) {
        source += ".optMap(x, x + 1)";
    }
    const Parsed parsed = parse(source);
    ASSERT_TRUE(parsed.ok()) << format(parsed.issues, source);
    EXPECT_LT(parsed.ast.size(), 1000U);
}

TEST(CelParser, ReadsEveryKindOfText) {
    EXPECT_EQ(text_value("'a\\n\\x41\\u00e9\\U0001F600\\101'"),
              "a\nA\xC3\xA9\xF0\x9F\x98\x80"
              "A");
    EXPECT_EQ(text_value("r'\\n'"), "\\n");
    EXPECT_EQ(text_value("'''a'\r\n\"b'''"), "a'\n\"b");
    EXPECT_EQ(text_value("b'\\xff\\377'"), "\xFF\xFF");
    EXPECT_EQ(text_value("rb'\\d'"), "\\d");
    EXPECT_EQ(text_value("''"), "");
}

TEST(CelParser, ReadsNumbersToTheirEnds) {
    EXPECT_EQ(tree("0xFFu"), "3=255b''");
    EXPECT_EQ(tree("18446744073709551615u"), "3=18446744073709551615b''");
    EXPECT_EQ(tree("1e-400"), "4=0b''");
    EXPECT_EQ(tree("0.5e1"), tree("5.0"));
    EXPECT_EQ(tree("1e400"), "1:1: the number is out of the range of a double");
}

TEST(CelParser, NamesTheFirstMistakeItsPlaceAndTheRemedy) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "1:1: there is no expression: write a condition"},
        {"a and b", "1:3: 'and' is no operator: write '&&'"},
        {"not a", "1:1: 'not' is no operator: write '!'"},
        {"a = 1", "1:3: '=' assigns nothing here: write '==' to compare"},
        {"a <> 1", "1:3: '<>' is no operator: write '!='"},
        {"a === 1", "1:3: '===' is no operator: write '=='"},
        {"a =< 1", "1:3: '=<' is no operator: write '<='"},
        {"a between 1 and 2",
         "1:3: 'between' is no operator: write 'x >= 1 && x <= 3', both ends named"},
        {"a in ('A', 'B')", "1:10: a list stands in '[' and ']': write in ['A', 'B']"},
        {"l.exists(x => x > 1)",
         "1:12: '=>' is no operator: write '>=', or in a loop ',' as in exists(x, x > 1)"},
        {"a IN [1]", "1:3: 'IN' is no operator: write 'in'"},
        {"if a then b", "1:1: a choice has no 'if': write 'condition ? this : that'"},
        {"a & b", "1:3: '&' is no operator: write '&&'"},
        {"a &&\n (b || c",
         "2:9: expected an operator or ')', found the end; the '(' at 2:2 is "
         "still open"},
        {"f(1, [2, 3)",
         "1:11: expected an operator, ',' or ']', found ')'; the '[' at 1:6 is "
         "still open"},
        {"'\xC3\xA9' = 1", "1:5: '=' assigns nothing here: write '==' to compare"},
        {"'abc", "1:1: the text that opens here is not closed: add ' before the end of the line"},
        {"\xE2\x80\x9Cx\xE2\x80\x9D",
         "1:1: a typographic quotation mark opens no text: write '\"'"},
        {"a ? b ? 1 : 2 : 3", "1:7: a choice inside a choice: put brackets around the inner '? :'"},
        {"a.exists(1, b)", "1:10: exists() takes a variable's name here: exists(x, ...)"},
        {"has(a)", "1:5: has() asks whether a field is there: write has(a.b)"},
        {"while > 1", "1:1: 'while' is a reserved word: use another name"},
        {"'\\q'", "1:1: '\\q' is no escape: write '\\\\' for a backslash, or r'...'"},
        {"'\\ud800'", "1:1: '\\ud800' is no character"},
        {"3days",
         "1:2: 'd' cannot follow a number: put an operator or a blank between, or "
         "quotation marks around"},
        {"a \xFF", "1:3: this byte is not UTF-8: save the text as UTF-8"},
        {"!-a", "1:2: '!' and '-' do not mix: put brackets around the inner one"},
    };
    for (const auto& [source, wanted] : cases) {
        EXPECT_EQ(tree(source), wanted) << source;
    }
}

TEST(CelParser, BoundsNestingDepthAndSize) {
    const auto nested = [](std::size_t n) {
        return std::string(n, '(') + "1" + std::string(n, ')');
    };
    EXPECT_TRUE(parse(nested(kNestingMax - 1)).ok());
    EXPECT_EQ(tree(nested(kNestingMax)), "1:129: nested more than 128 deep: divide the expression");
    EXPECT_TRUE(parse(std::string(kExprDepthMax - 1, '!') + "a").ok());
    EXPECT_FALSE(parse(std::string(kExprDepthMax, '!') + "a").ok());
    EXPECT_FALSE(parse(std::string(65'537, ' ')).ok());
}

TEST(CelParser, ManyAlternativesAreNotDeep) {
    std::string source = "a";
    for (int i = 0; i < 4000; ++i) {
        source += " || a";
    }
    const Parsed parsed = parse(source);
    ASSERT_TRUE(parsed.ok());
    EXPECT_LT(parsed.ast.at(parsed.ast.root()).depth, 16);
}

TEST(CelParser, EveryPrefixOfAnExpressionIsReadOrRefused) {
    const std::string source =
        "cel.bind(x, [1, ?a.?b], x.map(y, {'k': y}[\"k\"] + -0x1F) == b'''\\x00''' ? T{f: 1.5e3u} "
        ": !has(c.`d-e`)) // end";
    for (std::size_t size = 0; size <= source.size(); ++size) {
        const std::string part = source.substr(0, size);
        const Parsed parsed = parse(part);
        EXPECT_EQ(parsed.issues.empty(), parsed.ast.root() != kNoExpr) << part;
    }
}

TEST(CelSource, CountsLinesAndCodePoints) {
    EXPECT_EQ(line_column("a\r\nb\rc\n\xC3\xA9x", 0), (LineColumn{1, 1}));
    EXPECT_EQ(line_column("a\r\nb\rc\n\xC3\xA9x", 3), (LineColumn{2, 1}));
    EXPECT_EQ(line_column("a\r\nb\rc\n\xC3\xA9x", 5), (LineColumn{3, 1}));
    EXPECT_EQ(line_column("a\r\nb\rc\n\xC3\xA9x", 9), (LineColumn{4, 2}));
    EXPECT_EQ(line_column("ab", 99), (LineColumn{1, 3}));
}

}  // namespace
}  // namespace sarhad::rules::cel
