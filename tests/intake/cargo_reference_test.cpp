#include "json_dump.h"
#include "shared_data.h"

#include "core/text.h"
#include "intake/edifact.h"
#include "intake/messages.h"
#include "support/places.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using facts::Message;
using nlohmann::json;

class CargoReference : public SharedData {};

const std::vector<std::string> kFiles{"baplie/nezpik_sample_baplie.edi",
                                      "baplie/phpedifact_D95BBAPLIE.edi",
                                      "coarri/phpedifact_D95BCOARRI.edi",
                                      "coparn/phpedifact_COPARN_D00B.edi",
                                      "cuscar/chrishumphreys_simple_D95B_LOT10.edi",
                                      "cuscar/dmorris_bananas_D95B_LOT10.edi",
                                      "cuscar/tsedifact_CUSCAR_D99B_WARREL.edi",
                                      "cusrep/tsedifact_CUSREP_D99B_DEPART.edi",
                                      "vermas/phpedifact_VERMAS_D16A.edi"};

std::string path_of(const std::string& file) {
    return places::shared_data() + "/messages/edifact/" + file;
}

std::vector<Message> read(const std::string& file) {
    return read_messages(file_bytes(path_of(file)));
}

/// What a file holds, counted by its tags alone, or by its facts.
struct Counts {
    std::size_t bills{0};
    std::size_t containers{0};
    std::size_t parties{0};
    std::size_t goods{0};
    std::size_t seals{0};
    friend bool operator==(const Counts&, const Counts&) = default;
};

Counts count_segments(const core::Bytes& bytes) {
    Counts counts;
    const auto start = find_interchange(bytes, 0);
    const auto tokens = tokenise(bytes, start->at, start->separators);
    SARHAD_CHECK(tokens.has_value());
    for (std::size_t i = 0; i < tokens->size(); ++i) {
        const std::string_view tag = (*tokens)[i].tag();
        counts.bills += tag == "CNI" ? 1U : 0U;
        counts.containers += tag == "EQD" ? 1U : 0U;
        counts.parties += tag == "NAD" ? 1U : 0U;
        counts.goods += tag == "GID" ? 1U : 0U;
        counts.seals += tag == "SEL" ? 1U : 0U;
    }
    return counts;
}

Counts count_facts(const std::vector<Message>& messages) {
    Counts counts;
    for (const Message& message : messages) {
        counts.bills += message.bills.size();
        counts.containers += message.containers.size();
        for (const auto& conveyance : message.conveyances)
            counts.parties += conveyance.parties.size();
        for (const auto& bill : message.bills) {
            counts.parties += bill.parties.size();
            counts.goods += bill.goods.size();
        }
        for (const auto& container : message.containers) {
            counts.parties += container.parties.size();
            counts.seals += container.seals.size();
        }
    }
    return counts;
}

TEST_F(CargoReference, NobodyAndNothingIsLost) {
    for (const std::string& file : kFiles) {
        SCOPED_TRACE(file);
        const std::vector<Message> messages = read(file);
        for (const Message& message : messages) {
            EXPECT_NE(message.status, facts::MessageStatus::kRefused);
        }
        EXPECT_EQ(count_facts(messages), count_segments(file_bytes(path_of(file))));
    }
}

TEST_F(CargoReference, EveryExpectedFactHolds) {
    std::ifstream in{places::shared_data() + "/messages/edifact/expected_facts.jsonl"};
    std::size_t checked = 0;
    for (std::string line; std::getline(in, line);) {
        const json expected = json::parse(line);
        const std::string path = expected.at("path");
        if (!path.starts_with("cuscar/")) continue;
        SCOPED_TRACE(path);
        const Message message = read(path).front();
        ASSERT_EQ(message.bills.size(), 1U);
        const facts::Bill& bill = message.bills[0];
        const json& wanted = expected.at("facts");
        EXPECT_EQ(bill.number, wanted.at("bills").at(0).get<std::string>());
        EXPECT_EQ(bill.gross_grams, wanted.at("gross_kg").get<std::uint64_t>() * 1'000);
        if (wanted.contains("packages")) {
            EXPECT_EQ(bill.packages, wanted["packages"].get<std::uint64_t>());
        }
        if (wanted.contains("goods")) {
            EXPECT_EQ(bill.goods.at(0).description, wanted["goods"].get<std::string>());
        }
        if (wanted.contains("hs")) {
            EXPECT_EQ(bill.goods.at(0).hs, wanted["hs"].get<std::string>());
        }
        const json parties = wanted.value("parties", json::object());
        for (const auto& [code, name] : parties.items()) {
            const bool is_there =
                std::any_of(bill.parties.begin(),
                            bill.parties.end(),
                            [&c = code, &n = name](const auto& party) {
                                return party.role_code == c &&
                                       party.name.reveal() == n.template get<std::string>();
                            });
            EXPECT_TRUE(is_there) << code;
        }
        ++checked;
    }
    EXPECT_EQ(checked, 2U);
}

TEST_F(CargoReference, TheVoyageOfTheManifestIsRead) {
    const Message message = read("cuscar/chrishumphreys_simple_D95B_LOT10.edi").front();
    ASSERT_EQ(message.conveyances.size(), 1U);
    const facts::Conveyance& ship = message.conveyances[0];
    EXPECT_EQ(ship.mode, facts::Mode::kSea);
    EXPECT_EQ(ship.voyage, "TRANS1234");
    EXPECT_EQ(ship.name, "TEST SHIP");
    EXPECT_EQ(ship.call_sign, "MEANSTRANS1234");
    EXPECT_EQ(ship.carrier, "SENDER");
    EXPECT_EQ(ship.reference, "DOCREF1234");
    EXPECT_EQ(ship.places.at(0).code, "GBPME");
    EXPECT_EQ(facts::to_text(ship.places.at(0).arrives), "2019-10-29T03:30");
    EXPECT_EQ(message.bills.at(0).traffic, facts::Traffic::kImport);
}

TEST_F(CargoReference, TheStowPlansPositionsAreThoseOfTheirContainers) {
    const Message plan = read("baplie/phpedifact_D95BBAPLIE.edi").front();
    ASSERT_EQ(plan.containers.size(), 3U);
    EXPECT_EQ(plan.containers[1].number, "MOEU0710945");
    EXPECT_EQ(plan.containers[1].stowed_at, "0060886");
    EXPECT_EQ(plan.containers[1].carrier, "MOL");
    EXPECT_EQ(plan.containers[1].gross_grams, 3'983'000U);
    EXPECT_EQ(plan.containers[1].fullness, facts::Fullness::kEmpty);
    EXPECT_EQ(plan.containers[2].fullness, facts::Fullness::kFull);
    EXPECT_EQ(plan.containers[2].places.at(1).code, "TWKHH");
    const Message led_by_containers = read("baplie/nezpik_sample_baplie.edi").front();
    ASSERT_EQ(led_by_containers.containers.size(), 5U);
    EXPECT_EQ(led_by_containers.containers[3].number, "CMAU7777777");
    EXPECT_EQ(led_by_containers.containers[3].stowed_at, "0600204");
    EXPECT_EQ(led_by_containers.conveyances.at(0).name, "EXAMPLE VESSEL");
}

TEST_F(CargoReference, TheTerminalsMovesAreRead) {
    const auto messages = read("coarri/phpedifact_D95BCOARRI.edi");
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[0].function, "discharged");
    EXPECT_EQ(messages[1].function, "loaded");
    const facts::Container& acid = messages[1].containers.at(6);
    EXPECT_EQ(acid.number, "CBHU6411248");
    EXPECT_EQ(acid.dangerous.at(0).un_number, "2735");
    EXPECT_EQ(acid.goods, "IMCO 8");
    EXPECT_EQ(acid.booking, "9000157870");
    EXPECT_EQ(acid.seals.at(0), "1547186");
    EXPECT_EQ(acid.tare_grams, 4'000'000U);
    EXPECT_EQ(acid.gross_grams, 25'000'000U);
    EXPECT_EQ(facts::to_text(acid.moved), "2016-02-04T12:27");
}

TEST_F(CargoReference, TheOrderAndTheWeighingAreRead) {
    const facts::Container ordered =
        read("coparn/phpedifact_COPARN_D00B.edi").front().containers.at(0);
    EXPECT_EQ(ordered.booking, "400123456");
    EXPECT_EQ(ordered.temperature_tenths, 143);
    EXPECT_EQ(ordered.verified_gross_grams, 11'495'140U);
    EXPECT_EQ(ordered.dangerous.at(0).un_number, "1366");
    const facts::Container weighed =
        read("vermas/phpedifact_VERMAS_D16A.edi").front().containers.at(0);
    EXPECT_EQ(weighed.verified_gross_grams, 1'212'000U);
    EXPECT_EQ(weighed.parties.at(0).name.reveal(), "MY COMPANY");
    EXPECT_EQ(weighed.parties.at(0).contact.reveal(), "JOHN DOE, JOHN@EXAMPLE.COM");
}

}  // namespace
}  // namespace sarhad::intake
