#include "rules/cel/environment.h"
#include "rules/cel/parser.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sarhad::rules::cel {
namespace {

/// A small world of facts.
class CelChecker : public testing::Test {
protected:
    CelChecker() {
        const FieldType text{FieldKind::kString, {}};
        types_.add_message("Line");
        types_.add_field("Line", "hs2", {MessageField::Shape::kSingle, {}, text});
        types_.add_field(
            "Line", "net_kg", {MessageField::Shape::kSingle, {}, {FieldKind::kDouble, {}}});
        types_.add_field(
            "Line", "pieces", {MessageField::Shape::kSingle, {}, {FieldKind::kInt, {}}});
        types_.add_message("Declaration");
        types_.add_field("Declaration",
                         "lines",
                         {MessageField::Shape::kList, {}, {FieldKind::kMessage, "Line"}});
        types_.add_field("Declaration", "regime", {MessageField::Shape::kSingle, {}, text});
        types_.add_enum("Mode");
        types_.add_enum_value("Mode", "SEA", 2);
        environment_.add_variable("declaration", environment_.types().message("Declaration"));
        environment_.add_variable("now", Type::plain(TypeKind::kTimestamp));
        environment_.add_variable("count", Type::plain(TypeKind::kInt));
        environment_.add_variable("weight", Type::plain(TypeKind::kDouble));
        environment_.add_variable("any", Type::plain(TypeKind::kDyn));
    }

    Checked checked(std::string_view source) {
        Parsed parsed = parse(source);
        EXPECT_TRUE(parsed.ok()) << source;
        return check(std::move(parsed.ast), environment_);
    }
    std::string type_of(std::string_view source) {
        const Checked result = checked(source);
        return result.ok() ? result.type().format() : format(result.issues, source);
    }
    std::string instead(std::string_view source) {
        const Checked result = checked(source);
        return result.ok() ? "" : result.issues[0].instead;
    }

    MessageTable types_;
    Environment environment_{&types_};
};

TEST_F(CelChecker, SaysWhatToWriteInstead) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"declaration.lines.exists(l, l.hs2 == 85)",
         "1:38: l.hs2 is text, 85 is an int: write '85'"},
        {"weight == 2",
         "1:11: weight is a double, 2 is an int: write 2.0: CEL does not turn int into double"},
        {"count >= 2.5 * weight ? true : count == 3.0",
         "1:41: count is an int, 3.0 is a double: write 3: CEL does not turn double into int"},
        {"count + weight > 1.0",
         "1:1: '+' does not go with an int and a double: count is an int, "
         "weight is a double: write double(count)"},
        {"now > '2026-01-01T00:00:00Z'",
         "1:7: now is a timestamp, '2026-01-01T00:00:00Z' is text: write "
         "timestamp('2026-01-01T00:00:00Z')"},
        {"declaration.lines.exists(l, l.hs2 in ['84', 85, '90']) && declaration.regime in [1]",
         "1:82: declaration.regime is text, 1 in the list is none: write '1'"},
        {"count && true", "1:1: count is an int: '&&' wants a condition, true or false, there"},
        {"'a'.startsWith(1)", "1:1: 'startsWith' does not take an int on text"},
    };
    for (const auto& [source, wanted] : cases) {
        EXPECT_EQ(type_of(source), wanted) << source;
    }
    EXPECT_EQ(instead("declaration.lines.exists(l, l.hs2 == 85)"), "'85'");
    EXPECT_EQ(instead("2 * weight > 1.0"), "2.0");
}

TEST_F(CelChecker, NamesTheNearestName) {
    EXPECT_EQ(type_of("declaraton.regime == 'X'"),
              "1:1: there is no 'declaraton': did you mean 'declaration'?");
    EXPECT_EQ(type_of("declaration.regim == 'X'"),
              "1:13: declaration has no field 'regim': did you mean 'regime'?");
    EXPECT_EQ(type_of("'a'.startWith('b')"),
              "1:5: there is no function 'startWith': did you mean 'startsWith'?");
    EXPECT_EQ(type_of("math.cel(weight)"),
              "1:6: there is no function 'math.cel': did you mean 'math.ceil'?");
    EXPECT_EQ(type_of("nowhere.near(1)"), "1:1: there is no 'nowhere'");
    EXPECT_EQ(type_of("Line{hs: '1'} == null"), "1:6: Line has no field 'hs': did you mean 'hs2'?");
}

// What an analyst writes who knows another language, or the fact and not its record.
TEST_F(CelChecker, NamesWhatIsMeantByAForeignNameOrABareField) {
    EXPECT_EQ(type_of("regime == 'X'"),
              "1:1: there is no 'regime': did you mean 'declaration.regime'?");
    EXPECT_EQ(type_of("declaration.regime == CA"),
              "1:23: there is no 'CA': a text stands in quotation marks, write 'CA'");
    EXPECT_EQ(type_of("True"), "1:1: there is no 'True': did you mean 'true'?");
    EXPECT_EQ(type_of("'a'.toUpper() == 'A'"),
              "1:5: there is no function 'toUpper': did you mean 'upperAscii'?");
    EXPECT_EQ(type_of("declaration.lines.exist(l, l.hs2 == '85')"),
              "1:19: there is no function 'exist': did you mean 'exists'?");
    EXPECT_EQ(type_of("declaration.lines.exists(true)"),
              "1:19: 'exists' is written list.exists(x, condition on x)");
    EXPECT_EQ(type_of("true == 'true'"), "1:9: true is true or false, 'true' is text: write true");
    EXPECT_EQ(type_of("(1 < 2) == 1"), "1:12: 1 < 2 is true or false, 1 is an int: write true");
    EXPECT_EQ(type_of("(1 < 2) == 'yes'"),
              "1:2: '==' does not go with true or false and text: 1 < 2 is true or false, 'yes' is "
              "text");
}

TEST_F(CelChecker, TellsListsFromRecords) {
    EXPECT_EQ(type_of("declaration.lines.hs2 == '85'"),
              "1:19: declaration.lines is a list: ask its elements, declaration.lines.exists(x, "
              "x.hs2 ...)");
    EXPECT_EQ(type_of("count.days > 1"), "1:7: count is an int and has no fields, so no 'days'");
    EXPECT_EQ(type_of("count.exists(x, x)"),
              "1:1: count is an int: only a list or a map has elements to go over");
}

TEST_F(CelChecker, ReportsEveryMistakeOnce) {
    EXPECT_EQ(checked("weight == 1 && declaration.regim == 'X' && cnt > 2").issues.size(), 3U);
    EXPECT_EQ(checked("nothing + 1 > 2").issues.size(), 1U);
    std::string many = "x0";
    for (int i = 1; i < 100; ++i) {
        many += " + x" + std::to_string(i);
    }
    EXPECT_EQ(checked(many).issues.size(), kIssuesMax);
}

TEST_F(CelChecker, ResolvesNamesFromTheInnermost) {
    environment_.add_variable("a.b", Type::plain(TypeKind::kString));
    environment_.add_variable("b", Type::plain(TypeKind::kBytes));
    environment_.set_container("a.c");
    EXPECT_EQ(type_of("b"), "string");
    EXPECT_EQ(type_of(".b"), "bytes");
    EXPECT_EQ(type_of("[1].map(b, b)"), "list(int)");
    EXPECT_EQ(type_of("[1].map(b, .b)"), "list(bytes)");
    EXPECT_EQ(type_of("a.b"), "string");
}

TEST_F(CelChecker, SaysWhatEachNameStandsFor) {
    const Checked result = checked("Mode.SEA == count && [1].exists(x, x == 1)");
    ASSERT_TRUE(result.ok());
    const ExprId equals = result.ast.args(result.ast.root())[0];
    const Reference& sea = result.references[result.ast.args(equals)[0]];
    EXPECT_EQ(sea.kind, ReferenceKind::kConstant);
    EXPECT_EQ(sea.constant, 2);
    const Reference& variable = result.references[result.ast.args(equals)[1]];
    EXPECT_EQ(variable.kind, ReferenceKind::kVariable);
    EXPECT_EQ(variable.name, "count");
    ASSERT_EQ(result.overloads(equals).size(), 1U);
    EXPECT_EQ(result.overloads(equals)[0]->id, "equals");
}

TEST_F(CelChecker, KeepsEveryOverloadThatADynamicValueMayNeed) {
    const Checked result = checked("any + 1");
    ASSERT_TRUE(result.ok());
    ASSERT_EQ(result.overloads(result.ast.root()).size(), 1U);
    EXPECT_EQ(result.overloads(result.ast.root())[0]->id, "add_int64");
    const Checked open = checked("any + any");
    EXPECT_GT(open.overloads(open.ast.root()).size(), 5U);
    EXPECT_EQ(open.type().format(), "dyn");
}

TEST_F(CelChecker, FindsAFunctionInANamespaceUnlessAVariableHasItsName) {
    const Checked result = checked("math.ceil(weight)");
    ASSERT_TRUE(result.ok());
    EXPECT_TRUE(result.references[result.ast.root()].namespaced);
    EXPECT_EQ(result.overloads(result.ast.root())[0]->id, "math_ceil_double");
    EXPECT_EQ(type_of("[weight].exists(math, math.ceil(1.0) > 1.0)"),
              "1:28: there is no function 'ceil'");
}

TEST_F(CelChecker, DoublingTypesEndInAnIssue) {
    for (const std::string first : {"1", "[]"}) {
        std::string source = "a60";
        for (int i = 60; i > 0; --i) {
            const std::string before = i == 1 ? first : "a" + std::to_string(i - 1);
            source = "cel.bind(a" + std::to_string(i) + ", {[" + before + "]: " + before + "}, " +
                     source + ")";
        }
        EXPECT_FALSE(checked(source).ok());
    }
}

TEST_F(CelChecker, RefusesAnOverloadIdTwice) {
    EXPECT_TRUE(environment_.add_function(OverloadRow{"twice", "twice", "(int) -> int"}));
    const core::Status again =
        environment_.add_function(OverloadRow{"other", "twice", "(int) -> int"});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, core::Errc::kConflict);
    EXPECT_EQ(type_of("twice(count)"), "int");
}

TEST_F(CelChecker, NullAndWhatIsOfAnyTypeMayStandForMuch) {
    EXPECT_EQ(type_of("null.getFullYear()"), "int");
    EXPECT_EQ(type_of("any.getFullYear()"), "int");
    EXPECT_EQ(type_of("[] + [count]"), "list(int)");
    EXPECT_EQ(type_of("null == now"), "bool");
    EXPECT_EQ(type_of("count == null"),
              "1:1: '==' does not go with an int and null: count is an int, null is null");
}

TEST_F(CelChecker, TypesOfFieldsMadeBeforeAreThoseMadeInACheck) {
    const std::vector<std::string> cases{"declaration.lines",
                                         "declaration.lines.map(l, l.hs2)",
                                         "declaration.lines.filter(l, l.pieces > 1)[0].net_kg",
                                         "declaration.lines.exists(l, l.hs2 == 85)",
                                         "[declaration]"};
    std::vector<std::string> before;
    for (const std::string& each : cases) {
        before.push_back(type_of(each));
    }
    environment_.prepare_fields();
    for (std::size_t i = 0; i < cases.size(); ++i) {
        EXPECT_EQ(type_of(cases[i]), before[i]) << cases[i];
    }
}

TEST(CelType, VariablesBeyondTheSharedOnesAreTheSameNodeToo) {
    TypePool pool;
    for (const std::uint32_t index : {0U, 63U, 64U, 1000U}) {
        EXPECT_EQ(pool.variable(index), pool.variable(index)) << index;
        EXPECT_EQ(pool.variable(index).index(), index);
        EXPECT_TRUE(pool.variable(index).is_open());
    }
    EXPECT_FALSE(pool.variable(63) == pool.variable(64));
}

TEST(CelType, ReadsWhatItWrites) {
    TypePool pool;
    for (const std::string text : {"int",
                                   "list(map(string, wrapper(int)))",
                                   "optional_type(dyn)",
                                   "type(list(A))",
                                   "net.IP",
                                   "a.b.Message",
                                   "timestamp",
                                   "null",
                                   "tuple(A, B, int)"}) {
        const auto type = parse_type(text, pool);
        ASSERT_TRUE(type.has_value()) << text;
        EXPECT_EQ(type->format(), text);
        EXPECT_EQ(*parse_type(text, pool), *type) << "interned";
    }
    EXPECT_FALSE(parse_type("list(int", pool));
    EXPECT_FALSE(parse_type("", pool));
    EXPECT_FALSE(parse_type("int)", pool));
}

TEST(CelType, IsTheSameNodeInAPoolAndItsChildren) {
    TypePool parent;
    const Type list = parent.list(Type::plain(TypeKind::kInt));
    TypePool child{&parent};
    EXPECT_EQ(child.list(Type::plain(TypeKind::kInt)), list);
    TypePool stranger;
    EXPECT_TRUE(same_type(stranger.list(Type::plain(TypeKind::kInt)), list));
    EXPECT_FALSE(same_type(stranger.list(Type::plain(TypeKind::kUint)), list));
}

}  // namespace
}  // namespace sarhad::rules::cel
