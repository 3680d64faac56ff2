#include "ctl/rule_files.h"

#include "core/text.h"
#include "rules/author/rule_tests.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sarhad::ctl {
namespace {

using core::cat;

/// What keeps a file from being a document at all, as a rule that has this problem.
LoadedRule unread(const std::string& file, const core::Error& error) {
    LoadedRule made;
    made.file = file;
    // "line:column: what".
    const auto pieces = core::split(error.what, ':');
    rules::RuleProblem problem{{1, 1}, error.what, {}};
    if (pieces.size() > 2) {
        const auto line = core::parse_uint(pieces[0]);
        const auto column = core::parse_uint(pieces[1]);
        if (line && column) {
            problem.place = {static_cast<std::uint32_t>(*line),
                             static_cast<std::uint32_t>(*column)};
            problem.what = core::trim(
                std::string_view{error.what}.substr(pieces[0].size() + pieces[1].size() + 2));
        }
    }
    made.problems.push_back(std::move(problem));
    return made;
}

LoadedRule loaded(const std::string& file, rules::ReadRule read, const rules::FactSchema& schema) {
    LoadedRule made;
    made.file = file;
    made.rule = std::move(read.rule);
    made.problems = std::move(read.problems);
    if (!made.rule.condition.text.empty()) {
        made.compilation = rules::compile(made.rule, schema);
        made.problems.insert(made.problems.end(),
                             made.compilation.problems.begin(),
                             made.compilation.problems.end());
    }
    if (made.compilation.rule != nullptr) {
        const auto tests = rules::check_rule_tests(made.rule, *made.compilation.rule, schema);
        made.problems.insert(made.problems.end(), tests.begin(), tests.end());
    }
    if (!made.problems.empty()) {
        made.compilation.rule = nullptr;
    }
    return made;
}

core::Status load_file(Context& context,
                       const std::string& file,
                       const rules::FactSchema& schema,
                       std::vector<LoadedRule>& to) {
    SARHAD_TRY(const core::Bytes bytes, read_input(context, file, kRuleFileBytes));
    const std::string_view text = core::as_text(bytes);
    const bool is_pack = file.ends_with(".json");
    const auto document = is_pack ? rules::read_json(text) : rules::read_toml(text);
    if (!document) {
        to.push_back(unread(file, document.error()));
        return {};
    }
    if (!is_pack) {
        to.push_back(loaded(file, rules::read_rule(*document, text), schema));
        return {};
    }
    const rules::Document* listed = document->find("rules");
    if (listed == nullptr || listed->list() == nullptr) {
        return core::Error{core::Errc::kInvalid,
                           cat(file, ": no pack of rules: it has no list 'rules'")};
    }
    for (const rules::Document& each : *listed->list()) {
        to.push_back(loaded(file, rules::read_pack_rule(each), schema));
    }
    return {};
}

void find_twins(std::vector<LoadedRule>& all) {
    std::set<std::string> ids;
    for (LoadedRule& each : all) {
        if (!each.rule.id.empty() && !ids.insert(each.rule.id).second) {
            each.problems.push_back(
                {{1, 1},
                 cat("another rule has the id '", each.rule.id, "': ids are never reused"),
                 {}});
            each.compilation.rule = nullptr;
        }
    }
}

}  // namespace

core::Result<std::vector<LoadedRule>> load_rules(Context& context,
                                                 const std::vector<std::string>& paths,
                                                 const rules::FactSchema& schema) {
    std::vector<LoadedRule> all;
    for (const std::string& path : paths) {
        const auto names = context.files.list(path);
        if (!names) {
            SARHAD_TRY_STATUS(load_file(context, path, schema, all));
            continue;
        }
        const std::size_t before = all.size();
        for (const std::string& name : *names) {
            if (name.ends_with(".toml")) {
                SARHAD_TRY_STATUS(load_file(context, cat(path, "/", name), schema, all));
            }
        }
        if (all.size() == before) {
            return core::Error{core::Errc::kInvalid, cat(path, ": holds no *.toml file")};
        }
    }
    find_twins(all);
    return all;
}

std::string problem_text(const LoadedRule& rule, const rules::RuleProblem& problem) {
    return cat(rule.file,
               ":",
               problem.place.line,
               ":",
               problem.place.column,
               ": ",
               rule.rule.id.empty() ? "" : cat(rule.rule.id, ": "),
               problem.what);
}

api::Json problem_json(const rules::RuleProblem& problem) {
    api::Json made = api::Json::object(
        {{"line", problem.place.line}, {"column", problem.place.column}, {"what", problem.what}});
    if (!problem.instead.empty()) {
        made.set("instead", problem.instead);
    }
    return made;
}

core::Result<rules::Document> load_facts(Context& context, const std::string& path) {
    SARHAD_TRY(const core::Bytes bytes, read_input(context, path, kRuleFileBytes));
    auto document = rules::read_json(core::as_text(bytes));
    if (!document) {
        return core::Error{core::Errc::kInvalid, cat(path, ":", document.error().what)};
    }
    return document;
}

}  // namespace sarhad::ctl
