#include "ctl/backtest_check.h"

#include "api/json.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "rules/backtest/interval.h"
#include "rules/backtest/tally.h"
#include "trial/rule_report.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;
using core::Errc;
using core::Error;

/// Values of a report: 200 rules, each hit at 400 ports on every day of a month, have 10 million.
constexpr std::size_t kReportValuesMax = 12'000'000;
constexpr std::size_t kReportDepth = 16;

/// "1.25" of 1,250 ppm.
std::string permille_text(std::uint64_t ppm) {
    const std::uint64_t hundredths = ppm / 10 % 100;
    return cat(ppm / 1'000, hundredths < 10 ? ".0" : ".", hundredths);
}

/// The part of the report that tells of the rule; null where none does.
const Json* part_of(const Json& report, const std::string& id) {
    for (const Json& rule : elements_at(report, "rules")) {
        if (const auto told = rule.text_at("id"); told && *told == id) {
            return &rule;
        }
    }
    return nullptr;
}

std::uint64_t count_at(const Json& of, std::string_view key) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(int_or_zero(of, key), 0));
}

rules::backtest::Rate rate_at(const Json& part, std::string_view key) {
    const Json* told = part.find(key);
    return told == nullptr ? rules::backtest::rate(0, 0)
                           : rules::backtest::rate(count_at(*told, "count"), count_at(*told, "of"));
}

core::Status check_excluded(const Json& part, const rules::Rule& rule) {
    const Json* told = part.find("excluded");
    const auto passed = told == nullptr ? core::Result<bool>{false} : told->bool_at("passed");
    const rules::backtest::Rate excluded = rate_at(part, "excluded");
    if (excluded.of < rules::backtest::kExcludedAnswersMin) {
        return Error{Errc::kInvalid,
                     cat("rule ",
                         rule.id,
                         ": ",
                         excluded.of,
                         " entities with an answer prove nothing, at least ",
                         rules::backtest::kExcludedAnswersMin,
                         " do: try it on more days")};
    }
    if (!passed || !*passed || excluded.ppm < rules::backtest::kExcludedLeastPpm) {
        return Error{Errc::kInvalid,
                     cat("rule ",
                         rule.id,
                         ": its back-test has not passed: protected facts decide too much")};
    }
    return {};
}

core::Result<std::string> check_rule(const Json& report, const rules::Rule& rule) {
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
    SARHAD_TRY_STATUS(check_excluded(*part, rule));
    const rules::backtest::Rate hits = rate_at(*part, "hits");
    return cat("rule ",
               rule.id,
               " hit ",
               hits.count,
               " of ",
               hits.of,
               " in its back-test, ",
               permille_text(hits.ppm),
               " in a thousand\n");
}

}  // namespace

core::Result<std::string> check_backtest(core::ByteView report,
                                         const std::vector<rules::Rule>& put) {
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
    if (const Json* left_out = json->find("left_out");
        left_out != nullptr && count_at(*left_out, "files") != 0) {
        return Error{Errc::kInvalid,
                     "damaged files were left out, so its figures are of less: central makes them "
                     "again, try once more"};
    }
    std::string told;
    for (const rules::Rule& rule : put) {
        if (rule.mode == rules::RuleMode::kLive) {
            SARHAD_TRY(const std::string line, check_rule(*json, rule));
            told += line;
        }
    }
    return told;
}

}  // namespace sarhad::ctl
