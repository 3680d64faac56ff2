#include "support.h"

#include "watchlists/pairs_csv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this test's own support.

constexpr std::string_view kPairs = "matching/name_pairs.csv";

struct Counts {
    int right{0};        ///< True pairs that match.
    int wrong{0};        ///< False pairs that match.
    int missed{0};       ///< True pairs that do not.
    int strong_lost{0};  ///< Of quality STRONG, decided wrongly.
};

bool is_of_organisations(std::string_view line) {
    constexpr std::array<std::string_view, 3> kSchemas{
        ",Company,", ",Organization,", ",LegalEntity,"};
    return std::any_of(kSchemas.begin(), kSchemas.end(), [&](std::string_view schema) {
        return line.find(schema) != std::string_view::npos;
    });
}

/// A line of the answer: "...,is_match,quality,category,notes,score,match".
void count(std::string_view line, Counts& counts) {
    const bool is_strong = line.find(",STRONG,") != std::string_view::npos;
    const bool is_true = line.find(",true,STRONG,") != std::string_view::npos ||
                         line.find(",true,MEDIUM,") != std::string_view::npos ||
                         line.find(",true,WEAK,") != std::string_view::npos;
    const bool is_match = core::trim(line).ends_with(",true");
    counts.right += static_cast<int>(is_true && is_match);
    counts.wrong += static_cast<int>(!is_true && is_match);
    counts.missed += static_cast<int>(is_true && !is_match);
    counts.strong_lost += static_cast<int>(is_strong && is_true != is_match);
}

TEST(OrgData, PairsOfOrganisationsReachTheirFloor) {
    SARHAD_NEED_DATA(kPairs);
    const std::string text = read_whole(shared_data_path(kPairs));
    Counts counts;
    const auto done = compare_pairs(source(text),
                                    {[&](std::string_view line) {
                                         if (is_of_organisations(line)) {
                                             count(line, counts);
                                         }
                                     },
                                     [](const core::Error&) {}});
    ASSERT_TRUE(done.has_value());
    const int f1 = 2000 * counts.right / (2 * counts.right + counts.wrong + counts.missed);
    EXPECT_GE(f1, 960) << counts.right << " right, " << counts.wrong << " wrong, " << counts.missed
                       << " missed";
    EXPECT_EQ(counts.strong_lost, 0);
}

}  // namespace
}  // namespace sarhad::watchlists
