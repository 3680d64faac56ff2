#include "daemon/config.h"

#include "fakes.h"

#include "core/posix_files.h"
#include "core/text.h"

#include <gmock/gmock.h>

namespace sarhad::daemon {
namespace {

using testing::ElementsAre;

const ConfigSchema& schema() {
    static const ConfigSchema kSchema{{
        {.path = "port",
         .initial = "PKKHI",
         .doc = "The port's UN/LOCODE.",
         .presence = Presence::kRequired},
        {.path = "store.folder", .initial = "/var/lib/sarhad", .doc = "Where records are kept."},
        {.path = "store.cache",
         .type = ConfigType::kSize,
         .initial = "64MiB",
         .doc = "Memory for pages of the store.",
         .min = "1MiB",
         .max = "4GiB"},
        {.path = "sync.interval",
         .type = ConfigType::kDuration,
         .initial = "5s",
         .doc = "How long a batch waits for company.",
         .min = "100ms",
         .max = "1h",
         .reload = OnReload::kApplied},
        {.path = "sync.batch",
         .type = ConfigType::kInteger,
         .initial = "100",
         .doc = "Rows of one batch.",
         .min = "1",
         .max = "500",
         .unit = "rows"},
        {.path = "sync.enabled",
         .type = ConfigType::kBool,
         .initial = "true",
         .doc = "Whether rows leave this node."},
        {.path = "sync.centres",
         .type = ConfigType::kTextList,
         .initial = "tcp://centre-1.example:7001, tcp://centre-2.example:7001",
         .doc = "Addresses of the centre, in the order of trying."},
        {.path = "log.level",
         .type = ConfigType::kChoice,
         .initial = "info",
         .doc = "What is logged.",
         .choices = "error warn info debug"},
    }};
    return kSchema;
}

/// One config file, loaded under the name node.toml.
core::Result<ConfigValues> load(std::string_view text,
                                const std::vector<ConfigOverride>& overrides = {}) {
    const TemporaryFolder folder;
    core::PosixFiles files;
    const std::string path = folder.file("node.toml");
    EXPECT_TRUE(files.replace(path, core::as_bytes(text), core::FileMode::kShared));
    return load_config(files, path, schema(), overrides);
}

/// The error's lines, each without the folder.
std::vector<std::string> faults_of(std::string_view text) {
    const auto loaded = load(text);
    std::vector<std::string> lines;
    if (loaded) {
        return lines;
    }
    EXPECT_EQ(loaded.error().code, core::Errc::kInvalid);
    for (const std::string_view line : core::split(loaded.error().what, '\n')) {
        lines.emplace_back(line.substr(std::min(line.find("node.toml"), line.size())));
    }
    return lines;
}

TEST(Config, ReadsEveryType) {
    const auto config = load(R"(
port = "PKLHE"
[store]
folder = "/srv/sarhad"
cache = "2GiB"
[sync]
interval = "250ms"
batch = 7
enabled = false
centres = ["tcp://a.example:1"]
)");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->text("port"), "PKLHE");
    EXPECT_EQ(config->text("store.folder"), "/srv/sarhad");
    EXPECT_EQ(config->size("store.cache"), core::mebibytes(2048));
    EXPECT_EQ(config->duration("sync.interval"), std::chrono::milliseconds{250});
    EXPECT_EQ(config->integer("sync.batch"), 7);
    EXPECT_FALSE(config->is_on("sync.enabled"));
    EXPECT_THAT(config->text_list("sync.centres"), ElementsAre("tcp://a.example:1"));
}

TEST(Config, FillsInTheDefaults) {
    const auto config = load("port = \"PKLHE\"\n");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->duration("sync.interval"), std::chrono::seconds{5});
    EXPECT_EQ(config->text_list("sync.centres").size(), 2U);
    EXPECT_EQ(config->setting("sync.interval").origin, ConfigValues::Origin::kDefault);
    EXPECT_EQ(config->setting("port").origin, ConfigValues::Origin::kFile);
}

TEST(Config, PutsAFlagBeforeTheFile) {
    const auto config =
        load("port = \"PKLHE\"\nsync.batch = 7\n", {{.path = "sync.batch", .value = "9"}});
    ASSERT_TRUE(config);
    EXPECT_EQ(config->integer("sync.batch"), 9);
    EXPECT_EQ(config->setting("sync.batch").origin, ConfigValues::Origin::kFlag);
}

TEST(Config, TakesARequiredKeyFromAFlag) {
    EXPECT_TRUE(load("", {{.path = "port", .value = "PKLHE"}}));
}

TEST(Config, NamesAWrongFlag) {
    const auto unknown = load("port = \"PKLHE\"", {{.path = "sync.bach", .value = "9"}});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().what, "--set sync.bach: unknown key: did you mean \"sync.batch\"?");
    const auto wrong = load("port = \"PKLHE\"", {{.path = "sync.batch", .value = "many"}});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().what,
              "--set sync.batch: wanted a whole number of rows from 1 to 500, as 100");
}

TEST(Config, NamesAnUnknownKeyItsPlaceAndTheNearest) {
    EXPECT_THAT(faults_of("port = \"PKLHE\"\n[sync]\n  intervall = \"5s\"\n"),
                ElementsAre("node.toml:3:3: unknown key \"sync.intervall\": "
                            "did you mean \"sync.interval\"?"));
}

TEST(Config, NamesTheNearestChoiceOfAWordThatIsNone) {
    EXPECT_THAT(faults_of("port = \"PKLHE\"\n[log]\nlevel = \"debugg\"\n"),
                ElementsAre("node.toml:3:9: log.level: wanted one of \"error\", \"warn\", "
                            "\"info\", \"debug\", as \"info\": did you mean \"debug\"?"));
    EXPECT_THAT(faults_of("port = \"PKLHE\"\n[log]\nlevel = \"verbose\"\n").size(), 1U);
    const auto flagged = load("port = \"PKLHE\"", {{.path = "log.level", .value = "wran"}});
    ASSERT_FALSE(flagged);
    EXPECT_TRUE(flagged.error().what.ends_with("did you mean \"warn\"?")) << flagged.error().what;
}

TEST(Config, PointsAtTheSettingThatCannotBeUsed) {
    const auto config = load("port = \"PKLHE\"\n", {{.path = "sync.batch", .value = "9"}});
    ASSERT_TRUE(config);
    EXPECT_TRUE(config->fault("port", "unknown").what.ends_with("node.toml:1:8: port: unknown"));
    EXPECT_EQ(config->fault("sync.batch", "too many").what,
              "--set sync.batch: sync.batch: too many");
}

TEST(Config, FindsAKeyThatStandsOutsideItsTable) {
    EXPECT_THAT(faults_of("port = \"PKLHE\"\nbatch = 5\n"),
                ElementsAre("node.toml:2:1: unknown key \"batch\": did you mean \"sync.batch\"?"));
}

TEST(Config, NamesAnUnknownTable) {
    EXPECT_THAT(faults_of("port = \"PKLHE\"\n[telemetry]\nurl = \"x\"\n"),
                ElementsAre("node.toml:2:2: unknown key \"telemetry\""));
}

TEST(Config, SaysWhatWasWantedInsteadOfAWrongType) {
    EXPECT_THAT(
        faults_of("port = 5\n[sync]\ninterval = 5\nbatch = \"5\"\nenabled = \"yes\"\n"
                  "centres = [\"a\", 1]\n[store]\ncache = \"64MB\"\n"),
        ElementsAre(
            "node.toml:1:8: port: wanted a text (4096 bytes at most, no control characters), "
            "as \"PKKHI\"",
            "node.toml:3:12: sync.interval: wanted a duration from 100ms to 1h, as \"5s\"",
            "node.toml:4:9: sync.batch: wanted a whole number of rows from 1 to 500, as 100",
            "node.toml:5:11: sync.enabled: wanted true or false",
            "node.toml:6:11: sync.centres: wanted a list of texts (4096 bytes at most, no control "
            "characters), as [\"tcp://centre-1.example:7001\", \"tcp://centre-2.example:7001\"]",
            "node.toml:8:9: store.cache: wanted a size from 1MiB to 4GiB, as \"64MiB\""));
}

TEST(Config, RefusesAValueOutOfRange) {
    EXPECT_THAT(faults_of("port = \"PKLHE\"\nsync.batch = 501\nsync.interval = \"2h\"\n"),
                ElementsAre("node.toml:2:14: sync.batch: wanted a whole number of rows from 1 to "
                            "500, as 100",
                            "node.toml:3:17: sync.interval: wanted a duration from 100ms to 1h, "
                            "as \"5s\""));
}

TEST(Config, ShowsTheLineThatARequiredKeyNeeds) {
    EXPECT_THAT(faults_of("[store]\n"),
                ElementsAre("node.toml: missing key \"port\": add the line  port = \"PKKHI\""));
}

TEST(Config, NamesThePlaceOfASyntaxError) {
    const auto faults = faults_of("port = \"PKLHE\"\nsync.batch = = 5\n");
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_THAT(faults.front(), testing::StartsWith("node.toml:2:14: "));
}

TEST(Config, RefusesAKeyGivenTwice) {
    EXPECT_THAT(faults_of("port = \"PKLHE\"\nport = \"PKKHI\"\n"),
                ElementsAre(testing::StartsWith("node.toml:2:")));
}

TEST(Config, WantsATableWhereKeysLieInOne) {
    EXPECT_THAT(faults_of("port = \"PKLHE\"\nsync = 5\n"),
                ElementsAre("node.toml:2:8: sync: wanted a table: [sync]"));
}

TEST(Config, NamesALimitedNumberOfFaults) {
    std::string text = "port = \"PKLHE\"\n";
    for (int n = 0; n < 30; ++n) {
        text += core::cat("zzzzzz", n, " = 1\n");
    }
    const auto faults = faults_of(text);
    ASSERT_EQ(faults.size(), kConfigFaultsMax + 1);
    EXPECT_EQ(faults.back(), "node.toml: 10 more faults");
}

TEST(Config, NeverRepeatsAFaultyValue) {
    for (const std::string& fault :
         faults_of("port = \"hunter2\\n\"\nsync.batch = \"hunter2\"\n")) {
        EXPECT_THAT(fault, testing::Not(testing::HasSubstr("hunter2")));
    }
}

TEST(Config, SaysThatTheFileIsNotThere) {
    core::PosixFiles files;
    const auto config = load_config(files, "/nonexistent/node.toml", schema());
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, core::Errc::kNotFound);
}

TEST(Config, SurvivesBrokenBytesAndDeepNesting) {
    EXPECT_FALSE(load("port = \"\xFF\xFE\"\n"));
    EXPECT_FALSE(load("port = " + std::string(100'000, '[') + "\n"));
    EXPECT_FALSE(load(std::string(1, '\0')));
}

TEST(Config, RefusesAFilePastItsLimit) {
    const auto config = load(std::string(kConfigFileMax.bytes + 1, '#'));
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, core::Errc::kExhausted);
}

TEST(Config, RendersAReferenceThatLoadsAsItIs) {
    const auto config = load(render_reference(schema()));
    ASSERT_TRUE(config);
    EXPECT_EQ(config->text("port"), "PKKHI");
}

TEST(Config, RendersAReferenceWhoseDefaultsLoadOnceUncommented) {
    const std::string reference = render_reference(schema());
    std::string text;
    for (const std::string_view line : core::split(reference, '\n')) {
        const bool is_setting = line.size() > 1 && line[0] == '#' && line[1] != ' ';
        text += core::cat(is_setting ? line.substr(1) : line, "\n");
    }
    const auto config = load(text);
    ASSERT_TRUE(config);
    const ConfigValues defaults{schema()};
    for (const ConfigKey& key : schema().keys()) {
        EXPECT_EQ(config->setting(key.path).value, defaults.setting(key.path).value) << key.path;
        EXPECT_EQ(config->setting(key.path).origin, ConfigValues::Origin::kFile) << key.path;
    }
}

TEST(Config, RendersEachKeyWithItsDocTypeRangeAndDefault) {
    EXPECT_THAT(render_reference(schema()),
                testing::HasSubstr("\n[sync]\n\n"
                                   "# How long a batch waits for company.\n"
                                   "# Takes a duration from 100ms to 1h, as \"5s\". "
                                   "Default: \"5s\". Applied on reload.\n"
                                   "#interval = \"5s\"\n"));
}

TEST(Config, NamesTheChangesThatNeedARestart) {
    const auto running = load("port = \"PKLHE\"\n");
    const auto fresh =
        load("port = \"PKKHI\"\nsync.interval = \"9s\"\nsync.batch = 9\nsync.enabled = true\n");
    ASSERT_TRUE(running);
    ASSERT_TRUE(fresh);
    EXPECT_THAT(changes_that_need_restart(*running, *fresh), ElementsAre("port", "sync.batch"));
}

TEST(ConfigDeathTest, ChecksThatTheKeyHasTheTypeAskedFor) {
    const ConfigValues defaults{schema()};
    EXPECT_DEATH(static_cast<void>(defaults.text("sync.batch")), "value");
    EXPECT_DEATH(static_cast<void>(defaults.integer("sync.bach")), "found");
}

}  // namespace
}  // namespace sarhad::daemon
