#include "rule_facts.h"

#include "rules/cel/parser.h"

#include <benchmark/benchmark.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace sarhad::rules::cel {
namespace {

/// The example pack with the environments of its kinds; empty where the data is not there.
struct Pack {
    Pack() {
        const std::string schema = shared_data("rules/fact-schema.json");
        const std::string pack = shared_data("rules/example-pack.json");
        if (schema.empty() || pack.empty()) {
            return;
        }
        types = fact_types(schema);
        rules = pack_rules(pack);
        for (const RuleText& rule : rules) {
            if (!environments.contains(rule.kind)) {
                environments[rule.kind] = fact_environment(schema, rule.kind, *types);
            }
        }
    }
    std::unique_ptr<MessageTable> types;
    std::vector<RuleText> rules;
    std::map<std::string, std::unique_ptr<Environment>> environments;
};

void measure(benchmark::State& state, bool with_check) {
    const Pack pack;
    if (pack.rules.empty()) {
        state.SkipWithError("no rules; set SARHAD_SHARED_DATA");
        return;
    }
    while (state.KeepRunning()) {
        for (const RuleText& rule : pack.rules) {
            Parsed parsed = parse(rule.condition);
            if (with_check) {
                const Checked checked =
                    check(std::move(parsed.ast), *pack.environments.at(rule.kind));
                benchmark::DoNotOptimize(checked.types.data());
            }
            benchmark::DoNotOptimize(parsed.issues.data());
        }
    }
    // Time for one rule, inverted: benchmark prints it as seconds.
    state.counters["rule"] = benchmark::Counter(
        static_cast<double>(pack.rules.size()),
        benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void parse_only(benchmark::State& state) {
    measure(state, false);
}
BENCHMARK(parse_only);  // NOLINT

void parse_and_check(benchmark::State& state) {
    measure(state, true);
}
BENCHMARK(parse_and_check);  // NOLINT

}  // namespace
}  // namespace sarhad::rules::cel

BENCHMARK_MAIN();  // NOLINT
