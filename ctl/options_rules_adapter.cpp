#include "ctl/option_tree.h"

#include <CLI/CLI.hpp>

namespace sarhad::ctl {

void add_rules_commands(OptionTree& tree) {
    auto& under = tree.noun("rules", "The language of risk rules");
    auto* conformance = tree.leaf(
        under, "conformance", "Runs the published CEL conformance tests", RulesConformance{});
    auto& values = tree.held<RulesConformance>();
    conformance->add_option("FILE", values.files, "Files of tests; schema.json is beside them")
        ->required();
    conformance->add_flag("--failures", values.failures, "List what failed: id, wanted and got");
}

}  // namespace sarhad::ctl
