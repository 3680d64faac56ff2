// Reference sets on the command line: what a file says, and what the second person reads.
#include "commands_fixture.h"

#include "ctl/rules_change.h"
#include "trial/reference_sets.h"
#include "wire/msgpack.h"

namespace sarhad::ctl {
namespace {

using core::Errc;

rules::Document json(std::string_view text) {
    const auto read = rules::read_json(text);
    EXPECT_TRUE(read);
    return *read;
}

TEST(ReferenceSets, OfAFileAreSortedAndEachTextCountsOnce) {
    const auto set = trial::find_set("agencies_watch");
    ASSERT_TRUE(set);
    EXPECT_EQ(*trial::set_texts(**set, json(R"(["B", "A", "B"])")),
              (std::vector<std::string>{"A", "B"}));
    EXPECT_THAT(trial::set_texts(**set, json(R"(["A", 7])")).error().what,
                HasSubstr("a list of texts"));
    EXPECT_THAT(trial::set_texts(**set, json(R"({"A": 1})")).error().what,
                HasSubstr("a list of texts"));
    EXPECT_THAT(trial::set_texts(**set, json(R"(["123456789"])")).error().what,
                HasSubstr("1 to 8"));
}

TEST(ReferenceSets, OfAnotherNameAreAnsweredWithTheNearest) {
    const auto none = trial::find_set("agency_watch");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Errc::kInvalid);
    EXPECT_THAT(none.error().what, HasSubstr("'agencies_watch'"));
}

TEST(ReferenceSets, AreToldWithEveryTextThatIsSigned) {
    wire::RuleChange change;
    change.owner = "police";
    change.sets = {
        rules::set_change_bytes({"agencies_watch", 3, 2, true, {"AG17", "X\n"}, {"AG16"}}),
        rules::set_change_bytes({"waste_hs6", 1, 0, false, {"3915"}, {}})};
    const core::Bytes bytes = wire::encode(change);
    const auto read = read_change(bytes);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(told_change(*read),
              core::cat("change of police, hash ",
                        core::to_hex(wire::blake2b(bytes)),
                        "\n  lists.agencies_watch version 3 from version 2, and more follows\n"
                        "    - AG16\n    + AG17\n    + \"X\\n\"\n"
                        "  lists.waste_hs6 version 1 as a whole\n    + 3915\n"));
}

class RulesSets : public Commands {};

TEST_F(RulesSets, OfAFileThatIsNoneAreRefusedBeforeAnybodyIsAsked) {
    RulesSetsPublish options{file("sets.json", "[1]"), "no.key", "police", false};
    EXPECT_THAT(run(options, context_).error().what, HasSubstr("wanted an object"));
    options.file = file("sets.json", R"({"agency_watch": []})");
    EXPECT_THAT(run(options, context_).error().what, HasSubstr("did you mean"));
    options.owner = "wl/police";
    EXPECT_THAT(run(options, context_).error().what, HasSubstr("--owner"));
}

}  // namespace
}  // namespace sarhad::ctl
