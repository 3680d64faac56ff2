// What the second person reads of a change before he signs it.
#include "ctl/rules_change.h"

#include "commands_fixture.h"

#include "support/rule_changes.h"
#include "wire/msgpack.h"

namespace sarhad::ctl {
namespace {

wire::RuleChange change_of(const std::string& reason) {
    wire::RuleChange change;
    change.owner = "police";
    change.put = {rule_changes::rule({.owner = "police", .rev = 2, .mode = "live"})};
    change.retired = {"TST-002"};
    change.straight_to_live = reason;
    return change;
}

TEST(RulesChange, IsToldWithAllThatIsSigned) {
    const core::Bytes bytes = wire::encode(change_of("!"));
    const auto change = read_change(bytes);
    ASSERT_TRUE(change) << change.error().what;
    EXPECT_EQ(told_change(*change),
              core::cat("change of police, hash ",
                        core::to_hex(wire::blake2b(bytes)),
                        "\n  TST-001 rev 2 live: One way\n  TST-002 retires\n"
                        "  goes straight to live: !\n"));
}

TEST(RulesChange, AReasonCannotPassForAnotherLine) {
    const auto change = read_change(wire::encode(change_of("order 7\n  TST-003 retires\x1b[2A")));
    ASSERT_TRUE(change) << change.error().what;
    const std::string told = told_change(*change);
    EXPECT_EQ(told.find('\x1b'), std::string::npos);
    EXPECT_THAT(told, HasSubstr("live: \"order 7\\n  TST-003 retires\\u001b[2A\"\n"));
}

TEST(RulesChange, ThatSaysMoreThanIsKnownIsNotRead) {
    core::Bytes bytes = wire::encode(change_of(""));
    bytes.push_back(0);
    EXPECT_FALSE(read_change(bytes));
}

TEST(RulesChange, WhoMayOwnARuleIsSaidAlikeByBothSides) {
    for (const std::string& owner : {std::string{"police"},
                                     std::string{"nuclear-regulator"},
                                     std::string{"a1-"},
                                     std::string{},
                                     std::string{"Police"},
                                     std::string{"a b"},
                                     std::string{"wl/police"},
                                     std::string(32, 'a'),
                                     std::string(33, 'a')}) {
        EXPECT_EQ(rules::is_rule_owner(owner), wire::is_rule_owner(owner)) << owner;
    }
}

class RulesPublished : public Commands {};

TEST_F(RulesPublished, WithBlanksForAReasonAreRefused) {
    RulesPublish options;
    options.owner = "police";
    options.retire = {"TST-001"};
    options.straight_to_live = " \t ";
    const Outcome refused = run(options, context_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, core::Errc::kInvalid);
    EXPECT_THAT(refused.error().what, HasSubstr("--straight-to-live"));
}

}  // namespace
}  // namespace sarhad::ctl
