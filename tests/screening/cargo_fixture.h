#pragma once

#include "core/redacted.h"
#include "screening/cargo_facts.h"

#include <string>
#include <utility>
#include <vector>

/// Invented cargo, for tests.
namespace sarhad::screening {

using Names = std::vector<std::string>;

inline core::Redacted<std::string> secret(std::string text) {
    return core::Redacted<std::string>{std::move(text)};
}

inline facts::Party party(facts::PartyRole role, std::string name, std::string number = "") {
    facts::Party made;
    made.role = role;
    made.name = secret(std::move(name));
    made.number = secret(std::move(number));
    made.country = "AE";
    return made;
}

inline facts::Container box(std::string number, bool is_valid = true) {
    facts::Container made;
    made.number = std::move(number);
    made.is_number_valid = is_valid;
    return made;
}

/// A consignment of a ship, of which only the manifest has come.
inline CargoFacts consignment() {
    CargoFacts facts;
    facts.kind = std::string{facts::cargo_kind::kConsignment};
    facts.port = core::PortId{"PKKHI-1"};
    facts.port_kind = "SEA";
    facts.now = core::WallTime{1'795'000'000'000'000};
    facts.on = facts::day_of(facts.now);
    facts.told.manifest = true;
    facts::Bill bill;
    bill.number = "XABL0001";
    bill.traffic = facts::Traffic::kImport;
    bill.gross_grams = 12'500'000;
    bill.packages = 40;
    bill.parties = {party(facts::PartyRole::kShipper, "Orventa Trading LLC"),
                    party(facts::PartyRole::kConsignee, "Zorvan Belkhadim", "42101-1234567-1")};
    bill.containers = {"TESU3054380"};
    facts.bill = bill;
    facts::Conveyance ship;
    ship.mode = facts::Mode::kSea;
    ship.name = "XALOR QUEEN";
    ship.number = "9074729";
    ship.flag = "PANAMA";
    facts.conveyance = ship;
    CargoContainer container;
    container.told = box("TESU3054380");
    facts.containers = {container};
    return facts;
}

}  // namespace sarhad::screening
