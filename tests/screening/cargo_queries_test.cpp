// Whom and what of cargo lists are asked about.
#include "screening/cargo_queries.h"

#include "cargo_fixture.h"

#include <gtest/gtest.h>

namespace sarhad::screening {
namespace {

using facts::PartyRole;
using watchlists::EntryKind;
using watchlists::NumberKind;

std::vector<std::string> abouts(const CargoFacts& facts, EntryKind kind) {
    std::vector<std::string> found;
    for (const CargoQuery& query : cargo_queries(facts)) {
        if (query.subject.kind == kind) {
            found.push_back(query.about);
        }
    }
    return found;
}

const watchlists::Subject* asked(const std::vector<CargoQuery>& queries,
                                 std::string_view about,
                                 EntryKind kind) {
    for (const CargoQuery& query : queries) {
        if (query.about == about && query.subject.kind == kind) {
            return &query.subject;
        }
    }
    return nullptr;
}

bool has_number(const watchlists::Subject& subject, NumberKind kind, std::string_view number) {
    for (const auto& held : subject.numbers) {
        if (held.kind == kind && held.number.reveal() == number) {
            return true;
        }
    }
    return false;
}

TEST(CargoQueries, ACompanyIsNoPersonAndSomebodyMayBeEither) {
    const CargoFacts facts = consignment();
    EXPECT_EQ(abouts(facts, EntryKind::kPerson), Names{"consignee"});
    EXPECT_EQ(abouts(facts, EntryKind::kOrganisation), (Names{"shipper", "consignee"}));
}

TEST(CargoQueries, ACompanyWithACnicIsItsOwnerToo) {
    CargoFacts facts = consignment();
    facts.bill->parties = {party(PartyRole::kShipper, "Orventa Trading LLC", "42101-1234567-1")};
    const auto queries = cargo_queries(facts);
    const auto* person = asked(queries, "shipper", EntryKind::kPerson);
    ASSERT_NE(person, nullptr);
    ASSERT_EQ(person->documents.size(), 1U);
    EXPECT_EQ(person->documents[0].reveal(), "42101-1234567-1");
    EXPECT_TRUE(asked(queries, "shipper", EntryKind::kOrganisation)->numbers.empty())
        << "a CNIC is no company's number";
}

TEST(CargoQueries, ARegistersNumberATelephoneAndACountryGoWithACompany) {
    CargoFacts facts = consignment();
    facts::Party shipper = party(PartyRole::kShipper, "Orventa Trading LLC", "NTN-4455667");
    shipper.contact = secret("sales@orventa.example, +92 21 3456 7890");
    facts.bill->parties = {shipper};
    const auto queries = cargo_queries(facts);
    const auto* company = asked(queries, "shipper", EntryKind::kOrganisation);
    ASSERT_NE(company, nullptr);
    EXPECT_EQ(company->nationality, "AE");
    EXPECT_TRUE(has_number(*company, NumberKind::kTax, "NTN-4455667"));
    EXPECT_TRUE(has_number(*company, NumberKind::kRegistration, "NTN-4455667"));
    EXPECT_TRUE(has_number(*company, NumberKind::kTelephone, "+92 21 3456 7890"));
    EXPECT_FALSE(has_number(*company, NumberKind::kTelephone, "sales@orventa.example"));
}

TEST(CargoQueries, DriversAndMastersArePersonsWhateverTheyAreCalled) {
    CargoFacts facts = consignment();
    facts.bill->parties.clear();
    facts.conveyance->parties = {party(PartyRole::kMaster, "Omar Trading")};
    EXPECT_EQ(abouts(facts, EntryKind::kPerson), Names{"conveyance master"});
    EXPECT_TRUE(abouts(facts, EntryKind::kOrganisation).empty());
}

TEST(CargoQueries, ToOrderIsNobodyAndToTheOrderOfSomebodyIsHim) {
    EXPECT_EQ(party_name("TO ORDER"), "");
    EXPECT_EQ(party_name("Same as  Consignee"), "");
    EXPECT_EQ(party_name("TO THE ORDER OF HABRAN BANK LTD"), "HABRAN BANK LTD");
    EXPECT_EQ(party_name("M/S. Orventa Traders"), "Orventa Traders");
    EXPECT_EQ(party_name("Notify: Zorvan"), "Zorvan");
    EXPECT_EQ(party_name("ORDERLY SHIPPING"), "ORDERLY SHIPPING");
}

TEST(CargoQueries, AConveyanceIsAskedAboutAsWhatItIs) {
    const auto ship = cargo_queries(consignment());
    const auto* vessel = asked(ship, "vessel", EntryKind::kVessel);
    ASSERT_NE(vessel, nullptr);
    EXPECT_TRUE(has_number(*vessel, NumberKind::kImo, "9074729"));
    EXPECT_EQ(vessel->names.at(0).reveal(), "XALOR QUEEN");
    EXPECT_EQ(vessel->flag, "PANAMA");
    CargoFacts lorry = consignment();
    lorry.conveyance = facts::Conveyance{};
    lorry.conveyance->mode = facts::Mode::kRoad;
    lorry.conveyance->number = "TLX-1234";
    const auto road = cargo_queries(lorry);
    const auto* vehicle = asked(road, "vehicle", EntryKind::kVehicle);
    ASSERT_NE(vehicle, nullptr);
    EXPECT_TRUE(has_number(*vehicle, NumberKind::kPlate, "TLX-1234"));
    EXPECT_EQ(asked(road, "vessel", EntryKind::kVessel), nullptr);
    lorry.conveyance->mode = facts::Mode::kAir;
    lorry.conveyance->number = "AP-BXA";
    const auto* aircraft = asked(cargo_queries(lorry), "aircraft", EntryKind::kAircraft);
    EXPECT_NE(aircraft, nullptr);
}

TEST(CargoQueries, EachContainerIsAskedAboutOnce) {
    CargoFacts facts = consignment();
    facts.bill->containers = {"TESU3054380", "TESU3054395"};
    EXPECT_EQ(abouts(facts, EntryKind::kContainer),
              (Names{"container TESU3054380", "container TESU3054395"}));
}

}  // namespace
}  // namespace sarhad::screening
