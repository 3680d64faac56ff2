#include "invented.h"
#include "support.h"

#include <gtest/gtest.h>

#include <array>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this test's own support.

constexpr std::string_view kName = "Zorav Mirkhan Odunbaro";

ListEntry about_1971() {
    ListEntry entry = person("1", kName);
    entry.births = {born("1971", DatePrecision::kApproximate)};
    return entry;
}

/// The score of `who` against `entry`; 0 for no hit.
int score(const ListEntry& entry, const Subject& who) {
    const auto hits = snapshot({entry})->match(who, 5);
    return hits.empty() ? 0 : hits[0].score.value();
}

TEST(Evidence, DatesCountByHowTheyAgree) {
    const ListEntry entry = person("1", kName, "1971-03-05");
    const auto born_on = [&](std::string_view date) { return score(entry, subject(kName, date)); };
    EXPECT_GT(born_on("1971-03-05"), born_on("1971-05-03"));
    EXPECT_GT(born_on("1971-05-03"), born_on("1971-01-01"));
    EXPECT_GT(born_on("1971-01-01"), born_on("1971-03-15"));
    EXPECT_GT(born_on("1971-03-15"), born_on("1971-11-28"));
    EXPECT_GT(born_on("1971-11-28"), born_on("1985-03-05"));
    EXPECT_GT(born_on("2071-03-05"), born_on("2070-03-05"));
}

TEST(Evidence, ARangeCountsByItsWidth) {
    // "Born within the listed years" gave 80 whether they were three or eighty.
    const auto within = [](std::string_view from, std::string_view to) {
        ListEntry entry = person("1", kName, from);
        entry.births[0].to =
            core::Redacted<facts::PartialDate>{*facts::PartialDate::parse(std::string{to})};
        entry.births[0].precision = DatePrecision::kRange;
        return score(entry, subject(kName, "1971-03-05"));
    };
    const int without = score(person("1", kName), subject(kName, "1971-03-05"));
    const int same_year = score(person("1", kName, "1971"), subject(kName, "1971-03-05"));
    EXPECT_LT(within("1970", "1972"), same_year);
    EXPECT_GT(within("1970", "1972"), within("1965", "1975"));
    EXPECT_GT(within("1965", "1975"), within("1950", "1990"));
    EXPECT_EQ(within("1920", "2000"), without) << "a life says nothing";
}

TEST(Evidence, AnApproximateYearCountsLessThanAYear) {
    const ListEntry about = about_1971();
    const int same = score(about, subject(kName, "1971-03-05"));
    EXPECT_LT(same, score(person("1", kName, "1971"), subject(kName, "1971-03-05")));
    EXPECT_GT(same, score(about, subject(kName, "1972-03-05")));
    EXPECT_EQ(score(about, subject(kName, "1972-03-05")), score(about, subject(kName, "1969")));
    EXPECT_GT(score(about, subject(kName, "1972-03-05")), score(about, subject(kName)));
}

TEST(Evidence, AYearOfAnotherCenturyIsReadWithoutADay) {
    const int off = score(person("1", kName, "1971"), subject(kName, "2070-03-05"));
    const int century = score(person("1", kName, "1971"), subject(kName, "2071-03-05"));
    EXPECT_GT(century, off);
    EXPECT_LT(century, score(person("1", kName, "1971-03-05"), subject(kName, "2071-03-05")));
}

/// A Solar Hijri 1350 took 150 from everybody who is listed by it.
TEST(Evidence, AYearThatNobodyIsBornInSaysNothingAgainst) {
    const int without = score(person("1", kName), subject(kName, "1971-03-05"));
    EXPECT_EQ(score(person("1", kName, "1350"), subject(kName, "1971-03-05")), without);
    EXPECT_EQ(score(person("1", kName, "1350-12-14"), subject(kName, "1971-03-05")), without);
    EXPECT_LT(score(person("1", kName, "1950"), subject(kName, "1971-03-05")), without);
}

TEST(Evidence, APersonsDocumentIsItsIssuers) {
    // The issuer was looked at for listed papers only: 950, a hold.
    ListEntry entry = person("1", kName);
    ListedDocument passport;
    passport.number = secret("AB1234567");
    passport.issuer = "PK";
    passport.type = NumberKind::kPassport;
    entry.documents = {passport};
    Subject who = subject("Kesh Varnil");
    who.documents = {secret("AB1234567")};
    who.issuers = {"AFG"};
    EXPECT_EQ(score(entry, who), 0);
    who.documents = {secret("A81234567")};
    EXPECT_EQ(score(entry, who), 0) << "nor is one that is misread for it";
    who.issuers = {"PAK"};
    EXPECT_EQ(score(entry, who), 610);
    who.documents = {secret("AB1234567")};
    EXPECT_EQ(score(entry, who), 950);
    who.issuers = {""};
    EXPECT_EQ(score(entry, who), 950) << "an issuer that is not told contradicts none";
}

TEST(Evidence, TheFirstOfJanuaryIsADefault) {
    const int usual = score(person("1", kName, "1971-01-01"), subject(kName, "1971-01-01"));
    EXPECT_LT(usual, score(person("1", kName, "1971-03-05"), subject(kName, "1971-03-05")));
    EXPECT_GT(usual, score(person("1", kName, "1971-01-01"), subject(kName)));
}

TEST(Evidence, NationalityIsReadFromCodesAndNames) {
    ListEntry entry = person("1", kName);
    entry.nationalities = {"Iran, Islamic Republic of"};
    Subject who = subject(kName);
    const int without = score(entry, who);
    who.nationality = "IRN";
    EXPECT_GT(score(entry, who), without);
    who.nationality = "France";
    EXPECT_LT(score(entry, who), without);
    who.nationality = "Atlantis";
    EXPECT_EQ(score(entry, who), without);
}

TEST(Evidence, TheFathersNameSpeaksForAndAgainst) {
    ListEntry entry = person("1", kName);
    entry.fathers = {secret("Telvan Odunbaro")};
    Subject who = subject(kName);
    const int without = score(entry, who);
    who.father_name = secret("Telvan Odunbaroo");
    EXPECT_GT(score(entry, who), without);
    who.father_name = secret("Kesh Varnil");
    EXPECT_LT(score(entry, who), without);
    who.sex = facts::Sex::kFemale;  // It may be her husband.
    EXPECT_EQ(score(entry, who), without);
    who.father_name = secret("nill");
    EXPECT_EQ(score(entry, who), without);
}

/// A traveller who is told with his father's name behind his own was silent: half his words were an
/// extra.
TEST(Evidence, TheFathersNameBehindTheOwnIsTold) {
    ListEntry entry = person("1", "Muhammad Zorvan");
    entry.fathers.push_back(secret("Muhammad Belmun"));
    const auto of = [&](std::string_view name) { return score(entry, subject(name)); };
    EXPECT_EQ(of("Muhammad Zorvan Muhammad Belmun"), of("Muhammad Zorvan Muhammad Tarelli") + 100);
    EXPECT_GE(of("Muhammad Zorvan Muhammad Belmun"), 600);
    Subject told = subject("Muhammad Zorvan Muhammad Belmun");
    told.father_name = secret("Kesh Varnil");
    EXPECT_LT(score(entry, told), of("Muhammad Zorvan Muhammad Tarelli")) << "another is told";
    // A family's name that father and son bear is no father's.
    ListEntry family = person("2", "Belmun Khan");
    family.fathers.push_back(secret("Belmun Khan"));
    EXPECT_EQ(score(family, subject("Kesh Zorvan Belmun Khan")),
              score(person("3", "Belmun Khan"), subject("Kesh Zorvan Belmun Khan")));
}

/// Both directions and the exhaustive matcher know who tells his father in his own name.
TEST(Evidence, AFatherInTheNameIsFoundAsTheExhaustiveMatcherFindsHim) {
    constexpr std::array<std::string_view, 8> kWords{
        "Muhammad", "Zorvan", "Ahmad", "Belmun", "Khan", "Tarelli", "Aslam", "Varnil"};
    Invented invented{11};
    const auto two = [&] {
        return core::cat(kWords.at(invented.below(8)), " ", kWords.at(invented.below(8)));
    };
    std::vector<ListEntry> entries;
    for (int i = 0; i < 150; ++i) {
        entries.push_back(person(std::to_string(i), two(), invented.birth()));
        if (i % 3 != 0) {
            entries.back().fathers.push_back(secret(i % 10 == 1 ? "nill" : two()));
        }
    }
    const auto lists = snapshot(entries, 450, 430);
    const ExhaustiveMatcher exhaustive{*lists};
    std::size_t implied = 0;
    for (int i = 0; i < 400; ++i) {
        Subject who = subject(core::cat(two(), " ", two()), invented.birth());
        if (i % 7 == 0) {
            who.father_name = secret(two());
        }
        const auto hits = lists->match(who, 20);
        ASSERT_EQ(hits, exhaustive.match(who, 20)) << i;
        for (const facts::Hit& hit : hits) {
            for (const facts::Reason& reason : hit.reasons) {
                implied += i % 7 != 0 && reason.message == "father.agrees" ? 1U : 0U;
            }
        }
    }
    EXPECT_GT(implied, 10U);
}

TEST(Evidence, ACnicTellsDistrictAndSex) {
    ListEntry entry = person("1", kName);
    entry.districts = {secret("Distt. Lahore")};
    entry.sex = facts::Sex::kMale;
    Subject who = subject(kName);
    const int without = score(entry, who);
    who.documents = {secret("35202-7654321-9")};
    EXPECT_GT(score(entry, who), without);
    who.documents = {secret("42101-7654321-9")};
    EXPECT_LT(score(entry, who), without);
    who.documents = {secret("35202-7654321-8")};  // A woman's.
    EXPECT_LT(score(entry, who), without);
    who.documents = {secret("1111111111111")};  // Nobody's.
    EXPECT_EQ(score(entry, who), without);
}

TEST(Evidence, AnotherCnicSpeaksAgainst) {
    ListEntry entry = person("1", kName);
    entry.documents.push_back({"CNIC", secret("35202-7654321-9"), ""});
    entry.documents.push_back({"Passport", secret("XT1000001"), ""});
    Subject who = subject(kName);
    const int without = score(entry, who);
    who.documents = {secret("35202-1234567-9")};
    EXPECT_LT(score(entry, who), without);
    who.documents = {secret("35202-7654312-9")};  // Two digits misread.
    EXPECT_EQ(score(entry, who), without);
    who.documents = {secret("XT1000002")};  // A passport is renewed.
    EXPECT_EQ(score(entry, who), without);
    who.documents = {secret("35202-1234567-9")};
    entry.documents[0].number = secret("1111111111111");  // Nobody's.
    EXPECT_EQ(score(entry, who), without);
}

TEST(Evidence, OfTheShippedThresholdsTwoWordsAskAndThreeRareOnesAreReviewed) {
    const auto tier = [](std::string_view name, std::string_view born, std::string_view told) {
        const ListEntry entry = person("1", std::string{name}, std::string{born});
        return tier_of(core::Permille{score(entry, subject(name, told))}, Thresholds::shipped());
    };
    EXPECT_EQ(tier("Muhammad Aslam", "", "1971-03-05"), facts::Tier::kAsk);
    EXPECT_EQ(tier("Zorav Odunbaro", "", "1971-03-05"), facts::Tier::kAsk);
    EXPECT_EQ(tier(kName, "", ""), facts::Tier::kReview);
    EXPECT_EQ(tier("Zorav Odunbaro", "1971", "1971-03-05"), facts::Tier::kHold);
    EXPECT_EQ(tier("Muhammad Aslam", "1971", "1995-03-05"), facts::Tier::kSilent);
}

TEST(Evidence, ANumberThatAScannerMisreadIsFound) {
    ListEntry entry = person("1", kName);
    entry.documents.push_back({"Passport", secret("SO180452"), ""});
    Subject who = subject("Kesh Varnil");
    who.documents = {secret("501B0452")};
    const int alone = score(entry, who);
    EXPECT_GE(alone, 600);
    EXPECT_LT(alone, 700);
    who.names = subject(kName).names;
    EXPECT_GE(score(entry, who), 850);
    who.documents = {secret("SO180452")};
    EXPECT_EQ(score(entry, who), 1000);
}

TEST(Evidence, EveryNameOfOneTextIsLookedFor) {
    const ListEntry entry = person("1", "Zorav Mirkhan alias Kesh Varnil @ Telvan Odunbaro");
    for (const std::string_view name : {"Zorav Mirkhan", "Kesh Varnil", "Telvan Odunbaro"}) {
        EXPECT_GE(score(entry, subject(name)), 700) << name;
    }
}

TEST(Evidence, WhatIsLikelyNobodyIsRecordedInSilence) {
    const ListEntry entry = person("1", "Zorav Odunbaro", "1971");
    const auto hits = snapshot({entry})->match(subject("Zorav Odunbaro Vindel", "1978"), 5);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].tier, facts::Tier::kSilent);
}

TEST(Evidence, NothingButADocumentMakesAHitOfAnotherName) {
    ListEntry entry = person("1", kName, "1971-03-05");
    entry.nationalities = {"PK"};
    entry.fathers = {secret("Telvan Odunbaro")};
    entry.sex = facts::Sex::kMale;
    Subject who = subject("Kesh Varnil", "1971-03-05");
    who.nationality = "PAK";
    who.father_name = secret("Telvan Odunbaro");
    who.sex = facts::Sex::kMale;
    EXPECT_EQ(score(entry, who), 0);
}

/// The reason of that kind; none is an empty one.
facts::Reason reason_of(const facts::Hit& hit, std::string_view kind) {
    for (const facts::Reason& reason : hit.reasons) {
        if (reason.kind == kind) {
            return reason;
        }
    }
    return {};
}

TEST(Evidence, AListedPaperUnderAnotherNameIsItsOwnKindOfHit) {
    ListEntry entry = person("1", kName, "1971-03-05");
    entry.documents.push_back({"Passport", secret("AB1234507"), "PK", NumberKind::kPassport});
    const auto lists = snapshot({entry});
    const auto hit = [&](std::string_view name, std::string_view number) {
        Subject who = subject(name, "1990-11-30");
        who.documents.push_back(secret(number));
        return lists->match(who, 5).at(0);
    };
    const facts::Hit other = hit("Tarel Mundosi", "AB1234507");
    EXPECT_EQ(other.tier, facts::Tier::kHold);
    EXPECT_EQ(reason_of(other, "document-of-another").message, "document.used-by-another");
    EXPECT_EQ(reason_of(other, "document").message, "");
    EXPECT_NE(other.why.reveal().find("under another name"), std::string::npos);
    const facts::Hit misread = hit("Tarel Mundosi", "AB12345O7");
    EXPECT_EQ(misread.tier, facts::Tier::kAsk);
    EXPECT_EQ(reason_of(misread, "document-of-another").message, "document.confusable-of-another");
    EXPECT_EQ(reason_of(hit(kName, "AB1234507"), "document").message, "document.same");
}

TEST(Evidence, AHitOfAPaperUnderAnotherNameTellsThatTheNamesDiffer) {
    // "0 of 0 words agree", and no words at all.
    ListEntry entry = person("1", "Zorvan Belkhadim", "1971-03-05");
    entry.documents.push_back({"Passport", secret("AB1234507"), "PK", NumberKind::kPassport});
    const auto lists = snapshot({entry});
    const ExhaustiveMatcher exhaustive{*lists};
    Subject who = subject("Tarel Mundosi", "1990-11-30");
    who.documents.push_back(secret("AB1234507"));
    const facts::Hit hit = lists->match(who, 5).at(0);
    EXPECT_EQ(hit, exhaustive.match(who, 5).at(0));
    ASSERT_EQ(hit.words.size(), 1U);
    EXPECT_EQ(hit.words[0].relation, "conflict");
    EXPECT_EQ(hit.words[0].told.reveal(), "Tarel Mundosi");
    EXPECT_EQ(hit.words[0].listed.reveal(), "Zorvan Belkhadim");
    EXPECT_EQ(reason_of(hit, "name-token").text.reveal(), "name: 0 of 2 words agree");
    EXPECT_EQ(reason_of(hit, "name-conflict").text.reveal(), "2 words of each differ");
    EXPECT_NE(hit.why.reveal().find("Tarel Mundosi and Zorvan Belkhadim are different names"),
              std::string::npos)
        << hit.why.reveal();
}

TEST(Evidence, WhoIsBornOnTheVeryDayIsRankedWithoutAnythingOfTheNameAndIsNoHit) {
    std::vector<ListEntry> entries{person("day", "Zorvan Belkhadim", "1971-03-05"),
                                   person("other", "Telvan Odunbaro", "1971-03-06"),
                                   person("year", "Kesh Odunbaro", "1971"),
                                   person("default", "Orvan Melkun", "1971-01-01")};
    entries[0].nationalities = {"AF"};
    entries.push_back(person("nation", "Belvan Tosk", "1971-03-05"));
    const auto lists = snapshot(entries, Thresholds::kLeastAsk, Thresholds::kLeastAsk);
    const ExhaustiveMatcher exhaustive{*lists};
    MatchScratch scratch;
    const auto found = [&](std::string_view date, Least least) {
        Subject who = subject("Tarel Mundosi", date);
        who.nationality = "AFG";
        std::vector<std::string> ids;
        const std::vector<facts::Hit> hits = lists->match(who, 9, scratch, least);
        EXPECT_EQ(hits, exhaustive.match(who, 9, least));
        for (const facts::Hit& hit : hits) {
            EXPECT_LT(hit.score.value(), Thresholds::kLeastAsk);
            ids.push_back(hit.entry);
        }
        return ids;
    };
    EXPECT_EQ(found("1971-03-05", Least::kAny), (std::vector<std::string>{"day", "nation"}));
    EXPECT_TRUE(found("1971-03-05", Least::kShown).empty());
    EXPECT_TRUE(found("1971-01-01", Least::kAny).empty());  // Nobody knows that day.
    EXPECT_TRUE(found("1971", Least::kAny).empty());
}

}  // namespace
}  // namespace sarhad::watchlists
