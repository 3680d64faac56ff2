// Agencies' rules at the centre: an author's change waits for a second person, and then every port
// gets it.
#include "support.h"

#include "central/routes.h"
#include "central/rule_desk.h"
#include "core/posix_files.h"
#include "core/text.h"
#include "rules/pack/rule_book.h"
#include "support/rule_changes.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

namespace sarhad::central {
namespace {

using api::Json;
using rule_changes::Said;

class CentralRules : public testing::Test {
protected:
    CentralRules() { serve(); }
    void serve() {
        router.emplace();
        add_routes(*router, {*rig.central, lanes, agencies, metrics, hub});
    }
    [[nodiscard]] wire::RuleChange change(Said said, const std::string& retired = {}) const {
        wire::RuleChange made;
        made.owner = "demo";
        made.made_at = rig.clock.wall();
        if (!retired.empty()) {
            made.retired = {retired};
        } else {
            said.owner = said.owner.empty() ? "demo" : said.owner;
            made.put = {rule_changes::rule(said)};
        }
        return made;
    }
    api::Response send(const std::string& method, const std::string& target, std::string body) {
        api::Head head;
        head.method = method;
        head.target = target;
        head.content_type = body.empty() ? "" : std::string{api::kJsonType};
        head.peer.roles = api::Role::kAnalyst;
        api::Response answer;
        router->handle(head, std::move(body), api::Respond{[&](api::Response got) {
                           answer = std::move(got);
                       }});
        rig.thread.run_all();
        return answer;
    }
    static std::string text_of(const Json& json) { return api::to_text(json); }
    api::Response draft(const wire::RuleChange& made, const wire::SigningKey& author) {
        const wire::SignedRuleChange drafted = rule_changes::drafted(made, author);
        return send("POST",
                    "/v1/rule-changes",
                    text_of(Json::object({{"owner", made.owner},
                                          {"bytes", core::to_hex(drafted.change)},
                                          {"key", core::to_hex(drafted.author.key_id)},
                                          {"signature", core::to_hex(drafted.author.value)}})));
    }
    api::Response approve(int number,
                          const wire::RuleChange& made,
                          const wire::SigningKey& approver,
                          const wire::Hash256& backtest = wire::Hash256{7}) {
        const core::Bytes approval =
            wire::encode(wire::RuleApproval{wire::blake2b(wire::encode(made)), backtest});
        const wire::Signature signature = approver.sign(wire::Domain::kRuleApproval, approval);
        return send("POST",
                    core::cat("/v1/rule-changes/", number, "/approve"),
                    text_of(Json::object({{"bytes", core::to_hex(approval)},
                                          {"key", core::to_hex(signature.key_id)},
                                          {"signature", core::to_hex(signature.value)}})));
    }
    api::Response withdraw(int number,
                           const wire::RuleChange& made,
                           const wire::SigningKey& key,
                           const std::string& why = "a draft of yesterday") {
        const core::Bytes said =
            wire::encode(wire::RuleWithdrawal{wire::blake2b(wire::encode(made)), why});
        const wire::Signature signature = key.sign(wire::Domain::kRuleWithdrawal, said);
        return send("POST",
                    core::cat("/v1/rule-changes/", number, "/withdraw"),
                    text_of(Json::object({{"bytes", core::to_hex(said)},
                                          {"key", core::to_hex(signature.key_id)},
                                          {"signature", core::to_hex(signature.value)}})));
    }
    /// The number of the change that the answer names; 0: none.
    static std::int64_t number_of(const api::Response& answer) {
        const auto body = api::parse_json(api::body_text(answer));
        const auto number = body ? body->int_at("change") : core::Result<std::int64_t>{0};
        return number ? *number : 0;
    }
    /// Both persons' words; the last answer's status.
    int publish(const wire::RuleChange& made) {
        const api::Response drafted = draft(made, rig.agency);
        const auto body = api::parse_json(api::body_text(drafted));
        if (drafted.status != 200) {
            return drafted.status;
        }
        return approve(static_cast<int>(*body->int_at("change")), made, rig.deputy).status;
    }
    [[nodiscard]] std::string mode(std::string_view id) const {
        const auto book = rig.central->rule_book();
        const rules::KnownRule* known = book->find(id);
        return known == nullptr ? "" : std::string{rules::name_of(known->mode)};
    }

    Rig rig;
    core::PosixFiles files;
    daemon::TrustFile own;
    Agencies agencies{files, rig.kept.folder() + "/agencies.toml", own};
    Lanes lanes{rig.thread};
    daemon::Metrics metrics;
    api::EventHub hub{1};
    std::optional<api::Router> router;
};

TEST_F(CentralRules, WaitForASecondPersonAndThenGoToEveryPort) {
    const auto node = rig.add_node("PKXXA-1");
    rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
    rig.thread.run_all();
    const wire::RuleChange made = change({});
    EXPECT_EQ(draft(made, rig.agency).status, 200);
    EXPECT_EQ(mode("TST-001"), "");
    EXPECT_NE(api::body_text(send("GET", "/v1/rule-changes", "")).find("TST-001"),
              std::string::npos);
    EXPECT_EQ(approve(1, made, rig.deputy).status, 200);
    EXPECT_EQ(mode("TST-001"), "shadow");
    EXPECT_EQ(api::body_text(send("GET", "/v1/rule-changes", "")).find("TST-001"),
              std::string::npos);
    rig.carry(node->id());
    const auto sent = rig.sent_to<wire::Delta>(node->id());
    ASSERT_EQ(sent.size(), 1U);
    const auto tree = wire::unpack(sent[0].body);
    const auto body = facts::from_value<wire::DeltaBody>(*tree);
    EXPECT_EQ(body->stream, wire::kRuleStream);
    EXPECT_EQ(body->post_root, rig.central->rule_book()->pack().hash());
    EXPECT_EQ(rig.log.lines_of("CENTRAL-030").size(), 1U);
}

TEST_F(CentralRules, ReferenceSetsGoTheSameWayAndOutliveARestart) {
    wire::RuleChange made;
    made.owner = "demo";
    made.made_at = rig.clock.wall();
    made.sets = {rules::set_change_bytes({"agencies_watch", 1, 0, false, {"AG17", "AG21"}, {}})};
    const std::string drafted = api::body_text(draft(made, rig.agency));
    EXPECT_NE(drafted.find("\"name\":\"agencies_watch\",\"version\":1,\"added\":2"),
              std::string::npos)
        << drafted;
    EXPECT_EQ(send("GET", "/v1/rule-sets/agencies_watch", "").status, 404);
    EXPECT_NE(approve(1, made, rig.agency).status, 200);  // One key is not two people.
    EXPECT_EQ(approve(1, made, rig.deputy, {}).status, 200);
    const auto hash = rig.central->rule_book()->pack().hash();
    EXPECT_EQ(draft(made, rig.agency).status, 409);  // An old version.

    rig.central.reset();
    rig.kept.reopen();
    rig.make();
    serve();
    EXPECT_EQ(rig.central->rule_book()->pack().hash(), hash);
    const std::string kept = api::body_text(send("GET", "/v1/rule-sets/agencies_watch", ""));
    EXPECT_NE(kept.find("\"texts\":[\"AG17\",\"AG21\"]"), std::string::npos) << kept;
    const std::string all = api::body_text(send("GET", "/v1/rule-sets", ""));
    EXPECT_NE(all.find("\"in_force\":true"), std::string::npos) << all;
}

TEST_F(CentralRules, OneKeyTwiceIsRefusedAndTheChangeWaitsOn) {
    const wire::RuleChange made = change({});
    EXPECT_EQ(draft(made, rig.agency).status, 200);
    EXPECT_NE(approve(1, made, rig.agency).status, 200);
    EXPECT_EQ(mode("TST-001"), "");
    EXPECT_EQ(approve(1, made, rig.deputy).status, 200);
}

TEST_F(CentralRules, AKeyOfNobodyIsRefused) {
    const wire::SigningKey stranger = wire::SigningKey::generate(rig.random);
    EXPECT_NE(draft(change({}), stranger).status, 200);
    EXPECT_EQ(draft(change({}), rig.agency).status, 200);
    EXPECT_NE(approve(1, change({}), stranger).status, 200);
    EXPECT_EQ(rig.log.lines_of("CENTRAL-031").size(), 2U);
}

TEST_F(CentralRules, ARuleThatFailsItsOwnTestIsRefusedBeforeAnybodySigns) {
    const api::Response answer = draft(change({.condition = "!booking.one_way"}), rig.agency);
    EXPECT_NE(answer.status, 200);
    EXPECT_NE(api::body_text(answer).find("its test"), std::string::npos);
}

TEST_F(CentralRules, AnotherAgencysRuleIsRefused) {
    const api::Response answer = draft(change({.owner = "police"}), rig.agency);
    EXPECT_NE(answer.status, 200);
    EXPECT_NE(api::body_text(answer).find("police"), std::string::npos);
}

TEST_F(CentralRules, AChangeThatCannotBeDecodedIsItsSendersFaultAndNotTheDisks) {
    wire::RuleChange many = change({}, "TST-001");
    many.retired.resize(wire::UnpackLimits{}.array + 1);
    const api::Response answer = draft(many, rig.agency);
    EXPECT_EQ(answer.status / 100, 4) << api::body_text(answer);
    EXPECT_EQ(rig.central->store_fault(), "");
}

TEST_F(CentralRules, NothingGoesLiveWithoutABackTest) {
    ASSERT_EQ(publish(change({})), 200);
    const wire::RuleChange live = change({.rev = 2, .mode = "live"});
    ASSERT_EQ(draft(live, rig.agency).status, 200);
    const api::Response answer = approve(2, live, rig.deputy, {});
    EXPECT_NE(answer.status, 200);
    EXPECT_NE(api::body_text(answer).find("--backtest"), std::string::npos);
    EXPECT_EQ(approve(2, live, rig.deputy).status, 200);
    EXPECT_EQ(mode("TST-001"), "live");
}

TEST_F(CentralRules, TheSameChangeTwiceIsOneThatWaits) {
    EXPECT_EQ(draft(change({}), rig.agency).status, 200);
    EXPECT_EQ(draft(change({}), rig.agency).status, 200);
    const auto body = api::parse_json(api::body_text(send("GET", "/v1/rule-changes", "")));
    EXPECT_EQ(body->find("changes")->elements().size(), 1U);
    EXPECT_EQ(approve(1, change({}), rig.deputy).status, 200);
    EXPECT_NE(draft(change({}), rig.agency).status, 200);  // Its revision is published.
    EXPECT_NE(approve(1, change({}), rig.deputy).status, 200);
}

TEST_F(CentralRules, OutliveARestart) {
    ASSERT_EQ(publish(change({})), 200);
    ASSERT_EQ(publish(change({.id = "TST-002"})), 200);
    ASSERT_EQ(publish(change({}, "TST-002")), 200);
    ASSERT_EQ(draft(change({.id = "TST-003"}), rig.agency).status, 200);
    const rules::RulePack pack = rig.central->rule_book()->pack();
    rig.central.reset();
    rig.kept.reopen();
    rig.make();
    serve();
    EXPECT_EQ(rig.central->rule_book()->pack(), pack);
    EXPECT_EQ(mode("TST-002"), "retired");
    EXPECT_EQ(approve(4, change({.id = "TST-003"}), rig.deputy).status, 200);
    EXPECT_EQ(publish(change({.id = "TST-002", .rev = 5})), 409);
}

TEST_F(CentralRules, ANodeThatCouldNotTakeOneIsKnownByItsAck) {
    const auto node = rig.add_node("PKXXA-1");
    rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
    rig.thread.run_all();
    ASSERT_EQ(publish(change({})), 200);
    EXPECT_EQ(rig.central->rule_spread().behind, 1U);
    const StreamHead head = rules_head(rig.central->heads());
    rig.carry(node->id());
    const wire::Ack ack{
        head.position.stream, head.position.epoch, head.position.seq, head.position.chain, {9}};
    rig.transport.receive(node->id(), wire::Channel::kBulk, replication::to_frame(ack));
    rig.thread.run_all();
    EXPECT_EQ(rig.central->rule_spread().differ, std::vector{node->id()});
    EXPECT_EQ(rig.log.lines_of("CENTRAL-032").size(), 1U);
}

TEST_F(CentralRules, ANodeThatTakesOneLateIsKnownByTheSameAcksOtherRoot) {
    const auto node = rig.add_node("PKXXA-1");
    rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
    rig.thread.run_all();
    ASSERT_EQ(publish(change({})), 200);
    const StreamHead head = rules_head(rig.central->heads());
    rig.carry(node->id());
    const auto acknowledge = [&](const wire::Hash256& root) {
        const wire::Ack ack{head.position.stream,
                            head.position.epoch,
                            head.position.seq,
                            head.position.chain,
                            root};
        rig.transport.receive(node->id(), wire::Channel::kBulk, replication::to_frame(ack));
        rig.thread.run_all();
    };
    acknowledge({});  // Nobody knows yet what it has: it does not pass for all of them.
    EXPECT_EQ(rig.central->rule_spread().have, 0U);
    EXPECT_EQ(rig.central->rule_spread().behind, 1U);
    acknowledge({9});
    EXPECT_EQ(rig.central->rule_spread().differ, std::vector{node->id()});
    acknowledge(head.root);
    EXPECT_EQ(rig.central->rule_spread().have, 1U);
    rig.central.reset();
    rig.kept.reopen();
    rig.make();
    EXPECT_EQ(rig.central->rule_spread().have, 1U);
}

TEST_F(CentralRules, ARuleThatAPortHoldsIsToldHereWithTheTimeSinceWhen) {
    const auto node = rig.add_node("PKXXA-1");
    rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
    rig.thread.run_all();
    facts::PortRules report;
    report.node = node->id();
    report.at = rig.clock.wall();
    report.held = {{"TST-001", 1, false}};
    report.not_in_force = {{"the change of edition 12", "role wl/demo: no such key"}};
    const auto tell = [&] {
        rig.transport.receive(node->id(),
                              wire::Channel::kControl,
                              node->batch(wire::up::kHealth, {wire::encode(report)}));
        rig.thread.run_all();
    };
    tell();
    EXPECT_EQ(rig.log.lines_of("CENTRAL-035").size(), 1U);
    const std::string since = core::to_rfc3339(report.at);
    report.at.micros += std::int64_t{3600} * 1'000'000;
    report.held.push_back({"TST-002", 4, true});
    tell();
    EXPECT_EQ(rig.log.lines_of("CENTRAL-035").size(), 2U);
    const auto shown = [&] { return api::body_text(send("GET", "/v1/rules", "")); };
    const std::string before = shown();
    EXPECT_NE(before.find(R"("since":")" + since), std::string::npos) << before;
    EXPECT_NE(before.find("no such key"), std::string::npos);
    EXPECT_NE(before.find("limited"), std::string::npos);
    rig.central.reset();
    rig.kept.reopen();
    rig.make();
    serve();
    EXPECT_EQ(shown(), before);
    EXPECT_EQ(rig.log.lines_of("CENTRAL-035").size(), 2U);  // Not again at each start.
}

TEST_F(CentralRules, HitsOfPublishedRulesAreCountedByDay) {
    constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;
    ASSERT_EQ(publish(change({})), 200);
    const auto node = rig.add_node("PKXXA-1");
    rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
    rig.thread.run_all();
    const core::WallTime now = rig.clock.wall();
    const auto crosses = [&](std::uint8_t number, std::int64_t days_ago) {
        facts::Crossing crossing = node->crossing(number);
        crossing.screened_at = core::WallTime{now.micros - days_ago * kDay};
        facts::RuleHit hit;
        hit.id = "TST-001";
        crossing.decision.rule_hits = {hit};
        crossing.decision.shadow_hits = {"TST-001", "TST-999"};
        rig.transport.receive(node->id(),
                              wire::Channel::kControl,
                              node->batch(wire::up::kCrossings, {wire::encode(crossing)}));
        rig.thread.run_all();
    };
    crosses(1, 0);
    crosses(2, -3);  // A port's clock that is ahead.
    crosses(3, kRuleHitDays - 1);
    crosses(4, kRuleHitDays);
    crosses(5, kRuleHitDaysKept);
    const auto hits = rig.kept.store().rule_hits(now);
    ASSERT_TRUE(hits) << hits.error().what;
    ASSERT_EQ(hits->size(), 1U);  // Nobody published the other.
    EXPECT_EQ(hits->at("TST-001").live, 3U);
    EXPECT_EQ(hits->at("TST-001").shadow, 3U);
    const std::string shown = api::body_text(send("GET", "/v1/rules", ""));
    EXPECT_NE(shown.find(R"("hits_30d":3)"), std::string::npos) << shown;
    const core::WallTime later{now.micros + kRuleHitDays * kDay};
    EXPECT_TRUE(rig.kept.store().rule_hits(later)->empty());
}

TEST_F(CentralRules, HitsAreCountedByCrossingHoweverOftenItIsTold) {
    // Each record of a journey counted, so a list that was corrected thrice made a rule look busy.
    ASSERT_EQ(publish(change({})), 200);
    ASSERT_EQ(publish(change({.id = "TST-002"})), 200);
    const auto node = rig.add_node("PKXXA-1");
    rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
    rig.thread.run_all();
    const core::WallTime now = rig.clock.wall();
    const auto send_row = [&](core::StreamId stream, const core::Bytes& row, core::WallTime at) {
        rig.transport.receive(node->id(), wire::Channel::kControl, node->batch(stream, {row}, at));
        rig.thread.run_all();
    };
    const auto tells = [&](std::uint8_t number, int minute, const std::vector<std::string>& rules) {
        facts::Crossing crossing = node->crossing(number);
        crossing.screened_at = core::WallTime{now.micros + minute * 60'000'000LL};
        crossing.passage = {9};
        for (const std::string& id : rules) {
            facts::RuleHit hit;
            hit.id = id;
            crossing.decision.rule_hits.push_back(hit);
        }
        crossing.decision.shadow_hits = {"TST-002"};
        send_row(wire::up::kCrossings, wire::encode(crossing), crossing.screened_at);
    };
    const auto counts = [&] {
        const auto hits = rig.kept.store().rule_hits(now);
        const auto live = [&](const char* id) {
            return hits->contains(id) ? hits->at(id).live : 0U;
        };
        return core::cat(live("TST-001"), " ", live("TST-002"), " ", hits->at("TST-002").shadow);
    };
    tells(1, 0, {"TST-001"});
    EXPECT_EQ(counts(), "1 0 1");
    tells(2, 10, {"TST-001"});
    EXPECT_EQ(counts(), "1 0 1");
    tells(3, 20, {"TST-002"});  // More was known, and the other rule hits no more.
    EXPECT_EQ(counts(), "0 1 1");
    tells(4, 5, {"TST-001"});  // An older record that comes late.
    EXPECT_EQ(counts(), "0 1 1");
    facts::DeskRecord left;
    left.not_travelling = {node->crossing(1).id, node->crossing(3).id};
    send_row(wire::up::kDesk, wire::encode(left), now);
    EXPECT_EQ(counts(), "0 0 0");
    send_row(wire::up::kDesk, wire::encode(left), now);
    tells(5, 30, {"TST-001"});  // He comes after all.
    EXPECT_EQ(counts(), "1 0 1");
}

TEST_F(CentralRules, APortSpeaksOfItsOwnRulesAlone) {
    const auto node = rig.add_node("PKXXA-1");
    rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
    rig.thread.run_all();
    facts::PortRules report;
    report.node = core::NodeId{node->id().value() + 1};
    report.held = {{"TST-001", 1, false}};
    rig.transport.receive(node->id(),
                          wire::Channel::kControl,
                          node->batch(wire::up::kHealth, {wire::encode(report)}));
    rig.thread.run_all();
    EXPECT_TRUE(rig.log.lines_of("CENTRAL-035").empty());
    EXPECT_EQ(api::body_text(send("GET", "/v1/rules", "")).find("TST-001"), std::string::npos);
}

TEST_F(CentralRules, OneAuthorsDraftsLeaveRoomForOthers) {
    const auto said = [](std::size_t i) { return Said{.id = core::cat("TST-", 100 + i)}; };
    for (std::size_t i = 0; i < kAuthorDraftsMax; ++i) {
        ASSERT_EQ(draft(change(said(i)), rig.agency).status, 200) << i;
    }
    const api::Response refused = draft(change({}), rig.agency);
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(api::body_text(refused).find("this author"), std::string::npos);
    EXPECT_EQ(draft(change({}), rig.deputy).status, 200);
    EXPECT_EQ(withdraw(1, change(said(0)), rig.agency).status, 200);
    EXPECT_EQ(draft(change({.id = "TST-002"}), rig.agency).status, 200);
}

TEST_F(CentralRules, TheSameChangeSignedAgainWaitsOnce) {
    const wire::RuleChange made = change({});
    EXPECT_EQ(number_of(draft(made, rig.agency)), 1);
    wire::RuleChange again = made;
    again.made_at.micros += 1'000'000;
    const api::Response answer = draft(again, rig.agency);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(number_of(answer), 1);
    EXPECT_NE(api::body_text(answer).find(core::to_hex(wire::blake2b(wire::encode(made)))),
              std::string::npos);  // What there is to approve is what was signed first.
    EXPECT_EQ(number_of(draft(again, rig.deputy)), 2);  // Another author's word is another change.
    EXPECT_EQ(approve(1, made, rig.deputy).status, 200);
}

TEST_F(CentralRules, AWithdrawnChangeIsGoneForGood) {
    const wire::RuleChange made = change({});
    ASSERT_EQ(draft(made, rig.agency).status, 200);
    EXPECT_EQ(withdraw(1, made, wire::SigningKey::generate(rig.random)).status, 403);
    EXPECT_EQ(withdraw(1, change({.id = "TST-002"}), rig.agency).status, 403);
    EXPECT_EQ(withdraw(1, made, rig.agency, " ").status, 422);
    EXPECT_EQ(withdraw(7, made, rig.agency).status, 404);
    EXPECT_EQ(withdraw(1, made, rig.deputy).status, 200);  // Whom it was shown to, too.
    EXPECT_EQ(rig.log.lines_of("CENTRAL-034").size(), 1U);
    EXPECT_EQ(approve(1, made, rig.deputy).status, 404);
    EXPECT_EQ(withdraw(1, made, rig.agency).status, 404);
    EXPECT_EQ(draft(made, rig.agency).status, 409);  // Whoever kept its bytes brings nothing back.
    wire::RuleChange anew = made;
    anew.made_at.micros += 1;
    EXPECT_EQ(number_of(draft(anew, rig.agency)), 2);
    rig.central.reset();
    rig.kept.reopen();
    rig.make();
    serve();
    EXPECT_EQ(draft(made, rig.agency).status, 409);
    EXPECT_EQ(approve(2, anew, rig.deputy).status, 200);
}

TEST_F(CentralRules, AChangeSignedLongAgoOrTomorrowIsNotTaken) {
    constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;
    wire::RuleChange made = change({});
    made.made_at.micros -= 30 * kDay;
    EXPECT_EQ(draft(made, rig.agency).status, 422);
    made.made_at.micros += 31 * kDay;
    EXPECT_EQ(draft(made, rig.agency).status, 422);
    made.made_at.micros -= kDay;
    EXPECT_EQ(draft(made, rig.agency).status, 200);
}

TEST_F(CentralRules, AChangeThatNobodyApprovedGoesAfterAMonth) {
    ASSERT_EQ(draft(change({}), rig.agency).status, 200);
    const core::WallTime now = rig.clock.wall();
    const core::WallTime later{
        now.micros + std::chrono::duration_cast<std::chrono::microseconds>(kRuleDraftKept).count()};
    EXPECT_TRUE(rig.kept.store().rule_draft(1, now));
    EXPECT_EQ(rig.kept.store().rule_draft(1, later).error().code, core::Errc::kNotFound);
    EXPECT_TRUE(rig.kept.store().rule_drafts(later)->empty());
}

}  // namespace
}  // namespace sarhad::central
