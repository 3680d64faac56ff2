// rules record and rules backtest, as a person and a script see them. All people are invented.
#include "commands_fixture.h"

#include "ctl/backtest_check.h"
#include "ctl/backtest_report.h"
#include "ctl/rule_files.h"
#include "trial/frame_guard.h"
#include "wire/secret.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace sarhad::ctl {
namespace {

using core::cat;

class BacktestCommands : public Commands {
protected:
    static std::string id(int number) {
        const std::string digits = cat(number);
        return std::string(32 - digits.size(), '0') + digits;
    }
    static std::string line(int number, bool crew, std::string_view more = {}) {
        return cat(R"({"kind":"traveller","entity":")",
                   id(number),
                   R"(","facts":{"now":"2026-10-0)",
                   number % 3 + 1,
                   R"(T10:00:00Z","port":{"code":"PKKHI"},"traveller":{"crew":)",
                   crew ? "true" : "false",
                   R"(,"nationality":"XAA","birth_year":1980},)",
                   R"("booking":null,"feeds":["PNR"]})",
                   more.find("channel") == std::string_view::npos ? R"(,"channel":"green")" : "",
                   more,
                   "}\n");
    }
    /// 100 travellers, of whom ten are crew.
    std::string lines() {
        std::string made;
        for (int i = 1; i <= 100; ++i) {
            made +=
                line(i,
                     i % 10 == 0,
                     i % 20 == 0 ? R"(,"hits":["OLD-001"],"channel":"yellow","inspection":)"
                                   R"({"selected":"rule","finding":"positive","minutes":30})"
                     : i % 7 == 0
                         ? R"(,"inspection":{"selected":"random","finding":"negative","minutes":0})"
                         : "");
        }
        return made;
    }
    std::string rule(std::string_view condition) {
        return file("TRY-001.toml",
                    cat("id = \"TRY-001\"\nkind = \"traveller\"\nowner = \"customs\"\n"
                        "title = \"Tried\"\nseverity = \"low\"\nscore = 10\nchannel = \"yellow\"\n"
                        "ports = [\"*\"]\nmode = \"draft\"\n"
                        "valid = { from = 2026-11-01, to = 2027-10-31, review_by = 2027-10-01 }\n"
                        "rationale = \"A test.\"\ncondition = '''",
                        condition,
                        "'''\n"
                        "[[test]]\nname = \"yes\"\nexpect = \"match\"\n[test.facts]\n"
                        "traveller = { crew = true }\n"
                        "[[test]]\nname = \"no\"\nexpect = \"no_match\"\n[test.facts]\n"
                        "traveller = { crew = false }\n"));
    }
    void record(const std::string& text) {
        const Outcome done =
            run(RulesRecord{file("facts.jsonl", text), path("frames"), "", true}, context_);
        ASSERT_TRUE(done) << done.error().what;
    }
    api::Json tried(RulesBacktest options, ExitCode wanted) {
        context_.json = true;
        out_.str("");
        const Outcome done = run(options, context_);
        EXPECT_TRUE(done) << (done ? "" : done.error().what);
        EXPECT_EQ(done ? *done : ExitCode::kUsage, wanted);
        const auto json = api::parse_json(out_.str(), {64, 4U << 20U});
        EXPECT_TRUE(json) << out_.str();
        return *json;
    }
    RulesBacktest options(std::string_view condition) {
        RulesBacktest made;
        made.rules = {rule(condition)};
        made.frames = path("frames");
        return made;
    }
    static std::int64_t number(const api::Json& json, std::string_view name) {
        return json.find(name)->as_int();
    }
};

TEST_F(BacktestCommands, FramesAreRecordedAndARuleIsTriedOnThem) {
    record(lines());
    EXPECT_EQ(out_.str(),
              "100 frames in 1 files, 0 there already; 19 inspections, 0 of entities that are not "
              "there\n");
    const api::Json json = tried(options("traveller.crew"), ExitCode::kOk);
    EXPECT_EQ(number(json, "frames"), 100);
    const api::Json& report = json.find("rules")->elements()[0];
    EXPECT_EQ(number(*report.find("hits"), "count"), 10);
    EXPECT_EQ(number(*report.find("hits"), "of"), 100);
    EXPECT_EQ(number(*report.find("hits"), "low_ppm"), 55'228);
    EXPECT_EQ(number(*report.find("hits"), "high_ppm"), 174'368);
    EXPECT_EQ(number(*report.find("inspected_hits"), "count"), 5);
    EXPECT_EQ(number(*report.find("excluded"), "ppm"), 900'000);
    EXPECT_EQ(number(report, "officer_minutes"), 250);
    EXPECT_EQ(number(*report.find("untouched_after"), "count"), 90);
    EXPECT_EQ(report.find("samples")->elements().size(), 10U);
    EXPECT_EQ(report.find("places")->elements().size(), 3U);
    const api::Json& overlap = report.find("overlap")->elements()[0];
    EXPECT_EQ(overlap.find("rule")->as_text(), "OLD-001");
    EXPECT_EQ(number(*overlap.find("jaccard"), "ppm"), 500'000);

    context_.json = false;
    out_.str("");
    ASSERT_TRUE(run(options("traveller.crew"), context_));
    EXPECT_THAT(out_.str(), HasSubstr("TRY-001 Tried (traveller)\n  entities   100 on 3 days\n"));
    EXPECT_THAT(out_.str(), HasSubstr("90.000 % of 100 (at least 80 %): passed"));
    EXPECT_THAT(out_.str(), HasSubstr("traveller.crew: another value"));
}

TEST_F(BacktestCommands, WhoWaitsIsAHitWhereTheRuleSaysSo) {
    record(lines());
    const std::string condition = "traveller.crew && bags.size() >= 0";  // No DCS: they wait.
    RulesBacktest chosen = options(condition);
    const std::string old = "mode = \"draft\"";
    std::ifstream read{chosen.rules[0]};
    std::string text{std::istreambuf_iterator<char>{read}, {}};
    const api::Json plain = tried(chosen, ExitCode::kFailed).find("rules")->elements()[0];
    text.replace(text.find(old), old.size(), old + "\non_unknown = \"match\"");
    chosen.rules = {file("TRY-001.toml", text)};
    const api::Json due = tried(chosen, ExitCode::kOk).find("rules")->elements()[0];
    EXPECT_EQ(number(plain, "waiting_hits"), 0);
    EXPECT_EQ(number(due, "waiting_hits"), number(plain, "unknown"));
    EXPECT_EQ(number(due, "unknown"), 0);
    EXPECT_GT(number(due, "waiting_hits"), 0);
    context_.json = false;
    out_.str("");
    ASSERT_TRUE(run(chosen, context_));
    EXPECT_THAT(out_.str(), HasSubstr("10 of these since they wait"));
}

TEST_F(BacktestCommands, DaysThatEndBeforeTheyBeginAreRefused) {
    RulesBacktest chosen = options("traveller.crew");
    chosen.from = "2026-10-03";
    chosen.to = "2026-10-01";
    const Outcome refused = run(chosen, context_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what, "--from 2026-10-03 is after --to 2026-10-01");
}

TEST_F(BacktestCommands, AFileThatWasCutShortIsNamedInTheReportAndBesideIt) {
    record(lines());
    const std::string frames = path("frames/traveller-2026-10.frames");
    std::filesystem::resize_file(frames, std::filesystem::file_size(frames) - 1);
    const api::Json json = tried(options("traveller.crew"), ExitCode::kFailed);
    EXPECT_EQ(number(*json.find("left_out"), "files"), 0);
    EXPECT_EQ(number(*json.find("cut_short"), "files"), 1);
    const api::Json& told = json.find("cut_short")->find("told")->elements()[0];
    EXPECT_EQ(told.find("file")->as_text(), frames);
    EXPECT_THAT(told.find("why")->as_text(), HasSubstr("19 inspections left out"));
    EXPECT_THAT(err_.str(), HasSubstr(frames + ": cut short: read up to block 0"));
    context_.json = false;
    out_.str("");
    ASSERT_TRUE(run(options("traveller.crew"), context_));
    EXPECT_THAT(out_.str(), HasSubstr("DAMAGED: 0 files left out, 1 read only in part"));
}

TEST_F(BacktestCommands, ADamagedFileOfAFolderIsRefused) {
    record(lines());
    const std::string frames = path("frames/traveller-2026-10.frames");
    std::ifstream read{frames, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{read}, {}};
    bytes.at(100) = static_cast<char>(bytes[100] ^ 1);  // Of its description.
    std::ofstream{frames, std::ios::binary} << bytes;
    const Outcome refused = run(options("traveller.crew"), context_);
    ASSERT_FALSE(refused) << "nothing can make it again";
    EXPECT_THAT(refused.error().what, HasSubstr(frames));
}

TEST_F(BacktestCommands, AProtectedFactThatDecidesFailsTheCommand) {
    record(lines());
    const api::Json json =
        tried(options("!traveller.crew && traveller.birth_year > 1979 || traveller.crew"),
              ExitCode::kFailed);
    EXPECT_FALSE(json.find("passed")->as_bool());
    const api::Json& report = json.find("rules")->elements()[0];
    EXPECT_EQ(number(*report.find("excluded"), "ppm"), 0);
}

TEST_F(BacktestCommands, AReportLetsOnlyTheRulesThatItTriedGoLive) {
    record(lines());
    RulesBacktest chosen = options("traveller.crew");
    chosen.to = "2026-10-31";
    const api::Json json = tried(chosen, ExitCode::kOk);
    EXPECT_EQ(json.find("from")->as_text(), "");
    EXPECT_EQ(json.find("to")->as_text(), "2026-10-31");
    EXPECT_EQ(number(json.find("rules")->elements()[0], "rev"), 1);
    const core::Bytes report = core::to_bytes(api::to_text(json));

    const rules::FactSchema schema;
    rules::Rule live = load_rules(context_, {rule("traveller.crew")}, schema)->at(0).rule;
    live.rev = 2;
    live.mode = rules::RuleMode::kLive;
    const auto told = check_backtest(report, {live});
    ASSERT_TRUE(told) << told.error().what;
    EXPECT_EQ(*told, "rule TRY-001 hit 10 of 100 in its back-test, 100.00 in a thousand\n");
    const auto refusal = [](core::ByteView given, const rules::Rule& put) {
        const auto status = check_backtest(given, {put});
        return status ? std::string{} : status.error().what;
    };
    rules::Rule other = live;
    other.condition.text = "traveller.crew || booking.one_way";
    EXPECT_THAT(refusal(report, other), HasSubstr("what was tried differs"));
    other.mode = rules::RuleMode::kShadow;
    EXPECT_EQ(refusal(report, other), "");
    rules::Rule untried = live;
    untried.id = "TRY-002";
    EXPECT_THAT(refusal(report, untried), HasSubstr("TRY-002 goes live and was not tried"));

    api::Json failed = json;
    failed.set("passed", false);
    EXPECT_THAT(refusal(core::to_bytes(api::to_text(failed)), live), HasSubstr("has not passed"));
    // Nor does it help that the whole says so, where the rule's own sums do not.
    std::string text = api::to_text(json);
    const auto forged = [&](std::string_view from, std::string_view to) {
        std::string made = text;
        const std::size_t at = made.find(from, made.find("\"excluded\""));
        EXPECT_NE(at, std::string::npos) << from;
        return core::to_bytes(made.replace(at, from.size(), to));
    };
    EXPECT_THAT(refusal(forged("\"count\":90", "\"count\":70"), live), HasSubstr("too much"));
    EXPECT_THAT(refusal(forged("\"of\":100", "\"of\":99"), live), HasSubstr("prove nothing"));
    EXPECT_THAT(refusal(forged("\"passed\":true", "\"passed\":false"), live),
                HasSubstr("TRY-001: its back-test has not passed"));
    api::Json damaged = json;
    damaged.set("left_out", api::Json::object({{"files", 1}}));
    EXPECT_THAT(refusal(core::to_bytes(api::to_text(damaged)), live), HasSubstr("left out"));
    EXPECT_THAT(refusal(core::to_bytes("{}"), live), HasSubstr("no report of a back-test"));
    EXPECT_THAT(refusal(core::to_bytes("TRY-001 Tried"), live), HasSubstr("backtest --json"));
    EXPECT_THAT(refusal({}, live), HasSubstr("backtest --json"));
}

TEST_F(BacktestCommands, DaysAndReferenceSetsAreChosen) {
    record(lines());
    RulesBacktest chosen = options("traveller.crew && port.code in lists.ports_of_concern");
    // Fewer than a hundred have an answer, which proves nothing of who is left out.
    EXPECT_EQ(number(tried(chosen, ExitCode::kFailed).find("rules")->elements()[0], "unknown"), 10);
    chosen.lists = file("lists.json", R"({"ports_of_concern": ["PKKHI"]})");
    chosen.from = "2026-10-02";
    chosen.to = "2026-10-02";
    const api::Json json = tried(chosen, ExitCode::kFailed);
    const api::Json& hits = *json.find("rules")->elements()[0].find("hits");
    EXPECT_EQ(number(hits, "of"), 34);
    EXPECT_EQ(number(hits, "count"), 4);
    chosen.lists = file("lists.json", R"({"port_of_concern": ["PKKHI"]})");
    const Outcome refused = run(chosen, context_);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().what, HasSubstr("did you mean 'ports_of_concern'?"));
    chosen.from = "2026-10";
    EXPECT_FALSE(run(chosen, context_));
}

TEST_F(BacktestCommands, FactsAboutPersonsAreSealedAndTheirKeyIsWanted) {
    const std::string facts = file("facts.jsonl", lines());
    const Outcome refused = run(RulesRecord{facts, path("frames"), "", false}, context_);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().what, HasSubstr("--key"));
    wire::Secret secret{32};
    random_.fill(secret.bytes());
    const core::Bytes bytes = wire::write_key_file(wire::KeyKind::kStoreSecret, secret.bytes());
    const std::string key = file("store.key", core::as_text(bytes));
    ASSERT_TRUE(run(RulesRecord{facts, path("frames"), key, false}, context_));
    std::ifstream held{path("frames/traveller-2026-10.frames"), std::ios::binary};
    const std::string stored{std::istreambuf_iterator<char>{held}, {}};
    EXPECT_FALSE(stored.empty());
    EXPECT_EQ(stored.find("nationality"), std::string::npos);
    EXPECT_EQ(stored.find("XAA"), std::string::npos);
    RulesBacktest chosen = options("traveller.crew");
    const Outcome locked = run(chosen, context_);
    ASSERT_FALSE(locked);
    EXPECT_THAT(locked.error().what, HasSubstr("name the key"));
    chosen.key = key;
    const api::Json json = tried(chosen, ExitCode::kOk);
    EXPECT_EQ(number(*json.find("rules")->elements()[0].find("hits"), "count"), 10);
}

TEST_F(BacktestCommands, AWrongLineIsNamedAndNothingIsWritten) {
    for (const auto& [wrong, what] : std::vector<std::pair<std::string, std::string>>{
             {"{\"kind\":\"person\"}\n", "'kind' is"},
             {"{\"kind\":\"traveller\"}\n", "'entity' is missing"},
             {cat("{\"kind\":\"traveller\",\"entity\":\"", id(7), "\"}\n"),
              "'facts', 'inspection'"},
             {line(7, true, ",\"inspected\":1"), "did you mean 'inspection'?"},
             {line(7, true, ",\"person\":\"12\""), "32 hexadecimal digits"},
             {line(7, true, ",\"channel\":\"blue\""), "green, yellow or red"},
             {line(7, true, ",\"hits\":[\"A\",\"A\"]"), "each once"},
             {line(7, true, ",\"inspection\":{\"selected\":\"rule\"}"), "'finding'"},
             {"{\n", ""}}) {
        const Outcome refused =
            run(RulesRecord{file("facts.jsonl", line(1, true) + wrong), path("frames"), "", true},
                context_);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_THAT(refused.error().what, HasSubstr("facts.jsonl:2: "));
        EXPECT_THAT(refused.error().what, HasSubstr(what));
        EXPECT_TRUE(std::filesystem::is_empty(path("frames")));
    }
}

TEST_F(BacktestCommands, InspectionsMayComeLater) {
    record(line(1, true) + line(2, true));
    out_.str("");
    record(cat(R"({"kind":"traveller","entity":")",
               id(2),
               R"(","inspection":{"selected":"officer","finding":"positive","minutes":5}})"));
    EXPECT_THAT(out_.str(), HasSubstr("0 frames in 0 files, 0 there already; 1 inspections"));
    const api::Json json = tried(options("traveller.crew"), ExitCode::kFailed);
    EXPECT_EQ(number(*json.find("rules")->elements()[0].find("inspected_hits"), "count"), 1);
}

TEST_F(BacktestCommands, ACutFileIsGoneOnFromOnlyWhereThatIsSaid) {
    record(line(1, true));
    record(line(2, true));
    const std::string name = path("frames/traveller-2026-10.frames");
    std::filesystem::resize_file(name, std::filesystem::file_size(name) - 5);
    RulesRecord options{file("facts.jsonl", line(3, true)), path("frames"), "", true};
    const Outcome refused = run(options, context_);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().what, HasSubstr("--drop-cut"));
    options.drop_cut = true;
    ASSERT_TRUE(run(options, context_));
    EXPECT_THAT(err_.str(), HasSubstr(" bytes of files that were cut short went, with 0 insp"));
    EXPECT_EQ(number(tried(this->options("traveller.crew"), ExitCode::kFailed), "frames"), 2);
}

TEST_F(BacktestCommands, AGuardOpensOnlyWhatStandsInItsPlace) {
    wire::Secret secret{32};
    random_.fill(secret.bytes());
    const trial::CheckedFrames checked;
    const trial::SealedFrames sealed{std::move(secret), random_};
    const core::Bytes plain = core::to_bytes("a column");
    const rules::frames::SectionPlace place{"traveller-2026-10", 3, 5};
    for (const rules::frames::SectionGuard* guard :
         std::vector<const rules::frames::SectionGuard*>{&checked, &sealed}) {
        const core::Bytes closed = guard->close(place, plain);
        EXPECT_LE(closed.size(), plain.size() + rules::frames::kGuardBytesMax);
        EXPECT_EQ(*guard->open(place, closed), plain);
        EXPECT_FALSE(guard->open({place.file, 3, 6}, closed));
        EXPECT_FALSE(guard->open({place.file, 4, 5}, closed));
        EXPECT_FALSE(guard->open({"traveller-2026-11", 3, 5}, closed));
        for (std::size_t i = 0; i < closed.size(); ++i) {
            core::Bytes damaged = closed;
            damaged[i] ^= 1U;
            EXPECT_FALSE(guard->open(place, damaged)) << i;
        }
        EXPECT_FALSE(guard->open(place, {}));
    }
    EXPECT_EQ(core::to_hex(checked.close(place, plain)).substr(plain.size() * 2),
              "f2220b473d4d993484930eec95fcd04c");
}

}  // namespace
}  // namespace sarhad::ctl
