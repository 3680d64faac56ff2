// Which lists a screening takes, and what it says of where an entry comes from.
#include "commands_fixture.h"

namespace sarhad::ctl {
namespace {

/// Lists of one person, imported.
class ScreenLists : public Commands {
protected:
    std::string imported(std::string_view output, std::string_view reference) {
        const std::string xml = file(core::cat(output, ".xml"),
                                     core::cat(R"(<CONSOLIDATED_LIST>
<INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>TARVEN</FIRST_NAME>
<SECOND_NAME>OSKELDRIM</SECOND_NAME><NAME_ORIGINAL_SCRIPT>تارفن اوسكلدريم</NAME_ORIGINAL_SCRIPT>
<UN_LIST_TYPE>Demo</UN_LIST_TYPE><REFERENCE_NUMBER>)",
                                               reference,
                                               R"(</REFERENCE_NUMBER>
<LISTED_ON>2021-03-04</LISTED_ON><COMMENTS1>Tall. Of Strelsau.</COMMENTS1>
</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>)"));
        const Outcome outcome =
            run(ListImport{"un-xml", "DEMO", "", {xml}, path(output)}, context_);
        EXPECT_TRUE(outcome) << outcome.error().what;
        out_.str("");
        return path(output);
    }
    Outcome against(std::vector<std::string> lists) {
        Screen options;
        options.lists = std::move(lists);
        options.input = file("persons.csv", "full_name\nTarven Oskeldrim\n");
        options.threads = 1;
        out_.str("");
        return run(options, context_);
    }
    std::size_t hits() {
        const auto json = api::parse_json(out_.str());
        return json ? json->find("hits")->elements().size() : 0;
    }
};

TEST_F(ScreenLists, OneListGivenTwiceIsRefusedByItsName) {
    // Each hit came twice, of "wl/demo/list" and of "wl/demo/list#2".
    const std::string one = imported("one.list", "XDi.001");
    const Outcome twice = against({one, one});
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().what.find(core::cat("--list ", one, " is given twice (wl/demo/list)")),
              0U)
        << twice.error().what;
    const std::string copy =
        file("copy.list", core::as_text(*files_.read(one, core::mebibytes(1))));
    const Outcome copied = against({one, copy});
    ASSERT_FALSE(copied);
    EXPECT_THAT(copied.error().what, HasSubstr(core::cat(copy, " is the same list as ", one)));
}

TEST_F(ScreenLists, TwoListsOfOneSourceAreBothScreenedAgainst) {
    ASSERT_TRUE(against({imported("one.list", "XDi.001"), imported("two.list", "XDi.002")}));
    EXPECT_EQ(hits(), 2U) << out_.str();
    EXPECT_THAT(out_.str(), HasSubstr(R"("reference":"XDi.001")"));
    EXPECT_THAT(out_.str(), HasSubstr(R"("reference":"XDi.002")"));
}

TEST_F(ScreenLists, AHitTellsWhereItsEntryComesFrom) {
    // Day of listing, remarks and the other names' own script stood in the list file alone.
    ASSERT_TRUE(against({imported("one.list", "XDi.001")}));
    const auto json = api::parse_json(out_.str());
    ASSERT_TRUE(json) << out_.str();
    const api::Json* told = json->find("hits")->elements().at(0).find("provenance");
    ASSERT_NE(told, nullptr) << out_.str();
    EXPECT_EQ(*told->text_at("source"), "DEMO");
    EXPECT_EQ(*told->text_at("reference"), "XDi.001");
    EXPECT_EQ(*told->text_at("listed_on"), "2021-03-04");
    EXPECT_EQ(*told->text_at("programme"), "Demo");
    EXPECT_THAT(*told->text_at("remarks"), HasSubstr("Tall. Of Strelsau."));
    ASSERT_EQ(told->find("original")->elements().size(), 1U);
    EXPECT_THAT(out_.str(), HasSubstr(R"("original":["تارفن اوسكلدريم"])"));
}

TEST_F(ScreenLists, AnEntryThatTellsNothingMoreHasItsSourceAndReference) {
    ASSERT_TRUE(screen("full_name,date_of_birth\nTarven Oskeldrim,1971-04-05\n"));
    EXPECT_THAT(
        out_.str(),
        HasSubstr(R"("provenance":{"source":"DEMO","reference":"XDi.001","listed_on":null,)"));
}

}  // namespace
}  // namespace sarhad::ctl
