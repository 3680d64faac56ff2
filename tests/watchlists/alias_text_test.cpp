#include "watchlists/name_compare.h"

#include <gtest/gtest.h>

namespace sarhad::watchlists {
namespace {

int share(std::string_view a, std::string_view b) {
    return compare_names(NameSort::kPerson, a, b).score;
}

TEST(AliasText, EachNameOfATextIsCompared) {
    EXPECT_EQ(share("Zorav Mirkhan alias Kesh Varnil", "Kesh Varnil"), 1000);
    EXPECT_EQ(share("Kesh Varnil", "Zorav Mirkhan URF Kesh Varnil"), 1000);
    EXPECT_EQ(share("Zorav Mirkhan @ Kesh Varnil", "Kesh Varnil a.k.a. Telvan"), 1000);
}

TEST(AliasText, TheUrduMarkerPartsNamesToo) {
    EXPECT_EQ(share("زوراو میرخان عرف کیش ورنیل", "کیش ورنیل"), 1000);
}

TEST(CompareNames, ASonIsNoWife) {
    // "S/O" and "W/O" were one marker: 1000.
    const auto told = compare_names(
        NameSort::kPerson, "Muhammad Zorvan S/O Belmun", "Muhammad Zorvan W/O Belmun");
    EXPECT_LT(told.score, kNameMatch);
    EXPECT_EQ(told.rows.back().relation, WordRelation::kConflict);
    EXPECT_EQ(told.rows.back().a, "S/O");
    EXPECT_EQ(share("Muhammad Zorvan S/O Belmun", "Muhammad Zorvan son of Belmun"), 1000);
}

TEST(AliasText, AWordThatOnlyLooksLikeAMarkerStays) {
    EXPECT_EQ(share("Alias Odunbaro", "Alias Odunbaro"), 1000);
    EXPECT_EQ(share("@", "@"), share("", ""));
}

TEST(CompareNames, RowsTellTheRelationOfEachWord) {
    const auto how =
        compare_names(NameSort::kPerson, "Mohd Zorav Odun Baro", "Muhammad Zorav Odunbaro Kesh");
    ASSERT_EQ(how.rows.size(), 4U);
    int bits = 0;
    for (const NameRow& row : how.rows) {
        bits += row.bits;
        if (row.a == "mohd") {
            EXPECT_EQ(row.relation, WordRelation::kVariant);
        } else if (row.a == "odun baro") {
            EXPECT_EQ(row.relation, WordRelation::kJoined);
        } else if (row.a == "zorav") {
            EXPECT_EQ(row.relation, WordRelation::kSame);
        } else {
            EXPECT_EQ(row.b, "kesh");
            EXPECT_EQ(row.relation, WordRelation::kExtra);
        }
    }
    EXPECT_GT(bits, 0);
}

}  // namespace
}  // namespace sarhad::watchlists
