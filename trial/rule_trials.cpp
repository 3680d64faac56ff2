#include "trial/rule_trials.h"

#include "core/text.h"
#include "facts/date.h"
#include "rules/backtest/backtest.h"
#include "trial/reference_sets.h"
#include "trial/rule_report.h"

#include <algorithm>
#include <chrono>
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
    const std::chrono::year_month_day day{std::chrono::year{date->year},
                                          std::chrono::month{date->month},
                                          std::chrono::day{date->day}};
    to = std::chrono::sys_days{day}.time_since_epoch().count();
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
    terms.kind = rule.kind;
    if (std::find(rule.ports.begin(), rule.ports.end(), "*") == rule.ports.end()) {
        terms.ports = rule.ports;
    }
    return rules::engine::Rule::make(
        std::move(terms), tried.compiled.checked, layouts.plan_names(rule.kind));
}

void note_cut(const rules::frames::LabelledFile& of, std::vector<std::string>& cut) {
    const std::uint64_t lost = rules::frames::lost_labels(of);
    if (of.file.cut_bytes() != 0 || lost != 0) {
        cut.push_back(cat(of.file.path(),
                          ": cut short: read up to block ",
                          of.file.blocks().size(),
                          ", ",
                          of.file.cut_bytes(),
                          " bytes and ",
                          lost,
                          " inspections left out"));
    }
}

Result<KindResult> try_kind(const TrialQuestion& question,
                            const TrialDays& days,
                            const TrialPlace& place,
                            rules::RuleKind kind,
                            std::vector<std::string>& cut) {
    KindResult made;
    rules::backtest::BacktestInput input{kind, {}, days.first, days.last};
    for (const TriedRule& tried : question.rules) {
        if (tried.rule.kind == kind) {
            made.rules.push_back(&tried.rule);
            input.rules.push_back(engine_rule(place.layouts, tried));
        }
    }
    SARHAD_TRY(const auto lists, lists_for(question, place.layouts.of(kind)));
    SARHAD_TRY(const auto frames, place.open(kind));
    for (const auto& of : frames) {
        made.frames += of.file.frames();
        ++made.files;
        note_cut(of, cut);
    }
    SARHAD_TRY(
        const auto test,
        Backtest::make(std::move(input), {place.files, place.guard, place.layouts, lists, frames}));
    SARHAD_TRY(
        made.result,
        test.run(std::clamp<std::size_t>(place.threads, 1, rules::backtest::kBacktestThreadsMax)));
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

Result<TrialDays> read_days(const std::string& from,
                            const std::string& to,
                            std::string_view first_word,
                            std::string_view last_word) {
    TrialDays days;
    SARHAD_TRY_STATUS(read_day(from, first_word, days.first));
    SARHAD_TRY_STATUS(read_day(to, last_word, days.last));
    return days;
}

Result<TrialAnswer> try_rules(const TrialQuestion& question,
                              const TrialDays& days,
                              const TrialPlace& place) {
    TrialAnswer made;
    made.is_passed = true;
    Json all = Json::array();
    Json read = Json::array();
    std::uint64_t frames = 0;
    for (const rules::RuleKind kind : rules::rule_kinds()) {
        const bool is_asked =
            std::any_of(question.rules.begin(), question.rules.end(), [kind](const auto& tried) {
                return tried.rule.kind == kind;
            });
        if (!is_asked) {
            continue;
        }
        SARHAD_TRY(const KindResult of, try_kind(question, days, place, kind, made.cut));
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
                                {"rules", std::move(all)}});
    return made;
}

}  // namespace sarhad::trial
