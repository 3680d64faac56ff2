#include "watchlists/import.h"

#include "support.h"

#include <gtest/gtest.h>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

struct Taken {
    std::vector<ListEntry> entries;
    core::Result<ImportReport> report{ImportReport{}};
};

EntrySink into(Taken& taken) {
    return [&taken](ListEntry entry) -> core::Status {
        taken.entries.push_back(std::move(entry));
        return {};
    };
}

Taken un(std::string_view records) {
    Taken taken;
    const std::string text = "<?xml version=\"1.0\"?>\n<CONSOLIDATED_LIST><INDIVIDUALS>" +
                             std::string{records} + "</INDIVIDUALS></CONSOLIDATED_LIST>";
    taken.report = import_un_xml(source(text), into(taken));
    return taken;
}

Taken ofac(std::string_view sdn, std::string_view alt = "", std::string_view comments = "") {
    Taken taken;
    taken.report =
        import_ofac_csv({source(sdn), source(alt), source(""), source(comments)}, into(taken));
    return taken;
}

/// A row of sdn.csv for an invented individual with these remarks.
std::string individual(std::string_view remarks) {
    return "7,\"BELKHADIM, Zorvan\",\"individual\",\"TST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"" +
           std::string{remarks} + "\"\r\n";
}

std::string births_of(const ListEntry& entry) {
    std::string text;
    for (const ListedBirth& birth : entry.births) {
        text += to_text(birth.from.reveal()) + "/" + to_text(birth.to.reveal()) + "/" +
                std::string{facts::name_of(birth.precision)} + " ";
    }
    return text;
}

constexpr std::string_view kWhole = R"(<INDIVIDUAL><FIRST_NAME>ZORVAN </FIRST_NAME>
<SECOND_NAME>na</SECOND_NAME><THIRD_NAME>BELKHADIM</THIRD_NAME>
<UN_LIST_TYPE>Test</UN_LIST_TYPE><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>
<LISTED_ON>2020-02-03</LISTED_ON><GENDER>Male</GENDER><COMMENTS1>About him.</COMMENTS1>
<NAME_ORIGINAL_SCRIPT>زورفان</NAME_ORIGINAL_SCRIPT>
<NATIONALITY><VALUE>Ruritania</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Zor; Zorvi</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-03-09</DATE>
</INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1970</FROM_YEAR>
<TO_YEAR>1973</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1972</YEAR>
</INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>X 1234567</NUMBER>
<COUNTRY_OF_ISSUE>Ruritania</COUNTRY_OF_ISSUE></INDIVIDUAL_DOCUMENT></INDIVIDUAL>)";

TEST(UnXml, ReadsAPersonWhole) {
    const Taken taken = un(kWhole);
    ASSERT_EQ(taken.entries.size(), 1U);
    const ListEntry& entry = taken.entries[0];
    EXPECT_EQ(entry.id, "XXi.001");
    EXPECT_EQ(entry.names[0].text.reveal(), "ZORVAN BELKHADIM");
    EXPECT_EQ(entry.names[0].original.reveal(), "زورفان");
    EXPECT_EQ(entry.sex, facts::Sex::kMale);
    EXPECT_EQ(entry.documents[0].number.reveal(), "X 1234567");
    EXPECT_EQ(entry.documents[0].issuer, "Ruritania");
    EXPECT_EQ(births_of(entry),
              "1971-03-09/1971-03-09/exact 1970/1973/range 1972/1972/approximate ");
    EXPECT_EQ(entry.remarks.reveal(), "About him.");
}

TEST(UnXml, SplitsAliasesAndKeepsTheirQuality) {
    const Taken taken = un(kWhole);
    ASSERT_EQ(taken.entries.at(0).names.size(), 3U);
    EXPECT_EQ(taken.entries[0].names[2].text.reveal(), "Zorvi");
    EXPECT_EQ(taken.entries[0].names[2].quality, NameQuality::kLow);
}

TEST(UnXml, RefusesARecordWithoutReferenceAndSaysWhere) {
    const Taken taken =
        un("<INDIVIDUAL><FIRST_NAME>ZOR</FIRST_NAME></INDIVIDUAL>" + std::string{kWhole});
    ASSERT_TRUE(taken.report.has_value());
    EXPECT_EQ(taken.report->records_seen, 2U);
    EXPECT_EQ(taken.report->imported, 1U);
    ASSERT_EQ(taken.report->refused.size(), 1U);
    EXPECT_EQ(taken.report->refused[0].place, "INDIVIDUAL 1, line 2");
}

TEST(UnXml, RefusesADtd) {
    Taken taken;
    const auto report = import_un_xml(
        source("<!DOCTYPE x [<!ENTITY a \"b\">]><CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>"),
        into(taken));
    ASSERT_FALSE(report.has_value());
    EXPECT_NE(report.error().what.find("DTD"), std::string::npos);
}

TEST(UnXml, RefusesDeepNesting) {
    std::string deep;
    for (int i = 0; i < 100; ++i) {
        deep += "<A>";
    }
    EXPECT_FALSE(un(deep).report.has_value());
}

TEST(UnXml, RefusesACutFileWithItsLine) {
    Taken taken;
    const auto report = import_un_xml(source("<CONSOLIDATED_LIST>\n<INDIVIDUALS>"), into(taken));
    ASSERT_FALSE(report.has_value());
    EXPECT_NE(report.error().what.find("line 2"), std::string::npos);
}

TEST(UnXml, HandsOnWhatTheSinkAnswers) {
    const auto report = import_un_xml(source("<L>" + std::string{kWhole} + "</L>"), [](ListEntry) {
        return core::Status{core::Error{core::Errc::kExhausted, "full"}};
    });
    ASSERT_FALSE(report.has_value());
    EXPECT_EQ(report.error().what, "full");
}

TEST(OfacCsv, ReadsBirthsInEveryForm) {
    const Taken taken =
        ofac(individual("DOB 09 Mar 1971; alt. DOB 1965; alt. DOB circa 1966; alt. DOB 1960 to "
                        "1965; alt. DOB Jan 1968; alt. DOB circa 1961-1964."));
    EXPECT_EQ(births_of(taken.entries.at(0)),
              "1971-03-09/1971-03-09/exact 1965/1965/exact 1966/1966/approximate 1960/1965/range "
              "1968-01/1968-01/exact 1961/1964/range ");
}

TEST(OfacCsv, ReadsDocumentsNationalityAndSex) {
    const Taken taken = ofac(individual(
        "nationality Ruritania; Gender Female; Passport A123456 (Ruritania) expires 2020."));
    const ListEntry& entry = taken.entries.at(0);
    ASSERT_EQ(entry.documents.size(), 1U);
    EXPECT_EQ(entry.documents[0].number.reveal(), "A123456");
    EXPECT_EQ(entry.documents[0].issuer, "Ruritania");
    EXPECT_EQ(entry.nationalities, std::vector<std::string>{"Ruritania"});
    EXPECT_EQ(entry.sex, facts::Sex::kFemale);
}

TEST(OfacCsv, QuotedAliasInRemarksIsWeak) {
    const Taken taken = ofac(individual("a.k.a. 'ZORRO'; POB Strelsau."));
    ASSERT_EQ(taken.entries.at(0).names.size(), 2U);
    EXPECT_EQ(taken.entries[0].names[1].text.reveal(), "ZORRO");
    EXPECT_EQ(taken.entries[0].names[1].quality, NameQuality::kWeak);
}

TEST(OfacCsv, KeepsTheNameAsListedWithItsParts) {
    const Taken taken = ofac(individual("-0-"));
    const ListedName& name = taken.entries.at(0).names.at(0);
    EXPECT_EQ(name.text.reveal(), "BELKHADIM, Zorvan");
    EXPECT_EQ(name.family.reveal(), "BELKHADIM");
    EXPECT_EQ(name.given.reveal(), "Zorvan");
    EXPECT_TRUE(taken.entries[0].remarks.reveal().empty());
}

TEST(OfacCsv, JoinsAliasesAndOverflowingRemarks) {
    const Taken taken = ofac(individual("DOB 09 Mar 19"),
                             "7,1,\"aka\",\"BELCADIM, Zorwan\",-0- \r\n\x1a",
                             "7,\"71; Passport B7654321.\"\r\n");
    const ListEntry& entry = taken.entries.at(0);
    EXPECT_EQ(entry.names.size(), 2U);
    EXPECT_EQ(births_of(entry), "1971-03-09/1971-03-09/exact ");
    EXPECT_EQ(entry.documents.at(0).number.reveal(), "B7654321");
}

TEST(OfacCsv, TurnsCp1252IntoUtf8) {
    const Taken taken = ofac(individual("POB Caf\xE9 \x93Zorn\x94."));
    EXPECT_EQ(taken.entries.at(0).birth_places.at(0).reveal(), "Café “Zorn”");
}

TEST(OfacCsv, RefusesARowWithTooFewColumnsAndGoesOn) {
    const Taken taken = ofac("1,\"x\"\r\n" + individual("-0-"));
    ASSERT_TRUE(taken.report.has_value());
    EXPECT_EQ(taken.report->records_seen, 2U);
    EXPECT_EQ(taken.report->imported, 1U);
    EXPECT_EQ(taken.report->refused.at(0).place, "sdn.csv line 1");
}

TEST(OfacCsv, CountsAliasesOfNobody) {
    const Taken taken = ofac(individual("-0-"), "9,1,\"aka\",\"NOBODY\",-0- \r\n");
    EXPECT_EQ(taken.report->stray_rows, 1U);
}

}  // namespace
}  // namespace sarhad::watchlists
