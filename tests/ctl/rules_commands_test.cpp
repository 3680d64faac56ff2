// rules check, test, eval, explain and schema, as a person and a script see them; the shipped
// rules.
#include "commands_fixture.h"

#include "rules/schema/fact_page.h"
#include "support/places.h"

#include <fstream>
#include <iterator>

namespace sarhad::ctl {
namespace {

class RulesCommands : public Commands {
protected:
    template <class Options>
    std::string ran(const Options& options, ExitCode wanted = ExitCode::kOk) {
        out_.str("");
        const Outcome outcome = run(options, context_);
        EXPECT_TRUE(outcome) << outcome.error().what;
        if (outcome) {
            EXPECT_EQ(*outcome, wanted) << out_.str();
        }
        return out_.str();
    }
    api::Json as_json(const std::string& text) {
        const auto json = api::parse_json(text, {64, 4U << 20U});
        EXPECT_TRUE(json) << text;
        return *json;
    }
    std::string facts(std::string_view json) { return file("facts.json", json); }
    std::string shipped(const std::string& name = {}) {
        return places::source_root() + "/demo/rules" + (name.empty() ? "" : "/" + name);
    }
    std::string text_of(const std::string& path) {
        std::ifstream held{path};
        return {std::istreambuf_iterator<char>{held}, {}};
    }
};

TEST_F(RulesCommands, TheShippedRulesCheckAndTheirTestsPass) {
    const std::string checked = ran(RulesCheck{{shipped()}});
    EXPECT_THAT(checked, HasSubstr("75 rules, 0 problems\n"));
    EXPECT_THAT(checked, HasSubstr("DEC-003.toml: DEC-003: costs "));
    EXPECT_THAT(checked, HasSubstr("most of it for declaration.lines (at most 200)"));
    EXPECT_THAT(ran(RulesTest{{shipped()}}),
                HasSubstr("75 rules, 0 problems, 197 tests passed, 0 failed\n"));
}

TEST_F(RulesCommands, EveryShippedRuleIsMarkedAnExampleAndADraft) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{shipped()}) {
        const std::string text = text_of(entry.path().string());
        EXPECT_EQ(text.rfind("# An example: its thresholds are invented.", 0), 0U) << entry.path();
        EXPECT_THAT(text, HasSubstr("mode = \"draft\""));
        EXPECT_THAT(text, HasSubstr("tags = [\"example\""));
        EXPECT_THAT(text, HasSubstr("false_positives = [\n"));
        ++count;
    }
    EXPECT_GE(count, 40U);
}

TEST_F(RulesCommands, AProblemStandsAtItsPlaceInTheFile) {
    std::string text = text_of(shipped("BKG-002.toml"));
    text.replace(text.find("booking.one_way\n"), 15, "booking.on_way");
    const std::string bad = file("BKG-002.toml", text);
    const std::string out = ran(RulesCheck{{bad}}, ExitCode::kBadInput);
    EXPECT_THAT(
        out,
        HasSubstr(bad + ":21:14: BKG-002: booking has no field 'on_way': did you mean 'one_way'?\n"
                        "    instead: one_way\n"));
    EXPECT_THAT(out, HasSubstr("\n1 rule, 1 problem\n"));
    context_.json = true;
    const api::Json json = as_json(ran(RulesCheck{{bad}}, ExitCode::kBadInput));
    const api::Json& problem = json.find("rules")->elements()[0].find("problems")->elements()[0];
    EXPECT_EQ(*problem.int_at("line"), 21);
    EXPECT_EQ(*problem.text_at("instead"), "one_way");
}

TEST_F(RulesCommands, ATwinABrokenFileAndAnEmptyFolderAreNamed) {
    const std::string one = file("a.toml", text_of(shipped("PAX-001.toml")));
    const std::string two = file("b.toml", text_of(shipped("PAX-001.toml")));
    EXPECT_THAT(ran(RulesCheck{{one, two}}, ExitCode::kBadInput),
                HasSubstr("b.toml:1:1: PAX-001: another rule has the id 'PAX-001'"));
    const std::string broken = file("c.toml", "id = \"PAX-001\"\nkind = \n");
    EXPECT_THAT(ran(RulesCheck{{broken}}, ExitCode::kBadInput), HasSubstr("c.toml:2:8: "));
    std::filesystem::create_directories(path("none"));
    const Outcome none = run(RulesCheck{{path("none")}}, context_);
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().what, HasSubstr("holds no *.toml file"));
    const Outcome missing = run(RulesTest{{path("missing.toml")}}, context_);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, core::Errc::kInvalid);
}

TEST_F(RulesCommands, AFailedTestSaysWhatCameAndWhy) {
    std::string text = text_of(shipped("BKG-002.toml"));
    text.replace(text.find("expect = \"unknown\""), 18, "expect = \"match\"");
    const std::string out = ran(RulesTest{{file("BKG-002.toml", text)}}, ExitCode::kFailed);
    EXPECT_THAT(out,
                HasSubstr("test 'list not here yet': wanted match, got unknown (waits for "
                          "lists.agencies_watch)"));
    EXPECT_THAT(out, HasSubstr("3 tests passed, 1 failed\n"));
}

TEST_F(RulesCommands, EvalTakesAConditionAFileOfOneOrARule) {
    const std::string given = facts(R"({"booking": {"one_way": true}})");
    EXPECT_EQ(ran(RulesEval{given, "", "booking.one_way"}), "match\n");
    EXPECT_EQ(ran(RulesEval{given, "booking", "booking.split"}), "no match\n");
    EXPECT_EQ(ran(RulesEval{given, "", file("c.cel", "booking.one_way && hits.size() > 0")}),
              "unknown: waits for SCREEN\n");
    EXPECT_EQ(
        ran(RulesEval{given, "", "booking.changes % booking.changes == 0"}, ExitCode::kFailed),
        "error: modulus by zero\n");
    const std::string rule = facts(
        R"({"now": "2026-11-01T00:00:00Z", "booking": {"payment_form": "CA", "days_before_departure": 1,
            "agency": "AG17", "one_way": true}, "lists": {"agencies_watch": ["AG17"]}})");
    EXPECT_EQ(ran(RulesEval{rule, "", shipped("BKG-002.toml")}), "match\n");
    context_.json = true;
    const api::Json json = as_json(ran(RulesEval{given, "", "hits.size() > 0"}));
    EXPECT_EQ(*json.text_at("verdict"), "unknown");
    EXPECT_EQ(json.find("waits_for")->elements()[0].as_text(), "SCREEN");
}

TEST_F(RulesCommands, EvalTellsNoPersonalValueInAnError) {
    const std::string given = facts(R"({"traveller": {"birth_year": 1990}})");
    EXPECT_EQ(
        ran(RulesEval{given, "", "'A'.charAt(traveller.birth_year) == 'B'"}, ExitCode::kFailed),
        "error: out of range\n");
}

TEST_F(RulesCommands, TheProblemIsThatOfTheKindWhoseNamesAreRight) {
    const std::string given = file("p.json", R"({"port": {"code": "PKKHI"}})");
    const Outcome refused =
        run(RulesEval{given, "", "cash.currency.matches(cash.currency) && port.code == 'PKKHI'"},
            context_);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().what, HasSubstr("a pattern is written out"));
}

TEST_F(RulesCommands, AWrongConditionOrFactIsNamed) {
    const auto refused = [&](const RulesEval& options) {
        const Outcome outcome = run(options, context_);
        EXPECT_FALSE(outcome);
        return outcome ? "" : outcome.error().what;
    };
    const std::string given = facts(R"({"booking": {"one_way": true}})");
    EXPECT_EQ(refused({given, "", "booking.one_wa"}),
              "expression:1:9: booking has no field 'one_wa': did you mean 'one_way'?");
    // What all kinds see told of the first kind, in which a consignment is nothing.
    const std::string hits = file("h.json", R"({"hits": []})");
    EXPECT_EQ(refused({hits, "", "consignment.gross_k > 5.0 && consignment.transit"}),
              "expression:1:13: consignment has no field 'gross_k': did you mean 'gross_kg'?");
    EXPECT_EQ(refused({hits, "", "hits.size() > 0 && cash.amoun > 5"}),
              "expression:1:25: cash has no field 'amoun': did you mean 'amount'?");
    EXPECT_THAT(refused({given, "tourist", "true"}), HasSubstr("there is no such kind"));
    EXPECT_THAT(
        refused({file("f.json", R"({"bookin": {}})"), "booking", "booking.one_way"}),
        HasSubstr("f.json:1:12: bookin: no such field of booking: did you mean 'booking'?"));
    EXPECT_THAT(refused({file("f.json", R"({"cash": {}, "conveyance": {}})"), "", "true"}),
                HasSubstr("no kind of rule sees all of these facts"));
    EXPECT_THAT(refused({file("f.json", R"({"kind": "cash"})"), "", "true"}),
                HasSubstr("'kind' is no fact of any kind of rule"));
    EXPECT_THAT(refused({file("f.json", "{"), "", "true"}), HasSubstr("f.json:1:"));
}

TEST_F(RulesCommands, ExplainMasksPersonalFactsButForWhoMaySee) {
    const std::string given = facts(
        R"({"traveller": {"birth_year": 1985, "crew": true}, "feeds": {"API": "2026-11-01T08:00:00Z"},
                  "now": "2026-11-01T10:00:00Z"})");
    RulesExplain options{given, "traveller", "traveller.crew && traveller.birth_year > 1980"};
    EXPECT_EQ(ran(options),
              "match: traveller.crew is true (API, 2 h old); traveller.birth_year is *** (API, 2 h "
              "old)\n");
    context_.json = true;
    EXPECT_THAT(ran(options), testing::Not(HasSubstr("19")));
    options.personal = true;
    const api::Json json = as_json(ran(options));
    const api::Json& leaf = json.find("why")->find("parts")->elements()[1];
    EXPECT_EQ(*leaf.find("facts")->elements()[0].text_at("value"), "1985");
    EXPECT_EQ(*leaf.text_at("text"), "traveller.birth_year > 1980");
    EXPECT_EQ(*leaf.find("facts")->elements()[0].int_at("age_seconds"), 7200);
}

TEST_F(RulesCommands, ExplainTellsLabelsInTheLanguageAsked) {
    RulesExplain options{facts(R"({"now": "2026-11-01T00:00:00Z", "booking": {"payment_form": "CA",
        "days_before_departure": 1, "agency": "AG17", "one_way": true}, "lists": {"agencies_watch": ["AG17"]}})"),
                         "",
                         shipped("BKG-002.toml")};
    EXPECT_THAT(
        ran(options),
        HasSubstr(
            "match: bought with cash in the last two days [booking.payment_form is 'CA' (PNR)"));
    options.language = "ur";
    EXPECT_THAT(ran(options), HasSubstr("نقد"));
}

TEST_F(RulesCommands, ThePageOfFactsIsWhatTheTableSays) {
    const std::string page = ran(RulesSchema{});
    EXPECT_EQ(page, text_of(places::source_root() + "/docs/rules-facts.md"))
        << "write it again: sarhadctl rules schema > docs/rules-facts.md";
    context_.json = true;
    const api::Json json = as_json(ran(RulesSchema{}));
    EXPECT_EQ(json.find("kinds")->elements().size(), 6U);
    EXPECT_EQ(*json.find("kinds")->elements()[0].find("fields")->elements()[0].text_at("name"),
              "traveller");
    EXPECT_GT(json.find("records")->elements().size(), 20U);
}

}  // namespace
}  // namespace sarhad::ctl
