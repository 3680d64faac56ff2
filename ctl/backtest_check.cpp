#include "ctl/backtest_check.h"

#include "api/json.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "trial/rule_report.h"

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;
using core::Errc;
using core::Error;

/// Values of a report: 200 rules, each hit at 400 ports on every day of a month, have 10 million.
constexpr std::size_t kReportValuesMax = 12'000'000;
constexpr std::size_t kReportDepth = 16;

/// The part of the report that tells of the rule; null where none does.
const Json* part_of(const Json& report, const std::string& id) {
    for (const Json& rule : elements_at(report, "rules")) {
        if (const auto told = rule.text_at("id"); told && *told == id) {
            return &rule;
        }
    }
    return nullptr;
}

core::Status check_rule(const Json& report, const rules::Rule& rule) {
    const Json* part = part_of(report, rule.id);
    if (part == nullptr) {
        return Error{Errc::kInvalid,
                     cat("rule ", rule.id, " goes live and was not tried: back-test it too")};
    }
    const auto hash = part->text_at("hash");
    if (!hash || *hash != trial::tried_hash(rule)) {
        return Error{Errc::kInvalid,
                     cat("rule ",
                         rule.id,
                         ": what was tried differs from what goes live in more than 'rev' and "
                         "'mode': back-test what is published")};
    }
    return {};
}

}  // namespace

core::Status check_backtest(core::ByteView report, const std::vector<rules::Rule>& put) {
    const auto json =
        api::parse_json(core::as_text(report), {kReportDepth, report.size(), kReportValuesMax});
    if (!json) {
        return Error{json.error().code,
                     cat(json.error().what,
                         ": wanted the report that sarhadctl rules backtest --json writes")};
    }
    const auto passed = json->bool_at("passed");
    if (!passed || json->find("rules") == nullptr) {
        return Error{Errc::kInvalid,
                     "no report of a back-test: sarhadctl rules backtest --json writes one"};
    }
    if (!*passed) {
        return Error{Errc::kInvalid,
                     "the back-test has not passed: protected facts decide too much, or nothing "
                     "was there to try on"};
    }
    for (const rules::Rule& rule : put) {
        if (rule.mode == rules::RuleMode::kLive) {
            SARHAD_TRY_STATUS(check_rule(*json, rule));
        }
    }
    return {};
}

}  // namespace sarhad::ctl
