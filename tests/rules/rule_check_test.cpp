// What the check of a rule finds besides types: errors that are there whatever the facts are.
#include "rule_file_text.h"

namespace sarhad::rules {
namespace {

/// What is said of a traveller's rule with this condition.
std::string said_of(std::string_view condition) {
    return first_problem(with("condition = '''\nlate_cash\n  && traveller.bags_checked == 0\n'''",
                              "condition = '''late_cash && " + std::string{condition} + "'''"));
}

void expect_said(std::string_view condition, std::string_view what) {
    EXPECT_NE(said_of(condition).find(what), std::string::npos)
        << condition << ": " << said_of(condition);
}

TEST(RuleCheck, WhatIsAlwaysAnErrorIsFound) {
    expect_said("1 / 0 == 1", "14:29: '1 / 0' is an error whatever the facts are: divide by zero");
    expect_said("now > timestamp('2026-01-01')", "wanted RFC 3339");
    expect_said("timestamp('2026-01-01') + duration('1h') < now", "wanted RFC 3339");
    expect_said("now - now > duration('x')", "is an error whatever the facts are");
    expect_said("traveller.bags_checked in [1 % 0]", "modulus by zero");
    expect_said("bags.exists(b, b.weight_kg > double('x'))", "'double('x')' is an error");
    expect_said("now.getHours('PKT') > 3", "there is no time zone 'PKT'");
    expect_said("'A'.matches('[')", "this is no pattern");
    EXPECT_EQ(said_of("now > timestamp('2026-01-01T00:00:00Z') - duration('1h')"), "");
    EXPECT_EQ(said_of("now.getHours('Asia/Karachi') < 4 && now.getHours('+05:00') < 4"), "");
}

TEST(RuleCheck, ATimeZoneIsWrittenOut) {
    expect_said("now.getHours(traveller.nationality) > 3", "a time zone is written out");
}

TEST(RuleCheck, AFactIsNeverNull) {
    expect_said("traveller.stay_until != null", "write has(traveller.stay_until)");
    expect_said("null == traveller.stay_until", "write !has(traveller.stay_until)");
    expect_said("booking.agency == null", "write !has(booking.agency)");
}

TEST(RuleCheck, ADayBesideAMomentBecomesOneThatIsRead) {
    expect_said("traveller.stay_until > '2026-01-01'", "write timestamp('2026-01-01T00:00:00Z')");
    expect_said("traveller.stay_until > '2026-01-01T10:00:00Z'",
                "write timestamp('2026-01-01T10:00:00Z')");
    // What is no moment is not turned into a call that fails.
    EXPECT_EQ(said_of("traveller.stay_until > 'soon'").find("write"), std::string::npos);
    EXPECT_EQ(said_of("now - now > '3 days'").find("write"), std::string::npos);
}

}  // namespace
}  // namespace sarhad::rules
