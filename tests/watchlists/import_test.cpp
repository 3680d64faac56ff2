#include "watchlists/import.h"

#include "support.h"

#include "watchlists/shrink.h"

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
    References before;
    taken.report = import_un_xml(source(text), into(taken), before);
    return taken;
}

/// As OFAC ends each of its files.
std::string marked(std::string_view rows) {
    return std::string{rows} + "\x1a";
}

/// The files byte by byte; one that is empty is not given.
Taken ofac_bytes(const std::string& sdn,
                 const std::string& alt,
                 const std::string& add,
                 const std::string& comments) {
    const auto given = [](const std::string& bytes) {
        return bytes.empty() ? ByteSource{} : source(bytes);
    };
    Taken taken;
    taken.report =
        import_ofac_csv({source(sdn), given(alt), given(add), given(comments)}, into(taken));
    return taken;
}

Taken ofac(std::string_view sdn, std::string_view alt = "", std::string_view comments = "") {
    return ofac_bytes(
        marked(sdn), alt.empty() ? "" : marked(alt), "", comments.empty() ? "" : marked(comments));
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

std::string numbers_of(const ListEntry& entry) {
    std::string text;
    for (const ListedDocument& number : entry.documents) {
        text += text.empty() ? "" : " | ";
        text += std::string{facts::name_of(number.type)} + " " + number.number.reveal();
        text += number.issuer.empty() ? "" : " " + number.issuer;
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

/// A record of the UN's list with this alias element.
std::string with_alias(std::string_view alias) {
    return "<INDIVIDUAL><FIRST_NAME>ZORVAN</FIRST_NAME><REFERENCE_NUMBER>XXi.002</REFERENCE_NUMBER>"
           "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY>" +
           std::string{alias} + "</INDIVIDUAL_ALIAS></INDIVIDUAL>";
}

/// "text|original ..." of the names after the first.
std::string aliases_of(const Taken& taken) {
    std::string text;
    const auto& names = taken.entries.at(0).names;
    for (std::size_t i = 1; i < names.size(); ++i) {
        text += names[i].text.reveal() + "|" + names[i].original.reveal() +
                (names[i].kind == NameKind::kFormer ? "|former; " : "; ");
    }
    return text;
}

TEST(UnXml, AnAliasKeepsItsOwnDateAndPlaceOfBirth) {
    // Once dropped: a traveller with the listed alias and its listed date scored as another person.
    const Taken taken = un(with_alias(
        "<ALIAS_NAME>Tarel Mundosi</ALIAS_NAME><DATE_OF_BIRTH>1979-12-31</DATE_OF_BIRTH>"
        "<CITY_OF_BIRTH>Strelsau</CITY_OF_BIRTH><COUNTRY_OF_BIRTH>Ruritania</COUNTRY_OF_BIRTH>"));
    EXPECT_EQ(births_of(taken.entries.at(0)), "1979-12-31/1979-12-31/exact ");
    ASSERT_EQ(taken.entries[0].birth_places.size(), 1U);
    EXPECT_EQ(taken.entries[0].birth_places[0].reveal(), "Strelsau, Ruritania");
}

TEST(UnXml, AParenthesisOfAnAliasIsNoPartOfTheName) {
    const auto read = [](std::string_view name, std::string_view note = "") {
        return aliases_of(un(with_alias("<ALIAS_NAME>" + std::string{name} + "</ALIAS_NAME><NOTE>" +
                                        std::string{note} + "</NOTE>")));
    };
    EXPECT_EQ(read("Tarel Mundosi (birth name)"), "Tarel Mundosi|; ");
    EXPECT_EQ(read("Tarel Mundosi (تارل موندوسي)"), "Tarel Mundosi|تارل موندوسي; ");
    EXPECT_EQ(read("Tarel (original script: Тарел)"), "Tarel|Тарел; ");
    EXPECT_EQ(read("تارل (Tarel; Tharel)"), "تارل|; Tarel|تارل; Tharel|تارل; ");
    EXPECT_EQ(read("Tarel Mundosi تارل موندوسي"), "Tarel Mundosi|تارل موندوسي; ");
    EXPECT_EQ(read("Tarel Mundosi (previously listed as)"), "Tarel Mundosi||former; ");
    EXPECT_EQ(read("Tarel Mundosi b) T. Mundosi; Tharel (x; y)"),
              "Tarel Mundosi|; T. Mundosi|; Tharel|; x|; y|; ");
    EXPECT_EQ(read("Tarel Mundosi, born 1 Jan. 1953 (Ruritanian passport no.1)"),
              "Tarel Mundosi|; ");
    EXPECT_EQ(read("Tarel", "original script: Тарел"), "Tarel|Тарел; ");
    EXPECT_EQ(read("Tarel", "formerly listed as"), "Tarel||former; ");
    EXPECT_EQ(read("تارل", "Tarel; Tharel"), "تارل|; Tarel|; Tharel|; ");
    EXPECT_EQ(read("Tarel (", ")"), "Tarel|; ");
}

TEST(UnXml, WhatIsCutFromAnAliasStaysInTheRemarks) {
    const Taken taken =
        un(with_alias("<ALIAS_NAME>Tarel (false identity)</ALIAS_NAME><NOTE>Of 1999.</NOTE>"));
    EXPECT_EQ(taken.entries.at(0).remarks.reveal(), "Of 1999.; Tarel (false identity)");
}

TEST(UnXml, ReadsDatesOfBirthFromAnAliasesProse) {
    const auto read = [](std::string_view note) {
        return births_of(
            un(with_alias("<ALIAS_NAME>Tarel</ALIAS_NAME><NOTE>" + std::string{note} + "</NOTE>"))
                .entries.at(0));
    };
    EXPECT_EQ(read("born 16 Dec. 1948, in Strelsau"), "1948-12-16/1948-12-16/exact ");
    EXPECT_EQ(read("born in Strelsau on 01 Jan.1967"), "");
    EXPECT_EQ(read("DOB: a) 11 Apr. 1960 b) 11 Apr. 1963. POB: Strelsau"),
              "1960-04-11/1960-04-11/exact 1963-04-11/1963-04-11/exact ");
    EXPECT_EQ(read("(DPOB - 1970) - Passport No. 284158, expires 21 August 2005"),
              "1970/1970/exact ");
    EXPECT_EQ(read("Passport issued 4 May 2014"), "");
}

TEST(UnXml, CountsDatesThatItCannotReadAndKeepsThem) {
    const std::string record =
        "<INDIVIDUAL><FIRST_NAME>ZORVAN</FIRST_NAME><REFERENCE_NUMBER>XXi.003</REFERENCE_NUMBER>"
        "<INDIVIDUAL_DATE_OF_BIRTH><DATE>1965-7-1</DATE></INDIVIDUAL_DATE_OF_BIRTH>"
        "<INDIVIDUAL_DATE_OF_BIRTH><FROM_YEAR>1970</FROM_YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
        "</INDIVIDUAL>";
    const Taken taken = un(record);
    EXPECT_EQ(births_of(taken.entries.at(0)), "1965-07-01/1965-07-01/exact ");
    EXPECT_EQ(taken.report->unread, 1U);
    EXPECT_EQ(taken.entries[0].remarks.reveal(), "INDIVIDUAL_DATE_OF_BIRTH: FROM_YEAR 1970");
    EXPECT_EQ(taken.report->warned_count, 1U);
}

TEST(UnXml, RefusesAReferenceThatCameBefore) {
    const Taken taken = un(std::string{kWhole} + std::string{kWhole});
    EXPECT_EQ(taken.entries.size(), 1U);
    ASSERT_EQ(taken.report->refused.size(), 1U);
    EXPECT_EQ(taken.report->refused[0].reason,
              "its reference came before in this file, or in one before it");
}

TEST(UnXml, ANameThatLooksLikeNothingIsKept) {
    const Taken taken =
        un("<INDIVIDUAL><FIRST_NAME>Na</FIRST_NAME><SECOND_NAME>na</SECOND_NAME>"
           "<THIRD_NAME>Belkhadim</THIRD_NAME><REFERENCE_NUMBER>XXi.4</REFERENCE_NUMBER></"
           "INDIVIDUAL>");
    EXPECT_EQ(taken.entries.at(0).names[0].text.reveal(), "Na Belkhadim");
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
    References before;
    const auto report = import_un_xml(
        source("<!DOCTYPE x [<!ENTITY a \"b\">]><CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>"),
        into(taken),
        before);
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
    References before;
    const auto report =
        import_un_xml(source("<CONSOLIDATED_LIST>\n<INDIVIDUALS>"), into(taken), before);
    ASSERT_FALSE(report.has_value());
    EXPECT_NE(report.error().what.find("line 2"), std::string::npos);
}

TEST(UnXml, HandsOnWhatTheSinkAnswers) {
    References before;
    const auto report = import_un_xml(
        source("<CONSOLIDATED_LIST>" + std::string{kWhole} + "</CONSOLIDATED_LIST>"),
        [](ListEntry) {
            return core::Status{core::Error{core::Errc::kExhausted, "full"}};
        },
        before);
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

TEST(OfacCsv, AFileThatEndsInTheMiddleOfARecordIsRefusedWhole) {
    // A cut list was imported as a shorter one, and whoever stood in the rest was gone from every
    // port.
    const std::string row = individual("DOB 1965.");
    const Taken taken = ofac_bytes(row + row.substr(0, row.size() / 2), "", "", "");
    ASSERT_FALSE(taken.report.has_value());
    EXPECT_NE(taken.report.error().what.find("line 2"), std::string::npos);
}

TEST(OfacCsv, AFileWithoutItsEndMarkIsTakenWithAWarningWhereItsLastRecordIsWhole) {
    // Refused, nobody could import what an editor or a converter had taken the mark from.
    const std::string row = individual("DOB 1965.");
    const std::string alias = "7,1,\"aka\",\"BELCADIM, Zorwan\",-0- \r\n";
    const std::string address = "7,1,\"1 Invented Street\",\"Strelsau\",\"Ruritania\",-0- \r\n";
    const std::string comment = "7,\" More.\"\r\n";
    const auto warned = [](const Taken& taken) {
        std::string told;
        for (const RefusedRecord& one : taken.report->warned) {
            told += one.reason.find("end mark") != std::string::npos ? one.place + ";" : "";
        }
        return told;
    };
    EXPECT_EQ(warned(ofac_bytes(marked(row), marked(alias), marked(address), marked(comment))), "");
    EXPECT_EQ(warned(ofac_bytes(row, alias, address, comment)),
              "alt.csv line 1;sdn_comments.csv line 1;add.csv line 1;sdn.csv line 1;");
    EXPECT_EQ(ofac_bytes(row, "", "", "").report->imported, 1U);
}

TEST(OfacCsv, AFileWithoutItsEndMarkIsRefusedWhereItsLastRecordMayBeCut) {
    const std::string row = individual("DOB 1965.");
    const auto what = [](const Taken& taken) {
        return taken.report.has_value() ? "taken" : taken.report.error().what;
    };
    // All columns are there, and nobody knows whether all of the last one is.
    const std::string open = row.substr(0, row.find_last_not_of("\r\n") + 1);
    EXPECT_EQ(what(ofac_bytes(open, "", "", "")).find("sdn.csv has no end mark"), 0U);
    EXPECT_EQ(what(ofac_bytes(marked(row), "7,1,\"aka\"\r\n", "", "")).find("alt.csv has no end"),
              0U);
    EXPECT_EQ(what(ofac_bytes(marked(row), "", "7,1,\"1 Inv", "")).find("add.csv has no end"), 0U);
}

TEST(OfacCsv, CountsDatesThatItCannotRead) {
    const Taken taken = ofac(individual("DOB in the spring of 1971; DOB 1965."));
    EXPECT_EQ(taken.report->unread, 1U);
    EXPECT_EQ(births_of(taken.entries.at(0)), "1965/1965/exact ");
}

TEST(OfacCsv, ATypeThatIsNotKnownIsRefusedAndNotTakenForAnOrganisation) {
    std::string row = individual("");
    row.replace(row.find("individual"), 10, "robot");
    const Taken taken = ofac(row);
    EXPECT_TRUE(taken.entries.empty());
    EXPECT_EQ(taken.report->refused_count, 1U);
    std::string capital = individual("");
    capital.replace(capital.find("individual"), 10, "Individual");
    EXPECT_EQ(ofac(capital).entries.at(0).kind, EntryKind::kPerson);
}

TEST(OfacCsv, AShipsColumnsAreFields) {
    // Its call sign, type and flag stood in the remarks only.
    const Taken taken = ofac(
        "8,\"ZORVAN STAR\",\"vessel\",\"TST\",-0- ,\"ABCD1\",\"Tanker\",\"9000\",-0- ,"
        "\"Ruritania\",\"Zorvan Lines\",\"Built 1990.\"\r\n");
    const ListEntry& entry = taken.entries.at(0);
    EXPECT_EQ(entry.craft_type, "Tanker");
    EXPECT_EQ(entry.flag, "Ruritania");
    EXPECT_EQ(numbers_of(entry), "call-sign ABCD1");
    EXPECT_EQ(entry.remarks.reveal(), "Built 1990.; Tonnage: 9000; Owner: Zorvan Lines");
}

TEST(OfacCsv, NumbersOfFirmsAndTelephonesAreRead) {
    // They stood in the remarks only.
    const auto told = [](std::string_view remarks) {
        return numbers_of(ofac(individual(remarks)).entries.at(0));
    };
    EXPECT_EQ(told("MMSI 572469210; alt. Phone Number 982188526300."),
              "mmsi 572469210 | telephone 982188526300");
    EXPECT_EQ(told("Telephone (98)(21)(66153220)."), "telephone 98 21 66153220");
    EXPECT_EQ(told("Telephone No. (98) 2166 (Iran)."), "telephone 98 2166 Iran");
    EXPECT_EQ(
        told("Registration ID HRB 26136 (Germany); Matricula Mercantil No 1362098 (Colombia); "
             "C.R. No. CH-217.0 (Switzerland); Trade License No. 683633; UK Company Number "
             "01126618; D-U-N-S Number 542957624"),
        "registration HRB 26136 Germany | registration 1362098 Colombia | "
        "registration CH-217.0 Switzerland | registration 683633 | registration 01126618 | "
        "registration 542957624");
    EXPECT_EQ(told("RIF # J-31136071-9 (Venezuela)."), "tax J-31136071-9 Venezuela");
    EXPECT_EQ(told("Aircraft Construction Number (also called L/N or S/N or F/N) 8401;"),
              "other 8401");
}

TEST(OfacCsv, ProseBehindAWordForANumberCostsNoEntry) {
    const Taken taken = ofac(individual("Passport " + std::string(300, '7') + "; DOB 1965."));
    EXPECT_EQ(taken.report->refused_count, 0U);
    EXPECT_EQ(numbers_of(taken.entries.at(0)), "");
}

TEST(OfacCsv, AnImoNumberIsAShipsOrElseACompanys) {
    const auto told = [](std::string_view type, std::string_view remarks) {
        return numbers_of(ofac("8,\"ZORVAN\"," + std::string{type} +
                               ",\"TST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"" +
                               std::string{remarks} + "\"\r\n")
                              .entries.at(0));
    };
    EXPECT_EQ(told("\"vessel\"", "Identification Number IMO 9074729."), "imo IMO 9074729");
    EXPECT_EQ(told("-0- ", "Identification Number IMO 5342883."), "registration IMO 5342883");
    EXPECT_EQ(told("-0- ", "Company Number IMO 5342883."), "registration IMO 5342883");
    EXPECT_EQ(told("\"vessel\"", "Vessel Registration Identification IMO 9074729."), "imo 9074729");
}

TEST(OfacCsv, TakesUtf8AsItIs) {
    std::string row = individual("");
    row.replace(row.find("Zorvan"), 6, "Zorván");
    EXPECT_EQ(ofac(row).entries.at(0).names[0].text.reveal(), "BELKHADIM, Zorván");
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
                             "7,1,\"aka\",\"BELCADIM, Zorwan\",-0- \r\n",
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

TEST(OfacCsv, CountsRowsOfNobodyByFile) {
    const Taken taken = ofac(individual("-0-"),
                             "7,1,\"aka\",\"BELCADIM, Zorwan\",-0- \r\n"
                             "9,1,\"aka\",\"NOBODY\",-0- \r\n",
                             "7,\" More.\"\r\n9,\" Of nobody.\"\r\n9,\" Nor this.\"\r\n");
    ASSERT_TRUE(taken.report.has_value());
    EXPECT_EQ(taken.report->stray_rows, 3U);
    EXPECT_EQ(taken.report->strays_by_file.at("alt.csv"), 1U);
    EXPECT_EQ(taken.report->strays_by_file.at("sdn_comments.csv"), 2U);
}

TEST(OfacCsv, ASideFileOfStraysOnlyIsRefused) {
    // That of another list, or sdn.csv itself under its name: the aliases were missing in silence.
    const std::string row = individual("DOB 1965.");
    const Taken other = ofac(row, "9,1,\"aka\",\"NOBODY\",-0- \r\n");
    ASSERT_FALSE(other.report.has_value());
    EXPECT_EQ(other.report.error().what.find("alt.csv: none of its 1 rows belongs"), 0U);
    EXPECT_FALSE(ofac(row, row).report.has_value());
    EXPECT_FALSE(ofac(row, "", "9,\" Of nobody.\"\r\n9,\" Nor this.\"\r\n").report.has_value());
    const std::string address = "9,1,\"1 Invented Street\",\"Strelsau\",\"Ruritania\",-0- \r\n";
    EXPECT_FALSE(ofac_bytes(marked(row), "", marked(address), "").report.has_value());
    // No rows are no strays.
    EXPECT_TRUE(ofac_bytes(marked(row), marked(""), marked(""), "").report.has_value());
}

TEST(UnXml, AReferenceOfAnEarlierFileIsRefused) {
    References before;
    Taken taken;
    const std::string text = "<CONSOLIDATED_LIST>" + std::string{kWhole} + "</CONSOLIDATED_LIST>";
    ASSERT_TRUE(import_un_xml(source(text), into(taken), before).has_value());
    const auto second = import_un_xml(source(text), into(taken), before);
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(second->imported, 0U);
    EXPECT_EQ(second->refused_count, 1U);
    EXPECT_EQ(taken.entries.size(), 1U);
}

TEST(Shrink, LetsATenthGoAndNoMore) {
    EXPECT_TRUE(check_shrink(0, 0));
    EXPECT_TRUE(check_shrink(0, 5));
    EXPECT_TRUE(check_shrink(1000, 900));
    EXPECT_TRUE(check_shrink(5, 5));
    EXPECT_FALSE(check_shrink(1000, 899));
    EXPECT_FALSE(check_shrink(9, 8));
    const core::Status emptied = check_shrink(1003, 0);
    ASSERT_FALSE(emptied);
    EXPECT_EQ(emptied.error().code, core::Errc::kConflict);
    EXPECT_NE(emptied.error().what.find("0 entries where 1003"), std::string::npos);
    EXPECT_NE(emptied.error().what.find("--allow-shrink"), std::string::npos);
}

}  // namespace
}  // namespace sarhad::watchlists
