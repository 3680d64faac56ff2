// Stored frames: what is written comes back, what is damaged is found, what is missing is said.
#include "frames_fixture.h"

#include "core/posix_files.h"
#include "core/text.h"
#include "rules/author/compiled_rule.h"
#include "rules/author/document.h"
#include "rules/frames/block_reader.h"
#include "rules/frames/frame_of_facts.h"
#include "rules/frames/frame_store.h"
#include "support/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace sarhad::rules::frames {
namespace {

using cel::SlotState;
using cel::SlotText;
using cel::SlotType;
using core::cat;
using core::Errc;
using engine::Frame;
using engine::FrameBuilder;

/// Every slot of frame `row` of the reader's block is as `frame` has it.
void expect_same(BlockReader& reader,
                 std::size_t row,
                 const Frame& frame,
                 const cel::SlotLayout& layout) {
    for (std::uint32_t t = 0; t < layout.tables().size(); ++t) {
        const cel::SlotTable& table = frame.tables()[t];
        std::size_t first = row;
        if (t != 0) {
            const auto rows = reader.rows(t);
            const auto starts = reader.starts(t);
            ASSERT_TRUE(rows && starts);
            first = (**starts)[row];
            ASSERT_EQ((**starts)[row + 1] - first, table.rows);
            ASSERT_EQ((*rows)->states[(*rows)->codes[row]] == SlotState::kUnknown,
                      table.is_unknown);
        }
        for (std::uint32_t f = 0; f < layout.tables()[t].fields.size(); ++f) {
            const auto column = reader.column(t, f);
            ASSERT_TRUE(column) << column.error().what;
            for (std::uint32_t r = 0; r < table.rows; ++r) {
                const std::size_t at = table.place(f, r);
                const std::uint16_t code = (*column)->codes[first + r];
                ASSERT_EQ((*column)->states[code], table.states[at]);
                const bool is_text = layout.tables()[t].fields[f].type == SlotType::kString &&
                                     table.states[at] == SlotState::kValue;
                if (is_text) {
                    ASSERT_EQ(SlotText::read((*column)->words[code], reader.text()),
                              SlotText::read(table.words[at], frame.text().data()));
                } else {
                    ASSERT_EQ((*column)->words[code], table.words[at]);
                }
            }
        }
    }
}

TEST_F(Frames, EverySlotOfEveryKindComesBackAsItWas) {
    for (const RuleKind kind : rule_kinds()) {
        engine::RandomRules random{layout(kind), 11};
        FrameBuilder builder{layout(kind)};
        std::vector<Frame> all;
        FrameWriter writer{files, folder, guard, world().layouts};
        for (std::uint64_t i = 0; i < 700; ++i) {
            all.push_back(random.frame(builder));
            const FrameNote note{id_of(i + 1),
                                 id_of(i % 5),
                                 static_cast<facts::Channel>(i % 3),
                                 i % 4 == 0 ? std::vector<std::string>{"AA-001", "LONGER-0001"}
                                            : std::vector<std::string>{}};
            ASSERT_TRUE(writer.add(kind, all.back(), note, std::nullopt).has_value());
        }
        const auto written = writer.commit();
        ASSERT_TRUE(written) << written.error().what;
        ASSERT_EQ(written->frames, 700U);
        const auto held = opened(kind);
        ASSERT_EQ(held.size(), 1U);
        ASSERT_EQ(held[0].file.frames(), 700U);
        BlockReader reader{files, guard, world().layouts};
        reader.begin(held[0].file, held[0].file.blocks()[0]);
        for (std::size_t i = 0; i < all.size(); ++i) {
            expect_same(reader, i, all[i], layout(kind));
            ASSERT_EQ((**reader.entities())[i], id_of(i + 1));
            ASSERT_EQ((**reader.persons())[i], id_of(i % 5));
            const FrameColumn& channels = **reader.channels();
            ASSERT_EQ(channels.words[channels.codes[i]], i % 3);
        }
        const RecordedHits& hits = **reader.hits();
        ASSERT_EQ(hits.rows.size(), 350U);
        EXPECT_EQ(hits.rows[3], 4);
        EXPECT_EQ(SlotText::read(hits.rules.words[hits.rules.codes[3]], reader.text()),
                  "LONGER-0001");
    }
}

TEST_F(Frames, HaveTheBytesThatTheFormatSays) {
    FrameWriter writer{files, folder, guard, world().layouts};
    constexpr std::int64_t kAt = 1'790'000'000'000'000;
    const Inspection found{Selected::kRandom, Finding::kPositive, 25};
    ASSERT_TRUE(writer
                    .add(RuleKind::kTraveller,
                         traveller(kAt, "XAA"),
                         {id_of(1), id_of(7), facts::Channel::kRed, {"PAX-001"}},
                         found)
                    .has_value());
    ASSERT_TRUE(writer
                    .add(RuleKind::kTraveller,
                         traveller(kAt + 1, "XAB"),
                         {id_of(2), {}, facts::Channel::kGreen, {}},
                         std::nullopt)
                    .has_value());
    ASSERT_TRUE(writer.commit());
    for (const std::string ending : {".frames", ".labels"}) {
        const core::Bytes made = bytes_of("traveller-2026-09" + ending);
        ASSERT_FALSE(made.empty());
        EXPECT_EQ(golden::kept("formats/v1/rule_frame_file" + ending, made), made);
    }
    const auto held = opened();
    EXPECT_EQ(held.at(0).labels.at(0), (FrameLabel{{0, 0}, found, id_of(7), kAt}));
}

TEST_F(Frames, InspectionsJoinTheirFramesLaterAndTheSameAgainChangesNothing) {
    const auto give = [&](bool with_frames) {
        FrameWriter writer{files, folder, guard, world().layouts};
        for (std::uint64_t i = 0; with_frames && i < 3; ++i) {
            // A month each.
            const auto at =
                1'780'000'000'000'000 + static_cast<std::int64_t>(i) * 2'700'000'000'000;
            EXPECT_TRUE(writer
                            .add(RuleKind::kTraveller,
                                 traveller(at, "XAA"),
                                 {id_of(i + 1), id_of(90 + i), facts::Channel::kGreen, {}},
                                 std::nullopt)
                            .has_value());
        }
        EXPECT_TRUE(
            writer.label(RuleKind::kTraveller, id_of(2), {Selected::kRandom, Finding::kNegative, 9})
                .has_value());
        EXPECT_TRUE(
            writer.label(RuleKind::kTraveller, id_of(2), {Selected::kRule, Finding::kPositive, 11})
                .has_value());
        EXPECT_TRUE(writer.label(RuleKind::kTraveller, id_of(77), {}).has_value());
        const auto written = writer.commit();
        EXPECT_TRUE(written);
        return *written;
    };
    const FramesWritten first = give(true);
    EXPECT_EQ(first.frames, 3U);
    EXPECT_EQ(first.labels, 1U);
    EXPECT_EQ(first.unjoined, 1U);
    const auto held = opened();
    ASSERT_EQ(held.size(), 3U);
    ASSERT_EQ(held[1].labels.size(), 1U);
    EXPECT_EQ(held[1].labels[0].inspection, (Inspection{Selected::kRule, Finding::kPositive, 11}));
    EXPECT_EQ(held[1].labels[0].person, id_of(91));
    const core::Bytes frames = bytes_of(held[1].file.name() + ".frames");
    const core::Bytes labels = bytes_of(held[1].file.name() + ".labels");
    const FramesWritten again = give(true);
    EXPECT_EQ(again.frames, 0U);
    EXPECT_EQ(again.there_already, 3U);
    EXPECT_EQ(give(false).labels, 1U);
    EXPECT_EQ(bytes_of(held[1].file.name() + ".frames"), frames);
    EXPECT_EQ(bytes_of(held[1].file.name() + ".labels"), labels);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder}, {}), 4);
}

TEST_F(Frames, AColumnThatTheSoftwareDoesNotKnowIsLetPassAndOneThatTheFileLacksIsUnknown) {
    cel::SlotLayout older;
    ASSERT_TRUE(older.add_slot(0, {"now", SlotType::kTime, 0, 0, 0}).has_value());
    ASSERT_TRUE(older.add_slot(0, {"gone.since", SlotType::kInt, 1, 0, 0}).has_value());
    ASSERT_TRUE(older.add_slot(0, {"traveller.crew", SlotType::kBool, 1, 0, 0}).has_value());
    FrameBuilder builder{older};
    builder.begin(~std::uint64_t{0});
    ASSERT_TRUE(builder.set(0, engine::Micros{1'790'000'000'000'000}).has_value());
    ASSERT_TRUE(builder.set(1, std::int64_t{5}).has_value());
    ASSERT_TRUE(builder.set(2, true).has_value());
    BlockBuilder block{older};
    block.add(builder.finish(), {id_of(1), {}, facts::Channel::kGreen, {}});
    const FrameMonth month{RuleKind::kTraveller, 2026, 9};
    core::Bytes bytes = file_head(month, older, guard);
    core::append(bytes, block.finish(name_of(month), 0, guard));
    put("traveller-2026-09.frames", bytes);

    const auto held = opened();
    ASSERT_EQ(held.size(), 1U);
    BlockReader reader{files, guard, world().layouts};
    reader.begin(held[0].file, held[0].file.blocks()[0]);
    const auto crew = reader.column(0, layout().find(0, "traveller.crew").index);
    ASSERT_TRUE(crew);
    EXPECT_EQ((*crew)->words[(*crew)->codes[0]], 1U);
    const auto sex = reader.column(0, layout().find(0, "traveller.sex").index);
    ASSERT_TRUE(sex);
    EXPECT_EQ((*sex)->states[(*sex)->codes[0]], SlotState::kUnknown);
    const auto bags = reader.rows(layout().find(0, "bags").index);
    ASSERT_TRUE(bags);
    EXPECT_EQ((*bags)->states[(*bags)->codes[0]], SlotState::kUnknown);
    ASSERT_TRUE(read_all(held[0]).has_value());

    cel::SlotLayout other;
    ASSERT_TRUE(other.add_slot(0, {"traveller.crew", SlotType::kInt, 1, 0, 0}).has_value());
    put("traveller-2026-09.frames", file_head(month, other, guard));
    const auto refused = open_frames(files, folder, RuleKind::kTraveller, guard, world().layouts);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::kInvalid);
}

TEST_F(Frames, AFullBlockIsFollowedByAnother) {
    FrameWriter writer{files, folder, guard, world().layouts};
    for (std::uint64_t i = 0; i < kBlockFramesMax + 3; ++i) {
        ASSERT_TRUE(writer
                        .add(RuleKind::kTraveller,
                             traveller(1'790'000'000'000'000, "XAA"),
                             {id_of(i + 1), {}, facts::Channel::kGreen, {}},
                             std::nullopt)
                        .has_value());
    }
    ASSERT_TRUE(
        writer.label(RuleKind::kTraveller, id_of(kBlockFramesMax + 2), Inspection{}).has_value());
    ASSERT_TRUE(writer.commit());
    const auto held = opened();
    ASSERT_EQ(held.at(0).file.blocks().size(), 2U);
    EXPECT_EQ(held[0].file.blocks()[1].frames, 3U);
    EXPECT_EQ(held[0].labels.at(0).place, (FramePlace{1, 1}));
}

TEST_F(Frames, FactsOfAFileBecomeTheFrameThatRulesSayTheSameOf) {
    const std::string text = R"({
        "now": "2026-10-03T12:00:00.25Z", "port": {"code": "PKKHI", "kind": "AIR"},
        "traveller": {"nationality": "XAA", "crew": false, "doc": {"number": "N123456789"},
                      "stay_until": null, "bags_checked": 2},
        "bags": [{"weight_kg": 23.5, "pooled": true}, {"weight_kg": 7}],
        "feeds": ["SCREEN"]})";
    const auto document = read_json(text);
    ASSERT_TRUE(document);
    cel::Arena arena{kFactBytesMax};
    const auto facts = FactFrame::read(*document, world().schema, RuleKind::kTraveller, 0, arena);
    ASSERT_TRUE(facts) << facts.error().what;
    FrameBuilder builder{layout()};
    const auto frame = frame_of_facts(*facts, RuleKind::kTraveller, layout(), builder);
    ASSERT_TRUE(frame) << frame.error().what;
    EXPECT_EQ(frame->now(), 1'791'028'800'250'000);
    EXPECT_EQ(frame->port(), "PKKHI");
    const engine::ReferenceLists lists{layout()};
    for (const std::string condition :
         {"traveller.nationality == 'XAA' && traveller.doc.number == 'N123456789'",
          "bags.exists(b, b.pooled && b.weight_kg > 20.0)",
          "bags.all(b, b.weight_kg < 24.0) && bags.size() == 2",
          "has(traveller.stay_until)",
          "booking.one_way",
          "hits.exists(h, h.score > 0.5)",
          "traveller.doc.reported_lost",
          "traveller.sex == ''",
          "bags.exists(b, b.with_owner)",
          "now > timestamp('2026-10-03T12:00:00Z')"}) {
        const Compilation compiled =
            compile_expression(condition, RuleKind::kTraveller, world().schema);
        ASSERT_NE(compiled.rule, nullptr) << condition;
        cel::Arena made{kRuleBytesMax};
        const RuleOutcome wanted = evaluate_rule(*compiled.rule, *facts, made);
        const auto rule = world().rule({}, condition);
        cel::Budget budget = kRuleBudget;
        const RuleOutcome got =
            outcome_of(cel::evaluate(rule->program, frame->facts(lists), budget, made));
        EXPECT_EQ(got.verdict, wanted.verdict) << condition;
        EXPECT_EQ(got.waits_for, wanted.waits_for) << condition;
    }
}

}  // namespace
}  // namespace sarhad::rules::frames
