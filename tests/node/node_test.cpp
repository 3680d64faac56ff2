#include "node/node.h"

#include "node_fixture.h"
#include "sent_rows.h"

#include "store/transaction.h"
#include "watchlists/list_file.h"
#include "wire/hash.h"
#include "wire/row_seal.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <variant>

namespace sarhad::node {
namespace {

TEST_F(NodeTest, RecordsAnArrivalAndLeavesNothingUnsealed) {
    rig_.start();
    rig_.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    rig_.pass(kMoment);
    for (const char* folder : {"incoming", "working", "done"}) {
        EXPECT_TRUE(rig_.names_in(folder).empty()) << folder;
    }
    const std::vector<CrossingItem> items = crossings_of(rig_);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].crossing.traveller.surname.reveal(), "TESTERSON");
    EXPECT_EQ(items[0].crossing.subject_keys.size(), 1U);
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kCrossings).rows, 0U);
    rig_.pass(std::chrono::seconds{1});
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kCrossings).rows, 1U);
}

TEST_F(NodeTest, RestsWhileNothingIsStoredAndWakesWithACommit) {
    rig_.start();
    rig_.pass(std::chrono::seconds{30});
    const std::size_t before = rig_.executor.posted(core::Lane::kStore);
    rig_.pass(std::chrono::minutes{1});
    // One look after the log in ten seconds, and what the minute brings.
    EXPECT_LE(rig_.executor.posted(core::Lane::kStore) - before, 25U);
    rig_.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    rig_.pass(std::chrono::seconds{1} + kMoment);
    ASSERT_EQ(crossings_of(rig_).size(), 1U);
    rig_.pass(std::chrono::seconds{1});
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kCrossings).rows, 1U);
}

TEST_F(NodeTest, RaisesAHitInBothStreams) {
    rig_.start();
    rig_.bring_link_up();
    publish(ops_);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kEditionApplied), 1U);
    rig_.drop_file("a.edi", paxlst("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}}));
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kHitRaised), 1U);
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kCrossings).rows, 1U);
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kHits).rows, 1U);
    EXPECT_EQ(crossings_of(rig_).at(0).crossing.decision.channel, facts::Channel::kRed);
}

TEST_F(NodeTest, SendsRowsThatCentralCanOpen) {
    rig_.start();
    rig_.bring_link_up();
    rig_.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    rig_.pass(kMoment);
    const std::vector<core::Bytes> rows = sent_rows(rig_, wire::up::kCrossings);
    ASSERT_EQ(rows.size(), 1U);
    const auto crossing = wire::decode<facts::Crossing>(rows[0]);
    ASSERT_TRUE(crossing);
    EXPECT_EQ(crossing->node, core::NodeId{3});
}

TEST_F(NodeTest, DoesNothingForAFileThatCameBefore) {
    rig_.start();
    const std::string content = paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}});
    rig_.drop_file("a.edi", content);
    rig_.pass(kMoment);
    rig_.drop_file("b.edi", content);
    rig_.pass(kMoment);
    EXPECT_EQ(crossings_of(rig_).size(), 1U);
    EXPECT_EQ(rig_.node->status().intake.repeats, 1U);
    EXPECT_TRUE(rig_.names_in("working").empty());
}

TEST_F(NodeTest, AFileThatCrashesTheCommitAgainAndAgainIsRefused) {
    // The mark was taken off once it was read: a crash in the commit looped for ever.
    rig_.executor.set_full(core::Lane::kStore, true);
    rig_.drop_file("bad.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    for (unsigned crashes = 0; crashes <= intake::kReadsAlone; ++crashes) {
        rig_.start();
        rig_.pass(kMoment);
        ASSERT_EQ(rig_.names_in("working").size(), 1U) << crashes;
        rig_.crash();
    }
    rig_.executor.set_full(core::Lane::kStore, false);
    rig_.start();
    rig_.drop_file("good.edi", paxlst("B1", {{"TESTERSON", "BORIS", "XT1000002"}}));
    rig_.pass(kMoment);
    EXPECT_EQ(rig_.names_in("refused"),
              (std::vector<std::string>{"bad.edi", "bad.edi.reason.json"}));
    EXPECT_EQ(crossings_of(rig_).size(), 1U);
}

TEST_F(NodeTest, AFileWhoseNodeStoppedInOrderIsRecordedAtTheNextStart) {
    rig_.executor.set_full(core::Lane::kStore, true);
    rig_.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    for (unsigned stops = 0; stops < 3 * intake::kReadsAlone; ++stops) {
        rig_.start();
        rig_.pass(kMoment);
        ASSERT_EQ(rig_.names_in("working"), std::vector<std::string>{"a.edi"}) << stops;
        rig_.stop();
    }
    rig_.executor.set_full(core::Lane::kStore, false);
    rig_.start();
    rig_.pass(kMoment);
    EXPECT_EQ(crossings_of(rig_).size(), 1U);
}

TEST_F(NodeTest, AMessageWithoutItsEndIsScreenedAndKept) {
    const std::string whole = paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}});
    rig_.start();
    rig_.drop_file("cut.edi", whole.substr(0, whole.find("CNT+")));
    rig_.pass(kMoment);
    EXPECT_EQ(crossings_of(rig_).size(), 1U);
    EXPECT_EQ(rig_.names_in("refused"),
              (std::vector<std::string>{"cut.edi", "cut.edi.reason.json"}));
    EXPECT_EQ(rig_.node->status().intake.files_partial, 1U);
    EXPECT_EQ(rig_.node->status().intake.files_refused, 0U);
    rig_.node->refused_files([](const core::Result<std::vector<RefusedFile>>& files) {
        ASSERT_TRUE(files);
        EXPECT_NE(files->at(0).reason.find("end"), std::string::npos);
    });
    rig_.settle();
}

TEST_F(NodeTest, ALongReadDelaysNoArrival) {
    rig_.start();
    rig_.pass(kMoment);
    rig_.executor.hold_next(core::Lane::kRead);
    rig_.node->alerts({}, kPageMax, [](const core::Result<std::vector<AlertItem>>&) {});
    rig_.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    rig_.executor.set_full(core::Lane::kRead, true);  // And more of them wait.
    rig_.pass(kMoment);
    EXPECT_EQ(rig_.node->status().records.crossings, 1U);
    EXPECT_TRUE(rig_.names_in("working").empty());
    rig_.executor.set_full(core::Lane::kRead, false);
    rig_.executor.release();
}

TEST_F(NodeTest, SaysWhatIsLeftLyingInIncoming) {
    rig_.start();
    std::filesystem::create_directory(rig_.folder.path() + "/spool/incoming/folder");
    rig_.pass(kMoment);
    EXPECT_EQ(rig_.node->status().intake.left_lying, 1U);
    EXPECT_EQ(rig_.node->status().intake.spool_fault, "");
}

TEST_F(NodeTest, SaysThatItsSpoolFailsAsLongAsItDoes) {
    rig_.start();
    rig_.pass(kMoment);
    EXPECT_EQ(rig_.node->status().intake.spool_fault, "");
    const std::filesystem::path incoming = rig_.folder.path() + "/spool/incoming";
    std::filesystem::remove_all(incoming);
    rig_.pass(kMoment);
    EXPECT_NE(rig_.node->status().intake.spool_fault, "");
    std::filesystem::create_directory(incoming);
    rig_.pass(kMoment);
    EXPECT_EQ(rig_.node->status().intake.spool_fault, "");
}

TEST_F(NodeTest, KeepsARecordedFileOnlyAsLongAsTheSiteSays) {
    rig_.spool_kept = std::chrono::hours{2};
    rig_.start();
    rig_.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    rig_.pass(std::chrono::hours{1});
    EXPECT_EQ(rig_.names_in("done").size(), 1U);
    rig_.crash();
    rig_.spool_kept = core::Duration{0};
    rig_.start();
    rig_.pass(kMoment);
    EXPECT_TRUE(rig_.names_in("done").empty());
}

/// Ids of what a node of that port makes of one file.
std::vector<CrossingId> ids_at(core::NodeId node, const std::string& port) {
    Rig rig;
    rig.id = node;
    rig.port = core::PortId{port};
    rig.start();
    rig.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    rig.pass(kMoment);
    std::vector<CrossingId> ids;
    for (const CrossingItem& item : crossings_of(rig)) {
        ids.push_back(item.crossing.id);
    }
    EXPECT_EQ(ids.size(), 1U);
    return ids;
}

TEST(NodeCrossingId, OneFileAtTwoPortsIsTwoCrossings) {
    const auto ids = ids_at(core::NodeId{3}, "PKXXA-1");
    EXPECT_NE(ids, ids_at(core::NodeId{4}, "PKXXB-1"));
    EXPECT_EQ(ids, ids_at(core::NodeId{5}, "PKXXA-1"));  // Both nodes of one port: one.
}

TEST_F(NodeTest, KeepsARefusedMessageWhereAnOperatorSeesIt) {
    rig_.start();
    rig_.drop_file("junk.edi", "this is no message");
    rig_.pass(kMoment);
    EXPECT_EQ(rig_.names_in("refused"),
              (std::vector<std::string>{"junk.edi", "junk.edi.reason.json"}));
    EXPECT_EQ(rig_.node->status().records.refused, 1U);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kMessageRefused), 1U);
}

TEST_F(NodeTest, KeepsTheDatabaseFreeOfNames) {
    rig_.start();
    rig_.bring_link_up();
    publish(ops_);
    rig_.drop_file("a.edi", paxlst("A1", {{"QORBANTEST", "ZAMIR", "XT7654321"}}));
    rig_.pass(kMoment);
    ASSERT_EQ(crossings_of(rig_).size(), 1U);
    for (const std::string_view secret : {"QORBANTEST", "XT7654321", "EXAMPLOV", "XT1112223"}) {
        EXPECT_FALSE(rig_.database_holds(secret)) << secret;
    }
    EXPECT_TRUE(rig_.database_holds("wl/test/persons"));
}

TEST_F(NodeTest, AnswersADeskScreeningAfterCommit) {
    rig_.start();
    facts::Traveller traveller;
    traveller.full_name = core::Redacted<std::string>{"ANNA TESTERSON"};
    bool is_answered = false;
    rig_.node->screen(traveller, {}, [&](const core::Result<facts::Crossing>& crossing) {
        ASSERT_TRUE(crossing) << crossing.error().what;
        EXPECT_EQ(crossing->traveller.full_name.reveal(), "ANNA TESTERSON");
        is_answered = true;
    });
    rig_.settle();
    EXPECT_TRUE(is_answered);
    EXPECT_EQ(crossings_of(rig_).size(), 1U);
}

TEST_F(NodeTest, AnswersARecordedDeskScreeningThoughTheMatchLaneIsFull) {
    rig_.start();
    rig_.settle();
    facts::Traveller traveller;
    traveller.full_name = core::Redacted<std::string>{"ANNA TESTERSON"};
    std::optional<facts::Crossing> answered;
    const std::size_t before = rig_.executor.posted(core::Lane::kMatch);
    rig_.node->screen(traveller, {}, [&](const core::Result<facts::Crossing>& crossing) {
        ASSERT_TRUE(crossing) << crossing.error().what;
        answered = *crossing;
    });
    while (rig_.executor.posted(core::Lane::kMatch) < before + 2) {  // Read, then screened.
        ASSERT_TRUE(rig_.executor.run_one());
    }
    rig_.executor.set_full(core::Lane::kMatch, true);  // It was just in time.
    rig_.settle();
    ASSERT_TRUE(answered);
    rig_.executor.set_full(core::Lane::kMatch, false);
    EXPECT_EQ(crossings_of(rig_).at(0).crossing, *answered);
}

TEST_F(NodeTest, CallsNobodyGreenWithoutAList) {
    rig_.start();
    rig_.bring_link_up();
    rig_.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    rig_.pass(kMoment);
    const facts::Decision decision = crossings_of(rig_).at(0).crossing.decision;
    EXPECT_EQ(decision.channel, facts::Channel::kYellow);
    EXPECT_EQ(std::count(decision.unknown_feeds.begin(), decision.unknown_feeds.end(), "lists"), 1);
    publish(ops_);
    rig_.drop_file("b.edi", paxlst("B1", {{"TESTERSON", "BORIS", "XT1000002"}}));
    rig_.pass(kMoment);
    EXPECT_EQ(crossings_of(rig_).at(1).crossing.decision.channel, facts::Channel::kGreen);
}

TEST_F(NodeTest, TakesTrustDataFromTheFutureForExpired) {
    rig_.start();
    rig_.bring_link_up();
    EXPECT_EQ(rig_.node->status().data.state, screening::TrustAge::kFresh);
    rig_.time.step_wall(-std::chrono::minutes{5});
    EXPECT_EQ(rig_.node->status().data.state, screening::TrustAge::kFresh);
    rig_.time.step_wall(-std::chrono::seconds{1});
    EXPECT_EQ(rig_.node->status().data.state, screening::TrustAge::kExpired);
}

TEST_F(NodeTest, CountsAMessageThatWasRefusedAndIsNotAnyMoreOnce) {
    const std::string content = paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}});
    rig_.start();
    {  // As an older version of this program left it, which could not read it yet.
        auto transaction = store::Transaction::begin(*rig_.database);
        ASSERT_TRUE(transaction);
        auto insert = rig_.database->prepare(
            "INSERT INTO message(digest, received, status, travellers,"
            " header) VALUES(?1, 1, ?2, 0, x'00')");
        ASSERT_TRUE(insert);
        insert->bind_all(core::ByteView{wire::blake2b(core::as_bytes(content))},
                         static_cast<std::int64_t>(facts::MessageStatus::kRefused));
        ASSERT_TRUE(insert->run());
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    rig_.crash();
    rig_.start();
    EXPECT_EQ(rig_.node->status().records.refused, 1U);
    rig_.drop_file("a.edi", content);
    rig_.pass(kMoment);
    for (int turn = 0; turn < 2; ++turn) {
        const RecordCounts counts = rig_.node->status().records;
        EXPECT_EQ(counts.messages, 1U) << turn;
        EXPECT_EQ(counts.refused, 0U) << turn;
        EXPECT_EQ(counts.crossings, 1U) << turn;
        rig_.crash();
        rig_.start();  // Counted anew from the store: the same.
    }
}

TEST_F(NodeTest, AcknowledgesAnAlertOnce) {
    rig_.start();
    rig_.bring_link_up();
    facts::Alert alert;
    alert.id.fill(5);
    alert.port = core::PortId{"PKXXB-1"};
    wire::DeltaBody delta;
    delta.stream = wire::down::kAlerts;
    delta.name = "alert";
    delta.epoch = core::Epoch{1};
    delta.seq = core::Seq{1};
    delta.ends_edition = true;
    delta.ops = {{wire::OpKind::kUpsert, core::to_hex(alert.id), wire::encode(alert)}};
    rig_.deliver(delta);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kAlertReceived), 1U);
    std::vector<Acknowledged> answers;
    for (const char* officer : {"desk.4", "desk.9"}) {
        rig_.node->acknowledge_alert(alert.id, officer, [&](core::Result<Acknowledged> answer) {
            ASSERT_TRUE(answer) << answer.error().what;
            answers.push_back(*std::move(answer));
        });
        rig_.pass(std::chrono::seconds{1});
    }
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[0].recorded, Recorded::kNew);
    EXPECT_EQ(answers[1].recorded, Recorded::kRepeat);
    EXPECT_EQ(answers[1].stored, answers[0].stored);  // The first one's, as it is on record.
    EXPECT_EQ(answers[1].stored.officer, "desk.4");
    rig_.pass(std::chrono::seconds{1});
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kOfficers).rows, 1U);
    rig_.node->alerts(
        std::nullopt, kPageMax, [&](const core::Result<std::vector<AlertItem>>& items) {
            ASSERT_TRUE(items);
            ASSERT_EQ(items->size(), 1U);
            EXPECT_EQ(items->at(0).acknowledgement->officer, "desk.4");
        });
    rig_.settle();
}

TEST_F(NodeTest, ReadsPagesBesideTheWriter) {
    rig_.start();
    rig_.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    rig_.pass(kMoment);
    rig_.executor.set_full(core::Lane::kStore, true);  // The writer has much to do.
    EXPECT_EQ(crossings_of(rig_).size(), 1U);
    bool is_answered = false;
    rig_.node->alerts(
        std::nullopt, kPageMax, [&](const core::Result<std::vector<AlertItem>>& items) {
            is_answered = items.has_value();
        });
    rig_.settle();
    EXPECT_TRUE(is_answered);
}

TEST_F(NodeTest, TakesNoMatchThreadFromArrivalsForAPage) {
    rig_.start();
    rig_.drop_file("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    rig_.pass(kMoment);
    rig_.executor.set_full(core::Lane::kMatch, true);
    EXPECT_EQ(crossings_of(rig_).size(), 1U);
    std::string text;
    rig_.node->off_loop([] { return std::string{"a page"}; },
                        [&](core::Result<std::string> made) {
                            text = made ? *std::move(made) : std::string{"refused"};
                        });
    rig_.settle();
    EXPECT_EQ(text, "a page");
}

TEST_F(NodeTest, RefusesAnAcknowledgementOfNothing) {
    rig_.start();
    AlertId unknown{};
    bool is_refused = false;
    rig_.node->acknowledge_alert(unknown, "desk.4", [&](const core::Result<Acknowledged>& answer) {
        is_refused = !answer && answer.error().code == core::Errc::kNotFound;
    });
    rig_.settle();
    EXPECT_TRUE(is_refused);
}

TEST_F(NodeTest, SeesACutLinkAsDownAndHealsIt) {
    rig_.start();
    rig_.bring_link_up();
    rig_.node->switch_link(LinkSwitch::kCut);
    rig_.settle();
    EXPECT_EQ(rig_.node->status().uplink.control, wire::LinkState::kDown);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kLinkDown), 1U);
    rig_.node->switch_link(LinkSwitch::kHealed);
    rig_.settle();
    EXPECT_EQ(rig_.node->status().uplink.control, wire::LinkState::kUp);
}

TEST(NodeFullDisk, KeepsTheFileAndSaysNotRecorded) {
    Rig rig{110};  // Pages: the schema fits, many crossings do not.
    rig.start();
    std::vector<Passenger> many;
    for (int at = 0; at < 400; ++at) {
        many.push_back({"TESTERSON", "ANNA", "XT" + std::to_string(1'000'000 + at)});
    }
    rig.drop_file("big.edi", paxlst("A1", many));
    rig.pass(std::chrono::seconds{2});
    EXPECT_EQ(rig.names_in("working"), std::vector<std::string>{"big.edi"});
    EXPECT_FALSE(rig.node->status().intake.not_recorded.empty());
    EXPECT_TRUE(crossings_of(rig).empty());
    EXPECT_EQ(rig.node->status().outbox.at(wire::up::kCrossings).rows, 0U);
    rig.crash();
    rig.page_quota_pages = 0;
    rig.start();
    rig.pass(std::chrono::seconds{2});
    EXPECT_EQ(rig.node->status().records.crossings, 400U);
    EXPECT_TRUE(rig.names_in("working").empty());
}

}  // namespace
}  // namespace sarhad::node
