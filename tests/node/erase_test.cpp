// A node that is revoked: which proof it takes, and what it has on its disk before it lets go.
#include "node_fixture.h"

#include "core/text.h"
#include "node/dead_man.h"
#include "node/eraser.h"
#include "support/golden.h"
#include "support/trust_office.h"
#include "wire/msgpack.h"

#include <filesystem>
#include <fstream>

namespace sarhad::node {
namespace {

using replication::TrustOffice;
using wire::SignedDocument;

EraseRecord erased_record() {
    EraseRecord record;
    record.stage = wire::EraseStage::kErased;
    record.node = core::NodeId{3};
    record.begun = {1'790'000'000'000'000};
    record.ended = {1'790'000'001'000'000};
    record.rows = 12;
    record.files = 4;
    return record;
}

TEST(EraseRecordTest, IsKeptInItsBytes) {
    const std::string text = to_text(erased_record());
    EXPECT_EQ(core::as_text(golden::kept("formats/v1/erase_record.txt", core::as_bytes(text))),
              text);
    EXPECT_EQ(*parse_erase_record(text), erased_record());
}

TEST(EraseRecordTest, RefusesEveryTruncationAndEveryOtherWord) {
    const std::string text = to_text(erased_record());
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_FALSE(parse_erase_record(text.substr(0, size))) << size;
    }
    for (const std::string_view wrong : {"sarhad-erase v2\nerased 3 1 2 3 4\n",
                                         "sarhad-erase v1\nlost 3 1 2 3 4\n",
                                         "sarhad-erase v1\nerased 0 1 2 3 4\n",
                                         "sarhad-erase v1\nerased 4294967296 1 2 3 4\n",
                                         "sarhad-erase v1\nerased 3 1 2 3 -4\n",
                                         "sarhad-erase v1\nerased 3 1 2 3 18446744073709551615\n",
                                         "sarhad-erase v1\nerased 3 1 2 3 4\nmore\n"}) {
        EXPECT_EQ(parse_erase_record(wrong).error().code, core::Errc::kCorrupt) << wrong;
    }
}

/// A node whose country has signed a root, and its security officers' words.
class ErasedNode : public NodeTest {
protected:
    ErasedNode() { rig_.root = office_.sign(office_.root(), {"r1", "r2", "r3"}); }
    void start() {
        rig_.start();
        rig_.node->on_erase([this] { ++begun_; });
        rig_.bring_link_up();
        static_cast<void>(rig_.transport.take_sent());
    }
    [[nodiscard]] wire::Revocations naming(core::NodeId node, std::uint64_t version = 1) const {
        wire::Revocations all = office_.revocations(version);
        all.nodes = {{node, TrustOffice::kIssued, "stolen"}};
        return all;
    }
    [[nodiscard]] SignedDocument signed_by_officers(const wire::Revocations& all) const {
        return office_.sign(all, {"s1", "s2"});
    }
    void hear(const wire::Message& message) {
        rig_.transport.receive(wire::Channel::kControl,
                               wire::encode_frame(message, wire::Lane::kUrgent, core::StreamId{0}));
        rig_.settle();
    }
    void show(const SignedDocument& proof) { hear(wire::Revoke{wire::encode(proof)}); }
    [[nodiscard]] std::optional<EraseRecord> record() {
        return *read_erase_record(rig_.files, rig_.folder.path() + "/node.db.erase");
    }
    [[nodiscard]] std::vector<wire::EraseTell> told() {
        std::vector<wire::EraseTell> found;
        for (const wire::Message& message : rig_.transport.take_sent()) {
            if (const auto* tell = std::get_if<wire::EraseTell>(&message)) {
                found.push_back(*tell);
            }
        }
        return found;
    }

    TrustOffice office_;
    int begun_{0};
};

TEST_F(ErasedNode, BeginsOnTheOfficersWordAndSaysSo) {
    start();
    std::filesystem::create_directories(rig_.folder.path() + "/spool/refused");
    std::ofstream{rig_.folder.path() + "/spool/refused/a.edi"} << "UNB";
    show(signed_by_officers(naming(rig_.id)));
    EXPECT_EQ(begun_, 1);
    ASSERT_TRUE(record());
    EXPECT_EQ(record()->stage, wire::EraseStage::kErasing);
    EXPECT_EQ(record()->node, rig_.id);
    EXPECT_EQ(record()->files, 1U);
    const auto tells = told();
    ASSERT_EQ(tells.size(), 1U);
    EXPECT_EQ(tells[0].stage, wire::EraseStage::kErasing);
    EXPECT_EQ(tells[0].files, 1U);
    rig_.pass(std::chrono::seconds{5});
    EXPECT_EQ(begun_, 1) << "once";
}

TEST_F(ErasedNode, TakesTheProofBeforeAnyWelcome) {
    rig_.start();
    rig_.node->on_erase([this] { ++begun_; });
    rig_.transport.become(wire::LinkState::kUp);
    rig_.settle();
    show(signed_by_officers(naming(rig_.id)));
    EXPECT_EQ(begun_, 1);
}

TEST_F(ErasedNode, BeginsAlsoWhenTheWordComesAsAnyDocumentDoes) {
    start();
    hear(wire::SentHead{wire::encode(signed_by_officers(naming(rig_.id)))});
    EXPECT_EQ(begun_, 1);
}

TEST_F(ErasedNode, BeginsWhereItsSigningKeyIsNamed) {
    start();
    wire::Revocations all = office_.revocations();
    all.keys = {{wire::SigningKey::parse(rig_.node_key)->public_key().bytes(),
                 TrustOffice::kIssued,
                 "copied"}};
    show(signed_by_officers(all));
    EXPECT_EQ(begun_, 1);
}

TEST_F(ErasedNode, AForgedRevokeErasesNothing) {
    start();
    const wire::Revocations all = naming(rig_.id);
    show(office_.sign(all, {"s1"}));        // One officer alone.
    show(office_.sign(all, {"q1", "t1"}));  // What a captured centre has.
    show(office_.sign(all, {"s1", "s1"}));  // One of them twice.
    SignedDocument altered = signed_by_officers(naming(core::NodeId{9}));
    altered.body = wire::encode(all);  // Another's proof with our number.
    show(altered);
    hear(wire::ErrorReport{"revoked", {}, true});  // Central's own word.
    rig_.pass(std::chrono::seconds{5});
    EXPECT_EQ(begun_, 0);
    EXPECT_FALSE(record());
    EXPECT_TRUE(told().empty());
}

TEST_F(ErasedNode, ARevokeOfAnotherNodeErasesNothing) {
    start();
    show(signed_by_officers(naming(core::NodeId{9})));
    rig_.pass(std::chrono::seconds{5});
    EXPECT_EQ(begun_, 0);
    EXPECT_FALSE(record());
}

/// The machine has a new number and new keys; the old proof still names the old ones.
TEST_F(ErasedNode, TheOldRevokeErasesNothingAfterANewEnrolment) {
    start();
    const SignedDocument old = signed_by_officers(naming(rig_.id));
    rig_.crash();
    rig_.id = core::NodeId{4};
    rig_.node_key = wire::SigningKey::generate(rig_.random).to_file();
    std::filesystem::remove(rig_.folder.path() + "/node.db");
    start();
    show(old);
    rig_.pass(std::chrono::seconds{5});
    EXPECT_EQ(begun_, 0);
    EXPECT_FALSE(record());
}

TEST_F(ErasedNode, ACrashBehindTheProofLosesNothingOfIt) {
    start();
    const std::string path = rig_.folder.path() + "/node.db.erase";
    std::filesystem::create_directory(path);  // The record cannot be written.
    show(signed_by_officers(naming(rig_.id)));
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(begun_, 0);
    rig_.crash();
    std::filesystem::remove(path);
    rig_.start();
    rig_.node->on_erase([this] { ++begun_; });
    rig_.pass(std::chrono::seconds{2});
    EXPECT_TRUE(record()) << "the document that was kept says it again";
}

TEST(DeadManTest, IsExactToTheSecondAndWarnsAtFourFifths) {
    constexpr std::int64_t kLimit = 45 * 86'400;
    const wire::SitePolicy policy;
    replication::TrustAge age;
    age.is_proven = true;
    const auto at = [&](std::int64_t seconds, core::Duration running) {
        age.seconds = seconds;
        return dead_man(age, policy, running);
    };
    EXPECT_EQ(at(10 * kLimit, std::chrono::hours{2}), DeadMan::kHolds) << "no tick ever";
    age.as_of = core::WallTime{5};
    EXPECT_EQ(at(kLimit * 4 / 5 - 1, {}), DeadMan::kHolds);
    EXPECT_EQ(at(kLimit * 4 / 5, {}), DeadMan::kNears);
    EXPECT_EQ(at(kLimit - 1, {}), DeadMan::kNears);
    EXPECT_EQ(at(kLimit, {}), DeadMan::kDue);
    age.is_proven = false;
    EXPECT_EQ(at(kLimit, kDeadManGrace - std::chrono::seconds{1}), DeadMan::kNears)
        << "the machine's clock alone, and a link may still say otherwise";
    EXPECT_EQ(at(kLimit, kDeadManGrace), DeadMan::kDue);
}

/// A port with a list that has heard the time once.
class SilentPort : public ErasedNode {
protected:
    void begin() {
        wire::Root root = office_.root();
        TrustOffice::in(root, wire::DelegatedRole::kSequencer)
            .keys.push_back(rig_.central.sequencer.public_key().bytes());
        wire::Delegation& agency = TrustOffice::in(root, wire::DelegatedRole::kAgency);
        agency.name = "wl/test";
        agency.keys = {rig_.central.agency.public_key().bytes(), office_.of("a1")};
        rig_.root = office_.sign(root, {"r1", "r2", "r3"});
        start();
        publish(ops_);
        hear_time();
        rig_.pass(std::chrono::minutes{2});
        ASSERT_EQ(rig_.node->status().lists.size(), 1U);
    }
    void hear_time() {
        version_ += 2;  // A head right behind another would have to name it.
        wire::Head head = office_.head(version_);
        head.revocations_version = 0;
        head.streams.clear();
        head.issued = rig_.time.wall();
        head.expires = replication::later(head.issued, TrustOffice::days(7));
        const SignedDocument named = office_.sign(head, {"q1"});
        wire::Tick tick = office_.tick(named, version_);
        tick.time = rig_.time.wall();
        tick.expires = replication::later(tick.time, TrustOffice::days(1));
        hear(wire::SentHead{wire::encode(named)});
        hear(wire::SentTick{wire::encode(office_.sign(tick, {"t1"}))});
    }
    void let_pass(std::chrono::hours span) {
        rig_.time.jump(rig_.time.mono() + span);
        rig_.pass(std::chrono::minutes{2});
    }
    [[nodiscard]] bool has_lists() { return !rig_.node->status().lists.empty(); }
    void screen_one() {
        rig_.drop_file("z.edi", paxlst("900", {{"QUIETTEST", "ANA", "XT5"}}));
        rig_.pass(std::chrono::seconds{2});
    }

    std::uint64_t version_{0};
};

TEST_F(SilentPort, LetsItsListsGoAfterTheDaysOfItsPolicyAndScreensOn) {
    begin();
    let_pass(std::chrono::hours{44 * 24});
    EXPECT_TRUE(has_lists()) << "EXPIRED, and it screens";
    let_pass(std::chrono::hours{25});
    EXPECT_FALSE(has_lists());
    screen_one();
    EXPECT_EQ(crossings_of(rig_).size(), 1U);
    rig_.pass(std::chrono::seconds{2});
    EXPECT_GT(rig_.node->status().outbox.at(core::StreamId{1}).rows, 0U) << "central hears later";
    EXPECT_FALSE(record()) << "it is not revoked";
}

TEST_F(SilentPort, CountsTheTimeThatItWasSwitchedOff) {
    begin();
    rig_.crash();
    rig_.time.jump(rig_.time.mono() + std::chrono::hours{46 * 24});
    rig_.start();
    rig_.pass(std::chrono::minutes{50});
    EXPECT_TRUE(has_lists()) << "only the machine's clock says so: central has an hour";
    rig_.pass(std::chrono::minutes{12});
    EXPECT_FALSE(has_lists());
}

TEST_F(SilentPort, KeepsItsListsWhereAWordOfTheTimeComesFirst) {
    begin();
    rig_.crash();
    rig_.time.jump(rig_.time.mono() + std::chrono::hours{46 * 24});
    start();
    rig_.pass(std::chrono::seconds{2});
    EXPECT_TRUE(has_lists());
    hear_time();
    ASSERT_EQ(rig_.node->status().trust->age.state, replication::Freshness::kFresh);
    rig_.pass(std::chrono::minutes{70});
    EXPECT_TRUE(has_lists());
}

}  // namespace
}  // namespace sarhad::node
