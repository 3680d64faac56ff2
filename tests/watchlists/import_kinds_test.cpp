#include "imported.h"

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

std::string first_warning(const Taken& taken) {
    return taken.report->warned.empty() ? "" : taken.report->warned.front().reason;
}

std::string first_refusal(const Taken& taken) {
    return taken.report->refused.empty()
               ? ""
               : taken.report->refused[0].place + ": " + taken.report->refused[0].reason;
}

/// Rows of the UK's list for one invented person, each of another type.
Taken uk_of_types(const std::vector<std::string>& types) {
    std::string text = "Unique ID,Name 6,Name 1,Name type,Designation Type\n";
    for (std::size_t i = 0; i < types.size(); ++i) {
        text += "TST1,BELKHADIM,Zorvan" + std::to_string(i) + ",Primary Name," + types[i] + "\n";
    }
    return import_text("uk-csv", text);
}

TEST(ImportKinds, ARowOfTheUkWithoutATypeKeepsWhatIsKnown) {
    // The last row won: an empty type made a person an organisation.
    const Taken taken = uk_of_types({"Individual", "", ""});
    EXPECT_EQ(taken.entries.at(0).kind, EntryKind::kPerson);
    EXPECT_EQ(taken.report->warned_count, 0U);
    EXPECT_EQ(uk_of_types({"", "Person"}).entries.at(0).kind, EntryKind::kPerson);
    EXPECT_EQ(uk_of_types({"Ship"}).entries.at(0).kind, EntryKind::kVessel);
}

TEST(ImportKinds, TheFirstOfTwoTypesWinsWithAWarning) {
    const Taken taken = uk_of_types({"Individual", "Entity"});
    EXPECT_EQ(taken.entries.at(0).kind, EntryKind::kPerson);
    EXPECT_EQ(first_warning(taken), "its Designation Type says two things: the first one is taken");
}

TEST(ImportKinds, WithoutAnyTypeTheNameTellsWithAWarning) {
    const Taken taken = uk_of_types({""});
    EXPECT_EQ(taken.entries.at(0).kind, EntryKind::kPerson);
    EXPECT_EQ(first_warning(taken), "nothing tells whether it is a person: taken by its name");
}

TEST(ImportKinds, AnUnknownTypeOfTheUkRefusesItsRow) {
    const Taken taken = uk_of_types({"Individual", "Robot"});
    EXPECT_EQ(names_of(taken.entries.at(0)), "Zorvan0 BELKHADIM");
    EXPECT_EQ(first_refusal(taken),
              "line 3: its Designation Type is none of individual, entity, ship, aircraft and "
              "vehicle");
    EXPECT_EQ(taken.report->records_seen, 2U);
    EXPECT_TRUE(uk_of_types({"Robot"}).entries.empty());
}

Taken eu_csv_of(std::string_view code, std::string_view type) {
    return import_text("eu-csv",
                       "Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType;"
                       "Entity_SubjectType_ClassificationCode;NameAlias_WholeName\n9;EU.9;" +
                           std::string{type} + ";" + std::string{code} + ";Zorvan Belkhadim\n");
}

Taken eu_xml_of(std::string_view subject) {
    return import_text("eu-xml",
                       "<export><sanctionEntity euReferenceNumber=\"EU.9\">" +
                           std::string{subject} +
                           "<nameAlias wholeName=\"Zorvan Belkhadim\"/></sanctionEntity></export>");
}

TEST(ImportKinds, TheEuropeanUnionsFollowTheSameRule) {
    EXPECT_EQ(eu_csv_of("P", "").entries.at(0).kind, EntryKind::kPerson);
    EXPECT_EQ(eu_csv_of("", "").entries.at(0).kind, EntryKind::kPerson);
    EXPECT_EQ(eu_csv_of("E", "enterprise").entries.at(0).kind, EntryKind::kOrganisation);
    EXPECT_EQ(first_warning(eu_csv_of("P", "enterprise")),
              "its Entity_SubjectType says two things: the first one is taken");
    EXPECT_TRUE(eu_csv_of("X", "").entries.empty());
    EXPECT_EQ(eu_xml_of("").entries.at(0).kind, EntryKind::kPerson);
    EXPECT_EQ(eu_xml_of(R"(<subjectType code="enterprise"/>)").entries.at(0).kind,
              EntryKind::kOrganisation);
    EXPECT_EQ(eu_xml_of(R"(<subjectType classificationCode="P"/>)").entries.at(0).kind,
              EntryKind::kPerson);
    const Taken robot = eu_xml_of(R"(<subjectType code="robot"/>)");
    EXPECT_TRUE(robot.entries.empty());
    EXPECT_EQ(first_refusal(robot),
              "sanctionEntity 1, line 1: its code is none of individual, entity, ship, aircraft "
              "and vehicle");
}

Taken senzing_of(const std::string& members) {
    return import_text("senzing", R"({"DATA_SOURCE":"T","RECORD_ID":"1",)" + members + "}\n");
}

TEST(ImportKinds, SenzingsRecordTypesFollowTheSameRule) {
    const auto kind_of = [](const std::string& members) {
        return senzing_of(members).entries.at(0).kind;
    };
    EXPECT_EQ(kind_of(R"("RECORD_TYPE":"Person","NAME_FULL":"Zorvan Trading Company")"),
              EntryKind::kPerson);
    EXPECT_EQ(kind_of(R"("RECORD_TYPE":"PERSON","NAME_ORG":"Zorvan")"), EntryKind::kPerson);
    EXPECT_EQ(kind_of(R"("NAME_ORG":"Zorvan")"), EntryKind::kOrganisation);
    EXPECT_EQ(kind_of(R"("NAME_LAST":"Belkhadim","NAME_FIRST":"Zorvan")"), EntryKind::kPerson);
    EXPECT_EQ(kind_of(R"("RECORD_TYPE":"","NAME_FULL":"Zorvan Belkhadim")"), EntryKind::kPerson);
    EXPECT_EQ(kind_of(R"("RECORD_TYPE":"ORGANIZATION","NAME_FULL":"Zorvan")"),
              EntryKind::kOrganisation);
    EXPECT_TRUE(senzing_of(R"("RECORD_TYPE":"ROBOT","NAME_FULL":"Zorvan")").entries.empty());
}

TEST(ImportKinds, AnUnknownTypeOfOfacsXmlIsRefused) {
    const auto of_type = [](const std::string& type) {
        return import_text("ofac-xml",
                           "<sdnList><sdnEntry><uid>7</uid><lastName>ZORVAN</lastName><sdnType>" +
                               type + "</sdnType></sdnEntry></sdnList>");
    };
    EXPECT_EQ(of_type("Individual").entries.at(0).kind, EntryKind::kPerson);
    EXPECT_TRUE(of_type("Robot").entries.empty());
    EXPECT_EQ(of_type("Robot").report->refused_count, 1U);
}

TEST(ImportKinds, AnUnknownTypeOfTheConsolidatedListIsRefused) {
    const auto of_type = [](const std::string& type) {
        return import_text("csl-csv", "source,entity_number,type,name\nT,7," + type + ",Zorvan\n");
    };
    EXPECT_EQ(of_type("Vessel").entries.at(0).kind, EntryKind::kVessel);
    EXPECT_TRUE(of_type("Robot").entries.empty());
}

}  // namespace
}  // namespace sarhad::watchlists
