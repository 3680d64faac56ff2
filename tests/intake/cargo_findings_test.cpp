#include "intake/cargo_findings.h"

#include "json_dump.h"

#include "intake/messages.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sarhad::intake {
namespace {

using Kind = ContainerGap::Kind;

facts::Place discharged_at(const std::string& code) {
    facts::Place place;
    place.role = facts::PlaceRole::kDischarge;
    place.code = code;
    return place;
}

facts::Container container(const std::string& number,
                           const std::string& position,
                           const std::string& port = "") {
    facts::Container made;
    made.number = number;
    made.stowed_at = position;
    if (!port.empty()) made.places.push_back(discharged_at(port));
    return made;
}

facts::Message plan(const std::vector<facts::Container>& containers) {
    facts::Message message;
    message.function = "stow-plan";
    message.containers = containers;
    return message;
}

facts::Message manifest(const std::vector<std::string>& numbers, const std::string& port = "") {
    facts::Message message;
    message.function = "manifest";
    facts::Bill bill;
    bill.number = "B1";
    bill.containers = numbers;
    if (!port.empty()) bill.places.push_back(discharged_at(port));
    message.bills.push_back(bill);
    for (const std::string& number : numbers)
        message.containers.push_back(container(number, ""));
    return message;
}

/// "-A B+C": A is on no manifest, B and C ... by kind and number.
std::string gaps_of(const StowComparison& found) {
    std::string text;
    for (const ContainerGap& gap : found.gaps) {
        text += (gap.kind == Kind::kNotManifested ? "-" : "+") + gap.number;
    }
    return text;
}

TEST(CargoFindings, WhatIsStowedAndNotManifestedIsNamedAndTheReverse) {
    const std::vector<facts::Message> voyage{
        plan({container("A", "0010282"), container("B", "0010284"), container("", "0010286")}),
        manifest({"B", "C"})};
    const StowComparison found = unmanifested_containers(voyage, "");
    EXPECT_EQ(gaps_of(found), "-A+C");
    EXPECT_EQ(found.gaps.at(0).stowed_at, "0010282");
    EXPECT_EQ(found.stowed, 2U);
    EXPECT_EQ(found.manifested, 2U);
    EXPECT_EQ(found.numberless, 1U);
}

TEST(CargoFindings, WhatGoesOnToAnotherPortIsNoGapAtThisOne) {
    const std::vector<facts::Message> voyage{
        plan({container("A", "1", "PKKHI"), container("B", "2", "AEJEA"), container("D", "3")}),
        manifest({"E"}, "AEJEA"),
        manifest({"F"}, "PKKHI")};
    EXPECT_EQ(gaps_of(unmanifested_containers(voyage, "PKKHI")), "-A-D+F");
    EXPECT_EQ(gaps_of(unmanifested_containers(voyage, "AEJEA")), "-B-D+E");
    EXPECT_EQ(gaps_of(unmanifested_containers(voyage, "")), "-A-B-D+E+F");
}

TEST(CargoFindings, ThePlanIsBelievedOfWhereAContainerGoes) {
    const std::vector<facts::Message> voyage{plan({container("A", "1", "AEJEA")}),
                                             manifest({"A", "B"}, "PKKHI")};
    EXPECT_EQ(gaps_of(unmanifested_containers(voyage, "PKKHI")), "+B");
}

TEST(CargoFindings, SeveralManifestsOfAVoyageAreTakenTogether) {
    const std::vector<facts::Message> voyage{
        plan({container("A", "1"), container("B", "2")}), manifest({"A"}), manifest({"B"})};
    EXPECT_EQ(gaps_of(unmanifested_containers(voyage, "")), "");
    EXPECT_EQ(unmanifested_containers(voyage, "").stowed, 2U);
}

TEST(CargoFindings, NothingIsComparedWhereOneSideIsMissing) {
    const std::vector<facts::Message> only_plan{plan({container("A", "1")})};
    const std::vector<facts::Message> only_manifest{manifest({"A"})};
    EXPECT_EQ(gaps_of(unmanifested_containers(only_plan, "")), "");
    EXPECT_EQ(gaps_of(unmanifested_containers(only_manifest, "")), "");
}

TEST(CargoFindings, CancelledAndRefusedMessagesDoNotCount) {
    facts::Message cancelled = manifest({"A"});
    cancelled.function = "manifest-cancelled";
    facts::Message refused = manifest({"A"});
    refused.status = facts::MessageStatus::kRefused;
    facts::Message partly = manifest({"B"});
    partly.bills.at(0).is_cancelled = true;
    partly.containers.clear();
    const std::vector<facts::Message> voyage{
        plan({container("A", "1"), container("B", "2")}), cancelled, refused, partly};
    EXPECT_EQ(gaps_of(unmanifested_containers(voyage, "")), "-A-B");
}

TEST(CargoFindings, AVoyagesFilesAreComparedAsTheyAreRead) {
    std::vector<facts::Message> voyage = read_messages(sample("baplie_d13b_v31.edi"));
    for (facts::Message& message : read_messages(sample("cuscar_d95b_consolidation.edi")))
        voyage.push_back(std::move(message));
    const StowComparison found = unmanifested_containers(voyage, "PKKHI");
    EXPECT_EQ(gaps_of(found), "+QXZU1000239+QXZU2000402");
    EXPECT_EQ(found.stowed, 2U) << "the generator set is no container";
    EXPECT_EQ(found.manifested, 4U);
    EXPECT_EQ(found.numberless, 1U);
}

}  // namespace
}  // namespace sarhad::intake
