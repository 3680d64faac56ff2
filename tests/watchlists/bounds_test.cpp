#include "invented.h"
#include "support.h"

#include "watchlists/birth_order.h"
#include "watchlists/evidence.h"
#include "watchlists/findings.h"
#include "watchlists/name_bound.h"
#include "watchlists/segment.h"
#include "watchlists/similarity.h"

#include <gtest/gtest.h>

#include <set>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

TEST(Bounds, NoBirthGivesMoreThanItsPlaceSays) {
    Invented invented{11};
    for (int i = 0; i < 30'000; ++i) {
        ListEntry entry = person("1", "Zorvan", invented.birth());
        adorn(entry, invented);
        Subject who = subject("Zorvan", invented.birth());
        if (invented.below(20) == 0) {
            who = subject("Zorvan", "2060-03-09");
        }
        BirthPlace place = birth_place(entry);
        const int points = birth_finding(who, entry).points;
        EXPECT_GE(most_birth_points(place, who.date_of_birth.reveal()), points);
        place.month_day = 0;
        EXPECT_GE(most_birth_points(place, who.date_of_birth.reveal()), points);
    }
}

TEST(Bounds, NoOtherEvidenceGivesMoreThanTheySay) {
    Invented invented{12};
    for (int i = 0; i < 5'000; ++i) {
        ListEntry entry = person("1", "Zorvan");
        adorn(entry, invented);
        entry.districts = {secret("Peshawar")};
        entry.birth_places = {secret("Strelsau")};
        Subject who = subject("Zorvan");
        adorn(who, invented);
        who.place_of_birth = secret("Strelsau");
        who.documents.push_back(secret("17301-1234567-1"));
        const int points = std::max(0, father_finding(who, entry).points) +
                           nationality_finding(who, entry).points +
                           birth_place_finding(who, entry).points +
                           district_finding(who, entry).points;
        EXPECT_GE(most_beside_birth(who, !entry.fathers.empty()), points);
    }
}

TEST(Bounds, NoNameReachesThePointsOutsideItsTotals) {
    Invented invented{13};
    for (int i = 0; i < 20'000; ++i) {
        const auto weight = [&] { return static_cast<Weight>(1 + invented.below(24'000)); };
        const Weight a = weight();
        const Weight b = weight();
        const Weight matched = std::min({weight(), a, b});
        const int words = static_cast<int>(1 + invented.below(5));
        const int points = name_points({matched, a, b, words, words, 5});
        const TotalRange range = totals_that_reach(a, std::max(1, points));
        EXPECT_TRUE(points == 0 ||
                    range.has(static_cast<std::uint8_t>(std::min(b / Segment::kTotalUnit, 255))));
    }
}

TEST(Bounds, NoNameReachesMoreThanItsTotalGivesWithJoins) {
    Invented invented{16};
    for (int i = 0; i < 20'000; ++i) {
        const auto weight = [&] { return static_cast<Weight>(1 + invented.below(24'000)); };
        const Weight a = weight();
        const Weight b = weight();
        const Weight matched = std::min({weight(), a, b});
        const int words = static_cast<int>(1 + invented.below(5));
        const int points = name_points({matched, a, b, words, words, 5});
        const auto total = static_cast<std::uint8_t>(std::min(b / Segment::kTotalUnit, 255));
        EXPECT_GE(most_points_joined(a, total), points);
    }
}

TEST(Bounds, NoNameReachesThePointsWithLessThanItNeeds) {
    Invented invented{17};
    std::array<std::int32_t, 256> needs{};
    std::uint64_t slack = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto weight = [&] { return static_cast<Weight>(1 + invented.below(24'000)); };
        const Weight a = weight();
        const Weight b = weight();
        const Weight matched = std::min({weight(), a, b});
        const Weight most = matched + static_cast<Weight>(invented.below(500));
        const int words = static_cast<int>(1 + invented.below(5));
        const int points = name_points({matched, a, b, words, words, 5});
        if (points == 0) {
            continue;
        }
        needed_gains(a, most, points, needs);
        const std::int32_t need =
            needs[static_cast<std::size_t>(std::min(b / Segment::kTotalUnit, 255))];
        EXPECT_LE(need, matched);
        slack += static_cast<std::uint64_t>(matched - need);
    }
    EXPECT_LT(slack / 20'000, 2'000U);  // It says something.
}

TEST(Bounds, NoNameThatSharesOnlyTheWordsLeftHasMorePoints) {
    Invented invented{14};
    for (int i = 0; i < 3'000; ++i) {
        const NameForm query = make_form(normalise(invented.name()));
        const NameForm listed = make_form(normalise(invented.damaged(invented.name())));
        const Agreement how = agree(query, listed);
        if (how.total_a == query.shape.total && how.total_b == listed.shape.total) {
            EXPECT_GE(most_points(query, how.matched, how.words), name_points(how));
        }
    }
}

TEST(Bounds, OneWordAndALetterMayBeTwoListedWords) {
    const NameForm query = make_form(normalise("S Shorvanbek"));
    const NameForm listed = make_form(normalise("Shorvanbek Shorvanbek"));
    const Agreement how = agree(query, listed);
    ASSERT_EQ(how.initials, 1);
    EXPECT_GE(most_points(query, how.matched, how.words), name_points(how));
}

TEST(Bounds, WordsThatAreAlikeShareAKey) {
    Invented invented{15};
    std::size_t alike = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string word = invented.word() + invented.word();
        const auto a = normalise(word);
        const auto b = normalise(invented.damaged(invented.damaged(word)));
        if (a.empty() || b.empty() || similarity(a[0], b[0]) == 0) {
            continue;
        }
        ++alike;
        std::set<std::uint64_t> keys;
        for_each_key(a[0], [&](std::uint64_t key) { keys.insert(key); });
        bool is_found = may_be_two_edits(a[0], b[0]);
        for_each_sought_key(b[0], [&](std::uint64_t key, KeyOf /*of*/) {
            is_found = is_found || keys.count(key) != 0;
        });
        EXPECT_TRUE(is_found) << a[0].text << " / " << b[0].text;
    }
    EXPECT_GT(alike, 5'000U);
}

}  // namespace
}  // namespace sarhad::watchlists
