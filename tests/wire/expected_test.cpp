#include "wire/expected.h"

#include "seeded_random.h"

#include "core/text.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

namespace sarhad::wire {
namespace {

class ExpectedPieces : public testing::Test {
protected:
    ExpectedPieces() {
        EXPECT_TRUE(sodium_start());
        journey_.journey.fill(0x1D);
        journey_.version = 41;
        journey_.over_by = {1'795'000'000'000'000};
        journey_.gone_at = {1'795'259'200'000'000};
        journey_.message.format = "PAXLST";
        facts::Traveller traveller;
        traveller.surname = core::Redacted<std::string>{"NOBODYTEST"};
        journey_.message.travellers.push_back(traveller);
    }
    [[nodiscard]] std::vector<Op> sealed() {
        auto ops = seal_expected(journey_, key_.public_key().box_key(), random_);
        EXPECT_TRUE(ops) << ops.error().what;
        return ops ? *ops : std::vector<Op>{};
    }

    SeededRandom random_{9};
    SigningKey key_{SigningKey::generate(random_)};
    SigningKey other_{SigningKey::generate(random_)};
    facts::ExpectedJourney journey_;
};

TEST_F(ExpectedPieces, OpenAtTheNodeAndAtNobodyElse) {
    const auto ops = sealed();
    ASSERT_EQ(ops.size(), 1U);
    EXPECT_EQ(core::as_text(ops[0].body).find("NOBODYTEST"), std::string_view::npos);
    const auto piece = read_expected(ops[0]);
    ASSERT_TRUE(piece) << piece.error().what;
    EXPECT_EQ(piece->pieces, 1U);
    EXPECT_EQ(piece->gone_at, journey_.gone_at);
    const auto opened = open_expected(*piece, piece->sealed, key_.box_key());
    ASSERT_TRUE(opened) << opened.error().what;
    EXPECT_EQ(*opened, journey_);
    EXPECT_EQ(open_expected(*piece, piece->sealed, other_.box_key()).error().code,
              core::Errc::kCorrupt);
}

TEST_F(ExpectedPieces, AJourneyInAnothersPlaceIsRefused) {
    const auto piece = *read_expected(sealed()[0]);
    for (int change = 0; change < 3; ++change) {
        ExpectedPiece bad = piece;
        if (change == 0) bad.journey.fill(2);
        if (change == 1) ++bad.version;
        if (change == 2) ++bad.gone_at.micros;
        EXPECT_EQ(open_expected(bad, bad.sealed, key_.box_key()).error().code,
                  core::Errc::kCorrupt);
    }
}

TEST_F(ExpectedPieces, WhatIsNoPieceIsRefused) {
    const Op good = sealed()[0];
    const auto refused = [](const Op& bad) {
        const auto read = read_expected(bad);
        return !read && read.error().code == core::Errc::kCorrupt;
    };
    EXPECT_TRUE(refused({OpKind::kUpsert, good.id, {}}));
    EXPECT_TRUE(refused({OpKind::kUpsert, "00", good.body}));
    EXPECT_TRUE(refused({OpKind::kRemove, good.id, good.body}));
    ExpectedPiece piece = *read_expected(good);
    piece.piece = 1;
    EXPECT_TRUE(refused({OpKind::kUpsert, good.id, encode(piece)})) << "behind the last";
    piece.piece = 0;
    piece.pieces = 0;
    EXPECT_TRUE(refused({OpKind::kUpsert, good.id, encode(piece)})) << "cancelled, and with a list";
    piece.pieces = kExpectedPiecesMax + 1;
    EXPECT_TRUE(refused({OpKind::kUpsert, good.id, encode(piece)}));
    EXPECT_FALSE(refused(cancel_expected(journey_.journey, 42, journey_.gone_at)));
}

TEST_F(ExpectedPieces, ALongOneIsCutAndJoined) {
    for (int at = 0; at < 3000; ++at) {
        core::Bytes noise(32);
        random_.fill(noise);
        facts::Traveller traveller;
        traveller.surname = core::Redacted<std::string>{core::to_hex(noise)};
        traveller.nationality = "XAA";
        traveller.embarks = "XXA";
        traveller.disembarks = "XXB";
        traveller.sex = facts::Sex::kFemale;
        traveller.documents.push_back({"P", core::Redacted<std::string>{"XT1"}, "XAA", {}, {}});
        journey_.message.travellers.push_back(traveller);
    }
    const auto ops = sealed();
    ASSERT_GE(ops.size(), 2U);
    core::Bytes joined;
    ExpectedPiece last;
    for (const Op& op : ops) {
        last = *read_expected(op);
        EXPECT_LE(last.sealed.size(), kExpectedPieceBytesMax);
        core::append(joined, last.sealed);
    }
    EXPECT_EQ(last.piece + 1, last.pieces);
    EXPECT_EQ(*open_expected(last, joined, key_.box_key()), journey_);
}

TEST(ExpectedStream, EachNodeHasItsOwnAndNoListHasIt) {
    EXPECT_EQ(expected_stream(core::NodeId{3}), core::StreamId{1027});
    EXPECT_FALSE(expected_stream(core::NodeId{0}));
    EXPECT_EQ(expected_stream(core::NodeId{kExpectedNodesMax}), core::StreamId{0xffff});
    EXPECT_FALSE(expected_stream(core::NodeId{kExpectedNodesMax + 1}));
    EXPECT_TRUE(is_expected_stream(core::StreamId{1025}));
    EXPECT_FALSE(is_list_stream(core::StreamId{1025}));
    EXPECT_FALSE(is_expected_stream(down::kFirstExpected));
    EXPECT_TRUE(is_list_stream(core::StreamId{228}));
    EXPECT_EQ(expected_name(core::PortId{"PKXXA-1"}, core::NodeId{3}), "expected/PKXXA-1/3");
}

}  // namespace
}  // namespace sarhad::wire
