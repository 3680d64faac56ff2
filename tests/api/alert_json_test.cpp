// What an alert says beside its report: of a traveller, and of cargo.
#include "api/alert_json.h"

#include <gtest/gtest.h>

namespace sarhad::api {
namespace {

facts::Crossing report() {
    facts::Crossing crossing;
    crossing.decision.score = core::Permille{930};
    crossing.decision.channel = facts::Channel::kRed;
    facts::Hit hit;
    hit.list = "wl/test/persons";
    hit.entry = "T.1";
    crossing.decision.hits = {hit};
    return crossing;
}

Json alert_of(const facts::Crossing& crossing) {
    Json alert = Json::object();
    add_report(alert, crossing);
    return alert;
}

TEST(AlertJson, OfATravellerTellsWhatRaisedIt) {
    const Json alert = alert_of(report());
    EXPECT_EQ(*alert.text_at("about"), "traveller");
    EXPECT_EQ(*alert.text_at("list"), "wl/test/persons");
    EXPECT_EQ(*alert.text_at("entry"), "T.1");
    EXPECT_EQ(*alert.int_at("score"), 930);
    EXPECT_EQ(*alert.text_at("channel"), "red");
    EXPECT_EQ(alert.find("rule"), nullptr);
    EXPECT_EQ(alert.find("cargo"), nullptr);
    EXPECT_TRUE(alert.find("crossing")->find("traveller")->is_object());
}

TEST(AlertJson, OfCargoHasItsNumbersAndNoEmptyTraveller) {
    facts::Crossing crossing = report();
    crossing.cargo =
        facts::CargoSubject{"consignment", "B1", "XALOR QUEEN", "V1", {"TESU3054380"}, 0};
    const Json alert = alert_of(crossing);
    EXPECT_EQ(*alert.text_at("about"), "consignment B1 in TESU3054380");
    EXPECT_EQ(*alert.find("cargo")->text_at("conveyance"), "XALOR QUEEN");
    EXPECT_TRUE(alert.find("crossing")->find("traveller")->is_null());
}

TEST(AlertJson, ALineTellsOfAContainerOnceAndCountsWhatHadNoRoom) {
    facts::Crossing crossing = report();
    crossing.cargo = facts::CargoSubject{"container", "TESU3054380", {}, {}, {"TESU3054380"}, 0};
    EXPECT_EQ(about_line(crossing), "container TESU3054380");
    crossing.cargo =
        facts::CargoSubject{"consignment", {}, {}, {}, {"TESU3054380", "TESU3054401"}, 4};
    EXPECT_EQ(about_line(crossing), "consignment in TESU3054380, TESU3054401 and 4 more");
}

}  // namespace
}  // namespace sarhad::api
