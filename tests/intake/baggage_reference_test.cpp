#include "json_dump.h"
#include "shared_data.h"

#include "intake/messages.h"
#include "support/places.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace sarhad::intake {
namespace {

using facts::Message;
using nlohmann::json;

/// "18APR" as FlightLeg::day has it.
std::string day_of_text(const std::string& text) {
    const std::string months = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    const std::size_t month = months.find(text.substr(2)) / 3 + 1;
    return (month < 10 ? "--0" : "--") + std::to_string(month) + "-" + text.substr(0, 2);
}

/// One asserted fact of a baggage sample.
void check(const Message& message, const std::string& fact, const json& value) {
    if (fact == "kind") {
        EXPECT_EQ(message.format, value);
    } else if (fact == "version") {
        EXPECT_EQ(message.version, value);
    } else if (fact == "flight") {
        const facts::FlightLeg& leg = message.flights.at(0);
        EXPECT_EQ(leg.carrier + "0" + value.get<std::string>().substr(2), leg.carrier + leg.number);
    } else if (fact == "date") {
        EXPECT_EQ(message.flights.at(0).day, day_of_text(value));
    } else if (fact == "city") {
        EXPECT_EQ(message.flights.at(0).destination, value);
        EXPECT_EQ(message.bags.at(0).destination, value);
    } else if (fact == "class") {
        EXPECT_EQ(message.bags.at(0).travel_class, value);
    } else if (fact == "tags") {
        EXPECT_EQ(message.bags.at(0).tag, value[0][0]);
        EXPECT_EQ(message.bags.size(), value[0][1].get<std::size_t>());
    } else if (fact == "surname") {
        EXPECT_EQ(message.travellers.at(0).surname.reveal(), value);
    } else if (fact == "given") {
        EXPECT_EQ(message.travellers.at(0).first_name.reveal(), value[0]);
    } else if (fact == "verbatim") {
        ASSERT_EQ(value, json::array({".S/Y/10A/C"}));
        const facts::Bag& bag = message.bags.at(0);
        EXPECT_EQ(bag.authority_to_load + bag.seat + bag.passenger_status, "Y10AC");
    } else if (fact == "change") {
        ASSERT_EQ(value, "DEL");
        EXPECT_EQ(message.bags.at(0).change, facts::BagChange::kDeleted);
        EXPECT_EQ(message.function, "bags-deleted");
    } else {
        ADD_FAILURE() << "no check for the fact " << fact;
    }
}

class BaggageSamples : public SharedData {
protected:
    static std::string folder() { return places::shared_data() + "/messages/edifact/"; }
    static Message first(const std::string& path) {
        return read_messages(file_bytes(folder() + path)).front();
    }
};

TEST_F(BaggageSamples, EveryExpectedFactHolds) {
    std::ifstream in{folder() + "expected_facts.jsonl"};
    std::size_t checked = 0;
    for (std::string line; std::getline(in, line);) {
        const json row = json::parse(line);
        const std::string path = row.at("path");
        if (path.rfind("baggage/", 0) != 0) continue;
        SCOPED_TRACE(path);
        const Message message = first(path);
        EXPECT_EQ(message.status, facts::MessageStatus::kOk);
        for (const auto& [fact, value] : row.at("facts").items()) {
            check(message, fact, value);
            ++checked;
        }
    }
    EXPECT_GE(checked, 12U);
}

TEST_F(BaggageSamples, TheAirportsMessagesAreReadWhole) {
    const Message stated = first("baggage/avinor_BSM.txt");
    EXPECT_EQ(stated.status, facts::MessageStatus::kOk);
    EXPECT_EQ(stated.bags.at(0).tag, "0117814872");
    EXPECT_EQ(stated.bags[0].seat, "5A");
    EXPECT_EQ(stated.bags[0].authority_to_load, "N");
    EXPECT_EQ(stated.bags[0].authority_to_transport, "N");
    EXPECT_EQ(stated.bags[0].sequence, 51);
    EXPECT_EQ(stated.bags[0].handling, (std::vector<std::string>{"TAG/I", "PRIO"}));
    EXPECT_EQ(stated.travellers.size(), 1U);
    const Message processed = first("baggage/avinor_BPM.txt");
    EXPECT_EQ(processed.status, facts::MessageStatus::kOk);
    EXPECT_EQ(processed.bags.at(0).screening, std::vector<std::string>{"CLR HBS302 HBSLEVEL1"});
}

}  // namespace
}  // namespace sarhad::intake
