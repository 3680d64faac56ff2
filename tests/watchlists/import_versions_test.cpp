#include "imported.h"

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

// ---- trade.gov

Taken csl_of(const std::string& name, const std::string& aliases, const std::string& ids) {
    return import_text("csl-csv",
                       "source,entity_number,type,name,alt_names,ids\nT,7,Individual,\"" + name +
                           "\",\"" + aliases + "\",\"" + ids + "\"\n");
}

TEST(Csl, ANumbersKindMayStandBeforeIt) {
    // The list is written so since 2021: every passport was a number of the kind "XB".
    const Taken taken = csl_of("Zorvan",
                               "",
                               "Passport, X1234567, XB; Gender, Male; Tax ID No., 80-0890696; "
                               "Registered Charity No., 4711, XB; Email Address, z@zor.xb");
    const ListEntry& entry = taken.entries.at(0);
    EXPECT_EQ(numbers_of(entry), "passport X1234567 XB | tax 80-0890696 | registration 4711 XB");
    EXPECT_EQ(entry.documents.at(0).kind, "Passport");
    EXPECT_EQ(entry.sex, facts::Sex::kMale);
    EXPECT_EQ(entry.remarks.reveal(), "Email Address, z@zor.xb");
}

TEST(Csl, ANumbersKindMayStandBehindIt) {
    const Taken taken = csl_of("Zorvan", "", "XB, X1234567, Passport; Male, Gender; 00043, Cedula");
    const ListEntry& entry = taken.entries.at(0);
    EXPECT_EQ(numbers_of(entry), "passport X1234567 XB | other 00043");
    EXPECT_EQ(entry.documents.at(1).kind, "Cedula");
    EXPECT_EQ(entry.sex, facts::Sex::kMale);
}

TEST(Csl, AShipsNumberIsReadInBothOrders) {
    for (const std::string id : {"Vessel Registration Identification, IMO 9074729",
                                 "IMO 9074729, Vessel Registration Identification"}) {
        const Taken taken =
            import_text("csl-csv",
                        "source,entity_number,type,name,ids\nT,7,Vessel,ZORVANA STAR,\"" + id +
                            "; Former Vessel Flag, Belkhadia\"\n");
        EXPECT_EQ(numbers_of(taken.entries.at(0)), "imo IMO 9074729") << id;
        EXPECT_EQ(taken.entries[0].remarks.reveal(), "Former Vessel Flag, Belkhadia") << id;
    }
}

TEST(Csl, ASuccessorsClauseIsNoPartOfAName) {
    const Taken taken = csl_of(
        "Zorvan Works; and any successor, sub-unit, or subsidiary thereof", "ZW; and Zorworks", "");
    EXPECT_EQ(names_of(taken.entries.at(0)), "Zorvan Works | ZW alias | Zorworks alias");
    EXPECT_EQ(taken.entries[0].remarks.reveal(),
              "name: Zorvan Works; and any successor, sub-unit, or subsidiary thereof");
}

TEST(Csl, AWordThatIsNobodysNameTellsAnOrganisation) {
    // "Zorvan Trading Company" was a person, and no consignee of that name met it.
    const auto kind = [](const std::string& name) {
        return import_text("csl-csv", "source,_id,name\nT,7,\"" + name + "\"\n").entries.at(0).kind;
    };
    for (const std::string name : {"Zorvan Trading Company",
                                   "Zorvan Import and Export Company; and any successor thereof",
                                   "Ministry of Zorvan",
                                   "ZORVAN UNIVERSITY",
                                   "Zorvan Shipping LLC"}) {
        EXPECT_EQ(kind(name), EntryKind::kOrganisation) << name;
    }
    for (const std::string name : {"Zorvan Belkhadim", "I. ZORVAN", "Zorvan Shipping", "Officer"}) {
        EXPECT_EQ(kind(name), EntryKind::kPerson) << name;
    }
}

// ---- the European Union

TEST(EuCsv, Version10IsReadToo) {
    // Its columns have other names, and one of them stands twice.
    const Taken taken = import_text(
        "eu-csv",
        "Date_file;Entity_logical_id;Subject_type;Leba_numtitle;Leba_publication_date;Programme;"
        "Naal_lastname;Naal_firstname;Naal_middlename;Naal_wholename;Naal_gender;Addr_street;"
        "Addr_city;Birt_date;Birt_place;Birt_country;Iden_number;Iden_country;Citi_country;"
        "EU_ref_num;Entity_logical_id\n"
        "05/01/2026;13;P;2003/1;2003-07-07;TST;;;;Zorvan BELKHADIM;M;;;;;;;;;EU.13.1;13\n"
        "05/01/2026;13;P;2003/1;2003-07-07;TST;BELKHADIM;Zorvi;;;;;;;;;;;;EU.13.1;13\n"
        "05/01/2026;13;P;2003/1;2003-07-07;TST;;;;;;;;1937-04-28;Port Zor;XBK;;;;EU.13.1;"
        "13\n"
        "05/01/2026;13;P;2003/1;2003-07-07;TST;;;;;;Quay 1;Port Zor;;;;X1234567 (passport"
        "-National passport);XBK;;EU.13.1;13\n"
        "05/01/2026;13;P;2003/1;2003-07-07;TST;;;;;;;;;;;;;XBK;EU.13.1;13\n"
        "05/01/2026;27;E;2003/1;2003-07-07;TST;;;;Zorvan Works;;;;;;;;;;EU.27.1;27\n");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    ASSERT_EQ(taken.entries.size(), 2U);
    const ListEntry& entry = taken.entries[0];
    EXPECT_EQ(entry.id, "EU.13.1");
    EXPECT_EQ(entry.kind, EntryKind::kPerson);
    EXPECT_EQ(names_of(entry), "Zorvan BELKHADIM | Zorvi BELKHADIM alias");
    EXPECT_EQ(births_of(entry), "1937-04-28");
    EXPECT_EQ(entry.birth_places.at(0).reveal(), "Port Zor, XBK");
    EXPECT_EQ(numbers_of(entry), "passport X1234567 XBK");
    EXPECT_EQ(entry.nationalities, std::vector<std::string>{"XBK"});
    EXPECT_EQ(entry.programme, "TST");
    EXPECT_EQ(entry.order.legal_basis, "2003/1");
    EXPECT_EQ(to_text(entry.listed_on), "2003-07-07");
    EXPECT_EQ(entry.remarks.reveal(),
              "Iden_number: X1234567 (passport-National passport); address: Quay 1 Port Zor");
    EXPECT_EQ(taken.entries[1].kind, EntryKind::kOrganisation);
}

TEST(EuCsv, AnEntryWithoutADayOfItsOwnIsListedSinceItsAct) {
    const auto listed = [](const std::string& designated) {
        return import_text("eu-csv",
                           "Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_DesignationDate;"
                           "Entity_SubjectType;Entity_Regulation_PublicationDate;"
                           "NameAlias_WholeName\n9;EU.9;" +
                               designated + ";person;2003-07-07;Zorvan\n");
    };
    EXPECT_EQ(to_text(listed("").entries.at(0).listed_on), "2003-07-07");
    EXPECT_EQ(listed("").entries.at(0).remarks.reveal(), "");
    EXPECT_EQ(to_text(listed("2004-01-02").entries.at(0).listed_on), "2004-01-02");
    EXPECT_EQ(listed("2004-01-02").entries.at(0).remarks.reveal(), "PublicationDate: 2003-07-07");
}

TEST(EuCsv, AFileOfNeitherVersionSaysWhichColumnIsMissing) {
    const Taken taken = import_text("eu-csv", "Entity_LogicalId;Name\n9;Zorvan\n");
    ASSERT_FALSE(taken.report.has_value());
    EXPECT_NE(taken.report.error().what.find("Naal_wholename"), std::string::npos)
        << taken.report.error().what;
}

// ---- separators

TEST(CsvTables, TheHeaderTellsTheSeparator) {
    // A spreadsheet of another country writes ';' or a tab: the whole list was refused.
    for (const std::string separator : {",", ";", "\t", "|"}) {
        const std::string s = separator;
        const Taken agency =
            import_text("sarhad-csv",
                        "\xEF\xBB\xBF\"reference\"" + s + "name" + s + "action\r\n1" + s +
                            "\"Zorvan; Zorvi\"" + s + "inform\r\n");
        ASSERT_TRUE(agency.report.has_value()) << s << agency.report.error().what;
        EXPECT_EQ(names_of(agency.entries.at(0)), "Zorvan | Zorvi alias") << s;
        const Taken union_list =
            import_text("eu-csv",
                        "Entity_LogicalId" + s + "Entity_SubjectType" + s +
                            "NameAlias_WholeName\n9" + s + "person" + s + "Zorvan\n");
        ASSERT_TRUE(union_list.report.has_value()) << s << union_list.report.error().what;
        EXPECT_EQ(names_of(union_list.entries.at(0)), "Zorvan") << s;
    }
}

TEST(CsvTables, ASourceThatHasEndedIsNotAskedAgain) {
    int ends = 0;
    std::string left = "reference,name,action\n1,Zorvan,inform\n";
    const ByteSource once = [&](std::span<std::uint8_t> into) -> core::Result<std::size_t> {
        const std::size_t size = std::min(into.size(), left.size());
        std::copy_n(left.begin(), size, into.begin());
        left.erase(0, size);
        ends += size == 0 ? 1 : 0;
        return size;
    };
    References references;
    const auto report = import_sarhad_csv(
        once, [](const ListEntry& /*entry*/) { return core::Status{}; }, references);
    ASSERT_TRUE(report.has_value()) << report.error().what;
    EXPECT_EQ(report->imported, 1U);
    EXPECT_EQ(ends, 1);
}

TEST(CsvTables, AFileLongerThanItsHeadIsReadWhole) {
    std::string text = "reference;name;action\n";
    for (int i = 0; i < 10'000; ++i) {
        text += std::to_string(i) + ";Zorvan;inform\n";
    }
    const Taken taken = import_text("sarhad-csv", text);
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    EXPECT_EQ(taken.report->imported, 10'000U);
}

// ---- the United Kingdom

TEST(UkCsv, TheConListsOlderColumnsAreRead) {
    // Before 2022 its numbers stood under other words, and went to the remarks.
    const Taken taken = import_text("uk-csv",
                                    "Last Updated,05/01/2020\n"
                                    "Name 6,Name 1,Passport Details,NI Number,Group Type,Group ID\n"
                                    "ZORVAN,,X1234567,N7654321,Individual,9\n");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    EXPECT_EQ(numbers_of(taken.entries.at(0)), "passport X1234567 | national-id N7654321");
    EXPECT_EQ(taken.entries[0].remarks.reveal(), "");
}

// ---- Senzing

Taken senzing_of(const std::string& members) {
    return import_text("senzing", R"({"DATA_SOURCE":"T","RECORD_ID":"1",)" + members + "}\n");
}

TEST(Senzing, ANamesUseTellsAFormerAndAWeakOne) {
    const Taken taken = senzing_of(
        R"("RECORD_TYPE":"PERSON","NAMES":[{"NAME_TYPE":"PRIMARY","NAME_FULL":"Zorvan"},)"
        R"({"NAME_TYPE":"FKA","NAME_FULL":"Tolmin"},{"NAME_TYPE":"WEAK_AKA","NAME_FULL":"Zo"},)"
        R"({"NAME_TYPE":"ALIAS","NAME_FULL":"Zorvi"}],"MAIDEN_NAME_FULL":"Belmun")");
    EXPECT_EQ(names_of(taken.entries.at(0)),
              "Zorvan | Tolmin former | Zo alias weak | Zorvi alias | Belmun former");
}

TEST(Senzing, AnIdsTypeTellsItsKind) {
    const Taken aircraft =
        senzing_of(R"("RECORD_TYPE":"AIRCRAFT","NAME_ORG":"ZOR-1","IDENTIFIERS":[)"
                   R"({"NATIONAL_ID_NUMBER":"AP-ZOR","NATIONAL_ID_TYPE":"registrationNumber"},)"
                   R"({"OTHER_ID_NUMBER":"27310","OTHER_ID_TYPE":"serialNumber"}])");
    EXPECT_EQ(numbers_of(aircraft.entries.at(0)), "tail-number AP-ZOR | other 27310");
    EXPECT_EQ(aircraft.entries[0].documents.at(1).kind, "serialNumber");
    const Taken company = senzing_of(
        R"("RECORD_TYPE":"ORGANIZATION","NAME_ORG":"Zorvan Works","IDENTIFIERS":[)"
        R"({"NATIONAL_ID_NUMBER":"1027700","NATIONAL_ID_TYPE":"registrationNumber"},)"
        R"({"TAX_ID_NUMBER":"7700123","TAX_ID_TYPE":"innCode"},{"DUNS_NUMBER":"339123456"}])");
    EXPECT_EQ(numbers_of(company.entries.at(0)),
              "registration 1027700 | tax 7700123 | registration 339123456");
    EXPECT_EQ(company.entries[0].remarks.reveal(), "");
}

TEST(Senzing, EveryValueOfAListIsTaken) {
    // The second and all behind it were lost.
    const Taken taken = senzing_of(
        R"("RECORD_TYPE":"PERSON","NAME_FULL":["Zorvan","Zorvi"],)"
        R"("PHONE_NUMBER":["+92300111222","+92300111333"],"COUNTRY_OF_BIRTH":"Belkhadia")");
    EXPECT_EQ(taken.entries.at(0).names.size(), 2U);
    EXPECT_EQ(taken.entries[0].documents.size(), 2U);
    EXPECT_EQ(taken.entries[0].birth_places.at(0).reveal(), "Belkhadia");
}

// ---- FollowTheMoney

TEST(Ftm, WhatStandsWithinAnEntityIsRead) {
    // A "nested" file: its listing and its papers were in the remarks only.
    const Taken taken = import_text(
        "ftm",
        R"({"id":"1","schema":"Person","properties":{"name":["Zorvan"],)"
        R"("addressEntity":[{"id":"4","schema":"Address","properties":{"full":["Quay 1"]}}],)"
        R"("passportEntities":[{"id":"2","schema":"Passport","properties":{"number":["X1234567"],)"
        R"("country":["xb"]}}],"sanctions":[{"id":"3","schema":"Sanction","properties":)"
        R"({"program":["TST"],"listingDate":["2024-03-04"]}},{"id":"5","schema":"Sanction",)"
        R"("properties":{"listingDate":["2021-01-02"]}}]}})");
    const ListEntry& entry = taken.entries.at(0);
    EXPECT_EQ(numbers_of(entry), "passport X1234567 xb");
    EXPECT_EQ(entry.programme, "TST");
    EXPECT_EQ(to_text(entry.listed_on), "2021-01-02");
    EXPECT_NE(entry.remarks.reveal().find("address: Quay 1"), std::string::npos);
}

TEST(Ftm, AWalletIsItsHoldersNumber) {
    const Taken taken = import_text(
        "ftm",
        R"({"id":"1","schema":"Person","properties":{"name":["Zorvan"]}})"
        "\n"
        R"({"id":"2","schema":"CryptoWallet","properties":{"holder":["1"],"publicKey":["0xZ0R"],)"
        R"("currency":["XZC"]}})"
        "\n"
        R"({"id":"3","schema":"CryptoWallet","properties":{"publicKey":["0xZ0S"]}})");
    EXPECT_EQ(taken.late_numbers, std::vector<std::string>{"1 0xZ0R"});
    EXPECT_EQ(taken.listings, std::vector<std::string>{"1 currency: XZC"});
    EXPECT_EQ(taken.report->stray_rows, 0U);
}

TEST(Ftm, AVehiclesRegistrationIsItsPlate) {
    const Taken taken = import_text(
        "ftm",
        R"({"id":"1","schema":"Vehicle","properties":{"name":["Zor"],"registrationNumber":["LEB-7042"]}})");
    EXPECT_EQ(numbers_of(taken.entries.at(0)), "plate LEB-7042");
}

TEST(Ftm, AnOverlongPaperCostsNotTheWholeList) {
    const std::string number(300, '7');
    const Taken taken =
        import_text("ftm",
                    R"({"id":"1","schema":"Person","properties":{"name":["Zorvan"]}})"
                    "\n"
                    R"({"id":"2","schema":"Passport","properties":{"holder":["1"],"number":[")" +
                        number + "\"]}}");
    EXPECT_TRUE(taken.late_numbers.empty());
    EXPECT_EQ(taken.listings, std::vector<std::string>{"1 Passport number: " + number});
}

TEST(Ftm, WhatIsTrueOrFalseIsNotLost) {
    const Taken taken = import_text(
        "ftm", R"({"id":"1","schema":"Person","properties":{"name":["Zorvan"],"deceased":true}})");
    EXPECT_EQ(taken.entries.at(0).remarks.reveal(), "deceased: true");
}

// ---- OFAC's sdn_advanced.xml

std::string advanced(const std::string& references,
                     const std::string& papers,
                     const std::string& features,
                     const std::string& listings) {
    return "<Sanctions><ReferenceValueSets>"
           "<PartyType ID=\"1\">Individual</PartyType>"
           "<PartySubType ID=\"4\" PartyTypeID=\"1\">Unknown</PartySubType>" +
           references + "</ReferenceValueSets>" + papers +
           "<DistinctParties><DistinctParty FixedRef=\"9\"><Profile ID=\"9\" PartySubTypeID=\"4\">"
           "<Identity ID=\"90\"><Alias Primary=\"true\"><DocumentedName><DocumentedNamePart>"
           "<NamePartValue>Zorvan</NamePartValue></DocumentedNamePart></DocumentedName></Alias>"
           "</Identity>" +
           features + "</Profile></DistinctParty></DistinctParties><SanctionsEntries>" + listings +
           "</SanctionsEntries></Sanctions>";
}

TEST(OfacAdvanced, ALegalBasisIsKeptAndTheFirstDayCounts) {
    const auto event = [](const std::string& basis, const std::string& year) {
        return "<SanctionsEntry ProfileID=\"9\"><EntryEvent LegalBasisID=\"" + basis +
               "\"><Date><Year>" + year +
               "</Year><Month>3</Month><Day>4</Day></Date></EntryEvent></SanctionsEntry>";
    };
    const Taken taken =
        import_text("ofac-advanced-xml",
                    advanced("<LegalBasis ID=\"1\">Order 13224</LegalBasis>"
                             "<LegalBasis ID=\"2\">Order 13338</LegalBasis>",
                             "",
                             "",
                             event("1", "2019") + event("2", "2024") + event("1", "2020")));
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    EXPECT_EQ(taken.entries.at(0).order.legal_basis, "Order 13224, Order 13338");
    EXPECT_EQ(to_text(taken.entries[0].listed_on), "2019-03-04");
}

TEST(OfacAdvanced, WhatElseIsToldOfAPaperIsInTheRemarks) {
    const Taken taken = import_text(
        "ofac-advanced-xml",
        advanced("<IDRegDocType ID=\"1571\">Passport</IDRegDocType>"
                 "<IDRegDocDateType ID=\"1481\">Expiration Date</IDRegDocDateType>",
                 "<IDRegDocuments><IDRegDocument IDRegDocTypeID=\"1571\" IdentityID=\"90\">"
                 "<IDRegistrationNo>X1234567</IDRegistrationNo>"
                 "<DocumentDate IDRegDocDateTypeID=\"1481\"><DatePeriod><Start><From>"
                 "<Year>2030</Year></From></Start></DatePeriod></DocumentDate>"
                 "<IssuingAuthority>Port Zor</IssuingAuthority></IDRegDocument></IDRegDocuments>",
                 "",
                 ""));
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    EXPECT_EQ(numbers_of(taken.entries.at(0)), "passport X1234567");
    EXPECT_EQ(taken.entries[0].remarks.reveal(),
              "Passport: X1234567, Expiration Date Year 2030, IssuingAuthority Port Zor");
}

TEST(OfacAdvanced, AnEmptyDetailHidesNoPlace) {
    const Taken taken = import_text(
        "ofac-advanced-xml",
        advanced("<FeatureType ID=\"10\">Nationality Country</FeatureType>"
                 "<Country ID=\"11\">Belkhadia</Country>",
                 "<Locations><Location ID=\"500\"><LocationCountry CountryID=\"11\"/></Location>"
                 "</Locations>",
                 "<Feature FeatureTypeID=\"10\"><FeatureVersion><VersionDetail/>"
                 "<VersionLocation LocationID=\"500\"/></FeatureVersion></Feature>",
                 ""));
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    EXPECT_EQ(taken.entries.at(0).nationalities, std::vector<std::string>{"Belkhadia"});
}

// ---- XML

TEST(XmlRecords, WindowsOwnCodePageIsRead) {
    const auto list = [](const std::string& encoding) {
        return import_text("un-xml",
                           "<?xml version=\"1.0\" encoding=\"" + encoding +
                               "\"?><CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>"
                               "<REFERENCE_NUMBER>X1</REFERENCE_NUMBER><FIRST_NAME>\x8Aor\xE9"
                               "</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>");
    };
    const Taken taken = list("windows-1252");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    EXPECT_EQ(names_of(taken.entries.at(0)), "\u0160or\u00E9");
    const Taken other = list("koi8-r");
    ASSERT_FALSE(other.report.has_value());
    EXPECT_NE(other.report.error().what.find("save it as UTF-8"), std::string::npos);
}

TEST(XmlRecords, PrefixesAndCdataAndEntitiesChangeNothing) {
    const Taken taken = import_text(
        "un-xml",
        "<u:CONSOLIDATED_LIST xmlns:u=\"urn:u\"><u:INDIVIDUALS><u:INDIVIDUAL>"
        "<u:REFERENCE_NUMBER>X1</u:REFERENCE_NUMBER><u:FIRST_NAME>Zor&#x76;an</u:FIRST_NAME>"
        "<u:SECOND_NAME><![CDATA[Bel & Mun]]></u:SECOND_NAME><u:THIRD_NAME/>"
        "</u:INDIVIDUAL></u:INDIVIDUALS></u:CONSOLIDATED_LIST>");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    EXPECT_EQ(names_of(taken.entries.at(0)), "Zorvan Bel & Mun");
}

}  // namespace
}  // namespace sarhad::watchlists
