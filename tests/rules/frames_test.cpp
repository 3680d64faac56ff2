// Stored frames: what is written comes back, what is damaged is found, what is missing is said.
#include "stored_frames.h"
#include "test_guard.h"

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

class Frames : public ::testing::Test {
protected:
    Frames() {
        std::string name = (std::filesystem::temp_directory_path() / "frames-XXXXXX").string();
        SARHAD_CHECK(mkdtemp(name.data()) != nullptr);
        folder = name;
    }
    ~Frames() override { std::filesystem::remove_all(folder); }
    Frames(const Frames&) = delete;
    Frames& operator=(const Frames&) = delete;

    static const cel::SlotLayout& layout(RuleKind kind = RuleKind::kTraveller) {
        return world().layouts.of(kind);
    }
    std::vector<LabelledFile> opened(RuleKind kind = RuleKind::kTraveller) {
        auto made = open_frames(files, folder, kind, guard, world().layouts);
        EXPECT_TRUE(made) << (made ? "" : made.error().what);
        return made ? *std::move(made) : std::vector<LabelledFile>{};
    }
    static void set(FrameBuilder& builder, std::string_view path, const engine::Fact& fact) {
        ASSERT_TRUE(builder.set(layout().find(0, path).index, fact).has_value());
    }
    static Frame traveller(std::int64_t at, std::string_view nationality) {
        FrameBuilder builder{layout()};
        builder.begin(source_of(Feed::kApi) | source_of(Feed::kDcs));
        set(builder, "now", engine::Micros{at});
        set(builder, "port.code", std::string_view{"PKKHI"});
        set(builder, "traveller.nationality", nationality);
        set(builder, "traveller.doc.number", std::string_view{"N123456789"});
        const std::uint32_t bags = layout().find(0, "bags").index;
        EXPECT_TRUE(builder.add_row(bags).has_value());
        EXPECT_TRUE(builder.set_in(bags, layout().find(bags, "weight_kg").index, 23.5).has_value());
        return builder.finish();
    }
    core::Bytes bytes_of(const std::string& name) {
        std::ifstream held{folder + "/" + name, std::ios::binary};
        const std::string text{std::istreambuf_iterator<char>{held}, {}};
        return core::to_bytes(text);
    }
    void put(const std::string& name, core::ByteView bytes) {
        std::ofstream{folder + "/" + name, std::ios::binary | std::ios::trunc}
            << core::as_text(bytes);
    }
    /// Everything of every block is read; the first error.
    core::Status read_all(const LabelledFile& of) {
        BlockReader reader{files, guard, world().layouts};
        for (const BlockPlace& block : of.file.blocks()) {
            reader.begin(of.file, block);
            SARHAD_TRY([[maybe_unused]] const auto* ids, reader.entities());
            SARHAD_TRY([[maybe_unused]] const auto* persons, reader.persons());
            SARHAD_TRY([[maybe_unused]] const auto* days, reader.days());
            SARHAD_TRY([[maybe_unused]] const auto* channels, reader.channels());
            SARHAD_TRY([[maybe_unused]] const auto* hits, reader.hits());
            const auto& tables = layout(of.file.month().kind).tables();
            for (std::uint32_t t = 0; t < tables.size(); ++t) {
                if (t != 0) {
                    SARHAD_TRY([[maybe_unused]] const auto* rows, reader.rows(t));
                }
                for (std::uint32_t f = 0; f < tables[t].fields.size(); ++f) {
                    SARHAD_TRY([[maybe_unused]] const auto* column, reader.column(t, f));
                }
            }
        }
        return {};
    }

    core::PosixFiles files;
    TestGuard guard;
    std::string folder;
};

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

TEST_F(Frames, AFileCutShortIsReadUpToItsLastWholeBlockAndGrowsFromThere) {
    for (std::uint64_t block = 0; block < 3; ++block) {
        FrameWriter writer{files, folder, guard, world().layouts};
        for (std::uint64_t i = 0; i < 4; ++i) {
            ASSERT_TRUE(writer
                            .add(RuleKind::kTraveller,
                                 traveller(1'790'000'000'000'000, "XAA"),
                                 {id_of(block * 4 + i), {}, facts::Channel::kGreen, {}},
                                 std::nullopt)
                            .has_value());
        }
        ASSERT_TRUE(writer.commit());
    }
    const std::string name = "traveller-2026-09.frames";
    const core::Bytes whole = bytes_of(name);
    const auto blocks = opened().at(0).file.blocks();
    ASSERT_EQ(blocks.size(), 3U);
    for (std::uint64_t size = blocks[0].ends.back(); size <= whole.size(); size += 61) {
        put(name, core::ByteView{whole}.first(size));
        const auto held = opened();
        ASSERT_EQ(held.size(), 1U);
        std::uint64_t fits = 0;
        while (fits < 3 && blocks[fits].ends.back() <= size) {
            ++fits;
        }
        ASSERT_EQ(held[0].file.blocks().size(), fits) << size;
        ASSERT_EQ(held[0].file.cut_bytes(), size - blocks[fits - 1].ends.back());
        ASSERT_TRUE(read_all(held[0]).has_value());
    }
    put(name, core::ByteView{whole}.first(blocks[1].ends.back() + 100));
    FrameWriter writer{files, folder, guard, world().layouts, CutFiles::kDrop};
    for (std::uint64_t i = 0; i < 12; ++i) {
        ASSERT_TRUE(writer
                        .add(RuleKind::kTraveller,
                             traveller(1'790'000'000'000'000, "XAA"),
                             {id_of(i), {}, facts::Channel::kGreen, {}},
                             std::nullopt)
                        .has_value());
    }
    const auto written = writer.commit();
    ASSERT_TRUE(written);
    EXPECT_EQ(written->frames, 4U);
    EXPECT_EQ(written->there_already, 8U);
    EXPECT_EQ(written->cut_bytes, 100U);
    EXPECT_EQ(bytes_of(name), whole);
}

TEST_F(Frames, InspectionsOfLostBlocksAreNotTakenForThoseOfTheBlocksThatFollow) {
    const auto give = [&](std::uint64_t entity, const std::optional<Inspection>& inspection) {
        FrameWriter writer{files, folder, guard, world().layouts, CutFiles::kDrop};
        EXPECT_TRUE(writer
                        .add(RuleKind::kTraveller,
                             traveller(1'790'000'000'000'000, "XAA"),
                             {id_of(entity), {}, facts::Channel::kGreen, {}},
                             inspection)
                        .has_value());
        return writer.commit().has_value();
    };
    const std::string name = "traveller-2026-09.frames";
    ASSERT_TRUE(give(1, Inspection{Selected::kRandom, Finding::kNegative, 5}));
    ASSERT_TRUE(give(2, Inspection{Selected::kRule, Finding::kPositive, 30}));
    const auto blocks = opened().at(0).file.blocks();
    put(name, core::ByteView{bytes_of(name)}.first(blocks.at(0).ends.back() + 100));

    // Whatever stops the recording between its files: the labels went before the frames came.
    std::filesystem::create_directories(folder + "/traveller-2026-09.new/full");
    ASSERT_FALSE(give(3, std::nullopt));
    ASSERT_EQ(opened().at(0).labels.size(), 1U);
    std::filesystem::remove_all(folder + "/traveller-2026-09.new");

    ASSERT_TRUE(give(3, std::nullopt));
    const auto held = opened();
    ASSERT_EQ(held.at(0).file.blocks().size(), 2U);
    ASSERT_EQ(held[0].labels.size(), 1U);
    EXPECT_EQ(held[0].labels[0].place, (FramePlace{0, 0}));

    std::filesystem::remove(folder + "/" + name);
    ASSERT_TRUE(give(4, std::nullopt));
    EXPECT_TRUE(opened().at(0).labels.empty());
}

TEST_F(Frames, ACutFileIsRefusedUntilSomebodySaysThatItsRestMayGo) {
    const auto give = [&](std::uint64_t entity, CutFiles cut_files) {
        FrameWriter writer{files, folder, guard, world().layouts, cut_files};
        const auto added = writer.add(RuleKind::kTraveller,
                                      traveller(1'790'000'000'000'000, "XAA"),
                                      {id_of(entity), {}, facts::Channel::kGreen, {}},
                                      Inspection{});
        return added ? writer.commit() : core::Result<FramesWritten>{added.error()};
    };
    for (std::uint64_t i = 1; i <= 3; ++i) {
        ASSERT_TRUE(give(i, CutFiles::kRefuse));
    }
    const std::string name = "traveller-2026-09.frames";
    const core::Bytes whole = bytes_of(name);
    const auto blocks = opened().at(0).file.blocks();
    ASSERT_EQ(blocks.size(), 3U);
    // One byte of the size of the second block's directory.
    core::Bytes altered = whole;
    altered.at(blocks[0].ends.back() + 9) ^= 0x80U;
    const auto at_the_end = core::ByteView{whole}.first(blocks[1].ends.back());
    for (const core::Bytes& wrong : {altered, core::to_bytes(at_the_end)}) {
        put(name, wrong);
        const auto refused = give(4, CutFiles::kRefuse);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::kCorrupt);
        EXPECT_NE(refused.error().what.find("--drop-cut"), std::string::npos);
        EXPECT_EQ(bytes_of(name), wrong);
    }
    EXPECT_EQ(lost_labels(opened().at(0)), 1U);
    // Nothing new for it: what was cut goes all the same.
    put(name, altered);
    const auto written = give(1, CutFiles::kDrop);
    ASSERT_TRUE(written) << written.error().what;
    EXPECT_EQ(written->frames, 0U);
    EXPECT_EQ(written->cut_bytes, whole.size() - blocks[0].ends.back());
    EXPECT_EQ(written->lost_labels, 2U);
    ASSERT_EQ(opened().at(0).file.blocks().size(), 1U);
    EXPECT_EQ(opened().at(0).file.cut_bytes(), 0U);
    EXPECT_EQ(lost_labels(opened().at(0)), 0U);
}

TEST_F(Frames, EveryDamagedByteIsFound) {
    FrameWriter writer{files, folder, guard, world().layouts};
    ASSERT_TRUE(writer
                    .add(RuleKind::kTraveller,
                         traveller(1'790'000'000'000'000, "XAA"),
                         {id_of(1), {}, facts::Channel::kGreen, {"PAX-001"}},
                         Inspection{})
                    .has_value());
    ASSERT_TRUE(writer.commit());
    for (const std::string name : {"traveller-2026-09.frames", "traveller-2026-09.labels"}) {
        const core::Bytes whole = bytes_of(name);
        // Every byte of the heads, then one in seventeen.
        for (std::size_t at = 0; at < whole.size(); at += at < 64 ? 1 : 17) {
            core::Bytes damaged = whole;
            damaged[at] ^= 0x10U;
            put(name, damaged);
            const auto held =
                open_frames(files, folder, RuleKind::kTraveller, guard, world().layouts);
            // The size of a directory is not guarded: a greater one looks as if cut short.
            const bool is_found =
                !held || held->at(0).file.cut_bytes() != 0 || !read_all(held->at(0)).has_value();
            ASSERT_TRUE(is_found) << name << " at " << at;
        }
        put(name, whole);
    }
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

TEST_F(Frames, ABlockOfAnotherMonthIsRefused) {
    // Who counts by days reckons with those of a month.
    BlockBuilder block{layout()};
    block.add(traveller(1'790'000'000'000'000, "XAA"), {id_of(1), {}, facts::Channel::kGreen, {}});
    const FrameMonth august{RuleKind::kTraveller, 2026, 8};
    core::Bytes bytes = file_head(august, layout(), guard);
    core::append(bytes, block.finish(name_of(august), 0, guard));
    put("traveller-2026-08.frames", bytes);
    const auto refused = open_frames(files, folder, RuleKind::kTraveller, guard, world().layouts);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::kCorrupt);
    EXPECT_NE(refused.error().what.find("another month"), std::string::npos);
}

TEST_F(Frames, ASealedFileIsOpenedWithItsGuardOnly) {
    const TestGuard sealed{GuardMark::kSealed};
    FrameWriter writer{files, folder, sealed, world().layouts};
    ASSERT_TRUE(writer
                    .add(RuleKind::kTraveller,
                         traveller(1'790'000'000'000'000, "XAA"),
                         {id_of(1), {}, facts::Channel::kGreen, {}},
                         std::nullopt)
                    .has_value());
    ASSERT_TRUE(writer.commit());
    const auto refused = open_frames(files, folder, RuleKind::kTraveller, guard, world().layouts);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("sealed: name the key"), std::string::npos);
    EXPECT_TRUE(open_frames(files, folder, RuleKind::kTraveller, sealed, world().layouts));
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
