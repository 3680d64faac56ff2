#pragma once

#include "ctl/context.h"
#include "rules/author/compiled_rule.h"
#include "rules/author/rule.h"
#include "rules/schema/fact_schema.h"

#include <string>
#include <vector>

namespace sarhad::ctl {

/// A rule of a file, with all that is wrong with it; `compilation.rule` is null where anything is.
struct LoadedRule {
    std::string file;
    rules::Rule rule;
    std::vector<rules::RuleProblem> problems;
    rules::Compilation compilation;
};

/// The rules of files, and of folders' *.toml files. A *.json file is a pack of rules. A rule whose
/// id is taken has that problem. kInvalid, naming the path, for what cannot be read at all.
[[nodiscard]] core::Result<std::vector<LoadedRule>> load_rules(
    Context& context, const std::vector<std::string>& paths, const rules::FactSchema& schema);

/// "file:line:column: ID: what".
[[nodiscard]] std::string problem_text(const LoadedRule& rule, const rules::RuleProblem& problem);
/// `line`, `column`, `what`, and `instead` where there is one.
[[nodiscard]] api::Json problem_json(const rules::RuleProblem& problem);

/// Facts of a JSON file, "-" for stdin.
[[nodiscard]] core::Result<rules::Document> load_facts(Context& context, const std::string& path);

inline constexpr core::ByteSize kRuleFileBytes{rules::kDocumentBytesMax};

}  // namespace sarhad::ctl
