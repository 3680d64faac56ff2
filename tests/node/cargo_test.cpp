// Cargo and bags at a port: every piece is screened, recorded, told to central and shown.
#include "counting_log.h"
#include "node_fixture.h"
#include "sent_rows.h"

#include "core/text.h"
#include "facts/cargo_screening.h"
#include "node/cargo_store.h"
#include "node/routes.h"
#include "store/transaction.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sarhad::node {
namespace {

std::string edi(const std::string& type, const std::string& reference, const std::string& body) {
    return core::cat("UNB+UNOA:2+QXSEA+PKNTC+261123:0600+",
                     reference,
                     "'UNH+1+",
                     type,
                     ":UN'",
                     body,
                     "UNT+1+1'UNZ+1+",
                     reference,
                     "'");
}

/// A ship of voyage V1 with bill B1 in container TESU3054380 for `consignee`.
std::string manifest(const std::string& consignee, const std::string& bill = "B1") {
    return edi("CUSCAR:D:95B",
               bill,
               core::cat("BGM+85+M1+9'TDT+20+V1+1++QXL:172:20+++9074729:146::XALOR QUEEN'"
                         "LOC+60+PKXXA'EQD+CN+TESU3054380+22G1'MEA+AAE+G+KGM:9000'"
                         "MEA+AAE+T+KGM:2000'SEL+S1'CNI+1+",
                         bill,
                         "'RFF+BM:",
                         bill,
                         "'NAD+CZ+++ORVENTA TRADING LLC'NAD+CN+++",
                         consignee,
                         "'GID+1+5:PK'FTX+AAA+++THINGS'SGP+TESU3054380+5'"));
}

std::string weighing(const std::string& kilograms, const std::string& seal) {
    return edi("VERMAS:D:16A",
               "W1",
               core::cat("BGM+749+W1+9'EQD+CN+TESU3054380+22G1:6346:306'SEL+",
                         seal,
                         "'MEA+AAE+VGM+KGM:",
                         kilograms,
                         "'"));
}

std::string stow_plan() {
    return edi("BAPLIE:D:95B",
               "P1",
               "BGM+172+P1+9'TDT+20+V1+1++QXL:172:20+++9074729:146::XALOR QUEEN'LOC+5+AEJEA'"
               "LOC+147+0010182::5'LOC+11+PKXXA'EQD+CN+TESU3054380+22G1+++5'"
               "LOC+147+0010282::5'LOC+11+PKXXA'EQD+CN+TESU3054395+22G1+++5'");
}

std::string declaration() {
    return edi("CUSDEC:D:96B",
               "D1",
               "BGM+929+DEC1+9'RFF+BM:B1'NAD+CN+++ORVENTA TRADING LLC'UNS+D'CST+1+29121100'"
               "UNS+S'");
}

class Cargo : public NodeTest {
protected:
    void SetUp() override {
        rig_.log = &log_;
        rig_.start();
        rig_.bring_link_up();
        publish(ops_);
        rig_.pass(kMoment);
    }
    void TearDown() override { rig_.stop(); }

    void drop(const std::string& name, const std::string& content) {
        rig_.drop_file(name, content);
        rig_.pass(std::chrono::seconds{2});
    }
    std::vector<CargoShown> records(CargoQuestion question = {}) {
        question.limit = question.limit == 0 ? 100 : question.limit;
        std::vector<CargoShown> shown;
        rig_.node->cargo(std::move(question), [&](core::Result<std::vector<CargoShown>> page) {
            ASSERT_TRUE(page) << page.error().what;
            shown = *std::move(page);
        });
        rig_.settle();
        return shown;
    }
    /// The newest of that kind; the first one where there are more.
    facts::CargoScreening newest(std::string_view kind) {
        CargoQuestion question;
        question.kind = std::string{kind};
        const auto all = records(question);
        EXPECT_FALSE(all.empty()) << kind;
        return all.empty() ? facts::CargoScreening{} : all.front().cargo;
    }
    static std::vector<std::string> findings_of(const facts::CargoScreening& record) {
        std::vector<std::string> found;
        for (const facts::CargoFinding& one : record.findings) {
            found.push_back(core::cat(one.kind, " ", one.about));
        }
        return found;
    }
    std::int64_t count(store::Sql sql) {
        auto statement = rig_.database->prepare(sql);
        return statement->query_int64()->value_or(-1);
    }
    std::string get(const std::string& target, api::Roles roles = api::Roles{api::Role::kOfficer}) {
        api::Router router;
        daemon::Metrics metrics;
        api::EventHub hub{1};
        add_routes(router, {*rig_.node, metrics, hub, Demo::kOff, "0.1.0", {}});
        api::Head head;
        head.method = "GET";
        head.target = target;
        head.peer.roles = roles;
        std::string text;
        router.handle(head, {}, api::Respond{[&](const api::Response& answer) {
                          text = api::body_text(answer);
                      }});
        rig_.settle();
        rig_.node->set_observer({});  // The hub ends here.
        return text;
    }

    /// The list's second edition: the first one, and `entry`.
    void publish_next(const watchlists::ListEntry& entry) {
        std::vector<wire::Op> ops = ops_;
        ops.push_back(upsert_of(entry));
        wire::StreamPosition held{kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}};
        for (const wire::DeltaBody& delta : edition_deltas(ops_, 1, {}, held)) {
            held.seq = delta.seq;
            held.chain = wire::chain_hash(held.chain, wire::encode(delta));
        }
        for (const wire::DeltaBody& delta : edition_deltas(ops, 2, root_of(ops_), held)) {
            rig_.deliver(delta);
        }
    }

    using Texts = std::vector<std::string>;
    CountingLog log_;
};

TEST_F(Cargo, EachBillAndTheShipAreScreenedRecordedAndTold) {
    drop("m.edi", manifest("ZAMIR QORBANTEST"));
    EXPECT_TRUE(crossings_of(rig_).empty());
    EXPECT_EQ(log_.counts["NODE-051"], 0);
    ASSERT_EQ(records().size(), 2U);
    const facts::CargoScreening bill = newest("consignment");
    EXPECT_EQ(bill.number, "B1");
    EXPECT_EQ(bill.conveyance, "XALOR QUEEN");
    EXPECT_EQ(bill.told_by, Texts{"manifest"});
    ASSERT_EQ(bill.decision.hits.size(), 1U);
    EXPECT_EQ(bill.decision.hits[0].entry, "T.1");
    EXPECT_EQ(bill.decision.hits[0].reasons.at(0).text.reveal(), "consignee");
    EXPECT_EQ(bill.decision.channel, facts::Channel::kYellow) << "no name alone is held";
    const facts::CargoScreening ship = newest("conveyance");
    EXPECT_EQ(ship.number, "9074729");
    EXPECT_EQ(ship.decision.channel, facts::Channel::kGreen);
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kCargo).rows, 2U);
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kHits).rows, 1U) << "it alerts";
    EXPECT_EQ(rig_.node->status().cargo.counts.screened, 2U);
    EXPECT_EQ(rig_.node->status().cargo.counts.yellow, 1U);
    EXPECT_EQ(rig_.node->status().cargo.waiting, 0U);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kCargoScreened), 2U);
    EXPECT_FALSE(rig_.database_holds("QORBANTEST")) << "sealed";
    EXPECT_FALSE(rig_.database_holds("TESU3054380")) << "keys are keyed";
}

/// An alert of cargo told neither the bill nor the container that it was about.
TEST_F(Cargo, AHitIsReportedWithWhatItIsAboutAndNobodyWhoOwnsIt) {
    rig_.bring_link_up();
    drop("m.edi", manifest("ZAMIR QORBANTEST"));
    const std::vector<core::Bytes> rows = sent_rows(rig_, wire::up::kHits);
    ASSERT_EQ(rows.size(), 1U);
    const auto report = wire::decode<facts::SignedReport>(rows[0]);
    ASSERT_TRUE(report);
    const auto told = wire::decode<facts::Crossing>(report->body);
    ASSERT_TRUE(told);
    ASSERT_TRUE(told->cargo);
    EXPECT_EQ(*told->cargo,
              (facts::CargoSubject{"consignment", "B1", "XALOR QUEEN", "V1", {"TESU3054380"}, 0}));
    EXPECT_EQ(core::as_text(report->body).find("ORVENTA"), std::string_view::npos);
}

TEST_F(Cargo, TheSameFileAgainIsScreenedOnce) {
    drop("m.edi", manifest("ZAMIR QORBANTEST"));
    drop("m2.edi", manifest("ZAMIR QORBANTEST"));
    EXPECT_EQ(count("SELECT count(*) FROM cargo"), 2);
}

TEST_F(Cargo, WhatWaitsWhenTheNodeEndsIsScreenedOnceAfterwards) {
    rig_.executor.set_full(core::Lane::kRead, true);
    drop("m.edi", manifest("ZAMIR QORBANTEST"));
    EXPECT_EQ(count("SELECT count(*) FROM cargo"), 0);
    EXPECT_EQ(rig_.node->status().cargo.waiting, 2U);
    EXPECT_EQ(log_.counts["NODE-053"], 1) << "it says so once";
    rig_.crash();
    rig_.executor.set_full(core::Lane::kRead, false);
    rig_.start();
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(count("SELECT count(*) FROM cargo"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM cargo_item WHERE due != 0"), 0);
}

TEST_F(Cargo, AWeighingAfterTheManifestIsNewsOfTheBill) {
    drop("m.edi", manifest("LUMI AALTOVIRTA"));
    EXPECT_TRUE(findings_of(newest("consignment")).empty());
    drop("w.edi", weighing("20000", "S9"));
    const facts::CargoScreening bill = newest("consignment");
    EXPECT_EQ(findings_of(bill), (Texts{"seal-differs TESU3054380", "weight-differs TESU3054380"}));
    EXPECT_EQ(bill.told_by, (Texts{"manifest", "gate"}));
    EXPECT_EQ(count("SELECT count(*) FROM cargo WHERE kind = 'consignment'"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM cargo WHERE kind = 'consignment' AND newest != 0"), 1);
    CargoQuestion history;
    history.kind = "consignment";
    history.has_history = true;
    EXPECT_EQ(records(history).size(), 2U);
    CargoQuestion findings;
    findings.with_findings = true;
    EXPECT_EQ(records(findings).size(), 1U);
}

TEST_F(Cargo, AWeighingBeforeTheManifestIsThereWhenTheBillComes) {
    drop("w.edi", weighing("20000", "S1"));
    EXPECT_TRUE(records().empty()) << "nothing is to be said of it yet";
    drop("m.edi", manifest("LUMI AALTOVIRTA"));
    EXPECT_EQ(findings_of(newest("consignment")), Texts{"weight-differs TESU3054380"});
    EXPECT_EQ(count("SELECT count(*) FROM cargo WHERE kind = 'consignment'"), 1);
}

TEST_F(Cargo, AContainerOnThePlanAndOnNoManifestIsAFindingOfTheShip) {
    drop("p.edi", stow_plan());
    EXPECT_TRUE(findings_of(newest("conveyance")).empty()) << "no manifest yet";
    drop("m.edi", manifest("LUMI AALTOVIRTA"));
    const facts::CargoScreening ship = newest("conveyance");
    EXPECT_EQ(findings_of(ship), Texts{"not-manifested TESU3054395"});
    EXPECT_EQ(count("SELECT count(*) FROM cargo WHERE kind = 'conveyance' AND newest != 0"), 1);
    EXPECT_TRUE(findings_of(newest("consignment")).empty()) << "its container is on the plan";
}

TEST_F(Cargo, ADeclarationAndItsBillKnowOfEachOther) {
    drop("m.edi", manifest("LUMI AALTOVIRTA"));
    drop("d.edi", declaration());
    EXPECT_EQ(newest("declaration").told_by, (Texts{"manifest", "declaration"}));
    EXPECT_EQ(newest("consignment").told_by, (Texts{"manifest", "declaration"}));
    EXPECT_EQ(count("SELECT count(*) FROM cargo WHERE kind = 'consignment'"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM cargo WHERE kind = 'declaration'"), 1)
        << "who is asked again tells nobody";
}

TEST_F(Cargo, IsFoundByContainerBillAndShip) {
    drop("m.edi", manifest("ZAMIR QORBANTEST", "B1"));
    drop("n.edi", manifest("LUMI AALTOVIRTA", "B2"));
    CargoQuestion by_bill;
    by_bill.bill = "b 2";
    ASSERT_EQ(records(by_bill).size(), 1U);
    EXPECT_EQ(records(by_bill)[0].cargo.number, "B2");
    CargoQuestion by_container;
    by_container.container = "TESU3054380";
    EXPECT_EQ(records(by_container).size(), 2U);
    CargoQuestion by_ship;
    by_ship.conveyance = "Xalor Queen";
    EXPECT_EQ(records(by_ship).size(), 3U) << "the ship once, and both bills";
    CargoQuestion by_none;
    by_none.container = "TESU0000000";
    EXPECT_TRUE(records(by_none).empty());
    bool was_refused = false;
    by_bill.container = "TESU3054380";
    rig_.node->cargo(by_bill, [&](const core::Result<std::vector<CargoShown>>& page) {
        was_refused = !page && page.error().code == core::Errc::kInvalid;
    });
    rig_.settle();
    EXPECT_TRUE(was_refused);
}

TEST_F(Cargo, PagesGoFromTheStrictestOn) {
    drop("m.edi", manifest("LUMI AALTOVIRTA", "B1"));
    drop("n.edi", manifest("ZAMIR QORBANTEST", "B2"));
    CargoQuestion question;
    question.limit = 1;
    Texts seen;
    for (int i = 0; i < 5; ++i) {
        const auto page = records(question);
        if (page.empty()) {
            break;
        }
        seen.push_back(page[0].cargo.number);
        question.after = std::pair{page[0].channel, page[0].number};
    }
    EXPECT_EQ(seen, (Texts{"B2", "9074729", "B1"}));
}

TEST_F(Cargo, RoutesShowTheListAndOneWhole) {
    drop("m.edi", manifest("ZAMIR QORBANTEST"));
    const std::string list = get("/v1/cargo?channel=yellow");
    EXPECT_NE(list.find("\"about\":\"consignee\""), std::string::npos) << list;
    EXPECT_NE(list.find("\"entry\":\"T.1\""), std::string::npos);
    EXPECT_EQ(list.find("\"kind\":\"conveyance\""), std::string::npos) << "green";
    const std::string id = core::to_hex(newest("consignment").id);
    const std::string one = get(core::cat("/v1/cargo/", id));
    EXPECT_NE(one.find("ORVENTA TRADING LLC"), std::string::npos) << one;
    EXPECT_NE(one.find("\"why\""), std::string::npos);
    EXPECT_NE(get(core::cat("/v1/cargo/", std::string(32, '0'))).find("no such record"),
              std::string::npos);
    EXPECT_NE(get("/v1/cargo?channel=blue").find("wanted red, yellow or green"), std::string::npos);
    EXPECT_NE(get("/v1/cargo?kind=ship").find("wanted consignment"), std::string::npos);
    EXPECT_NE(get("/v1/cargo?after=9.1").find("next_after"), std::string::npos);
    EXPECT_NE(get("/v1/status").find("\"cargo\":{\"screened\":2"), std::string::npos);
    EXPECT_NE(get("/v1/metrics").find("sarhad_cargo_yellow_total 1"), std::string::npos);
}

TEST_F(Cargo, AnOfficersFindingOnABillIsOnRecordAndTold) {
    drop("m.edi", manifest("ZAMIR QORBANTEST"));
    InspectionOrder order;
    order.crossing = newest("consignment").id;
    order.finding = facts::Finding::kPositive;
    order.minutes = 40;
    order.officer.account = "desk.4";
    std::optional<facts::Inspection> said;
    rig_.node->inspect(order, [&](const core::Result<facts::Inspection>& answer) {
        ASSERT_TRUE(answer) << answer.error().what;
        said = *answer;
    });
    rig_.settle();
    ASSERT_TRUE(said);
    EXPECT_EQ(said->crossing, order.crossing);
    EXPECT_EQ(said->selected, facts::SelectedBy::kOfficer) << "a list's hit";
    EXPECT_EQ(count("SELECT count(*) FROM inspection"), 1);
}

TEST_F(Cargo, WhatIsErasedIsGoneWithThePieceThatItWasMadeOf) {
    drop("m.edi", manifest("ZAMIR QORBANTEST"));
    const CargoId id = newest("consignment").id;
    const facts::Erasure word{id, "order/9", core::WallTime{1'795'000'000'000'000}};
    wire::DeltaBody delta;
    delta.stream = wire::down::kDesk;
    delta.name = "desk";
    delta.epoch = core::Epoch{1};
    delta.seq = core::Seq{1};
    delta.ends_edition = true;
    delta.ops = {{wire::OpKind::kUpsert,
                  core::cat(facts::kErasureOp, core::to_hex(id)),
                  wire::encode(word)}};
    rig_.deliver(delta);
    rig_.pass(kMoment);
    EXPECT_NE(get(core::cat("/v1/cargo/", core::to_hex(id))).find("erased under order/9"),
              std::string::npos);
    EXPECT_EQ(count("SELECT count(*) FROM cargo WHERE length(body) = 0"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM cargo_item WHERE length(body) = 0"), 1);
    drop("w.edi", weighing("20000", "S9"));
    EXPECT_EQ(count("SELECT count(*) FROM cargo WHERE kind = 'consignment'"), 1)
        << "nobody screens it again";
}

TEST_F(Cargo, ADiscreetOrderOnAContainerOfThePlanShowsNowhereHere) {
    watchlists::ListEntry hidden = listed_person("T.3", "LUMI AALTOVIRTA", "XT9990001");
    hidden.names.clear();
    hidden.births.clear();
    hidden.kind = watchlists::EntryKind::kContainer;
    hidden.documents = {{"container",
                         core::Redacted<std::string>{std::string{"TESU3054395"}},
                         "",
                         watchlists::NumberKind::kContainer}};
    hidden.order.action = facts::ListAction::kDiscreet;
    publish_next(hidden);
    rig_.pass(kMoment);
    drop("p.edi", stow_plan());
    EXPECT_EQ(count("SELECT count(*) FROM cargo WHERE secret != 0"), 1);
    EXPECT_EQ(records().size(), 1U) << "the ship alone";
    EXPECT_EQ(rig_.node->status().cargo.counts.screened, 1U);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kCargoScreened), 1U);
    EXPECT_EQ(get("/v1/metrics").find("sarhad_outbox_rows{stream=\"7\"}"), std::string::npos)
        << "how many rows wait would tell";
}

TEST_F(Cargo, ADiscreetOrderThatComesLaterChangesNothingThatACounterSees) {
    drop("m.edi", manifest("LUMI AALTOVIRTA"));
    const std::string before = get("/v1/cargo?history=1");
    watchlists::ListEntry hidden = listed_person("T.3", "LUMI AALTOVIRTA", "XT9990001");
    hidden.order.action = facts::ListAction::kDiscreet;
    publish_next(hidden);
    rig_.pass(std::chrono::seconds{5});
    ASSERT_EQ(rig_.node->status().lists.at(0).edition, 2U);
    EXPECT_EQ(count("SELECT count(*) FROM cargo WHERE secret != 0"), 1) << "central is told";
    EXPECT_EQ(get("/v1/cargo?history=1"), before) << "not even that it was screened again";
    EXPECT_EQ(rig_.node->status().cargo.counts.screened, 2U);
    EXPECT_EQ(count_of(rig_.events, NodeEventKind::kCargoScreened), 2U);
    drop("w.edi", weighing("20000", "S9"));
    EXPECT_EQ(findings_of(newest("consignment")).size(), 2U) << "news is shown as ever";
}

TEST_F(Cargo, WhoIsListedLaterIsFoundInCargoThatHasPassed) {
    drop("m.edi", manifest("LUMI AALTOVIRTA"));
    drop("n.edi", manifest("INVENTED TRADERS LTD", "B2"));
    EXPECT_TRUE(newest("consignment").decision.hits.empty());
    const auto before = count("SELECT count(*) FROM cargo");
    publish_next(listed_person("T.3", "LUMI AALTOVIRTA", "XT9990001"));
    rig_.pass(std::chrono::seconds{5});
    ASSERT_EQ(rig_.node->status().lists.at(0).edition, 2U);
    const facts::CargoScreening bill = newest("consignment");
    ASSERT_EQ(bill.decision.hits.size(), 1U);
    EXPECT_EQ(bill.decision.hits[0].entry, "T.3");
    EXPECT_EQ(bill.number, "B1");
    EXPECT_EQ(count("SELECT count(*) FROM cargo"), before + 1) << "nothing else again";
    EXPECT_EQ(rig_.node->status().outbox.at(wire::up::kHits).rows, 1U) << "and central alerts";
}

TEST_F(Cargo, WhatIsScreenedAgainAndSaysNothingNewIsNotRecordedAgain) {
    drop("m.edi", manifest("LUMI AALTOVIRTA"));
    auto transaction = store::Transaction::begin(*rig_.database);
    ASSERT_TRUE(transaction);
    const auto marked = mark_all_cargo_again(*rig_.database, core::WallTime{0});
    ASSERT_TRUE(marked && *marked == 2U);
    ASSERT_TRUE(std::move(*transaction).commit());
    drop("w.edi", weighing("11000", "S1"));
    EXPECT_EQ(count("SELECT count(*) FROM cargo_item WHERE due != 0"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM cargo WHERE kind = 'conveyance'"), 1);
}

TEST_F(Cargo, BagsWithoutTheirOwnerAreFindings) {
    drop("a.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    drop("b.txt",
         "BSM\n.V/1LXXA\n.F/QX0612/23NOV/XXB\n.N/0612000111001\n.P/TESTERSON/ANNA\nENDBSM\n");
    EXPECT_TRUE(findings_of(newest("bags")).empty());
    drop("c.txt", "BSM\n.V/1LXXA\n.F/QX0612/23NOV/XXB\n.N/0612000222001\nENDBSM\n");
    CargoQuestion question;
    question.with_findings = true;
    auto found = records(question);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(findings_of(found[0].cargo), Texts{"nobodys-bag 0612000222"});
}

TEST_F(Cargo, WhomABagNamesMeetsTheLists) {
    drop("b.txt",
         "BSM\n.V/1LXXA\n.F/QX0612/23NOV/XXB\n.N/0612000111001\n.P/QORBANTEST/ZAMIR\nENDBSM\n");
    const facts::CargoScreening bags = newest("bags");
    ASSERT_EQ(bags.decision.hits.size(), 1U);
    EXPECT_EQ(bags.decision.hits[0].reasons.at(0).text.reveal(), "owner of bags");
    EXPECT_EQ(bags.number, "0612000111");
}

TEST_F(Cargo, AShipsCargoKeepsNoTravellerWaiting) {
    std::string bills;
    for (int i = 0; i < 400; ++i) {
        bills += core::cat("CNI+",
                           i + 1,
                           "+B",
                           i,
                           "'RFF+BM:B",
                           i,
                           "'NAD+CN+++INVENTED TRADERS ",
                           i,
                           "'GID+1+5:PK'FTX+AAA+++THINGS'");
    }
    rig_.drop_file("m.edi",
                   edi("CUSCAR:D:95B",
                       "M1",
                       core::cat("BGM+85+M1+9'TDT+20+V1+1++QXL:172:20+++9074729:146::"
                                 "XALOR QUEEN'LOC+60+PKXXA'",
                                 bills)));
    rig_.drop_file("n.edi", paxlst("A1", {{"TESTERSON", "ANNA", "XT1000001"}}));
    const std::size_t before = rig_.executor.posted(core::Lane::kMatch);
    rig_.pass(std::chrono::seconds{3});
    EXPECT_EQ(crossings_of(rig_).size(), 1U);
    EXPECT_EQ(count("SELECT count(*) FROM cargo"), 401);
    EXPECT_GE(rig_.executor.posted(core::Lane::kMatch) - before, 400U / kCargoStepMax)
        << "step by step";
}

}  // namespace
}  // namespace sarhad::node
