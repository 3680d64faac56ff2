#include "api/fact_json.h"

#include "api/fact_value.h"
#include "facts/alert.h"
#include "facts/decision.h"
#include "facts/message.h"

#include <gtest/gtest.h>

namespace sarhad::api {
namespace {

TEST(FactJson, NamesFieldsAsTheTableDoesAndTellsNumbersWordsAndLists) {
    facts::Message message;
    message.format = "PAXLST";
    message.status = facts::MessageStatus::kPartial;
    facts::Traveller traveller;
    traveller.surname = core::Redacted<std::string>{"Invented"};
    traveller.date_of_birth = core::Redacted<facts::PartialDate>{{1971, 2, 0}};
    message.travellers = {traveller};

    EXPECT_EQ(to_text(to_json(message)),
              R"({"format":"PAXLST","status":"partial","problems":[],"flights":[],)"
              R"("travellers":[{"surname":"Invented","sex":"unknown","date_of_birth":"1971-02",)"
              R"("kind":"passenger","documents":[],"bag_count":0,"bag_weight_kg":0,"bag_tags":[],)"
              R"("age_band":"unknown","is_cancelled":false}],"bookings":[],"bags":[],)"
              R"("conveyances":[],"bills":[],"containers":[],"declarations":[],"left_out":[],)"
              R"("cash_declarations":[],"seizures":[],"inspections":[],"lookouts":[]})");
}

TEST(FactJson, WritesBytesAsHexAndTimesAsText) {
    facts::AlertAcknowledgement seen;
    seen.alert[15] = 0xab;
    seen.node = core::NodeId{3};
    seen.acknowledged_at = core::WallTime{1'000'000};

    EXPECT_EQ(to_text(to_json(seen)),
              R"({"alert":"000000000000000000000000000000ab","node":3,)"
              R"("acknowledged_at":"1970-01-01T00:00:01.000000Z"})");
}

TEST(FactJson, ADecisionComesBackWithTheTimeOfItsData) {
    facts::Decision decision;
    decision.trust_age = facts::TrustAge::kStale;
    decision.data_as_of = core::WallTime{1'795'392'000'123'456};
    facts::Decision back;
    const core::Status read = facts::read(value_of(to_json(decision)), back, 1);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(back, decision);
    back = {};
    facts::Value wrong = value_of(Json::object({{"data_as_of", "yesterday"}}));
    EXPECT_FALSE(facts::read(wrong, back, 1));
}

}  // namespace
}  // namespace sarhad::api
