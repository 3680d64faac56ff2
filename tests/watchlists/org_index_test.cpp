#include "watchlists/org_index.h"

#include "support.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this test's own support.

std::string random_name(std::mt19937& random) {
    constexpr std::array<std::string_view, 30> kParts{
        "Kestrel", "Kestrell", "kestral", "Raven",  "Ravenskiy", "Bank",    "Banco", "Trust",
        "of",      "China",    "Chile",   "(Asia)", "II",        "III",     "44",    "forty",
        "four",    "Ltd",      "G.m.b.H", "& Co",   "ООО",       "group",   "Sun",   "Rise",
        "Sunrise", "KRB",      "raven/",  "river",  "Sunrice",   "Kestrels"};
    std::string name;
    const std::size_t words = 1 + random() % 5;
    for (std::size_t i = 0; i < words; ++i) {
        name += kParts.at(random() % kParts.size());
        name.push_back(' ');
    }
    return name;
}

TEST(OrgIndex, FindsWhatComparingEveryNameFinds) {
    std::mt19937 random{23};
    for (const OrgProfile profile : {OrgProfile::kOrganisation, OrgProfile::kVessel}) {
        for (int round = 0; round < 6; ++round) {
            OrgIndex index{profile};
            for (int i = 0; i < 150; ++i) {
                index.add(random_name(random));
            }
            index.freeze();
            for (int i = 0; i < 120; ++i) {
                const std::string query = random_name(random);
                const int least = std::array{1, 300, 500, 700, 900, 1000}.at(random() % 6);
                ASSERT_EQ(index.search(query, least), index.search_all(query, least))
                    << query << " at " << least;
            }
        }
    }
}

TEST(OrgIndex, NumbersNamesInTheirOrderAndFindsNoneInNone) {
    OrgIndex index{OrgProfile::kOrganisation};
    EXPECT_EQ(index.add("Kestrel Bank"), 0U);
    EXPECT_EQ(index.add("..."), 1U);
    EXPECT_EQ(index.add("Ravenberg GmbH"), 2U);
    index.freeze();
    EXPECT_EQ(index.search("RAVENBERG", 900), (std::vector<OrgHit>{{2, 1000}}));
    EXPECT_TRUE(index.search("...", 1).empty());
}

/// The entities of OFAC's lists, each looked up by names of others: forward and slow agree.
TEST(OrgIndex, FindsWhatComparingEveryNameFindsInARealList) {
    constexpr std::string_view kAliases = "matching/ofac_alias_pairs.csv";
    SARHAD_NEED_DATA(kAliases);
    std::ifstream file{shared_data_path(kAliases)};
    std::vector<std::string> names;
    for (std::string line; std::getline(file, line);) {
        if (line.find(",entity,") != std::string::npos) {
            names.push_back(line.substr(line.find(",entity,") + 12));
        }
    }
    ASSERT_GT(names.size(), 4'000U);
    OrgIndex index{OrgProfile::kOrganisation};
    for (std::size_t i = 0; i < names.size(); i += 4) {
        index.add(names[i]);
    }
    index.freeze();
    for (std::size_t i = 0; i < names.size(); i += 211) {
        ASSERT_EQ(index.search(names[i], 500), index.search_all(names[i], 500)) << i;
    }
}

}  // namespace
}  // namespace sarhad::watchlists
