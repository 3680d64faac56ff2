// Whom ports expect: what carriers send to central, and what each port is told.
#include "wire/expected.h"

#include "support.h"

#include "central/expected_maker.h"
#include "central/routes.h"
#include "core/posix_files.h"
#include "core/text.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

namespace sarhad::central {
namespace {

using api::Json;

/// A passenger list of invented travellers, of the flight XXA to XXB on 2026-11-25.
std::string paxlst(const std::string& reference,
                   const std::vector<std::string>& surnames,
                   const std::string& announces = "745",
                   const std::string& to = "XXB") {
    std::string body = core::cat("UNH+1+PAXLST:D:02B:UN:IATA'BGM+",
                                 announces,
                                 "'TDT+20+QX612'LOC+125+XXA'DTM+189:2611251015:201'LOC+87+",
                                 to,
                                 "'DTM+232:2611251325:201'");
    for (const std::string& surname : surnames) {
        body += core::cat("NAD+FL+++", surname, ":ALBAR'ATT+2++M'DTM+329:800102'");
    }
    body += core::cat("CNT+42:", surnames.size(), "'");
    const auto segments = static_cast<std::size_t>(std::count(body.begin(), body.end(), '\'')) + 1;
    return core::cat("UNA:+.? 'UNB+UNOA:4+QXAIR:ZZ+PKNTC:ZZ+261123:0630+",
                     reference,
                     "++APIS'",
                     body,
                     "UNT+",
                     segments,
                     "+1'UNZ+1+",
                     reference,
                     "'");
}

/// Unverified: what central sent here is its own.
core::Result<wire::DeltaBody> body_of(const wire::Delta& delta) {
    return facts::from_value<wire::DeltaBody>(*wire::unpack(delta.body));
}

class CentralExpected : public testing::Test {
protected:
    CentralExpected() {
        serve();
        there = rig.add_node("PKXXB-1");
        elsewhere = rig.add_node("PKXXC-1");
        greet(*there);
        greet(*elsewhere);
    }
    void serve() {
        router.emplace();
        add_routes(*router, {*rig.central, lanes, agencies, metrics, hub});
    }
    void greet(const TestNode& who, std::vector<wire::StreamPosition> down = {}) {
        rig.transport.receive(who.id(), wire::Channel::kControl, who.hello(std::move(down)));
        rig.thread.run_all();
        rig.transport.receive(who.id(), wire::Channel::kBulk, who.hello());
        rig.thread.run_all();
    }
    api::Response send(const std::string& method,
                       const std::string& target,
                       std::string body = {},
                       api::Role role = api::Role::kAnalyst) {
        api::Head head;
        head.method = method;
        head.target = target;
        head.content_type = body.empty()          ? ""
                            : body.front() == '{' ? std::string{api::kJsonType}
                                                  : "application/octet-stream";
        head.peer.roles = role;
        api::Response answer;
        router->handle(head, std::move(body), api::Respond{[&](api::Response got) {
                           answer = std::move(got);
                       }});
        rig.thread.run_all();
        return answer;
    }
    Json ask(const std::string& target) {
        return *api::parse_json(api::body_text(send("GET", target)));
    }
    /// Takes the file in; the first message's answer.
    Json add(const std::string& file) {
        const api::Response answer = send("POST", "/v1/expected", file);
        EXPECT_EQ(answer.status, 200) << api::body_text(answer);
        const auto body = api::parse_json(api::body_text(answer));
        return body->find("messages")->elements().at(0);
    }
    /// What reached the node, as it holds it in the end: surnames by journey, "-" where cancelled.
    std::map<std::string, std::string> held_at(const TestNode& node) {
        rig.carry(node.id());
        std::map<std::string, core::Bytes> joined;
        std::map<std::string, std::string> held;
        for (const wire::Delta& delta : rig.sent_to<wire::Delta>(node.id())) {
            const auto body = body_of(delta);
            if (!wire::is_expected_stream(body->stream)) {
                continue;
            }
            EXPECT_EQ(body->stream, *wire::expected_stream(node.id()));
            for (const wire::Op& op : body->ops) {
                const auto piece = wire::read_expected(op);
                EXPECT_TRUE(piece) << piece.error().what;
                core::append(joined[op.id], piece->sealed);
                if (piece->pieces == 0) {
                    held[op.id] = "-";
                } else if (piece->piece + 1 == piece->pieces) {
                    const auto journey = wire::open_expected(
                        *piece, std::exchange(joined[op.id], {}), node.sign.box_key());
                    EXPECT_TRUE(journey) << journey.error().what;
                    held[op.id].clear();
                    for (const auto& traveller : journey->message.travellers) {
                        held[op.id] += traveller.surname.reveal() + " ";
                    }
                }
            }
        }
        return held;
    }
    std::string only_at(const TestNode& node) {
        const auto held = held_at(node);
        return held.size() == 1 ? held.begin()->second : core::cat(held.size(), " journeys");
    }
    std::int64_t count(store::Sql sql) {
        auto statement = rig.kept.database().prepare(sql);
        return statement->query_int64()->value_or(-1);
    }

    Rig rig;
    core::PosixFiles files;
    Agencies agencies{files, "none", daemon::TrustFile{}};
    Lanes lanes{rig.thread};
    daemon::Metrics metrics;
    api::EventHub hub{1};
    std::optional<api::Router> router;
    std::unique_ptr<TestNode> there;
    std::unique_ptr<TestNode> elsewhere;
};

/// The port's UN/LOCODE where no codes are set.
std::string to_there(const std::string& reference,
                     const std::vector<std::string>& surnames,
                     const std::string& announces = "745") {
    return paxlst(reference, surnames, announces, "PKXXB");
}

TEST_F(CentralExpected, ThePortThatAJourneyTouchesIsToldAndNoOther) {
    const Json taken = add(to_there("A1", {"NOBODYTEST", "OTHERTEST"}));
    EXPECT_EQ(*taken.text_at("title"), "QX0612 XXA-PKXXB 2026-11-25");
    EXPECT_EQ(*taken.int_at("travellers"), 2);
    EXPECT_EQ(taken.find("nodes")->elements().size(), 1U);
    EXPECT_EQ(only_at(*there), "NOBODYTEST OTHERTEST ");
    EXPECT_EQ(held_at(*elsewhere).size(), 0U);
    const Json list = ask("/v1/expected");
    ASSERT_EQ(list.find("expected")->elements().size(), 1U);
    EXPECT_EQ(api::to_text(list).find("NOBODYTEST"), std::string::npos);
    const Json one = ask("/v1/expected/" + *taken.text_at("journey"));
    EXPECT_EQ(*one.text_at("title"), *taken.text_at("title"));
    EXPECT_EQ(rig.log.lines_of("CENTRAL-024").size(), 1U);
    EXPECT_EQ(rig.log.lines_of("CENTRAL-024")[0].find("NOBODYTEST"), std::string::npos);
}

TEST_F(CentralExpected, AWelcomeNamesNobodyElsesStream) {
    add(to_there("A1", {"NOBODYTEST"}));
    rig.transport.sent.clear();
    greet(*elsewhere);
    const auto welcome = rig.sent_to<wire::Welcome>(elsewhere->id());
    ASSERT_EQ(welcome.size(), 1U);
    for (const wire::StreamPosition& head : welcome[0].down) {
        EXPECT_FALSE(wire::is_expected_stream(head.stream));
    }
}

TEST_F(CentralExpected, ANewListTakesThePlaceOfTheOneBefore) {
    add(to_there("A1", {"NOBODYTEST", "OTHERTEST"}));
    const Json again = add(to_there("A1", {"NOBODYTEST", "OTHERTEST"}));
    EXPECT_TRUE(again.find("repeat")->as_bool());
    EXPECT_EQ(count("SELECT count(*) FROM delta WHERE stream > 1024"), 1) << "nothing new";
    add(to_there("A2", {"OTHERTEST", "THIRDTEST"}));
    EXPECT_EQ(only_at(*there), "OTHERTEST THIRDTEST ");
    EXPECT_EQ(count("SELECT count(*) FROM expected"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM delta WHERE stream > 1024"), 2);
}

/// A port that had nothing of the older list gets an empty place for it, on the same chain.
TEST_F(CentralExpected, AnOlderListIsErasedAndTheChainHolds) {
    add(to_there("A1", {"NOBODYTEST"}));
    const auto head = rig.kept.store().published_heads()->back().position;
    add(to_there("A2", {"THIRDTEST"}));
    rig.transport.sent.clear();
    greet(*there);
    EXPECT_EQ(only_at(*there), "THIRDTEST ");
    wire::Hash256 chain{};
    for (const wire::Delta& delta : rig.sent_to<wire::Delta>(there->id())) {
        const auto body = body_of(delta);
        EXPECT_EQ(body->prev_chain, chain);
        chain = body->ops.empty() ? body->erased_chain : wire::chain_hash(chain, delta.body);
        if (body->seq == head.seq) {
            EXPECT_TRUE(body->ops.empty());
            EXPECT_EQ(chain, head.chain);
        }
    }
    EXPECT_EQ(chain, rig.kept.store().published_heads()->back().position.chain);
}

TEST_F(CentralExpected, ACancelledFlightIsTakenAwayWithItsCrew) {
    add(to_there("A1", {"NOBODYTEST"}));
    add(to_there("C1", {"CREWTEST"}, "250"));
    EXPECT_EQ(held_at(*there).size(), 2U);
    add(to_there("X1", {}, "745+XF"));
    for (const auto& [journey, surnames] : held_at(*there)) {
        EXPECT_EQ(surnames, "-");
    }
    EXPECT_EQ(held_at(*there).size(), 2U);
}

TEST_F(CentralExpected, SomebodyMayCancelByHand) {
    const Json taken = add(to_there("A1", {"NOBODYTEST"}));
    const std::string path = core::cat("/v1/expected/", *taken.text_at("journey"), "/cancel");
    EXPECT_EQ(send("POST", path, R"({"officer": ""})").status, 422);
    EXPECT_EQ(send("POST", path, R"({"officer": "desk.1"})").status, 200);
    EXPECT_EQ(send("POST", path, R"({"officer": "desk.1"})").status, 409);
    EXPECT_EQ(only_at(*there), "-");
    EXPECT_EQ(rig.log.lines_of("CENTRAL-026").size(), 1U);
    add(to_there("A1", {"NOBODYTEST"}));
    EXPECT_EQ(only_at(*there), "NOBODYTEST ") << "it is made after all";
}

TEST_F(CentralExpected, WhatCannotBeReadIsRefusedWithItsPlaceAndNothingIsTaken) {
    const auto why = [&](const std::string& file) {
        const api::Response answer = send("POST", "/v1/expected", file);
        EXPECT_EQ(answer.status, 422) << file;
        return api::body_text(answer);
    };
    EXPECT_NE(why("no message at all").find("message 1"), std::string::npos);
    EXPECT_NE(why(to_there("A1", {"NOBODYTEST"}, "745+CLNB")).find("whole list"),
              std::string::npos);
    EXPECT_NE(why(paxlst("A1", {"NOBODYTEST"}, "745", "XXQ")).find("expected.ports"),
              std::string::npos);
    EXPECT_NE(why(core::cat(to_there("A1", {"NOBODYTEST"}), "UNB+broken'")).find("message 2"),
              std::string::npos);
    EXPECT_EQ(count("SELECT count(*) FROM expected"), 0);
    EXPECT_EQ(rig.log.lines_of("CENTRAL-025").size(), 4U);
    EXPECT_EQ(send("POST", "/v1/expected", to_there("A1", {}), api::Role::kViewer).status, 403);
    EXPECT_EQ(send("GET", "/v1/expected/00").status, 422);
    EXPECT_EQ(send("GET", "/v1/expected/00112233445566778899aabbccddeeff").status, 404);
}

TEST_F(CentralExpected, AfterTravelItIsGoneAndTheChainGoesOn) {
    add(to_there("A1", {"NOBODYTEST"}));
    const auto before = rig.kept.store().published_heads()->back().position;
    const core::WallTime gone_at = rig.kept.store().expected({{}, 10})->front().gone_at;
    const std::chrono::microseconds left{gone_at.micros - rig.clock.wall().micros};
    rig.clock.advance(left - std::chrono::minutes{5});
    rig.thread.pass(std::chrono::minutes{2});
    EXPECT_EQ(count("SELECT count(*) FROM expected"), 1);
    rig.thread.pass(std::chrono::minutes{5});
    EXPECT_EQ(count("SELECT count(*) FROM expected"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM expected_sent"), 0);
    EXPECT_EQ(rig.log.lines_of("CENTRAL-027").size(), 1U);
    EXPECT_EQ(rig.kept.store().published_heads()->back().position, before);
    rig.transport.sent.clear();
    greet(*there);
    EXPECT_EQ(held_at(*there).size(), 0U);
    const auto sent = rig.sent_to<wire::Delta>(there->id());
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(body_of(sent[0])->erased_chain, before.chain);
    EXPECT_EQ(send("POST", "/v1/expected", to_there("A1", {"NOBODYTEST"})).status, 422)
        << "it has been made";
}

TEST_F(CentralExpected, AMachineThatTakesAPortsPlaceIsToldOfAllThatIsExpectedThere) {
    add(to_there("A1", {"NOBODYTEST"}));
    rig.central->revoke_node(there->id(), [](const core::Result<NodeRow>&) {});
    rig.thread.run_all();
    const auto next = rig.add_node("PKXXB-1");
    greet(*next);
    EXPECT_EQ(only_at(*next), "NOBODYTEST ");
    add(to_there("A2", {"THIRDTEST"}));
    EXPECT_EQ(only_at(*next), "THIRDTEST ");
}

TEST_F(CentralExpected, ARestartForgetsNothingAndTellsNothingTwice) {
    add(to_there("A1", {"NOBODYTEST"}));
    rig.kept.reopen();
    rig.make();
    serve();
    greet(*there);
    EXPECT_EQ(only_at(*there), "NOBODYTEST ");
    EXPECT_EQ(count("SELECT count(*) FROM delta WHERE stream > 1024"), 1);
}

TEST_F(CentralExpected, ItsBodiesAreSealedAtRest) {
    add(to_there("A1", {"NOBODYTEST"}));
    EXPECT_EQ(count("SELECT count(*) FROM expected WHERE instr(body, 'NOBODYTEST')"
                    " OR instr(about, 'NOBODYTEST')"),
              0);
    EXPECT_EQ(count("SELECT count(*) FROM delta WHERE instr(body, 'NOBODYTEST')"), 0);
}

/// Bookings of invented travellers of the same flight, each his own. `function`: 22 or 141.
std::string pnrgov(const std::string& reference,
                   const std::vector<std::string>& surnames,
                   const std::string& function = "22",
                   const std::string& prepared = "261123:0630") {
    const std::string leg = "TVL+251126:1015:251126:1325+XXA+PKXXB+QX+612";
    std::string body = core::cat(
        "UNH+1+PNRGOV:13:1:IA'MSG+:", function, "'ORG+QX:XXA'", leg, "'EQN+", surnames.size(), "'");
    for (const std::string& surname : surnames) {
        body += core::cat("SRC'RCI+QX:", surname.substr(0, 6), "'TIF+", surname, "+ALBAR:A:1'");
        body += core::cat(leg, ":Y'RPI+1+HK'");
    }
    const auto segments = static_cast<std::size_t>(std::count(body.begin(), body.end(), '\'')) + 1;
    return core::cat("UNA:+.? 'UNB+IATA:1+QX+PKNTC+",
                     prepared,
                     "+",
                     reference,
                     "++PNRGOV'",
                     body,
                     "UNT+",
                     segments,
                     "+1'UNZ+1+",
                     reference,
                     "'");
}

TEST_F(CentralExpected, AFullPushIsAWholeListBesideTheCarriersList) {
    add(to_there("A1", {"LISTEDTEST"}));
    const Json taken = add(pnrgov("B1", {"BOOKEDTEST", "OTHERTEST"}));
    EXPECT_EQ(*taken.text_at("lists"), "bookings-full");
    EXPECT_EQ(*taken.int_at("travellers"), 2);
    std::string all;
    for (const auto& [journey, surnames] : held_at(*there))
        all += surnames;
    EXPECT_TRUE(all == "LISTEDTEST BOOKEDTEST OTHERTEST " ||
                all == "BOOKEDTEST OTHERTEST LISTEDTEST ")
        << "neither takes the other's place: " << all;
    add(pnrgov("B2", {"OTHERTEST"}));
    EXPECT_EQ(count("SELECT count(*) FROM expected"), 2);
    EXPECT_EQ(held_at(*there).at(*taken.text_at("journey")), "OTHERTEST ");
}

TEST_F(CentralExpected, AnUpdatePushIsRefusedWithTheRemedy) {
    const api::Response answer = send("POST", "/v1/expected", pnrgov("B1", {"BOOKEDTEST"}, "141"));
    EXPECT_EQ(answer.status, 422);
    EXPECT_NE(api::body_text(answer).find("MSG 22"), std::string::npos);
    EXPECT_EQ(count("SELECT count(*) FROM expected"), 0);
}

TEST_F(CentralExpected, AListThatWasMadeBeforeTheOneThatIsHeldChangesNothing) {
    add(pnrgov("B2", {"BOOKEDTEST"}, "22", "261122:0630"));
    const Json late = add(pnrgov("B1", {"BOOKEDTEST", "OTHERTEST"}, "22", "261121:0630"));
    EXPECT_TRUE(late.find("late")->as_bool());
    EXPECT_FALSE(late.find("repeat")->as_bool());
    EXPECT_EQ(only_at(*there), "BOOKEDTEST ");
    const Json newer = add(pnrgov("B3", {"THIRDTEST"}, "22", "261122:0700"));
    EXPECT_FALSE(newer.find("late")->as_bool());
    EXPECT_EQ(only_at(*there), "THIRDTEST ");
}

TEST_F(CentralExpected, ACancelledFlightIsTakenAwayWithItsBookings) {
    add(to_there("A1", {"NOBODYTEST"}));
    add(pnrgov("B1", {"BOOKEDTEST"}));
    add(to_there("X1", {}, "745+XF"));
    EXPECT_EQ(held_at(*there).size(), 2U);
    for (const auto& [journey, surnames] : held_at(*there)) {
        EXPECT_EQ(surnames, "-");
    }
}

TEST(PortCodes, AreReadOrRefused) {
    const auto codes = parse_port_codes("PKXXA-1=XXA,OPXX  PKXXB-1=XXB");
    ASSERT_TRUE(codes) << codes.error().what;
    EXPECT_EQ(codes->at("PKXXA-1"), (std::vector<std::string>{"XXA", "OPXX"}));
    EXPECT_TRUE(leads_to(*codes, core::PortId{"PKXXA-1"}, {"DXB", "OPXX"}));
    EXPECT_FALSE(leads_to(*codes, core::PortId{"PKXXA-1"}, {"PKXXA"})) << "the setting is all";
    EXPECT_TRUE(leads_to(*codes, core::PortId{"PKXXC-2"}, {"PKXXC"}));
    EXPECT_TRUE(parse_port_codes("")->empty());
    for (const char* bad :
         {"PKXXA-1", "PKXXA=XXA", "PKXXA-1=", "PKXXA-1=xxa", "PKXXA-1=A,,B", "PKXXA-1=XXA=XXB"}) {
        EXPECT_FALSE(parse_port_codes(bad)) << bad;
    }
}

}  // namespace
}  // namespace sarhad::central
