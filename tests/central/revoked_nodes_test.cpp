// What central shows to nodes that are revoked, and what it still hears of them.
#include "support.h"

#include "replication/frames.h"
#include "support/trust_office.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

#include <chrono>

namespace sarhad::central {
namespace {

using replication::TrustOffice;
using wire::Channel;
using wire::DelegatedRole;

class RevokedNode : public testing::Test {
protected:
    RevokedNode() {
        wire::Root root = office_.root();
        TrustOffice::in(root, DelegatedRole::kSequencer).keys = {
            wire::SigningKey::parse(rig_.sequencer_file)->public_key().bytes()};
        TrustOffice::in(root, DelegatedRole::kAlert).keys = {
            wire::SigningKey::parse(rig_.alert_file)->public_key().bytes()};
        TrustOffice::in(root, DelegatedRole::kAgency)
            .keys.push_back(rig_.agency.public_key().bytes());
        documents_ = {office_.sign(root, {"r1", "r2", "r3"}),
                      office_.sign(office_.revocations(), {"s1", "s2"})};
        rig_.documents = documents_;
        rig_.tick_file = office_.key("t1").to_file();
        rig_.make();
        node_ = rig_.add_node("PKXXA-1");
        node_->root_version = 1;
    }
    void hear(const core::Bytes& frame, Channel channel = Channel::kControl) {
        rig_.transport.receive(node_->id(), channel, frame);
        rig_.thread.run_all();
    }
    void revoke_by_document() {
        wire::Revocations all = office_.revocations(2);
        all.nodes = {{node_->id(), TrustOffice::kIssued, "stolen"}};
        documents_[1] = office_.sign(all, {"s1", "s2"});
        rig_.documents = documents_;
        ASSERT_TRUE(rig_.central->set_trust_documents(documents_));
        rig_.thread.run_all();
    }
    void revoke_by_hand() {
        rig_.central->revoke_node(node_->id(), [](const auto& row) { ASSERT_TRUE(row); });
        rig_.thread.run_all();
    }
    void tell(wire::EraseStage stage) {
        hear(replication::to_frame(wire::EraseTell{stage, core::WallTime{5}, 12, 3}));
    }
    [[nodiscard]] std::vector<wire::Revoke> shown() {
        return rig_.sent_to<wire::Revoke>(node_->id());
    }
    [[nodiscard]] NodeRow row() { return rig_.central->node(node_->id())->node; }

    Rig rig_;
    TrustOffice office_;
    std::vector<wire::SignedDocument> documents_;
    std::unique_ptr<TestNode> node_;
};

TEST_F(RevokedNode, IsShownTheOfficersWordOnItsLiveSession) {
    hear(node_->hello());
    revoke_by_document();
    ASSERT_EQ(shown().size(), 1U);
    EXPECT_EQ(*wire::read_document(shown()[0].document), documents_[1]) << "verbatim";
    EXPECT_TRUE(rig_.transport.forgotten.empty()) << "it has an answer to give";
    ASSERT_EQ(rig_.revoked.size(), 1U);
    EXPECT_TRUE(rig_.revoked[0].is_let_in);
    EXPECT_TRUE(rig_.allowed.empty());
}

TEST_F(RevokedNode, ThatWasAwayIsShownItWhenItComes) {
    revoke_by_document();
    EXPECT_TRUE(shown().empty());
    rig_.make();  // Central has restarted meanwhile.
    ASSERT_EQ(rig_.revoked.size(), 1U);
    EXPECT_TRUE(rig_.revoked[0].is_let_in);
    hear(node_->hello());
    EXPECT_EQ(shown().size(), 1U);
    hear(node_->hello());
    EXPECT_EQ(shown().size(), 1U) << "once a second";
    rig_.thread.pass(std::chrono::seconds{2});
    hear(node_->hello());
    EXPECT_EQ(shown().size(), 2U);
    EXPECT_TRUE(rig_.sent_to<wire::Welcome>(node_->id()).empty());
}

TEST_F(RevokedNode, ThatMissedARootIsShownThatFirst) {
    wire::Root second = *wire::read_unverified<wire::Root>(documents_[0]);
    second.version = 2;
    documents_.push_back(office_.sign(second, {"r1", "r2", "r3"}));
    revoke_by_document();
    hear(node_->hello());  // It holds root 1.
    ASSERT_EQ(shown().size(), 2U);
    EXPECT_EQ(wire::read_document(shown()[0].document)->kind, wire::DocumentKind::kRoot);
    EXPECT_EQ(wire::read_document(shown()[1].document)->kind, wire::DocumentKind::kRevocations);
}

TEST_F(RevokedNode, ByAnAdministratorAloneIsShutOutAndShownNothing) {
    hear(node_->hello());
    revoke_by_hand();
    EXPECT_TRUE(shown().empty());
    EXPECT_EQ(rig_.sent_to<wire::ErrorReport>(node_->id()).size(), 1U);
    ASSERT_EQ(rig_.revoked.size(), 1U);
    EXPECT_FALSE(rig_.revoked[0].is_let_in);
    hear(node_->hello());
    EXPECT_TRUE(shown().empty());
    revoke_by_document();  // The officers sign later.
    EXPECT_TRUE(rig_.revoked[0].is_let_in);
    hear(node_->hello());
    EXPECT_EQ(shown().size(), 1U);
}

TEST_F(RevokedNode, SaysHowFarItIsAndThatIsKept) {
    hear(node_->hello());
    revoke_by_document();
    EXPECT_FALSE(row().erasing_at);
    tell(wire::EraseStage::kErasing);
    ASSERT_TRUE(row().erasing_at);
    EXPECT_FALSE(row().erased_at);
    tell(wire::EraseStage::kErased);
    ASSERT_TRUE(row().erased_at);
    EXPECT_EQ(row().lost_rows, 12U);
    EXPECT_EQ(row().lost_files, 3U);
    EXPECT_FALSE(rig_.revoked.at(0).is_let_in) << "it has nothing more to say";
    EXPECT_EQ(rig_.sent_to<wire::ErrorReport>(node_->id()).size(), 1U) << "that it was heard";
    const core::WallTime at = *row().erased_at;
    rig_.thread.pass(std::chrono::seconds{5});
    tell(wire::EraseStage::kErased);
    rig_.make();
    EXPECT_EQ(row().erased_at, at) << "the first word stays";
    EXPECT_EQ(rig_.events<NodeErasure>().size(), 2U);
}

TEST_F(RevokedNode, ThatSaysItOfItselfBeforeItIsRevokedIsNotHeard) {
    hear(node_->hello());
    tell(wire::EraseStage::kErased);
    EXPECT_FALSE(row().erased_at);
    EXPECT_FALSE(row().revoked_at);
}

TEST_F(RevokedNode, ThatSaysItAThousandTimesIsWrittenDownOnce) {
    hear(node_->hello());
    revoke_by_document();
    const core::Bytes frame = replication::to_frame(
        wire::EraseTell{wire::EraseStage::kErasing, core::WallTime{5}, 12, 3});
    for (int time = 0; time < 1000; ++time) {
        rig_.transport.receive(node_->id(), Channel::kControl, frame);
    }
    rig_.thread.run_all();
    EXPECT_EQ(rig_.log.lines_of("ERASE-004").size(), 1U);
    EXPECT_EQ(rig_.events<NodeErasure>().size(), 1U);
    EXPECT_EQ(rig_.central->node(node_->id())->tries, 999U);
}

TEST_F(RevokedNode, EachFrameIsRefusedCountedAndTold) {
    hear(node_->hello());
    revoke_by_document();
    const auto before = rig_.central->refused_frames();
    for (int time = 0; time < 5; ++time) {
        hear(node_->batch(wire::up::kHits, {node_->report_row(node_->crossing(1))}));
        hear(replication::to_frame(wire::Ping{}), Channel::kBulk);
    }
    hear(core::Bytes{1, 2, 3});
    EXPECT_EQ(rig_.central->refused_frames(), before + 11);
    EXPECT_EQ(rig_.central->node(node_->id())->tries, 11U);
    EXPECT_EQ(rig_.log.lines_of("ERASE-005").size(), 4U) << "at 1, 2, 4 and 8";
    EXPECT_TRUE(rig_.kept.store().held_positions()->empty());
    EXPECT_EQ(rig_.central->fleet().out.size(), 1U);
}

}  // namespace
}  // namespace sarhad::central
