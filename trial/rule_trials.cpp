#include "trial/rule_trials.h"

#include "core/text.h"
#include "facts/date.h"
#include "rules/author/days.h"
#include "rules/backtest/backtest.h"
#include "trial/reference_sets.h"
#include "trial/rule_report.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

namespace sarhad::trial {
namespace {

using api::Json;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using rules::backtest::Backtest;
using rules::backtest::BacktestResult;

/// What was said of the rules of one kind.
struct KindResult {
    std::vector<const rules::Rule*> rules;
    BacktestResult result;
    std::uint64_t frames{0};
    std::uint64_t files{0};
};

core::Status read_day(const std::string& text, std::string_view word, std::int64_t& to) {
    if (text.empty()) {
        return {};
    }
    const auto date = facts::PartialDate::parse(text);
    if (!date || !date->is_full()) {
        return Error{Errc::kInvalid, cat(word, " ", text, ": a day is written 2026-10-31")};
    }
    to = rules::midnight_of(*date).time_since_epoch().count();
    return {};
}

/// The reference sets that the file has; the others stay unknown.
Result<rules::engine::ReferenceLists> lists_for(const TrialQuestion& question,
                                                const rules::cel::SlotLayout& layout) {
    rules::engine::ReferenceLists made{layout};
    if (question.lists.table() == nullptr) {
        return made;
    }
    for (const auto& [name, given] : *question.lists.table()) {
        SARHAD_TRY(const rules::FactField* set, find_set(name));
        SARHAD_TRY(std::vector<std::string> texts, set_texts(*set, given));
        made.put(layout.find(0, cat("lists.", name)).index,
                 std::make_shared<const rules::cel::TextSet>(std::move(texts)));
    }
    return made;
}

std::shared_ptr<const rules::engine::Rule> engine_rule(const rules::engine::FactLayouts& layouts,
                                                       const TriedRule& tried) {
    const rules::Rule& rule = tried.rule;
    rules::engine::RuleTerms terms;
    terms.id = rule.id;
    terms.revision = rule.rev;
    terms.kind = rules::asked_of(rule.kind);
    terms.on_unknown = rule.on_unknown == rules::Verdict::kMatch
                           ? rules::engine::OnUnknown::kMatch
                           : rules::engine::OnUnknown::kNoMatch;
    if (std::find(rule.ports.begin(), rule.ports.end(), "*") == rule.ports.end()) {
        terms.ports = rule.ports;
    }
    return rules::engine::Rule::make(
        std::move(terms), tried.compiled.checked, layouts.plan_names(rules::asked_of(rule.kind)));
}

void note_cut(const rules::frames::LabelledFile& of, std::vector<LeftOut>& cut) {
    const std::uint64_t lost = rules::frames::lost_labels(of);
    if (of.file.cut_bytes() != 0 || lost != 0) {
        cut.push_back({of.file.path(),
                       cat("cut short: read up to block ",
                           of.file.blocks().size(),
                           ", ",
                           of.file.cut_bytes(),
                           " bytes and ",
                           lost,
                           " inspections left out")});
    }
}

Error all_left_out(const std::vector<LeftOut>& left_out) {
    return {Errc::kUnavailable,
            cat("frames: every file of those days is damaged, ",
                left_out.size(),
                " in all, such as ",
                left_out.front().path,
                " (",
                left_out.front().why,
                "): they are made again, ask in a minute")};
}

/// Tries them once more without the files that turn out to be damaged, until none does. Each round
/// leaves out one more at least.
Result<BacktestResult> run_without_damaged(const rules::backtest::BacktestInput& input,
                                           const TrialPlace& place,
                                           const rules::engine::ReferenceLists& lists,
                                           std::vector<rules::frames::LabelledFile>& files,
                                           std::vector<LeftOut>& left_out) {
    const std::size_t threads =
        std::clamp<std::size_t>(place.threads, 1, rules::backtest::kBacktestThreadsMax);
    while (true) {
        SARHAD_TRY(const auto test,
                   Backtest::make(input, {place.files, place.guard, place.layouts, lists, files}));
        Backtest::Damaged damaged;
        SARHAD_TRY(BacktestResult result,
                   test.run(threads, place.damaged == DamagedFiles::kPass ? &damaged : nullptr));
        if (damaged.empty()) {
            return result;
        }
        for (auto at = damaged.rbegin(); at != damaged.rend(); ++at) {
            const auto file = files.begin() + static_cast<std::ptrdiff_t>(at->first);
            left_out.push_back(trial::left_out(file->file.path(), at->second));
            files.erase(file);
        }
        if (files.empty()) {
            return all_left_out(left_out);
        }
    }
}

Json faults_json(const std::vector<LeftOut>& faults) {
    Json told = Json::array();
    for (std::size_t i = 0; i < std::min(faults.size(), kTrialFaultsToldMax); ++i) {
        told.push(Json::object({{"file", faults[i].path}, {"why", faults[i].why}}));
    }
    return Json::object({{"files", faults.size()}, {"told", std::move(told)}});
}

Result<KindResult> try_kind(const TrialQuestion& question,
                            const TrialDays& days,
                            const TrialPlace& place,
                            rules::RuleKind kind,
                            TrialFaults& faults) {
    KindResult made;
    rules::backtest::BacktestInput input{kind, {}, days.first, days.last};
    for (const TriedRule& tried : question.rules) {
        if (rules::asked_of(tried.rule.kind) == kind) {
            made.rules.push_back(&tried.rule);
            input.rules.push_back(engine_rule(place.layouts, tried));
        }
    }
    SARHAD_TRY(const auto lists, lists_for(question, place.layouts.of(kind)));
    SARHAD_TRY(TrialFiles there, place.open(kind));
    std::move(there.left_out.begin(), there.left_out.end(), std::back_inserter(faults.left_out));
    if (there.files.empty() && !there.left_out.empty()) {
        return all_left_out(faults.left_out);
    }
    SARHAD_TRY(made.result, run_without_damaged(input, place, lists, there.files, faults.left_out));
    for (const auto& of : there.files) {
        made.frames += of.file.frames();
        ++made.files;
        note_cut(of, faults.cut);
    }
    return made;
}

RuleReport report_of(const KindResult& of, std::size_t rule) {
    RuleReport made{of.rules[rule], &of.result.rules[rule], &of.result.conditions[rule], {}, {}};
    for (std::size_t i = 0; i < of.rules.size(); ++i) {
        made.others.push_back(of.rules[i]->id);
        made.other_hits.push_back(of.result.rules[i].hits);
    }
    return made;
}

}  // namespace

LeftOut left_out(std::string path, const Error& error) {
    const std::string before = cat(path, ": ");
    std::string why =
        error.what.starts_with(before) ? error.what.substr(before.size()) : error.what;
    return {std::move(path), std::move(why)};
}

Result<TrialDays> read_days(const std::string& from,
                            const std::string& to,
                            std::string_view first_word,
                            std::string_view last_word) {
    TrialDays days;
    SARHAD_TRY_STATUS(read_day(from, first_word, days.first));
    SARHAD_TRY_STATUS(read_day(to, last_word, days.last));
    if (!from.empty() && !to.empty() && days.last < days.first) {
        return Error{Errc::kInvalid, cat(first_word, " ", from, " is after ", last_word, " ", to)};
    }
    return days;
}

Result<TrialAnswer> try_rules(const TrialQuestion& question,
                              const TrialDays& days,
                              const TrialPlace& place,
                              TrialFaults& faults) {
    TrialAnswer made;
    made.is_passed = true;
    Json all = Json::array();
    Json read = Json::array();
    std::uint64_t frames = 0;
    for (const rules::RuleKind kind : rules::rule_kinds()) {
        const bool is_asked =
            std::any_of(question.rules.begin(), question.rules.end(), [kind](const auto& tried) {
                return rules::asked_of(tried.rule.kind) == kind;
            });
        if (!is_asked) {
            continue;
        }
        SARHAD_TRY(const KindResult of, try_kind(question, days, place, kind, faults));
        frames += of.frames;
        read.push(Json::object({{"kind", rules::name_of(kind)},
                                {"frames", of.frames},
                                {"files", of.files},
                                {"bytes", of.result.bytes_read}}));
        for (std::size_t i = 0; i < of.rules.size(); ++i) {
            const RuleReport report = report_of(of, i);
            made.is_passed = made.is_passed && rules::backtest::is_excluding_enough(*report.tally);
            all.push(report_json(report));
        }
    }
    made.report = Json::object({{"frames", frames},
                                {"from", question.from},
                                {"to", question.to},
                                {"passed", made.is_passed},
                                {"read", std::move(read)},
                                {"left_out", faults_json(faults.left_out)},
                                {"cut_short", faults_json(faults.cut)},
                                {"rules", std::move(all)}});
    return made;
}

}  // namespace sarhad::trial
