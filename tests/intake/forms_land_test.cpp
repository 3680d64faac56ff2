#include "json_dump.h"
#include "paxlst_bodies.h"

#include "core/text.h"
#include "intake/messages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {
namespace {

using facts::Message;
using facts::MessageStatus;

constexpr facts::PartialDate kDay{2026, 3, 1};

std::vector<Message> read(core::ByteView file) {
    return read_messages(file, kDay);
}

Message read_one(const std::string& text) {
    return read(core::as_bytes(text)).at(0);
}

/// "code field;" of each problem.
std::string told(const Message& message) {
    std::string text;
    for (const facts::Problem& problem : message.problems)
        text += core::cat(problem.code, " ", problem.text.substr(0, problem.text.find(':')), ";");
    return text;
}

/// A crossing on foot of an invented person with one paper.
Message crossing(std::string_view paper, std::string_view more = "") {
    return read_one(
        core::cat(R"({"form":"land","direction":"in","point":"TORKHAM","at":"2026-03-01T08:10",)",
                  more.empty() ? R"("capacity":"pedestrian",)" : more,
                  R"("traveller":{"surname":"Zarkhel","first_name":"Qadir","documents":[{)",
                  paper,
                  "}]}}"));
}

/// SARHAD_WRITE_GOLDEN=1 writes the files anew: read the difference before committing it.
void expect_golden(const std::string& sample_name, const std::string& golden) {
    const std::string facts = dump(read(sample(sample_name)));
    if (std::getenv("SARHAD_WRITE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
        std::ofstream{places::test_data("intake/" + golden)} << facts;
    }
    const core::Bytes expected = sample(golden);
    EXPECT_EQ(facts, core::as_text(expected));
}

TEST(LandForms, GiveTheFactsWrittenBesideThem) {
    expect_golden("land.csv", "land.json");
}

TEST(TransitForms, GiveTheFactsWrittenBesideThem) {
    expect_golden("transit.in.json", "transit.json");
}

TEST(LandForms, SayWhoCrossesWithWhatAndWhere) {
    const auto messages = read(sample("land.csv"));
    ASSERT_EQ(messages.size(), 4U);
    const Message& pedestrian = messages[0];
    EXPECT_EQ(pedestrian.status, MessageStatus::kOk) << told(pedestrian);
    EXPECT_EQ(pedestrian.function, "land-crossing");
    EXPECT_EQ(pedestrian.travellers.at(0).father_name.reveal(), "Mirza");
    EXPECT_EQ(pedestrian.travellers[0].clears_at, "TORKHAM");
    EXPECT_EQ(pedestrian.conveyances.at(0).mode, facts::Mode::kFoot);
    EXPECT_TRUE(pedestrian.conveyances[0].places.at(0).arrives.is_known());
    const Message& driver = messages[1];
    EXPECT_EQ(driver.travellers.at(0).kind, facts::TravellerKind::kCrew);
    EXPECT_EQ(driver.conveyances.at(0).number, "KBL12345");
    EXPECT_TRUE(driver.conveyances[0].places.at(0).departs.is_known());
    EXPECT_EQ(told(driver), "paper-expired traveller.documents.1.expires;");
    EXPECT_EQ(messages[2].status, MessageStatus::kOk) << told(messages[2]);
    EXPECT_EQ(messages[2].conveyances.at(0).places.at(0).code, "PKCHM");
    EXPECT_EQ(told(messages[3]), "form-field capacity;form-field traveller.documents.1.number;");
    EXPECT_EQ(messages[3].problems.at(0).segment, 5U) << "the line";
}

TEST(LandForms, APaperIsCheckedByItsKind) {
    EXPECT_EQ(told(crossing(R"("kind":"CNIC","number":"5440012345671")")), "");
    EXPECT_EQ(told(crossing(R"("kind":"CNIC","number":"544001234567")")),
              "form-field traveller.documents.1.number;");
    EXPECT_EQ(told(crossing(R"("kind":"CNIC","number":"00000-1234567-1")")),
              "form-field traveller.documents.1.number;");
    EXPECT_EQ(told(crossing(R"("kind":"ACC","number":"X1")")), "");
    EXPECT_EQ(told(crossing(R"("kind":"POR","number":"X1")")),
              "form-missing traveller.documents.1.expires;");
    EXPECT_EQ(told(crossing(R"("kind":"LICENCE","number":"X1")")),
              "form-field traveller.documents.1.kind;");
    EXPECT_EQ(told(crossing(R"("kind":"RAHDARI","number":"X1","issued":"2026-03-02",)"
                            R"("expires":"2026-09-01")")),
              "form-field traveller.documents.1.issued;");
    EXPECT_EQ(told(crossing(R"("kind":"RAHDARI","number":"X1","expires":"2026-03-01")")), "")
        << "its last day counts";
}

TEST(LandForms, WhoDrivesHasAPlateAndWhoWalksHasNone) {
    EXPECT_EQ(told(crossing(R"("kind":"ACC","number":"X1")", R"("capacity":"driver",)")),
              "form-missing vehicle;");
    EXPECT_EQ(told(crossing(R"("kind":"ACC","number":"X1")",
                            R"("capacity":"pedestrian","vehicle":"K1",)")),
              "form-field vehicle;");
}

TEST(TransitForms, ACarnetBecomesADeclarationAConveyanceAndItsDriver) {
    const Message message = read(sample("transit.in.json")).at(0);
    EXPECT_EQ(message.function, "transit");
    const facts::Declaration& carnet = message.declarations.at(0);
    EXPECT_EQ(carnet.number, "XC12345678");
    EXPECT_EQ(carnet.regime, "TIR");
    EXPECT_EQ(carnet.office, "Dushanbe");
    EXPECT_EQ(carnet.parties.at(0).role, facts::PartyRole::kOwner);
    EXPECT_EQ(carnet.lines.at(0).hs, "760110");
    const facts::Conveyance& lorry = message.conveyances.at(0);
    EXPECT_EQ(lorry.number, "TAJ555AB");
    EXPECT_EQ(lorry.places.size(), 8U);
    EXPECT_EQ(lorry.seals, (std::vector<std::string>{"AA100", "ZZ9"}));
    EXPECT_EQ(message.travellers.at(0).kind, facts::TravellerKind::kCrew);
}

TEST(TransitForms, SealsThatAreNotThoseOfTheStartAreAFinding) {
    const auto messages = read(sample("transit.in.json"));
    ASSERT_EQ(told(messages[0]), "seal-mismatch seals_exit;");
    const std::string& text = messages[0].problems[0].text;
    EXPECT_NE(text.find("missing: AA101"), std::string::npos) << text;
    EXPECT_NE(text.find("at the start: ZZ9"), std::string::npos) << text;
    EXPECT_EQ(messages[0].status, MessageStatus::kPartial);
    EXPECT_EQ(told(messages[1]), "paper-expired valid_until;") << "the order of seals is nothing";
}

TEST(TransitForms, WhatTheyMustHoldIsAskedFor) {
    EXPECT_EQ(told(read_one(R"({"form":"transit","reference":"12","regime":"TIR"})")),
              "form-missing vehicle;form-missing office_departure;"
              "form-missing office_destination;form-missing seals_start;form-field reference;"
              "form-missing holder.name;");
    const std::string att = told(read_one(R"({"form":"transit","reference":"12","regime":"ATT"})"));
    EXPECT_NE(att.find("form-missing tracker;"), std::string::npos);
    EXPECT_NE(att.find("form-missing carrier.name;"), std::string::npos);
    EXPECT_NE(told(read_one(R"({"form":"transit","reference":"1","containers":["TSTU1234560"]})"))
                  .find("form-field containers;"),
              std::string::npos);
}

/// Cut at every byte and with every byte flipped: nobody is lost without a problem.
/// SARHAD_LONG=1 takes every byte, of which else every seventh is taken.
TEST(LandForms, CutOrDamagedAnywhereTheyAreReadOrShown) {
    const char* is_long = std::getenv("SARHAD_LONG");  // NOLINT(concurrency-mt-unsafe)
    const std::size_t step = is_long == nullptr ? 7 : 1;
    for (const std::string name : {"land.csv", "transit.in.json"}) {
        const core::Bytes whole = sample(name);
        std::size_t people = 0;
        for (const Message& message : read(whole))
            people += message.travellers.size();
        const auto check = [&](core::ByteView damaged, bool may_be_shorter, std::size_t at) {
            std::size_t found = 0;
            std::size_t problems = 0;
            const auto messages = read(damaged);
            ASSERT_FALSE(messages.empty());
            for (const Message& message : messages) {
                found += message.travellers.size();
                problems += message.problems.size();
                for (const facts::Problem& problem : message.problems)
                    ASSERT_LE(problem.offset, damaged.size()) << name << " " << at;
            }
            ASSERT_TRUE(found >= people || problems > 0 || may_be_shorter) << name << " " << at;
        };
        const bool is_list = name == "land.csv";  // A list without its last rows is a shorter list.
        for (std::size_t at = 0; at < whole.size(); at += step)
            check(core::ByteView{whole}.first(at), is_list, at);
        core::Bytes damaged = whole;
        for (std::size_t at = 0; at < whole.size(); at += step) {
            damaged[at] = static_cast<std::uint8_t>(whole[at] ^ (1U << (at % 8)));
            check(damaged, false, at);
            damaged[at] = whole[at];
        }
    }
}

TEST(LandForms, WhyHeCrossesIsAWordAndNoText) {
    const std::string_view paper = R"("kind":"CNIC","number":"54400-1234567-1")";
    const Message family = crossing(paper, R"("capacity":"pedestrian","purpose":"Family",)");
    EXPECT_EQ(family.purpose, "family");
    EXPECT_EQ(family.status, MessageStatus::kOk) << told(family);
    const Message treated = crossing(paper, R"("capacity":"pedestrian","purpose":"dialysis",)");
    EXPECT_EQ(treated.purpose, "");
    EXPECT_EQ(told(treated), "form-field purpose;");
    EXPECT_EQ(dump(std::vector<Message>{treated}).find("dialysis"), std::string::npos);
    ASSERT_EQ(treated.left_out.size(), 1U);
    EXPECT_EQ(treated.left_out[0].sort, "free-text");
}

}  // namespace
}  // namespace sarhad::intake
