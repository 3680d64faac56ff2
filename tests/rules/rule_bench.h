#pragma once

#include "rules/author/compiled_rule.h"
#include "rules/author/rule.h"
#include "rules/schema/fact_schema.h"
#include "support/places.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace sarhad::rules {

/// What the tests of rules share: one schema, and memory for facts and for values.
struct RuleBench {
    const FactSchema& schema{shared_schema()};
    cel::Arena given{kFactBytesMax};
    cel::Arena made{kRuleBytesMax};

    static const FactSchema& shared_schema() {
        static const FactSchema held;
        return held;
    }

    FactFrame frame(RuleKind kind, std::string_view json, std::int64_t now = 1'767'225'600) {
        const auto document = read_json(json);
        EXPECT_TRUE(document.has_value()) << json;
        auto read = FactFrame::read(*document, schema, kind, now, given);
        EXPECT_TRUE(read.has_value()) << (read ? "" : read.error().what);
        return *std::move(read);
    }

    RuleOutcome outcome(RuleKind kind, std::string_view condition, std::string_view json) {
        const Compilation compiled = compile_expression(condition, kind, schema);
        EXPECT_NE(compiled.rule, nullptr)
            << condition << (compiled.problems.empty() ? "" : compiled.problems[0].what);
        if (compiled.rule == nullptr) {
            return {};
        }
        const FactFrame facts = frame(kind, json);
        return evaluate_rule(*compiled.rule, facts, made);
    }

    std::string refusal(RuleKind kind, std::string_view condition) {
        const Compilation compiled = compile_expression(condition, kind, schema);
        return compiled.problems.empty() ? "" : compiled.problems[0].what;
    }
};

/// The rules of demo/rules, by file name.
[[nodiscard]] inline std::vector<Rule> shipped_rules() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry :
         std::filesystem::directory_iterator{places::source_root() + "/demo/rules"}) {
        paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<Rule> rules;
    for (const std::filesystem::path& path : paths) {
        std::ifstream file{path};
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        const auto document = read_toml(text);
        if (!document) {
            ADD_FAILURE() << path << ":" << document.error().what;
            continue;
        }
        ReadRule read = read_rule(*document, text);
        for (const RuleProblem& problem : read.problems) {
            ADD_FAILURE() << path << ":" << problem.place.line << ": " << problem.what;
        }
        rules.push_back(std::move(read.rule));
    }
    return rules;
}

/// The rules of the published example pack; empty where the shared data is not there.
[[nodiscard]] inline std::vector<Rule> example_rules() {
    std::ifstream file{places::shared_data() + "/rules/example-pack.json"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    std::vector<Rule> rules;
    const auto document = read_json(text);
    if (!document || document->find("rules") == nullptr) {
        return rules;
    }
    for (const Document& each : *document->find("rules")->list()) {
        ReadRule read = read_pack_rule(each);
        for (const RuleProblem& problem : read.problems) {
            ADD_FAILURE() << read.rule.id << ": " << problem.what;
        }
        rules.push_back(std::move(read.rule));
    }
    return rules;
}

}  // namespace sarhad::rules
