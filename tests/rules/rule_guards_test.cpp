// What a rule may not do with who a person is.
#include "rule_file_text.h"

#include "rules/author/explain.h"

#include <array>

namespace sarhad::rules {
namespace {

/// Whether a traveller's rule with this condition lets who a person is decide.
bool is_deciding_alone(std::string_view condition) {
    return first_problem(with("condition = '''\nlate_cash\n  && traveller.bags_checked == 0\n'''",
                              "condition = '''" + std::string{condition} + "'''"))
               .find("may narrow a rule, never decide") != std::string::npos;
}

TEST(RuleGuards, ALoopOverWhoAPersonIsIsNoOtherFact) {
    for (const std::string_view condition : {
             "[traveller.birth_year].exists(y, y > 2000 - booking.party_size)",
             "[traveller.nationality].exists(n, n != booking.agency)",
             "[[traveller.birth_year]].exists(l, l.exists(y, y > booking.party_size))",
             "cel.bind(l, [traveller.birth_year], l.exists(y, y > booking.party_size))",
             "bags.map(b, traveller.birth_year).exists(m, m > 1990 + 0 * booking.party_size)",
             "[traveller.nationality].exists_one(n, n != booking.agency)",
             "bags.filter(b, traveller.nationality != 'XAA').all(b, booking.one_way)",
             "!bags.filter(b, traveller.nationality != 'XAA').exists(b, booking.one_way)",
             "[1].filter(x, x > 1).all(x, booking.one_way) && traveller.sex == 'M'",
             "!bags.exists_one(b, traveller.nationality == 'XAA' || b.pooled)",
         }) {
        EXPECT_TRUE(is_deciding_alone(condition)) << condition;
    }
    for (const std::string_view condition : {
             "[traveller.nationality].exists(n, n == 'XAA' && booking.one_way)",
             "[traveller.birth_year, 5].all(y, y > 1990) && booking.one_way",
             "bags.all(b, b.pooled && traveller.sex == 'M')",
             "[1, 2].all(x, booking.party_size > x) && traveller.sex == 'M'",
             "!bags.exists_one(b, b.pooled) && traveller.sex == 'M'",
         }) {
        EXPECT_FALSE(is_deciding_alone(condition)) << condition;
    }
}

TEST(RuleGuards, AChoiceWhoseWaysBothAskWhoAPersonIsDecidesByThat) {
    EXPECT_TRUE(is_deciding_alone("booking.one_way ? traveller.sex == 'M' : traveller.sex == 'M'"));
    EXPECT_FALSE(is_deciding_alone("booking.one_way ? traveller.sex == 'M' : booking.split"));
    EXPECT_FALSE(
        is_deciding_alone("booking.one_way ? traveller.sex == 'M' : false && booking.split"));
}

TEST(RuleGuards, WhoAPersonIsDoesNotDecideWhileTheRestIsUnknown) {
    const auto waiting = [](std::string_view condition) {
        std::string text = with("mode = \"draft\"", "mode = \"draft\"\non_unknown = \"match\"");
        const std::string_view old = "  && traveller.bags_checked == 0";
        return first_problem(text.replace(text.find(old), old.size(), condition));
    };
    EXPECT_EQ(waiting("  && traveller.bags_checked == 0"), "");
    EXPECT_NE(waiting("&& traveller.nationality == 'XAD'").find("on_unknown = \"match\" lets who"),
              std::string::npos);
    EXPECT_NE(waiting("&& [traveller].exists(t, t.sex == 'F')").find("on_unknown"),
              std::string::npos);
}

TEST(RuleGuards, AnErrorOfAPersonalFactTellsItsKindOnly) {
    RuleBench bench;
    for (const auto& [condition, value, kind] : std::vector<std::array<std::string_view, 3>>{
             {"'A'.charAt(traveller.birth_year) == 'B'", "1990", "out of range"},
             {"timestamp(traveller.nationality) > now", "XAA", "a value that cannot be read"},
             {"[traveller.birth_year].exists(y, 'A'.charAt(y) == 'B')", "1990", "out of range"}}) {
        const Compilation compiled =
            compile_expression(condition, RuleKind::kTraveller, bench.schema);
        ASSERT_NE(compiled.rule, nullptr) << condition;
        const FactFrame facts = bench.frame(
            RuleKind::kTraveller, R"({"traveller": {"birth_year": 1990, "nationality": "XAA"}})");
        const Explained why = explain(*compiled.rule, facts, bench.schema);
        ASSERT_EQ(why.verdict, Verdict::kError) << condition;
        const std::string line = explain_line(why, {});
        EXPECT_EQ(line.find(value), std::string::npos) << line;
        EXPECT_NE(line.find(kind), std::string::npos) << line;
        EXPECT_NE(explain_line(why, {true}), line);
    }
}

}  // namespace
}  // namespace sarhad::rules
