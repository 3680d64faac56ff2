// Rules on their way to a port: none of yesterday's acts while today's come, none is lost with the
// row that the disk lost, and what could not be taken is tried again.
#include "port_rules.h"

#include "node/rules_teller.h"
#include "support/trust_office.h"

#include <map>

namespace sarhad::node {
namespace {

class CountingLog final : public core::Log {
public:
    using Log::write;
    void write(const core::LogEvent& event,
               std::initializer_list<core::LogField> /*fields*/) override {
        ++counts[std::string{event.id}];
    }
    std::map<std::string, int> counts;
};

class RulesOnTheirWay : public PortRules {
protected:
    RulesOnTheirWay() { rig_.log = &log_; }
    ~RulesOnTheirWay() override { rig_.crash(); }  // Before the log that it writes to.
    void SetUp() override {
        rig_.start();
        rig_.settle();
    }
    void change_row(store::Sql sql) {
        auto transaction = store::Transaction::begin(*rig_.database);
        ASSERT_TRUE(transaction);
        {
            auto statement = rig_.database->prepare(sql);
            ASSERT_TRUE(statement && statement->run());
        }
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    /// Reports on rules that wait for central, or that it has.
    [[nodiscard]] std::uint64_t reports() {
        rig_.pass(std::chrono::seconds{3});
        return rig_.node->status().outbox.at(wire::up::kHealth).last_seq;
    }
    [[nodiscard]] bool is_asked(std::string_view id) const {
        return book().live()->rule(id) != nullptr;
    }

    CountingLog log_;
};

TEST_F(RulesOnTheirWay, ANewNodePutsNoRuleInForceThatWasRetiredSince) {
    bring_link_up(3);
    deliver(change({.mode = "live"}));
    EXPECT_FALSE(is_asked("TST-001"));
    deliver(change({.id = "TST-002"}));
    EXPECT_EQ(in_force(), 0U);
    EXPECT_EQ(log_.counts["NODE-041"], 0);
    EXPECT_EQ(log_.counts["NODE-050"], 1);
    deliver(change({.id = ""}, {"TST-001"}));
    EXPECT_EQ(in_force(), 1U);
    EXPECT_TRUE(is_asked("TST-002"));
    EXPECT_EQ(book().pack().edition(), 3U);
    EXPECT_EQ(log_.counts["NODE-041"], 1);
    EXPECT_EQ(acks().back().root, book().in_force());
    deliver(change({.id = "TST-003"}));  // Behind the head each acts at once.
    EXPECT_EQ(in_force(), 2U);
}

TEST_F(RulesOnTheirWay, ThoseInForceStayUntilTheLastOneIsHereOverARestartToo) {
    bring_link_up(0);
    deliver(change({.mode = "live"}));
    const wire::Hash256 before = book().in_force();
    bring_link_up(4);
    deliver(change({.rev = 2, .mode = "live"}));
    deliver(change({.id = "TST-002"}));
    EXPECT_EQ(book().find("TST-001")->rev, 1U);
    EXPECT_EQ(acks().back().root, before);
    rig_.crash();
    rig_.start();
    EXPECT_EQ(book().find("TST-001")->rev, 1U);
    EXPECT_EQ(book().in_force(), before);  // Decisions name what was really asked.
    bring_link_up(4);
    deliver(change({.id = ""}, {"TST-002"}));
    EXPECT_EQ(book().find("TST-001")->rev, 2U);
    EXPECT_EQ(in_force(), 1U);
    EXPECT_EQ(book().pack().edition(), 4U);
    rig_.crash();
    rig_.start();
    EXPECT_EQ(book().find("TST-001")->rev, 2U);
    EXPECT_EQ(book().find("TST-002")->mode, rules::RuleMode::kRetired);
}

TEST_F(RulesOnTheirWay, ArriveWithoutADeltaWhereCentralHasNoMore) {
    bring_link_up(0);
    deliver(change({}));
    bring_link_up(3);
    deliver(change({.rev = 2}));
    ASSERT_EQ(book().find("TST-001")->rev, 1U);
    rig_.pass(std::chrono::minutes{2});
    EXPECT_EQ(book().find("TST-001")->rev, 1U);
    const std::vector<wire::StreamPosition> heads{at_};  // Restored from a backup.
    rig_.bring_link_up(&heads);
    static_cast<void>(acks());
    rig_.pass(std::chrono::seconds{12});
    EXPECT_EQ(book().find("TST-001")->rev, 2U);
    const std::vector<wire::Ack> said = acks();
    ASSERT_FALSE(said.empty());
    EXPECT_EQ(said.back().root, book().in_force());
}

TEST_F(RulesOnTheirWay, AnUnreadableRowCostsItsRuleAloneAndIsAskedForAgain) {
    bring_link_up(0);
    const wire::SignedRuleChange first = change({});
    const wire::SignedRuleChange second = change({.id = "TST-002"});
    deliver(first);
    deliver(second);
    change_row("UPDATE rule SET body = x'00' WHERE id = 'TST-002'");
    rig_.crash();
    rig_.start();
    EXPECT_TRUE(is_asked("TST-001"));
    EXPECT_FALSE(is_asked("TST-002"));
    EXPECT_NE(book().in_force(), book().pack().hash());
    EXPECT_EQ(log_.counts["NODE-049"], 1);
    bring_link_up(2);
    for (const wire::StreamPosition& position : rig_.transport.last_hello().down) {
        EXPECT_FALSE(position.stream == wire::kRuleStream && position.seq > core::Seq{0});
    }
    at_ = {wire::kRuleStream, core::Epoch{1}, core::Seq{0}, {}};
    deliver(first);
    EXPECT_TRUE(is_asked("TST-001"));
    deliver(second);
    EXPECT_EQ(in_force(), 2U);
    EXPECT_EQ(book().in_force(), book().pack().hash());
    rig_.crash();
    rig_.start();
    EXPECT_EQ(in_force(), 2U);
    EXPECT_EQ(log_.counts["NODE-049"], 1);
}

TEST_F(RulesOnTheirWay, TheRootOfARestartedNodeIsToldWithoutADelta) {
    bring_link_up(0);
    deliver(change({}));
    rig_.crash();
    rig_.start();
    static_cast<void>(acks());
    const std::vector<wire::StreamPosition> heads{at_};
    rig_.bring_link_up(&heads);
    const std::vector<wire::Ack> said = acks();
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].upto, core::Seq{1});
    EXPECT_EQ(said[0].root, book().in_force());
}

TEST_F(RulesOnTheirWay, CentralIsToldWhatIsNotInForceOnceAndWhenItIs) {
    bring_link_up(0);
    deliver(change({}));
    EXPECT_EQ(reports(), 0U);  // Nothing differs, and nothing ever did.
    wire::RuleChange made;
    made.owner = "test";
    made.put = {rule_changes::rule({.owner = "test", .rev = 2})};
    deliver(rule_changes::approved(made, rig_.central.agency, rig_.central.agency));
    EXPECT_EQ(reports(), 1U);
    deliver(change({.id = "TST-002"}));
    EXPECT_EQ(reports(), 1U);
    rig_.crash();
    rig_.start();
    EXPECT_EQ(reports(), 1U);
    rig_.crash();
    rig_.start();
    change_row("UPDATE rule SET body = x'00' WHERE id = 'TST-002'");
    rig_.crash();
    rig_.start();
    EXPECT_EQ(reports(), 2U);
    const facts::PortRules told =
        told_rules(rig_.id,
                   screening::HeldRules{{{"TST-001", {1, screening::Held::kLimited}}}},
                   rig_.node->rules());
    ASSERT_EQ(told.held.size(), 1U);
    EXPECT_EQ(told.held[0], (facts::HeldAtPort{"TST-001", 1, true}));
    ASSERT_EQ(told.not_in_force.size(), 1U);
    EXPECT_EQ(told.not_in_force[0].what, "rule TST-002 rev 1");
    EXPECT_NE(told.not_in_force[0].why.find("rule TST-002: "), std::string::npos);
}

TEST_F(RulesOnTheirWay, CentralIsToldWhichSetCannotBeRead) {
    bring_link_up(0);
    wire::RuleChange made;
    made.owner = "test";
    made.sets = {rules::set_change_bytes({"agencies_watch", 3, 0, false, {"AG17"}, {}})};
    deliver(rule_changes::approved(made, rig_.central.agency, rig_.central.deputy));
    EXPECT_EQ(reports(), 0U);
    const auto told = [&] {
        return told_rules(rig_.id, screening::HeldRules{}, rig_.node->rules()).not_in_force;
    };
    EXPECT_TRUE(told().empty());
    rig_.crash();
    rig_.start();
    change_row("UPDATE rule_set SET body = x'00'");
    rig_.crash();
    rig_.start();
    EXPECT_EQ(reports(), 1U);
    ASSERT_EQ(told().size(), 1U);
    EXPECT_EQ(told()[0].what, "lists.agencies_watch version 3");
    EXPECT_NE(told()[0].why.find("reference set agencies_watch: "), std::string::npos);
    // One that this program does not know, as after a way back to an older one.
    const rules::StoredSet later{
        "no_such", "test", 2, 9, rules::set_change_bytes({"no_such", 2, 0, false, {"A"}, {}})};
    const auto read = rules::RuleBook::load(9, {}, wire::blake2b, {later});
    RulesInForce older;
    older.book = read.book;
    older.left_out = read.left_out;
    const auto said = told_rules(rig_.id, screening::HeldRules{}, older).not_in_force;
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].what, "lists.no_such version 2");
    EXPECT_NE(said[0].why.find("no such set"), std::string::npos);
}

TEST_F(RulesOnTheirWay, AReportThatIsTooLongSaysHowMuchIsLeftOut) {
    bring_link_up(0);
    screening::HeldRules::Map many;
    for (std::uint32_t i = 0; i < facts::kToldRulesMax + 3; ++i) {
        many.emplace(core::cat("TST-", 1000 + i),
                     screening::HeldRules::Rule{i, screening::Held::kShadow});
    }
    const facts::PortRules told =
        told_rules(rig_.id, screening::HeldRules{many}, rig_.node->rules());
    EXPECT_EQ(told.held.size(), facts::kToldRulesMax);
    EXPECT_EQ(told.left_out, 3U);
    EXPECT_TRUE(wire::decode<facts::PortRules>(wire::encode(told)));
}

/// A port of a country that has signed a root.
class RulesAndTrust : public RulesOnTheirWay {
protected:
    RulesAndTrust() { rig_.root = office_.sign(root(1), {"r1", "r2", "r3"}); }
    void SetUp() override {
        rig_.start();
        bring_link_up(0);
    }
    /// The second agency's keys come with version 2.
    [[nodiscard]] wire::Root root(std::uint64_t version) const {
        using replication::TrustOffice;
        using wire::DelegatedRole;
        wire::Root root = office_.root(version);
        TrustOffice::in(root, DelegatedRole::kSequencer)
            .keys.push_back(rig_.central.sequencer.public_key().bytes());
        wire::Delegation& agency = TrustOffice::in(root, DelegatedRole::kAgency);
        agency.name = version == 1 ? "wl/other" : "wl/test";
        agency.keys = {rig_.central.agency.public_key().bytes(),
                       rig_.central.deputy.public_key().bytes()};
        return root;
    }
    void bring_keys() {
        const core::Bytes next = wire::encode(office_.sign(root(2), {"r1", "r2", "r3"}));
        rig_.transport.receive(
            wire::Channel::kControl,
            wire::encode_frame(wire::SentHead{next}, wire::Lane::kUrgent, core::StreamId{0}));
    }

    replication::TrustOffice office_;
};

TEST_F(RulesAndTrust, AChangeIsTriedAgainWhenItsKeysCome) {
    deliver(change({}));
    ASSERT_EQ(rig_.node->rules().refused.size(), 1U);
    static_cast<void>(acks());
    bring_keys();
    rig_.pass(std::chrono::minutes{1});
    EXPECT_TRUE(rig_.node->rules().refused.empty());
    EXPECT_EQ(in_force(), 1U);
    const std::vector<wire::Ack> said = acks();
    ASSERT_FALSE(said.empty());  // Central believed it without.
    EXPECT_EQ(said.back().root, book().in_force());
    EXPECT_EQ(reports(), 2U);  // The refusal, and that it is over.
}

TEST_F(RulesAndTrust, ATryThatTheDiskRefusedIsMadeAgain) {
    deliver(change({}));
    ASSERT_EQ(rig_.node->rules().refused.size(), 1U);
    change_row(
        "CREATE TRIGGER no_room BEFORE INSERT ON rule BEGIN SELECT RAISE(FAIL, 'no room'); END");
    bring_keys();
    rig_.pass(std::chrono::minutes{2});
    ASSERT_EQ(rig_.node->rules().refused.size(), 1U);
    EXPECT_GT(log_.counts["NODE-006"], 0);
    change_row("DROP TRIGGER no_room");
    rig_.pass(std::chrono::minutes{2});  // Not tomorrow: the keys came, and come no second time.
    EXPECT_TRUE(rig_.node->rules().refused.empty());
    EXPECT_EQ(in_force(), 1U);
}

}  // namespace
}  // namespace sarhad::node
