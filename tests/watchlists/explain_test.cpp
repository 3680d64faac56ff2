#include "invented.h"
#include "support.h"

#include "watchlists/matcher.h"

#include <gtest/gtest.h>

#include <set>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

facts::Hit best(const ListEntry& entry, const Subject& who) {
    MatchScratch scratch;
    const auto hits = snapshot({entry})->match(who, 1, scratch, Least::kAny);
    return hits.empty() ? facts::Hit{} : hits.front();
}

std::vector<std::string> rows(const facts::Hit& hit) {
    std::vector<std::string> lines;
    for (const facts::NameWords& words : hit.words) {
        lines.push_back(
            core::cat(words.told.reveal(), " ", words.relation, " ", words.listed.reveal()));
    }
    return lines;
}

TEST(Explain, OneLineSaysNameFatherAndBirth) {
    ListEntry entry = person("1", "MUHAMMAD Belkhadim", "1971");
    entry.fathers.push_back(secret("Zorvan Tarelli"));
    Subject who = subject("محمد Belkhadim", "1971-03-09");
    who.father_name = secret("Kesh Varnil");
    EXPECT_EQ(best(entry, who).why.reveal(),
              "the same 1 word; محمد and MUHAMMAD are one name; born the same year; father's name "
              "differs");
}

TEST(Explain, WordsStandAsBothSidesSpellThem) {
    const facts::Hit hit =
        best(person("1", "Mohammad BELKHADIM Zorvan"), subject("Md Belkhadim Zorvann Tarelli"));
    EXPECT_EQ(rows(hit),
              (std::vector<std::string>{"Md variant Mohammad",
                                        "Belkhadim same BELKHADIM",
                                        "Zorvann sound Zorvan",
                                        "Tarelli extra "}));
}

TEST(Explain, ACompoundIsShownAsItIsWritten) {
    const facts::Hit hit =
        best(person("1", "Abd-ul-Rahman al-Belkhadim"), subject("ABDUR RAHMAN BELKHADIM"));
    EXPECT_EQ(rows(hit),
              (std::vector<std::string>{"ABDUR RAHMAN same Abd-ul-Rahman",
                                        "BELKHADIM same al-Belkhadim"}));
}

TEST(Explain, AConflictNamesBothWords) {
    const facts::Hit hit =
        best(person("1", "Zorvan Belkhadim Oskel"), subject("Zorvan Belkhadim Tarelli"));
    ASSERT_FALSE(hit.words.empty());
    EXPECT_EQ(hit.words.back().relation, "conflict");
    EXPECT_NE(hit.why.reveal().find("Tarelli and Oskel are different names"), std::string::npos);
}

/// The line said that only the list has John Albert.
TEST(Explain, AnInitialIsShownBesideItsWord) {
    facts::Hit hit = best(person("1", "John Albert Zarvan"), subject("J. A. Zarvan"));
    EXPECT_EQ(
        rows(hit),
        (std::vector<std::string>{"Zarvan same Zarvan", "J. initial John", "A. initial Albert"}));
    EXPECT_EQ(hit.why.reveal().find("only the list has"), std::string::npos) << hit.why.reveal();
    hit = best(person("1", "J. A. Zarvan"), subject("John Albert Zarvan"));
    EXPECT_EQ(
        rows(hit),
        (std::vector<std::string>{"Zarvan same Zarvan", "John initial J.", "Albert initial A."}));
    hit = best(person("1", "Abdul Qadir Zarvan"), subject("A. Q. Zarvan"));
    EXPECT_EQ(rows(hit),
              (std::vector<std::string>{"Zarvan same Zarvan", "A. Q. initial Abdul Qadir"}));
    hit = best(person("1", "John Albert Oskel Zarvan"), subject("J. Zarvan"));
    EXPECT_EQ(
        rows(hit),
        (std::vector<std::string>{"Zarvan same Zarvan", "J. initial John", " extra Albert Oskel"}));
}

/// It named the two as different names beside a score of one.
TEST(Explain, ThreeWordsWrittenAsOneAreNoConflict) {
    const facts::Hit hit = best(person("1", "Gul Zorvan Oskel"), subject("GULZORVANOSKEL"));
    EXPECT_EQ(rows(hit), std::vector<std::string>{"GULZORVANOSKEL joined Gul Zorvan Oskel"});
    EXPECT_EQ(hit.why.reveal().find("GULZORVANOSKEL and Gul Zorvan Oskel are the same, written "
                                    "together or apart"),
              0U);
}

TEST(Explain, ADocumentAloneIsExplainedWithoutItsName) {
    ListEntry entry = person("1", "Zorvan Belkhadim");
    entry.documents.push_back({"Passport", secret("XT1000001"), ""});
    Subject who;
    who.documents.push_back(secret("XT1000001"));
    EXPECT_NE(best(entry, who).why.reveal().find("same document number"), std::string::npos);
}

TEST(Explain, AWeakMatchAsksForWhatTheListKnowsAndTheTravellerHasNotTold) {
    ListEntry entry = person("1", "Muhammad Khan", "1971-03-09");
    entry.fathers.push_back(secret("Zorvan Tarelli"));
    Subject who = subject("Muhammad Khan");
    facts::Hit hit = best(entry, who);
    ASSERT_EQ(hit.tier, facts::Tier::kAsk) << hit.score.value();
    EXPECT_EQ(hit.reasons.back().message, "ask.father");
    EXPECT_TRUE(hit.why.reveal().ends_with("; ask for the father's name")) << hit.why.reveal();
    entry.documents.push_back({"CNIC", secret("17301-1234567-1"), ""});
    EXPECT_EQ(best(entry, who).reasons.back().message, "ask.cnic");
    who.documents.push_back(secret("17301-1234576-1"));  // Two digits misread.
    who.father_name = secret("Zorvan Tarelli");
    hit = best(entry, who);
    EXPECT_NE(hit.reasons.back().kind, "question");  // It is stronger than a question now.
}

TEST(Explain, NobodyButAPakistaniIsAskedForACnicAndEveryQuestionIsSaid) {
    ListEntry entry = person("1", "Muhammad Khan");
    entry.documents.push_back({"CNIC", secret("17301-1234567-1"), ""});
    entry.fathers.push_back(secret("Zorvan Tarelli"));
    Subject who = subject("Muhammad Khan");
    const auto asked = [&] { return best(entry, who).reasons.back().message; };
    EXPECT_EQ(asked(), "ask.cnic");
    who.nationality = "PAK";
    EXPECT_EQ(asked(), "ask.cnic");
    who.nationality = "AFG";
    EXPECT_EQ(asked(), "ask.father");
    who.father_name = secret("nill");
    EXPECT_EQ(asked(), "ask.document");
    who.documents.push_back(secret("XT1000001"));
    EXPECT_EQ(asked(), "ask.remarks");
}

/// Hits of any score of invented people against an invented list, original scripts and all.
std::vector<facts::Hit> invented_hits() {
    Invented invented{77};
    std::vector<ListEntry> entries;
    std::vector<std::string> names;
    for (int i = 0; i < 150; ++i) {
        names.push_back(invented.name());
        entries.push_back(person(std::to_string(i), names.back(), invented.birth()));
        adorn(entries.back(), invented);
    }
    const auto lists = snapshot(std::move(entries));
    std::vector<facts::Hit> all;
    MatchScratch scratch;
    for (int i = 0; i < 200; ++i) {
        Subject who =
            subject(invented.damaged(names[invented.below(names.size())]), invented.birth());
        adorn(who, invented);
        for (facts::Hit& hit : lists->match(who, 20, scratch, Least::kAny)) {
            all.push_back(std::move(hit));
        }
    }
    return all;
}

TEST(Explain, EveryHitHasALineAndEveryNamedOneItsWords) {
    const std::vector<facts::Hit> hits = invented_hits();
    ASSERT_GT(hits.size(), 1000U);
    for (const facts::Hit& hit : hits) {
        EXPECT_FALSE(hit.why.reveal().empty()) << hit.name.reveal();
        if (hit.reasons.front().points > 0) {
            EXPECT_FALSE(hit.words.empty()) << hit.name.reveal();
        }
    }
}

TEST(Explain, EveryReasonIsASentenceWithAnId) {
    std::set<std::string> seen;
    for (const facts::Hit& hit : invented_hits()) {
        for (const facts::Reason& reason : hit.reasons) {
            EXPECT_FALSE(reason.message.empty()) << reason.text.reveal();
            EXPECT_LE(reason.message.size(), facts::max_of(&facts::Reason::message));
            seen.insert(reason.message);
        }
    }
    EXPECT_GT(seen.size(), 15U);
}

TEST(Explain, TheReasonsAddUpToTheScore) {
    for (const facts::Hit& hit : invented_hits()) {
        int sum = 0;
        for (const facts::Reason& reason : hit.reasons) {
            sum += reason.points;
        }
        EXPECT_EQ(sum, hit.score.value());
    }
}

}  // namespace
}  // namespace sarhad::watchlists
