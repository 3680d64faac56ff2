#include "watchlists/recent_travellers.h"

#include "invented.h"
#include "support.h"

#include <gtest/gtest.h>

#include <array>
#include <map>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

constexpr std::size_t kAll = 100'000;

Subject invented_subject(Invented& invented, const std::vector<ListEntry>& entries) {
    std::string name = invented.name();
    if (invented.below(2) == 0) {
        name = invented.damaged(entries[invented.below(entries.size())].names[0].text.reveal());
    }
    Subject who = subject(name, invented.birth());
    adorn(who, invented);
    if (invented.below(20) == 0) {
        who.names.clear();  // Only a number, if that.
    }
    return who;
}

/// What the other direction says, for one entry alone.
std::vector<TravellerFind> forward(const ListEntry& entry,
                                   const std::map<std::uint64_t, Subject>& travellers) {
    const auto list = snapshot({entry}, 500);
    std::vector<TravellerFind> finds;
    for (const auto& [number, who] : travellers) {
        const auto hits = list->match(who, 1);
        if (!hits.empty()) {
            finds.push_back({number, hits[0].score});
        }
    }
    std::sort(finds.begin(), finds.end(), [](const TravellerFind& a, const TravellerFind& b) {
        return std::pair{b.score, a.number} < std::pair{a.score, b.number};
    });
    return finds;
}

TEST(RecentTravellers, ForwardAndReverseAgree) {
    std::size_t found = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        Invented invented{seed};
        std::vector<ListEntry> entries;
        for (int i = 0; i < 40; ++i) {
            entries.push_back(person(std::to_string(i), invented.name(), invented.birth()));
            adorn(entries.back(), invented);
        }
        RecentTravellers recent;
        std::map<std::uint64_t, Subject> travellers;
        for (std::uint64_t number = 1; number <= 400; ++number) {
            travellers[number] = invented_subject(invented, entries);
            ASSERT_TRUE(recent.add(number, travellers[number]).has_value());
            if (invented.below(60) == 0) {
                recent.seal();
            }
        }
        MatchScratch scratch;
        for (const ListEntry& entry : entries) {
            std::vector<TravellerFind> wanted = forward(entry, travellers);
            for (const int least : {500, 600, 850}) {
                while (!wanted.empty() && wanted.back().score.value() < least) {
                    wanted.pop_back();
                }
                EXPECT_EQ(recent.find(entry, core::Permille{least}, kAll, scratch), wanted)
                    << seed << " " << entry.id << " " << least;
                found += wanted.size();
            }
        }
    }
    EXPECT_GT(found, 300U);  // Or the test says nothing.
}

// Who tells his father behind his own name is met by the entry that lists the father.
TEST(RecentTravellers, AFatherInTheNameIsReadInBothDirections) {
    Invented invented{5};
    constexpr std::array<const char*, 8> kWords{
        "Muhammad", "Zorvan", "Ahmad", "Belmun", "Khan", "Tarelli", "Aslam", "Varnil"};
    const auto two = [&] {
        return core::cat(kWords.at(invented.below(8)), " ", kWords.at(invented.below(8)));
    };
    RecentTravellers recent;
    std::map<std::uint64_t, Subject> travellers;
    for (std::uint64_t number = 1; number <= 250; ++number) {
        Subject who = subject(core::cat(two(), " ", two()), invented.birth());
        who.father_name = secret(number % 9 == 0 ? two() : (number % 9 == 1 ? "nill" : ""));
        travellers[number] = who;
        ASSERT_TRUE(recent.add(number, who).has_value());
    }
    MatchScratch scratch;
    std::size_t found = 0;
    for (int i = 0; i < 30; ++i) {
        ListEntry entry = person(std::to_string(i), two(), invented.birth());
        if (i % 4 != 0) {
            entry.fathers.push_back(secret(two()));
        }
        std::vector<TravellerFind> wanted = forward(entry, travellers);
        for (const int least : {500, 560, 610}) {
            while (!wanted.empty() && wanted.back().score.value() < least) {
                wanted.pop_back();
            }
            EXPECT_EQ(recent.find(entry, core::Permille{least}, kAll, scratch), wanted)
                << i << " " << least;
            found += wanted.size();
        }
    }
    EXPECT_GT(found, 100U);
}

// A paper finds whoever travelled on it; an organisation's or a ship's number nobody: the other
// direction meets those entries by a traveller's paper no more than this one does.
TEST(RecentTravellers, ForwardAndReverseAgreeOnPapersOfEveryKindOfEntry) {
    std::size_t found = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        Invented invented{seed};
        RecentTravellers recent;
        std::map<std::uint64_t, Subject> travellers;
        for (std::uint64_t number = 1; number <= 300; ++number) {
            Subject who = subject(invented.name(), invented.birth());
            who.documents.push_back(secret(invented_number(invented)));
            who.issuers.emplace_back(invented.below(2) == 0 ? "PAK" : "");
            travellers[number] = who;
            ASSERT_TRUE(recent.add(number, who).has_value());
        }
        MatchScratch scratch;
        for (int i = 0; i < 40; ++i) {
            ListEntry entry = person(std::to_string(i), invented.name());
            entry.kind = std::array{EntryKind::kDocument,
                                    EntryKind::kOrganisation,
                                    EntryKind::kVessel}[invented.below(3)];
            if (entry.kind == EntryKind::kDocument) {
                entry.names.clear();
            }
            entry.documents.push_back({"Passport",
                                       secret(invented_number(invented)),
                                       invented.below(2) == 0 ? "Iraq" : "Pakistan"});
            const std::vector<TravellerFind> wanted = forward(entry, travellers);
            EXPECT_EQ(recent.find(entry, core::Permille{500}, kAll, scratch), wanted)
                << seed << " " << entry.id;
            found += wanted.size();
        }
    }
    EXPECT_GT(found, 50U);  // Or the test says nothing.
}

// A native word means another thing beside a Latin name than alone: held neighbours must know.
TEST(RecentTravellers, OriginalScriptsAreReadAsTheOtherDirectionReadsThem) {
    std::map<std::uint64_t, Subject> travellers;
    RecentTravellers recent;
    for (const char* name : {"Zorvan Belkhadim", "Muhammad Aslam", "محمد اسلم", "Aslam Muhamad"}) {
        const std::uint64_t number = travellers.size() + 1;
        travellers[number] = subject(name);
        ASSERT_TRUE(recent.add(number, travellers[number]).has_value());
    }
    ListEntry beside = person("1", "Zorvan Belkhadim");
    beside.names.back().original = secret("محمد اسلم");
    MatchScratch scratch;
    std::size_t found = 0;
    for (const ListEntry& entry : {beside, person("2", "محمد اسلم"), beside}) {
        const auto finds = recent.find(entry, core::Permille{500}, kAll, scratch);
        EXPECT_EQ(finds, forward(entry, travellers)) << entry.id;
        found += finds.size();
    }
    EXPECT_GT(found, 6U);
}

TEST(RecentTravellers, AnEqualDocumentFindsWhoeverBearsIt) {
    RecentTravellers recent;
    Subject who = subject("Lumi Aaltovirta");
    who.documents.push_back(secret("X1234567"));
    ASSERT_TRUE(recent.add(7, who).has_value());
    who.names.clear();
    ASSERT_TRUE(recent.add(8, who).has_value());
    ListEntry entry = person("1", "Zorvan Belkhadim");
    entry.documents.push_back({"Passport", secret("X-123 4567"), ""});
    MatchScratch scratch;
    const auto finds = recent.find(entry, core::Permille{850}, kAll, scratch);
    ASSERT_EQ(finds.size(), 2U);
    EXPECT_EQ(finds[0].number, 7U);
    EXPECT_EQ(finds[1].number, 8U);
}

TEST(RecentTravellers, WhoIsForgottenIsNotFound) {
    RecentTravellers recent;
    for (std::uint64_t number = 1; number <= 6; ++number) {
        ASSERT_TRUE(recent.add(number, subject("Zorvan Belkhadim")).has_value());
        recent.seal();
    }
    recent.forget_below(5);
    MatchScratch scratch;
    const auto finds =
        recent.find(person("1", "Zorvan Belkhadim"), core::Permille{600}, kAll, scratch);
    ASSERT_EQ(finds.size(), 2U);
    EXPECT_EQ(finds[0].number, 5U);
}

TEST(RecentTravellers, OrganisationsFindNobody) {
    RecentTravellers recent;
    ASSERT_TRUE(recent.add(1, subject("Zorvan Belkhadim")).has_value());
    ListEntry entry = person("1", "Zorvan Belkhadim");
    entry.kind = EntryKind::kOrganisation;
    MatchScratch scratch;
    EXPECT_TRUE(recent.find(entry, core::Permille{500}, kAll, scratch).empty());
}

TEST(RecentTravellers, TheStrongestAreKeptWhereThereIsALimit) {
    RecentTravellers recent;
    for (std::uint64_t number = 1; number <= 400; ++number) {
        ASSERT_TRUE(recent.add(number, subject("Zorvan Belkhadim")).has_value());
    }
    ASSERT_TRUE(recent.add(401, subject("Zorvan Belkhadim", "1971-03-09")).has_value());
    MatchScratch scratch;
    const auto finds =
        recent.find(person("1", "Zorvan Belkhadim", "1971-03-09"), core::Permille{600}, 3, scratch);
    ASSERT_EQ(finds.size(), 3U);
    EXPECT_EQ(finds[0].number, 401U);
    EXPECT_GT(finds[0].score, finds[1].score);
}

}  // namespace
}  // namespace sarhad::watchlists
