#include "pnr_messages.h"

#include <gtest/gtest.h>

#include <string>

namespace sarhad::intake {
namespace {

std::string person(const std::string& surname, const std::string& given) {
    return people_of(read_pnr_booking(core::cat("TIF+", surname, "+", given, ":A:1'")));
}

TEST(PnrNames, TitlesGluedToAGivenNameAreCutOff) {
    EXPECT_EQ(person("FAMILY", "JOHNMR"), "FAMILY/JOHN (MR);");
    EXPECT_EQ(person("FAMILY", "MOLLYMRS"), "FAMILY/MOLLY (MRS);");
    EXPECT_EQ(person("FAMILY", "LISALMS"), "FAMILY/LISAL (MS);");
    EXPECT_EQ(person("FAMILY", "KEVINMSTR"), "FAMILY/KEVIN (MSTR);");
    EXPECT_EQ(person("FAMILY", "ANNAMISS"), "FAMILY/ANNA (MISS);");
    EXPECT_EQ(person("FAMILY", "SAMIRACHD"), "FAMILY/SAMIRA (CHD);");
    EXPECT_EQ(person("FAMILY", "ARCHERINF"), "FAMILY/ARCHER (INF);");
    EXPECT_EQ(person("HOU", "LIMR"), "HOU/LI (MR);");
    EXPECT_EQ(person("FAMILY", "PAULDRMR"), "FAMILY/PAUL (DR MR);");
}

TEST(PnrNames, TitlesThatStandApartAreCutOff) {
    EXPECT_EQ(person("FAMILY", "KONG CHUN MRS"), "FAMILY/KONG CHUN (MRS);");
    EXPECT_EQ(person("FAMILY", "NINA MS"), "FAMILY/NINA (MS);");
    EXPECT_EQ(person("FAMILY", "MR OMAR"), "FAMILY/OMAR (MR);");
    EXPECT_EQ(person("FAMILY", "AYESHA DR"), "FAMILY/AYESHA (DR);");
    EXPECT_EQ(person("FAMILY", "JOHN SIR"), "FAMILY/JOHN (SIR);");
    EXPECT_EQ(person("FAMILY", "MRJONATHON"), "FAMILY/JONATHON (MR);");
    EXPECT_EQ(person("FAMILY", "KWANG SOO MR(ADT)"), "FAMILY/KWANG SOO (MR);");
}

/// A name must not lose its end to a title that is none.
TEST(PnrNames, GivenNamesThatEndInATitlesLettersStayWhole) {
    for (const char* name : {"AMR",
                             "OMAR",
                             "NASIR",
                             "YASIR",
                             "BADR",
                             "SHAMS",
                             "ALEXANDR",
                             "WILLIAMS",
                             "ADAMS",
                             "NIMR",
                             "UMR",
                             "DRAGAN",
                             "MRIDUL",
                             "MRUNAL",
                             "QASIR",
                             "SIKANDR",
                             "KHIDR",
                             "MADAMA",
                             "ALAMR"}) {
        EXPECT_EQ(person("FAMILY", name), core::cat("FAMILY/", name, ";"));
    }
}

TEST(PnrNames, ARealNameBeforeAGluedTitleStaysWhole) {
    EXPECT_EQ(person("FAMILY", "AMRMR"), "FAMILY/AMR (MR);");
    EXPECT_EQ(person("FAMILY", "SHAMS MR"), "FAMILY/SHAMS (MR);");
    EXPECT_EQ(person("FAMILY", "NASIRMR"), "FAMILY/NASIR (MR);");
    EXPECT_EQ(person("FAMILY", "BADR DR"), "FAMILY/BADR (DR);");
}

/// People with one name are booked as "HUSSAIN/MR".
TEST(PnrNames, AGivenNameThatIsOnlyATitleIsATitle) {
    EXPECT_EQ(person("HUSSAIN", "MR"), "HUSSAIN/ (MR);");
    EXPECT_EQ(person("HUSSAIN", "MRMR"), "HUSSAIN/MRMR;");
    EXPECT_EQ(people_of(read_pnr_booking("TIF+HUSSAIN MR+:A:1'")), "HUSSAIN/ (MR);");
}

TEST(PnrNames, ATitleThatContradictsTheSexOfTheDocumentIsPartOfTheName) {
    const std::string docs = "SSR+DOCS:HK:1:QX:::::/P/PAK/AB1/PAK/01JAN80/F/01JAN30/FAMILY/";
    EXPECT_EQ(people_of(read_pnr_booking(core::cat("TIF+FAMILY+ZULMR:A:1'", docs, "ZULMR'"))),
              "FAMILY/ZULMR;");
}

TEST(PnrNames, SurnamesLoseJuniorButNotTheirEnd) {
    EXPECT_EQ(person("SMITHJR", "JOHNMR"), "SMITH/JOHN (MR JR);");
    EXPECT_EQ(person("NASR", "OMAR"), "NASR/OMAR;");
    EXPECT_EQ(person("HAJR", "OMAR"), "HAJR/OMAR;");
    EXPECT_EQ(person("KHAN-1", "OMAR"), "KHAN/OMAR;");
    EXPECT_EQ(person("AL-RASHID", "OMAR"), "AL-RASHID/OMAR;");
}

TEST(PnrNames, NamesInOtherLettersAndCasesAreKept) {
    EXPECT_EQ(person("Müller", "Jürgen Mr"), "Müller/Jürgen (MR);");
    EXPECT_EQ(person("خان", "عمر"), "خان/عمر;");
}

}  // namespace
}  // namespace sarhad::intake
