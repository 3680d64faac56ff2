#pragma once

#include "rule_bench.h"

#include <string>
#include <string_view>
#include <vector>

/// A file of a rule that tests change, and what is said of it.
namespace sarhad::rules {

/// A rule of which every part is right.
inline constexpr std::string_view kGood = R"(id = "TST-001"
kind = "traveller"
owner = "customs"
title = "Late cash one-way"
severity = "medium"
score = 35
channel = "yellow"
ports = ["PK*", "*"]
mode = "draft"
valid = { from = 2026-01-01, to = 2026-12-31, review_by = 2026-09-30 }
limits = { max_hit_rate = 0.01, max_hits_day = 40 }
rationale = "Courier pattern."
false_positives = ["emergency travel"]
condition = '''
late_cash
  && traveller.bags_checked == 0
'''
[vars]
late = "booking.days_before_departure <= 3"
late_cash = "late && booking.payment_form == 'CA'"
[labels]
late_cash = { en = "bought late with cash" }
[[except]]
name = "relief flights"
when = "booking.agency in ['UNHCR']"
until = 2026-06-30
[[test]]
name = "late"
expect = "match"
because = "late_cash"
facts = { booking = { days_before_departure = 1, payment_form = "CA" }, traveller = { bags_checked = 0 } }
[[test]]
name = "relief"
expect = "no_match"
facts = { booking = { days_before_departure = 1, payment_form = "CA", agency = "UNHCR" }, traveller = { bags_checked = 0 } }
[[test]]
name = "relief, once the exception has ended"
expect = "match"
facts = { now = 2026-07-01T00:00:00Z, booking = { days_before_departure = 1, payment_form = "CA", agency = "UNHCR" }, traveller = { bags_checked = 0 } }
[[test]]
name = "no booking yet"
expect = "unknown"
facts = { traveller = { bags_checked = 0 } }
)";

/// That rule with something else in it.
[[nodiscard]] inline std::string with(std::string_view from, std::string_view to) {
    std::string text{kGood};
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

/// "line:column: what" of the first problem; "" where there is none.
[[nodiscard]] inline std::string first_problem(const std::string& text) {
    const auto document = read_toml(text);
    if (!document) {
        return document.error().what;
    }
    const ReadRule read = read_rule(*document, text);
    std::vector<RuleProblem> problems = read.problems;
    if (problems.empty()) {
        problems = compile(read.rule, RuleBench::shared_schema()).problems;
    }
    return problems.empty()
               ? ""
               : std::to_string(problems[0].place.line) + ":" +
                     std::to_string(problems[0].place.column) + ": " + problems[0].what;
}

inline void says(const std::string& text, std::string_view what) {
    const std::string problem = first_problem(text);
    EXPECT_NE(problem.find(what), std::string::npos) << "wanted: " << what << "\ngot: " << problem;
}

}  // namespace sarhad::rules
