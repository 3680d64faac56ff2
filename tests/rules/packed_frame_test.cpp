// Packed frames: what a record carries is the frame that was evaluated.
#include "rules/frames/packed_frame.h"

#include "frames_fixture.h"

#include "support/golden.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sarhad::rules::frames {
namespace {

using core::Errc;
using engine::FrameBuilder;

class PackedFrames : public Frames {};

TEST_F(PackedFrames, ComeBackAsTheyWereOfEveryKind) {
    for (const RuleKind kind : rule_kinds()) {
        const cel::SlotLayout& of = layout(kind);
        engine::RandomRules random{of, 7 + static_cast<std::uint64_t>(kind)};
        FrameBuilder builder{of};
        for (int i = 0; i < 400; ++i) {
            const engine::Frame frame = random.frame(builder);
            const core::Bytes packed = pack_frame(frame, kind);
            ASSERT_FALSE(packed.empty());
            const auto again = unpack_frame(packed, kind, builder);
            ASSERT_TRUE(again) << again.error().what;
            ASSERT_EQ(again->to_bytes(of), frame.to_bytes(of));
        }
    }
}

TEST_F(PackedFrames, HaveTheBytesThatTheFormatSays) {
    const core::Bytes made =
        pack_frame(traveller(1'790'000'000'000'000, "XAA"), RuleKind::kTraveller);
    EXPECT_EQ(golden::kept("formats/v1/packed_frame.bin", made), made);
    EXPECT_LT(made.size(), 200U);
}

/// Keys 101 (now), 127.3 (nobody has it), 127 (a list that nobody has, two rows), 102.1
/// (port.code).
TEST_F(PackedFrames, PassOverWhatNewerSoftwareAddsAndTakeWhatItLacksForUnknown) {
    const core::Bytes newer{1, 1, 101, 6, 2, 0xff, 3, 5, 2, 'n', 'o', 127, 7, 2, 9, 2, 0, 0, 0};
    FrameBuilder builder{layout()};
    const auto read = unpack_frame(newer, RuleKind::kTraveller, builder);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->now(), 1);
    for (const std::string_view path : {"port.code", "traveller.crew", "booking.one_way"}) {
        const cel::SlotTable& table = read->tables()[0];
        EXPECT_EQ(table.states[layout().find(0, path).index], cel::SlotState::kUnknown) << path;
    }
    EXPECT_TRUE(read->tables()[layout().find(0, "bags").index].is_unknown);
}

TEST_F(PackedFrames, AreRefusedWhereTheyAreCutOrOfAnotherKind) {
    const core::Bytes whole =
        pack_frame(traveller(1'790'000'000'000'000, "XAA"), RuleKind::kTraveller);
    FrameBuilder builder{layout()};
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(
            unpack_frame(core::ByteView{whole}.first(size), RuleKind::kTraveller, builder));
    }
    core::Bytes longer = whole;
    longer.push_back(0);
    EXPECT_EQ(unpack_frame(longer, RuleKind::kTraveller, builder).error().code, Errc::kCorrupt);
    FrameBuilder cash{layout(RuleKind::kCash)};
    EXPECT_EQ(unpack_frame(whole, RuleKind::kCash, cash).error().code, Errc::kInvalid);
    const core::Bytes twice{1, 1, 101, 6, 2, 101, 6, 2, 0};
    EXPECT_EQ(unpack_frame(twice, RuleKind::kTraveller, builder).error().code, Errc::kCorrupt);
    const core::Bytes other_type{1, 1, 101, 2, 0};
    EXPECT_EQ(unpack_frame(other_type, RuleKind::kTraveller, builder).error().code, Errc::kCorrupt);
}

}  // namespace
}  // namespace sarhad::rules::frames
