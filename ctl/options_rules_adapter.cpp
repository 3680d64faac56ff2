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

void add_backtest(OptionTree& tree, CLI::App& under) {
    auto* record = tree.leaf(under, "record", "Store frames to try rules on", RulesRecord{});
    auto& made = tree.held<RulesRecord>();
    record->add_option("FACTS", made.facts, "File of JSON lines, an entity each")->required();
    record->add_option("--frames", made.frames, "Folder that they are added to")->required();
    record->add_option("--key", made.key, "Store key that seals them");
    record->add_flag("--unsealed", made.unsealed, "All of it is invented: no key");
    record->add_flag("--drop-cut", made.drop_cut, "Go on from files that were cut short");

    auto* backtest = tree.leaf(under, "backtest", "Try rules on stored frames", RulesBacktest{});
    auto& tried = tree.held<RulesBacktest>();
    backtest->add_option("RULE", tried.rules, "Files, or folders of *.toml files")->required();
    backtest->add_option("--frames", tried.frames, "Folder of the frames [central's]");
    backtest->add_option("--key", tried.key, "Store key that they are sealed with");
    backtest->add_option("--from", tried.from, "First day, such as 2026-10-01 [all]");
    backtest->add_option("--to", tried.to, "Last day [all]");
    backtest->add_option("--lists", tried.lists, "JSON file of reference sets");
    backtest->add_option("--report", tried.report, "File that the report goes to");
}

void add_publication(OptionTree& tree, CLI::App& under) {
    auto* publish =
        tree.leaf(under, "publish", "An author signs rules of his agency", RulesPublish{});
    auto& made = tree.held<RulesPublish>();
    publish->add_option("PATH", made.paths, "Files, or folders of *.toml files");
    publish->add_option("--key", made.key, "The author's signing key")->required();
    publish->add_option("--retire", made.retire, "Id of a rule that ends; may be repeated")
        ->allow_extra_args(false);
    publish->add_option("--owner", made.owner, "The agency, where no file is given");
    publish->add_option("--straight-to-live", made.straight_to_live, "Why rules skip shadow");

    auto* approve =
        tree.leaf(under, "approve", "A second person signs it: ports get it", RulesApprove{});
    auto& word = tree.held<RulesApprove>();
    approve->add_option("CHANGE", word.change, "Its number: rules list --drafts")->required();
    approve->add_option("--key", word.key, "Another signing key of the agency")->required();
    approve->add_option("--backtest", word.backtest, "Report of it, where a rule goes live");
    approve->add_option("--hash", word.hash, "That the change must have: rules show");
    auto* withdraw = tree.leaf(under, "withdraw", "Take a change back that waits", RulesWithdraw{});
    auto& back = tree.held<RulesWithdraw>();
    withdraw->add_option("CHANGE", back.change, "Its number: rules list --drafts")->required();
    withdraw->add_option("--key", back.key, "A signing key of the agency")->required();
    withdraw->add_option("--why", back.why, "The reason, which is kept")->required();

    auto* list = tree.leaf(under, "list", "Rules of central, or of a port", RulesList{});
    list->add_flag("--drafts", tree.held<RulesList>().drafts, "Changes that wait, at central");
    auto* show = tree.leaf(under, "show", "A rule as its author wrote it", RulesShow{});
    show->add_option("WHAT", tree.held<RulesShow>().what, "A rule's id, or a change's number")
        ->required();
}

void add_sets(OptionTree& tree, CLI::App& rules) {
    auto& under = *rules.add_subcommand("sets", "Reference sets that rules ask");
    under.require_subcommand(1);
    auto* publish =
        tree.leaf(under, "publish", "An author signs sets of his agency", RulesSetsPublish{});
    auto& made = tree.held<RulesSetsPublish>();
    publish->add_option("FILE", made.file, "JSON: a list of texts for each set; - is stdin")
        ->required();
    publish->add_option("--key", made.key, "The author's signing key")->required();
    publish->add_option("--owner", made.owner, "The agency that answers for them")->required();
    publish->add_flag("--whole", made.whole, "All texts, not what differs: after keys changed");
    tree.leaf(under, "list", "Sets of central, or of a port", RulesSetsList{});
    auto* show = tree.leaf(under, "show", "A set's texts, as a file", RulesSetsShow{});
    show->add_option("NAME", tree.held<RulesSetsShow>().name, "Such as agencies_watch")->required();
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

    add_backtest(tree, under);

    tree.leaf(under, "schema", "The facts that rules see", RulesSchema{});

    add_publication(tree, under);
    add_sets(tree, under);

    auto* conformance = tree.leaf(
        under, "conformance", "Runs the published CEL conformance tests", RulesConformance{});
    auto& values = tree.held<RulesConformance>();
    conformance->add_option("FILE", values.files, "Files of tests; schema.json is beside them")
        ->required();
    conformance->add_flag("--failures", values.failures, "List what failed: id, wanted and got");
}

}  // namespace sarhad::ctl
