#include "imported.h"

#include "watchlists/alias_text.h"

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

std::vector<std::string> revealed(const std::vector<Redacted<std::string>>& texts) {
    std::vector<std::string> shown;
    for (const auto& text : texts) {
        shown.push_back(text.reveal());
    }
    return shown;
}

std::string first_refusal(const Taken& taken) {
    return taken.report->refused.empty()
               ? ""
               : taken.report->refused[0].place + ": " + taken.report->refused[0].reason;
}

// ---- Pakistan's proscribed persons

TEST(PkProscribed, WhatIsNoObjectCostsItsOwnRecord) {
    // One number in the array refused the whole list.
    const Taken taken =
        import_text("pk-proscribed-json",
                    "[{\"Name\":\"Zorvan\"},\n7,\"a, ] \\\" b\",\n[{\"Name\":\"Lost\"}], null,\n"
                    "{\"Name\":\"Tolmin\"}]");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    ASSERT_EQ(taken.entries.size(), 2U);
    EXPECT_EQ(names_of(taken.entries[1]), "Tolmin");
    EXPECT_EQ(taken.report->refused_count, 4U);
    EXPECT_EQ(first_refusal(taken), "object 2, line 2: it is no object, and so no record");
    EXPECT_EQ(taken.report->refused[3].place, "object 5, line 3");
    EXPECT_FALSE(import_text("pk-proscribed-json", "[{\"Name\":\"Zorvan\"}, 7").report.has_value());
    EXPECT_FALSE(
        import_text("pk-proscribed-json", "[{\"Name\":\"Zorvan\"}, zz]").report.has_value());
}

TEST(PkProscribed, ReadsTheNumberUnderItsOtherNameAndNoNumberOfNil) {
    const auto of = [](const std::string& members) {
        return import_text("pk-proscribed-json", R"([{"Name":"Zorvan",)" + members + "}]");
    };
    EXPECT_EQ(numbers_of(of(R"("CNIC No":"17301-1234567-1")").entries.at(0)),
              "cnic 17301-1234567-1 PK");
    const Taken nil = of(R"("CNIC":"nil")");
    EXPECT_EQ(numbers_of(nil.entries.at(0)), "");
    EXPECT_EQ(nil.report->warned_count, 0U);
    EXPECT_EQ(of(R"("CNIC":"lost")").entries.at(0).remarks.reveal(), "CNIC: lost");
    EXPECT_EQ(revealed(of(R"("FatherName":"Belmun / Tolmin")").entries.at(0).fathers),
              (std::vector<std::string>{"Belmun", "Tolmin"}));
}

TEST(PkProscribed, KnowsEveryMarkerOfAnAlias) {
    EXPECT_EQ(
        names_of(import_text("pk-proscribed-json", R"([{"Name":"Zorvan Khan also known as Mama"}])")
                     .entries.at(0)),
        "Zorvan Khan | Mama alias");
}

TEST(AliasParts, AMarkerBehindABracketIsRead) {
    using Parts = std::vector<std::string>;
    EXPECT_EQ(alias_parts("Muhammad Khan (alias Mama)"), (Parts{"Muhammad Khan", "Mama"}));
    EXPECT_EQ(alias_parts("Muhammad Khan (urf Mama) (Peshawar)"),
              (Parts{"Muhammad Khan", "Mama (Peshawar)"}));
    EXPECT_EQ(alias_parts("Muhammad (Khan) alias Mama"), (Parts{"Muhammad (Khan)", "Mama"}));
    EXPECT_EQ(alias_parts("Muhammad Khan (Mama)"), (Parts{"Muhammad Khan (Mama)"}));
}

// ---- the UK's list

Taken conlist_of(const std::string& column, const std::string& text, const char* type) {
    return import_text("uk-csv",
                       "Group ID,Name 6,Name 1,Group Type," + column + "\n9,ZORVAN,," + type +
                           ",\"" + text + "\"\n");
}

TEST(UkList, NumberedValuesAreTakenApart) {
    // "(1) A1234567 (2) B7654321" was one number, that nobody has.
    const auto of = [](const std::string& column, const std::string& text) {
        return conlist_of(column, text, "Individual").entries.at(0);
    };
    EXPECT_EQ(numbers_of(of("Passport Number", "(1) A1234567 (2) B7654321")),
              "passport A1234567 | passport B7654321");
    EXPECT_EQ(numbers_of(of("Passport Number", "A1234567/B7654321 & C7654321")),
              "passport A1234567 | passport B7654321 | passport C7654321");
    EXPECT_EQ(numbers_of(of("Passport Number", "AB/123456")), "passport AB/123456");
    EXPECT_EQ(of("Nationality", "(1) Pakistan. (2) Afghanistan").nationalities,
              (std::vector<std::string>{"Pakistan", "Afghanistan"}));
    EXPECT_EQ(births_of(of("DOB", "(1) 03/02/1971 (2) 1972")), "1971-02-03 | 1972");
    EXPECT_EQ(revealed(of("Town of Birth", "(1) Pashmul (2) Kalanko").birth_places),
              (std::vector<std::string>{"Pashmul", "Kalanko"}));
    EXPECT_EQ(revealed(of("Town of Birth,Country of Birth", "(1) Pashmul (2) Kalanko\",\"Ruritania")
                           .birth_places),
              (std::vector<std::string>{"Pashmul, Ruritania", "Kalanko, Ruritania"}));
}

TEST(UkList, OtherInformationTellsNumbersAndAFlag) {
    // It was not read: the ConList has ships' numbers nowhere else.
    const ListEntry ship =
        conlist_of("Other Information", "IMO number: 9074729. Flag: Belkhadia. Ship.", "Ship")
            .entries.at(0);
    EXPECT_EQ(numbers_of(ship), "imo 9074729");
    EXPECT_EQ(ship.flag, "Belkhadia");
    EXPECT_EQ(ship.remarks.reveal(),
              "Other Information: IMO number: 9074729. Flag: Belkhadia. Ship.");
    const ListEntry man =
        conlist_of("Other Information",
                   "UN Ref X.018.  Passport no: G4506013, issued in Ruritania. No passport number "
                   "known. Passport number: none",
                   "Individual")
            .entries.at(0);
    EXPECT_EQ(numbers_of(man), "passport G4506013");
    EXPECT_EQ(man.flag, "");
    const Taken prose =
        conlist_of("Other Information", "Passport no: " + std::string(300, '7'), "Individual");
    EXPECT_EQ(numbers_of(prose.entries.at(0)), "");
}

// ---- FollowTheMoney's changes

std::string change(const std::string& op, const std::string& name) {
    return R"({"op":")" + op + R"(","entity":{"id":"1","schema":"Person","properties":{"name":[")" +
           name + "\"]}}}\n";
}

TEST(FtmDelta, TheLastChangeOfAFileHolds) {
    // The second change of an entity was refused, and the older state stayed.
    const Taken taken = import_text("ftm-delta", change("ADD", "Old") + change("MOD", "New"));
    ASSERT_EQ(taken.entries.size(), 2U);
    EXPECT_EQ(names_of(taken.entries[1]), "New");
    EXPECT_EQ(taken.report->refused_count, 0U);
}

TEST(FtmDelta, WhatIsNotListedIsNotCountedAsTakenOff) {
    const std::string off = R"({"op":"DEL","entity":{"id":"9"}})";
    const Taken taken = import_text("ftm-delta", change("ADD", "Zorvan") + off);
    EXPECT_FALSE(taken.report->side_records.contains("removed"));
    ASSERT_EQ(taken.report->warned.size(), 1U);
    EXPECT_EQ(taken.report->warned[0].place, "line 2");
    EXPECT_EQ(taken.report->warned[0].reason, "what it takes off is not listed");
    EXPECT_EQ(import_text("ftm-delta", change("ADD", "Zorvan") + change("DEL", "Zorvan"))
                  .report->side_records.at("removed"),
              1U);
}

// ---- OFAC's advanced file

/// The invented file, with each first text in place of the second.
Taken advanced_with(const std::vector<std::pair<std::string_view, std::string_view>>& changes) {
    std::string text = invented("ofac-advanced.xml");
    for (const auto& [to, from] : changes) {
        const std::size_t at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
    }
    return import_text("ofac-advanced-xml", text);
}

TEST(OfacAdvanced, AnImoNumberIsAShipsOrElseACompanys) {
    const auto told = [](std::string_view identity, std::size_t party) {
        const Taken taken =
            advanced_with({{">Identification Number</IDRegDocType>", ">Passport</IDRegDocType>"},
                           {identity, "IdentityID=\"90\""},
                           {"IMO 9074729", "X1234567"}});
        return numbers_of(taken.entries.at(party));
    };
    EXPECT_EQ(told("IdentityID=\"91\"", 1), "imo IMO 9074729 Belkhadia");
    EXPECT_EQ(told("IdentityID=\"90\"", 0), "registration IMO 9074729 Belkhadia");
}

TEST(OfacAdvanced, APaperOfNoPartyIsCounted) {
    const Taken taken = advanced_with({{"IdentityID=\"99\"", "IdentityID=\"90\""}});
    EXPECT_EQ(taken.report->stray_rows, 1U);
    EXPECT_EQ(taken.report->strays_by_file.at("IDRegDocument"), 1U);
}

TEST(OfacAdvanced, APartyOfAnUnknownTypeIsRefused) {
    const Taken taken = advanced_with({{"PartySubTypeID=\"77\"", "PartySubTypeID=\"4\""}});
    EXPECT_EQ(taken.entries.size(), 1U);
    EXPECT_EQ(
        first_refusal(taken),
        "DistinctParty, line 18: its type is none of individual, entity, vessel and aircraft");
}

// ---- Senzing

TEST(Senzing, AnAttributesUseIsReadOff) {
    const Taken taken = import_text(
        "senzing",
        R"({"DATA_SOURCE":"T","RECORD_ID":"1","RECORD_TYPE":"PERSON","PRIMARY_NAME_FULL":"Zorvan",)"
        R"("AKA_NAME_FULL":"Zorvi","HOME_PHONE_NUMBER":"0300111","WORK_ADDR_CITY":"Port Zor",)"
        R"("SHOE_SIZE":"44"})");
    const ListEntry& entry = taken.entries.at(0);
    EXPECT_EQ(names_of(entry), "Zorvan | Zorvi alias");
    EXPECT_EQ(numbers_of(entry), "telephone 0300111");
    EXPECT_EQ(entry.remarks.reveal(), "ADDR_CITY: Port Zor; SHOE_SIZE: 44");
}

TEST(Senzing, AListOfFeaturesMayHaveAnyName) {
    const Taken taken = import_text(
        "senzing",
        R"({"DATA_SOURCE":"T","RECORD_ID":"1","RECORD_TYPE":"PERSON","WHO":{"NAME_FULL":"Zorvan"},)"
        R"("DATES":[{"DATE_OF_BIRTH":"1971","EYES":"grey"}],"TAGS":["a",{"NAME_FULL":"Zorvi"},"b"]})");
    EXPECT_EQ(names_of(taken.entries.at(0)), "Zorvan | Zorvi alias");
    EXPECT_EQ(births_of(taken.entries.at(0)), "1971");
    EXPECT_EQ(taken.entries[0].remarks.reveal(), "EYES: grey; TAGS: a; TAGS: b");
}

TEST(Senzing, TwoSourcesMayNumberTheirRecordsAlike) {
    const Taken taken =
        import_text("senzing",
                    "{\"DATA_SOURCE\":\"A\",\"RECORD_ID\":\"1\",\"NAME_FULL\":\"Zorvan\"}\n"
                    "{\"DATA_SOURCE\":\"B\",\"RECORD_ID\":\"1\",\"NAME_FULL\":\"Tolmin\"}\n"
                    "{\"RECORD_ID\":\"1\",\"NAME_FULL\":\"Ruvan\"}\n{\"DATA_SOURCE\":\"A\"}\n");
    ASSERT_EQ(taken.entries.size(), 3U);
    EXPECT_EQ(taken.entries[0].id, "A:1");
    EXPECT_EQ(taken.entries[1].id, "B:1");
    EXPECT_EQ(taken.entries[2].id, "1");
    EXPECT_EQ(taken.report->refused_count, 1U);
}

// ---- an agency's own list

TEST(SarhadCsv, ANameHoldsSeveralValuesAsOtherColumnsDo) {
    const Taken taken = import_text("sarhad-csv",
                                    "reference,name,action,district,place_of_birth\n"
                                    "1,Zorvan; Zorvi,inform,Zor;Tol,Port Zor; Tol\n");
    EXPECT_EQ(names_of(taken.entries.at(0)), "Zorvan | Zorvi alias");
    EXPECT_EQ(revealed(taken.entries[0].districts), (std::vector<std::string>{"Zor", "Tol"}));
    EXPECT_EQ(revealed(taken.entries[0].birth_places),
              (std::vector<std::string>{"Port Zor", "Tol"}));
}

TEST(SarhadCsv, AColumnThatStandsTwiceIsRefused) {
    // The second one went to the remarks.
    const Taken taken =
        import_text("sarhad-csv", "reference,name,action,Name\n1,Zorvan,inform,Tolmin\n");
    ASSERT_FALSE(taken.report.has_value());
    EXPECT_EQ(taken.report.error().what,
              "agency list: the column 'Name' stands twice: several values of one go into one "
              "field, with ';' between them");
}

TEST(SarhadCsv, ATelephoneWithoutANumberIsToldSo) {
    const Taken taken =
        import_text("sarhad-csv", "reference,kind,action,telephone\n1,telephone,inform,\n");
    EXPECT_EQ(first_refusal(taken), "line 2: no number, by which a telephone is known");
}

}  // namespace
}  // namespace sarhad::watchlists
