// rules backtest: rules tried on stored frames.
#include "core/text.h"
#include "ctl/backtest_report.h"
#include "ctl/commands.h"
#include "ctl/frame_source.h"
#include "ctl/reference_sets.h"
#include "ctl/rule_files.h"
#include "facts/date.h"
#include "rules/frames/frame_store.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;
using core::Errc;
using core::Error;
using rules::backtest::Backtest;
using rules::backtest::BacktestResult;

/// What all rules of a run have in common.
struct Trial {
    rules::FactSchema schema{};
    rules::engine::FactLayouts layouts{schema};
    std::unique_ptr<rules::frames::SectionGuard> guard{};
    std::vector<LoadedRule> loaded{};
    rules::Document lists{};
    std::int64_t first_day{std::numeric_limits<std::int64_t>::min()};
    std::int64_t last_day{std::numeric_limits<std::int64_t>::max()};
};

/// What was said of the rules of one kind.
struct KindResult {
    std::vector<const LoadedRule*> rules;
    BacktestResult result;
    std::uint64_t frames{0};
    std::uint64_t files{0};
};

core::Status read_day(const std::string& text, std::string_view option, std::int64_t& to) {
    if (text.empty()) {
        return {};
    }
    const auto date = facts::PartialDate::parse(text);
    if (!date || !date->is_full()) {
        return Error{Errc::kInvalid, cat(option, " ", text, ": a day is written 2026-10-31")};
    }
    const std::chrono::year_month_day day{std::chrono::year{date->year},
                                          std::chrono::month{date->month},
                                          std::chrono::day{date->day}};
    to = std::chrono::sys_days{day}.time_since_epoch().count();
    return {};
}

/// The reference sets that the file has; the others stay unknown.
core::Result<rules::engine::ReferenceLists> lists_for(const Trial& trial, rules::RuleKind kind) {
    const rules::cel::SlotLayout& layout = trial.layouts.of(kind);
    rules::engine::ReferenceLists made{layout};
    if (trial.lists.table() == nullptr) {
        return made;
    }
    for (const auto& [name, given] : *trial.lists.table()) {
        SARHAD_TRY(const rules::FactField* set, find_set(name));
        SARHAD_TRY(std::vector<std::string> texts, set_texts(*set, given));
        made.put(layout.find(0, cat("lists.", name)).index,
                 std::make_shared<const rules::cel::TextSet>(std::move(texts)));
    }
    return made;
}

std::shared_ptr<const rules::engine::Rule> engine_rule(const Trial& trial,
                                                       const LoadedRule& loaded) {
    rules::engine::RuleTerms terms;
    terms.id = loaded.rule.id;
    terms.revision = loaded.rule.rev;
    terms.kind = loaded.rule.kind;
    if (std::find(loaded.rule.ports.begin(), loaded.rule.ports.end(), "*") ==
        loaded.rule.ports.end()) {
        terms.ports = loaded.rule.ports;
    }
    return rules::engine::Rule::make(std::move(terms),
                                     loaded.compilation.rule->checked,
                                     trial.layouts.plan_names(loaded.rule.kind));
}

core::Result<KindResult> try_kind(Context& context,
                                  const RulesBacktest& options,
                                  const Trial& trial,
                                  rules::RuleKind kind) {
    KindResult made;
    rules::backtest::BacktestInput input{kind, {}, trial.first_day, trial.last_day};
    for (const LoadedRule& loaded : trial.loaded) {
        if (loaded.rule.kind == kind) {
            made.rules.push_back(&loaded);
            input.rules.push_back(engine_rule(trial, loaded));
        }
    }
    const auto lists = lists_for(trial, kind);
    if (!lists) {
        return about(options.lists, lists.error());
    }
    SARHAD_TRY(const auto frames,
               rules::frames::open_frames(
                   context.files, options.frames, kind, *trial.guard, trial.layouts));
    if (frames.empty()) {
        return Error{Errc::kNotFound,
                     cat(options.frames, ": holds no frames of kind ", rules::name_of(kind))};
    }
    for (const auto& of : frames) {
        made.frames += of.file.frames();
        ++made.files;
        const std::uint64_t lost = rules::frames::lost_labels(of);
        if (of.file.cut_bytes() != 0 || lost != 0) {
            context.err << cat(of.file.path(),
                               ": cut short: read up to block ",
                               of.file.blocks().size(),
                               ", ",
                               of.file.cut_bytes(),
                               " bytes and ",
                               lost,
                               " inspections left out\n");
        }
    }
    SARHAD_TRY(const auto test,
               Backtest::make(std::move(input),
                              {context.files, *trial.guard, trial.layouts, *lists, frames}));
    SARHAD_TRY(
        made.result,
        test.run(std::min<std::uint64_t>(context.cores, rules::backtest::kBacktestThreadsMax)));
    return made;
}

core::Result<std::unique_ptr<Trial>> prepare(Context& context, const RulesBacktest& options) {
    auto made = std::make_unique<Trial>();
    SARHAD_TRY_STATUS(read_day(options.from, "--from", made->first_day));
    SARHAD_TRY_STATUS(read_day(options.to, "--to", made->last_day));
    SARHAD_TRY(made->guard, frame_guard(context, options.key));
    SARHAD_TRY(made->loaded, load_rules(context, options.rules, made->schema));
    std::string problems;
    for (const LoadedRule& loaded : made->loaded) {
        for (const rules::RuleProblem& problem : loaded.problems) {
            problems += cat(problems.empty() ? "" : "\n", problem_text(loaded, problem));
        }
    }
    if (!problems.empty()) {
        return Error{Errc::kInvalid, std::move(problems)};
    }
    if (!options.lists.empty()) {
        SARHAD_TRY(made->lists, load_facts(context, options.lists));
        if (made->lists.table() == nullptr) {
            return Error{Errc::kInvalid,
                         cat(options.lists, ": wanted an object: a list of texts for each set")};
        }
    }
    return made;
}

RuleReport report_of(const KindResult& of, std::size_t rule) {
    RuleReport made{
        &of.rules[rule]->rule, &of.result.rules[rule], &of.result.conditions[rule], {}, {}};
    for (std::size_t i = 0; i < of.rules.size(); ++i) {
        made.others.push_back(of.rules[i]->rule.id);
        made.other_hits.push_back(of.result.rules[i].hits);
    }
    return made;
}

}  // namespace

Outcome run(const RulesBacktest& options, Context& context) {
    SARHAD_TRY(const auto trial, prepare(context, options));
    Json all = Json::array();
    std::string text;
    bool is_passed = true;
    std::uint64_t frames = 0;
    for (const rules::RuleKind kind : rules::rule_kinds()) {
        const bool is_asked = std::any_of(
            trial->loaded.begin(), trial->loaded.end(), [kind](const LoadedRule& loaded) {
                return loaded.rule.kind == kind;
            });
        if (!is_asked) {
            continue;
        }
        SARHAD_TRY(const KindResult of, try_kind(context, options, *trial, kind));
        frames += of.frames;
        text += cat(of.frames,
                    " ",
                    rules::name_of(kind),
                    " frames in ",
                    of.files,
                    " files, ",
                    of.result.bytes_read,
                    " bytes read\n");
        for (std::size_t i = 0; i < of.rules.size(); ++i) {
            const RuleReport report = report_of(of, i);
            is_passed = is_passed && rules::backtest::is_excluding_enough(*report.tally);
            all.push(report_json(report));
            text += cat("\n", report_text(report));
        }
    }
    const Json json = Json::object({{"frames", frames},
                                    {"from", options.from},
                                    {"to", options.to},
                                    {"passed", is_passed},
                                    {"rules", std::move(all)}});
    if (!options.report.empty()) {
        const std::string whole = context.json ? api::to_text(json) + "\n" : text;
        SARHAD_TRY_STATUS(
            write_output(context, options.report, core::as_bytes(whole), core::FileMode::kPrivate));
    } else if (context.json) {
        print(context.out, json);
    } else {
        context.out << text;
    }
    return is_passed ? daemon::ExitCode::kOk : daemon::ExitCode::kFailed;
}

}  // namespace sarhad::ctl
