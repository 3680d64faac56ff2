#include "gtas_support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace sarhad::rules::gtas {

const FactSchema& schema() {
    static const FactSchema held;
    return held;
}

ImportOptions options() {
    const auto alpha2 = [](std::string_view code) -> std::string {
        return code == "QAT" || code == "QA"   ? "QA"
               : code == "ARE" || code == "AE" ? "AE"
               : code == "PAK" || code == "PK" ? "PK"
                                               : "";
    };
    return {"customs", *facts::PartialDate::make(2026, 10, 1), alpha2};
}

std::string term(std::string_view field, std::string_view op, std::string_view values) {
    const auto names = core::split(field, '.');
    return cat(R"({"entity": ")",
               names.front(),
               R"(", "field": ")",
               names.back(),
               R"(", "type": "string", "operator": ")",
               op,
               R"(", "value": )",
               values,
               "}");
}

std::string rule_of(std::string_view condition, std::string_view terms) {
    return cat(R"({"condition": ")", condition, R"(", "rules": [)", terms, "]}");
}

ImportedRule import_one(const std::string& json) {
    Importer importer{schema(), options()};
    auto made = importer.import(json);
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().what);
    return made ? std::move(made->front()) : ImportedRule{};
}

std::string condition_of(const ImportedRule& rule) {
    constexpr std::string_view kBegin = "condition = '''\n";
    const std::size_t begin = rule.text.find(kBegin);
    if (begin == std::string::npos) {
        return {};
    }
    const std::size_t from = begin + kBegin.size();
    return rule.text.substr(from, rule.text.find("\n'''", from) - from);
}

std::string findings_of(const ImportedRule& rule) {
    std::string made;
    for (const Finding& finding : rule.findings) {
        made += cat(finding.place.line,
                    ":",
                    finding.place.column,
                    ": ",
                    name_of(finding.weight),
                    ": ",
                    finding.what,
                    "\n");
    }
    return made;
}

bool has_finding(const ImportedRule& rule, Weight weight, std::string_view what) {
    return std::any_of(rule.findings.begin(), rule.findings.end(), [&](const Finding& finding) {
        return finding.weight == weight && finding.what.find(what) != std::string::npos;
    });
}

std::string beside() {
    return term("Pnr.tripType", "EQUAL", R"(["ONE-WAY"])");
}
std::string carried(std::string_view field, std::string_view op, std::string_view values) {
    const ImportedRule made =
        import_one(rule_of("AND", cat(term(field, op, values), ", ", beside())));
    constexpr std::string_view kBeside = "\n  && booking.one_way";
    const std::string text = condition_of(made);
    return text.ends_with(kBeside) ? text.substr(0, text.size() - kBeside.size())
                                   : cat("refused: ", findings_of(made));
}

}  // namespace sarhad::rules::gtas
