// Rules of persons' names that a review found missing. All names are invented.
#include "support.h"

#include "watchlists/name_compare.h"
#include "watchlists/name_form.h"
#include "watchlists/normalise.h"
#include "watchlists/subject.h"
#include "watchlists/told_relation.h"

#include <gtest/gtest.h>

#include <string_view>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

/// Of both orders, which must agree.
int share(std::string_view a, std::string_view b) {
    const int there = compare_names(NameSort::kPerson, a, b).score;
    EXPECT_EQ(compare_names(NameSort::kPerson, b, a).score, there) << a << " / " << b;
    return there;
}

Agreement agreement(std::string_view a, std::string_view b) {
    return agree(make_form(normalise(a)), make_form(normalise(b)));
}

// --- relations ---

TEST(NameRelations, AFatherAndAHusbandAreTwoMenAndNoConflict) {
    // The husband's name conflicted with the father's: 367.
    EXPECT_GE(share("Zorvana Gulmeer W/O Belmun Tarelli", "Zorvana Gulmeer D/O Kesh Varnil"),
              kNameMatch);
    EXPECT_GE(share("Zorvana Gulmeer wife of Belmun", "Zorvana Gulmeer bint Varnil"), kNameMatch);
    // Two fathers do, and so do two husbands.
    EXPECT_LT(share("Zorvana Gulmeer D/O Belmun Tarelli", "Zorvana Gulmeer D/O Kesh Varnil"),
              kNameMatch);
    EXPECT_LT(share("Zorvana Gulmeer W/O Belmun Tarelli", "Zorvana Gulmeer W/O Kesh Varnil"),
              kNameMatch);
    // And another woman stays another one.
    EXPECT_LT(share("Zorvana Gulmeer W/O Belmun Tarelli", "Telvina Gulmeer D/O Kesh Varnil"),
              kNameMatch);
}

TEST(NameRelations, EveryScriptThatPapersUseHasItsMarkers) {
    struct Case {
        std::string_view text;
        ToldRelation relation;
        std::string_view self;
        std::string_view relative;
    };
    constexpr std::array kCases{
        Case{"ज़ोरवन पुत्र बेलमुन", ToldRelation::kSon, "ज़ोरवन", "बेलमुन"},
        Case{"ज़ोरवना सुपुत्री बेलमुन", ToldRelation::kDaughter, "ज़ोरवना", "बेलमुन"},
        Case{"ज़ोरवना पत्नी बेलमुन", ToldRelation::kWife, "ज़ोरवना", "बेलमुन"},
        Case{"জরভান পিতা: বেলমুন", ToldRelation::kChild, "জরভান", "বেলমুন"},
        Case{"জরভানা স্বামী বেলমুন", ToldRelation::kWife, "জরভানা", "বেলমুন"},
        Case{"ਜ਼ੋਰਵਨ ਪੁੱਤਰ ਬੇਲਮੁਨ", ToldRelation::kSon, "ਜ਼ੋਰਵਨ", "ਬੇਲਮੁਨ"},
        Case{"ஜோர்வன் த/பெ பெல்முன்", ToldRelation::kChild, "ஜோர்வன்", "பெல்முன்"},
        Case{"زورفانه اهلیه بلمن", ToldRelation::kNone, "زورفانه اهلیه بلمن", ""},
        Case{"زورفانہ اہلیہ بلمن", ToldRelation::kWife, "زورفانہ", "بلمن"},
        Case{"زورفان فرزند بلمن", ToldRelation::kChild, "زورفان", "بلمن"},
        Case{"זורבן בן בלמון", ToldRelation::kSon, "זורבן", "בלמון"},
        Case{"זורבנה אשת בלמון", ToldRelation::kWife, "זורבנה", "בלמון"},
        Case{"Зорван сын Белмуна", ToldRelation::kSon, "Зорван", "Белмуна"},
        Case{"김대수의 아들 김소라", ToldRelation::kSon, "김소라", "김대수"},
        Case{"김대수의 아내 박소라", ToldRelation::kWife, "박소라", "김대수"},
        Case{"王大明之女 王小明", ToldRelation::kDaughter, "王小明", "王大明"},
        Case{"Zorvan a/l Belmun", ToldRelation::kSon, "Zorvan", "Belmun"},
        Case{"Zorvana a/p Belmun", ToldRelation::kDaughter, "Zorvana", "Belmun"},
        Case{"Zorvana Wd/o. Belmun", ToldRelation::kWife, "Zorvana", "Belmun"}};
    for (const Case& one : kCases) {
        const RelatedName told = read_relation(one.text);
        EXPECT_EQ(told.relation, one.relation) << one.text;
        EXPECT_EQ(told.self, one.self) << one.text;
        EXPECT_EQ(told.relative, one.relative) << one.text;
    }
}

TEST(NameRelations, AMarkerOfAnotherScriptIsNoWordOfTheName) {
    EXPECT_EQ(share("ज़ोरवन पुत्र बेलमुन", "ज़ोरवन S/O बेलमुन"), 1000);
    EXPECT_EQ(share("김대수의 아들 김소라", "김소라 S/O 김대수"), 1000);
    EXPECT_LT(share("Зорван сын Белмун", "Зорван жена Белмун"), kNameMatch);
    // A child may be a son.
    EXPECT_EQ(share("زورفان فرزند بلمن", "زورفان ولد بلمن"), 1000);
}

TEST(NameRelations, ATravellerIsLookedForWithoutTheMarkerOfHisScript) {
    facts::Traveller traveller;
    traveller.full_name = secret("ज़ोरवन पुत्र बेलमुन");
    const Subject who = Subject::of(traveller);
    ASSERT_FALSE(who.names.empty());
    EXPECT_EQ(who.names.front().reveal(), "ज़ोरवन");
    EXPECT_EQ(who.father_name.reveal(), "बेलमुन");
    EXPECT_EQ(who.sex, facts::Sex::kMale);
}

// --- generations ---

/// Bin between two whole names tells a father in a list, and told none in a traveller's name.
TEST(NameRelations, BinBetweenTwoWholeNamesOfATravellerTellsAFather) {
    ListEntry entry = person("1", "Muhammad Zorvan");
    entry.fathers.push_back(secret("Muhammad Belmun"));
    const auto score = [&](std::string_view name) {
        facts::Traveller who;
        who.full_name = secret(name);
        const auto hits = snapshot({entry})->match(Subject::of(who), 1);
        return hits.empty() ? 0 : hits[0].score.value();
    };
    EXPECT_EQ(score("Muhammad Zorvan bin Muhammad Belmun"),
              score("Muhammad Zorvan S/O Muhammad Belmun"));
    EXPECT_GT(score("Muhammad Zorvan bin Muhammad Belmun"), 750);
    facts::Traveller family;
    family.full_name = secret("Muhammad bin Belmun");
    EXPECT_TRUE(Subject::of(family).father_name.reveal().empty()) << "a family may stand there";
}

TEST(NameRelations, AMarkerOfAnAliasMayHaveStrokesOrStandAlone) {
    for (const std::string_view text : {"Zorvan Belmun a/k/a Kesh Varnil",
                                        "Zorvan Belmun A/K/A Kesh Varnil",
                                        "Zorvan Belmun known as Kesh Varnil",
                                        "Zorvan Belmun (better known as Kesh Varnil)",
                                        "Zorvan Belmun formerly known as Kesh Varnil"}) {
        EXPECT_EQ(share(text, "Kesh Varnil"), 1000) << text;
        EXPECT_EQ(share(text, "Zorvan Belmun"), 1000) << text;
    }
}

TEST(NameWords, WhatClerksWriteBesideANameIsATitle) {
    for (const std::string_view text : {"Col Zorvan Belmun (Retd)",
                                        "Zorvan Belmun (deceased)",
                                        "Zorvan Belmun PhD",
                                        "Zorvan Belmun MSTR"}) {
        EXPECT_GE(share(text, "Zorvan Belmun"), 950) << text;
    }
}

/// The nasal of Singh and the sign that doubles were letters that nobody reads.
TEST(NameWords, GurmukhiHasANasalAndADoublingOfItsOwn) {
    EXPECT_GE(share("ਸਿੰਘ", "Singh"), 900);
    EXPECT_GE(share("ਸੰਧੂ", "Sandhu"), 750);
    EXPECT_GE(share("ਅੱਬਾਸ", "Abbas"), 900);
    EXPECT_GE(share("Zorvan Sinh", "Zorvan Singh"), 950);
}

/// Two first names beside one noun passed as a slip of the pen.
TEST(NameWords, CompoundsOfTwoNamesAreTwoNames) {
    EXPECT_LT(share("Khalil ur Rehman", "Jalil ur Rehman"), kNameMatch);
    EXPECT_LT(share("Safiullah Zorvan", "Saifullah Zorvan"), kNameMatch + 100);
    EXPECT_GE(share("Saifullah Zorvan", "Saif Ullah Zorvan"), 950);
    EXPECT_GE(share("Khalil ur Rehman", "Khaleelur Rahman"), 900);
}

TEST(Generations, SeniorIsNotJunior) {
    // Titles never conflicted: father and son of one name were one.
    EXPECT_LT(share("Zorvan Belmun Jr", "Zorvan Belmun Sr"), kNameMatch);
    EXPECT_LT(share("Zorvan Belmun Tarelli Kesh Junior", "Zorvan Belmun Tarelli Kesh Senior"),
              kNameMatch);
    EXPECT_LT(share("Zorvan Belmun II", "Zorvan Belmun III"), kNameMatch);
    EXPECT_LT(share("Zorvan Belmun III", "Zorvan Belmun IV"), kNameMatch);
    EXPECT_LT(share("BELMUN JR, ZORVAN", "Zorvan Belmun Sr."), kNameMatch);
}

TEST(Generations, OneThatIsNotToldIsMissingAlone) {
    for (const std::string_view other :
         {"Zorvan Belmun", "Zorvan Belmun Junior", "Zorvan Belmun II", "Zorvan Belmun 2nd"}) {
        EXPECT_GE(share("Zorvan Belmun Jr", other), kNameMatch) << other;
    }
    EXPECT_GE(share("Zorvan Belmun III", "Zorvan Belmun the Third"), 900);
    EXPECT_GE(share("Zorvan Belmun IV", "Zorvan Belmun"), 900);
    // Before the name it is a gentleman, or a sister.
    EXPECT_GE(share("Sr. Zorvan Belmun", "Zorvan Belmun Jr"), kNameMatch);
}

TEST(Generations, TheConflictIsTold) {
    const auto how = compare_names(NameSort::kPerson, "Zorvan Belmun Jr", "Zorvan Belmun Sr");
    ASSERT_FALSE(how.rows.empty());
    EXPECT_EQ(how.rows.back(), (NameRow{"jr", "sr", WordRelation::kConflict, 0}));
}

// --- initials ---

TEST(Initials, TwoLettersStandForAbdAndItsNoun) {
    EXPECT_EQ(agreement("A. Q. Khanzora", "Abdul Qadir Khanzora").initial_conflicts, 0);
    EXPECT_GE(share("A. Q. Khanzora", "Abdul Qadir Khanzora"), kNameMatch);
    EXPECT_GE(share("A. Q. Khanzora", "عبد القادر Khanzora"), kNameMatch);
    EXPECT_GE(share("Q. Khanzora", "Abdul Qadir Khanzora"), kNameMatch);
    EXPECT_GE(share("A. Khanzora", "Abdul Qadir Khanzora"), kNameMatch);
    EXPECT_GE(share("A. K. Khanzora", "Abdul Kadir Khanzora"), kNameMatch);
    // The noun has a letter of its own: any other one was he too.
    EXPECT_EQ(agreement("A. M. Khanzora", "Abdul Qadir Khanzora").initial_conflicts, 1);
    EXPECT_LT(share("A. M. Khanzora", "Abdul Qadir Khanzora"), kNameMatch);
    EXPECT_LT(share("M. Q. Khanzora", "Abdul Zahir Khanzora"), kNameMatch);
}

TEST(Initials, TwoLettersWrittenAsOneWordAreTwoInitials) {
    for (const std::string_view other :
         {"Abdul Qadir Khanzora", "A. Q. Khanzora", "A Q KHANZORA", "Asif Qasim Khanzora"}) {
        EXPECT_GE(share("AQ Khanzora", other), kNameMatch) << other;
    }
    EXPECT_GE(share("MK Zorvanli", "Muhammad Kamran Zorvanli"), kNameMatch);
    EXPECT_LT(share("MK Zorvanli", "Muhammad Tahir Zorvanli"), kNameMatch);
}

TEST(Initials, AShortNameStaysAName) {
    for (const std::string_view name :
         {"Ng", "Li", "Wu", "Al", "An", "Md", "Gh", "Ch", "Ed", "Om", "St"}) {
        for (const NameToken& word : normalise(core::cat(name, " Zorvanli"))) {
            EXPECT_NE(word.kind, TokenClass::kInitial) << name;
        }
    }
    EXPECT_EQ(normalise("MK").size(), 1U);  // Nothing else is told.
}

TEST(Initials, ALetterOfAnotherScriptIsAnInitialBySound) {
    // "Х" reads as kh and "Дж" as three letters: both were words, and conflicted.
    for (const std::string_view name : {"Зорван Х. Белмун",
                                        "Зорван Дж. Белмун",
                                        "Зорван В. Белмун",
                                        "زورفان ش. بلمن",
                                        "זורבן ג׳ בלמון"}) {
        EXPECT_EQ(normalise(name)[1].kind, TokenClass::kInitial) << name;
    }
    EXPECT_EQ(agreement("Зорван Х. Белмун", "Zorvan H. Belmun").initial_conflicts, 0);
    EXPECT_EQ(agreement("Зорван Дж. Белмун", "Zorvan J. Belmun").initial_conflicts, 0);
    EXPECT_EQ(agreement("Зорван В. Белмун", "Zorvan W. Belmun").initial_conflicts, 0);
    EXPECT_EQ(agreement("Зорван К. Белмун", "Zorvan C. Belmun").initial_conflicts, 0);
    EXPECT_EQ(agreement("Зорван К. Белмун", "Zorvan Karel Belmun").initial_conflicts, 0);
    EXPECT_EQ(agreement("Зорван М. Белмун", "Zorvan T. Belmun").initial_conflicts, 1);
    EXPECT_EQ(agreement("Зорван Т. Белмун", "Зорван К. Белмун").initial_conflicts, 1);
}

TEST(Initials, OnlyOneOfTheLettersCountsOnce) {
    EXPECT_EQ(agreement("A. A. Khanzora", "Abdul Aziz Khanzora").initial_conflicts, 0);
    EXPECT_EQ(agreement("A. Z. Khanzora", "Abdul Aziz Khanzora").initial_conflicts, 1);
    EXPECT_EQ(agreement("A. Belmun", "Abdullah Belmun").initial_conflicts, 0);
}

// --- words ---

TEST(NameWords, AnIzafatIsNoInitial) {
    for (const std::string_view name :
         {"Gulzor-e-Varnil", "Gulzor-i-Varnil", "Gulzor-e Varnil", "Gulzor e Varnil"}) {
        const auto words = normalise(name);
        ASSERT_EQ(words.size(), 2U) << name;
        EXPECT_EQ(words[1].text, "varnil") << name;
    }
    EXPECT_EQ(share("Gulzor-e-Varnil", "Gulzor Varnil"), 1000);
    EXPECT_EQ(normalise("Zorvan E. Belmun")[1].kind, TokenClass::kInitial);
    EXPECT_EQ(normalise("ZORVAN E BELMUN")[1].kind, TokenClass::kInitial);
    EXPECT_EQ(normalise("Zorvan Belmun-E").back().kind, TokenClass::kInitial);
}

TEST(NameWords, ATitleMayHaveTwoWords) {
    for (const std::string_view name : {"Vice Admiral Zorvan Belmun",
                                        "Rear Adm. Zorvan Belmun",
                                        "Prime Minister Zorvan Belmun",
                                        "Air Vice Marshal Zorvan Belmun",
                                        "Lt. Gen. Zorvan Belmun",
                                        "Belmun, Adm. Zorvan",
                                        "Zorvan Belmun (Adm.)",
                                        "Mst. Zorvan Belmun"}) {
        EXPECT_GE(share(name, "Zorvan Belmun"), 900) << name;
    }
    EXPECT_LT(share("Prime Belmun Zorvan", "Kesh Belmun Zorvan"), kNameMatch);
}

TEST(NameWords, TwoNamesThatPersianWritesAsOneAreTwo) {
    const auto texts = [](std::string_view name) {
        std::string all;
        for (const NameToken& word : normalise(name)) {
            all += word.text + " ";
        }
        return all;
    };
    EXPECT_EQ(texts("محمدعلی زورفان"), texts("محمد علی زورفان"));
    EXPECT_EQ(texts("غلامحسین"), texts("غلام حسین"));
    EXPECT_EQ(texts("علیرضا"), texts("علی رضا"));
    EXPECT_EQ(texts("عبدالله زورفان"), texts("عبد الله زورفان"));
    EXPECT_EQ(texts("ضیاءالدین زورفان"), texts("ضیاء الدین زورفان"));
    EXPECT_EQ(share("محمدعلی زورفان", "Muhammad Ali Zorfan"),
              share("محمد علی زورفان", "Muhammad Ali Zorfan"));
    EXPECT_EQ(share("محمدرضا زورفان", "Mohammadreza Zorfan"),
              share("محمد رضا زورفان", "Mohammadreza Zorfan"));
    EXPECT_GE(share("محمدرضا زورفان", "Mohammad Reza Zorfan"), kNameMatch);
    // A family's name, and a name of its own.
    EXPECT_EQ(normalise("احمدزاده").size(), 1U);
    EXPECT_EQ(normalise("عبدالرحیم").size(), 1U);
    EXPECT_EQ(normalise("سلیمان").size(), 1U);
}

TEST(NameWords, ShortSyllablesOfPinyinMayStandTogether) {
    EXPECT_GE(share("Wang Li Na", "Wang Lina"), 900);
    EXPECT_GE(share("Ouyang Yi Bo", "Ouyang Yibo"), 900);
    EXPECT_GE(share("Wang Xiao Ming", "WANG Xiaoming"), 900);
    EXPECT_LT(share("Wang Li Na", "Wang Libo"), kNameMatch);
}

TEST(NameWords, ThaiVowelsAreReadWhereTheyAreSaid) {
    const auto fold = [](std::string_view name) { return normalise(name).at(0).fold; };
    // Letter by letter: "ekasm", "opd", "aisn".
    EXPECT_EQ(fold("เกษม"), fold_of("kesm"));
    EXPECT_EQ(fold("โภชน์"), fold_of("phoch"));
    EXPECT_EQ(fold("ไพศาล"), fold_of("phaisal"));
    EXPECT_EQ(fold("เพลิน"), fold_of("phloen"));
    EXPECT_EQ(fold("เขา"), fold_of("khao"));
    EXPECT_EQ(fold("เกียรติ"), fold_of("kiarti"));
    EXPECT_EQ(fold("เอก"), fold_of("ek"));
    EXPECT_EQ(fold("ເກສາ"), fold_of("kesa"));
    EXPECT_GT(share("ไพศาล เกษม", "Phaisal Kesm"), 900);
}

}  // namespace
}  // namespace sarhad::watchlists
