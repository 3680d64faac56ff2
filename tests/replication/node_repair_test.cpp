#include "replication/node_repair.h"

#include "session_rig.h"

#include "core/text.h"
#include "replication/frames.h"
#include "support/signed_list.h"

#include <gtest/gtest.h>

#include <functional>

namespace sarhad::replication {
namespace {

using core::Errc;
using core::MonoTime;
using golden::SignedList;

constexpr std::string_view kListName = "wl/test/persons";

core::Bytes body_of(int number, std::size_t size = 300) {
    core::Bytes body = core::to_bytes(core::cat("invented person ", number));
    body.resize(std::max(size, body.size()), 0x2E);
    return body;
}

/// A node's list, and the one that its agency signed; run() plays central and the store.
class NodeRepairTest : public ::testing::Test {
protected:
    NodeRepairTest() {
        EXPECT_TRUE(trust_.set(wire::Role::list("wl/test"), {1, {agency_.public_key()}}));
    }

    void fill(int count) {
        for (int number = 0; number < count; ++number) {
            there_.rows.emplace(core::cat("P.", 100000 + number), body_of(number));
        }
        here_ = there_.rows;
    }
    [[nodiscard]] ListAsItIs counted() const {
        ListAsItIs list;
        list.name = kListName;
        list.edition = edition_here_;
        std::map<std::string, wire::Hash256, std::less<>> hashes;
        for (const auto& [id, body] : here_) {
            hashes.emplace(id, wire::blake2b(body));
        }
        list.tree = wire::state_tree_of(hashes);
        list.rows = here_.size();
        return list;
    }

    /// Until nothing is left to do at this moment.
    void run(NodeRepair::Effects effects) {
        while (!effects.empty()) {
            NodeRepair::Effects next;
            for (const NodeEffect& effect : effects) {
                std::visit([&](const auto& one) { perform(one, next); }, effect);
            }
            effects = std::move(next);
        }
    }
    void start() {
        NodeRepair::Effects effects;
        repair_.want(kList);
        repair_.on_live(effects, now_);
        run(std::move(effects));
    }

    template <class Other>
    void perform(const Other& /*effect*/, NodeRepair::Effects& /*next*/) {
        ADD_FAILURE() << "an effect that no repair has";
    }
    void perform(const CountList& count, NodeRepair::Effects& next) {
        ++counts_;
        repair_.on_counted(next, count.stream, counted(), now_);
    }
    void perform(const ReadBuckets& read, NodeRepair::Effects& next) {
        std::vector<RowAsItIs> rows;
        for (const auto& [id, body] : here_) {
            if (std::count(read.buckets.begin(), read.buckets.end(), wire::bucket_of(id)) > 0) {
                rows.push_back({id, wire::blake2b(body)});
            }
        }
        repair_.on_rows_read(next, read.stream, rows, now_);
    }
    void perform(const PutRepaired& put, NodeRepair::Effects& next) {
        ++puts_;
        for (const std::string& id : put.gone) {
            here_.erase(id);
        }
        for (const RepairedRow& row : put.rows) {
            here_[row.id] = row.body;
        }
        rows_put_ = put.rows.size() + put.gone.size();
        target_ = put.target;
        repair_.on_put(next, put.stream, {}, now_);
    }
    void perform(const TakeAgain& /*again*/, NodeRepair::Effects& /*next*/) { ++taken_again_; }
    void perform(const SendFrame& sent, NodeRepair::Effects& next) {
        EXPECT_EQ(sent.channel, wire::Channel::kBulk);
        const auto received = from_frame(sent.channel, sent.frame);
        ASSERT_TRUE(received) << received.error().what;
        asks_.push_back(std::get<wire::ReconAsk>(received->message));
        bytes_ += sent.frame.size();
        if (is_deaf_) {
            return;
        }
        wire::ReconTell tell = there_.answer(asks_.back());
        if (lie_) {
            lie_(tell);
        }
        const core::Bytes frame = to_frame(tell);
        EXPECT_LE(frame.size(), 16U * 1024U);
        bytes_ += frame.size();
        const auto told = from_frame(wire::Channel::kBulk, frame);
        ASSERT_TRUE(told) << told.error().what;
        repair_.on_tell(next, std::get<wire::ReconTell>(told->message), now_);
    }

    /// Whatever `lie` makes of an answer, nothing of it is put in force.
    void expect_caught(const std::function<void(wire::ReconTell&)>& lie) {
        lie_ = lie;
        start();
        EXPECT_EQ(puts_, 0);
        EXPECT_EQ(taken_again_, 0);
        EXPECT_TRUE(repair_.is_wanted(kList));
        ASSERT_TRUE(repair_.deadline());
        EXPECT_GT(*repair_.deadline(), now_);
    }

    bool is_sodium_started_ = wire::sodium_start().has_value();
    wire::OsRandom random_;
    wire::SigningKey agency_ = wire::SigningKey::generate(random_);
    wire::TrustStore trust_;
    core::NullLog log_;
    NodeRepair repair_{trust_, log_};
    SignedList there_{std::string{kListName}, {kList, core::Epoch{1}, core::Seq{9}, {}}, agency_};
    std::map<std::string, core::Bytes> here_;
    std::uint64_t edition_here_{1};
    MonoTime now_ = kStart;
    std::function<void(wire::ReconTell&)> lie_;
    bool is_deaf_{false};
    std::vector<wire::ReconAsk> asks_;
    RepairTarget target_;
    std::size_t bytes_{0};
    std::size_t rows_put_{0};
    int counts_{0};
    int puts_{0};
    int taken_again_{0};
};

TEST_F(NodeRepairTest, FindsOneRowWithFourQuestions) {
    fill(5000);
    here_.at("P.102345") = body_of(1);
    start();
    EXPECT_EQ(here_, there_.rows);
    EXPECT_EQ(rows_put_, 1U);
    EXPECT_EQ(asks_.size(), 4U);
    EXPECT_LE(bytes_, 12U * 1024U);
    EXPECT_EQ(target_.statement.post_root, there_.root());
    EXPECT_EQ(target_.position, there_.position);
    EXPECT_FALSE(repair_.is_wanted(kList));
    EXPECT_FALSE(repair_.deadline());
}

TEST_F(NodeRepairTest, FindsWhatIsMissingAndWhatIsTooMuch) {
    fill(3000);
    here_.erase("P.100007");
    here_.erase("P.102999");
    here_.emplace("P.9", body_of(9));
    there_.rows.emplace("#manifest", core::to_bytes("what the list says of itself"));
    start();
    EXPECT_EQ(here_, there_.rows);
    EXPECT_EQ(rows_put_, 4U);
}

TEST_F(NodeRepairTest, PutsAnEditionInForceWhereOnlyItsNumberDiffers) {
    fill(20);
    there_.edition = 3;
    start();
    EXPECT_EQ(puts_, 1);
    EXPECT_EQ(rows_put_, 0U);
    EXPECT_EQ(target_.statement.edition, 3U);
}

TEST_F(NodeRepairTest, ReadsHashesOfManyRowsInPieces) {
    fill(2);
    // Ids so long that some 60 of them fill an answer.
    for (int number = 0; number < 400; ++number) {
        there_.rows.emplace(core::cat("Q.", number, std::string(110, 'y')), body_of(number));
    }
    start();
    EXPECT_EQ(here_, there_.rows);
    EXPECT_GT(asks_.size(), 15U);
}

TEST_F(NodeRepairTest, TakesARowThatNoAnswerHoldsInPieces) {
    fill(10);
    there_.rows.at("P.100003") = body_of(3, 40'000);
    there_.rows.at("P.100004") = body_of(4, 12 * 1024);
    start();
    EXPECT_EQ(here_, there_.rows);
}

TEST_F(NodeRepairTest, BeginsAnewWhereCentralPublishesMeanwhile) {
    fill(1000);
    here_.erase("P.100100");
    lie_ = [&](wire::ReconTell& tell) {
        if (tell.what == wire::ReconWhat::kHashes && there_.edition == 1) {
            there_.edition = 2;
            there_.rows.erase("P.100200");
        }
    };
    start();
    EXPECT_EQ(here_, there_.rows);
    EXPECT_EQ(target_.statement.edition, 2U);
    EXPECT_EQ(counts_, 1);
}

TEST_F(NodeRepairTest, AsksAgainByItsTimerAndAfterANewSession) {
    fill(100);
    here_.erase("P.100007");
    is_deaf_ = true;
    start();
    ASSERT_EQ(asks_.size(), 1U);
    now_ = now_ + NodeRepair::kAskAgain;
    NodeRepair::Effects effects;
    repair_.on_timer(effects, now_);
    run(std::exchange(effects, {}));
    ASSERT_EQ(asks_.size(), 2U);
    EXPECT_EQ(asks_[1], asks_[0]);
    repair_.on_link_down();
    EXPECT_FALSE(repair_.deadline());
    is_deaf_ = false;
    repair_.on_live(effects, now_);
    run(std::move(effects));
    EXPECT_EQ(asks_[2], asks_[0]);
    EXPECT_EQ(here_, there_.rows);
    EXPECT_EQ(counts_, 1);
}

TEST_F(NodeRepairTest, PassesOverAnAnswerThatCameTwice) {
    fill(1000);
    here_.erase("P.100007");
    is_deaf_ = true;
    start();
    const wire::ReconTell head = there_.answer(asks_[0]);
    NodeRepair::Effects effects;
    repair_.on_tell(effects, head, now_);
    EXPECT_EQ(effects.size(), 1U);
    repair_.on_tell(effects, head, now_);
    EXPECT_EQ(effects.size(), 1U);
}

TEST_F(NodeRepairTest, TakesTheListAgainWhereTooMuchDiffers) {
    fill(4000);
    here_.clear();
    start();
    EXPECT_EQ(taken_again_, 1);
    EXPECT_EQ(puts_, 0);
    EXPECT_FALSE(repair_.is_wanted(kList));
}

TEST_F(NodeRepairTest, RepairsOneListAfterTheOther) {
    fill(50);
    here_.erase("P.100007");
    const core::StreamId other{101};
    repair_.want(other);
    start();
    EXPECT_EQ(puts_, 2);
    EXPECT_FALSE(repair_.is_wanted(kList));
    EXPECT_FALSE(repair_.is_wanted(other));
}

TEST_F(NodeRepairTest, TakesNoRootThatTheAgencyDidNotSign) {
    fill(100);
    here_.erase("P.100007");
    expect_caught([](wire::ReconTell& tell) { ++tell.edition; });
}

TEST_F(NodeRepairTest, TakesNoSignatureOfSomebodyElse) {
    fill(100);
    here_.erase("P.100007");
    const wire::SigningKey stranger = wire::SigningKey::generate(random_);
    expect_caught([&](wire::ReconTell& tell) {
        const wire::EditionStatement statement{tell.name, tell.edition, tell.root};
        const wire::Signature signed_by_him =
            stranger.sign(wire::Domain::kEdition, wire::encode(statement));
        tell.signatures.clear();
        core::append(tell.signatures, signed_by_him.key_id);
        core::append(tell.signatures, signed_by_him.value);
    });
}

TEST_F(NodeRepairTest, TakesNoOlderEditionThanItHas) {
    fill(100);
    here_.erase("P.100007");
    edition_here_ = 2;
    expect_caught([](wire::ReconTell& /*tell*/) {});
}

TEST_F(NodeRepairTest, TakesNoOtherList) {
    fill(100);
    here_.erase("P.100007");
    there_.name = "wl/test/others";
    expect_caught([](wire::ReconTell& /*tell*/) {});
}

TEST_F(NodeRepairTest, TakesNoLeavesThatAreNotTheRoots) {
    fill(100);
    here_.erase("P.100007");
    expect_caught([](wire::ReconTell& tell) {
        if (tell.what == wire::ReconWhat::kLeaves) {
            tell.hashes[5] ^= 1U;
        }
    });
}

TEST_F(NodeRepairTest, TakesNoChildrenThatAreNotTheRoots) {
    fill(100);
    here_.erase("P.100007");
    expect_caught([](wire::ReconTell& tell) {
        if (tell.what == wire::ReconWhat::kHead) {
            tell.hashes[5] ^= 1U;
        }
    });
}

TEST_F(NodeRepairTest, TakesNoHashesThatAreNotTheirLeafs) {
    fill(100);
    here_.erase("P.100007");
    expect_caught([](wire::ReconTell& tell) {
        if (tell.what == wire::ReconWhat::kHashes) {
            tell.entries.clear();
        }
    });
}

TEST_F(NodeRepairTest, TakesNoRowThatIsNotTheOneOfItsHash) {
    fill(100);
    here_.erase("P.100007");
    expect_caught([](wire::ReconTell& tell) {
        if (tell.what == wire::ReconWhat::kRows) {
            tell.entries.front().part[0] ^= 1U;
        }
    });
}

}  // namespace
}  // namespace sarhad::replication
