#include "json_dump.h"
#include "shared_data.h"

#include "core/text.h"
#include "intake/edifact.h"
#include "intake/messages.h"
#include "support/places.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using nlohmann::json;

std::vector<json> lines_of(const std::string& path) {
    std::ifstream in{places::shared_data() + "/messages/" + path};
    std::vector<json> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(json::parse(line));
    return lines;
}

facts::Message first_message(const std::string& path) {
    return read_messages(file_bytes(places::shared_data() + "/" + path)).front();
}

json flights_of(const facts::Message& message) {
    json flights = json::array();
    for (const auto& leg : message.flights) {
        flights.push_back({leg.number, leg.origin, leg.destination});
    }
    return flights;
}

void check_assertion(const facts::Message& message, const json& asserted) {
    const std::string fact = asserted.at("fact");
    const json& value = asserted.at("value");
    if (fact == "flights.count") {
        EXPECT_EQ(message.flights.size(), value.get<std::size_t>());
    } else if (fact == "passengers.count") {
        EXPECT_EQ(message.travellers.size(), value.get<std::size_t>());
    } else if (fact == "flights") {
        EXPECT_EQ(flights_of(message), value);
    } else if (fact == "passengers[0].bag_num") {
        EXPECT_EQ(std::to_string(message.travellers.at(0).bag_count), value.get<std::string>());
    } else if (fact == "passengers[0].bag_weight") {
        const auto kg = message.travellers.at(0).bag_weight_kg;
        EXPECT_EQ(kg == 0 ? "" : std::to_string(kg), value.get<std::string>());
    } else if (fact == "loads") {
        EXPECT_NE(message.status, facts::MessageStatus::kRefused);
    } else if (fact == "prime_flight_key") {
        const auto is_prime = [&](const facts::FlightLeg& leg) {
            return json{leg.origin, leg.destination, leg.carrier, leg.number} == value;
        };
        EXPECT_TRUE(std::any_of(message.flights.begin(), message.flights.end(), is_prime));
    } else {
        ADD_FAILURE() << "no check for the asserted fact " << fact;
    }
}

TEST_F(SharedData, EveryAssertedPaxlstFactHolds) {
    std::size_t checked = 0;
    for (const json& line : lines_of("gtas/asserted_facts.jsonl")) {
        if (line.at("kind").get<std::string>().rfind("PAXLST", 0) != 0) continue;
        const std::string path = line.at("path");
        SCOPED_TRACE(path);
        const facts::Message message = first_message(path);
        for (const json& asserted : line.at("asserts")) {
            check_assertion(message, asserted);
            ++checked;
        }
    }
    EXPECT_GE(checked, 15U);
}

std::string text_or_empty(const json& from, const char* key) {
    return from.contains(key) && from[key].is_string() ? from[key].get<std::string>() : "";
}

/// "NZAKL" and "AKL" are one port: the reference cuts the country off, we keep what was sent.
bool is_same_port(const std::string& ours, const std::string& theirs) {
    return ours == theirs || (ours.size() == 5 && ours.substr(2) == theirs);
}

std::string upper(const core::Redacted<std::string>& text) {
    return core::ascii_upper(text.reveal());  // The reference upper-cases all; we keep case.
}

/// Known differences, each with its reason:
/// - case: the reference upper-cases the whole message;
/// - ports of the US dialect: it drops the country in front ("NZAKL" -> "AKL");
/// - document kind: it makes "P" of an empty kind, we keep it empty;
/// - issuer of the US dialect: it does not read it (PDT's third component), we do;
/// - departures of progressive US legs: it invents the arrival time of the leg before.
void compare_traveller(const facts::Traveller& ours, const json& theirs) {
    EXPECT_EQ(upper(ours.surname), text_or_empty(theirs, "last"));
    EXPECT_EQ(upper(ours.first_name), text_or_empty(theirs, "first"));
    EXPECT_EQ(upper(ours.middle_name), text_or_empty(theirs, "middle"));
    EXPECT_EQ(facts::to_text(ours.date_of_birth.reveal()), text_or_empty(theirs, "dob"));
    EXPECT_EQ(ours.nationality, text_or_empty(theirs, "nationality"));
    EXPECT_EQ(ours.residence, text_or_empty(theirs, "residence"));
    EXPECT_TRUE(is_same_port(ours.embarks, text_or_empty(theirs, "embark")));
    EXPECT_TRUE(is_same_port(ours.disembarks, text_or_empty(theirs, "debark")));
    EXPECT_EQ(ours.booking.reveal(), text_or_empty(theirs, "reservation_ref"));
    ASSERT_EQ(ours.documents.size(), theirs.at("docs").size());
    for (std::size_t d = 0; d < ours.documents.size(); ++d) {
        const json& other = theirs.at("docs")[d];
        const facts::TravelDocument& document = ours.documents[d];
        EXPECT_EQ(document.number.reveal(), text_or_empty(other, "number"));
        EXPECT_EQ(facts::to_text(document.expires), text_or_empty(other, "expires"));
        if (!document.kind.empty()) {
            EXPECT_EQ(document.kind, text_or_empty(other, "type"));
        }
        if (other.at("issuer").is_string()) {
            EXPECT_EQ(document.issuer, text_or_empty(other, "issuer"));
        }
    }
}

void compare_leg(const facts::FlightLeg& ours, const json& theirs) {
    EXPECT_EQ(ours.carrier, text_or_empty(theirs, "carrier"));
    EXPECT_EQ(ours.number, text_or_empty(theirs, "number"));
    EXPECT_TRUE(is_same_port(ours.origin, text_or_empty(theirs, "origin")));
    EXPECT_TRUE(is_same_port(ours.destination, text_or_empty(theirs, "destination")));
    if (ours.departs.is_known()) {
        EXPECT_EQ(facts::to_text(ours.departs), text_or_empty(theirs, "etd").substr(0, 16));
    }
    EXPECT_EQ(facts::to_text(ours.arrives), text_or_empty(theirs, "eta").substr(0, 16));
}

TEST_F(SharedData, TravellersAndFlightsAreThoseOfTheReference) {
    std::size_t travellers = 0;
    for (const json& line : lines_of("gtas/reference_parse.jsonl")) {
        if (line.at("kind") != "APIS") continue;
        const json& result = line.at("results")[0];
        const std::string path = line.at("file");
        SCOPED_TRACE(path);
        const facts::Message ours = first_message(path);
        if (!result.at("ok").get<bool>()) {
            // It refuses a US message whose legs have no dates; we keep all who travel on it.
            EXPECT_EQ(ours.status, facts::MessageStatus::kPartial);
            EXPECT_EQ(ours.travellers.size(), 20U);
            continue;
        }
        ASSERT_EQ(ours.flights.size(), result.at("flights").size());
        for (std::size_t i = 0; i < ours.flights.size(); ++i) {
            compare_leg(ours.flights[i], result.at("flights")[i]);
        }
        ASSERT_EQ(ours.travellers.size(), result.at("passengers").size());
        for (std::size_t i = 0; i < ours.travellers.size(); ++i, ++travellers) {
            compare_traveller(ours.travellers[i], result.at("passengers")[i]);
        }
    }
    EXPECT_GE(travellers, 290U);
}

TEST_F(SharedData, TheGuidesSingleSectorIsRead) {
    const auto message =
        first_message("messages/edifact/paxlst/guide_ex5.1_single_sector_D15B.edi");
    ASSERT_EQ(message.flights.size(), 1U);
    EXPECT_EQ(message.flights[0].carrier + message.flights[0].number, "ZZ0123");
    EXPECT_EQ(facts::to_text(message.flights[0].departs), "2013-06-21T09:00");
    EXPECT_EQ(facts::to_text(message.flights[0].arrives), "2013-06-21T22:00");
    ASSERT_EQ(message.travellers.size(), 1U);
    const facts::Traveller& first = message.travellers[0];
    EXPECT_EQ(first.bag_count, 2);
    EXPECT_EQ(first.bag_tags.size(), 3U);
    EXPECT_EQ(first.clears_at, "HNL");
    EXPECT_EQ(first.place_of_birth.reveal(), "AMBER HILL GBR");
    EXPECT_EQ(first.carrier_id.reveal(), "ABC123");
    EXPECT_EQ(facts::to_text(first.date_of_birth.reveal()), "1972-09-07");
    EXPECT_EQ(facts::to_text(first.documents.at(0).expires), "2015-12-31");
    EXPECT_EQ(message.status, facts::MessageStatus::kPartial) << "CNT says 160, one is named";
}

TEST_F(SharedData, TheGuidesSecondLegKeepsItsCarrier) {
    const auto message = first_message("messages/edifact/paxlst/guide_ex5.3_progressive_D15B.edi");
    ASSERT_EQ(message.flights.size(), 2U);
    EXPECT_EQ(message.flights[1].carrier + message.flights[1].number, "XZ0877");
    EXPECT_EQ(message.flights[1].origin + message.flights[1].destination, "IADSFO");
    ASSERT_EQ(message.travellers.size(), 2U);
    EXPECT_EQ(message.travellers[1].documents.at(0).number.reveal(), "TRQWE9980");
    EXPECT_EQ(message.travellers[1].carrier_id.reveal(), "XZ877002");
}

TEST_F(SharedData, EveryMessageFileIsReadOrRefusedWithAReason) {
    std::size_t files = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator{places::shared_data() + "/messages"}) {
        if (!entry.is_regular_file() || entry.file_size() > kMessageBytes.bytes) continue;
        SCOPED_TRACE(entry.path().filename().string());
        const auto messages = read_messages(file_bytes(entry.path().string()));
        ASSERT_FALSE(messages.empty());
        for (const facts::Message& message : messages) {
            if (message.status == facts::MessageStatus::kRefused) {
                ASSERT_FALSE(message.problems.empty());
                EXPECT_FALSE(message.problems[0].text.empty());
            }
        }
        ++files;
    }
    EXPECT_GE(files, 50U);
}

/// The tokens stay valid while `bytes` live.
Tokens tokens_of(const core::Bytes& bytes) {
    const auto start = find_interchange(bytes, 0);
    SARHAD_CHECK(start.has_value());
    return std::move(*tokenise(bytes, start->at, start->separators));
}

core::Bytes syntax_file(const std::string& name) {
    return file_bytes(places::shared_data() + "/messages/edifact/syntax/phpedifact_" + name);
}

TEST_F(SharedData, ReleaseCharactersAreReadAsTheSyntaxSays) {
    const core::Bytes bytes = syntax_file("example_release_character.edi");
    const Tokens tokens = tokens_of(bytes);
    ASSERT_EQ(tokens.size(), 25U);
    EXPECT_EQ(tokens[6].at(2), "NO MORE FLIGHTS 2?");
    EXPECT_EQ(tokens[7].at(2), "NO MORE ' FLIGHTS 3");
    EXPECT_EQ(tokens[8].at(2), "NO MORE ? FLIGHTS 3");
    EXPECT_EQ(tokens[9].at(2), "NO MORE ?' FLIGHTS 3");
    EXPECT_EQ(tokens[11].at(2), "FIELD 1?");
    EXPECT_EQ(tokens[11].at(3), "FIELD 2");
    EXPECT_EQ(tokens[12].at(2), "FIELD 1?+FIELD 2");
    EXPECT_EQ(tokens[14].at(2, 1), "FIELD 1.2");
    EXPECT_EQ(tokens[15].at(2), "FIELD 1.1?:FIELD 1.2");
}

TEST_F(SharedData, WrappedAndMultilineFilesGiveTheSameSegments) {
    const core::Bytes wrapped = syntax_file("example_wrapped.edi");
    EXPECT_EQ(tokens_of(wrapped).size(), 15U);
    const core::Bytes multiline = syntax_file("example_multiline.edi");
    const Tokens tokens = tokens_of(multiline);
    EXPECT_EQ(tokens[6].at(4), "THE SHIPPER SHALL NOT BE RESPONSIBLE FOR ANY COSTS/DELAYS OCCUR");
    EXPECT_EQ(tokens[6].at(4, 1), "DUE TO INTERVENTION OF CUSTOMS.");
}

TEST_F(SharedData, TwoMessagesOfOneInterchangeAreBothNamed) {
    const auto messages = read_messages(syntax_file("exampleMulti.edi"));
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[1].problems[0].text, "format PAORES: no reader for it in this build");
}

}  // namespace
}  // namespace sarhad::intake
