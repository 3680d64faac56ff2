// What ports screened of cargo, as central keeps and shows it.
#include "support.h"

#include "central/routes.h"
#include "core/posix_files.h"
#include "core/text.h"
#include "facts/cargo_screening.h"
#include "store/sql.h"
#include "store/transaction.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

namespace sarhad::central {
namespace {

using api::Json;

class CentralCargo : public testing::Test {
protected:
    CentralCargo() {
        add_routes(router, {*rig.central, lanes, agencies, metrics, hub});
        node = rig.add_node("PKXXA-1");
        greet(*node);
    }
    void greet(const TestNode& who) {
        rig.transport.receive(who.id(), wire::Channel::kControl, who.hello());
        rig.thread.run_all();
    }
    [[nodiscard]] facts::CargoScreening record(std::uint8_t id,
                                               std::uint8_t subject,
                                               facts::Channel channel) const {
        facts::CargoScreening made;
        made.id.fill(id);
        made.subject.fill(subject);
        made.node = node->id();
        made.port = core::PortId{"PKXXA-1"};
        made.screened_at = rig.clock.wall();
        made.kind = std::string{facts::cargo_kind::kConsignment};
        made.number = core::cat("B", id);
        made.decision.channel = channel;
        return made;
    }
    void tell(const facts::CargoScreening& record, TestNode* by = nullptr) {
        TestNode& from = by == nullptr ? *node : *by;
        rig.transport.receive(
            from.id(), wire::Channel::kBulk, from.batch(wire::up::kCargo, {wire::encode(record)}));
        rig.thread.run_all();
    }
    api::Response ask(const std::string& target, api::Role role = api::Role::kAnalyst) {
        api::Head head;
        head.method = "GET";
        head.target = target;
        head.peer.roles = role;
        api::Response answer;
        router.handle(head, "", api::Respond{[&](api::Response got) { answer = std::move(got); }});
        rig.thread.run_all();
        return answer;
    }
    /// "B2 red, B1 green; next 0.1".
    std::string page(const std::string& query) {
        const auto body = api::parse_json(api::body_text(ask("/v1/cargo" + query)));
        std::string text;
        for (const Json& one : body->find("cargo")->elements()) {
            text += core::cat(text.empty() ? "" : ", ",
                              one.find("erased") != nullptr
                                  ? std::string{"erased"}
                                  : core::cat(*one.text_at("what"), " ", *one.text_at("channel")));
        }
        const Json& next = *body->find("next_after");
        return next.is_null() ? text : core::cat(text, "; next ", next.as_text());
    }

    Rig rig;
    core::PosixFiles files;
    Agencies agencies{files, "none", daemon::TrustFile{}};
    Lanes lanes{rig.thread};
    daemon::Metrics metrics;
    api::EventHub hub{1};
    api::Router router;
    std::unique_ptr<TestNode> node;
};

TEST_F(CentralCargo, IsListedTheStrictestFirstAndPageByPage) {
    tell(record(1, 1, facts::Channel::kGreen));
    tell(record(2, 2, facts::Channel::kRed));
    tell(record(3, 3, facts::Channel::kYellow));
    tell(record(4, 4, facts::Channel::kRed));
    EXPECT_EQ(page(""), "B4 red, B2 red, B3 yellow, B1 green");
    EXPECT_EQ(page("?limit=2"), "B4 red, B2 red; next 2.2");
    EXPECT_EQ(page("?limit=2&after=2.2"), "B3 yellow, B1 green; next 0.1");
    EXPECT_EQ(page("?channel=yellow"), "B3 yellow");
    EXPECT_EQ(page("?kind=conveyance"), "");
    EXPECT_EQ(ask("/v1/cargo?channel=blue").status, 422);
    EXPECT_EQ(ask("/v1/cargo?limit=0").status, 422);
    EXPECT_EQ(ask("/v1/cargo", api::Role::kViewer).status, 403);
}

TEST_F(CentralCargo, WhatAPortDecidedLastOfTheSameThingStands) {
    tell(record(1, 9, facts::Channel::kGreen));
    tell(record(2, 9, facts::Channel::kRed));
    EXPECT_EQ(page(""), "B2 red");
    EXPECT_EQ(page("?history=1"), "B2 red, B1 green");
    std::unique_ptr<TestNode> other = rig.add_node("PKXXB-1");
    greet(*other);
    facts::CargoScreening there = record(3, 9, facts::Channel::kYellow);
    there.node = other->id();
    tell(there, other.get());
    EXPECT_EQ(page("?subject=" + core::to_hex(there.subject)), "B2 red, B3 yellow")
        << "each port's word";
    EXPECT_EQ(page(core::cat("?node=", other->id().value())), "B3 yellow");
}

TEST_F(CentralCargo, OneIsShownWhole) {
    facts::CargoScreening told = record(1, 1, facts::Channel::kRed);
    told.findings = {{"seal-differs", "TESU3054380", "seal S1 was declared, S9 was seen"}};
    tell(told);
    const std::string text = api::body_text(ask("/v1/cargo/" + core::to_hex(told.id)));
    EXPECT_NE(text.find("seal S1 was declared"), std::string::npos) << text;
    EXPECT_NE(text.find("\"port\":\"PKXXA-1\""), std::string::npos);
    EXPECT_EQ(page("?findings=1"), "B1 red");
    EXPECT_EQ(ask("/v1/cargo/" + std::string(32, '0')).status, 404);
    EXPECT_EQ(ask("/v1/cargo/xy").status, 422);
}

TEST_F(CentralCargo, OfAnotherNodeIsRefused) {
    facts::CargoScreening told = record(1, 1, facts::Channel::kRed);
    told.node = core::NodeId{77};
    tell(told);
    EXPECT_EQ(page(""), "");
}

TEST_F(CentralCargo, RowsThatAnOlderCentralTookUnreadAreReadAtTheNextStart) {
    tell(record(1, 1, facts::Channel::kRed));
    {
        auto transaction = store::Transaction::begin(rig.kept.database());
        ASSERT_TRUE(transaction);
        constexpr std::array<store::Sql, 3> kSteps{
            {"DELETE FROM cargo",
             "UPDATE up_row SET id = x'' WHERE stream = 7",
             "INSERT INTO cargo_backlog SELECT node, epoch, seq FROM up_row WHERE stream = 7"}};
        for (const store::Sql& sql : kSteps) {
            auto statement = rig.kept.database().prepare(sql);
            ASSERT_TRUE(statement);
            ASSERT_TRUE(statement->run());
        }
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    EXPECT_EQ(page(""), "");
    ASSERT_TRUE(rig.kept.store().read_pair_backlog());
    EXPECT_EQ(page(""), "B1 red");
}

}  // namespace
}  // namespace sarhad::central
