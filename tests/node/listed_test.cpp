// Behind a hit: what the list says of the entry, and of nobody else.
#include "node_fixture.h"

#include "core/text.h"
#include "node/listed_entry.h"
#include "node/routes.h"

#include <string>
#include <utility>

namespace sarhad::node {
namespace {

using core::Errc;

class Listed : public NodeTest {
protected:
    void SetUp() override {
        watchlists::ListEntry entry = listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321");
        entry.names[0].original = core::Redacted<std::string>{"زمیر قربانتست"};
        entry.programme = "TST-1";
        entry.listed_on = {2024, 5, 6};
        entry.remarks = core::Redacted<std::string>{"Invented."};
        ops_[0] = upsert_of(entry);
        first_ = edition_deltas(ops_, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, {}});
        rig_.start();
        rig_.bring_link_up();
    }
    void publish_first() {
        for (const wire::DeltaBody& delta : first_) {
            rig_.deliver(delta);
        }
        rig_.pass(std::chrono::seconds{3});
    }
    /// The list's second edition: one change of the first one.
    void publish_next(const wire::Op& change, const std::vector<wire::Op>& rows) {
        wire::DeltaBody next = first_.back();
        next.seq = core::next(next.seq);
        next.prev_chain = wire::chain_hash(first_.back().prev_chain, wire::encode(first_.back()));
        next.edition = 2;
        next.pre_root = root_of(ops_);
        next.post_root = root_of(rows);
        next.ops = {change};
        rig_.deliver(next);
        rig_.pass(std::chrono::seconds{3});
        ASSERT_EQ(rig_.node->status().lists.at(0).edition, 2U);
    }
    CrossingId pass_by() {
        rig_.drop_file("a.edi", paxlst("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}}));
        rig_.pass(kMoment);
        return crossings_of(rig_).at(0).crossing.id;
    }
    core::Result<ListedItem> ask(const CrossingId& crossing, const std::string& entry) {
        core::Result<ListedItem> said = core::Error{Errc::kUnavailable, "not answered"};
        rig_.node->listed({crossing, std::string{kTestList}, entry},
                          [&](auto answer) { said = std::move(answer); });
        rig_.settle();
        return said;
    }
    std::vector<wire::DeltaBody> first_;
};

TEST_F(Listed, AnOfficerReadsWhereAnEntryIsFrom) {
    publish_first();
    const auto said = ask(pass_by(), "T.1");
    ASSERT_TRUE(said) << said.error().what;
    EXPECT_EQ(said->edition, 1U);
    EXPECT_EQ(said->entry.names.at(0).original.reveal(), "زمیر قربانتست");
    EXPECT_EQ(said->entry.programme, "TST-1");
    EXPECT_EQ(facts::to_text(said->entry.listed_on), "2024-05-06");
    EXPECT_EQ(said->entry.remarks.reveal(), "Invented.");
}

TEST_F(Listed, NobodyWhomTheCrossingDoesNotHitIsTold) {
    publish_first();
    const CrossingId crossing = pass_by();
    EXPECT_EQ(ask(crossing, "T.2").error().code, Errc::kNotFound);
    EXPECT_EQ(ask(crossing, "#manifest").error().code, Errc::kNotFound);
    EXPECT_EQ(ask(CrossingId{}, "T.1").error().code, Errc::kNotFound);
}

TEST_F(Listed, WhoWasListedAfterHePassedIsToldOf) {
    const CrossingId crossing = pass_by();
    EXPECT_FALSE(ask(crossing, "T.1"));
    publish_first();
    const auto said = ask(crossing, "T.1");
    ASSERT_TRUE(said) << said.error().what;
    EXPECT_EQ(said->entry.programme, "TST-1");
}

TEST_F(Listed, AnEntryThatIsDiscreetByNowIsAsOneThatIsGone) {
    publish_first();
    const CrossingId crossing = pass_by();
    watchlists::ListEntry hidden = listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321");
    hidden.order.action = facts::ListAction::kDiscreet;
    const wire::Op change = upsert_of(hidden);
    publish_next(change, {change, ops_[1]});
    const auto said = ask(crossing, "T.1");
    EXPECT_EQ(said.error().code, Errc::kNotFound);
    EXPECT_NE(said.error().what.find("does not have it any more"), std::string::npos);
}

TEST_F(Listed, AnEntryThatIsGoneIsSaidToBe) {
    publish_first();
    const CrossingId crossing = pass_by();
    publish_next({wire::OpKind::kRemove, "T.1", {}}, {ops_[1]});
    const auto said = ask(crossing, "T.1");
    EXPECT_EQ(said.error().code, Errc::kNotFound);
    EXPECT_NE(said.error().what.find("does not have it any more"), std::string::npos);
}

TEST_F(Listed, TheRouteSaysItInJson) {
    publish_first();
    api::Router router;
    add_listed_routes(router, *rig_.node);
    api::Head head;
    head.method = "GET";
    head.target = core::cat(
        "/v1/crossings/", core::to_hex(pass_by()), "/listed?list=", kTestList, "&entry=T.1");
    head.peer.roles = api::Role::kOfficer;
    std::string text;
    router.handle(head, {}, api::Respond{[&](const api::Response& answer) {
                      text = api::body_text(answer);
                  }});
    rig_.settle();
    EXPECT_NE(text.find("\"programme\":\"TST-1\""), std::string::npos) << text;
    EXPECT_NE(text.find("\"listed_on\":\"2024-05-06\""), std::string::npos) << text;
}

}  // namespace
}  // namespace sarhad::node
