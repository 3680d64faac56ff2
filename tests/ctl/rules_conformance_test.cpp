// The published suite as a test: what a person sees of `rules conformance`, and that all of it
// passes.
#include "commands_fixture.h"

#include "support/places.h"

#include <cstdlib>

namespace sarhad::ctl {
namespace {

class RulesConformanceRun : public Commands {};

std::string environment(const char* name) {
    const char* set = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread.
    return set == nullptr ? "" : set;
}

TEST_F(RulesConformanceRun, EveryTestOfThePublishedSuitePasses) {
    const std::filesystem::path folder{places::shared_data() + "/cel"};
    if (!std::filesystem::exists(folder / "schema.json")) {
        if (environment("SARHAD_REQUIRE_DATA") == "1") {
            FAIL() << folder << " is not there; set SARHAD_SHARED_DATA";
        }
        GTEST_SKIP() << "no " << folder << "; set SARHAD_SHARED_DATA to run it";
    }
    RulesConformance options;
    options.failures = true;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".jsonl") {
            options.files.push_back(entry.path().string());
        }
    }
    const Outcome outcome = run(options, context_);
    ASSERT_TRUE(outcome) << outcome.error().what;
    EXPECT_EQ(*outcome, ExitCode::kOk) << out_.str();
    EXPECT_THAT(out_.str(), HasSubstr(" passed, 0 failed, "));
    EXPECT_THAT(out_.str(), HasSubstr("comparisons: "));
}

TEST_F(RulesConformanceRun, AFailureNamesWhatWasWantedAndWhatCame) {
    file("schema.json", R"({"enums": {}, "messages": {}, "extensions": {}})");
    const std::string tests = file("t.jsonl",
                                   R"({"id": "t/a", "expr": "[1, 2]", )"
                                   R"("expect": {"value": {"list": [{"int64": "1"}]}}}
{"id": "t/b", "expr": "1 / 0", "expect": {"error": ["x"]}}
{"id": "t/c", "expr": "1.0", "expect": {"value": {"int64": "1"}}}
{"id": "t/d", "expr": "1 +", "expect": {"error": ["x"]}}
{"id": "t/e", "expr": "x", "expect": {"error": ["x"]}}
)");
    const Outcome outcome = run(RulesConformance{{tests}, true}, context_);
    ASSERT_TRUE(outcome) << outcome.error().what;
    EXPECT_EQ(*outcome, ExitCode::kFailed);
    EXPECT_THAT(out_.str(), HasSubstr("t: 1 passed, 4 failed, 0 skipped\n"));
    EXPECT_THAT(out_.str(),
                HasSubstr("t/a\n    wanted {\"value\":{\"list\":[{\"int64\":\"1\"}]}}\n"
                          "    got    [1, 2]\n"));
    EXPECT_THAT(out_.str(), HasSubstr("t/c\n"));
    EXPECT_THAT(out_.str(), HasSubstr("t/d\n"));
    EXPECT_THAT(out_.str(), HasSubstr("does not check: "));
}

TEST_F(RulesConformanceRun, AFileWithoutTestsIsRefused) {
    file("schema.json", R"({"enums": {}, "messages": {}, "extensions": {}})");
    const Outcome outcome = run(RulesConformance{{file("t.jsonl", "\n")}, false}, context_);
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().what, HasSubstr("t.jsonl: holds no tests"));
}

TEST_F(RulesConformanceRun, AnyErrorUnknownAndTheSignOfZeroAreTold) {
    file("schema.json", R"({"enums": {}, "messages": {}, "extensions": {}})");
    const std::string tests =
        file("t.jsonl",
             R"({"id": "a", "expr": "1 / 0", "expect": {"any_error": []}})"
             "\n"
             R"({"id": "b", "expr": "true", "expect": {"unknown": []}})"
             "\n"
             R"({"id": "c", "expr": "-0.0", "expect": {"value": {"double": "0.0"}}})"
             "\n"
             R"({"id": "d", "expr": "-0.0", "expect": {"value": {"double": "-0.0"}}})"
             "\n");
    static_cast<void>(run(RulesConformance{{tests}, true}, context_));
    EXPECT_THAT(out_.str(), HasSubstr("t: 2 passed, 2 failed"));
    EXPECT_THAT(out_.str(), HasSubstr("  b\n"));
    EXPECT_THAT(out_.str(), HasSubstr("  c\n"));
}

TEST_F(RulesConformanceRun, WhatIsNoTestIsNamedByItsLine) {
    file("schema.json", R"({"enums": {}, "messages": {}, "extensions": {}})");
    const std::string tests = file("t.jsonl", "\n{\"id\": \"a\"}\n");
    const Outcome outcome = run(RulesConformance{{tests}, false}, context_);
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().what, HasSubstr("t.jsonl:2: "));
    file("schema.json",
         R"({"enums": {}, "extensions": {}, "messages": {"m": {"fields": )"
         R"({"f": {"type": "int33", "number": 1}}}}})");
    const Outcome bad = run(RulesConformance{{tests}, false}, context_);
    ASSERT_FALSE(bad);
    EXPECT_THAT(bad.error().what, HasSubstr("field 'f' of 'm': type 'int33'"));
}

}  // namespace
}  // namespace sarhad::ctl
