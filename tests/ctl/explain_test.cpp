// Decisions computed again, and rows that may be of two kinds.
#include "commands_fixture.h"

#include "ctl/explain_basis.h"
#include "ctl/screen_pool.h"
#include "screening/decision_check.h"
#include "screening/screen.h"

namespace sarhad::ctl {
namespace {

/// A crossing as a port tells it, decided here.
facts::Crossing crossing_of(std::string_view list_path, core::PosixFiles& files) {
    const auto list = watchlists::read_list(*files.read(std::string{list_path}, core::mebibytes(1)),
                                            &wire::blake2b);
    SARHAD_CHECK(list.has_value());
    watchlists::ListManifest manifest = list->manifest;
    manifest.name = "wl/demo/published";
    manifest.edition = 7;
    watchlists::ListSnapshotBuilder builder;
    SARHAD_CHECK(builder.add_list(manifest, list->entries).has_value());
    facts::Crossing crossing;
    crossing.traveller.full_name = core::Redacted<std::string>{"Tarvin Oskeldrim"};
    crossing.traveller.date_of_birth =
        core::Redacted<facts::PartialDate>{*facts::PartialDate::parse("1971")};
    crossing.decision.on = *facts::PartialDate::parse("2026-11-26");
    crossing.screened_at = core::WallTime{1'795'674'871'000'000};  // 06:34:31 on that day.
    crossing.decision.schema_version = screening::kSchemaVersion;
    crossing.decision.normalise_version = watchlists::kNormaliseVersion;
    crossing.decision.scoring_version = watchlists::kScoringVersion;
    crossing.decision.hits =
        builder.build(&wire::blake2b)->match(watchlists::Subject::of(crossing.traveller), 20);
    facts::Decision& decision = crossing.decision;
    decision.score = screening::group_score(core::Permille{0}, decision.hits);
    for (const facts::Hit& hit : decision.hits) {
        decision.causes.push_back(screening::cause_of(hit));
        decision.channel = std::max(decision.channel, decision.causes.back().channel);
    }
    return crossing;
}

TEST_F(Commands, ExplainAgreesWithARecordAndSeesAnAlteredOne) {
    const std::string list = list_file();
    facts::Crossing crossing = crossing_of(list, files_);
    ASSERT_EQ(crossing.decision.hits.size(), 1U);
    Explain options;
    options.lists = {list};
    options.file = file("record.json", api::to_text(api::to_json(crossing)));
    const Outcome same = run(options, context_);
    ASSERT_TRUE(same) << same.error().what;
    EXPECT_EQ(*same, ExitCode::kOk) << out_.str();
    EXPECT_THAT(out_.str(), HasSubstr("wl/demo/published XDi.001: the bytes agree\n"));
    crossing.decision.hits[0].reasons[0].points += 1;
    options.file = file("altered.json", api::to_text(api::to_json(crossing)));
    out_.str("");
    const Outcome altered = run(options, context_);
    ASSERT_TRUE(altered) << altered.error().what;
    EXPECT_EQ(*altered, ExitCode::kFailed);
    EXPECT_THAT(out_.str(), HasSubstr("differs in reasons"));
}

/// It compared neither, and agreed.
TEST_F(Commands, ExplainSaysThatTheDayOrTheFactsOfTheRecordAreOthers) {
    const std::string list = list_file();
    facts::Crossing crossing = crossing_of(list, files_);
    const auto told = [&] {
        Explain options;
        options.lists = {list};
        options.file = file("record.json", api::to_text(api::to_json(crossing)));
        out_.str("");
        const Outcome outcome = run(options, context_);
        EXPECT_TRUE(outcome);
        return core::cat(outcome && *outcome == ExitCode::kOk ? "agrees\n" : "", out_.str());
    };
    EXPECT_THAT(told(), testing::StartsWith("agrees\nwl/demo/published"));
    crossing.decision.on = *facts::PartialDate::parse("2026-11-25");
    EXPECT_THAT(told(),
                testing::StartsWith("the record contradicts itself: it was screened on 2026-11-26, "
                                    "and its orders were valid by the day 2026-11-25\n"));
    crossing.decision.on = *facts::PartialDate::parse("2026-11-26");
    crossing.decision.schema_version += 1;
    EXPECT_THAT(told(),
                HasSubstr("agrees\ndecided with facts of version 2; these are of version 1"));
    context_.json = true;
    const std::string json = told();
    EXPECT_THAT(json, HasSubstr(R"("same_versions":false)"));
    EXPECT_THAT(json, HasSubstr(R"("schema":{"recorded":2,"here":1,"same":false})"));
    EXPECT_THAT(json,
                HasSubstr(R"("on":{"recorded":"2026-11-26","screened":"2026-11-26","same":true})"));
    EXPECT_THAT(json, HasSubstr(R"("in_force":null,"same":null})"));  // No port was asked.
}

TEST_F(Commands, ExplainHoldsListsAndEditionsAgainstThePort) {
    facts::Decision decision = crossing_of(list_file(), files_).decision;
    ASSERT_EQ(decision.hits.size(), 1U);
    decision.list_hash.fill(0xAB);
    const PortLists same{core::to_hex(decision.list_hash), {{"wl/demo/published", 7}}};
    const auto basis = [&](const PortLists& port) { return basis_of(decision, {}, port, {}); };
    EXPECT_EQ(basis(same).text, "");
    EXPECT_FALSE(basis(same).contradicts);
    // A list that has moved on is no fault.
    const PortLists later{std::string(64, 'c'), {{"wl/demo/published", 9}}};
    EXPECT_FALSE(basis(later).contradicts);
    EXPECT_THAT(basis(later).text, HasSubstr("which are not in force at this port any more"));
    EXPECT_THAT(basis(later).text,
                HasSubstr("wl/demo/published: decided by edition 7; edition 9 is in force"));
    // The very lists that are in force, and another edition of one of them.
    decision.hits[0].edition = 8;
    EXPECT_TRUE(basis(same).contradicts);
    EXPECT_THAT(basis(same).text, HasSubstr("is of edition 7, not 8"));
    // One list in two editions.
    decision.hits.push_back(decision.hits[0]);
    decision.hits[1].edition = 9;
    EXPECT_THAT(basis_of(decision, {}, std::nullopt, {}).text,
                HasSubstr("hits of wl/demo/published are of edition 8 and of edition 9"));
}

TEST_F(Commands, ExplainSaysThatAFileIsOfAnotherEdition) {
    facts::Decision decision = crossing_of(list_file(), files_).decision;
    watchlists::ListFile file;
    file.manifest.name = "wl/demo/published";
    file.manifest.edition = 9;
    EXPECT_THAT(basis_of(decision, {}, std::nullopt, {file}).text,
                HasSubstr("decided by edition 7; the file given is of edition 9"));
    EXPECT_THAT(basis_of_late(decision, {file}).text, HasSubstr("the file given is of edition 9"));
    file.manifest.edition = 0;  // As imported.
    EXPECT_EQ(basis_of(decision, {}, std::nullopt, {file}).text, "");
}

TEST_F(Commands, ExplainTellsWhereTheEntryComesFrom) {
    const std::string list = list_file();
    Explain options;
    options.lists = {list};
    options.file = file("record.json", api::to_text(api::to_json(crossing_of(list, files_))));
    context_.json = true;
    ASSERT_TRUE(run(options, context_));
    EXPECT_THAT(out_.str(), HasSubstr(R"("provenance":{"source":"DEMO","reference":"XDi.001")"));
}

TEST_F(Commands, ExplainSeesAHitThatWasTakenOut) {
    // It compared the hits that were left, and so agreed with a record without any.
    const std::string list = list_file();
    facts::Crossing crossing = crossing_of(list, files_);
    ASSERT_GE(crossing.decision.hits.at(0).tier, facts::Tier::kAsk);
    const facts::Decision whole = crossing.decision;
    const auto told = [&](const facts::Decision& decision) {
        crossing.decision = decision;
        Explain options;
        options.lists = {list};
        options.file = file("altered.json", api::to_text(api::to_json(crossing)));
        out_.str("");
        const Outcome outcome = run(options, context_);
        EXPECT_TRUE(outcome);
        return core::cat(outcome && *outcome == ExitCode::kOk ? "agrees" : "", out_.str());
    };
    EXPECT_THAT(told(whole), HasSubstr("agrees"));
    facts::Decision altered = whole;
    altered.hits.clear();
    altered.causes.clear();
    altered.channel = facts::Channel::kGreen;
    altered.score = core::Permille{0};
    EXPECT_THAT(told(altered), HasSubstr("wl/demo/list XDi.001: the record has no such hit"));
    altered = whole;
    altered.hits.clear();
    EXPECT_THAT(told(altered), HasSubstr("its causes are not those of its hits"));
    altered = whole;
    altered.channel = facts::Channel::kGreen;
    EXPECT_THAT(told(altered), HasSubstr("its channel is green, its causes ask for"));
    altered = whole;
    altered.score = core::Permille{100};
    EXPECT_THAT(told(altered), HasSubstr("its score is 100, its hits give"));
    context_.json = true;
    EXPECT_THAT(told(altered), HasSubstr("\"agrees\":false"));
}

TEST_F(Commands, ExplainAgreesWithARecordThatWasCutToItsBestHits) {
    // It said that the record had no such hit, and that the hits that were left differ in reasons.
    std::vector<std::string> people;
    for (int i = 1; i <= 7; ++i) {
        people.push_back(core::cat("<INDIVIDUAL><DATAID>",
                                   i,
                                   "</DATAID><FIRST_NAME>TARVIN</FIRST_NAME><SECOND_NAME>OSKELDRIM"
                                   "</SECOND_NAME><UN_LIST_TYPE>Demo</UN_LIST_TYPE>"
                                   "<REFERENCE_NUMBER>XDi.00",
                                   i,
                                   "</REFERENCE_NUMBER></INDIVIDUAL>"));
    }
    std::string xml = "<CONSOLIDATED_LIST><INDIVIDUALS>";
    for (const std::string& one : people) {
        xml += one;
    }
    const std::string source = file("seven.xml", xml + "</INDIVIDUALS></CONSOLIDATED_LIST>");
    ASSERT_TRUE(run(ListImport{"un-xml", "DEMO", "", {source}, path("seven.list")}, context_));
    facts::Crossing crossing = crossing_of(path("seven.list"), files_);
    ASSERT_EQ(crossing.decision.hits.size(), 7U);
    ASSERT_GT(crossing.decision.hits[0].reasons.size(), 1U);
    crossing.decision.hits.resize(3);
    crossing.decision.hits_left_out = 4;
    for (facts::Hit& hit : crossing.decision.hits) {
        hit.reasons_left_out = static_cast<std::uint32_t>(hit.reasons.size() - 1);
        hit.reasons.resize(1);
    }
    const facts::Decision trimmed = crossing.decision;
    const auto told = [&](const facts::Decision& decision) {
        crossing.decision = decision;
        Explain options;
        options.lists = {path("seven.list")};
        options.file = file("record.json", api::to_text(api::to_json(crossing)));
        out_.str("");
        const Outcome outcome = run(options, context_);
        EXPECT_TRUE(outcome);
        return core::cat(outcome && *outcome == ExitCode::kOk ? "agrees" : "", out_.str());
    };
    EXPECT_THAT(told(trimmed), HasSubstr("agrees"));
    facts::Decision altered = trimmed;
    altered.hits_left_out = 3;  // One was taken out.
    EXPECT_THAT(told(altered), HasSubstr("the record has no such hit"));
    EXPECT_THAT(told(altered), HasSubstr("its causes are not those of its hits"));
    altered = trimmed;
    altered.hits[1].reasons_left_out -= 1;
    EXPECT_THAT(told(altered), HasSubstr("differs in reasons"));
    altered = trimmed;
    altered.hits[0].reasons[0].points += 1;
    EXPECT_THAT(told(altered), HasSubstr("differs in reasons"));
    altered = trimmed;
    altered.causes.pop_back();
    EXPECT_THAT(told(altered), HasSubstr("agrees")) << "which of them had causes nobody can say";
    altered.causes.push_back({facts::CauseKind::kListTier, facts::Channel::kYellow, "wl/x A ask"});
    altered.causes.front().reference += "x";
    EXPECT_THAT(told(altered), HasSubstr("its causes are not those of its hits"));
}

TEST_F(Commands, ExplainWithoutTheEntrySaysSo) {
    facts::Crossing crossing = crossing_of(list_file(), files_);
    crossing.decision.hits.at(0).entry = "XDi.002";
    crossing.decision.scoring_version = 1;
    Explain options;
    options.lists = {path("demo.list")};
    options.file = file("record.json", api::to_text(api::to_json(crossing)));
    const Outcome outcome = run(options, context_);
    ASSERT_TRUE(outcome) << outcome.error().what;
    EXPECT_EQ(*outcome, ExitCode::kFailed);
    EXPECT_THAT(out_.str(), HasSubstr("no list that was given has this entry"));
    EXPECT_THAT(out_.str(), HasSubstr("XDi.001: the record has no such hit"));
    EXPECT_THAT(out_.str(), HasSubstr("decided by versions"));
}

TEST_F(Commands, ExplainOfASuppressedHitAgreesWhereThePairSpeaksOfIt) {
    const std::string list = list_file();
    facts::Crossing crossing = crossing_of(list, files_);
    facts::Hit& hit = crossing.decision.hits.at(0);
    crossing.subject_keys.emplace_back().fill(7);
    hit.suppressed_by = core::to_hex(
        screening::pair_id(crossing.subject_keys[0], crossing.traveller, hit, &wire::blake2b));
    crossing.decision.causes.clear();  // A suppressed hit counts for nothing.
    crossing.decision.channel = facts::Channel::kGreen;
    crossing.decision.score = core::Permille{0};
    Explain options;
    options.lists = {list};
    options.file = file("record.json", api::to_text(api::to_json(crossing)));
    const Outcome same = run(options, context_);
    ASSERT_TRUE(same) << same.error().what;
    EXPECT_EQ(*same, ExitCode::kOk) << out_.str();
    hit.suppressed_by = std::string(32, '0');
    options.file = file("other.json", api::to_text(api::to_json(crossing)));
    const Outcome other = run(options, context_);
    ASSERT_TRUE(other) << other.error().what;
    EXPECT_EQ(*other, ExitCode::kFailed);
    EXPECT_THAT(out_.str(), HasSubstr("differs in suppressed_by"));
}

TEST_F(Commands, ExplainSaysThatTheEntryIsListedOtherwiseNow) {
    const std::string list = list_file();
    facts::Crossing crossing = crossing_of(list, files_);
    crossing.decision.hits.at(0).entry_hash.fill(9);
    Explain options;
    options.lists = {list};
    options.file = file("record.json", api::to_text(api::to_json(crossing)));
    const Outcome outcome = run(options, context_);
    ASSERT_TRUE(outcome) << outcome.error().what;
    EXPECT_EQ(*outcome, ExitCode::kFailed);
    EXPECT_THAT(out_.str(), HasSubstr("differs in entry_hash; the entry is listed otherwise"));
}

TEST_F(Commands, ExplainTellsOtherVersionsInJsonToo) {
    const std::string list = list_file();
    facts::Crossing crossing = crossing_of(list, files_);
    crossing.decision.normalise_version += 1;
    Explain options;
    options.lists = {list};
    options.file = file("record.json", api::to_text(api::to_json(crossing)));
    context_.json = true;
    ASSERT_TRUE(run(options, context_));
    const auto json = api::parse_json(out_.str());
    ASSERT_TRUE(json) << out_.str();
    EXPECT_FALSE(*json->bool_at("same_versions"));
    EXPECT_TRUE(*json->bool_at("agrees"));  // These bytes happen to be the same.
}

TEST_F(Commands, ExplainShowsWhatRulesSaidAsItWasRecorded) {
    facts::Crossing crossing;
    crossing.traveller.full_name = core::Redacted<std::string>{"Nobody Whom Lists Know"};
    crossing.decision.normalise_version = watchlists::kNormaliseVersion;
    crossing.decision.scoring_version = watchlists::kScoringVersion;
    crossing.decision.rules_hash.fill(0xAB);
    facts::RuleHit hit;
    hit.id = "PAX-001";
    hit.revision = 2;
    hit.title = "Late cash";
    hit.channel = facts::Channel::kYellow;
    hit.why = "booking.payment_form is 'CA' (PNR)";
    crossing.decision.rule_hits = {hit};
    crossing.decision.waiting = {{{"PNR", "lists.agencies_watch"}, 2, {"BKG-001", "BKG-002"}},
                                 {{"DCS"}, 9, {"BAG-001"}},
                                 {{}, 1, {"BAG-002"}}};
    Explain options;
    options.lists = {list_file()};
    options.file = file("record.json", api::to_text(api::to_json(crossing)));
    const Outcome same = run(options, context_);
    ASSERT_TRUE(same) << same.error().what;
    EXPECT_EQ(*same, ExitCode::kOk) << "what is not computed again does not differ";
    EXPECT_THAT(out_.str(),
                HasSubstr("rule PAX-001 rev 2 asks for yellow: Late cash\n"
                          "    booking.payment_form is 'CA' (PNR)\n"
                          "unknown, waiting for booking data (PNR), "
                          "lists.agencies_watch: 2 rules (BKG-001, BKG-002)\n"
                          "unknown, waiting for departure control (bags, boarding) "
                          "(DCS): 9 rules (BAG-001, ...)\n"
                          "unknown, the entity's budget ran out: 1 rule (BAG-002)\n"
                          "what rules abab"));
    out_.str("");
    context_.json = true;
    ASSERT_TRUE(run(options, context_));
    const auto json = api::parse_json(out_.str());
    ASSERT_TRUE(json) << out_.str();
    const api::Json* rules = json->find("rules");
    ASSERT_NE(rules, nullptr);
    EXPECT_EQ(rules->find("hits")->elements().size(), 1U);
    EXPECT_TRUE(rules->find("same_rules")->is_null()) << "no port was asked";
}

TEST_F(Commands, ExplainOfWhatIsNoRecordNamesTheMember) {
    Explain options;
    options.lists = {list_file()};
    options.file = file("record.json", "{}");
    const Outcome outcome = run(options, context_);
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().what, HasSubstr("record.json: traveller: missing"));
}

TEST_F(Commands, ScreenLooksForALegalEntityAmongOrganisationsAndPersons) {
    const std::string csv = file("own.csv",
                                 "reference,kind,name,telephone,action\n"
                                 "O-1,organisation,Tarvin Oskeldrim Vorst,,detain\n"
                                 "P-1,person,Tarvin Oskeldrim Vorst,,detain\n"
                                 "T-1,telephone,,+92 300 1234567,detain\n");
    ASSERT_TRUE(run(ListImport{"sarhad-csv", "DEMO", "", {csv}, path("own.list")}, context_));
    Screen options;
    options.lists = {path("own.list")};
    options.input = file("rows.csv",
                         "schema,full_name,telephone\n"
                         "LegalEntity,Tarvin Oskeldrim Vorst,0300-1234567\n"
                         "Company,Tarvin Oskeldrim Vorst,0300-1234567\n");
    const auto found = [&](const std::string& line) {
        std::string text;
        const auto json = api::parse_json(line);
        for (const api::Json& hit : json->find("hits")->elements()) {
            const auto as = hit.text_at("as");
            text += core::cat(*hit.text_at("entry"), as ? " as " + *as : std::string{}, "; ");
        }
        return text;
    };
    std::string indexed;
    for (const bool exhaustive : {false, true}) {
        out_.str("");
        options.exhaustive = exhaustive;
        ASSERT_TRUE(run(options, context_)) << err_.str();
        std::istringstream lines{out_.str()};
        std::string first;
        std::string second;
        std::getline(lines, first);
        std::getline(lines, second);
        for (const char* wanted :
             {"O-1 as Organization; ", "P-1 as Person; ", "T-1 as Organization; "}) {
            EXPECT_THAT(found(first), HasSubstr(wanted));
        }
        EXPECT_THAT(found(second), Not(HasSubstr("P-1")));  // A company is no person.
        EXPECT_THAT(found(second), Not(HasSubstr(" as ")));
        indexed = exhaustive ? indexed : first;
        EXPECT_EQ(first, indexed);
    }
}

TEST(MergedHits, KeepEachEntryOnceByItsBetterHitWithinTheLimit) {
    const auto found = [](const std::string& entry, int score, watchlists::EntryKind as) {
        Found one;
        one.hit.list = "wl/demo/own";
        one.hit.entry = entry;
        one.hit.score = core::Permille{score};
        one.as = as;
        return one;
    };
    using watchlists::EntryKind;
    const std::vector<Found> merged = merge_found({found("A", 900, EntryKind::kOrganisation),
                                                   found("B", 700, EntryKind::kOrganisation),
                                                   found("C", 650, EntryKind::kOrganisation)},
                                                  {found("B", 800, EntryKind::kPerson),
                                                   found("A", 900, EntryKind::kPerson),
                                                   found("0", 900, EntryKind::kPerson)},
                                                  3);
    std::string text;
    for (const Found& one : merged) {
        text += core::cat(
            one.hit.entry, one.as == EntryKind::kPerson ? "p" : "o", one.hit.score.value(), " ");
    }
    EXPECT_EQ(text, "0p900 Ao900 Bp800 ");
}

}  // namespace
}  // namespace sarhad::ctl
