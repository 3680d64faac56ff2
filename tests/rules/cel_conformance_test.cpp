#include "cel_suite.h"

#include "rules/cel/parser.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace sarhad::rules::cel {
namespace {

/// Whether a skip for missing data is a failure here.
bool is_required() {
    const char* set = std::getenv("SARHAD_REQUIRE_DATA");  // NOLINT(concurrency-mt-unsafe)
    return set != nullptr && *set == '1';
}

#define NEED_SUITE(folder)                                             \
    const std::string folder = shared_data("cel");                     \
    if ((folder).empty()) {                                            \
        if (is_required()) FAIL() << "no cel; set SARHAD_SHARED_DATA"; \
        GTEST_SKIP() << "no cel; set SARHAD_SHARED_DATA to run it";    \
    }

void expect_parses_and_checks(const SuiteTest& test) {
    const ParseOptions options{true, true};
    Parsed parsed = parse(test.expr, options);
    ASSERT_TRUE(parsed.ok()) << test.id << "\n" << format(parsed.issues, test.expr);
    if (!test.check) {
        return;
    }
    const Checked checked = check(std::move(parsed.ast), *test.environment);
    ASSERT_TRUE(checked.ok()) << test.id << "\n"
                              << test.expr << "\n"
                              << format(checked.issues, test.expr);
    if (!test.wanted_type.empty()) {
        EXPECT_EQ(checked.type().format(), test.wanted_type) << test.id << "\n" << test.expr;
    }
}

TEST(CelConformance, EveryExpressionOfTheSuiteParsesAndChecks) {
    NEED_SUITE(folder)
    const auto types = suite_types(folder);
    std::size_t count = 0;
    for (const std::string& name : suite_files(folder)) {
        for (const SuiteTest& test : suite_tests(folder, name, *types)) {
            if (!test.strong_enum) {
                expect_parses_and_checks(test);
                ++count;
            }
        }
    }
    EXPECT_GT(count, 2000U);
}

}  // namespace
}  // namespace sarhad::rules::cel
