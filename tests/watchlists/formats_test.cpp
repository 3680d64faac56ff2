#include "watchlists/formats.h"

#include "imported.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

void expect_zorvan(const Taken& taken, std::string_view reference) {
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    ASSERT_FALSE(taken.entries.empty());
    const ListEntry& entry = taken.entries[0];
    EXPECT_EQ(entry.id, reference);
    EXPECT_EQ(entry.kind, EntryKind::kPerson);
    EXPECT_EQ(entry.sex, facts::Sex::kMale);
    EXPECT_EQ(taken.report->records_seen, taken.report->imported + taken.report->refused_count);
}

TEST(Formats, FindEachOfTheirIds) {
    for (const ListFormatInfo& format : list_formats()) {
        EXPECT_EQ(find_format(format.id), &format);
    }
    EXPECT_EQ(find_format("xml"), nullptr);
}

TEST(Formats, EachHaveAFuzzTarget) {
    for (const ListFormatInfo& format : list_formats()) {
        std::string target{format.id};
        std::replace(target.begin(), target.end(), '-', '_');
        const std::string path = places::source_root() + "/tests/fuzz/" + target + "_fuzz.cpp";
        const std::string text = read_whole(path);
        EXPECT_NE(text.find("check_import(\"" + std::string{format.id} + "\""), std::string::npos)
            << path;
    }
}

TEST(Formats, ReadTheEuropeanUnionsXml) {
    const Taken taken = import_file("eu-xml", "eu.xml");
    expect_zorvan(taken, "EU.9001.1");
    const ListEntry& entry = taken.entries[0];
    EXPECT_EQ(names_of(entry), "Zorvan BELKHADIM | Зорван Белхадим alias | Zorvi alias weak");
    EXPECT_EQ(births_of(entry), "1971-02-03 | 1969 circa | 1968/1972");
    EXPECT_EQ(numbers_of(entry), "passport X1234567 XB");
    EXPECT_EQ(entry.nationalities, std::vector<std::string>{"XB"});
    EXPECT_EQ(entry.programme, "TST");
    EXPECT_EQ(to_text(entry.listed_on), "2024-03-04");
    EXPECT_EQ(entry.birth_places.at(0).reveal(), "Port Zor, XB");
    EXPECT_EQ(taken.entries.at(1).kind, EntryKind::kOrganisation);
}

TEST(Formats, ReadTheEuropeanUnionsCsv) {
    const Taken taken = import_file("eu-csv", "eu.csv");
    expect_zorvan(taken, "EU.9001.1");
    const ListEntry& entry = taken.entries[0];
    EXPECT_EQ(names_of(entry), "Zorvan BELKHADIM | Zorvi alias weak");
    EXPECT_EQ(births_of(entry), "1971-02-03");
    EXPECT_EQ(numbers_of(entry), "passport X1234567 XB");
    EXPECT_EQ(entry.nationalities, std::vector<std::string>{"XB"});
    EXPECT_EQ(names_of(taken.entries.at(1)), "Zorvan; Sons");
}

TEST(Formats, GatherTheScatteredRowsOfTheConList) {
    const Taken taken = import_file("uk-csv", "uk-conlist.csv");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    ASSERT_EQ(taken.entries.size(), 2U);
    const ListEntry& entry = taken.entries[0];
    EXPECT_EQ(entry.id, "9001");
    EXPECT_EQ(names_of(entry), "Zorvan BELKHADIM (زورفان بلخادم) | ZORVI alias low");
    EXPECT_EQ(births_of(entry), "1971 | 1971-02-03");
    EXPECT_EQ(numbers_of(entry), "passport X1234567");
    EXPECT_EQ(to_text(entry.listed_on), "2007-03-24");
    EXPECT_EQ(taken.entries[1].kind, EntryKind::kOrganisation);
}

TEST(Formats, ReadTheUkSanctionsList) {
    const Taken taken = import_file("uk-csv", "uk-sanctions-list.csv");
    expect_zorvan(taken, "TST0001");
    EXPECT_EQ(names_of(taken.entries[0]), "Zorvan BELKHADIM (Зорван) | ZORVI alias low");
    EXPECT_EQ(births_of(taken.entries[0]), "1971-02-03 | 1971-02-04");
    const ListEntry& ship = taken.entries.at(1);
    EXPECT_EQ(ship.kind, EntryKind::kVessel);
    EXPECT_EQ(numbers_of(ship), "imo 9074729");
    EXPECT_EQ(ship.flag, "Belkhadia");
}

TEST(Formats, ReadOfacsPlainXml) {
    const Taken taken = import_file("ofac-xml", "ofac.xml");
    expect_zorvan(taken, "9001");
    EXPECT_EQ(names_of(taken.entries[0]), "Zorvan BELKHADIM | ZORVI alias weak");
    EXPECT_EQ(births_of(taken.entries[0]), "1971 circa");
    EXPECT_EQ(numbers_of(taken.entries[0]), "passport X1234567 Belkhadia");
    EXPECT_EQ(taken.entries[0].programme, "TST, TST2");
    EXPECT_EQ(taken.entries.at(1).kind, EntryKind::kVessel);
    EXPECT_EQ(numbers_of(taken.entries[1]), "call-sign XZAB");
}

TEST(Formats, ReadOfacsAdvancedXml) {
    const Taken taken = import_file("ofac-advanced-xml", "ofac-advanced.xml");
    expect_zorvan(taken, "9001");
    const ListEntry& entry = taken.entries[0];
    EXPECT_EQ(names_of(entry), "Zorvan BELKHADIM (БЕЛХАДИМ Зорван) | ZORVI alias weak");
    EXPECT_EQ(births_of(entry), "1971");
    EXPECT_EQ(numbers_of(entry), "passport X1234567 Belkhadia");
    EXPECT_EQ(entry.birth_places.at(0).reveal(), "Port Zor, Belkhadia");
    EXPECT_EQ(entry.programme, "TST");
    EXPECT_EQ(to_text(entry.listed_on), "2024-03-04");
    EXPECT_EQ(taken.entries.at(1).kind, EntryKind::kVessel);
}

TEST(Formats, ReadFollowTheMoneyAndItsPapers) {
    const Taken taken = import_file("ftm", "entities.ftm.json");
    expect_zorvan(taken, "tst-9001");
    const ListEntry& entry = taken.entries[0];
    EXPECT_EQ(names_of(entry), "Zorvan Belkhadim | Зорван Белхадим alias | Zorvi alias weak");
    EXPECT_EQ(births_of(entry), "1971-02 | 1970");
    EXPECT_EQ(entry.fathers.at(0).reveal(), "Tarvan");
    EXPECT_EQ(taken.late_numbers, std::vector<std::string>{"tst-9001 X1234567"});
    EXPECT_EQ(numbers_of(taken.entries.at(1)), "imo IMO9074729");
    const std::map<std::string, std::uint64_t> side{{"Address", 1}, {"Passport", 1}};
    EXPECT_EQ(taken.report->side_records, side);
}

TEST(Formats, ReadFollowTheMoneysChanges) {
    const Taken taken = import_file("ftm-delta", "entities.delta.json");
    ASSERT_TRUE(taken.report.has_value());
    EXPECT_EQ(taken.entries.size(), 2U);
    EXPECT_EQ(taken.removed, std::vector<std::string>{"tst-9004"});
    EXPECT_EQ(taken.report->refused.at(0).place, "line 4");
}

TEST(Formats, ReadBothDialectsOfSenzing) {
    const Taken taken = import_file("senzing", "senzing.json");
    expect_zorvan(taken, "TST:9001");
    EXPECT_EQ(numbers_of(taken.entries[0]), "passport X1234567 XB");
    const ListEntry& shop = taken.entries.at(1);
    EXPECT_EQ(shop.kind, EntryKind::kOrganisation);
    EXPECT_EQ(names_of(shop), "Zorvan Ship Stores | ZSS alias");
    EXPECT_EQ(numbers_of(shop), "telephone +99 555 0100");
}

TEST(Formats, ReadGtassExport) {
    const Taken taken = import_file("gtas-csv", "gtas.csv");
    ASSERT_EQ(taken.entries.size(), 2U);
    EXPECT_EQ(births_of(taken.entries[0]), "1965-12-02");
    EXPECT_EQ(numbers_of(taken.entries[0]), "passport X1234567 XBK | telephone 995550100");
    EXPECT_TRUE(taken.entries[0].id.starts_with("GTAS-"));
    EXPECT_NE(taken.entries[0].id, taken.entries[1].id);
}

TEST(Formats, ReadTheConsolidatedScreeningList) {
    const Taken taken = import_file("csl-csv", "csl.csv");
    expect_zorvan(taken, "9001");
    EXPECT_EQ(names_of(taken.entries[0]), "BELKHADIM, Zorvan | ZORVI alias | ZORVAN B alias");
    EXPECT_EQ(numbers_of(taken.entries[0]), "passport X1234567 XB");
    EXPECT_EQ(to_text(taken.entries[0].order.valid_until), "2030-01-01");
    EXPECT_TRUE(taken.entries.at(1).id.starts_with("CSL-"));
    EXPECT_EQ(taken.entries[1].kind, EntryKind::kOrganisation);
    EXPECT_EQ(taken.entries.at(2).kind, EntryKind::kPerson);  // No type is told, nor a legal form.
}

TEST(Formats, ReadTheProscribedWithTheirAliases) {
    const Taken taken = import_file("pk-proscribed-json", "proscribed.json");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    ASSERT_EQ(taken.entries.size(), 2U);
    EXPECT_EQ(names_of(taken.entries[0]), "Zorvan Khan | Zorvi alias | Zor alias");
    EXPECT_EQ(taken.entries[0].fathers.at(0).reveal(), "Tarvan Khan");
    EXPECT_EQ(numbers_of(taken.entries[0]), "cnic 11111-1234567-1 PK");
    EXPECT_TRUE(taken.entries[1].fathers.empty());
    EXPECT_EQ(taken.report->refused.at(0).reason, "no name");
}

TEST(Formats, ReadAnAgencysOrders) {
    const Taken taken = import_file("sarhad-csv", "agency.csv");
    expect_zorvan(taken, "A-1");
    const ListEntry& entry = taken.entries[0];
    EXPECT_EQ(names_of(entry),
              "Zorvan Belkhadim (زورفان) | Zorvan B alias | Z. Belkhadim alias | Zorvi alias weak");
    EXPECT_EQ(births_of(entry), "1971 circa | 1970/1972");
    EXPECT_EQ(numbers_of(entry), "cnic 11111-1234567-1 PK | passport X1234567 XB");
    EXPECT_EQ(entry.order.action, ListAction::kDetain);
    EXPECT_EQ(entry.order.direction, ListDirection::kExit);
    EXPECT_EQ(to_text(entry.order.valid_until), "2030-12-31");
    EXPECT_EQ(entry.order.grading, "B2");
    EXPECT_EQ(taken.entries.at(1).kind, EntryKind::kVehicle);
    EXPECT_EQ(numbers_of(taken.entries[1]), "plate LEA-07-1234");
    EXPECT_EQ(taken.entries.at(2).kind, EntryKind::kTelephone);
    ASSERT_EQ(taken.report->refused.size(), 1U);
    EXPECT_EQ(taken.report->refused[0].place, "line 5");
    EXPECT_NE(taken.report->refused[0].reason.find("action"), std::string::npos);
    EXPECT_EQ(taken.report->unread, 1U);
}

TEST(Formats, TakeTheFatherOutOfAPersonsName) {
    const Taken taken = import_text("sarhad-csv",
                                    "reference,kind,name,father\n"
                                    "A-1,person,Tarvan @ Zorvan S/O Belmun Khan,\n"
                                    "A-2,person,Zorvana d/o Belmun,Tarvan\n"
                                    "A-3,organisation,Zorvan S/O Belmun,\n"
                                    "A-4,person,Zorvan S/O Belmun @ Munir,\n"
                                    "A-5,person,Zorvan S/O Belmun urf Munir,\n");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    ASSERT_EQ(taken.entries.size(), 5U);
    EXPECT_EQ(names_of(taken.entries[0]),
              "Tarvan @ Zorvan | Tarvan @ Zorvan S/O Belmun Khan alias");
    ASSERT_EQ(taken.entries[0].fathers.size(), 1U);
    EXPECT_EQ(taken.entries[0].fathers[0].reveal(), "Belmun Khan");
    EXPECT_EQ(names_of(taken.entries[1]), "Zorvana | Zorvana d/o Belmun alias");
    ASSERT_EQ(taken.entries[1].fathers.size(), 1U);
    EXPECT_EQ(taken.entries[1].fathers[0].reveal(), "Tarvan");
    EXPECT_EQ(names_of(taken.entries[2]), "Zorvan S/O Belmun");
    EXPECT_EQ(names_of(taken.entries[3]), "Zorvan S/O Belmun @ Munir");
    EXPECT_EQ(names_of(taken.entries[4]), "Zorvan S/O Belmun urf Munir");
}

std::string fathers_of(const ListEntry& entry) {
    std::string text;
    for (const auto& father : entry.fathers) {
        text += (text.empty() ? "" : " | ") + father.reveal();
    }
    return text;
}

TEST(Formats, AFatherBehindAnyMarkerIsRead) {
    // Read only behind exactly "S/O" and "D/O".
    const Taken taken = import_text("sarhad-csv",
                                    "reference,name,father\n"
                                    "B-1,محمد زوروان ولد محمد بلمون,\n"
                                    "B-2,Tarvan Khan s/o. Belmun,\n"
                                    "B-3,Tarvan Khan Son of Belmun R/O Zarghun,\n"
                                    "B-4,Zorvana Daughter Of Belmun,\n"
                                    "B-5,Tarvan Khan walad Belmun S/O Kesh,\n"
                                    "B-6,Tarvan Khan s/o.Belmun,\n"
                                    "B-7,Tarvan Khan S/O,\n");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    ASSERT_EQ(taken.entries.size(), 7U);
    EXPECT_EQ(names_of(taken.entries[0]), "محمد زوروان | محمد زوروان ولد محمد بلمون alias");
    EXPECT_EQ(fathers_of(taken.entries[0]), "محمد بلمون");
    EXPECT_EQ(taken.entries[0].sex, facts::Sex::kMale);
    EXPECT_EQ(names_of(taken.entries[3]), "Zorvana | Zorvana Daughter Of Belmun alias");
    EXPECT_EQ(taken.entries[3].sex, facts::Sex::kFemale);
    for (const std::size_t at : {1U, 2U, 3U, 4U, 5U}) {
        EXPECT_EQ(fathers_of(taken.entries[at]), "Belmun") << at;
    }
    EXPECT_EQ(names_of(taken.entries[6]), "Tarvan Khan S/O");
    EXPECT_EQ(fathers_of(taken.entries[6]), "");
}

TEST(Formats, AListedFatherInUrduIsMetByATravellerInLatin) {
    const Taken taken = import_text("sarhad-csv", "reference,name\nB-1,محمد اسلم ولد محمد اکرم\n");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    const auto lists = snapshot(taken.entries);
    facts::Traveller traveller;
    traveller.full_name = secret("Muhammad Aslam");
    traveller.father_name = secret("Muhammad Akram");
    const auto hits = lists->match(Subject::of(traveller), 5);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_GE(hits[0].tier, facts::Tier::kAsk);
    const int told = hits[0].score.value();
    traveller.full_name = secret("Muhammad Aslam S/O Muhammad Akram");
    traveller.father_name = secret("");
    const auto same = lists->match(Subject::of(traveller), 5);
    ASSERT_EQ(same.size(), 1U);
    EXPECT_GE(same[0].score.value(), told) << "a traveller's own name tells his father too";
}

TEST(Formats, AHusbandIsNoFather) {
    const Taken taken =
        import_text("sarhad-csv", "reference,name\nC-1,Zorvana Gul W/O Belmun\nC-2,Zorvan\n");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    const ListEntry& entry = taken.entries.at(0);
    EXPECT_EQ(names_of(entry), "Zorvana Gul | Zorvana Gul W/O Belmun alias");
    EXPECT_EQ(fathers_of(entry), "");
    EXPECT_EQ(entry.sex, facts::Sex::kFemale);
    EXPECT_EQ(entry.remarks.reveal(), "husband: Belmun");
}

TEST(Formats, BinIsAPartOfTheNameAndTellsAFatherOnlyBehindAWholeName) {
    const Taken taken = import_text("sarhad-csv",
                                    "reference,name,father\n"
                                    "D-1,Tarvan Kesh bin Zorvan Belmun,\n"
                                    "D-2,Tarvan bin Belmun,\n"
                                    "D-3,Tarvan Kesh bin Belmun,\n"
                                    "D-4,Tarvan Kesh bin Zorvan Belmun,Odun\n"
                                    "D-5,زوروانہ بنت بلمون,\n");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    EXPECT_EQ(names_of(taken.entries.at(0)), "Tarvan Kesh bin Zorvan Belmun | Tarvan Kesh alias");
    EXPECT_EQ(fathers_of(taken.entries[0]), "Zorvan Belmun");
    EXPECT_EQ(names_of(taken.entries.at(1)), "Tarvan bin Belmun");
    EXPECT_EQ(fathers_of(taken.entries[1]), "");
    EXPECT_EQ(fathers_of(taken.entries.at(2)), "") << "bin Belmun may be a family";
    EXPECT_EQ(names_of(taken.entries.at(3)), "Tarvan Kesh bin Zorvan Belmun");
    EXPECT_EQ(fathers_of(taken.entries[3]), "Odun");
    EXPECT_EQ(names_of(taken.entries.at(4)), "زوروانہ بنت بلمون");
    EXPECT_EQ(fathers_of(taken.entries[4]), "بلمون");
}

TEST(Formats, AFatherBehindAnAliasGoesToAllNames) {
    const Taken taken = import_text("pk-proscribed-json",
                                    R"([{"Name":"Tarvan Dad @ Ganvar S/O Zorvan Dil"},)"
                                    R"({"Name":"Tarvan Kesh urf Tarvana s/o Mir Belmun"},)"
                                    R"({"Name":"ترون عرف زوروان ولد بلمون"}])");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    ASSERT_EQ(taken.entries.size(), 3U);
    EXPECT_EQ(names_of(taken.entries[0]),
              "Tarvan Dad | Ganvar alias | Ganvar S/O Zorvan Dil alias");
    EXPECT_EQ(fathers_of(taken.entries[0]), "Zorvan Dil");
    EXPECT_EQ(names_of(taken.entries[1]),
              "Tarvan Kesh | Tarvana alias | Tarvana s/o Mir Belmun alias");
    EXPECT_EQ(fathers_of(taken.entries[1]), "Mir Belmun");
    EXPECT_EQ(names_of(taken.entries[2]), "ترون | زوروان alias | زوروان ولد بلمون alias");
    EXPECT_EQ(fathers_of(taken.entries[2]), "بلمون");
}

TEST(Formats, NameTheNearestColumnOfAnUnknownOne) {
    const Taken taken = import_text("sarhad-csv", "reference,name,fathr\nA-1,Zorvan,Tarvan\n");
    ASSERT_FALSE(taken.report.has_value());
    EXPECT_NE(taken.report.error().what.find("'fathr'; is it 'father'?"), std::string::npos)
        << taken.report.error().what;
}

TEST(Formats, RefuseAFileThatIsCutShort) {
    for (const auto& [format, file] :
         std::map<std::string, std::string>{{"eu-xml", "eu.xml"},
                                            {"ofac-xml", "ofac.xml"},
                                            {"ofac-advanced-xml", "ofac-advanced.xml"},
                                            {"senzing", "senzing.json"},
                                            {"pk-proscribed-json", "proscribed.json"},
                                            {"ftm", "entities.ftm.json"}}) {
        const std::string whole = invented(file);
        const Taken taken = import_text(format, whole.substr(0, whole.size() - 20));
        EXPECT_FALSE(taken.report.has_value()) << format;
    }
}

TEST(Formats, RefuseAFileOfAnotherFormat) {
    for (const ListFormatInfo& format : list_formats()) {
        const Taken taken = import_text(format.id, "Zorvan\n");
        EXPECT_FALSE(taken.report.has_value()) << format.id;
    }
}

TEST(Formats, KeepOneTooLargeObjectFromStoppingTheRest) {
    const std::string huge(5U << 20U, 'x');
    const Taken taken =
        import_text("ftm",
                    R"({"id":"a","schema":"Person","properties":{"name":[")" + huge + "\"]}}\n" +
                        R"({"id":"b","schema":"Person","properties":{"name":["Zorvan"]}})");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    EXPECT_EQ(taken.entries.size(), 1U);
    EXPECT_EQ(taken.report->refused.at(0).place, "line 1");
}

TEST(Formats, AnObjectOfAnArrayInOneLineIsCounted) {
    // Each of thousands of refused records was of "line 1".
    const Taken taken =
        import_text("pk-proscribed-json", R"([{"Name":"Zorvan"},{"Name":""},{"Name":"Belkar"}])");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    EXPECT_EQ(taken.report->refused.at(0).place, "object 2, line 1");
}

struct Sample {
    std::string_view format;
    std::string_view file;
    std::uint64_t imported;
    std::uint64_t refused;
};

class FormatSamples : public ::testing::TestWithParam<Sample> {};

TEST_P(FormatSamples, AreAccountedForRecordByRecord) {
    const Sample& sample = GetParam();
    SARHAD_NEED_DATA(sample.file);
    const Taken taken = import_text(sample.format, read_whole(shared_data_path(sample.file)));
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    EXPECT_EQ(taken.report->imported, sample.imported);
    EXPECT_EQ(taken.report->refused_count, sample.refused);
    EXPECT_EQ(taken.entries.size(), sample.imported);
}

INSTANTIATE_TEST_SUITE_P(
    Supplied,
    FormatSamples,
    ::testing::Values(
        // One of its entities comes twice, under one reference.
        Sample{"eu-xml", "lists/format_samples/sample_eu.xml", 6, 1},
        Sample{"uk-csv", "lists/format_samples/sample_hmt.csv", 6, 0},
        Sample{"ofac-xml", "lists/format_samples/sample_ofac_consolidated.xml", 8, 0},
        Sample{"un-xml", "lists/format_samples/sample_unsc.xml", 7, 0},
        Sample{"gtas-csv", "lists/format_samples/gtas_wl-NS.csv", 7, 0},
        Sample{"senzing", "lists/format_samples/senzing_persons.jsonl", 3, 0},
        Sample{"senzing", "lists/format_samples/senzing_features_format.jsonl", 2, 0},
        Sample{"senzing", "lists/format_samples/senzing_organizations.json", 2, 0},
        Sample{"csl-csv", "lists/us_csl_sample.csv", 115, 0},
        Sample{"ftm", "lists/ftm/t1_entities.ftm.json", 6, 0},
        Sample{"ftm", "lists/ftm/zala_entities.ftm.json", 17, 0},
        Sample{"ftm", "lists/ftm/parteispenden_entities.ftm.json", 96, 0},
        Sample{"ftm-delta", "lists/ftm/t2_20240527194702-wnk_entities.delta.json", 2, 0},
        Sample{"ftm-delta", "lists/ftm/t2_20240528014702-pfh_entities.delta.json", 2, 0},
        Sample{"ftm-delta", "lists/ftm/t2_20240528134729-3iv_entities.delta.json", 1, 0}));

}  // namespace
}  // namespace sarhad::watchlists
