#include "ctl/option_tree.h"

#include <CLI/CLI.hpp>

namespace sarhad::ctl {
namespace {

void source(CLI::App& leaf, std::string& facts, std::string& kind, std::string& from) {
    leaf.add_option("SOURCE", from, "A rule's file, a file with a condition, or a condition")
        ->required();
    leaf.add_option("--facts", facts, "JSON file of one entity's facts; - is stdin")->required();
    leaf.add_option("--kind", kind, "Of a condition: traveller, cash ... [the first that fits]");
}

}  // namespace

void add_rules_commands(OptionTree& tree) {
    auto& under = tree.noun("rules", "Risk rules and their language");
    auto* check = tree.leaf(under, "check", "Check files of rules: places, costs", RulesCheck{});
    check->add_option("PATH", tree.held<RulesCheck>().paths, "Files, or folders of *.toml files")
        ->required();
    auto* test = tree.leaf(under, "test", "Run the tests that rules hold", RulesTest{});
    test->add_option("PATH", tree.held<RulesTest>().paths, "Files, or folders of *.toml files")
        ->required();

    auto* import = tree.leaf(under, "import", "Rules of another system, as drafts", RulesImport{});
    auto& taken = tree.held<RulesImport>();
    import->add_option("--format", taken.format, "Whose rules: gtas")
        ->required()
        ->check(CLI::IsMember({"gtas"}));
    import->add_option("FILE", taken.files, "Its JSON")->required();
    import->add_option("--owner", taken.owner, "The agency that answers for them")
        ->capture_default_str();
    import->add_option("--out", taken.out, "Folder for the rules' files; none: only tells");

    auto* eval = tree.leaf(under, "eval", "What a rule says of an entity", RulesEval{});
    auto& asked = tree.held<RulesEval>();
    source(*eval, asked.facts, asked.kind, asked.source);
    auto* explain = tree.leaf(under, "explain", "Why a rule says so", RulesExplain{});
    auto& why = tree.held<RulesExplain>();
    source(*explain, why.facts, why.kind, why.source);
    explain->add_flag("--personal", why.personal, "Show personal facts, which are masked");
    explain->add_option("--language", why.language, "Of the labels")->capture_default_str();

    tree.leaf(under, "schema", "The facts that rules see", RulesSchema{});

    auto* conformance = tree.leaf(
        under, "conformance", "Runs the published CEL conformance tests", RulesConformance{});
    auto& values = tree.held<RulesConformance>();
    conformance->add_option("FILE", values.files, "Files of tests; schema.json is beside them")
        ->required();
    conformance->add_flag("--failures", values.failures, "List what failed: id, wanted and got");
}

}  // namespace sarhad::ctl
