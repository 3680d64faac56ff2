// A back-test against the slow and obvious way: every frame evaluated on its own, then counted.
#include "rules/backtest/backtest.h"

#include "stored_frames.h"
#include "test_guard.h"

#include "core/posix_files.h"
#include "core/text.h"
#include "rules/author/compiled_rule.h"
#include "rules/backtest/protected_slots.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace sarhad::rules::backtest {
namespace {

using cel::SlotState;
using core::cat;
using engine::Frame;
using engine::FrameBuilder;
using frames::FrameNote;
using frames::id_of;
using frames::Inspection;
using frames::Opaque;
using frames::world;

/// What a frame file is made of, kept beside it.
struct Entity {
    Frame frame;
    FrameNote note;
    std::optional<Inspection> inspection;
};

class BacktestTest : public ::testing::Test {
protected:
    BacktestTest() {
        std::string name = (std::filesystem::temp_directory_path() / "backtest-XXXXXX").string();
        SARHAD_CHECK(mkdtemp(name.data()) != nullptr);
        folder = name;
    }
    ~BacktestTest() override { std::filesystem::remove_all(folder); }
    BacktestTest(const BacktestTest&) = delete;
    BacktestTest& operator=(const BacktestTest&) = delete;

    /// Each writing makes a block.
    void write(RuleKind kind, const std::vector<Entity>& entities, std::size_t first = 0) {
        frames::FrameWriter writer{files, folder, guard, world().layouts};
        for (std::size_t i = first; i < entities.size(); ++i) {
            const Entity& each = entities[i];
            ASSERT_TRUE(writer.add(kind, each.frame, each.note, each.inspection).has_value());
        }
        const auto written = writer.commit();
        ASSERT_TRUE(written) << written.error().what;
    }
    BacktestResult run(BacktestInput input,
                       const engine::ReferenceLists& lists,
                       std::size_t threads) {
        const auto held = frames::open_frames(files, folder, input.kind, guard, world().layouts);
        EXPECT_TRUE(held) << (held ? "" : held.error().what);
        const auto test =
            Backtest::make(std::move(input), {files, guard, world().layouts, lists, *held});
        EXPECT_TRUE(test) << (test ? "" : test.error().what);
        auto result = test->run(threads);
        EXPECT_TRUE(result) << (result ? "" : result.error().what);
        return *std::move(result);
    }
    static std::shared_ptr<const engine::Rule> rule(std::string_view condition,
                                                    std::vector<std::string> ports = {}) {
        engine::RuleTerms terms;
        terms.ports = std::move(ports);
        std::string issues;
        auto made = world().rule(std::move(terms), condition, &issues);
        EXPECT_NE(made, nullptr) << issues;
        return made;
    }

    core::PosixFiles files;
    frames::TestGuard guard;
    std::string folder;
};

/// The value of a rule for a frame, whose protected facts are unknown where they are hidden.
cel::Value value_of(const engine::Rule& rule,
                    const Frame& frame,
                    const engine::ReferenceLists& lists,
                    const std::vector<std::vector<bool>>& hidden) {
    static cel::Arena arena{engine::kRuleArenaBytes};
    std::vector<cel::SlotTable> tables = frame.tables();
    std::vector<std::vector<std::uint64_t>> words(tables.size());
    std::vector<std::vector<SlotState>> states(tables.size());
    for (std::size_t t = 0; t < tables.size(); ++t) {
        const std::size_t slots = hidden[t].size() * tables[t].rows;
        words[t].assign(tables[t].words, tables[t].words + slots);
        states[t].assign(tables[t].states, tables[t].states + slots);
        for (std::size_t i = 0; i < slots; ++i) {
            if (hidden[t][i / tables[t].rows]) {
                words[t][i] = 0;
                states[t][i] = SlotState::kUnknown;
                tables[t].unknown_fields |= std::uint64_t{1} << (i / tables[t].rows % 64);
            }
        }
        tables[t].words = words[t].data();
        tables[t].states = states[t].data();
    }
    cel::Budget budget = kRuleBudget;
    return cel::evaluate(rule.program, {tables, frame.text().data(), lists.sets()}, budget, arena);
}

/// Some of a tally, counted frame by frame.
RuleTally counted(const engine::Rule& rule,
                  RuleKind kind,
                  const std::vector<Entity>& entities,
                  const engine::ReferenceLists& lists) {
    const cel::SlotLayout& layout = world().layouts.of(kind);
    const auto guarded = protected_slots(kind, layout);
    auto open = guarded;
    for (auto& table : open) {
        table.assign(table.size(), false);
    }
    RuleTally made;
    for (const Entity& each : entities) {
        if (!rule.terms.ports.empty() && !engine::is_named(rule.terms.ports, each.frame.port())) {
            continue;
        }
        ++made.frames;
        const cel::Value value = value_of(rule, each.frame, lists, open);
        const bool is_hit = value.is_true();
        if (value.is(cel::ValueKind::kUnknown)) {
            ++made.unknown;
            for (std::size_t bit = 0; bit < 64; ++bit) {
                made.waits_for.at(bit) += value.sources() >> bit & 1U;
            }
        } else if (is_hit || value.is_false()) {
            ++made.answered;
            made.hits += is_hit ? 1U : 0U;
            made.excluded += value_of(rule, each.frame, lists, guarded).is_false() ? 1U : 0U;
        } else {
            ++made.errors;
        }
        if (each.inspection) {
            const bool is_drawn = each.inspection->selected == frames::Selected::kRandom;
            made.all_looks.add(*each.inspection);
            made.all_random.add(
                is_drawn
                    ? LookCount{1,
                                each.inspection->finding == frames::Finding::kPositive ? 1U : 0U,
                                each.inspection->minutes}
                    : LookCount{});
            if (is_hit) {
                made.hit_looks.add(*each.inspection);
            }
        }
        const bool is_green = each.note.channel == facts::Channel::kGreen;
        made.green += is_green ? 1U : 0U;
        made.green_hits += is_green && is_hit ? 1U : 0U;
        for (const std::string& hit : each.note.hits) {
            HitCount& count = made.recorded[hit];
            ++count.frames;
            count.hits += is_hit ? 1U : 0U;
        }
    }
    return made;
}

void expect_counts(const RuleTally& got, const RuleTally& wanted, const std::string& condition) {
    SCOPED_TRACE(condition);
    ASSERT_EQ(got.frames, wanted.frames);
    ASSERT_EQ(got.hits, wanted.hits);
    ASSERT_EQ(got.unknown, wanted.unknown);
    ASSERT_EQ(got.errors, wanted.errors);
    ASSERT_EQ(got.waits_for, wanted.waits_for);
    ASSERT_EQ(got.answered, wanted.answered);
    ASSERT_EQ(got.excluded, wanted.excluded);
    ASSERT_EQ(got.all_looks, wanted.all_looks);
    ASSERT_EQ(got.all_random, wanted.all_random);
    ASSERT_EQ(got.hit_looks, wanted.hit_looks);
    ASSERT_EQ(got.green, wanted.green);
    ASSERT_EQ(got.green_hits, wanted.green_hits);
    ASSERT_EQ(got.recorded, wanted.recorded);
    std::uint64_t stopped = 0;
    for (const std::uint64_t each : got.stopped) {
        stopped += each;
    }
    ASSERT_EQ(stopped, wanted.answered - wanted.hits);
    std::uint64_t placed = 0;
    for (const auto& [place, count] : got.places) {
        placed += count.hits;
    }
    ASSERT_EQ(placed, wanted.hits);
    for (const auto& groups : got.groups) {
        std::uint64_t grouped = 0;
        for (const auto& [group, count] : groups) {
            grouped += count.hits;
        }
        ASSERT_TRUE(groups.empty() || grouped == wanted.hits);
    }
}

TEST_F(BacktestTest, SaysWhatEveryFrameOnItsOwnSays) {
    std::uint64_t hits = 0;
    std::uint64_t filtered = 0;
    for (const RuleKind kind :
         {RuleKind::kTraveller, RuleKind::kCash, RuleKind::kDeclaration, RuleKind::kConsignment}) {
        engine::RandomRules random{world().layouts.of(kind), 5 + static_cast<std::uint64_t>(kind)};
        FrameBuilder builder{world().layouts.of(kind)};
        std::vector<Entity> entities;
        for (std::size_t block = 0; block < 3; ++block) {
            const std::size_t first = entities.size();
            for (std::size_t i = 0; i < 80; ++i) {
                Entity made{random.frame(builder), {}, std::nullopt};
                made.note.entity = id_of(entities.size() + 1);
                made.note.channel = static_cast<facts::Channel>(random.below(3));
                if (random.below(5) == 0) {
                    made.note.hits = {"OLD-001"};
                }
                if (random.below(4) == 0) {
                    made.inspection = Inspection{static_cast<frames::Selected>(random.below(3)),
                                                 static_cast<frames::Finding>(random.below(2)),
                                                 static_cast<std::uint16_t>(random.below(30))};
                }
                entities.push_back(std::move(made));
            }
            write(kind, entities, first);
        }
        for (int pack = 0; pack < 12; ++pack) {
            const engine::ReferenceLists lists = random.lists();
            BacktestInput input{kind, {}};
            std::vector<std::string> conditions;
            while (input.rules.size() < 8) {
                engine::RuleTerms terms;
                terms.kind = kind;
                if (random.below(4) == 0) {
                    terms.ports = {"A*", "85"};
                }
                conditions.push_back(random.condition());
                input.rules.push_back(world().rule(terms, conditions.back()));
                ASSERT_NE(input.rules.back(), nullptr) << conditions.back();
            }
            const BacktestResult one = run(input, lists, 1);
            const BacktestResult two = run(input, lists, 2);
            ASSERT_TRUE(one.rules == two.rules);
            for (std::size_t i = 0; i < input.rules.size(); ++i) {
                const RuleTally wanted = counted(*input.rules[i], kind, entities, lists);
                expect_counts(one.rules[i], wanted, conditions[i]);
                hits += wanted.hits;
                filtered += one.rules[i].stopped.size() > 1 ? 1U : 0U;
            }
        }
    }
    // The test looked at something.
    EXPECT_GT(hits, 5'000U);
    EXPECT_GT(filtered, 50U);
}

/// Travellers of two days at two ports.
class BacktestOfTravellers : public BacktestTest {
protected:
    static constexpr std::int64_t kDay = 86'400'000'000;
    static constexpr std::int64_t kFirst = 20'700;  ///< 2026-09-04

    BacktestOfTravellers() : builder{world().layouts.of(RuleKind::kTraveller)} {}

    struct Told {
        std::int64_t day{kFirst};
        std::string_view port{"PKKHI"};
        std::string_view nationality{"XAA"};
        std::int64_t birth_year{1980};
        bool crew{false};
        std::uint64_t person{0};
        std::optional<Inspection> inspection{};
    };
    void add(const Told& told) {
        const cel::SlotLayout& layout = world().layouts.of(RuleKind::kTraveller);
        const auto set = [&](std::string_view path, const engine::Fact& fact) {
            ASSERT_TRUE(builder.set(layout.find(0, path).index, fact).has_value());
        };
        builder.begin(sources);
        set("now", engine::Micros{told.day * kDay + 5});
        set("port.code", told.port);
        set("traveller.nationality", told.nationality);
        set("traveller.birth_year", told.birth_year);
        set("traveller.crew", told.crew);
        entities.push_back({builder.finish(),
                            {id_of(entities.size() + 1), id_of(told.person), {}, {}},
                            told.inspection});
    }
    RuleTally tally(std::string_view condition, BacktestInput input = {RuleKind::kTraveller, {}}) {
        write(RuleKind::kTraveller, entities);
        input.rules = {rule(condition)};
        return run(input, engine::ReferenceLists{world().layouts.of(RuleKind::kTraveller)}, 2)
            .rules.at(0);
    }

    FrameBuilder builder;
    std::vector<Entity> entities;
    std::uint64_t sources{~std::uint64_t{0}};  ///< What has arrived of those who are added.
};

TEST_F(BacktestOfTravellers, CountsByPortDayAndGroup) {
    add({.crew = true});
    add({.nationality = "XAB", .birth_year = 2015});
    add({.day = kFirst + 1, .port = "PKLHE", .birth_year = 0, .crew = true});
    const RuleTally got = tally("traveller.crew");
    EXPECT_EQ(got.places.at({"PKKHI", kFirst}), (HitCount{2, 1}));
    EXPECT_EQ(got.places.at({"PKLHE", kFirst + 1}), (HitCount{1, 1}));
    EXPECT_EQ(got.groups.at(0).at("XAA"), (HitCount{2, 2}));
    EXPECT_EQ(got.groups.at(0).at("XAB"), (HitCount{1, 0}));
    EXPECT_EQ(got.groups.at(1).at("not told"), (HitCount{3, 2}));
    EXPECT_EQ(got.groups.at(2).at("45-59"), (HitCount{1, 1}));
    EXPECT_EQ(got.groups.at(2).at("0-17"), (HitCount{1, 0}));
    EXPECT_EQ(got.groups.at(2).at("not told"), (HitCount{1, 1}));
    ASSERT_EQ(got.samples.size(), 2U);
    EXPECT_EQ(got.samples[1].entity, id_of(3));
}

TEST_F(BacktestOfTravellers, LooksAtTheDaysThatAreAskedForOnly) {
    for (std::int64_t day = 0; day < 5; ++day) {
        add({.day = kFirst + day, .crew = true});
    }
    const RuleTally got =
        tally("traveller.crew", {RuleKind::kTraveller, {}, kFirst + 1, kFirst + 3});
    EXPECT_EQ(got.frames, 3U);
    EXPECT_EQ(got.hits, 3U);
}

TEST_F(BacktestOfTravellers, CountsAStopOfWhoWasClearedOnAnEarlierDay) {
    const Inspection cleared{frames::Selected::kRule, frames::Finding::kNegative, 10};
    const Inspection found{frames::Selected::kRule, frames::Finding::kPositive, 10};
    add({.day = kFirst + 1, .person = 7, .inspection = cleared});
    add({.day = kFirst + 1, .person = 8, .inspection = found});
    add({.day = kFirst + 1, .person = 0, .inspection = cleared});
    for (const std::uint64_t person : {7U, 8U, 9U, 0U}) {
        add({.day = kFirst, .crew = true, .person = person});
        add({.day = kFirst + 2, .crew = true, .person = person});
    }
    EXPECT_EQ(tally("traveller.crew").repeats, 1U);
}

TEST_F(BacktestOfTravellers, WhatOnlyNarrowsPassesAndWhatDecidesFails) {
    for (std::int64_t i = 0; i < 100; ++i) {
        add({.nationality = i % 2 == 0 ? "XAA" : "XAB", .birth_year = 1990, .crew = i < 20});
    }
    const RuleTally narrowed = tally("traveller.crew && traveller.nationality == 'XAA'");
    EXPECT_EQ(narrowed.hits, 10U);
    EXPECT_EQ(narrowed.excluded, 80U);
    EXPECT_TRUE(is_excluding_enough(narrowed));
    const RuleTally decided = tally("!traveller.crew && traveller.nationality == 'XAA'");
    EXPECT_EQ(decided.hits, 40U);
    EXPECT_EQ(decided.excluded, 20U);
    EXPECT_FALSE(is_excluding_enough(decided));
    // Selects too many, whoever they are.
    EXPECT_FALSE(is_excluding_enough(tally("!traveller.crew")));
}

TEST_F(BacktestOfTravellers, WhoWaitsIsAHitWhereTheAuthorSaysSo) {
    for (int i = 0; i < 6; ++i) {
        sources = i < 2 ? ~source_of(Feed::kPnr) : ~std::uint64_t{0};
        add({.crew = i % 2 == 0});
    }
    write(RuleKind::kTraveller, entities);
    const engine::ReferenceLists lists{world().layouts.of(RuleKind::kTraveller)};
    engine::RuleTerms terms;
    terms.on_unknown = engine::OnUnknown::kMatch;
    std::string issues;
    const auto careful = world().rule(terms, "traveller.crew && !booking.one_way", &issues);
    ASSERT_NE(careful, nullptr) << issues;
    const BacktestResult got = run(
        {RuleKind::kTraveller, {careful, rule("traveller.crew && !booking.one_way")}}, lists, 1);
    const RuleTally& due = got.rules.at(0);
    EXPECT_EQ(due.hits, 3U);
    EXPECT_EQ(due.waiting_hits, 1U);
    EXPECT_EQ(due.unknown, 0U);
    EXPECT_EQ(due.answered, 6U);
    EXPECT_EQ(due.excluded, 3U);
    const RuleTally& other = got.rules.at(1);
    EXPECT_EQ(other.hits, 2U);
    EXPECT_EQ(other.waiting_hits, 0U);
    EXPECT_EQ(other.unknown, 1U);
    EXPECT_EQ(due.waits_for, other.waits_for);
}

TEST_F(BacktestOfTravellers, OfTooFewNothingIsProved) {
    for (std::uint64_t i = 0; i + 1 < kExcludedAnswersMin; ++i) {
        add({.crew = false});
    }
    EXPECT_EQ(tally("traveller.crew").excluded, kExcludedAnswersMin - 1);
    EXPECT_FALSE(is_excluding_enough(tally("traveller.crew")));
    add({.crew = false});
    EXPECT_TRUE(is_excluding_enough(tally("traveller.crew")));
}

TEST_F(BacktestOfTravellers, IsJudgedByTheHitsThatNobodyChose) {
    const auto look = [](frames::Selected selected, bool is_found) {
        return Inspection{
            selected, is_found ? frames::Finding::kPositive : frames::Finding::kNegative, 20};
    };
    for (int i = 0; i < 80; ++i) {
        add({.inspection = look(frames::Selected::kRandom, i < 2)});
    }
    for (int i = 0; i < 20; ++i) {
        add({.crew = true, .inspection = look(frames::Selected::kRandom, i < 3)});
        add({.crew = true, .inspection = look(frames::Selected::kOfficer, true)});
    }
    const RuleTally got = tally("traveller.crew");
    EXPECT_EQ(judging_looks(got), (LookCount{20, 3, 400}));
    EXPECT_EQ(lift_permille(got), 3'000U);  // 15 of a hundred for 5.
}

TEST_F(BacktestOfTravellers, SaysHowOftenItFindsSomethingMoreThanChance) {
    const auto look = [](frames::Selected selected, bool is_found) {
        return Inspection{
            selected, is_found ? frames::Finding::kPositive : frames::Finding::kNegative, 20};
    };
    for (int i = 0; i < 100; ++i) {
        add({.inspection = look(frames::Selected::kRandom, i < 5)});
    }
    for (int i = 0; i < 10; ++i) {
        add({.crew = true, .inspection = look(frames::Selected::kRule, i < 4)});
    }
    for (int i = 0; i < 30; ++i) {
        add({.crew = true});
    }
    const RuleTally got = tally("traveller.crew");
    EXPECT_EQ(got.hit_looks, (LookCount{10, 4, 200}));
    EXPECT_EQ(got.all_random, (LookCount{100, 5, 2'000}));
    EXPECT_EQ(lift_permille(got), 8'000U);
    EXPECT_EQ(expected_minutes(got), 800U);
}

TEST_F(BacktestOfTravellers, SaysWhichConditionFailedFirst) {
    for (int i = 0; i < 10; ++i) {
        add({.nationality = i < 6 ? "XAA" : "XAB", .crew = i < 8});
    }
    write(RuleKind::kTraveller, entities);
    const engine::ReferenceLists lists{world().layouts.of(RuleKind::kTraveller)};
    const BacktestResult got = run(
        {RuleKind::kTraveller,
         {rule(
             "traveller.nationality == 'XAA' && traveller.crew && traveller.birth_year * 2 > 4")}},
        lists,
        1);
    EXPECT_EQ(got.conditions.at(0),
              (std::vector<std::string>{"traveller.crew: another value",
                                        "traveller.nationality: another value",
                                        "other conditions"}));
    EXPECT_EQ(got.rules.at(0).stopped, (std::vector<std::uint64_t>{2, 2, 0}));
}

TEST_F(BacktestOfTravellers, ReadsTheColumnsThatItNeedsAndNoOthers) {
    for (int i = 0; i < 2'000; ++i) {
        add({});
    }
    write(RuleKind::kTraveller, entities);
    const engine::ReferenceLists lists{world().layouts.of(RuleKind::kTraveller)};
    const BacktestResult got = run({RuleKind::kTraveller, {rule("traveller.crew")}}, lists, 1);
    const auto size =
        std::filesystem::file_size(std::filesystem::path{folder} / "traveller-2026-09.frames");
    EXPECT_LT(got.bytes_read * 10, size);
}

}  // namespace
}  // namespace sarhad::rules::backtest
