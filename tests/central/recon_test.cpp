// What central tells a node that repairs a list, against an oracle that reads docs/protocol.md.
#include "support.h"

#include "central/publisher.h"
#include "core/text.h"
#include "store/transaction.h"
#include "support/signed_list.h"

#include <gtest/gtest.h>

namespace sarhad::central {
namespace {

using core::Seq;
using wire::ReconAsk;
using wire::ReconTell;
using wire::ReconWhat;

constexpr core::StreamId kStream{100};

class ReconTest : public ::testing::Test {
protected:
    ReconTest() {
        EXPECT_TRUE(trust_.set(wire::Role::list("wl/demo"), {1, {agency_.public_key()}}));
        for (int number = 0; number < 400; ++number) {
            core::Bytes body = core::to_bytes(core::cat("invented person ", number));
            body.resize(static_cast<std::size_t>(300 + 3 * number));
            list_.rows.emplace(core::cat("D.", 1000 + number), std::move(body));
        }
        publish();
        list_.rows.at("D.1007") = core::Bytes(40'000, 7);
        list_.rows.erase("D.1008");
        publish();
    }

    void publish() {
        ++edition_.statement.edition;
        edition_.statement.name = list_.name;
        edition_.manifest.name = list_.name;
        edition_.manifest.edition = edition_.statement.edition;
        list_.edition = edition_.statement.edition;
        list_.rows[std::string{watchlists::kManifestId}] = wire::encode(edition_.manifest);
        edition_.rows = list_.rows;
        edition_.statement.post_root = list_.root();
        edition_.signatures = {
            agency_.sign(wire::Domain::kEdition, wire::encode(edition_.statement))};
        const auto heads = kept_.store().published_heads();
        ASSERT_TRUE(heads);
        const auto made = make_edition(edition_,
                                       *head_for(*heads, list_.name),
                                       *kept_.store().list_rows(kStream),
                                       trust_,
                                       sequencer_,
                                       {});
        ASSERT_TRUE(made) << made.error().what;
        const core::Status stored = kept_.store().publish_edition(*made);
        ASSERT_TRUE(stored) << stored.error().what;
        list_.position = made->head.position;
    }
    ReconTell told(const ReconAsk& ask) {
        auto tell = kept_.store().recon(ask);
        EXPECT_TRUE(tell) << tell.error().what;
        EXPECT_LE(wire::encode(*tell).size(), wire::kReconBody);
        return *std::move(tell);
    }
    [[nodiscard]] ReconAsk question(ReconWhat what) const {
        ReconAsk ask;
        ask.stream = kStream;
        ask.what = what;
        ask.number = 3;
        ask.edition = what == ReconWhat::kHead ? 0 : list_.edition;
        return ask;
    }

    bool is_sodium_started_ = wire::sodium_start().has_value();
    wire::OsRandom random_;
    wire::SigningKey agency_ = wire::SigningKey::generate(random_);
    wire::SigningKey sequencer_ = wire::SigningKey::generate(random_);
    wire::TrustStore trust_;
    TempStore kept_;
    golden::SignedList list_{"wl/demo/persons", {}, agency_};
    SubmittedEdition edition_;
};

TEST_F(ReconTest, TellsTheHeadAndTheLeavesOfTheNewestEdition) {
    EXPECT_EQ(told(question(ReconWhat::kHead)), list_.answer(question(ReconWhat::kHead)));
    ReconAsk ask = question(ReconWhat::kLeaves);
    ask.places = {0, 17, 255};
    EXPECT_EQ(told(ask), list_.answer(ask));
}

TEST_F(ReconTest, TellsTheHashesOfABucketAlsoInPieces) {
    ReconAsk ask = question(ReconWhat::kHashes);
    for (int number = 0; number < 60; ++number) {
        core::put_u16(ask.places, wire::bucket_of(core::cat("D.", 1000 + number)));
    }
    EXPECT_EQ(told(ask), list_.answer(ask));
    ask.places.clear();
    core::put_u16(ask.places, wire::bucket_of("D.1003"));
    ask.after = "D.1003";
    EXPECT_TRUE(told(ask).entries.empty());
}

TEST_F(ReconTest, TellsRowsAsTheyWerePublishedAndLargeOnesInPieces) {
    ReconAsk ask = question(ReconWhat::kRows);
    ask.ids = {"D.1003", "#manifest", "D.1007", "D.1399"};
    core::Bytes body;
    std::size_t pieces = 0;
    ReconTell tell = told(ask);
    ASSERT_EQ(tell.entries.size(), 3U);
    EXPECT_EQ(tell.entries[0].part, list_.rows.at("D.1003"));
    EXPECT_EQ(tell.entries[1].part, list_.rows.at("#manifest"));
    ask.ids = {"D.1007", "D.1399"};
    while (body.size() < 40'000 && ++pieces < 10) {
        ask.offset = static_cast<std::uint32_t>(body.size());
        tell = told(ask);
        ASSERT_FALSE(tell.entries.empty());
        EXPECT_EQ(tell.entries[0].size, 40'000U);
        core::append(body, tell.entries[0].part);
    }
    EXPECT_EQ(body, list_.rows.at("D.1007"));
}

TEST_F(ReconTest, SaysThatTheEditionHasMoved) {
    ReconAsk ask = question(ReconWhat::kLeaves);
    ask.places = {0};
    --ask.edition;
    EXPECT_EQ(told(ask).what, ReconWhat::kMoved);
}

TEST_F(ReconTest, SaysThatThereIsNoSuchListOrRow) {
    ReconAsk ask = question(ReconWhat::kRows);
    ask.ids = {"D.1008"};
    EXPECT_EQ(kept_.store().recon(ask).error().code, core::Errc::kNotFound);
    ask.stream = core::StreamId{101};
    EXPECT_EQ(told(ask).what, ReconWhat::kNone);
    ask = question(ReconWhat::kMoved);
    EXPECT_EQ(told(ask).what, ReconWhat::kNone);
}

/// What an older version published: its rows know no bucket and no delta.
TEST_F(ReconTest, TellsRowsThatAnOlderVersionPublished) {
    {
        auto transaction = store::Transaction::begin(kept_.database());
        {
            auto older = kept_.database().prepare("UPDATE list_row SET bucket = -1, seq = 0");
            ASSERT_TRUE(older->run());
            auto trees = kept_.database().prepare("DELETE FROM tree_group");
            ASSERT_TRUE(trees->run());
        }
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    ASSERT_TRUE(kept_.store().grow_trees());
    EXPECT_EQ(told(question(ReconWhat::kHead)), list_.answer(question(ReconWhat::kHead)));
    ReconAsk ask = question(ReconWhat::kRows);
    ask.ids = {"D.1003"};
    EXPECT_EQ(told(ask), list_.answer(ask));
}

}  // namespace
}  // namespace sarhad::central
