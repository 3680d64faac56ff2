// Rules as bytes: what is signed, sent and kept.
#include "rules/pack/rule_bytes.h"

#include "rule_bench.h"
#include "rule_dice.h"

#include "rules/pack/document_codec.h"
#include "support/golden.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace sarhad::rules {
namespace {

Rule rule_of(const std::string& text) {
    const auto document = read_toml(text);
    EXPECT_TRUE(document.has_value());
    ReadRule read = read_rule(*document, text);
    EXPECT_TRUE(read.problems.empty());
    return std::move(read.rule);
}

/// Everything that a rule can say.
constexpr std::string_view kFull = R"(id = "TST-001"
rev = 3
kind = "traveller"
owner = "customs"
title = "Late cash one-way"
severity = "medium"
score = 35
channel = "yellow"
audience = "trained"
ports = ["PK*", "*"]
mode = "shadow"
group = "cash"
on_unknown = "match"
references = ["order 7"]
tags = ["cash"]
valid = { from = 2026-01-01, to = 2026-12-31, review_by = 2026-09-30 }
limits = { max_hit_rate = 0.0123, max_hits_day = 40 }
rationale = "Courier pattern."
false_positives = ["emergency travel"]
condition = "late && traveller.bags_checked == 0"
[vars]
late = "booking.days_before_departure <= 3"
[labels]
late = { en = "bought late", ur = "دیر سے" }
[[except]]
name = "relief flights"
when = "booking.agency in ['UNHCR']"
until = 2026-06-30
[[test]]
name = "late"
expect = "match"
because = "late"
[test.facts]
now = 2026-07-01T00:00:00Z
booking = { days_before_departure = 1 }
traveller = { bags_checked = 0, bags_weight_kg = 0.1 }
[[test]]
name = "early"
expect = "no_match"
facts = { booking = { days_before_departure = 9 }, traveller = { bags_checked = 0 } }
)";

core::Bytes full_bytes() {
    const auto bytes = rule_bytes(rule_of(std::string{kFull}));
    EXPECT_TRUE(bytes.has_value());
    return *bytes;
}

void expect_same(const Rule& rule) {
    const auto bytes = rule_bytes(rule);
    ASSERT_TRUE(bytes.has_value()) << rule.id;
    const auto read = parse_rule_bytes(*bytes);
    ASSERT_TRUE(read.has_value()) << rule.id << ": " << read.error().what;
    EXPECT_TRUE(document_of(*read).is_same(document_of(rule))) << rule.id;
    EXPECT_EQ(*rule_bytes(*read), *bytes) << rule.id;
}

TEST(RuleBytes, OfARuleNeverChange) {
    const core::Bytes bytes = full_bytes();
    EXPECT_EQ(golden::kept("formats/v1/rule.bin", bytes), bytes);
}

TEST(RuleBytes, HoldAllThatARuleSays) {
    const auto read = parse_rule_bytes(full_bytes());
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->id, "TST-001");
    EXPECT_EQ(read->rev, 3U);
    EXPECT_EQ(read->owner, "customs");
    EXPECT_EQ(read->audience, Audience::kTrained);
    EXPECT_EQ(read->mode, RuleMode::kShadow);
    EXPECT_EQ(read->on_unknown, Verdict::kMatch);
    EXPECT_EQ(read->group, "cash");
    EXPECT_EQ(read->ports, (std::vector<std::string>{"PK*", "*"}));
    EXPECT_EQ(read->hit_rate_max_ppm, 12'300U);
    EXPECT_EQ(read->hits_a_day_max, 40U);
    EXPECT_EQ(to_text(read->review_by), "2026-09-30");
    EXPECT_EQ(read->vars.at(0).value.text, "booking.days_before_departure <= 3");
    EXPECT_EQ(to_text(read->excepts.at(0).until), "2026-06-30");
    EXPECT_EQ(read->labels.at(0).texts.size(), 2U);
    ASSERT_EQ(read->tests.size(), 2U);
    EXPECT_EQ(read->tests[0].because, "late");
    const auto* weight = read->tests[0].facts.find("traveller")->find("bags_weight_kg");
    EXPECT_EQ(std::get<double>(weight->held), 0.1);
}

TEST(RuleBytes, OfEveryShippedRuleReadBackAsThatRule) {
    std::size_t rules = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator{places::source_root() + "/demo/rules"}) {
        std::ifstream file{entry.path(), std::ios::binary};
        expect_same(rule_of({std::istreambuf_iterator<char>{file}, {}}));
        ++rules;
    }
    EXPECT_GE(rules, 70U);
}

TEST(RuleBytes, OfRandomRulesReadBackAsThatRule) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        Dice dice{seed};
        Rule rule = rule_of(std::string{kFull});
        const auto kinds = rule_kinds();
        rule.kind = kinds[dice.below(static_cast<std::uint32_t>(kinds.size()))];
        rule.rev = 1 + dice.below(1'000'000);
        rule.score = static_cast<std::uint8_t>(dice.below(101));
        rule.mode = static_cast<RuleMode>(dice.below(4));
        rule.severity = static_cast<Severity>(dice.below(5));
        rule.channel = static_cast<RuleChannel>(dice.below(4));
        rule.hit_rate_max_ppm = dice.below(1'000'001);
        rule.hits_a_day_max = dice.below(3);
        for (RuleTest& test : rule.tests) {
            test.facts = facts_of_kind(rule.kind, dice, false);
        }
        if (dice.below(2) == 0) {
            rule.group.clear();
            rule.tags.clear();
            rule.excepts.clear();
        }
        const auto bytes = rule_bytes(rule);
        if (!bytes) {  // Lists of facts may be as long as they may be.
            EXPECT_EQ(bytes.error().code, core::Errc::kExhausted);
            continue;
        }
        expect_same(rule);
    }
}

TEST(RuleBytes, RefuseEveryShorterForm) {
    core::Bytes bytes = full_bytes();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(parse_rule_bytes(core::ByteView{bytes}.first(size)).has_value()) << size;
    }
    bytes.push_back(0);
    EXPECT_FALSE(parse_rule_bytes(bytes).has_value());
}

TEST(RuleBytes, AreReadInOneFormOnly) {
    const core::Bytes bytes = full_bytes();
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        core::Bytes other = bytes;
        other[at] ^= 1U;
        const auto read = parse_rule_bytes(other);
        if (read) {  // Another rule, then: never the same one written otherwise.
            EXPECT_EQ(*rule_bytes(*read), other) << at;
        }
    }
}

TEST(RuleBytes, KeepTheRulesOfTheHouse) {
    Rule rule = rule_of(std::string{kFull});
    rule.tests.pop_back();  // What a file may not say a signature does not make right.
    const auto read = parse_rule_bytes(*rule_bytes(rule));
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().code, core::Errc::kInvalid);
    EXPECT_NE(read.error().what.find("no_match"), std::string::npos);
}

TEST(RuleBytes, NameALongIdOfNoRuleInShort) {
    Rule rule = rule_of(std::string{kFull});
    rule.id = std::string(20'000, 'X');
    const auto read = parse_rule_bytes(*rule_bytes(rule));
    ASSERT_FALSE(read.has_value());
    EXPECT_LT(read.error().what.size(), 400U);
}

TEST(RuleBytes, TheSubstanceOfOneLeavesOutRevisionAndMode) {
    const Rule rule = rule_of(std::string{kFull});
    Rule live = rule;
    live.rev = 1'000'000;
    live.mode = RuleMode::kLive;
    EXPECT_EQ(rule_substance(live), rule_substance(rule));
    live.ports = {"*"};
    EXPECT_NE(rule_substance(live), rule_substance(rule));
}

TEST(RuleBytes, OfANewerVersionSayWhatToDo) {
    core::Bytes bytes = full_bytes();
    bytes[9] = 2;
    const auto read = parse_rule_bytes(bytes);
    EXPECT_EQ(read.error().code, core::Errc::kInvalid);
    EXPECT_NE(read.error().what.find("update"), std::string::npos);
}

TEST(RuleBytes, OfATooLargeRuleAreRefused) {
    Rule rule = rule_of(std::string{kFull});
    rule.rationale = std::string(kPackedRuleMax, 'x');
    EXPECT_EQ(rule_bytes(rule).error().code, core::Errc::kExhausted);
}

TEST(DocumentCodec, RefusesANameGivenTwiceAndDepth) {
    Document deep;
    for (std::size_t depth = 0; depth <= kDocumentDepthMax + 1; ++depth) {
        deep = Document{Document::List{deep}, {}};
    }
    core::Bytes bytes;
    put_document(bytes, deep);
    EXPECT_EQ(take_document(bytes).error().code, core::Errc::kExhausted);

    Document::Table twice;
    twice.emplace_back("a", Document{true, {}});
    twice.emplace_back("a", Document{false, {}});
    bytes.clear();
    put_document(bytes, Document{std::move(twice), {}});
    EXPECT_EQ(take_document(bytes).error().code, core::Errc::kCorrupt);
}

}  // namespace
}  // namespace sarhad::rules
