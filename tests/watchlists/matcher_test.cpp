#include "watchlists/matcher.h"

#include "invented.h"
#include "support.h"

#include "watchlists/match_scratch.h"

#include <gtest/gtest.h>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.
using facts::Tier;

/// Score of the best hit of a list of one person, 0 for none.
int score(const ListEntry& entry, const Subject& who) {
    const auto hits = snapshot({entry})->match(who, 5);
    return hits.empty() ? 0 : hits[0].score.value();
}
Tier tier(const ListEntry& entry, const Subject& who) {
    const auto hits = snapshot({entry})->match(who, 5);
    return hits.empty() ? Tier::kSilent : hits[0].tier;
}

TEST(Matcher, ARareEqualNameAloneIsReviewedAndACommonOneAsks) {
    EXPECT_EQ(tier(person("1", "Zorvan Belkhadim"), subject("Zorvan Belkhadim")), Tier::kReview);
    EXPECT_EQ(tier(person("1", "Muhammad Ali"), subject("Ali Mohd")), Tier::kAsk);
}

TEST(Matcher, EqualNameAndDayIsHeld) {
    EXPECT_EQ(tier(person("1", "Zorvan Belkhadim", "1971-03-09"),
                   subject("Zorvan Belkhadim", "1971-03-09")),
              Tier::kHold);
}

TEST(Matcher, OrderOfNamePartsDoesNotMatter) {
    EXPECT_EQ(score(person("1", "Zorvan Tarel Belkhadim"), subject("Belkhadim Zorvan Tarel")),
              score(person("1", "Zorvan Tarel Belkhadim"), subject("Zorvan Tarel Belkhadim")));
}

TEST(Matcher, LatinLettersFindAListThatHasNoneAndASoundOnlyThere) {
    // زورفان بلخادم, as an agency may list a man of whom it has no Latin writing.
    const ListEntry native = person("1", "زورفان بلخادم", "1971-03-09");
    EXPECT_GE(score(native, subject("Zorfan Belkhadem", "1971-03-09")), 700);
    // Beside a Latin name the same letters are not looked for by sound: that name is.
    ListEntry both = person("1", "Ruvan Tolmin", "1971-03-09");
    both.names[0].original = secret("زورفان بلخادم");
    EXPECT_EQ(score(both, subject("Zorfan Belkhadem", "1971-03-09")), 0);
    EXPECT_GE(score(both, subject("Ruvan Tolmin", "1971-03-09")), 700);
    EXPECT_GE(score(both, subject("زورفان بلخادم", "1971-03-09")), 700);
}

// "S" stands for the second word, which the first, said again, weighs little: more than one word
// alone can score.
TEST(Matcher, FindsTwoWordsByOneAndALetter) {
    ListSnapshotBuilder builder;
    ListManifest manifest;
    manifest.name = "wl/test/one";
    manifest.thresholds.ask = core::Permille{660};
    manifest.thresholds.silent = core::Permille{660};
    ASSERT_TRUE(builder.add_list(manifest, {person("1", "Shorvanbek Shorvanbek")}).has_value());
    EXPECT_EQ(builder.build(&test_hash)->match(subject("S Shorvanbek"), 5).size(), 1U);
}

TEST(Matcher, AConflictCostsMoreThanAnExtraWord) {
    const ListEntry listed_person = person("1", "Zorvan Belkhadim Tarelli", "1971-03-09");
    const int extra = score(listed_person, subject("Zorvan Tarelli", "1971-03-09"));
    const int conflict = score(listed_person, subject("Zorvan Mundosi Tarelli", "1971-03-09"));
    EXPECT_GT(extra, conflict);
    EXPECT_GE(extra, 700);
    EXPECT_LT(conflict, 700);
}

TEST(Matcher, SpellingAndSpacingVariantsAreFound) {
    const ListEntry entry = person("1", "Zorvan al-Belkhadim", "1971-03-09");
    for (const std::string_view name : {"Zorvan Belkhadim",
                                        "ZORVAN ALBELKHADIM",
                                        "Zorvane Belkadim",
                                        "Zor Van Belkhadim",
                                        "Zorvanbelkhadim",
                                        "Зорван Белхадим",
                                        "Zorwan Belkhadeem"}) {
        EXPECT_GE(score(entry, subject(name, "1971-03-09")), 700) << name;
    }
}

TEST(Matcher, OriginalScriptFindsTheEntry) {
    ListEntry entry = person("1", "Zorvan Belkhadim");
    entry.names[0].original = secret("محمد طارق زورفان");
    EXPECT_EQ(tier(entry, subject("محمد طارق زورفان")), Tier::kReview);
}

TEST(Matcher, BirthEvidenceFallsInOrder) {
    const auto with = [](std::string_view birth) {
        return score(person("1", "Zorvan Belkhadim", "1971-03-09"),
                     subject("Zorvan Belkhadim", birth));
    };
    EXPECT_GT(with("1971-03-09"), with("1971-03"));
    EXPECT_GT(with("1971-03"), with("1971"));
    EXPECT_GT(with("1971"), with("1971-05-20"));
    EXPECT_GT(with("1971-05-20"), with(""));
    EXPECT_GT(with("1972"), with(""));
    EXPECT_GT(with(""), with("1976"));
    EXPECT_GT(with("1976"), with("1991"));
}

TEST(Matcher, ApproximateAndRangedYearsAreForgiving) {
    ListEntry circa = person("1", "Zorvan Belkhadim");
    circa.births.push_back(born("1971", DatePrecision::kApproximate));
    EXPECT_GT(score(circa, subject("Zorvan Belkhadim", "1973")),
              score(person("1", "Zorvan Belkhadim", "1971"), subject("Zorvan Belkhadim", "1973")));
}

TEST(Matcher, EqualDocumentHoldsWhateverTheName) {
    ListEntry entry = person("1", "Zorvan Belkhadim");
    entry.documents.push_back({"Passport", secret("X-123 4567"), ""});
    Subject who = subject("Lumi Aaltovirta");
    who.documents.push_back(secret("x1234567"));
    EXPECT_EQ(tier(entry, who), Tier::kHold);
}

TEST(Matcher, ShortDocumentNumbersAreNoEvidence) {
    ListEntry entry = person("1", "Zorvan Belkhadim");
    entry.documents.push_back({"ID", secret("12345"), ""});
    Subject who = subject("Lumi Aaltovirta");
    who.documents.push_back(secret("12345"));
    EXPECT_EQ(tier(entry, who), Tier::kSilent);
}

TEST(Matcher, WeakAliasNeedsCorroboration) {
    ListEntry entry = person("1", "Tarel Mundosi", "1971-03-09");
    entry.names.push_back(listed("Zorvan Belkhadim", NameQuality::kWeak));
    EXPECT_EQ(tier(entry, subject("Zorvan Belkhadim")), Tier::kAsk);
    EXPECT_GE(tier(entry, subject("Zorvan Belkhadim", "1971-03-09")), Tier::kReview);
}

TEST(Matcher, SexNeverRaisesAScore) {
    ListEntry entry = person("1", "Zorvan Belkhadim");
    const int plain = score(entry, subject("Zorvan Belkhadim"));
    entry.sex = facts::Sex::kMale;
    Subject who = subject("Zorvan Belkhadim");
    who.sex = facts::Sex::kMale;
    EXPECT_EQ(score(entry, who), plain);
    who.sex = facts::Sex::kFemale;
    EXPECT_LT(score(entry, who), plain);
}

TEST(Matcher, NationalityDoesNotChangeAScore) {
    // A listed "Ruritania" and a told "Ruritanian" once took points: a spelling decided.
    facts::Traveller traveller;
    traveller.full_name = secret("Zorvan Belkhadim");
    ListEntry entry = person("1", "Zorvan Belkhadim");
    const int plain = score(entry, Subject::of(traveller));
    entry.nationalities = {"Ruritania"};
    traveller.nationality = "Strelsavian";
    EXPECT_EQ(score(entry, Subject::of(traveller)), plain);
}

TEST(Matcher, ANumberAmongWordsIsTheSameDocument) {
    ListEntry entry = person("1", "Zorvan Belkhadim");
    for (const std::string_view number : {"Ruritanian Passport No. X1234567",
                                          "X1234567 (Expired on 1 Jan. 2010)",
                                          "X1234567, Strelsau",
                                          "No. X1234567"}) {
        entry.documents = {{"Passport", secret(number), ""}};
        Subject who = subject("Lumi Aaltovirta");
        who.documents.push_back(secret("X1234567"));
        EXPECT_EQ(tier(entry, who), Tier::kHold) << number;
    }
}

TEST(Matcher, OfTheNamesThatADocumentLiftsTheOneThatAgreesIsShown) {
    ListEntry entry = person("1", "Tarel Mundosi");
    entry.names.push_back(listed("Zorvan Belkhadim"));
    entry.documents.push_back({"Passport", secret("X1234567"), ""});
    Subject who = subject("Zorvan Tarelli");
    who.documents.push_back(secret("X1234567"));
    const auto lists = snapshot({entry});
    const auto hits = lists->match(who, 5);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].name.reveal(), "Zorvan Belkhadim");
    EXPECT_EQ(hits, ExhaustiveMatcher{*lists}.match(who, 5));
}

TEST(Subject, ReadsAGivenNameWithoutItsGluedTitleToo) {
    facts::Traveller traveller;
    traveller.first_name = secret("ZORVANMR");
    traveller.surname = secret("BELKHADIM");
    const Subject who = Subject::of(traveller);
    ASSERT_EQ(who.names.size(), 2U);
    EXPECT_EQ(who.names[0].reveal(), "ZORVANMR BELKHADIM");
    EXPECT_EQ(who.names[1].reveal(), "ZORVAN BELKHADIM");
    traveller.first_name = secret("AMR");
    EXPECT_EQ(Subject::of(traveller).names.size(), 1U);
}

TEST(Subject, ALongNameKeepsItsSurname) {
    facts::Traveller traveller;
    traveller.first_name = secret("Zorvan Tarel Mundosi Fargh Luya Sheidin Belka Vanou");
    traveller.surname = secret("Belkhadim");
    EXPECT_GE(score(person("1", "Zorvan Tarel Mundosi Fargh Luya Sheidin Belka Belkhadim"),
                    Subject::of(traveller)),
              700);
}

TEST(Matcher, ReasonsAddUpToTheScore) {
    const auto hits = snapshot({person("1", "Zorvan Belkhadim", "1971-03-09")})
                          ->match(subject("Zorvan Belkhadim Tarelli", "1978"), 5);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].tier, facts::Tier::kSilent);
    const auto found = snapshot({person("1", "Zorvan Belkhadim", "1971-03-09")})
                           ->match(subject("Zorvan Belkhadim", "1978"), 5);
    ASSERT_EQ(found.size(), 1U);
    int sum = 0;
    for (const facts::Reason& reason : found[0].reasons) {
        sum += reason.points;
    }
    EXPECT_EQ(sum, found[0].score.value());
    EXPECT_EQ(found[0].reasons[0].text.reveal(), "name: 2 of 2 words agree");
    EXPECT_EQ(found[0].reasons[1].text.reveal(), "year of birth differs by 7");
}

TEST(Matcher, OnlyPersonsAreMatchedWithTravellers) {
    ListEntry ship = person("1", "Zorvan Belkhadim");
    ship.kind = EntryKind::kVessel;
    EXPECT_TRUE(snapshot({ship})->match(subject("Zorvan Belkhadim"), 5).empty());
}

TEST(Matcher, NamesTheListAndTheEntry) {
    const auto hits =
        snapshot({person("T-7", "Zorvan Belkhadim")})->match(subject("Zorvan Belkhadim"), 5);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].list, "wl/test/one");
    EXPECT_EQ(hits[0].edition, 1U);
    EXPECT_EQ(hits[0].entry, "T-7");
    EXPECT_EQ(hits[0].name.reveal(), "Zorvan Belkhadim");
}

TEST(Matcher, BestHitComesFirstAndTheLimitHolds) {
    const auto lists = snapshot({person("1", "Zorvan Belkhadim", "1950"),
                                 person("2", "Zorvan Belkhadim", "1971"),
                                 person("3", "Zorvan Belkhadim")});
    const auto hits = lists->match(subject("Zorvan Belkhadim", "1971"), 2);
    ASSERT_EQ(hits.size(), 2U);
    EXPECT_EQ(hits[0].entry, "2");
    EXPECT_EQ(hits[1].entry, "3");
}

TEST(ListSnapshot, HashCoversThresholdsAndEditions) {
    const auto hash_of_list = [](std::uint64_t edition, int ask) {
        ListManifest manifest;
        manifest.name = "wl/test/one";
        manifest.edition = edition;
        manifest.thresholds.ask = core::Permille{ask};
        ListSnapshotBuilder builder;
        SARHAD_CHECK(builder.add_list(manifest, {}).has_value());
        return builder.build(&test_hash)->hash();
    };
    EXPECT_EQ(hash_of_list(1, 600), hash_of_list(1, 600));
    EXPECT_NE(hash_of_list(1, 600), hash_of_list(2, 600));
    EXPECT_NE(hash_of_list(1, 600), hash_of_list(1, 610));
}

TEST(ListSnapshot, RefusesThresholdsOutOfOrderAndRepeatedNames) {
    ListManifest manifest;
    manifest.name = "wl/test/one";
    ListSnapshotBuilder builder;
    EXPECT_TRUE(builder.add_list(manifest, {}).has_value());
    EXPECT_EQ(builder.add_list(manifest, {}).error().code, core::Errc::kConflict);
    manifest.name = "wl/test/two";
    manifest.thresholds.review = core::Permille{500};
    EXPECT_EQ(builder.add_list(manifest, {}).error().code, core::Errc::kInvalid);
}

TEST(ListSnapshot, TellsFromTheLeastThatIsAskedFor) {
    const auto lists = snapshot({person("1", "Zorvan Tarel Belkhadim", "1971-03-09"),
                                 person("2", "Zorvan Mundosi Okarra"),
                                 person("3", "Zorvan Tarel Belkhadim")});
    const Subject who = subject("Zorvan Tarel Belkhadim", "1971-03-09");
    MatchScratch scratch;
    EXPECT_EQ(lists->match(who, 20, scratch, Least::kHold).size(), 1U);
    EXPECT_EQ(lists->match(who, 20, scratch, Least::kReview).size(), 2U);
    EXPECT_EQ(lists->match(who, 20, scratch).size(), 2U);
    const auto any = lists->match(who, 20, scratch, Least::kAny);
    ASSERT_EQ(any.size(), 3U);
    EXPECT_EQ(any[2].entry, "2");
    EXPECT_LT(any[2].score.value(), Thresholds::kLeastAsk);
}

TEST(ListSnapshot, OfNothingMatchesNothing) {
    EXPECT_TRUE(snapshot({})->match(subject("Zorvan Belkhadim"), 5).empty());
    EXPECT_TRUE(snapshot({person("1", "Zor")})->match(Subject{}, 5).empty());
}

/// Hits of 700 subjects, each compared with the exhaustive matcher's.
std::size_t compared_hits(std::uint64_t seed, int ask) {
    Invented invented{seed};
    std::vector<ListEntry> entries;
    std::vector<std::string> names;
    for (int i = 0; i < 300; ++i) {
        names.push_back(invented.name());
        entries.push_back(person(std::to_string(i), names.back(), invented.birth()));
        adorn(entries.back(), invented);
    }
    const auto lists = snapshot(std::move(entries), ask);
    const ExhaustiveMatcher exhaustive{*lists};
    std::size_t hit_count = 0;
    for (int i = 0; i < 700; ++i) {
        const bool is_listed = invented.below(2) == 0;
        std::string name = is_listed ? names[invented.below(names.size())] : invented.name();
        for (std::uint64_t n = invented.below(3); n > 0; --n) {
            name = invented.damaged(name);
        }
        Subject who = subject(name, invented.birth());
        adorn(who, invented);
        const auto fast = lists->match(who, 1000);
        hit_count += fast.size();
        EXPECT_EQ(fast, exhaustive.match(who, 1000)) << "subject " << i << ": " << name;
    }
    return hit_count;
}

TEST(ListSnapshot, LosesNothingAgainstTheExhaustiveMatcher) {
    EXPECT_GT(compared_hits(20261123, 600), 200U);
}

TEST(ListSnapshot, LosesNothingAtTheLowestThreshold) {
    EXPECT_GT(compared_hits(8, Thresholds::kLeastAsk), 300U);
}

/// Homonyms are told apart by their fathers: some are compared one by one, of many all that are
/// like the told one are looked up.
TEST(ListSnapshot, LosesNothingAmongFewAndManyFathers) {
    for (const std::size_t count : {5U, 3 * static_cast<unsigned>(kComparedWords)}) {
        Invented invented{count};
        std::vector<ListEntry> entries;
        std::vector<std::string> fathers;
        for (std::size_t i = 0; i < count; ++i) {
            entries.push_back(person(std::to_string(i), "Zamir Qorbantest"));
            fathers.push_back(invented.name() + " " + invented.word() + invented.word());
            entries.back().fathers.push_back(secret(fathers.back()));
        }
        const auto lists = snapshot(std::move(entries), Thresholds::kLeastAsk);
        const ExhaustiveMatcher exhaustive{*lists};
        for (int i = 0; i < 20; ++i) {
            Subject who = subject("Zamir Qorbantest");
            who.father_name = secret(invented.damaged(fathers[invented.below(count)]));
            for (const std::size_t limit : {std::size_t{3}, std::size_t{1'000}}) {
                const auto hits = lists->match(who, limit);
                EXPECT_EQ(hits.size(), std::min(limit, count));
                EXPECT_EQ(hits, exhaustive.match(who, limit));
            }
        }
    }
}

TEST(Matcher, NamePartIsSymmetric) {
    Invented invented{7};
    for (int i = 0; i < 500; ++i) {
        const std::string a = invented.name();
        const std::string b = invented.damaged(invented.below(2) == 0 ? a : invented.name());
        // Both names are in both lists, so that every word weighs the same on either side.
        const auto lists = snapshot({person("a", a), person("b", b)});
        const auto score_of = [&](const std::string& who, std::string_view id) {
            for (const facts::Hit& hit : lists->match(subject(who), 5)) {
                if (hit.entry == id) {
                    return hit.score.value();
                }
            }
            return 0;
        };
        EXPECT_EQ(score_of(a, "b"), score_of(b, "a")) << a << " / " << b;
    }
}

}  // namespace
}  // namespace sarhad::watchlists
