#include "support.h"

#include "support/places.h"
#include "watchlists/pairs_csv.h"

#include <gtest/gtest.h>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this test's own support.

struct Judged {
    int both{0};
    int told{0};
    int labelled{0};
    int strong_wrong{0};

    void add(std::string_view line) {
        const bool is_told = line.ends_with(",true\n");
        bool is_labelled = false;
        for (const char* tier : {",true,STRONG,", ",true,MEDIUM,", ",true,WEAK,"}) {
            is_labelled = is_labelled || line.find(tier) != std::string_view::npos;
        }
        both += is_told && is_labelled ? 1 : 0;
        told += is_told ? 1 : 0;
        labelled += is_labelled ? 1 : 0;
        strong_wrong +=
            is_told != is_labelled && line.find(",STRONG,") != std::string_view::npos ? 1 : 0;
    }
    [[nodiscard]] double precision() const { return 1.0 * both / told; }
    [[nodiscard]] double recall() const { return 1.0 * both / labelled; }
    [[nodiscard]] double f1() const { return 2.0 * both / (told + labelled); }
};

/// Floors a little below what docs/matching.md tells, so that a step back is seen.
TEST(NamePairs, PersonsAreJudgedAsPeopleJudgeThem) {
    SARHAD_NEED_DATA("matching/name_pairs.csv");
    const std::string text = read_whole(shared_data_path("matching/name_pairs.csv"));
    Judged persons;
    const ByteSource from = source(text);
    const auto count = compare_pairs(from,
                                     {[&](std::string_view line) {
                                          if (line.find(",Person,") != std::string_view::npos) {
                                              persons.add(line);
                                          }
                                      },
                                      [](const core::Error& why) { ADD_FAILURE() << why.what; }});
    ASSERT_TRUE(count.has_value());
    EXPECT_EQ(count->rows, 430U);
    EXPECT_GE(persons.f1(), 0.88);
    EXPECT_GE(persons.precision(), 0.90);
    EXPECT_GE(persons.recall(), 0.84);
    EXPECT_EQ(persons.strong_wrong, 0);
}

/// Invented pairs of every kind that the supplied ones have; tests/data/names/pairs.csv.
TEST(NamePairs, InventedPairsAreJudgedAsTheyAreLabelled) {
    const std::string text = read_whole(places::test_data("names/pairs.csv"));
    Judged all;
    const ByteSource from = source(text);
    const auto count = compare_pairs(from,
                                     {[&](std::string_view line) { all.add(line); },
                                      [](const core::Error& why) { ADD_FAILURE() << why.what; }});
    ASSERT_TRUE(count.has_value());
    EXPECT_EQ(count->rows, 170U);
    EXPECT_GE(all.precision(), 0.96);
    EXPECT_GE(all.recall(), 0.94);
    EXPECT_EQ(all.strong_wrong, 0);
}

}  // namespace
}  // namespace sarhad::watchlists
