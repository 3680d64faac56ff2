// A record about cargo always fits a row, whatever a message told; and pieces of messages.
#include "node/cargo_size.h"

#include "core/text.h"
#include "node/cargo_items.h"
#include "screening/screen.h"
#include "support/golden.h"
#include "wire/msgpack.h"

#include <gtest/gtest.h>

#include <string>

namespace sarhad::node {
namespace {

core::Redacted<std::string> secret(std::string text) {
    return core::Redacted<std::string>{std::move(text)};
}

facts::GoodsLine goods(std::size_t bytes) {
    facts::GoodsLine line;
    line.description = std::string(bytes, 'x');
    line.marks = std::string(bytes / 4, 'y');
    return line;
}

facts::Hit hit(bool is_discreet) {
    facts::Hit made;
    made.list = "wl/test/list";
    made.entry = "E";
    made.tier = facts::Tier::kReview;
    made.order.action = is_discreet ? facts::ListAction::kDiscreet : facts::ListAction::kSearch;
    for (int i = 0; i < 20; ++i) {
        made.reasons.push_back({"name-token", secret(std::string(500, 'r')), 1, {}});
    }
    return made;
}

facts::CargoScreening small() {
    facts::CargoScreening record;
    record.kind = std::string{facts::cargo_kind::kConsignment};
    record.number = "B1";
    record.bill.emplace();
    record.bill->number = "B1";
    record.bill->goods = {goods(20)};
    return record;
}

/// As much as a message may hold.
facts::CargoScreening huge() {
    facts::CargoScreening record = small();
    record.bill->goods.assign(2000, goods(2000));
    for (int i = 0; i < 32; ++i) {
        facts::Party party;
        party.name = secret(std::string(256, 'n'));
        party.address = secret(std::string(512, 'a'));
        party.contact = secret(std::string(256, 'c'));
        record.bill->parties.push_back(party);
    }
    facts::Container container;
    container.number = "TESU3054380";
    container.goods = std::string(512, 'g');
    container.parties.assign(16, record.bill->parties[0]);
    record.containers.assign(1000, container);
    record.declaration.emplace();
    record.declaration->lines.assign(2000, goods(2000));
    record.decision.frame.assign(16'000, std::uint8_t{1});
    for (int i = 0; i < 20; ++i) {
        record.decision.hits.push_back(hit(false));
    }
    return record;
}

TEST(CargoSize, WhatFitsStaysAsItIs) {
    facts::CargoScreening record = small();
    const facts::CargoScreening before = record;
    const FittedCargo fitted = fit_cargo(record);
    EXPECT_FALSE(fitted.was_cut);
    EXPECT_EQ(record, before);
    EXPECT_EQ(*wire::decode<facts::CargoScreening>(fitted.body), before);
}

TEST(CargoSize, TheLargestFitsARowAndSaysWhatIsLeftOut) {
    facts::CargoScreening record = huge();
    const FittedCargo fitted = fit_cargo(record);
    EXPECT_TRUE(fitted.was_cut);
    EXPECT_LE(fitted.body.size(), kCargoBytesMax);
    EXPECT_GT(record.left_out, 3900U);
    EXPECT_FALSE(record.decision.hits.empty());
    EXPECT_GT(record.decision.hits_left_out, 0U);
    EXPECT_EQ(*wire::decode<facts::CargoScreening>(fitted.body), record);
}

TEST(CargoSize, DiscreetHitsTakeNoRoomFromWhatTheCounterSees) {
    facts::CargoScreening open = huge();
    facts::CargoScreening both = huge();
    for (int i = 0; i < 20; ++i) {
        both.decision.hits.push_back(hit(true));
    }
    EXPECT_LE(fit_cargo(open).body.size(), kCargoBytesMax);
    EXPECT_LE(fit_cargo(both).body.size(), kCargoBytesMax);
    both.decision = screening::at_counter(both.decision);
    open.decision = screening::at_counter(open.decision);
    EXPECT_EQ(both, open);
}

TEST(CargoFormat, KeepsItsBytes) {
    facts::CargoScreening record = small();
    record.subject = {1, 2, 3};
    record.node = core::NodeId{3};
    record.port = core::PortId{"PKXXA-1"};
    record.screened_at = core::WallTime{1'795'000'000'000'000};
    record.conveyance = "XALOR QUEEN";
    record.voyage = "V1";
    record.format = "CUSCAR";
    record.told_by = {"manifest"};
    record.findings = {{"seal-differs", "TESU3054380", "seal S1 was declared, S9 was seen"}};
    record.decision.channel = facts::Channel::kYellow;
    record.decision.score = core::Permille{640};
    record.left_out = 2;
    record.containers_screened = 1;
    const core::Bytes made = wire::encode(record);
    EXPECT_EQ(core::to_hex(made),
              core::to_hex(golden::kept("formats/v1/cargo_screening.bin", made)));
    CargoItem item;
    item.format = "CUSCAR";
    item.function = "manifest";
    item.bill = record.bill;
    item.containers.emplace_back().number = "TESU3054380";
    const core::Bytes piece = wire::encode(item);
    EXPECT_EQ(core::to_hex(piece), core::to_hex(golden::kept("formats/v1/cargo_item.bin", piece)));
}

// ---- pieces of messages -----------------------------------------------------------------------

facts::Container container(std::string number, std::string stowed_at = "") {
    facts::Container made;
    made.number = std::move(number);
    made.stowed_at = std::move(stowed_at);
    return made;
}

std::vector<CargoSort> sorts_of(const std::vector<CargoPiece>& pieces) {
    std::vector<CargoSort> sorts;
    for (const CargoPiece& piece : pieces) {
        sorts.push_back(piece.sort);
    }
    return sorts;
}

TEST(CargoPieces, ABillHasItsContainersAndTheShipComesLast) {
    facts::Message message;
    message.function = "manifest";
    facts::Conveyance ship;
    ship.name = "XALOR QUEEN";
    ship.number = "9074729";
    ship.voyage = "V1";
    ship.parties.emplace_back().name = secret("SOMEBODY");
    message.conveyances = {ship};
    facts::Bill bill;
    bill.number = "b 1";
    bill.containers = {"TESU3054380", "TESU3054395"};
    message.bills = {bill};
    message.containers = {container("TESU3054380"), container("TESU7777777")};
    message.containers[0].seals = {"S1"};
    const auto pieces = cargo_pieces(message);
    ASSERT_EQ(sorts_of(pieces),
              (std::vector{CargoSort::kBill, CargoSort::kContainers, CargoSort::kConveyance}));
    ASSERT_EQ(pieces[0].item.containers.size(), 2U);
    EXPECT_EQ(pieces[0].item.containers[0].seals.size(), 1U);
    EXPECT_EQ(pieces[0].item.containers[1].number, "TESU3054395");
    EXPECT_TRUE(pieces[0].item.containers[1].is_number_valid) << "its check digit is right";
    EXPECT_TRUE(pieces[0].item.conveyance->parties.empty());
    EXPECT_EQ(pieces[0].keys,
              (std::vector<std::string>{"voyage|9074729|V1",
                                        "voyage|XALORQUEEN|V1",
                                        "conveyance|9074729",
                                        "conveyance|XALORQUEEN",
                                        "bill|B1",
                                        "container|TESU3054380",
                                        "container|TESU3054395"}));
    EXPECT_EQ(pieces[1].item.containers.at(0).number, "TESU7777777");
    EXPECT_EQ(pieces[2].item.conveyance->parties.size(), 1U);
}

TEST(CargoPieces, AStowPlanIsCutIntoPiecesOfSixtyFour) {
    facts::Message message;
    for (int i = 0; i < 130; ++i) {
        message.containers.push_back(container(core::cat("TESU", 1'000'000 + i), "0010182"));
    }
    const auto pieces = cargo_pieces(message);
    ASSERT_EQ(sorts_of(pieces), std::vector<CargoSort>(3, CargoSort::kStowPlan));
    EXPECT_EQ(pieces[2].item.containers.size(), 2U);
}

TEST(CargoPieces, ARefusedMessageHasNoneAndAListOfTravellersHasNoBags) {
    facts::Message message;
    message.bags.emplace_back().tag = "0612000111";
    message.format = "PNRGOV";
    EXPECT_TRUE(cargo_pieces(message).empty());
    message.format = "BSM";
    EXPECT_EQ(sorts_of(cargo_pieces(message)), std::vector{CargoSort::kBags});
    message.status = facts::MessageStatus::kRefused;
    EXPECT_TRUE(cargo_pieces(message).empty());
}

}  // namespace
}  // namespace sarhad::node
