// A discreet hit looks like none at the port: what each role of a counter sees, place by place.
#include "node_fixture.h"

#include "core/text.h"
#include "node/routes.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

namespace sarhad::node {
namespace {

/// One port, and all that somebody can ask it for.
struct Port {
    Port() { rig.start(); }

    /// One person is listed by a discreet order, another by an open one.
    void publish_lists() {
        rig.bring_link_up();
        watchlists::ListEntry hidden = listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321");
        hidden.order.action = facts::ListAction::kDiscreet;
        const std::vector<wire::Op> ops{
            upsert_of(hidden), upsert_of(listed_person("T.2", "BOLAT EXAMPLOV", "XT1112223"))};
        for (const wire::DeltaBody& delta : edition_deltas(
                 ops, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}})) {
            rig.deliver(delta);
        }
    }
    void pass_by(const std::string& reference, const Passenger& who) {
        rig.drop_file(reference + ".edi", paxlst(reference, {who}));
        rig.pass(std::chrono::seconds{2});
    }
    /// Routes of the node as it runs now.
    std::string ask(const std::string& target, api::Roles roles) {
        api::Router router;
        daemon::Metrics metrics;
        api::EventHub hub{1};
        add_routes(router, {*rig.node, metrics, hub, Demo::kOff, "0.1.0", {}});
        api::Head head;
        head.method = "GET";
        head.target = target;
        head.peer.roles = roles;
        std::string text;
        router.handle(head, {}, api::Respond{[&](const api::Response& answer) {
                          text = api::body_text(answer);
                      }});
        rig.settle();
        rig.node->set_observer({});  // The hub ends here.
        return text;
    }

    Rig rig;
};

/// Without what is drawn by chance or hashes the traveller himself: long runs of hexadecimal
/// digits.
std::string without_chance(const std::string& text) {
    std::string kept;
    std::string digits;
    const auto end_run = [&] {
        kept += digits.size() < 32 ? digits : "#";
        digits.clear();
    };
    for (const char c : text) {
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
            digits.push_back(c);
        } else {
            end_run();
            kept.push_back(c);
        }
    }
    end_run();
    for (const std::string_view own : {"QORBANTEST", "UNKNOWTEST", "XT7654321", "XT7654322"}) {
        for (std::size_t at = kept.find(own); at != std::string::npos; at = kept.find(own)) {
            kept.replace(at, own.size(), "#");
        }
    }
    return kept;
}

facts::Alert alert_of(std::uint8_t id, facts::ListAction action) {
    facts::Crossing crossing;
    crossing.id.fill(id);
    facts::Hit hit;
    hit.list = std::string{kTestList};
    hit.entry = core::cat("T.", id);
    hit.tier = facts::Tier::kHold;
    hit.order.action = action;
    crossing.decision.hits = {hit};
    facts::Alert alert;
    alert.id = crossing.id;
    alert.port = core::PortId{"PKXXB-1"};
    alert.report.body = wire::encode(crossing);
    return alert;
}

class Discreet : public testing::Test {
protected:
    void deliver(std::uint64_t seq, const facts::Alert& alert) {
        wire::DeltaBody delta;
        delta.stream = wire::down::kAlerts;
        delta.name = "alert";
        delta.epoch = core::Epoch{1};
        delta.seq = core::Seq{seq};
        delta.prev_chain = chain_;
        delta.ends_edition = true;
        delta.ops = {{wire::OpKind::kUpsert, core::to_hex(alert.id), wire::encode(alert)}};
        chain_ = wire::chain_hash(chain_, wire::encode(delta));
        port_.rig.deliver(delta);
    }
    std::vector<AlertItem> alerts() {
        std::vector<AlertItem> items;
        port_.rig.node->alerts({}, kPageMax, [&](core::Result<std::vector<AlertItem>> page) {
            ASSERT_TRUE(page) << page.error().what;
            items = *std::move(page);
        });
        port_.rig.settle();
        return items;
    }

    Port port_;
    wire::Hash256 chain_{};
};

TEST_F(Discreet, NoPageOfACounterTellsAListedPersonFromAnother) {
    Port other;
    for (Port* port : {&port_, &other}) {
        port->publish_lists();
    }
    port_.pass_by("A1", {"QORBANTEST", "ZAMIR", "XT7654321"});
    other.pass_by("A1", {"UNKNOWTEST", "ZAMIR", "XT7654322"});
    ASSERT_EQ(crossings_of(port_.rig).at(0).crossing.decision.hits.size(), 1U);
    ASSERT_TRUE(crossings_of(other.rig).at(0).crossing.decision.hits.empty());
    for (const int start : {0, 1}) {
        for (const char* target : {"/v1/status",
                                   "/v1/crossings",
                                   "/v1/alerts",
                                   "/v1/lists",
                                   "/v1/metrics",
                                   "/v1/cargo",
                                   "/v1/pairs",
                                   "/v1/intake",
                                   "/v1/health"}) {
            EXPECT_EQ(without_chance(port_.ask(target, api::Role::kOfficer)),
                      without_chance(other.ask(target, api::Role::kOfficer)))
                << target << " after start " << start;
        }
        for (Port* port : {&port_, &other}) {
            port->rig.crash();
            port->rig.start();
            port->rig.pass(std::chrono::seconds{2});
        }
    }
}

TEST_F(Discreet, AStatusCountsOpenHitsAlone) {
    port_.publish_lists();
    port_.pass_by("A1", {"QORBANTEST", "ZAMIR", "XT7654321"});
    EXPECT_EQ(port_.rig.node->status().records.hits, 0U);
    port_.pass_by("A2", {"EXAMPLOV", "BOLAT", "XT1112223"});
    EXPECT_EQ(port_.rig.node->status().records.hits, 1U);
    port_.rig.crash();
    port_.rig.start();
    EXPECT_EQ(port_.rig.node->status().records.hits, 1U);
}

TEST_F(Discreet, AnAdministratorAloneSeesWhatWaitsForCentral) {
    port_.publish_lists();
    port_.pass_by("A1", {"QORBANTEST", "ZAMIR", "XT7654321"});
    for (const api::Role role : {api::Role::kViewer, api::Role::kOfficer, api::Role::kAnalyst}) {
        const std::string status = port_.ask("/v1/status", role);
        EXPECT_NE(status.find("\"crossings\""), std::string::npos) << status;
        EXPECT_EQ(status.find("\"desk\""), std::string::npos) << status;
        EXPECT_EQ(status.find("\"bytes\""), std::string::npos) << status;
        const std::string metrics = port_.ask("/v1/metrics", role);
        EXPECT_NE(metrics.find("{stream=\"1\"}"), std::string::npos) << metrics;
        EXPECT_EQ(metrics.find("{stream=\"2\"}"), std::string::npos) << metrics;
        EXPECT_EQ(metrics.find("{stream=\"5\"}"), std::string::npos) << metrics;
        EXPECT_EQ(metrics.find("shadow_hits"), std::string::npos) << metrics;
    }
    const std::string all = port_.ask("/v1/status", api::Role::kAdministrator);
    EXPECT_NE(all.find("\"desk\""), std::string::npos) << all;
    EXPECT_NE(port_.ask("/v1/metrics", api::Role::kAdministrator).find("{stream=\"2\"}"),
              std::string::npos);
}

TEST_F(Discreet, AnAlertOfADiscreetHitIsForItsOwnersDeskAlone) {
    port_.rig.bring_link_up();
    deliver(1, alert_of(1, facts::ListAction::kDiscreet));
    EXPECT_TRUE(alerts().empty());
    EXPECT_EQ(count_of(port_.rig.events, NodeEventKind::kAlertReceived), 0U);
    EXPECT_EQ(port_.rig.node->status().alerts.alerts, 0U);
    core::Errc code{core::Errc::kInvalid};
    port_.rig.node->acknowledge_alert(alert_of(1, facts::ListAction::kDiscreet).id,
                                      "desk.4",
                                      [&](const core::Result<Acknowledged>& answer) {
                                          code =
                                              answer ? core::Errc::kConflict : answer.error().code;
                                      });
    port_.rig.settle();
    EXPECT_EQ(code, core::Errc::kNotFound);  // As of an alert that never was.
    port_.rig.crash();
    port_.rig.start();
    EXPECT_EQ(port_.rig.node->status().alerts.alerts, 0U);
}

TEST_F(Discreet, NoGapInTheNumbersOfAlertsTellsOfOne) {
    port_.rig.bring_link_up();
    deliver(1, alert_of(1, facts::ListAction::kDetain));
    deliver(2, alert_of(2, facts::ListAction::kDiscreet));
    deliver(3, alert_of(3, facts::ListAction::kDiscreet));
    deliver(4, alert_of(4, facts::ListAction::kDetain));
    const std::vector<AlertItem> shown = alerts();
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown[0].number, 1);
    EXPECT_EQ(shown[1].number, 2);
    EXPECT_EQ(shown[1].alert.id[0], 4U);
}

TEST_F(Discreet, OfAMixedAlertTheOpenHitIsShown) {
    port_.rig.bring_link_up();
    facts::Alert alert = alert_of(1, facts::ListAction::kDiscreet);
    auto crossing = wire::decode<facts::Crossing>(alert.report.body);
    ASSERT_TRUE(crossing);
    facts::Hit open = crossing->decision.hits.at(0);
    open.entry = "T.9";
    open.order.action = facts::ListAction::kDetain;
    crossing->decision.hits.push_back(open);
    crossing->decision.discreet_left_out = 2;
    alert.report.body = wire::encode(*crossing);
    deliver(1, alert);
    const std::string page = port_.ask("/v1/alerts", api::Role::kOfficer);
    EXPECT_NE(page.find("\"entry\":\"T.9\""), std::string::npos) << page;
    EXPECT_EQ(page.find("T.1"), std::string::npos) << page;
    EXPECT_EQ(page.find("\"discreet\""), std::string::npos) << page;
    EXPECT_NE(page.find("\"discreet_left_out\":0"), std::string::npos) << page;
}

TEST_F(Discreet, NoGapInTheNumbersOfLateHitsTellsOfOne) {
    port_.rig.bring_link_up();
    port_.pass_by("A1", {"QORBANTEST", "ZAMIR", "XT7654321"});
    port_.pass_by("A2", {"EXAMPLOV", "BOLAT", "XT1112223"});
    port_.publish_lists();
    port_.rig.pass(std::chrono::seconds{2});
    std::vector<LateHitItem> items;
    port_.rig.node->late_hits(
        std::nullopt, kPageMax, [&](core::Result<std::vector<LateHitItem>> page) {
            ASSERT_TRUE(page);
            items = *std::move(page);
        });
    port_.rig.settle();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].late.hit.entry, "T.2");
    EXPECT_EQ(items[0].number, 1);
    EXPECT_EQ(port_.rig.node->status().outbox[wire::up::kDesk].last_seq, 2U);  // Central has both.
}

}  // namespace
}  // namespace sarhad::node
