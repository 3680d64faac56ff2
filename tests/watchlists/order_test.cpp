#include "invented.h"
#include "support.h"

#include "watchlists/matcher.h"

#include <gtest/gtest.h>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.
using facts::PartialDate;

PartialDate day(std::string_view text) {
    return *PartialDate::parse(text);
}

std::shared_ptr<const ListSnapshot> with_profile(const ListedOrder& profile,
                                                 std::vector<ListEntry> entries) {
    ListSnapshotBuilder builder;
    ListManifest manifest;
    manifest.name = "wl/test/one";
    manifest.profile = profile;
    SARHAD_CHECK(builder.add_list(manifest, std::move(entries)).has_value());
    return builder.build(&test_hash);
}

std::size_t hits_on(const ListSnapshot& lists, std::string_view on) {
    Subject who = subject("Zorvan Belkhadim", "1971-03-09");
    who.on = day(on);
    const auto hits = lists.match(who, 5);
    EXPECT_EQ(hits, ExhaustiveMatcher{lists}.match(who, 5));
    return hits.size();
}

TEST(Order, IsMatchedFromItsFirstDayToItsLast) {
    ListEntry entry = person("1", "Zorvan Belkhadim", "1971-03-09");
    entry.order.valid_from = day("2026-02-01");
    entry.order.valid_until = day("2026-11-30");
    const auto lists = with_profile({}, {entry});
    EXPECT_EQ(hits_on(*lists, "2026-01-31"), 0U);
    EXPECT_EQ(hits_on(*lists, "2026-02-01"), 1U);
    EXPECT_EQ(hits_on(*lists, "2026-11-30"), 1U);
    EXPECT_EQ(hits_on(*lists, "2026-12-01"), 0U);
    EXPECT_EQ(hits_on(*lists, "2027-01-01"), 0U);
    EXPECT_EQ(hits_on(*lists, ""), 1U);  // No day is told: nothing ends.
}

TEST(Order, AnExpiredOneIsNotMatchedByItsDocumentEither) {
    ListEntry entry = person("1", "Zorvan Belkhadim");
    entry.documents.push_back({"Passport", secret("XT1000001"), ""});
    entry.order.valid_until = day("2026-11-30");
    Subject who;
    who.documents.push_back(secret("XT1000001"));
    who.on = day("2026-11-30");
    const auto lists = with_profile({}, {entry});
    EXPECT_EQ(lists->match(who, 5).size(), 1U);
    who.on = day("2026-12-01");
    EXPECT_TRUE(lists->match(who, 5).empty());
}

TEST(Order, TheProfilesDaysHoldForEntriesThatSayNone) {
    ListedOrder profile;
    profile.valid_until = day("2026-06-30");
    ListEntry own = person("1", "Zorvan Belkhadim");
    own.order.valid_until = day("2026-12-31");
    const auto lists = with_profile(profile, {own, person("2", "Zorvan Belkhadim")});
    EXPECT_EQ(hits_on(*lists, "2026-06-30"), 2U);
    EXPECT_EQ(hits_on(*lists, "2026-07-01"), 1U);
    EXPECT_EQ(hits_on(*lists, "2027-01-01"), 0U);
}

TEST(Order, AHitSaysWhatItsOwnerAsks) {
    ListedOrder profile;
    profile.action = ListAction::kInform;
    profile.owner = "Invented Agency";
    profile.legal_basis = "An invented act, s.1";
    ListEntry entry = person("1", "Zorvan Belkhadim");
    entry.order.action = ListAction::kDetain;
    entry.order.direction = ListDirection::kExit;
    entry.order.duty_telephone = "+92 51 0000000";
    entry.order.grading = "B2";
    entry.order.handling = "H1";
    const auto hits = with_profile(profile, {entry})->match(subject("Zorvan Belkhadim"), 1);
    ASSERT_EQ(hits.size(), 1U);
    ListedOrder wanted = entry.order;
    wanted.owner = profile.owner;
    wanted.legal_basis = profile.legal_basis;
    EXPECT_EQ(hits[0].order, wanted);
}

TEST(Order, TheListHashCoversTheProfile) {
    ListedOrder profile;
    profile.action = ListAction::kDetain;
    EXPECT_NE(with_profile({}, {})->hash(), with_profile(profile, {})->hash());
}

TEST(Order, IndexAndExhaustiveMatcherAgreeOnAnyDayAndFromAnyScore) {
    Invented invented{4711};
    std::vector<ListEntry> entries;
    std::vector<std::string> names;
    const auto some_day = [&] {
        return day(core::cat("2026-1", invented.below(3), "-1", invented.below(3)));
    };
    for (int i = 0; i < 200; ++i) {
        names.push_back(invented.name());
        entries.push_back(person(std::to_string(i), names.back(), invented.birth()));
        adorn(entries.back(), invented);
        if (invented.below(2) == 0) {
            entries.back().order.valid_until = some_day();
        }
        if (invented.below(3) == 0) {
            entries.back().order.valid_from = some_day();
        }
    }
    ListedOrder profile;
    profile.valid_from = day("2026-10-11");
    const auto lists = with_profile(profile, std::move(entries));
    const ExhaustiveMatcher exhaustive{*lists};
    MatchScratch scratch;
    std::size_t found = 0;
    for (int i = 0; i < 300; ++i) {
        Subject who =
            subject(invented.damaged(names[invented.below(names.size())]), invented.birth());
        adorn(who, invented);
        who.on = some_day();
        const auto least = static_cast<Least>(invented.below(5));
        const std::size_t limit = invented.below(2) == 0 ? 5 : 1000;
        const auto fast = lists->match(who, limit, scratch, least);
        found += fast.size();
        EXPECT_EQ(fast, exhaustive.match(who, limit, least)) << "subject " << i;
    }
    EXPECT_GT(found, 400U);
}

TEST(Least, AnyScoreRanksWhatNoTierShows) {
    const auto lists = snapshot({person("1", "Zorvan Belkhadim"), person("2", "Zorvan Tarelli")});
    MatchScratch scratch;
    const Subject who = subject("Zorvan Belkhadim");
    EXPECT_EQ(lists->match(who, 5).size(), 1U);
    const auto all = lists->match(who, 5, scratch, Least::kAny);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1].entry, "2");
    EXPECT_LT(all[1].score.value(), Thresholds{}.shown().value());
    EXPECT_TRUE(lists->match(who, 5, scratch, Least::kHold).empty());
}

}  // namespace
}  // namespace sarhad::watchlists
