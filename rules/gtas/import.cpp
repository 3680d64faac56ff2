#include "rules/gtas/import.h"

#include "rule_text.h"
#include "translate.h"
#include "trials.h"

#include "core/text.h"
#include "rules/author/rule_tests.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sarhad::rules::gtas {
namespace {

using core::cat;

constexpr std::int64_t kHighestNumber = 9'999;
constexpr int kYear = 365;

std::chrono::sys_days days_of(facts::PartialDate date) {
    return std::chrono::year_month_day{
        std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}};
}

/// A year of days later; the last day that dates have where that is later.
facts::PartialDate a_year_behind(facts::PartialDate date) {
    const std::chrono::year_month_day day{days_of(date) + std::chrono::days{kYear}};
    const auto made = facts::PartialDate::make(static_cast<int>(day.year()),
                                               static_cast<int>(static_cast<unsigned>(day.month())),
                                               static_cast<int>(static_cast<unsigned>(day.day())));
    return made ? *made : date;
}

/// One line without control characters.
std::string one_line(std::string_view text, std::size_t max) {
    std::string made{text};
    for (char& c : made) {
        const auto byte = static_cast<unsigned char>(c);
        c = byte < 0x20 || byte == 0x7F ? ' ' : c;
    }
    return core::cut_utf8(core::fold_blanks(made), max);
}

void refuse(ImportedRule& rule, FilePlace place, std::string what) {
    rule.findings.push_back({Weight::kRefused, place, std::move(what)});
}

bool is_refused(const ImportedRule& rule) {
    return std::any_of(rule.findings.begin(), rule.findings.end(), [](const Finding& finding) {
        return finding.weight == Weight::kRefused;
    });
}

void set_validity(const Query& query, facts::PartialDate today, Rule& rule) {
    const bool has_ended = query.end.is_known() && query.end < today;
    rule.valid_from = has_ended ? (query.start.is_known() ? query.start : query.end)
                                : std::max(query.start, today);
    rule.valid_to = query.end.is_known() ? query.end : a_year_behind(rule.valid_from);
    rule.review_by = std::min(rule.valid_to, a_year_behind(rule.valid_from));
}

Rule frame_of(const Query& query, const ImportOptions& options, const std::string& id) {
    Rule made;
    made.id = id;
    made.kind = RuleKind::kTraveller;
    made.owner = options.owner;
    made.title = one_line(query.title, kRuleTitleMax);
    made.rationale = core::cut_utf8(core::trim(query.description), kRuleProseMax);
    if (made.title.empty()) {
        made.title = cat("Rule of GTAS, ", id);
    }
    if (made.rationale.empty()) {
        made.rationale = "GTAS has no description of it.";
    }
    made.severity = Severity::kLow;
    made.ports = {"*"};
    made.tags = {"gtas"};
    if (!query.enabled) {
        made.tags.emplace_back("gtas-off");
    }
    if (query.id != 0) {
        made.references.push_back(cat("GTAS rule ", query.id));
    }
    set_validity(query, options.today, made);
    return made;
}

/// What the checks say of the file as it will be written; nothing where all is right.
void hold_against_the_checks(const std::string& text, const FactSchema& schema, ImportedRule& to) {
    const auto document = read_toml(text);
    if (!document) {
        refuse(to, to.place, cat("its file cannot be read: ", document.error().what));
        return;
    }
    const ReadRule read = read_rule(*document, text);
    const Compilation compiled = compile(read.rule, schema);
    for (const auto* problems : {&read.problems, &compiled.problems}) {
        for (const RuleProblem& problem : *problems) {
            refuse(to, to.place, cat("not carried: ", problem.what));
        }
    }
    if (compiled.rule == nullptr) {
        return;
    }
    for (const RuleTestResult& result : run_rule_tests(read.rule, *compiled.rule, schema)) {
        if (!result.failure.empty()) {
            refuse(to, to.place, cat("not carried: its test '", result.name, "' fails"));
        }
    }
}

}  // namespace

Importer::Importer(const FactSchema& schema, ImportOptions options)
    : schema_{schema}, options_{std::move(options)} {}

core::Result<std::vector<ImportedRule>> Importer::import(std::string_view text) {
    SARHAD_TRY(const Document document, read_json(text));
    SARHAD_TRY(const std::vector<ReadQuery> all, read_queries(document));
    std::vector<ImportedRule> made(all.size());
    // Rules with a number of their own first: an import that is made again gives the same ids.
    for (const bool has_number : {true, false}) {
        for (std::size_t at = 0; at < all.size(); ++at) {
            if ((all[at].query.id != 0) == has_number) {
                made[at].findings = all[at].findings;
                made[at].id = take_id(all[at], made[at].findings);
            }
        }
    }
    for (std::size_t at = 0; at < all.size(); ++at) {
        carry(all[at], made[at]);
    }
    return made;
}

std::string Importer::take_id(const ReadQuery& read, std::vector<Finding>& findings) {
    std::int64_t number = read.query.id;
    if (number == 0 || number > kHighestNumber || taken_.contains(number)) {
        if (number != 0) {
            findings.push_back({Weight::kNote,
                                read.query.place,
                                "its number is taken, or has more than four digits: the id has "
                                "another, the references keep it"});
        }
        // From above: GTAS counts from below.
        number = kHighestNumber;
        while (taken_.contains(number)) {
            --number;
        }
    }
    if (number == 0) {
        findings.push_back({Weight::kRefused,
                            read.query.place,
                            cat("more than ", kHighestNumber, " rules: import them in parts")});
        return {};
    }
    taken_.insert(number);
    constexpr std::size_t kDigits = 4;
    const std::string digits = std::to_string(number);
    return cat("GTAS-", std::string(kDigits - std::min(kDigits, digits.size()), '0'), digits);
}

void Importer::carry(const ReadQuery& read, ImportedRule& to) {
    const Query& query = read.query;
    to.place = query.place;
    to.title = one_line(query.title, kRuleTitleMax);
    if (is_refused(to)) {
        return;
    }
    if (query.end.is_known() && query.start.is_known() && query.end < query.start) {
        refuse(to, query.place, "'endDate' is before 'startDate'");
        return;
    }
    Rule rule = frame_of(query, options_, to.id);
    Translation translation =
        translate(query.root, {options_.alpha2, static_cast<std::int64_t>(rule.valid_from.year)});
    std::move(
        translation.findings.begin(), translation.findings.end(), std::back_inserter(to.findings));
    if (!translation.root) {
        return;
    }
    rule.condition.text = condition_text(translation);
    const Compilation compiled = compile(rule, schema_);
    for (const RuleProblem& problem : compiled.problems) {
        refuse(to, query.place, cat("not carried: ", problem.what));
    }
    if (compiled.rule == nullptr) {
        return;
    }
    const auto midnight = std::chrono::duration_cast<std::chrono::seconds>(
        days_of(rule.valid_from).time_since_epoch());
    TrialFinder finder{schema_};
    auto tests = finder.find(translation, *compiled.rule, midnight.count());
    if (!tests) {
        refuse(to,
               query.place,
               "not carried: no facts were found of which it matches, and others of which it does "
               "not: its terms contradict each other, or hold of everybody");
        return;
    }
    rule.tests.push_back({"a match", std::move(tests->match), Verdict::kMatch, {}, {}});
    rule.tests.push_back({"no match", std::move(tests->no_match), Verdict::kNoMatch, {}, {}});
    std::string text = rule_text(rule);
    hold_against_the_checks(text, schema_, to);
    if (!query.enabled) {
        to.findings.push_back({Weight::kNote, query.place, "is switched off in GTAS"});
    }
    if (rule.valid_to < options_.today) {
        to.findings.push_back({Weight::kNote, query.place, "has ended in GTAS: set 'valid' anew"});
    }
    if (!is_refused(to)) {
        to.text = std::move(text);
    }
}

}  // namespace sarhad::rules::gtas
