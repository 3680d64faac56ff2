#include "imported.h"

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

/// The first entry's remarks, and its warnings.
std::string told_of(const Taken& taken) {
    std::string text = taken.entries.at(0).remarks.reveal();
    for (const RefusedRecord& warned : taken.report->warned) {
        text += " [" + warned.reason + "]";
    }
    return text;
}

std::string not_understood(const std::string& label) {
    return " [its " + label + " is not understood: it stands in the remarks only]";
}

Taken uk_of(const std::string& columns, const std::vector<std::string>& rows) {
    std::string text = "Unique ID,Designation Type,Name 6,Name 1," + columns + "\n";
    for (const std::string& row : rows) {
        text += "TST1,Individual,ZORVAN,," + row + "\n";
    }
    return import_text("uk-csv", text);
}

TEST(ImportFields, TheUksDayOfDesignationIsReadInAnyForm) {
    for (const std::string day : {"24/02/2022", "2022-02-24", "24 February 2022"}) {
        const Taken taken = uk_of("Date Designated", {day});
        EXPECT_EQ(to_text(taken.entries.at(0).listed_on), "2022-02-24") << day;
        EXPECT_EQ(told_of(taken), "");
    }
}

TEST(ImportFields, WhatCannotBeReadStaysInTheRemarksWithAWarning) {
    // Neither the report nor the remarks had it.
    EXPECT_EQ(told_of(uk_of("Date Designated", {"soon"})),
              "Date Designated: soon" + not_understood("Date Designated"));
    EXPECT_EQ(told_of(uk_of("Gender", {"other"})), "Gender: other" + not_understood("Gender"));
    EXPECT_EQ(told_of(import_text("senzing",
                                  R"({"RECORD_ID":"1","RECORD_TYPE":"PERSON",)"
                                  R"("NAME_FULL":"Zorvan","GENDER":"other"})")),
              "GENDER: other" + not_understood("GENDER"));
    EXPECT_EQ(told_of(import_text("sarhad-csv",
                                  "reference,name,action,listed_on\n1,Zorvan,inform,soon\n")),
              "listed_on: soon" + not_understood("listed_on"));
    // It refused the whole entry, who was then on no list.
    EXPECT_EQ(told_of(import_text("sarhad-csv",
                                  "reference,name,action,date_of_birth\n1,Zorvan,inform,soon\n")),
              "date_of_birth: soon" + not_understood("date_of_birth"));
    EXPECT_EQ(told_of(import_text("ftm",
                                  R"({"id":"1","schema":"Person","first_seen":"soon",)"
                                  R"("properties":{"name":["Zorvan"],"gender":["other"]}})")),
              "first_seen: soon; gender: other" + not_understood("first_seen") +
                  not_understood("gender"));
    EXPECT_EQ(told_of(import_text("un-xml",
                                  "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><REFERENCE_NUMBER>"
                                  "X1</REFERENCE_NUMBER><FIRST_NAME>Zorvan</FIRST_NAME>"
                                  "<LISTED_ON>soon</LISTED_ON></INDIVIDUAL></INDIVIDUALS>"
                                  "</CONSOLIDATED_LIST>")),
              "LISTED_ON: soon" + not_understood("LISTED_ON"));
}

TEST(ImportFields, ADayOfListingMayHaveAZone) {
    // Ten records of the UN's list had no day of listing.
    const Taken taken = import_text(
        "un-xml",
        "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><REFERENCE_NUMBER>X1</REFERENCE_NUMBER>"
        "<FIRST_NAME>Zorvan</FIRST_NAME><LISTED_ON>2015-04-07-04:00</LISTED_ON></INDIVIDUAL>"
        "</INDIVIDUALS></CONSOLIDATED_LIST>");
    EXPECT_EQ(to_text(taken.entries.at(0).listed_on), "2015-04-07");
}

TEST(ImportFields, AnEndThatCannotBeReadIsNotLost) {
    const auto until = [](const std::string& day) {
        return import_text(
            "csl-csv",
            "source,entity_number,name,start_date,end_date\nT,7,Zorvan,soon," + day + "\n");
    };
    EXPECT_EQ(to_text(until("31/12/2030").entries.at(0).order.valid_until), "2030-12-31");
    const Taken year = until("2030");
    EXPECT_FALSE(year.entries.at(0).order.valid_until.is_known());
    EXPECT_EQ(told_of(year),
              "start_date: soon; end_date: 2030" + not_understood("start_date") +
                  not_understood("end_date"));
}

TEST(ImportFields, OneEndOfTheEuropeanUnionsRangeOfYearsIsKept) {
    const auto born = [](const std::string& attributes) {
        return import_text(
            "eu-xml",
            "<export><sanctionEntity euReferenceNumber=\"EU.9\" designationDate=\"soon\">"
            "<subjectType code=\"person\"/><nameAlias wholeName=\"Zorvan\"/><birthdate " +
                attributes + "/></sanctionEntity></export>");
    };
    const Taken taken = born("yearRangeFrom=\"1960\"");
    EXPECT_TRUE(taken.entries.at(0).births.empty());
    EXPECT_EQ(told_of(taken),
              "designationDate: soon; birth: 1960 to" + not_understood("designationDate") +
                  not_understood("birth"));
    EXPECT_EQ(births_of(born("yearRangeFrom=\"1960\" yearRangeTo=\"1962\"").entries.at(0)),
              "1960/1962");
    EXPECT_EQ(births_of(born("birthdate=\"1 May 1960\" circa=\"true\"").entries.at(0)),
              "1960-05-01 circa");
}

TEST(ImportFields, ASecondValueOfAFieldGoesToTheRemarks) {
    const Taken taken = import_text(
        "ftm",
        R"({"id":"1","schema":"Vessel","properties":{"name":["Zorvan Star"],)"
        R"("flag":["Belkhadia","Ruritania"],"type":["Tanker","Tug"],"program":["A","B"]}})");
    const ListEntry& entry = taken.entries.at(0);
    EXPECT_EQ(entry.flag + entry.craft_type + entry.programme, "BelkhadiaTankerA");
    EXPECT_EQ(told_of(taken), "flag: Ruritania; type: Tug; program: B");
    EXPECT_EQ(told_of(uk_of("Gender,Date Designated,Regime Name",
                            {"Male,01/02/2020,One", "Female,02/02/2020,Two"})),
              "Regime Name: Two; Date Designated: 02/02/2020; Gender: Female");
}

TEST(ImportFields, ATextPastItsFieldStandsInTheRemarksWhole) {
    const std::string flag(facts::max_of(&ListEntry::flag) + 1, 'x');
    const Taken taken =
        import_text("sarhad-csv", "reference,name,action,flag\n1,Zorvan,inform," + flag + "\n");
    EXPECT_EQ(taken.entries.at(0).flag, flag.substr(1));
    EXPECT_EQ(told_of(taken), "flag: " + flag);
    const std::string remarks(kMaxListedRemarks + 1, 'x');
    const Taken long_one = import_text(
        "sarhad-csv", "reference,name,action,remarks\n1,Zorvan,inform," + remarks + "\n");
    ASSERT_EQ(long_one.report->warned_count, 1U);
    EXPECT_EQ(long_one.report->warned[0].reason,
              "its remarks are longer than 32768 bytes: cut there");
}

TEST(ImportFields, PapersAndSanctionsOfNobodyAreCounted) {
    const Taken taken = import_text(
        "ftm",
        R"({"id":"1","schema":"Passport","properties":{"number":["AB123456"]}})"
        "\n"
        R"({"id":"2","schema":"Sanction","properties":{"program":["A"]}})"
        "\n"
        R"({"id":"3","schema":"Sanction","properties":{"entity":["9"],"program":["A"]}})"
        "\n");
    EXPECT_EQ(taken.report->stray_rows, 2U);
    EXPECT_EQ(taken.report->strays_by_file.at("Passport"), 1U);
    EXPECT_EQ(taken.report->strays_by_file.at("Sanction"), 1U);
}

TEST(ImportFields, ASecondCountryOrTypeOfAPassportIsKept) {
    const Taken taken = import_text(
        "ftm",
        R"({"id":"1","schema":"Passport","properties":{"holder":["9"],"number":["AB123456"],)"
        R"("country":["xb","xr"],"type":["A","B"],"startDate":["2020"]}})"
        "\n");
    EXPECT_EQ(taken.late_numbers, std::vector<std::string>{"9 AB123456"});
    EXPECT_EQ(
        taken.listings,
        std::vector<std::string>{"9 Passport country: xr; Passport type: B; startDate: 2020"});
}

}  // namespace
}  // namespace sarhad::watchlists
