// What rules are told of cargo: given, absent and unknown are three things.
#include "screening/cargo_frames.h"

#include "cargo_fixture.h"

#include "rules/live/live_rules.h"

#include <gtest/gtest.h>

#include <bit>
#include <optional>

namespace sarhad::screening {
namespace {

using facts::PartyRole;
using facts::PlaceRole;
using rules::RuleKind;
using rules::cel::SlotState;
using rules::cel::SlotText;

const rules::LiveRules& none() {
    static const auto kNone = rules::LiveRules::none({});
    return *kNone;
}

/// A frame with its layout: slots as text, "-" where absent, "?" where unknown.
class Told {
public:
    Told(const CargoFacts& facts, RuleKind kind)
        : kind_{kind}, frame_{cargo_frame(facts, kind, {}, true, none().layouts())} {}

    [[nodiscard]] std::string operator[](std::string_view path) const { return at(0, path, 0); }
    [[nodiscard]] std::string in(std::string_view list,
                                 std::string_view path,
                                 std::uint32_t row = 0) const {
        return at(layout().find(0, list).index, path, row);
    }
    /// None: the list has not arrived.
    [[nodiscard]] std::optional<std::uint32_t> rows(std::string_view list) const {
        const auto& table = frame_.tables()[layout().find(0, list).index];
        return table.is_unknown ? std::nullopt : std::optional{table.rows};
    }

private:
    [[nodiscard]] const rules::cel::SlotLayout& layout() const {
        return none().layouts().of(kind_);
    }
    [[nodiscard]] std::string at(std::uint32_t list,
                                 std::string_view path,
                                 std::uint32_t row) const {
        const auto place = layout().find(list, path);
        const auto& table = frame_.tables()[list];
        const std::size_t slot = table.place(place.index, row);
        if (table.states[slot] != SlotState::kValue) {
            return table.states[slot] == SlotState::kAbsent ? "-" : "?";
        }
        const std::uint64_t word = table.words[slot];
        switch (layout().tables()[list].fields[place.index].type) {
            case rules::cel::SlotType::kString:
                return std::string{SlotText::read(word, frame_.text().data())};
            case rules::cel::SlotType::kDouble:
                return std::to_string(std::bit_cast<double>(word));
            case rules::cel::SlotType::kBool:
                return word != 0 ? "true" : "false";
            case rules::cel::SlotType::kInt:
            case rules::cel::SlotType::kTime:
                break;
        }
        return std::to_string(static_cast<std::int64_t>(word));
    }

    RuleKind kind_;
    rules::engine::Frame frame_;
};

TEST(CargoFrames, WhatTheManifestTellsIsGiven) {
    CargoFacts facts = consignment();
    facts.bill->places = {{PlaceRole::kLoading, "AEJEA", "", "", {}, {}},
                          {PlaceRole::kTranshipment, "LKCMB", "", "", {}, {}},
                          {PlaceRole::kFinal, "AFKBL", "", "", {}, {}},
                          {PlaceRole::kDischarge, "KHI", "", "", {}, {}}};
    facts::GoodsLine goods;
    goods.origin = "CHN";
    goods.dangerous = {{"1263", "3", "IMD"}, {"12", "", ""}};
    facts.bill->goods = {goods};
    facts.containers[0].told.seals = {"S-1", "S-2"};
    facts.containers[0].told.size_type = "45R1";
    facts.containers[0].told.gross_grams = 9'000'500;
    const Told told{facts, RuleKind::kConsignment};
    EXPECT_EQ(told["consignment.bill"], "XABL0001");
    EXPECT_EQ(told["consignment.mode"], "SEA");
    EXPECT_EQ(told["consignment.gross_kg"], "12500.000000");
    EXPECT_EQ(told["consignment.packages"], "40");
    EXPECT_EQ(told["consignment.transit"], "false");
    EXPECT_EQ(told["consignment.origin_country"], "CN") << "alpha-2 of what was sent";
    EXPECT_EQ(told["consignment.final_country"], "AF");
    EXPECT_EQ(told["consignment.shipper.country"], "AE");
    EXPECT_EQ(told["consignment.shipper.natural_person"], "false");
    EXPECT_EQ(told["consignment.consignee.natural_person"], "true") << "it has a CNIC";
    EXPECT_EQ(told["consignment.consignee.tax_id"], "?") << "a CNIC is none";
    EXPECT_EQ(told["consignment.notify.name"], "-");
    EXPECT_EQ(told.rows("consignment.route"), 2U) << "KHI is an airport's code";
    EXPECT_EQ(told.in("consignment.route", "role", 1), "TRANSSHIP");
    EXPECT_EQ(told.in("consignment.route", "country", 1), "LK");
    EXPECT_EQ(told.in("consignment.containers", "seal_manifest"), "S-1");
    EXPECT_EQ(told.in("consignment.containers", "iso_type"), "45R1");
    EXPECT_EQ(told.in("consignment.containers", "manifest_gross_kg"), "9000.500000");
    EXPECT_EQ(told.rows("consignment.un_numbers"), 1U);
    EXPECT_EQ(told.in("consignment.un_numbers", ""), "1263");
    EXPECT_EQ(told["conveyance.id"], "9074729");
    EXPECT_EQ(told["conveyance.flag"], "PA");
    EXPECT_EQ(told["port.code"], "PKKHI");
}

TEST(CargoFrames, WhatHasNotArrivedIsUnknownAndNobodyIsNo) {
    const Told told{consignment(), RuleKind::kConsignment};
    EXPECT_EQ(told["declaration.number"], "?");
    EXPECT_EQ(told.rows("declaration.lines"), std::nullopt);
    EXPECT_EQ(told.in("consignment.containers", "vgm_kg"), "?") << "GATE";
    EXPECT_EQ(told["consignment.amendments"], "?") << "nobody has counted";
    EXPECT_EQ(told["consignment.manifest_hours_before_arrival"], "?") << "nothing reads it";
    EXPECT_EQ(told["consignment.shipper.aeo"], "?") << "CENTRAL";
    EXPECT_EQ(told["conveyance.unmanifested"], "?") << "no stow plan";
    CargoFacts bare = consignment();
    bare.conveyance.reset();
    EXPECT_EQ((Told{bare, RuleKind::kConsignment}["conveyance.mode"]), "?");
}

TEST(CargoFrames, TheGateOfOneContainerSaysNothingOfTheNext) {
    CargoFacts facts = consignment();
    facts.told.gate = true;
    facts.containers[0].verified_gross_grams = 11'000'000;
    facts.containers[0].seals_observed = {"S-9"};
    CargoContainer second;
    second.told = box("TESU3054395");
    facts.containers.push_back(second);
    const Told told{facts, RuleKind::kConsignment};
    EXPECT_EQ(told.in("consignment.containers", "vgm_kg", 0), "11000.000000");
    EXPECT_EQ(told.in("consignment.containers", "seal_observed", 0), "S-9");
    EXPECT_EQ(told.in("consignment.containers", "vgm_kg", 1), "?");
    EXPECT_EQ(told.in("consignment.containers", "seal_broken", 0), "?") << "nothing reads it";
}

TEST(CargoFrames, ValuesAreKnownInTheReferenceCurrencyAlone) {
    CargoFacts facts = consignment();
    facts.told.declaration = true;
    facts::Declaration declaration;
    declaration.number = "KPEX-1";
    declaration.total = {120'000'000, "PKR"};
    facts::GoodsLine line;
    line.hs = "29121100";
    line.value = {50'500, "USD"};
    line.net_grams = 10'000;
    line.quantity_thousandths = 5'000;
    facts::GoodsLine other;
    other.value = {70'900, "PKR"};
    declaration.lines = {line, other};
    declaration.documents = {"PREC 12/2026", "CITES X1"};
    facts.declaration = declaration;
    const Told told{facts, RuleKind::kConsignment};
    EXPECT_EQ(told["consignment.value_ref"], "?");
    EXPECT_EQ(told["declaration.total_ref"], "?");
    EXPECT_EQ(told.in("declaration.lines", "value_ref", 0), "50.500000");
    EXPECT_EQ(told.in("declaration.lines", "value_int", 0), "50");
    EXPECT_EQ(told.in("declaration.lines", "value_per_kg", 0), "5.050000");
    EXPECT_EQ(told.in("declaration.lines", "unit_value", 0), "10.100000");
    EXPECT_EQ(told.in("declaration.lines", "hs6", 0), "291211");
    EXPECT_EQ(told.in("declaration.lines", "brand", 0), "?");
    EXPECT_EQ(told.in("declaration.lines", "value_ref", 1), "?");
    EXPECT_EQ(told.in("declaration.lines", "value_int", 1), "70");
    EXPECT_EQ(told.in("declaration.permits", "kind", 1), "CITES");
    EXPECT_EQ(told.in("declaration.permits", "valid", 1), "?") << "CENTRAL";
}

TEST(CargoFrames, StowGapsAreFactsOfTheConveyance) {
    CargoFacts facts = consignment();
    facts.kind = std::string{facts::cargo_kind::kConveyance};
    facts.gaps = StowGaps{3, 1};
    const Told told{facts, RuleKind::kConveyance};
    EXPECT_EQ(told["conveyance.unmanifested"], "3");
    EXPECT_EQ(told["conveyance.not_stowed"], "1");
    facts.kind = std::string{facts::cargo_kind::kConsignment};
    facts.containers[0].is_stowed = false;
    EXPECT_EQ((Told{facts, RuleKind::kConsignment}.in("consignment.containers", "not_stowed")),
              "true");
}

TEST(CargoFrames, ADeclarationAloneNamesItsParties) {
    CargoFacts facts;
    facts.kind = std::string{facts::cargo_kind::kDeclaration};
    facts.told.declaration = true;
    facts.declaration.emplace();
    facts.declaration->parties = {party(PartyRole::kConsignee, "Orventa Trading LLC", "NTN-1")};
    const Told told{facts, RuleKind::kDeclaration};
    EXPECT_EQ(told["consignment.consignee.tax_id"], "NTN-1");
    EXPECT_EQ(told["consignment.bill"], "?") << "MANIFEST";
}

}  // namespace
}  // namespace sarhad::screening
