#include "ctl/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace sarhad::ctl {
namespace {

using daemon::ExitCode;

std::variant<Options, Farewell> parse(std::vector<const char*> words) {
    words.insert(words.begin(), "sarhadctl");
    return parse_options(static_cast<int>(words.size()), words.data(), "/run/default.sock");
}

Farewell farewell(std::vector<const char*> words) {
    const auto parsed = parse(std::move(words));
    const auto* said = std::get_if<Farewell>(&parsed);
    return said == nullptr ? Farewell{ExitCode::kInternal, "was understood"} : *said;
}

TEST(CommandLine, AloneGivesFifteenLinesOfHelp) {
    const Farewell said = farewell({});
    EXPECT_EQ(said.code, ExitCode::kOk);
    EXPECT_EQ(std::count(said.text.begin(), said.text.end(), '\n'), 15);
}

TEST(CommandLine, SuggestsTheNearestCommand) {
    const Farewell said = farewell({"nod", "list"});
    EXPECT_EQ(said.code, ExitCode::kUsage);
    EXPECT_THAT(said.text, testing::HasSubstr("did you mean 'node'?"));
    EXPECT_THAT(farewell({"list", "publsh"}).text, testing::HasSubstr("did you mean 'publish'?"));
}

TEST(CommandLine, AWrongWordIsAnsweredWithTheRightOnes) {
    // It was answered with the first of them and an unprintable byte.
    const Farewell said = farewell({"screen", "--list", "l", "--input", "i", "--tier", "high"});
    EXPECT_EQ(said.code, ExitCode::kUsage);
    EXPECT_THAT(said.text, testing::HasSubstr("high not in {all,ask,hold,review,silent}"));
}

TEST(CommandLine, KnowsEachCommandOfItsHelp) {
    // A list of its own had no late, no proof and no pair withdraw.
    for (const std::vector<const char*>& words :
         std::vector<std::vector<const char*>>{{"proof", "verify", "file", "--trust", "trust.toml"},
                                               {"late", "list"},
                                               {"late", "ls"},
                                               {"pair", "withdraw", "1"}}) {
        EXPECT_THAT(farewell(words).text, testing::Not(testing::HasSubstr("unknown")))
            << words[0] << ' ' << words[1];
    }
}

TEST(CommandLine, NamesTheVerbsOfALonelyNoun) {
    const Farewell said = farewell({"alert"});
    EXPECT_EQ(said.code, ExitCode::kUsage);
    EXPECT_EQ(said.text, "sarhadctl: alert: which of list ls ack?\n");
}

TEST(CommandLine, RefusesAMissingOption) {
    const Farewell said = farewell({"screen", "--input", "persons.csv"});
    EXPECT_EQ(said.code, ExitCode::kUsage);
    EXPECT_THAT(said.text, testing::HasSubstr("--list"));
}

TEST(CommandLine, ReadsTheImportAsItIsWrittenInTheIssue) {
    const auto parsed = parse({"list",
                               "import",
                               "--format",
                               "un-xml",
                               "--source",
                               "UN",
                               "a.xml",
                               "b.xml",
                               "--output",
                               "un.list",
                               "--json"});
    ASSERT_TRUE(std::holds_alternative<Options>(parsed)) << std::get<Farewell>(parsed).text;
    const auto& options = std::get<Options>(parsed);
    const auto& import = std::get<ListImport>(options.command);
    EXPECT_TRUE(options.json);
    EXPECT_EQ(import.format, "un-xml");
    EXPECT_THAT(import.files, testing::ElementsAre("a.xml", "b.xml"));
    EXPECT_EQ(import.output, "un.list");
}

TEST(CommandLine, TakesSeveralLists) {
    const auto parsed =
        parse({"screen", "--list", "a", "--list", "b", "--input", "p.csv", "--timing"});
    ASSERT_TRUE(std::holds_alternative<Options>(parsed)) << std::get<Farewell>(parsed).text;
    const auto& screen = std::get<Screen>(std::get<Options>(parsed).command);
    EXPECT_THAT(screen.lists, testing::ElementsAre("a", "b"));
    EXPECT_TRUE(screen.timing);
}

TEST(CommandLine, ReadsTierAndDayOfAScreening) {
    const auto parsed = parse({"screen",
                               "--list",
                               "a",
                               "--input",
                               "p.csv",
                               "--tier",
                               "all",
                               "--on",
                               "2026-11-30",
                               "--exhaustive"});
    ASSERT_TRUE(std::holds_alternative<Options>(parsed)) << std::get<Farewell>(parsed).text;
    const auto& screen = std::get<Screen>(std::get<Options>(parsed).command);
    EXPECT_EQ(screen.least, watchlists::Least::kAny);
    EXPECT_EQ(facts::to_text(screen.on), "2026-11-30");
    EXPECT_TRUE(screen.exhaustive);
    const auto wrong = parse({"screen", "--list", "a", "--input", "p.csv", "--on", "2026-11"});
    ASSERT_TRUE(std::holds_alternative<Farewell>(wrong));
    EXPECT_THAT(std::get<Farewell>(wrong).text, testing::HasSubstr("YYYY-MM-DD"));
}

TEST(CommandLine, KeepsTheGivenSocketUntilAnotherIsNamed) {
    EXPECT_EQ(std::get<Options>(parse({"status"})).socket, "/run/default.sock");
    EXPECT_EQ(std::get<Options>(parse({"status", "--socket", "other"})).socket, "other");
}

TEST(CommandLine, ReadsAWordOnAPair) {
    const auto parsed = parse({"pair",
                               "add",
                               "00ff",
                               "--list",
                               "wl/un/sc",
                               "--entry",
                               "QDi.1",
                               "--officer",
                               "desk.1",
                               "--reason",
                               "another father",
                               "--days",
                               "30"});
    const auto* options = std::get_if<Options>(&parsed);
    ASSERT_NE(options, nullptr);
    const auto* add = std::get_if<PairAdd>(&options->command);
    ASSERT_NE(add, nullptr);
    EXPECT_EQ(add->crossing, "00ff");
    EXPECT_EQ(add->entry, "QDi.1");
    EXPECT_EQ(add->days, 30U);
    EXPECT_EQ(farewell({"pair",
                        "add",
                        "00ff",
                        "--list",
                        "l",
                        "--entry",
                        "e",
                        "--officer",
                        "o",
                        "--reason",
                        "r",
                        "--days",
                        "366"})
                  .code,
              ExitCode::kUsage);
}

TEST(CommandLine, ReadsTheReleaseOfAStream) {
    const auto parsed = parse({"stream",
                               "release",
                               "down",
                               "100",
                               "--node",
                               "7",
                               "--officer",
                               "admin.1",
                               "--reason",
                               "central was restored"});
    const auto* options = std::get_if<Options>(&parsed);
    ASSERT_NE(options, nullptr);
    const auto* release = std::get_if<StreamRelease>(&options->command);
    ASSERT_NE(release, nullptr);
    EXPECT_EQ(release->direction, "down");
    EXPECT_EQ(release->stream, 100U);
    EXPECT_EQ(release->node, 7U);
    EXPECT_EQ(release->officer, "admin.1");
    EXPECT_EQ(release->reason, "central was restored");
    EXPECT_EQ(farewell({"stream", "release", "aside", "1", "--officer", "a", "--reason", "b"}).code,
              ExitCode::kUsage);
}

}  // namespace
}  // namespace sarhad::ctl
