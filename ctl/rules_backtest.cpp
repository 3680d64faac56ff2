// rules backtest: rules tried on stored frames, central's or those of a folder.
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/backtest_report.h"
#include "ctl/commands.h"
#include "ctl/frame_source.h"
#include "ctl/rule_files.h"
#include "rules/frames/frame_store.h"
#include "rules/pack/rule_bytes.h"
#include "trial/rule_trials.h"

#include <memory>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;
using core::Errc;
using core::Error;

/// What is tried.
struct Tried {
    rules::FactSchema schema{};
    std::vector<LoadedRule> loaded{};
    trial::TrialDays days{};
    rules::Document lists{};
};

core::Result<std::unique_ptr<Tried>> prepare(Context& context, const RulesBacktest& options) {
    auto made = std::make_unique<Tried>();
    SARHAD_TRY(made->days, trial::read_days(options.from, options.to, "--from", "--to"));
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

core::Result<Json> try_here(Context& context, const RulesBacktest& options, const Tried& tried) {
    SARHAD_TRY(const auto guard, frame_guard(context, options.key));
    const rules::engine::FactLayouts layouts{tried.schema};
    trial::TrialQuestion question{{}, tried.lists, options.from, options.to};
    for (const LoadedRule& loaded : tried.loaded) {
        question.rules.push_back({loaded.rule, *loaded.compilation.rule});
    }
    const trial::TrialPlace place{
        context.files,
        *guard,
        layouts,
        context.cores,
        [&](rules::RuleKind kind) -> core::Result<trial::TrialFiles> {
            SARHAD_TRY(
                auto frames,
                rules::frames::open_frames(context.files, options.frames, kind, *guard, layouts));
            if (frames.empty()) {
                return Error{
                    Errc::kNotFound,
                    cat(options.frames, ": holds no frames of kind ", rules::name_of(kind))};
            }
            return trial::TrialFiles{std::move(frames)};
        }};
    trial::TrialFaults faults;
    SARHAD_TRY(trial::TrialAnswer answer, trial::try_rules(question, tried.days, place, faults));
    return std::move(answer.report);
}

/// Central has the frames of every port.
core::Result<Json> try_at_central(Context& context,
                                  const RulesBacktest& options,
                                  const Tried& tried) {
    Json rules = Json::array();
    for (const LoadedRule& loaded : tried.loaded) {
        SARHAD_TRY(const core::Bytes bytes, rules::rule_bytes(loaded.rule));
        rules.push(core::to_hex(bytes));
    }
    Json body =
        Json::object({{"rules", std::move(rules)}, {"from", options.from}, {"to", options.to}});
    if (!options.lists.empty()) {
        SARHAD_TRY(const core::Bytes lists, read_input(context, options.lists, kRuleFileBytes));
        SARHAD_TRY(Json sets, api::parse_json(core::as_text(lists)));
        body.set("lists", std::move(sets));
    }
    return ask(context, api::Method::kPost, "/v1/rules/backtest", std::move(body));
}

/// Also where the report goes to a file or to a script.
void tell_faults(Context& context, const Json& report) {
    for (const std::string_view part : {"left_out", "cut_short"}) {
        const Json* faults = report.find(part);
        if (faults == nullptr) {
            continue;
        }
        for (const Json& one : elements_at(*faults, "told")) {
            context.err << text_or_dash(one, "file") << ": " << text_or_dash(one, "why") << '\n';
        }
    }
}

}  // namespace

Outcome run(const RulesBacktest& options, Context& context) {
    if (options.frames.empty() && !options.key.empty()) {
        return Error{Errc::kInvalid, "--key opens a folder of frames: name it with --frames"};
    }
    SARHAD_TRY(const auto tried, prepare(context, options));
    SARHAD_TRY(const Json report,
               options.frames.empty() ? try_at_central(context, options, *tried)
                                      : try_here(context, options, *tried));
    SARHAD_TRY(const bool is_passed, report.bool_at("passed"));
    tell_faults(context, report);
    const std::string text = context.json ? api::to_text(report) + "\n" : backtest_text(report);
    if (!options.report.empty()) {
        SARHAD_TRY_STATUS(
            write_output(context, options.report, core::as_bytes(text), core::FileMode::kPrivate));
    } else {
        context.out << text;
    }
    return is_passed ? daemon::ExitCode::kOk : daemon::ExitCode::kFailed;
}

}  // namespace sarhad::ctl
