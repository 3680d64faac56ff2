// links: sarhad_rules sarhad_facts sarhad_core
// seeds: tests/data/gtas
// words: rules/gtas/query.cpp rules/gtas/operators.cpp rules/gtas/fields_table.cpp
#include "core/check.h"
#include "rules/author/compiled_rule.h"
#include "rules/author/rule_tests.h"
#include "rules/gtas/import.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace {

using namespace sarhad::rules;  // NOLINT(google-build-using-namespace): its own target.

const FactSchema& schema() {
    static const FactSchema held;
    return held;
}

/// Whatever is carried is a draft that passes every check, its own tests too.
void expect_a_good_draft(const gtas::ImportedRule& made) {
    const auto document = read_toml(made.text);
    SARHAD_CHECK(document.has_value());
    const ReadRule read = read_rule(*document, made.text);
    SARHAD_CHECK(read.problems.empty());
    SARHAD_CHECK(read.rule.mode == RuleMode::kDraft && read.rule.id == made.id);
    const Compilation compiled = compile(read.rule, schema());
    SARHAD_CHECK(compiled.rule != nullptr);
    for (const RuleTestResult& result : run_rule_tests(read.rule, *compiled.rule, schema())) {
        SARHAD_CHECK(result.failure.empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};  // NOLINT
    const auto alpha2 = [](std::string_view code) { return std::string{code.substr(0, 2)}; };
    gtas::Importer importer{schema(),
                            {"customs", *sarhad::facts::PartialDate::make(2026, 10, 1), alpha2}};
    const auto made = importer.import(text);
    if (!made) {
        SARHAD_CHECK(!made.error().what.empty());
        return 0;
    }
    std::set<std::string> ids;
    for (const gtas::ImportedRule& rule : *made) {
        SARHAD_CHECK(ids.insert(rule.id).second);
        const bool is_refused =
            std::any_of(rule.findings.begin(), rule.findings.end(), [](const auto& finding) {
                return finding.weight == gtas::Weight::kRefused;
            });
        SARHAD_CHECK(is_refused == rule.text.empty());
        if (!is_refused) {
            expect_a_good_draft(rule);
        }
    }
    return 0;
}
