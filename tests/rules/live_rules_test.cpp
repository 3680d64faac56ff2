// The rules that a port has in force: all or none of a pack, and no more work than a change is.
#include "rules/live/live_rules.h"

#include "rule_bench.h"

#include "core/published.h"
#include "core/text.h"
#include "rules/engine/frame_builder.h"

#include <atomic>
#include <functional>
#include <map>
#include <set>
#include <thread>

namespace sarhad::rules {
namespace {

using Authored = LiveRules::Authored;

std::shared_ptr<const Rule> authored(std::string id, std::string condition) {
    Rule rule;
    rule.id = std::move(id);
    rule.rev = 3;
    rule.mode = RuleMode::kLive;
    rule.channel = RuleChannel::kYellow;
    rule.score = 20;
    rule.ports = {"*"};
    rule.condition = {std::move(condition), {7, 1}, true};
    return std::make_shared<const Rule>(std::move(rule));
}

std::shared_ptr<const Rule> with(const std::shared_ptr<const Rule>& rule,
                                 const std::function<void(Rule&)>& change) {
    Rule other = *rule;
    change(other);
    return std::make_shared<const Rule>(std::move(other));
}

const LiveRules& empty() {
    static const std::shared_ptr<const LiveRules> kNone = LiveRules::none({});
    return *kNone;
}

core::Result<std::shared_ptr<const LiveRules>> made(const Authored& rules) {
    return LiveRules::make(rules, {}, empty().lists());
}

/// The programs in force, by id.
std::map<std::string, const engine::Rule*> programs(const LiveRules& rules) {
    std::map<std::string, const engine::Rule*> all;
    for (const RuleKind kind : rule_kinds()) {
        for (const auto& each : rules.engine().bucket(kind)->places()) {
            if (each != nullptr) {
                all.emplace(each->terms.id, each.get());
            }
        }
    }
    return all;
}

/// Ids of the rules that match a traveller with a number of bags.
std::set<std::string> matches(const LiveRules& rules,
                              std::int64_t now_seconds,
                              std::string_view port = "PKKHI") {
    const cel::SlotLayout& layout = rules.layouts().of(RuleKind::kTraveller);
    engine::FrameBuilder builder{layout};
    builder.begin(~std::uint64_t{0});
    const auto set = [&](std::string_view path, const engine::Fact& fact) {
        EXPECT_TRUE(builder.set(layout.find(0, path).index, fact).has_value()) << path;
    };
    set("now", engine::Micros{now_seconds * 1'000'000});
    set("port.code", port);
    set("traveller.bags_checked", std::int64_t{2});
    engine::Workspace work;
    engine::Evaluation evaluation;
    rules.engine().evaluate(
        RuleKind::kTraveller, builder.finish(), rules.lists(), work, evaluation);
    std::set<std::string> ids;
    for (const engine::Outcome& each : evaluation.matches) {
        ids.insert(each.rule->terms.id);
    }
    return ids;
}

constexpr std::int64_t kNow = 1'767'225'600;  // 2026-01-01T00:00:00Z

TEST(LiveRules, AllShippedRulesGoLive) {
    Authored all;
    for (const Rule& rule : shipped_rules()) {
        all.push_back(with(std::make_shared<const Rule>(rule),
                           [](Rule& live) { live.mode = RuleMode::kLive; }));
    }
    const auto live = made(all);
    ASSERT_TRUE(live.has_value()) << live.error().what;
    EXPECT_EQ((*live)->size(), all.size());
    EXPECT_EQ(programs(**live).size(), all.size());
    EXPECT_GE(all.size(), 70U);
    ASSERT_NE((*live)->rule("PAX-001"), nullptr);
    EXPECT_EQ((*live)->rule("PAX-001")->title, "Late cash one-way ticket without bags");
    EXPECT_NE((*live)->compiled("PAX-001"), nullptr);
}

TEST(LiveRules, TheEmptyPackAsksNothing) {
    const auto none = LiveRules::none(facts::Hash256{7});
    EXPECT_EQ(none->size(), 0U);
    EXPECT_EQ(none->versions().pack, facts::Hash256{7});
    EXPECT_TRUE(matches(*none, kNow).empty());
}

TEST(LiveRules, DraftsAndRetiredRulesAreCheckedAndLeftOut) {
    const auto live = authored("TST-001", "traveller.bags_checked == 2");
    const auto draft = with(live, [](Rule& rule) {
        rule.id = "TST-002";
        rule.mode = RuleMode::kDraft;
    });
    const auto retired = with(live, [](Rule& rule) {
        rule.id = "TST-003";
        rule.mode = RuleMode::kRetired;
    });
    const auto shadow = with(live, [](Rule& rule) {
        rule.id = "TST-004";
        rule.mode = RuleMode::kShadow;
    });
    const auto rules = made({live, draft, retired, shadow});
    ASSERT_TRUE(rules.has_value()) << rules.error().what;
    EXPECT_EQ(matches(**rules, kNow), (std::set<std::string>{"TST-001", "TST-004"}));
    EXPECT_EQ((*rules)->rule("TST-002"), nullptr);
    EXPECT_EQ(programs(**rules).at("TST-004")->terms.mode, engine::RuleMode::kShadow);

    const auto wrong = made({with(draft, [](Rule& rule) { rule.condition.text = "nothing"; })});
    ASSERT_FALSE(wrong.has_value());
}

TEST(LiveRules, TheTermsAreTheAuthors) {
    const auto rule = with(authored("TST-001", "traveller.bags_checked == 2"), [](Rule& each) {
        each.channel = RuleChannel::kRed;
        each.score = 65;
        each.group = "bags";
        each.ports = {"PKKHI", "PKL*"};
        each.on_unknown = Verdict::kMatch;
        each.valid_from = {2026, 1, 1};
        each.valid_to = {2026, 2, 28};
    });
    const auto rules = made({rule});
    ASSERT_TRUE(rules.has_value()) << rules.error().what;
    const engine::RuleTerms& terms = programs(**rules).at("TST-001")->terms;
    EXPECT_EQ(terms.revision, 3U);
    EXPECT_EQ(terms.score, 65);
    EXPECT_EQ(terms.channel, facts::Channel::kRed);
    EXPECT_EQ(terms.group, "bags");
    EXPECT_EQ(terms.on_unknown, engine::OnUnknown::kMatch);
    // Both days count, from the first midnight to the last.
    constexpr std::int64_t kDay = 86'400;
    EXPECT_EQ(matches(**rules, kNow).size(), 1U);
    EXPECT_TRUE(matches(**rules, kNow - 1).empty());
    EXPECT_EQ(matches(**rules, kNow + 59 * kDay - 1).size(), 1U);
    EXPECT_TRUE(matches(**rules, kNow + 59 * kDay).empty());
    EXPECT_EQ(matches(**rules, kNow, "PKLHE").size(), 1U);
    EXPECT_TRUE(matches(**rules, kNow, "PKISB").empty());
}

TEST(LiveRules, AChangeCompilesOnlyWhatIsNew) {
    const auto first = authored("TST-001", "traveller.bags_checked == 2");
    const auto second = authored("TST-002", "traveller.bags_checked == 2");
    const auto third = authored("TST-003", "traveller.bags_checked == 2");
    const auto before = made({first, second, third});
    ASSERT_TRUE(before.has_value());
    const auto other = with(second, [](Rule& rule) {
        rule.rev = 4;
        rule.condition.text = "traveller.bags_checked == 3";
    });
    const auto after =
        (*before)->changed({first, other}, {"TST-003", "TST-999"}, {}, empty().lists());
    ASSERT_TRUE(after.has_value()) << after.error().what;
    EXPECT_EQ(programs(**after).at("TST-001"), programs(**before).at("TST-001"));
    EXPECT_EQ((*after)->compiled("TST-001"), (*before)->compiled("TST-001"));
    EXPECT_NE(programs(**after).at("TST-002"), programs(**before).at("TST-002"));
    EXPECT_EQ((*after)->rule("TST-002")->rev, 4U);
    EXPECT_EQ((*after)->rule("TST-003"), nullptr);
    EXPECT_EQ(matches(**after, kNow), std::set<std::string>{"TST-001"});
    // Readers of the old ones have them as they were.
    EXPECT_EQ(matches(**before, kNow).size(), 3U);
}

TEST(LiveRules, AChangeToDraftTakesTheRuleOut) {
    const auto rule = authored("TST-001", "traveller.bags_checked == 2");
    const auto before = made({rule});
    ASSERT_TRUE(before.has_value());
    const auto draft = with(rule, [](Rule& each) { each.mode = RuleMode::kDraft; });
    const auto after = (*before)->changed({draft}, {}, {}, empty().lists());
    ASSERT_TRUE(after.has_value()) << after.error().what;
    EXPECT_EQ((*after)->size(), 0U);
    EXPECT_TRUE(matches(**after, kNow).empty());
}

TEST(LiveRules, AMistakeIsRefusedWithItsRuleAndItsPlace) {
    const auto good = authored("TST-001", "traveller.bags_checked == 2");
    const auto wrong = authored("TST-002", "traveller.bags_checked == 'two'");
    for (const auto& refused :
         {made({good, wrong}), empty().changed({good, wrong}, {}, {}, empty().lists())}) {
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().code, core::Errc::kInvalid);
        EXPECT_EQ(refused.error().what.find("rule TST-002 at 7:"), 0U) << refused.error().what;
    }
    const auto twins = made({good, good});
    ASSERT_FALSE(twins.has_value());
    EXPECT_EQ(twins.error().code, core::Errc::kConflict);
    const auto put_twice = empty().changed({good, good}, {}, {}, empty().lists());
    ASSERT_FALSE(put_twice.has_value());
    EXPECT_EQ(put_twice.error().code, core::Errc::kConflict);
}

TEST(LiveRules, AWorstCaseBeyondTheBudgetIsRefused) {
    Authored many;
    for (int i = 0; i < 300; ++i) {
        many.push_back(with(
            authored(core::cat("TST-", 1000 + i),
                     core::cat("declaration.lines.exists(l, l.description.contains('W", i, "'))")),
            [](Rule& rule) { rule.kind = RuleKind::kDeclaration; }));
    }
    const auto refused = made(many);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, core::Errc::kExhausted);
    EXPECT_NE(refused.error().what.find("declaration"), std::string::npos);
    const auto few = made({many.begin(), many.begin() + 3});
    ASSERT_TRUE(few.has_value());
    const auto grown = (*few)->changed(many, {}, {}, empty().lists());
    ASSERT_FALSE(grown.has_value());
    EXPECT_EQ(grown.error().code, core::Errc::kExhausted);
}

/// Edition `number` of two rules, which say so by their revisions.
std::shared_ptr<const LiveRules> edition(const LiveRules& before, std::uint32_t number) {
    Authored put;
    for (const char* id : {"TST-001", "TST-002"}) {
        put.push_back(with(authored(id, "traveller.bags_checked == 2"),
                           [number](Rule& rule) { rule.rev = number; }));
    }
    engine::RuleVersions versions;
    versions.pack[0] = static_cast<std::uint8_t>(number >> 8U);
    versions.pack[1] = static_cast<std::uint8_t>(number);
    return *before.changed(put, {}, versions, before.lists());
}

/// Asks as screening does; whether the answer is that of one whole set.
bool is_whole(const LiveRules& rules, engine::Workspace& work) {
    const cel::SlotLayout& layout = rules.layouts().of(RuleKind::kTraveller);
    engine::FrameBuilder builder{layout};
    builder.begin(~std::uint64_t{0});
    const bool is_set =
        builder.set(layout.find(0, "port.code").index, std::string_view{"PKKHI"}).has_value() &&
        builder.set(layout.find(0, "traveller.bags_checked").index, std::int64_t{2}).has_value();
    engine::Evaluation evaluation;
    rules.engine().evaluate(
        RuleKind::kTraveller, builder.finish(), rules.lists(), work, evaluation);
    const auto& pack = rules.versions().pack;
    const std::uint32_t number = std::uint32_t{pack[0]} << 8U | pack[1];
    bool is_one = is_set && evaluation.matches.size() == 2;
    for (const engine::Outcome& each : evaluation.matches) {
        const Rule* author = rules.rule(each.rule->terms.id);
        is_one = is_one && each.rule->terms.revision == number && author != nullptr &&
                 author->rev == number && rules.compiled(author->id) != nullptr;
    }
    return is_one;
}

TEST(LiveRules, WhoeverAsksWhileRulesGoLiveHasTheAnswerOfOneWholeSet) {
    constexpr std::uint32_t kEditions = 300;
    constexpr int kReaders = 3;
    core::Published<LiveRules> newest{edition(empty(), 1)};
    std::atomic<bool> is_over{false};
    std::atomic<std::uint64_t> asked{0};
    std::atomic<std::uint64_t> torn{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < kReaders; ++i) {
        readers.emplace_back([&] {
            engine::Workspace work;
            do {
                torn += is_whole(*newest.newest(), work) ? 0U : 1U;
                ++asked;
            } while (!is_over);
        });
    }
    for (std::uint32_t number = 2; number <= kEditions; ++number) {
        newest.replace(edition(*newest.newest(), number));
    }
    is_over = true;
    for (std::thread& reader : readers) {
        reader.join();
    }
    EXPECT_EQ(torn, 0U);
    EXPECT_GE(asked, std::uint64_t{kReaders});
    engine::Workspace work;
    EXPECT_TRUE(is_whole(*newest.newest(), work));
    EXPECT_EQ(newest.newest()->rule("TST-001")->rev, kEditions);
}

}  // namespace
}  // namespace sarhad::rules
