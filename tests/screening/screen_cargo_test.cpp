// What is decided of cargo, and what is found in it.
#include "screening/screen_cargo.h"

#include "cargo_fixture.h"
#include "live_rule.h"

#include "core/text.h"
#include "rules/author/document.h"
#include "screening/decision_check.h"
#include "screening/screen.h"
#include "support/places.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>

namespace sarhad::screening {
namespace {

using facts::Channel;
using facts::PartyRole;
using facts::PlaceRole;
using rules::RuleKind;
using watchlists::EntryKind;
using watchlists::NumberKind;

const rules::LiveRules& none() {
    static const auto kNone = rules::LiveRules::none({});
    return *kNone;
}

facts::Hash256 sum(core::ByteView bytes) {
    return facts::Hash256{static_cast<std::uint8_t>(bytes.size())};
}

watchlists::ListEntry entry(std::string id, EntryKind kind, std::string name) {
    watchlists::ListEntry made;
    made.id = std::move(id);
    made.kind = kind;
    if (!name.empty()) {
        made.names.emplace_back().text = secret(std::move(name));
    }
    return made;
}

std::shared_ptr<const watchlists::ListSnapshot> lists(
    facts::ListAction action = facts::ListAction::kSearch) {
    watchlists::ListEntry company = entry("O-1", EntryKind::kOrganisation, "Orventa Trading LLC");
    company.documents = {{"tax", secret("4455667"), "AE", NumberKind::kTax}};
    watchlists::ListEntry ship = entry("V-1", EntryKind::kVessel, "SOLVANE STAR");
    ship.documents = {{"IMO", secret("9074729"), "", NumberKind::kImo}};
    watchlists::ListEntry container = entry("C-1", EntryKind::kContainer, "");
    container.documents = {{"container", secret("TESU3054395"), "", NumberKind::kContainer}};
    watchlists::ListEntry person = entry("P-1", EntryKind::kPerson, "Zorvan Belkhadim");
    person.order.action = action;
    watchlists::ListManifest manifest;
    manifest.name = "wl/nacta/cargo";
    watchlists::ListSnapshotBuilder builder;
    SARHAD_CHECK(builder.add_list(manifest, {company, ship, container, person}).has_value());
    return builder.build(&sum);
}

std::string about(const facts::Decision& decision, std::string_view entry) {
    for (const facts::Hit& hit : decision.hits) {
        if (hit.entry == entry && !hit.reasons.empty() && hit.reasons[0].kind == kCargoAbout) {
            return hit.reasons[0].text.reveal();
        }
    }
    return "";
}

TEST(ScreenCargo, EveryPartyTheShipAndEachContainerMeetTheLists) {
    CargoFacts facts = consignment();
    facts.bill->containers.emplace_back("TESU3054395");
    const facts::Decision decision = screen_cargo(facts, *lists(), none());
    EXPECT_EQ(about(decision, "O-1"), "shipper");
    EXPECT_EQ(about(decision, "P-1"), "consignee");
    EXPECT_EQ(about(decision, "V-1"), "vessel") << "by its IMO number, whatever its name";
    EXPECT_EQ(about(decision, "C-1"), "container TESU3054395");
    EXPECT_EQ(decision.channel, Channel::kRed) << "an IMO number holds";
    EXPECT_EQ(contradiction_of(decision), "");
    EXPECT_TRUE(is_reported(decision));
    for (std::size_t i = 1; i < decision.hits.size(); ++i) {
        EXPECT_GE(decision.hits[i - 1].score, decision.hits[i].score);
    }
}

TEST(ScreenCargo, NobodyListedIsGreenAndSaysWhatHasNotCome) {
    CargoFacts facts = consignment();
    facts.bill->parties = {party(PartyRole::kShipper, "Lumi Aaltovirta")};
    facts.conveyance->number = "9241061";
    const facts::Decision decision = screen_cargo(facts, *lists(), none());
    EXPECT_TRUE(decision.hits.empty());
    EXPECT_EQ(decision.channel, Channel::kGreen);
    EXPECT_EQ(decision.score.value(), 0);
    EXPECT_EQ(decision.unknown_feeds, (Names{"declaration", "gate"}));
    EXPECT_EQ(decision.list_hash, lists()->hash());
}

TEST(ScreenCargo, WithoutListsNothingIsGreen) {
    watchlists::ListSnapshotBuilder builder;
    const auto empty = builder.build(&sum);
    const facts::Decision decision = screen_cargo(consignment(), *empty, none());
    EXPECT_EQ(decision.channel, Channel::kYellow);
    EXPECT_EQ(decision.unknown_feeds, (Names{"declaration", "gate", "lists"}));
}

TEST(ScreenCargo, AnEntryOfSeveralPartiesIsOneHit) {
    CargoFacts facts = consignment();
    facts.bill->parties = {party(PartyRole::kShipper, "Orventa Traiding LLC"),
                           party(PartyRole::kNotify, "Orventa Trading LLC", "4455667")};
    const facts::Decision decision = screen_cargo(facts, *lists(), none());
    std::size_t found = 0;
    for (const facts::Hit& hit : decision.hits) {
        found += hit.entry == "O-1" ? 1U : 0U;
    }
    EXPECT_EQ(found, 1U);
    EXPECT_EQ(about(decision, "O-1"), "notify") << "the better match";
}

TEST(ScreenCargo, ADiscreetOrderIsRecordedAndNothingElseComesOfIt) {
    CargoFacts facts = consignment();
    facts.bill->parties = {party(PartyRole::kConsignee, "Zorvan Belkhadim")};
    facts.conveyance->number = "9241061";
    const facts::Decision decision =
        screen_cargo(facts, *lists(facts::ListAction::kDiscreet), none());
    ASSERT_EQ(decision.hits.size(), 1U);
    EXPECT_EQ(decision.channel, Channel::kGreen);
    EXPECT_EQ(decision.score.value(), 0);
    EXPECT_TRUE(is_secret(decision));
    facts::CargoScreening record;
    record.decision = decision;
    EXPECT_TRUE(at_counter(record).decision.hits.empty());
}

TEST(ScreenCargo, ALiveRuleAboutConsignmentsAsksAndSaysWhy) {
    const auto decision = screen_cargo(
        consignment(),
        *lists(),
        *live({rule("TST-001", "consignment.gross_kg > 10000.0", [](rules::Rule& made) {
            made.kind = RuleKind::kConsignment;
        })}));
    ASSERT_EQ(decision.rule_hits.size(), 1U);
    EXPECT_EQ(decision.rule_hits[0].id, "TST-001");
    EXPECT_NE(decision.rule_hits[0].why.find("consignment.gross_kg is 12500"), std::string::npos)
        << decision.rule_hits[0].why;
    EXPECT_EQ(decision.rules_hash, facts::Hash256{9});
    EXPECT_EQ(decision.rule_lists, 4U);
    EXPECT_EQ(decision.rules_schema, 1U);
    EXPECT_FALSE(decision.frame.empty());
    EXPECT_EQ(contradiction_of(decision), "");
}

TEST(ScreenCargo, ARuleAboutTravellersIsNotAskedOfCargo) {
    const auto decision =
        screen_cargo(consignment(), *lists(), *live({rule("TST-001", "!traveller.crew")}));
    EXPECT_TRUE(decision.rule_hits.empty());
    EXPECT_TRUE(decision.waiting.empty());
}

TEST(ScreenCargo, ARuleThatNeedsTheGateWaitsForIt) {
    const auto decision =
        screen_cargo(consignment(),
                     *lists(),
                     *live({rule("TST-001",
                                 "consignment.containers.exists(c, c.vgm_kg > 1.0)",
                                 [](rules::Rule& made) { made.kind = RuleKind::kConsignment; })}));
    ASSERT_EQ(decision.waiting.size(), 1U);
    EXPECT_EQ(decision.waiting[0].feeds, Names{"GATE"});
}

Names hit_ids(const facts::Decision& decision) {
    Names ids;
    for (const facts::RuleHit& hit : decision.rule_hits) {
        ids.push_back(hit.id);
    }
    return ids;
}

/// on_unknown did nothing for cargo.
TEST(ScreenCargo, AtTheGateWhatStillWaitsIsWhatItsAuthorSays) {
    const auto rules = live({rule("TST-001", "declaration.regime == '40'", [](rules::Rule& made) {
        made.kind = RuleKind::kConsignment;
        made.on_unknown = rules::Verdict::kMatch;
    })});
    CargoFacts facts = consignment();
    const auto before = screen_cargo(facts, *lists(), *rules);
    EXPECT_TRUE(before.rule_hits.empty());
    ASSERT_EQ(before.waiting.size(), 1U);
    facts.told.gate = true;
    const auto at_gate = screen_cargo(facts, *lists(), *rules);
    EXPECT_EQ(hit_ids(at_gate), Names{"TST-001"});
    EXPECT_TRUE(at_gate.waiting.empty());
}

/// A rule of the shipped pack, as if two people had put it live.
std::shared_ptr<const rules::Rule> shipped(const std::string& id) {
    std::ifstream file{core::cat(places::source_root(), "/demo/rules/", id, ".toml"),
                       std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto document = rules::read_toml(text);
    SARHAD_CHECK(document.has_value());
    rules::ReadRule read = rules::read_rule(*document, text);
    SARHAD_CHECK(read.problems.empty());
    read.rule.mode = rules::RuleMode::kLive;
    read.rule.valid_from = {};
    read.rule.valid_to = {};
    return std::make_shared<const rules::Rule>(std::move(read.rule));
}

TEST(ScreenCargo, TheShippedPacksCargoRulesFire) {
    const auto pack = live({shipped("CNT-001"),
                            shipped("CNT-002"),
                            shipped("CNT-003"),
                            shipped("CGO-008"),
                            shipped("DEC-005")});
    CargoFacts facts = consignment();
    facts.told.gate = true;
    facts.bill->traffic = facts::Traffic::kTransit;
    facts.bill->places = {{PlaceRole::kLoading, "AFKBL", "", "", {}, {}},
                          {PlaceRole::kFinal, "AFKBL", "", "", {}, {}}};
    CargoContainer& container = facts.containers[0];
    container.told = box("TESU3054383", false);
    container.told.seals = {"S-1"};
    container.told.gross_grams = 9'000'000;
    container.told.tare_grams = 2'000'000;
    container.seals_observed = {"S-9"};
    container.verified_gross_grams = 20'000'000;
    EXPECT_EQ(hit_ids(screen_cargo(facts, *lists(), *pack)),
              (Names{"CNT-002", "CNT-003", "CNT-001", "CGO-008"}))
        << "the strictest first";
    CargoFacts ship = consignment();
    ship.kind = std::string{facts::cargo_kind::kConveyance};
    ship.bill.reset();
    ship.conveyance->number = "9074728";
    EXPECT_EQ(hit_ids(screen_cargo(ship, *lists(), *live({shipped("CNV-006")}))), Names{"CNV-006"});
    CargoFacts goods;
    goods.kind = std::string{facts::cargo_kind::kDeclaration};
    goods.told.declaration = true;
    goods.declaration.emplace();
    for (int i = 1; i <= 3; ++i) {
        facts::GoodsLine line;
        line.value = {i * 100'000, "PKR"};
        goods.declaration->lines.push_back(line);
    }
    EXPECT_EQ(hit_ids(screen_cargo(goods, *lists(), *pack)), Names{"DEC-005"});
}

TEST(ScreenCargo, AFrameTooLargeForARecordIsLeftOut) {
    CargoFacts facts = consignment();
    facts.told.declaration = true;
    facts.declaration.emplace();
    for (int i = 0; i < 200; ++i) {
        facts::GoodsLine line;
        line.description = std::string(500, static_cast<char>('A' + i % 26));
        facts.declaration->lines.push_back(line);
    }
    EXPECT_TRUE(screen_cargo(facts, *lists(), none()).frame.empty());
}

Names finding_kinds(const CargoFacts& facts) {
    std::uint32_t left_out = 0;
    Names kinds;
    for (const facts::CargoFinding& one : findings_of(facts, left_out)) {
        kinds.push_back(one.kind);
    }
    EXPECT_EQ(left_out, 0U);
    return kinds;
}

TEST(CargoFindings, WhatFitsIsNoFinding) {
    CargoFacts facts = consignment();
    CargoContainer& container = facts.containers[0];
    container.told.seals = {"s-1"};
    container.seals_observed = {"S-1", "S-2"};
    container.told.gross_grams = 9'000'000;
    container.told.tare_grams = 2'000'000;
    container.verified_gross_grams = 12'100'000;  // A tenth and 200 kg.
    container.is_stowed = true;
    EXPECT_TRUE(finding_kinds(facts).empty());
}

TEST(CargoFindings, WhatDoesNotFitIsOneEach) {
    CargoFacts facts = consignment();
    facts.bill->is_house_level_missing = true;
    CargoContainer& container = facts.containers[0];
    container.told.is_number_valid = false;
    container.told.seals = {"S-1"};
    container.seals_observed = {"S-2"};
    container.told.gross_grams = 9'000'000;
    container.told.tare_grams = 2'000'000;
    container.verified_gross_grams = 12'100'001;
    container.is_stowed = false;
    EXPECT_EQ(finding_kinds(facts),
              (Names{"house-level-missing",
                     "bad-container-number",
                     "not-stowed",
                     "seal-differs",
                     "weight-differs"}));
}

TEST(CargoFindings, MoreThanARecordHoldsAreCounted) {
    CargoFacts facts = consignment();
    facts.containers.assign(70, CargoContainer{box("TESU0000000", false), {}, 0, std::nullopt});
    std::uint32_t left_out = 0;
    EXPECT_EQ(findings_of(facts, left_out).size(), facts::kCargoFindingsMax);
    EXPECT_EQ(left_out, 6U);
}

}  // namespace
}  // namespace sarhad::screening
