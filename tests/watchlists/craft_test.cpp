#include "watchlists/craft_compare.h"
#include "watchlists/name_compare.h"

#include <gtest/gtest.h>

namespace sarhad::watchlists {
namespace {

Craft ship(std::string_view name, std::string_view imo = "", std::string_view flag = "") {
    Craft craft;
    craft.names.emplace_back(name);
    craft.imo = read_identifier(IdentifierKind::kImo, imo);
    craft.flag = flag;
    return craft;
}

int score(const Craft& a, const Craft& b) {
    EXPECT_EQ(compare_craft(a, b).score, compare_craft(b, a).score);
    return compare_craft(a, b).score;
}

TEST(Craft, AnEqualImoNumberDecidesWhateverTheNamesSay) {
    EXPECT_GE(score(ship("Kestrel", "9074729"), ship("Ocean Dawn", "IMO 9074729")), 980);
}

TEST(Craft, AnotherRightImoNumberDecidesAgainst) {
    EXPECT_LE(score(ship("Kestrel", "9074729"), ship("Kestrel", "9319466")), 300);
}

TEST(Craft, AWrongImoNumberDoesNotClear) {
    EXPECT_GE(score(ship("Kestrel", "9074729"), ship("M/V Kestrel", "9074728")), kNameMatch);
    EXPECT_GE(score(ship("Kestrel", "9074729"), ship("M/V Kestrel", "1112223")), kNameMatch);
}

TEST(Craft, AFlagMovesANameAndIsNoEvidenceAlone) {
    EXPECT_LT(score(ship("Kestrel 2", "", "Panama"), ship("Kestrel", "", "Liberia")),
              score(ship("Kestrel 2", "", "Panama"), ship("Kestrel", "", "Panama")));
    EXPECT_EQ(score(ship("Kestrel", "", "Panama"), ship("Ocean Dawn", "", "Panama")),
              score(ship("Kestrel"), ship("Ocean Dawn")));
}

TEST(Craft, ReadsFlagsInOtherWords) {
    EXPECT_EQ(score(ship("Kestrel 2", "", "Russian Federation"), ship("Kestrel", "", "Russia")),
              score(ship("Kestrel 2", "", "Russia"), ship("Kestrel", "", "Russia")));
}

TEST(Craft, AnAircraftIsKnownByItsTail) {
    Craft a;
    a.tail = read_identifier(IdentifierKind::kTail, "AP-KZX");
    Craft b = a;
    EXPECT_GE(score(a, b), 940);
    b.tail = read_identifier(IdentifierKind::kTail, "EP-QRS");
    b.names = a.names = {"Falcon"};
    EXPECT_LE(score(a, b), 500);
}

TEST(Craft, KnowsAShipByNoNameAndNoNumber) {
    EXPECT_EQ(compare_craft({}, {}), CraftComparison{});
}

}  // namespace
}  // namespace sarhad::watchlists
