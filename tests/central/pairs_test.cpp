// "Not the same person", as ports tell central and as a list's owner sees it there.
#include "support.h"

#include "central/routes.h"
#include "core/posix_files.h"
#include "core/text.h"
#include "store/transaction.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

namespace sarhad::central {
namespace {

using api::Json;

class CentralPairs : public testing::Test {
protected:
    CentralPairs() {
        serve();
        node = rig.add_node("PKXXA-1");
        greet(*node);
    }
    void serve() {
        router.emplace();
        add_routes(*router, {*rig.central, lanes, agencies, metrics, hub});
    }
    void greet(const TestNode& who) {
        rig.transport.receive(who.id(), wire::Channel::kControl, who.hello());
        rig.thread.run_all();
    }
    [[nodiscard]] facts::KnownPair pair(std::uint8_t id, const std::string& list) const {
        facts::KnownPair said;
        said.id.fill(id);
        said.node = node->id();
        said.list = list;
        said.entry = core::cat("E.", id);
        said.tier = facts::Tier::kHold;
        said.officer = "desk.1";
        said.why = "another father";
        said.added_at = rig.clock.wall();
        said.expires_at = core::WallTime{said.added_at.micros + 1'000'000};
        return said;
    }
    void tell(const facts::KnownPair& said) {
        const facts::DeskRecord record{{}, {said}};
        rig.transport.receive(node->id(),
                              wire::Channel::kControl,
                              node->batch(wire::up::kDesk, {wire::encode(record)}));
        rig.thread.run_all();
    }
    api::Response ask(const std::string& target) { return send("GET", target, ""); }
    api::Response withdraw(std::uint8_t id, const std::string& body) {
        const facts::KnownPair said = pair(id, "");
        return send(
            "POST",
            core::cat(
                "/v1/nodes/", said.node.value(), "/pairs/", core::to_hex(said.id), "/withdraw"),
            body);
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
    /// "E.3 in force, E.1 removed; next 1".
    std::string page(const std::string& query) {
        const auto body = api::parse_json(api::body_text(ask("/v1/pairs" + query)));
        std::string text;
        for (const Json& one : body->find("pairs")->elements()) {
            text += core::cat(
                text.empty() ? "" : ", ", *one.text_at("entry"), " ", *one.text_at("state"));
        }
        const Json& next = *body->find("next_before");
        return next.is_null() ? text : core::cat(text, "; next ", next.as_int());
    }

    Rig rig;
    core::PosixFiles files;
    Agencies agencies{files, "none", daemon::TrustFile{}};
    Lanes lanes{rig.thread};
    daemon::Metrics metrics;
    api::EventHub hub{1};
    std::optional<api::Router> router;
    std::unique_ptr<TestNode> node;
};

/// Another record of the same stream.
TEST_F(CentralPairs, ASupervisorsWordOnOldDataIsTold) {
    facts::DeskRecord record;
    record.go_aheads.emplace_back();
    record.go_aheads[0].node = node->id();
    record.go_aheads[0].officer = "sup.1";
    const auto tell_it = [&] {
        rig.transport.receive(node->id(),
                              wire::Channel::kControl,
                              node->batch(wire::up::kDesk, {wire::encode(record)}));
        rig.thread.run_all();
    };
    tell_it();
    EXPECT_EQ(rig.log.lines_of("CENTRAL-023").size(), 1U);
    record.go_aheads[0].node = core::NodeId{77};
    tell_it();
    EXPECT_EQ(rig.log.lines_of("CENTRAL-023").size(), 1U) << "in another's name";
}

TEST_F(CentralPairs, AnOwnerSeesWhatPortsSaidOfItsEntriesAndNoOthers) {
    tell(pair(1, "wl/un/sc"));
    tell(pair(2, "wl/unrelated/x"));
    tell(pair(3, "wl/un/other"));
    EXPECT_EQ(page(""), "E.3 awaiting, E.2 awaiting, E.1 awaiting");
    EXPECT_EQ(page("?list=wl%2Fun"), "E.3 awaiting, E.1 awaiting");
    EXPECT_EQ(page("?list=wl%2Fun%2Fsc"), "E.1 awaiting");
    EXPECT_EQ(page("?list=wl%2Fnobody"), "");
    EXPECT_EQ(ask("/v1/pairs?list=un").status, 422);
    EXPECT_EQ(ask("/v1/pairs?limit=0").status, 422);
    const auto body = api::parse_json(api::body_text(ask("/v1/pairs?limit=1")));
    const Json& one = body->find("pairs")->elements().at(0);
    EXPECT_EQ(*one.text_at("port"), "PKXXA-1");
    EXPECT_EQ(*one.text_at("officer"), "desk.1");
    EXPECT_EQ(*one.text_at("why"), "another father");
    EXPECT_EQ(*one.text_at("tier"), "hold");
}

TEST_F(CentralPairs, EachWordIsLoggedCountedAndTold) {
    tell(pair(1, "wl/un/sc"));
    const auto lines = rig.log.lines_of("CENTRAL-021");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_NE(lines[0].find("state=awaiting"), std::string::npos) << lines[0];
    EXPECT_NE(lines[0].find("wl/un/sc"), std::string::npos) << lines[0];
    EXPECT_EQ(rig.events<PairTold>().size(), 0U);  // The routes observe from serve() on.
    EXPECT_NE(metrics.render().find(R"(sarhad_pairs_told_total{list="wl/un/sc",tier="hold"} 1)"),
              std::string::npos)
        << metrics.render();
}

TEST_F(CentralPairs, TheNewestWordOfAPairIsWhatStands) {
    facts::KnownPair said = pair(1, "wl/un/sc");
    tell(said);
    said.confirmed_by = "desk.2";
    tell(said);
    EXPECT_EQ(page(""), "E.1 in force");
    rig.clock.advance(std::chrono::seconds{2});
    EXPECT_EQ(page(""), "E.1 expired");
    said.removed_by = "desk.3";
    tell(said);
    EXPECT_EQ(page(""), "E.1 removed");
}

TEST_F(CentralPairs, PagesGoOnWhereTheOneBeforeEnded) {
    for (std::uint8_t id = 1; id <= 5; ++id) {
        tell(pair(id, "wl/un/sc"));
    }
    EXPECT_EQ(page("?limit=2"), "E.5 awaiting, E.4 awaiting; next 4");
    EXPECT_EQ(page("?limit=2&before=4"), "E.3 awaiting, E.2 awaiting; next 2");
    EXPECT_EQ(page("?limit=2&before=2"), "E.1 awaiting");
}

TEST_F(CentralPairs, APairInAnothersNameIsRefused) {
    facts::KnownPair said = pair(1, "wl/un/sc");
    said.node = core::NodeId{node->id().value() + 1};
    tell(said);
    EXPECT_EQ(page(""), "");
    EXPECT_EQ(rig.log.lines_of("CENTRAL-006").size(), 1U);
}

TEST_F(CentralPairs, RowsThatAnOlderVersionStoredUnreadAreReadAtTheNextStart) {
    tell(pair(1, "wl/un/sc"));
    tell(pair(2, "wl/un/sc"));
    const auto run = [&](store::Sql sql) {
        auto transaction = store::Transaction::begin(rig.kept.database());
        ASSERT_TRUE(transaction);
        auto statement = rig.kept.database().prepare(sql);
        ASSERT_TRUE(statement && statement->run());
        ASSERT_TRUE((*std::move(transaction)).commit());
    };
    run("DELETE FROM known_pair");
    run("INSERT INTO pair_backlog SELECT node, stream, epoch, seq FROM up_row WHERE stream = 5");
    EXPECT_EQ(page(""), "");
    router.reset();
    rig.make();
    serve();
    EXPECT_EQ(page(""), "E.2 awaiting, E.1 awaiting");
    EXPECT_TRUE(rig.kept.store().read_pair_backlog());  // Nothing waits: nothing is read twice.
}

TEST_F(CentralPairs, AnOwnerWithdrawsAPairAndItsNodeIsTold) {
    const std::string word = R"({"officer":"owner.1","why":"it is he, by his fingers"})";
    tell(pair(1, "wl/un/sc"));
    EXPECT_EQ(withdraw(1, word).status, 200);
    EXPECT_EQ(page(""), "E.1 withdrawn");
    EXPECT_EQ(withdraw(1, word).status, 409);
    EXPECT_EQ(withdraw(2, word).status, 404);
    EXPECT_EQ(withdraw(1, R"({"officer":"two words","why":"x"})").status, 422);
    EXPECT_EQ(withdraw(1, R"({"officer":"owner.1","why":""})").status, 422);
    EXPECT_EQ(rig.log.lines_of("CENTRAL-022").size(), 1U);

    const auto deltas = rig.sent_to<wire::Delta>(node->id());
    ASSERT_EQ(deltas.size(), 1U);
    wire::TrustStore trust;
    const auto key = wire::SigningKey::parse(rig.sequencer_file);
    ASSERT_TRUE(key);
    ASSERT_TRUE(trust.set(wire::Role::sequencer({}), {1, {key->public_key()}}));
    const auto opened = trust.open_delta(deltas[0], wire::Role::sequencer({}));
    ASSERT_TRUE(opened) << opened.error().what;
    const auto body = wire::decode_delta(*opened);
    ASSERT_TRUE(body);
    EXPECT_EQ(body->stream, wire::down::kDesk);
    const auto said = wire::decode<facts::PairWithdrawal>(body->ops.at(0).body);
    ASSERT_TRUE(said);
    EXPECT_EQ(said->pair, pair(1, "").id);
    EXPECT_EQ(said->node, node->id());
    EXPECT_EQ(said->officer, "owner.1");
}

TEST_F(CentralPairs, AWithdrawalOutlivesTheProcessAndIsNoList) {
    tell(pair(1, "wl/un/sc"));
    tell(pair(2, "wl/un/sc"));
    const std::string word = R"({"officer":"owner.1","why":"it is he"})";
    ASSERT_EQ(withdraw(1, word).status, 200);
    router.reset();
    rig.make();
    serve();
    EXPECT_EQ(page(""), "E.2 awaiting, E.1 withdrawn");
    ASSERT_EQ(withdraw(2, word).status, 200);  // Follows the first one in the stream.
    EXPECT_EQ(rig.kept.store().deltas_after(wire::down::kDesk, {core::Seq{0}, 10, 100'000})->size(),
              2U);
    EXPECT_TRUE(ask("/v1/status").body.find("lists")->elements().empty());
    EXPECT_TRUE(ask("/v1/lists").body.find("lists")->elements().empty());
}

}  // namespace
}  // namespace sarhad::central
