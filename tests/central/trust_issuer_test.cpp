// Central's part in trust: what it signs, what it passes on, what it refuses.
#include "central/trust_issuer.h"

#include "support.h"

#include "support/trust_office.h"
#include "wire/msgpack.h"

#include <gtest/gtest.h>

namespace sarhad::central {
namespace {

using replication::Clocks;
using replication::TrustOffice;
using replication::TrustState;
using replication::TrustVersions;
using wire::DelegatedRole;
using wire::SignedDocument;

constexpr core::Duration kEvery = std::chrono::seconds{60};

SignedDocument document_in(const wire::Message& message) {
    const auto* tick = std::get_if<wire::SentTick>(&message);
    const core::Bytes& bytes =
        tick != nullptr ? tick->document : std::get<wire::SentHead>(message).document;
    return *wire::read_document(bytes);
}

class Issuing : public testing::Test {
protected:
    [[nodiscard]] IssuerKeys keys(std::string_view tick = "t1") const {
        return {*wire::SigningKey::parse(office_.key(tick).to_file()),
                *wire::SigningKey::parse(office_.key("q1").to_file()),
                office_.of("l1"),
                seals_};
    }
    [[nodiscard]] static Clocks at(core::Duration since) {
        return {TrustOffice::after(since), {since}};
    }
    [[nodiscard]] core::Result<TrustIssuer> make(const std::vector<SignedDocument>& kept,
                                                 const Clocks& now,
                                                 std::string_view tick = "t1") const {
        return TrustIssuer::make(documents_, kept, keys(tick), kEvery, now);
    }
    [[nodiscard]] static std::vector<StreamHead> heads(std::uint64_t seq) {
        StreamHead head;
        head.name = "wl/demo/persons";
        head.position = {core::StreamId{100}, core::Epoch{1}, core::Seq{seq}, {}};
        head.root.fill(0x42);
        return {head};
    }
    /// What is due, taken.
    static std::optional<IssuedTrust> issue(TrustIssuer& issuer,
                                            std::uint64_t seq,
                                            const Clocks& now) {
        auto due = issuer.due(heads(seq), now);
        EXPECT_TRUE(due) << due.error().what;
        if (*due) {
            issuer.adopt(**due, now);
        }
        return *std::move(due);
    }

    TrustOffice office_;
    std::vector<wire::PublicKey> seals_{TrustOffice::seals()};
    std::vector<SignedDocument> documents_{office_.sign(office_.root(), {"r1", "r2", "r3"}),
                                           office_.sign(office_.revocations(), {"s1", "s2"})};
};

TEST_F(Issuing, TellsTheTimeEachMinuteAndAChangeAtOnce) {
    auto issuer = make({}, at({}));
    ASSERT_TRUE(issuer) << issuer.error().what;
    const auto first = issue(*issuer, 1, at({}));
    ASSERT_TRUE(first && first->head);
    EXPECT_FALSE(issue(*issuer, 1, at(std::chrono::seconds{59})));
    const auto again = issue(*issuer, 1, at(kEvery));
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->head) << "nothing has changed";
    const auto changed = issue(*issuer, 2, at(kEvery + TrustIssuer::kTickPace));
    ASSERT_TRUE(changed && changed->head);
    EXPECT_FALSE(issue(*issuer, 3, at(kEvery + TrustIssuer::kTickPace + std::chrono::seconds{1})))
        << "no oftener than that";
    const auto head = wire::read_unverified<wire::Head>(*changed->head);
    EXPECT_EQ(head->streams.at(0).seq, core::Seq{2});
    EXPECT_EQ(head->streams.at(0).state_root, heads(2)[0].root);
    EXPECT_EQ(head->previous, wire::document_hash(*first->head));
}

TEST_F(Issuing, ANodeBelievesAllOfItInTheOrderInWhichItIsSent) {
    auto issuer = make({}, at({}));
    issue(*issuer, 1, at({}));
    auto node = TrustState::begin(documents_[0], replication::SecureTime{{}, at({})});
    ASSERT_TRUE(node);
    for (const wire::Message& message : issuer->wanted_by(node->versions(), "PKXXA-1")) {
        const auto verdict = node->offer(document_in(message), at({}));
        EXPECT_TRUE(verdict.holds()) << verdict.what;
    }
    EXPECT_EQ(node->age({}, "PKXXA-1").state, replication::Freshness::kFresh);
    EXPECT_EQ(node->versions().revocations, 1U);
    const auto later = issuer->wanted_by(node->versions(), "PKXXA-1");
    EXPECT_EQ(later.size(), 2U) << "a head and a tick, which cost little";
}

TEST_F(Issuing, ARootThatHasPortsSealToAKeyWhichIsNotHereIsRefused) {
    seals_ = {TrustOffice::seals()[1]};
    const auto refused = make({}, at({}));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("seal-next.key"), std::string::npos)
        << refused.error().what;
    seals_ = {TrustOffice::seals()[1], TrustOffice::seals()[0]};
    auto issuer = make({}, at({}));
    ASSERT_TRUE(issuer) << issuer.error().what;
    wire::Root next = office_.root(2);
    next.seals.front().fill(0x33);
    documents_.push_back(office_.sign(next, {"r1", "r2", "r3"}));
    EXPECT_FALSE(issuer->renew(documents_, at({})));
    EXPECT_EQ(issuer->newest_root(), documents_.front()) << "what held stays";
}

TEST_F(Issuing, NoNumberIsSignedTwiceThoughTheDatabaseIsLost) {
    auto issuer = make({}, at({}));
    issue(*issuer, 1, at({}));
    const auto last = issue(*issuer, 2, at(std::chrono::minutes{1}));
    const Clocks later = at(std::chrono::minutes{2});
    for (const auto& kept : {last->documents(), std::vector<SignedDocument>{}}) {
        auto again = make(kept, later);
        ASSERT_TRUE(again) << again.error().what;
        const auto next = issue(*again, 3, later);
        ASSERT_TRUE(next && next->head);
        EXPECT_GT(wire::read_unverified<wire::Head>(*next->head)->version,
                  wire::read_unverified<wire::Head>(*last->head)->version);
        EXPECT_GT(wire::read_unverified<wire::Tick>(next->tick)->version,
                  wire::read_unverified<wire::Tick>(last->tick)->version);
    }
}

TEST_F(Issuing, AKeyThatHoldsNoRoleIsRefusedByItsName) {
    const auto refused = make({}, at({}), "t2");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("tick.key does not hold role tick"), std::string::npos);
    documents_.erase(documents_.begin());
    EXPECT_FALSE(make({}, at({})));
}

TEST_F(Issuing, SignsNothingThatNodesWouldRefuse) {
    auto issuer = make({}, at({}));
    issue(*issuer, 1, at({}));
    const auto late = issuer->due(heads(1), at(TrustOffice::days(366)));
    ASSERT_FALSE(late) << "the roles have ended";
    EXPECT_NE(late.error().what.find("expired"), std::string::npos);
}

TEST_F(Issuing, APolicyGoesToItsSiteAlone) {
    wire::SitePolicy policy = office_.policy();
    policy.site = "PKXXA-1";
    documents_.push_back(office_.sign(policy, {"u1"}));
    auto issuer = make({}, at({}));
    ASSERT_TRUE(issuer) << issuer.error().what;
    EXPECT_EQ(issuer->wanted_by({1, 1, 0, 0}, "PKXXA-1").size(), 1U);
    EXPECT_TRUE(issuer->wanted_by({1, 1, 0, 0}, "PKXXB-1").empty());
}

TEST_F(Issuing, AFolderThatIsWrongChangesNothing) {
    auto issuer = make({}, at({}));
    std::vector<SignedDocument> wrong = documents_;
    wrong.push_back(office_.sign(office_.revocations(2), {"s1"}));
    EXPECT_FALSE(issuer->renew(wrong, at({})));
    EXPECT_EQ(issuer->state().versions().revocations, 1U);
    wire::Root other = office_.root(2);
    TrustOffice::in(other, DelegatedRole::kTick).keys = office_.all({"t2"});
    wrong = documents_;
    wrong.push_back(office_.sign(other, {"r1", "r2", "r3"}));
    EXPECT_FALSE(issuer->renew(wrong, at({}))) << "tick.key is no longer of it";
    EXPECT_EQ(issuer->state().versions().root, 1U);
    documents_.push_back(office_.sign(office_.root(2), {"r1", "r2", "r3"}));
    ASSERT_TRUE(issuer->renew(documents_, at({})));
    EXPECT_EQ(issuer->newest_root(), documents_.back());
}

TEST_F(Issuing, ReadsItsFolderAnewWhereTheFirstRootHoldsNoMore) {
    auto issuer = make({}, at({}));
    documents_.push_back(office_.sign(office_.root(2), {"r1", "r2", "r3"}));
    ASSERT_TRUE(issuer->renew(documents_, at({})));
    documents_[1] = office_.sign(office_.revocations(2), {"s1", "s2"});
    const core::Status again = issuer->renew(documents_, at({}));
    EXPECT_TRUE(again) << again.error().what;
    EXPECT_EQ(issuer->state().versions().revocations, 2U);
    documents_.pop_back();
    EXPECT_FALSE(issuer->renew(documents_, at({}))) << "root 2 holds, and is not there";
    EXPECT_EQ(issuer->state().versions().root, 2U);
}

/// A Central whose country has signed a root.
class TrustedCentral : public testing::Test {
protected:
    TrustedCentral() {
        wire::Root root = office_.root();
        TrustOffice::in(root, DelegatedRole::kSequencer).keys = {
            wire::SigningKey::parse(rig_.sequencer_file)->public_key().bytes()};
        TrustOffice::in(root, DelegatedRole::kAlert).keys = {
            wire::SigningKey::parse(rig_.alert_file)->public_key().bytes()};
        TrustOffice::in(root, DelegatedRole::kAgency)
            .keys.push_back(rig_.agency.public_key().bytes());
        documents_ = {office_.sign(root, {"r1", "r2", "r3"}), revocations(1, {})};
        rig_.documents = documents_;
        rig_.tick_file = office_.key("t1").to_file();
        rig_.make();
    }
    [[nodiscard]] SignedDocument revocations(std::uint64_t version,
                                             std::vector<core::NodeId> nodes) const {
        wire::Revocations all = office_.revocations(version);
        for (const core::NodeId node : nodes) {
            all.nodes.push_back({node, TrustOffice::kIssued, "stolen"});
        }
        return office_.sign(all, {"s1", "s2"});
    }
    void greet(TestNode& node) {
        node.root_version = 1;
        rig_.transport.receive(node.id(), wire::Channel::kControl, node.hello());
        rig_.thread.run_all();
    }
    [[nodiscard]] TrustState believed_by(const TestNode& node) {
        auto state = TrustState::begin(documents_[0], replication::SecureTime{{}, now()});
        SARHAD_CHECK(state.has_value());
        for (const auto& sent : rig_.sent_to<wire::SentHead>(node.id())) {
            static_cast<void>(state->offer(*wire::read_document(sent.document), now()));
        }
        for (const auto& sent : rig_.sent_to<wire::SentTick>(node.id())) {
            static_cast<void>(state->offer(*wire::read_document(sent.document), now()));
        }
        return *std::move(state);
    }
    [[nodiscard]] Clocks now() const { return {rig_.clock.wall(), rig_.clock.mono()}; }
    [[nodiscard]] core::Result<StreamHead> publish(core::Bytes list,
                                                   std::vector<wire::Signature> signatures) {
        std::optional<core::Result<StreamHead>> done;
        rig_.central->publish(std::move(list),
                              std::move(signatures),
                              ShrinkLeave{1},
                              [&](core::Result<StreamHead> head) { done = std::move(head); });
        rig_.thread.run_all();
        return *std::move(done);
    }

    TrustOffice office_;
    Rig rig_;
    std::vector<SignedDocument> documents_;
};

TEST_F(TrustedCentral, TellsANodeThatGreetsAllThatItLacks) {
    rig_.thread.pass(std::chrono::seconds{2});
    const auto node = rig_.add_node("PKXXA-1");
    greet(*node);
    EXPECT_EQ(believed_by(*node).age(rig_.clock.mono(), "PKXXA-1").state,
              replication::Freshness::kFresh);
    const std::size_t before = rig_.sent_to<wire::SentTick>(node->id()).size();
    for (int minute = 0; minute < 3; ++minute) {
        rig_.transport.receive(
            node->id(), wire::Channel::kControl, replication::to_frame(wire::Ping{}));
        rig_.thread.pass(std::chrono::seconds{20});
    }
    EXPECT_EQ(rig_.sent_to<wire::SentTick>(node->id()).size(), before + 1);
}

TEST_F(TrustedCentral, ANodeWithoutARootIsSentNoDocuments) {
    rig_.thread.pass(std::chrono::seconds{2});
    const auto node = rig_.add_node("PKXXA-1");
    rig_.transport.receive(node->id(), wire::Channel::kControl, node->hello());
    rig_.thread.pass(std::chrono::seconds{2});
    EXPECT_TRUE(rig_.sent_to<wire::SentHead>(node->id()).empty());
    EXPECT_TRUE(rig_.sent_to<wire::SentTick>(node->id()).empty());
}

TEST_F(TrustedCentral, WhoIsRevokedInADocumentIsShutOutAtOnceAndAfterARestart) {
    const auto node = rig_.add_node("PKXXA-1");
    const auto other = rig_.add_node("PKXXB-1");
    greet(*node);
    documents_[1] = revocations(2, {node->id()});
    ASSERT_TRUE(rig_.central->set_trust_documents(documents_));
    rig_.thread.run_all();
    EXPECT_TRUE(rig_.central->node(node->id())->node.revoked_at);
    EXPECT_EQ(rig_.allowed.size(), 1U);
    const auto rows = rig_.central->refused_frames();
    greet(*node);
    EXPECT_EQ(rig_.central->refused_frames(), rows + 1);
    rig_.documents = documents_;
    documents_[1] = revocations(3, {node->id(), other->id()});
    rig_.documents = documents_;
    rig_.make();
    EXPECT_TRUE(rig_.allowed.empty()) << "signed while central was down";
}

TEST_F(TrustedCentral, ARevokedKeyOfANodeShutsItOut) {
    const auto node = rig_.add_node("PKXXA-1");
    wire::Revocations revoking = office_.revocations(2);
    revoking.keys = {{node->sign.public_key().bytes(), TrustOffice::kIssued, "copied"}};
    documents_[1] = office_.sign(revoking, {"s1", "s2"});
    ASSERT_TRUE(rig_.central->set_trust_documents(documents_));
    rig_.thread.run_all();
    EXPECT_TRUE(rig_.central->node(node->id())->node.revoked_at);
}

TEST_F(TrustedCentral, PublishesWhatTheRootAllowsAndNothingElse) {
    ASSERT_TRUE(publish(demo_list(1, 1, 200), signed_by(rig_.agency, demo_list(1, 1, 200))));
    const core::Bytes fewer = demo_list(2, 4, 200);  // 3 of 200 go: more than one in a hundred.
    const auto refused = publish(fewer, signed_by(rig_.agency, fewer));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, core::Errc::kUnauthenticated);
    EXPECT_NE(refused.error().what.find("1 of 2 wanted keys"), std::string::npos);
    auto both = signed_by(rig_.agency, fewer);
    both.push_back(signed_by(office_.key("a1"), fewer)[0]);
    EXPECT_TRUE(publish(fewer, both));
    const core::Bytes two_less = demo_list(3, 5, 200);
    EXPECT_TRUE(publish(two_less, signed_by(rig_.agency, two_less))) << "one entry goes";
    wire::Revocations revoking = office_.revocations(2);
    revoking.keys = {{rig_.agency.public_key().bytes(), TrustOffice::kIssued, "copied"}};
    documents_[1] = office_.sign(revoking, {"s1", "s2"});
    ASSERT_TRUE(rig_.central->set_trust_documents(documents_));
    const core::Bytes after = demo_list(4, 5, 201);
    EXPECT_FALSE(publish(after, signed_by(rig_.agency, after))) << "its key is revoked";
}

}  // namespace
}  // namespace sarhad::central
