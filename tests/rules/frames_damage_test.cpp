// Stored frames that were cut, altered, moved or sealed.
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

using core::cat;
using core::Errc;

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

}  // namespace
}  // namespace sarhad::rules::frames
