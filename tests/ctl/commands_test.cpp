#include "commands_fixture.h"

namespace sarhad::ctl {
namespace {

TEST_F(Commands, ImportCountsWhatItSaw) {
    list_file();
    EXPECT_THAT(imported_, HasSubstr("records seen                 1\n"));
    EXPECT_THAT(imported_, HasSubstr("entries                      1  (person 1)\n"));
}

TEST_F(Commands, ImportOfChangesAppliesThemToItsBase) {
    const std::string whole =
        file("whole.json",
             R"({"id":"a","schema":"Person","properties":{"name":["Tarven Oskeldrim"]}}
{"id":"b","schema":"Person","properties":{"name":["Iskmar Braventol"]}}
{"id":"p","schema":"Passport","properties":{"holder":["b"],"number":["XT1000001"]}})");
    ASSERT_TRUE(run(ListImport{"ftm", "DEMO", "", {whole}, path("base.list")}, context_));
    const std::string first = file(
        "first.json",
        R"({"op":"MOD","entity":{"id":"a","schema":"Person","properties":{"name":["Tarven O."]}}}
{"op":"DEL","entity":{"id":"b"}})");
    const std::string second = file(
        "second.json",
        R"({"op":"MOD","entity":{"id":"a","schema":"Person","properties":{"name":["T. Oskel"]}}})");
    ListImport delta{"ftm-delta", "DEMO", "", {first, second}, path("next.list")};
    delta.base = path("base.list");
    const Outcome outcome = run(delta, context_);
    ASSERT_TRUE(outcome) << outcome.error().what;
    const auto next =
        watchlists::read_list(*files_.read(path("next.list"), core::mebibytes(1)), &wire::blake2b);
    ASSERT_TRUE(next);
    ASSERT_EQ(next->entries.size(), 1U);
    EXPECT_EQ(next->entries[0].names[0].text.reveal(), "T. Oskel");
    EXPECT_THAT(out_.str(), HasSubstr("taken off                    1\n"));
}

TEST_F(Commands, ASourcePastALimitIsBadInputAndNothingToWaitFor) {
    const std::string named = file("sdn.csv",
                                   "1,\"OSKELDRIM, Tarven\",\"individual\",\"DEMO\","
                                   "-0-,-0-,-0-,-0-,-0-,-0-,-0-,\"x\"\r\n");
    const std::string row = "1,7,\"aka\",\"" + std::string(900'000, 'X') + "\",\"-0-\"\r\n";
    std::string aliases;
    while (aliases.size() <= (64U << 20U)) {
        aliases += row;
    }
    const std::string side = file("alt.csv", aliases);
    const Outcome outcome =
        run(ListImport{"ofac-csv", "DEMO", "", {named, side}, path("x.list")}, context_);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(daemon::exit_code_of(outcome.error().code), ExitCode::kBadInput);
    EXPECT_THAT(outcome.error().what, HasSubstr("alt.csv: larger than 67108864 bytes: make it"));
}

TEST_F(Commands, ImportOfAnAgencysListWantsAnAction) {
    const std::string csv = file("own.csv",
                                 "reference,name,action\nA-1,Tarven Oskeldrim,detain\n"
                                 "A-2,Iskmar Braventol,\n");
    ASSERT_TRUE(run(ListImport{"sarhad-csv", "DEMO", "", {csv}, path("own.list")}, context_));
    EXPECT_THAT(out_.str(), HasSubstr("own.csv: line 3: no action"));
    // What was refused afterwards stood among the kinds and the names all the same.
    EXPECT_THAT(out_.str(), HasSubstr("  (person 1)"));
    EXPECT_THAT(out_.str(), HasSubstr("names                        1\n"));
    ListImport with_profile{"sarhad-csv", "DEMO", "", {csv}, path("all.list")};
    with_profile.profile.action = watchlists::ListAction::kInform;
    ASSERT_TRUE(run(with_profile, context_));
    const auto all =
        watchlists::read_list(*files_.read(path("all.list"), core::mebibytes(1)), &wire::blake2b);
    ASSERT_EQ(all->entries.size(), 2U);
    EXPECT_EQ(watchlists::order_of(all->entries[0], all->manifest).action,
              watchlists::ListAction::kDetain);
    EXPECT_EQ(watchlists::order_of(all->entries[1], all->manifest).action,
              watchlists::ListAction::kInform);
}

TEST_F(Commands, ListShowTellsWhatAnIndexDoesNotHold) {
    // Remarks, programme and day of listing were kept and shown nowhere.
    const std::string csv = file("own.csv",
                                 "reference,name,original_script,passport,passport_country,"
                                 "programme,listed_on,remarks\n"
                                 "A-1,Tarven Oskeldrim,تارون,AB1234567,PK,Fourth Schedule,"
                                 "2020-05-01,\"Scar on the left hand, limps\"\n");
    ListImport import{"sarhad-csv", "DEMO", "", {csv}, path("own.list")};
    import.profile.action = watchlists::ListAction::kDetain;
    ASSERT_TRUE(run(import, context_));
    out_.str("");
    ASSERT_TRUE(run(ListShow{path("own.list"), "A-1"}, context_));
    for (const char* line : {"name            Tarven Oskeldrim\n",
                             "original        تارون\n",
                             "passport        AB1234567 of PK\n",
                             "programme       Fourth Schedule\n",
                             "listed on       2020-05-01\n",
                             "action          detain\n",
                             "remarks         Scar on the left hand, limps\n"}) {
        EXPECT_THAT(out_.str(), HasSubstr(line));
    }
    context_.json = true;
    out_.str("");
    ASSERT_TRUE(run(ListShow{path("own.list"), "A-1"}, context_));
    const auto json = api::parse_json(out_.str());
    ASSERT_TRUE(json) << out_.str();
    EXPECT_EQ(*json->find("entry")->text_at("remarks"), "Scar on the left hand, limps");
    const Outcome none = run(ListShow{path("own.list"), "A-2"}, context_);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, core::Errc::kNotFound);
    EXPECT_FALSE(run(ListShow{csv, "A-1"}, context_)) << "no list file";
}

TEST_F(Commands, ImportOfAnotherFormatNamesTheFile) {
    const std::string csv = file("sdn.csv", "1,\"NOBODY\"\n");
    const Outcome outcome = run(ListImport{"un-xml", "DEMO", "", {csv}, path("x.list")}, context_);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(daemon::exit_code_of(outcome.error().code), ExitCode::kBadInput);
    EXPECT_THAT(outcome.error().what, HasSubstr("sdn.csv"));
}

TEST_F(Commands, ImportOfAFileThatIsNotThereNamesItOnce) {
    const std::string missing = path("missing.xml");
    for (const std::string& format : {std::string{"un-xml"}, std::string{"sarhad-csv"}}) {
        const Outcome outcome =
            run(ListImport{format, "DEMO", "", {missing}, path("x.list")}, context_);
        ASSERT_FALSE(outcome);
        EXPECT_THAT(outcome.error().what, testing::StartsWith(core::cat(missing, ": open: ")));
    }
}

/// A UN list of these references, all of invented people.
std::string un_list(int first, int last) {
    std::string xml = "<CONSOLIDATED_LIST><INDIVIDUALS>";
    for (int i = first; i <= last; ++i) {
        xml += core::cat("<INDIVIDUAL><FIRST_NAME>TARVEN</FIRST_NAME><REFERENCE_NUMBER>XDi.",
                         i,
                         "</REFERENCE_NUMBER></INDIVIDUAL>");
    }
    return xml + "</INDIVIDUALS></CONSOLIDATED_LIST>";
}

TEST_F(Commands, ImportRefusesAFileGivenTwice) {
    // Its entries stood twice in the list, and no port built it.
    const std::string one = file("one.xml", un_list(1, 3));
    const std::string copy = file("copy.xml", un_list(1, 3));
    const std::string longer = file("longer.xml", core::cat(un_list(1, 3), "\n"));
    for (const std::string& second : {one, copy, longer}) {
        const Outcome outcome =
            run(ListImport{"un-xml", "DEMO", "", {one, second}, path("x.list")}, context_);
        ASSERT_FALSE(outcome) << second;
        EXPECT_EQ(daemon::exit_code_of(outcome.error().code), ExitCode::kBadInput);
        EXPECT_THAT(outcome.error().what, HasSubstr(second));
        EXPECT_THAT(outcome.error().what, HasSubstr("once"));
        EXPECT_FALSE(std::filesystem::exists(path("x.list")));
    }
    const std::string more = file("more.xml", un_list(3, 5));
    ASSERT_TRUE(run(ListImport{"un-xml", "DEMO", "", {one, more}, path("x.list")}, context_));
    EXPECT_THAT(out_.str(), HasSubstr("entries                      5  (person 5)\n"));
    EXPECT_THAT(out_.str(), HasSubstr("more.xml: INDIVIDUAL 1"));
}

TEST_F(Commands, ImportOverALargerListOfItsSourceWantsAWord) {
    const std::string whole = file("whole.xml", un_list(1, 20));
    const std::string less = file("less.xml", un_list(1, 17));
    const auto import = [&](const std::string& source, const std::string& from, bool allows) {
        return run(ListImport{"un-xml", source, "", {from}, path("x.list"), allows}, context_);
    };
    ASSERT_TRUE(import("DEMO", whole, false));
    const auto before = files_.read(path("x.list"), core::mebibytes(1));
    const Outcome refused = import("DEMO", less, false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(daemon::exit_code_of(refused.error().code), ExitCode::kFailed);
    EXPECT_THAT(refused.error().what, HasSubstr("17 entries where 20 are now"));
    EXPECT_THAT(refused.error().what, HasSubstr("--allow-shrink"));
    EXPECT_EQ(*files_.read(path("x.list"), core::mebibytes(1)), *before);
    ASSERT_TRUE(import("DEMO", less, true));
    EXPECT_THAT(out_.str(), HasSubstr("entries before              20  (--allow-shrink)\n"));
    ASSERT_TRUE(import("DEMO", whole, false));
    ASSERT_TRUE(import("OTHER", less, false));  // Another source's list lost nothing.
}

TEST_F(Commands, ImportOfADamagedFileLeavesTheListInForce) {
    const std::string whole = un_list(1, 20);
    const auto import = [&](const std::string& from) {
        return run(ListImport{"un-xml", "DEMO", "", {from}, path("x.list")}, context_);
    };
    ASSERT_TRUE(import(file("whole.xml", whole)));
    const auto before = files_.read(path("x.list"), core::mebibytes(1));
    const std::string another = "<WHOLE>" + whole.substr(whole.find("<INDIVIDUALS>"));
    for (const std::string& damaged : {whole.substr(0, whole.size() / 2), another, std::string{}}) {
        const Outcome refused = import(file("damaged.xml", damaged));
        ASSERT_FALSE(refused);
        EXPECT_EQ(daemon::exit_code_of(refused.error().code), ExitCode::kBadInput);
        EXPECT_THAT(refused.error().what, HasSubstr("damaged.xml"));
        EXPECT_EQ(*files_.read(path("x.list"), core::mebibytes(1)), *before);
    }
}

TEST_F(Commands, ImportGivesPapersAndSanctionsToWhomTheyAreAbout) {
    const std::string ftm = file("a.json",
                                 R"({"id":"s1","schema":"Sanction","properties":{"entity":["p1"],)"
                                 R"("program":["Invented Act"],"listingDate":["2024-03-04"],)"
                                 R"("authority":["Invented Office"]}}
{"id":"p1","schema":"Person","properties":{"name":["Tarven Oskeldrim"],"notes":["Tall."]}}
{"id":"d1","schema":"Passport","properties":{"holder":["p1"],"number":["X1234567"]}}
)");
    ASSERT_TRUE(run(ListImport{"ftm", "DEMO", "", {ftm}, path("x.list")}, context_));
    const auto bytes = files_.read(path("x.list"), core::mebibytes(1));
    const auto list = watchlists::read_list(*bytes, &wire::blake2b);
    ASSERT_TRUE(list.has_value());
    ASSERT_EQ(list->entries.size(), 1U);
    const watchlists::ListEntry& entry = list->entries[0];
    EXPECT_EQ(entry.source, "DEMO");
    EXPECT_EQ(entry.programme, "Invented Act");
    EXPECT_EQ(to_text(entry.listed_on), "2024-03-04");
    EXPECT_EQ(entry.documents.at(0).number.reveal(), "X1234567");
    EXPECT_THAT(entry.remarks.reveal(), HasSubstr("Tall."));
    EXPECT_THAT(entry.remarks.reveal(), HasSubstr("authority: Invented Office"));
    EXPECT_THAT(out_.str(), HasSubstr("only in remarks"));
}

TEST_F(Commands, ScreenPrintsOneObjectARowInOrder) {
    std::string csv = "full_name,date_of_birth\n";
    for (int row = 1; row <= 1000; ++row) {
        csv += row % 100 == 0 ? "Tarven Oskeldrim,1971-04-05\n" : "Somebody Else,\n";
    }
    ASSERT_TRUE(screen(csv));
    std::istringstream lines{out_.str()};
    std::string line;
    std::int64_t row = 0;
    while (std::getline(lines, line)) {
        const auto json = api::parse_json(line);
        ASSERT_TRUE(json) << json.error().what;
        EXPECT_EQ(*json->int_at("row"), ++row);
        const auto& hits = json->find("hits")->elements();
        ASSERT_EQ(hits.size(), row % 100 == 0 ? 1U : 0U) << line;
        if (!hits.empty()) {
            EXPECT_EQ(*hits[0].text_at("source"), "DEMO");
            EXPECT_EQ(*hits[0].text_at("entry"), "XDi.001");
            EXPECT_EQ(*hits[0].text_at("name"), "TARVEN OSKELDRIM");
            EXPECT_TRUE(hits[0].int_at("score"));
        }
    }
    EXPECT_EQ(row, 1000);
}

TEST_F(Commands, ScreenTellsTierEvidenceOrderAndWhy) {
    ASSERT_TRUE(screen("full_name,date_of_birth\nTarven Oskeldrim,1971-04-05\n"));
    const auto json = api::parse_json(out_.str());
    ASSERT_TRUE(json) << out_.str();
    const api::Json& hit = json->find("hits")->elements().at(0);
    EXPECT_EQ(*hit.text_at("tier"), "hold");
    EXPECT_EQ(*hit.text_at("why"), "the same name; born on the same day");
    const auto& evidence = hit.find("evidence")->elements();
    ASSERT_EQ(evidence.size(), 2U);
    EXPECT_EQ(*evidence[1].text_at("message"), "birth.same-day");
    EXPECT_EQ(*evidence[1].int_at("points"), 180);
    EXPECT_EQ(*hit.find("order")->text_at("action"), "inform");
    EXPECT_EQ(*hit.find("words")->elements().at(0).text_at("relation"), "same");
}

TEST_F(Commands, ScreenOfAnyTierRanksWhatNoTierShowsAndTheOracleAgrees) {
    Screen options;
    options.lists = {list_file()};
    options.input = file("persons.csv", "full_name\nTarven Someone\n");
    ASSERT_TRUE(run(options, context_));
    EXPECT_EQ(out_.str(), "{\"row\":1,\"hits\":[]}\n");
    options.least = watchlists::Least::kAny;
    out_.str("");
    ASSERT_TRUE(run(options, context_));
    const std::string indexed = out_.str();
    EXPECT_THAT(indexed, HasSubstr("\"tier\":\"none\""));
    options.exhaustive = true;
    out_.str("");
    ASSERT_TRUE(run(options, context_));
    EXPECT_EQ(out_.str(), indexed);
}

TEST_F(Commands, AnImportedListHasTheShippedThresholds) {
    const auto list = watchlists::read_list(
        *files_.read(std::string{list_file()}, core::mebibytes(1)), &wire::blake2b);
    ASSERT_TRUE(list.has_value());
    EXPECT_EQ(list->manifest.thresholds, watchlists::Thresholds::shipped());
    EXPECT_EQ(list->manifest.thresholds.review.value(), 800);
}

TEST_F(Commands, ScreenOfATierLeavesWeakerOnesOut) {
    Screen options;
    options.lists = {list_file()};
    options.input = file("persons.csv", "full_name\nTarven Oskeldrim\n");
    options.least = watchlists::Least::kHold;
    ASSERT_TRUE(run(options, context_));
    EXPECT_EQ(out_.str(), "{\"row\":1,\"hits\":[]}\n");
}

TEST_F(Commands, ScreenFindsEveryKindByItsSchema) {
    const std::string csv =
        file("own.csv",
             "reference,kind,name,imo,plate,container,passport,telephone,action\n"
             "O-1,organisation,Kestrel Orbis Trading LLC,,,,,,detain\n"
             "V-1,vessel,Zorvan Star,9074729,,,,,detain\n"
             "C-1,vehicle,,,LEB-1038,,,,detain\n"
             "B-1,container,,,,CSQU3054383,,,detain\n"
             "D-1,document,,,,,AB1234567,,detain\n"
             "T-1,telephone,,,,,,+92 300 1234567,detain\n");
    ASSERT_TRUE(run(ListImport{"sarhad-csv", "DEMO", "", {csv}, path("own.list")}, context_))
        << out_.str();
    out_.str("");
    Screen options;
    options.lists = {path("own.list")};
    options.input = file("rows.csv",
                         "schema,full_name,identifier,document_number,telephone\n"
                         "Company,KESTREL ORBIS TRADING,,,\n"
                         "Vessel,Renamed,IMO 9074729,,\n"
                         "Vehicle,,LEB 1038,,\n"
                         "Container,,CSQU 305438-3,,\n"
                         "Document,,,AB1234567,\n"
                         "Person,Tarel Mundosi,,AB1234567,0300-1234567\n"
                         ",Kestrel Orbis Trading LLC,,,\n");
    options.threads = 2;
    const auto entries_of_rows = [&] {
        std::vector<std::string> found;
        std::istringstream lines{out_.str()};
        for (std::string line; std::getline(lines, line);) {
            std::string entries;
            const std::string_view key = "\"entry\":\"";
            for (std::size_t at = line.find(key); at != std::string::npos;
                 at = line.find(key, at + 1)) {
                entries += line.substr(at + key.size(), 3) + " ";
            }
            found.push_back(entries);
        }
        return found;
    };
    ASSERT_TRUE(run(options, context_)) << err_.str();
    const std::vector<std::string> wanted{"O-1 ", "V-1 ", "C-1 ", "B-1 ", "D-1 ", "D-1 T-1 ", ""};
    EXPECT_EQ(entries_of_rows(), wanted);
    out_.str("");
    options.exhaustive = true;
    ASSERT_TRUE(run(options, context_)) << err_.str();
    EXPECT_EQ(entries_of_rows(), wanted);
}

TEST_F(Commands, ScreenReadsFatherCnicAndDocumentNumber) {
    const std::string csv = file("own.csv",
                                 "reference,name,father,cnic,passport,action,valid_until\n"
                                 "A-1,Tarven Oskeldrim,Iskmar Oskeldrim,,,detain,2026-06-30\n"
                                 "A-2,Velm Astarri,,17301-1234567-1,,detain,\n"
                                 "A-3,Hurn Kelvost,,,XT1000001,detain,\n");
    ASSERT_TRUE(run(ListImport{"sarhad-csv", "DEMO", "", {csv}, path("own.list")}, context_));
    out_.str("");
    Screen options;
    options.lists = {path("own.list")};
    options.input = file("persons.csv",
                         "full_name,father_name,cnic,document_number\n"
                         "Tarven Oskeldrim,Iskmar Oskeldrim,,\nX Y,,1730112345671,\n"
                         "X Y,,,XT1000001\n");
    options.on = *facts::PartialDate::parse("2026-06-30");
    ASSERT_TRUE(run(options, context_));
    EXPECT_THAT(out_.str(), HasSubstr("father.agrees"));
    EXPECT_THAT(out_.str(), HasSubstr("\"entry\":\"A-2\""));
    EXPECT_THAT(out_.str(), HasSubstr("\"entry\":\"A-3\""));
    options.on = *facts::PartialDate::parse("2026-07-01");
    out_.str("");
    ASSERT_TRUE(run(options, context_));
    EXPECT_EQ(out_.str().find("A-1"), std::string::npos);
}

TEST_F(Commands, ScreenNamesABadRowAndScreensTheOthers) {
    const Outcome outcome = screen("full_name,schema\nSomebody,\nAnother,Horse\nThird,\n");
    ASSERT_TRUE(outcome) << outcome.error().what;
    EXPECT_EQ(*outcome, ExitCode::kPartlyDone);
    EXPECT_THAT(err_.str(), HasSubstr("persons.csv: row 2 is not screened: line 3, column schema"));
    EXPECT_EQ(out_.str(), "{\"row\":1,\"hits\":[]}\n{\"row\":3,\"hits\":[]}\n");
}

TEST_F(Commands, AnUnreadableFieldCostsARowNoMoreThanThatField) {
    // The row was not screened at all, document number included.
    const Outcome outcome =
        screen("full_name,date_of_birth,gender\nSomebody,1980,\nAnother,19-80,martian\nThird,,\n");
    ASSERT_TRUE(outcome) << outcome.error().what;
    EXPECT_EQ(*outcome, ExitCode::kPartlyDone);
    EXPECT_THAT(err_.str(),
                HasSubstr("persons.csv: row 2 is screened without what cannot be read: line 3, "
                          "column date_of_birth: wanted one date"));
    EXPECT_THAT(err_.str(), HasSubstr("; line 3, column gender"));
    EXPECT_EQ(out_.str(),
              "{\"row\":1,\"hits\":[]}\n{\"row\":2,\"hits\":[]}\n{\"row\":3,\"hits\":[]}\n");
}

TEST_F(Commands, ScreenNamesARowWithNothingToLookFor) {
    // Such a traveller was answered like one who is on no list, with the exit code of a whole run.
    const Outcome outcome = screen("full_name,cnic\nSomebody,\n...,-\n");
    ASSERT_TRUE(outcome) << outcome.error().what;
    EXPECT_EQ(*outcome, ExitCode::kPartlyDone);
    EXPECT_THAT(err_.str(), HasSubstr("row 2 is not screened: line 3: it has no name"));
    EXPECT_EQ(out_.str(), "{\"row\":1,\"hits\":[]}\n{\"row\":2,\"hits\":[]}\n");
}

TEST_F(Commands, ScreenStopsAtAWrongHeader) {
    const Outcome outcome = screen("name\nSomebody\n");
    ASSERT_FALSE(outcome);
    EXPECT_EQ(daemon::exit_code_of(outcome.error().code), ExitCode::kBadInput);
    EXPECT_THAT(outcome.error().what, HasSubstr("persons.csv: line 1"));
}

TEST_F(Commands, IntakeParsePrintsARefusedMessageWithItsProblem) {
    const Outcome outcome = run(IntakeParse{{file("m.edi", "this is no message")}}, context_);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(*outcome, ExitCode::kBadInput);
    const auto json = api::parse_json(out_.str());
    ASSERT_TRUE(json) << out_.str();
    EXPECT_EQ(*json->text_at("status"), "refused");
    EXPECT_FALSE(json->find("problems")->elements().empty());
    EXPECT_TRUE(json->find("travellers")->elements().empty());
}

TEST_F(Commands, IntakeGenerateIsReadByIntakeParse) {
    const Outcome made = run(IntakeGenerate{"paxlst", 4, 3, 0}, context_);
    ASSERT_TRUE(made);
    EXPECT_THAT(err_.str(), HasSubstr("our own reading"));
    const std::string lists = file("lists.edi", out_.str());
    out_.str("");
    const Outcome read = run(IntakeParse{{lists}, true}, context_);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, ExitCode::kOk);
    EXPECT_THAT(out_.str(), HasSubstr("\"messages\":3"));
}

TEST_F(Commands, IntakeReplyAnswersWhatWasGenerated) {
    ASSERT_TRUE(run(IntakeGenerate{"paxlst", 4, 2, 0}, context_));
    const std::string lists = file("lists.edi", out_.str());
    out_.str("");
    ASSERT_TRUE(run(IntakeReply{lists, "cusres", 9}, context_));
    EXPECT_THAT(out_.str(), HasSubstr("ERC+ACK"));
    EXPECT_EQ(out_.str().find("DNB"), std::string::npos);
    const Outcome none = run(IntakeReply{lists, "ackres", 9}, context_);
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().what, HasSubstr("no PNRGOV"));
}

TEST_F(Commands, IntakeCheckSaysWhatToWrite) {
    const std::string form = file("form.json", R"({"form":"lookout","reference":"L-1"})");
    const Outcome outcome = run(IntakeCheck{{form}}, context_);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(*outcome, ExitCode::kBadInput);
    EXPECT_THAT(out_.str(), HasSubstr("lookout L-1: partial"));
    EXPECT_THAT(out_.str(), HasSubstr("owner: missing: write the office that answers for it"));
}

TEST_F(Commands, IntakeExportPrintsNoNames) {
    const std::string form = file("form.csv",
                                  "form,reference,share,persons.1.person.surname,remarks\r\n"
                                  "seizure,S-1,cen,Zarkhel,seen with Qadir\r\n"
                                  "seizure,S-2,local,Zarkhel,\r\n");
    const Outcome outcome = run(IntakeExport{{form}}, context_);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(*outcome, ExitCode::kPartlyDone);
    EXPECT_THAT(out_.str(), HasSubstr("S-1"));
    EXPECT_EQ(out_.str().find("Zarkhel"), std::string::npos);
    EXPECT_EQ(out_.str().find("Qadir"), std::string::npos);
    EXPECT_EQ(out_.str().find("S-2"), std::string::npos);
    EXPECT_THAT(err_.str(), HasSubstr("1 kept back"));
}

TEST_F(Commands, IntakeParseCountsABagOnceThoughItsOwnerCountsItToo) {
    const std::string bags =
        "BSM\n.V/1LDXB\n.F/QX612/14JAN/KHI/Y\n.N/0999000111002\n.S/Y/12A\n.P/1TEST/ALI\nENDBSM\n";
    IntakeParse options{{file("bags.txt", bags)}};
    options.is_summary = true;
    ASSERT_TRUE(run(options, context_));
    const auto json = api::parse_json(out_.str());
    ASSERT_TRUE(json) << out_.str();
    EXPECT_EQ(*json->int_at("messages"), 1);
    EXPECT_EQ(*json->int_at("bags"), 2);
    EXPECT_EQ(*json->int_at("seats"), 1);
    EXPECT_EQ(*json->int_at("travellers"), 1);
}

TEST_F(Commands, KeyNewDoesNotOverwrite) {
    const KeyNew options{KeyPurpose::kSign, path("a.key")};
    ASSERT_TRUE(run(options, context_));
    const auto before = files_.read(path("a.key"), core::kibibytes(1));
    const Outcome again = run(options, context_);
    ASSERT_FALSE(again);
    EXPECT_EQ(*files_.read(path("a.key"), core::kibibytes(1)), *before);
}

TEST_F(Commands, KeyNewIsReadableByItsOwnerAlone) {
    ASSERT_TRUE(run(KeyNew{KeyPurpose::kLink, path("b.key")}, context_));
    EXPECT_EQ(std::filesystem::status(path("b.key")).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(Commands, DaemonThatIsNotThereIsUnreachable) {
    const Outcome outcome = run(NodeList{}, context_);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(daemon::exit_code_of(outcome.error().code), ExitCode::kUnreachable);
}

}  // namespace
}  // namespace sarhad::ctl
