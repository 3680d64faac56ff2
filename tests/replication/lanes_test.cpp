#include "replication/lanes.h"

#include "core/check.h"
#include "replication/fragments.h"
#include "wire/messages.h"

#include <gtest/gtest.h>

#include <map>
#include <tuple>
#include <utility>
#include <vector>

namespace sarhad::replication {
namespace {

using core::Bytes;
using core::Seq;
using core::StreamId;
using wire::Lane;

constexpr std::uint64_t kPiece = 4096;

Bytes frame_of(std::size_t size, std::uint8_t fill = 7) {
    return wire::make_frame({.type = 16, .lane = Lane::kDelta, .stream = StreamId{100}},
                            Bytes(size - wire::kFrameHeaderSize, fill));
}

wire::Fragment fragment_of(const Bytes& frame) {
    return std::get<wire::Fragment>(
        *wire::decode_message(*wire::parse_frame(frame, wire::kBulkLimits)));
}

/// The pieces of one frame.
std::vector<wire::Fragment> cut(const Bytes& frame, std::uint64_t piece = kPiece) {
    Lanes lanes;
    lanes.put(Lane::kDelta, StreamId{100}, Seq{1}, frame);
    std::vector<wire::Fragment> pieces;
    while (lanes.next_size(piece)) {
        pieces.push_back(fragment_of(lanes.next_piece(piece).frame));
    }
    return pieces;
}

TEST(Lanes, AFrameThatFitsGoesAsItIs) {
    Lanes lanes;
    lanes.put(Lane::kUplink, StreamId{1}, Seq{9}, frame_of(kPiece));
    EXPECT_EQ(lanes.next_size(kPiece), kPiece);
    const Lanes::Piece piece = lanes.next_piece(kPiece);
    EXPECT_EQ(piece.frame, frame_of(kPiece));
    EXPECT_EQ(piece.left, Seq{9});
    EXPECT_TRUE(lanes.empty());
}

TEST(Lanes, AFrameWithoutRowsIsNotToldAsRowsThatLeft) {
    Lanes lanes;
    for (const std::size_t size : {std::size_t{100}, std::size_t{9000}}) {
        lanes.put(Lane::kUplink, StreamId{1}, Seq{0}, frame_of(size));
        while (lanes.next_size(kPiece)) {
            EXPECT_FALSE(lanes.next_piece(kPiece).left);
        }
    }
}

TEST(Lanes, ALargeFrameGoesInPiecesAndHasLeftWithTheLast) {
    Lanes lanes;
    lanes.put(Lane::kDelta, StreamId{100}, Seq{3}, frame_of(9000));
    std::vector<std::optional<Seq>> left;
    while (const auto size = lanes.next_size(kPiece)) {
        const Lanes::Piece piece = lanes.next_piece(kPiece);
        EXPECT_LE(piece.frame.size(), *size);
        EXPECT_LE(*size, kPiece);
        left.push_back(piece.left);
    }
    EXPECT_EQ(left, (std::vector<std::optional<Seq>>{std::nullopt, std::nullopt, Seq{3}}));
}

TEST(Lanes, ShareTheLineSixToThreeToOne) {
    Lanes lanes;
    for (int i = 0; i < 400; ++i) {
        for (const Lane lane : {Lane::kDelta, Lane::kUplink, Lane::kBulk}) {
            lanes.put(lane, StreamId{static_cast<std::uint16_t>(lane)}, Seq{1}, frame_of(1000));
        }
    }
    std::map<StreamId, int> frames;
    for (int i = 0; i < 600; ++i) {
        ASSERT_TRUE(lanes.next_size(kPiece));
        ++frames[lanes.next_piece(kPiece).stream];
    }
    EXPECT_NEAR(frames[StreamId{1}], 360, 8);
    EXPECT_NEAR(frames[StreamId{2}], 180, 8);
    EXPECT_NEAR(frames[StreamId{3}], 60, 8);
}

TEST(Lanes, OneThatWasEmptyHasNothingSavedUp) {
    Lanes lanes;
    for (int i = 0; i < 200; ++i) {
        lanes.put(Lane::kBulk, StreamId{3}, Seq{1}, frame_of(1000));
        ASSERT_TRUE(lanes.next_size(kPiece));
        std::ignore = lanes.next_piece(kPiece);
    }
    for (int i = 0; i < 100; ++i) {
        lanes.put(Lane::kDelta, StreamId{1}, Seq{1}, frame_of(1000));
        lanes.put(Lane::kBulk, StreamId{3}, Seq{1}, frame_of(1000));
    }
    int of_bulk = 0;
    for (int i = 0; i < 70; ++i) {
        ASSERT_TRUE(lanes.next_size(kPiece));
        of_bulk += lanes.next_piece(kPiece).stream == StreamId{3} ? 1 : 0;
    }
    EXPECT_GE(of_bulk, 8);
    EXPECT_LE(of_bulk, 14);
}

TEST(Lanes, WhatIsVoidIsNotSent) {
    Lanes lanes;
    lanes.put(Lane::kDelta, StreamId{100}, Seq{1}, frame_of(100));
    lanes.put(Lane::kDelta, StreamId{100}, Seq{2}, frame_of(100));
    lanes.put(Lane::kDelta, StreamId{101}, Seq{2}, frame_of(100));
    lanes.drop_if(
        [](StreamId stream, Seq upto) { return stream == StreamId{100} && upto > Seq{1}; });
    EXPECT_EQ(lanes.waiting(Lane::kDelta), 200U);
    ASSERT_TRUE(lanes.next_size(kPiece));
    EXPECT_EQ(lanes.next_piece(kPiece).left, Seq{1});
    ASSERT_TRUE(lanes.next_size(kPiece));
    EXPECT_EQ(lanes.next_piece(kPiece).stream, StreamId{101});
}

TEST(Fragments, GiveTheFrameInAnyOrderAndThoughPiecesRepeat) {
    const Bytes frame = frame_of(30000);
    std::vector<wire::Fragment> pieces = cut(frame);
    ASSERT_EQ(pieces.size(), 8U);
    std::swap(pieces[0], pieces[5]);
    std::swap(pieces[3], pieces[7]);
    Fragments fragments;
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
        EXPECT_FALSE(fragments.add(Lane::kDelta, pieces[i])->has_value());
        EXPECT_FALSE(fragments.add(Lane::kDelta, pieces[i])->has_value());
    }
    EXPECT_EQ(*fragments.add(Lane::kDelta, pieces.back()), frame);
}

TEST(Fragments, OfAFrameThatIsSentAgainFillTheGaps) {
    const Bytes frame = frame_of(20000);
    Fragments fragments;
    const std::vector<wire::Fragment> first = cut(frame, 4096);
    for (std::size_t i = 0; i < first.size(); i += 2) {
        EXPECT_FALSE(fragments.add(Lane::kDelta, first[i])->has_value());
    }
    const std::vector<wire::Fragment> again = cut(frame, 3000);  // The line has become slower.
    bool is_whole = false;
    for (const wire::Fragment& piece : again) {
        is_whole = is_whole || fragments.add(Lane::kDelta, piece)->has_value();
    }
    EXPECT_TRUE(is_whole);
}

TEST(Fragments, OfTwoLanesDoNotMix) {
    const std::vector<wire::Fragment> one = cut(frame_of(9000, 1));
    const std::vector<wire::Fragment> other = cut(frame_of(9000, 2));
    Fragments fragments;
    for (std::size_t i = 0; i < one.size(); ++i) {
        const auto a = *fragments.add(Lane::kDelta, one[i]);
        const auto b = *fragments.add(Lane::kBulk, other[i]);
        EXPECT_EQ(a.has_value(), i + 1 == one.size());
        EXPECT_EQ(b.has_value(), i + 1 == one.size());
    }
}

TEST(Fragments, AnAlteredPieceGivesNoFrame) {
    std::vector<wire::Fragment> pieces = cut(frame_of(9000));
    pieces[1].piece[5] ^= 1U;
    Fragments fragments;
    EXPECT_FALSE(fragments.add(Lane::kDelta, pieces[0])->has_value());
    EXPECT_FALSE(fragments.add(Lane::kDelta, pieces[1])->has_value());
    EXPECT_FALSE(fragments.add(Lane::kDelta, pieces[2]));
}

TEST(Fragments, RefusePiecesThatCannotBe) {
    Fragments fragments;
    EXPECT_FALSE(fragments.add(Lane::kDelta, {1, 0, 10, {}}));
    EXPECT_FALSE(fragments.add(Lane::kDelta, {1, 8, 10, Bytes(3)}));
    EXPECT_FALSE(fragments.add(Lane::kDelta, {1, 0xFFFFFFFF, 10, Bytes(3)}));
    EXPECT_FALSE(fragments.add(Lane::kDelta, {1, 0, wire::kMaxWhole + 1, Bytes(3)}));
    EXPECT_FALSE(fragments.add(Lane::kUrgent, {1, 0, 10, Bytes(3)}));
}

TEST(Fragments, AFrameInTooManyRunsBeginsAnew) {
    Fragments fragments;
    for (std::uint32_t i = 0; i < 200; ++i) {
        EXPECT_FALSE(fragments.add(Lane::kDelta, {1, i * 2, 1000, Bytes(1)})->has_value());
    }
}

}  // namespace
}  // namespace sarhad::replication
